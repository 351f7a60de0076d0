"""Typed ties from claims on: a case of CSV files through origins and positions to relations."""

import pytest

from helpers import case, network, reliability

ACTORS = [
    ("Scouts", "organisation", ""),
    ("Rangers", "organisation", ""),
    ("Dora Pell", "person", "Rangers"),
    ("Verdania", "state", ""),
    ("Admiral Kroll", "person", "Verdania"),
    ("Coast Guard", "organisation", ""),
    ("Spy Office", "organisation", ""),
    ("Grand Council", "organisation", ""),
]


def typed(folder, claims, **question):
    """Ties of claims (question, speaker, value, day, modality, override) on yes/no questions."""
    head = {"question": "Has it?", "answer_type": "yes_no", "course": "fixed"} | question
    rows = [(*claim, "", "")[:6] for claim in claims]
    asked = sorted({row[0] for row in rows})
    tables = {
        "outlets": [("outlet",), *((f"Outlet {k}",) for k in range(len(rows)))],
        "reports": [
            ("report_id", "outlet", "published"),
            *((f"r{k}", f"Outlet {k}", row[3]) for k, row in enumerate(rows)),
        ],
        "actors": [("actor", "kind", "affiliation"), *ACTORS],
        "questions": [("question_id", *head), *((q, *head.values()) for q in asked)],
        "claims": [
            ("claim_id", "report_id", "speaker", "question_id", "value", "modality", "spoken_on", "origin_override"),
            *(
                (f"c{k}", f"r{k}", who, q, value, modality or "asserts", day, override)
                for k, (q, who, value, day, modality, override) in enumerate(rows)
            ),
        ],
    }
    for name, cells in tables.items():
        text = "\n".join(",".join(map(str, row)) for row in cells)
        (folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    c = case.load(folder)
    told = reliability.origins(c.claims, c.reports, c.actors, c.questions, outlets=c.outlets)
    positions = reliability.positions(told, c.questions, outlets=c.outlets)
    ties = network.relations(positions, c.figures, questions=c.questions, actors=c.actors)
    kinds = zip(ties["agrees"], ties["relies_on"], ties["contradicts"], ties["party"].astype(bool), strict=True)
    return dict(zip(zip(ties["source"], ties["target"], strict=True), kinds, strict=True))


EARLY, LATE = "2031-06-01", "2031-06-11"


@pytest.mark.parametrize("first", ["no", "yes"])
def test_only_the_latest_word_ties(tmp_path, first):
    claims = [("q", "Scouts", first, EARLY), ("q", "Scouts", "yes", LATE), ("q", "Rangers", "yes", LATE)]
    assert typed(tmp_path, claims) == {("Rangers", "Scouts"): (1, 0, 0, False)}


def test_answers_of_different_days_to_a_moving_question_make_no_tie(tmp_path):
    claims = [("q", "Scouts", "no", EARLY), ("q", "Rangers", "yes", "2031-06-24")]
    assert typed(tmp_path, claims, course="moving", window=7) == {}


def test_a_no_that_a_later_yes_has_overtaken_contradicts_nobody(tmp_path):
    claims = [("q", "Scouts", "no", EARLY), ("q", "Rangers", "yes", LATE)]
    assert typed(tmp_path, claims, course="growing") == {}


def test_agreement_and_contradiction_of_a_pair_stand_in_one_row(tmp_path):
    claims = [(q, who, value, LATE) for q, who, value in (
        ("p", "Scouts", "yes"), ("p", "Rangers", "yes"), ("q", "Scouts", "yes"), ("q", "Rangers", "no"))]  # fmt: skip
    assert typed(tmp_path, claims) == {("Rangers", "Scouts"): (1, 0, 1, False)}


def test_a_person_and_the_own_body_are_one_and_joint_speakers_are_two(tmp_path):
    claims = [("q", "Dora Pell", "yes", LATE), ("q", "Rangers", "yes", LATE)]
    assert typed(tmp_path, claims) == {}
    joint = [("q", "Scouts + Rangers", "yes", LATE), ("q", "Coast Guard", "no", LATE)]
    assert typed(tmp_path, joint) == {
        ("Coast Guard", "Rangers"): (0, 0, 1, False),
        ("Coast Guard", "Scouts"): (0, 0, 1, False),
    }


@pytest.mark.parametrize("speaker", ["Admiral Kroll", "Verdania"])
def test_the_denial_of_the_accused_stands_and_is_marked(tmp_path, speaker):
    claims = [("q", "Coast Guard", "yes", LATE), ("q", speaker, "no", LATE, "denies")]
    claims += [("q", "Scouts", "", LATE, "cannot_confirm")]
    assert typed(tmp_path, claims, parties="Verdania") == {("Coast Guard", "Verdania"): (0, 0, 1, True)}


def test_a_claim_that_goes_back_to_another_relies_on_it(tmp_path):
    claims = [("q", "Spy Office", "yes", LATE), ("q", "Grand Council", "yes", LATE, "", "Spy Office")]
    assert typed(tmp_path, claims) == {("Grand Council", "Spy Office"): (0, 1, 0, False)}
