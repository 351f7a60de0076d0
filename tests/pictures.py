"""Each figure still looks as stored: pixels of the pictures drawn while the notebooks were just executed.

Run after the notebooks (``make notebooks``), which leave their pictures under ``build/nbval/figures``.
"""

import base64
import io

import nbformat
import numpy as np
import pytest
from books import OUT, chapters, examples
from PIL import Image

from helpers.page.picture import inlined

DRAWN = OUT / "build" / "nbval" / "figures"
MOST_APART = 0.02  # share of pixels that may differ visibly, for renderers whose letters fall a pixel apart
VISIBLY = 48  # of 255, in any channel


def _stored():
    for path in chapters() + examples():
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                picture = output.get("data", {}).get("image/png")
                if picture:
                    name = output.metadata.get("name", "a picture not made by page.show")
                    yield pytest.param(name, picture, id=f"{path.stem}:{name}")


def _pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=int)


def difference(one, other):
    """Share of pixels that differ visibly; 1 where the sizes differ by more than three pixels."""
    if max(abs(a - b) for a, b in zip(one.shape, other.shape, strict=True)) > 3:
        return 1.0
    rows, columns = (min(a, b) for a, b in zip(one.shape[:2], other.shape[:2], strict=True))
    apart = np.abs(one[:rows, :columns] - other[:rows, :columns]).max(axis=2)
    return float((apart > VISIBLY).mean())


@pytest.mark.parametrize(("name", "picture"), _stored())
def test_figure_looks_as_stored(name, picture):
    drawn = DRAWN / f"{name}.png"
    assert drawn.is_file(), f"{name}: not drawn again; run the notebooks first (make notebooks)"
    assert difference(_pixels(base64.b64decode(picture)), _pixels(inlined(Image.open(drawn)))) <= MOST_APART


def test_the_comparison_can_fail():
    white, black = np.full((40, 40, 3), 255), np.zeros((40, 40, 3), dtype=int)
    assert difference(white, white) == 0
    assert difference(white, black) == 1
    assert difference(white, np.full((60, 40, 3), 255)) == 1
    marked = white.copy()
    marked[10:20, 10:20] = 0
    assert difference(white, marked) == 100 / 1600 > MOST_APART
