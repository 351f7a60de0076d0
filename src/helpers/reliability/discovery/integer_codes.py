"""Whole numbers that stand for names: in their order, distinct, how often each stands, and one for several."""

import math

import numpy as np
import pandas as pd

__all__ = ["changes", "distinct", "joined", "paired", "ranked", "repeats"]


def changes(codes):
    """Where sorted whole numbers differ from the one before; the first does.

    >>> changes(np.array([1, 1, 3])).tolist()
    [True, False, True]
    """
    made = np.ones(len(codes), dtype=bool)
    np.not_equal(codes[1:], codes[:-1], out=made[1:])
    return made


def distinct(codes):
    """Sorted distinct whole numbers; sorting is several times as fast as the hash table of ``numpy.unique``.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    codes = np.sort(codes)
    kept = changes(codes)
    return codes if kept.all() else codes[kept]


def paired(high, low, size):
    """One whole number for two, ordered by the first; in 32 bits where that holds them, which sorts twice as fast.

    >>> paired(np.array([0, 2]), np.array([1, 0]), 3).tolist()
    [1, 6]
    """
    made = np.multiply(high, size, dtype=_holding((int(high.max(initial=0)) + 1) * size), casting="unsafe")
    return np.add(made, low, out=made, casting="unsafe")


def ranked(names):
    """Codes in order of appearance, the rank of each such name, and the names sorted.

    >>> codes, rank, found = ranked(pd.Series(["b", "a", "b"]))
    >>> rank[codes].tolist(), found.tolist()
    ([1, 0, 1], ['a', 'b'])
    """
    codes, found = pd.factorize(names)
    order = found.argsort()
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return codes, rank, found[order]


def joined(*parts):
    """One whole number for several of :func:`ranked`, ordered by the first, then the next; in 32 bits where that does.

    >>> joined(ranked(pd.Series(["b", "a"])), ranked(pd.Series(["x", "y"]))).tolist()
    [2, 1]
    """
    sizes = [max(len(rank), 1) for _, rank, _ in parts]
    made, kind = None, _holding(math.prod(sizes))
    for i, (codes, rank, _) in enumerate(parts):
        scaled = (rank * math.prod(sizes[i + 1 :])).astype(kind)
        made = scaled[codes] if made is None else np.add(made, scaled[codes], out=made)
    return made


def repeats(codes):
    """How often each whole number stands in the array.

    >>> repeats(np.array([3, 1, 3])).tolist()
    [2, 1, 2]
    """
    if len(distinct(codes)) == len(codes):
        return np.ones(len(codes), dtype=np.int32)
    _, code, times = np.unique(codes, return_inverse=True, return_counts=True)
    return times[code]


def _holding(top):
    """The smaller type that holds so many numbers."""
    if top > np.iinfo(np.int64).max:
        raise OverflowError(f"{top} pairs do not fit 64 bits")
    return np.int32 if top <= np.iinfo(np.int32).max else np.int64
