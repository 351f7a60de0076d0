"""Formulas, intervals, p-values and tie-breaks, each against a value that was worked out by hand."""

from math import comb, sqrt

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from helpers import funding, network, stats
from helpers.names import independent
from helpers.network.null_model import expected, npmi, tail
from helpers.network.robustness import _disparity
from helpers.network.significance import _rare_enough
from helpers.reading import money
from helpers.reliability import distortions, grade, origins, positions, record
from helpers.reliability.admiralty import BANDS, CEILINGS, LEAST_RECORD
from helpers.reliability.answers import alike, answers, bearing, slack
from helpers.reliability.credibility import weigh
from helpers.reliability.discovery.copying import background, dependence
from helpers.reliability.discovery.encoding import encode
from helpers.reliability.track_record import remember

# ---- shared statistics


def test_wilsons_interval_is_the_solution_of_his_equation():
    for hits, n in ((0, 5), (3, 10), (9, 10), (50, 100)):
        low, high = stats.wilson(hits, n)
        for bound in (low, high):
            share = hits / n
            assert bound in (0.0, 1.0) or abs(share - bound) == pytest.approx(
                1.959964 * sqrt(bound * (1 - bound) / n), 1e-5
            )
        assert low <= hits / n <= high
    assert stats.wilson(0, 5)[0] == 0 and stats.wilson(5, 5)[1] == pytest.approx(1)


def test_jeffreys_interval_leaves_five_per_cent_on_either_side():
    low, high = stats.jeffreys(9, 1)
    assert beta.cdf(low, 9.5, 1.5) == pytest.approx(0.05) and beta.cdf(high, 9.5, 1.5) == pytest.approx(0.95)
    low, high = stats.jeffreys(9, 1, prior=1.0, level=0.5)
    assert beta.cdf(low, 10, 2) == pytest.approx(0.25) and beta.cdf(high, 10, 2) == pytest.approx(0.75)
    assert stats.jeffreys(0, 4)[0] == 0 and stats.jeffreys(0, 4)[1] < 0.5
    assert stats.jeffreys(4, 0)[1] == 1 and stats.jeffreys(4, 0)[0] > 0.5


def test_jeffreys_interval_covers_as_often_as_it_says():
    chance = np.array([comb(20, k) for k in range(21)], float)
    covered = []
    for share in np.linspace(0.1, 0.9, 81):
        inside = [low <= share <= high for low, high in (stats.jeffreys(k, 20 - k) for k in range(21))]
        covered.append((chance * share ** np.arange(21) * (1 - share) ** np.arange(20, -1, -1))[inside].sum())
    assert 0.88 < np.mean(covered) < 0.92 and min(covered) > 0.8


def test_the_rate_of_false_discoveries_by_hand():
    # 0.04 * 4 / 3 lies below 0.03 * 4 / 2, so both take the smaller; nothing exceeds one
    assert stats.benjamini_hochberg(np.array([0.03, 0.01, 0.04]), 4) == pytest.approx([0.16 / 3, 0.04, 0.16 / 3])
    assert stats.benjamini_hochberg(np.array([0.9]), 4).tolist() == [1.0]
    assert stats.benjamini_hochberg(np.array([0.01, 0.02]), 10, times=np.array([3, 1])) == pytest.approx(
        [0.1 / 3, 0.05]
    )


# ---- answers: when are two numbers one


def pair(one, other, tolerance=None, kind="number"):
    questions = pd.DataFrame({"question_id": ["q"], "answer_type": kind, "tolerance": [tolerance]})
    table = pd.DataFrame({"question_id": "q", "value": [one, other]})
    return list(answers(table, questions).itertuples(index=False))


@pytest.mark.parametrize(
    ("one", "other", "tolerance", "same"),
    [
        ("100", "102", None, True),  # two per cent of the larger: 2.04
        ("98", "100", None, True),
        ("100", "103", None, False),
        ("100", "102", 0, False),  # a tolerance of nothing is one that is coded
        ("100", "110", 10, True),
        ("100", "111", 10, False),
        ("7", "7.5", None, True),  # half of the last digit of the coarser
        ("7", "7.6", None, False),
        ("7.1", "7.3", None, False),  # 2 % of 7.3 is 0.146, half a tenth is less
        ("7.1", "7.2", None, True),
    ],
)
def test_two_numbers_are_one_within_the_tolerance(one, other, tolerance, same):
    assert alike(*pair(one, other, tolerance)) is same
    assert alike(*reversed(pair(one, other, tolerance))) is same


def test_the_slack_is_the_larger_of_two_per_cent_and_half_the_last_digit():
    assert slack(*pair("1000", "900")) == pytest.approx(20)
    assert slack(*pair("3", "2.5")) == pytest.approx(0.5)
    assert slack(*pair("1000", "900", 7)) == pytest.approx(7)


def test_a_broader_answer_allows_and_is_borne_out():
    table = pd.DataFrame({"question_id": "q", "value": ["50", "70"], "low": ["50", None], "high": [None, None]})
    least, exact = answers(table).itertuples(index=False)
    assert bearing(least, exact) == "agrees" and bearing(exact, least) == "allows"
    low, high = pair("50", "70")
    assert bearing(low, high) == "disagrees"


# ---- digits and letters


@pytest.mark.parametrize(
    ("agreeing", "against", "digit"),
    [
        (2, 0, 2),
        (3, 1, 2),
        (6, 2, 2),
        (5, 2, 3),
        (2, 1, 3),
        (1, 0, 3),
        (1, 1, 4),
        (0, 1, 4),
        (0, 2, 4),
        (0, 3, 5),
        (1, 3, 5),
        (1, 2, 4),
        (2, 5, 4),
        (2, 6, 5),
        (0, 0, 6),
    ],
)
def test_the_digit_from_those_who_agree_and_who_disagree(agreeing, against, digit):
    assert weigh(agreeing, against) == digit


def test_a_broader_answer_counts_only_where_nobody_else_speaks():
    assert weigh(0, 0, True) == 3 and weigh(0, 1, True) == 4


def letter(right, wrong):
    days = {"case": "a", "role": "originator", "source": "Ann", "settled_on": "2020-01-01", "confidence": 1.0}
    days |= {"question_id": [f"p{i}" for i in range(right + wrong)], "correct": [True] * right + [False] * wrong}
    days |= {"topic": None, "said": pd.Timestamp("2019-12-01")}
    reports = pd.DataFrame({"report_id": ["a"], "outlet": "Post", "published": ["2024-10-22"]})
    claims = pd.DataFrame({"claim_id": "1", "report_id": ["a"], "question_id": "q", "value": "1", "speaker": "Ann"})
    return grade(origins(claims, reports), history=pd.DataFrame(days))["letter"].iloc[0]


def expected_letter(right, wrong):
    low, high = beta.ppf([0.05, 0.95], right + 0.5, wrong + 0.5)
    low, high = low if right else 0, high if wrong else 1
    if right + wrong < 8:
        return "F"
    if low > 0.5:
        return "A" if low > 0.9 else "B" if low > 0.7 else "C"
    return "E" if high <= 0.5 else "D" if high <= 0.7 else "F"


def test_the_bands_of_letters_are_those_of_the_docstring():
    assert BANDS == (("A", 0.9), ("B", 0.7), ("C", 0.5)) and CEILINGS == (("E", 0.5), ("D", 0.7)) and LEAST_RECORD == 8


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (7, 0),
        (8, 0),
        (18, 0),
        (19, 0),
        (20, 0),
        (40, 1),
        (45, 2),
        (9, 1),
        (12, 1),
        (12, 4),
        (8, 3),
        (0, 8),
        (2, 10),
        (5, 20),
        (10, 15),
        (5, 5),
    ],
)
def test_a_letter_needs_the_whole_interval_within_its_band(right, wrong):
    assert letter(right, wrong) == expected_letter(right, wrong)


def test_seventeen_of_seventeen_is_no_a_and_eighteen_is():
    # the fifth per cent of Beta(17.5, 0.5) lies at 0.895, that of Beta(18.5, 0.5) at 0.9001
    assert (letter(17, 0), letter(18, 0)) == ("B", "A")


# ---- the record: nothing that was said on the day or later


def history(said, published=None, settled="2024-11-01", basis="metadata"):
    reports = pd.DataFrame(
        {"report_id": ["a"], "outlet": "Post", "published": [published or said], "published_basis": basis}
    )
    claims = pd.DataFrame(
        {"claim_id": "1", "report_id": ["a"], "question_id": "q", "speaker": "Ann", "value": "yes", "spoken_on": said}
    )
    outcomes = pd.DataFrame({"question_id": ["q"], "value": "yes", "settled_on": settled, "settled_by": "UN"})
    questions = pd.DataFrame({"question_id": ["q"], "answer_type": "yes_no"})
    return remember(origins(claims, reports), outcomes.assign(confidence=0.9), questions, "case")


def test_what_was_said_the_day_it_was_settled_is_hindsight():
    assert len(history("2024-10-31")) == 1
    assert len(history("2024-11-01")) == 0 and len(history("2024-11-02")) == 0


def test_what_came_out_the_day_it_was_settled_is_hindsight_whenever_it_was_said():
    assert len(history("2024-10-20", "2024-10-31")) == 1 and len(history("2024-10-20", "2024-11-01")) == 0


@pytest.mark.parametrize("basis", ["inferred_from_event", "unknown"])
def test_a_report_whose_day_was_inferred_earns_nothing(basis):
    assert len(history("2024-10-20", basis=basis)) == 0


def test_a_record_counts_confidence_and_only_earlier_days():
    rows = pd.DataFrame(
        {"case": "a", "source": ["Ann", "Ann", "Ben"], "question_id": ["p", "q", "p"], "correct": [True, False, False],
         "settled_on": ["2020-01-01", "2020-02-01", "2020-01-01"], "confidence": [0.8, 1.0, 0.8]}
    )  # fmt: skip
    ann, ben = record(rows).itertuples(index=False)
    assert (ann.n, ann.correct, ann.share) == (2, 1, pytest.approx(0.8 / 1.8)) and ben.share == 0
    assert (ann.low, ann.high) == stats.jeffreys(0.8, 1.0) and ann.low < ann.share < ann.high
    assert ann.base_rate == pytest.approx((0.5 + 0) / 2)  # half right on p, nobody right on q
    assert record(rows, as_of="2020-02-01")["n"].tolist() == [1, 1]
    assert record(rows, as_of="2020-02-02")["n"].tolist() == [2, 1]


# ---- the usual version of a statement


def versions(values, outlets):
    ids = [f"r{i}" for i in range(len(values))]
    reports = pd.DataFrame({"report_id": ids, "outlet": outlets, "published": "2024-10-23"})
    claims = pd.DataFrame({"claim_id": ids, "report_id": ids, "question_id": "q", "speaker": "Ann", "value": values})
    return distortions(origins(claims, reports))


def test_the_usual_version_is_that_of_most_outlets_and_not_of_most_reports():
    (row,) = versions(["5000", "3000", "3000"], ["A", "B", "C"]).itertuples()
    assert (row.answer, row.carried_by, row.other_answer) == ("3000", 2, "5000")
    rows = versions(["5000", "5000", "5000", "3000", "3000"], ["A", "A", "A", "B", "C"])
    assert rows["answer"].unique().tolist() == ["3000"] and len(rows) == 3


# ---- copying


def world(sources):
    rows = [(f"{s}{q}", s, str(q), v) for s, values in sources.items() for q, v in enumerate(values)]
    return encode(pd.DataFrame(rows, columns=["claim_id", "source", "question_id", "value"]))


def test_dependence_is_the_share_beyond_chance_by_hand():
    values = [f"v{i}" for i in range(40)]
    arrays = world({"a": values, "b": values, "c": [f"w{i}" for i in range(40)]})
    (row,) = dependence(arrays, np.full(3, 0.8)).itertuples(index=False)
    e = 0.8 * 0.8 + 0.2 * 0.2 * 0.2
    assert (row.source, row.other, row.shared, row.agree) == (0, 1, 40, 40)
    assert row.expected == pytest.approx(e * 40)
    assert row.dependence == pytest.approx((40 - e * 40) / ((1 - e) * 40 + 5))


def test_perfect_accuracy_is_capped_so_that_perfect_agreement_stays_suspicious():
    values = [f"v{i}" for i in range(200)]
    pairs = dependence(world({"a": values, "b": values}), np.full(2, 1.0))
    e = 0.98**2 + 0.02**2 * 0.2
    assert pairs["expected"].tolist() == pytest.approx([e * 200])
    assert pairs["dependence"].tolist() == pytest.approx([(200 - e * 200) / ((1 - e) * 200 + 5)]) or pairs.empty


def test_the_background_is_the_median_beyond_what_is_expected_and_nothing_if_slight():
    pairs = np.array([6, 6, 9]), np.array([10, 10, 10]), np.array([0.5, 0.5, 0.5])
    assert background(*pairs) == pytest.approx(1 / (0.5 * 20))
    assert background(np.array([5.5]), np.array([10]), np.array([0.5])) == 0
    assert background(np.empty(0), np.empty(0), np.empty(0)) == 0


# ---- ties beyond chance


def test_npmi_is_one_at_full_weight_and_minus_one_at_none():
    found = npmi(np.array([4, 0, 2, 1]), np.array([4, 2, 2, 2]), np.array([4, 2, 2, 2]), 4)
    assert found == pytest.approx([1, -1, 1, 0])


def test_the_tail_is_that_of_drawing_without_return():
    # three of 10 and four of 10, expected 1.2 together: at least two, by hand
    by_hand = sum(comb(4, k) * comb(6, 3 - k) for k in (2, 3)) / comb(10, 3)
    assert tail(np.array([2]), np.array([3]), np.array([4]), np.array([1.2])) == pytest.approx([by_hand])
    least = sum(comb(4, k) * comb(6, 3 - k) for k in (0, 1)) / comb(10, 3)
    assert tail(np.array([1]), np.array([3]), np.array([4]), np.array([1.2]), less=True) == pytest.approx([least])


def test_pairs_compete_for_the_places_of_a_unit():
    # 20 units of 10 places among 100 actors named twice: each place has 1/10, a pair 10 * 9 / (100 * 99)
    d, s = pd.DataFrame({"degree": [2], "actors": [100]}), pd.DataFrame({"size": [10], "units": [20]})
    assert expected(d, s, np.array([0]), np.array([0])) == pytest.approx([20 * 10 * 9 / (100 * 99)], 2e-3)


def test_the_disparity_filter_by_hand():
    ties = pd.DataFrame({"source": ["A", "A", "A"], "target": ["B", "C", "D"], "weight": [6, 3, 1]})
    assert _disparity(ties)["alpha"].tolist() == pytest.approx([0.4**2, 0.7**2, 0.9**2])


def test_strata_hold_each_tie_against_its_own_topic():
    rows = [(f"{t}{i}", f"{t}{k}", t) for t in "xy" for i in range(6) for k in range(3)]
    m = pd.DataFrame(rows, columns=["report_id", "actor", "topic"])
    ties = network.cooccurrence(m)
    over_all = network.significance(ties, m, strata=None)
    within = network.significance(ties, m, strata="topic")
    assert over_all["p"].max() < 0.01 and within["p"].min() == pytest.approx(1)
    assert within["expected"].tolist() == pytest.approx([6.0] * 6) and (over_all["expected"] < 6).all()


def test_same_weights_rank_by_name():
    m = pd.DataFrame({"report_id": ["r1"] * 3 + ["r2"] * 2, "actor": ["C", "A", "B", "A", "B"]})
    assert network.cooccurrence(m)[["source", "target"]].values.tolist() == [["A", "B"], ["A", "C"], ["B", "C"]]


# ---- the ledger


def book(rows, parts=(), **options):
    table = pd.DataFrame(rows).assign(status=lambda t: t.get("status", "disbursed"))
    table["high"] = table["high"] if "high" in table else table["low"]
    table["figure_id"] = [f"f{i}" for i in range(len(table))]
    columns = {"currency": "USD", "date": "2024-10-22"}
    table = table.assign(**{c: v for c, v in columns.items() if c not in table})
    return funding.ledger(table, pd.DataFrame(parts, columns=["child", "parent"]), **options)


@pytest.mark.parametrize(("parts", "broken"), [(100.9, False), (101.1, True)])
def test_parts_may_exceed_the_whole_by_a_hundredth_and_no_more(parts, broken):
    made = book([{"flow_id": "whole", "low": 100.0}, {"flow_id": "part", "low": parts}], [("part", "whole")])
    assert ("parts within the whole" in set(made.violations["invariant"])) is broken


@pytest.mark.parametrize(("later", "broken"), [(100.0, False), (99.1, False), (98.9, True)])
def test_a_cumulative_sum_may_shrink_by_a_hundredth_and_no_more(later, broken):
    rows = [
        {"flow_id": "a", "low": x, "kind": "cumulative", "date": d}
        for x, d in ((100.0, "2024-10-01"), (later, "2024-10-02"))
    ]
    assert ("cumulative grows" in set(book(rows).violations["invariant"])) is broken


def test_refunds_come_off_with_their_own_sign():
    rows = [{"flow_id": "a", "low": 100.0, "kind": "flow", "payer": "A", "recipient": "B"},
            {"flow_id": "a", "low": 30.0, "kind": "refund", "payer": "B", "recipient": "A"}]  # fmt: skip
    (row,) = funding.totals(book(rows)).itertuples()
    assert (row.gross_paid, row.returned, row.net_paid) == (100, 30, 70)


def test_the_way_from_the_sum_of_all_to_the_total_adds_up_with_its_sign():
    rows = [{"flow_id": "whole", "low": 10.0}, {"flow_id": "part", "low": 3.0}, {"flow_id": "part", "low": 4.0}]
    made = funding.summary(funding.steps(book(rows, [("part", "whole")])))
    values = dict(zip(made["step"], made["value"], strict=True))
    assert values["all rows added up"] == 17 and values["ledger"] == 10 and values["inside a whole that counts"] < 0
    assert made["value"].iloc[:-1].sum() == pytest.approx(made["value"].iloc[-1])


# ---- sums in words


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("a billion and a half dollars", 1.5e9, 1.5e9),
        ("one and a half billion dollars", 1.5e9, 1.5e9),
        ("two million and a half euros", 2.5e6, 2.5e6),
        ("half a billion dollars", 5e8, 5e8),
        ("2.26 billion pounds", 2.26e9, 2.26e9),
        ("a quarter of a million dollars", 2.5e5, 2.5e5),
    ],
)
def test_halves_and_quarters_in_words(words, low, high):
    (found,) = money.find(f"They paid {words} in May.").itertuples()
    assert (found.low, found.high) == (low, high)


# ---- time, joint origins, and what cannot be seen by chance


@pytest.mark.parametrize(("days", "state"), [(7, "current"), (8, "outdated")])
def test_an_answer_to_a_moving_question_is_old_after_its_window_and_not_on_its_last_day(days, state):
    said = [f"2024-10-{20 - days:02}", "2024-10-20"]
    reports = pd.DataFrame({"report_id": ["a", "b"], "outlet": ["A", "B"], "published": said})
    claims = pd.DataFrame({"claim_id": ["1", "2"], "report_id": ["a", "b"], "question_id": "q", "value": ["1", "9"]})
    claims = claims.assign(speaker=["Ann", "Ben"], spoken_on=said)
    questions = pd.DataFrame({"question_id": ["q"], "answer_type": "number", "course": "moving", "window": 7})
    stands = positions(origins(claims, reports), questions).set_index("authority")["state"]
    assert stands.to_dict() == {"Ann": state, "Ben": "current"}


@pytest.mark.parametrize(
    ("origins_of", "count"),
    [
        (["A + B"], 1),
        (["A + B", "A"], 1),
        (["A + B", "A", "B"], 2),
        (["A + B", "B + C"], 1),
        (["A + B", "C"], 2),
        (["A", "A", None], 1),
        ([], 0),
    ],
)
def test_a_joint_origin_is_one_and_none_beside_its_members(origins_of, count):
    assert independent(origins_of) == count


def test_a_spread_that_no_deal_reaches_counts_as_one_deal_more():
    # twelve units of 36, all in the first of three periods: about one deal in a thousand million is like that
    rows = [(f"r{k}", name, k // 12) for k in range(36) for name in (("A", "B") if k < 12 else ("C",))]
    made = network.changes(pd.DataFrame(rows, columns=["report_id", "actor", "week"]), "week")
    assert made["p"].tolist() == pytest.approx([1 / 2001])


def test_a_spread_over_two_periods_is_exact():
    # five of five in the first six of twelve: as uneven are 5 : 0 and 0 : 5, 2 * C(6, 5) / C(12, 5)
    rows = [(f"r{k}", name, k // 6) for k in range(12) for name in (("A", "B") if k < 5 else ("C",))]
    made = network.changes(pd.DataFrame(rows, columns=["report_id", "actor", "week"]), "week")
    assert made["p"].tolist() == pytest.approx([2 * comb(6, 5) / comb(12, 5)])


def test_only_pairs_named_often_enough_to_be_rare_are_tests():
    # twelve units of two; two actors in ten of them must meet, one named once meets neither half of the time or more
    degrees = pd.DataFrame({"degree": [1, 10], "actors": [4, 2]})
    assert _rare_enough(degrees, pd.DataFrame({"size": [2], "units": [12]})) == 1


def digits(rows, **question):
    ids = [str(k) for k in range(len(rows))]
    reports = pd.DataFrame({"report_id": ids, "outlet": [f"Outlet {k}" for k in ids], "published": "2024-10-22"})
    claims = pd.DataFrame(rows, columns=["speaker", "value", "low"]).assign(
        claim_id=ids, report_id=ids, question_id="q"
    )
    questions = pd.DataFrame({"question_id": ["q"], "answer_type": "number"} | question)
    graded = grade(origins(claims, reports, None, questions), questions)
    return graded.set_index("origin")["digit"].to_dict()


def test_three_with_a_stake_who_agree_are_no_two_and_one_without_makes_it_one():
    rows = [(name, "50", None) for name in ("Ann", "Ben", "Cem")]
    assert digits(rows) == dict.fromkeys(("Ann", "Ben", "Cem"), 2)
    assert digits(rows, interested="Ann + Ben + Cem") == dict.fromkeys(("Ann", "Ben", "Cem"), 3)
    assert digits(rows, interested="Ann + Ben") == dict.fromkeys(("Ann", "Ben", "Cem"), 2)


def test_a_broader_answer_of_another_allows_a_named_sources_answer():
    assert digits([("Ann", "50", None), ("Ben", "40", "40")])["Ann"] == 3
