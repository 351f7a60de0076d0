"""Pictures of who said what first, what was made of it, and how far that can be trusted."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from ..names import links as links_of
from ..page.words import date
from .answers import grid, grids, numbers, standings, verdicts
from .style import BLUE, GREY, ORANGE, PALE, RED, SKY

__all__ = ["chains", "grid", "grids", "numbers", "records", "spread"]
__all__ += ["standings", "verdicts"]


def spread(tally, title=None, names=None, top=15):
    """Reports, outlets and origins (as a range) of each question, on one line.

    Parameters
    ----------
    tally : DataFrame
        From :func:`helpers.reliability.tally`.
    title : str, optional
        By default none: a notebook gives it when it shows the picture.
    names : dict, optional
        question_id -> name to print.
    top : int
        Number of questions, those with most reports.

    Returns
    -------
    matplotlib.axes.Axes
    """
    part = tally.head(top).iloc[::-1]
    _, ax = plt.subplots(figsize=(9.5, 1.8 + 0.4 * len(part)))
    rows = np.arange(len(part))
    ax.hlines(rows, part["origins_low"], part["reports"], color=PALE, lw=1.5)
    ax.hlines(rows, part["origins_low"], part["origins_high"], color=RED, lw=6, alpha=0.85, label="origins (range)")
    ax.plot(part["origins_low"], rows, "|", color=RED, ms=12, mew=2)
    ax.plot(part["outlets"], rows, "s", color=SKY, ms=7, label="outlets")
    ax.plot(part["reports"], rows, "o", color=BLUE, ms=7, label="reports")
    ax.set_yticks(rows, [fill((names or {}).get(q, q), 40) for q in part["question_id"]])
    ax.set(xlabel="number of reports, outlets and origins", xlim=(0, None), title=title)
    ax.legend(loc="lower right")
    return ax


def chains(table, title=None, most=24):
    """Who relays whom: reports on the left, what they credit in between, the source they name on the right.

    Parameters
    ----------
    table : DataFrame
        Rows of :func:`helpers.reliability.origins`, of one question.
    title : str, optional
        By default none: a notebook gives it when it shows the picture.
    most : int
        Reports drawn at most, the earliest ones.

    Returns
    -------
    matplotlib.axes.Axes
    """
    part = table.sort_values(["origin", "published", "report_id"], na_position="last").head(most)
    links = [links_of(c) for c in part["chain"]]
    left = np.arange(len(part))[::-1].astype(float)
    middle = _heights([x[1:-1][-1:] for x in links], left)
    right = _heights([[x[-1]] if len(x) > 1 else [] for x in links], left)
    _, ax = plt.subplots(figsize=(9.5, 1.2 + 0.3 * len(part)))
    for y, row, chain in zip(left, part.itertuples(index=False), links, strict=True):
        silent = not pd.isna(row.uncredited)
        ax.text(-0.03, y, _page(row), ha="right", va="center", fontsize=9)
        if len(chain) == 1:
            ax.plot(0, y, "x", color=GREY)
            ax.text(0.03, y, "names no source", va="center", fontsize=9, color=GREY)
            continue
        stops = [(0.0, y), *((0.45, middle[m]) for m in chain[1:-1][-1:]), (0.9, right[chain[-1]])]
        style = {"color": ORANGE if silent else BLUE, "ls": (0, (4, 3)) if silent else "-", "lw": 1.3}
        ax.plot(*zip(*stops, strict=True), marker="o", ms=4, zorder=2, **style)
    for name, y in middle.items():
        ax.text(0.45, y + 0.3, name, ha="center", va="bottom", fontsize=9, bbox=_PAPER)
    bodies = dict(zip([x[-1] for x in links], part["inferred"], strict=True))
    for name, y in right.items():
        count = sum(x[-1] == name for x in links)
        joined = f", counted as {bodies[name]}" if bodies[name] != name else ""
        ax.text(0.93, y, name, va="bottom", fontsize=9.5, weight="bold")
        ax.text(0.93, y, f"{count} report{'s' * (count > 1)}{joined}", va="top", fontsize=9)
    ax.plot([], [], color=BLUE, label="as the report credits it")
    ax.plot([], [], color=ORANGE, ls=(0, (4, 3)), label="same statement, no intermediary in what was coded")
    ax.legend(loc="upper center", bbox_to_anchor=(0.45, 0), ncols=2)
    ax.set(xlim=(-0.62, 1.4), ylim=(-1, len(part)), title=title)
    ax.axis("off")
    return ax


def records(table, title=None, truth=None):
    """Each source's share of right answers in earlier cases, with its interval.

    Parameters
    ----------
    table : DataFrame[source, n, share, low, high]
        From :func:`helpers.reliability.record`.
    title : str, optional
    truth : dict, optional
        source -> the true share, where the record is simulated.

    Returns
    -------
    matplotlib.axes.Axes
    """
    part = table.sort_values(["share", "source"])
    _, ax = plt.subplots(figsize=(8, 1.4 + 0.42 * len(part)))
    rows = np.arange(len(part))
    ax.hlines(rows, part["low"], part["high"], color=BLUE, lw=3, label="90 % interval")
    ax.plot(part["share"], rows, "o", color=BLUE, ms=8, label="record")
    if truth:
        ax.plot([truth[s] for s in part["source"]], rows, "D", color=ORANGE, ms=5, label="true share (simulated)")
    ax.set_yticks(rows, [f"{s} (n={n})" for s, n in zip(part["source"], part["n"], strict=True)])
    ax.set(xlabel="share of settled answers that were right", xlim=(0, 1.03), title=title)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return ax


_PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}


def _page(row):
    """Outlet and day of a report, as far as they are known."""
    outlet = row.outlet if isinstance(row.outlet, str) else "outlet not known"
    return f"{outlet}, {date(row.published)}" if isinstance(row.published, str) else outlet


def _heights(names, left):
    """Height of each name: the mean of the reports that lead to it; names keep a distance of 1.6."""
    heights = {}
    for group, y in zip(names, left, strict=True):
        for name in group:
            heights.setdefault(name, []).append(y)
    placed, last = {}, np.inf
    for name, ys in sorted(heights.items(), key=lambda item: (-np.mean(item[1]), item[0])):
        last = placed[name] = min(float(np.mean(ys)), last - 1.6)
    return placed
