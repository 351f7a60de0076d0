"""Origins, relays and time, against counts made by hand."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import case
from helpers.names import independent
from helpers.reliability import (
    answers,
    changes,
    distortions,
    fidelity,
    grade,
    known,
    matrix,
    origins,
    positions,
    tally,
    timeline,
)
from helpers.reliability.answers import agree

HERE = Path(__file__).parent
REAL = HERE.parent / "data" / "kursk_kazan_2024"


def build(rows, outlets=None):
    """Claims and reports from (outlet, speaker, via, cites, value, published, spoken_on) rows."""
    claims, reports = [], []
    for i, (outlet, speaker, via, cites, value, published, spoken) in enumerate(rows):
        reports.append({"report_id": f"r{i}", "outlet": outlet, "cites": cites, "published": published})
        claims.append({"claim_id": f"c{i}", "report_id": f"r{i}", "speaker": speaker, "via": via, "question_id": "q"})
        claims[-1] |= {"value": value, "spoken_on": spoken, "modality": "asserts"}
    return pd.DataFrame(claims), pd.DataFrame(reports)


ACTORS = pd.DataFrame(
    {
        "actor": ["Head", "Agency", "Land", "Minister", "Ministry", "Wire"],
        "kind": ["person", "organisation", "state", "person", "organisation", "outlet"],
        "affiliation": ["Agency", "Land", None, "Ministry", "Land", None],
    }
)


@pytest.mark.parametrize(
    ("speaker", "via", "cites", "override", "origin", "basis"),
    [
        ("Head", "Wire > Lawmaker", "Post", None, "Head", "speaker"),
        (None, "Wire > Lawmaker", "Post", None, "Lawmaker", "via"),
        (None, None, "Wire", None, "Wire", "cites"),
        (None, None, None, None, "Daily", "outlet"),
        ("Minister", None, "Wire", "Agency", "Agency", "speaker"),
    ],
)
def test_the_rule_of_the_origin(speaker, via, cites, override, origin, basis):
    claims, reports = build([("Daily", speaker, via, cites, "5", "2024-10-22", None)])
    made = origins(claims.assign(origin_override=override), reports, ACTORS).iloc[0]
    assert (made["origin"], made["basis"]) == (origin, basis)


def test_a_person_joins_the_body_but_two_bodies_of_a_state_stay_apart():
    rows = [(f"O{i}", who, None, None, "5", "2024-10-22", None) for i, who in enumerate(["Head", "Agency", "Minister"])]
    made = tally(origins(*build(rows), ACTORS)).iloc[0]
    assert (made["origins_low"], made["origins_high"], made["authorities"]) == (2, 3, 1)


def test_nine_reports_of_one_interview_are_one_origin():
    rows = [(f"O{i}", "Head", "Wire", None, "5", "2024-10-22", "2024-10-22") for i in range(9)]
    made = tally(origins(*build(rows), ACTORS)).iloc[0]
    assert made[["reports", "outlets", "speakers", "origins_low", "origins_high"]].tolist() == [9, 9, 1, 1, 1]


def test_an_outlet_leads_to_the_source_its_own_report_names():
    rows = [
        ("Copy", None, "Wire", None, "5", "2024-10-22", None),
        ("Wire", "Head", None, None, "5", "2024-10-22", None),
    ]
    made = origins(*build(rows), ACTORS)
    assert made["declared"].tolist() == ["Wire", "Head"]
    assert made["inferred"].tolist() == ["Agency", "Agency"]


def test_a_planted_circle_is_found_and_counts_once():
    names = ["A", "B", "C"]
    rows = [(a, None, b, None, "5", "2024-10-22", None) for a, b in zip(names, names[1:] + names[:1], strict=True)]
    rows.append(("D", None, "Wire", None, "5", "2024-10-22", None))
    made = origins(*build(rows), ACTORS)
    assert made["loop"].tolist() == [True, True, True, False]
    counted = tally(made).iloc[0]
    assert (counted["origins_low"], counted["origins_high"]) == (2, 4)


def test_an_interview_relayed_without_credit_is_flagged_and_a_public_statement_is_not():
    interview = [(f"O{i}", "Head", "Wire", None, "5", "2024-10-22", "2024-10-22") for i in range(3)]
    interview.append(("Silent", "Head", None, None, "5", "2024-10-22", None))
    assert origins(*build(interview), ACTORS)["uncredited"].tolist()[3] == "Wire"
    public = [(f"O{i}", "Head", None, None, "5", "2024-10-22", None) for i in range(5)]
    public.append(("Relay", "Head", "Wire", None, "5", "2024-10-22", None))
    assert origins(*build(public), ACTORS)["uncredited"].isna().all()


def test_a_repeated_answer_keeps_the_day_it_was_given():
    rows = [
        ("A", "Head", None, None, "5", "2024-10-18", "2024-10-17"),
        ("B", "Head", None, None, "5", "2024-10-28", None),
    ]
    made = origins(*build(rows), ACTORS)
    assert made["said"].dt.strftime("%d").tolist() == ["17", "17"]
    assert made["said_basis"].tolist() == ["spoken_on", "repeated"]


def test_affiliations_in_a_circle_are_an_error_that_names_them():
    actors = pd.DataFrame({"actor": ["A", "B"], "kind": "organisation", "affiliation": ["B", "A"]})
    with pytest.raises(ValueError, match="A > B > A"):
        origins(*build([("O", "A", None, None, "5", None, None)]), actors)


def test_an_unknown_report_is_an_error_that_names_it():
    claims, reports = build([("O", "A", None, None, "5", None, None)])
    with pytest.raises(ValueError, match="r0 not in the reports table"):
        origins(claims, reports.assign(report_id="other"), ACTORS)


@pytest.mark.parametrize(
    ("names", "count"),
    [([], 0), (["A", "A"], 1), (["A", "B + A"], 1), (["A + B"], 1), (["A + B", "B + A", "C"], 2), ([None, "A"], 1)],
)
def test_joint_sources_add_nothing_to_their_members(names, count):
    assert independent(names) == count


@given(st.permutations(range(8)))
@settings(max_examples=15, deadline=None)
def test_row_order_does_not_matter(order):
    rows = [(f"O{i}", None, f"O{(i + 1) % 4}", None, str(i % 2), "2024-10-22", None) for i in range(8)]
    claims, reports = build(rows)
    straight = origins(claims, reports, ACTORS).set_index("claim_id").sort_index()
    mixed = origins(claims.iloc[list(order)], reports, ACTORS).set_index("claim_id").sort_index()
    pd.testing.assert_frame_equal(straight, mixed)


@given(st.lists(st.sampled_from(["A", "B", "A + B", "C", "B + C"]), max_size=6))
@settings(max_examples=40, deadline=None)
def test_more_relays_never_add_origins(names):
    assert independent(names) == independent(names * 3) == independent(names[::-1])
    assert independent(names) <= len(set(names))


def test_answers_read_bounds_dates_and_words():
    claims = pd.DataFrame(
        {
            "question_id": ["n", "n", "d", "d", "t"],
            "value": ["10000", "12000", "2024-10", "2024-10-22", "Wonsan, Chongjin"],
            "low": ["10000", "12000", "2024-10", "2024-10-22", None],
            "high": [None, "12000", "2024-10", "2024-10-22", None],
        }
    )
    made = answers(claims)
    assert made["kind"].tolist() == ["number", "number", "date", "date", "text"]
    assert made["upper"].tolist()[0] == float("inf")
    assert made["upper"][2] - made["lower"][2] == 30
    assert made["words"][4] == {"wonsan", "chongjin"}


def test_a_number_that_is_none_is_named():
    questions = pd.DataFrame({"question_id": ["n"], "answer_type": ["number"], "tolerance": [0.0]})
    with pytest.raises(ValueError, match=r"'n' takes a number.*'many'"):
        answers(pd.DataFrame({"question_id": ["n"], "value": ["many"]}), questions)


def test_planted_distortions_are_found_with_both_ends():
    day = "2024-10-18"
    rows = [("A", "Head", None, None, "12000", day, day), ("B", "Head", None, None, "12000", day, day)]
    claims, reports = build([*rows, ("C", "Head", "B", None, "10000", day, day), *rows])
    reports["outlet"] = ["A", "B", "C", "D", "E"]
    claims.loc[3, "question_id"] = "sent"
    claims["low"], claims["high"] = claims["value"], claims["value"]
    claims.loc[4, "high"] = None
    found = distortions(origins(claims, reports, ACTORS))
    assert found[["kind", "outlet", "other_outlet"]].values.tolist() == [
        ["qualifier", "A", "E"],
        ["scope", "A", "D"],
        ["value", "A", "C"],
    ]


def test_a_lone_other_speaker_is_listed_as_a_change_of_role():
    day = "2024-10-21"
    rows = [(f"O{i}", "Head", None, None, "800", day, day) for i in range(3)]
    rows.append(("Odd", "Stranger", None, None, "800", day, day))
    found = distortions(origins(*build(rows), ACTORS))
    assert found[["kind", "origin", "other_origin", "carried_by"]].values.tolist() == [["role", "Head", "Stranger", 3]]


def test_an_update_on_another_day_is_no_distortion():
    rows = [
        (f"O{i}", "Head", None, None, v, d, d) for i, (v, d) in enumerate([("5", "2024-10-17"), ("9", "2024-10-22")])
    ]
    assert distortions(origins(*build(rows), ACTORS)).empty


def test_what_was_known_when():
    rows = [
        ("A", "Head", None, None, "10000", "2024-10-17", "2024-10-17"),
        ("B", "Head", None, None, "12000", "2024-10-22", "2024-10-22"),
        ("C", "Minister", None, None, "3000", "2024-10-22", "2024-10-22"),
        ("D", "Head", None, None, "10000", "2024-10-28", None),
    ]
    table = origins(*build(rows), ACTORS)
    assert len(known(table, "2024-10-21")) == 1
    (held,) = positions(table, as_of="2024-10-30").itertuples()
    assert (held.authority, held.answer, held.offices_differ) == ("Land", "12000", "Ministry: 3000")
    day = changes(table, "2024-10-22").set_index("authority")
    assert day.loc["Land", ["what", "before"]].tolist() == ["changed", "10000"]
    assert matrix(table, "q", as_of="2024-10-30").to_dict() == {
        "Agency": {"12000": 1, "3000": 0},
        "Ministry": {"12000": 0, "3000": 1},
    }
    assert timeline(table, "q")["reports"].tolist() == [2, 1, 1]


def test_claims_whose_question_is_not_coded_yet_change_nothing_for_those_that_are():
    rows = [
        ("A", "Head", "Wire", None, "5", "2024-10-22", "2024-10-22"),
        ("B", "Head", "Wire", None, "5", "2024-10-22", "2024-10-22"),
        ("C", "Head", None, None, "9", "2024-10-22", "2024-10-22"),
    ]
    claims, reports = build(rows * 2)
    claims.loc[claims.index >= 3, "question_id"] = None
    table, alone = origins(claims, reports, ACTORS), origins(claims[:3], reports, ACTORS)
    for made in (tally, positions, distortions):
        pd.testing.assert_frame_equal(made(table), made(alone), check_dtype=False)
    found = distortions(alone)
    pd.testing.assert_frame_equal(fidelity(table, found), fidelity(alone, found))
    assert table["uncredited"][3:].isna().all()


def test_an_origin_that_a_later_report_reveals_was_not_known_before():
    rows = [
        ("Copy", None, "Wire", None, "5", "2024-10-22", None),
        ("Wire", "Head", None, None, "5", "2024-10-28", None),
    ]
    claims, reports = build(rows)
    then = origins(claims, reports, ACTORS, as_of="2024-10-22")
    assert then[["claim_id", "inferred", "sourced"]].values.tolist() == [["c0", "Wire", False]]
    assert origins(claims, reports, ACTORS, as_of="2024-10-28")["inferred"].tolist() == ["Agency", "Agency"]
    assert grade(then, as_of="2024-10-22")["origin"].tolist() == ["Wire"]


def test_a_day_of_speaking_that_a_later_report_reveals_was_not_known_before():
    rows = [
        ("A", "Head", None, None, "5", "2024-10-20", None),
        ("B", "Head", None, None, "5", "2024-10-28", "2024-10-17"),
    ]
    claims, reports = build(rows)
    assert origins(claims, reports, ACTORS)["said"].dt.day.tolist() == [17, 17]
    assert origins(claims, reports, ACTORS, as_of="2024-10-22")["said"].dt.day.tolist() == [20]


def test_the_toy_case_by_hand():
    toy = case.load(HERE / "toy")
    table = origins(toy.claims, toy.reports, toy.actors, toy.questions).set_index("claim_id")
    assert table.loc["k10", "origin"] == "Ada Brandt"
    assert table.loc["k11", ["declared", "basis"]].tolist() == ["River Agency", "via"]
    assert table.loc["k11", "chain"] == "Copydesk > Aster Post + Northwire > River Agency"
    found = distortions(table.reset_index(), toy.questions)
    assert found.loc[found["other_claim"].eq("k04"), "kind"].tolist() == ["qualifier"]


def test_the_kursk_arrival_date_by_hand():
    real = case.load(REAL)
    counted = tally(origins(real.claims, real.reports, real.actors, real.questions)).set_index("question_id")
    row = counted.loc["nk_first_arrival_kursk"]
    assert (row["reports"], row["outlets"], row["speakers"]) == (17, 14, 5)
    assert (row["origins_low"], row["origins_high"]) == (2, 4)


def test_one_origin_carries_the_special_forces():
    real = case.load(REAL)
    counted = tally(origins(real.claims, real.reports, real.actors, real.questions)).set_index("question_id")
    row = counted.loc["nk_special_forces_training"]
    assert (row["reports"], row["outlets"], row["origins_low"]) == (22, 19, 1)


def test_fidelity_counts_only_shared_statements():
    day = "2024-10-18"
    rows = [(o, "Head", None, None, v, day, day) for o, v in (("A", "5"), ("B", "5"), ("C", "9"))]
    rows.append(("D", "Minister", None, None, "1", day, day))
    table = origins(*build(rows), ACTORS)
    made = fidelity(table, distortions(table)).set_index("outlet")
    assert made["n"].to_dict() == {"A": 1, "B": 1, "C": 1}
    assert made["deviating"].to_dict() == {"A": 0, "B": 0, "C": 1}
    assert made["share"].to_dict() == {"A": 0, "B": 0, "C": 1}
    # Of Beta(1/2, 3/2), 95 % lie below x where asin(sqrt(x)) + sqrt(x (1 - x)) is 0.95 pi / 2: at 0.7715.
    assert made["low"].to_dict() == {"A": 0, "B": 0, "C": pytest.approx(1 - 0.7715, abs=1e-4)}
    assert made["high"].to_dict() == {
        "A": pytest.approx(0.7715, abs=1e-4),
        "B": pytest.approx(0.7715, abs=1e-4),
        "C": 1,
    }


def test_thousands_are_not_parts_of_a_text():
    said = answers(pd.DataFrame({"question_id": "q", "value": ["50,000", "60,000", "Wonsan, Hamhung", "Hamhung"]}))
    rows = list(said.itertuples())
    assert not agree(rows[0], rows[1]) and agree(rows[2], rows[3])
