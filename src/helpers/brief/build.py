"""The brief of a day: everything that stands on its page, as tables and counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ..case import Case
from ..case.agreement import coverage
from ..dates import day
from ..names import members
from ..questions import contrasts
from ..reading.text import NAMES
from . import ask
from .conflicts import conflicts
from .rows import rank, row, sides, unit_of
from .view import COLUMNS, View, events, reports_by, view
from .wording import answer_words

__all__ = ["Brief", "brief"]

MOST_ROWS = 7


@dataclass
class Brief:
    """What stands on the page; `events` and `conflicts` are whole, the page shows the first of them.

    Attributes
    ----------
    case : Case
    day, since : str
    pile : dict
        ``reports, claims, outlets, undated, later``; what had been published by the day.
    rows : list of dict
        The table, one question each (:func:`helpers.brief.rows.row`).
    bottom : list of dict
        The leading question, and what it is taken for but that nobody states as a fact.
    events, conflicts : DataFrame
    ask : list of dict
    due, moved : list of dict
        What was expected for the days since, and which answers or likelihoods moved.
    missing : list of dict
        What is not coded yet: ``table``, ``columns``.
    """

    case: Case
    day: str
    since: str
    pile: dict
    rows: list = field(default_factory=list)
    bottom: list = field(default_factory=list)
    events: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLUMNS))
    conflicts: pd.DataFrame = field(default_factory=pd.DataFrame)
    silent: list = field(default_factory=list)
    parties: dict = field(default_factory=dict)
    ask: list = field(default_factory=list)
    due: list = field(default_factory=list)
    moved: list = field(default_factory=list)
    money: dict = field(default_factory=dict)
    unheard: list = field(default_factory=list)
    unseen: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)
    coded_by: str | None = None
    read_by: str | None = None
    judgement: str | None = None

    @property
    def shown(self) -> pd.DataFrame:
        """The events by rank: what moved or was denied, then questions of the table (parties last), then the rest."""
        if self.events.empty:
            return self.events
        place = {row["question_id"]: i for i, row in enumerate(self.rows)}
        listed = self.events.assign(_place=self.events["question_id"].map(place).fillna(len(place)))
        listed["_group"] = listed["rank"].where(listed["rank"].isin([0, 3]), 2 - listed["_place"].lt(len(place)))
        order = ["_group", "party", "rank", "reports"]
        return listed.sort_values(order, ascending=[True, True, True, False], kind="stable").reset_index(drop=True)


def brief(case: Case, *, as_of: str | None = None, since: str | None = None) -> Brief:
    """The brief of a case at the end of a day.

    Parameters
    ----------
    case : Case
    as_of : str, optional
        Day; by default the case's own day, else the last on which a report of it is dated.
    since : str, optional
        The day that New and Changed are told against; by default the day before.

    Returns
    -------
    Brief

    Raises
    ------
    ValueError
        If the case has no dated report and no day is given, or `since` is not before `as_of`.

    Examples
    --------
    >>> reports = pd.DataFrame({"report_id": ["a"], "published": ["2031-06-02"], "outlet": ["Post"]})
    >>> made = brief(Case("toy", reports=reports))
    >>> made.day, made.pile["reports"], [m["table"] for m in made.missing]
    ('2031-06-02', 1, ['claims.csv', 'figures.csv'])
    """
    as_of = _day(case, as_of)
    since = since or (pd.Timestamp(as_of) - pd.Timedelta(days=1)).strftime("%Y-%m-%d")
    if pd.Timestamp(since) >= pd.Timestamp(as_of):
        raise ValueError(f"since={since} is not before as_of={as_of}; give an earlier day")
    page = Brief(case, as_of, since, _pile(case, as_of), missing=_missing(case), **_people(case))
    coded = case.claims.reindex(columns=["question_id"])["question_id"].notna().any() and len(case.questions)
    if coded:
        _answers(page, view(case, as_of))
    page.unseen = _unseen(case, as_of) | {"unheard": page.unheard}
    return page


def _day(case, as_of):
    if as_of is None:
        as_of = getattr(case, "day", None)
    if as_of is None or pd.isna(as_of):
        last = day(case.reports["published"]).max() if len(case.reports) else pd.NaT
        if pd.isna(last):
            raise ValueError("reports.csv, column published: no report has a date; give one, or name the day (AS_OF=)")
        as_of = last
    return pd.Timestamp(as_of).strftime("%Y-%m-%d")


def _pile(case, as_of):
    seen = _read_for_news(reports_by(case, as_of))
    ids = set(seen["report_id"])
    coded = case.claims[case.claims["report_id"].isin(ids) & case.claims["question_id"].notna()]
    return {
        "reports": len(seen),
        "outlets": seen["outlet"].nunique(),
        "claims": len(coded),
        "drafted": int(case.claims["report_id"].isin(ids).sum()) - len(coded),
        "sums": int(case.figures["report_id"].isin(ids).sum()),
        "names": int(case.mentions["report_id"].isin(ids).sum()),
        "undated": int(case.reports["published"].isna().sum()),
        "later": len(case.reports) - len(seen) - int(case.reports["published"].isna().sum()),
    }


def _read_for_news(reports):
    """Without the pages that were only read for a sum."""
    return reports[reports["scope"].ne("money").to_numpy()] if "scope" in reports else reports


def _missing(case):
    rows = []
    if not case.claims.reindex(columns=["question_id"])["question_id"].notna().any():
        rows.append({"table": "claims.csv", "columns": ["question_id", "value"], "drafted": len(case.claims)})
    if not case.figures.reindex(columns=["payer"])["payer"].notna().any():
        rows.append({"table": "figures.csv", "columns": ["payer", "recipient", "status"], "drafted": len(case.figures)})
    return rows


def _people(case):
    """Who coded and who read, from the case's descriptor, and the analyst's own judgement, if there is one."""
    found = {"coded_by": None, "read_by": None, "judgement": None}
    if case.path is None:
        return found
    try:
        descriptor = json.loads((Path(case.path) / "datapackage.json").read_text(encoding="utf-8"))
        people = [p for p in descriptor.get("contributors", []) if isinstance(p, dict)]
    except (OSError, ValueError, AttributeError):
        people = []
    for key, role in (("coded_by", "coder"), ("read_by", "reader")):
        found[key] = ", ".join(str(p.get("title")) for p in people if p.get("role") == role and p.get("title")) or None
    file = Path(case.path) / "judgement.md"
    found["judgement"] = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else None
    return found


def _answers(page, then: View):
    page.events = events(page.case, as_of=page.day, since=page.since)
    asked = rank(then, page.events, since=page.since, most=MOST_ROWS)
    page.rows = [row(then, question) for question in asked]
    page.conflicts = conflicts(then, asked)
    page.bottom = _bottom(then, asked)
    page.silent = _silent(page.rows)
    page.parties = _parties(then, asked)
    totals = ask.money(then)
    page.money = _money(page.case, totals, page.day, page.since)
    page.ask = ask.questions_to_ask(then, page.rows, page.conflicts, totals)
    page.unheard = ask.silent_parties(then, asked)
    before = view(page.case, page.since)
    page.due = _due(before, then)
    page.moved = _moved(before, then, asked)


def _bottom(then, asked):
    """The leading question, then those it is mixed up with that nobody states as a fact."""
    settled = [q for q in asked if _likelihood(then, q)] or asked
    if not settled:
        return []
    first = row(then, settled[0])
    answered = set(then.verdicts["question_id"])
    lines = [first | {"kind": "answer"}]
    for one, other, word in contrasts(then.case.questions):
        if one != first["question_id"]:
            continue
        stated = other in answered and (sides(then, other)["for"] or _likelihood(then, other))
        if not stated:
            lines.append({"kind": "not shown", "question_id": other, "label": then.label(other), "word": word})
    return lines[:2]


def _likelihood(then, question):
    cell = then.verdicts.loc[then.verdicts["question_id"] == question, "likelihood"]
    return None if cell.empty or pd.isna(cell.iloc[0]) else cell.iloc[0]


def _silent(rows):
    """Who cannot confirm or denies, question by question, parties marked."""
    return [
        {
            "label": r["label"],
            "unable": [v for v in r["silent"] if v["modality"] == "cannot_confirm"],
            "evading": [v for v in r["silent"] if v["modality"] != "cannot_confirm"],
            "denying": r["denying"],
        }
        for r in rows
        if r["silent"] or r["denying"]
    ]


def _parties(then, asked):
    """Who is a party to the questions of the table, and who gains when their answers are believed."""
    questions = then.case.questions.reindex(columns=["question_id", "topic", "parties", "interested"])
    questions = questions[questions["question_id"].isin(asked)]
    return {
        c: list(dict.fromkeys(n for cell in questions[c].dropna() for n in members(cell)))
        for c in ("parties", "interested")
    }


def _money(case, totals, as_of, since):
    """Paid and not yet paid, over all flows that are no part of another; ceilings that were named since."""
    if totals.empty:
        return {}
    totals = totals[totals[["announced", "pledged", "committed", "gross_paid", "ceiling"]].abs().sum(axis=1) > 0]
    whole = totals[totals["parent"].isna()]
    columns = ("gross_paid", "gross_received", "untraced")
    sums = {c: float(pd.to_numeric(whole[c], errors="coerce").sum()) for c in columns}
    caps = case.figures[case.figures["kind"].eq("ceiling") & case.figures["high"].notna()]
    days = day(caps["report_id"].map(case.reports.set_index("report_id")["published"]))
    caps = caps[(days > pd.Timestamp(since)) & (days <= pd.Timestamp(as_of))].drop_duplicates(["flow_id", "high"])
    ceilings = [
        {"amount": c.high, "currency": c.currency, "payer": c.payer, "report_ids": c.report_id}
        for c in caps.itertuples(index=False)
    ]
    currency = totals["currency"].iloc[0] if len(totals) else "USD"
    return sums | {"flows": len(whole), "currency": currency, "ceilings": ceilings[:2]}


def _due(before, then):
    """Expectations of the former day whose day has come, and what has been said since."""
    rows = []
    expected = before.positions[before.positions["modality"].isin(["expects", "promises"])]
    for position in expected.itertuples(index=False):
        try:
            last = day([position.answer]).iloc[0]
        except ValueError:
            continue
        if not pd.Timestamp(before.as_of) <= last <= pd.Timestamp(then.as_of):
            continue
        now = sides(then, position.question_id)
        rows.append(
            {
                "label": then.label(position.question_id),
                "who": sides(before, position.question_id)["expecting"] or sides(before, position.question_id)["for"],
                "answer": answer_words(position.answer),
                "by_author": [v for v in now["for"] if v["who"] == position.authority],
                "by_others": [v for v in now["for"] if v["modality"] in ("asserts", "estimates")],
                "contrary": [*now["against"], *now["denying"]],
                "report_ids": position.report_ids,
            }
        )
    return rows


def _moved(before, then, asked):
    """Answers and likelihoods of the table that are not what they were, with the reports that came between."""
    rows = []
    old = before.verdicts.set_index("question_id")
    for question in asked:
        if question not in old.index:
            continue
        now = then.verdicts[then.verdicts["question_id"] == question].iloc[0]
        was = old.loc[question]
        changed = [c for c in ("answer", "likelihood") if str(now[c]) != str(was[c])]
        new = then.claims[
            (then.claims["question_id"] == question) & (day(then.claims["published"]) > pd.Timestamp(before.as_of))
        ]
        if changed and len(new):
            rows.append(
                {
                    "label": then.label(question),
                    **_step(_stand(was, question, then), _stand(now, question, then)),
                    "report_ids": list(dict.fromkeys(new["report_id"])),
                }
            )
    return rows


def _step(was, now):
    """From what to what: only what moved, the answer, the likelihood, or both."""
    parts = [i for i in (0, 1) if was[i] != now[i]]
    return {"before": ", ".join(was[i] for i in parts), "now": ", ".join(now[i] for i in parts)}


def _stand(verdict, question, then):
    """Answer and likelihood of an assessment, in words."""
    words = "even" if verdict["tie"] else answer_words(verdict["answer"], unit_of(then.case, question))
    return words, "no likelihood" if pd.isna(verdict["likelihood"]) else verdict["likelihood"]


def _unseen(case, as_of):
    """What the pile cannot show: languages, outlets not met, reports without text, questions with one origin."""
    seen = _read_for_news(reports_by(case, as_of))
    languages = seen["language"].dropna().value_counts() if "language" in seen else pd.Series(dtype=int)
    met = coverage(seen["outlet"])
    return {
        "languages": [NAMES.get(code, code) for code in languages.index],
        "without_language": int(seen["language"].isna().sum()) if "language" in seen else len(seen),
        "outlets_missing": None if pd.isna(met["coverage"]) else 1 - met["coverage"],
        "outlets_low": None if pd.isna(met["coverage"]) else 1 - met["high"],
        "outlets_high": None if pd.isna(met["coverage"]) else 1 - met["low"],
        "unheard": [],
        "without_text": int((~seen["report_id"].isin(case.texts["report_id"])).sum()),
    }
