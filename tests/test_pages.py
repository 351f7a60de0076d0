"""Pages: nothing runs, nothing is loaded, pictures are described, formulas are MathML, no machine is told of."""

import re

import nbformat
import pages
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

HOSTILE = [
    "<script>alert(1)</script>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<img src=x onerror=alert(1)>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src='https://evil.example/a.png'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='data:text/html,x'>x</a>",
    "<p style='position:fixed;background:url(https://evil.example)'>x</p>",
    "<td style='text-align:left;position:fixed'>x</td>",
    "<form action='https://evil.example'><input></form>",
    "<math><mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></mtext></math>",
    "<math href='javascript:alert(1)'><mi href='javascript:alert(1)'>x</mi></math>",
    "<svg><script>alert(1)</script></svg>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example'>",
    "<link rel=stylesheet href='https://evil.example/a.css'>",
    "<object data='x'></object><embed src='x'>",
    "<details ontoggle=alert(1) open>x</details>",
]
FORBIDDEN = (
    r"(?i)<(script|iframe|form|input|svg|meta|base|link|object|embed|style)|\son\w+=|javascript:|evil\.example|fixed"
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_or_loads_comes_through(text):
    for cleaned in (pages.clean(text), pages.markdown(f"before {text} after"), pages.markdown(text)):
        assert not re.search(FORBIDDEN, cleaned), cleaned


def test_what_the_helpers_write_comes_through():
    for text in (
        '<table><caption>c</caption><tbody><tr><td style="text-align:right">1</td></tr></tbody></table>',
        '<a href="https://a.example/#:~:text=we%20pay">Aster</a>',
        "<details><summary>more</summary>x</details>",
        '<img src="data:image/png;base64,AAAA" alt="x">',
        '<h2 id="A-b">A b</h2>',
    ):
        assert pages.clean(text) == text


def test_a_picture_that_was_not_let_in_leaves_no_empty_frame():
    attack = "<img src=https://evil.example/a.png alt='<b>\">' width=1>"
    assert pages.clean(f"before {attack} after") == "before  after"
    assert "<script" not in pages.clean('<img alt="><script>x</script>"><img alt=\' src="data:\'><script>x</script>')


def test_formulas_are_mathml():
    text = pages.markdown(r"The share is $\frac{1}{2}$ and $$\sum_{i=1}^n x_i < 3$$ and \$5 to \$6.")
    assert (text.count("<math") == 2 and "<mfrac>" in text and "<munderover>" in text) or "<msubsup>" in text
    assert "$\\" not in text and "$5 to $6" in text


def test_a_formula_cannot_bring_in_anything():
    text = pages.markdown(r"$\href{javascript:alert(1)}{x}$ $\text{<script>alert(1)</script>}$ $\unknown{$")
    assert not re.search("<script|href=", text)


@pytest.fixture
def page(tmp_path):
    output = new_output(
        "display_data", {"image/png": "AAAA"}, metadata={"name": "bars", "image/png": {"alt": 'a "b" <c>'}}
    )
    caption = new_output("display_data", {"text/markdown": "*Two bars.*"})
    table = new_output("execute_result", {"text/html": "<table><tr><th></th><th>a</th></tr></table><script>x</script>"})
    cells = [
        new_markdown_cell("# What is `it`?\n\n[Next](01-next.ipynb#A-b) and [data](../data/README.md)"),
        new_code_cell('case_path = "/home/somebody/case"', metadata={"tags": ["injected-parameters"]}),
        new_code_cell("a = 1"),
        new_code_cell("b = 2", outputs=[output, caption, table]),
        *(new_markdown_cell(f"## Part {n}") for n in range(3)),
    ]
    path = tmp_path / "00-it.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    (tmp_path / "bars.png").write_bytes(b"sharp")
    return pages.page(path, tmp_path, case="<toy>", as_of="22 October 2024", lead=lambda file: f"there/{file}")


def test_a_page_asks_for_nothing_from_outside(page):
    assert "default-src 'none'" in page and "<script" not in page
    assert not re.search(r'(src|href)="(https?:)?//', page)


def test_a_picture_stands_with_its_caption_sharper_than_stored(page):
    assert '<figure id="bars"><img src="data:image/png;base64,c2hhcnA="' in page
    assert 'alt="a &quot;b&quot; &lt;c&gt;"' in page
    assert "<figcaption><p><em>Two bars.</em></p>\n</figcaption></figure>" in page


def test_a_page_tells_its_case_and_day_and_nothing_of_the_machine(page):
    assert "Case: &lt;toy&gt;, as of 22 October 2024" in page and "/home/somebody" not in page


def test_code_is_folded_and_what_follows_one_another_folded_together(page):
    assert page.count('<details class="code">') == 1 and page.count("highlight hl-ipython3") == 2


def test_a_page_has_title_contents_and_links_that_lead_on(page):
    assert "<title>What is it?</title>" in page and page.count('<li><a href="#Part-') == 3
    assert 'href="there/01-next.ipynb#A-b"' in page and 'href="there/../data/README.md"' in page


def test_tables_can_be_reached_by_keyboard_and_have_no_empty_heading(page):
    assert '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>' in page and "<th></th>" not in page
