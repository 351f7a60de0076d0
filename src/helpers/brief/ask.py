"""What to ask next, by rank: the one origin of the bottom line, abstainers, money not traced, conflicts unexplained."""

from __future__ import annotations

import pandas as pd

from .. import funding
from ..names import members
from .view import View

__all__ = ["MOST", "money", "questions_to_ask"]

MOST, FIRST_ORIGINS = 4, 2


def money(then: View) -> pd.DataFrame:
    """`funding.totals` of what had been reported by the day; empty where no sum is coded."""
    case = then.case
    if case.figures.empty:
        return pd.DataFrame()
    rates = case.rates if len(case.rates) else None
    book = funding.ledger(
        case.figures, case.parts, reports=case.reports, rates=rates, actors=case.actors, as_of=then.as_of
    )
    return funding.totals(book)


def questions_to_ask(then: View, rows: list[dict], clashes: pd.DataFrame, totals: pd.DataFrame) -> list[dict]:
    """At most four things to ask, each with ``kind``, ``label``, ``who``, ``value`` and ``report_ids``.

    Kinds, in their order: ``origin`` (nobody but one says so), ``basis`` (a voice that does not tell what it rests on),
    ``abstains``, ``untraced`` (money received that no payment explains), ``unsettled`` (a conflict without a cause),
    ``wording`` (the stage, payer or sort of a sum that relays tell differently).
    """
    asked: list[dict] = []

    def add(kind, label, who=None, value=None, report_ids=""):
        if len(asked) < MOST and not any(a["kind"] == kind and a["label"] == label and a["who"] == who for a in asked):
            asked.append(
                {"kind": kind, "label": label, "who": who, "value": value, "report_ids": report_ids, "currency": "USD"}
            )

    for row in rows:
        voices = [*row["for"], *row["expecting"]]
        if row["origins_high"] <= 1 and len(voices) == 1:
            add("origin", row["label"], voices[0]["who"], row["answer"], voices[0]["report_ids"])
        if len(asked) == FIRST_ORIGINS:
            break
    for row in rows[:2]:
        for voice in row["for"]:
            if pd.isna(voice["basis"]) and not voice["interested"]:
                add("basis", row["label"], voice["who"], None, voice["report_ids"])
        named = sorted((v for v in row["silent"] if not v["party"]), key=lambda v: str(v["said"]))
        for voice in named[-1:]:
            add("abstains", row["label"], voice["who"], None, voice["report_ids"])
    if len(totals) and "untraced" in totals:
        for total in totals[pd.to_numeric(totals["untraced"], errors="coerce").fillna(0) > 0].head(1).itertuples():
            add("untraced", str(total.Index), None, total.untraced)
    for clash in clashes.itertuples(index=False):
        kind = {"unknown": "unsettled", "role": "wording"}.get(clash.cause)
        if kind:
            who = clash.one if not clash.other or clash.one == clash.other else f"{clash.one} + {clash.other}"
            add(kind, clash.label, " and ".join(members(who)), clash.other_answer, clash.one_ids)
    for row in rows:
        if row["origins_high"] <= 1 and len(row["for"]) + len(row["expecting"]) == 1:
            voice = [*row["for"], *row["expecting"]][0]
            add("origin", row["label"], voice["who"], row["answer"], voice["report_ids"])
    return asked


def silent_parties(then: View, asked: list[str]) -> list[str]:
    """Parties of the table's questions that are not heard in this pile by then."""
    questions = then.case.questions.reindex(columns=["question_id", "parties"])
    cells = questions.loc[questions["question_id"].isin(asked), "parties"].dropna()
    parties = {name for cell in cells for name in members(cell)}
    heard = set(then.claims["authority"].dropna()) | set(then.claims["speaker"].dropna())
    return sorted(parties - heard)
