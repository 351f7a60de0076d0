import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reading import text

REPORT = """Bank of Norland keeps its rate and warns of a slow spring

The Bank of Norland kept its rate at 4 percent on Monday, its governor Ada Lind said.
“We see a slow spring,” Lind told reporters.
JOIN US ON TELEGRAM
Follow our coverage of the markets on @norlandpost.
Seven Quiet Lakes You Must Visit Before Summer Ends
The rate has not moved since June, the bank’s figures show.
Good to speak with @AdaLind about the spring and #rates.
— Ole Berg (@oleberg) March 3, 2025
Read more: How the bank sets its rate
Ministers promise a budget without new taxes
The ministers said on Tuesday that the budget would hold no new taxes.
You can also highlight the text and press Ctrl + Enter"""
LABELS = (
    "subhead body body promo promo related body post post_byline related subhead body promo".split()  # noqa: SIM905
)


def round_trips(raw, found):
    return [raw[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == found["text"].tolist()


def test_each_line_of_a_report_has_its_label():
    found = text.read(REPORT)
    assert found["label"].tolist() == LABELS
    assert found["paragraph"].tolist() == list(range(len(LABELS)))
    assert round_trips(REPORT, found)


LINES = {
    "body": [
        "Like the US, Norland will lend £2 million, Lind said.",
        "Support from the US will go on, the minister said.",
        "Support for the bank is now at its lowest, the poll found.",
        "Like many on Facebook, she had not heard of it.",
        "Follow-up talks on X are planned for Monday.",
        "Donate now, Lind urged in a video.",
        "Sources: three clerks with knowledge of the matter said the vault was empty.",
        "Copyright law was broken, the court held.",
        "Advertisements for the bank are everywhere, residents say.",
        "Lind wants to highlight the state of the free press.",
        "''The spring is slow,'' Lind said. ''And so is the bank.''",
        "Published in 2019, the book became a bestseller.",
        "She came with Ole Berg (Treasury) and Kim Vale (Ministry of Agriculture and Forests)",
        "Who will pay for the spring? “We will,” Lind said. Or will they?",
        "Berg shared a picture (pic.twitter.com/abc) of the vault, and the governor, Lind, said that it was empty.",
        "Related talks: Lind said they would go on, as would others.",
        "— Ada Lind said on Tuesday that the bank would not speak of it (@norbank)",
    ],
    "promo": [
        "Support independent journalism",
        "HELP US STAY INDEPENDENT",
        "Follow us on X (formerly Twitter)",
        "Download the Norland Post app",
        "Abonnieren Sie unseren Newsletter",
        "Suivez-nous sur Telegram",
        "Síguenos en Telegram",
        "Підписуйтесь на наш канал",
        "By Jane Doe",
        "(Reporting by Jane Doe; editing by Ole Berg)",
        "Last updated: 3 March 2025, 14:05 GMT",
        "Print Share Email",
        "If you have found an error, tell us by selecting it and pressing Ctrl+Enter.",
        "© 2025 Norland Post. All rights reserved.",
    ],
    "related": ["READ MORE: Ministers meet in Oslo", "Lesen Sie auch: Minister in Oslo", "Most Popular"],
    "post": ["Good talks in Oslo. pic.twitter.com/abc", "Good talks in Oslo. — Ole Berg (@oleberg) March 3, 2025"],
    "post_byline": ["Ole Berg (@oleberg) 3 March 2025", "— Ole Berg MP (@oleberg) Mar. 3, 2025"],
    "subhead": ["Who will pay for the spring?", "The rate of the bank (analysis)"],
}


@pytest.mark.parametrize(("label", "line"), [(label, line) for label, lines in LINES.items() for line in lines])
def test_a_line_between_paragraphs(label, line):
    around = "The bank of Norland kept its rate, Lind said, and the spring was slow for all who pay and lend."
    assert text.read(f"{around}\n{line}\n{around}").loc[1, "label"] == label


def test_lines_broken_within_sentences_are_body():
    raw = "The Bank of Norland kept its rate at 4 percent on Monday, as its\ngovernor Ada Lind had said in May,\n"
    assert text.read(raw + "and will not move it.\n")["label"].tolist() == ["body"] * 3


def test_a_text_without_a_body_is_body():
    assert text.read("Norland pays\nLind agrees\n")["label"].tolist() == ["body", "body"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\n\n\n"])
def test_newlines_change_offsets_but_not_labels(newline):
    raw = newline.join(REPORT.split("\n"))
    found = text.read(raw)
    assert found["label"].tolist() == LABELS and round_trips(raw, found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_any_encoding_gives_the_same_text(tmp_path, encoding):
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.encode(encoding))
    assert text.documents(path).loc[0, "text"] == REPORT


def test_cyrillic_in_an_old_encoding(tmp_path):
    path = tmp_path / "report.txt"
    raw = "Україна отримає кредит у двадцять мільярдів доларів, повідомило міністерство фінансів у вівторок."
    path.write_bytes(raw.encode("cp1251"))
    assert text.documents(path).loc[0, "text"] == raw


OLD = {
    "Señor Ibáñez dijo el martes que España pagará más, según El Correo.": "cp1252",
    "Café": "cp1252",
    "Premier oświadczył, że kraj otrzyma pożyczkę złotych, dodał później.": "cp1250",
    "The bank kept its rate – so it said on Monday.": "utf-16-le",
    "Predsednik Vučić je rekao da neće otići.": "utf-16-be",
    "Банк сохранил ставку, сообщил министр во вторник.": "utf-16-le",
}


@pytest.mark.parametrize("raw", OLD)
def test_the_likeliest_encoding_is_chosen(tmp_path, raw):
    (tmp_path / "report.txt").write_bytes(raw.encode(OLD[raw]))
    assert text.documents(tmp_path / "report.txt").loc[0, "text"] == raw


@pytest.mark.parametrize("name", ["report.txt", "report.html"])
def test_a_broken_byte_does_not_change_the_others(tmp_path, name):
    raw = "Die Außenministerin erklärte am Dienstag, Norland zahle 5 Millionen Kronen für Österreich."
    data = f"<p>{raw}</p>" if name.endswith("html") else raw
    (tmp_path / name).write_bytes(data.encode().replace(b"Norland", b"Nor\xffland"))
    assert text.documents(tmp_path / name).loc[0, "text"] == raw.replace("Norland", "Nor\ufffdland")


@pytest.mark.parametrize(
    "page",
    [
        "<p>Norland said <b>no</b>.</p>",
        "Norland said no.",
        "<div>" * 5000 + "Norland said no.",
        "<?xml version='1.0' encoding='utf-8'?><html><body><p>Norland said no.</p></body></html>",
        "<p>Nor\x00land said no.</p><script>let no</script>",
    ],
)
def test_a_page_whose_body_cannot_be_told_gives_what_it_shows(tmp_path, page):
    (tmp_path / "page.html").write_text(page)
    assert text.documents(tmp_path / "page.html").loc[0, "text"] == "Norland said no."


def test_marks_without_width_do_not_move_anything():
    raw = "\u200b\ufeff  The bank kept its rate.\u200f \n\u200b\u200b\n\u202aThe rate is low.\u202c"
    found = text.read(raw)
    assert found["text"].tolist() == ["The bank kept its rate.", "The rate is low."] and round_trips(raw, found)


def test_html_gives_the_body_and_what_the_page_says_of_itself(tmp_path):
    paragraphs = "".join(f"<p>Norland kept its rate for the {n}th time, its governor said.</p>" for n in range(9))
    path = tmp_path / "page.html"
    path.write_text(
        "<html lang='en'><head><title>Norland keeps its rate</title><script>alert(1)</script>"
        "<meta property='og:site_name' content='Norland Post'></head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>Norland keeps its rate</h1>"
        f"{paragraphs}</article></body></html>",
        encoding="utf-8",
    )
    page = text.documents(path).loc[0]
    assert "for the 8th time" in page["text"] and "alert" not in page["text"] and "<" not in page["text"]
    assert (page["outlet"], page["language"]) == ("Norland Post", "en")
    assert round_trips(page["text"], text.read(path))


def test_jsonl_holds_many_reports(tmp_path):
    path = tmp_path / "reports.jsonl"
    rows = [{"report_id": "a", "text": "One line.\nTwo lines."}, {"report_id": "b", "text": "Another."}]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n")
    found = text.read(path)
    assert found["report_id"].tolist() == ["a", "a", "b"]
    assert found["start"].tolist() == [0, 10, 0]


def test_reports_of_a_file_have_ids_of_their_own(tmp_path):
    path = tmp_path / "news.jsonl"
    rows = [{"id": "a", "text": "One."}, {"id": "a", "text": "Two."}, {"text": "Three."}]
    path.write_text("\n".join(map(json.dumps, rows)))
    assert text.read(path)["report_id"].tolist() == ["a", "a-2", "news-3"]


@pytest.mark.parametrize("line", ["{", "[]", '{"title": "no text"}'])
def test_a_bad_line_is_named(tmp_path, line):
    path = tmp_path / "reports.jsonl"
    path.write_text('{"text": "fine"}\n' + line)
    with pytest.raises(ValueError, match=r"reports\.jsonl, line 2"):
        text.read(path)


def test_other_files_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"report\.pdf"):
        text.read(tmp_path / "report.pdf")
    with pytest.raises(FileNotFoundError):
        text.read(str(tmp_path / "none.txt"))


def test_empty_text_has_no_paragraphs():
    assert text.read("").empty and text.read(" \n\u200b\n").empty
    assert list(text.read("").columns) == ["paragraph", "start", "end", "label", "text"]


@pytest.mark.parametrize(
    ("raw", "starts"),
    [
        ("He left. She stayed.", [0, 9]),
        ("On Oct. 17 he left. “We go,” he said.", [0, 20]),
        ("The U.S. Treasury paid.", [0]),
        ("One\nTwo. Three", [0, 4, 9]),
        ("", []),
    ],
)
def test_sentences(raw, starts):
    assert text.sentences(raw) == starts


def test_ten_megabytes_in_one_paragraph():
    raw = "The bank kept its rate, its governor said, and the ministers agreed. " * 150_000
    found = text.read(raw)
    assert len(raw) > 1e7 and found["label"].tolist() == ["body"] and round_trips(raw, found)


@given(st.text())
def test_any_text_keeps_its_offsets(raw):
    found = text.read(raw + "\n")
    assert round_trips(raw, found)
    assert set(found["label"]) <= {"body", "subhead", "promo", "related", "post", "post_byline"}
    assert not found["text"].str.strip().eq("").any()
    assert all(0 <= start < max(len(raw), 1) for start in text.sentences(raw))


def test_half_characters_do_no_harm():
    raw = "\ud800 The bank kept its rate.\nIt paid. \udfff"
    assert round_trips(raw, text.read(raw))


@given(st.binary())
def test_any_bytes_are_read(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "report.txt"
    path.write_bytes(data)
    assert round_trips(text.documents(path).loc[0, "text"], text.read(path))
