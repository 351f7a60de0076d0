"""The pictures of the first notebook: what is drawn is what the table holds."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from helpers import schema
from helpers.plots import overview


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_days_are_stacked_and_the_largest_story_comes_first():
    days = pd.to_datetime(["2024-10-21", "2024-10-22", "2024-10-22"])
    table = pd.DataFrame({"day": days, "story": ["loan", "loan", "summit"], "reports": [1, 2, 5]})
    ax = overview.days(table, "t")
    heights = {(round(p.get_x() + p.get_width() / 2), p.get_height(), p.get_y()) for p in ax.patches if p.get_height()}
    first = round(ax.patches[0].get_x() + ax.patches[0].get_width() / 2)
    assert heights == {(first + 1, 5, 0), (first, 1, 0), (first + 1, 2, 5)}
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["summit (5)", "loan (3)"]


def test_bars_are_as_long_as_their_numbers_and_carry_them():
    table = pd.DataFrame({"label": ["a", "b"], "value": [7, 3], "outlets": [2, 3]})
    ax = overview.bars(table, "t", "reports", second="outlets")
    assert [p.get_width() for p in ax.patches] == [7, 3] and ax.lines[0].get_xdata().tolist() == [2, 3]
    assert [t.get_text() for t in ax.texts[:2]] == ["7", "3"]


def test_the_diagram_follows_the_tables_it_shows():
    arrows = overview._arrows()
    assert {(a, b) for a, b, dashed in arrows if not dashed} == {
        ("claims", "questions"),
        ("claims", "reports"),
        ("figures", "reports"),
        ("mentions", "reports"),
        ("outcomes", "questions"),
        ("parts", "figures"),
        ("reports", "outlets"),
        ("texts", "reports"),
    }
    assert {a for a, _, dashed in arrows if dashed} == {"claims", "figures", "mentions", "questions"}
    ax = overview.schema({t: i for i, t in enumerate(schema.TABLES, 1)}, "t")
    shown = " ".join(t.get_text() for t in ax.texts)
    assert all(f"{t} ({i})" in shown for i, t in enumerate(schema.TABLES, 1))
