"""Pages and bytes as a reader sees them: nothing raises, time grows in proportion, encodings are found."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reading import text
from helpers.reading.text.encodings import decode, guessed
from helpers.reading.text.fields import day_of
from helpers.reading.text.pages import page

PARAGRAPH = (
    "<p>The board met on Wednesday to talk about the lighthouse, and its talks lasted until the tide had turned.</p>"
)
OLD = {
    "Starostka v pondělí řekla, že hráz vydrží i příští zimu, ale rada žádá posudek.": ("cp1250", "iso8859_2"),
    "Burmistrz powiedział w środę, że most będzie zamknięty, a mieszkańcy się skarżą.": ("cp1250", "iso8859_2"),
    "Мэр сказал в среду, что мост закроют, и жители уже жалуются на это.": ("cp1251", "koi8_r", "cp866", "iso8859_5"),
    "Міський голова сказав у середу, що міст закриють, і люди скаржаться на це.": ("cp1251", "koi8_u"),
    "Ο δήμαρχος είπε την Τετάρτη ότι η γέφυρα θα κλείσει και όλοι παραπονιούνται.": ("cp1253", "iso8859_7"),
    "Belediye başkanı çarşamba günü köprünün kapanacağını söyledi ve halk şikâyet ediyor.": ("cp1254",),
    "ראש העיר אמר ביום רביעי שהגשר ייסגר והתושבים כבר מתלוננים על כך.": ("cp1255",),
    "قال رئيس البلدية يوم الأربعاء إن الجسر سيغلق وإن السكان يشتكون من ذلك.": ("cp1256", "iso8859_6"),
    "Mērs trešdien teica, ka tilts tiks slēgts, un iedzīvotāji par to jau sūdzas.": ("cp1257",),
    "市長は水曜日に橋を閉鎖すると述べ、住民はすでに不満を訴えている。": ("cp932", "euc_jp"),
    "市长星期三说，这座桥将关闭，居民们已经在抱怨这件事了。": ("gb18030",),
    "市長星期三說，這座橋將關閉，居民們已經在抱怨這件事了。": ("big5",),
    "시장은 수요일에 다리를 폐쇄할 것이라고 말했고 주민들은 이미 불평하고 있다.": ("cp949",),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "encoding"), [(raw, one) for raw, some in OLD.items() for one in some])
def test_an_encoding_that_nothing_tells_is_guessed_and_named(raw, encoding):
    assert decode(raw.encode(encoding)) == raw
    assert guessed(raw.encode(encoding)) and guessed(raw.encode()) is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-11-05T21:14:00+02:00", "2024-11-05"), ("20241105", "2024-11-05"), ("5 Nov 2024", "2024-11-05"),
        ("November 5th, 2024", "2024-11-05"), ("1730841240", "2024-11-05"), ("25/12/2024", "2024-12-25"),
        ("5/6/2024", None), ("0000-00-00", None), ("2024-02-30", None), ("yesterday", None), ("", None),
    ],
)  # fmt: skip
def test_a_date_field_is_read_where_it_can_be_read_in_one_way(cell, day):
    assert day_of(cell) == day


FLOODS = ("<!--", "<a", "<a href=x>", "<![CDATA[", "<div>", "<q>", "<sup>1", "<li><a>x</a>", "<td>", "<br>", "<script")


@pytest.mark.slow
@pytest.mark.parametrize("unit", FLOODS)
def test_a_page_of_broken_marks_takes_time_in_proportion(unit):
    spent = []
    for size in (20_000, 40_000, 80_000):
        raw = (PARAGRAPH + (unit * size)[:size] + PARAGRAPH).encode()
        begun = time.process_time()
        page(raw)
        spent.append(time.process_time() - begun)
    assert spent[2] < 8 * max(spent[0], 0.3), spent


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<q>", "</q>", "<br>", "<sup>", "</sup>", "<a href=x>", "</a>", "<table><tr><td>", "</table>",
         "<del>", "</del>", "<blockquote class=twitter-tweet>", "</blockquote>", "<time datetime=2024-01-02>", "<!--",
         '<meta name=date content="', "<script type=application/ld+json>{", "</script>", "&#0;", "\x00", "—", "@a", "“"]
    )
    | st.text(max_size=12)
)  # fmt: skip


@given(MARKUP)
def test_any_page_is_read(parts):
    made = page((PARAGRAPH + "".join(parts)).encode("utf-8", "surrogatepass"))
    found = text.read(made["text"] + "\n")
    assert [made["text"][s:e] for s, e in zip(found["start"], found["end"], strict=True)] == found["text"].tolist()


@given(st.text())
def test_any_text_has_a_language_or_none(raw):
    assert text.language(raw) is None or text.language(raw) in text.NAMES
    text.garbled(raw)
