"""Pictures of answers that compete: who stands for which, and numbers stated over time."""

from textwrap import fill, shorten

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import textalloc
from matplotlib import pyplot as plt
from matplotlib.ticker import LogLocator, MaxNLocator

from ..phrases import readable
from .style import BLACK, BLUE, GREY, HATCHES, MARKERS, ORANGE, PALE, PALETTE

__all__ = ["grid", "grids", "numbers", "standings", "verdicts"]


def numbers(table, labels, title=None, unit="", days=None, log=False):
    """Numbers stated over time: marker for the question, size for the reports, arrows for open bounds.

    What several origins state on one day is one mark that names them all; marks of two questions that would cover
    one another stand side by side.

    Parameters
    ----------
    table : DataFrame
        Rows of :func:`helpers.reliability.origins` that answer number questions.
    labels : dict
        question_id -> what to call it; also the order of colours and markers.
    title, unit : str, optional
    days : tuple of str, optional
        First and last day shown.
    log : bool
        Logarithmic scale.

    Returns
    -------
    matplotlib.axes.Axes
    """
    shown = _stated(table[table["question_id"].isin(labels)], days)
    _, ax = plt.subplots(figsize=(9.5, 6.2))
    for i, (question, label) in enumerate(labels.items()):
        part = shown[shown["question_id"].eq(question)]
        look = {"color": PALETTE[i % len(PALETTE)], "marker": MARKERS[i % len(MARKERS)]}
        sizes = 28 + 14 * part["reports"]
        ax.scatter(part["at"], part["number"], s=sizes, alpha=0.8, label=label, ec="white", **look)
        for row in part.itertuples(index=False):
            _bound(ax, row, look["color"])
    if shown["low"].lt(shown["high"]).any():
        ax.plot([], [], color=GREY, marker="|", ms=7, label="range stated")
    ax.set(ylabel=unit, title=fill(title or "", 88), yscale="log" if log else "linear")
    if log:
        ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.plot([], [], color="none", label="larger mark: more reports")
    ticks = mdates.AutoDateLocator(minticks=4, maxticks=10)
    ax.xaxis.set_major_locator(ticks)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ticks))
    ax.margins(0.09, 0.14)
    _name(ax, shown)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=min(5, len(labels) + 2), markerscale=0.6)
    return ax


def grid(matrix, title=None, origins="origins, in the order in which they spoke"):
    """Competing answers against the origins that stand for them; the number in a cell counts reports.

    Parameters
    ----------
    matrix : DataFrame
        From :func:`helpers.reliability.matrix`.
    title : str, optional
    origins : str
        Name of the columns.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows, columns = matrix.shape
    width = max(7.5, 2.8 + 0.55 * columns)
    _, ax = plt.subplots(figsize=(width, 2.6 + 0.42 * rows))
    for y in range(rows):
        for x in range(columns):
            count = int(matrix.iat[y, x])
            if count:
                look = {"facecolor": PALETTE[y % len(PALETTE)], "hatch": HATCHES[y % len(HATCHES)], "alpha": 0.45}
                ax.add_patch(plt.Rectangle((x - 0.46, y - 0.44), 0.92, 0.88, edgecolor=BLACK, lw=0.6, **look))
                ax.text(x, y, count, ha="center", va="center", fontsize=10, weight="bold", bbox=_PAPER)
    ax.set(xlim=(-0.6, columns - 0.4), ylim=(rows - 0.4, -0.6), title=fill(title or "", int(9 * width)), xlabel=origins)
    ax.set_xticks(range(columns), list(matrix.columns), rotation=40, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(rows), list(matrix.index))
    ax.grid(False)
    return ax


def grids(matrices, title=None, names=None, fitting=None, columns=2):
    """Competing answers to several questions: per question, origins down and answers across; a dot where one stands.

    Parameters
    ----------
    matrices : dict
        question_id -> DataFrame from :func:`helpers.reliability.matrix`.
    title : str, optional
    names : dict, optional
        question_id -> name to print over its panel.
    fitting : dict, optional
        question_id -> the answers that fit the leading one; their dots are filled.
    columns : int
        Panels side by side.

    Returns
    -------
    matplotlib.axes.Axes
        Of the first panel.
    """
    sizes = [m.shape[1] for m in matrices.values()]
    high = [max(sizes[i : i + columns]) + 6.5 for i in range(0, len(sizes), columns)]
    size = {"figsize": (9.5, 0.6 + 0.2 * sum(high)), "height_ratios": high, "squeeze": False}
    fig, axes = plt.subplots(len(high), columns, **size)
    for ax, (question, matrix) in zip(axes.flat, matrices.items(), strict=False):
        _panel(ax, matrix, (fitting or {}).get(question, ()))
    fig.suptitle(title or "", x=0.01, ha="left", fontsize=11.5, weight="bold")
    for ax in axes.flat[len(matrices) :]:
        ax.axis("off")
    titles = [fill(shorten((names or {}).get(q, q), 100, placeholder=" …"), 52) for q in matrices]
    for ax, text in zip(axes.flat, titles, strict=False):
        ax.set_title(text, fontsize=9.5)
    fig.draw_without_rendering()
    for column in axes.T:  # a title stands over the names of the origins too
        lefts = [label.get_window_extent().x0 for ax in column for label in ax.get_yticklabels()]
        for ax in column:
            at = ax.transAxes.inverted().transform((min(lefts, default=0), 0))[0]
            ax.set_title(ax.get_title(loc="left"), fontsize=9.5, x=at)
    return axes.flat[0]


def _panel(ax, matrix, fitting):
    """One question: origins down, answers across."""
    fits = matrix.index.isin(list(fitting))
    for down, across in zip(*np.nonzero(matrix.to_numpy().T), strict=True):
        look = {"c": BLUE} if fits[across] else {"c": "white", "edgecolors": ORANGE, "linewidths": 1.6}
        ax.scatter(across, down, s=120, **look)
        colour = "white" if fits[across] else BLACK
        ax.text(across, down, matrix.iat[across, down], ha="center", va="center", fontsize=9, color=colour)
    answers = [shorten(a, 26, placeholder=" …") for a in matrix.index]
    ax.set_xticks(range(len(matrix)), answers, rotation=35, ha="left")
    ax.set_yticks(range(matrix.shape[1]), list(matrix.columns))
    ax.set(xlim=(-0.6, max(len(matrix), 4) - 0.4), ylim=(matrix.shape[1] - 0.4, -0.6))
    ax.xaxis.tick_top()
    ax.tick_params(length=0)


def verdicts(table, names, top=15):
    """Independent origins for and against the leading answer to each question, with its likelihood beside it.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.assess`, in the order in which it is to be drawn.
    names : dict
        question_id -> what to call it.
    top : int
        Rows at most.

    Returns
    -------
    matplotlib.axes.Axes
    """
    part = table.head(top).iloc[::-1]
    rows = np.arange(len(part))
    _, ax = plt.subplots(figsize=(9.5, 1.5 + 0.4 * len(part)))
    spread = part["origins_for_high"] - part["origins_for_low"]
    ax.barh(rows, part["origins_for_low"], color=BLUE, label="origins for it (independent)")
    ax.barh(rows, spread, left=part["origins_for_low"], color="white", ec=BLUE, hatch="////", label="more, as declared")
    ax.barh(rows, -part["origins_against_low"], color=ORANGE, label="origins against it")
    denied = part["parties_against"].to_numpy() > 0
    left = -part["origins_against_low"].to_numpy()[denied] - 0.35
    ax.plot(left, rows[denied], "X", color=BLACK, ms=7, label="a party denies")
    far = max(part["origins_for_high"].max(), 1)
    for y, row in zip(rows, part.itertuples(index=False), strict=True):
        word = "even" if row.tie else row.likelihood if isinstance(row.likelihood, str) else "no likelihood"
        ax.text(far + 0.3, y, word, va="center", fontsize=9, color=GREY if word == "no likelihood" else BLACK)
    answers = [shorten(readable(a).replace(" | ", " or "), 30, placeholder=" …") for a in part["answers"]]
    labels = [f"{fill(names.get(q, q), 44)}: {a}" for q, a in zip(part["question_id"], answers, strict=True)]
    ax.set_yticks(rows, labels)
    ax.axvline(0, color=BLACK, lw=0.8)
    ax.margins(y=0.02)
    ax.set(
        xlabel="independent origins",
        xlim=(min(left.min(initial=0), -part["origins_against_low"].max()) - 0.3, far * 1.02),
    )
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_formatter(lambda x, _: f"{abs(x):.0f}")
    ax.grid(axis="y", visible=False)
    ax.legend(loc="upper center", bbox_to_anchor=(0.35, -0.6 / (0.4 * len(part) + 0.6)), ncols=4)
    return ax


def standings(table, top=14):
    """What each authority stands by on one question: one row each, by the day of its latest statement.

    A filled mark is a current position, an empty one is outdated, overtaken, earlier or due; a cross abstains.

    Parameters
    ----------
    table : DataFrame
        Rows of :func:`helpers.reliability.positions` for one question.
    top : int
        Rows at most, the latest.

    Returns
    -------
    matplotlib.axes.Axes
    """
    part = table[table["said"].notna()].sort_values(["said", "authority"]).tail(top)
    rows = np.arange(len(part))[::-1]
    shown = list(dict.fromkeys(part["answer"].dropna()))
    _, ax = plt.subplots(figsize=(9.5, 1.8 + 0.36 * len(part)))
    for y, row in zip(rows, part.itertuples(index=False), strict=True):
        if not isinstance(row.answer, str):
            ax.plot(row.said, y, "x", color=GREY, ms=8, mew=2)
            words = "no comment" if row.modality == "no_comment" else "cannot confirm"
        else:
            place = shown.index(row.answer)
            colour, current = PALETTE[place % len(PALETTE)], row.state in ("current", "last known")
            look = {"color": colour, "marker": MARKERS[place % len(MARKERS)], "mfc": colour if current else "white"}
            ax.plot(row.said, y, ls="", ms=9, mew=1.6, **look)
            words = readable(row.answer) if current else f"{readable(row.answer)} ({row.state})"
            words += ", a party's word" if row.apart else ", has an interest" if row.interested else ""
        ax.annotate(
            words, (row.said, y), xytext=(9, 0), textcoords="offset points", va="center", fontsize=9, bbox=_PAPER
        )
    ax.hlines(rows, part["said"].min(), part["said"].max(), color=PALE, lw=0.8, zorder=0)
    ax.set_yticks(rows, part["authority"].tolist())
    ticks = mdates.AutoDateLocator(minticks=3, maxticks=8)
    ax.xaxis.set_major_locator(ticks)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ticks))
    span = max((part["said"].max() - part["said"].min()).days, 1) if len(part) else 1
    ax.set_xlim(
        part["said"].min() - pd.Timedelta(days=span * 0.04), part["said"].max() + pd.Timedelta(days=span * 0.45)
    )
    ax.set(xlabel="day of the latest statement", ylim=(-0.7, len(part) - 0.3))
    ax.grid(axis="y", visible=False)
    return ax


_PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}
ARROW = 26  # points


def _stated(table, days):
    """One row per day, question, number and bounds, with the origins that state it and where its mark stands."""
    table = table[table["said"].notna() & (table["value"].notna())]
    if days:
        table = table[table["said"].between(pd.Timestamp(days[0]), pd.Timestamp(days[1]))]
    rows = []
    for (day, question, origin, value), statements in table.groupby(
        ["said", "question_id", "origin", "value"], sort=True
    ):
        usual = statements[statements["answer"].eq(statements["answer"].mode().iloc[0])].iloc[0]
        low, high = (pd.to_numeric(usual[c], errors="coerce") for c in ("low", "high"))
        reports = statements["report_id"].nunique()
        rows.append((day, question, float(value), low, high, reports, f"{origin} ({reports})"))
    columns = ["said", "question_id", "number", "low", "high", "reports", "name"]
    points = pd.DataFrame(rows, columns=columns).sort_values(["said", "question_id", "number", "reports"])
    mark = ["said", "question_id", "number", "low", "high"]
    points = points.groupby(mark, sort=True, dropna=False).agg(reports=("reports", "sum"), name=("name", "\n".join))
    points = points.reset_index()
    place = points.groupby(["said", "number"]).cumcount()
    width = points.groupby(["said", "number"])["said"].transform("size") - 1
    step = max((points["said"].max() - points["said"].min()).days, 1) / 42 if len(points) else 0
    return points.assign(at=mdates.date2num(points["said"]) + (place - width / 2) * step)


def _bound(ax, row, colour):
    if pd.isna(row.low) != pd.isna(row.high):
        up = pd.isna(row.high)
        ends = {"xytext": (0, ARROW if up else -ARROW), "textcoords": "offset points"}
        arrow = {"arrowstyle": "->", "color": colour, "lw": 1.6}
        ax.annotate("", (row.at, row.number), arrowprops=arrow | {"arrowstyle": "<-"}, **ends)
    elif row.low < row.high:
        ax.plot([row.at] * 2, [row.low, row.high], color=colour, lw=2, marker="_", ms=10)


def _reach(ax, row):
    """From where to where the line of a bound runs, in the units of the axis; None where there is none."""
    if pd.isna(row.low) == pd.isna(row.high):
        return (row.low, row.high) if row.low < row.high else None
    dots = (ARROW if pd.isna(row.high) else -ARROW) * ax.figure.dpi / 72
    x, y = ax.transData.transform((row.at, row.number))
    end = ax.transData.inverted().transform((x, y + dots))[1]
    return tuple(sorted((row.number, end)))


def _name(ax, shown):
    x, y = shown["at"].to_numpy(), shown["number"].to_numpy()
    ax.figure.draw_without_rendering()
    look = {"textsize": 9, "linecolor": GREY, "linewidth": 0.7, "max_distance": 0.3}
    lines = [(row.at, *_reach(ax, row)) for row in shown.itertuples(index=False) if _reach(ax, row)]
    look["x_lines"], look["y_lines"] = [[at, at] for at, *_ in lines] or None, [ends for _, *ends in lines] or None
    textalloc.allocate(ax, x, y, shown["name"].str.replace(" + ", " +\n").tolist(), x_scatter=x, y_scatter=y, **look)
