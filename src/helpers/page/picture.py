"""Pictures of a page: one call gives title, description, caption and, where a results folder is set, files."""

import base64
import io
import textwrap

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import Markdown as Prose
from IPython.display import display
from PIL import Image

from .files import file_name, folder
from .words import date, plain, plural

__all__ = ["inlined", "show"]

LEAST_ALT, COLOURS = 40, 64


def show(
    axes: object,
    name: str,
    *,
    finding: str,
    shows: str,
    source: object = None,
) -> None:
    """Show a finished picture with its title, description and caption, and close it.

    The picture is a PNG with its description as alt text; its caption follows as Markdown. Names in it are drawn letter
    by letter, never as mathematics. Where a results folder is set, the picture is written there as PNG and SVG.

    Parameters
    ----------
    axes : matplotlib.axes.Axes, array of Axes or Figure
    name : str
        File name without ending: lower-case letters, digits, hyphens; it is also the picture's anchor.
    finding : str
        What the picture says, in one sentence: its title, and the beginning of its description.
    shows : str
        What is drawn, and what a sighted reader would take from it: the rest of the description, and the caption.
    source : str or Case
        Where the data come from, with their days.

    Raises
    ------
    ValueError
        If `name` is no such name, or finding and `shows` together have fewer than 40 characters.
    """
    figure = _figure(axes)
    name = file_name(name)
    _title(figure, finding)
    alt = f"{_sentence(finding)} {_sentence(shows)}"
    caption = " ".join(_sentence(part) for part in (shows, _source(source)) if part)
    if len(alt.strip()) < LEAST_ALT:
        short = f"picture {name!r}: its description has {len(alt.strip())} characters"
        raise ValueError(f"{short}; say in {LEAST_ALT} or more what it shows")
    full = _draw(figure)
    place = folder("figures")
    if place:
        _palette(full, 256).save(place / f"{name}.png", optimize=True)
        figure.set_layout_engine("none")  # the SVG keeps the places that the PNG was laid out with
        figure.savefig(place / f"{name}.svg", metadata={"Date": None, "Title": finding, "Description": alt})
    plt.close(figure)
    small = inlined(full)
    image = {"image/png": base64.b64encode(small).decode("ascii"), "text/plain": f"[picture {name}] {alt}"}
    width = full.width // 2
    display(image, raw=True, metadata={"image/png": {"alt": alt, "width": width}, "name": name})
    display(Prose(f"*{plain(caption)}*"))


def inlined(picture: Image.Image) -> bytes:
    """The PNG that a notebook stores of a picture drawn at 200 dots an inch: half its size, few colours."""
    small = io.BytesIO()
    half = picture.convert("RGB").resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)
    _palette(half, COLOURS).save(small, format="png", optimize=True)
    return small.getvalue()


def _palette(picture, colours):
    return picture.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _figure(axes):
    return axes if isinstance(axes, mpl.figure.Figure) else np.ravel(np.asarray(axes, dtype=object))[0].figure


def _title(figure, finding):
    """The finding over the picture, in place of the title it had, in as many lines as it needs."""
    titled = [ax for ax in figure.axes if any(ax.get_title(loc=place) for place in ("left", "center", "right"))]
    if figure.get_suptitle() or len(titled) > 1 or (not titled and len(figure.axes) > 1):
        title = figure.suptitle(finding, x=0.01, ha="left", fontsize=mpl.rcParams["axes.titlesize"], weight="bold")
    else:
        ax = (titled or figure.axes)[0]
        if not ax.get_title(loc="left"):
            ax.set_title("")
            ax.set_title(finding, loc="left")
        title = ax._left_title  # keeps the distance that the picture gave it
    title.set_parse_math(False)
    letters = figure.get_figwidth() * 10
    for _ in range(3):
        title.set_text(textwrap.fill(finding, max(int(letters), 20), break_long_words=False))
        figure.draw_without_rendering()
        drawn, edge = title.get_window_extent(), figure.bbox.x1 - 4
        if drawn.x1 <= edge:
            return
        letters = min(letters, len(finding)) * (edge - drawn.x0) / drawn.width


def _draw(figure):
    """The picture at 200 dots an inch, every letter of it taken for a letter, and one that a font has."""
    from ..plots.labels import drawable  # here, because pictures are drawn by a package that stands on this one

    scaled = {label for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for label in _powers(axis)}
    for text in figure.findobj(mpl.text.Text):
        text.set_parse_math(text in scaled)
        if text not in scaled and (letters := drawable(text.get_text())) != text.get_text():
            text.set_text(letters)
    raw = io.BytesIO()
    with mpl.rc_context({"text.parse_math": False}):
        figure.savefig(raw, format="png", dpi=200, metadata={"Software": None})
    return Image.open(raw).convert("RGB")


def _powers(axis):
    """The labels of a logarithmic axis, whose powers of ten are drawn as such."""
    formatter = axis.get_major_formatter()
    return axis.get_ticklabels(which="both") if isinstance(formatter, mpl.ticker.LogFormatter) else []


def _sentence(words):
    words = " ".join(str(words).split())
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?", "…")) else ".")


def _source(source):
    if source is None or isinstance(source, str):
        return source and (source if source.startswith("Source") else f"Source: {source}")
    days = source.reports["published"].dropna().astype(str)
    days = days[days.str.fullmatch(r"\d{4}-\d\d-\d\d")]
    span = f", {date(days.min())} to {date(days.max())}" if len(days) else ""
    return f"Source: {plural(len(source.reports), 'report')} of “{source.title or source.name}”{span}"
