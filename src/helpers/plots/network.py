"""Pictures of networks: who is named with whom, how surely, and what chance alone would show."""

from itertools import pairwise
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke

from .style import BLACK, BLUE, GREY, MARKERS, ORANGE, PALE, PALETTE, source

HALO = [withStroke(linewidth=2.5, foreground="white")]


def network(ties, members, title, note, labels=80):
    """Communities side by side, their ties within, ties between them pale.

    Parameters
    ----------
    ties : DataFrame
        source, target, weight.
    members : DataFrame
        actor, community (numbered from 0); actors of `ties` without one are drawn in grey.
    labels : int
        Name that many actors, those with the largest strength.

    Returns
    -------
    matplotlib Axes
    """
    _, ax = plt.subplots(figsize=(10, 8.5))
    community = _groups(ties, members)
    place = _spread(ties, community)
    for tie in ties.sort_values(["weight", "source", "target"]).itertuples():
        ends = np.array([place[tie.source], place[tie.target]])
        same = community[tie.source] == community[tie.target]
        style = (
            {"color": GREY, "linestyle": "-", "zorder": 2} if same else {"color": PALE, "linestyle": "--", "zorder": 1}
        )
        ax.plot(*ends.T, linewidth=0.6 + 0.5 * np.sqrt(tie.weight), **style)
    strength = _strength(ties)
    for k in sorted({community[a] for a in place}):
        actors = [a for a in sorted(place) if community[a] == k]
        x, y = np.array([place[a] for a in actors]).reshape(-1, 2).T
        size = [20 + 3.5 * strength[a] for a in actors]
        colour, marker = (PALETTE[k % len(PALETTE)], MARKERS[k % len(MARKERS)]) if k >= 0 else (GREY, "o")
        style = {"color": colour, "marker": marker, "edgecolor": "white"}
        ax.scatter(x, y, s=size, zorder=3, linewidth=0.8, **style)
    _name(ax, place, sorted(place, key=lambda a: (-strength[a], a))[:labels])
    ax.set_axis_off()
    _frame(ax, title, note)
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
    shown = [a for a in sorted(shown, key=lambda a: (community[a], -strength[a], a)) if _partners(ties, a) & set(shown)]
    at = {a: k for k, a in enumerate(shown)}
    cells = np.full((len(shown), len(shown)), np.nan)
    for tie in ties[ties["source"].isin(shown) & ties["target"].isin(shown)].itertuples():
        i, j = at[tie.source], at[tie.target]
        cells[i, j] = cells[j, i] = np.log2(tie.weight / tie.expected)
    _, ax = plt.subplots(figsize=(10, 9.6))
    if not shown:
        ax.set_axis_off()
        _frame(ax, title, note)
        return ax
    picture = ax.imshow(cells, cmap="cividis_r", vmin=0, aspect="equal")
    ax.set_xticks(range(len(shown)), shown, rotation=90)
    ax.set_yticks(range(len(shown)), shown)
    ax.grid(False)
    for k in range(1, len(shown)):
        if community[shown[k]] != community[shown[k - 1]]:
            ax.axhline(k - 0.5, color=GREY, linewidth=0.6)
            ax.axvline(k - 0.5, color=GREY, linewidth=0.6)
    bar = ax.figure.colorbar(picture, ax=ax, shrink=0.5)
    bar.set_label("reports naming both, as a multiple of chance")
    top = int(np.nanmax(cells, initial=1)) + 1
    bar.set_ticks(range(top), labels=[f"{2**k}×" for k in range(top)])
    ax.set_title(fill(title, 74))
    ax.set_xlabel(fill(note, 80), color="#555555", fontsize=9, loc="left")
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
    _frame(ax, title, note)
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
    _frame(ax, title, note)
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
    _frame(ax, title, note)
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
    ax.set_ylim(bottom=-0.06 * max(shares.to_numpy().max(initial=0), 1))
    ax.set_ylabel("% of the period's reports")
    _frame(ax, title, note)
    return ax


def _frame(ax, title, note, pad=6):
    """Title above, source and date below, both broken into lines that fit beside long labels."""
    wide = int(6.4 * ax.figure.get_figwidth())
    ax.set_title(fill(title, wide), pad=pad)
    source(ax, fill(note, int(1.25 * wide)))


def _strength(ties):
    strength = {}
    for tie in ties.itertuples():
        for actor in (tie.source, tie.target):
            strength[actor] = strength.get(actor, 0) + tie.weight
    return strength


def _partners(ties, actor):
    return {*ties.loc[ties["source"] == actor, "target"], *ties.loc[ties["target"] == actor, "source"]}


def _groups(ties, members):
    """Community of each actor of `ties`; those without one are joined with their likes, numbered below 0."""
    import networkx as nx

    community = dict(zip(members["actor"], members["community"], strict=True))
    rest = nx.Graph()
    rest.add_nodes_from(a for a in sorted({*ties["source"], *ties["target"]}) if a not in community)
    rest.add_edges_from(p for p in ties[["source", "target"]].itertuples(index=False) if not community.keys() & set(p))
    for k, part in enumerate(sorted(map(sorted, nx.connected_components(rest)))):
        community |= dict.fromkeys(part, -1 - k)
    return community


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
    whole.add_edges_from(ties[["source", "target"]].itertuples(index=False))
    groups = {}
    for actor in sorted(whole):
        groups.setdefault(community[actor], []).append(actor)
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
    return 0.8 + 0.42 * actors


def _within(part, actors, side):
    import networkx as nx

    if len(actors) == 1:
        return {actors[0]: (0.0, 0.0)}
    if len(actors) == 2:
        return {actors[0]: (0.0, side / 5), actors[1]: (0.0, -side / 5)}
    ordered = nx.Graph()
    ordered.add_nodes_from(actors)
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in part.edges))
    start = nx.circular_layout(ordered)
    found = nx.kamada_kawai_layout(ordered, pos=start, weight=None, scale=0.34 * side)
    return {a: tuple(np.round(found[a], 6)) for a in actors}


def _name(ax, place, actors):
    """Labels with a halo, moved apart; a line leads to the actor where the label had to go far."""
    import textalloc

    if not actors:
        return
    x, y = np.array([place[a] for a in actors]).T
    every = np.array(list(place.values())).T
    textalloc.allocate(
        ax, x, y, actors, x_scatter=every[0], y_scatter=every[1], textsize=9, linecolor=GREY, linewidth=0.6,
        min_distance=0.006, max_distance=0.09, avoid_label_lines_overlap=True,
    )  # fmt: skip
    for text in ax.texts:
        text.set(path_effects=HALO, zorder=5)


def two_mode(mentions, members, units, title, note, most=26):
    """Reports and the actors they name: one dot for each pair, reports in bands.

    Parameters
    ----------
    mentions : DataFrame
        report_id, actor.
    members : DataFrame
        actor, community; the `most` often named of these are shown, in the order of their communities.
    units : DataFrame
        report_id and band (a topic), in the order in which they are drawn.

    Returns
    -------
    matplotlib Axes
    """
    named = mentions[["report_id", "actor"]].dropna().drop_duplicates()
    often = named["actor"].value_counts()
    community = dict(zip(members["actor"], members["community"], strict=True))
    shown = sorted((a for a in often.index if a in community), key=lambda a: (-often[a], a))[:most]
    shown = sorted(shown, key=lambda a: (-community[a], often[a], a))
    at = dict(zip(units["report_id"], range(len(units)), strict=True))
    _, ax = plt.subplots(figsize=(10, 1.8 + 0.22 * max(len(shown), 4)))
    for y, actor in enumerate(shown):
        k = community[actor]
        x = sorted(at[r] for r in named.loc[named["actor"] == actor, "report_id"] if r in at)
        ax.plot(x, [y] * len(x), MARKERS[k % len(MARKERS)], color=PALETTE[k % len(PALETTE)], markersize=4)
    ax.set_yticks(range(len(shown)), [f"{a} ({often[a]})" for a in shown])
    bands = units.reset_index(drop=True).groupby("band", sort=False).groups
    for band, rows in bands.items():
        ax.axvline(rows[-1] + 0.5, color=GREY, linewidth=0.8)
        ax.annotate(band, ((rows[0] + rows[-1]) / 2, 1.0), xycoords=("data", "axes fraction"), va="bottom", ha="center")
    ax.set_xlim(-1, max(len(units), 1))
    ax.set_xlabel("reports, by topic and day")
    ax.grid(axis="x", visible=False)
    _frame(ax, title, note, pad=22)
    return ax
