"""Admiralty grades: letters from earlier cases only, digits from independent others, both with reasons."""

from pathlib import Path

import pandas as pd
import pytest
from reliability_cases import ACTORS, past, settled, told

from helpers import case
from helpers.reliability import assess, changes, distortions, grade, origins, positions, tally
from helpers.reliability.credibility import weigh
from helpers.stats import jeffreys


def digits(table, **more):
    return grade(table, **more).set_index("origin")["digit"].to_dict()


def test_a_single_report_is_f6_and_says_why():
    made = grade(told(("Spy", "12"))).iloc[0]
    assert made["grade"] == "F6"
    assert made["letter_reason"] == "no record from earlier cases"
    assert made["digit_reason"] == "nothing independent to compare with"
    assert pd.isna(made["n"])


def test_one_state_does_not_confirm_itself_however_often_it_is_relayed():
    made = grade(told(*[("Spy", "12")] * 9, ("General", "12")))
    assert set(made["digit"]) == {6}
    assert set(made["digit_reason"]) == {"nothing independent to compare with"}


def test_agreement_and_contradiction_of_other_authorities():
    assert digits(told(("Spy", "12"), ("Envoy", "12"))) == {"Spy": 3, "Envoy": 3}
    assert set(digits(told(("Spy", "12"), ("Envoy", "12"), ("Union", "12"))).values()) == {2}
    assert set(digits(told(("Spy", "12"), ("Envoy", "30"))).values()) == {4}
    assert digits(told(("Spy", "12"), ("Envoy", "30"), ("Union", "30"), ("Else", "30")))["Spy"] == 5


@pytest.mark.parametrize(
    ("agreeing", "against", "digit"),
    [(1, 0, 3), (2, 0, 2), (0, 1, 4), (0, 2, 4), (0, 3, 5), (1, 1, 4), (2, 1, 3), (3, 1, 2), (5, 2, 3), (6, 2, 2)],
)
def test_the_digit_counts_others_and_never_the_voice_it_grades(agreeing, against, digit):
    rows = [
        ("Spy", "12"),
        *[(f"Ally {i}", "12") for i in range(agreeing)],
        *[(f"Foe {i}", "30") for i in range(against)],
    ]
    made = grade(told(*rows)).set_index("origin").loc["Spy"]
    assert made[["digit", "agree", "against"]].tolist() == [digit, agreeing, against]
    assert weigh(agreeing, against) == digit


def test_reports_alone_never_give_a_one():
    assert all(weigh(pro, con, allowed) > 1 for pro in range(9) for con in range(9) for allowed in (False, True))


@pytest.mark.parametrize("con", range(5))
def test_more_agreement_never_makes_the_digit_worse(con):
    made = [weigh(pro, con) for pro in range(1 if con == 0 else 0, 12)]
    assert made == sorted(made, reverse=True)


@pytest.mark.parametrize("pro", range(5))
def test_more_contradiction_never_makes_the_digit_better(pro):
    made = [weigh(pro, con) for con in range(0 if pro else 1, 12)]
    assert made == sorted(made)


def test_a_joint_source_is_graded_as_its_members_are():
    foes = [(f"Foe {i}", "30") for i in range(2)]
    both = told(("LandA", "12"), ("LandB", "12"), ("LandA + LandB", "12"), *foes)
    made = grade(both).set_index("origin")[["agree", "against", "digit"]]
    assert made.loc[["LandA", "LandB", "LandA + LandB"]].values.tolist() == [[1, 2, 4]] * 3
    joint = grade(told(("LandA", "12"), ("LandA + LandB", "12"), *foes)).set_index("origin")
    assert joint.loc[["LandA", "LandA + LandB"], "agree"].tolist() == [0, 0]


def test_at_least_three_thousand_does_not_contradict_twelve_thousand():
    table = told(("Spy", "3000"), ("Envoy", "12000"))
    bounded = table.assign(low=["3000", None], answer=["at least 3000", "12000"])
    assert set(digits(bounded).values()) == {3}
    made = grade(bounded).set_index("origin")
    assert made[["agree", "allowed"]].to_dict("index") == {
        "Spy": {"agree": 1, "allowed": 0},
        "Envoy": {"agree": 0, "allowed": 1},
    }
    assert made.loc["Envoy", "digit_reason"] == "none agrees, a broader answer allows it"
    assert set(digits(table).values()) == {4}


def test_time_dependent_answers_are_compared_within_the_window_only():
    questions = pd.DataFrame({"question_id": ["q"], "answer_type": ["number"], "time_dependent": [True]})
    table = told(("Spy", "100", "2024-12-19"), ("Envoy", "1000", "2025-01-22"))
    assert set(digits(table, questions=questions).values()) == {6}
    assert set(digits(table, questions=questions, window=60).values()) == {4}


def test_a_forecast_does_not_bear_out_a_fact_but_a_fact_bears_out_a_forecast():
    assert digits(told(("Spy", "12", "2024-10-20", "expects"), ("Envoy", "12"))) == {"Spy": 3, "Envoy": 6}


def test_an_outlet_without_a_source_confirms_nothing():
    assert digits(told(("Spy", "12"), (None, "12")))["Spy"] == 6


def test_the_last_word_of_an_authority_counts():
    table = told(("Spy", "no", "2024-10-10"), ("General", "yes", "2024-10-20"), ("Envoy", "yes", "2024-10-20"))
    assert digits(table)["Envoy"] == 3


def test_grades_hold_as_of_a_day():
    table = told(("Spy", "12", "2024-10-18"), ("Envoy", "12", "2024-10-23"))
    assert digits(table, as_of="2024-10-20") == {"Spy": 6}
    assert digits(table, as_of="2024-10-23") == {"Spy": 3, "Envoy": 3}


def test_an_independent_outcome_gives_one_or_five_from_its_day_on():
    table = told(("Spy", "yes"), ("Envoy", "no"))
    assert digits(table, outcomes=settled(), as_of="2025-04-27") == {"Spy": 4, "Envoy": 4}
    assert digits(table, outcomes=settled(), as_of="2025-04-28") == {"Spy": 1, "Envoy": 5}


def test_an_outcome_by_a_claimant_is_no_confirmation_unless_it_admits_what_it_denied():
    table = told(("Spy", "yes"), ("Envoy", "no"))
    own = settled(settled_by="General", independent=False)
    assert digits(table, outcomes=own, as_of="2025-05-01", actors=ACTORS)["Spy"] == 4
    admitted = grade(table, outcomes=settled(settled_by="Envoy", independent=False), as_of="2025-05-01")
    assert admitted.set_index("origin")["digit"].to_dict() == {"Spy": 1, "Envoy": 5}
    assert admitted["digit_reason"].tolist()[::-1] == [
        "an independent outcome bears it out",
        "an independent outcome is against it",
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "letter"),
    [(40, 0, "A"), (18, 1, "B"), (9, 2, "C"), (20, 20, "D"), (2, 10, "E"), (7, 0, "F"), (6, 2, "F"), (6, 5, "F")],
)
def test_letters_follow_the_record_with_n_and_interval(right, wrong, letter):
    made = grade(told(("Spy", "12")), history=past("Spy", right, wrong)).iloc[0]
    assert made["letter"] == letter
    assert (made["n"], made["low"]) == (right + wrong, jeffreys(right, wrong)[0])


def test_letters_only_know_what_was_settled_before():
    assert grade(told(("Spy", "12", "2019-05-01")), history=past("Spy", 40, 0), as_of="2019-12-31")[
        "letter"
    ].tolist() == ["F"]


def test_the_same_evidence_never_earns_letter_and_digit():
    with pytest.raises(ValueError, match="same evidence"):
        grade(told(("Spy", "12")), history=past("Spy", 20, 0).assign(question_id="q"))


def test_an_analysts_table_without_its_columns_says_which():
    with pytest.raises(ValueError, match="lack the column analyst_note; they need"):
        grade(told(("Spy", "12")), notes=pd.DataFrame({"question_id": [], "origin": [], "analyst_grade": []}))


def test_the_analysts_grade_stands_beside_the_computed_one():
    notes = pd.DataFrame({"question_id": ["q"], "origin": ["Spy"], "analyst_grade": ["B2"], "analyst_note": ["saw it"]})
    made = grade(told(("Spy", "12")), notes=notes).iloc[0]
    assert (made["grade"], made["analyst_grade"], made["analyst_note"]) == ("F6", "B2", "saw it")


@pytest.mark.slow
def test_row_order_changes_neither_grades_nor_distortions():
    real = case.load(Path(__file__).parent.parent / "data" / "kursk_kazan_2024")
    made = []
    for claims in (real.claims, real.claims.sample(frac=1, random_state=3)):
        table = origins(claims, real.reports.sample(frac=1, random_state=4), real.actors, real.questions)
        graded = grade(table, real.questions, real.outcomes, actors=real.actors)
        stand = positions(table, real.questions)
        more = assess(stand, real.questions), changes(table, "2024-10-22", questions=real.questions)
        made.append((graded, stand, *more, distortions(table, real.questions), tally(table)))
    for straight, mixed in zip(*made, strict=True):
        pd.testing.assert_frame_equal(straight, mixed)


def test_the_page_that_tells_the_outcome_does_not_bear_out_its_own_answer():
    table = told(("Spy", "yes"), ("Envoy", "yes"))
    table["url"] = ["https://a.example/1", "https://b.example/2"]
    facts = settled().assign(url="https://b.example/2", settled_by=None)
    made = grade(table, outcomes=facts, as_of="2025-05-01").set_index("origin")
    assert made["digit"].to_dict() == {"Spy": 1, "Envoy": 3}
    assert made.loc["Envoy", "agree"] == 1


@pytest.mark.slow
def test_an_outlet_that_names_no_source_may_be_the_echo_of_one_that_agrees():
    table = told(("Spy", "12"), ("Envoy", "12"), (None, "12"), (None, "30"))
    made = grade(table).set_index("origin")
    assert made["digit"].to_dict() == {"Spy": 3, "Envoy": 3, "Outlet 2": 3, "Outlet 3": 4}
    assert made.loc["Outlet 2", "agree"] == 1
    assert digits(told(("Spy", "12"), (None, "12"))) == {"Spy": 6, "Outlet 1": 6}


def test_one_report_cannot_bear_itself_out():
    table = told(("Spy", "12"), ("Envoy", "12"), ("Union", "30"))
    table["report_id"] = "r0"
    made = grade(table)
    assert made["digit"].tolist() == [6, 6, 6]
    assert set(made["digit_reason"]) == {"told by the same report alone"}


def test_a_forecast_is_named_as_not_compared():
    made = grade(told(("Spy", "12"), ("Envoy", "12", "2024-10-20", "expects"))).set_index("origin")
    assert made.loc["Spy", "digit_reason"] == "others only expect it"
    assert made.loc["Envoy", "digit"] == 3


def test_the_reports_behind_a_digit_are_listed():
    made = grade(told(("Spy", "12"), ("Envoy", "12"), ("Union", "30"))).set_index("origin")
    assert made.loc["Spy", ["report_ids", "agree_ids", "against_ids"]].tolist() == ["r0", "r1", "r2"]
    assert made.loc["Union", ["agree_ids", "against_ids"]].tolist() == ["", "r0 r1"]


def test_a_broader_answer_takes_nothing_back_but_where_the_truth_moves():
    rows = ("Spy", "22", "2024-10-20"), ("Spy", "20", "2024-10-22")
    table = told(*rows).assign(low=[None, "20"], answer=["22", "at least 20"])
    assert positions(table)["answer"].tolist() == ["22"]
    moves = table.assign(time_dependent=True)
    assert positions(moves)["answer"].tolist() == ["22"]
    late = moves.assign(said=pd.to_datetime(["2024-10-20", "2024-11-20"]))
    assert positions(late)["answer"].tolist() == ["at least 20"]
    assert positions(table.assign(low=None, answer=["22", "20"]))["answer"].tolist() == ["20"]
    silent = told(("Spy", "22", "2024-10-20"), ("Spy", None, "2024-10-22", "cannot_confirm"))
    assert positions(silent)["answer"].isna().tolist() == [True]


def test_other_wordings_of_a_statement_are_named():
    table = told(("Spy", "22"), ("Spy", "22"), ("Spy", "24"))
    (row,) = positions(table).itertuples()
    assert (row.answer, row.report_ids, row.other_wordings) == ("22", "r0 r1", "r2")
