"""Which verdicts hang on a single origin, or on the method and its priors."""

import pandas as pd

from ..answers import agree, answers, bearing
from .verdicts import discover

__all__ = ["by_method", "by_strength", "leave_out"]


def leave_out(voices, questions=None):
    """Origins without which another answer leads, or a lead becomes a tie.

    Parameters
    ----------
    voices : DataFrame[source, question_id, value, answer]
        One row per origin and question, as :func:`helpers.reliability.positions` gives it (``authority`` renamed
        to ``source``); abstentions are left out. Each is one vote for every answer that it agrees with.
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


def by_method(voices, questions=None, methods=("voting", "one_coin", "accu", "corroboration")):
    """What each method believes where not all believe the same: they differ in their priors and in what they learn.

    Parameters
    ----------
    voices : DataFrame[source, question_id, value]
        As for :func:`helpers.reliability.discover`.
    questions : DataFrame, optional
    methods : sequence of str

    Returns
    -------
    DataFrame[question_id, *methods, agree]
        A row per question with more than one answer: the best answer of each method, ties joined with " | ", with its
        probability; ``agree``, whether all name the same.

    Examples
    --------
    >>> voices = pd.DataFrame({"source": list("abc"), "question_id": "q", "value": ["1", "1", "2"]})
    >>> by_method(voices, methods=("voting",)).values.tolist()
    [['q', '1 (0.67)', True]]
    """
    return _beside({m: discover(voices, m, questions=questions).values for m in methods})


def by_strength(voices, questions=None, strengths=(3, 10, 30)):
    """What the default believes, by how many claims' worth it believes beforehand that all sources are alike.

    Parameters
    ----------
    voices : DataFrame[source, question_id, value]
        As for :func:`helpers.reliability.discover`.
    questions : DataFrame, optional
    strengths : sequence of float
        10 is the default's own.

    Returns
    -------
    DataFrame[question_id, *strengths, agree]
        As :func:`by_method`; names of columns are text.

    Examples
    --------
    >>> voices = pd.DataFrame({"source": list("abc"), "question_id": "q", "value": ["1", "1", "2"]})
    >>> by_strength(voices, strengths=(10,)).columns.tolist()
    ['question_id', '10', 'agree']
    """
    return _beside({f"{s:g}": discover(voices, questions=questions, strength=s).values for s in strengths})


def _beside(tables):
    """Best answers of several tables of verdicts side by side, where there is more than one to choose from."""
    cells, names = {}, {}
    for name, table in tables.items():
        table = table[table["votes"].gt(0).groupby(table["question_id"]).transform("sum").gt(1)]
        best = table[table["probability"].eq(table.groupby("question_id")["probability"].transform("max"))]
        names[name] = best.groupby("question_id")["value"].agg(lambda v: " | ".join(sorted(v)))
        sure = best.drop_duplicates("question_id").set_index("question_id")["probability"]
        cells[name] = {q: f"{answer} ({sure[q]:.2f})" for q, answer in names[name].items()}
    same = pd.DataFrame(names).nunique(axis=1, dropna=False).eq(1)
    return pd.DataFrame(cells, columns=list(tables)).assign(agree=same).rename_axis("question_id").reset_index()


def _leads(named):
    """Answers with most votes, and how many; a broad one only stands where nobody within it is more definite."""
    candidates = {answer: bounds for _, answer, bounds in named.values()}
    standing = {a: b for a, b in candidates.items() if all(bearing(o, b) != "allows" for o in candidates.values())}
    votes = {a: sum(agree(b, own) for _, _, own in named.values()) for a, b in standing.items()}
    most = max(votes.values())
    return sorted(a for a, n in votes.items() if n == most), most
