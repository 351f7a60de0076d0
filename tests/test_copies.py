"""Reused passages: planted ones are found with their bounds, texts that only tell of the same are not."""

import random
from pathlib import Path

import pandas as pd
import pytest

from helpers import case
from helpers.reading import copies

HEADS, TAILS = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki"), ("lem", "mor", "nas", "rit", "sol")
WORDS = [head + tail for head in HEADS for tail in TAILS]
FORTY = " ".join(WORDS)


def found(texts, **options):
    made = copies.passages(texts, **options)
    return [(r.report_id, texts[r.report_id][r.start : r.end], r.other_report) for r in made.itertuples()]


def test_a_passage_of_forty_words_is_found_with_its_bounds():
    texts = {
        "a": f"Alpha one. {FORTY} end here.",
        "b": f"Beta begins otherwise, {FORTY}; and goes on.",
        "c": "Nothing.",
    }
    assert found(texts) == [("a", FORTY, "b")]


def test_twenty_words_are_none():
    short = " ".join(FORTY.split()[:20])
    assert found({"a": f"x {short} y", "b": f"u {short} v"}) == []


def test_what_was_altered_is_told_numbers_first():
    other = FORTY.replace("cesol ", "Rome ").replace("fosol ", "not ").replace("hasol ", "31 ")
    told = copies.passages({"a": FORTY, "b": other})["altered"].tolist()
    assert told == ["hasol → 31; fosol → not; cesol → Rome"]


def test_case_and_line_breaks_make_no_difference():
    made = copies.passages({"a": FORTY, "b": FORTY.upper().replace(" ", "\n")})
    assert made["altered"].tolist() == [""] and made.loc[0, "end"] == len(FORTY)


def test_two_passages_of_one_pair_are_two_rows_in_either_order():
    first, second = FORTY, " ".join(f"v{i}" for i in range(35))
    made = copies.passages({"a": f"{first} between them {second}", "b": f"{second} turned around {first}"})
    assert [(r.start, r.other_start > 100) for r in made.itertuples()] == [(0, True), (len(first) + 14, False)]


def test_scripts_without_blanks_are_read_sign_by_sign():
    said = "中央銀行は月曜日に政策金利を据え置くと発表し市場は落ち着いた動きを見せたと伝えられた"
    assert found({"a": f"序文。{said}", "b": f"別の話。{said}終わり"}) == [("a", said, "b")]


def test_no_text_and_one_text_have_none():
    assert copies.passages({}).empty and copies.passages(pd.Series({"a": FORTY})).empty


def test_a_crowd_of_copies_is_one_story_without_every_pair():
    texts = {f"t{i:03}": FORTY for i in range(120)} | {"z": "Another one."}
    made = copies.passages(texts)
    assert len(made) < 3 * len(texts)
    assert copies.stories(made, texts).value_counts().to_dict() == {"t000": 120, "z": 1}


def test_our_digests_hold_no_passage_of_one_another():
    texts = case.load(Path(__file__).parents[1] / "data" / "kursk_kazan_2024").text
    assert len(texts) == 243 and copies.passages(texts).empty


@pytest.mark.parametrize("altered", [0, 0.1, 0.2, 0.3])
def test_planted_reuse_of_a_tenth_to_nine_tenths_is_found(altered):
    """Random texts of 150 to 500 words; half of them take a passage of 30 words or more from another."""
    rng = random.Random(7)
    vocabulary = [f"{one}{two}" for one in WORDS for two in WORDS]
    texts = [[rng.choice(vocabulary) for _ in range(rng.randint(150, 500))] for _ in range(120)]
    planted = {}
    for source, target in zip(range(0, 120, 2), range(1, 120, 2), strict=True):
        own, share = texts[target], rng.choice([0.1, 0.3, 0.5, 0.7, 0.9])
        size = min(len(texts[source]), max(30, round(share * len(own) / (1 - share))))
        begin = rng.randint(0, len(texts[source]) - size)
        taken = [w if rng.random() >= altered else rng.choice(vocabulary) for w in texts[source][begin : begin + size]]
        at = rng.randint(0, len(own))
        texts[target] = own[:at] + taken + own[at:]
        planted[(source, target)] = (at, at + size)
    whole = {n: " ".join(words) for n, words in enumerate(texts)}
    right = wrong = 0
    for row in copies.passages(whole).itertuples():
        first = whole[row.other_report][: row.other_start].count(" ")
        words = set(range(first, first + whole[row.other_report][row.other_start : row.other_end].count(" ") + 1))
        true = set(range(*planted.get((row.report_id, row.other_report), (0, 0))))
        right, wrong = right + len(words & true), wrong + len(words - true)
    all_ = sum(end - begin for begin, end in planted.values())
    assert 2 * right / (right + wrong + all_) >= 0.95


@pytest.mark.slow
def test_ten_thousand_texts_are_compared_quickly():
    rng = random.Random(3)
    vocabulary = [f"{one}{two}" for one in WORDS for two in WORDS]
    texts = {n: " ".join(rng.choices(vocabulary, k=300)) for n in range(10_000)}
    texts[1] = texts[0]
    assert found({n: texts[n] for n in texts})[0][0] == 0
