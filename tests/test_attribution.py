"""Claims found in text: hand-checked cases, and what holds for any text whatever."""

import itertools
import json
import math
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from helpers import case
from helpers.reading import attribution
from helpers.reading.attribution import chains, confidence, cues, languages, quotes, speakers

ACTORS = pd.DataFrame(
    [
        ("Janet Yellen", "person", "United States", "Yellen", "US Treasury Secretary"),
        ("Kyrylo Budanov", "person", "Ukraine", "Budanov", "head of Ukrainian military intelligence (HUR)"),
        ("HUR", "organisation", "Ukraine", "Main Directorate of Intelligence", "Ukrainian military intelligence"),
        ("AFP", "outlet", "France", "Agence France-Presse", "news agency"),
        ("The War Zone", "outlet", "United States", "", "defence news site"),
        ("ISW", "organisation", "United States", "Institute for the Study of War", "think tank"),
        ("NATO", "organisation", "", "", "alliance"),
        ("Mark Rutte", "person", "Netherlands", "Rutte", "Secretary-General of NATO"),
    ],
    columns=["actor", "kind", "country", "aliases", "description"],
)


def claims(text, actors=ACTORS):
    """Claims with the words of each span beside them."""
    table = attribution.find(text, actors)
    table["content"] = [" … ".join(text[s:e] for s, e in spans) for spans in table["content_spans"]]
    return table


def one(text, actors=ACTORS):
    table = claims(text, actors)
    assert len(table) == 1, table[["speaker", "cue", "content"]]
    return table.iloc[0]


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content", "kind"),
    [
        ("“We are close,” Yellen said on Tuesday.", "Janet Yellen", "said", "“We are close,”", "direct"),
        ('"We are close," said Yellen.', "Janet Yellen", "said", '"We are close,"', "direct"),
        ("«We are close», Yellen said.", "Janet Yellen", "said", "«We are close»", "direct"),
        ("„We are close,“ Yellen said.", "Janet Yellen", "said", "„We are close,“", "direct"),
        ("Yellen said that sanctions would follow.", "Janet Yellen", "said", "that sanctions would follow", "indirect"),
        ("Yellen said the deal was “very close.”", "Janet Yellen", "said", "the deal was “very close.”", "mixed"),
        (
            "According to Budanov, the first units will arrive on Wednesday.",
            "Kyrylo Budanov", "According", "the first units will arrive on Wednesday", "indirect",
        ),
        (
            "The first units will arrive on Wednesday, according to Budanov.",
            "Kyrylo Budanov", "according", "The first units will arrive on Wednesday", "indirect",
        ),
        ("“It’s Kyiv’s choice,” Rutte said.", "Mark Rutte", "said", "“It’s Kyiv’s choice,”", "direct"),
    ],
)  # fmt: skip
def test_a_claim_is_found_with_its_parts(text, speaker, cue, content, kind):
    row = one(text)
    assert (row.speaker, row.cue, row.content, row.kind) == (speaker, cue, content, kind)
    assert text[row.cue_start : row.cue_end] == cue
    assert (row.start, row.end) == (
        min(row.speaker_start, row.cue_start, row.content_spans[0][0]),
        max(row.speaker_end, row.cue_end, row.content_spans[-1][1]),
    )


def test_a_quotation_goes_on_behind_its_speaker():
    row = one("“We met yesterday,” Rutte said on Tuesday. “It went well. We meet again soon.”")
    assert row.content == "“We met yesterday,” … “It went well. We meet again soon.”"
    assert row.kind == "direct"


def test_a_quotation_runs_over_paragraphs():
    text = "Rutte said: “We met yesterday. It went well.\n\n“We meet again soon.”\n\nThe weather was mild."
    row = one(text)
    assert row.content_spans[-1] == (text.index("“We meet"), text.index("soon.”") + 6)


def test_a_closing_participle_is_a_claim_of_its_own():
    table = claims("Budanov said on Monday that troops had arrived, insisting that more would come soon.")
    assert table["cue"].tolist() == ["said", "insisting"]
    assert table["speaker"].tolist() == ["Kyrylo Budanov"] * 2
    assert table["content"].tolist() == ["that troops had arrived", "that more would come soon"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Rutte said the loan is near, coming two days after his visit.", "the loan is near"),
        ("Rutte said he would not go, as his city, with ties to both shores, walks a fine line.", "he would not go"),
        ("Rutte said the dam was safe, even as the river is rising.", "the dam was safe"),
        ("Rutte said it would be paid, as the bank had promised.", "it would be paid, as the bank had promised"),
        ("Rutte says the dam is safe, as it is new.", "the dam is safe, as it is new"),
        ("Guests met at a fair, during which, Rutte said, it will be “shown to all.”", "it will be “shown to all.”"),
        ("The crowd waited in the square where, Rutte said, the guests will arrive.", "the guests will arrive"),
    ],
)  # fmt: skip
def test_what_the_reporter_adds_is_no_part_of_the_content(text, content):
    assert one(text).content == content


def test_text_without_claims_gives_an_empty_table_with_its_columns():
    table = attribution.find("It rained all day. The river rose.")
    assert len(table) == 0
    assert {c: str(t) for c, t in table.dtypes.items()} == {
        "start": "int64", "end": "int64", "speaker": "str", "speaker_start": "Int64", "speaker_end": "Int64",
        "cue": "str", "cue_start": "Int64", "cue_end": "Int64", "content_spans": "object", "kind": "str",
        "via": "str", "modality": "str", "confidence": "float64", "strength": "str",
    }  # fmt: skip


def test_a_post_belongs_to_its_byline():
    text = "Rain is near.\nSpoke with Kyiv today. #NATO stands firm.\n— Mark Rutte (@MarkRutte) March 5, 2024\n"
    row = claims(text).set_index("kind").loc["post"]
    assert row.speaker == "Mark Rutte"
    assert row.content == "Spoke with Kyiv today. #NATO stands firm."
    assert pd.isna(row.cue)
    assert text[row.speaker_start : row.speaker_end] == "Mark Rutte (@MarkRutte)"


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content", "modality"),
    [
        (
            "The bank’s denial that it had lent the money convinced nobody.",
            "The bank", "denial", "that it had lent the money", "denies",
        ),
        ("Despite the UN’s findings of fraud, he went there.", "UN", "findings", "fraud", "asserts"),
        ("The mayor’s claim that it is safe was ridiculed.", "The mayor", "claim", "that it is safe", "asserts"),
        ("Rutte met guests, and again made overtures toward a “larger union.”", "Mark Rutte", "overtures",
         "a “larger union.”", "asserts"),
        ("Rutte’s journey, despite his criticism of war, met anger.", "Mark Rutte", "criticism", "war", "asserts"),
        ("Yellen: “We are close.”", "Janet Yellen", ":", "“We are close.”", "asserts"),
    ],
)  # fmt: skip
def test_a_noun_or_a_colon_may_introduce_a_claim(text, speaker, cue, content, modality):
    row = one(text)
    assert (row.speaker, row.cue, row.content, row.modality) == (speaker, cue, content, modality)


@pytest.mark.parametrize(
    "text",
    ["The verdict: “Not guilty.”", "For example: “No.”", "The findings of the report are clear.", "His claim failed."],
)
def test_a_noun_without_speaker_or_content_claims_nothing(text):
    assert claims(text).empty


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Yellen told AFP that new sanctions would follow soon.", "AFP"),
        ("Budanov said in an interview with The War Zone that troops would arrive.", "The War Zone"),
        ("Yellen said that new sanctions would follow soon.", None),
        ("Yellen said that new sanctions would follow soon, AFP reported.", "AFP"),
    ],
)
def test_who_passed_it_on_is_named(text, via):
    rows = claims(text)
    row = rows[rows["speaker"] != "AFP"].iloc[0]
    assert (None if pd.isna(row.via) else row.via) == via


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        (
            "The council told owners that 300 boats were lost, engineer Ada Lind told reporters, AFP reported.",
            "The council", "AFP > Ada Lind",
        ),
        ("The bridge will be closed, AFP reported, citing two local officials.", "two local officials", "AFP"),
        ("AFP reported that the dam leaks, citing two engineers.", "two engineers", "AFP"),
        ("AFP, quoting Budanov, reported that the dam leaks.", "Kyrylo Budanov", "AFP"),
        ("The bridge will be closed, AFP said on Monday, citing two engineers.", "two engineers", "AFP"),
    ],
)  # fmt: skip
def test_a_chain_keeps_each_of_its_links(text, speaker, via):
    table = claims(text)
    row = table[table["via"].str.len() == table["via"].str.len().max()].iloc[0]
    assert (row.speaker, row.via) == (speaker, via)
    assert row.content.removeprefix("that ") in ("300 boats were lost", "the dam leaks", "The bridge will be closed")


def test_a_reason_that_is_cited_does_not_speak():
    assert set(claims("The bank said it would close its branch, citing rising costs.")["speaker"]) == {"The bank"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Treasury Secretary Janet Yellen said it was near. The Treasury Secretary said it was safe.", "Janet Yellen"),
        ("Janet Yellen said the deal was near. She added that it was safe.", "Janet Yellen"),
        ("The head of NATO, Mark Rutte, said the deal was safe.", "Mark Rutte"),
        ("Analysts from the Institute for the Study of War said the deal was safe.", "ISW"),
        ("Retired colonel Alexander Brandt said the deal was safe.", "Alexander Brandt"),
    ],
)  # fmt: skip
def test_speakers_are_resolved_where_the_text_is_clear(text, expected):
    assert claims(text)["speaker"].iloc[-1] == expected


def test_a_pronoun_without_evidence_stays_open():
    assert pd.isna(one("She said the deal was safe.").speaker)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rutte said the deal was safe.", "asserts"),
        ("Rutte denied that the deal was safe.", "denies"),
        ("Rutte dismissed the report as baseless.", "denies"),
        ("Rutte said the first units are expected to arrive on Monday.", "expects"),
        ("Rutte said NATO cannot confirm that the troops are there.", "cannot_confirm"),
        ("Rutte urged allies to send more help.", "urges"),
        ("Rutte said that allies should send more help.", "urges"),
        ("Rutte noted that although the permits need to be renewed each year, the bridge is safe.", "asserts"),
        ("Rutte noted that the permits need to be renewed.", "asserts"),
        ("“We will build it,” Rutte said.", "expects"),
        ("Rutte said he would open the bridge.", "expects"),
        ("Rutte vowed to send more help.", "promises"),
        ("Rutte estimated that 600 soldiers had died.", "estimates"),
        ("Rutte declined to say whether the deal was safe.", "no_comment"),
        ("Rutte neither confirmed nor denied that the deal was safe.", "no_comment"),
        ("Rutte said that if this is confirmed, it would be a grave step.", "no_comment"),
        ("Rutte could not confirm that the deal was safe.", "cannot_confirm"),
        ("Rutte said he had no evidence that the deal was safe.", "cannot_confirm"),
        ("Rutte debunked the claim that the deal was safe.", "refutes"),
    ],
)
def test_modality_follows_cue_and_content(text, expected):
    assert one(text).modality == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He’s “sure”, she said.", ["“sure”"]),
        ("The players' union and the owners' club met.", []),
        ("'We won,' she said, 'and it's done.'", ["'We won,'", "'and it's done.'"]),
        ("“He told me ‘go’ and I went,” she said.", ["“He told me ‘go’ and I went,”"]),
        ("“It never ends, he said", ["“It never ends, he said"]),
        ("It never ends,” he said", ["It never ends,”"]),
        ("``Go,'' he said", ["``Go,''"]),
        ("In the ’90s and the '80s they’d say 'em all", []),
        ('A 5" pipe', ['A 5"']),
    ],
)
def test_quotation_marks_of_all_styles(text, expected):
    assert [text[s:e] for s, e in quotes.quotations(text)[0]] == expected


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Mr. Kim met Gen. Li. They left.", 2),
        ("The U.S. Treasury spoke. It paid $1.5 million.", 2),
        ("“Stop! Go.” He left.", 3),
        ("no end", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_they_should(text, n):
    assert len(quotes.sentences(text)) == n


def test_the_lexicon_holds_figures_only():
    for (form, part), cue in cues.lexicon().items():
        assert " " not in form and " " not in cue.lemma and part in "VNJI:"
        assert 0 < cue.rate <= 1
    assert cues.lexicon()["said", "V"].rate > 0.7 > cues.lexicon()["used", "V"].rate
    assert all(math.isfinite(w) for w in confidence._coefficients().values())


def test_byline_and_relay_words():
    assert speakers.byline("@user · 3h") == (0, 5)
    assert chains.NAMED.search("told the Kyiv Post on Monday").group() == "Kyiv Post"


def test_the_same_claim_twice_is_one():
    table = attribution.find("Yellen declined to say whether the deal was safe.", ACTORS)
    spans = table["content_spans"].tolist()
    shares = [confidence.overlap(a, b) for i, a in enumerate(spans) for b in spans[:i]]
    assert not shares or max(shares) < 0.5


PIECES = st.lists(
    st.sampled_from(
        [
            "Yellen said", "said", "that", "“", "”", '"', "'", "’", "„", "«", "»", "‘", " ", "\n", "\r\n", "\n\n",
            ", ", ". ", "! ", ": ",
            "according to AFP", "he told Reuters", "It’s", "no", "“We go.”", "the ISW reported",
            "claim", "…", "—", "\u200b", "\u202e", "é",
            "— A (@a) October 1, 2024", "🙂", "\x00", "adding", "denied", "(", ")", "3.5", "U.S.",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


STRANGE = (
    "\u202f\u2009\u3000\xa0\u2003\u200b\ufeff\u200e\u2066\x00\x1c\x85\u2028\ud800\udfff“”„«»‘’'\"…—,.:;\n\t🙂\u0301"
)
SENTENCES = (
    "Lind said “yes”.", "“We are close,” Lind told Reuters on Tuesday.", "According to Berg, the bridge is safe.",
    "The bank’s denial that it had lent the money convinced nobody.", "Lind: “The bridge is safe.”",
    "The bridge is safe, the mayor said, adding that “tolls” may rise.", "‘It holds,’ wrote Berg in the Norland Post.",
    "The dam leaks, the agency reported, citing two engineers.", "She denied it; he urged her to think again.",
)  # fmt: skip


@st.composite
def mutated(draw):
    """Sentences as reports have them, with strange characters put in anywhere."""
    text = " ".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(STRANGE)) + text[place:]
    return text


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(PIECES, st.text(max_size=200), mutated()))
@example("Lind said\u202f“yes”.")
@example("0 reported:citing engineers")
@example("‘It holds,’ wrote Berg in «the Post.\nThe dam leaks. The bridge is safe.")
@example("")
@example("notes.txt")
@example("“" * 50 + " said " + "”" * 50)
@example("he said " * 600)
@example("“It is \ud800 here,” Yellen said.")
def test_any_text_gives_valid_offsets(text):
    table = attribution.find(text, ACTORS)
    for row in table.itertuples():
        pieces = [*row.content_spans]
        assert all(0 <= s < e <= len(text) for s, e in pieces)
        assert pieces == sorted(pieces)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(pieces))
        if not pd.isna(row.cue):
            assert text[row.cue_start : row.cue_end] == row.cue
            pieces.append((row.cue_start, row.cue_end))
        if not pd.isna(row.speaker_start):
            pieces.append((row.speaker_start, row.speaker_end))
        assert row.start == min(s for s, _ in pieces) and row.end == max(e for _, e in pieces)
        assert 0 < row.confidence <= 1
        assert row.kind in ("direct", "indirect", "mixed", "post")
        assert row.modality in (
            "asserts",
            "denies",
            "expects",
            "estimates",
            "cannot_confirm",
            "no_comment",
            "refutes",
            "urges",
            "promises",
        )
    assert table["start"].is_monotonic_increasing


@settings(max_examples=200, deadline=None)
@given(st.one_of(PIECES, st.text(max_size=200)))
def test_quotations_never_overlap_and_sentences_lose_no_word(text):
    spans, _ = quotes.quotations(text)
    assert all(0 <= s < e <= len(text) for s, e in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    kept = "".join(text[s:e] for s, e in quotes.sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


def test_a_paragraph_of_many_claims_gives_each_of_them():
    table = attribution.find("The troops have left, Rutte said on Monday. " * 200, ACTORS)
    assert len(table) == 200
    assert set(table["speaker"]) == {"Mark Rutte"}
    assert set(np.diff(table["start"])) == {44}


def one_by_one(texts, table):
    found = [attribution.find(text, table).assign(report_id=report) for report, text in texts.items()]
    return pd.concat(found, ignore_index=True)[["report_id", *found[0].columns[:-1]]]


def test_the_word_of_probability_of_the_source_is_kept():
    assert one("Rutte said it was highly likely that the deal was safe.").strength == "highly likely"
    assert pd.isna(one("Rutte said the deal was safe.").strength)


@pytest.mark.slow
def test_texts_read_together_give_what_each_gives_alone():
    bundled = case.load(Path(__file__).parents[1] / "data" / "kursk_kazan_2024")
    texts = pd.Series(bundled.text)
    together = attribution.find_all(texts, bundled.actors)
    pd.testing.assert_frame_equal(together, one_by_one(texts, bundled.actors), check_index_type=False)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=4))
def test_any_texts_can_be_read_together(raw):
    texts = pd.Series(raw, index=[f"r{n}" for n in range(len(raw))], dtype=object)
    together = attribution.find_all(texts, ACTORS)
    assert together.columns[0] == "report_id" and len(together.columns) == 15
    if raw:
        pd.testing.assert_frame_equal(together, one_by_one(texts, ACTORS), check_dtype=False)


def quoted_by(case):
    """How many claims of a case are found with content and speaker, how many there are, and how many are found."""
    text = case["input"]
    found = attribution.find(text)
    found = [
        (spans, (s, e)) for spans, s, e in zip(found.content_spans, found.speaker_start, found.speaker_end, strict=True)
    ]
    right = 0
    for claim in case["claims"]:
        content = [(text.index(part), text.index(part) + len(part)) for part in claim["content"]]
        names = [n for n in range(len(text)) if text.startswith(claim["speaker"], n)]
        fits = [
            f
            for f in found
            if confidence.overlap(content, f[0]) >= 0.5
            and any(n < f[1][1] and f[1][0] < n + len(claim["speaker"]) for n in names)
        ]
        right += bool(fits)
    return np.array([right, len(case["claims"]), len(found)])


@pytest.mark.parametrize("half", ["dev", "held"])
@pytest.mark.parametrize("code", ["uk", "ru", "de", "fr", "es", "tr"])
def test_languages_with_a_table_give_claims_with_their_speakers(code, half):
    file = Path(__file__).parent / "cases" / f"speech_{code}_{half}.jsonl"
    cases = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    right, claims, found = sum(quoted_by(case) for case in cases)
    assert 2 * right / (claims + found) >= 0.7


@pytest.mark.parametrize(
    ("text", "speaker", "modality"),
    [
        ("Вона сказала, що міст закрито.", None, "asserts"),
        ("Речник Тарас Білик заперечив, що міст закрито.", "Речник Тарас Білик", "denies"),
        ("Пилот и мэр заявили, что мост закрыт.", "Пилот и мэр", "asserts"),
        ("Левчук і Білик заявили, що міст закрито.", "Левчук + Білик", "asserts"),
        ("Der Bürgermeister versprach, dass die Brücke gebaut wird.", "Der Bürgermeister", "promises"),
        ("Le maire Jean Costa a nié que le pont soit fermé.", "Jean Costa", "denies"),
    ],
)
def test_speakers_and_modality_in_other_languages(text, speaker, modality):
    row = one(text, None)
    assert (None if pd.isna(row.speaker) else row.speaker, row.modality) == (speaker, modality)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The bridge is closed, he said.", "en"),
        ("Міст закрито, сказав він.", "uk"),
        ("Мост закрыт, сказал он.", "ru"),
        ("Die Brücke ist gesperrt, sagte er.", "de"),
        ("Le pont est fermé, a-t-il dit.", "fr"),
        ("El puente está cerrado, dijo.", "es"),
        ("Köprü kapalı, dedi.", "tr"),
        ("橋は閉鎖された。", None),
        ("", None),
    ],
)
def test_the_language_of_a_text_is_told(text, code):
    assert languages.language_of(text) == code


WORST = {
    "dots": lambda n: "." * n,
    "question marks": lambda n: "?!" * (n // 2),
    "opening marks": lambda n: "“" * n,
    "single marks": lambda n: "‘" * n,
    "straight marks": lambda n: '"' * n,
    "open paragraphs": lambda n: "“a\n" * (n // 3),
    "block quotations": lambda n: ">a\n" * (n // 3),
    "tags": lambda n: "“A?” Bo said. " * (n // 14),
    "leads": lambda n: "Bo was sad. “A.” " * (n // 17),
    "verbs": lambda n: "he said " * (n // 8),
    "asides": lambda n: "a, said B, " * (n // 11),
    "names": lambda n: "“a” – " + "Abe " * (n // 4),
    "Ukrainian": lambda n: "«Міст закрито», – сказала Левчук. " * (n // 34),
    "German": lambda n: "sagte und der, die " * (n // 19),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", WORST)
def test_time_grows_with_the_length_of_a_text_and_not_faster(kind):
    attribution.find("“Warm,” she said.")
    spent = []
    for size in (4_000, 8_000, 16_000):
        text = WORST[kind](size)
        spent.append(min(_seconds(text) for _ in range(2)))
    assert spent[2] < 3 * spent[1] + 0.1 and spent[1] < 3 * spent[0] + 0.1, spent


def _seconds(text):
    begun = time.process_time()
    attribution.find(text)
    return time.process_time() - begun
