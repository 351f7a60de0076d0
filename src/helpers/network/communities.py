"""Communities of a network, and how firmly each actor belongs to its own."""

import random

import numpy as np
import pandas as pd

from .graphs import graph as as_graph
from .resampling import subsample
from .significance import significance
from .ties import cooccurrence

RUNS = 10


def communities(graph, seed=0, weight="weight"):
    """Split a network where its ties are thin.

    Parameters
    ----------
    graph : networkx.Graph
        Edges may carry `weight` (missing: 1).
    seed : int
        The best of ten runs is taken, so that it hardly matters.
    weight : str
        Name of the edges' attribute.

    Returns
    -------
    DataFrame
        actor and community, in ascending order of actors; communities are numbered from 0, the largest first, equally
        large ones by their first actor.

    Notes
    -----
    Leiden's algorithm (Traag, Waltman, van Eck, Scientific Reports 9, 2019) on modularity, by igraph.

    >>> import networkx as nx
    >>> communities(nx.Graph([("a", "b"), ("c", "d"), ("c", "e")]))["community"].tolist()
    [1, 1, 0, 0, 0]
    """
    import igraph

    actors = sorted(graph)
    place = {actor: k for k, actor in enumerate(actors)}
    edges = sorted((*sorted((place[a], place[b])), float(d.get(weight, 1))) for a, b, d in graph.edges(data=True))
    made = igraph.Graph(len(actors), [edge[:2] for edge in edges])
    weights = [edge[2] for edge in edges]
    igraph.set_random_number_generator(random.Random(seed))
    try:
        runs = [
            made.community_leiden("modularity", weights=weights or None, n_iterations=-1).membership
            for _ in range(RUNS if edges else 1)
        ]
    finally:
        igraph.set_random_number_generator(random)
    best = max(runs, key=lambda m: (round(made.modularity(m, weights=weights), 12) if edges else 0, m))
    return pd.DataFrame({"actor": pd.Series(actors, dtype="str"), "community": _numbered(best)})


def stability(mentions, within=("report_id",), actor="actor", by="report_id", alpha=0.05, draws=60, seed=0):
    """How ties and communities fare when a fifth of the reports is left out, again and again.

    Parameters
    ----------
    mentions : DataFrame
        With the columns `within`, `actor` and `by`.
    by : str
        What is left out as a whole (report, origin).
    alpha : float
        Ties with q below it make the network.

    Returns
    -------
    ties : DataFrame
        source, target, kept: share of the subsamples in which the tie is beyond chance.
    members : DataFrame
        actor, community, certainty: the consensus partition (Lancichinetti and Fortunato, Scientific Reports 2, 2012)
        of the subsamples' communities, and how often, on average, the actor lies in one community with the others of
        its own (1: always; missing: it is alone).

    >>> m = pd.DataFrame({"report_id": ["r1", "r1"], "actor": ["HUR", "NIS"]})
    >>> ties, members = stability(m, draws=2)
    >>> len(ties), len(members)
    (0, 0)
    """
    kept, found = [], []
    for drawn, unit in subsample(mentions, by, within, draws, seed=seed):
        ties = cooccurrence(drawn, unit, actor=actor)
        ties = significance(ties, drawn, unit, actor=actor)
        ties = ties[ties["q"] < alpha]
        kept.append(ties[["source", "target"]])
        found.append(communities(as_graph(ties), seed))
    kept = pd.concat(kept).groupby(["source", "target"], as_index=False).size()
    kept = kept.assign(kept=kept.pop("size") / draws)
    return kept, _consensus(found, draws, seed)


def _consensus(partitions, draws, seed):
    """Actors that are in the network of at least half of the draws, by the communities they share."""
    lists = [p.set_index("actor")["community"] for p in partitions]
    table = pd.concat(lists, axis=1).sort_index() if lists else pd.DataFrame()
    table = table[table.notna().sum(axis=1) >= draws / 2]
    codes = table.to_numpy(float)
    together, present = np.zeros((2, len(codes), len(codes)))
    for column in codes.T:
        there = ~np.isnan(column)
        present += np.outer(there, there)
        together += (column[:, None] == column) & np.outer(there, there)
    share = np.divide(together, present, out=np.zeros_like(together), where=present > 0)
    rows, columns = np.nonzero(np.triu(share > 0.5, 1))
    names = table.index.to_numpy()
    pairs = pd.DataFrame({"source": names[rows], "target": names[columns], "weight": share[rows, columns]})
    network = as_graph(pairs)
    network.add_nodes_from(names)
    members = communities(network, seed)
    own = members["community"].to_numpy()
    same = (own[:, None] == own) & ~np.eye(len(own), dtype=bool)
    with np.errstate(invalid="ignore"):
        return members.assign(certainty=(share * same).sum(axis=1) / same.sum(axis=1))


def _numbered(membership):
    """Communities renumbered by size, then by their first actor."""
    size = pd.Series(membership).value_counts()
    first = {c: membership.index(c) for c in size.index}
    rank = {c: k for k, c in enumerate(sorted(size.index, key=lambda c: (-size[c], first[c])))}
    return [rank[c] for c in membership]
