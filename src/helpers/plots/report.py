"""A report drawn with what was found in it."""

import re

import matplotlib.pyplot as plt
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from .style import BLUE, GREEN, ORANGE, SKY, source

SIZE = 9.567  # points: at 100 dots an inch a letter of DejaVu Sans Mono is 8 dots wide, and marks stay in step
WIDE, GAP = 84, 13  # characters a line, and of the margin that holds the label
LEADING = 1.75


def marked(paragraphs, spans, title, note=""):
    """A report with its labels in the margin and its names, claims and sums marked in place.

    Parameters
    ----------
    paragraphs : pandas.DataFrame
        ``start``, ``label``, ``text`` of each paragraph.
    spans : pandas.DataFrame
        ``start``, ``end`` (code points of the report), ``mark``: name (underlined), claim (shaded), cue (dotted
        underline), sum (boxed).
    title, note : str

    Returns
    -------
    matplotlib.axes.Axes
        One unit of x is a character, one of y a line.

    Examples
    --------
    >>> import pandas as pd
    >>> from helpers.reading import text
    >>> ax = marked(text.read("It paid $5."), pd.DataFrame({"start": [8], "end": [10], "mark": ["sum"]}), "One sum")
    >>> [t.get_text() for t in ax.texts][:2]
    ['body', 'It paid $5.']
    """
    lines = [line for row in paragraphs.itertuples() for line in _wrapped(row)]
    width, height = (WIDE + GAP) * SIZE * 0.60205 / 72, (len(lines) + 1) * SIZE * LEADING / 72
    fig = plt.figure(figsize=(width + 0.3, height + 1.2), layout="none")
    frame = [0.15 / (width + 0.3), 0.75 / (height + 1.2), width / (width + 0.3), height / (height + 1.2)]
    ax = fig.add_axes(frame, xlim=(-GAP, WIDE), ylim=(len(lines) + 0.2, -0.8))
    ax.set_axis_off()
    ax.set_title(title, fontsize=11.5, loc="left")
    for y, (start, words, label) in enumerate(lines):
        if label:
            ax.text(-GAP, y, label, va="center", fontsize=9, color="#555555", style="italic")
        ax.text(0, y, words, va="center", family="DejaVu Sans Mono", fontsize=SIZE, parse_math=False, zorder=3)
        for span in spans.itertuples():
            left, right = max(span.start - start, 0), min(span.end - start, len(words))
            if left < right:
                _mark(ax, span.mark, left, right, y)
    _legend(ax, set(spans["mark"]))
    if note:
        source(ax, note)
    return ax


def _wrapped(row):
    """Lines of a paragraph: offset, words, and on the first the label."""
    lines, begin = [], 0
    while begin < len(row.text):
        end = len(row.text)
        if end - begin > WIDE:
            gaps = [gap.start() for gap in re.finditer(r"\s", row.text[begin : begin + WIDE + 1])]
            end = begin + (gaps[-1] if gaps and gaps[-1] else WIDE)
        words = re.sub(r"\s", " ", row.text[begin:end])
        lines.append((row.start + begin, words, row.label if not lines else ""))
        begin = end + (end < len(row.text) and row.text[end].isspace())
    return lines


def _mark(ax, kind, left, right, y):
    if kind == "claim":
        ax.add_patch(Rectangle((left, y - 0.46), right - left, 0.92, color=SKY, alpha=0.28, lw=0, zorder=1))
    elif kind == "sum":
        ax.add_patch(Rectangle((left, y - 0.42), right - left, 0.84, fill=False, ec=ORANGE, lw=1.6, zorder=2))
    else:
        style = {"name": ("-", BLUE, 1.6), "cue": (":", GREEN, 2.2)}[kind]
        ax.plot([left, right], [y + 0.4] * 2, ls=style[0], color=style[1], lw=style[2], zorder=2)


def _legend(ax, kinds):
    keys = {
        "name": Line2D([], [], color=BLUE, lw=1.6, label="name"),
        "claim": Patch(color=SKY, alpha=0.28, label="content of a claim"),
        "cue": Line2D([], [], color=GREEN, lw=2.2, ls=":", label="cue"),
        "sum": Patch(fill=False, ec=ORANGE, lw=1.6, label="sum of money"),
    }
    shown = [key for kind, key in keys.items() if kind in kinds]
    if shown:
        ax.legend(handles=shown, loc="upper left", bbox_to_anchor=(0, 0), ncols=len(shown), borderaxespad=0.2)
