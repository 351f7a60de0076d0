"""Pictures of networks: who is named with whom, how surely, and what chance alone would show.

Each takes tables and gives the Axes back, without title: :func:`helpers.page.show` writes the finding over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..network import layout
from .labels import beside, drawable, measure
from .style import BLACK, BLUE, GREY, MARKERS, ORANGE, PALE, PALETTE

UNIT, WIDE, MARGIN, TITLE, KEY = 62, 1000, 12, 62, 30  # pixels
LOOKS = {
    "plain": {"color": GREY, "linestyle": "-", "linewidth": 1.0},
    "bold": {"color": BLACK, "linestyle": "-", "linewidth": 2.6},
    "dotted": {"color": BLACK, "linestyle": (0, (1, 1.2)), "linewidth": 2.2},
}


def _look(community: int) -> dict:
    """Colour and marker of a community: no two of the first 64 share both; grey below 0."""
    if community < 0:
        return {"color": GREY, "marker": "o"}
    turn = (community + community // len(PALETTE)) % len(MARKERS)
    return {"color": PALETTE[community % len(PALETTE)], "marker": MARKERS[turn]}


def network(
    ties: pd.DataFrame,
    members: pd.DataFrame,
    *,
    bold: str | None = None,
    dotted: str | None = None,
    key: Mapping[str, str] | None = None,
    most: int = 80,
) -> Axes:
    """Communities side by side, each with its ties; ties between communities pale.

    Parameters
    ----------
    ties : DataFrame
        source, target, weight.
    members : DataFrame
        actor, community (numbered from 0); actors of `ties` without one are drawn in grey.
    bold, dotted : str, optional
        Columns of `ties` that are True where a tie is drawn so.
    key : dict, optional
        What "plain", "bold" and "dotted" lines stand for.
    most : int
        Actors drawn: those with the largest strength, and the ties among them.

    Returns
    -------
    matplotlib Axes
    """
    strength = _strength(ties)
    shown = set(sorted(strength, key=lambda a: (-strength[a], a))[:most])
    ties = ties[ties["source"].isin(shown) & ties["target"].isin(shown)].sort_values(["weight", "source", "target"])
    kinds = np.full(len(ties), "plain", dtype=object)
    for kind, column in (("bold", bold), ("dotted", dotted)):
        if column is not None:
            kinds[ties[column].fillna(False).to_numpy(bool)] = kind
    placed = layout(ties, members)
    figure = plt.figure(figsize=(6, 4), layout="none")
    # Bubbles that grow with the square root stay comparable and small.
    size = {a: 22 + 130 * np.sqrt(strength[a] / max(strength.values())) for a in placed["actor"]}
    boxes = [_community(figure, part, ties, size) for _, part in placed.groupby("box", sort=True)]
    boxes.sort(key=lambda box: (-box["tall"] * box["wide"], box["actors"][0]))
    spots, wide, tall = _packed([(box["wide"], box["tall"]) for box in boxes])
    lines = [Line2D([], [], label=key[kind], **LOOKS[kind]) for kind in LOOKS if key and kind in key and kind in kinds]
    foot = KEY if lines else 4
    whole = tall + TITLE + foot
    figure.set_size_inches(wide / 100, whole / 100)
    ax = figure.add_axes((0, foot / whole, 1, tall / whole))
    ax.set(xlim=(0, wide), ylim=(0, tall))
    ax.set_axis_off()
    place, community, together = {}, *(dict(zip(placed["actor"], placed[c], strict=True)) for c in ("community", "box"))
    for box, (x, y) in zip(boxes, spots, strict=True):
        box["labels"] = [tuple(np.add(label, (x, y, x, y))) for label in box["labels"]]
        place |= {a: (px + x, py + y) for a, (px, py) in zip(box["actors"], box["points"], strict=True)}
    for tie, kind in zip(ties.itertuples(), kinds, strict=True):
        within = together[tie.source] == together[tie.target]
        style = LOOKS[kind] if within or kind != "plain" else {"color": PALE, "linestyle": "--", "linewidth": 1}
        ends = np.array([place[tie.source], place[tie.target]])
        ax.plot(*ends.T, zorder=2 if within else 1, **style)
    for box in boxes:
        _draw(ax, box, place, community, size)
    if lines:
        figure.legend(handles=lines, loc="lower left", ncols=len(lines), borderaxespad=0.3, handlelength=3)
    return ax


def _community(figure, part, ties, size):
    """Where the members of one community and their labels are, in pixels from its own corner."""
    part = part.sort_values("actor", key=lambda names: [-size[a] for a in names], kind="stable")
    actors = part["actor"].tolist()
    inside = ties[ties["source"].isin(actors) & ties["target"].isin(actors)]
    at = {a: k for k, a in enumerate(actors)}
    names = [drawable(a) for a in actors]
    radii = [np.sqrt(size[a]) / 2 * 100 / 72 for a in actors]
    sizes = measure(figure, names)
    ends = [[at[a] for a in inside[end]] for end in ("source", "target")]
    least = np.inf
    for scale in UNIT * 1.15 ** np.arange(7):
        spread = part[["x", "y"]].to_numpy(float) * scale
        segments = np.hstack([spread[ends[0]], spread[ends[1]]]) if len(inside) else np.empty((0, 4))
        boxes, touched = beside(spread, radii, sizes, segments)
        if touched < least:
            least, points, labels = touched, spread, boxes
        if not touched:
            break
    reach = np.array([(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, radii, strict=True)] + labels)
    left, low = reach[:, :2].min(axis=0) - MARGIN
    right, top = reach[:, 2:].max(axis=0) + MARGIN
    moved = [tuple(np.subtract(label, (left, low, left, low))) for label in labels]
    box = {"actors": actors, "names": names, "points": points - (left, low), "labels": moved, "radii": radii}
    return box | {"wide": right - left, "tall": top - low}


def _packed(boxes):
    """Corners of boxes laid so that none covers another, each as low as it goes; and the room that they take."""
    least = max((wide for wide, _ in boxes), default=0)
    area = sum(wide * tall for wide, tall in boxes)
    room = max(least, min(WIDE, max(560, 1.35 * np.sqrt(area))))
    skyline, corners = [(0.0, 0.0, room)], []  # height, from, to
    for wide, tall in boxes:
        starts = [left for _, left, _ in skyline if left + wide <= room + 1e-6]
        height, x = min((max(h for h, a, b in skyline if a < s + wide - 1e-6 and b > s + 1e-6), s) for s in starts)
        corners.append((x, height))
        cut = []
        for h, a, b in skyline:
            cut += [(h, a, min(b, x))] if a < x else []
            cut += [(h, max(a, x + wide), b)] if b > x + wide else []
        skyline = sorted([*cut, (height + tall, x, x + wide)], key=lambda part: part[1])
    tall = max((h for h, _, _ in skyline), default=0)
    # From the top, since a reader begins there.
    turned = [(x, tall - y - box[1]) for (x, y), box in zip(corners, boxes, strict=True)]
    return turned, max(room, 560), max(tall, 60)


def _draw(ax, box, place, community, size):
    for actor, name, label, radius in zip(box["actors"], box["names"], box["labels"], box["radii"], strict=True):
        x, y = place[actor]
        ax.scatter([x], [y], s=size[actor], edgecolor=BLACK, linewidth=0.6, zorder=3, **_look(community[actor]))
        left, low, right, top = label
        near = np.array([np.clip(x, left, right), np.clip(y, low, top)])
        if np.hypot(*(near - (x, y))) > radius + 9:
            ax.plot([x, near[0]], [y, near[1]], color=GREY, linewidth=0.6, zorder=2)
        back = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        ax.text((left + right) / 2, (low + top) / 2, name, ha="center", va="center", fontsize=9, zorder=5, bbox=back)


def adjacency(ties: pd.DataFrame, members: pd.DataFrame, *, most: int = 45) -> Axes:
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
        return ax
    picture = ax.imshow(cells, cmap="cividis_r", vmin=0, aspect="equal")
    names = [drawable(a) for a in shown]
    ax.set_xticks(range(len(shown)), names, rotation=90)
    ax.set_yticks(range(len(shown)), names)
    ax.grid(False)
    for k in range(1, len(shown)):
        if community[shown[k]] != community[shown[k - 1]]:
            ax.axhline(k - 0.5, color=GREY, linewidth=0.6)
            ax.axvline(k - 0.5, color=GREY, linewidth=0.6)
    bar = ax.figure.colorbar(picture, ax=ax, shrink=0.5)
    bar.set_label("reports naming both, as a multiple of chance")
    top = int(np.nanmax(cells, initial=1)) + 1
    bar.set_ticks(range(top), labels=[f"{2**k}×" for k in range(top)])
    return ax


def ranks(centrality: pd.DataFrame, *, most: int = 20) -> Axes:
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
    ax.set_yticks(
        y,
        [
            f"{drawable(a)}  (rank {low}–{high})" if high > low else f"{drawable(a)}  (rank {low})"
            for a, low, high in spans
        ],
    )
    ax.set_xlabel("strength: reports summed over an actor's ties beyond chance, with 90 % interval")
    ax.set_xlim(left=0)
    ax.grid(axis="y", visible=False)
    return ax


def calibration(tests: pd.DataFrame) -> Axes:
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
    ax.barh(y + 0.19, rows["data"], 0.36, color=BLUE, label="the data")
    chance = {"color": ORANGE, "hatch": "///", "edgecolor": "white", "label": "the same data, shuffled"}
    ax.barh(y - 0.19, rows["shuffled"], 0.36, **chance)
    ax.hlines(y - 0.19, rows["low"], rows["high"], color=BLACK, linewidth=1.4)
    for k, (seen, mean, high) in enumerate(zip(rows["data"], rows["shuffled"], rows["high"], strict=True)):
        ax.annotate(f" {seen}", (seen, k + 0.19), va="center", fontsize=9)
        ax.annotate(f" {mean:.1f}", (max(high, mean), k - 0.19), va="center", fontsize=9)
    ax.set_yticks(y, rows["test"])
    ax.set_xlabel("ties that pass")
    ax.margins(x=0.1)
    ax.grid(axis="y", visible=False)
    ax.legend(loc="lower right")
    return ax


def ego(ties: pd.DataFrame, actor: str, *, most: int = 16) -> Axes:
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
    own = own.assign(distance=(own["weight"] - own["expected"]).abs())
    own = own.sort_values(["distance", "partner"], ascending=[False, True]).head(most)
    own = own.assign(more=own["weight"] - own["expected"]).sort_values(["more", "partner"], ignore_index=True)
    _, ax = plt.subplots(figsize=(8.5, 1.4 + 0.3 * max(len(own), 3)))
    y = np.arange(len(own))
    ax.hlines(y, own["weight"], own["expected"], color=GREY, linewidth=1.4)
    ax.plot(own["expected"], y, "D", color=ORANGE, markersize=6, label="expected by chance")
    ax.plot(own["weight"], y, "o", color=BLUE, markersize=7, label="seen")
    ax.set_yticks(y, own["partner"].map(drawable))
    ax.set_xlabel(f"reports that name {drawable(actor)} and …")
    ax.set_xlim(left=-0.5)
    ax.legend(loc="lower right")
    ax.grid(axis="y", visible=False)
    return ax


def slopes(shares: pd.DataFrame) -> Axes:
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
        ends = _spaced(shares.iloc[:, -1].to_numpy(), gap=max(shares.to_numpy().max(), 1) / 15)
        for (label, row), y in zip(shares.iterrows(), ends, strict=True):
            ax.annotate(drawable(label), (x[-1], row.iloc[-1]), (x[-1] + 0.06, y), va="center", fontsize=9)
    ax.set_xticks(x, shares.columns)
    ax.set_xlim(-0.2, len(x) - 1 + max(0.9, 0.55 * len(x)))
    ax.set_ylim(bottom=-0.06 * max(shares.to_numpy().max(initial=0), 1))
    ax.set_ylabel("% of the period's reports")
    return ax


def two_mode(mentions: pd.DataFrame, members: pd.DataFrame, units: pd.DataFrame, *, most: int = 26) -> Axes:
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
        ax.plot(x, [y] * len(x), linestyle="none", markersize=4, **_look(k))
    ax.set_yticks(range(len(shown)), [f"{drawable(a)} ({often[a]})" for a in shown])
    bands = units.reset_index(drop=True).groupby("band", sort=False).groups
    for rows in bands.values():
        ax.axvline(rows[-1] + 0.5, color=GREY, linewidth=0.8)
    centres = [(rows[0] + rows[-1]) / 2 for rows in bands.values()]
    levels = _levels(ax, [drawable(str(band)) for band in bands], np.array(centres) / max(len(units), 1))
    ax.set_title(" ", loc="left", pad=10 + 13 * (1 + max(levels, default=0)))  # room for the finding above the bands
    for band, x, level in zip(bands, centres, levels, strict=True):
        over = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "xytext": (0, 3 + 13 * level)}
        ax.annotate(drawable(str(band)), (x, 1.0), ha="center", va="bottom", fontsize=9, **over)
    ax.set_xlim(-1, max(len(units), 1))
    ax.set_xlabel("reports, by topic and day")
    ax.grid(axis="x", visible=False)
    return ax


def _levels(ax, names, centres):
    """Lines above one another on which names at these places (shares of the width) do not touch."""
    room = 0.72 * ax.figure.bbox.width
    ends, levels = [], []
    for (wide, _), centre in zip(measure(ax.figure, names), centres, strict=True):
        left, right = centre * room - wide / 2 - 4, centre * room + wide / 2 + 4
        level = next((k for k, end in enumerate(ends) if end <= left), len(ends))
        ends[level : level + 1] = [right]
        levels.append(level)
    return levels


def _strength(ties):
    strength = {}
    for tie in ties.itertuples():
        for actor in (tie.source, tie.target):
            strength[actor] = strength.get(actor, 0) + tie.weight
    return strength


def _partners(ties, actor):
    return {*ties.loc[ties["source"] == actor, "target"], *ties.loc[ties["target"] == actor, "source"]}


def _spaced(values, gap):
    """Positions near `values`, in their order, at least `gap` apart."""
    order = np.argsort(values, kind="stable")
    placed = np.array(values, float)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + gap)
    return placed
