"""The Sankey diagram keeps text apart: no text on other text, on a band, or cut off."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import PathPatch
from matplotlib.transforms import Bbox

from helpers.plots.funding import sankey

STATUSES = ["announced", "pledged", "committed", "allocated", "disbursed"]


def links(n):
    rng = np.random.default_rng(n)
    lenders = [f"Lender number {i} of the long list" for i in range(n // 3 + 1)]
    funds, ends = [f"Fund {i}" for i in range(max(2, n // 8))], [f"State {i}" for i in range(max(2, n // 10))]
    kinds = [(lenders, funds), (lenders, ends), (funds, ends)]
    rows = []
    for _ in range(n):
        source, target = kinds[rng.integers(3)]
        rows.append((rng.choice(source), rng.choice(target), rng.choice(STATUSES), np.exp(rng.normal(1, 1.2)) * 1e9))
    return pd.DataFrame(rows, columns=["source", "target", "status", "value"])


@pytest.mark.parametrize("n", [5, 15, 40])
def test_nothing_overlaps_and_nothing_is_cut_off(n):
    ax = sankey(links(n))
    fig = ax.figure
    fig.canvas.draw()
    boxes = [t.get_window_extent() for t in ax.texts]
    page = fig.bbox
    bands = [p.get_path().transformed(p.get_transform()) for p in ax.patches if isinstance(p, PathPatch)]
    for i, box in enumerate(boxes):
        assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1
        assert not any(box.overlaps(other) for other in boxes[i + 1 :]), ax.texts[i].get_text()
        inner = Bbox.from_extents(box.x0 + 1, box.y0 + 1, box.x1 - 1, box.y1 - 1)
        assert not any(band.intersects_bbox(inner, filled=True) for band in bands), ax.texts[i].get_text()
    assert min(t.get_fontsize() for t in ax.texts) >= 9
    plt.close(fig)


def test_row_order_changes_nothing_and_circles_are_drawn_open():
    made = links(15)
    one, other = (sankey(t) for t in (made, made.iloc[::-1]))
    assert [(t.get_text(), t.get_position()) for t in one.texts] == [
        (t.get_text(), t.get_position()) for t in other.texts
    ]
    circle = pd.DataFrame({"source": ["A", "B"], "target": ["B", "A"], "status": "disbursed", "value": 1e9})
    assert "A (again)" in [t.get_text() for t in sankey(circle).texts]
    plt.close("all")
