"""The digit of a grade: what other authorities, and what was settled, make of one answer as of a day."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from ..dates import day
from ..names import independent, members
from ..phrases import DIGIT_REASONS
from .answers import alike, answers, bearing
from .statements import FORECASTS

__all__ = ["DIGITS", "RULES", "STIX_CONFIDENCE", "judge", "settled", "weigh"]

DIGITS = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
RULES = {
    1: "an outcome that was settled independently, or admitted by those who had denied it, bears it out",
    2: "two or more agree and at least three times as many as disagree; one of those who say so has no stake",
    3: "more agree than disagree; or none does either and a broader answer allows it",
    4: "at least as many disagree as agree",
    5: "three or more disagree, three times as many as agree, and one of them has no stake; or the outcome disagrees",
    6: "there is nothing independent to compare with, or time has gone past it",
}  # how many it takes is ours; the standard states no numbers
STIX_CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10, 6: None}  # STIX 2.1, appendix A
STALE = {"overtaken": "overtaken", "earlier": "overtaken", "outdated": "outdated", "due": "due"}


def weigh(agreeing: int, against: int, allowed: bool = False) -> int:
    """Digit from the numbers of *other* independent origins that agree and that disagree; 5 mirrors 2.

    By :data:`RULES`; the item's own voice is none of them, and reports alone never give a 1.

    >>> [weigh(*n) for n in ((2, 0), (3, 1), (2, 1), (1, 0), (1, 2), (2, 5), (2, 7), (0, 3), (0, 0))]
    [2, 2, 3, 3, 4, 4, 5, 5, 6]
    """
    if not agreeing and not against:
        return 3 if allowed else 6
    if agreeing > 1 and agreeing >= 3 * against:
        return 2
    if agreeing > against:
        return 3
    return 5 if against > 2 and against >= 3 * agreeing else 4


class Outcome(NamedTuple):
    """How what was settled bears on one answer, and the page that tells it."""

    fits: bool
    by: str | None
    certain: bool
    url: str | None


class Mark(NamedTuple):
    """A digit, its reason, the independent others for, against and allowing, and the reports of those."""

    digit: int
    digit_reason: str
    agree: int
    against: int
    allowed: int
    agree_ids: str
    against_ids: str


def settled(items, outcomes, questions, as_of, tops) -> dict[tuple[str, str], Outcome]:
    """(question, origin) -> what was settled by then; nothing that moves, and of what grows nothing told too early.

    Parameters
    ----------
    items : DataFrame
        Positions by origin, with ``course`` and ``bounds``.
    outcomes, questions : DataFrame
    as_of : Timestamp
    tops : dict
        Name -> authority.
    """
    if outcomes is None or not len(outcomes):
        return {}
    ready = outcomes[day(outcomes["settled_on"]) <= as_of]
    truths = dict(zip(ready["question_id"], answers(ready, questions).itertuples(index=False), strict=True))
    facts = {row.question_id: row for row in ready.itertuples(index=False)}
    rows = [row for row in items.itertuples(index=False) if row.question_id in facts and row.course != "moving"]
    fits = [alike(row.bounds, truths[row.question_id]) for row in rows]
    denied: dict[str, set] = {}
    for row, fit in zip(rows, fits, strict=True):
        denied.setdefault(row.question_id, set()).update([] if fit else row.authorities.split(" + "))
    pairs = zip(rows, fits, strict=True)
    return {
        (row.question_id, row.inferred): _outcome(facts[row.question_id], fit, denied[row.question_id], tops)
        for row, fit in pairs
        if fit or row.course == "fixed" or not _grew_past(row, truths[row.question_id])
    }


def _grew_past(row, truth):
    """Whether an answer to a growing question may have been true when it was said."""
    return "no" in row.bounds.words or row.bounds.named < truth.named


def _outcome(fact, fits, denied, tops):
    by = " + ".join(sorted({tops.get(m, m) for m in members(fact.settled_by)})) if _given(fact.settled_by) else None
    admitted = by is not None and not denied.isdisjoint(members(by))
    certain = admitted or (not pd.isna(fact.independent) and bool(fact.independent))
    return Outcome(fits, by, certain, getattr(fact, "url", None))


def _given(cell):
    return cell is not None and not pd.isna(cell)


def judge(item, voices, outcome: Outcome | None) -> Mark:
    """The digit of one position, from the current ones of other authorities and from what was settled.

    Parameters
    ----------
    item : row of positions by origin, with state
    voices : list of rows of positions by authority, with states
        Of the same question.
    outcome : Outcome, optional
    """
    if item.state in STALE and not (outcome and outcome.certain and outcome.fits):
        return Mark(6, DIGIT_REASONS[STALE[item.state]], 0, 0, 0, "", "")
    sides, aside = _sides(item, voices)
    yes, no, allow = (sides[b] for b in ("agrees", "disagrees", "allows"))
    pro, con = _independent(item, yes), _independent(item, no)
    pro += max(independent(m for v in yes for m in _own_origins(item, v)) - 1, 0)
    if outcome and outcome.by and not outcome.certain and independent([item.authorities, outcome.by]) == 2:
        pro, con = pro + outcome.fits * _new(outcome.by, yes), con + (not outcome.fits) * _new(outcome.by, no)
    ids = _ids(yes), _ids(no)
    if outcome and outcome.certain:
        digit = 1 if outcome.fits else 5
        return Mark(
            digit, DIGIT_REASONS["settled_for" if outcome.fits else "settled_against"], pro, con, len(allow), *ids
        )
    echo = not item.sourced and bool(pro or allow)
    counted = max(pro - echo, 0)
    digit = weigh(counted, con, bool(allow) and (pro > 0 or not echo))
    return Mark(*_reasoned(digit, item, yes, no, counted, con, echo, aside), counted, con, len(allow), *ids)


def _reasoned(digit, item, yes, no, pro, con, echo, aside):
    """The digit with its reason; a 2 and a 5 need one voice without a stake."""
    free = any(_free(v) for v in yes) or _free(item)
    if digit == 2 and not free:
        return 3, DIGIT_REASONS["interested"]
    if digit == 5 and not any(_free(v) for v in no):
        return 4, DIGIT_REASONS["interested_against"]
    if digit == 6:
        return 6, DIGIT_REASONS["echo" if echo else aside or "alone"]
    why = {2: "agree", 3: "more_agree" if pro or con else "allowed", 4: "more_disagree", 5: "disagree"}
    return digit, DIGIT_REASONS[why[digit]]


def _free(row):
    return not row.party and not row.interested and not row.unnamed


def _sides(item, voices):
    """Current voices by what they do to the answer; and why others are not compared, where none is."""
    sides = {"agrees": [], "disagrees": [], "allows": []}
    aside = set()
    mine = set(item.report_ids.split())
    for v in voices:
        if v.state not in ("current", "last known") or v.apart or v.unnamed or v.bounds.kind is None:
            continue
        own = v.authority in item.authorities.split(" + ")
        if own and not _own_origins(item, v):
            continue
        if len(mine) == 1 and set(v.report_ids.split()) == mine:
            aside.add("same_report")
        elif v.modality in FORECASTS and item.modality not in FORECASTS:
            aside.add("forecast")
        else:
            does = bearing(item.bounds, v.bounds)
            if (not own and _apart(item, v)) or (own and does == "agrees"):
                sides[does].append(v)
    return sides, min(aside, default=None)


def _apart(item, voice):
    """Origins of a voice that have nothing in common with those of the item."""
    taken = {m for name in (item.authorities, *item.origin_authorities.split(" | ")) for m in members(name)}
    return [name for name in voice.origin_authorities.split(" | ") if taken.isdisjoint(members(name))]


def _own_origins(item, voice):
    """Of a joint source: members that say so alone as well."""
    joint = set(members(item.authorities))
    return [n for n in voice.origin_authorities.split(" | ") if len(joint) > 1 and n in joint and voice.authority == n]


def _independent(item, voices):
    return independent(name for v in voices for name in _apart(item, v))


def _new(by, voices):
    return by not in {v.authority for v in voices}


def _ids(voices):
    return " ".join(sorted({r for v in voices for r in v.report_ids.split()}))
