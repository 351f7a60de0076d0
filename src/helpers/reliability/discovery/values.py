"""Which answers bear one another out: tolerance, bounds, incomplete dates, and values in a hierarchy."""

import re
from decimal import Decimal

import numpy as np
import pandas as pd

from ...codes import distinct
from ..answers import answers

__all__ = ["one_spelling", "supports"]

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
MARK = re.compile(r"[.eE+]")


def supports(table, asked, values, source, fact, fact_question, fact_value, questions=None, hierarchy=None):
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
    source, fact : array
        Of each coded claim, sorted by fact, then source; ``source`` by the sorted names in the table.
    fact_question, fact_value : array
        Question and value of each fact.
    questions : DataFrame[question_id, answer_type, tolerance], optional
        Without it and without bounds nothing but the same value supports a fact.
    hierarchy : DataFrame[value, parent], optional
        The next broader value of each.

    Returns
    -------
    tuple of array, or None
        Claim and fact of each pair, sorted by claim, then fact; None if there are none but of a claim and its own fact.
    """
    bounded = any(c in table and table[c].notna().any() for c in ("low", "high"))
    if not len(fact) or (questions is None and hierarchy is None and not bounded):
        return None
    extra, many = [], len(fact_question)
    if questions is not None or bounded:
        broad = () if hierarchy is None else set(hierarchy["parent"].astype(str))
        spelt = table.assign(code=pd.factorize(table["source"], sort=True)[0])
        spelt = spelt[~spelt["value"].isin(broad)].reset_index(drop=True)  # "thousands" is no number
        extra.append(_within(spelt, asked, values, source, fact, fact_question, fact_value, questions, broad))
    if hierarchy is not None:
        broad, narrow = _below(np.arange(many), fact_question, values[fact_value], hierarchy)
        extra.append(_claimants(broad, narrow, fact))
    codes = [c * many + f for c, f in ((np.arange(len(fact)), fact), *extra)]
    pairs = np.divmod(distinct(np.concatenate(codes)), many)
    return pairs if len(pairs[0]) > len(fact) else None


def _within(table, asked, values, source, fact, fact_question, fact_value, questions, broad=()):
    """Pairs (claim, fact): a claim has the broadest bounds its source gives, a fact the tightest that anyone gives."""
    if questions is not None:
        questions = questions.astype({"question_id": "str"})
        questions = questions[questions["question_id"].isin(asked)]
    rows = answers(table, questions)
    rows["fact"] = _fact_of(table, asked, values, fact_question, fact_value)
    rows["source"] = table["code"]
    rows = rows[rows["kind"].isin(["number", "date"])]
    slack = rows["tolerance"] + 1e-9
    widest = rows.assign(lower=rows["lower"] - slack, upper=rows["upper"] + slack).groupby(
        ["fact", "source"], sort=True
    )
    widest = widest.agg(lower=("lower", "min"), upper=("upper", "max")).reset_index()
    sources = int(source.max()) + 1
    claim = np.searchsorted(fact * sources + source, widest["fact"] * sources + widest["source"])
    tightest = rows.assign(width=rows["upper"] - rows["lower"]).sort_values(["width", "lower"]).drop_duplicates("fact")
    lower, upper = (np.full(len(fact_question), np.nan) for _ in range(2))
    lower[tightest["fact"]], upper[tightest["fact"]] = tightest["lower"], tightest["upper"]
    _bound_known(lower, upper, asked[fact_question], values[fact_value], questions, broad)
    ends = np.searchsorted(fact_question, np.arange(len(asked) + 1))
    asks = fact_question[widest["fact"]]
    which, other = _spread(ends[asks], ends[asks + 1])
    fits = (lower[other] >= widest["lower"].to_numpy()[which]) & (upper[other] <= widest["upper"].to_numpy()[which])
    return claim[which[fits]], other[fits]


def _bound_known(lower, upper, question, value, questions, broad):
    """Write the bounds of facts that nobody claims but that are known, which have none of a claim."""
    at = np.flatnonzero(np.isnan(lower) & ~np.isin(value, list(broad)))
    asks = questions["question_id"][questions["answer_type"].isin(["number", "date"])] if questions is not None else ()
    at = at[np.isin(question[at], asks)]
    if len(at):
        rows = answers(pd.DataFrame({"question_id": question[at], "value": value[at]}), questions)
        lower[at], upper[at] = rows["lower"], rows["upper"]


def _claimants(broad, narrow, fact):
    """Pairs (claim, narrow fact) of all who claim the broad one; claims are sorted by fact."""
    which, claim = _spread(np.searchsorted(fact, broad), np.searchsorted(fact, broad, side="right"))
    return claim, narrow[which]


def _spread(first, last):
    """Every position from each first to before its last, and which of them it belongs to."""
    size = last - first
    which = np.repeat(np.arange(len(size)), size)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(size) - size, size) + np.repeat(first, size)


def _fact_of(table, asked, values, fact_question, fact_value):
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
            if (below := at.get((fact_question[f], above))) is not None:
                broad.append(below)
                narrow.append(f)
            seen.add(above)
            above = parent.get(above)
    return np.array(broad, dtype=np.int64), np.array(narrow, dtype=np.int64)


def one_spelling(claims, questions=None):
    """Claims in which a number has one spelling: 72000, 7.2e4 and 72000.0 are one answer.

    Only spellings that meet another of the same number change, and only on questions all of whose answers are numbers,
    or that `questions` says are.

    >>> claims = pd.DataFrame({"question_id": "q", "value": ["7.2e4", "72000.0", "50000"]})
    >>> one_spelling(claims)["value"].tolist()
    ['72000', '72000', '50000']
    """
    spelt = claims["value"].unique()
    if not any(MARK.search(text) and NUMBER.fullmatch(text) for text in map(str, spelt)):
        return claims
    plain = {v: _plain(str(v)) for v in spelt}
    numbers = pd.Series(plain, dtype="object").dropna()
    twice = set(numbers[numbers.duplicated(keep=False)].index)
    if not twice:
        return claims
    kinds = {} if questions is None else dict(zip(questions["question_id"], questions["answer_type"], strict=True))
    number = claims["value"].map(plain).notna().groupby(claims["question_id"]).transform("all")
    typed = claims["question_id"].map(kinds)
    changed = claims["value"].isin(twice) & (typed.eq("number") | (typed.isna() & number))
    return claims.assign(value=claims["value"].astype("object").where(~changed, claims["value"].map(plain)))


def _plain(text):
    """A number as plain digits, or None."""
    if not NUMBER.fullmatch(text) or len(text) > 40:
        return None
    number = Decimal(text)
    return None if abs(number.adjusted()) > 40 else f"{number.normalize():f}"
