"""Why a verdict came out as it did: who carries it, and whose silence would turn it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from reliability_cases import simulate, table

from helpers.reliability import discover, explain


def test_explain_names_who_would_flip_the_verdict():
    claims = table(("a", "q", "1"), ("b", "q", "1"), ("c", "q", "2"), ("d", "q", "1")).assign(
        report_id=["r1", "r2", "r3", "r4"]
    )
    told = explain(discover(claims, "voting"), "q")
    assert told["side"].tolist() == ["for"] * 3 + ["against"] and not told["flips"].any()
    assert told["report_id"].tolist() == ["r1", "r2", "r4", "r3"]
    with pytest.raises(KeyError, match="no claim answers"):
        explain(discover(claims), "other")


def test_a_bound_alone_is_counted_and_explained():
    claims = table(("a", "q", None), ("b", "q", "12"), ("c", "q", None)).assign(low=["10", None, None])
    verdicts = discover(claims, "voting")
    assert verdicts.sources.set_index("source")[["n", "abstained"]].to_dict("index") == {
        "a": {"n": 1, "abstained": 0},
        "b": {"n": 1, "abstained": 0},
    }
    assert explain(verdicts, "q")["source"].tolist() == ["a", "b"]


def flips(verdicts, question):
    return explain(verdicts, question).set_index("source")["flips"].to_dict()


def test_a_lead_that_becomes_a_tie_has_flipped_and_a_sole_voice_always_flips():
    claims = table(("a", "q", "1"), ("b", "q", "1"), ("c", "q", "2"), ("a", "alone", "1"))
    verdicts = discover(claims, "voting")
    assert flips(verdicts, "q") == {"a": True, "b": True, "c": False}
    assert flips(verdicts, "alone") == {"a": True}


def test_a_ring_of_copiers_flips_together():
    """Four against two: without any one of the four it is three to two, without the ring they are none to two."""
    rows = [(s, "q", "1") for s in "abcd"] + [(s, "q", "2") for s in "ef"]
    apart = discover(table(*rows), "voting")
    assert flips(apart, "q") == dict.fromkeys("abcdef", False)
    ring = pd.DataFrame({"source": [0, 1, 2], "other": [1, 2, 3]})  # a with b, b with c, c with d
    told = explain(replace(apart, fit=replace(apart.fit, copies=ring)), "q").set_index("source")
    assert told["flips"].to_dict() == dict.fromkeys("abcd", True) | dict.fromkeys("ef", False)
    assert told["copies"].to_dict() == {
        "a": "b | c | d",
        "b": "a | c | d",
        "c": "a | b | d",
        "d": "a | b | c",
        "e": "",
        "f": "",
    }


def test_a_question_whose_answer_is_known_never_flips():
    claims = table(("a", "q", "1"), ("b", "q", "1"), ("c", "q", "2"), ("a", "alone", "1"))
    for method in ("voting", "corroboration"):
        verdicts = discover(claims, method, known={"q": "1", "alone": "1"})
        assert not explain(verdicts, "q")["flips"].any() and not explain(verdicts, "alone")["flips"].any()


def test_who_flips_a_question_of_a_shared_vocabulary_is_what_the_weights_say():
    """Of two answers the log odds are what both have beforehand, and the weights for one less those for the other."""
    claims, _ = simulate(0, [0.9, 0.8, 0.7, 0.6, 0.6, 0.5], questions=40, values=2, own=False)
    verdicts = discover(claims, "dawid_skene")
    believed = pd.Series(verdicts.fit.probability.reshape(-1, 2).tolist(), index=verdicts.arrays.questions)
    before, counts = [], {True: 0, False: 0}
    for question, (no, yes) in believed.items():
        told = explain(verdicts, question).set_index("source")
        for_yes = told["weight"].where(told["value"].eq("v_1"), -told["weight"])
        odds = np.log(yes / no)
        before.append(odds - for_yes.sum())
        for source, flips_ in told["flips"].items():
            assert flips_ == (len(told) == 1 or (odds - for_yes[source] > 0) != (odds > 0))
            counts[flips_] += 1
    assert np.ptp(before) < 1e-2 and counts[True] > 10 and counts[False] > 80


def test_the_default_says_who_could_turn_a_question_of_a_shared_vocabulary():
    rows = [(s, f"q{i:02}", "yes" if i % 2 else "no") for i in range(20) for s in "abcde"]
    claims = table(*rows, *((s, "x", "yes") for s in "abcd"), ("e", "x", "no"), ("a", "alone", "yes"))
    assert flips(discover(claims), "x") == dict.fromkeys("abcde", False)
    assert flips(discover(claims), "alone") == {"a": True}
