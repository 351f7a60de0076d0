"""The scoring rule and the worlds of the truth benchmarks, which no install brings along: loaded by their path."""

import doctest
from importlib.util import module_from_spec, spec_from_file_location

import pandas as pd
import pytest
from books import ROOT


def loaded(name):
    spec = spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scoring():
    return loaded("scoring")


def test_a_world_is_the_same_whenever_it_is_made_and_every_question_has_its_truth():
    worlds = loaded("worlds")
    assert len(worlds.WORLDS) == 18
    for name, make in worlds.WORLDS.items():
        (claims, truth), again = worlds.world(name, 3), worlds.world(name, 3)
        assert claims.equals(again[0]) and truth.equals(again[1]) and make.__doc__
        assert claims["question_id"].isin(truth["question_id"]).all() and truth["question_id"].is_unique
        share = claims.merge(truth, on="question_id")
        assert 0.2 < (share["value_x"] == share["value_y"]).mean() < 0.95


def verdicts(*rows):
    return pd.DataFrame(rows, columns=["question_id", "value", "probability"])


def test_its_examples_run(scoring):
    found = doctest.testmod(scoring)
    assert found.attempted >= 6 and not found.failed


@pytest.mark.parametrize("k", [1, 2, 3, 7])
def test_a_tie_of_k_that_holds_the_truth_earns_one_in_k(scoring, k):
    tied = verdicts(*(("q", str(i), 1 / k - 1e-12 * i) for i in range(k)), ("q", "less", 0.05))
    gold = pd.DataFrame({"question_id": ["q"], "value": [str(k - 1)]})
    assert scoring.credit(tied, gold).to_dict() == {"q": pytest.approx(1 / k)}
    assert scoring.credit(tied, gold.assign(value="less")).to_dict() == {"q": 0}


@pytest.mark.parametrize(("tolerance", "earned"), [(0, 0), (1.9, 0), (2, 0.5), (100, 1)])
def test_numbers_within_the_tolerance_are_right(scoring, tolerance, earned):
    tied = verdicts(("q", "102", 0.5), ("q", "180", 0.5))
    gold = pd.DataFrame({"question_id": ["q"], "value": ["100.0"]})
    assert scoring.credit(tied, gold, tolerance).to_dict() == {"q": earned}


def test_words_are_right_by_their_letters_whatever_the_tolerance(scoring):
    gold = pd.DataFrame({"question_id": ["q", "r"], "value": ["yes", "no"]})
    told = verdicts(("q", "yes", 1.0), ("r", "yes", 1.0))
    assert scoring.credit(told, gold, tolerance=5).to_dict() == {"q": 1, "r": 0}


def test_a_settled_question_without_a_verdict_earns_nothing_and_an_unsettled_one_is_no_question(scoring):
    gold = pd.DataFrame({"question_id": ["unseen", "q"], "value": ["1", "1"]})
    earned = scoring.credit(verdicts(("q", "1", 0.9), ("open", "1", 1.0)), gold)
    assert list(earned.items()) == [("unseen", 0), ("q", 1)]
