"""Sums of money in running text, by a grammar: no statistical model, no guess at a currency.

The grammar reads figures and number words, magnitudes, currency symbols, ISO codes and names in English, German,
French, Spanish, Ukrainian and Russian, with thousands and decimal marks of both habits. Bare symbols are read as in
the English locale of the Unicode CLDR ("$" is the US dollar, "¥" the yen). A word that several states use ("peso",
"pounds", "lira") takes the currency that the text itself names, or that of the one such state that its sentence
names; else the currency is left missing. Bare pounds are sterling where no other state of pounds is named.
"""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.internals import create_dataframe_from_blocks

from helpers.reading.money import context, lexicon
from helpers.reading.money.grammar import amounts

__all__ = ["find"]

EMPTY = pd.DataFrame(
    {"start": [0], "end": [0], "surface": [""], "low": [0.0], "high": [0.0], "currency": [""], "approximate": [False]}
).iloc[:0]
STRINGS = EMPTY["surface"].dtype
SIGN = re.compile("[¢" + "".join(sign for sign in lexicon.SYMBOLS if len(sign) == 1) + r"]|\bS/\.?\s?[0-9]|[0-9]p\b")
WORD = re.compile(r"[^\W\d_]+")
BREAK = re.compile(r"\n\s*\n|(?<=[.!?…])[\"”’»)]?\s+(?=[\"“«(]?[A-ZА-ЯҐЄІЇ])")
MARKERS = frozenset(lexicon.NOUNS).union(lexicon.PREFIXES, lexicon.HUNDREDTHS, map(str.lower, lexicon.CODES))


def find(text, carry=True):
    """Sums of money named in a text.

    Parameters
    ----------
    text : str
        Any text; a paragraph or a whole report.
    carry : bool
        Whether a bare number that continues a list of sums takes their currency ("20 billion dollars out of
        50 billion"). Only where all sums before it in the same paragraph are in one currency.

    Returns
    -------
    pandas.DataFrame
        One row a sum, in order: ``start``, ``end`` (code points), ``surface`` (``text[start:end]``, without
        qualifiers and shares: "half of the $50 billion" is ``$50 billion``, and both bounds are 25 billion),
        ``low`` and ``high`` (units of the currency; an open bound is NaN: "up to" has no low, "more than" no
        high), ``currency`` (ISO 4217; missing where unknown or ambiguous), ``approximate`` (whether the text says
        "about", "nearly" or the like).

    Examples
    --------
    >>> find("Up to €1.4bn, nearly half of the $2.5–3 billion.")[["surface", "low", "high", "currency"]]
              surface           low          high currency
    0          €1.4bn           NaN  1.400000e+09      EUR
    1  $2.5–3 billion  1.250000e+09  1.500000e+09      USD
    """
    rows, seen = [], set()
    for start, end in _passages(text):
        piece = text[start:end]
        if seen and "\n" in text[start - 1 : start]:
            seen = set()
        if not (_has_marker(piece) or (carry and len(seen) == 1)):
            continue
        for row in amounts(piece, seen if carry else None):
            rows.append((row[0] + start, row[1] + start, piece[row[0] : row[1]], *row[2:]))
    return _table(context.settled(text, rows))


def _passages(text):
    """Spans of sentences and paragraphs; the full stop of an abbreviation ends no span."""
    start = 0
    for gap in BREAK.finditer(text):
        last = WORD.findall(text[max(0, gap.start() - 8) : gap.start()])
        if last and "\n" not in gap.group() and (len(last[-1]) == 1 or last[-1].lower() in lexicon.ABBREVIATIONS):
            continue
        yield start, gap.end()
        start = gap.end()
    yield start, len(text)


def _has_marker(piece):
    return SIGN.search(piece) is not None or not MARKERS.isdisjoint(WORD.findall(piece.lower().replace("\u00ad", "")))


def _table(rows):
    """The rows as a DataFrame, put together from blocks: inferring columns costs more than reading the text."""
    if not rows:
        return EMPTY.copy()
    start, end, surface, low, high, currency, near = zip(*rows, strict=True)
    words = pd.arrays.ArrowStringArray(pa.array([*surface, *currency], type=pa.large_string()), dtype=STRINGS)
    blocks = [
        (np.array([start, end], dtype="int64"), np.array([0, 1])),
        (words[: len(rows)], np.array([2])),
        (np.array([low, high], dtype="float64"), np.array([3, 4])),
        (words[len(rows) :], np.array([5])),
        (np.array([near], dtype="bool"), np.array([6])),
    ]
    return create_dataframe_from_blocks(blocks, pd.RangeIndex(len(rows)), EMPTY.columns)
