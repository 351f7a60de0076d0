"""Truth discovery: values checked by hand, planted copiers, intervals that cover, and what must not matter."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.reliability import discover, explain, score
from helpers.reliability.methods import METHODS


def table(*rows):
    return pd.DataFrame(rows, columns=["source", "question_id", "value"])


def simulate(seed, accuracies, questions=300, values=5, density=0.6, own=True):
    """Independent sources of known accuracy; with `own`, each question has a vocabulary of its own."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, values, questions)
    rows = []
    for s, accuracy in enumerate(accuracies):
        for q in np.flatnonzero(rng.random(questions) < density):
            wrong = (truth[q] + 1 + rng.integers(0, values - 1)) % values
            said = truth[q] if rng.random() < accuracy else wrong
            rows.append((f"s{s:02}", f"q{q:04}", f"{q if own else 'v'}_{said}"))
    names = [f"{q if own else 'v'}_{t}" for q, t in enumerate(truth)]
    return table(*rows), pd.Series(names, index=[f"q{q:04}" for q in range(questions)])


def copies(claims, leader, names, rate, rng, values=5):
    """Sources that repeat a leader, and say something of their own in the rest."""
    made = []
    mine = claims[claims["source"] == leader]
    for name in names:
        copied = mine.assign(source=name)
        stem = copied["value"].str.rsplit("_", n=1).str[0]
        other = stem + "_" + pd.Series(rng.integers(0, values, len(copied)).astype(str), index=copied.index)
        made.append(copied.assign(value=copied["value"].where(rng.random(len(copied)) < rate, other)))
    return pd.concat(made)


def correct(verdicts, truth):
    best = verdicts.values.drop_duplicates("question_id").set_index("question_id")["value"]
    return (best == truth[best.index]).mean()


def found(verdicts, ring):
    """Precision and recall of the pairs reported as copying."""
    reported = {frozenset(p) for p in verdicts.copying[["source", "other"]].itertuples(index=False)}
    planted = {frozenset((a, b)) for a in ring for b in ring if a != b}
    return len(reported & planted) / max(len(reported), 1), len(reported & planted) / len(planted)


def test_voting_shares_voices_and_keeps_ties():
    claims = table(("a", "q", "1"), ("b", "q", "2"), ("c", "q", "1"), ("c", "q", "2"), ("a", "q", "1"))
    values = discover(claims, "voting").values
    assert values["probability"].tolist() == [0.5, 0.5]
    assert values["value"].tolist() == ["1", "2"]


@pytest.mark.parametrize("method", METHODS)
def test_a_tie_stays_a_tie_in_every_method(method):
    claims = table(("a", "q", "1"), ("b", "q", "2"))
    assert discover(claims, method).values["probability"].nunique() == 1


def test_truthfinder_converges_to_its_fixed_point():
    claims = table(("a", "q", "1"), ("b", "q", "1"), ("c", "q", "2"), ("a", "r", "1"), ("c", "r", "1"))
    found_ = discover(claims, "truthfinder")
    trust = found_.fit.right - 1, found_.fit.wrong - 1
    trust = dict(zip("abc", trust[0] / (trust[0] + trust[1]), strict=True))
    logistic = lambda *names: 1 / (1 + np.exp(sum(0.3 * np.log(1 - min(trust[n], 1 - 1e-9)) for n in names)))  # noqa: E731
    assert trust["b"] == pytest.approx(logistic("a", "b"), abs=1e-4)
    assert trust["c"] == pytest.approx((logistic("c") + logistic("a", "c")) / 2, abs=1e-4)


def test_one_coin_with_known_answers_has_the_beta_posterior():
    rows = [("a", f"k{i}", "x" if i < 8 else "y") for i in range(10)] + [("b", f"k{i}", "y") for i in range(10)]
    verdicts = discover(table(*rows), "one_coin", known={f"k{i}": "x" for i in range(10)})
    reliability = verdicts.sources.set_index("source")["reliability"]
    assert reliability["a"] == pytest.approx((2 + 8) / (2 + 1 + 10))
    assert reliability["b"] == pytest.approx(2 / 13)
    assert set(verdicts.values.loc[verdicts.values["value"] == "x", "probability"]) == {1.0}


def test_known_answers_lift_whoever_was_right():
    claims = table(("a", "q", "1"), ("b", "q", "2"), *((s, f"k{i}", s) for s in "ab" for i in range(5)))
    known = pd.DataFrame({"question_id": [f"k{i}" for i in range(5)], "value": "b"})
    for method in ("one_coin", "accu", "corroboration", "truthfinder"):
        best = discover(claims, method, known=known).values.query("question_id == 'q'").iloc[0]
        assert best["value"] == ("2" if method != "truthfinder" else best["value"])


def test_a_confusion_matrix_learns_from_a_source_that_is_always_wrong():
    claims, truth = simulate(1, [0.85, 0.85, 0.8, 0.8, 0.05], values=2, own=False)
    verdicts = discover(claims, "dawid_skene")
    assert correct(verdicts, truth) > correct(discover(claims, "voting"), truth)
    assert verdicts.sources.set_index("source").loc["s04", "high"] < 0.2


@pytest.mark.parametrize("own", [True, False])
def test_a_ring_of_copiers_is_found_and_not_followed(own):
    rng = np.random.default_rng(3)
    claims, truth = simulate(3, [0.8] * 7 + [0.35], own=own)
    ring = ["s07", *(f"x{i}" for i in range(9))]
    claims = pd.concat([claims, copies(claims, "s07", ring[1:], 0.95, rng)])
    verdicts, votes = discover(claims), discover(claims, "voting")
    precision, recall = found(verdicts, ring)
    assert precision >= 0.9 and recall >= 0.9
    assert correct(votes, truth) < 0.75 < 0.9 < correct(verdicts, truth)
    assert len(verdicts.departures) and any("otherwise than by voting" in w for w in verdicts.warnings)


def test_a_relay_loop_is_one_origin():
    rng = np.random.default_rng(5)
    claims, truth = simulate(5, [0.75] * 6)
    hubs, loop = table(), []
    hub, _ = simulate(6, [0.3], density=0.9)
    hub["source"] = "r0"
    for i in range(1, 6):
        hubs = copies(hub if i == 1 else hubs, f"r{i - 1}", [f"r{i}"], 0.97, rng)
        loop.append(hubs)
    verdicts = discover(pd.concat([claims, hub, *loop]))
    precision, recall = found(verdicts, [f"r{i}" for i in range(6)])
    assert precision >= 0.9 and recall >= 0.9
    assert correct(verdicts, truth) > 0.85


@pytest.mark.parametrize("seed", range(3))
def test_an_adversarial_majority_with_one_script_is_not_followed(seed):
    rng = np.random.default_rng(seed)
    claims, truth = simulate(seed, [0.85] * 6 + [0.0])
    majority = [f"x{i}" for i in range(14)]
    claims = pd.concat([claims, copies(claims, "s06", majority, 1.0, rng)])
    verdicts = discover(claims)
    assert correct(discover(claims, "voting"), truth) < 0.6
    assert correct(verdicts, truth) >= 0.9
    assert (verdicts.sources.set_index("source").loc[majority, "reliability"] < 0.2).all()


def test_independent_good_sources_are_not_called_copiers():
    claims, _ = simulate(8, np.linspace(0.5, 0.97, 20))
    assert len(discover(claims).copying) <= 2


@pytest.mark.parametrize("own", [True, False])
def test_intervals_of_sources_cover(own):
    inside = []
    for seed in range(16):
        accuracies = np.random.default_rng(seed).uniform(0.5, 0.95, 20)
        claims, _ = simulate(seed, accuracies, questions=200, density=0.5, own=own)
        sources = discover(claims).sources
        inside += list((sources["low"] <= accuracies) & (accuracies <= sources["high"]))
    assert 0.86 <= np.mean(inside) <= 0.94


def test_probabilities_are_calibrated():
    claims, truth = simulate(2, np.linspace(0.4, 0.8, 8), questions=1500, density=0.5)
    best = discover(claims).values.drop_duplicates("question_id").set_index("question_id")
    best = best.drop_duplicates().assign(right=best["value"] == truth[best.index])
    many = best[best["probability"].between(0.5, 0.97)]
    assert len(many) > 300 and abs(many["right"].mean() - many["probability"].mean()) < 0.08


def test_at_least_supports_what_lies_above_and_october_the_day():
    claims = table(
        ("a", "n", "10000"),
        ("b", "n", "12000"),
        ("c", "n", "9000"),
        ("a", "d", "2024-10"),
        ("b", "d", "2024-10-22"),
        ("c", "d", "2024-11-01"),
    ).assign(low=None, high=None)
    claims.loc[0, "low"] = "10000"
    questions = pd.DataFrame({"question_id": ["n", "d"], "answer_type": ["number", "date"], "tolerance": [0.0, 0.0]})
    best = discover(claims, "voting", questions=questions).values.drop_duplicates("question_id")
    assert dict(zip(best["question_id"], best["value"], strict=True)) == {"n": "12000", "d": "2024-10-22"}


def test_a_tolerance_joins_near_numbers():
    claims = table(("a", "q", "100"), ("b", "q", "104"), ("c", "q", "102"), ("d", "q", "180"), ("e", "q", "180"))
    questions = pd.DataFrame({"question_id": ["q"], "answer_type": ["number"], "tolerance": [2.0]})
    assert discover(claims, "voting").values["value"][0] == "180"
    assert discover(claims, "voting", questions=questions).values["value"][0] == "102"


def test_a_broad_answer_supports_the_narrow_one():
    claims = table(("a", "q", "Kursk"), ("b", "q", "Russia"), ("c", "q", "Poland"))
    hierarchy = pd.DataFrame({"value": ["Kursk"], "parent": ["Russia"]})
    assert discover(claims, "voting", hierarchy=hierarchy).values["value"][0] == "Kursk"


def test_abstentions_are_counted_and_weigh_nothing():
    claims = table(("a", "q", "yes"), ("b", "q", None))
    verdicts = discover(claims)
    assert verdicts.values["value"].tolist() == ["yes"]
    nothing = discover(claims[claims["value"].isna()])
    assert not len(nothing.values) and not len(nothing.departures) and "nothing to weigh" in nothing.warnings[0]


def test_explain_names_who_would_flip_the_verdict():
    claims = table(("a", "q", "1"), ("b", "q", "1"), ("c", "q", "2"), ("d", "q", "1")).assign(
        report_id=["r1", "r2", "r3", "r4"]
    )
    told = explain(discover(claims, "voting"), "q")
    assert told["side"].tolist() == ["for"] * 3 + ["against"] and not told["flips"].any()
    assert told["report_id"].tolist() == ["r1", "r2", "r4", "r3"]
    with pytest.raises(KeyError, match="no claim answers"):
        explain(discover(claims), "other")


def test_score_counts_only_what_can_be_scored_beside_voting():
    claims = table(("a", "q", "1"), ("b", "q", "1"), ("c", "q", "2"), ("a", "r", "1"), ("a", "s", "1"))
    outcomes = pd.DataFrame({"question_id": ["q", "r", "s"], "value": ["1", "1", "1"]})
    outcomes["independent"] = [True, False, True]
    outcomes["controlled_by"] = [None, None, "a"]
    result = score(discover(claims, "one_coin"), outcomes)
    assert result.left_out["why"].tolist() == ["not settled independently", "a decides the answer"]
    voted = result.measures.set_index(["method", "measure"])["value"]
    assert voted["voting", "brier"] == pytest.approx(1 / 9)
    assert voted["voting", "log"] == pytest.approx(-np.log(2 / 3))


def test_errors_name_the_column_and_the_method():
    with pytest.raises(ValueError, match="source"):
        discover(pd.DataFrame({"question_id": ["q"], "value": ["1"]}))
    with pytest.raises(ValueError, match="corroboration"):
        discover(table(("a", "q", "1")), "magic")
    with pytest.raises(ValueError, match="column source"):
        discover(table((None, "q", "1")))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(*(st.sampled_from(x) for x in ("abcde", "pqrs", "123"))), min_size=1, max_size=40),
    st.sampled_from(sorted(METHODS)),
    st.randoms(),
)
def test_probabilities_add_up_and_row_order_does_not_matter(rows, method, random):
    one = discover(table(*rows), method)
    sums = one.values.groupby("question_id")["probability"].sum()
    assert np.allclose(sums, 1, atol=0.05)
    assert one.values["probability"].between(0, 1).all() and (one.sources["low"] <= one.sources["high"]).all()
    random.shuffle(rows)
    pd.testing.assert_frame_equal(one.values, discover(table(*rows), method).values)
