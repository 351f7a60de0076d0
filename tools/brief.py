"""One page on a case at the end of a day: ``brief.py [--as-of DAY] [--since DAY] CASE``."""

import argparse
import base64
import os
import sys
from pathlib import Path

from books import OUT, place
from run import _day as day_of

CHAIN = "chain-of-the-day"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", help="folder of a valid case")
    parser.add_argument("--as-of", default="", help="the day (2024-10-22); else the case's own, else its last")
    parser.add_argument(
        "--since", default="", help="the day that new and changed are told against; else the day before"
    )
    options = parser.parse_args(arguments)
    as_of, since = day_of(options.as_of), day_of(options.since)
    from helpers import brief, case

    try:
        loaded = case.load(options.case)
        page = brief.brief(loaded, as_of=as_of, since=since)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    paths = brief.write(page, place(loaded.name, None))
    print(f"Brief of {page.day}: open {os.path.relpath(paths['html'], OUT)}")
    return 0


def write(loaded, folder, as_of=None):
    """Write the brief of a run into `folder`; returns the first lines of the index as Markdown."""
    from helpers import brief

    try:
        page = brief.brief(loaded, as_of=as_of)
    except ValueError as error:
        return [f"No brief: {error}"]
    brief.write(page, folder)
    first = brief.first_screen(page)
    lines = [f"## {first['day']}: {first['title']}", first["pile"]]
    lines.append("\n".join(f"- **{marker}.** {line}" for marker, line in first["lines"]))
    picture = Path(folder) / "figures" / f"{CHAIN}.png"
    if picture.is_file():
        data = base64.b64encode(picture.read_bytes()).decode()
        lines.append(f"![{first['picture']}](data:image/png;base64,{data})")
    lines.append("[The brief on one page](brief.html) · [Everything that is new or moved](" + first["events"] + ")")
    return lines


if __name__ == "__main__":
    sys.exit(main())
