"""Who is most tied in a network, with the uncertainty of the ranks."""

import numpy as np
import pandas as pd

from .resampling import bootstrap
from .ties import cooccurrence


def centrality(ties, mentions, within=("report_id",), actor="actor", by="report_id", draws=200, level=0.9, seed=0):
    """Strength and betweenness of each actor in a network of given ties, with intervals.

    Parameters
    ----------
    ties : DataFrame
        source, target, weight: the network, for instance the ties beyond chance.
    mentions, within, actor
        What the ties were counted from.
    by : str, default "report_id"
        What the bootstrap draws as a whole; an origin, where several reports rest on one.
    level : float, default 0.9
        Of the intervals.

    Returns
    -------
    DataFrame
        actor; strength (sum of weights) and betweenness (share of the shortest paths between two others that lead
        through it, ties being as long as 1/weight), each with _low and _high; rank (by strength, 1 = highest, equals
        share the best) with rank_low and rank_high. Ordered by rank and actor. Every draw counts the same ties anew:
        the intervals leave out that other ties might have been kept.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2", "r2"], "actor": ["HUR", "NIS", "HUR", "AFP"]})
    >>> centrality(cooccurrence(m), m, draws=20)[["actor", "strength", "rank"]].values.tolist()
    [['HUR', 2.0, 1], ['AFP', 1.0, 2], ['NIS', 1.0, 2]]
    """
    actors = sorted(set(ties["source"]) | set(ties["target"]))
    place = pd.Series(range(len(actors)), index=actors, dtype="int64")
    ends = ties["source"].map(place).to_numpy(np.int64), ties["target"].map(place).to_numpy(np.int64)
    seen = _measures(len(actors), *ends, ties["weight"].to_numpy(float))
    drawn = [seen]
    pair = pd.MultiIndex.from_frame(ties[["source", "target"]])
    for some, unit in bootstrap(mentions, by, within, draws if actors else 0, seed):
        counted = cooccurrence(some, unit, actor=actor).set_index(["source", "target"])["weight"]
        drawn.append(_measures(len(actors), *ends, counted.reindex(pair, fill_value=0).to_numpy(float)))
    return _table(actors, seen, np.array(drawn[1:] or drawn), level)


def _measures(n, source, target, weight):
    """Strength, betweenness and rank of `n` actors: an array of shape (3, n)."""
    import igraph

    there = weight > 0
    source, target, weight = source[there], target[there], weight[there]
    strength = np.bincount(source, weight, n) + np.bincount(target, weight, n)
    network = igraph.Graph(n, list(zip(source.tolist(), target.tolist(), strict=True)))
    between = np.array(network.betweenness(weights=(1 / weight).tolist() if len(weight) else None, directed=False))
    rank = pd.Series(-strength).rank(method="min").to_numpy()
    return np.array([strength, between / max((n - 1) * (n - 2) / 2, 1), rank])


def _table(actors, seen, drawn, level):
    tails = (1 - level) / 2, (1 + level) / 2
    found = pd.DataFrame({"actor": actors})
    for k, name in enumerate(("strength", "betweenness", "rank")):
        low, high = np.quantile(drawn[:, k], tails, axis=0)
        found[name], found[f"{name}_low"], found[f"{name}_high"] = seen[k], low, high
    ranks = ["rank", "rank_low", "rank_high"]
    found[ranks] = found[ranks].round().astype("int64")
    return found.sort_values(["rank", "actor"], ignore_index=True)
