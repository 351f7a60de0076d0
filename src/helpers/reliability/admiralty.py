"""Admiralty grades: a letter for the source, a digit for the information, judged apart and each with its reason.

The letter rests on earlier cases alone, the digit on what other origins say in this one, as of a day; the same
evidence never serves both. F and 6 mean that it cannot be judged and turn into no number.
"""

import pandas as pd

from ..dates import day
from ..names import authorities
from .credibility import DIGITS, STIX_CONFIDENCE, judge, settled, sides
from .positions import compared, last_words, moving, statements
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
BANDS = (("A", 0.9), ("B", 0.7), ("C", 0.5))  # lower end of the 90 % interval that a letter needs
CEILINGS = (("E", 0.5), ("D", 0.7))  # upper end of it, at most


def grade(claims, questions=None, outcomes=None, as_of=None, history=None, window=7, notes=None, actors=None):
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
        Days within which answers to a time-dependent question are compared.
    notes : DataFrame[question_id, origin, analyst_grade, analyst_note], optional
        The analyst's own judgement, kept beside the computed one, never merged with it.
    actors : DataFrame, optional
        As in :mod:`helpers.schema`; tells for whom whoever settled a question speaks.

    Returns
    -------
    DataFrame[question_id, origin, answer, letter, digit, grade, letter_reason, digit_reason, agree, against, \
allowed, n, share, low, high, analyst_grade, analyst_note, said, as_of, sourced, reports, outlets, report_ids, \
claim_ids, agree_ids, against_ids]
        One row per question and origin, sorted. ``agree`` and ``against`` count *independent* others, and their
        reports stand in ``agree_ids`` and ``against_ids``; ``allowed`` counts those whose broader answer allows this;
        ``n``, ``share``, ``low`` and ``high`` are the record behind the letter (missing for none). ``sourced`` is False
        for an outlet that names no source.

    Raises
    ------
    ValueError
        If `history` holds an answer to a question of this case by the same source, or `notes` lacks a column.

    Notes
    -----
    The digits have the wording of STANAG 2511 (AJP-2.1), which compares an item with what *others* report: its own
    voice never counts for it. The standard states no numbers; those of :func:`.credibility.weigh`, and
    the bands of the letter, are ours. 1 asks for certainty that confirming information comes from another source, which
    reports alone cannot show; it takes an outcome settled independently, or admitted by those who had denied it. Of
    each authority the last word counts; two offices of one state never confirm one another, nor does an outlet that
    names no source. Such an outlet may itself be the echo of one that agrees: for its own answer one voice less counts.
    A joint source is one voice; where its members said so alone as well, each beyond the first counts, as it would for
    any of them. The letters A, B, C need the 90 % interval of the share correct to lie above 0.9, 0.7, 0.5; D needs it
    below 0.7 and E below 0.5. A record whose interval is wider than that cannot tell, which is F.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> reports = pd.DataFrame({"report_id": ["a"], "outlet": ["Post"], "published": ["2024-10-22"]})
    >>> claims = pd.DataFrame({"claim_id": ["1"], "report_id": ["a"], "question_id": "q", "value": "12",
    ...                        "speaker": "Ann"})
    >>> print(*grade(origins(claims, reports))[["grade", "digit_reason"]].iloc[0], sep=": ")
    F6: truth cannot be judged: no other origin gives an answer to compare with
    """
    every = statements(claims, as_of)
    every["moves"] |= every["question_id"].isin(moving(questions))
    now = last_words(every)
    now = now[now["value"].notna() | now["low"].notna() | now["high"].notna()].reset_index(drop=True)
    as_of = str(as_of or _last_day(claims))[:10]
    pairs = compared(now, every, questions, window)
    pairs = pairs[pairs["sourced"].astype(bool)]
    facts = settled(now, outcomes, questions, as_of, _houses(claims, actors))
    pages = claims.dropna(subset=["url"]).groupby("report_id")["url"].first().to_dict()
    near = {key: _items(part) for key, part in pairs.groupby(["question_id", "origin"], sort=False)}
    marks = []
    for item in _items(now):
        heard = sides(item, near.get((item.question_id, item.origin), []))
        outcome = facts.get((item.question_id, item.origin))
        if outcome and outcome.url in {pages.get(r) for r in item.report_ids.split()} - {None}:
            outcome = None  # the same page would tell the answer and bear it out
        within = f" within {window} days" * item.moves
        marks.append((*judge(item, heard, outcome, within), len(heard.allow), heard.agree_ids, heard.against_ids))
    made = now.assign(**pd.DataFrame(marks, columns=_MARKS, index=now.index))
    made = made.astype(dict.fromkeys(("digit", "agree", "against", "allowed"), "int64") | {"sourced": bool}).drop(
        columns=["low", "high"]
    )
    letters = _letters(history, now, as_of).set_index("origin")
    made = made.assign(**{c: made["origin"].map(letters[c].to_dict()) for c in letters})
    made["letter"] = made["letter"].astype(str)
    made["grade"] = made["letter"] + made["digit"].astype(str)
    for column in ("analyst_grade", "analyst_note"):
        made[column] = _noted(made, notes, column)
    return made.assign(as_of=as_of)[_COLUMNS]


_COLUMNS = ["question_id", "origin", "answer", "letter", "digit", "grade", "letter_reason", "digit_reason"]
_COLUMNS += ["agree", "against", "allowed", "n", "share", "low", "high", "analyst_grade", "analyst_note"]
_COLUMNS += ["said", "as_of", "sourced", "reports", "outlets", "report_ids", "claim_ids", "agree_ids", "against_ids"]
_MARKS = ["digit", "digit_reason", "agree", "against", "allowed", "agree_ids", "against_ids"]


def _items(now):
    return list(now.itertuples(index=False))


def _last_day(claims):
    days = day(claims["published"]).dropna()
    return str(days.max().date()) if len(days) else None


def _houses(claims, actors):
    """Name -> authority, for every actor and every origin of the claims."""
    pairs = [zip(claims[c], claims["authority"], strict=True) for c in ("origin", "inferred")]
    return authorities(actors) | dict(pairs[0]) | dict(pairs[1])


def _letters(history, now, as_of):
    """One letter per origin, with the record that earned it."""
    names = sorted(now["origin"].unique())
    if history is not None and "role" in history:
        history = history[history["role"].eq("originator")]
    if history is None or not len(history):
        reason = f"{LETTERS['F']}: no record from earlier cases"
        return pd.DataFrame({"origin": names, "letter": "F", "letter_reason": reason}).reindex(columns=_LETTER)
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
        kept = {} if found is None else {c: found[c] for c in ("n", "share", "low", "high")}
        rows.append({"origin": name, "letter": letter, "letter_reason": reason} | kept)
    return pd.DataFrame(rows, columns=_LETTER)


_LETTER = ["origin", "letter", "letter_reason", "n", "share", "low", "high"]


def _letter(found):
    if found is None:
        return "F", f"{LETTERS['F']}: no record from earlier cases"
    cases = f"{found['cases']:.0f} earlier case{'s' if found['cases'] > 1 else ''}"
    told = f"{found['correct']:.0f} of {found['n']:.0f} settled answers right in {cases}"
    told += f", 90 % interval {found['low']:.2f} to {found['high']:.2f}"
    if found["n"] < LEAST_RECORD:
        return "F", f"{LETTERS['F']}: only {told}"
    above = next((name for name, least in BANDS if found["low"] >= least), None)
    letter = above or next((name for name, most in CEILINGS if found["high"] <= most), None)
    if letter is None:
        return "F", f"{LETTERS['F']}: the interval is too wide to tell, {told}"
    return letter, f"{LETTERS[letter]}: {told}"


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
