"""Which state's pounds, lira or pesos a text means: it says so elsewhere, or names one state that has them."""

import re
from bisect import bisect_right
from functools import cache, partial

from helpers.reading.money import lexicon as lx

FAMILY_OF = {code: name for name, (_, codes) in lx.FAMILIES.items() for code in codes.values() if code} | {
    "BRL": "rial", "ZAR": "rand",
}  # fmt: skip
DEFAULT = {"pound": "GBP"}  # where the text speaks of no other
SENTENCE = re.compile(r"[.!?…][\"”’»)]*\s+(?=[\"“«(]?[^\W\d_a-zа-яґєії])|\n\s*\n")


def settled(text, rows):
    """The rows ``(start, end, surface, low, high, currency, near)`` with a currency, or None, for each open family.

    The currency that the text itself gives to the family wins, where it is one ("70 billion Turkish lira ... 8
    billion lira"); then that of the one state of the family named in the sentence. Pounds are sterling only where the
    text names no other state that has pounds.
    """
    if not any(_is_open(row[5]) for row in rows):
        return rows
    explicit, places = {}, {}
    for row in rows:
        family = row[5][1:] if _is_open(row[5]) else FAMILY_OF.get(row[5])
        places.setdefault(family, []).append(row[1])
        if not _is_open(row[5]):
            explicit.setdefault(family, set()).add(row[5])
            if row[5] in lx.WITH_CENTS:
                explicit.setdefault("cent", set()).add(row[5])
    breaks = [0, *(match.end() for match in SENTENCE.finditer(text)), len(text) + 1]
    states = cache(partial(_currencies, text))
    return [
        (*row[:5], _currency(row, explicit, places, breaks, states), row[6]) if _is_open(row[5]) else row
        for row in rows
    ]


def _is_open(currency):
    return currency is not None and currency.startswith("?")


def _currency(row, explicit, places, breaks, states):
    family = row[5][1:]
    given = explicit.get(family, set())
    if family not in lx.FAMILIES:
        return next(iter(given)) if family == "cent" and len(given) == 1 else None
    i, ends = bisect_right(breaks, row[0]) - 1, places[family]
    start, end, last = breaks[i], breaks[i + 1], bisect_right(ends, row[0])
    since = max(start, ends[last - 1] if last else 0)
    beside, here = states(family, since, row[0]), states(family, start, end)
    for some in (beside, given, here):
        if len(some) == 1:
            return next(iter(some))
    anywhere = states(family, 0, breaks[-1])
    if here or (family in DEFAULT and (given or not anywhere <= {DEFAULT[family]})):
        return None
    return DEFAULT.get(family) or (next(iter(anywhere)) if len(anywhere) == 1 else None)


def _currencies(text, family, start, end):
    """Currencies of the states of a family that a stretch of text names, by name, adjective or capital."""
    codes = lx.FAMILIES[family][1]
    return {codes[lx.STATES[_key(match.group())]] for match in _pattern(family).finditer(text, start, end)}


def _key(words):
    return re.sub(r"[\s-]+", "-", words.lower())


@cache
def _pattern(family):
    """Matches any name of a state of the family, the longest first."""
    codes = lx.FAMILIES[family][1]
    words = sorted((word for word, country in lx.STATES.items() if country in codes), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(word.replace('-', '[ -]') for word in words)})\b", re.IGNORECASE)
