"""Pictures of networks: who is named with whom, how surely, and what chance alone would show."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke

from .style import BLACK, BLUE, GREY, MARKERS, ORANGE, PALE, PALETTE, source

HALO = [withStroke(linewidth=2.5, foreground="white")]


def network(ties, members, title, note, labels=60):
    """Communities side by side, their ties within, ties between them pale.

    Parameters
    ----------
    ties : DataFrame
        source, target, weight.
    members : DataFrame
        actor, community (numbered from 0); an actor of `ties` without one stands alone.
    labels : int
        Name that many actors, those with the largest strength.

    Returns
    -------
    matplotlib Axes
    """
    _, ax = plt.subplots(figsize=(10, 7.5))
    community = dict(zip(members["actor"], members["community"], strict=True))
    place = _spread(ties, community)
    for tie in ties.sort_values(["weight", "source", "target"]).itertuples():
        ends = np.array([place[tie.source], place[tie.target]])
        same = community.get(tie.source) == community.get(tie.target)
        style = (
            {"color": GREY, "linestyle": "-", "zorder": 2} if same else {"color": PALE, "linestyle": "--", "zorder": 1}
        )
        ax.plot(*ends.T, linewidth=0.6 + 0.5 * np.sqrt(tie.weight), **style)
    strength = _strength(ties)
    for k in sorted(set(community.values())):
        actors = [a for a in sorted(place) if community.get(a) == k]
        x, y = np.array([place[a] for a in actors]).reshape(-1, 2).T
        size = [30 + 9 * strength[a] for a in actors]
        style = {"color": PALETTE[k % len(PALETTE)], "marker": MARKERS[k % len(MARKERS)], "edgecolor": "white"}
        ax.scatter(x, y, s=size, zorder=3, linewidth=0.8, **style)
    _name(ax, place, sorted(place, key=lambda a: (-strength[a], a))[:labels])
    ax.set_axis_off()
    ax.set_title(title)
    source(ax, note)
    return ax


def adjacency(ties, members, title, note, most=45):
    """Who exceeds chance with whom, actors ordered by community: darker = more often than expected.

    Parameters
    ----------
    ties : DataFrame
        source, target, weight, expected.
    members : DataFrame
        actor, community; the `most` actors with the largest strength are shown.

    Returns
    -------
    matplotlib Axes
    """
    strength = _strength(ties)
    community = dict(zip(members["actor"], members["community"], strict=True))
    shown = sorted((a for a in strength if a in community), key=lambda a: (-strength[a], a))[:most]
    shown = sorted(shown, key=lambda a: (community[a], -strength[a], a))
    at = {a: k for k, a in enumerate(shown)}
    cells = np.full((len(shown), len(shown)), np.nan)
    for tie in ties[ties["source"].isin(shown) & ties["target"].isin(shown)].itertuples():
        i, j = at[tie.source], at[tie.target]
        cells[i, j] = cells[j, i] = np.log2(tie.weight / tie.expected)
    _, ax = plt.subplots(figsize=(10, 9.6))
    picture = ax.imshow(cells, cmap="cividis_r", vmin=0, aspect="equal")
    ax.set_xticks(range(len(shown)), shown, rotation=90)
    ax.set_yticks(range(len(shown)), shown)
    ax.grid(False)
    for k in range(1, len(shown)):
        if community[shown[k]] != community[shown[k - 1]]:
            ax.axhline(k - 0.5, color=GREY, linewidth=0.6)
            ax.axvline(k - 0.5, color=GREY, linewidth=0.6)
    if len(shown):
        bar = ax.figure.colorbar(picture, ax=ax, shrink=0.5)
        bar.set_label("reports naming both, as a multiple of chance")
        top = int(np.nanmax(cells, initial=1)) + 1
        bar.set_ticks(range(top), labels=[f"{2**k}×" for k in range(top)])
    ax.set_title(title)
    ax.set_xlabel(note, color="#555555", fontsize=9, loc="left")
    return ax


def ranks(centrality, title, note, most=20):
    """Strength of the leading actors with its interval; the rank's interval stands beside the name.

    Parameters
    ----------
    centrality : DataFrame
        As :func:`helpers.network.centrality` returns it.

    Returns
    -------
    matplotlib Axes
    """
    rows = centrality.head(most).iloc[::-1]
    _, ax = plt.subplots(figsize=(8.5, 1.2 + 0.3 * max(len(rows), 3)))
    y = np.arange(len(rows))
    ax.hlines(y, rows["strength_low"], rows["strength_high"], color=BLUE, linewidth=2.2)
    ax.plot(rows["strength"], y, "o", color=BLUE, markeredgecolor="white", markersize=8)
    spans = zip(rows["actor"], rows["rank_low"], rows["rank_high"], strict=True)
    ax.set_yticks(y, [f"{a}  (rank {low}–{high})" if high > low else f"{a}  (rank {low})" for a, low, high in spans])
    ax.set_xlabel("strength: reports summed over an actor's ties beyond chance, with 90 % interval")
    ax.set_xlim(left=0)
    ax.grid(axis="y", visible=False)
    ax.set_title(title)
    source(ax, note)
    return ax


def calibration(tests, title, note):
    """How many ties each test keeps in the data and in the same data shuffled.

    Parameters
    ----------
    tests : DataFrame
        test, data (ties kept), shuffled (mean of the ties kept in shuffles), low, high (their range).

    Returns
    -------
    matplotlib Axes
    """
    rows = tests.iloc[::-1]
    _, ax = plt.subplots(figsize=(8.5, 1.6 + 0.62 * len(rows)))
    y = np.arange(len(rows))
    ax.barh(y + 0.19, rows["data"], 0.36, color=BLUE, label="our digests")
    chance = {"color": ORANGE, "hatch": "///", "edgecolor": "white", "label": "the same data, shuffled"}
    ax.barh(y - 0.19, rows["shuffled"], 0.36, **chance)
    ax.hlines(y - 0.19, rows["low"], rows["high"], color=BLACK, linewidth=1.4)
    for k, (seen, mean, high) in enumerate(zip(rows["data"], rows["shuffled"], rows["high"], strict=True)):
        ax.annotate(f" {seen}", (seen, k + 0.19), va="center", fontsize=9)
        ax.annotate(f" {mean:.1f}", (max(high, mean), k - 0.19), va="center", fontsize=9)
    ax.set_yticks(y, rows["test"])
    ax.set_xlabel("ties kept")
    ax.margins(x=0.1)
    ax.grid(axis="y", visible=False)
    ax.legend(loc="lower right")
    ax.set_title(title)
    source(ax, note)
    return ax


def ego(ties, actor, title, note, most=16):
    """One actor's partners: reports naming both beside the number that chance would give.

    Parameters
    ----------
    ties : DataFrame
        source, target, weight, expected; those of `actor` with the largest distance between the two are shown.

    Returns
    -------
    matplotlib Axes
    """
    own = ties[(ties["source"] == actor) | (ties["target"] == actor)]
    own = own.assign(partner=own["source"].where(own["source"] != actor, own["target"]))
    own = own.assign(apart=(own["weight"] - own["expected"]).abs())
    own = own.sort_values(["apart", "partner"], ascending=[False, True]).head(most)
    own = own.assign(more=own["weight"] - own["expected"]).sort_values(["more", "partner"], ignore_index=True)
    _, ax = plt.subplots(figsize=(8.5, 1.4 + 0.3 * max(len(own), 3)))
    y = np.arange(len(own))
    ax.hlines(y, own["weight"], own["expected"], color=GREY, linewidth=1.4)
    ax.plot(own["expected"], y, "D", color=ORANGE, markersize=6, label="expected by chance")
    ax.plot(own["weight"], y, "o", color=BLUE, markersize=7, label="seen")
    ax.set_yticks(y, own["partner"])
    ax.set_xlabel(f"reports that name {actor} and …")
    ax.set_xlim(left=-0.5)
    ax.legend(loc="lower right")
    ax.grid(axis="y", visible=False)
    ax.set_title(title)
    source(ax, note)
    return ax


def slopes(shares, title, note):
    """Ties over periods: share of each period's reports that name both.

    Parameters
    ----------
    shares : DataFrame
        One row per tie (its index is the label), one column per period in order, in per cent.

    Returns
    -------
    matplotlib Axes
    """
    _, ax = plt.subplots(figsize=(8.5, 1.6 + 0.42 * max(len(shares), 4)))
    x = np.arange(shares.shape[1])
    for k, (_, row) in enumerate(shares.iterrows()):
        ax.plot(x, row, color=PALETTE[k % len(PALETTE)], marker=MARKERS[k % len(MARKERS)], markersize=7, linewidth=1.8)
    if len(shares):
        ends = _apart(shares.iloc[:, -1].to_numpy(), gap=max(shares.to_numpy().max(), 1) / 15)
        for (label, row), y in zip(shares.iterrows(), ends, strict=True):
            ax.annotate(label, (x[-1], row.iloc[-1]), (x[-1] + 0.06, y), va="center", fontsize=9)
    ax.set_xticks(x, shares.columns)
    ax.set_xlim(-0.2, len(x) - 1 + max(0.9, 0.55 * len(x)))
    ax.set_ylim(bottom=0)
    ax.set_ylabel("% of the period's reports")
    ax.set_title(title)
    source(ax, note)
    return ax


def _strength(ties):
    strength = {}
    for tie in ties.itertuples():
        for actor in (tie.source, tie.target):
            strength[actor] = strength.get(actor, 0) + tie.weight
    return strength


def _apart(values, gap):
    """Positions near `values`, in their order, at least `gap` apart."""
    order = np.argsort(values, kind="stable")
    placed = np.array(values, float)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + gap)
    return placed


def _spread(ties, community):
    """Position of each actor: communities in rows, each laid out on its own so that none covers another."""
    import networkx as nx

    whole = nx.Graph()
    whole.add_weighted_edges_from(ties[["source", "target", "weight"]].itertuples(index=False))
    groups = {}
    for actor in sorted(whole):
        groups.setdefault(community.get(actor, f"alone {actor}"), []).append(actor)
    place, x, y, row = {}, 0.0, 0.0, 0.0
    width = 1.5 * np.sqrt(sum(_room(len(g)) ** 2 for g in groups.values()))
    for key in sorted(groups, key=lambda k: (-len(groups[k]), groups[k][0])):
        actors, side = groups[key], _room(len(groups[key]))
        if x and x + side > width:
            x, y, row = 0.0, y - row, 0.0
        inner = _within(whole.subgraph(actors), actors, side)
        place |= {a: (x + side / 2 + dx, y - side / 2 + dy) for a, (dx, dy) in inner.items()}
        x, row = x + side, max(row, side)
    return place


def _room(actors):
    """Side of the square that a community of so many actors is given."""
    return 1.0 + 1.15 * np.sqrt(actors)


def _within(part, actors, side):
    import networkx as nx

    if len(actors) == 1:
        return {actors[0]: (0.0, 0.0)}
    if len(actors) == 2:
        return {actors[0]: (0.0, side / 7), actors[1]: (0.0, -side / 7)}
    ordered = nx.Graph()
    ordered.add_nodes_from(actors)
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in part.edges))
    start = nx.circular_layout(ordered)
    found = nx.kamada_kawai_layout(ordered, pos=start, weight=None, scale=0.36 * side)
    return {a: tuple(np.round(found[a], 6)) for a in actors}


def _name(ax, place, actors):
    """Labels with a halo, moved apart; a line leads to the actor where the label had to go far."""
    import textalloc

    if not actors:
        return
    x, y = np.array([place[a] for a in actors]).T
    every = np.array(list(place.values())).T
    _, texts, *_ = textalloc.allocate(
        ax, x, y, actors, x_scatter=every[0], y_scatter=every[1], textsize=9, linecolor=GREY, linewidth=0.6, seed=0,
        min_distance=0.006, max_distance=0.09, avoid_label_lines_overlap=True,
    )  # fmt: skip
    for text in texts:
        if text is not None:
            text.set_path_effects(HALO)
            text.set_zorder(5)
