"""From reports to statements: what one authority said on one day, in the usual version of the reports that carry it.

Each relay counts once: five pages that copied one agency are one. A number off by a power of ten is a misprint. A page
that does not say when the words were spoken moves nothing that several dated ones tell.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from ..dates import day
from .answers import alike, answers, bearing, slack
from .voices import carrying

__all__ = ["Answer", "Statement", "claims_of", "courses", "known", "moving", "power_of_ten", "renewed", "statements"]

ABSTAINING = ("cannot_confirm", "no_comment")
FORECASTS = ("expects", "promises")
DATED = ("spoken_on", "repeated")


class Answer(NamedTuple):
    """One answer in comparable form, as :func:`helpers.reliability.answers.answers` gives it; kind None abstains."""

    kind: str | None
    lower: float
    upper: float
    words: frozenset
    tolerance: float
    coded: bool
    named: float
    unit: float

    @property
    def limit(self) -> bool:
        """Whether it only says "at most" or "at least"."""
        return self.kind in ("number", "date") and math.isinf(self.upper) != math.isinf(self.lower)


@dataclass(frozen=True)
class Statement:
    """What one office of an authority said on one day, in its usual version.

    Attributes
    ----------
    said : Timestamp
        NaT where neither the words nor their page have a day.
    dated : bool
        Whether a report tells the day of the words.
    row : tuple
        The claim that has the usual wording.
    answer : Answer
    claims : list of tuple
        All that carry this version.
    relays : int
    misprints, others : list of tuple
        Claims off by a power of ten, and claims with any other version.
    offices : frozenset
    """

    said: pd.Timestamp
    dated: bool
    row: Any
    answer: Answer
    claims: list = field(repr=False)
    relays: int
    misprints: list = field(repr=False)
    others: list = field(repr=False)
    offices: frozenset

    @property
    def silent(self) -> bool:
        """Whether it gives no answer."""
        return self.answer.kind is None

    @property
    def claim_ids(self) -> set[str]:
        """Of the claims that carry it."""
        return {row.claim_id for row in self.claims}


def known(table: pd.DataFrame, as_of: str | pd.Timestamp | None = None) -> pd.DataFrame:
    """Claims that a reader could have seen by the end of the day `as_of`.

    A report whose day is cut to a month counts from the month's last day; one without a date counts from the day of its
    words where that is told, and else never.

    Parameters
    ----------
    table : DataFrame[published, spoken_on]
    as_of : str, optional
        Day; by default all claims are known.

    Returns
    -------
    DataFrame
        The rows of `table` that were known, as they are.

    Examples
    --------
    >>> claims = pd.DataFrame({"published": ["2024-10-22", "2024-10", None]})
    >>> [len(known(claims, d)) for d in ("2024-10-22", "2024-10-31", None)]
    [1, 2, 3]
    """
    if as_of is None:
        return table
    seen = day(table["published"])
    if "spoken_on" in table:
        seen = seen.fillna(day(table["spoken_on"]))
    return table[seen <= pd.Timestamp(as_of)]


def courses(questions: pd.DataFrame | None) -> dict[str, tuple[str, int | None]]:
    """question_id -> (fixed, growing or moving; window in days or None), where either is told.

    >>> courses(pd.DataFrame({"question_id": ["a", "b"], "time_dependent": [True, None]}))
    {'a': ('moving', None), 'b': ('fixed', None)}
    """
    if questions is None or not len(questions):
        return {}
    table = questions.reindex(columns=["question_id", "course", "time_dependent", "window"])
    found = {}
    for row in table.itertuples(index=False):
        timed = not pd.isna(row.time_dependent) and bool(row.time_dependent)
        course = row.course if not pd.isna(row.course) else "moving" if timed else "fixed"
        found[row.question_id] = (course, None if pd.isna(row.window) else int(row.window))
    return found


def moving(questions: pd.DataFrame | None) -> set[str]:
    """Questions whose true answer changes from day to day, upwards only or at all."""
    return {question for question, (course, _) in courses(questions).items() if course != "fixed"}


def claims_of(
    table: pd.DataFrame,
    questions: pd.DataFrame | None,
    as_of: str | pd.Timestamp | None,
    *,
    by: str,
) -> dict[tuple[str, str], list]:
    """(question, name) -> its claims as (row, answer); what only urges, carries nothing or came later is left out."""
    part = known(table[carrying(table, as_of)], as_of)
    part = part[part["question_id"].notna() & part[by].notna() & ~part["modality"].isin(["urges"])]
    if as_of is not None:
        part = part[part["said"] <= pd.Timestamp(as_of)]
    part = part.sort_values(["published", "claim_id"], na_position="last", kind="stable")
    bounds = answers(part, questions)
    bounds["kind"] = bounds["kind"].where(~part["modality"].isin(ABSTAINING), None)
    groups = defaultdict(list)
    for row, bound in zip(part.itertuples(index=False), bounds.itertuples(index=False), strict=True):
        answer = Answer(*bound)._replace(kind=None if pd.isna(bound.kind) else bound.kind)
        groups[row.question_id, getattr(row, by)].append((row, answer))
    return groups


def statements(claims: list) -> tuple[list[Statement], list]:
    """What one name said on one question, day by day and office by office, the earliest first; and what moves nothing.

    Parameters
    ----------
    claims : list of (tuple, Answer)
        Of one name and question, from :func:`claims_of`.

    Returns
    -------
    list of Statement, list of (tuple, Answer)
        The second are claims of undated pages that stand against several dated ones.
    """
    kept, strays = _attached(claims)
    days = defaultdict(list)
    for row, answer in kept:
        days[row.said, _office(row)].append((row, answer))
    made = [_usual(*key, some) for key, some in days.items()]
    return sorted(made, key=lambda s: (not pd.isna(s.said), s.said, s.row.claim_id)), strays


def same(a: Answer, b: Answer) -> bool:
    """Whether two answers, or two abstentions, say the same."""
    return alike(a, b) if a.kind and b.kind else a.kind == b.kind


def broader(mine: Answer, later: Answer) -> bool:
    """Whether a later answer only allows an earlier one and takes nothing back.

    "At least 20" allows 22, and "up to 12,000" allows 12,000; but "up to 12,000" after 10,000 is a rise.

    >>> told = pd.DataFrame({"question_id": "q", "value": ["22", "20", "10000", "12000"],
    ...                      "low": [None, "20", None, None], "high": [None, None, None, "12000"]})
    >>> a, b, c, d = (Answer(*row) for row in answers(told).values.tolist())
    >>> broader(a, b), broader(c, d)
    (True, False)
    """
    if not (mine.kind and later.kind) or mine.kind not in ("number", "date") or bearing(mine, later) != "allows":
        return False
    return math.isfinite(later.lower) or abs(later.named - mine.named) <= slack(mine, later)


def renewed(mine: Answer, later: Answer) -> bool:
    """Whether a later answer is another one: it disagrees, or names a number anew that differs beyond tolerance."""
    if not (mine.kind and later.kind) or not alike(mine, later):
        return not same(mine, later)
    if mine.kind not in ("number", "date") or broader(mine, later):
        return False
    return abs(later.named - mine.named) > slack(mine, later)


def power_of_ten(a: Answer, b: Answer) -> bool:
    """Whether two numbers have the same digits and another magnitude.

    >>> rows = answers(pd.DataFrame({"question_id": "q", "value": ["310", "31000", "620"]})).values.tolist()
    >>> power_of_ten(Answer(*rows[0]), Answer(*rows[1])), power_of_ten(Answer(*rows[0]), Answer(*rows[2]))
    (True, False)
    """
    if not (a.kind == b.kind == "number" and a.named > 0 and b.named > 0):
        return False
    steps = math.log10(b.named / a.named)
    return round(steps) != 0 and abs(steps - round(steps)) < 0.002


def _office(row):
    return row.office if row.record == "open" else f"{row.office}, {row.record}"


def _attached(claims):
    """Claims, those of undated pages on the day of the dated statement that they bring again; and what moves nothing.

    A number or a day on an undated page is a statement of its own only against fewer than two dated reports.
    """
    dated = [(row, answer) for row, answer in claims if row.said_basis in DATED]
    kept, strays = [], []
    for row, answer in claims:
        before = [(r, a) for r, a in dated if pd.isna(row.said) or r.said <= row.said]
        again = [r for r, a in before if same(a, answer)]
        if row.said_basis in DATED or answer.kind is None or not before:
            kept.append((row, answer))
        elif again:
            first = max(again, key=lambda r: r.said)  # it brings again what that office said
            kept.append((row._replace(said=first.said, office=first.office, record=first.record), answer))
        elif answer.kind in ("number", "date") and len({r.report_id for r, _ in before}) > 1:
            strays.append((row, answer))
        else:
            kept.append((row, answer))
    return kept, strays


def _usual(said, office, claims):
    """The version of one statement that most relays carry; the authority's own page goes before all of them."""
    row, answer = _version([(r, a) for r, a in claims if r.own_page] or claims)
    carried = [r for r, a in claims if _one_version(answer, a)]
    rest = [(r, a) for r, a in claims if not _one_version(answer, a)]
    strange = [r for r, a in rest if power_of_ten(answer, a)]
    others = [r for r, a in rest if not power_of_ten(answer, a)]
    dated = any(r.said_basis in DATED for r in carried)
    relays = len({r.relay for r in carried})
    return Statement(said, dated, row, answer, carried, relays, strange, others, frozenset([office]))


def _version(claims):
    """The claim whose answer most relays share: each relay has one version, the middle one of its own pages."""
    by_relay = defaultdict(list)
    for row, answer in claims:
        by_relay[row.relay].append((row, answer))
    heads = [_middle(some) for some in by_relay.values()]
    groups = [[(r, a) for r, a in heads if _one_version(centre, a)] for _, centre in heads]
    best = min(groups, key=lambda g: (g[0][1].kind is None, -len(g), min(_nearness(r) for r, _ in g)))
    return _middle(best)


def _one_version(a, b):
    return same(a, b) and (math.isinf(a.lower), math.isinf(a.upper)) == (math.isinf(b.lower), math.isinf(b.upper))


def _middle(claims):
    """Of numbers the lower median, else the most frequent answer; told by the nearest and earliest claim."""
    order = sorted(claims, key=lambda c: _nearness(c[0]))
    if all(answer.kind == "number" for _, answer in claims):
        median = sorted(answer.named for _, answer in claims)[(len(claims) - 1) // 2]
        return next(c for c in order if c[1].named == median)
    counts = Counter((answer.kind, answer.lower, answer.upper, answer.words) for _, answer in claims)
    return max(order, key=lambda c: (c[1].kind is not None, counts[c[1].kind, c[1].lower, c[1].upper, c[1].words]))


def _nearness(row):
    return (row.steps, str(row.published), row.claim_id)
