"""Pictures of money: Sankey, waterfall, tranches, claims by outlet, collateral, intermediaries.

Each takes tables and gives the Axes back, without title: :func:`helpers.page.show` writes the finding over it.
"""

import textwrap

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from . import style
from .sankey import sankey

__all__ = ["claims", "collateral", "intermediaries", "sankey", "tranches", "waterfall"]

# every class of conflict has a colour and a marker of its own
LOOK = {
    "chosen": (style.BLACK, "o"),
    "agrees": (style.GREY, "o"),
    "rounding": (style.SKY, "s"),
    "exchange-rate date": (style.BLUE, "D"),
    "status": (style.GREEN, "^"),
    "ceiling or actual": (style.ORANGE, "v"),
    "hop": (style.PURPLE, "P"),
    "part or whole": (style.YELLOW, "h"),
    "currency slip": (style.RED, "X"),
    "magnitude slip": (style.RED, "*"),
    "genuine": (style.BLACK, "d"),
}


def waterfall(table: pd.DataFrame, *, unit: float = 1e9, unit_name: str = "billion US dollars") -> Axes:
    """Draw how one sum becomes another.

    Parameters
    ----------
    table : pandas.DataFrame
        step, value: the first and the last row are sums, those between are what is added or (negative) taken away;
        optionally rows, printed in brackets.
    unit : float
        Values are drawn in this many currency units.
    unit_name : str

    Returns
    -------
    matplotlib.axes.Axes

    >>> ax = waterfall(pd.DataFrame({"step": ["all", "twice", "rest"], "value": [3e9, -1e9, 2e9]}))
    >>> len(ax.patches)
    3
    """
    value = table["value"].to_numpy(float) / unit
    ends = np.arange(len(table)) % max(len(table) - 1, 1) == 0
    after = np.where(ends, value, np.cumsum(np.where(ends, 0, value)) + value[0])
    start = np.where(ends, 0, after - value)
    _, ax = plt.subplots(figsize=(9, 1.6 + 0.42 * len(table)))
    y = np.arange(len(table))[::-1]
    colours = np.where(ends, style.BLUE, np.where(value < 0, style.ORANGE, style.GREEN))
    hatches = np.where(ends, "", np.where(value < 0, "///", "..."))
    for i in range(len(table)):
        ax.barh(y[i], after[i] - start[i], left=start[i], color=colours[i], hatch=hatches[i], ec="white", height=0.65)
        text = f"{value[i]:,.1f}" if ends[i] else f"{value[i]:+,.1f}"
        ax.text(max(start[i], after[i]) + 0.01 * after.max(), y[i], text, va="center", fontsize=9)
    names = (
        table["step"]
        if "rows" not in table
        else [f"{s} ({n})" for s, n in zip(table["step"], table["rows"], strict=True)]
    )
    ax.set_yticks(y, [textwrap.fill(str(n), 34) for n in names])
    ax.set_xlim(0, max(start.max(), after.max()) * 1.1)
    ax.grid(visible=False)
    ax.set_xlabel(unit_name)
    return ax


def tranches(
    payments: pd.DataFrame, counts: pd.DataFrame, *, unit: float = 1e9, unit_name: str = "billion euros"
) -> Axes:
    """Draw single payments as they add up, against cumulative statements.

    Parameters
    ----------
    payments : pandas.DataFrame
        date, amount: payments reported one by one.
    counts : pandas.DataFrame
        date, amount: cumulative statements.
    unit : float
        Values are drawn in this many currency units.
    unit_name : str

    Returns
    -------
    matplotlib.axes.Axes
    """
    _, ax = plt.subplots(figsize=(9, 4.8))
    payments = payments.sort_values("date")
    dates, sums = pd.to_datetime(payments["date"]), payments["amount"].cumsum() / unit
    last = pd.to_datetime(pd.concat([payments["date"], counts["date"]])).max()
    ax.step(
        [*dates, last],
        [*sums, sums.iloc[-1]],
        where="post",
        color=style.ORANGE,
        lw=2.2,
        label="payments reported singly",
    )
    stated = counts.sort_values("date")
    ax.plot(
        pd.to_datetime(stated["date"]),
        stated["amount"] / unit,
        "D",
        color=style.BLUE,
        ms=8,
        label="cumulative statements",
    )
    for row in stated.itertuples():
        when = pd.Timestamp(row.date)
        below = sums[(dates <= when).to_numpy()].iloc[-1] if (dates <= when).any() else 0.0
        ax.vlines(when, below, row.amount / unit, color=style.BLUE, ls=":", lw=1.4)
        text = f"{row.amount / unit:,.1f}; {row.amount / unit - below:,.1f} unseen"
        ax.annotate(text, (when, row.amount / unit), (-8, 6), textcoords="offset points", ha="right", fontsize=9)
    ax.set_ylim(0, max(stated["amount"].max() / unit, sums.max()) * 1.15)
    ax.set_ylabel(unit_name)
    ax.margins(x=0.12)
    ax.legend(loc="upper left")
    return ax


def claims(table: pd.DataFrame, *, unit: float = 1e9, unit_name: str = "billion euros") -> Axes:
    """Draw what each outlet said of one sum, as an interval, with the class of its difference.

    Parameters
    ----------
    table : pandas.DataFrame
        outlet, low, high (a missing bound is open), class; drawn in the order given.
    unit : float
        Values are drawn in this many currency units.
    unit_name : str

    Returns
    -------
    matplotlib.axes.Axes
    """
    low, high = (table[c].to_numpy(float) / unit for c in ("low", "high"))
    most = np.nanmax([low, high])
    _, ax = plt.subplots(figsize=(9, 1.8 + 0.34 * len(table)))
    y = np.arange(len(table))[::-1]
    for i, kind in enumerate(table["class"]):
        colour, marker = LOOK[kind]
        a, b = np.nan_to_num(low[i], nan=0.0), most * 1.08 if np.isnan(high[i]) else high[i]
        ax.hlines(y[i], a, b, color=colour, lw=2, ls="-" if a == a and not np.isnan(low[i] + high[i]) else ":")
        at = np.nanmean([low[i], high[i]])
        ax.plot(at, y[i], marker, color=colour, ms=8, mec=style.BLACK, mew=0.5)
    for kind in [k for k in LOOK if k in set(table["class"])]:
        ax.plot([], [], LOOK[kind][1], color=LOOK[kind][0], mec=style.BLACK, mew=0.5, ls="", label=kind)
    ax.set_yticks(y, table["outlet"].fillna("outlet not known"))
    ax.set_xlim(0, most * 1.1)
    ax.set_xlabel(unit_name)
    ax.grid(visible=False)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0))
    return ax


def collateral(boxes: pd.DataFrame, arrows: pd.DataFrame) -> Axes:
    """Draw what secures a loan: boxes in columns, each with its link to the one before.

    Parameters
    ----------
    boxes : pandas.DataFrame
        name, text, column (0 at the left); in a column from top to bottom as given.
    arrows : pandas.DataFrame
        source, target (names), text: what the target has from the source, printed in the target's box.

    Returns
    -------
    matplotlib.axes.Axes
    """
    step, wide, tall = 3.0, 2.1, 1.0
    columns = int(boxes["column"].max()) + 1
    rows = int(boxes.groupby("column").size().max())
    fig = plt.figure(figsize=(step * (columns - 1) + wide + 0.4, 1.5 * rows + 1.5), layout="none")
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(-0.2, step * (columns - 1) + wide + 0.2), ylim=(-0.7, 1.5 * rows + 0.8))
    ax.axis("off")
    at = {}
    for column, group in boxes.groupby("column"):
        for i, row in enumerate(group.itertuples()):
            y = 1.5 * rows / 2 + 1.5 * ((len(group) - 1) / 2 - i)
            at[row.name] = (column * step, y)
            shape = FancyBboxPatch(
                (column * step, y - tall / 2),
                wide,
                tall,
                boxstyle="round,pad=0,rounding_size=0.08",
                fc="#F3F3F3",
                ec="black",
            )
            ax.add_patch(shape)
            how = arrows.loc[arrows["target"] == row.name, "text"].drop_duplicates().tolist()
            text = "\n".join([*how, textwrap.fill(row.text, 26)])
            ax.text(column * step + wide / 2, y, text, ha="center", va="center", fontsize=9)
    for row in arrows.itertuples():
        (x0, y0), (x1, y1) = at[row.source], at[row.target]
        back = x1 <= x0
        ends = ((x0, y0), (x1 + wide, y1)) if back else ((x0 + wide, y0), (x1, y1))
        ax.annotate("", ends[1], ends[0], arrowprops={"arrowstyle": "-|>", "lw": 1.6, "color": style.BLUE})
    return ax


def intermediaries(table: pd.DataFrame, *, unit: float = 1e9, unit_name: str = "billion US dollars") -> Axes:
    """Draw what came in, was paid on and stayed at each intermediary.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`helpers.funding.conservation`.
    unit : float
        Values are drawn in this many currency units.
    unit_name : str

    Returns
    -------
    matplotlib.axes.Axes
    """
    _, ax = plt.subplots(figsize=(9, 1.9 + 0.8 * len(table)))
    y = np.arange(len(table))[::-1]
    came, went = (table[c].to_numpy(float) / unit for c in ("came_in", "paid_on"))
    ax.barh(y + 0.18, came, 0.32, color=style.BLUE, label="came in")
    ax.barh(y - 0.18, went, 0.32, color=style.ORANGE, hatch="///", ec="white", label="paid on")
    ax.barh(
        y - 0.18,
        np.maximum(came - went, 0),
        0.32,
        left=went,
        fc="white",
        ec=style.GREY,
        ls="--",
        label="not seen to go on",
    )
    for i in range(len(table)):
        ax.text(came[i], y[i] + 0.18, f" {came[i]:.1f}", va="center", fontsize=9)
        ax.text(
            max(came[i], went[i]),
            y[i] - 0.18,
            f" {went[i]:.1f} on, {came[i] - went[i]:.1f} not",
            va="center",
            fontsize=9,
        )
    ax.set_yticks(y, [textwrap.fill(n, 24) for n in table["node"]])
    ax.set_xlim(0, max([*came, *went, 1e-9]) * 1.25)
    ax.set_xlabel(unit_name)
    ax.grid(visible=False)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0))
    return ax
