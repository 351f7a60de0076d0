"""What stands on a page: foreign text comes out letter by letter, whatever it holds and wherever it stands."""

import base64
import io
import re
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell
from markdown_it import MarkdownIt
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from PIL import Image

from helpers import page
from helpers.page import words
from helpers.page.picture import inlined

HOSTILE = [
    "[x](javascript:alert(1))",
    "![x](https://evil.example/a.png)",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<img src=x onerror=alert(1)>",
    r"$\href{javascript:alert(1)}{x}$ and $$y$$ and \(z\) and \begin{equation}a\end{equation}",
    "`code` ``more``",
    "a | b | c",
    "*a* **b** _c_ __d__ ~~e~~",
    "# no heading",
    "- no list",
    "+ no list",
    "12. no list",
    "3) no list",
    "> no quotation",
    "===",
    "---",
    ": no definition",
    "    no code",
    "a\n\n# b\n\n- c",
    "https://evil.example/ www.evil.example WWW.evil.example a@evil.example mailto:a@evil.example",
    "[x]: https://evil.example",
    "[^1] &lt;b&gt; &#60;b&#62;",
    "</td></tr></table><script>alert(1)</script>",
    "\u202eabc\u0000def\ud800",
    "{{ 7 * 7 }} {% raw %}",
    "",
    "a\\",
    "<!-- no comment",
    "![[x]]",
    "[x][y]",
]
PLACES = ["{{ x }}", "Before {{ x }} after", "- {{ x }}\n- b", "> {{ x }}", "# {{ x }}", "**{{ x }}**", "*a {{ x }} b*"]
OWN = {"p", "span", "ul", "li", "blockquote", "h1", "strong", "em", "table", "thead", "tbody", "tr", "th", "td"}


class _Seen(HTMLParser):
    """Tags, addresses and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.runs, self.attributes = [], [], [""], set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.runs.append("")
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag):
        self.runs.append("")

    def handle_data(self, data):
        self.runs[-1] += data

    @property
    def text(self):
        return "".join(self.runs).replace("¶", "")


def renderers():
    strict = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return [lambda text: _Seen(markdown2html_mistune(text)), lambda text: _Seen(strict.render(text))]


def flat(text):
    return "".join(words.one_line(text).split())


def assert_letters(template, value):
    text = page.render(template, x=value)
    expected = flat(re.sub(r"^[->#*]+ |\*", "", template).replace("{{ x }}", "VALUE").replace("\n- b", "b"))
    for rendered in renderers():
        seen = rendered(text)
        assert set(seen.tags) - {"a"} <= OWN, seen.tags
        assert [a for a in seen.addresses if not a.startswith("#")] == []
        assert "".join(seen.text.split()).replace("\u200b", "") == "".join(expected.split()).replace(
            "VALUE", flat(value)
        )
        assert not any(re.search(r"\$.*\$|\\[([a-z]", run) for run in seen.runs), "typeset as mathematics"


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("place", PLACES)
def test_hostile_text_is_shown_letter_by_letter(place, value):
    if value or place == "Before {{ x }} after":
        assert_letters(place, value)


@given(st.text(alphabet=st.sampled_from("a1 .-+=*_~`[](){}<>!|\\$#&;:/@'\"\nhw\t"), min_size=1, max_size=24))
def test_any_marks_are_shown_letter_by_letter(value):
    if flat(value):
        assert_letters("Before {{ x }} after", value)
        assert_letters("{{ x }}", value)


@pytest.mark.parametrize("value", [v for v in HOSTILE if v])
def test_hostile_text_stays_in_its_cell(value):
    text = page.render("| a | b |\n|---|---|\n| {{ x }} | {{ x }} |", x=value)
    for rendered in renderers():
        seen = rendered(text)
        assert seen.tags.count("td") == 2 and set(seen.tags) <= OWN and not seen.addresses
        assert "".join(seen.text.split()) == "ab" + 2 * flat(value)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_stays_in_its_table(value):
    value = value.replace("\ud800", "")  # what a table of texts cannot hold
    table = pd.DataFrame({"what": [value], "report_id": ["r1"]})
    reports = pd.DataFrame({"report_id": ["r1"], "url": ["https://a.example"], "outlet": [value], "published": [value]})
    seen = _Seen(page.linked(table, reports, caption=value or None, quote="what").data)
    assert seen.tags.count("td") == 2 and not set(seen.tags) - OWN - {"a", "caption"}
    assert seen.attributes <= {"style", "scope", "href"}
    assert all(a.startswith("https://a.example") for a in seen.addresses)
    assert not any(re.search(r"\$.*\$|\\[([a-z]", run) for run in seen.runs)


def test_what_is_made_of_a_link_and_foreign_text_is_foreign():
    link = page.link("https://a.example", "Aster")
    assert page.render("{{ link }}", link=link) == "[Aster](https://a.example)"
    for template in ("{{ link ~ x }}", "{{ (link + x) }}", "{{ link | replace('Aster', x) }}", "{{ link | upper }}"):
        assert "](" not in page.render(template, link=link, x="[y](https://b.example)")
    joined = page.render("{{ [link, x] | join(', ') }} {{ [link, x] | listed }}", link=link, x="[y](z)")
    assert joined.count("[Aster](https://a.example)") == 2 and "[y]" not in joined


def test_a_template_cannot_switch_the_escape_off():
    for name in ("safe", "e", "escape", "forceescape", "urlize"):
        with pytest.raises(Exception, match="No filter named"):
            page.render("{{ x | " + name + " }}", x="<b>")


ADDRESSES = {
    "javascript:alert(1)": None,
    " JavaScript:alert(1)": None,
    "data:text/html,x": None,
    "//a.example": None,
    "https://": None,
    "https://user:pass@a.example": None,
    "https://a.example/\nb": None,
    "https://[a": None,
    "HTTPS://a.example/b": "HTTPS://a.example/b",
    "https://a.example/(b) c": None,
    "https://a.example/(b)|'\"<>": "https://a.example/%28b%29%7C%27%22%3C%3E",
    "https://a.example/%20?a=1&b=2#c": "https://a.example/%20?a=1&b=2#c",
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_only_plain_web_addresses_are_linked(url):
    assert words.address(url) == ADDRESSES[url]


def test_a_link_leads_to_the_words():
    assert words.address("https://a.example", "we will pay") == "https://a.example#:~:text=we%20will%20pay"
    assert words.address("https://a.example#b", "one-off") == "https://a.example#b:~:text=one%2Doff"
    long = words.address("https://a.example", "a b c d e f g h i j")
    assert long.endswith("text=a%20b%20c%20d,g%20h%20i%20j")


def test_a_report_is_linked_by_outlet_and_date():
    report = pd.Series({"url": "https://a.example", "outlet": "Aster_1", "published": "2024-10"})
    assert page.render("{{ r | link }}", r=report) == "[Aster&#95;1, October 2024](https://a.example)"
    assert page.render("{{ r | link }}", r=report.replace("https://a.example", None)) == "Aster&#95;1, October 2024"


FILTERS = {
    "37950 | thousands": "37,950",
    "1 | plural('report')": "1 report",
    "0 | plural('report')": "no reports",
    "2 | plural('story')": "2 stories",
    "2 | plural('case', in_words=true)": "two cases",
    "3 | spelled | capitalize": "Three",
    "13 | spelled": "13",
    "'2024-10-22' | date": "22 October 2024",
    "'2024-10-22' | date(year=false)": "22 October",
    "'2024-10' | date": "October 2024",
    "'2024' | date": "2024",
    "'soon' | date": "soon",
    "46.4e9 | money": "46.4 billion dollars",
    "999999 | money('EUR')": "1 million euros",
    "12500 | money('EUR')": "12,500 euros",
    "172.8e9 | money('USD')": "173 billion dollars",
    "1e6 | money('XYZ')": "1 million XYZ",
    "0.7 | likelihood": "likely (55–80 %)",
    "'about even' | likelihood": "about even (45–55 %)",
    "0.999 | likelihood": "almost certain (95–99 %)",
    "0.054 | percent": "5 %",
    "2.345 | round(1)": "2.3",
    "2.0 | round": "2",
    "none": "not known",
    "none | money": "not known",
    "['a', 'b', 'c'] | listed": "a, b and c",
}


@pytest.mark.parametrize("expression", FILTERS)
def test_a_value_in_words(expression):
    assert page.render("{{ " + expression + " }}") == FILTERS[expression]


def test_days_and_missing_values_of_a_table_are_put_in_words():
    row = pd.DataFrame({"day": pd.to_datetime(["2024-10-02", None]), "n": [1.5, None]})
    assert page.render("{{ a }}, {{ b }}, {{ c }}", a=row["day"][0], b=row["day"][1], c=row["n"][1]) == (
        "2 October 2024, not known, not known"
    )


def test_a_name_without_a_value_is_an_error():
    with pytest.raises(Exception, match="'who' is undefined"):
        page.render("{{ who }}")


# ---- pictures and tables


@pytest.fixture
def shown(monkeypatch):
    InteractiveShell.instance()
    outputs = []

    def publish(self, data, metadata=None, **_):
        outputs.append((data, metadata))

    monkeypatch.setattr("IPython.core.displaypub.DisplayPublisher.publish", publish)
    return outputs


def _axes(title="An older title", label="$\\href{x}{y}$ {a} 5 $"):
    _, ax = plt.subplots(figsize=(4, 2))
    ax.barh([label, "b"], [1, 2])
    ax.set_title(title)
    return ax


def test_a_picture_has_its_description_and_a_caption_and_no_second_copy(shown):
    page.show(_axes(), "two-bars", finding="Aster leads", shows="two bars, Aster with 3 reports", source="made up")
    (picture, about), (caption, _) = shown
    assert set(picture) == {"image/png", "text/plain"}
    assert about["image/png"]["alt"] == "Aster leads. Two bars, Aster with 3 reports."
    assert about["name"] == "two-bars" and about["image/png"]["width"] == 400
    assert caption["text/markdown"] == "*Two bars, Aster with 3 reports. Source: made up.*"
    assert len(base64.b64decode(picture["image/png"])) < 12_000


def test_the_files_of_a_picture_are_sharper_and_agree_with_what_is_stored(shown, monkeypatch, tmp_path):
    monkeypatch.setenv("CROSSREAD_RESULTS", str(tmp_path))
    page.show(_axes(), "two-bars", finding="A < B & C", shows="two bars, B is longer than A", source="made up")
    file = Image.open(tmp_path / "figures" / "two-bars.png")
    assert file.size == (800, 400)
    stored = Image.open(io.BytesIO(base64.b64decode(shown[0][0]["image/png"])))
    again = Image.open(io.BytesIO(inlined(file)))
    assert stored.size == again.size == (400, 200)
    svg = (tmp_path / "figures" / "two-bars.svg").read_text()
    assert "A &lt; B &amp; C" in svg and "An older title" not in svg and r"$\href{x}{y}$ {a} 5 $" in svg


def test_a_picture_of_several_axes_has_one_title(shown):
    fig, axes = plt.subplots(1, 2)
    for ax in axes:
        ax.set_title("part")
    page.show(axes, "parts", finding="Two parts", shows="two empty frames beside one another", source="made up")
    assert fig.get_suptitle() == "Two parts" and "part" in (axes[0].get_title(), axes[0].get_title(loc="left"))


def test_a_long_finding_is_set_in_lines_that_fit(shown):
    ax = _axes()
    finding = "Half of all WWW reports are of six days in October, MMMMM and most of them speak of soldiers"
    page.show(ax, "long", finding=finding, shows="two bars", source="made up")
    title = ax._left_title
    ax.figure.draw_without_rendering()
    assert title.get_text().split() == finding.split() and "\n" in title.get_text()
    assert title.get_window_extent().x1 <= ax.figure.bbox.x1


def test_a_logarithmic_axis_keeps_its_powers(shown):
    ax = _axes()
    ax.set_xscale("log")
    page.show(ax, "powers", finding="Powers of ten", shows="two bars on a logarithmic axis", source="made up")
    assert ax.get_xticklabels()[0].get_parse_math()


@pytest.mark.parametrize("name", ["Two bars", "../x", "a--b", ""])
def test_a_picture_needs_a_file_name(name):
    with pytest.raises(ValueError, match="no file name"):
        page.show(_axes(), name, finding="Aster leads", shows="two bars, one of them longer", source="made up")


def test_a_picture_needs_a_description():
    with pytest.raises(ValueError, match="say in 40 or more"):
        page.show(_axes(), "bars", finding="Bars", shows="bars", source="made up")


def test_formulas_are_defused_in_what_people_open(monkeypatch, tmp_path):
    monkeypatch.setenv("CROSSREAD_RESULTS", str(tmp_path))
    table = pd.DataFrame(
        {"=a": ['=HYPERLINK("x")', "+1 x", "-2", "@x", "\tx", " =x", "fine"], "n": [-1, 2, 3, 4, 5, 6, 7]}
    )
    assert page.keep(table, "cells") is table
    read = pd.read_csv(tmp_path / "tables" / "cells.csv", dtype=str, keep_default_na=False)
    assert list(read.columns) == ["'=a", "n"] and read["n"][0] == "-1"
    assert read["'=a"].tolist() == ['\'=HYPERLINK("x")', "'+1 x", "-2", "'@x", "'\tx", "' =x", "fine"]


def test_numbers_stand_to_the_right_with_three_digits():
    table = pd.DataFrame({"who": ["a"], "share": [0.12345], "sum": [1234567], "year": [2024]})
    text = page.linked(table, pd.DataFrame({"report_id": []})).data
    assert [re.findall(r"<td style=\"text-align:(\w+)\">([^<]*)", text)] == [
        [("left", "a"), ("right", "0.123"), ("right", "1,234,567"), ("right", "2024")]
    ]
    assert text.count('scope="col"') == 4


def test_a_table_of_nine_columns_is_refused():
    with pytest.raises(ValueError, match="at most 8"):
        page.linked(pd.DataFrame({str(i): [1] for i in range(9)}), pd.DataFrame({"report_id": []}))


def test_rows_and_links_beyond_the_first_fold_out():
    reports = pd.DataFrame(
        {"report_id": ["r1"], "url": ["https://a.example"], "outlet": ["A"], "published": ["2024-10-22"]}
    )
    text = page.linked(pd.DataFrame({"report_ids": ["r1 r1 r1", "r1"]}), reports, most=2, rows=1).data
    assert "<summary>and 1 more</summary>" in text and "<summary>1 more row</summary>" in text
    assert text.count(">A, 22 October 2024</a>") == 4
