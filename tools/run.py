"""Run every notebook on one case: ``run.py CASE [--jobs N]``.

Executed copies, HTML pages with an index, every figure (PNG, SVG) and result table (CSV) are written under
``results/<case>/``. They are made beside it first, so that a run that is stopped leaves the last results whole.
"""

import argparse
import html
import os
import re
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from books import NOTEBOOKS, OUT, chapters, execute
from nbconvert import HTMLExporter
from tqdm import tqdm

from helpers import case


def run_one(source, folder, case_path):
    """Execute one notebook; returns its row of the closing table."""
    began = time.perf_counter()
    results = folder / "parts" / source.stem
    target = folder / "notebooks" / source.name
    code, error = execute(source, target, results=results, case_path=case_path)
    row = {"notebook": source.stem, "seconds": time.perf_counter() - began, "error": error if code else ""}
    for kind, ending in (("figures", "png"), ("tables", "csv")):
        row[kind] = sorted(p.stem for p in (results / kind).glob(f"*.{ending}"))
    return row


def gather(folder):
    """Move the figures and tables of all notebooks together."""
    for file in sorted((folder / "parts").glob("*/*/*")):
        place = folder / file.parent.name / file.name
        place.parent.mkdir(exist_ok=True)
        file.rename(place)
    shutil.rmtree(folder / "parts", ignore_errors=True)


def page(executed, target, final):
    """Write one executed notebook as HTML; links to other notebooks lead to their pages, others to the files."""
    book = nbformat.read(executed, as_version=4)
    body, _ = HTMLExporter(template_name="lab", embed_images=True).from_notebook_node(book)
    names = {p.name for p in chapters()}

    def lead(match):
        link, _, anchor = match.group(1).partition("#")
        if not link or re.match(r"[a-z]+:", link):
            return match.group(0)
        link = Path(link).stem + ".html" if link in names else os.path.relpath(NOTEBOOKS / link, final)
        return f'href="{link}{"#" + anchor if anchor else ""}"'

    target.write_text(re.sub(r'href="([^"]*)"', lead, body), encoding="utf-8")


def index(folder, name, title, rows):
    """The first page: one line per notebook with its first sentence and its figures."""
    lines = []
    for row in rows:
        book = nbformat.read(folder / "notebooks" / f"{row['notebook']}.ipynb", as_version=4)
        heading = next(c.source.splitlines()[0].lstrip("# ") for c in book.cells if c.source.startswith("# "))
        pictures = " ".join(f'<a href="figures/{f}.png">{f}</a>' for f in row["figures"])
        tables = " ".join(f'<a href="tables/{t}.csv">{t}</a>' for t in row["tables"])
        link = f'<a href="pages/{row["notebook"]}.html">{html.escape(heading)}</a>'
        lines.append(f"<tr><td>{row['notebook'][:2]}</td><td>{link}</td><td>{pictures}</td><td>{tables}</td></tr>")
    head = "<tr><th></th><th>Notebook</th><th>Figures</th><th>Tables</th></tr>"
    style = "body{font:16px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}td,th{text-align:left;"
    style += (
        "vertical-align:top;padding:.4em .8em .4em 0;border-bottom:1px solid #ddd}td:nth-child(n+3){font-size:13px}"
    )
    text = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
    text += f"<style>{style}</style><h1>{html.escape(title)}</h1><p>Case <code>{html.escape(name)}</code></p>"
    (folder / "index.html").write_text(f"{text}<table>{head}{''.join(lines)}</table></html>\n", encoding="utf-8")


def report(rows, where):
    """The closing table."""
    print(f"\n{'notebook':<28}{'seconds':>9}{'figures':>9}{'tables':>8}")
    for row in rows:
        state = "  FAILED" if row["error"] else ""
        print(f"{row['notebook']:<28}{row['seconds']:>9.1f}{len(row['figures']):>9}{len(row['tables']):>8}{state}")
    figures, tables = (sum(len(r[k]) for r in rows) for k in ("figures", "tables"))
    print(f"{'all':<28}{sum(r['seconds'] for r in rows):>9.1f}{figures:>9}{tables:>8}")
    print(f"\nOpen {where / 'index.html'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", help="folder of a valid case")
    parser.add_argument("--jobs", type=int, default=2, help="notebooks at a time")
    parser.add_argument("--as-of", default="", help="only what was published by the end of this day")
    parser.add_argument("--limit", default="", help="minutes a notebook may take")
    options = parser.parse_args()
    try:
        made = case.load(options.case)
    except case.CaseError as e:
        print(e, file=sys.stderr)
        return 1
    final = OUT / "results" / made.name
    folder = final.with_name(f".{made.name}.{os.getpid()}")
    (folder / "notebooks").mkdir(parents=True)
    (folder / "pages").mkdir()
    try:
        with ThreadPoolExecutor(options.jobs) as pool:
            jobs = [pool.submit(run_one, s, folder, Path(options.case).resolve()) for s in chapters()]
            bar = tqdm(as_completed(jobs), total=len(jobs), desc=f"notebooks on {made.name}", unit="notebook")
            rows = sorted((job.result() for job in bar), key=lambda r: r["notebook"])
        failed = [r for r in rows if r["error"]]
        for row in failed:
            print(f"\n{row['notebook']} failed:\n{row['error'][-3000:]}", file=sys.stderr)
        gather(folder)
        for row in rows:
            name = row["notebook"]
            page(folder / "notebooks" / f"{name}.ipynb", folder / "pages" / f"{name}.html", final / "pages")
        index(folder, made.name, made.title, rows)
        place = final.with_name(f"{made.name}-failed") if failed else final
        shutil.rmtree(place, ignore_errors=True)
        folder.rename(place)
        report(rows, place.relative_to(OUT))
        return int(bool(failed))
    finally:
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
