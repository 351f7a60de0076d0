"""The STIX export, read back with the library stix2."""

import json
from pathlib import Path

import pandas as pd
import pytest
import stix2

from helpers import case
from helpers.exchange import stix
from helpers.reliability import grade, origins

REAL = Path(__file__).parent.parent / "data" / "kursk_kazan_2024"
ROW = {
    "question_id": "q",
    "origin": "NIS",
    "answer": "1500",
    "letter": "F",
    "grade": "F6",
    "letter_reason": "no record",
}
ROW |= {
    "digit_reason": "alone",
    "as_of": "2024-10-24",
    "report_ids": "r1 r2",
    "analyst_grade": None,
    "analyst_note": None,
}


def graded(*digits):
    return pd.DataFrame([ROW | {"digit": d, "grade": f"F{d}", "question_id": f"q{d}"} for d in digits])


def notes(made):
    return [o for o in made["objects"] if o["type"] == "note"]


def test_the_digit_becomes_confidence_and_six_becomes_none():
    made = {n["labels"][1][-2]: n.get("confidence") for n in notes(stix.bundle(graded(1, 2, 3, 4, 5, 6)))}
    assert made == {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10, "6": None}


def test_the_letter_is_a_misp_tag():
    assert notes(stix.bundle(graded(2)))[0]["labels"][0] == 'admiralty-scale:source-reliability="f"'


def test_stix2_reads_it_back(tmp_path):
    reports = pd.DataFrame({"report_id": ["r1"], "outlet": ["Post <b>"], "url": ["https://post.example/1"]})
    path = stix.write(graded(2, 6), tmp_path / "grades.json", reports)
    read = stix2.parse(path.read_text(encoding="utf-8"))
    found = [o for o in read.objects if o.type == "note"]
    assert [getattr(n, "confidence", None) for n in found] == [70, None]
    assert found[0].external_references[0].url == "https://post.example/1"
    assert found[0].external_references[1].external_id == "r2"
    origin = {o.id: o.name for o in read.objects if o.type == "identity"}
    assert origin[found[0].object_refs[0]] == "NIS"
    assert origin[found[0].created_by_ref] == "Crossread"


def test_the_analysts_grade_is_carried_in_words_only():
    made = notes(stix.bundle(graded(6).assign(analyst_grade="B2", analyst_note="saw it")))[0]
    assert "Analyst: B2 - saw it" in made["content"]
    assert "confidence" not in made


def test_the_same_grades_give_the_same_bytes():
    rows = graded(1, 3, 6)
    assert json.dumps(stix.bundle(rows)) == json.dumps(stix.bundle(rows.iloc[::-1]))


def test_no_grades_give_a_bundle_that_still_reads():
    assert notes(stix.bundle(graded(1).iloc[:0])) == []
    stix2.parse(json.dumps(stix.bundle(graded(1).iloc[:0])))


@pytest.fixture(scope="module")
def real():
    c = case.load(REAL)
    return c, grade(origins(c.claims, c.reports, c.actors, c.questions), c.questions, c.outcomes, actors=c.actors)


@pytest.mark.slow
def test_the_bundled_case_survives_the_round_trip(real):
    c, grades = real
    read = stix2.parse(json.dumps(stix.bundle(grades, c.reports, c.questions)))
    found = [o for o in read.objects if o.type == "note"]
    assert len(found) == len(grades)
    urls = set(c.reports["url"])
    assert {r.url for n in found for r in n.external_references if "url" in r} <= urls
    scale = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
    rows = grades.sort_values(["question_id", "origin"]).itertuples()
    due = [scale.get(row.digit) if row.state == "current" and not row.party else None for row in rows]
    assert [getattr(n, "confidence", None) for n in found] == due


def test_an_overtaken_or_a_partys_statement_carries_no_confidence_and_a_month_is_a_whole_moment():
    row = {"question_id": "q", "origin": "NIS", "answer": "no", "letter": "F", "digit": 2, "grade": "F2"}
    row |= {"letter_reason": "none", "digit_reason": "two agree", "as_of": "2031-06", "report_ids": "r1"}
    row |= {"analyst_grade": None, "analyst_note": None, "state": "current", "party": False}
    for more, told in (({}, True), ({"state": "overtaken"}, False), ({"party": True}, False)):
        note = stix.bundle(pd.DataFrame([row | more]))["objects"][-1]
        assert ("confidence" in note) == told
        assert note["created"] == "2031-06-30T00:00:00.000Z"
