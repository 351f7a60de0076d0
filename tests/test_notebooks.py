"""The notebooks as stored: one frame, run top to bottom, no noise, described figures, links that lead somewhere."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import nbformat
import pytest
import readme
from books import ROOT, chapters, examples

BOOKS = chapters() + examples()
MOST_BYTES = 2_000_000
MOST_LINES = 20


def _read(path):
    return nbformat.read(path, as_version=4)


def _outputs(book):
    return [(c, o) for c in book.cells if c.cell_type == "code" for o in c.outputs]


def _prose(book):
    return "\n\n".join(c.source for c in book.cells if c.cell_type == "markdown")


def _headings(book):
    prose = re.sub(r"```.*?```", "", _prose(book), flags=re.S)
    return [(len(m.group(1)), m.group(2).strip()) for m in re.finditer(r"^(#{1,6}) (.+)$", prose, re.M)]


class _Page(HTMLParser):
    """Ids and links of an HTML output."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.links = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.links += [attrs["href"]] if "href" in attrs else []


@pytest.fixture(params=BOOKS, ids=lambda p: p.stem)
def path(request):
    return request.param


def test_there_are_notebooks():
    assert {p.stem[:2] for p in chapters()} >= {"00", "01", "02", "03", "04", "06"}
    assert examples()


def test_frame(path):
    book = _read(path)
    levels = [level for level, _ in _headings(book)]
    assert book.cells[0].cell_type == "markdown" and book.cells[0].source.startswith("# ")
    assert levels.count(1) == 1, "exactly one H1"
    assert all(b - a <= 1 for a, b in pairwise(levels)), "no heading level is skipped"
    if path in chapters():
        assert sum("parameters" in c.metadata.get("tags", []) for c in book.cells) == 1


def test_saved_from_restart_and_run_all(path):
    code = [c for c in _read(path).cells if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    assert all(c.source.strip() for c in code), "no empty cells"


def test_no_error_no_warning_and_nothing_that_nbviewer_drops(path):
    for cell, output in _outputs(_read(path)):
        assert output.output_type != "error" and output.get("name") != "stderr", cell.source
        odd = [k for k in output.get("data", {}) if "widget" in k or "plotly" in k or "javascript" in k]
        assert not odd, cell.source


def test_cells_are_small(path):
    """The paragraph that a `say` fills in is prose and counts as one line."""
    for cell in _read(path).cells:
        if cell.cell_type == "code":
            code = re.sub(r'"""(.*?)"""', '"paragraph"', cell.source, flags=re.DOTALL)
            assert len([line for line in code.splitlines() if line.strip()]) <= MOST_LINES, cell.source


def test_pictures_are_described_captioned_and_stored_once(path):
    for cell in _read(path).cells:
        outputs = cell.get("outputs", [])
        for output, after in zip(outputs, [*outputs[1:], None], strict=False):
            if "image/png" not in output.get("data", {}):
                continue
            assert len(output.metadata["image/png"]["alt"]) >= 40, cell.source
            assert "text/html" not in output.data, cell.source
            assert after and re.match(r"\*.+\*$", after.get("data", {}).get("text/markdown", "")), cell.source


def test_size(path):
    assert path.stat().st_size < MOST_BYTES


def _anchors(path):
    book = _read(path)
    found = {re.sub(r"\s+", "-", re.sub(r"[`*]", "", title)) for _, title in _headings(book)}
    for _, output in _outputs(book):
        found.update(_Page(output.get("data", {}).get("text/html", "")).ids)
        found.add(output.get("metadata", {}).get("name"))
    return found | set(re.findall(r'id="([^"]+)"', _prose(book)))


def test_links_lead_somewhere(path):
    for link in re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", _prose(_read(path))):
        if re.match(r"(https?|mailto):", link):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        if anchor and target.suffix == ".ipynb":
            assert anchor in _anchors(target), link


def test_each_chapter_leads_to_its_neighbours():
    for before, after in pairwise(chapters()):
        assert f"({after.name})" in _prose(_read(before)), f"{before.name} does not lead on to {after.name}"
        assert f"({before.name})" in _prose(_read(after)), f"{after.name} does not lead back to {before.name}"


def test_figure_names_are_unique():
    names = Counter(o.metadata["name"] for p in BOOKS for _, o in _outputs(_read(p)) if "name" in o.get("metadata", {}))
    assert not [n for n, k in names.items() if k > 1]


def test_readme_lists_every_notebook_with_its_finding_as_stored():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.rewrite(text) == text, "README.md is behind the notebooks: make links"
    assert all(readme.finding(_read(p)) for p in chapters())
