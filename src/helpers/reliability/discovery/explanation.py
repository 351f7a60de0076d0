"""Why a verdict came out as it did: claims for and against, their weights, and who could turn it."""

from functools import partial

import numpy as np
import pandas as pd

from .copying import copy_groups
from .fit import tie

__all__ = ["explain"]

KEPT = ("claim_id", "report_id", "outlet", "url", "answer", "low", "high", "modality", "said")


def explain(verdicts, question_id):
    """Every claim on a question with its weight, heaviest first, the verdict's side first.

    Parameters
    ----------
    verdicts : Verdicts
    question_id : str

    Returns
    -------
    DataFrame[side, source, value, reliability, weight, discount, copies, flips, ...]
        ``side`` is for or against (an answer that supports the verdict is for it); ``weight`` is what the claim adds
        to the score of its answer (voices in voting, log odds elsewhere); ``discount`` is the part of its own voice
        that is left after copies; ``copies`` names the others on this question that copy with it; ``flips`` is True
        if without this source, and those that copy with it, the best answers would not be the same. All other weights
        are held as they are: nothing is learned anew. Becoming a tie counts as a flip, and a sole voice always flips;
        an answer that is known never does. Then come claim_id, report_id, outlet, url, answer, low, high, modality
        and said, as far as the claims have them.

    Raises
    ------
    KeyError
        If no claim answers the question.

    Examples
    --------
    >>> from helpers.reliability import discover
    >>> claims = pd.DataFrame({"source": ["a", "b", "c"], "question_id": "q", "value": ["1", "1", "2"]})
    >>> explain(discover(claims, "voting"), "q")[["side", "source", "flips"]].values.tolist()
    [['for', 'a', True], ['for', 'b', True], ['against', 'c', False]]
    """
    arrays, fit = verdicts.arrays, verdicts.fit
    at = np.flatnonzero(arrays.questions == str(question_id))
    if not len(at):
        raise KeyError(f"no claim answers question {question_id!r}")
    q = at[0]
    claims = np.flatnonzero(arrays.question == q)
    facts = np.flatnonzero(arrays.fact_question == q)
    chosen = arrays.best(fit.rounded)[facts]
    group = copy_groups(arrays, fit.copies)
    own = np.isin(arrays.pair_claim, claims) & np.isin(arrays.pair_fact, facts[chosen])
    source = arrays.source[claims]
    flips = _flips(arrays, fit, claims, facts, chosen, group, verdicts.settled(question_id))
    table = pd.DataFrame(
        {
            "side": np.where(np.isin(claims, arrays.pair_claim[own]), "for", "against"),
            "source": arrays.names[source],
            "value": arrays.values[arrays.fact_value[arrays.fact[claims]]],
            "reliability": (fit.right / (fit.right + fit.wrong))[source],
            "weight": fit.weight[claims],
            "discount": fit.discount[claims],
            "copies": [" | ".join(arrays.names[source[(group[source] == group[s]) & (source != s)]]) for s in source],
            "flips": [flips[group[s]] for s in source],
        }
    )
    rows = verdicts.claims.astype(dict.fromkeys(("source", "question_id", "value"), "str"))
    rows = rows.loc[rows["question_id"] == str(question_id)]
    table = table.merge(rows[["source", "value", *(c for c in KEPT if c in rows)]], on=["source", "value"])
    order = table.assign(side=table["side"] == "against", weight=-table["weight"])
    by = ["side", "weight", "source", "value", *(c for c in ("claim_id", "report_id") if c in table)]
    return table.loc[order.sort_values(by).index].reset_index(drop=True)


def _flips(arrays, fit, claims, facts, chosen, group, settled):
    """Origin -> whether the best answers of the question change without it, all else held as it is."""
    without = fit.without or partial(_added, arrays, fit.weight)
    origin, changed = group[arrays.source[claims]], {}
    for one in np.unique(origin):
        left = claims[origin != one]
        score = tie(without(left, facts)) if len(left) else np.zeros(len(facts))
        changed[one] = not settled and (not len(left) or not np.array_equal(score == score.max(), chosen))
    return changed


def _added(arrays, weight, claims, facts):
    """Sum of the weights of some claims on one question for each of its facts."""
    pair = np.flatnonzero(np.isin(arrays.pair_claim, claims))
    return np.bincount(arrays.pair_fact[pair] - facts[0], weight[arrays.pair_claim[pair]], minlength=len(facts))
