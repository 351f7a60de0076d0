"""Make answers comparable: every value becomes an interval of numbers or days, or a set of words."""

import math
import re
from contextlib import suppress
from decimal import Decimal, InvalidOperation

import numpy as np
import pandas as pd

from ..dates import day, parse

__all__ = ["RELATIVE", "agree", "alike", "answers", "bearing", "day", "label", "plain", "slack"]

RELATIVE = 0.02  # numbers this near to one another are one answer where no tolerance is coded


def answers(claims, questions=None):
    """Give each claim's answer bounds that can be compared.

    A missing bound beside a given one is open ("at least 10,000" has no upper bound); with neither, the value is
    meant exactly. A date cut to its month or year is the interval of its days.

    Parameters
    ----------
    claims : DataFrame[question_id, value, low, high]
        ``low`` and ``high`` may be missing as columns.
    questions : DataFrame[question_id, answer_type, tolerance], optional
        Without it (or for questions it lacks) the type is read off the values, and the tolerance is 0.

    Returns
    -------
    DataFrame[kind, lower, upper, words, tolerance, coded, named, unit]
        On the index of `claims`. ``kind`` is number, date, yes_no or text; missing where there is no answer (an
        abstention). Days are proleptic ordinals. ``words`` is the answer as a frozenset of lower-case parts.
        ``coded``: whether the tolerance is coded (else it reads 0, and :func:`alike` uses its own); ``named``: the
        number or day that is named ("up to 12,000" names 12,000); ``unit``: the place of its last written digit.

    Raises
    ------
    ValueError
        For a number or date that is none, or a low above its high, naming the question and the value.

    Examples
    --------
    >>> claims = pd.DataFrame({"question_id": ["n", "n"], "value": ["3000", "12000"], "low": ["3000", None]})
    >>> answers(claims)[["kind", "lower", "upper"]].values.tolist()
    [['number', 3000.0, inf], ['number', 12000.0, 12000.0]]
    """
    kinds, tolerances = _kinds(claims, questions)
    cells = {c: _cells(claims, c) for c in ("question_id", "value", "low", "high")}
    told = np.array(
        [bool(v or low or high) for v, low, high in zip(*list(cells.values())[1:], strict=True)], dtype=bool
    )
    kind = np.array([kinds.get(q) for q in cells["question_id"]], dtype=object)
    lower, upper = np.full(len(claims), np.nan), np.full(len(claims), np.nan)
    for one, read in (("number", _numbers), ("date", _days)):
        rows = np.flatnonzero(told & (kind == one))
        if len(rows):
            lower[rows], upper[rows] = read(*(np.array(cells[c], dtype=object)[rows] for c in cells))
    parts = {v: _words(v or "") for v in set(cells["value"])}
    made = {"kind": np.where(told, kind, None), "lower": lower, "upper": upper}
    made |= {"words": [parts[v] for v in cells["value"]]}
    made |= {"tolerance": np.array([tolerances.get(q, 0.0) for q in cells["question_id"]], dtype=float)}
    made["coded"] = np.array([q in tolerances for q in cells["question_id"]], dtype=bool)
    made["named"] = _named(made, cells)
    made["unit"] = [_unit(v or low or high) for v, low, high in zip(*list(cells.values())[1:], strict=True)]
    return pd.DataFrame(made, index=claims.index)


def agree(a, b):
    """Whether two answers to one question can both be right; `a` and `b` are rows of :func:`answers`.

    Numbers and dates agree if their intervals, widened by the tolerance, overlap; text if they share a part.

    >>> two = answers(pd.DataFrame({"question_id": "q", "value": ["3000", "12000"], "low": ["3000", None]}))
    >>> agree(two.iloc[0], two.iloc[1])
    True
    """
    if a.kind in ("number", "date"):
        slack = max(a.tolerance, b.tolerance) + 1e-9
        return bool(a.lower - slack <= b.upper and b.lower - slack <= a.upper)
    return bool(a.words & b.words)


def slack(a, b):
    """How far two numbers may lie apart and still be one answer.

    The coded tolerance, also 0; else the larger of 2 % and half the last written digit of the coarser one. Days have
    none but the coded one.

    >>> rows = list(answers(pd.DataFrame({"question_id": "q", "value": ["7", "7.3", "10"]})).itertuples())
    >>> round(slack(rows[0], rows[1]), 3), round(slack(rows[1], rows[2]), 3)
    (0.5, 0.5)
    """
    if a.coded or b.coded or a.kind != "number":
        return max(a.tolerance, b.tolerance) + 1e-9
    largest = max((abs(x) for x in (a.named, b.named) if not math.isnan(x)), default=0.0)
    return max(RELATIVE * largest, max(a.unit, b.unit) / 2) + 1e-9


def alike(a, b):
    """As :func:`agree`, with the tolerance of :func:`slack`: whether two answers say the same for all that is known.

    >>> rows = list(answers(pd.DataFrame({"question_id": "q", "value": ["7", "7.3", "10"]})).itertuples())
    >>> alike(rows[0], rows[1]), alike(rows[1], rows[2])
    (True, False)
    """
    if a.kind in ("number", "date"):
        return bool(a.lower - slack(a, b) <= b.upper and b.lower - slack(a, b) <= a.upper)
    return bool(a.words & b.words)


def bearing(mine, other):
    """What another answer does to mine: it agrees, disagrees, or merely allows it, being the broader of the two.

    "At least 3,000" is borne out by 12,000; 12,000 is only allowed by "at least 3,000".

    >>> two = answers(pd.DataFrame({"question_id": "q", "value": ["3000", "12000"], "low": ["3000", None]}))
    >>> bearing(two.iloc[0], two.iloc[1]), bearing(two.iloc[1], two.iloc[0])
    ('agrees', 'allows')
    """
    if not alike(mine, other):
        return "disagrees"
    near = slack(mine, other)
    broader = other.lower < mine.lower - near or other.upper > mine.upper + near
    return "allows" if mine.kind in ("number", "date") and broader else "agrees"


def label(value, low=None, high=None):
    """An answer as a reader would write it.

    >>> label("3000", "3000", None), label("20", "10", "20"), label(None)
    ('at least 3000', '10 to 20', 'no answer')
    """
    value, low, high = (None if _absent(v) else plain(str(v)) for v in (value, low, high))
    if low and high:
        return low if low == high else f"{low} to {high}"
    dated = re.fullmatch(r"\d{4}-\d\d(-\d\d)?", low or high or "")
    if low:
        return f"{'from' if dated else 'at least'} {low}"
    return f"{'by' if dated else 'at most'} {high}" if high else value or "no answer"


def plain(text):
    """A number in plain digits, so that one value has one spelling; any other text as it is.

    >>> plain("7.2e4"), plain("72000.0"), plain("0.50"), plain("2024-10")
    ('72000', '72000', '0.5', '2024-10')
    """
    if not re.fullmatch(r"[+-]?\d+(\.\d*)?([eE][+-]?\d{1,2})?", text.strip()) or not re.search(r"[.eE+]", text):
        return text
    try:
        made = f"{Decimal(text.strip()):f}"
    except InvalidOperation:
        return text
    return made.rstrip("0").rstrip(".") or "0" if "." in made else made


def _named(made, cells):
    """The number, or the first day, that each answer names; nan for words."""
    rows = zip(made["kind"], made["lower"], made["upper"], cells["value"], strict=True)
    found = []
    for kind, lower, upper, value in rows:
        ends = [x for x in (lower, upper) if math.isfinite(x)] if kind in ("number", "date") else []
        if kind == "number" and value:
            with suppress(ValueError):
                ends = [float(value)]
        elif len(ends) == 2 and kind == "number":
            ends = [sum(ends) / 2]
        found.append(ends[0] if ends else math.nan)
    return np.array(found, dtype=float)


def _unit(text):
    """The place of the last written digit: 7 is told to ones, 7.3 to tenths."""
    match = re.fullmatch(r"[+-]?\d+\.(\d+)", plain(text or "").strip())
    return 10.0 ** -len(match[1]) if match else 1.0


def _words(value):
    return frozenset(w.strip() for w in re.split(r",(?!\d)|(?<!\d),|[|+]", value.casefold()) if w.strip())


def _kinds(claims, questions):
    kinds, tolerances = {}, {}
    if questions is not None and len(questions):
        kinds = dict(zip(questions["question_id"], questions["answer_type"], strict=True))
        if "tolerance" in questions:
            given = questions.dropna(subset=["tolerance"])
            tolerances = dict(zip(given["question_id"], given["tolerance"].astype(float), strict=True))
    untyped = claims[~claims["question_id"].isin(list(kinds))]
    for question, values in untyped.groupby("question_id", sort=True)["value"]:
        kinds[question] = _guess(values.dropna().astype(str))
    return kinds, tolerances


def _guess(values):
    for kind, read in (("number", float), ("date", parse)):
        try:
            for value in values:
                read(value)
        except ValueError:
            continue
        if len(values):
            return kind
    return "yes_no" if len(values) and set(values) <= {"yes", "no"} else "text"


def _cells(claims, column):
    if column not in claims:
        return [None] * len(claims)
    return [None if _absent(v) else str(v) for v in claims[column]]


def _absent(value):
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)) or value == ""


def _numbers(question, value, low, high):
    """Lower and upper bound of each number; with neither given, the value is both."""
    return _bounds(question, value, low, high, float, float, "number")


def _days(question, value, low, high):
    """First and last day of each date; with no bound given, those of the value."""
    ends = [lambda text, end=end: float(parse(text)[end].toordinal()) for end in (0, 1)]
    return _bounds(question, value, low, high, *ends, "date")


def _bounds(question, value, low, high, first, last, kind):
    exact = ~(low.astype(bool) | high.astype(bool))
    made = []
    for given, read, missing in ((low, first, -math.inf), (high, last, math.inf)):
        text = np.where(exact, value, given)
        known = {None: missing, "": missing}
        for one in set(text) - set(known):
            try:
                known[one] = read(one)
            except ValueError as error:
                at = question[np.flatnonzero(text == one)[0]]
                raise ValueError(f"claims: question {at!r} takes a {kind}, but an answer reads {one!r}") from error
        made.append(np.array([known[t] for t in text], dtype=float))
    if (made[0] > made[1]).any():
        row = int(np.flatnonzero(made[0] > made[1])[0])
        raise ValueError(f"claims: an answer to {question[row]!r} has low {low[row]!r} above high {high[row]!r}")
    return made
