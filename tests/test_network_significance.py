"""The null: margins kept, shuffles matched, planted ties found, nothing found in noise."""

import numpy as np
import pandas as pd
import pytest
from network_crowd import crowd, planted
from scipy import stats

from helpers.network import cooccurrence, shuffle, significance
from helpers.network.null_model import frequencies, histogram, p_values, tail
from helpers.stats import benjamini_hochberg


def margins(mentions):
    named = mentions.drop_duplicates(["report_id", "actor"])
    return named["actor"].value_counts().to_dict(), named["report_id"].value_counts().to_dict()


def test_shuffles_keep_both_margins_and_do_not_depend_on_row_order():
    mentions = crowd(reports=80)
    dealt = shuffle(mentions, seed=3)
    assert margins(dealt) == margins(mentions)
    assert not dealt.duplicated().any()
    pd.testing.assert_frame_equal(dealt, shuffle(mentions.sample(frac=1, random_state=1), seed=3))
    assert not dealt.equals(shuffle(mentions, seed=4))


def test_frequencies_keep_both_margins():
    named, length = (np.array(list(m.values())) for m in margins(crowd(reports=300, actors=50)))
    degrees, sizes = histogram(named, "degree", "actors"), histogram(length, "size", "units")
    p = frequencies(degrees, sizes)
    np.testing.assert_allclose(p @ sizes["units"], degrees["degree"], rtol=1e-9)
    np.testing.assert_allclose(degrees["actors"] @ p, sizes["size"], rtol=1e-9)


@pytest.mark.parametrize("within", [("report_id",), ("report_id", "part")])
def test_expectation_is_the_mean_of_shuffles(within):
    mentions = crowd(reports=120, actors=40, seed=2)
    mentions["part"] = mentions["start"] // 500
    shuffles = [cooccurrence(shuffle(mentions, within, seed=k, trades=6), within) for k in range(60)]
    seen = pd.concat(shuffles).groupby(["source", "target"])["weight"].sum() / 60
    every = seen.reset_index()[["source", "target"]].assign(weight=1)
    mean = significance(every, mentions, within).set_index(["source", "target"])["expected"]
    often = seen > 3
    assert often.sum() > 30
    error = (mean - seen)[often] / np.sqrt(seen[often] / 60)
    assert np.abs(error).mean() < 1.5
    assert abs(mean[often].sum() / seen[often].sum() - 1) < 0.02


def test_tail_is_the_hypergeometric_one():
    rng = np.random.default_rng(0)
    n = rng.integers(5, 3000, 400)
    a, b = (rng.integers(1, n + 1) for _ in range(2))
    weight = rng.binomial(np.minimum(a, b), 0.3)
    mean = a * b / n
    np.testing.assert_allclose(tail(weight, a, b, mean), stats.hypergeom.sf(weight - 1, n, a, b), rtol=1e-7, atol=1e-14)
    less = tail(weight, a, b, mean, less=True)
    np.testing.assert_allclose(less, stats.hypergeom.cdf(weight, n, a, b), rtol=1e-7, atol=1e-14)


def test_q_is_that_of_scipy_when_every_pair_is_given():
    p = np.random.default_rng(0).random(50) ** 3
    np.testing.assert_allclose(benjamini_hochberg(p, 50), stats.false_discovery_control(p))
    twice = benjamini_hochberg(np.repeat(p, 2), 100)[::2]
    np.testing.assert_allclose(benjamini_hochberg(p, 100, times=np.full(50, 2)), twice)


def test_judging_numbers_is_judging_ties():
    mentions = crowd(reports=100)
    ties = cooccurrence(mentions)
    named, length = (pd.Series(m) for m in margins(mentions))
    triples = ties.assign(n_source=ties["source"].map(named), n_target=ties["target"].map(named))
    case = ["weight", "n_source", "n_target"]
    counts = triples.groupby(case, as_index=False).agg(ties=("source", "size"))
    judged = p_values(counts, histogram(length, "size", "units"), histogram(named, "degree", "actors"))
    joined = triples.merge(judged, on=case, how="left")
    pd.testing.assert_frame_equal(significance(ties, mentions), joined.drop(columns=["n_source", "n_target", "ties"]))


def test_planted_ties_are_found_and_hardly_any_other():
    """Effect: pairs of middling actors, named together in 14 reports of 400 more than chance has them."""
    pairs = [(f"a{k:02d}", f"a{k + 20:02d}") for k in range(12, 22)]
    found, false = 0, 0
    for seed in range(6):
        mentions = planted(pairs, extra=14, seed=seed)
        ties = significance(cooccurrence(mentions), mentions)
        kept = set(map(tuple, ties.loc[ties["q"] < 0.05, ["source", "target"]].to_numpy()))
        found += len(kept & set(pairs))
        false += len(kept - set(pairs))
    assert found / (6 * len(pairs)) >= 0.9
    assert false / (found + false) <= 0.05


def test_nothing_is_found_in_noise_nor_in_shuffled_data():
    mentions = planted([("a10", "a30"), ("a11", "a31")], extra=20)
    for noise in [*(crowd(seed=s) for s in range(4)), *(shuffle(mentions, seed=s) for s in range(3))]:
        ties = cooccurrence(noise)
        assert (significance(ties, noise)["q"] > 0.05).all()
        assert (significance(ties, noise, rarer=True)["q"] > 0.05).all()


def test_pairs_that_avoid_each_other_are_rarer_than_chance():
    mentions = crowd(reports=600, actors=30)
    with_a03 = mentions.loc[mentions["actor"] == "a03", "report_id"]
    apart = mentions[~((mentions["actor"] == "a04") & mentions["report_id"].isin(with_a03.iloc[5:]))]
    ties = significance(cooccurrence(apart), apart, rarer=True).set_index(["source", "target"])
    assert ties["q"].idxmin() == ("a03", "a04") and ties["q"].min() < 1e-6
    assert significance(ties.loc[[("a03", "a04")]].reset_index()[["source", "target", "weight"]], apart)["p"][0] > 0.99


def test_two_stories_make_ties_that_strata_explain():
    one, other = crowd(seed=5, actors=25), crowd(seed=6, actors=25)
    other = other.assign(report_id="s" + other["report_id"], actor="b" + other["actor"])
    mentions = pd.concat([one.assign(subject="one"), other.assign(subject="other")], ignore_index=True)
    ties = cooccurrence(mentions)
    assert (significance(ties, mentions)["q"] < 0.05).sum() > 50
    within = significance(ties, mentions, strata="subject")
    assert (within["q"] > 0.05).all()
    alone = significance(cooccurrence(one), one)
    both = within[within["source"].isin(one["actor"])].reset_index(drop=True)
    np.testing.assert_allclose(both["expected"], alone["expected"])
    np.testing.assert_allclose(both["p"], alone["p"])


def test_bad_input_is_named():
    mentions = crowd(reports=20).assign(day="d")
    ties = cooccurrence(mentions)
    with pytest.raises(ValueError, match="never name"):
        significance(ties.assign(source="nobody"), mentions)
    mentions.loc[0, "day"] = "e"
    with pytest.raises(ValueError, match="several values of 'day'"):
        significance(ties, mentions, strata="day")


def test_no_ties_are_judged_without_complaint():
    mentions = crowd(reports=20)
    assert list(significance(cooccurrence(mentions).head(0), mentions).columns)[3:] == ["expected", "npmi", "p", "q"]


def test_an_actor_in_every_report_is_no_surprise():
    mentions = crowd(reports=100)
    everywhere = pd.DataFrame({"report_id": mentions["report_id"].unique(), "start": 0, "actor": "zz"})
    mentions = pd.concat([mentions, everywhere], ignore_index=True)
    ties = significance(cooccurrence(mentions), mentions)
    always = ties[ties["target"] == "zz"]
    np.testing.assert_allclose(always["expected"], always["weight"], rtol=1e-6)
    assert (always["p"] > 0.5).all()
