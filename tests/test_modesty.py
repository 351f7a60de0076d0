"""What the default does not claim: certainty, copying among independents, one answer where the truth moves."""

import numpy as np
import pandas as pd
import pytest
from reliability_cases import simulate, table

from helpers.reliability import discover


def shares(verdicts, question="q", column="probability"):
    values = verdicts.values
    return values[values["question_id"].eq(question)].set_index("value")[column].to_dict()


def test_nothing_is_stated_above_98_percent_unless_answers_are_known():
    claims = table(*((f"s{i}", f"q{j}", "yes") for i in range(40) for j in range(20)), ("s0", "alone", "1"))
    assert discover(claims).values["probability"].max() == 0.98
    known = {f"q{j}": "yes" for j in range(3)}
    told = discover(claims, known=known).values.set_index("question_id")["probability"]
    assert told["q0"] == 1.0 and told["q9"] == 0.98


def test_fifteen_news_sources_to_two_are_no_certainty():
    rows = [(f"s{i:02}", "q", "yes" if i < 15 else "no") for i in range(17)]
    rows += [(f"s{i:02}", f"other {i % 6}", "x") for i in range(17)]
    assert 0.6 < shares(discover(table(*rows)))["yes"] < 0.97


def test_the_more_probable_answer_is_the_verdict_however_it_was_voted():
    """a was right on twenty settled questions and b and c wrong; on q the two outvote it."""
    rows = [(s, f"k{i}", "x" if s == "a" else f"{s}{i}") for i in range(20) for s in "abc"]
    verdicts = discover(
        table(*rows, ("a", "q", "1"), ("b", "q", "2"), ("c", "q", "2")), known={f"k{i}": "x" for i in range(20)}
    )
    told = shares(verdicts)
    assert told["1"] > told["2"] and shares(verdicts, column="votes")["2"] > 0.6
    assert (verdicts.values["low"] <= verdicts.values["probability"]).all()
    assert (verdicts.values["high"] >= verdicts.values["probability"]).all()


def test_known_answers_teach_how_sure_to_be():
    claims, truth = simulate(1, np.linspace(0.5, 0.95, 20), questions=300, values=4, own=True)
    plain = discover(claims).best.set_index("question_id")["probability"]
    known = dict(truth.iloc[:60].items())
    taught = discover(claims, known=known).best.set_index("question_id")["probability"]
    assert taught.iloc[60:].mean() > plain.iloc[60:].mean() + 0.05


@pytest.mark.parametrize("course", [{"course": "moving"}, {"time_dependent": True}, {"time_dependent": "yes"}])
def test_a_moving_question_is_answered_by_its_last_days(course):
    rows = [(f"s{i:02}", "q", "60", "2031-06-01") for i in range(11)] + [
        (f"t{i}", "q", "200", "2031-06-25") for i in range(3)
    ]
    claims = pd.DataFrame(rows, columns=["source", "question_id", "value", "said"])
    asked = pd.DataFrame({"question_id": ["q"], "answer_type": ["number"], **{k: [v] for k, v in course.items()}})
    verdicts = discover(claims, questions=asked)
    assert verdicts.best["value"].tolist() == ["200"]
    assert verdicts.left_out.values.tolist() == [["q", "older than the last 7 days", 11]]
    assert verdicts.warnings[0] == "q: 11 claims are left out, older than the last 7 days"
    stamped = discover(claims.assign(said=pd.to_datetime(claims["said"])), questions=asked)
    assert stamped.best.equals(verdicts.best)
    undated = discover(claims.drop(columns="said"), questions=asked)
    assert undated.best.empty and "no day" in undated.left_out["why"][0]


def test_the_window_is_the_questions_own():
    claims = pd.DataFrame(
        {"source": list("abc"), "question_id": "q", "value": list("112"), "said": ["2031-06-01"] * 2 + ["2031-06-12"]}
    )
    asked = pd.DataFrame({"question_id": ["q"], "answer_type": "text", "course": "moving", "window": 30})
    assert discover(claims, questions=asked).best["value"].tolist() == ["1"]
    assert discover(claims, questions=asked.assign(window=np.nan)).best["value"].tolist() == ["2"]


def test_what_grows_is_answered_by_what_nobody_has_overtaken():
    rows = [
        ("a", "q", "40", "2031-06-02"),
        ("d", "q", "40", "2031-06-02"),
        ("b", "q", "90", "2031-06-08"),
        ("c", "q", "70", "2031-06-09"),
    ]
    rows += [(s, "crossed", "no", "2031-06-02") for s in "ab"] + [("c", "crossed", "yes", "2031-06-09")]
    claims = pd.DataFrame(rows, columns=["source", "question_id", "value", "said"])
    asked = pd.DataFrame({"question_id": ["q", "crossed"], "answer_type": ["number", "yes_no"], "course": "growing"})
    verdicts = discover(claims, "voting", questions=asked)
    assert shares(verdicts) == {"70": 0.5, "90": 0.5}
    assert shares(verdicts, "crossed") == {"yes": 1.0}
    rumour = discover(claims.assign(unnamed=claims["value"].eq("yes")), "voting", questions=asked)
    assert shares(rumour, "crossed") == pytest.approx({"no": 2 / 3, "yes": 1 / 3})


@pytest.mark.parametrize("method", ["voting", "corroboration"])
def test_a_number_in_three_spellings_is_one_answer(method):
    claims = table(("a", "q", "72000"), ("b", "q", "7.2e4"), ("c", "q", "72000.0"), ("d", "q", "50000"))
    asked = pd.DataFrame({"question_id": ["q"], "answer_type": ["number"]})
    for questions in (None, asked):
        assert shares(discover(claims, method, questions=questions), column="votes") == {"72000": 0.75, "50000": 0.25}
    assert shares(discover(claims, method, known={"q": "72e3"}), column="votes") == {"72000": 1.0, "50000": 0.0}
    text = discover(claims, method, questions=asked.assign(answer_type="text"))
    assert len(text.values) == 4


def test_no_tie_is_broken_for_a_lone_voice_without_a_name():
    rows = [
        ("channel", "q", "1"),
        ("press", "q", "2"),
        *((s, f"k{i}", "x") for s in ("channel", "other") for i in range(6)),
    ]
    rows += [(s, f"k{i}", v) for i in range(6) for s, v in (("press", "y"), ("more", "x"))]
    claims = table(*rows)
    told = shares(discover(claims))
    assert told["1"] > told["2"]
    unnamed = shares(discover(claims.assign(unnamed=claims["source"].eq("channel"))))
    assert unnamed["1"] == unnamed["2"]
    assert shares(discover(claims.assign(unnamed=claims["source"].eq("press"))))["1"] > 0.5


def test_those_who_repeat_what_is_refuted_are_one_voice():
    rows = [(f"page {i}", "hoax", "yes", "asserts", None) for i in range(5)]
    rows += [("Check", "hoax", "no", "refutes", "Check"), ("Lab", "hoax", "no", "asserts", "Lab")]
    claims = pd.DataFrame(rows, columns=["source", "question_id", "value", "modality", "speaker"])
    assert shares(discover(claims, "voting"), "hoax") == pytest.approx({"no": 2 / 3, "yes": 1 / 3})
    named = claims.assign(speaker=claims["source"])
    assert shares(discover(named, "voting"), "hoax")["yes"] == pytest.approx(5 / 7)


def crowd(seed, answers, skill, hard=None, lure=0.8, people=40):
    """Independent people who all answer everything; on hard questions most fall for one wrong answer."""
    rng = np.random.default_rng(seed)
    odds = np.log(skill / (1 - skill))[:, None] - (0 if hard is None else hard)[None, :]
    truth = rng.integers(answers, size=odds.shape[1])
    wrong = (truth + np.where(rng.random(odds.shape) < lure, 1, rng.integers(1, answers, odds.shape))) % answers
    value = np.where(rng.random(odds.shape) < 1 / (1 + np.exp(-odds)), truth, wrong)
    source, question = np.nonzero(np.ones(value.shape, bool))
    names = [
        (f"s{s:02}", f"q{q:03}", f"{q if answers > 4 else 'v'}_{value[s, q]}")
        for s, q in zip(source, question, strict=True)
    ]
    return table(*names)


@pytest.mark.parametrize("answers", [4, 5])
def test_students_who_miss_the_same_hard_questions_are_no_copies(answers):
    rng = np.random.default_rng(answers)
    claims = crowd(answers, answers, rng.uniform(0.6, 0.9, 40), rng.normal(0.3, 2, 120))
    assert discover(claims).copying.empty


def test_people_of_one_habit_are_no_copies():
    """Each says his favourite more often than not, whatever is true; two of one favourite agree for that alone."""
    rng = np.random.default_rng(0)
    truth, favourite, lazy = rng.integers(0, 4, 600), rng.integers(0, 4, 80), rng.uniform(0, 0.9, 80)
    rows = []
    for q in range(600):
        for s in rng.choice(80, 10, replace=False):
            known = truth[q] if rng.random() < 0.75 else rng.integers(0, 4)
            rows.append((f"s{s:02}", f"q{q:03}", f"v{favourite[s] if rng.random() < lazy[s] else known}"))
    assert len(discover(table(*rows)).copying) <= 1


def test_departures_that_all_leave_one_answer_are_told():
    """A yes is cheap here: of those who know, all say no."""
    rng = np.random.default_rng(3)
    truth = rng.random(300) < 0.5
    over = rng.uniform(0.3, 0.9, 30)
    rows = [
        (f"s{s:02}", f"q{q:03}", "yes" if (rng.random() < 0.95 if truth[q] else rng.random() < over[s]) else "no")
        for q in range(300)
        for s in rng.choice(30, 6, replace=False)
    ]
    (told,) = [w for w in discover(table(*rows), "dawid_skene").warnings if w.startswith("one way")]
    assert told.endswith("these verdicts rest on 'yes' being over-said")


def test_the_median_of_numbers_has_the_voices_near_it():
    claims = table(
        *((f"s{i}", "q", v) for i, v in enumerate(["1180", "1190", "1200", "1600", "1600"])),
        ("a", "r", "x"),
        ("b", "r", "10"),
    )
    verdicts = discover(claims, "median")
    assert {v: p for v, p in shares(verdicts).items() if p} == pytest.approx({"1200": 0.6, "1600": 0.4})
    assert shares(verdicts, "r") == {"10": 0.5, "x": 0.5}
    even = discover(table(("a", "q", "1"), ("b", "q", "9")), "median")
    assert shares(even) == {"1": 0.5, "9": 0.5}
