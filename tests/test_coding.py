"""Agreement, coverage and the way back to the first coding, against numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.case import agreement

QUESTIONS = pd.DataFrame({"question_id": ["q", "n"], "answer_type": ["yes_no", "number"]})


def _claims(rows):
    columns = ["report_id", "question_id", "speaker", "via", "value", "modality", "spoken_on"]
    return pd.DataFrame(rows, columns=columns, dtype="str").assign(claim_id=[f"c{i}" for i in range(len(rows))])


def _row(report, speaker, value, modality="asserts", question="q", via=None, spoken_on=None):
    return (report, question, speaker, via, value, modality, spoken_on)


def test_coverage_by_hand():
    found = agreement.coverage(["a", "a", "a", "b", "b", "c", "d", None])
    assert (found["draws"], found["kinds"], found["once"]) == (7, 4, 2)
    assert found["coverage"] == pytest.approx(1 - 2 / 7)
    # Esty: (1/n) * sqrt(once * (1 - once/n) + 2 * twice) with once = 2, twice = 1
    half = agreement.Z / 7 * np.sqrt(2 * (5 / 7) + 2)
    assert (found["low"], found["high"]) == pytest.approx((max(0, 5 / 7 - half), min(1, 5 / 7 + half)))


def test_coverage_of_nothing_is_unknown():
    alone = agreement.coverage(["a", "b"])
    assert (alone["coverage"], alone["low"], alone["high"]) == (0, 0, 1)
    assert agreement.coverage([])["draws"] == 0 and np.isnan(agreement.coverage([None])["coverage"])


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1), st.randoms(use_true_random=False))
def test_coverage_is_a_share_and_blind_to_order(labels, random):
    found, shuffled = agreement.coverage(labels), random.sample(labels, len(labels))
    assert 0 <= found["low"] <= found["coverage"] <= found["high"] <= 1
    assert agreement.coverage(shuffled) == found


def test_claims_are_paired_by_speaker_then_by_value():
    first = _claims([_row("r", "A", "yes"), _row("r", "B", "yes"), _row("r", "C", "no")])
    second = _claims([_row("r", "B", "no"), _row("r", "A", "yes"), _row("r", "D", "no"), _row("s", "E", "yes")])
    matched = agreement.match(first, second)
    pairs = matched[matched["found"] == "both"][["speaker_first", "speaker_second"]].values.tolist()
    assert sorted(pairs) == [["A", "A"], ["B", "B"], ["C", "D"]]
    assert matched["found"].tolist().count("second") == 1 and "first" not in set(matched["found"])


def test_what_shares_neither_speaker_nor_value_is_no_pair():
    matched = agreement.match(_claims([_row("r", "A", "yes")]), _claims([_row("r", "B", "no")]))
    assert sorted(matched["found"]) == ["first", "second"]


def test_two_missing_speakers_are_the_same_speaker():
    matched = agreement.match(_claims([_row("r", None, None)]), _claims([_row("r", None, None)]))
    assert matched["found"].tolist() == ["both"]
    made = agreement.agreement(matched, QUESTIONS, draws=10).set_index("compared")
    assert made.loc["value (yes_no)", "agree"] == 1 and made.loc["spoken_on", "pairs"] == 0


def test_kappa_by_hand():
    # Cohen's table 20, 5 / 10, 15: observed 0.7, by chance 0.5, so kappa 0.4
    cells = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    first = _claims([_row(f"r{i:02}", "A", a) for i, (a, _) in enumerate(cells)])
    second = _claims([_row(f"r{i:02}", "A", b) for i, (_, b) in enumerate(cells)])
    made = agreement.agreement(agreement.match(first, second), QUESTIONS, draws=400).set_index("compared")
    row = made.loc["value (yes_no)"]
    assert (row["pairs"], row["agree"], row["share"]) == (50, 35, 0.7)
    assert row["kappa"] == pytest.approx(0.4) and row["kappa_low"] < 0.4 < row["kappa_high"]
    assert np.isnan(made.loc["modality", "kappa"])  # one category only: nothing to agree on beyond chance


@given(st.permutations(range(6)), st.permutations(range(6)))
def test_row_order_does_not_matter(one, other):
    rows = [_row("r", "A", "yes"), _row("r", "A", "no"), _row("r", None, "yes"), _row("s", "B", None)]
    rows += [_row("s", "B", "5", question="n"), _row("s", "C", "5", question="n", via="W")]
    first, second = _claims(rows), _claims([*rows[:5], _row("s", "D", "5", question="n")])
    expected = agreement.match(first, second)
    pd.testing.assert_frame_equal(agreement.match(first.iloc[list(one)], second.iloc[list(other)]), expected)


def test_undo_goes_back_step_by_step_and_only_as_asked():
    claims = _claims([_row("r", "G7 leaders", "yes"), _row("r", "NIS", "yes")])
    log = pd.DataFrame(
        [
            ("claims", "c0", "speaker", "Fact News", "the G7", "correction", None),
            ("claims", "c0", "speaker", "the G7", "G7 leaders", "speaker name", None),
            ("reports", "c0", "speaker", "no", "such", "correction", None),
            ("claims", "c1", "(row)", None, None, "row added", None),
            ("claims", "gone", "(row)", "x", None, "row removed", None),
        ],
        columns=["table", "row", "column", "old", "new", "kind", "reason"],
    )
    assert agreement.undo(claims, log, ["speaker name"])["speaker"].tolist() == ["the G7", "NIS"]
    everything = agreement.undo(claims, log, log["kind"])
    assert everything["speaker"].tolist() == ["Fact News"] and list(everything.columns) == list(claims.columns)
    assert claims["speaker"].tolist() == ["G7 leaders", "NIS"]


def test_wilson_is_not_certain_after_a_clean_sheet():
    low, high = agreement.wilson(10, 10)
    assert 0.7 < low < 0.73 and high == pytest.approx(1)


def test_a_joint_speaker_is_heard_once_a_report():
    mentions = pd.DataFrame({"report_id": ["a", "a", "b"], "actor": ["Ann", "Ann", "Bob"]})
    claims = pd.DataFrame({"report_id": ["a", "a", "c"], "speaker": ["Ann + Bob", "Ann", "Bob"]})
    actors = pd.DataFrame({"actor": ["Ann", "Bob"], "kind": ["person", "state"]})
    assert agreement.heard(mentions, claims, actors).values.tolist() == [["Ann", 1, 1]]
    assert agreement.heard(mentions, claims, actors, kind="state").values.tolist() == [["Bob", 1, 0]]


def test_a_report_belongs_to_the_story_of_most_of_its_claims():
    claims = pd.DataFrame({"report_id": list("aaabb"), "question_id": ["p", "q", "q", "p", None]})
    questions = pd.DataFrame({"question_id": ["p", "q"], "topic": [None, "war"]})
    assert agreement.stories(claims, questions).to_dict() == {"a": "war", "b": "other"}
