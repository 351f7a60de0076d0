"""The digit of a grade: what other authorities, and what was settled, make of one answer; and the reason in words."""

from typing import NamedTuple

import pandas as pd

from ..dates import day
from ..names import independent, members
from .answers import agree, answers

__all__ = ["DIGITS", "RULES", "STIX_CONFIDENCE", "judge", "settled", "sides", "weigh"]

DIGITS = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
RULES = {
    1: "an outcome settled independently, or admitted by those who had denied it, bears it out",
    2: "two or more agree and none disagrees, or at least three in four agree",
    3: "one agrees and none disagrees; or more agree than disagree; or none does either and a broader one allows it",
    4: "at least as many disagree as agree",
    5: "three or more disagree and none agrees, or the outcome does",
    6: "there is nothing independent to compare with",
}  # how many it takes is ours; the standard states no numbers
ASIDE = {
    "foresees": "(only expected or promised, against a statement of fact)",
    "same report": "(told by the same report alone, which cannot bear itself out)",
}
STIX_CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10, 6: None}  # STIX 2.1, appendix A


def weigh(agreeing, against, allowed=False):
    """Digit from the numbers of *other* authorities that agree and that disagree; the item's own voice is none of them.

    By :data:`RULES`, of which the first that holds counts, 5 before 4. Reports alone never give a 1.

    >>> [weigh(*n) for n in ((2, 0), (3, 1), (2, 1), (1, 0), (1, 1), (0, 2), (0, 3), (0, 0))]
    [2, 2, 3, 3, 4, 4, 5, 6]
    """
    if not agreeing and not against:
        return 3 if allowed else 6
    if agreeing > max(against, 1) and agreeing >= 3 * against:
        return 2
    if agreeing > against:
        return 3
    return 5 if not agreeing and against > 2 else 4


class Outcome(NamedTuple):
    """How what was settled bears on one answer, and the page that tells it."""

    fits: bool
    by: str | None
    certain: bool
    how: str
    url: str | None


class Sides(NamedTuple):
    """What the other origins' answers make of one: authorities for, against and allowing it; ``aside``, why others are
    not compared; ``kin`` answers of its own authority; ``apart``, how many members of a joint source said so alone as
    well, beyond one; ``overtaken``, whether its own authority has since said otherwise; the reports for and against."""

    agree: list
    against: list
    allow: list
    aside: list
    kin: int
    apart: int
    overtaken: bool
    agree_ids: str
    against_ids: str


def sides(item, others):
    """What others say by the last word of each; who says both on one day says neither.

    Parameters
    ----------
    item, others : rows of :func:`helpers.reliability.standing` and of :func:`helpers.reliability.positions.compared`

    Returns
    -------
    Sides
    """
    compared = [o for o in others if o.bearing not in ASIDE]
    last = {}
    for o in compared:
        last[o.other_authority] = max(o.other_said, last.get(o.other_authority, o.other_said))
    words = {b: {} for b in ("agrees", "disagrees", "allows")}
    for o in compared:
        if o.other_said == last[o.other_authority]:
            words[o.bearing].setdefault(o.other_authority, set()).update(o.other_reports.split())
    yes, no, allow = (set(names) for names in words.values())
    kept = yes - no, no - yes, allow - yes - no
    apart = [sorted(a for a in said if _apart(item.authority, a)) for said in kept]
    aside = [f"{', '.join(sorted(names)[:3])} {why}" for names, why in _aside(others, set(last))]
    alone = [a for a in kept[0] if set(members(a)) < set(members(item.authority))]
    kin = [o for o in compared if not _apart(item.authority, o.other_authority)]
    overtaken = not item.moves and any(o.other_said > item.said and o.bearing == "disagrees" for o in kin)
    ids = [_ids(words["agrees"], [*apart[0], *alone]), _ids(words["disagrees"], apart[1])]
    return Sides(*apart, aside, len(kin), max(independent(alone) - 1, 0), overtaken, *ids)


def _aside(others, compared):
    """Names and the reason why they are not compared, for those that are nowhere compared."""
    found = {}
    for o in others:
        if o.bearing in ASIDE and o.other_authority not in compared:
            found.setdefault(ASIDE[o.bearing], set()).add(o.other_authority)
    return [(names, why) for why, names in sorted(found.items())]


def _ids(reports, names):
    return " ".join(sorted(set().union(*(reports[name] for name in names))))


def settled(now, outcomes, questions, as_of, houses):
    """(question, origin) -> :class:`Outcome` of what was settled by then; nothing that moves.

    Parameters
    ----------
    now : DataFrame
        From :func:`helpers.reliability.standing`, without abstentions.
    outcomes, questions : DataFrame
    as_of : str
    houses : dict
        Name -> authority.
    """
    if outcomes is None or not len(outcomes):
        return {}
    now = now[~now["moves"]]
    ready = outcomes[day(outcomes["settled_on"]) <= pd.Timestamp(as_of)]
    truths = dict(zip(ready["question_id"], answers(ready, questions).itertuples(index=False), strict=True))
    facts = {row.question_id: row for row in ready.itertuples(index=False)}
    now = now[now["question_id"].isin(list(facts))].reset_index(drop=True)
    rows, bounds = list(now.itertuples(index=False)), answers(now, questions).itertuples(index=False)
    fits = [agree(b, truths[r.question_id]) for r, b in zip(rows, bounds, strict=True)]
    denied = {}
    for row, fit in zip(rows, fits, strict=True):
        denied.setdefault(row.question_id, set()).update([] if fit else members(row.authority))
    return {
        (row.question_id, row.origin): _outcome(facts[row.question_id], fit, denied[row.question_id], houses)
        for row, fit in zip(rows, fits, strict=True)
    }


def _outcome(fact, fits, denied, houses):
    names = [] if pd.isna(fact.settled_by) else members(fact.settled_by)
    by = " + ".join(sorted({houses.get(m, m) for m in names})) or None
    admitted = by is not None and not denied.isdisjoint(members(by))
    certain = admitted or (not pd.isna(fact.independent) and bool(fact.independent))
    how = f"admitted by {by}, which had denied it," if admitted else f"settled independently{f' by {by}' if by else ''}"
    return Outcome(fits, by, certain, f"{how} on {fact.settled_on}", getattr(fact, "url", None))


def judge(item, heard, outcome, within=""):
    """Digit, its reason in words, and the numbers of independent others for and against.

    Parameters
    ----------
    item : row of :func:`helpers.reliability.standing`
    heard : Sides
    outcome : Outcome or None
    within : str
        Such as " within 7 days", where only those are compared.
    """
    yes, no = list(heard.agree), list(heard.against)
    if outcome and outcome.by and not outcome.certain and _apart(item.authority, outcome.by):
        (yes if outcome.fits else no).append(outcome.by)
    pro, con = independent(yes) + heard.apart, independent(no)
    if outcome and outcome.certain:
        reason = f"{'borne out by' if outcome.fits else 'against'} what was {outcome.how}"
        digit = 1 if outcome.fits else 5
        return digit, f"{DIGITS[digit]}: {reason}", pro, con
    echo = not item.sourced and bool(pro or heard.allow)
    counted = max(pro - echo, 0)
    digit = weigh(counted, con, bool(heard.allow) and (pro > 0 or not echo))
    if digit == 6 and not echo:
        who = f"origin of another authority than {item.authority}" if heard.kin else "other origin"
        reason = f"no {who} gives an answer to compare with{within}"
    elif not pro and not con:
        reason = f"no other authority says as much, and none disagrees; {', '.join(heard.allow[:3])} would allow it"
    else:
        alone = members(item.authority) if heard.apart else []
        reason = f"{_side(pro, 'agree', yes, alone)}, {_side(con, 'disagree', no)}"
    if echo:
        reason += f"; {item.origin} names no source and may be the echo of one of these, so one less counts"
    if not pro and not con:
        reason += "".join(f"; not compared: {why}" for why in heard.aside)
    if heard.overtaken:
        reason += f"; {item.authority} has since said otherwise"
    if digit == 2:
        reason += "; that they are independent of one another cannot be made certain from reports"
    return digit, f"{DIGITS[digit]}: {reason}", counted, con


def _apart(one, other):
    """Whether two origins are independent as far as is coded: no authority in common."""
    return other is not None and independent([one, other]) == 2


def _side(number, verb, names, alone=(), most=3):
    """Such as "2 other authorities agree (South Korea, United States)"; `alone` are those who also say so alone."""
    groups = sorted({tuple(members(name)) for name in names}, key=lambda g: (len(g), g))
    single = {group[0] for group in groups if len(group) == 1}
    listed = [" + ".join(g) for g in groups if len(g) == 1 or single.isdisjoint(g)]
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    told = [f"{' and '.join(alone)}, each of which also says so alone"] if alone else []
    told += [f"{', '.join(listed[:most])}{more}"] if listed else []
    named = f" ({'; '.join(told)})" if told else ""
    verb += "s" * (number < 2)
    return f"{number or 'no'} other authorit{'y' if number < 2 else 'ies'} {verb}{named}"
