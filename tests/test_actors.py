import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import case
from helpers.reading import actors
from helpers.reading.actors.folding import fold
from helpers.reading.actors.names import compiled, find_names

TABLE = pd.DataFrame(
    [
        ("North Korea", "state", "North Korea", "DPRK|Pyongyang|North|КНДР", ""),
        ("South Korea", "state", "South Korea", "Seoul|South", ""),
        ("Seoul", "place", "South Korea", "", "capital"),
        ("Ministry of Norland", "organisation", "Norland", "Foreign Ministry", ""),
        ("Ministry of Sudland", "organisation", "Sudland", "Foreign Ministry", ""),
        ("Norland", "state", "Norland", "", ""),
        ("Sudland", "state", "Sudland", "", ""),
        ("United States", "state", "United States", "US|U.S.", ""),
        ("Treasury", "organisation", "United States", "US Treasury", ""),
        ("Aleksandar Vucic", "person", "Serbia", "Vučić", "President of Serbia"),
        ("Ada Lind", "person", "Norland", "Lind", "Treasury Secretary of Norland"),
        ("Ole Berg", "person", "Norland", "Berg|@oleberg", "Defense Minister"),
        ("新華社", "outlet", "China", "新华社", "news agency"),
    ],
    columns=["actor", "kind", "country", "aliases", "description"],
)


def named(text):
    found = actors.find(text, TABLE, propose_others=False)
    return [(surface, None if pd.isna(actor) else actor) for surface, actor in found[["surface", "actor"]].to_numpy()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pyongyang denied it.", [("Pyongyang", "North Korea")]),
        ("North Korea and the North.", [("North Korea", "North Korea"), ("North", "North Korea")]),
        ("North Korean troops and North Koreans", []),
        ("Northern lights over the Northwest", []),
        ("Norland, South Africa and its South African guests", [("Norland", "Norland")]),
        ("the Global South and South Carolina", []),
        (
            "The South Tuesday said so. But South and North met.",
            [("South", "South Korea")] * 2 + [("North", "North Korea")],
        ),
        ("the North Norland attacked", [("North", "North Korea"), ("Norland", "Norland")]),
        ("Vučić’s deputy met VUCIC", [("Vučić", "Aleksandar Vucic"), ("VUCIC", "Aleksandar Vucic")]),
        ("#NorthKorea joined", [("#NorthKorea", "North Korea")]),
        ("as @oleberg wrote", [("@oleberg", "Ole Berg")]),
        ("North\nKorea", [("North\nKorea", "North Korea")]),
        ("Nor\u200bland spoke", [("Nor\u200bland", "Norland")]),
        ("Vuc\u030cic\u0301 spoke", [("Vuc\u030cic\u0301", "Aleksandar Vucic")]),
        ("КНДР відповіла", [("КНДР", "North Korea")]),
        ("据新华社报道", [("新华社", "新華社")]),
        ("U.S. and US", [("U.S.", "United States"), ("US", "United States")]),
        ("US$5bn and 5 US dollars", []),
        ("the Treasury Secretary of it", []),
        ("The US Treasury paid", [("US Treasury", "Treasury")]),
    ],
)
def test_names(text, expected):
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("They met in Seoul on Monday.", "Seoul"),
        ("He travelled to Seoul.", "Seoul"),
        ("The agency reported from Seoul.", "Seoul"),
        ("Seoul denied it.", "South Korea"),
        ("It rejected Seoul's claim.", "South Korea"),
    ],
)
def test_a_capital_is_a_place_or_a_government(text, actor):
    assert named(text)[-1] == ("Seoul", actor)


def test_a_shared_name_goes_to_the_one_the_text_spoke_of():
    assert named("Sudland protested. The Foreign Ministry wrote.")[-1][1] == "Ministry of Sudland"
    assert named("Norland protested. The Foreign Ministry wrote.")[-1][1] == "Ministry of Norland"
    assert named("The Foreign Ministry wrote.")[-1][1] is None


def test_sentence_and_paragraph_are_counted_from_zero():
    found = actors.find("Lind spoke. Berg left.\n\nNorland agreed.", TABLE, propose_others=False)
    assert found["sentence"].tolist() == [0, 1, 2] and found["paragraph"].tolist() == [0, 0, 1]


def test_the_model_proposes_what_the_table_lacks():
    found = actors.find("On Monday Ada Lind met Angela Merkel in Berlin.", TABLE)
    proposed = found[found["actor"].isna()]
    assert {"Angela Merkel", "Berlin"} <= set(proposed["surface"])
    assert found.loc[found["surface"] == "Ada Lind", "actor"].tolist() == ["Ada Lind"]
    assert "Monday" not in set(found["surface"])


def test_what_is_no_name_is_not_proposed():
    text = "Press Ctrl + Enter. The US Defense Secretary Lloyd Brandt met the Finance Minister at the Summit.\n"
    found = actors.find(text + "„Wir gehen“, sagte Angela Brandt am Montag.", TABLE)
    proposed = found.loc[found["actor"].isna(), "surface"].tolist()
    assert "Lloyd Brandt" in proposed
    assert not {"Ctrl + Enter", "Defense", "Finance", "Summit"} & set(proposed)
    assert not any(name.split()[0].islower() for name in proposed)


def test_half_a_name_leaves_the_whole_to_the_model():
    found = actors.find("Yesterday delegates of South Africa and Norland met.", TABLE)
    assert found[["surface"]].assign(known=found["actor"].notna()).to_numpy().tolist() == [
        ["South Africa", False],
        ["Norland", True],
    ]


def test_without_a_table_everything_is_a_proposal():
    found = actors.find("Angela Merkel spoke in Berlin to the United Nations.")
    assert len(found) and found["actor"].isna().all()
    assert actors.find("").empty and list(actors.find("").columns) == list(found.columns)


def test_roles_and_pronouns_are_settled_only_on_clear_evidence():
    text = "Ada Lind and Ole Berg met. She smiled.\nBerg left. He was late. The Defense Minister slept."
    text += " Then the Treasury Secretary paid."
    found = actors.resolve(text, actors.find(text, TABLE, propose_others=False), TABLE)
    assert found.fillna({"actor": "open"})[["surface", "actor", "how"]].to_numpy().tolist() == [
        ["She", "open", "pronoun"],
        ["He", "Ole Berg", "pronoun"],
        ["The Defense Minister", "Ole Berg", "role"],
        ["the Treasury Secretary", "Ada Lind", "role"],
    ]


def steps(call, module):
    """Python instructions that a call spends in a module."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        if not frame.f_code.co_filename.endswith(module):
            return None
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def test_a_paragraph_twice_as_long_costs_twice_as_much_to_resolve():
    spent = []
    for times in (100, 200):
        text = (
            "Lind met Berg and the Treasury Secretary spoke. She smiled and he left, the Defense Minister said. "
            * times
        )
        found = actors.find(text, TABLE, propose_others=False)
        spent.append(steps(lambda text=text, found=found: actors.resolve(text, found, TABLE), "roles.py"))
    assert spent[1] < 2.2 * spent[0]


def test_audit_lists_merges_and_missing_names_by_frequency():
    mentions = pd.DataFrame(
        {
            "surface": ["Lind", "Ada Lind", "Lind", "Vučič", "Kurt", "Kurt"],
            "actor": ["Ada Lind", "Ada Lind", "Ada Lind", None, None, None],
            "kind": "person",
            "report_id": list("aabbcc"),
        }
    )
    merged = actors.merges(mentions)
    assert merged[["surface", "mentions"]].to_numpy().tolist() == [["Lind", 2], ["Ada Lind", 1]]
    missing = actors.candidates(mentions, TABLE)
    assert missing["surface"].tolist() == ["Kurt", "Vučič"]
    assert missing.loc[1, "like"] == "Aleksandar Vucic" and pd.isna(missing.loc[0, "like"])


def test_row_order_of_the_table_does_not_matter():
    text = "Seoul and Pyongyang; Lind met Berg of the Foreign Ministry in Norland, then the Foreign Ministry spoke."
    there, back = (actors.find(text, t, propose_others=False) for t in (TABLE, TABLE.iloc[::-1]))
    pd.testing.assert_frame_equal(there, back)


ALIASES = [alias for cell in TABLE["aliases"] for alias in cell.split("|") if alias] + TABLE["actor"].tolist()


WORDS = st.lists(st.one_of(st.sampled_from(ALIASES), st.text(max_size=8)))


@given(st.builds(lambda words, gap: gap.join(words), WORDS, st.sampled_from([" ", "", "\n"])))
def test_any_text_keeps_its_offsets(text):
    found = actors.find(text, TABLE, propose_others=False)
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == found["surface"].tolist()
    assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()
    folded, at, _ = fold(text)
    assert len(folded) == (len(text) if at is None else len(at))
    actors.resolve(text, found, TABLE)


def test_half_characters_do_no_harm():
    assert named("\ud800 Norland \udfff")[0] == ("Norland", "Norland")
    actors.find("\ud800 Angela Merkel \udfff spoke", TABLE)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_proposals_keep_their_offsets(text):
    found = actors.find("Yesterday Angela Merkel met " + text, TABLE)
    assert all(("Yesterday Angela Merkel met " + text)[r.start : r.end] == r.surface for r in found.itertuples())


def test_many_aliases_over_a_long_text():
    table = pd.DataFrame({"actor": [f"Actor{n} Name{n % 97}" for n in range(10_000)], "aliases": "", "kind": "person"})
    text = "Some words come first, then Actor7 Name7 speaks to Actor9999 Name8 about it. " * 13_000
    found = find_names(text, compiled(table))
    assert len(text) > 1e6 and len(found.start) == 2 * 13_000
    assert set(found.actors) == {"Actor7 Name7", "Actor9999 Name8"}


def one_by_one(texts, table):
    found = [actors.find(text, table).assign(report_id=report) for report, text in texts.items()]
    return pd.concat(found, ignore_index=True)[["report_id", *found[0].columns[:-1]]]


@pytest.mark.slow
def test_texts_read_together_give_what_each_gives_alone():
    bundled = case.load(Path(__file__).parents[1] / "data" / "kursk_kazan_2024")
    texts = pd.Series(bundled.text)
    together = actors.find_all(texts, bundled.actors)
    pd.testing.assert_frame_equal(together, one_by_one(texts, bundled.actors), check_index_type=False)
    assert (together["report_id"].drop_duplicates() == texts.index[texts.index.isin(together["report_id"])]).all()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.builds(" ".join, WORDS), max_size=4))
def test_any_texts_can_be_read_together(raw):
    texts = pd.Series(raw, index=[f"r{n}" for n in range(len(raw))], dtype=object)
    together = actors.find_all(texts, TABLE)
    assert together.columns[0] == "report_id" and len(together.columns) == 8
    if raw:
        pd.testing.assert_frame_equal(together, one_by_one(texts, TABLE), check_dtype=False)
