"""What one odd row must not do to the others: properties of the totals on small drawn tables."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from helpers import funding
from helpers.funding.totals import MEASURES

pytestmark = pytest.mark.slow
CALM = settings(
    max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
ACTORS = pd.DataFrame(
    [("Payer 0", None, "P. Zero|the Zeroth"), ("Payer 1", None, "P. One"), ("Office 0", "Payer 0", None)],
    columns=["actor", "affiliation", "aliases"],
)
MONEY = list(MEASURES)


@st.composite
def tables(draw):
    """Some wholes, each with parts of payers of their own, in several currencies and stages."""
    rows, links = [], []

    def add(flow, low, payer, **more):
        row = {"figure_id": f"f{len(rows)}", "report_id": f"r{len(rows)}", "flow_id": flow, "hop": None, "payer": payer}
        row |= {"recipient": "Land", "low": low, "high": low, "currency": "USD", "kind": "flow", "stated_by": None}
        rows.append(row | more)

    for i in range(draw(st.integers(1, 3))):
        size = draw(st.integers(10, 900)) * 1_000_000
        told = {"currency": draw(st.sampled_from(["USD", "EUR", "GBP"])), "date": "2024-06-04"}
        told["status"] = draw(st.sampled_from(["pledged", "committed", "disbursed"]))
        if draw(st.booleans()):
            add(f"whole{i}", size, f"Payer {i}", **told)
        for j in range(draw(st.integers(0, 3))):
            add(f"part{i}{j}", size * draw(st.integers(1, 30)) / 100, f"Payer {i + j}", **told)
            links.append((f"part{i}{j}", f"whole{i}"))
    if not rows:
        add("whole9", 5e6, "Payer 0", status="disbursed", date="2024-06-04")
    return pd.DataFrame(rows), pd.DataFrame(links, columns=["child", "parent"])


def totals(figures, links):
    return funding.totals(funding.ledger(figures, links, actors=ACTORS)).set_index("flow_id")


def odd(figures, data, **changes):
    """One row more: a copy of a drawn one with `changes`."""
    row = figures.iloc[[data.draw(st.integers(0, len(figures) - 1))]].copy()
    return row.assign(figure_id="odd", report_id="odd", **changes), row["flow_id"].iloc[0]


def back(row):
    return row.assign(payer=row["recipient"], recipient=row["payer"], status="disbursed")


def above(flow, links):
    return {flow, *links.loc[links["child"] == flow, "parent"]}


@CALM
@given(tables(), st.data(), st.sampled_from(["refund", "repayment"]), st.booleans())
def test_money_that_comes_back_changes_nothing_but_returned_and_net(made, data, kind, own_flow):
    figures, links = made
    row, flow = odd(figures, data, kind=kind)
    row = back(row).assign(flow_id="back" if own_flow else flow)
    before, after = totals(figures, links), totals(pd.concat([figures, row]), links)
    forward = [m for m in MONEY if not m.startswith(("net_", "returned"))]
    pd.testing.assert_frame_equal(after.loc[before.index, forward], before[forward])
    here = "back" if own_flow else flow
    assert after.loc[here, "returned"] > 0
    same = [f for f in before.index if f not in above(here, links)]
    pd.testing.assert_frame_equal(after.loc[same], before.loc[same])


@CALM
@given(tables(), st.data(), st.sampled_from(["2024-06-04", "2024-06-05", None]))
def test_a_duplicate_changes_no_sum(made, data, date):
    figures, links = made
    row, _ = odd(figures, data)
    row["date"] = date if date else row["date"]
    before, after = totals(figures, links), totals(pd.concat([figures, row]), links)
    pd.testing.assert_frame_equal(after[MONEY], before[MONEY])


@CALM
@given(tables(), st.data(), st.sampled_from(["undated", "no rate", "no amount", "no status", "no currency", "ceiling"]))
def test_a_row_that_cannot_be_counted_is_named_and_changes_no_sum(made, data, reason):
    figures, links = made
    changes = {
        "undated": {"currency": "JPY", "date": None}, "no rate": {"currency": "KZT"}, "no status": {"status": None},
        "no amount": {"low": None, "high": None}, "no currency": {"currency": None}, "ceiling": {"low": None},
    }  # fmt: skip
    row, flow = odd(figures, data, **changes[reason])
    book = funding.ledger(pd.concat([figures, row]), links, actors=ACTORS)
    assert book.aside[["figure_id", "reason"]].values.tolist() == [["odd", reason]]
    before, after = totals(figures, links), funding.totals(book).set_index("flow_id")
    sums = [m for m in MONEY if m != "ceiling"]
    pd.testing.assert_frame_equal(after[sums], before[sums])
    if reason in ("undated", "no rate"):
        assert after.loc[flow, "undated" if reason == "undated" else "unconverted"].endswith(row["currency"].iloc[0])


@CALM
@given(tables(), st.data())
def test_a_relay_changes_no_other_flow(made, data):
    figures, links = made
    row, flow = odd(figures, data)
    first, second = row.assign(recipient="Agency"), row.assign(payer="Agency", figure_id="odd2")
    at = figures.index[figures["flow_id"] == flow]
    split = pd.concat([figures.drop(index=at), first, second])
    before, after = totals(figures, links), totals(split, links)
    others = [
        f for f in before.index if f not in above(flow, links) - {flow}
    ]  # a whole told from end to end has arrived
    pd.testing.assert_frame_equal(after.loc[others, MONEY], before.loc[others, MONEY])
    pd.testing.assert_frame_equal(after[["gross_received"]], before[["gross_received"]])


@CALM
@given(tables(), st.data())
def test_an_alias_of_a_payer_changes_nothing(made, data):
    figures, links = made
    alias = data.draw(st.sampled_from([{"Payer 0": "P. Zero"}, {"Payer 0": "the Zeroth", "Payer 1": "P. One"}]))
    again = figures.assign(payer=figures["payer"].replace(alias))
    pd.testing.assert_frame_equal(totals(again, links), totals(figures, links))
    one, other = (funding.flows(funding.ledger(t, links, actors=ACTORS)) for t in (again, figures))
    pd.testing.assert_frame_equal(one, other)


@CALM
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_no_total(made, random):
    figures, links = made
    rows, columns = list(range(len(figures))), list(figures)
    random.shuffle(rows)
    random.shuffle(columns)
    pd.testing.assert_frame_equal(totals(figures.iloc[rows][columns], links.iloc[::-1]), totals(figures, links))


@CALM
@given(tables())
def test_bands_steps_and_totals_agree(made):
    figures, links = made
    book = funding.ledger(figures, links, actors=ACTORS)
    table = funding.totals(book)
    wholes = table[table["parent"].isna()]
    assert wholes["gross_received"].sum() == pytest.approx(book.total())
    assert funding.steps(book)["counted"].sum() == pytest.approx(book.total())
    bands = funding.flows(book)
    arrived = bands.loc[bands["status"] == "disbursed", "value"].sum()
    assert arrived == pytest.approx(book.total(), rel=0.03)  # parts in other currencies are worth what they were worth
