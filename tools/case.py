"""Draft a case from a pile of files: ``case.py --name NAME -- FROM``, and say what was read and what comes next."""

import argparse
import glob
import logging
import os
import shlex
import sys
from pathlib import Path

import pandas as pd
from books import OUT, ROOT

from helpers import case
from helpers.case.draft import draft
from helpers.reading import copies

MOST = 8  # lines of a list before the rest is counted


def place(name):
    """The folder of a case: ``data/NAME``, or the path itself where it is one."""
    if os.sep in name:
        return Path(name)
    return (ROOT if os.access(ROOT / "data", os.W_OK) else OUT) / "data" / name


def sources(words):
    """Files, folders and patterns of a line; a path with blanks may stand alone or in quotes."""
    whole = os.path.expanduser(words)
    if os.path.exists(whole) or glob.glob(whole):
        return [whole]
    return [os.path.expanduser(word) for word in shlex.split(words)]


def listed(title, lines):
    """A list under its title, not longer than a screen."""
    if lines:
        print(f"\n{title}")
        for line in lines[:MOST]:
            print(f"  - {line}")
        if len(lines) > MOST:
            print(f"  ... and {len(lines) - MOST} more")


def by_language(made):
    """Reports and what was drafted from them, by language."""
    tongue = dict(zip(made.reports["report_id"], made.reports["language"].fillna("not known"), strict=True))
    counts = {"reports": made.reports["language"].fillna("not known").value_counts()}
    for title, table in (("claims", made.claims), ("sums", made.figures), ("names", made.mentions)):
        counts[title] = table["report_id"].map(tongue).value_counts()
    shown = pd.DataFrame(counts).fillna(0).astype(int)
    return shown.sort_values(["reports", "names"], ascending=False).rename_axis("language")


def shared(made):
    """Texts that are copies or share passages, in words."""
    found = copies.passages(made.text)
    stories = copies.stories(found, made.text)
    sizes = stories.value_counts()
    lines = [f"{', '.join(stories.index[stories == s])} tell one text" for s in sizes.index[sizes > 1]]
    for row in found.itertuples():
        if stories[row.report_id] != stories[row.other_report]:
            words = len(made.text[row.report_id][row.start : row.end].split())
            differs = f", altered: {row.altered[:80]}" if row.altered else ", word for word"
            lines.append(f"{row.report_id} and {row.other_report} share {words} words{differs}")
    return lines


def lacking(made):
    """What only the reader can add."""
    lines = []
    for column, file in (("outlet", "outlet"), ("published", "day of publication"), ("language", "language")):
        missing = made.reports.loc[made.reports[column].isna(), "report_id"]
        if len(missing):
            lines.append(f"{len(missing)} of {len(made.reports)} reports have no {file} (reports.csv, column {column})")
    gone = [
        row.report_id
        for row in made.texts.itertuples()
        if isinstance(source := getattr(row, "source", None), str) and not (made.path / source.split("#")[0]).exists()
    ]
    if gone:
        lines.append(f"files that are gone, reports that stay: {', '.join(gone[:MOST])} (make drop takes one out)")
    return lines


def shown(path):
    """A path as a reader types it: from here where it is inside, quoted where it must be."""
    try:
        return shlex.quote(str(path.resolve().relative_to(ROOT)))
    except ValueError:
        return shlex.quote(str(path))


def report(done):
    """Print what was read, what was left out, what is shared, what is missing and what to do."""
    made, states = done.case, done.found["state"].value_counts()
    told = ", ".join(f"{states[s]} {s}" for s in ("new", "corrected", "unchanged") if s in states)
    print(f"\n{made.name}: {len(done.found)} texts read ({told}); the case has {len(made.reports)} reports.\n")
    print(by_language(made).to_string())
    listed("Left out:", [f"{source}: {reason}" for source, reason in done.skipped.itertuples(index=False)])
    changes = done.differences.head(MOST * 3).itertuples()
    listed("Corrected:", [f"{r.report_id}: {r.what} {r.before or '–'} → {r.after or '–'}" for r in changes])
    listed("Copies and shared passages:", shared(made))
    listed("Missing:", lacking(made))
    where = shown(made.path)
    drafted = len(made.claims) + len(made.figures)
    print(f"\nNothing is coded by the machine: {drafted} drafted rows wait for you. What to do next:")
    print(f"  1. make sheet CASE={where}    writes coding.xlsx: three cells a claim (speaker, question, value)")
    print(f"  2. make run CASE={where}      every notebook on this case, also before anything is coded")
    print("  3. make case again            after adding or correcting files; what you coded stays")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--name", default="", help="name of the case, or the path of its folder")
    parser.add_argument("sources", help="a folder, files, or patterns")
    options = parser.parse_args()
    if not options.name.strip() or not options.sources.strip():
        print("Say which case and from what: make case NAME=my_case FROM=folder", file=sys.stderr)
        return 2
    logging.basicConfig(format="%(message)s", level=logging.ERROR)
    try:
        report(draft(place(options.name.strip()), sources(options.sources), progress=True))
    except case.CaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
