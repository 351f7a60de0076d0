"""What was settled later in a case: which of it can score anybody, and what was said before."""

import pandas as pd

from ..dates import day
from ..names import members
from .answers import agree, answers
from .positions import stands
from .statements import moving

__all__ = ["before", "eligible", "unfit"]


def eligible(outcomes, claims, questions=None):
    """Which outcomes may score a source, and why the others may not.

    Parameters
    ----------
    outcomes : DataFrame
        As in :mod:`helpers.schema`.
    claims : DataFrame
        From :func:`helpers.reliability.origins`.
    questions : DataFrame, optional
        Tells which answers change from day to day: these settle nothing about an earlier one.

    Returns
    -------
    DataFrame[question_id, value, settled_on, settled_by, confidence, claims, used, why]
        ``used`` only where :func:`unfit` has nothing to say.

    Examples
    --------
    >>> outcomes = pd.DataFrame({"question_id": ["q"], "value": ["yes"], "settled_on": ["2024-11-01"],
    ...     "settled_by": ["UN"], "independent": [True], "controlled_by": ["Ann"], "confidence": [0.9]})
    >>> eligible(outcomes, pd.DataFrame({"question_id": ["q"], "authority": ["Ann"]}))["why"].tolist()
    ['Ann decides the answer']
    """
    counts, timed = claims["question_id"].value_counts(), moving(questions)
    names = [c for c in ("declared", "origin", "inferred", "authority") if c in claims]
    claimants = {
        question: {m for c in names for name in part[c].dropna() for m in members(name)}
        for question, part in claims.groupby("question_id")
    }
    rows = []
    for row in outcomes.sort_values("question_id").itertuples(index=False):
        why = unfit(row._asdict(), timed)
        by = set() if pd.isna(row.settled_by) else set(members(row.settled_by))
        if why is None and by & claimants.get(row.question_id, set()):
            why = "settled by one who had claimed it"
        rows.append({c: getattr(row, c) for c in ("question_id", "value", "settled_on", "settled_by", "confidence")})
        rows[-1] |= {"claims": int(counts.get(row.question_id, 0)), "used": why is None}
        rows[-1]["why"] = why or "settled independently"
    columns = ["question_id", "value", "settled_on", "settled_by", "confidence", "claims", "used", "why"]
    return pd.DataFrame(rows, columns=columns).astype({"used": bool, "claims": int})


def unfit(outcome, timed=()):
    """Why an outcome cannot score anybody, or None; of a key that it lacks nothing is asked.

    ``timed`` are the questions whose true answer changes from day to day.

    >>> unfit({"question_id": "q", "settled_on": "2024-11-01", "independent": True, "controlled_by": "Ann + Ben"})
    'Ann + Ben decide the answer'
    """
    told = {key: None if pd.isna(value) else value for key, value in outcome.items()}
    if told.get("value", "") is None:
        return "no answer is given"
    if told.get("settled_on", "") is None:
        return "not dated"
    if told.get("controlled_by"):
        return f"{told['controlled_by']} decide{'s' * ('+' not in told['controlled_by'])} the answer"
    if told.get("independent", "") is None:
        return "not known whether settled independently"
    if not told.get("independent", True):
        return "settled by one who had claimed it"
    if told["question_id"] in timed:
        return "its answer changes from day to day"
    return "its outcome has no confidence" if told.get("confidence") == 0 else None


def before(table, outcomes, questions=None):
    """What each origin stood by on the day before a question was settled: a description, not a score.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`.
    outcomes, questions : DataFrame
        As in :mod:`helpers.schema`.

    Returns
    -------
    DataFrame[question_id, value, settled_on, settled_by, origins, agree, differ, abstain]
        ``agree`` by bounds and tolerance: "by 31 December" agrees with 10 December.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": "2024-10-25"})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "meets",
    ...                        "speaker": ["Ann", "Ben", "Cem"], "value": ["yes", "no", None]})
    >>> outcomes = pd.DataFrame({"question_id": ["meets"], "value": ["yes"], "settled_on": ["2024-11-01"],
    ...                          "settled_by": ["UN"]})
    >>> before(origins(claims, reports), outcomes)[["origins", "agree", "differ", "abstain"]].values.tolist()
    [[3, 1, 1, 1]]
    """
    rows = []
    for row in outcomes.sort_values("question_id").itertuples(index=False):
        eve = day(pd.Series([row.settled_on]), end=False).iloc[0] - pd.Timedelta(days=1)
        part = table[table["question_id"].eq(row.question_id)]
        then = stands(part, questions, as_of=eve, by="inferred", echoes=True)
        truth = answers(pd.DataFrame({"question_id": [row.question_id], "value": [row.value]}), questions).iloc[0]
        told = [bound for bound in then["bounds"] if bound.kind]
        fits = sum(agree(a, truth) for a in told)
        facts = (row.question_id, row.value, row.settled_on, row.settled_by, len(then))
        rows.append((*facts, fits, len(told) - fits, len(then) - len(told)))
    columns = ["question_id", "value", "settled_on", "settled_by", "origins", "agree", "differ", "abstain"]
    return pd.DataFrame(rows, columns=columns)
