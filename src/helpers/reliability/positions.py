"""What each authority stands by as of a day, in which state that is, and with what stake it speaks.

An authority's position is its latest statement. Another office of the same authority that says otherwise changes
nothing: both are shown. An office's word is replaced by its own later one, or by that of the head of the authority.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from ..dates import day
from ..names import members
from .answers import alike, label
from .statements import (
    FORECASTS,
    Statement,
    broader,
    claims_of,
    courses,
    power_of_ten,
    renewed,
    statements,
)
from .states import add_states, grown
from .voices import stakes

__all__ = ["label_of", "last_day", "positions", "stands"]

WINDOW = 7  # days, where a question has none of its own
DIRECTNESS = ("seen", "document", "judged", "told")
COLUMNS = ["question_id", "authority", "origins", "answer", "low", "high", "said", "modality", "strength", "basis"]
COLUMNS += ["state", "party", "interested", "misprints", "report_ids"]
MORE = ["value", "apart", "unnamed", "sourced", "background", "offices_differ", "declined_on", "forecast", "borne_out"]
MORE += [
    "days_old",
    "course",
    "relays",
    "reports",
    "outlets",
    "declared",
    "origin_authorities",
    "other_wordings",
    "claim_ids",
]


def positions(
    claims: pd.DataFrame,
    questions: pd.DataFrame | None = None,
    *,
    outlets: pd.DataFrame | None = None,
    as_of: str | None = None,
) -> pd.DataFrame:
    """What each authority stands by on each question at the end of a day.

    Parameters
    ----------
    claims : DataFrame
        From :func:`helpers.reliability.origins`, with the same `outlets` and `as_of`.
    questions : DataFrame, optional
        For ``course``, ``window`` (days), ``tolerance``, ``parties`` and ``interested``.
    outlets : DataFrame, optional
        Only needed where `claims` were made without it: satire then carries nothing.
    as_of : str, optional
        Day; by default all of the case counts.

    Returns
    -------
    DataFrame[question_id, authority, origins, answer, low, high, said, modality, strength, basis, state, party, \
interested, misprints, report_ids, ...]
        One row per question and authority, sorted. A joint statement is a position of each of its members; an unnamed
        voice of no known body stands once per outlet (``unnamed``); outlets that name no source have none.
        ``origins``: those behind the position, from claims that lead elsewhere only that other one. ``answer`` is
        missing where the authority abstains. ``state``: current, outdated, last known, overtaken, earlier or due (see
        :mod:`helpers.reliability.states`). ``apart``: a party's denial, promise or expectation, counted apart.
        ``misprints``: reports off by a power of ten. ``background``: what unnamed officials of it say otherwise;
        ``offices_differ``: what another of its offices says otherwise; ``declined_on``: the day from which it has
        declined to comment. ``forecast``: a day that it expected and that has passed, and ``borne_out`` by whom.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> days = ["2024-10-17", "2024-10-22", "2024-10-22"]
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": days})
    >>> told = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "planned",
    ...                      "speaker": ["Ann", "Ann", "Ben"], "value": ["10000", "12000", "12000"]})
    >>> made = positions(origins(told, reports))
    >>> made[["authority", "answer", "state"]].values.tolist()
    [['Ann', '12000', 'current'], ['Ben', '12000', 'current']]
    """
    made = stands(claims, questions, outlets=outlets, as_of=as_of)
    facts = {"last": last_day(claims, as_of), "asked": as_of is not None, "window": WINDOW}
    return add_states(made, made, questions, **facts)[COLUMNS + MORE]


def last_day(claims: pd.DataFrame, as_of: str | pd.Timestamp | None) -> pd.Timestamp:
    """The day `as_of`, else the last one on which anything was published or said; NaT for no day at all."""
    if as_of is not None:
        return pd.Timestamp(as_of)
    days = pd.concat([pd.to_datetime(claims["said"]), day(claims["published"])])
    return days.max() if len(days) else pd.NaT


def stands(claims, questions=None, *, outlets=None, as_of=None, by="authority", window=WINDOW, echoes=False):
    """As :func:`positions`, without states; `by` the origin (inferred) instead, and with `echoes` of no source."""
    if outlets is not None:
        kinds = outlets.dropna(subset=["outlet"]).drop_duplicates("outlet").set_index("outlet")["kind"]
        claims = claims.assign(outlet_kind=claims["outlet"].map(kinds.to_dict()))
    told = claims[claims["question_id"].notna()]
    told = told if echoes else told[told["sourced"].astype(bool)]
    if by == "authority":
        told = told.assign(authority=[members(name) for name in told["authority"]]).explode("authority")
        told["party"], told["interested"] = _staked(told, questions, "party"), _staked(told, questions, "interested")
    course = courses(questions)
    rows = []
    for (question, name), mine in sorted(claims_of(told, questions, as_of, by=by).items()):
        kind, days = course.get(question, ("moving" if mine[0][0].time_dependent else "fixed", None))
        stand = _fold(*statements(mine), kind, window if days is None else days)
        if stand is not None:
            rows.append({"question_id": question, "course": kind} | _row(stand, mine) | {by: name})
    columns = ["question_id", by, "course", *(fact for fact in _FACTS if fact != by)]
    made = pd.DataFrame(rows, columns=columns)
    return made.astype({"said": "datetime64[s]", "declined_on": "datetime64[s]"} | dict.fromkeys(_FLAGS, bool))


def _staked(told, questions, column):
    """As :func:`helpers.reliability.origins` found it, else by the names of authority and office."""
    names = stakes(questions, {"party": "parties"}.get(column, column), {})
    cells = zip(told["question_id"], told["authority"], told["office"], told[column], strict=True)
    return [(bool(known) or not names.get(q, set()).isdisjoint((a, office))) for q, a, office, known in cells]


@dataclass
class _Stand:
    """A position while statements are read in order."""

    held: Statement
    said: pd.Timestamp
    offices: set
    claims: list
    given: list
    told: list
    forecasts: list = field(default_factory=list)
    misprints: list = field(default_factory=list)
    others: list = field(default_factory=list)
    differ: dict = field(default_factory=dict)
    background: Statement | None = None
    declined_on: pd.Timestamp = pd.NaT

    def take(self, new):
        """Stand by another answer from now on."""
        self.background = self.held if _quiet(self.offices) and not _quiet(new.offices) else self.background
        self.held, self.said, self.offices = new, new.said, set(new.offices)
        self.claims, self.declined_on, self.others = list(new.claims), pd.NaT, list(new.others)
        self.differ = {}
        self.given.append(new)

    def restate(self, new, narrower):
        """Say the same again: a later day, the same answer or a closer one."""
        self.said = max(self.said, new.said) if not pd.isna(self.said) else new.said
        self.offices |= new.offices
        self.declined_on = pd.NaT if not new.silent else self.declined_on
        if narrower:
            self.held, self.claims = new, list(new.claims)
            self.others = list(new.others)
        else:
            self.claims += new.claims
            self.others += new.others


def _fold(told, strays, course, window):
    """The position that follows from an authority's statements in order; None for none."""
    stand = None
    for new in told:
        if stand is not None:
            stand.told.append(new)
        if stand is None:
            stand = _Stand(new, new.said, set(new.offices), list(new.claims), [new], [new], others=list(new.others))
        else:
            _next(stand, new, course, window)
        stand.misprints += [r.report_id for r in new.misprints]
        if new.row.modality in FORECASTS and new.answer.kind == "date":
            stand.forecasts.append(new)
    if stand is not None:
        strange = [r for r, a in strays if power_of_ten(stand.held.answer, a)]
        stand.misprints += [r.report_id for r in strange]
        stand.others += [r for r, _ in strays if r not in strange]
    return stand


def _next(stand, new, course, window):
    """What one more statement makes of a position."""
    held = stand.held
    if new.row.modality == "no_comment" and new.silent and held.row.modality != "no_comment":
        stand.declined_on = new.said
        return
    if not renewed(held.answer, new.answer):
        old = course == "moving" and not pd.isna(stand.said) and (new.said - stand.said).days > window
        weaker = broader(held.answer, new.answer) and not old
        stand.restate(new, narrower=not weaker and new.said != stand.said)
        return
    if not new.dated and any(not renewed(g.answer, new.answer) for g in stand.given):
        return  # a page that does not say when only brings back what the authority has left
    quiet = _quiet(new.offices)
    if quiet and not _quiet(stand.offices) and not held.silent:
        stand.background = new
        return
    misread = power_of_ten(held.answer, new.answer) and len({r.report_id for r in stand.claims}) > len(new.claims)
    if misread and (course == "fixed" or new.said == stand.said or not new.dated):
        stand.misprints += [r.report_id for r in new.claims]
        return
    answered = held.silent and not new.silent
    came = held.row.modality in FORECASTS and not new.silent and new.row.modality not in FORECASTS
    closer = not new.silent and new.said != stand.said and not held.silent and alike(held.answer, new.answer)
    if answered or came or closer or _own_word(stand, new) or _gone_by(stand, new, course, window):
        stand.take(new)
    elif not (new.silent and held.silent):
        stand.differ[" + ".join(sorted(new.offices))] = new


def _own_word(stand, new):
    """Whether the same speaker or office speaks again, or the head of the authority; on one day the usual version."""
    if _quiet(stand.offices) and not _quiet(new.offices):
        return True
    ours = bool(stand.offices & new.offices) or new.row.authority in new.offices
    if new.said == stand.held.said:  # a broader word in between ("at least 30") has moved the day, not the answer
        return ours and not new.silent and new.relays > stand.held.relays
    return ours or any(r.speaker == new.row.speaker for r in stand.claims if isinstance(r.speaker, str))


def _gone_by(stand, new, course, window):
    """Whether time has gone past the old answer, so that another office may give the new one."""
    if new.silent or pd.isna(stand.said):
        return False
    if course == "moving":
        return (new.said - stand.said).days > window
    return course == "growing" and new.said > stand.said and grown(stand.held.answer, new.answer)


def _quiet(offices):
    return all(office.endswith((", background", ", unnamed", ", outlet")) for office in offices)


_FACTS = [
    "origins",
    "answer",
    "low",
    "high",
    "said",
    "modality",
    "strength",
    "basis",
    "party",
    "interested",
    "misprints",
]
_FACTS += ["report_ids", "value", "unnamed", "sourced", "background", "offices_differ", "declined_on", "forecasts"]
_FACTS += [
    "relays",
    "reports",
    "outlets",
    "declared",
    "origin_authorities",
    "authorities",
    "other_wordings",
    "claim_ids",
]
_FACTS += ["bounds", "told"]
_FLAGS = ("party", "interested", "unnamed", "sourced")


def _row(stand, mine):
    """A position as cells of a table."""
    row, answer = stand.held.row, stand.held.answer
    carried = sorted({r.claim_id: r for r in stand.claims}.values(), key=lambda r: r.claim_id)
    silent = answer.kind is None
    away = [r for r in carried if r.leads_away]
    backing = away or carried
    words = pd.Series([r.strength for r in carried]).dropna()
    directness = [b for b in DIRECTNESS if b in {r.rests_on for r in carried}]
    told = {
        "origins": " | ".join(sorted({r.inferred for r in backing})),
        "declared": " | ".join(sorted({r.declared for r in carried})),
        "origin_authorities": " | ".join(sorted({r.origin_authority for r in backing})),
        "authorities": row.authority,
        "answer": None if silent else label(row.value, row.low, row.high),
        "value": None if silent else row.value,
        "low": None if silent else row.low,
        "high": None if silent else row.high,
        "said": stand.said,
        "modality": row.modality,
        "strength": words.mode().iloc[0] if len(words) else None,
        "basis": directness[0] if directness else None,
        "bounds": answer,
    }
    differ = [f"{office}: {label_of(s)}" for office, s in sorted(stand.differ.items())]
    ids = {"report_ids": [r.report_id for r in carried], "claim_ids": [r.claim_id for r in carried]}
    ids |= {"misprints": stand.misprints, "other_wordings": [r.report_id for r in stand.others]}
    counts = {"relays": len({r.relay for r in carried}), "reports": len({r.report_id for r in carried})}
    counts["outlets"] = len({r.outlet for r in carried if isinstance(r.outlet, str)})
    flags = {"party": row.party, "interested": row.interested, "unnamed": row.record == "unnamed"}
    flags["sourced"] = any(r.sourced for r in carried)
    otherwise = stand.background and renewed(answer, stand.background.answer)
    more = {"background": label_of(stand.background) if otherwise else None, "declined_on": stand.declined_on}
    more |= {"offices_differ": "; ".join(differ) or None, "forecasts": stand.forecasts, "told": stand.told}
    return told | {name: " ".join(sorted(set(some))) for name, some in ids.items()} | counts | flags | more


def label_of(statement: Statement) -> str:
    """A statement's answer as a reader would write it, with the word for those who give none."""
    row = statement.row
    if not statement.silent:
        return label(row.value, row.low, row.high)
    return "no comment" if row.modality == "no_comment" else "cannot confirm"
