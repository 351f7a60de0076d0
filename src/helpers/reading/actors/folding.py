"""Fold spelling variants of a text without moving its offsets."""

import unicodedata
from functools import cache

import numpy as np

TABLE_SIZE = 0x3000  # scripts above are written without spaces and are left alone
DROP = np.uint32(0xFFFFFFFF)
SAME = {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " "}
SAME.update(dict.fromkeys("\n\r\t\x0b\x0c\x85\u2028\u2029", " "))


def _folded(char):
    if char in SAME:
        return ord(SAME[char])
    if unicodedata.category(char) in ("Mn", "Cf"):  # combining marks, zero-width and bidirectional marks
        return DROP
    base, *marks = unicodedata.normalize("NFD", char)
    return ord(base) if marks and all(unicodedata.combining(mark) for mark in marks) else ord(char)


@cache
def _tables():
    chars = [chr(point) for point in range(TABLE_SIZE)]
    fold = np.array([_folded(char) for char in chars], dtype=np.uint32)
    word = np.array([char.isalnum() or char == "_" for char in chars])
    return fold, word


def fold(text):
    """A text with accents, apostrophes, dashes and spaces made alike, and marks of no width left out.

    Parameters
    ----------
    text : str

    Returns
    -------
    folded : str
    at : numpy.ndarray or None
        Offset in `text` of each character of `folded`; None where nothing was left out.
    points : numpy.ndarray
        The code points of `folded`.

    Examples
    --------
    >>> fold("Aleksandar Vučić’s")[0]
    "Aleksandar Vucic's"
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    table, _ = _tables()
    low = points < TABLE_SIZE
    made = np.where(low, table[np.where(low, points, 0)], points)
    made[(points >= 0xD800) & (points < 0xE000)] = 0xFFFD  # half a character: no library takes it
    at = None
    if (made == DROP).any():
        at = np.flatnonzero(made != DROP)
        made = made[at]
    return made.astype("<u4").tobytes().decode("utf-32-le"), at, made


def in_word(points):
    """Whether each code point belongs to a word that spaces delimit."""
    low = points < TABLE_SIZE
    return low & _tables()[1][np.where(low, points, 0)]
