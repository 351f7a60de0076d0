"""The shape of a network: graphs, communities and how firm they are, who is most tied, where to draw whom."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .robustness import bootstrap, subsample
from .significance import significance
from .ties import cooccurrence

if TYPE_CHECKING:
    import networkx as nx

RUNS = 10
DENSE = 0.6  # share of possible ties from which a community is drawn as a circle
CLOSE = 300  # actors of one community up to which the slower, clearer layout is used


def graph(ties: pd.DataFrame, actors: pd.DataFrame | None = None) -> nx.Graph:
    """Ties as an undirected graph, with what is known about the actors.

    Parameters
    ----------
    ties : DataFrame
        source, target and any other columns, which become attributes of the edges.
    actors : DataFrame, optional
        actor and any other columns, which become attributes of those nodes that have a tie. Missing cells are left out.

    Returns
    -------
    networkx.Graph
        Nodes in ascending order, edges in the order of `ties`.

    >>> g = graph(pd.DataFrame({"source": ["HUR"], "target": ["NIS"], "weight": [2]}))
    >>> g["NIS"]["HUR"]
    {'weight': 2}
    """
    import networkx as nx  # here, because counting ties should not wait for it

    network = nx.Graph()
    network.add_nodes_from(sorted(set(ties["source"]) | set(ties["target"])))
    for row in ties.to_dict("records"):
        network.add_edge(row.pop("source"), row.pop("target"), **_filled(row))
    if actors is not None:
        for row in actors[actors["actor"].isin(network)].to_dict("records"):
            network.nodes[row.pop("actor")].update(_filled(row))
    return network


def _filled(row):
    """The cells of a row that hold something, as plain Python values."""
    return {k: v.item() if isinstance(v, np.generic) else v for k, v in row.items() if not pd.isna(v)}


def communities(graph: nx.Graph, *, seed: int = 0, weight: str = "weight") -> pd.DataFrame:
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
    network = igraph.Graph(len(actors), [edge[:2] for edge in edges])
    weights = [edge[2] for edge in edges]
    igraph.set_random_number_generator(random.Random(seed))
    try:
        runs = [
            network.community_leiden("modularity", weights=weights or None, n_iterations=-1).membership
            for _ in range(RUNS if edges else 1)
        ]
    finally:
        igraph.set_random_number_generator(random)
    best = max(runs, key=lambda m: (round(network.modularity(m, weights=weights), 12) if edges else 0, m))
    return pd.DataFrame({"actor": pd.Series(actors, dtype="str"), "community": _numbered(best)})


def _numbered(membership):
    """Communities renumbered by size, then by their first actor."""
    size = pd.Series(membership).value_counts()
    first = {c: membership.index(c) for c in size.index}
    rank = {c: k for k, c in enumerate(sorted(size.index, key=lambda c: (-size[c], first[c])))}
    return [rank[c] for c in membership]


def stability(
    mentions: pd.DataFrame,
    within: str | Sequence[str] = ("report_id",),
    *,
    actor: str = "actor",
    by: str = "report_id",
    strata: str | None = None,
    actors: pd.DataFrame | None = None,
    alpha: float = 0.05,
    draws: int = 60,
    seed: int = 0,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How ties and communities fare when a fifth of the reports is left out, again and again.

    Parameters
    ----------
    mentions : DataFrame
        With the columns `within`, `actor` and `by`.
    by : str
        What is left out as a whole (report, origin).
    strata, actors
        As for :func:`helpers.network.significance`; by default one chance over all reports.
    alpha : float
        Ties with q below it make the network.

    Returns
    -------
    ties : DataFrame
        source, target, recurrence: share of the subsamples in which the tie is beyond chance.
    members : DataFrame
        actor, community, certainty: the consensus partition (Lancichinetti and Fortunato, Scientific Reports 2, 2012)
        of the subsamples' communities, and how often, on average, the actor lies in one community with the others of
        its own (1: always; missing: it is alone).

    >>> m = pd.DataFrame({"report_id": ["r1", "r1"], "actor": ["HUR", "NIS"]})
    >>> ties, members = stability(m, draws=2)
    >>> len(ties), len(members)
    (0, 0)
    """
    beyond, partitions = [], []
    for drawn, unit in subsample(mentions, by, within, draws=draws, seed=seed):
        ties = cooccurrence(drawn, unit, actor=actor)
        ties = significance(ties, drawn, unit, actor=actor, strata=strata, actors=actors)
        ties = ties[ties["q"] < alpha]
        beyond.append(ties[["source", "target"]])
        partitions.append(communities(graph(ties), seed=seed))
    often = pd.concat(beyond).groupby(["source", "target"], as_index=False).size()
    often = often.assign(recurrence=often.pop("size") / draws)
    return often, _consensus(partitions, draws, seed)


def _consensus(partitions, draws, seed):
    """Actors that are in the network of at least half of the draws, by the communities they share."""
    from scipy import sparse

    rows = pd.concat([p.assign(draw=k) for k, p in enumerate(partitions)], ignore_index=True)
    often = rows["actor"].value_counts()
    names = pd.Index(sorted(often.index[often >= draws / 2]))
    rows = rows[rows["actor"].isin(names)]
    code = names.get_indexer(rows["actor"])
    group = pd.factorize(rows["draw"] * (rows["community"].max() + 1) + rows["community"])[0] if len(rows) else []
    shape = len(names), int(np.max(group, initial=-1)) + 1
    member = sparse.csr_array((np.ones(len(code)), (code, group)), shape=shape)
    present = sparse.csr_array((np.ones(len(code), np.int32), (code, rows["draw"])), shape=(len(names), draws))
    # Only pairs that ever share a community are looked at, not all pairs of actors.
    together = sparse.triu(member @ member.T, 1).tocoo()
    a, b = together.row, together.col
    share = together.data / np.asarray((present[a] * present[b]).sum(axis=1)).ravel()
    firm = share > 0.5
    pairs = pd.DataFrame({"source": names[a[firm]], "target": names[b[firm]], "weight": share[firm]})
    network = graph(pairs)
    network.add_nodes_from(names)
    members = communities(network, seed=seed)
    own = members["community"].to_numpy()
    same = own[a] == own[b]
    total = sum(np.bincount(end[same], share[same], len(own)) for end in (a, b)) if len(own) else np.empty(0)
    others = np.bincount(own)[own] - 1 if len(own) else np.empty(0)
    with np.errstate(invalid="ignore"):
        # Rounded so that the order of summation leaves no trace.
        return members.assign(certainty=np.round(total / others, 12))


def centrality(
    ties: pd.DataFrame,
    mentions: pd.DataFrame,
    within: str | Sequence[str] = ("report_id",),
    *,
    actor: str = "actor",
    by: str = "report_id",
    draws: int = 200,
    level: float = 0.9,
    seed: int = 0,
) -> pd.DataFrame:
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
        the intervals leave out that other ties might have passed the test.

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
    for some, unit in bootstrap(mentions, by, within, draws=draws if actors else 0, seed=seed):
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
    table = pd.DataFrame({"actor": actors})
    for k, name in enumerate(("strength", "betweenness", "rank")):
        low, high = np.quantile(drawn[:, k], tails, axis=0)
        table[name], table[f"{name}_low"], table[f"{name}_high"] = seen[k], low, high
    ranks = ["rank", "rank_low", "rank_high"]
    table[ranks] = table[ranks].round().astype("int64")
    return table.sort_values(["rank", "actor"], ignore_index=True)


def layout(ties: pd.DataFrame, members: pd.DataFrame | None = None) -> pd.DataFrame:
    """Where to draw each actor: communities side by side, each laid out on its own so that none covers another.

    Parameters
    ----------
    ties : DataFrame
        source, target; weight where it is there.
    members : DataFrame, optional
        actor, community (from 0); by default the communities of `ties`. Actors of `ties` that are not in it are
        numbered below 0 and drawn with the community that most of their ties lead to, else with their likes.

    Returns
    -------
    DataFrame
        actor, community, box (who is laid out together), x, y (a tie within a box is about 1 long), by actor. The same
        ties give the same places.

    >>> place = layout(pd.DataFrame({"source": ["HUR", "AFP"], "target": ["NIS", "EU"], "weight": 1}))
    >>> place[["actor", "community"]].values.tolist()
    [['AFP', 0], ['EU', 0], ['HUR', 1], ['NIS', 1]]
    """
    import igraph

    pairs = ties[["source", "target"]].drop_duplicates()
    if members is None:
        members = communities(graph(ties[[c for c in ("source", "target", "weight") if c in ties]]))
    community, group = _groups(pairs, members)
    places: dict[str, tuple[float, float]] = {}
    boxes = []
    for key in sorted(set(group.values()), key=lambda k: (-sum(g == k for g in group.values()), k < 0, abs(k))):
        actors = sorted(a for a, g in group.items() if g == key)
        at = {a: k for k, a in enumerate(actors)}
        inside = sorted((*sorted((at[s], at[t])),) for s, t in pairs.itertuples(index=False) if s in at and t in at)
        part = igraph.Graph(len(actors), inside)
        xy = _places(part)
        xy -= xy.min(axis=0)
        turned = xy[:, ::-1] if np.ptp(xy[:, 1]) > np.ptp(xy[:, 0]) else xy  # names are wide: lie rather than stand
        boxes.append((actors, turned, np.ptp(turned, axis=0) + 1.6))
    width = max(1.45 * np.sqrt(sum(b.prod() for *_, b in boxes)), max((b[0] for *_, b in boxes), default=0))
    x = y = tall = 0.0
    for actors, xy, box in boxes:
        if x and x + box[0] > width:
            x, y, tall = 0.0, y - tall, 0.0
        for actor, (dx, dy) in zip(actors, xy, strict=True):
            places[actor] = (round(x + dx + 0.8, 6), round(y - dy - 0.8, 6))
        x, tall = x + box[0], max(tall, box[1])
    actors = sorted(places)
    columns = {"actor": pd.Series(actors, dtype="object"), "community": [community[a] for a in actors]}
    columns |= {"box": [group[a] for a in actors]}
    columns |= {axis: [places[a][k] for a in actors] for k, axis in enumerate("xy")}
    return pd.DataFrame(columns)


def _places(part):
    """Places of the actors of one community, about 1 apart where there is a tie."""
    circle = part.layout_circle()
    n = part.vcount()
    if n > 3 and part.density() >= DENSE:
        # Inside a near-clique no name has room: all stand on its rim.
        return np.array(circle.coords) / (2 * np.sin(np.pi / n))
    small = n <= CLOSE
    laid = part.layout_kamada_kawai(seed=circle) if small else part.layout_fruchterman_reingold(seed=circle)
    return np.array(laid.coords).reshape(-1, 2)


def _groups(pairs, members):
    """Community of each actor of `pairs` (below 0: none), and the number of those that it is drawn with."""
    import networkx as nx

    actors = sorted({*pairs["source"], *pairs["target"]})
    known = dict(zip(members["actor"], members["community"], strict=True))
    community = {a: int(known[a]) for a in actors if a in known and not pd.isna(known[a])}
    whole = nx.Graph(sorted(map(tuple, map(sorted, pairs.itertuples(index=False)))))
    box = dict(community)
    for actor in (a for a in actors if a not in community):
        near = Counter(community[b] for b in whole[actor] if b in community)
        if near:
            box[actor] = min(near, key=lambda k: (-near[k], k))
    rest = whole.subgraph(a for a in actors if a not in box)
    for k, part in enumerate(sorted(map(sorted, nx.connected_components(rest)))):
        box |= dict.fromkeys(part, -1 - k)
    return {a: community.get(a, min(box[a], -1)) for a in actors}, box
