"""The first lines about a case: every count in them checked by hand, and none that contradicts another."""

import pandas as pd
from reliability_cases import QUESTIONS, settled, told

from helpers.reliability import echoes, eligible, findings, grade, steadiness


def test_the_findings_give_each_count_its_uncertainty():
    table = told(("Spy", "yes"), ("Envoy", "yes"), ("Union", "yes"), ("Spy", "yes"))
    graded = grade(table)
    questions = pd.DataFrame({"question_id": ["q"], "question": ["Was it so?"]})
    none = settled().head(0)
    made = findings(table, graded, none, eligible(none, table), questions).set_index("about")["text"]
    assert made.index.tolist() == ["record", "echo", "digits"]
    assert "nothing in it was settled later" in made["record"]
    assert made["echo"] == "4 reports of 4 outlets rest on 3 origins (3 as declared): “Was it so?” – yes."
    assert "named sources answer 1 question. The best supported answer is probably true on 1" in made["digits"]
    assert made["digits"].endswith("these would be 0, 1, 0 and 0.")


def test_the_findings_do_not_contradict_themselves_on_what_was_settled():
    table = told(("Spy", "yes"), ("Envoy", "no"))
    facts = settled(controlled_by="Guest")
    questions = pd.DataFrame({"question_id": ["q"], "question": ["Did the guest come?"]})
    graded = grade(table, outcomes=facts, as_of="2025-05-01")
    made = findings(table, graded, facts, eligible(facts, table), questions).set_index("about")["text"]
    assert "1 were settled independently" in made["record"] and "none of these lies beyond" in made["record"]
    assert made["digits"].endswith(
        "On the other 1 an outcome settled independently of who had answered confirms it, "
        "each in an actor's own hand (“Did the guest come?”): no record follows."
    )


def test_a_case_without_coded_claims_says_that_nothing_can_be_graded():
    table = told(("Spy", "12")).head(0)
    reports = findings(table, grade(table), settled().head(0), eligible(settled().head(0), table), QUESTIONS)
    assert reports["about"].tolist() == ["record", "nothing coded"]


def test_a_case_of_one_report_says_what_one_report_cannot_show():
    table = told(("Spy", "12"), ("Envoy", "12"), ("Union", "30")).assign(report_id="r0")
    none = settled().head(0)
    reports = findings(table, grade(table), none, eligible(none, table), QUESTIONS)
    (said,) = reports.loc[reports["about"].eq("one report"), "text"]
    assert said.startswith("One report, which names 3 origins. F for each") and "6 for each answer" in said


def test_echoes_are_reports_per_origin_of_what_two_reports_carry():
    rows = [("Spy", "yes")] * 3 + [("Envoy", "yes"), ("Envoy", "no"), ("Envoy", "no"), ("Envoy", "no"), ("Union", "so")]
    made = echoes(told(*rows))
    assert made[["answer", "reports", "origins_low", "echo"]].values.tolist() == [["no", 3, 1, 3.0], ["yes", 4, 2, 2.0]]


def test_one_voice_less_costs_the_best_answers_their_digit_but_not_what_was_settled():
    """Three agree on q and two on r; Spy was right about s; outlets that name nobody alone answer t."""
    three, two = [(name, "12") for name in ("Spy", "Envoy", "Union")], [("Spy", "12"), ("Envoy", "12")]
    asked = {"q": three, "r": two, "s": [("Spy", "yes"), ("Envoy", "no")], "t": [(None, "12"), (None, "12")]}
    table = pd.concat([told(*rows, question=question) for question, rows in asked.items()])
    made = steadiness(grade(table, outcomes=settled(question_id="s"), as_of="2025-05-01")).set_index("digit")
    assert made["questions"].to_dict() == {1: 1, 2: 1, 3: 1, 4: 0, 5: 0, 6: 0}
    assert made["one_voice_less"].to_dict() == {1: 1, 2: 0, 3: 1, 4: 0, 5: 0, 6: 1}
