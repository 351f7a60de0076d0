"""Pictures of how good the methods are: on gold, on generated worlds, and beside others in speed."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from .style import BLUE, GREY, MARKERS, ORANGE, PALE, PALETTE, RED

__all__ = ["accuracy", "calibrations", "costs", "worlds"]


def accuracy(table: pd.DataFrame, *, baseline: str = "voting") -> Axes:
    """How much oftener than voting each method is right on each data set, with the interval of the difference.

    Parameters
    ----------
    table : DataFrame[dataset, method, accuracy, beyond_voting, low, high]
    baseline : str
        The method that the others are held against.

    Returns
    -------
    matplotlib.axes.Axes
    """
    methods = sorted(set(table["method"]) - {baseline})
    sets, step = list(dict.fromkeys(table["dataset"])), len(methods) + 2
    _, ax = plt.subplots(figsize=(9, 1.2 + 0.085 * len(sets) * step))
    ax.axvline(0, color=GREY, ls="--", lw=1, label=baseline)
    for i, method in enumerate(methods):
        part = table[table["method"].eq(method)].set_index("dataset").reindex(sets)
        y, look = np.arange(len(sets)) * step + i, {"color": PALETTE[i % len(PALETTE)]}
        ax.hlines(y, part["low"], part["high"], lw=1.3, **look)
        ax.plot(part["beyond_voting"], y, MARKERS[i % len(MARKERS)], ms=5, label=method, **look)
    base = table[table["method"].eq(baseline)].set_index("dataset")["accuracy"]
    names = [f"{name}\n({baseline} {base[name]:.2f})" for name in sets]
    ax.set_yticks(np.arange(len(sets)) * step + (len(methods) - 1) / 2, names)
    ax.set(xlabel=f"share answered rightly beyond {baseline} (a tie of k counts 1/k), with 90 % interval")
    ax.set_ylim(len(sets) * step - 1.5, -1.5)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return ax


def calibrations(tables: dict, *, columns: int = 3) -> Axes:
    """How often verdicts were right against the probability they were given, a small panel for each set.

    Parameters
    ----------
    tables : dict
        Name -> DataFrame[stated, right, low, high, n], a row per group of verdicts: mean stated probability, share
        right with its interval, number of verdicts.
    columns : int
        Panels side by side.

    Returns
    -------
    matplotlib.axes.Axes
        Of the first panel.
    """
    rows = -(-len(tables) // columns)
    shape = {"figsize": (9.5, 0.6 + 2.6 * rows), "sharex": True, "sharey": True, "squeeze": False}
    fig, axes = plt.subplots(rows, columns, **shape)
    for ax, (name, table) in zip(axes.flat, tables.items(), strict=False):
        _curve(ax, table, "verdicts")
        ax.set_title(f"{name} (n={table['n'].sum():,})", fontsize=9.5)
    for ax in axes.flat[len(tables) :]:
        ax.axis("off")
    axes[0, 0].legend(loc="upper left")
    fig.supxlabel("probability stated", fontsize=10)
    fig.supylabel("share right", fontsize=10)
    return axes[0, 0]


def _curve(ax, table, label):
    """Share right by the probability stated, with intervals, beside the line on which both are the same."""
    ax.plot([0, 1], [0, 1], color=GREY, ls="--", lw=1, label="as stated")
    errors = [(table["right"] - table["low"]).clip(0), (table["high"] - table["right"]).clip(0)]
    ax.errorbar(table["stated"], table["right"], yerr=errors, fmt="o-", color=BLUE, capsize=4, label=label)
    ax.set(xlim=(-0.03, 1.05), ylim=(-0.06, 1.05))


def worlds(table: pd.DataFrame, *, labels: dict | None = None) -> Axes:
    """How far a method is beyond voting in each generated world, in the mean and at worst.

    Parameters
    ----------
    table : DataFrame[world, beyond_voting, worst]
        A row per world; drawn from the largest gain down.
    labels : dict, optional
        world -> name to print.

    Returns
    -------
    matplotlib.axes.Axes
    """
    part = table.sort_values("beyond_voting")
    _, ax = plt.subplots(figsize=(9, 1.2 + 0.3 * len(part)))
    y = np.arange(len(part))
    ax.axvline(0, color=GREY, ls="--", lw=1)
    ax.hlines(y, part["worst"], part["beyond_voting"], color=PALE, lw=4)
    lost = part["beyond_voting"] < 0
    ax.plot(part["beyond_voting"][~lost], y[~lost], "o", color=BLUE, ms=7, label="mean, above voting")
    ax.plot(part["beyond_voting"][lost], y[lost], "D", color=RED, ms=7, label="mean, below voting")
    ax.plot(part["worst"], y, "|", color=ORANGE, ms=12, mew=2.5, label="worst seed")
    ax.set_yticks(y, [fill((labels or {}).get(w, w), 52) for w in part["world"]])
    ax.set_xlabel("share answered rightly beyond voting")
    ax.legend(loc="lower right")
    return ax


def costs(table: pd.DataFrame, *, unit: str = "CPU seconds") -> Axes:
    """What one task costs ours and others, on a scale of tenfold steps.

    Parameters
    ----------
    table : DataFrame[task, tool, cost, ours]
        A row per task and tool; ``ours`` tells ours from others'.
    unit : str

    Returns
    -------
    matplotlib.axes.Axes
    """
    tasks = list(dict.fromkeys(table["task"]))[::-1]
    _, ax = plt.subplots(figsize=(9, 1.2 + 0.5 * len(tasks)))
    at = table["task"].map({t: i for i, t in enumerate(tasks)})
    for ours, colour, marker, label in ((True, BLUE, "o", "ours"), (False, ORANGE, "s", "others")):
        rows = table["ours"].eq(ours)
        ax.plot(table["cost"][rows], at[rows], marker, color=colour, ms=7, label=label)
    for row, y in zip(table.itertuples(index=False), at, strict=True):
        lift = -13 if row.ours else 7
        ax.annotate(row.tool, (row.cost, y), xytext=(0, lift), textcoords="offset points", ha="center", fontsize=9)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter("{x:g}")
    ax.set_yticks(range(len(tasks)), [fill(t, 40) for t in tasks])
    ax.set(xlabel=unit, ylim=(-0.7, len(tasks) - 0.3))
    ax.margins(x=0.12)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return ax
