"""Typed ties: agreement, reliance and contradiction of authorities by what they stand by now, and payments."""

import itertools

import pandas as pd
import pytest

from helpers import network

COLUMNS = ["question_id", "authority", "origins", "answer", "low", "high", "said", "modality", "strength", "basis"]
COLUMNS += ["state", "party", "interested", "misprints", "report_ids"]
NO_FIGURES = pd.DataFrame(columns=["figure_id", "report_id", "flow_id", "payer", "recipient", "status", "kind"])
NO_POSITIONS = pd.DataFrame(columns=COLUMNS)
REPORTS = (f"r{k}" for k in itertools.count())


def position(question, authority, answer, said="2031-06-11", **more):
    row = dict.fromkeys(COLUMNS) | {"question_id": question, "authority": authority, "origins": authority}
    row |= {"answer": answer, "said": said, "modality": "asserts", "state": "current", "party": False}
    return row | {"interested": False, "misprints": "", "report_ids": next(REPORTS)} | more


def ties(*rows, figures=NO_FIGURES, **more):
    found = network.relations(pd.DataFrame(rows, columns=COLUMNS), figures, **more)
    assert set(found.columns) >= {"source", "target", "relation", "weight", "directed", "party", "report_ids"}
    return [
        (t.source, t.target, t.agrees, t.relies_on, t.contradicts, bool(t.party), bool(t.directed))
        for t in found.itertuples()
    ]


def test_what_was_said_first_and_left_is_no_contradiction():
    assert ties(position("q", "Scouts", "yes", "2031-06-11"), position("q", "Rangers", "yes", "2031-06-11")) == [
        ("Rangers", "Scouts", 1, 0, 0, False, False)
    ]
    assert ties(position("q", "Miller", "no"), position("q", "Weir Board", "no")) == [
        ("Miller", "Weir Board", 1, 0, 0, False, False)
    ]


@pytest.mark.parametrize("state", ["outdated", "overtaken", "earlier", "due", "last known"])
def test_a_position_that_is_not_current_ties_nobody(state):
    assert ties(position("q", "Scouts", "no", state=state), position("q", "Rangers", "yes")) == []
    assert ties(position("q", "A", "yes", state=state), position("q", "B", "yes", state=state)) == []


@pytest.mark.parametrize(
    "coding",
    [
        {"course": "moving", "window": 7},
        {"course": "moving"},
        {"time_dependent": True},
        {"course": "moving", "window": 3},
    ],
)
def test_answers_of_different_days_to_a_moving_question_do_not_meet(coding):
    asked = pd.DataFrame([{"question_id": "q", "answer_type": "yes_no"} | coding])
    early, late = position("q", "Scouts", "no", "2031-06-01"), position("q", "Rangers", "yes", "2031-06-24")
    assert ties(early, late, questions=asked) == []
    near = position("q", "Rangers", "yes", "2031-06-03")
    assert ties(early, near, questions=asked) == [("Rangers", "Scouts", 0, 0, 1, False, False)]
    fixed = pd.DataFrame([{"question_id": "q", "course": "fixed", "window": 7}])
    assert ties(early, late, questions=fixed) == [("Rangers", "Scouts", 0, 0, 1, False, False)]
    stamps = [{**row, "said": pd.Timestamp(row["said"])} for row in (early, late)]
    assert ties(*stamps, questions=asked) == []


def test_agreement_and_contradiction_of_a_pair_stand_in_one_row():
    rows = [position("p", "Weir Board", "yes"), position("p", "Ferry Desk", "yes")]
    rows += [position("q", "Weir Board", "no"), position("q", "Ferry Desk", "yes")]
    assert ties(*rows) == [("Ferry Desk", "Weir Board", 1, 0, 1, False, False)]
    more = [*rows, position("s", "Weir Board", "4"), position("s", "Ferry Desk", "9")]
    assert ties(*more) == [("Ferry Desk", "Weir Board", 1, 0, 2, False, False)]


def test_a_person_has_no_tie_with_the_own_body():
    actors = pd.DataFrame(
        [("Dora Pell", "Rangers"), ("Ian Moss", "Reed Desk"), ("Reed Desk", "Reed Hall")],
        columns=["actor", "affiliation"],
    )
    assert ties(position("q", "Dora Pell", "no"), position("q", "Rangers", "yes"), actors=actors) == []
    rows = [
        position("q", "Ian Moss", "no"),
        position("q", "Rangers", "yes"),
        position("q", "Reed Hall", "no", "2031-06-02"),
    ]
    assert ties(*rows, actors=actors) == [("Rangers", "Reed Hall", 0, 0, 1, False, False)]


@pytest.mark.parametrize(
    "joint,parts", [("Scouts + Rangers", ["Scouts", "Rangers"]), ("Q+A Desk + Canal+", ["Q+A Desk", "Canal+"])]
)
def test_a_joint_name_is_no_node_and_its_members_do_not_agree_with_themselves(joint, parts):
    found = ties(position("q", joint, "yes", origins=joint), position("q", "Weir Board", "no"))
    assert sorted(found) == sorted((*sorted([part, "Weir Board"]), 0, 0, 1, False, False) for part in parts)


def test_who_has_spoken_alone_since_is_not_bound_by_the_joint_word():
    rows = [position("q", "Scouts + Rangers", "yes", "2031-06-02"), position("q", "Scouts", "no", "2031-06-05")]
    found = {row[:2]: row[2:5] for row in ties(*rows, position("q", "Weir Board", "no"))}
    assert found == {
        ("Rangers", "Scouts"): (0, 0, 1),
        ("Rangers", "Weir Board"): (0, 0, 1),
        ("Scouts", "Weir Board"): (1, 0, 0),
    }


def test_the_denial_of_the_accused_is_marked_as_a_partys_word():
    rows = [position("q", "Coast Guard", "yes"), position("q", "Verdania", "no", modality="denies", party=True)]
    assert ties(*rows) == [("Coast Guard", "Verdania", 0, 0, 1, True, False)]
    both = [*rows, position("p", "Coast Guard", "yes"), position("p", "Verdania", "yes")]
    assert ties(*both) == [("Coast Guard", "Verdania", 1, 0, 1, True, False)]
    other = [*both[2:], position("s", "Coast Guard", "1"), position("s", "Verdania", "9")]
    assert ties(*other)[0][-2] is False


@pytest.mark.parametrize("modality", ["cannot_confirm", "no_comment", "urges"])
def test_who_abstains_neither_agrees_nor_contradicts(modality):
    for answer in (None, "yes", "no"):
        assert ties(position("q", "A", answer, modality=modality), position("q", "B", "yes")) == []


def test_agreement_needs_an_origin_on_either_side_and_reliance_is_directed():
    spy, council = position("q", "Spy Office", "yes"), position("q", "Grand Council", "yes", origins="Spy Office")
    assert ties(spy, council) == [("Grand Council", "Spy Office", 0, 1, 0, False, True)]
    known = pd.DataFrame({"actor": ["Spy Office"], "affiliation": [None]})
    assert ties(council, actors=known) == [("Grand Council", "Spy Office", 0, 1, 0, False, True)]
    weir = position("q", "Weir Board", "yes")
    assert ties(spy, council, weir) == [
        ("Spy Office", "Weir Board", 1, 0, 0, False, False),
        ("Grand Council", "Spy Office", 0, 1, 0, False, True),
    ]
    third = position("q", "Kingdom", "yes", origins="Spy Office")
    assert ties(spy, council, third) == [
        ("Grand Council", "Spy Office", 0, 1, 0, False, True),
        ("Kingdom", "Spy Office", 0, 1, 0, False, True),
    ]
    own = position("q", "Kingdom", "yes", origins="Kingdom | Palace Radio")
    assert ("Kingdom", "Spy Office", 1, 0, 0, False, False) in ties(spy, own)
    back = [position("p", "Spy Office", "no", origins="Grand Council"), position("p", "Grand Council", "no")]
    assert sorted(ties(spy, council, *back)) == [
        ("Grand Council", "Spy Office", 0, 1, 0, False, True),
        ("Spy Office", "Grand Council", 0, 1, 0, False, True),
    ]
    against = [position("s", "Spy Office", "4"), position("s", "Grand Council", "9")]
    assert ties(spy, council, *against) == [("Grand Council", "Spy Office", 0, 1, 1, False, True)]


@pytest.mark.parametrize(
    "one,other,coded,kind",
    [
        ({"answer": "72000"}, {"answer": "7.2e4"}, {}, "agrees"),
        ({"answer": "72000", "low": "72000", "high": "72000"}, {"answer": "72000.0"}, {}, "agrees"),
        (
            {"answer": "1180", "low": 1180.0, "high": 1180.0},
            {"answer": "1190", "low": 1190.0, "high": 1190.0},
            {},
            "agrees",
        ),
        ({"answer": "1180"}, {"answer": "1190"}, {"tolerance": 0}, "contradicts"),
        ({"answer": "7"}, {"answer": "7.3"}, {}, "agrees"),
        ({"answer": "7.3"}, {"answer": "10"}, {}, "contradicts"),
        ({"answer": "41.6"}, {"answer": "up to 60", "high": "60"}, {}, None),
        ({"answer": "41.6"}, {"answer": "up to 40", "high": "40"}, {}, "contradicts"),
        ({"answer": "at least 900", "low": "900"}, {"answer": "up to 800", "high": "800"}, {}, "contradicts"),
        ({"answer": "2031-06-05"}, {"answer": "2031-06"}, {"answer_type": "date"}, "agrees"),
        ({"answer": "2031-06-05"}, {"answer": "2031-06-07"}, {"answer_type": "date", "tolerance": 2}, "agrees"),
        ({"answer": "2031-06-05"}, {"answer": "2031-06-07"}, {"answer_type": "date"}, "contradicts"),
        ({"answer": "Lake Bank"}, {"answer": "lake  bank"}, {"answer_type": "text"}, "agrees"),
        ({"answer": "Lake Bank"}, {"answer": "Mill Bank"}, {"answer_type": "text"}, "contradicts"),
    ],
)
def test_two_answers_are_one_as_in_an_assessment(one, other, coded, kind):
    asked = pd.DataFrame([{"question_id": "q", "answer_type": "number", "course": "fixed"} | coded])
    rows = pd.DataFrame([position("q", "A", None) | one, position("q", "B", None) | other])
    for questions in (asked, None) if "tolerance" not in coded else (asked,):
        found = network.relations(rows, NO_FIGURES, questions=questions)
        assert found["relation"].tolist() == ([kind] if kind else [])


def test_an_authoritys_own_spokesman_is_its_own_origin():
    rows = [
        position("q", "Rangers", "yes", origins="Dora Pell"),
        position("q", "Scouts", "yes", origins="Ole | Scouts"),
    ]
    assert ties(*rows) == [("Rangers", "Scouts", 1, 0, 0, False, False)]
    told = pd.DataFrame(rows).assign(origin_authorities=["Rangers", "Scouts"])
    assert network.relations(told, NO_FIGURES)["relation"].tolist() == ["agrees"]
    told["origin_authorities"] = ["Weir Board", "Scouts"]
    found = network.relations(told, NO_FIGURES)
    assert found[["source", "target", "relation"]].values.tolist() == [["Rangers", "Weir Board", "relies_on"]]


def payments(*rows):
    return pd.DataFrame(rows, columns=["figure_id", "report_id", "flow_id", "payer", "recipient", "status", "kind"])


def test_payments_are_directed_and_refunds_run_backwards():
    figures = payments(
        ("f1", "r1", "x", "Fund", "Village", "disbursed", "flow"),
        ("f2", "r2", "x", "Fund", "Village", "disbursed", "flow"),
        ("f3", "r2", None, "Fund", "Village", "disbursed", None),
        ("f4", "r2", None, "Fund", "Village", "disbursed", None),
        ("f5", "r3", "y", "Village", "Fund", "disbursed", "refund"),
        ("f6", "r3", "z", "Fund", "Mill", "pledged", "flow"),
        ("f7", "r4", "z", "Fund", "Mill", "cancelled", "flow"),
        ("f8", "r4", "v", "Fund", "Mill", None, "stock"),
    )
    found = network.relations(NO_POSITIONS, figures)
    assert found[["source", "target", "relation", "weight", "directed", "report_ids"]].values.tolist() == [
        ["Fund", "Mill", "cancelled", 1, True, "r4"],
        ["Fund", "Village", "disbursed", 3, True, "r1 r2"],
        ["Village", "Fund", "refund", 1, True, "r3"],
    ]


def test_joint_payers_are_no_nodes_either():
    found = network.relations(NO_POSITIONS, payments(("f1", "r1", "x", "G7 + Canal+", "Land", "pledged", "flow")))
    assert found[["source", "target"]].values.tolist() == [["Canal+", "Land"], ["G7", "Land"]]


def test_the_order_of_rows_changes_nothing_and_reports_are_named_once():
    rows = [position(q, a, v) for q in "pqs" for a, v in (("A", "yes"), ("B", "no"), ("C", "yes"))]
    table = pd.DataFrame(rows).assign(report_ids="r2 r1")
    found = network.relations(table, NO_FIGURES)
    assert found["report_ids"].eq("r1 r2").all() and found["weight"].eq(3).all()
    assert found["question_ids"].eq("p q s").all()
    for seed in range(3):
        pd.testing.assert_frame_equal(found, network.relations(table.sample(frac=1, random_state=seed), NO_FIGURES))


def test_nothing_coded_makes_no_ties_and_a_missing_column_is_named():
    assert network.relations(NO_POSITIONS, NO_FIGURES).empty
    with pytest.raises(ValueError, match=r"positions lack the column.*authority"):
        network.relations(NO_POSITIONS.drop(columns="authority"), NO_FIGURES)
    with pytest.raises(ValueError, match=r"figures lack the column.*status"):
        network.relations(NO_POSITIONS, NO_FIGURES.drop(columns="status"))
