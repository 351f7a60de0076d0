"""What every part stands on: names and chains, partial dates, intervals and corrections."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as reference

from helpers import dates, names, stats

NAME = (
    st.text(alphabet="ABc+> ", min_size=1, max_size=6)
    .map(str.strip)
    .filter(
        lambda n: (
            n
            and n not in "+>"
            and " + " not in n
            and " > " not in n
            and not n.startswith(("+ ", "> "))
            and not n.endswith((" +", " >"))
        )
    )
)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Canal+", ["Canal+"]),
        ("C++ Group", ["C++ Group"]),
        ("A + B > C", ["A", "B", "C"]),
        ("A+B", ["A+B"]),
        ("Q+A Desk + Dairy Union", ["Q+A Desk", "Dairy Union"]),
        ("x->y", ["x->y"]),
        ("A  +  B", ["A", "B"]),
    ],
)
def test_a_mark_joins_or_passes_on_only_between_blanks(cell, found):
    assert names.names_in(cell) == found


@settings(deadline=None)
@given(st.lists(st.lists(NAME, min_size=1, max_size=3, unique=True), min_size=1, max_size=3))
def test_a_chain_comes_apart_into_what_it_was_made_of(chain):
    cell = " > ".join(" + ".join(link) for link in chain)
    assert [names.members(link) for link in names.links(cell)] == [sorted(set(link)) for link in chain]
    assert names.names_in(cell) == [name for link in chain for name in link]


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-10-22", "2024-10-22", "2024-10-22"),
    ],
)
def test_a_cut_date_means_all_days_of_its_month_or_year(cell, first, last):
    assert [str(day) for day in dates.parse(cell)] == [first, last]
    assert dates.span(pd.Series([cell])).astype("str").iloc[0].tolist() == [first, last]


@pytest.mark.parametrize("cell", ["2024-02-30", "0000", "2922", "2024-13", "24-10-22", "2024-1", "2024-10-22\n", "May"])
def test_what_is_no_day_is_refused_with_its_row(cell):
    with pytest.raises(ValueError, match=r"row 'b'"):
        dates.span(pd.Series(["2024-10-22", cell], index=["a", "b"]))


@settings(deadline=None)
@given(st.dates(min_value=pd.Timestamp("1700-01-01").date(), max_value=pd.Timestamp("2200-01-01").date()))
def test_a_whole_date_is_its_own_first_and_last_day(when):
    assert dates.parse(when.isoformat()) == (when, when)


def test_missing_dates_stay_missing_and_the_index_stays():
    made = dates.day(pd.Series(["2024", None, ""], index=[7, 8, 9]))
    assert made.index.tolist() == [7, 8, 9] and made.isna().tolist() == [False, True, True]


@pytest.mark.parametrize(("hits", "n"), [(0, 5), (3, 3), (9, 10), (50, 200)])
def test_wilson_is_the_interval_of_the_reference(hits, n):
    expected = reference.binomtest(hits, n).proportion_ci(method="wilson")
    assert stats.wilson(hits, n) == pytest.approx((expected.low, expected.high))


def test_an_interval_of_nothing_is_unknown():
    assert np.isnan(stats.wilson(0, 0)).all()


def test_benjamini_hochberg_is_that_of_the_reference():
    p = np.random.default_rng(1).uniform(size=40) ** 2
    np.testing.assert_allclose(stats.benjamini_hochberg(p, 40), reference.false_discovery_control(p))


def test_jeffreys_holds_the_share_and_covers_what_it_says():
    rng, inside = np.random.default_rng(3), 0
    for _ in range(2000):
        share = rng.uniform(0.1, 0.9)
        right = rng.binomial(30, share)
        low, high = stats.jeffreys(right, 30 - right)
        assert low <= right / 30 <= high
        inside += low <= share <= high
    assert 0.88 < inside / 2000 < 0.92


def test_redraws_draw_each_place_as_often_as_another():
    drawn = np.concatenate(list(stats.redraws(4, draws=2000)))
    assert len(drawn) == 8000 and abs(np.bincount(drawn) / 8000 - 0.25).max() < 0.02
