"""What earlier cases have earned a source, and what may earn it: counted by hand, and as an interval should."""

import numpy as np
import pandas as pd
import pytest
from reliability_cases import QUESTIONS, past, settled, told

from helpers.reliability import (
    before,
    by_word,
    distortions,
    early,
    eligible,
    foreseen,
    grade,
    record,
    remember,
    remember_relays,
    simulate,
)
from helpers.stats import jeffreys


def test_only_independent_uncontrolled_dated_outcomes_count():
    table = told(("Spy", "yes"))
    for more, used in (({}, True), ({"controlled_by": "Spy"}, False), ({"independent": False}, False)):
        assert eligible(settled(**more), table)["used"].tolist() == [used]
    questions = pd.DataFrame(
        {"question_id": ["q"], "answer_type": ["yes_no"], "time_dependent": [False], "topic": ["t"]}
    )
    kept = remember(table, settled(), questions, "this case")
    assert kept[["source", "correct", "topic"]].values.tolist() == [["Spy", True, "t"]]
    assert remember(table, settled(controlled_by="Spy"), questions, "this case").empty


def test_an_outcome_of_a_question_that_moves_scores_nobody():
    table, moves = told(("Spy", "yes")), QUESTIONS.assign(time_dependent=True)
    assert eligible(settled(), table, QUESTIONS)["used"].tolist() == [True]
    assert eligible(settled(), table, moves)["why"].tolist() == ["its answer changes from day to day"]
    assert eligible(settled(confidence=0.0), table)["why"].tolist() == ["its outcome has no confidence"]


def test_what_was_reported_only_after_the_outcome_makes_no_record():
    table = told(("Spy", "yes", "2025-04-20"), ("Envoy", "yes", "2025-04-20"))
    questions = pd.DataFrame({"question_id": ["q"], "answer_type": ["yes_no"]})
    late = table.assign(published=["2025-04-20", "2025-05-02"])
    assert len(remember(table, settled(), questions, "this case")) == 2
    assert remember(late, settled(), questions, "this case")["source"].tolist() == ["Spy"]


def test_a_record_counts_an_answer_as_far_as_its_outcome_is_sure():
    sure, half = record(past("Spy", 8, 0)).iloc[0], record(past("Spy", 8, 0).assign(confidence=0.5)).iloc[0]
    assert (half["n"], half["correct"]) == (8, 8)
    assert (half["share"], half["low"]) == (1.0, jeffreys(4, 0)[0])
    assert half["low"] < sure["low"] and sure["low"] == jeffreys(8, 0)[0]
    assert record(past("Spy", 8, 0).assign(confidence=None)).iloc[0].equals(sure)


def test_a_right_answer_whose_outcome_is_half_sure_weighs_half_a_wrong_one():
    both = pd.concat([past("Spy", 1, 0).assign(confidence=0.5), past("Spy", 0, 1)])
    assert record(both)["share"].tolist() == [pytest.approx(1 / 3)]


@pytest.mark.parametrize(("right", "wrong"), [(0, 4), (4, 0), (3, 1)])
def test_the_interval_of_a_share_holds_the_share(right, wrong):
    low, high = jeffreys(right, wrong)
    assert low <= right / (right + wrong) <= high


def test_a_record_may_be_kept_by_topic():
    made = record(simulate({"Ann": {"loans": 1.0, "troops": 0.0}}, cases=2, questions=3), by=("source", "topic"))
    assert made[["topic", "n", "correct"]].values.tolist() == [["loans", 6, 6], ["troops", 6, 0]]


def test_how_early_is_counted_of_right_answers_only():
    days = pd.to_datetime(["2024-10-15", "2024-10-19", "2024-10-01", "2024-10-24"])
    told_ = pd.DataFrame({"source": ["a", "a", "a", "b"], "said": days, "correct": [True, True, False, True]})
    made = early(told_.assign(settled_on="2024-10-25"))
    assert made.values.tolist() == [["a", 3, 2, 8.0, 10.0], ["b", 1, 1, 1.0, 1.0]]


@pytest.mark.slow
def test_an_outlets_record_as_a_relay_is_kept_and_earns_no_letter():
    rows = [("Spy", "12")] * 3 + [("Spy", "30")]
    table = told(*rows)
    questions = pd.DataFrame({"question_id": ["q"], "topic": ["boats"]})
    made = remember_relays(table, distortions(table), questions, "this case")
    assert made["correct"].tolist() == [True, True, True, False]
    assert set(made["role"]) == {"outlet"} and set(made["topic"]) == {"boats"}
    assert record(made)["n"].tolist() == [1, 1, 1, 1]
    kept = past("Outlet 0", 40, 0).assign(role="outlet")
    assert grade(told((None, "12")), history=kept)["letter"].tolist() == ["F"]
    assert grade(told((None, "12")), history=kept.assign(role="originator"))["letter"].tolist() == ["A"]


def test_simulated_intervals_hold_the_truth_nine_times_in_ten():
    shares = np.random.default_rng(1).uniform(0.2, 0.95, 400)
    truth = {f"s{i:03}": float(s) for i, s in enumerate(shares)}
    made = record(simulate(truth, cases=6, questions=5, seed=2)).set_index("source")
    held = [low <= truth[s] <= high for s, low, high in zip(made.index, made["low"], made["high"], strict=True)]
    assert 0.86 <= np.mean(held) <= 0.94


def test_the_eve_of_an_outcome_is_described_by_bounds_not_by_strings():
    table = told(
        ("Spy", "2024-12-31", "2024-10-25"), ("Envoy", None, "2024-10-25"), ("Union", "2024-12-10", "2024-12-10")
    )
    table = table.assign(high="2024-12-31", low=None)
    table.loc[1, "high"] = None
    made = before(table, settled(value="2024-12-10", settled_on="2024-12-10")).iloc[0]
    assert made[["authorities", "true_now", "false_now", "abstain"]].tolist() == [2, 1, 0, 1]


@pytest.mark.parametrize(
    ("course", "truth", "said", "expected"),
    [("fixed", "yes", "no", [0, 1]), ("growing", "yes", "no", [0, 0]), ("growing", "no", "yes", [0, 1])],
)
def test_a_no_that_time_has_overtaken_may_have_been_true_when_it_was_said(course, truth, said, expected):
    asked = pd.DataFrame({"question_id": ["q"], "answer_type": ["yes_no"], "course": [course]})
    made = before(told(("Spy", said)), settled(value=truth), asked).iloc[0]
    assert made[["true_now", "false_now"]].tolist() == [0, 1]
    assert made[["true_when_said", "false_when_said"]].tolist() == expected


def test_verdicts_are_held_against_what_was_settled_word_by_word():
    asked = pd.DataFrame({"question_id": ["q"], "answer_type": ["yes_no"]})
    found = foreseen(told(("Spy", "yes"), ("Envoy", "yes"), ("Union", "yes"), ("Else", "no")), settled(), asked)
    assert found[["answer", "likelihood", "right"]].values.tolist() == [["yes", "likely (55–80 %)", 1.0]]
    even = foreseen(told(("Spy", "yes"), ("Envoy", "no")), settled(), asked)
    assert even["right"].tolist() == [0.5]
    counts = by_word(pd.concat([found, even]))
    assert counts.loc[counts["questions"].gt(0), ["likelihood", "questions", "right"]].values.tolist() == [
        ["likely (55–80 %)", 1, 1.0],
        ["none given", 1, 0.5],
    ]


def test_a_settlement_cut_to_its_month_counts_from_its_first_day():
    table = told(("Spy", "yes", "2024-10-30"))
    facts = settled(settled_on="2024-10")
    questions = pd.DataFrame({"question_id": ["q"], "answer_type": ["yes_no"], "topic": ["t"]})
    assert remember(table, facts, questions, "c").empty
    assert len(remember(told(("Spy", "yes", "2024-09-30")), facts, questions, "c")) == 1


def test_whoever_claims_a_question_has_not_settled_it_independently():
    facts = settled(settled_by="LandA")
    assert eligible(facts, told(("Spy", "yes")))["why"].tolist() == ["settled by one who had claimed it"]
    assert eligible(facts, told(("Envoy", "yes")))["used"].tolist() == [True]
