"""Scores against what was settled later: hand-computed, and none where nothing can be scored."""

import numpy as np
import pandas as pd
import pytest
from reliability_cases import table

from helpers.reliability import discover, score

VOICES = pd.DataFrame({"source": ["a", "b", "c"], "question_id": "q", "value": ["1", "1", "2"]})
OUTCOMES = pd.DataFrame({"question_id": ["q", "r"], "value": ["1", "2"], "confidence": [0.5, 1.0]})


@pytest.mark.parametrize("outcomes", [pd.DataFrame(), OUTCOMES[:0], OUTCOMES[["question_id", "value"]][:0]])
def test_nothing_settled_is_no_error(outcomes):
    made = score(discover(VOICES, "voting"), outcomes)
    assert made.questions.empty and made.left_out.empty
    assert made.measures["value"].isna().all() and set(made.measures["n"]) == {0}


def test_an_outcome_without_confidence_scores_nobody_and_says_so():
    made = score(discover(VOICES, "voting"), OUTCOMES.assign(confidence=0.0))
    assert made.left_out["why"].tolist() == ["its outcome has no confidence"] * 2
    assert made.measures["value"].isna().all()


def test_questions_weigh_by_their_outcomes_confidence():
    more = pd.DataFrame({"source": ["a", "b", "c"], "question_id": "r", "value": ["1", "1", "2"]})
    made = score(discover(pd.concat([VOICES, more]), "voting"), OUTCOMES).measures.set_index("measure")
    assert made.loc["correct", "value"] == pytest.approx(0.5 / 1.5)  # right on q (0.5), wrong on r (1)
    assert made.loc["brier", "value"] == pytest.approx((0.5 * 1 / 9 + 4 / 9) / 1.5)
    assert made.loc["log", "value"] == pytest.approx(-(0.5 * np.log(2 / 3) + np.log(1 / 3)) / 1.5)


def test_score_counts_only_what_can_be_scored_beside_voting():
    claims = table(("a", "q", "1"), ("b", "q", "1"), ("c", "q", "2"), ("a", "r", "1"), ("a", "s", "1"))
    outcomes = pd.DataFrame({"question_id": ["q", "r", "s"], "value": ["1", "1", "1"]})
    outcomes["independent"] = [True, False, True]
    outcomes["controlled_by"] = [None, None, "a"]
    result = score(discover(claims, "one_coin"), outcomes)
    assert result.left_out["why"].tolist() == ["settled by one who had claimed it", "a decides the answer"]
    voted = result.measures.set_index(["method", "measure"])["value"]
    assert voted["voting", "brier"] == pytest.approx(1 / 9)
    assert voted["voting", "log"] == pytest.approx(-np.log(2 / 3))


@pytest.mark.parametrize(
    ("value", "tolerance", "correct"),
    [("12000.0", 0.0, 1.0), ("12400", 500.0, 1.0), ("12500", 500.0, 1.0), ("12501", 500.0, 0.0), ("12400", 0.0, 0.0)],
)
def test_an_outcome_fits_a_number_written_otherwise_or_within_the_tolerance(value, tolerance, correct):
    claims = table(("a", "q", "12000"), ("b", "q", "12000"), ("c", "q", "3000"))
    questions = pd.DataFrame({"question_id": ["q"], "answer_type": ["number"], "tolerance": [tolerance]})
    outcomes = pd.DataFrame({"question_id": ["q"], "value": [value]})
    made = score(discover(claims, "voting", questions=questions), outcomes).questions.iloc[0]
    assert (made["correct"], made["verdict"]) == (correct, "12000")
    assert made["probability"] == pytest.approx(2 / 3 * correct)


def test_a_surprise_costs_at_most_what_one_in_a_hundred_does():
    outcomes = pd.DataFrame({"question_id": ["q"], "value": ["3"]})
    made = score(discover(VOICES, "voting"), outcomes).questions.iloc[0]
    assert (made["probability"], made["correct"]) == (0, 0)
    assert made["log"] == made["voted_log"] == pytest.approx(-np.log(0.01))
    assert made["brier"] == pytest.approx(((2 / 3) ** 2 + (1 / 3) ** 2 + 1) / 2)


def test_what_lies_within_the_tolerance_is_right_whoever_spells_it_so():
    asked = pd.DataFrame({"question_id": ["q"], "answer_type": "number", "tolerance": 500.0})
    claims = pd.DataFrame({"source": list("abc"), "question_id": "q", "value": ["12000", "12400", "12400"]})
    scored = score(
        discover(claims, "voting", questions=asked), pd.DataFrame({"question_id": ["q"], "value": ["12000"]})
    )
    assert scored.questions[["correct", "brier", "log"]].values.tolist() == [[1.0, 0.0, 0.0]]


def test_an_outcome_without_an_answer_is_left_out():
    claims = pd.DataFrame({"source": list("ab"), "question_id": "q", "value": "1"})
    scored = score(discover(claims, "voting"), pd.DataFrame({"question_id": ["q"], "value": [None]}))
    assert scored.left_out["why"].tolist() == ["no answer is given"]


def test_hindsight_scores_nobody():
    claims = pd.DataFrame({"source": list("ab"), "question_id": "q", "value": "1", "said": "2024-11-05"})
    outcomes = pd.DataFrame({"question_id": ["q"], "value": ["1"], "settled_on": ["2024-11-01"]})
    late = score(discover(claims, "voting"), outcomes)
    assert late.left_out["why"].tolist() == ["some of its claims are no older than its outcome"]
    told_ = discover(claims.assign(said="2024-10-01"), "voting", known={"q": "1"})
    assert score(told_, outcomes).left_out["why"].tolist() == ["its answer was given to the method"]
    assert score(discover(claims.assign(said="2024-10-31"), "voting"), outcomes).left_out.empty


def test_at_least_is_right_when_more_come():
    claims = pd.DataFrame({"source": ["a"], "question_id": "q", "value": "10000", "low": "10000"})
    asked = pd.DataFrame({"question_id": ["q"], "answer_type": ["number"]})
    scored = score(
        discover(claims, "voting", questions=asked), pd.DataFrame({"question_id": ["q"], "value": ["12000"]})
    )
    assert scored.questions["correct"].tolist() == [1.0]


def test_a_handful_of_questions_has_no_interval():
    for n, bare in ((9, True), (10, False)):
        claims = pd.DataFrame({"source": "a", "question_id": [f"q{i}" for i in range(n)], "value": "1"})
        measures = score(discover(claims, "voting"), claims[["question_id", "value"]]).measures
        assert measures["low"].isna().all() == bare and measures["value"].notna().all()
