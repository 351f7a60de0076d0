"""What hangs on one origin, on the method or on its priors."""

import pandas as pd
from reliability_cases import simulate, table, told

from helpers.reliability import by_method, by_strength, discover, leave_out, positions


def test_leaving_out_an_origin_shows_what_hangs_on_it():
    heard = told(("Spy", "12"), ("Envoy", "12"), ("Union", "30"), ("Else", None))
    voices = positions(heard).rename(columns={"authority": "source"})
    made = leave_out(voices)
    assert made["left_out"].tolist() == ["LandA", "LandB"]
    assert set(made["then_leads"]) == {"12 | 30"}


def test_methods_are_compared_where_more_than_one_answer_is_given():
    voices = table(("a", "q", "1"), ("b", "q", "1"), ("c", "q", "2"), ("a", "r", "1"))
    made = by_method(voices, methods=("voting", "one_coin"))
    assert made["question_id"].tolist() == ["q"] and made["voting"].tolist() == ["1 (0.67)"]
    assert made["agree"].tolist() == [True]
    assert by_method(voices[3:]).empty


def test_verdicts_are_shown_side_by_side_for_several_strengths():
    claims, _ = simulate(6, [0.9, 0.9, 0.35, 0.35, 0.35], questions=60)
    made = by_strength(claims, strengths=(1, 300))
    assert made.columns.tolist() == ["question_id", "1", "300", "agree"]
    assert 0 < made["agree"].sum() < len(made)
    own = {s: discover(claims, strength=s).best.set_index("question_id") for s in (1, 300)}
    for row in made[~made["agree"]].itertuples(index=False):
        for cell, s in ((row[1], 1), (row[2], 300)):
            best = own[s].loc[row.question_id]
            assert cell.endswith(f"({best['probability']:.2f})") and best["value"] in cell


def test_a_question_with_one_claimed_answer_is_not_contested():
    claims = pd.DataFrame({"source": list("aabb"), "question_id": ["q", "r", "q", "s"], "value": list("1212")})
    more = pd.DataFrame({"source": "c", "question_id": [f"x{i}" for i in range(20)], "value": list("12") * 10})
    made = by_method(pd.concat([claims, more]), methods=("voting", "corroboration"))
    assert made.empty
