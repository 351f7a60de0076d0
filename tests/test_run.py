"""The runner: what fails stops nothing else, and a run that is stopped at any moment leaves the last results whole."""

import contextlib
import os
import shutil
from pathlib import Path

import books
import nbformat
import pytest
import run
import swap
from books import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import case

TOY = ROOT / "tests" / "toy"
FINE = """import os
from pathlib import Path
place = Path(os.environ["CROSSREAD_RESULTS"]) / "tables"
place.mkdir(parents=True)
(place / "t.csv").write_text(str(as_of))"""
PARAMETERS = 'case_path = ""\nas_of = None'


def book(folder, name, code):
    cells = [
        new_markdown_cell(f"# {name}"),
        new_code_cell('case_path = ""\nas_of = None', metadata={"tags": ["parameters"]}),
    ]
    nbformat.write(new_notebook(cells=[*cells, new_code_cell(code)]), folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(books, "OUT", tmp_path)
    monkeypatch.setattr(run, "OUT", tmp_path)
    monkeypatch.setattr(run, "_brief", lambda *_: ["**First** line"])
    return tmp_path / "results"


@pytest.mark.slow
def test_a_notebook_that_fails_stops_no_other_and_leaves_the_last_results(place, tmp_path, capsys):
    fine = book(tmp_path, "00-fine", FINE)
    dead = book(tmp_path, "01-dead", "import os\nos._exit(9)")
    slow = book(tmp_path, "02-slow", "import time\ntime.sleep(600)")
    loaded = case.load(TOY)
    assert run.run(loaded, TOY, books=[fine]) == 0
    assert (place / "toy" / "tables" / "t.csv").read_text() == "None"
    assert "<strong>First</strong> line" in (place / "toy" / "index.html").read_text()
    (place / "toy" / "exports").mkdir()
    (place / "toy" / "exports" / "mine.gexf").write_text("x")
    assert run.run(loaded, TOY, as_of="2024-10-22", books=[fine, dead, slow], limit="0.6") == 1
    assert sorted(p.name for p in place.iterdir()) == ["toy", "toy@2024-10-22-failed"]
    assert (place / "toy@2024-10-22-failed" / "tables" / "t.csv").read_text() == "2024-10-22"
    told = capsys.readouterr()
    assert "Failed: 01-dead, 02-slow" in told.out and "1/3" in told.out
    assert "stopped after 0.6 minutes" in told.err and "LIMIT=" in told.err
    assert run.run(loaded, TOY, books=[fine]) == 0
    assert (place / "toy" / "exports" / "mine.gexf").read_text() == "x"
    assert str(tmp_path) not in "".join(p.read_text() for p in (place / "toy" / "pages").iterdir())


@pytest.mark.slow
def test_a_notebook_that_takes_too_much_memory_is_stopped(tmp_path):
    greedy = book(tmp_path, "00-greedy", "import time\nheld = bytearray(600_000_000)\ntime.sleep(600)")
    code, error = books.execute(greedy, tmp_path / "out.ipynb", limit="1,0.4")
    assert code == 1 and "stopped at 0.4 GiB of memory" in error


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--as-of=2024-02-30", str(TOY)], "AS_OF=2024-02-30: a day is expected"),
        (["--jobs=0", str(TOY)], "JOBS=0: a number"),
        (["--limit=soon", str(TOY)], "LIMIT=soon: minutes"),
    ],
)
def test_a_word_that_is_not_understood_is_named_with_what_is_expected(words, expected):
    with pytest.raises(SystemExit, match=expected):
        run.main(words)


def test_a_case_that_is_not_there_is_named(capsys, tmp_path):
    assert run.main([str(tmp_path / "none")]) == 1
    assert "none" in capsys.readouterr().err


# ---- one set of results takes the place of another


@pytest.fixture
def folders(tmp_path):
    new, final = tmp_path / ".toy.1.new", tmp_path / "toy"
    for folder, text in ((new, "new"), (final, "old")):
        (folder / "tables").mkdir(parents=True)
        (folder / "tables" / "t.csv").write_text(text)
    (final / "exports").mkdir()
    (final / "exports" / "mine").write_text("mine")
    for name, text in (("brief-2024-10-21.html", "earlier"), ("brief-2024-10-22.html", "as it was")):
        (final / name).write_text(text)
    (new / "brief-2024-10-22.html").write_text("as it is now")
    return new, final


@pytest.mark.parametrize("at_once", [True, False])
def test_new_results_take_the_place_and_exports_and_briefs_stay(folders, monkeypatch, at_once):
    new, final = folders
    if not at_once:
        monkeypatch.setattr(swap, "exchange", lambda *_: False)
    swap.settle(new, final)
    assert sorted(p.name for p in final.parent.iterdir()) == ["toy"]
    assert (final / "tables" / "t.csv").read_text() == "new" and (final / "exports" / "mine").read_text() == "mine"
    briefs = {p.name: p.read_text() for p in final.glob("brief-*")}
    assert briefs == {
        "brief-2024-10-21.html": "earlier",
        "brief-2024-10-22.html": "as it is now",
        "brief-2024-10-22.1.html": "as it was",
    }


class Killed(BaseException):
    pass


STEPS = [(shutil, "copytree"), (os, "link"), (swap, "exchange"), (shutil, "rmtree"), (Path, "rename")]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("step", STEPS, ids=lambda s: s[1])
@pytest.mark.parametrize("time", [1, 2, 3])
def test_killed_before_any_step_the_results_are_whole(folders, monkeypatch, step, time, at_once):
    new, final = folders
    if not at_once:
        monkeypatch.setattr(swap, "exchange", lambda *_: False)
    real, calls = getattr(*step), []

    def killed(*args, **options):
        calls.append(args)
        if len(calls) == time:
            raise Killed
        return real(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(*step, killed)
        with contextlib.suppress(Killed):
            swap.settle(new, final)
    monkeypatch.setattr(swap, "_alive", lambda number: False)
    swap.mend(final)
    assert sorted(p.name for p in final.parent.iterdir()) == ["toy"]
    text = (final / "tables" / "t.csv").read_text()
    assert text in ("old", "new") and (final / "exports" / "mine").read_text() == "mine"
    assert (final / "brief-2024-10-21.html").read_text() == "earlier"


def test_what_another_run_is_making_is_left_alone(tmp_path):
    other = tmp_path / f".toy.{os.getpid()}.new"
    other.mkdir()
    swap.mend(tmp_path / "toy")
    assert other.is_dir()
