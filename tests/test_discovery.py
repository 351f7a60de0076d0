"""Truth discovery: values checked by hand, planted copiers, intervals that cover, and what must not matter."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reliability_cases import simulate, table

from helpers.reliability import discover
from helpers.reliability.discovery.copying import dependence, refuted
from helpers.reliability.discovery.corroboration import STRENGTH, LeaveOneOut
from helpers.reliability.discovery.encoding import encode
from helpers.reliability.discovery.methods import METHODS


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
    best = verdicts.best.set_index("question_id")["value"]
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
        assert best["value"] == "2"


def test_a_confusion_matrix_learns_from_a_source_that_is_always_wrong():
    claims, truth = simulate(1, [0.85, 0.85, 0.8, 0.8, 0.05], values=2, own=False)
    verdicts = discover(claims, "dawid_skene")
    assert correct(verdicts, truth) > correct(discover(claims, "voting"), truth)
    assert verdicts.sources.set_index("source").loc["s04", "high"] < 0.3


@pytest.mark.parametrize("seed", [3, 4, 5])
@pytest.mark.parametrize("own", [True, False])
def test_a_ring_of_copiers_is_found_and_not_followed(own, seed):
    rng = np.random.default_rng(seed)
    claims, truth = simulate(seed, [0.8] * 7 + [0.35], own=own)
    ring = ["s07", *(f"x{i}" for i in range(9))]
    claims = pd.concat([claims, copies(claims, "s07", ring[1:], 0.95, rng)])
    verdicts, votes = discover(claims), discover(claims, "voting")
    precision, recall = found(verdicts, ring)
    assert precision >= 0.9 and recall >= 0.9
    assert correct(votes, truth) < 0.75 < 0.9 < correct(verdicts, truth)
    assert len(verdicts.departures) and any("otherwise than by voting" in w for w in verdicts.warnings)


@pytest.mark.parametrize("seed", [3, 4, 5])
@pytest.mark.parametrize(("own", "rate", "questions"), [(True, 0.8, 100), (False, 0.8, 100), (True, 0.8, 300)])
def test_a_ring_that_copies_only_most_answers_is_found_through_whom_it_copies(own, rate, questions, seed):
    rng = np.random.default_rng(seed)
    claims, truth = simulate(seed, [0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.7, 0.4], questions=questions, own=own)
    ring = ["s07", *(f"x{i}" for i in range(7))]
    claims = pd.concat([claims, copies(claims, "s07", ring[1:], rate, rng)])
    verdicts = discover(claims)
    precision, recall = found(verdicts, ring)
    assert precision >= 0.9 and recall >= 0.9
    assert correct(discover(claims, "voting"), truth) < 0.7 < 0.85 < correct(verdicts, truth)


@pytest.mark.parametrize("seed", [5, 7])
def test_a_loop_of_relays_is_one_origin(seed):
    """Each outlet takes over the one before it, and the first what the last has beyond its own."""
    rng = np.random.default_rng(seed)
    claims, truth = simulate(seed, [0.75] * 6)
    hub, _ = simulate(seed + 1, [0.3], density=0.7)
    ring = [hub.assign(source="r0")]
    for i in range(1, 6):
        ring.append(copies(ring[-1], f"r{i - 1}", [f"r{i}"], 0.97, rng))
    extra, _ = simulate(seed + 2, [0.3], density=0.2)
    extra = extra[~extra["question_id"].isin(hub["question_id"])]
    ring += [extra.assign(source=name) for name in ("r5", "r0")]
    verdicts = discover(pd.concat([claims, *ring]))
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
    precision, recall = found(verdicts, ["s06", *majority])
    assert precision >= 0.9 and recall >= 0.9
    assert correct(discover(claims, "voting"), truth) < 0.6
    assert correct(verdicts, truth) >= 0.9
    assert (verdicts.sources.set_index("source").loc[majority, "reliability"] < 0.2).all()


@pytest.mark.parametrize("accuracies", [np.linspace(0.5, 0.97, 20), np.linspace(0.97, 1, 15), [0.99] * 8])
def test_independent_good_sources_are_not_called_copiers(accuracies):
    claims, _ = simulate(8, accuracies)
    assert len(discover(claims).copying) <= 2


@pytest.mark.parametrize("flood", [5, 50])
def test_saying_what_nobody_else_addresses_earns_nothing(flood):
    claims = table(("a", "q", "A"), ("b", "q", "B"), ("c", "q", "B"))
    alone = table(*(("a", f"own {i}", f"x {i}") for i in range(flood)))
    plain, flooded = discover(claims), discover(pd.concat([claims, alone]))
    assert flooded.values.query("question_id == 'q'")["value"].iloc[0] == "B"
    one, other = (v.sources.set_index("source")["reliability"] for v in (plain, flooded))
    assert other["a"] == pytest.approx(one["a"])


def test_a_liar_who_floods_is_not_followed():
    claims, truth = simulate(11, [0.8] * 8, questions=40)
    lies = table(*(("liar", q, f"{v[:-1]}{(int(v[-1]) + 1) % 5}") for q, v in truth.items()))
    alone = table(*(("liar", f"own {i}", "x") for i in range(200)))
    verdicts = discover(pd.concat([claims, lies, alone]))
    best = verdicts.best.set_index("question_id")["value"]
    assert (best.reindex(truth.index) == truth).mean() > 0.9
    assert verdicts.sources.set_index("source").loc["liar", "reliability"] < 0.3


def test_a_source_is_judged_by_its_other_answers():
    """Two voices on q; a is borne out on three questions of two voices each, c stands against two on three others."""
    rows = [("a", f"k{i}", "x") for i in range(3)] + [("b", f"k{i}", "x") for i in range(3)]
    rows += [("c", f"m{i}", "y") for i in range(3)] + [(s, f"m{i}", "x") for s in "de" for i in range(3)]
    arrays = encode(table(*rows, ("a", "q", "1"), ("c", "q", "2")))
    told = LeaveOneOut(arrays)
    probability = told.run(np.where(arrays.values[arrays.fact_value] == "y", 0.0, 0.5))
    odds = dict(zip(arrays.names[arrays.source[arrays.question == 6]], told.odds[arrays.question == 6], strict=True))
    p = dict(zip(arrays.values[arrays.fact_value], probability, strict=True))
    chance = np.log(told.chance)
    right = {n: told.right[i] for i, n in enumerate(arrays.names)}
    wrong = {n: told.wrong[i] for i, n in enumerate(arrays.names)}
    assert odds["a"] == pytest.approx(np.log(right["a"] - p["1"]) - np.log(wrong["a"] - (1 - p["1"])) - chance)
    assert odds["c"] == pytest.approx(np.log(right["c"] - p["2"]) - np.log(wrong["c"] - (1 - p["2"])) - chance)
    assert right["a"] + wrong["a"] == pytest.approx(STRENGTH + 4)
    assert p["1"] > 0.6


@pytest.mark.slow
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize(("sources", "questions", "density"), [(20, 200, 0.5), (40, 300, 0.12)])
def test_intervals_of_independent_sources_cover(own, sources, questions, density):
    judged = []
    for seed in range(20):
        accuracies = np.random.default_rng(seed).uniform(0.5, 0.95, sources)
        claims, _ = simulate(seed, accuracies, questions=questions, density=density, own=own, values=4)
        table_ = discover(claims).sources
        judged += list((table_["low"] <= accuracies) & (accuracies <= table_["high"]))
    assert np.mean(judged) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sources", "questions", "voices", "values"), [(100, 200, 4, 4), (150, 300, 3, 4), (30, 60, 5, 3)]
)
@pytest.mark.parametrize("own", [True, False])
def test_the_default_does_not_lose_to_voting_where_claims_are_few(sources, questions, voices, values, own):
    beyond = []
    for seed in range(8):
        accuracies = np.random.default_rng(seed).uniform(0.5, 0.8, sources)
        claims, truth = simulate(seed, accuracies, questions, values, voices / sources, own)
        beyond.append(np.mean(paired(discover(claims), discover(claims, "voting"), truth)))
    error = np.std(beyond, ddof=1) / np.sqrt(len(beyond))
    assert np.mean(beyond) + 1.645 * error >= 0


def paired(verdicts, votes, truth):
    """Share of the best answers that is right, ties shared, per question: of the one less of the other."""
    earned = []
    for values in (verdicts.values, votes.values):
        top = values[values["probability"] >= values.groupby("question_id")["probability"].transform("max") - 1e-9]
        earned.append((top["value"] == truth[top["question_id"]].to_numpy()).groupby(top["question_id"]).mean())
    return earned[0] - earned[1]


def test_stated_probabilities_are_not_above_what_comes_true():
    claims, truth = simulate(2, np.linspace(0.4, 0.8, 8), questions=1500, density=0.5)
    best = discover(claims).best.set_index("question_id")
    best = best.assign(right=best["value"] == truth[best.index])
    many = best[best["probability"].between(0.5, 0.97)]
    assert len(many) > 300 and many["right"].mean() > many["probability"].mean() - 0.02


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
    best = discover(claims, "voting", questions=questions).best
    assert dict(zip(best["question_id"], best["value"], strict=True)) == {"n": "12000", "d": "2024-10-22"}


def test_bounds_are_the_claimants_own():
    claims = table(("a", "q", "10000"), ("b", "q", "10000"), ("c", "q", "12000")).assign(
        low=["10000", None, None], high=None
    )
    votes = discover(claims, "voting").values.set_index("value")
    assert votes["votes"].to_dict() == pytest.approx({"10000": 0.5, "12000": 0.5})
    claims = claims[claims["source"] != "b"]
    votes = discover(claims, "voting").values.set_index("value")
    assert votes.loc["12000", "votes"] == pytest.approx(2 / 3)
    assert votes["holds"].to_dict() == pytest.approx({"12000": 2 / 3, "10000": 1.0})


def test_a_bound_alone_is_an_answer_and_a_low_above_its_high_is_refused():
    claims = table(("a", "q", None), ("b", "q", "12")).assign(low=["10", None], high=None)
    assert discover(claims, "voting").values["value"].tolist() == ["12", "10"]
    with pytest.raises(ValueError, match="low '9' above high '8'"):
        discover(table(("a", "q", "9")).assign(low="9", high="8"))


def test_a_weak_belief_lets_a_source_have_its_own_record():
    """On twelve settled questions a was right and b and c wrong; on an open one b and c are of one mind against a."""
    rows = [(s, f"k{i}", "x" if s == "a" else f"{s}{i}") for i in range(12) for s in "abc"]
    rows += [("a", "q", "1"), ("b", "q", "2"), ("c", "q", "2")]
    voices = pd.DataFrame(rows, columns=["source", "question_id", "value"])
    known = {f"k{i}": "x" for i in range(12)}
    for strength, answer in ((2, "1"), (1000, "2")):
        best = discover(voices, known=known, strength=strength).best.set_index("question_id")
        assert best.loc["q", "value"] == answer


def test_strength_is_the_weight_of_the_mean_of_all():
    rows = [(s, f"k{i}", "x" if (i < 8) == (s == "a") else "y") for i in range(10) for s in "ab"]
    voices = pd.DataFrame(rows, columns=["source", "question_id", "value"])
    known = {f"k{i}": "x" for i in range(10)}
    for strength, share in ((2, 9 / 12), (10, 13 / 20), (30, 23 / 40)):
        sources = discover(voices, known=known, strength=strength).sources.set_index("source")
        assert sources.loc["a", "reliability"] == pytest.approx(share)
    for wrong in ({"strength": 0}, {"strength": 5, "method": "accu"}):
        with pytest.raises(ValueError, match="to corroboration only"):
            discover(voices, **wrong)


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


def test_abstentions_of_sources_that_are_numbers_are_counted():
    claims = pd.DataFrame({"source": [1, 2, 2], "question_id": ["q", "q", "r"], "value": ["x", "y", None]})
    assert discover(claims, "voting").sources["abstained"].tolist() == [0, 1]
    alike = claims.set_axis([0, 1, 0])  # the abstention bears the label of an answer
    assert discover(alike, "voting").sources["abstained"].tolist() == [0, 1]


def test_a_question_settled_in_two_ways_is_refused():
    settled = table(("", "q", "1"), ("", "q", "2")).drop(columns="source")
    with pytest.raises(ValueError, match="known, column question_id: 'q' is settled in two ways"):
        discover(table(("a", "q", "1")), known=settled)


def test_types_of_questions_alone_do_not_change_the_model():
    claims, _ = simulate(0, [0.9, 0.8, 0.6, 0.6], questions=40, values=2, own=False)
    asked = pd.DataFrame({"question_id": claims["question_id"].unique(), "answer_type": "text"})
    assert encode(claims).closed and encode(claims, asked).closed
    typed, plain = (discover(claims, questions=q).values for q in (asked, None))
    pd.testing.assert_frame_equal(typed, plain)
    numbers = claims.assign(value=claims["value"].str[-1])
    near = asked.assign(answer_type="number", tolerance=1.0)
    assert not encode(numbers, near).closed and encode(numbers, asked).closed


@pytest.mark.parametrize("own", [True, False])
def test_the_best_answers_are_the_first_of_each_question(own):
    claims, _ = simulate(2, [0.7] * 5, questions=40, own=own)
    for method in METHODS:
        found_ = discover(claims, method, known={"q0001": "nobody says so"})
        first = found_.values.drop_duplicates("question_id", ignore_index=True)
        pd.testing.assert_frame_equal(found_.best, first[["question_id", "value", "probability", "votes"]])
    assert discover(claims.assign(value=None)).best.empty


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
    total = np.bincount(one.arrays.fact_question, one.fit.probability)
    assert total.max() <= 1 + 1e-9 and total.min() >= (0.98 if method == "corroboration" else 1) - 1e-9
    assert one.values["probability"].between(0, 1).all() and (one.sources["low"] <= one.sources["high"]).all()
    random.shuffle(rows)
    pd.testing.assert_frame_equal(one.values, discover(table(*rows), method).values)


def by_name(method, rows):
    """What a method believes of every answer to questions that share a vocabulary, and how good each source is."""
    arrays = encode(table(*rows))
    assert arrays.closed
    fit = METHODS[method](arrays)
    assert np.bincount(arrays.fact_question, fit.probability).max() <= 1 + 1e-9
    facts = zip(arrays.questions[arrays.fact_question], arrays.values[arrays.fact_value], strict=True)
    return dict(zip(facts, fit.probability, strict=True)), dict(zip(arrays.names, fit.right, strict=True))


@pytest.mark.parametrize("method", ["corroboration", "dawid_skene"])
@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from(("no", "yes"))), min_size=1),
        min_size=12,
        max_size=12,
    ),
    st.permutations("abcdefg"),
    st.permutations(range(12)),
    st.randoms(),
)
def test_neither_order_nor_names_matter_where_questions_share_a_vocabulary(method, voices, names, numbers, random):
    rows = [(s, f"q{i:02}", v) for i, some in enumerate(voices) for s, v in sorted(some)]
    rows += [("g", "q00", "no"), ("g", "q11", "yes")]  # so that there are two values in all
    believed, right = by_name(method, rows)
    random.shuffle(rows)
    assert by_name(method, rows) == (believed, right)
    source = dict(zip("abcdefg", names, strict=True))
    question = {f"q{i:02}": f"q{n:02}" for i, n in enumerate(numbers)}
    renamed = by_name(method, [(source[s], question[q], v) for s, q, v in rows])
    assert renamed[0] == pytest.approx({(question[q], v): p for (q, v), p in believed.items()}, abs=1e-6)
    assert renamed[1] == pytest.approx({source[s]: n for s, n in right.items()}, abs=1e-6)


@pytest.mark.parametrize("accuracies", [[0.95] * 12 + [0.3] * 4, [0.95] * 8 + [0.4] * 12, [0.85] * 6 + [0.05] * 8])
@pytest.mark.parametrize("seed", [0, 1])
def test_good_sources_among_bad_ones_are_not_taken_for_copies_of_one_another(accuracies, seed):
    claims, truth = simulate(seed, accuracies, questions=100, values=4, density=1.0)
    found_ = discover(claims)
    assert found_.copying.empty
    assert correct(found_, truth) >= correct(discover(claims, "voting"), truth)


def test_those_outside_a_group_bear_witness_for_or_against_it():
    claims, _ = simulate(0, [0.95] * 6 + [0.4] * 6, questions=100, values=4, density=1.0)
    good = dependence(encode(claims), np.full(12, 0.6))
    assert len(good) >= 10 and refuted(encode(claims), good).empty
    honest, _ = simulate(1, [0.8] * 6 + [0.3], questions=100, values=4, density=1.0)
    ring = pd.concat([honest, copies(honest, "s06", ["s07", "s08"], 1.0, np.random.default_rng(0), values=4)])
    pairs = dependence(encode(ring), np.full(9, 0.6))
    kept = refuted(encode(ring), pairs)
    assert set(kept["source"]) | set(kept["other"]) == {6, 7, 8}
    alone = ring[ring["source"].isin(["s06", "s07", "s08"])]
    pairs = dependence(encode(alone), np.full(3, 0.6))
    assert len(pairs) == 3 and refuted(encode(alone), pairs).equals(pairs)


@pytest.mark.parametrize(
    ("known", "value", "low", "tolerance"), [("12000", "10000", "10000", 0.0), ("105", "100", None, 10.0)]
)
def test_a_known_answer_that_nobody_gives_bears_out_what_allows_it(known, value, low, tolerance):
    asked = pd.DataFrame({"question_id": ["n"], "answer_type": ["number"], "tolerance": [tolerance]})
    claims = table(("a", "n", value), ("b", "n", "90000")).assign(low=[low, None], high=None)
    made = discover(claims, "one_coin", known={"n": known}, questions=asked).sources.set_index("source")
    assert made["reliability"].round(2).to_dict() == {"a": 0.75, "b": 0.5}


def test_a_broad_claim_is_borne_out_by_a_known_answer_below_it():
    broader = pd.DataFrame({"value": ["Kursk"], "parent": ["Russia"]})
    claims = table(("a", "q", "Russia"), ("b", "q", "Belarus"))
    made = discover(claims, "one_coin", known={"q": "Kursk"}, hierarchy=broader).sources.set_index("source")
    assert made["reliability"].round(2).to_dict() == {"a": 0.75, "b": 0.5}


def test_thousands_stand_over_a_number():
    asked = pd.DataFrame({"question_id": ["n"], "answer_type": ["number"], "tolerance": [500.0]})
    broader = pd.DataFrame({"value": ["12000"], "parent": ["thousands"]})
    claims = table(("a", "n", "thousands"), ("b", "n", "12000"), ("c", "n", "12000"), ("d", "n", "12400"))
    votes = discover(claims, "voting", questions=asked, hierarchy=broader).values.set_index("value")["votes"]
    assert (votes * 8).round(6).to_dict() == {"12000": 4, "12400": 3, "thousands": 1}


def test_numbers_of_questions_and_answers_may_be_numbers():
    asked = pd.DataFrame({"question_id": [1], "answer_type": ["number"], "tolerance": [10.0]})
    claims = pd.DataFrame({"source": list("abc"), "question_id": 1, "value": ["10", "18", "40"]})
    votes = discover(claims, "voting", questions=asked).values.set_index("value")["votes"]
    assert votes.round(2).to_dict() == {"10": 0.4, "18": 0.4, "40": 0.2}
    gap = pd.DataFrame({"source": list("abc"), "question_id": ["q", "q", "r"], "value": [1, 2, None]})
    made = discover(gap, "one_coin", known={"q": 1}).sources.set_index("source")["reliability"]
    assert made["a"] > made["b"]


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("questions", [100, 300])
def test_witnesses_do_not_acquit_a_ring_of_mostly_copied_answers(own, questions):
    rng = np.random.default_rng(questions)
    claims, truth = simulate(questions, [*rng.uniform(0.55, 0.9, 8), 0.35], questions, 4, 0.7, own)
    ring = ["s08", "x0", "x1", "x2"]
    claims = pd.concat([claims, copies(claims, "s08", ring[1:], 0.8, rng, values=4)])
    verdicts = discover(claims)
    assert min(found(verdicts, ring)) >= 0.9
    assert correct(verdicts, truth) > correct(discover(claims, "voting"), truth)
