"""Pictures of a case at a glance: when, where, who, how sure, and how its tables hang together."""

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from ..schema import TABLES
from .style import BLUE, GREY, HATCHES, ORANGE, PALE, PALETTE, source

# Where each table stands in the diagram (column, row), and what a reader needs it for.
PLACES = {
    "outlets": (0, 3, "who publishes"),
    "reports": (1, 3, "what was published"),
    "texts": (2, 3, "its words"),
    "mentions": (0, 2, "who is named"),
    "claims": (1, 2, "who says what"),
    "figures": (2, 2, "who pays whom"),
    "actors": (0, 1, "one name for one actor"),
    "questions": (1, 1, "what claims answer"),
    "outcomes": (2, 1, "what was settled"),
    "parts": (3, 2, "what contains what"),
}
BOX = (0.78, 0.5)


def days(table, title, note=""):
    """Reports per day, stacked by story, each with a hatch of its own.

    Parameters
    ----------
    table : DataFrame[day, story, reports]
        `day` as datetime; counts of reports.

    Returns
    -------
    matplotlib.axes.Axes

    >>> import pandas as pd
    >>> one = pd.DataFrame({"day": pd.to_datetime(["2024-10-22"]), "story": ["summit"], "reports": [3]})
    >>> len(days(one, "Three reports on one day").patches)
    1
    """
    wide = table.pivot_table(index="day", columns="story", values="reports", aggfunc="sum", fill_value=0)
    wide = wide[wide.sum().sort_values(ascending=False, kind="stable").index]
    _, ax = plt.subplots(figsize=(8, 3.9))
    under = np.zeros(len(wide))
    for i, story in enumerate(wide):
        look = {"color": PALETTE[i % len(PALETTE)], "hatch": HATCHES[i % len(HATCHES)], "edgecolor": "white"}
        ax.bar(wide.index, wide[story], bottom=under, width=0.9, label=f"{story} ({wide[story].sum()})", **look)
        under += wide[story].to_numpy()
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ax.xaxis.get_major_locator()))
    ax.yaxis.get_major_locator().set_params(integer=True)
    ax.set(title=title, ylabel="reports on that day")
    ax.grid(axis="x", visible=False)
    ax.legend(title="story (reports)", alignment="left")
    source(ax, note)
    return ax


def bars(table, title, xlabel, note="", second=None):
    """Horizontal bars, longest on top, with their number; a marker shows a second count of the same unit.

    Parameters
    ----------
    table : DataFrame[label, value]
        In the order wanted, first on top; with the column `second`, which names its own legend entry.

    Returns
    -------
    matplotlib.axes.Axes

    >>> import pandas as pd
    >>> len(bars(pd.DataFrame({"label": ["Ukraine"], "value": [70]}), "One country", "reports").patches)
    1
    """
    _, ax = plt.subplots(figsize=(8, 0.9 + 0.27 * len(table)))
    places = np.arange(len(table))
    ax.barh(places, table["value"], color=BLUE, label=xlabel)
    if second:
        ax.plot(table[second], places, "D", color=ORANGE, markeredgecolor="black", markersize=6, label=second)
    ends = table[["value", *([second] if second else [])]].max(axis=1)
    for place, value, end in zip(places, table["value"], ends, strict=True):
        ax.annotate(f"{value:g}", (end, place), (8, 0), textcoords="offset points", va="center", fontsize=9)
    ax.set_yticks(places, table["label"])
    ax.set(title=title, xlabel=xlabel, xlim=(0, 1.08 * ends.max()), ylim=(len(table) - 0.4, -0.6))
    ax.grid(axis="y", visible=False)
    if second:
        ax.legend(loc="lower right")
    source(ax, note)
    return ax


def heard(table, title, note=""):
    """Of the reports that name an actor, in how many it also speaks: a line from one count to the other.

    Parameters
    ----------
    table : DataFrame[actor, named, heard]
        Counts of reports, ``heard <= named``; first row on top.

    Returns
    -------
    matplotlib.axes.Axes

    >>> import pandas as pd
    >>> ax = heard(pd.DataFrame({"actor": ["Ann"], "named": [5], "heard": [2]}), "Ann is heard in two of five")
    >>> [int(line.get_xdata()[0]) for line in ax.lines]
    [5, 2]
    """
    _, ax = plt.subplots(figsize=(8, 0.9 + 0.27 * len(table)))
    places = np.arange(len(table))
    ax.hlines(places, table["heard"], table["named"], color=PALE, linewidth=3)
    ax.plot(
        table["named"],
        places,
        "o",
        color="white",
        markeredgecolor=GREY,
        markersize=8,
        label="reports that name the actor",
    )
    ax.plot(table["heard"], places, "s", color=BLUE, markersize=7, label="of these, reports that let it speak")
    ax.set_yticks(places, table["actor"])
    ax.set(title=title, xlabel="reports", ylim=(len(table) - 0.4, -0.6))
    ax.set_xlim(left=-0.02 * table["named"].max())
    ax.grid(axis="y", visible=False)
    ax.legend(loc="lower right")
    source(ax, note)
    return ax


def shares(table, title, xlabel, note=""):
    """Shares with their intervals, one row each, the number of cases written beside it.

    Parameters
    ----------
    table : DataFrame[label, share, low, high, n]
        Shares between 0 and 1; first row on top.

    Returns
    -------
    matplotlib.axes.Axes

    >>> import pandas as pd
    >>> one = pd.DataFrame({"label": ["outlets"], "share": [0.5], "low": [0.4], "high": [0.6], "n": [80]})
    >>> shares(one, "Half is seen", "coverage").texts[0].get_text()
    '50% of 80'
    """
    _, ax = plt.subplots(figsize=(8, 1.1 + 0.32 * len(table)))
    places = np.arange(len(table))
    ax.hlines(places, table["low"], table["high"], color=BLUE, linewidth=2)
    ax.plot(table["share"], places, "o", color=BLUE, markersize=7, clip_on=False)
    for place, share, n in zip(places, table["share"], table["n"], strict=True):
        text = f"{share:.0%} of {n:,}"
        ax.annotate(text, (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=9)
    ax.set_yticks(places, table["label"])
    ax.set(title=title, xlabel=xlabel, ylim=(len(table) - 0.4, -0.6))
    ax.set_xlim(max(0, np.floor(10 * table["low"].min() - 0.5) / 10), 1.005)
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:.0%}")
    ax.grid(axis="y", visible=False)
    source(ax, note)
    return ax


def schema(rows, title):
    """The tables of a case, their rows and keys, and which points to which.

    Solid arrows are keys; dashed ones are names of actors or outlets. Tables that only check others stand below.

    Parameters
    ----------
    rows : dict of str to int
        Rows of each table; tables without rows are drawn pale.

    Returns
    -------
    matplotlib.axes.Axes

    >>> ax = schema({"reports": 12}, "Twelve reports")
    >>> [t.get_text() for t in ax.texts if "12" in t.get_text()]
    ['reports (12)']
    """
    _, ax = plt.subplots(figsize=(8, 5.6))
    for name, (x, y, about) in PLACES.items():
        _box(ax, x, y, name, about, rows.get(name, 0))
    for name, target, dashed in _arrows():
        _arrow(ax, name, target, dashed)
    checks = [f"{t} ({rows[t]:,})" for t in TABLES if t not in PLACES and rows.get(t)]
    if checks:
        ax.text(-0.39, 0.42, "tables that check these: " + ", ".join(checks), fontsize=9.5, va="center")
    ax.text(-0.39, 0.15, "solid: key    dashed: name of an actor or outlet", fontsize=9, color=GREY, va="center")
    ax.set(xlim=(-0.45, 3.45), ylim=(0, 3.35))
    ax.set_title(title)
    ax.axis("off")
    return ax


def _arrows():
    """(table, table it points to, whether by a name) for the tables that have a place."""
    arrows = set()
    for name in PLACES:
        for spec in TABLES[name].columns.values():
            refers = spec.metadata["refers"]
            target = {"flows": "figures"}.get(refers, refers)
            if isinstance(refers, tuple):
                arrows.add((name, "actors", True))
            elif target in PLACES and target != name:
                arrows.add((name, target, False))
    return sorted(a for a in arrows if a[:2] not in {("outcomes", "actors"), ("reports", "actors")})


def _box(ax, x, y, name, about, rows):
    width, height = BOX
    face = "#EAF2F8" if rows else "#F7F7F7"
    corner = (x - width / 2, y - height / 2)
    style = {"boxstyle": "round,pad=0.01,rounding_size=0.05", "facecolor": face, "edgecolor": BLUE if rows else GREY}
    ax.add_patch(FancyBboxPatch(corner, width, height, linewidth=1.2, zorder=3, **style))
    keys = " + ".join(TABLES[name].metadata["key"]) or "no key"
    lines = ((0.14, f"{name} ({rows:,})", 10.5, "bold", "black"), (0, about, 9, "normal", "black"))
    for up, text, size, weight, color in (*lines, (-0.14, _short(keys), 9, "normal", "#555555")):
        ax.text(x, y + up, text, ha="center", va="center", fontsize=size, weight=weight, color=color, zorder=4)


def _short(keys):
    return keys if len(keys) <= 22 else keys.replace("report_id", "report")


def _arrow(ax, name, target, dashed):
    (x0, y0, _), (x1, y1, _) = PLACES[name], PLACES[target]
    width, height = (b / 2 + 0.02 for b in BOX)
    scale = min(width / abs(x1 - x0) if x1 != x0 else np.inf, height / abs(y1 - y0) if y1 != y0 else np.inf)
    start = (x0 + scale * (x1 - x0), y0 + scale * (y1 - y0))
    end = (x1 - scale * (x1 - x0), y1 - scale * (y1 - y0))
    look = {"linestyle": "--" if dashed else "-", "color": GREY if dashed else "#333333", "linewidth": 1.2}
    ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=11, zorder=2, **look))
