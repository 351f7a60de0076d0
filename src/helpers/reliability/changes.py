"""What a day added: who spoke first, who changed or withdrew an answer, who repeated it; and answers day by day."""

from __future__ import annotations

import pandas as pd

from ..names import affiliations, independent, lineage
from .answers import alike, label
from .positions import label_of, stands
from .statements import FORECASTS, renewed
from .voices import carrying

__all__ = ["changes", "matrix", "timeline"]

FIRST, CHANGED, WITHDRAWN, REPEATED, DIFFER = "first statement", "changed", "withdrawn", "repeated", "offices differ"
WEIGHT = (CHANGED, WITHDRAWN, DIFFER, FIRST, REPEATED)


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
    DataFrame[question_id, authority, before, now, what, report_ids, before_said, said]
        ``what``: first statement, changed, withdrawn (it takes its answer back, or can no longer say), repeated, or
        offices differ (another office of the same authority says otherwise: both are shown, nothing has changed). A
        later "no comment", an old answer that a page brings back, a report that its outlet corrects, and outlets that
        name no source are no change of anybody. A number named anew is a change where it differs beyond tolerance; "at
        least 20" after 22 is none. ``before`` is missing for a first statement, and else what
        the same speaker or office had said.

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
    columns = ["question_id", "authority", "before", "now", "what", "report_ids", "before_said", "said"]
    made = pd.DataFrame([row for row in rows if row], columns=columns)
    made = made.astype({"before_said": "datetime64[s]", "said": "datetime64[s]"})
    return made.assign(before=made["before"].astype(object).where(made["before"].notna(), None))


def _under_authorities(table, actors):
    """Claims whose authority is climbed once more, for tables that were made without actors."""
    above = affiliations(actors)
    return table.assign(authority=[lineage(a, above)[-1] for a in table["authority"]]) if above else table


def _change(before, now):
    """The row of what matters most that an authority said anew, or None."""
    if before is None:
        words = label_of(now.told[-1]) if now.bounds.kind is None else now.answer
        return (now.question_id, now.authority, None, words, FIRST, now.report_ids, pd.NaT, now.said)
    rows = [row for new in _new(before, now) if (row := _compared(before, now, new))]
    rows.sort(key=lambda row: (WEIGHT.index(row[4]), -row[7].toordinal()))
    return rows[0] if rows else None


def _new(before, now):
    """Statements not known before, later than what the same office had said, and neither recall nor misprint."""
    known = {(s.said, s.offices) for s in before.told}
    for new in now.told:
        earlier = [s.said for s in before.told if s.offices & new.offices]
        old = pd.isna(new.said) or any(new.said <= said for said in earlier) or (new.said, new.offices) in known
        recall = not new.dated and any(not renewed(s.answer, new.answer) for s in before.told)
        misread = {r.report_id for r in new.claims} <= set(now.misprints.split())
        if not old and not misread and not (recall and renewed(before.bounds, new.answer)):
            yield new


def _compared(before, now, new):
    """One statement beside what the same speaker or office said before, else beside the authority's position."""
    if new.row.modality == "no_comment" and new.silent:
        return None
    own = [s for s in before.told if s.row.speaker == new.row.speaker and isinstance(s.row.speaker, str)]
    own = own or [s for s in before.told if s.offices & new.offices]
    head = now.authority in new.offices
    held = own[-1] if own else next(s for s in reversed(before.told) if s.claim_ids & set(before.claim_ids.split()))
    words = label_of(new)
    if new.said <= held.said:  # another version of what was said that day, or before
        return None
    if not renewed(held.answer, new.answer):
        what = REPEATED
    elif own or head or (not new.silent and (held.silent or alike(held.answer, new.answer) or _came(held, new))):
        what = WITHDRAWN if new.silent else CHANGED
    else:
        what, words = DIFFER, f"{' + '.join(sorted(new.offices))}: {words}"
    key = (now.question_id, now.authority, label_of(held), words, what)
    return (*key, " ".join(sorted({r.report_id for r in new.claims})), held.said, new.said)


def _came(held, new):
    """Whether another office tells as a fact what was only expected."""
    return held.row.modality in FORECASTS and new.row.modality not in FORECASTS


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


def matrix(table: pd.DataFrame, question_id: str, *, as_of: str | None = None, by: str = "inferred") -> pd.DataFrame:
    """Competing answers to one question against the origins that stand for them (analysis of competing answers).

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`.
    question_id : str
    as_of : str, optional
        Day; by default all that is known.
    by : str
        Column that tells origins apart.

    Returns
    -------
    DataFrame
        One row per answer, one column per origin, cells the number of reports that carry it; the answer of most
        origins first, abstentions last. Columns in the order in which the origins spoke.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> days = ["2024-10-17", "2024-10-22", "2024-10-23"]
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": days})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "sent",
    ...                        "speaker": ["Ann", "Ben", "Cem"], "value": ["10000", "12000", "12000"]})
    >>> matrix(origins(claims, reports), "sent").to_dict("index")
    {'12000': {'Ann': 0, 'Ben': 1, 'Cem': 1}, '10000': {'Ann': 1, 'Ben': 0, 'Cem': 0}}
    """
    now = stands(table[table["question_id"].eq(question_id)], as_of=as_of, by=by, echoes=True)
    now = now.assign(answer=now["answer"].fillna(label(None))).sort_values(["said", by])
    wide = now.pivot(index="answer", columns=by, values="reports")[now[by].tolist()]
    rank = now.groupby("answer")[by].nunique()
    size = pd.to_numeric(now.drop_duplicates("answer").set_index("answer")["value"], errors="coerce").fillna(0)
    order = sorted(wide.index, key=lambda a: (a == label(None), -rank[a], size[a], a))
    return wide.loc[order].fillna(0).astype(int)
