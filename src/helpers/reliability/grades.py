"""Admiralty grades: a letter for the source, a digit for the information, judged apart and each with its reason.

The letter rests on earlier cases alone, the digit on what other origins say in this one, as of a day; the same
evidence never serves both. F and 6 mean that it cannot be judged and turn into no number.
"""

import pandas as pd

from .affiliation import authorities, independent, members
from .answers import agree, answers, day
from .history import record
from .timeline import compared, moving, statements

__all__ = ["DIGITS", "LETTERS", "STIX_CONFIDENCE", "grade"]

LETTERS = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
DIGITS = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
STIX_CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10, 6: None}  # STIX 2.1, appendix A

LEAST_RECORD = 8  # settled answers in earlier cases, below which a letter is not given
BANDS = (("A", 0.9), ("B", 0.7), ("C", 0.5))  # lower end of the 90 % interval that a letter needs


def grade(claims, questions=None, outcomes=None, as_of=None, history=None, window=7, notes=None, actors=None):
    """Grade each origin's standing answer to each question.

    Parameters
    ----------
    claims : DataFrame
        From :func:`helpers.reliability.origins`.
    questions : DataFrame, optional
        For types, tolerances and which questions are time-dependent.
    outcomes : DataFrame, optional
        What was settled by `as_of` weighs as one more origin, and as certain confirmation if ``independent``.
    as_of : str, optional
        The day for which the digit holds; by default the last day of publication in `claims`.
    history : DataFrame, optional
        Record of *earlier* cases, from :func:`helpers.reliability.remember`; without it every letter is F.
    window : int
        Days within which answers to a time-dependent question are compared.
    notes : DataFrame[question_id, origin, analyst_grade, analyst_note], optional
        The analyst's own judgement, kept beside the computed one, never merged with it.
    actors : DataFrame, optional
        As in :mod:`helpers.tables`; tells for whom whoever settled a question speaks.

    Returns
    -------
    DataFrame[question_id, origin, answer, letter, digit, grade, letter_reason, digit_reason, agree, against, n, \
share, low, high, analyst_grade, analyst_note, said, as_of, sourced, reports, outlets, report_ids, claim_ids]
        One row per question and origin, sorted. ``agree`` and ``against`` count *independent* others; ``n``, ``share``,
        ``low`` and ``high`` are the record behind the letter (missing for none).

    Raises
    ------
    ValueError
        If `history` holds an answer to a question of this case by the same source.

    Notes
    -----
    The digit follows the wording of STANAG 2511. 1: it is certain that confirming information comes from another
    source, which reports alone cannot show; it takes an outcome settled independently, or admitted by those who had
    denied it. 2: independence cannot be guaranteed but quantity speaks for it: two or more other authorities agree
    and none disagrees, or three in four agree. 3: one other agrees, or more agree than disagree, or none does either
    but broader answers allow it. 4: at least as many disagree, or the only other one does. 5: three or more disagree
    and none agrees, or the outcome does. 6: there is nothing independent to compare with. Of each authority the last
    word counts; two offices of one state never confirm one another, nor does an outlet that names no source. The
    bands of the letter are ours: A, B, C need the 90 % interval of the share correct to lie above 0.9, 0.7, 0.5, E
    below 0.5; D is what lies across it.

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
    now = every.drop_duplicates(["question_id", "origin"], keep="last")
    now = now[now["value"].notna() | now["low"].notna() | now["high"].notna()].reset_index(drop=True)
    as_of = str(as_of or _last_day(claims))[:10]
    pairs = compared(now, every, questions, window)
    pairs = pairs[pairs["sourced"].astype(bool)]
    settled = _settled(now, outcomes, questions, as_of, _houses(claims, actors))
    near = {key: _items(part) for key, part in pairs.groupby(["question_id", "origin"], sort=False)}
    keys = list(zip(now["question_id"], now["origin"], strict=True))
    timed = moving(questions)
    sides = [_sides(row, near.get(key, []), key[0] in timed) for row, key in zip(_items(now), keys, strict=True)]
    near_by = [f" within {window} days" * (key[0] in timed) for key in keys]
    marks = [
        _digit(row, *s, settled.get(key), w) for row, s, key, w in zip(_items(now), sides, keys, near_by, strict=True)
    ]
    made = now.assign(**pd.DataFrame(marks, columns=["digit", "digit_reason", "agree", "against"], index=now.index))
    made = made.astype({"digit": "int64", "agree": "int64", "against": "int64", "sourced": bool}).drop(
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
_COLUMNS += ["agree", "against", "n", "share", "low", "high", "analyst_grade", "analyst_note"]
_COLUMNS += ["said", "as_of", "sourced", "reports", "outlets", "report_ids", "claim_ids"]


def _items(now):
    return list(now.itertuples(index=False))


def _last_day(claims):
    days = day(claims["published"]).dropna()
    return str(days.max().date()) if len(days) else None


def _houses(claims, actors):
    """Name -> authority, for every actor and every origin of the claims."""
    pairs = [zip(claims[c], claims["authority"], strict=True) for c in ("origin", "inferred")]
    return authorities(actors) | dict(pairs[0]) | dict(pairs[1])


def _settled(now, outcomes, questions, as_of, houses):
    """(question, origin) -> what was settled by then and how it bears on that answer; nothing that moves."""
    if outcomes is None or not len(outcomes):
        return {}
    ready = outcomes[
        (day(outcomes["settled_on"]) <= pd.Timestamp(as_of)) & ~outcomes["question_id"].isin(moving(questions))
    ]
    truths = dict(zip(ready["question_id"], answers(ready, questions).itertuples(index=False), strict=True))
    facts = {row.question_id: row for row in ready.itertuples(index=False)}
    bounds = list(answers(now, questions).itertuples(index=False))
    fits = {
        (r.question_id, r.origin): agree(b, truths[r.question_id])
        for r, b in zip(_items(now), bounds, strict=True)
        if r.question_id in facts
    }
    found = {}
    for row in _items(now):
        if (fact := facts.get(row.question_id)) is None:
            continue
        by = (
            None
            if pd.isna(fact.settled_by)
            else " + ".join(sorted({houses.get(m, m) for m in members(fact.settled_by)}))
        )
        denied = {
            r.authority for r in _items(now) if r.question_id == row.question_id and not fits[r.question_id, r.origin]
        }
        admitted = by is not None and bool(set(members(by)) & {m for a in denied for m in members(a)})
        certain = admitted or (not pd.isna(fact.independent) and bool(fact.independent))
        how = (
            f"admitted by {by}, which had denied it,"
            if admitted
            else f"settled independently{f' by {by}' if by else ''}"
        )
        found[row.question_id, row.origin] = (
            fits[row.question_id, row.origin],
            by,
            certain,
            f"{how} on {fact.settled_on}",
        )
    return found


def _sides(row, others, moves):
    """Authorities for, against and allowing an item, by their last words; how many share its own; did that move on."""
    apart = [o for o in others if _apart(row.authority, o.other_authority)]
    last = {}
    for o in apart:
        last[o.other_authority] = max(o.other_said, last.get(o.other_authority, o.other_said))
    words = [o for o in apart if o.other_said == last[o.other_authority]]
    for_it = {o.other_authority for o in words if o.bearing == "agrees"}
    against = {o.other_authority for o in words if o.bearing == "disagrees"}
    allow = {o.other_authority for o in words if o.bearing == "allows"} - for_it - against
    for_it, against = sorted(for_it - against), sorted(against - for_it)  # who says both on one day says neither
    kin = [o for o in others if not _apart(row.authority, o.other_authority)]
    overtaken = not moves and any(o.other_said > row.said and o.bearing == "disagrees" for o in kin)
    return for_it, against, sorted(allow), len(kin), overtaken


def _apart(one, other):
    """Whether two origins are independent as far as is coded: no authority in common."""
    return other is not None and independent([one, other]) == 2


def _digit(item, for_it, against, allow, kin, overtaken, outcome, within):
    """Digit, its reason in words, and the numbers of independent others for and against."""
    fits, by, certain, how = outcome or (None, None, False, "")
    if by and not certain and _apart(item.authority, by):
        (for_it if fits else against).append(by)
    pro, con = independent(for_it), independent(against)
    if certain:
        digit, reason = (1 if fits else 5), f"{'borne out by' if fits else 'against'} what was {how}"
        return digit, f"{DIGITS[digit]}: {reason}", pro, con
    digit = _weigh(pro, con, own=0 if overtaken else 1, allowed=bool(allow))
    if digit == 6:
        reason = f"no other origin gives an answer to compare with{within}"
        if kin:
            reason = f"no origin of another authority than {item.authority} gives an answer to compare with{within}"
    elif not pro and not con:
        reason = f"no other authority says as much, and none disagrees; {', '.join(allow[:3])} would allow it"
    else:
        reason = f"{_side(pro, 'agree', for_it)}, {_side(con, 'disagree', against)}"
    if overtaken:
        reason += f"; {item.authority} has since said otherwise"
    if digit == 2:
        reason += "; that they are independent of one another cannot be made certain from reports"
    return digit, f"{DIGITS[digit]}: {reason}", pro, con


def _weigh(pro, con, own, allowed=False):
    """Digit from the numbers of other authorities that agree and disagree; see the notes of :func:`grade`."""
    if not pro and not con:
        return 3 if allowed else 6
    if not con:
        return 2 if pro > 1 else 3
    if not pro:
        return 5 if con > 2 else 4
    if pro + own >= 3 * con and pro > 1:
        return 2
    return 3 if pro + own > con else 4


def _side(number, verb, names, most=3):
    """Such as "2 other authorities agree (South Korea, United States)"."""
    groups = sorted({tuple(members(name)) for name in names}, key=lambda g: (len(g), g))
    alone = {group[0] for group in groups if len(group) == 1}
    listed = [" + ".join(g) for g in groups if len(g) == 1 or alone.isdisjoint(g)]
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    named = f" ({', '.join(listed[:most])}{more})" if listed else ""
    verb += "s" * (number < 2)
    return f"{number or 'no'} other authorit{'y' if number < 2 else 'ies'} {verb}{named}"


def _letters(history, now, as_of):
    """One letter per origin, with the record that earned it."""
    names = sorted(now["origin"].unique())
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
    letter = next((name for name, least in BANDS if found["low"] >= least), "E" if found["high"] <= 0.5 else "D")
    return letter, f"{LETTERS[letter]}: {told}"


def _noted(made, notes, column):
    if notes is None or column not in notes:
        return None
    said = notes.set_index(["question_id", "origin"])[column].to_dict()
    return [said.get(key) for key in zip(made["question_id"], made["origin"], strict=True)]
