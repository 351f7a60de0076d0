"""What money comes to: small cases worked by hand, written as CSV files and read as any other case."""

import csv

import pandas as pd
import pytest

from helpers import case, funding

NO_PARTS = pd.DataFrame({"child": [], "parent": []}, dtype="str")
DAY = "2024-06-04"  # a Tuesday on which one euro was 1.0865 US dollars


def loaded(folder, figures, parts=(), rates=(), actors=(), shuffled=False):
    """A case of these rows; each figure is carried by a report of its own unless it names one, printed on `DAY`."""
    figures = [{"figure_id": f"f{i}", "report_id": f"r{i}", **row} for i, row in enumerate(figures)]
    for row in figures:
        amount = row.pop("amount", None)
        if amount is not None:
            row["low"] = row["high"] = amount
        row.setdefault("currency", "USD")
        row.setdefault("status", "disbursed")
        row.setdefault("date", DAY)
        row.setdefault("kind", "flow")
    printed = {row["report_id"]: row.pop("published", DAY) for row in figures}
    reports = [
        {"report_id": r, "outlet": f"Paper {r}", "url": f"https://{r}.example/", "title": r, "published": day,
         "published_basis": "metadata"}
        for r, day in printed.items()
    ]  # fmt: skip
    outlets = [{"outlet": r["outlet"], "domain": r["report_id"] + ".example", "kind": "newspaper"} for r in reports]
    parts = [dict(zip(("child", "parent"), link, strict=True)) for link in parts]
    tables = {"reports": reports, "outlets": outlets, "figures": figures, "parts": parts, "rates": list(rates)}
    cells = [row.get(c) for row in figures for c in ("payer", "recipient", "stated_by") if row.get(c)]
    listed = {a["actor"] for a in actors}
    named = sorted({n for cell in cells for n in cell.split(" + ")} - listed)
    tables["actors"] = [{"kind": "organisation", **a} for a in [*actors, *({"actor": n} for n in named)]]
    for name, rows in tables.items():
        if not rows:
            continue
        columns = list(dict.fromkeys(c for row in rows for c in row))
        if shuffled:
            rows, columns = rows[::-1], columns[::-1]
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return case.load(folder)


def book_of(c, currency="USD", **options):
    return funding.ledger(c.figures, c.parts, currency, reports=c.reports, rates=c.rates, actors=c.actors, **options)


@pytest.fixture
def count(tmp_path):
    """The totals of a case by flow; and its book."""

    def counted(figures, parts=(), currency="USD", as_of=None, **tables):
        book = book_of(loaded(tmp_path, figures, parts, **tables), currency, as_of=as_of)
        return funding.totals(book).set_index("flow_id"), book

    return counted


def row(flow, payer, recipient, amount, **more):
    return {"flow_id": flow, "payer": payer, "recipient": recipient, "amount": amount, **more}


def plain(rows):
    """Figures that no case would let through, as a table in memory."""
    made = pd.DataFrame(rows).assign(figure_id=lambda t: [f"f{i}" for i in range(len(t))])
    made = made.assign(low=made["amount"], high=made["amount"])
    for column, cell in (("currency", "USD"), ("status", "disbursed"), ("kind", "flow"), ("date", DAY)):
        made[column] = made[column].fillna(cell) if column in made else cell
    return made


# 22. back and forth


def test_a_refund_is_shown_apart_from_what_was_paid(count):
    rows = [row("x", "Fund", "Village", 600), row("x", "Village", "Fund", 150, kind="refund")]
    x = count(rows)[0].loc["x"]
    assert [x[c] for c in ("gross_paid", "gross_received", "returned", "net_paid", "net_received")] == [
        600, 600, 150, 450, 450,
    ]  # fmt: skip


def test_a_repayment_and_a_gift_within_one_whole(count):
    rows = [
        row("loan", "Club", "Realm", 90), row("back", "Realm", "Club", 30, kind="repayment"),
        row("gift", "Friend", "Realm", 4),
    ]  # fmt: skip
    table, book = count(rows, [("loan", "aid"), ("back", "aid"), ("gift", "aid")])
    assert table.loc["aid", ["gross_paid", "gross_received", "returned"]].tolist() == [94, 94, 30]
    assert (book.total(end="paid"), book.total(end="received")) == (94, 94)


@pytest.mark.parametrize("kind", ["refund", "repayment"])
def test_what_came_back_without_a_status_and_told_twice_is_one_sum(count, kind):
    back = row("x", "Village", "Fund", 150, kind=kind, status="")
    rows = [row("x", "Fund", "Village", 600), back, {**back, "date": "2024-06-05"}]
    table, book = count(rows)
    assert table.loc["x", ["gross_received", "returned", "net_received"]].tolist() == [600, 150, 450]
    assert book.aside.empty and book.violations.empty


def test_two_refunds_of_other_days_and_size_add_up_and_a_promised_one_does_not(count):
    rows = [
        row("x", "Fund", "Village", 600), row("x", "Village", "Fund", 150, kind="refund"),
        row("x", "Village", "Fund", 40, kind="refund", date="2024-07-09"),
        row("x", "Village", "Fund", 99, kind="refund", status="pledged"),
    ]  # fmt: skip
    table, book = count(rows)
    assert table.loc["x", "returned"] == 190
    assert book.aside["reason"].tolist() == ["not paid back yet"]


def test_who_gives_to_a_third_in_another_flow_is_no_intermediary(count):
    rows = [row("loan", "Club", "Realm", 90), row("help", "Realm", "Isle", 20)]
    table, book = count(rows, [("loan", "world"), ("help", "world")])
    assert table.loc["world", ["gross_paid", "gross_received"]].tolist() == [110, 110]
    assert funding.conservation(funding.flows(book)).empty


def test_a_payment_back_that_is_not_coded_as_a_refund_is_set_aside(count):
    table, book = count([row("x", "Fund", "Village", 600), row("x", "Village", "Fund", 150, date="2024-06-20")])
    assert table.loc["x", ["gross_paid", "gross_received"]].tolist() == [600, 600]
    assert book.aside["reason"].tolist() == ["runs back"]


# 23. hops


COUNTY = [row("x", "County", "Agency", 70), row("x", "Agency", "School", 55)]


def test_hops_follow_from_payer_and_recipient(count):
    table, book = count(COUNTY)
    assert table.loc["x", ["gross_paid", "gross_received"]].tolist() == [70, 55]
    assert funding.flows(book)["hop"].tolist() == [1, 2]


@pytest.mark.parametrize("end", [55, 50])
def test_a_statement_from_end_to_end_tells_of_arrival_only(count, end):
    table, _ = count([*COUNTY, row("x", "County", "School", end)])
    assert table.loc["x", "gross_paid"] == 70
    assert table.loc["x", "gross_received"] in (50, 55)
    assert table.loc["x", "gross_received_high"] == 55


def test_three_hops_without_numbers(count):
    table, book = count([*COUNTY[::-1], row("x", "School", "Pupils", 40)])
    assert table.loc["x", ["gross_paid", "gross_received"]].tolist() == [70, 40]
    assert funding.conservation(funding.flows(book))["held"].tolist() == [15, 15]


def test_a_hop_told_in_a_part_of_the_flow(count):
    rows = [row("x", "County", "Agency", 70), row("first", "Agency", "School", 55)]
    table, _ = count(rows, [("first", "x")])
    assert table.loc["x", ["gross_paid", "gross_received"]].tolist() == [70, 55]


def test_a_promise_from_end_to_end_is_the_payers_though_it_is_paid_through_others(count):
    table, _ = count([*COUNTY, row("x", "County", "School", 100, status="pledged")])
    assert table.loc["x", ["pledged", "gross_paid", "gross_received"]].tolist() == [100, 70, 55]


def test_a_pledge_gives_way_to_the_payment_of_a_part_through_others(count):
    rows = [row("x", "County", "School", 100, status="pledged"), row("first", "County", "Agency", 70),
            row("first", "Agency", "School", 55)]  # fmt: skip
    _, book = count(rows, [("first", "x")])
    assert sorted(funding.flows(book)["value"]) == [30, 55, 70]


def test_what_lies_at_an_intermediary_has_not_arrived(count):
    promise = row("x", "County", "School", 100, status="pledged")
    table, _ = count([COUNTY[0], promise])
    assert table.loc["x", ["gross_paid", "gross_received"]].tolist() == [70, 0]


def test_a_step_of_the_whole_is_drawn_beside_parts_of_other_payers(count):
    rows = [row("x", "Union", "Bank", 20), row("first", "Bank", "Land", 12), row("second", "Other", "Land", 1)]
    table, book = count(rows, [("first", "x"), ("second", "x")])
    assert table.loc["x", ["gross_paid", "gross_received"]].tolist() == [20, 13]
    assert funding.flows(book).set_index("source")["value"].to_dict() == {"Union": 20, "Bank": 12, "Other": 1}


# 24. rows that lack something


def test_a_row_without_flow_is_a_flow_of_its_own(count):
    table, book = count([row("", "A", "B", 5), row("", "A", "B", 7), row("x", "A", "B", 9)])
    assert sorted(table["gross_paid"]) == [5, 7, 9]
    assert book.total() == 21


def test_the_reports_day_stands_in_for_a_date_and_the_row_says_so(count):
    rows = [row("x", "A", "B", 5, currency="EUR", date=""), row("y", "A", "B", 5, currency="EUR")]
    table, book = count(rows)
    assert table.loc["x", "gross_paid"] == table.loc["y", "gross_paid"] == pytest.approx(5 * 1.0865, rel=1e-3)
    assert book.statements["dated_by"].tolist() == ["report", "figure"]
    assert table.loc["x", "gross_paid_day"] == DAY


@pytest.mark.parametrize("currency", ["EUR", "GBP", "JPY"])
def test_without_any_date_another_currency_is_named_as_undated(count, currency):
    rows = [
        row("x", "A", "B", 500, currency=currency, date="", published=""), row("y", "A", "B", 8),
        row("z", "A", "B", 3, date="", published=""),
    ]  # fmt: skip
    table, book = count(rows, [("x", "all"), ("y", "all"), ("z", "all")])
    assert table.loc["all", "gross_paid"] == 11  # what is in the book's currency needs no day
    assert table.loc["x", "undated"] == table.loc["all", "undated"] == f"500 {currency}"
    assert book.aside["reason"].tolist() == ["undated"]


@pytest.mark.parametrize("currency", ["KZT", "AED", "SAR", "QAR", "KWD", "UAH", "RUB"])
def test_a_currency_without_rate_is_named_and_stops_nothing(count, currency):
    rows = [row("x", "A", "B", 960_000, currency=currency), row("y", "A", "B", 8)]
    table, book = count(rows, [("x", "all"), ("y", "all")])
    assert (table.loc["all", "gross_paid"], book.total()) == (8, 8)
    assert table.loc["all", "unconverted"] == f"960,000 {currency}"
    assert table.loc["all", "unconverted_report_ids"] == "r0"
    assert book.aside[["figure_id", "reason"]].values.tolist() == [["f0", "no rate"]]
    assert book.violations.empty
    assert len(funding.flows(book)) == 1 and len(funding.steps(book)) == 2


def test_a_day_without_reference_rates_is_named_too(count):
    table, _ = count([row("x", "A", "B", 5, currency="EUR", date="1995-03-02"), row("y", "A", "B", 8)])
    assert table.loc["x", "unconverted"] == "5 EUR"


def rate(currency, per_eur, date=DAY):
    return {"currency": currency, "date": date, "per_eur": per_eur, "source": "its bank"}


def test_rates_of_the_case_convert_what_the_bank_does_not_quote(count):
    rows = [row("x", "A", "B", 960_000, currency="KZT"), row("y", "A", "B", 10, currency="EUR")]
    table, book = count(rows, currency="EUR", rates=[rate("KZT", 480)])
    assert table["gross_paid"].to_dict() == {"x": 2000, "y": 10}
    assert book.aside.empty


@pytest.mark.parametrize(("date", "worth"), [("2024-06-09", 2000), ("2024-06-30", 0), ("2024-06-03", 0)])
def test_a_rate_stands_for_the_week_after_it(count, date, worth):
    rows = [row("x", "A", "B", 960_000, currency="KZT", date=date)]
    assert count(rows, currency="EUR", rates=[rate("KZT", 480)])[0].loc["x", "gross_paid"] == worth


def test_a_rate_of_a_month_stands_for_its_days_and_a_book_may_be_kept_in_it(count):
    rows = [row("x", "A", "B", 10, currency="EUR", date="2031-05-20"), row("y", "A", "B", 480, currency="KZT")]
    table, _ = count(rows, currency="KZT", rates=[rate("KZT", 480, "2031-05")])
    assert table["gross_paid"].to_dict() == {"x": 4800, "y": 480}


@pytest.mark.parametrize(
    ("currency", "amount", "date"),
    [
        ("SIT", 2396.40, DAY), ("SIT", 2396.40, "2031-02-03"), ("DEM", 19.5583, "1995-03-02"), ("DEM", 19.5583, ""),
        ("GRD", 3407.5, "2012"), ("HRK", 75.345, "2023-01-02"), ("LTL", 34.528, "2020"), ("BGN", 19.5583, "2026-03"),
    ],
)  # fmt: skip
def test_former_currencies_have_their_fixed_parity(count, currency, amount, date):
    rows = [row("x", "A", "B", amount, currency=currency, date=date, published=date)]
    assert count(rows, currency="EUR")[0].loc["x", "gross_paid"] == pytest.approx(10)


def test_two_contract_currencies_are_a_violation_and_stop_nothing():
    rows = plain([row("x", "A", "B", 5, contract="USD"), row("x", "A", "B", 5, contract="EUR")])
    book = funding.ledger(rows, NO_PARTS)
    table = funding.totals(book).set_index("flow_id")
    assert table.loc["x", "gross_paid"] == 5
    assert book.violations["invariant"].tolist() == ["one contract currency"]


def test_a_circle_of_parts_is_named_and_the_rest_counts():
    rows = plain([row("x", "A", "B", 5), row("y", "A", "B", 6), row("z", "A", "B", 2)])
    book = funding.ledger(rows, pd.DataFrame({"child": ["x", "y"], "parent": ["y", "x"]}))
    table = funding.totals(book).set_index("flow_id")
    assert (book.total(), table.loc["z", "gross_paid"]) == (2, 2)
    assert set(book.aside["reason"]) == {"part of itself"}


def test_what_is_cancelled_counts_in_nothing_from_its_day_on(count):
    rows = [row("x", "A", "B", 100, status="pledged"), row("x", "A", "B", 100, status="cancelled", date="2024-06-20")]
    table, book = count(rows)
    assert (table.loc["x", "pledged"], book.total("pledged", "paid")) == (0, 0)
    assert book.aside["reason"].tolist() == ["cancelled", "cancelled"]


@pytest.mark.parametrize(
    ("cancelled", "as_of", "pledged"),
    [({"amount": 40}, None, 60), ({}, "2024-06-10", 100), ({"low": "", "high": ""}, None, 0)],
)
def test_a_part_may_be_called_off_and_before_its_day_nothing_is(count, cancelled, as_of, pledged):
    off = {"flow_id": "x", "payer": "A", "recipient": "B", "amount": 100, "status": "cancelled", "date": "2024-06-20"}
    off = {**off, "published": "2024-06-20", **cancelled}
    if "low" in cancelled:
        off.pop("amount")
    rows = [row("x", "A", "B", 100, status="pledged"), row("x", "A", "B", 30), off]
    table, _ = count(rows, as_of=as_of)
    assert table.loc["x", ["pledged", "gross_paid"]].tolist() == [pledged, 30]


# 25. one flow, two names of its payer


@pytest.mark.parametrize(
    "actors",
    [
        (),
        [{"actor": "Nordic Pool"}, {"actor": "the Pool and its members", "affiliation": "Nordic Pool"}],
    ],
)
def test_one_flow_under_two_names_of_its_payer_is_one_band(count, actors):
    rows = [row("x", p, "N", n, status="pledged") for p, n in
            (("Nordic Pool", 28), ("the Pool and its members", 28), ("Nordic Pool", 26))]  # fmt: skip
    table, book = count(rows, actors=actors)
    assert table.loc["x", ["pledged_low", "pledged_high"]].tolist() == [26, 28]
    links = funding.flows(book)
    assert len(links) == 1 and 26 <= links["value"].sum() <= 28
    assert links["source"].tolist() == ["Nordic Pool"]


@pytest.mark.parametrize("names", [("Lumen", "Lumen Aid Agency"), ("Lumen + Aster", "Lumen"), ("L.", "Lumen")])
def test_agency_union_and_abbreviation_pay_one_flow_once(count, names):
    rows = [row("x", names[0], "N", 28), row("x", names[1], "N", 28)]
    table, book = count(rows)
    assert (table.loc["x", "gross_paid"], book.total(), funding.flows(book)["value"].tolist()) == (28, 28, [28])


def test_a_recipient_under_the_name_of_his_ministry_is_no_second_band(count):
    actors = [{"actor": "Treasury of Aster", "affiliation": "Aster"}]
    rows = [row("x", "Lumen", "Aster", 28, status="pledged"), row("x", "Lumen", "Treasury of Aster", 20)]
    table, book = count(rows, actors=actors)
    assert table.loc["x", ["pledged", "gross_received"]].tolist() == [28, 20]
    assert funding.flows(book)[["target", "value"]].values.tolist() == [["Aster", 20], ["Aster", 8]]


# 26. perhaps the same money


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"amount": 80_000, "currency": "EUR", "date": "2024-06-05"}, "same payer, recipient and sum"),
        ({"amount": 86_920, "date": "2024-06-04"}, "same sum in another currency"),
        ({"amount": 80_000, "currency": "EUR", "recipient": "The Clinic"}, "same sum, names spelt otherwise"),
        ({"amount": 80_000, "currency": "EUR", "payer": "Clinic", "recipient": "Ward"},
         "the recipient pays the same sum on"),
        ({"amount": 80_300, "currency": "EUR", "date": "2024-06"}, "same payer, recipient and sum"),
        ({"amount": 80_000, "currency": "EUR", "date": "", "published": ""}, "same payer, recipient and sum"),
    ],
)  # fmt: skip
def test_sums_that_may_be_the_same_money_are_listed_and_not_merged(tmp_path, other, reason):
    one = row("x", "Donor", "Clinic", 80_000, currency="EUR")
    c = loaded(tmp_path, [one, {"flow_id": "y", "payer": "Donor", "recipient": "Clinic", **other}])
    pairs = funding.candidates(c.figures, c.reports)
    assert pairs[["flow_id", "other_flow", "reason"]].values.tolist() == [["x", "y", reason]]
    total = funding.totals(book_of(c, "EUR"))["gross_paid"]
    undated = other.get("published") == "" and other.get("currency") != "EUR"
    assert total.sum() == pytest.approx(80_000 if undated else 160_000, rel=0.003)


@pytest.mark.parametrize(
    "other", [{"date": "2024-09-05"}, {"amount": 95_000}, {"recipient": "School"}, {"flow_id": "x"}]
)
def test_sums_of_other_days_size_or_people_are_no_candidates(tmp_path, other):
    one = row("x", "Donor", "Clinic", 80_000)
    c = loaded(tmp_path, [one, {**one, "flow_id": "y", **other}])
    assert funding.candidates(c.figures, c.reports).empty


# 27. which is the misprint


def plan(amount, **more):
    return {"flow_id": "plan", "payer": "Bank", "recipient": "Land", "low": "", "high": amount, "kind": "ceiling",
            "status": "announced", **more}  # fmt: skip


PART = row("part", "Bank", "Land", 1.2e9, status="announced")


@pytest.mark.parametrize("kind", ["flow", "plan"])
def test_the_sum_that_a_part_does_not_fit_into_is_the_misprint(tmp_path, kind):
    rows = [plan(3e9), plan(3e9), row("plan", "Bank", "Land", 3e6, status="announced", kind=kind), PART]
    c = loaded(tmp_path, rows, [("part", "plan")])
    found = funding.reconcile(c.figures, c.parts)
    slips = found.conflicts[found.conflicts["class"] == "magnitude slip"]
    assert slips["figure_id"].tolist() == ["f2"]
    assert found.quantities.set_index("flow_id").loc["plan", "value"] == 3e9
    if kind == "flow":
        assert book_of(c).aside.set_index("figure_id").loc["f2", "reason"] == "misprint"


@pytest.mark.parametrize(
    ("rows", "slip"),
    [
        # one page against two, no parts
        ([row("x", "A", "B", 4e8), row("x", "A", "B", 4e8), row("x", "A", "B", 4e9)], "f2"),
        ([row("x", "A", "B", 4e6), row("x", "A", "B", 4e9), row("x", "A", "B", 4e9)], "f0"),
        # the parts decide against the number of pages
        ([row("x", "A", "B", 7e5), row("x", "A", "B", 7e5), row("x", "A", "B", 7e8), row("y", "A", "B", 2e8)], "f0 f1"),
        # the parts add up to one of them
        ([row("x", "A", "B", 9.4e11), row("x", "A", "B", 9.7e8), row("y", "A", "B", 9.7e8)], "f0"),
    ],
)
def test_the_misprint_is_out_of_every_sum(tmp_path, rows, slip):
    c = loaded(tmp_path, rows, [("y", "x")] if rows[-1]["flow_id"] == "y" else [])
    book = book_of(c)
    assert " ".join(book.aside["figure_id"]) == slip
    assert 3e8 < book.total() < 1e10 and book.total() == max(
        r["amount"] for i, r in enumerate(rows) if f"f{i}" not in slip and r["flow_id"] == "x"
    )


def test_a_sum_that_grows_tenfold_is_no_misprint(tmp_path):
    rows = [row("x", "A", "B", 1e9, kind="cumulative"), row("x", "A", "B", 1e10, kind="cumulative", date="2024-11-04")]
    assert book_of(loaded(tmp_path, rows)).aside.empty


# 28. compared in one currency


@pytest.mark.parametrize("extra", [[], [rate("USD", 1.09)]])
def test_parts_in_euros_make_a_whole_in_dollars(count, extra):
    rows = [row("all", "A", "B", 218), row("x", "A", "B", 120, currency="EUR"), row("y", "A", "B", 80, currency="EUR")]
    table, book = count(rows, [("x", "all"), ("y", "all")], rates=extra)
    assert book.violations.empty
    entry = book.entries.set_index(["flow_id", "end", "status"]).loc[("all", "paid", "disbursed")]
    assert entry["parts"] == pytest.approx(200 * (1.09 if extra else 1.0865), rel=1e-3)
    assert table.loc["all", ["gross_paid", "untraced"]].tolist() == [218, 0]


# 29. received, not traced


LAND = [row("a", "A", "Land", 10), row("b", "B", "Land", 6), row("c", "C", "Land", 5)]
INTO = [("a", "all"), ("b", "all"), ("c", "all")]


@pytest.mark.parametrize("payer", ["", "A + B + C", "Donors", "A"])
@pytest.mark.parametrize("kind", ["flow", "cumulative"])
def test_what_is_received_and_not_traced_is_drawn(count, payer, kind):
    stated = row("all", payer, "Land", 30, kind=kind, stated_by="Commission", date="2024-06-30")
    table, book = count([*LAND, stated], INTO)
    assert table.loc["all", ["gross_received", "untraced"]].tolist() == [30, 9]
    assert table.loc["all", ["gross_received_day", "gross_received_stated_by"]].tolist() == ["2024-06-30", "Commission"]
    links = funding.flows(book)
    links = links[(links["target"] == "Land") & (links["status"] == "disbursed")]
    assert links["value"].sum() == 30
    assert links.loc[links["source"] == funding.UNTRACED, "value"].tolist() == [9]
    assert funding.steps(book, flow="all")["counted"].sum() == book.total() == 30


def test_without_payer_the_payments_alone_are_paid(count):
    table, _ = count([*LAND, row("all", "", "Land", 30, date="2024-06-30")], INTO)
    assert table.loc["all", ["gross_paid", "gross_received"]].tolist() == [21, 30]


def test_a_payment_into_land_in_euros_leaves_no_false_rest(count):
    rows = [row("a", "A", "Land", 10), row("b", "B", "Land", 20, currency="EUR"),
            row("all", "", "Land", 10 + 20 * 1.0865)]  # fmt: skip
    assert count(rows, INTO[:2])[0].loc["all", "untraced"] == 0


# who says so


def test_totals_tell_whether_the_payer_states_his_own_payment(count):
    actors = [{"actor": "Lumen Treasury", "affiliation": "Lumen"}]
    rows = [row("x", "Lumen", "Aster", 5, stated_by="Lumen Treasury"), row("y", "Lumen", "Aster", 7, stated_by="Watch"),
            row("z", "Lumen", "Aster", 9)]  # fmt: skip
    table, _ = count(rows, actors=actors)
    assert table["gross_paid_own"].tolist() == [True, False, None]
    assert table["gross_paid_stated_by"].tolist()[:2] == ["Lumen Treasury", "Watch"]


def test_of_one_authority_the_latest_count_stands_and_others_of_that_day_widen_it(count):
    told = ((5, "2024-04-09", "B"), (18, "2024-06-13", "A"), (17, "2024-06-13", "B"), (10, "2024-05-10", "B"))
    rows = [row("x", "A", "B", n, kind="cumulative", date=d, stated_by=s) for n, d, s in told]
    x = count(rows)[0].loc["x"]
    assert (x["gross_paid_low"], x["gross_paid_high"]) == (17, 18)
    assert x["gross_paid"] in (17, 18)


def test_each_sum_stands_under_the_furthest_promise_it_has_reached(count):
    rows = [row("x", "A", "B", 50, status="announced"), row("x", "A", "B", 50, status="pledged"),
            row("x", "A", "B", 48, status="committed"), row("y", "A", "B", 7, status="allocated"),
            {**plan(90), "flow_id": "x", "payer": "A", "recipient": "B"}]  # fmt: skip
    table, _ = count(rows)
    assert table.loc["x", ["announced", "pledged", "committed", "ceiling"]].tolist() == [0, 0, 48, 90]
    assert table.loc["y", ["announced", "pledged", "committed"]].tolist() == [0, 0, 7]


def test_columns_and_rows_in_another_order_and_text_for_numbers_change_nothing(tmp_path):
    rows = [*COUNTY, row("x", "County", "School", "55.0"), row("y", "A", "B", "1e4", currency="EUR"), *LAND,
            row("all", "", "Land", 30)]  # fmt: skip
    tables = []
    for name, turned in (("one", False), ("other", True)):
        folder = tmp_path / name
        folder.mkdir()
        c = loaded(folder, [dict(r) for r in rows], INTO, shuffled=turned)
        c.figures = c.figures.astype({"low": object, "high": object}) if turned else c.figures
        tables.append(funding.totals(book_of(c)))
    assert tables[0].equals(tables[1])
