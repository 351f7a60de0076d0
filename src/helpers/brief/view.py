"""What the tables say at the end of one day, and nothing that was published later."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from .. import reliability
from ..case import Case
from ..dates import day
from ..names import names_in
from ..questions import families, labels

__all__ = ["View", "events", "view"]

FIRST, CHANGED, WITHDRAWN, OFFICES = "first statement", "changed", "withdrawn", "offices differ"
COLUMNS = [
    *("day", "what", "question_id", "label", "who", "authority", "before", "before_on", "now", "unit", "said"),
    *("modality", "strength", "via", "reports", "origins", "party", "interested", "opens", "denies", "retold"),
    *("folded", "rank", "report_ids"),
]


@dataclass(frozen=True)
class View:
    """A case at the end of a day: claims with their origins, positions, assessments, and the questions' names."""

    case: Case
    as_of: str
    claims: pd.DataFrame
    positions: pd.DataFrame
    verdicts: pd.DataFrame
    labels: dict = field(default_factory=dict)

    def label(self, question_id: str) -> str:
        """What the page calls a question."""
        return self.labels.get(question_id, str(question_id))


def view(case: Case, as_of: str) -> View:
    """The case as it could be known at the end of `as_of` (``2024-10-22``)."""
    claims = reliability.origins(
        case.claims, case.reports, case.actors, case.questions, outlets=case.outlets, as_of=as_of
    )
    claims = claims[claims["question_id"].notna()].reset_index(drop=True)
    positions = reliability.positions(claims, case.questions, outlets=case.outlets, as_of=as_of)
    verdicts = reliability.assess(positions, case.questions)
    return View(case, as_of, claims, positions, verdicts, labels(case.questions))


def reports_by(case: Case, as_of: str) -> pd.DataFrame:
    """The reports published by the end of a day; those without a date are none of them."""
    return case.reports[(day(case.reports["published"]) <= pd.Timestamp(as_of)).to_numpy()]


def events(case: Case, *, as_of: str, since: str | None = None) -> pd.DataFrame:
    """What each day after `since` up to `as_of` added: first statements, changes, withdrawals, one line each.

    Echoes (an outlet that names no source) are in none of them; questions that ask the same of one name after the
    other (who attends) are one line a day, ``folded`` with the number of its statements.

    Parameters
    ----------
    case : Case
    as_of, since : str
        Days; without `since` the day before.

    Returns
    -------
    DataFrame
        ``day, what, question_id, label, who`` (the speaker most named, else the authority), ``authority, before,
        before_on, now, unit, said, modality, strength, via, reports, origins, party, interested, opens`` (nobody had
        answered the question before), ``denies`` (a party does), ``retold`` (only where a relay differs from the others
        that carry the statement), ``folded, rank`` (0 an answer that moved or a party's denial, 1 a question newly
        answered, 2 another voice, 3 what is retold or folded), ``report_ids``; most important first within a day.
    """
    first = pd.Timestamp(since or pd.Timestamp(as_of) - pd.Timedelta(days=1)) + pd.Timedelta(days=1)
    days = pd.date_range(first, as_of).strftime("%Y-%m-%d")
    parts = [part for one in days if len(part := _of_day(case, one))]
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    order = ["rank", "opens", "reports", "label", "who"]
    listed = pd.concat(parts, ignore_index=True)
    return listed.sort_values(["day", *order], ascending=[True, True, False, False, True, True], ignore_index=True)


def _of_day(case, as_of):
    then = view(case, as_of)
    moved = reliability.changes(then.claims, as_of, questions=case.questions, outlets=case.outlets, actors=case.actors)
    moved = moved[moved["what"].isin([FIRST, CHANGED, WITHDRAWN, OFFICES])]
    lists = families(case.questions)
    relayed = reliability.distortions(then.claims, case.questions)
    retellings = set(relayed.loc[relayed["kind"].isin(["role", "scope", "value"]), "other_claim"])
    rows = [_event(row, then, as_of, retellings) for row in moved.itertuples(index=False)]
    alone = [r for r in rows if r["question_id"] not in lists or r["what"] != FIRST or r["party"]]
    kinds: dict[str, list] = {}
    for row in rows:
        if row not in alone:
            kinds.setdefault(lists[row["question_id"]], []).append(row)
    return pd.DataFrame([*alone, *map(_folded, kinds.values())], columns=COLUMNS)


def _event(row, then, as_of, retellings):
    ids = str(row.report_ids).split()
    claims = then.claims
    mine = claims[(claims["question_id"] == row.question_id) & (claims["authority"] == row.authority)]
    new = mine[mine["report_id"].isin(ids)]
    new = new if len(new) else mine
    position = then.positions[
        (then.positions["question_id"] == row.question_id) & (then.positions["authority"] == row.authority)
    ].head(1)
    earlier = claims[(claims["question_id"] == row.question_id) & (day(claims["published"]) < pd.Timestamp(as_of))]
    party = bool(position["party"].any())
    denies = party and _first(new["modality"], "asserts") in ("denies", "refutes")
    moved = row.what in (CHANGED, WITHDRAWN) or denies
    retold = bool(len(new)) and new["claim_id"].isin(retellings).all()
    opens = earlier.empty
    return {
        "day": as_of,
        "what": row.what,
        "question_id": row.question_id,
        "label": then.label(row.question_id),
        "who": _first(new["speaker"], row.authority),
        "authority": row.authority,
        "before": row.before,
        "before_on": row.before_said,
        "now": row.now,
        "unit": _unit(then.case, row.question_id),
        "said": new["said"].max(),
        "modality": _first(new["modality"], "asserts"),
        "strength": _first(new["strength"], None) if "strength" in new else None,
        "via": _relay(new, then.case.outlets),
        "reports": len(set(ids)),
        "origins": new["inferred"].nunique(),
        "party": party,
        "interested": bool(position["interested"].any()),
        "opens": opens,
        "denies": denies,
        "retold": retold,
        "folded": 1,
        "rank": 3 if retold else 0 if moved else 1 if opens else 2,
        "report_ids": " ".join(ids),
    }


def _relay(claims, outlets):
    """Through whom most of them have it, unless that is a newswire, which is everybody's relay."""
    relay = _first(claims["via"], None)
    wires = set(outlets.loc[outlets["kind"].eq("newswire"), "outlet"]) if "kind" in outlets else set()
    often = claims["via"].notna().mean() >= 0.5 if len(claims) else False
    return relay if relay and often and not wires & set(names_in(relay)) else None


def _folded(rows):
    """Several first statements of one list as one line."""
    first, names = rows[0], [f"{r['label']} ({r['who']}: {r['now']})" for r in rows]
    ids = " ".join(dict.fromkeys(i for r in rows for i in r["report_ids"].split()))
    return first | {
        "label": "; ".join(names),
        "who": None,
        "now": None,
        "folded": len(rows),
        "rank": 3,
        "reports": len(ids.split()),
        "report_ids": ids,
    }


def _first(cells, otherwise):
    """The value that stands most often, of equally many the first; else the other."""
    counts = cells.dropna().value_counts(sort=False)
    return otherwise if counts.empty else counts.sort_values(ascending=False, kind="stable").index[0]


def _unit(case, question_id):
    row = case.questions[case.questions["question_id"] == question_id].head(1)
    cells = row["unit"].dropna() if "unit" in row else []
    return cells.iloc[0] if len(cells) else None
