"""Run every notebook on one case: ``run.py [--as-of DAY] [--jobs N] [--limit MINUTES[,GIB]] CASE``.

Executed copies, pages with an index, every picture (PNG, SVG) and result table (CSV) and the brief are written under
``results/<case>/``, those of a day under ``results/<case>@<day>/``. They are made beside it first and change places
with the last results in one step, so that a run that is stopped at any moment leaves those whole. Exports and earlier
briefs stay. A notebook that fails does not stop the others.
"""

import argparse
import datetime
import os
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from books import NOTEBOOKS, OUT, ROOT, chapters, execute, limits, parameters, place
from swap import mend, settle


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", help="folder of a valid case")
    parser.add_argument("--as-of", default="", help="only what was published by the end of this day (2024-10-22)")
    parser.add_argument("--jobs", default="2", help="notebooks at a time")
    parser.add_argument("--limit", default="", help="what a notebook may take: minutes, or minutes,GiB")
    options = parser.parse_args(arguments)
    limits(options.limit)
    day = _day(options.as_of)
    from helpers import case

    try:
        loaded = case.load(options.case)
    except case.CaseError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        return run(loaded, Path(options.case), day, _jobs(options.jobs), options.limit)
    except OSError as error:
        print(f"The results could not be written: {error}. The last ones are as they were.", file=sys.stderr)
        print("Make room, or name another folder: make run OUT=folder", file=sys.stderr)
        return 1


def _day(words):
    if not words:
        return None
    try:
        return datetime.date.fromisoformat(words).isoformat()
    except ValueError:
        raise SystemExit(f"AS_OF={words}: a day is expected, such as AS_OF=2024-10-22") from None


def _jobs(words):
    if not words.isdigit() or not int(words):
        raise SystemExit(f"JOBS={words}: a number of notebooks at a time is expected, such as JOBS=2")
    return int(words)


def run(loaded, path, as_of=None, jobs=2, limit="", books=None):
    """Run the notebooks (all of them by default) on a loaded case; returns 1 if one failed, else 0."""
    began, books = time.perf_counter(), chapters() if books is None else books
    final = place(loaded.name, as_of)
    final.parent.mkdir(parents=True, exist_ok=True)
    mend(final)
    folder = final.with_name(f".{final.name}.{os.getpid()}.new")
    (folder / "notebooks").mkdir(parents=True)
    try:
        rows = _execute(books, folder, path, as_of, jobs, limit)
        gather(folder)
        lead = _brief(loaded, folder, as_of)
        failed = [row for row in rows if row["error"]]
        target = final.with_name(f"{final.name}-failed") if failed else final
        write(loaded, folder, target, rows, as_of, lead)
        settle(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report(rows, target, time.perf_counter() - began)
    return int(bool(failed))


def _execute(books, folder, path, as_of, jobs, limit):
    """Run the notebooks, a line for each as it ends; returns a row for each in reading order."""
    rows = []
    with ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(run_one, book, folder, path, as_of, limit) for book in books]
        try:
            for number, job in enumerate(as_completed(waiting), 1):
                row = job.result()
                rows.append(row)
                print(_line(row, f"{number}/{len(books)}"), flush=True)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return sorted(rows, key=lambda row: row["notebook"])


def run_one(source, folder, path, as_of=None, limit=""):
    """Execute one notebook; returns its row of the closing table."""
    began, target = time.perf_counter(), folder / "notebooks" / source.name
    values = {"case_path": _beside(path, source.parent)}
    if as_of and "as_of" in parameters(source):
        values["as_of"] = as_of
    results = folder / "parts" / source.stem
    code, error = execute(source, target, results=results, limit=limit, **values)
    row = {
        "notebook": source.stem,
        "seconds": time.perf_counter() - began,
        "error": (error or "failed") if code else "",
    }
    if target.is_file():
        _strip(target)
    for kind, ending in (("figures", "png"), ("tables", "csv")):
        row[kind] = sorted(p.stem for p in (results / kind).glob(f"*.{ending}"))
    return row


def _beside(path, folder):
    """A path as the notebook sees it; inside the project it tells nothing of the machine."""
    path = path.resolve()
    return os.path.relpath(path, folder) if path.is_relative_to(ROOT) else path


def _strip(path):
    """Leave out what the execution noted about this machine."""
    import nbformat

    book = nbformat.read(path, as_version=4)
    book.metadata.pop("papermill", None)
    for cell in book.cells:
        cell.metadata = nbformat.from_dict({"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {})
    nbformat.write(book, path)


def gather(folder):
    """Move the pictures and tables of all notebooks together."""
    for file in sorted((folder / "parts").glob("*/*/*")):
        target = folder / file.parent.name / file.name
        target.parent.mkdir(exist_ok=True)
        file.replace(target)
    shutil.rmtree(folder / "parts", ignore_errors=True)


def _brief(loaded, folder, as_of):
    """Write the brief, where the project has one; returns its first lines as Markdown."""
    try:
        import brief
    except ImportError:
        return []
    return list(brief.write(loaded, folder, as_of=as_of) or [])


def write(loaded, folder, final, rows, as_of=None, lead=()):
    """The pages and the index, as they will stand in `final`."""
    import nbformat
    import pages
    import readme

    (folder / "pages").mkdir(exist_ok=True)
    inside, names = final / "pages", {p.name for p in chapters()}

    def leads(file):
        return f"{Path(file).stem}.html" if file in names else os.path.relpath(NOTEBOOKS / file, inside)

    there = [row for row in rows if (folder / "notebooks" / f"{row['notebook']}.ipynb").is_file()]
    for row in there:
        row["book"] = nbformat.read(folder / "notebooks" / f"{row['notebook']}.ipynb", as_version=4)
        row["title"], row["href"] = pages.title(row["book"]), f"{row['notebook']}.html"
    for before, row, after in zip([None, *there], there, [*there[1:], None], strict=False):
        files = [(f"../figures/{n}.svg", f"{n}.svg") for n in row["figures"]]
        files += [(f"../tables/{n}.csv", f"{n}.csv") for n in row["tables"]]
        text = pages.page(
            folder / "notebooks" / f"{row['notebook']}.ipynb",
            folder / "figures",
            case=loaded.title or loaded.name,
            as_of=_words(as_of),
            before=before,
            after=after,
            files=files,
            lead=leads,
        )
        (folder / "pages" / row["href"]).write_text(text, encoding="utf-8")
    listed = [
        {
            "href": f"pages/{row['href']}",
            "title": row["title"],
            "failed": bool(row["error"]),
            "finding": pages.markdown(readme.finding(row["book"])),
        }
        for row in there
    ]
    text = pages.fill(
        "index.html.j2",
        title=loaded.title or loaded.name,
        as_of=_words(as_of),
        lead=[pages.markdown(line) for line in lead],
        briefs=[(p.name, f"Brief of {_words(p.stem[6:16])}") for p in _kept(folder, final, "brief-*.html")],
        rows=listed,
        downloads=_downloads(folder, final),
    )
    (folder / "index.html").write_text(text, encoding="utf-8")


def _words(day):
    from helpers.page.words import date

    return date(day) if day else None


def _kept(folder, final, pattern):
    """Files of this run and those of earlier ones that stay."""
    found = {p.relative_to(root): p for root in (final, folder) if root.is_dir() for p in root.glob(pattern)}
    return [found[name] for name in sorted(found)]


def _downloads(folder, final):
    def files(root, pattern):
        return [(p.relative_to(root).as_posix(), p.name) for p in sorted(root.glob(pattern)) if p.is_file()]

    return [
        ("Exports", files(final, "exports/*")),
        ("Tables", files(folder, "tables/*.csv")),
        ("Pictures", files(folder, "figures/*.svg")),
        ("Executed notebooks", files(folder, "notebooks/*.ipynb")),
    ]


def _line(row, number):
    from helpers.page.words import plural

    files = f"{plural(len(row['figures']), 'picture')}, {plural(len(row['tables']), 'table')}"
    return f"{number}  {row['notebook']:<26}{row['seconds']:>7.1f} s   {'FAILED' if row['error'] else files}"


def _cause(error):
    """What went wrong in the notebook, without the way there through the machinery that runs it."""
    return error[max(error.find("Exception encountered at"), 0) :][-3000:].strip()


def report(rows, target, seconds):
    """The closing lines: what failed and why, and where to look."""
    for row in rows:
        if row["error"]:
            print(f"\n{row['notebook']} failed:\n{_cause(row['error'])}", file=sys.stderr)
    failed = [row["notebook"] for row in rows if row["error"]]
    print(f"{len(rows)} notebooks in {seconds:.0f} s; open {os.path.relpath(target / 'index.html', OUT)}")
    if failed:
        last = target.name.removesuffix("-failed")
        print(f"Failed: {', '.join(failed)}. The last whole results, if any, are as they were in results/{last}.")


if __name__ == "__main__":
    sys.exit(main())
