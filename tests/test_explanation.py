"""Why a verdict came out as it did: who carries it, and whose silence would turn it."""

import pytest
from reliability_cases import table

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
