"""The reliability pictures hold what their tables hold, and linked tables lead to reports without trusting them."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from helpers.page import linked
from helpers.plots import reliability as draw
from helpers.reliability import assess, matrix, origins, positions, record, simulate, tally


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture
def table():
    reports = pd.DataFrame({"report_id": list("abcd"), "outlet": ["One", "Two", "Three", "Four"]})
    reports["published"] = "2024-10-22"
    claims = pd.DataFrame(
        {"claim_id": list("1234"), "report_id": list("abcd"), "question_id": "q", "modality": "asserts"}
    )
    claims["speaker"], claims["via"] = ["Ann", "Ann", "Ben", None], [None, "Wire", None, None]
    return origins(claims.assign(value=["10", "10", "30", "30"], low=["10", "10", "30", None], high=None), reports)


def words(ax):
    ax.figure.draw_without_rendering()
    return " ".join(t.get_text() for t in [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), ax.title])


def test_spread_shows_counts(table):
    ax = draw.spread(tally(table), "Four reports", {"q": "How many?"})
    drawn = {line.get_label(): line.get_xdata().tolist() for line in ax.lines}
    assert (drawn["reports"], drawn["outlets"]) == ([4], [4])
    assert "How many?" in words(ax) and ax.get_title(loc="left") == "Four reports"


def test_chains_name_every_report_relay_and_source(table):
    told = words(draw.chains(table, "t"))
    assert all(name in told for name in ("One", "Two", "Three", "Wire", "Ann", "Ben", "2 reports", "1 report"))
    assert "names no source" in told


def test_verdicts_show_origins_for_and_against_with_the_word_beside_them(table):
    ax = draw.verdicts(assess(positions(table)), {"q": "How many?"})
    assert "How many?: at least 10" in words(ax) and "likely (55–80 %)" in words(ax)


def test_standings_tell_who_stands_by_what(table):
    told = words(draw.standings(positions(table)))
    assert all(name in told for name in ("Ann", "Ben", "at least 10", "at least 30"))


def arrows(ax):
    """The number that each arrow starts from -> whether it points up."""
    notes = [t for t in ax.texts if getattr(t, "arrow_patch", None)]
    assert all(t.anncoords == "offset points" for t in notes)
    assert all(t.arrow_patch.get_arrowstyle().arrow == "<-" for t in notes)  # the head is where a text would stand
    return {t.xy[1]: t.xyann[1] > 0 for t in notes}


def test_numbers_mark_open_bounds(table):
    bounded = table.assign(low=["10", "10", None, "40"], high=[None, None, "30", "40"], value=["10", "10", "30", "40"])
    bounded["answer"] = ["at least 10", "at least 10", "at most 30", "40"]
    ax = draw.numbers(bounded, {"q": "stated"}, "t", "boats")
    assert "Ann (2)" in words(ax)
    assert ax.collections[0].get_offsets()[:, 1].tolist() == [10, 30, 40]
    assert arrows(ax) == {10: True, 30: False}


def test_the_grid_counts_reports(table):
    ax = draw.grid(matrix(table, "q"), "t")
    assert sorted(t.get_text() for t in ax.texts) == ["1", "1", "2"]
    assert len(ax.patches) == 3


def test_marks_of_two_questions_with_one_number_stand_apart_and_one_mark_names_all_its_origins(table):
    table = table.assign(value="10", low="10", high="10", answer="10", question_id=["q", "q", "q", "r"])
    ax = draw.numbers(table, {"q": "planned", "r": "sent"}, "t", "boats")
    planned, sent = (c.get_offsets() for c in ax.collections[:2])
    assert len(planned) == len(sent) == 1
    assert planned[0][1] == sent[0][1] and planned[0][0] < sent[0][0]
    assert "Ben (1)\nAnn (2)" in words(ax) or "Ann (2)\nBen (1)" in words(ax)


def test_a_range_has_a_mark_in_the_legend(table):
    ax = draw.numbers(table.assign(low="10", high="30"), {"q": "stated"}, "t", "boats")
    assert "range stated" in [t.get_text() for t in ax.get_legend().get_texts()]


def test_grids_have_a_panel_for_each_question(table):
    ax = draw.grids({"q": matrix(table, "q"), "r": matrix(table, "q")}, "t", {"q": "How many?"})
    assert [a.get_title(loc="left") for a in ax.figure.axes] == ["How many?", "r"]
    assert all(sorted(t.get_text() for t in a.texts) == ["1", "1", "2"] for a in ax.figure.axes)


def test_answers_that_fit_the_leading_one_are_filled(table):
    made = matrix(table, "q")
    filled = draw.grids({"q": made}, "t", fitting={"q": [made.index[0]]}).collections
    assert {c.get_facecolor().tolist() == [[1.0, 1.0, 1.0, 1.0]] for c in filled} == {True, False}


def test_records_draw_what_they_are_given():
    truth = {"Ann": 0.9, "Ben": 0.4}
    ax = draw.records(record(simulate(truth, cases=2, questions=5)), "t", truth)
    assert "Ann (n=10)" in words(ax)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", 'https://a.example/"onmouseover="x', "https://a.example/<script>"]
)
def test_hostile_cells_stay_text(url):
    reports = pd.DataFrame({"report_id": ["r1"], "url": [url]})
    page = linked(pd.DataFrame({"report_ids": ["r1"], "<b>": ["<script>alert(1)</script>"]}), reports).data
    assert "<script" not in page and 'href="javascript' not in page and '"onmouseover' not in page
    assert ("<a " in page) == url.startswith("https")


def test_what_does_not_fit_folds_out():
    reports = pd.DataFrame({"report_id": ["r1"], "url": ["https://a.example/"]})
    page = linked(pd.DataFrame({"report_ids": ["r1 r2 r3", "r4"]}), reports, most=1, rows=1, folded="a <b>").data
    assert page.startswith("<details><summary>a &lt;b&gt;</summary>")
    assert "<summary>and 2 more</summary>r2; r3</details>" in page and "<summary>1 more row</summary>" in page
