"""In which state a position is: does it still stand beside the others, or has time gone past it?

``current``: held against the others. ``outdated``: on a moving question, older than the window before the newest
statement of a voice, or before the day asked for; where all are, the newest are ``last known``. ``overtaken``: on a
growing question, by a later higher count or yes of a named authority without a stake, or of two independent origins;
``earlier``: by one other only (a no also by unnamed ones), which is not held against it either. ``due``: an expectation
whose day has passed.
"""

from __future__ import annotations

import pandas as pd

from ..names import independent
from .answers import alike, label
from .statements import FORECASTS, courses, renewed

__all__ = ["add_states", "grown"]

DENIALS = ("denies", "refutes")
TENFOLD = 10


def add_states(
    items: pd.DataFrame,
    voices: pd.DataFrame,
    questions: pd.DataFrame | None,
    *,
    last: pd.Timestamp,
    asked: bool,
    window: int,
) -> pd.DataFrame:
    """Add state, apart, days_old, forecast and borne_out to positions.

    Parameters
    ----------
    items, voices : DataFrame
        Positions without states; those of the authorities are what the others are held against.
    questions : DataFrame, optional
    last : Timestamp
        The day asked for, else the last of the case.
    asked : bool
        Whether that day was asked for.
    window : int
        Days, where a question has none of its own.
    """
    items, voices = items.assign(apart=_apart(items)), voices.assign(apart=_apart(voices))
    course = courses(questions)
    rivals = {question: _records(part) for question, part in voices.groupby("question_id", sort=False)}
    found = []
    for item in _records(items):
        days = course.get(item.question_id, (None, None))[1]
        others = rivals.get(item.question_id, [])
        state = _state(item, others, window if days is None else days, last, asked)
        forecast = _passed(item, last)
        facts = [v for v in others if v.modality not in FORECASTS and v.bounds.kind and not v.unnamed]
        borne = _borne_out(item, forecast, facts) if forecast else None
        old = None if pd.isna(item.said) or pd.isna(last) else (last - item.said).days
        found.append((state, old, label_of_forecast(forecast), borne))
    columns = ["state", "days_old", "forecast", "borne_out"]
    made = pd.DataFrame(found, columns=columns, index=items.index).astype({"days_old": "Int64"})
    return items.assign(**{c: made[c] for c in columns})


def grown(earlier, later) -> bool:
    """Whether an answer to a question that only grows has since become another one: a yes, or a higher count."""
    if earlier.kind != later.kind:
        return False
    if earlier.kind == "yes_no":
        return "no" in earlier.words and "yes" in later.words
    counted = earlier.kind == "number" and later.lower > float("-inf")
    return counted and renewed(earlier, later) and later.named > earlier.named


def label_of_forecast(statement) -> str | None:
    """The day that was expected, as a reader would write it."""
    return None if statement is None else label(statement.row.value, statement.row.low, statement.row.high)


def _records(table):
    return list(table.itertuples(index=False))


def _apart(table):
    """A party's denial, promise or expectation is counted apart; what it asserts of its own doing is the record."""
    denial = table["modality"].isin([*DENIALS, *FORECASTS])
    silent = table["modality"].isna() & table["answer"].eq("no")
    return table["party"] & (denial | silent) & table["answer"].notna()


def _state(item, others, window, last, asked):
    """One of the six states."""
    if item.modality in FORECASTS and item.bounds.kind == "date" and _gone(item.bounds, last):
        return "due"
    if item.course == "moving":
        return _aged(item, others, window, last if asked else pd.NaT)
    if item.course == "growing" and item.bounds.kind:
        return _overtaken(item, others)
    return "current"


def _aged(item, others, window, last):
    heard = [v.said for v in others if v.bounds.kind and not v.unnamed and not v.apart and not pd.isna(v.said)]
    newest = max(heard or [v.said for v in others if not pd.isna(v.said)], default=pd.NaT)
    if pd.isna(newest):
        return "current"
    reach = pd.Timedelta(days=window)
    if pd.isna(item.said) or item.said < newest - reach:
        return "outdated"
    if pd.isna(last) or item.said >= last - reach:
        return "current"
    return "last known" if newest < last - reach else "outdated"


def _overtaken(item, others):
    later = [v for v in others if v.bounds.kind and v.said > item.said and grown(item.bounds, v.bounds)]
    later = [v for v in later if v.modality not in FORECASTS and not _far_beyond(v, others)]
    if item.apart:
        return "overtaken" if any(v.authority == item.authorities for v in later) else "current"
    named = [v for v in later if not v.unnamed]
    if item.bounds.kind == "number" and not named:
        return "current"  # a rumour of more stands against a count
    if any(not v.party and not v.interested for v in named):
        return "overtaken"
    if independent({name for v in named for name in v.origin_authorities.split(" | ")}) > 1:
        return "overtaken"
    return "earlier" if later else "current"


def _far_beyond(voice, others):
    """Whether a count of one origin is ten times all others."""
    if voice.bounds.kind != "number":
        return False
    rest = [v for v in others if v.origins != voice.origins and v.bounds.kind == "number" and not v.unnamed]
    return bool(rest) and voice.bounds.named >= TENFOLD * max(v.bounds.named for v in rest)


def _gone(bounds, last):
    return not pd.isna(last) and bounds.upper < last.toordinal()


def _passed(item, last):
    """The last expectation of an authority whose day has passed."""
    return next((s for s in reversed(item.forecasts) if _gone(s.answer, last)), None)


def _borne_out(item, forecast, facts):
    """By whom an expectation was borne out: others, its author only, nobody; or contradicted, or both."""
    agree = [v for v in facts if alike(forecast.answer, v.bounds)]
    others = any(v.authority not in item.authorities.split(" + ") for v in agree)
    against = len(agree) < len(facts)
    if against:
        return "disputed" if others else "contradicted"
    return "by others" if others else "by its author only" if agree else "nobody has said"
