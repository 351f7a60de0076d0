"""Which verdicts hang on a single origin."""

from math import isinf

import pandas as pd

from .answers import agree, answers

__all__ = ["leave_out"]


def leave_out(voices, questions=None):
    """Origins without which another answer leads, or a lead becomes a tie.

    Parameters
    ----------
    voices : DataFrame[source, question_id, value, answer]
        One row per origin and question, as :func:`helpers.reliability.standing` gives it (``origin`` renamed to
        ``source``); abstentions are left out. Each is one vote for every answer that it agrees with.
    questions : DataFrame, optional
        For types and tolerances.

    Returns
    -------
    DataFrame[question_id, origins, leads, votes, left_out, then_leads]
        One row per question and such origin; tied answers are joined with " | ".

    Examples
    --------
    >>> voices = pd.DataFrame({"source": list("abc"), "question_id": "q", "value": ["1", "1", "2"],
    ...                        "answer": ["1", "1", "2"]})
    >>> leave_out(voices)[["left_out", "leads", "then_leads"]].values.tolist()
    [['a', '1', '1 | 2'], ['b', '1', '1 | 2']]
    """
    voices = voices[voices["value"].notna()].sort_values(["question_id", "source"]).reset_index(drop=True)
    bounds = list(answers(voices, questions).itertuples(index=False))
    rows = []
    for question, index in voices.groupby("question_id", sort=True).indices.items():
        named = {i: (voices["source"][i], voices["answer"][i], bounds[i]) for i in index}
        leads, votes = _leads(named)
        for i in index if len(index) > 1 else []:
            then, _ = _leads({j: v for j, v in named.items() if j != i})
            if then != leads:
                rows.append((question, len(index), " | ".join(leads), votes, named[i][0], " | ".join(then)))
    return pd.DataFrame(rows, columns=["question_id", "origins", "leads", "votes", "left_out", "then_leads"])


def _leads(named):
    """Answers with most votes, and how many; an open bound only stands where nobody within it is more definite."""
    candidates = {answer: bounds for _, answer, bounds in named.values()}
    definite = [b for b in candidates.values() if not _open(b)]
    standing = {a: b for a, b in candidates.items() if not (_open(b) and any(agree(b, d) for d in definite))}
    votes = {a: sum(agree(b, mine) for _, _, mine in named.values()) for a, b in standing.items()}
    most = max(votes.values())
    return sorted(a for a, n in votes.items() if n == most), most


def _open(bounds):
    return isinf(bounds.lower) or isinf(bounds.upper)
