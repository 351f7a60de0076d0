"""What a day added: who spoke first, who changed or withdrew an answer, who repeated it; and answers day by day."""

from __future__ import annotations

import pandas as pd

from ..names import affiliations, independent, lineage
from .positions import stands
from .statements import renewed
from .voices import carrying

__all__ = ["changes", "timeline"]

FIRST, CHANGED, WITHDRAWN, REPEATED, DIFFER = "first statement", "changed", "withdrawn", "repeated", "offices differ"


def changes(
    table: pd.DataFrame,
    as_of: str,
    *,
    questions: pd.DataFrame | None = None,
    outlets: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What each authority said on a day, beside what it stood by on the day before.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`, with the same `as_of` where the day lies in the past.
    as_of : str
        The day.
    questions, outlets : DataFrame, optional
        As for :func:`helpers.reliability.positions`.
    actors : DataFrame, optional
        Only needed where `table` was made without it.

    Returns
    -------
    DataFrame[question_id, authority, before, now, what, report_ids]
        ``what``: first statement, changed, withdrawn (it takes its answer back, or can no longer say), repeated, or
        offices differ (another office of the same authority says otherwise: both are shown, nothing has changed). A
        later "no comment", an old answer that a page brings back, a report that its outlet corrects, and outlets that
        name no source are no change of anybody. A number named anew is a change where it differs beyond tolerance; "at
        least 20" after 22 is none. ``before`` is missing for a first statement.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> days = ["2024-10-17", "2024-10-22", "2024-10-22"]
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": days})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "sent",
    ...                        "speaker": ["Ann", "Ann", "Ben"], "value": ["10000", "12000", "12000"]})
    >>> changes(origins(claims, reports), "2024-10-22")[["authority", "before", "now", "what"]].values.tolist()
    [['Ann', '10000', '12000', 'changed'], ['Ben', None, '12000', 'first statement']]
    """
    day = pd.Timestamp(as_of)
    table = _under_authorities(table[carrying(table, as_of)], actors)
    more = {"questions": questions, "outlets": outlets}
    earlier = stands(table, as_of=day - pd.Timedelta(days=1), **more)
    before = {(row.question_id, row.authority): row for row in earlier.itertuples(index=False)}
    rows = [
        _change(before.get((now.question_id, now.authority)), now)
        for now in stands(table, as_of=day, **more).itertuples(index=False)
    ]
    columns = ["question_id", "authority", "before", "now", "what", "report_ids"]
    return pd.DataFrame([row for row in rows if row], columns=columns)


def _under_authorities(table, actors):
    """Claims whose authority is climbed once more, for tables that were made without actors."""
    above = affiliations(actors)
    return table.assign(authority=[lineage(a, above)[-1] for a in table["authority"]]) if above else table


def _change(before, now):
    """One row, or None where the authority said nothing new."""
    key = (now.question_id, now.authority)
    if before is None:
        return (*key, None, _words(now), FIRST, now.report_ids)
    if now.differ_ids and now.differ_ids != before.differ_ids:
        return (*key, _words(now), now.offices_differ, DIFFER, f"{now.report_ids} {now.differ_ids}")
    later = pd.isna(before.said) or now.said > before.said
    if not later:
        return None
    if not renewed(before.bounds, now.bounds):
        return (*key, _words(before), _words(now), REPEATED, now.report_ids)
    what = WITHDRAWN if now.bounds.kind is None else DIFFER if now.by_other_office else CHANGED
    return (*key, _words(before), _words(now), what, now.report_ids)


def _words(row):
    """The answer, or the word for those who give none."""
    return row.answer or ("no comment" if row.modality == "no_comment" else "cannot confirm")


def timeline(table: pd.DataFrame, question_id: str) -> pd.DataFrame:
    """Day by day, the answers to one question and how many reports and origins carried each.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`; claims without a day of statement are left out.
    question_id : str

    Returns
    -------
    DataFrame[said, answer, modality, reports, outlets, origins_low, origins_high, first_claim]
        By the day of the statement, so that a later relay of an old answer does not look new; the range of origins as
        in :func:`helpers.reliability.tally`.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> days = ["2024-10-17", "2024-10-22", "2024-10-22"]
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": days})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "sent",
    ...                        "speaker": ["Ann", "Ann", "Ben"], "value": ["10000", "12000", "12000"]})
    >>> made = timeline(origins(claims, reports), "sent")
    >>> made[["answer", "reports", "origins_high", "first_claim"]].values.tolist()
    [['10000', 1, 1, '1'], ['12000', 2, 2, '2']]
    """
    part = table[table["question_id"].eq(question_id) & table["said"].notna()]
    rows = []
    for (said, answer, modality), mine in part.groupby(["said", "answer", "modality"], sort=True, dropna=False):
        counts = (mine["report_id"].nunique(), mine["outlet"].nunique())
        high = mine["declared"].nunique()
        first = mine.sort_values(["published", "claim_id"])["claim_id"].iloc[0]
        rows.append((said, answer, modality, *counts, min(independent(mine["inferred"]), high), high, first))
    columns = ["said", "answer", "modality", "reports", "outlets", "origins_low", "origins_high", "first_claim"]
    return pd.DataFrame(rows, columns=columns)
