"""Proposals of questions and answers: from wording and units, better with coded rows, never for what fits none."""

import numpy as np
import pandas as pd
import pytest

from helpers.case import proposals
from helpers.case.load import Case

QUESTIONS = pd.DataFrame(
    {
        "question_id": ["size", "safe", "opens", "dead"],
        "question": [
            "How large is the loan?",
            "Is the ferry safe?",
            "When does the bridge open?",
            "How many seals died?",
        ],
        "answer_type": ["number", "yes_no", "date", "number"],
        "unit": ["EUR m", None, None, "seals"],
    }
)
SAID = {
    "the bank would lend 40 million euros": "size",
    "the ferry was safe": "safe",
    "the bridge opens on 6 May": "opens",
    "90 seals had died": "dead",
}


def test_wording_and_units_decide_where_nothing_is_coded():
    shares = proposals.ranked([(said, said) for said in SAID], QUESTIONS)
    assert QUESTIONS["question_id"].iloc[shares.argmax(axis=1)].tolist() == list(SAID.values())
    assert (shares.sum(axis=1) < 1).all()  # some belief is left for "none of these"


def test_coded_rows_teach_words_that_no_question_holds():
    said = [("the crossing is sound", "the crossing is sound")]
    coded = [("the crossing is seaworthy", "the crossing is seaworthy")] * 2 + [("it rained", "it rained")]
    before, after = (proposals.ranked(said, QUESTIONS, *known)[0] for known in ((), (coded, ["safe", "safe", "opens"])))
    assert after.argmax() == 1 and after[1] > before[1]


@pytest.mark.parametrize(
    ("said", "modality", "question", "value"),
    [
        ("40 million euros", "asserts", 0, "40"),
        ("the ferry is safe", "denies", 1, "no"),
        ("the ferry is safe", "asserts", 1, "yes"),
        ("nobody knows", "cannot_confirm", 1, None),
        ("it opens on 6 May", "expects", 2, "2031-05-06"),
        ("it opens on May 6, 2032", "expects", 2, "2032-05-06"),
        ("it opens in spring", "expects", 2, None),
        ("1,200 seals died", "asserts", 3, "1200"),
        ("twelve seals died", "asserts", 3, "12"),
        ("on 3 June 70 seals died", "asserts", 3, "70"),
        ("many seals died", "asserts", 3, None),
    ],
)
def test_a_value_is_read_by_the_type_and_unit_of_the_question(said, modality, question, value):
    assert proposals._value(said, modality, QUESTIONS.iloc[question], "2031-03-01") == value


def test_a_case_without_questions_gets_no_proposals():
    assert proposals.propose(Case("x")).empty


def test_the_shares_of_the_bundled_case_are_finite():
    assert np.isfinite(proposals.ranked([("", "")], QUESTIONS)).all()
