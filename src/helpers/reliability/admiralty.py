"""Admiralty grades: a letter for the source, a digit for the information, judged apart and each with its reason.

The letter rests on earlier cases alone, the digit on what other authorities stand by in this one, as of a day; the same
evidence never serves both. F and 6 mean that it cannot be judged and turn into no number.
"""

from __future__ import annotations

import pandas as pd

from ..names import authorities
from ..phrases import LETTER_REASONS
from .credibility import DIGITS, STIX_CONFIDENCE, Mark, judge, settled
from .positions import last_day, stands
from .states import add_states
from .track_record import record

__all__ = ["BANDS", "CEILINGS", "DIGITS", "LEAST_RECORD", "LETTERS", "STIX_CONFIDENCE", "grade"]

LETTERS = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
LEAST_RECORD = 8  # settled answers in earlier cases, below which a letter is not given
BANDS = (("A", 0.9), ("B", 0.7), ("C", 0.5))  # the 90 % interval lies above this
CEILINGS = (("E", 0.5), ("D", 0.7))  # it begins below 0.5 and ends at this or below; so C and D share nothing


def grade(
    claims: pd.DataFrame,
    questions: pd.DataFrame | None = None,
    outcomes: pd.DataFrame | None = None,
    as_of: str | None = None,
    history: pd.DataFrame | None = None,
    window: int = 7,
    notes: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    outlets: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Grade each origin's standing answer to each question.

    Parameters
    ----------
    claims : DataFrame
        From :func:`helpers.reliability.origins`; with the same `as_of` where a day in the past is graded, lest a later
        report tell an origin that nobody knew.
    questions : DataFrame, optional
        For types, tolerances and which questions are time-dependent.
    outcomes : DataFrame, optional
        What was settled by `as_of` weighs as one more origin, and as certain confirmation if ``independent``; but
        never on an item that rests on the very page (``url``) that tells the outcome.
    as_of : str, optional
        The day for which the digit holds; by default the last day of publication in `claims`.
    history : DataFrame, optional
        Record of *earlier* cases, from :func:`helpers.reliability.remember`; without it every letter is F. Rows with
        another role than originator, such as an outlet's record as a relay, earn none.
    window : int
        Days after which an answer to a moving question is old, where the question has no window of its own.
    notes : DataFrame[question_id, origin, analyst_grade, analyst_note], optional
        The analyst's own judgement, kept beside the computed one, never merged with it.
    actors : DataFrame, optional
        As in :mod:`helpers.schema`; tells for whom whoever settled a question speaks.
    outlets : DataFrame, optional
        As for :func:`helpers.reliability.positions`.

    Returns
    -------
    DataFrame[question_id, origin, answer, letter, digit, grade, letter_reason, digit_reason, agree, against, \
allowed, n, share, low, high, base_rate, analyst_grade, analyst_note, said, as_of, sourced, authority, state, party, \
interested, reports, outlets, report_ids, claim_ids, agree_ids, against_ids]
        One row per question and origin, sorted. ``agree`` and ``against`` count *independent* other origins, and their
        reports stand in ``agree_ids`` and ``against_ids``; ``allowed`` counts those whose broader answer allows this;
        ``n``, ``share``, ``low`` and ``high`` are the record behind the letter (missing for none), ``base_rate`` the
        share of right answers that all gave to the questions on which it was earned. ``sourced`` is False for an outlet
        that names no source. ``state`` as in :func:`helpers.reliability.positions`; what is not current is a 6.

    Raises
    ------
    ValueError
        If `history` holds an answer to a question of this case by the same source, or `notes` lacks a column.

    Notes
    -----
    The digits have the wording of STANAG 2511 (AJP-2.1), which compares an item with what *others* report: its own
    voice never counts for it. The standard states no numbers; those of :func:`.credibility.weigh`, and
    the bands of the letter, are ours. 1 asks for certainty that confirming information comes from another source, which
    reports alone cannot show; it takes an outcome settled independently, or admitted by those who had denied it. Only
    current positions are compared. Two offices of one state never confirm one another, nor does an outlet that names no
    source, and two authorities that lead to one origin count once. A party's denial or promise weighs for nobody else;
    a 2 needs one voice without a stake among those who say so, and a 5 one among those who disagree. An outlet that
    names no source may itself be the echo of one that agrees: for its own answer one less counts. The letters A, B, C
    need the 90 % interval of the share correct to lie above 0.9, 0.7, 0.5; D and E need it to begin below 0.5 and to
    end by 0.7 and 0.5. A record whose interval is wider than that cannot tell, which is F.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> reports = pd.DataFrame({"report_id": ["a"], "outlet": ["Post"], "published": ["2024-10-22"]})
    >>> claims = pd.DataFrame({"claim_id": ["1"], "report_id": ["a"], "question_id": "q", "value": "12",
    ...                        "speaker": "Ann"})
    >>> print(*grade(origins(claims, reports))[["grade", "digit_reason"]].iloc[0], sep=": ")
    F6: nothing independent to compare with
    """
    more = {"outlets": outlets, "as_of": as_of, "window": window}
    last = last_day(claims, as_of)
    when = {"last": last, "asked": as_of is not None, "window": window}
    voices = stands(claims, questions, **more)
    items = stands(claims, questions, by="inferred", echoes=True, **more)
    items = add_states(items[items["answer"].notna()], voices, questions, **when).reset_index(drop=True)
    heard = {
        q: list(part.itertuples(index=False)) for q, part in _stated(voices, questions, when).groupby("question_id")
    }
    tops = authorities(actors) | dict(zip(claims["origin"], claims["origin_authority"], strict=True))
    facts = settled(items, outcomes, questions, last, tops)
    pages = claims.dropna(subset=["url"]).groupby("report_id")["url"].first().to_dict()
    marks = []
    for item in items.itertuples(index=False):
        outcome = facts.get((item.question_id, item.inferred))
        if outcome and outcome.url in {pages.get(r) for r in item.report_ids.split()} - {None}:
            outcome = None  # the same page would tell the answer and bear it out
        marks.append(judge(item, heard.get(item.question_id, []), outcome))
    marked = pd.DataFrame(marks, columns=Mark._fields, index=items.index)
    whole = dict.fromkeys(("digit", "agree", "against", "allowed"), "int64")
    made = items.drop(columns=["low", "high"]).rename(columns={"inferred": "origin", "authorities": "authority"})
    made = made.assign(**marked.astype(whole))
    day = None if pd.isna(last) else str(last.date())
    letters = _letters(history, made, day).set_index("origin")
    made = made.assign(**{c: made["origin"].map(letters[c].to_dict()) for c in letters})
    made["letter"] = made["letter"].astype(str)
    made["grade"] = made["letter"] + made["digit"].astype(str)
    for column in ("analyst_grade", "analyst_note"):
        made[column] = _noted(made, notes, column)
    return made.assign(as_of=day)[_COLUMNS]


_COLUMNS = ["question_id", "origin", "answer", "letter", "digit", "grade", "letter_reason", "digit_reason"]
_COLUMNS += ["agree", "against", "allowed", "n", "share", "low", "high", "base_rate", "analyst_grade", "analyst_note"]
_COLUMNS += ["said", "as_of", "sourced", "authority", "state", "party", "interested"]
_COLUMNS += ["reports", "outlets", "report_ids", "claim_ids", "agree_ids", "against_ids"]


def _stated(voices, questions, when):
    return add_states(voices, voices, questions, **when)


def _letters(history, now, as_of):
    """One letter per origin, with the record that earned it."""
    names = sorted(now["origin"].unique())
    if history is not None and "role" in history:
        history = history[history["role"].eq("originator")]
    if history is None or not len(history):
        made = {"origin": names, "letter": "F", "letter_reason": LETTER_REASONS["none"]}
        return pd.DataFrame(made).reindex(columns=_LETTER)
    both = set(zip(history["source"], history["question_id"], strict=True))
    shared = sorted(both & set(zip(now["origin"], now["question_id"], strict=True)))
    if shared:
        source, question = shared[0]
        raise ValueError(
            f"history holds {source!r} on {question!r}, which this case grades too: the same evidence would earn the "
            "letter and the digit; leave this case out of the history"
        )
    past = record(history, as_of).set_index("source")
    rows = []
    for name in names:
        found = past.loc[name] if name in past.index else None
        letter, reason = _letter(found)
        kept = {} if found is None else {c: found[c] for c in _LETTER[3:]}
        rows.append({"origin": name, "letter": letter, "letter_reason": reason} | kept)
    return pd.DataFrame(rows, columns=_LETTER)


_LETTER = ["origin", "letter", "letter_reason", "n", "share", "low", "high", "base_rate"]


def _letter(found):
    """Letter and reason of one record."""
    if found is None:
        return "F", LETTER_REASONS["none"]
    if found["n"] < LEAST_RECORD:
        return "F", LETTER_REASONS["short"]
    letter = next((name for name, least in BANDS if found["low"] >= least), None)
    if letter is None:
        letter = next((name for name, most in CEILINGS if found["high"] <= most), None)
    return (letter, LETTER_REASONS["record"]) if letter else ("F", LETTER_REASONS["wide"])


def _noted(made, notes, column):
    if notes is None:
        return None
    lacking = [c for c in ("question_id", "origin", column) if c not in notes]
    if lacking:
        raise ValueError(
            f"the analyst's notes (analyst.csv) lack the column {', '.join(lacking)}; they need question_id, origin, "
            "analyst_grade and analyst_note"
        )
    said = notes.set_index(["question_id", "origin"])[column].to_dict()
    return [said.get(key) for key in zip(made["question_id"], made["origin"], strict=True)]
