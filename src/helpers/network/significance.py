"""Ties beyond chance: how often a pair would be named together anyway, and which ties exceed it."""

import numpy as np
import pandas as pd

from ..stats import benjamini_hochberg
from .null_model import expected, tail
from .units import complete, encode, names_of


def significance(ties, mentions, within=("report_id",), actor="actor", strata=None, rarer=False):
    """Judge each tie against the chance that keeps every actor's frequency and every unit's length.

    Parameters
    ----------
    ties : DataFrame or ibis Table
        source, target, weight, as :func:`cooccurrence` counted them with the same `within` and no window.
    mentions : DataFrame or ibis Table
        With the columns `within`, `actor` and `strata`.
    strata : str, optional
        Column (a topic, a day) with one value per unit: chance deals actors out within each stratum only.
    rarer : bool, default False
        Ask for ties rarer than chance instead. Then p is of the lower tail, and q is over the pairs named often enough
        for a p of 0.05 (Gilbert, Journal of the Royal Statistical Society C 54, 2005); with strata, over all.

    Returns
    -------
    DataFrame or ibis Table, as given
        The rows and columns of `ties` in their order, with expected (units), npmi (-1 to 1: normalised pointwise mutual
        information, Bouma 2009), p (probability of a weight at least that large) and q (Benjamini and Hochberg 1995,
        over all pairs of actors, seen or not).

    Raises
    ------
    ValueError
        If a column is missing, a tie's actor is not in `mentions`, or a unit lies in two strata.

    >>> m = pd.DataFrame({"report_id": list("aabbccdd"), "actor": ["HUR", "NIS"] * 2 + ["AFP", "EU", "AFP", "IMF"]})
    >>> t = pd.DataFrame({"source": ["HUR"], "target": ["NIS"], "weight": [2]})
    >>> significance(t, m).round(3)
      source target  weight  expected  npmi    p    q
    0    HUR    NIS       2     0.778   1.0  0.1  1.0
    """
    within = names_of(within)
    if not isinstance(ties, pd.DataFrame):
        from .ibis_backend import significance_ibis

        return significance_ibis(ties, mentions, within)
    coded = encode(mentions, within, actor)
    source, target = (_positions(ties[end], coded.names) for end in ("source", "target"))
    weight = ties["weight"].to_numpy(np.int64)
    judged = _whole(weight, source, target, coded, rarer)
    if strata is not None:
        parts = [encode(part, within, actor) for part in _layers(mentions, within, actor, strata)]
        judged |= _layered(weight, source, target, coded.names, parts, rarer)
    return ties.assign(**judged)


def judge(counts, sizes, degrees):
    """The same for ties known only by their numbers, for engines that count elsewhere.

    Parameters
    ----------
    counts : DataFrame
        Distinct weight, n_source, n_target (units naming both, the one, the other), and ties (how many are like that).
    sizes, degrees : DataFrame
        The margins, as :func:`helpers.network.null_model.frequencies` takes them, in any order.

    Returns
    -------
    DataFrame
        `counts` with expected, npmi, p, q.

    >>> counts = pd.DataFrame({"weight": [2], "n_source": [2], "n_target": [2], "ties": [1]})
    >>> sizes = pd.DataFrame({"size": [2], "units": [4]})
    >>> judge(counts, sizes, pd.DataFrame({"degree": [1, 2], "actors": [2, 3]}))["p"].round(3).tolist()
    [0.1]
    """
    sizes, degrees = sizes.sort_values("size", ignore_index=True), degrees.sort_values("degree", ignore_index=True)
    weight, a, b = (counts[c].to_numpy(np.int64) for c in ("weight", "n_source", "n_target"))
    a, b = np.minimum(a, b), np.maximum(a, b)
    judged = _columns(weight, a, b, sizes, _expected(a, b, degrees, sizes))
    actors = int(degrees["actors"].sum())
    judged["q"] = benjamini_hochberg(judged["p"], actors * (actors - 1) / 2, times=counts["ties"].to_numpy())
    return counts.assign(**judged)


def npmi(weight, a, b, units):
    """Normalised pointwise mutual information: 1 only ever together, 0 as independent, -1 never together.

    >>> npmi(np.array([2]), np.array([2]), np.array([2]), 4).tolist()
    [1.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        joint = weight / units
        found = np.log(joint * (units / a) * (units / b)) / -np.log(joint)
    return np.where(weight == 0, -1.0, np.where(weight == units, 1.0, found))


def histogram(values, of, how_many):
    """Distinct values in ascending order and how often each occurs.

    >>> histogram(np.array([3, 1, 3]), "size", "units").to_dict("list")
    {'size': [1, 3], 'units': [1, 2]}
    """
    value, count = np.unique(values, return_counts=True)
    return pd.DataFrame({of: value, how_many: count})


def _positions(column, names):
    """Where each actor of `column` stands in `names`."""
    code, actors = pd.factorize(column)
    place = names.get_indexer(actors)
    if (place < 0).any():
        raise ValueError(
            f"mentions never name {list(actors[place < 0][:3])}, which ties have: count both from one table"
        )
    return place[code]


def _expected(a, b, degrees, sizes):
    """Expected weights for pairs of frequencies `a`, `b`."""
    steps = degrees["degree"].to_numpy()
    return expected(degrees, sizes, np.searchsorted(steps, a), np.searchsorted(steps, b))


def _whole(weight, source, target, coded, rarer):
    """The columns that judge each tie; ties with equal weight and frequencies are judged once."""
    named = np.bincount(coded.actor, minlength=len(coded.names))
    degrees, sizes = histogram(named, "degree", "actors"), histogram(coded.size, "size", "units")
    steps = degrees["degree"].to_numpy()
    level = np.searchsorted(steps, named)
    low, high = level[source], level[target]
    low, high = np.minimum(low, high), np.maximum(low, high)
    wide = int(weight.max(initial=0)) + 1
    case, kinds = pd.factorize((low * len(steps) + high) * wide + weight)
    pair, weight = np.divmod(kinds, wide)
    low, high = np.divmod(pair, max(len(steps), 1))
    judged = _columns(weight, steps[low], steps[high], sizes, expected(degrees, sizes, low, high), rarer)
    pairs = _rare_enough(degrees, sizes) if rarer else len(named) * (len(named) - 1) / 2
    judged["q"] = benjamini_hochberg(judged["p"], pairs, times=np.bincount(case, minlength=len(kinds)))
    return {name: column[case] for name, column in judged.items()}


def _rare_enough(degrees, sizes):
    """Pairs of actors so often named that never meeting would have p <= 0.05; others cannot be rarer."""
    count, actors = degrees["degree"].to_numpy(), degrees["actors"].to_numpy()
    low, high = np.triu_indices(len(count))
    pairs = np.where(low == high, actors[low] * (actors[low] - 1) // 2, actors[low] * actors[high])
    p = tail(np.zeros(len(low), np.int64), count[low], count[high], expected(degrees, sizes, low, high), less=True)
    return pairs[p <= 0.05].sum()


def _columns(weight, a, b, sizes, mean, rarer=False):
    """expected, npmi and p of pairs named `weight`, `a` and `b` times."""
    units = int(sizes["units"].sum())
    return {"expected": mean, "npmi": npmi(weight, a, b, units), "p": tail(weight, a, b, mean, rarer)}


def _layers(mentions, within, actor, strata):
    """The mentions of each stratum, in order of the strata; a unit may lie in one only."""
    rows = complete(mentions, (*within, actor, strata))
    if (rows.drop_duplicates([*within, strata]).groupby(list(within)).size() > 1).any():
        raise ValueError(f"a unit of {list(within)} has several values of {strata!r}: give each unit one stratum")
    return [part for _, part in rows.groupby(strata, sort=True)]


def _layered(weight, source, target, names, parts, rarer):
    """Like :func:`_whole`, with expectations summed over strata; only strata that name both actors count."""
    mean, a, b = np.zeros(len(weight)), np.zeros(len(weight), np.int64), np.zeros(len(weight), np.int64)
    for part in parts:
        named = np.zeros(len(names), np.int64)
        named[names.get_indexer(part.names)] = np.bincount(part.actor)
        both = (named[source] > 0) & (named[target] > 0)
        degrees, sizes = histogram(named[named > 0], "degree", "actors"), histogram(part.size, "size", "units")
        mean[both] += _expected(named[source[both]], named[target[both]], degrees, sizes)
        a[both] += named[source[both]]
        b[both] += named[target[both]]
    # Actors without a common stratum cannot meet by chance; the floor keeps their tail defined.
    p = tail(weight, a, b, np.maximum(mean, 1e-10), rarer)
    return {"expected": mean, "p": p, "q": benjamini_hochberg(p, len(names) * (len(names) - 1) / 2)}
