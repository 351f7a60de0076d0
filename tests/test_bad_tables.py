"""What a case must refuse, row by row of ``cases/bad_tables.csv``: the message names the place and the remedy.

A row puts one thing into the case in ``toy``: ``cell`` into a cell, ``header`` over a column, ``file`` as a whole
file (``BYTES:`` in hexadecimal), ``rename`` gives a file another name. ``told`` lists what one message must say.
"""

import csv
import re
import shutil
from pathlib import Path

import pytest

from helpers import case

HERE = Path(__file__).parent
with open(HERE / "cases" / "bad_tables.csv", encoding="utf-8", newline="") as file:
    INPUTS = list(csv.DictReader(file))


def _plain(words):
    return re.sub(r"\\(n|t|x[0-9a-f]{2}|u[0-9a-f]{4})", lambda m: m[0].encode().decode("unicode_escape"), words)


def spoil(folder, row):
    """Do to the case in `folder` what a row says."""
    file = folder / row["file"]
    if row["what"] == "file":
        raw = row["put"].startswith("BYTES:")
        file.write_bytes(bytes.fromhex(row["put"][6:]) if raw else _plain(row["put"]).encode())
        return
    if row["what"] == "rename":
        file.unlink() if row["put"].endswith("/") else file.rename(folder / row["put"])
        if row["put"].endswith("/"):
            (folder / row["put"]).mkdir()
        return
    with open(file, encoding="utf-8", newline="") as opened:
        table = list(csv.reader(opened))
    if row["column"] not in table[0]:
        table = [[*line, row["column"] if n == 0 else ""] for n, line in enumerate(table)]
    place = table[0].index(row["column"])
    table[int(row["row"] or 1) - 1][place] = _plain(row["put"])
    with open(file, "w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(table)


def unsaid(folder, row):
    """What no message says of what it must; None where one says all of it."""
    try:
        case.load(folder)
    except case.CaseError as error:
        words = row["told"].split("|")
        lines = [str(problem) for problem in error.problems]
        if any(all(word in line for word in words) for line in lines) and all(p.remedy for p in error.problems):
            return None
        return "\n".join(lines)
    return "taken"


SOME = [n % 12 == 0 for n in range(len(INPUTS))]  # the rest are of the same classes


@pytest.mark.parametrize(
    "row",
    [pytest.param(r, id=f"{n + 2}", marks=() if SOME[n] else pytest.mark.slow) for n, r in enumerate(INPUTS)],
)
def test_what_is_wrong_is_named_with_its_place_and_remedy(row, tmp_path):
    folder = Path(shutil.copytree(HERE / "toy", tmp_path / "toy"))
    spoil(folder, row)
    assert unsaid(folder, row) is None


def test_there_are_at_least_two_hundred_of_them():
    assert len({tuple(row.values()) for row in INPUTS}) >= 200
