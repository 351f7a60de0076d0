"""Fold spelling variants of a text without losing where each letter stood."""

import unicodedata
from functools import cache

import numpy as np

TABLE_SIZE = 0x3100  # scripts above are written without spaces and are left alone
DROP = np.uint32(0xFFFFFFFF)
SAME = {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"}
LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
SAME.update(
    dict.fromkeys("\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))) + LINE_ENDS, " ")
)
# Letters that no mark can be taken from; as they are typed without them.
PLAIN = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "ŧ": "t", "ŀ": "l", "ĸ": "k", "ŋ": "n",
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij",
}  # fmt: skip
PLAIN |= {small.upper(): plain.capitalize() for small, plain in PLAIN.items() if len(small.upper()) == 1}
PLAIN["ẞ"] = "SS"
SPACE, NEWLINE = ord(" "), ord("\n")


def _folded(char):
    """The code points of the one or two letters that replace a character, or nothing where it is dropped."""
    if char in PLAIN:
        return [ord(one) for one in PLAIN[char]]
    if char in SAME:
        return [ord(SAME[char])]
    if unicodedata.category(char) in ("Mn", "Cf"):  # combining marks, zero-width and bidirectional marks
        return []
    base, *marks = unicodedata.normalize("NFD", char)
    if marks and all(unicodedata.combining(mark) for mark in marks):
        return [ord(one) for one in PLAIN.get(base, base)]
    return [ord(char)]


@cache
def _tables():
    chars = [chr(point) for point in range(TABLE_SIZE)]
    folds = [_folded(char) for char in chars]
    first = np.array([fold[0] if fold else DROP for fold in folds], dtype=np.uint32)
    second = np.array([fold[1] if len(fold) > 1 else 0 for fold in folds], dtype=np.uint32)
    word = np.array([char.isalnum() or char == "_" for char in chars])
    return first, second, word


def fold(text):
    """A text with accents, apostrophes, dashes and runs of blanks made alike, and marks of no width left out.

    A run of blanks with one line end in it is one blank; with two, which end a paragraph, it is a line end.

    Parameters
    ----------
    text : str

    Returns
    -------
    folded : str
    at : numpy.ndarray or None
        Offset in `text` of each character of `folded`; None where both are as long, letter for letter.
    points : numpy.ndarray
        The code points of `folded`.

    Examples
    --------
    >>> fold("Aleksandar  Vučić’s Straße")[0]
    "Aleksandar Vucic's Strasse"
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    table, doubled, _ = _tables()
    low = points < TABLE_SIZE
    within = np.where(low, points, 0)
    folded = np.where(low, table[within], points)
    folded[(points >= 0xD800) & (points < 0xE000)] = 0xFFFD  # half a character: no library takes it
    second = np.where(low, doubled[within], 0)
    count = np.where(folded == DROP, 0, 1 + (second > 0))
    _one_blank(points, folded, count)
    at = None
    if (count != 1).any():
        at = np.repeat(np.arange(len(points)), count)
        repeated = np.append(False, at[1:] == at[:-1]) if len(at) else np.zeros(0, dtype=bool)
        folded = np.where(repeated, second[at], folded[at])
    return folded.astype("<u4").tobytes().decode("utf-32-le"), at, folded


def _one_blank(points, folded, count):
    """Leave one blank of each run, in place; a line end where the run holds two."""
    kept = np.flatnonzero(folded != DROP)
    blank = folded[kept] == SPACE
    after = np.append(False, blank[1:] & blank[:-1]) if len(kept) else blank
    if not after.any():
        return
    count[kept[after]] = 0
    run = np.cumsum(blank & ~after)  # the run that each blank belongs to
    here = points[kept]
    ends = np.isin(here, [10, 11, 12, 13, 0x85, 0x2028, 0x2029])
    ends &= ~((here == 10) & np.append(False, here[:-1] == 13))  # \r\n is one
    lines = np.bincount(run[blank], weights=ends[blank])
    first = blank & ~after
    folded[kept[first][lines[run[first]] >= 2]] = NEWLINE


def in_word(points):
    """Whether each code point belongs to a word that spaces delimit."""
    low = points < TABLE_SIZE
    return low & _tables()[2][np.where(low, points, 0)]
