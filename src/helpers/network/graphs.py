"""Ties as networkx graphs, the form that other tools take, and the disparity backbone for comparison."""

import numpy as np
import pandas as pd


def graph(ties, actors=None):
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

    made = nx.Graph()
    made.add_nodes_from(sorted(set(ties["source"]) | set(ties["target"])))
    for row in ties.to_dict("records"):
        made.add_edge(row.pop("source"), row.pop("target"), **_filled(row))
    if actors is not None:
        for row in actors[actors["actor"].isin(made)].to_dict("records"):
            made.nodes[row.pop("actor")].update(_filled(row))
    return made


def disparity(ties):
    """How surprising each tie is if an actor's weight were spread at random over its own ties.

    Parameters
    ----------
    ties : DataFrame
        source, target, weight.

    Returns
    -------
    DataFrame
        `ties` with alpha, the smaller p of its two ends (Serrano, Boguñá, Vespignani, PNAS 106, 2009). It asks nothing
        about how often actors are named and so keeps ties that chance makes: shown for comparison only.

    >>> t = pd.DataFrame({"source": ["A", "A"], "target": ["B", "C"], "weight": [9, 1]})
    >>> disparity(t)["alpha"].round(2).tolist()
    [0.1, 0.9]
    """
    ends = pd.concat([ties["source"], ties["target"]])
    strength = pd.concat([ties["weight"]] * 2).groupby(ends).sum()
    degree = ends.value_counts()
    alphas = [
        (1 - ties["weight"].to_numpy(float) / ties[end].map(strength).to_numpy(float))
        ** (ties[end].map(degree).to_numpy(float) - 1)
        for end in ("source", "target")
    ]
    # A single tie says nothing about its actor: 0 ** 0 = 1 keeps it out.
    return ties.assign(alpha=np.minimum(*alphas))


def _filled(row):
    """The cells of a row that hold something, as plain Python values."""
    return {k: v.item() if isinstance(v, np.generic) else v for k, v in row.items() if not pd.isna(v)}
