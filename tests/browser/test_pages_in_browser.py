"""Every page and picture in a real browser: nothing runs, nothing is asked for, everybody can read it.

`make browser-test` runs this where there is a Chromium (CHROMIUM names it, else the PATH is searched). AXE names
axe-core's axe.min.js, without which the checks for screen readers are left out. PAGES names one more folder of results.
"""

import contextlib
import csv
import json
import os
import shutil
from pathlib import Path

import books
import pytest
import run
from books import ROOT

from helpers import case

from . import hostile

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
AXE = Path(os.environ.get("AXE") or "node_modules/axe-core/axe.min.js")
BUNDLED = ROOT / "data" / "kursk_kazan_2024"
RUNS = "script, iframe, frame, object, embed, form, input, base, link, style:not(head style), meta[http-equiv=refresh]"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Results of a hostile case, and the pages of the project's notebooks as they are stored."""
    place, patch = tmp_path_factory.mktemp("results"), pytest.MonkeyPatch()
    patch.setattr(books, "OUT", place)
    patch.setattr(run, "OUT", place)
    foreign = hostile.case(ROOT / "tests" / "toy", place / "hostile")
    run.run(case.load(foreign), foreign, books=hostile.notebooks(place / "books"), limit="5")
    stored = place / "results" / "stored"
    (stored / "notebooks").mkdir(parents=True)
    chapters = books.chapters()
    for book in chapters:
        shutil.copy(book, stored / "notebooks")
    rows = [{"notebook": b.stem, "seconds": 0, "error": "", "figures": [], "tables": []} for b in chapters]
    loaded = case.load(BUNDLED)
    run.write(loaded, stored, stored, rows, None, run._brief(loaded, stored, None))
    patch.undo()
    others = [Path(os.environ["PAGES"]).resolve()] if os.environ.get("PAGES") else []
    return [*(p for p in (place / "results").iterdir() if p.is_dir()), *others]


@pytest.fixture(scope="module")
def files(folders):
    found = sorted(p for folder in folders for ending in ("html", "svg") for p in folder.rglob(f"*.{ending}"))
    assert {"brief.html", "index.html", "00-shown.html", "01-foreign.html"} <= {p.name for p in found}
    assert sum(p.suffix == ".svg" for p in found) >= 7
    return found


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        pytest.skip("no Chromium here: on Debian, apt install chromium, or CHROMIUM=path")
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright here: make browser-test installs it")
    with playwright.sync_playwright() as driver:
        alone = {"args": ["--no-sandbox"]} if os.geteuid() == 0 else {}
        chromium = driver.chromium.launch(executable_path=CHROMIUM, **alone)
        yield chromium
        chromium.close()


@contextlib.contextmanager
def opened(browser, file, width=1200, **options):
    """A page, and what happened while it was opened: requests beyond the file itself, errors, dialogs, windows."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    page, seen = context.new_page(), []
    page.on("console", lambda m: m.type in ("error", "warning") and seen.append(f"console: {m.text}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda window: seen.append(f"window: {window.url}"))
    page.on("request", lambda r: r.url in (file.as_uri(),) or r.url.startswith("data:") or seen.append(r.url))
    page.goto(file.as_uri(), wait_until="load")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    page.wait_for_timeout(50)
    yield page, seen
    context.close()


@pytest.mark.parametrize("bypass_csp", [False, True], ids=["as it is", "without its policy"])
def test_nothing_runs_and_nothing_is_asked_for(browser, files, bypass_csp):
    told = {}
    for file in files:
        with opened(browser, file, bypass_csp=bypass_csp) as (page, seen):
            seen += page.evaluate("window.hit ? ['a script ran'] : []")
            seen += page.evaluate(f"[...document.querySelectorAll({RUNS!r})].map(e => e.outerHTML.slice(0, 120))") * (
                file.suffix == ".html"
            )
            seen += page.evaluate(
                "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes].filter(a => /^on/i.test(a.name)"
                " || (/href$/.test(a.name) && /^\\s*(javascript|data|vbscript):/i.test(a.value)"
                " && !(e.localName == 'image'))).map(a => e.localName + ' ' + a.name + '=' + a.value.slice(0, 80)))"
            )
            if seen:
                told[file.name] = seen[:5]
    assert not told, json.dumps(told, indent=1)


def test_attacks_are_read_letter_by_letter(browser, files):
    (shown,) = [file for file in files if file.name == "00-shown.html"]
    with opened(browser, shown) as (page, _):
        text = page.locator("main").inner_text()
    for attack in hostile.ATTACKS[:8]:
        assert attack in text


def test_a_phone_shows_every_page_without_scrolling_sideways(browser, files):
    wide = {}
    for file in (f for f in files if f.suffix == ".html"):
        with opened(browser, file, width=360) as (page, _):
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                wide[f"{file.parent.name}/{file.name}"] = over
    assert not wide


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not here: npm install axe-core, or AXE=path of axe.min.js")
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_screen_reader_can_read_every_page(browser, files, colours):
    told, axe = {}, AXE.read_text(encoding="utf-8")
    for file in (f for f in files if f.suffix == ".html"):
        with opened(browser, file, bypass_csp=True, color_scheme=colours) as (page, _):
            page.evaluate(axe)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            serious = [v for v in found if v["impact"] in ("serious", "critical")]
            if serious:
                told[f"{file.parent.name}/{file.name}"] = [
                    f"{v['id']}: {len(v['nodes'])}, {v['nodes'][0]['html'][:100]}" for v in serious
                ]
    assert not told, json.dumps(told, indent=1)


def test_no_cell_of_a_kept_table_is_a_formula(folders):
    cells = [
        cell
        for folder in folders
        for file in folder.rglob("tables/*.csv")
        for row in csv.reader(file.open(encoding="utf-8", newline=""))
        for cell in row
    ]
    assert len(cells) > 200
    assert not [c for c in cells if c.lstrip().startswith(("=", "@", "+")) and not c.lstrip("+").isdigit()]
