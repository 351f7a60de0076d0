"""Put a finished figure or table into a notebook, and into the results folder where one is set.

The environment variable ``CROSSREAD_RESULTS`` names that folder; the runner sets it, a reader need not.
"""

import base64
import html
import io
import os
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display
from PIL import Image

RESULTS = "CROSSREAD_RESULTS"
LEAST_ALT = 40


def show(fig, name, *, alt, caption):
    """Show `fig` as a captioned, described, static figure and close it.

    The output holds an HTML ``<figure>`` with the picture inlined (kept with its text by nbviewer) and, for
    renderers that drop HTML, the same picture as PNG with `alt` in its metadata.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    name : str
        File name without ending: lower-case letters, digits, hyphens; it is also the figure's anchor.
    alt : str
        What a sighted reader would take away, at least 40 characters.
    caption : str
        Printed under the figure: what is shown, from which data, as of when.

    Raises
    ------
    ValueError
        If `name` is no such name or `alt` is shorter.
    """
    name = _name(name)
    if len(alt.strip()) < LEAST_ALT:
        raise ValueError(
            f"figure {name!r}: alt text of {len(alt.strip())} characters; say in {LEAST_ALT} or more what it shows"
        )
    png = _png(fig)
    folder = _folder("figures")
    if folder:
        fig.set_layout_engine("none")  # the SVG keeps the places that the PNG was laid out with
        (folder / f"{name}.png").write_bytes(png)
        fig.savefig(folder / f"{name}.svg", metadata={"Date": None, "Title": caption, "Description": alt})
    plt.close(fig)
    inlined = base64.b64encode(png).decode("ascii")
    width = Image.open(io.BytesIO(png)).width
    page = (
        f'<figure id="{name}" style="margin:1em 0"><img src="data:image/png;base64,{inlined}" '
        f'width="{width}" style="max-width:100%" alt="{html.escape(alt, quote=True)}">'
        f"<figcaption>{html.escape(caption)}</figcaption></figure>"
    )
    bundle = {"text/html": page, "image/png": inlined, "text/plain": f"[figure {name}] {caption}"}
    display(bundle, raw=True, metadata={"image/png": {"alt": alt, "width": width}, "name": name})


def keep(table, name):
    """Return `table` unchanged, having written it as CSV into the results folder where one is set.

    Parameters
    ----------
    table : pandas.DataFrame
    name : str
        File name without ending.

    >>> len(keep(pd.DataFrame({"a": [1, 2]}), "two-rows"))
    2
    """
    name, folder = _name(name), _folder("tables")
    if folder:
        named = not isinstance(table.index, pd.RangeIndex)
        table.to_csv(folder / f"{name}.csv", index=named, lineterminator="\n")
    return table


def _name(name):
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"{name!r} is no file name: use lower-case letters, digits and single hyphens")
    return name


def _folder(kind):
    root = os.environ.get(RESULTS)
    if not root:
        return None
    folder = Path(root) / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _png(fig):
    """PNG bytes with at most 256 colours, which keeps a notebook small and the picture as it was."""
    raw = io.BytesIO()
    fig.savefig(raw, format="png", metadata={"Software": None})
    picture = Image.open(raw).convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small = io.BytesIO()
    picture.save(small, format="png", optimize=True)
    return small.getvalue()
