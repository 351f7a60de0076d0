"""The statistics that several parts share: intervals of shares, correction for many tests, draws with replacement."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.stats import beta, norm

__all__ = ["benjamini_hochberg", "jeffreys", "redraws", "wilson"]


def wilson(hits: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a share (Wilson 1927); (nan, nan) of nothing.

    Examples
    --------
    >>> [round(x, 3) for x in wilson(9, 10)]
    [0.596, 0.982]
    """
    if not n:
        return float("nan"), float("nan")
    z = norm.ppf((1 + level) / 2)
    share = hits / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return float(max(0.0, middle - half)), float(min(1.0, middle + half))


def jeffreys(right: float, wrong: float, *, level: float = 0.9, prior: float = 0.5) -> tuple[float, float]:
    """Equal-tailed posterior interval of a share, by default under Jeffreys' prior (Brown, Cai and DasGupta 2001).

    As they advise, it reaches to 0 where none is right and to 1 where none is wrong, so that it holds the share itself.

    Examples
    --------
    >>> [round(x, 2) for x in jeffreys(9, 1)], jeffreys(10, 0)[1]
    ([0.67, 0.98], 1.0)
    """
    tail = (1 - level) / 2
    low, high = beta.ppf([tail, 1 - tail], right + prior, wrong + prior)
    return float(low) if right else 0.0, float(high) if wrong else 1.0


def benjamini_hochberg(p: np.ndarray, tests: int, *, times: int | np.ndarray = 1) -> np.ndarray:
    """False discovery rate q of each p-value (Benjamini and Hochberg 1995).

    Parameters
    ----------
    p : array of float
    tests : int
        How many tests were made; those whose p is not given have p = 1.
    times : int or array of int
        How many tests share each p.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04]), 4).tolist()
    [0.04, 0.08]
    """
    order = np.argsort(p, kind="stable")
    rank = np.cumsum(np.broadcast_to(times, len(p))[order])
    # Ties in p share the last rank among them, which the running minimum from the right gives.
    stepped = np.minimum.accumulate((p[order] * tests / rank)[::-1])[::-1]
    q = np.empty(len(p))
    q[order] = np.minimum(stepped, 1)
    return q


def redraws(n: int, *, draws: int, seed: int = 0) -> Iterator[np.ndarray]:
    """Bootstrap: `draws` times `n` places drawn with replacement out of `n` (Efron 1979).

    Examples
    --------
    >>> [len(places) for places in redraws(3, draws=2)]
    [3, 3]
    """
    rng = np.random.default_rng(seed)
    for _ in range(draws):
        yield rng.integers(n, size=n)
