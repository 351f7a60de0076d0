"""What may not change an answer: another relay, a copy, a page without a day, the order of rows, what is too old."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.reliability import assess, origins, positions

DAYS = [f"2031-06-{day:02}" for day in range(1, 21)]
ASKED = pd.DataFrame({"question_id": ["q"], "answer_type": ["number"], "course": ["moving"], "window": [7]})
SPEAKERS = st.sampled_from(["Ann", "Bo", "Cy", "Di"])
ROWS = st.lists(
    st.tuples(SPEAKERS, st.sampled_from(["100", "140", "200"]), st.sampled_from(DAYS)), min_size=1, max_size=9
)
COUNTED = [
    "answer",
    "low",
    "high",
    "tie",
    "voices_for",
    "voices_against",
    "abstaining",
    "origins_for_low",
    "likelihood",
]
COUNTED += ["confidence", "reason", "case_against", "answers"]


def assessed(rows, *, question=None, order=None):
    """The verdict on claims given as (speaker, value, published[, spoken on])."""
    reports = [{"report_id": f"r{i}", "outlet": f"Outlet {i}", "published": row[2]} for i, row in enumerate(rows)]
    told = [
        {"claim_id": f"c{i}", "report_id": f"r{i}", "question_id": "q", "speaker": row[0], "value": row[1]}
        | {"spoken_on": row[3] if len(row) > 3 else row[2]}
        for i, row in enumerate(rows)
    ]
    claims = pd.DataFrame(told).iloc[order if order is not None else range(len(rows))]
    asked = ASKED if question is None else ASKED.assign(**question)
    return assess(positions(origins(claims, pd.DataFrame(reports), None, asked), asked), asked)[COUNTED]


@given(ROWS, st.data())
@settings(max_examples=25, deadline=None)
def test_a_relay_that_carries_a_statement_once_more_changes_nothing(rows, data):
    firsts = [row for row in rows if [r[:1] + r[2:] for r in rows].count(row[:1] + row[2:]) == 1]
    if firsts:
        speaker, value, day = data.draw(st.sampled_from(firsts))
        again = [*rows, (speaker, value, DAYS[-1], day)]
        pd.testing.assert_frame_equal(assessed(rows), assessed(again))


@given(ROWS, st.randoms())
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_changes_nothing(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(assessed(rows), assessed(rows, order=order))


@given(ROWS, SPEAKERS)
@settings(max_examples=25, deadline=None)
def test_an_undated_page_that_brings_back_an_old_number_changes_nothing(rows, speaker):
    own = [row for row in rows if row[0] == speaker]
    if len(own) > 1:
        undated = (speaker, own[0][1], "2031-06-25", None)
        pd.testing.assert_frame_equal(assessed(rows), assessed([*rows, undated]))


@given(ROWS, st.sampled_from(["100", "900"]))
@settings(max_examples=25, deadline=None)
def test_a_statement_older_than_its_window_changes_nothing(rows, value):
    old = ("Old Hand", value, "2031-05-01")
    pd.testing.assert_frame_equal(assessed(rows), assessed([*rows, old]))


@pytest.mark.parametrize("course", ["fixed", "growing"])
@given(ROWS)
@settings(max_examples=15, deadline=None)
def test_voices_are_counted_once_whatever_the_course(course, rows):
    (row,) = assessed(rows, question={"course": course}).itertuples()
    assert row.voices_for + row.voices_against <= len({speaker for speaker, *_ in rows})
    assert row.voices_for >= 1
    assert row.origins_for_low <= row.voices_for
