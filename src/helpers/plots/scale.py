"""Pictures of cost: what a larger pile takes in time and memory, and what copies do to ties."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from .labels import drawable
from .style import GREY, MARKERS, ORANGE, PALETTE, RED, SKY


def growth(table: pd.DataFrame, value: str, ylabel: str, *, limit: float | None = None) -> Axes:
    """A measured cost over the number of articles, one line for each engine, both axes logarithmic.

    Parameters
    ----------
    table : DataFrame[engine, articles, outcome, `value`]
        Where `outcome` is not "finished", the run was ended: its last value is shown as a cross.
    value : str
        Column on the vertical axis, greater than 0.
    limit : float, optional
        Drawn as a dashed line.

    Returns
    -------
    matplotlib.axes.Axes

    >>> rows = {"engine": ["DuckDB"] * 2, "articles": [10, 100], "outcome": ["finished"] * 2, "seconds": [1.0, 9.0]}
    >>> len(growth(pd.DataFrame(rows), "seconds", "seconds").lines)
    1
    """
    _, ax = plt.subplots(figsize=(8, 4.4))
    for number, (engine, rows) in enumerate(table.dropna(subset=[value]).groupby("engine", sort=False)):
        rows = rows.sort_values("articles")
        done = rows[rows["outcome"] == "finished"]
        look = {"color": PALETTE[number % len(PALETTE)], "marker": MARKERS[number % len(MARKERS)]}
        if len(done):
            ax.plot(done["articles"], done[value], label=engine, markersize=7, **look)
        ended = rows[rows["outcome"] != "finished"]
        ax.scatter(ended["articles"], ended[value], marker="x", s=70, color=look["color"], zorder=3)
    for (articles, outcome), rows in table[table["outcome"] != "finished"].groupby(["articles", "outcome"]):
        # One label for all that ended alike, above the crosses, or labels would lie on each other.
        if rows[value].notna().any():
            ax.annotate(f"{', '.join(rows['engine'])}:\n{outcome}", (articles, rows[value].max()), **_ABOVE)
    if limit is not None:
        ax.axhline(limit, color=GREY, linestyle="--", linewidth=1.2)
        ax.annotate("limit", (0.005, limit), xycoords=("axes fraction", "data"), va="bottom", fontsize=9, color=GREY)
    ax.set(xscale="log", yscale="log", xlabel="articles", ylabel=ylabel)
    ax.set_xticks(sorted(table["articles"].unique()))
    ax.margins(x=0.08, y=0.16)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}" if x >= 1 else f"{x:g}"))
        axis.set_minor_formatter(NullFormatter())
    ax.yaxis.set_major_locator(LogLocator(subs=(1.0, 3.0)))
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
    return ax


_ABOVE = {"xytext": (12, 7), "textcoords": "offset points", "ha": "right", "va": "bottom", "fontsize": 9}


def collapsed(table: pd.DataFrame) -> Axes:
    """Weights of ties as counted and with copies of a story counted once: two dots a tie, joined by a line.

    Parameters
    ----------
    table : DataFrame[source, target, reports, stories]
        In the order wanted, first on top.

    Returns
    -------
    matplotlib.axes.Axes

    >>> row = pd.DataFrame({"source": ["EU"], "target": ["G7"], "reports": [5], "stories": [3]})
    >>> len(collapsed(row).get_yticklabels())
    1
    """
    _, ax = plt.subplots(figsize=(8, 1.1 + 0.3 * len(table)))
    places = np.arange(len(table))
    ax.hlines(places, table["stories"], table["reports"], color=GREY, linewidth=2)
    ax.scatter(table["reports"], places, marker="o", s=60, color=ORANGE, label="reports, as counted", zorder=3)
    ax.scatter(table["stories"], places, marker="D", s=34, color=SKY, edgecolor="black", label="stories", zorder=4)
    ax.set_yticks(places, (table["source"] + " – " + table["target"]).map(drawable))
    ax.invert_yaxis()
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set(xlabel="weight of the tie", xlim=(0, None))
    ax.grid(axis="y", visible=False)
    ax.legend(loc="lower right")
    return ax


def noise(table: pd.DataFrame) -> Axes:
    """Share of each known kind of noise, with its count.

    Parameters
    ----------
    table : DataFrame[noise, found, of, share]
        First on top; `share` between 0 and 1.

    Returns
    -------
    matplotlib.axes.Axes

    >>> row = pd.DataFrame({"noise": ["single letters"], "found": [1], "of": [20], "share": [0.05]})
    >>> len(noise(row).patches)
    1
    """
    _, ax = plt.subplots(figsize=(8, 1.1 + 0.42 * len(table)))
    bars = ax.barh(table["noise"], 100 * table["share"], color=RED, hatch="///", edgecolor="white")
    words = [f"{row.found:,} of {row.of:,}" for row in table.itertuples()]
    ax.bar_label(bars, words, padding=4, fontsize=9)
    ax.invert_yaxis()
    ax.margins(x=0.16)
    ax.set(xlabel="share (%)")
    ax.grid(axis="y", visible=False)
    return ax
