"""What chance alone would tie: actors keep their frequency and units their length, everything else is drawn.

The model is the bipartite configuration model: a closed form for many ties at once (:func:`frequencies`,
:func:`expected`, :func:`tail`, and :func:`p_values` for ties that an engine counted), and shuffles of the same kind to
check it with (:func:`shuffle`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..stats import benjamini_hochberg
from .units import encode, names_of

CONVERGED = 1e-12
STEPS = 100


def frequencies(degrees: pd.DataFrame, sizes: pd.DataFrame) -> np.ndarray:
    """How likely an actor of each frequency is named in a unit of each size.

    Parameters
    ----------
    degrees : DataFrame
        degree (units that name the actor, ascending) and actors (how many have that degree).
    sizes : DataFrame
        size (actors that the unit names, ascending) and units (how many have that size).

    Returns
    -------
    ndarray, shape (degrees, sizes)
        Probabilities x·y / (1 + x·y) that keep both margins on average: the maximum-entropy model of Saracco et al.,
        "Randomizing bipartite networks: the case of the World Trade Web", Scientific Reports 5 (2015), solved by
        Newton's method on the distinct margins.

    >>> p = frequencies(pd.DataFrame({"degree": [1, 2], "actors": [2, 1]}), pd.DataFrame({"size": [2], "units": [2]}))
    >>> p.round(6).tolist()
    [[0.5], [1.0]]
    """
    from scipy.special import expit  # here, because counting ties should not wait for scipy

    d, actors = degrees["degree"].to_numpy(float), degrees["actors"].to_numpy(float)
    s, units = sizes["size"].to_numpy(float), sizes["units"].to_numpy(float)
    total = max(d @ actors, 1)
    x, y = np.log(d / np.sqrt(total)), np.log(s / np.sqrt(total))
    many = actors[:, None] * units
    gain = _likelihood(x, y, d * actors, s * units, many)
    for _ in range(STEPS):
        p = expit(x[:, None] + y)
        short_d, short_s = actors * (d - p @ units), units * (s - actors @ p)
        if max(np.abs(short_d / (actors * d)).max(), np.abs(short_s / (units * s)).max()) < CONVERGED:
            break
        dx, dy = _newton(p * (1 - p) * many, short_d, short_s, 1e-13 * total)
        # Full margins (an actor in every unit) drive x to infinity; the halved step keeps the ascent safe.
        step = 1.0
        while step > 1e-6:
            tried = _likelihood(x + step * dx, y + step * dy, d * actors, s * units, many)
            if tried >= gain - 1e-12 * abs(gain):
                break
            step /= 2
        x, y, gain = x + step * dx, y + step * dy, tried
    return p


def _likelihood(x, y, wx, wy, many):
    return wx @ x + wy @ y - (many * np.logaddexp(0, x[:, None] + y)).sum()


def _newton(curve, short_d, short_s, ridge):
    """One Newton step; the few sizes are solved for first, the many degrees follow from them."""
    by_d, by_s = curve.sum(1) + ridge, curve.sum(0) + ridge
    reduced = np.diag(by_s) - curve.T @ (curve / by_d[:, None])
    reduced += ridge * np.eye(len(by_s))
    dy = np.linalg.lstsq(reduced, short_s - curve.T @ (short_d / by_d), rcond=None)[0]
    return (short_d - curve @ dy) / by_d, dy


def expected(degrees: pd.DataFrame, sizes: pd.DataFrame, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Units in which chance would name two actors together.

    Parameters
    ----------
    degrees, sizes : DataFrame
        As for :func:`frequencies`.
    i, j : int array
        Rows of `degrees`: the frequency of the one actor and of the other.

    Returns
    -------
    ndarray
        Expected weight of each pair. The length of a unit is fixed, so two actors compete for its places; the
        covariance of two indicators under a fixed sum corrects for it.

    >>> d = pd.DataFrame({"degree": [2], "actors": [100]})
    >>> s = pd.DataFrame({"size": [10], "units": [20]})
    >>> expected(d, s, np.array([0]), np.array([0])).round(3).tolist()
    [0.182]
    """
    if not len(i):
        return np.empty(0)
    p = frequencies(degrees, sizes)
    v = p * (1 - p)
    units = sizes["units"].to_numpy(float)
    room = degrees["actors"].to_numpy(float) @ v
    share = np.divide(units, room, out=np.zeros_like(units), where=room > 1e-9)
    if len(p) ** 2 <= max(16 * len(i), 1 << 16):
        mean = ((p * units) @ p.T - (v * share) @ v.T)[i, j]
    else:
        mean = np.empty(len(i))
        step = max(1, (1 << 22) // len(units))
        for k in range(0, len(i), step):
            a, b = i[k : k + step], j[k : k + step]
            mean[k : k + step] = (p[a] * p[b]) @ units - (v[a] * v[b]) @ share
    # Rounded so that the order of summation leaves no trace.
    return np.maximum(np.round(mean, 10), 1e-10)


def tail(weight: np.ndarray, a: np.ndarray, b: np.ndarray, mean: np.ndarray, *, less: bool = False) -> np.ndarray:
    """Chance of a weight at least (or at most) as large as the one seen.

    The pair is judged as if it had been named in `a` and `b` of ``round(a * b / mean)`` equally long units, the number
    at which it would be expected together `mean` times: a hypergeometric tail.

    Parameters
    ----------
    weight, a, b : int array
        Units naming both, the one, the other.
    mean : float array
        Units expected to name both.
    less : bool
        The lower tail instead of the upper.

    Returns
    -------
    ndarray
        Probabilities.

    >>> tail(np.array([2]), np.array([2]), np.array([2]), np.array([0.4])).round(6).tolist()
    [0.022222]
    """
    a, b = np.minimum(a, b), np.maximum(a, b)
    n = np.maximum(np.round(np.minimum(a * (b / mean), 2.0**40)), b).astype(np.int64)
    above = (weight > mean) if not less else (weight >= mean)
    first = weight if not less else weight + 1
    # Sum away from the mean, where terms fall, and take the complement where the other side is asked for.
    p = np.empty(len(weight))
    p[above] = _sum(first[above], a[above], b[above], n[above], +1)
    p[~above] = _sum(first[~above] - 1, a[~above], b[~above], n[~above], -1)
    return np.clip(np.where(above == less, 1 - p, p), 0, 1)


def _sum(k, a, b, n, way):
    """Hypergeometric probabilities of k, k + way, k + 2 way, ... added up."""
    from scipy.special import betaln

    k = k.astype(float)
    a, b, rest = a.astype(float), b.astype(float), (n - a - b).astype(float)

    def choose(top, take):
        return -np.log1p(top) - betaln(top - take + 1, take + 1)

    total = np.zeros(len(k))
    live = np.flatnonzero((k >= np.maximum(0, -rest)) & (k <= a))
    k, a, b, rest = k[live], a[live], b[live], rest[live]
    size = a + b + rest
    term = np.exp(choose(b, k) + choose(size - b, a - k) - choose(size, a))
    part = term.copy()
    while len(live):
        # A few terms more than needed cost less than looking after each one which sums are done.
        for _ in range(4):
            if way > 0:
                term *= (a - k) * (b - k) / ((k + 1) * (rest + k + 1))
            else:
                term *= k * (rest + k) / ((a - k + 1) * (b - k + 1))
            k += way
            part += term
        total[live] = part
        go = term > 1e-17 * part
        live, k, a, b, rest, term, part = (array[go] for array in (live, k, a, b, rest, term, part))
    return total


def npmi(weight: np.ndarray, a: np.ndarray, b: np.ndarray, units: int) -> np.ndarray:
    """Normalised pointwise mutual information: 1 only ever together, 0 as independent, -1 never together.

    >>> npmi(np.array([2]), np.array([2]), np.array([2]), 4).tolist()
    [1.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        joint = weight / units
        information = np.log(joint * (units / a) * (units / b)) / -np.log(joint)
    return np.where(weight == 0, -1.0, np.where(weight == units, 1.0, information))


def histogram(values: np.ndarray, of: str, how_many: str) -> pd.DataFrame:
    """Distinct values in ascending order and how often each occurs.

    >>> histogram(np.array([3, 1, 3]), "size", "units").to_dict("list")
    {'size': [1, 3], 'units': [1, 2]}
    """
    value, count = np.unique(values, return_counts=True)
    return pd.DataFrame({of: value, how_many: count})


def p_values(counts: pd.DataFrame, sizes: pd.DataFrame, degrees: pd.DataFrame) -> pd.DataFrame:
    """The test of ties that are known by their numbers only, for engines that count elsewhere.

    Parameters
    ----------
    counts : DataFrame
        Distinct weight, n_source, n_target (units naming both, the one, the other), and ties (how many are like that).
    sizes, degrees : DataFrame
        The margins, as :func:`frequencies` takes them, in any order.

    Returns
    -------
    DataFrame
        `counts` with expected, npmi, p, q (over all pairs of the actors).

    >>> counts = pd.DataFrame({"weight": [2], "n_source": [2], "n_target": [2], "ties": [1]})
    >>> sizes = pd.DataFrame({"size": [2], "units": [4]})
    >>> p_values(counts, sizes, pd.DataFrame({"degree": [1, 2], "actors": [2, 3]}))["p"].round(3).tolist()
    [0.1]
    """
    sizes, degrees = sizes.sort_values("size", ignore_index=True), degrees.sort_values("degree", ignore_index=True)
    weight, a, b = (counts[c].to_numpy(np.int64) for c in ("weight", "n_source", "n_target"))
    a, b = np.minimum(a, b), np.maximum(a, b)
    steps, actors = degrees["degree"].to_numpy(), int(degrees["actors"].sum())
    mean = expected(degrees, sizes, np.searchsorted(steps, a), np.searchsorted(steps, b))
    p = tail(weight, a, b, mean)
    q = benjamini_hochberg(p, actors * (actors - 1) // 2, times=counts["ties"].to_numpy())
    return counts.assign(expected=mean, npmi=npmi(weight, a, b, int(sizes["units"].sum())), p=p, q=q)


def shuffle(
    mentions: pd.DataFrame,
    within: str | Sequence[str] = ("report_id",),
    *,
    actor: str = "actor",
    seed: int = 0,
    trades: int = 20,
) -> pd.DataFrame:
    """The same actors and units, drawn anew: every actor as often, every unit as long as before.

    Parameters
    ----------
    mentions : DataFrame
        With the columns `within` and `actor`.
    seed : int
        Of the random numbers.
    trades : int, default 20
        Trades per unit. In one trade two units pool the actors that only one of them names and deal them out again
        (curveball: Strona et al., Nature Communications 5, 2014).

    Returns
    -------
    DataFrame
        One row per unit and actor: the columns `within` and `actor`. The result does not depend on the order of rows.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2", "r3"], "actor": ["HUR", "NIS", "AFP", "HUR"]})
    >>> sorted(shuffle(m)["actor"])
    ['AFP', 'HUR', 'HUR', 'NIS']
    """
    within = names_of(within)
    rows = mentions[[*within, actor]].dropna().drop_duplicates().sort_values([*within, actor], ignore_index=True)
    coded = encode(rows, within, actor)
    units = [set(u.tolist()) for u in np.split(coded.actor, coded.start[1:])]
    rng = np.random.default_rng(seed)
    pairs = rng.integers(len(units), size=(trades * len(units), 2)) if units else []
    for i, j in pairs:
        only_i, only_j = units[i] - units[j], units[j] - units[i]
        if not only_i or not only_j:
            continue
        pool = np.array(sorted(only_i | only_j))
        rng.shuffle(pool)
        both = units[i] & units[j]
        units[i], units[j] = both | set(pool[: len(only_i)].tolist()), both | set(pool[len(only_i) :].tolist())
    dealt = np.array([code for unit in units for code in sorted(unit)], dtype=np.int64)
    return rows.assign(**{actor: coded.names[dealt]})
