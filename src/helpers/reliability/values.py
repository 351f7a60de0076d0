"""Which answers bear one another out: tolerance, bounds, incomplete dates, and values in a hierarchy."""

import numpy as np
import pandas as pd

from .answers import answers

__all__ = ["supports"]


def supports(table, asked, values, fact, fact_question, fact_value, questions=None, hierarchy=None):
    """Pairs of a claim and a fact it supports; a claim always supports its own.

    A claim supports a candidate whose interval lies within the claim's own, widened by the tolerance: "at least
    10,000" supports 12,000 and not the reverse; 22 October supports nothing but itself, October supports it too. A
    broader value supports those below it in the hierarchy. Text and yes/no answers support only the same value.

    Parameters
    ----------
    table : DataFrame[source, question_id, value, low, high]
        The answering claims, as strings.
    asked, values : Index
        Names of questions and values.
    fact : array
        Fact of each coded claim.
    fact_question, fact_value : array
        Question and value of each fact.
    questions : DataFrame[question_id, answer_type, tolerance], optional
        Without it and without bounds nothing but the same value supports a fact.
    hierarchy : DataFrame[value, parent], optional
        The next broader value of each.

    Returns
    -------
    tuple of array
        Claim and fact of each pair, sorted by claim, then fact.
    """
    own = np.arange(len(fact)), fact
    bounded = any(c in table and table[c].notna().any() for c in ("low", "high"))
    if questions is None and hierarchy is None and not bounded:
        return own
    claimed = np.unique(fact)
    extra = []
    if questions is not None or bounded:
        extra.append(_within(table, asked, values, claimed, fact_question, fact_value, questions))
    if hierarchy is not None:
        extra.append(_below(claimed, fact_question, values[fact_value], hierarchy))
    broad, narrow = (np.concatenate(x) for x in zip(*extra, strict=True))
    pairs = pd.DataFrame({"fact": broad, "other": narrow}).merge(
        pd.DataFrame({"claim": own[0], "fact": fact}), on="fact"
    )
    both = np.concatenate([own[0], pairs["claim"]]), np.concatenate([own[1], pairs["other"]])
    order = np.unique(np.stack(both), axis=1)
    return order[0], order[1]


def _within(table, asked, values, claimed, fact_question, fact_value, questions):
    """Pairs of facts (broad, narrow) by interval; a fact's interval is the broadest it is claimed with."""
    known = None if questions is None else questions[questions["question_id"].isin(asked)]
    bounds = answers(table, known)
    bounds["fact"] = fact_of(table, asked, values, fact_question, fact_value)
    bounds = bounds[bounds["kind"].isin(["number", "date"])]
    tightest = bounds.assign(width=bounds["upper"] - bounds["lower"]).sort_values(["fact", "width", "lower"])
    ends = tightest.drop_duplicates("fact", keep="first").set_index("fact")
    broadest = tightest.drop_duplicates("fact", keep="last").set_index("fact")
    made = []
    for _, facts in pd.Series(ends.index, index=fact_question[ends.index]).groupby(level=0, sort=True):
        inner, outer = ends.loc[facts], broadest.loc[facts]
        slack = outer["tolerance"].to_numpy()[:, None] + 1e-9
        fits = inner["lower"].to_numpy()[None] >= outer["lower"].to_numpy()[:, None] - slack
        fits &= inner["upper"].to_numpy()[None] <= outer["upper"].to_numpy()[:, None] + slack
        a, b = np.nonzero(fits)
        made.append((facts.to_numpy()[a], facts.to_numpy()[b]))
    return tuple(np.concatenate(x) for x in zip(*made, strict=True)) if made else (claimed[:0], claimed[:0])


def fact_of(table, asked, values, fact_question, fact_value):
    """Fact of each row of the table."""
    many = max(len(values), 1)
    cell = asked.get_indexer(table["question_id"]).astype(np.int64) * many + values.get_indexer(table["value"])
    return np.searchsorted(fact_question * many + fact_value, cell)


def _below(claimed, fact_question, names, hierarchy):
    """Pairs of facts (broad, narrow) of one question where the narrow one lies below the broad one."""
    parent = dict(zip(hierarchy["value"].astype(str), hierarchy["parent"].astype(str), strict=True))
    at = {(fact_question[f], names[f]): f for f in claimed}
    broad, narrow = [], []
    for f in claimed:
        above, seen = parent.get(names[f]), {names[f]}
        while above is not None and above not in seen:
            if (found := at.get((fact_question[f], above))) is not None:
                broad.append(found)
                narrow.append(f)
            seen.add(above)
            above = parent.get(above)
    return np.array(broad, dtype=np.int64), np.array(narrow, dtype=np.int64)
