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
    assert made[["low", "high"]].notna().all(axis=None)


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
