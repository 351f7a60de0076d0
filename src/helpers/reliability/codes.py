"""Whole numbers that stand for names: distinct ones, how often each stands, and one number for a pair."""

import numpy as np

__all__ = ["distinct", "paired", "repeats"]


def distinct(codes):
    """Sorted distinct whole numbers; sorting is several times as fast as the hash table of ``numpy.unique``.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    codes = np.sort(codes)
    kept = np.ones(len(codes), dtype=bool)
    np.not_equal(codes[1:], codes[:-1], out=kept[1:])
    return codes if kept.all() else codes[kept]


def paired(high, low, size):
    """One whole number for two, ordered by the first; in 32 bits where that holds them, which sorts twice as fast.

    >>> paired(np.array([0, 2]), np.array([1, 0]), 3).tolist()
    [1, 6]
    """
    top = (int(high.max(initial=0)) + 1) * size
    if top > np.iinfo(np.int64).max:
        raise OverflowError(f"{top} pairs do not fit 64 bits")
    made = np.multiply(high, size, dtype=np.int32 if top <= np.iinfo(np.int32).max else np.int64, casting="unsafe")
    return np.add(made, low, out=made, casting="unsafe")


def repeats(codes):
    """How often each whole number stands in the array.

    >>> repeats(np.array([3, 1, 3])).tolist()
    [2, 1, 2]
    """
    if len(distinct(codes)) == len(codes):
        return np.ones(len(codes), dtype=np.int32)
    _, code, times = np.unique(codes, return_inverse=True, return_counts=True)
    return times[code]
