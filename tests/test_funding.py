"""The ledger, reconciliation and proofreading of sums: hand-checked values and invariants."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import case, funding
from helpers.dates import span
from helpers.funding import exchange_rates

NO_PARTS = pd.DataFrame({"child": [], "parent": []}, dtype="str")
BASE = {
    "report_id": "r",
    "hop": 1,
    "payer": "A",
    "recipient": "Z",
    "currency": "EUR",
    "status": "disbursed",
    "kind": "flow",
    "date": "2024-10-22",
    "stated_by": "A",
}


def figures(*rows):
    """A figures table; each row gives flow_id, low (= high) and what departs from BASE."""
    made = [{**BASE, "figure_id": f"f{i:03d}", "high": row.get("low"), **row} for i, row in enumerate(rows)]
    return pd.DataFrame(made)


def parts(*links):
    return pd.DataFrame(links, columns=["child", "parent"])


TOY = case.load(Path(__file__).parent / "toy")
STATUS = st.sampled_from(["announced", "pledged", "committed", "allocated", "disbursed"])
CALM = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def ledgers(draw):
    """Some wholes with parts that do not exceed them, in several currencies and statuses."""
    rows, links = [], []
    for i in range(draw(st.integers(1, 4))):
        whole = draw(st.integers(10, 1000)) * 1e6
        told = {"currency": draw(st.sampled_from(["EUR", "USD", "GBP", "JPY"])), "status": draw(STATUS)}
        told["date"] = draw(st.sampled_from(["2024-10-22", "2024-11-09", "2025-03-03"]))
        rows.append({"flow_id": f"whole{i}", "low": whole, "payer": f"P{i}", **told})
        for j in range(draw(st.integers(0, 3))):
            share = whole * draw(st.integers(1, 30)) / 100
            rows.append({"flow_id": f"part{i}{j}", "low": share, "payer": f"P{i}", **told})
            links.append((f"part{i}{j}", f"whole{i}"))
    return figures(*rows), parts(*links)


def totals(*tables, **options):
    return funding.ledger(*tables, **options).sums[["low", "value", "high"]].to_numpy()


@pytest.mark.slow
@CALM
@given(ledgers(), st.data())
def test_telling_a_thing_again_changes_no_total(made, data):
    told, links = made
    again = told.iloc[[data.draw(st.integers(0, len(told) - 1))]].copy()
    again["figure_id"] = "again"
    again["report_id"] = "another"
    again["stated_by"] = data.draw(st.sampled_from(["A", "Relay"]))
    again["date"] = data.draw(st.sampled_from([again["date"].iloc[0], "2025-06-02"]))
    np.testing.assert_allclose(totals(pd.concat([told, again]), links), totals(told, links), rtol=1e-12)


@pytest.mark.slow
@CALM
@given(ledgers(), st.data())
def test_a_tranche_of_a_whole_changes_no_total(made, data):
    told, links = made
    whole = told[told["flow_id"].str.startswith("whole")].sample(1, random_state=data.draw(st.integers(0, 9)))
    tranche = whole.assign(figure_id="tranche", flow_id="tranche")
    tranche[["low", "high"]] *= data.draw(st.integers(1, 100)) / 100
    more = pd.concat([links, parts(("tranche", whole["flow_id"].iloc[0]))])
    np.testing.assert_allclose(totals(pd.concat([told, tranche]), more), totals(told, links), rtol=1e-12)


@pytest.mark.slow
@CALM
@given(ledgers(), st.data())
def test_splitting_a_hop_changes_no_total(made, data):
    told, links = made
    at = data.draw(st.integers(0, len(told) - 1))
    first = told.iloc[[at]].assign(recipient="Fund", figure_id="first")
    second = told.iloc[[at]].assign(payer="Fund", hop=2, figure_id="second")
    split = pd.concat([told.drop(index=at), first, second])
    np.testing.assert_allclose(totals(split, links), totals(told, links), rtol=1e-12)


@pytest.mark.slow
@settings(CALM, max_examples=4)
@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(made, random):
    told, links = made
    order = list(range(len(told)))
    random.shuffle(order)
    for call in (lambda t, p: funding.ledger(t, p).entries, lambda t, p: funding.reconcile(t, p).conflicts):
        pd.testing.assert_frame_equal(call(told.iloc[order], links.iloc[::-1]), call(told, links))
    pd.testing.assert_frame_equal(
        funding.flows(funding.ledger(told.iloc[order], links.iloc[::-1])), funding.flows(funding.ledger(told, links))
    )


@CALM
@given(
    st.sampled_from(["USD", "GBP", "JPY", "CAD"]),
    st.sampled_from(["EUR", "USD", "CHF"]),
    st.dates(min_value=pd.Timestamp("2000-01-03").date(), max_value=pd.Timestamp("2026-10-30").date()),
)
def test_there_and_back_again(one, other, day):
    day = pd.Series([day.isoformat()])
    there = exchange_rates(pd.Series([one]), pd.Series([other]), day)["rate"][0]
    back = exchange_rates(pd.Series([other]), pd.Series([one]), day)["rate"][0]
    assert there * back == pytest.approx(1)


def test_bundled_rate_of_a_day_and_of_a_weekend():
    found = exchange_rates(pd.Series(["EUR"] * 2), pd.Series(["USD"] * 2), pd.Series(["2024-10-25", "2024-10-27"]))
    assert found["rate"].tolist() == [1.0825, 1.0825]
    assert found["rate_date"].astype(str).tolist() == ["2024-10-25"] * 2


def test_incomplete_date_gives_the_extremes_of_its_days():
    days = pd.Series(pd.date_range("2025-03-01", "2025-03-31").strftime("%Y-%m-%d"))
    each = exchange_rates(pd.Series(["CAD"] * 31), pd.Series(["USD"] * 31), days)["rate"]
    month = exchange_rates(pd.Series(["CAD"]), pd.Series(["USD"]), pd.Series(["2025-03"])).iloc[0]
    assert (month["rate_low"], month["rate_high"]) == (each.min(), each.max())
    assert month["rate"] == each[15]


def test_a_currency_without_rates_still_adds_up_in_itself():
    made = figures({"flow_id": "x", "low": 5.0, "currency": "UAH"}, {"flow_id": "y", "low": 2.0, "currency": "UAH"})
    assert funding.ledger(made, NO_PARTS, currency="UAH").total() == 7.0


def test_wrong_dates_statuses_and_keys_are_named():
    with pytest.raises(ValueError, match="row 'f000': date '2024-13'"):
        funding.ledger(figures({"flow_id": "x", "low": 1.0, "date": "2024-13"}), NO_PARTS)
    with pytest.raises(ValueError, match="figure 'f000': status 'spent'"):
        funding.ledger(figures({"flow_id": "x", "low": 1.0, "status": "spent"}), NO_PARTS)
    with pytest.raises(ValueError, match="figure_id 'a' stands in more than one row"):
        twice = {"flow_id": "x", "figure_id": "a", "low": 1.0}
        funding.ledger(figures(twice, twice), NO_PARTS)
    with pytest.raises(ValueError, match="column 'status' is absent"):
        funding.ledger(figures({"flow_id": "x", "low": 1.0}).drop(columns="status"), NO_PARTS)
    assert span(pd.Series(["2024"]))["last"].astype(str).tolist() == ["2024-12-31"]


def test_toy_case_by_hand():
    book = funding.ledger(TOY.figures, TOY.parts, currency="EUR")
    # 5 m left Lumen, 4 m of them reached Aster; 10 m are pledged; deposits, interest and plans are no flows
    assert (book.total("disbursed", "paid"), book.total("disbursed", "received")) == (5e6, 4e6)
    assert (book.total("pledged", "paid"), book.total("pledged", "received")) == (10e6, 10e6)
    assert dict(zip(book.aside["figure_id"], book.aside["reason"], strict=True)) == {
        "f06": "ceiling",
        "f07": "stock",
        "f08": "income",
        "f09": "plan",
    }
    assert book.violations.empty


def test_cumulative_sum_takes_later_payments_on_top_and_not_earlier_ones():
    made = figures(
        {"flow_id": "whole", "low": 5.0, "kind": "cumulative", "date": "2025-04-09"},
        {"flow_id": "t1", "low": 3.0, "date": "2025-01-10"},
        {"flow_id": "t4", "low": 1.0, "date": "2025-05-08"},
    )
    links = parts(("t1", "whole"), ("t4", "whole"))
    assert funding.ledger(made, links, currency="EUR").total() == 6.0
    assert funding.ledger(made, links, currency="EUR", as_of="2025-04-30").total() == 5.0
    assert funding.ledger(made, links, currency="EUR", as_of="2025-02-01").total() == 3.0


def test_as_of_with_an_incomplete_date_is_an_interval():
    made = figures({"flow_id": "x", "low": 3.0}, {"flow_id": "y", "low": 2.0, "date": "2025"})
    row = funding.ledger(made, NO_PARTS, currency="EUR", as_of="2025-06-30").sums.iloc[-1]
    assert (row["low"], row["value"], row["high"]) == (3.0, 3.0, 5.0)


def test_splits_of_one_whole_are_alternatives_and_shared_parts_count_once():
    made = figures(
        {"flow_id": "grant", "low": 15.0}, {"flow_id": "loan", "low": 5.0}, {"flow_id": "t1", "low": 1.0},
        {"flow_id": "other", "low": 4.0},
    )  # fmt: skip
    links = pd.DataFrame(
        [("grant", "whole", "kind"), ("loan", "whole", "kind"), ("t1", "whole", "time"), ("t1", "other", None)],
        columns=["child", "parent", "split"],
    )
    # 20 by kind of money, 4 of another whole that shares the 1 with it
    assert funding.ledger(made, links, currency="EUR").total() == 20.0 + 4.0 - 1.0


@pytest.mark.parametrize(
    ("rows", "links", "invariant", "ids"),
    [
        (
            [{"flow_id": "a", "low": 5.0}, {"flow_id": "b", "low": 6.0}],
            [("b", "a")],
            "parts within the whole",
            "f000 f001",
        ),
        ([{"flow_id": "a", "low": 5.0}, {"flow_id": "b", "low": 6.0}], [("b", "a"), ("a", "b")], "no circle", "f000"),
        (
            [
                {"flow_id": "a", "low": 5.0, "kind": "cumulative"},
                {"flow_id": "a", "low": 4.0, "kind": "cumulative", "date": "2025-01-02"},
            ],
            [],
            "cumulative grows",
            "f000 f001",
        ),
        (
            [{"flow_id": "a", "low": 5.0}, {"flow_id": "a", "low": 3.0, "kind": "cumulative", "date": "2025-01-02"}],
            [],
            "cumulative is no increment",
            "f000 f001",
        ),
        (
            [{"flow_id": "a", "low": 5.0}, {"flow_id": "a", "low": 5.0, "payer": "B"}],
            [],
            "one payment a hop",
            "f000 f001",
        ),
        ([{"flow_id": "a", "low": 5.0}, {"flow_id": "b", "low": 5.0}], [], "one flow an event", "f000 f001"),
        (
            [{"flow_id": "a", "low": 5.0, "recipient": "M"}, {"flow_id": "a", "low": 6.0, "hop": 2, "payer": "M"}],
            [],
            "a hop pays on no more than came in",
            "f000 f001",
        ),
        ([{"flow_id": "a", "low": 5.0, "hop": 2, "payer": "M"}], [], "hops are linked", "f000"),
    ],
)
def test_each_broken_invariant_names_its_rows(rows, links, invariant, ids):
    found = funding.ledger(figures(*rows), parts(*links), currency="EUR").violations
    here = found[found["invariant"] == invariant]
    assert here["figures"].iloc[0] == ids
    assert set(found["invariant"]) == {invariant}


def test_a_circle_is_left_out_and_the_rest_counts():
    made = figures({"flow_id": "a", "low": 5.0}, {"flow_id": "b", "low": 6.0}, {"flow_id": "c", "low": 2.0})
    assert funding.ledger(made, parts(("a", "b"), ("b", "a")), currency="EUR").total() == 2.0


CONFLICTS = {
    "rounding": [{"low": 2.258e9}, {"low": 2.3e9}],
    "exchange-rate date": [
        {"low": 5e9, "currency": "CAD", "contract": "CAD", "date": "2024-06-13"},
        {"low": 3.7e9, "currency": "USD", "contract": "CAD", "date": "2025-01-10"},
    ],
    "ceiling or actual": [{"low": 18e9}, {"low": None, "high": 35e9, "kind": "ceiling"}],
    "status": [{"low": 8e8}, {"low": 8e8, "status": "announced"}],
    "hop": [{"low": 20e9, "recipient": "Fund"}, {"low": 16e9, "payer": "Fund", "hop": 2}],
    "currency slip": [{"low": 18.1e9, "date": "2024-12-20"}, {"low": 18e9, "currency": "USD", "date": "2024-12-24"}],
    "magnitude slip": [{"low": 970e6}, {"low": 940e9}],
    "part or whole": [{"low": 18.1e9}, {"low": 5e9, "kind": "cumulative"}],
    "genuine": [{"low": 3.3e9}, {"low": 3.0e9}],
}


@pytest.mark.parametrize("kind", CONFLICTS)
def test_each_class_of_conflict(kind):
    rows = [{"flow_id": "x", "group": "g", **row} for row in CONFLICTS[kind]]
    found = funding.reconcile(figures(*rows), NO_PARTS)
    assert found.conflicts["class"].tolist() == [kind]
    assert found.groups["class"].tolist() == [kind]
    assert found.quantities["class"].tolist() == [kind]


def test_what_is_chosen_is_what_somebody_reported_and_weights_decide_first():
    made = figures({"flow_id": "x", "low": 3.3e9}, {"flow_id": "x", "low": 3.0e9}, {"flow_id": "x", "low": 3.0e9})
    assert funding.reconcile(made, NO_PARTS).quantities.loc[0, "value"] in {3.3e9, 3.0e9}
    for weights, value in (([1, 2, 2], 3.0e9), ([2, 1, 1], 3.3e9)):
        found = funding.reconcile(made.assign(weight=weights), NO_PARTS).quantities.iloc[0]
        assert (found["low"], found["value"], found["high"]) == (3.0e9, value, 3.3e9)


def test_the_sum_of_the_parts_speaks_for_a_value():
    made = figures(
        {"flow_id": "x", "low": 940e9}, {"flow_id": "x", "low": 970e6}, {"flow_id": "p", "low": 595e6},
        {"flow_id": "q", "low": 375e6},
    )  # fmt: skip
    found = funding.reconcile(made, parts(("p", "x"), ("q", "x")))
    assert found.quantities.set_index("flow_id").loc["x", "value"] == 970e6


def test_sums_that_have_not_come_so_far_as_asked_have_no_steps():
    book = funding.ledger(figures({"flow_id": "loan", "low": 5.0, "status": "pledged"}), parts())
    assert funding.summary(funding.steps(book))["value"].tolist() == [0, 0]


def test_pairs_of_the_toy_case():
    found = funding.audit_pairs(TOY.pairs)
    assert (found["flag"] == (found["printing_error"] == "yes")).all()


@pytest.mark.parametrize(
    ("pair", "kind", "flag"),
    [
        ((2.26, "GBP", 3, "USD", "2024-10-22"), "agrees", False),
        ((50, "USD", 45, "EUR", "2024-10-26"), "agrees", False),
        ((4.4, "EUR", 50, "USD", "2023-12-31"), "magnitude slip", True),
        ((191, "EUR", 0.198, "USD", "2025-02-05"), "magnitude slip", True),
        ((18.1, "EUR", 18.1, "USD", "2024-12-24"), "currency slip", True),
        ((5, "CAD", 3.7, "USD", "2025-01-10"), "exchange-rate date", True),
        ((2.258, "GBP", 2.2, "USD", "2024-10-28"), "genuine", True),
        ((0.28, "GBP", 0.4, "USD", "2024-10-22"), "rounding", False),
        ((2.5, "CAD", 1.7, "USD", "2025-03"), "agrees", False),
    ],
)
def test_audit_of_pairs(pair, kind, flag):
    made = pd.DataFrame([pair], columns=["amount", "currency", "printed", "printed_currency", "date"])
    found = funding.audit_pairs(made).iloc[0]
    assert (found["class"], bool(found["flag"])) == (kind, flag)


def test_audit_says_where_there_is_no_rate_and_refuses_what_is_no_pair():
    pair = {"amount": 1, "currency": "UAH", "printed": 1, "printed_currency": "USD", "date": "2024-10-22"}
    assert funding.audit_pairs(pd.DataFrame([pair]))[["class", "flag"]].values.tolist() == [["no rate", False]]
    with pytest.raises(ValueError, match="row 0: amount and printed must be numbers above zero"):
        funding.audit_pairs(pd.DataFrame([{**pair, "printed": 0}]))
    with pytest.raises(ValueError, match="column 'date' is absent"):
        funding.audit_pairs(pd.DataFrame([{"amount": 1, "currency": "EUR", "printed": 1, "printed_currency": "USD"}]))


def test_empty_tables_give_empty_answers():
    empty = TOY.figures.iloc[:0]
    book = funding.ledger(empty, TOY.parts.iloc[:0])
    assert book.total() == 0
    assert book.entries.empty and book.violations.empty and funding.flows(book).empty
    found = funding.reconcile(empty, TOY.parts.iloc[:0])
    assert found.quantities.empty and found.conflicts.empty and found.groups.empty
    assert funding.audit_pairs(TOY.pairs.iloc[:0]).empty


CASE = Path(__file__).parent.parent / "data" / "kursk_kazan_2024"


@pytest.fixture(scope="module")
def real():
    made = case.load(CASE)
    return made, funding.ledger(made.figures, made.parts)


def test_the_case_by_hand(real):
    _, book = real
    # 24 rows about the loan are marked disbursed; EUR 30.9 bn had arrived at 1.1619 dollars on 13 November 2025
    rows = funding.steps(book, flow="era")
    assert len(rows) == 24
    assert rows["value"].sum() == pytest.approx(172.75e9, rel=1e-3)
    assert rows["counted"].sum() == pytest.approx(30.9e9 * 1.1619)
    assert book.total() == pytest.approx(30.9e9 * 1.1619)
    for end in ("paid", "received"):
        way = funding.summary(funding.steps(book, end=end))["value"]
        assert way.iloc[:-1].sum() == pytest.approx(way.iloc[-1]) == pytest.approx(book.total(end=end))
    # Canada owes 5.0 bn of its dollars: 2.5 + 2.3 paid, and USD 146 m (about 0.2) agreed
    canada = book.entries.set_index(["flow_id", "end", "status"]).loc[("era-ca", "paid", "committed")]
    assert canada["parts"] == pytest.approx(5.0e9, rel=0.005)
    assert book.violations.empty


def test_missing_tranches_and_coded_errors_of_the_case(real):
    made, _ = real
    missing = funding.missing_payments(funding.ledger(made.figures, made.parts)).set_index("figure_id")
    assert missing["missing"].round(-6).to_dict() == {"F030": 1e9, "F033": 3e9, "F036": 0.0}
    assert missing["unseen"].tolist() == ["2", "5 6 7", ""]
    pairs = funding.audit_pairs(made.pairs)
    assert (pairs["flag"] == (pairs["printing_error"] == "yes")).all()
    low, high = funding.received_by(made.figures, made.parts, ["era-non-eu"], ["2024-12-31"])[["low", "high"]].iloc[0]
    assert (low, high) == (1e9, pytest.approx(12.8e9 * 1.1619))


def test_groups_of_the_case(real):
    made, _ = real
    groups = funding.reconcile(made.figures, made.parts).groups.set_index("group")["class"].to_dict()
    # read off the coders' notes, not off the result
    assert groups == {
        "C1": "ceiling or actual",
        "C2": "status",
        "C3": "part or whole",
        "C6": "part or whole",
        "C8": "rounding",
        "C9": "hop",
        "C11": "exchange-rate date",
        "C12": "exchange-rate date",
        "C13": "status",
        "C14": "status",
        "C15": "rounding",
        "C19": "exchange-rate date",
        "C20": "ceiling or actual",
        "C21": "magnitude slip",
    }
