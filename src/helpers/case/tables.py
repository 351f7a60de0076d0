"""One table's file as cells: every cell a string without outer blanks, every defect of the file named."""

import csv
import difflib
import io
import re
import sys

import numpy as np
import pandas as pd

from .. import schema
from .errors import Problem, listed

__all__ = ["FORMULA", "cells", "defused", "misnamed"]

# Columns that a draft writes beside those of the schema; they are never a misspelling.
DRAFTED = frozenset(["content", "start", "end", "confidence", "speaker_words", "surface", "approximate", "source"])
EDGE = "\ufeff\u200b\u200c\u200d\u2060"  # seen by nobody, left by copying
# A spreadsheet takes a cell that begins so for a formula; written with an apostrophe before it, it is words.
FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
BARE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
UTF8 = "Save it as CSV UTF-8 (in a spreadsheet: Save as, CSV UTF-8)."
COMMAS = "Save it as CSV with commas (in a spreadsheet: Save as, CSV UTF-8, comma as the field delimiter)."
SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "vertical bars"}
BINARY = {b"PK\x03\x04": "a workbook or zip file", b"\xd0\xcf\x11\xe0": "an old Excel workbook", b"%PDF": "a PDF"}


def cells(file, name, problems):
    """All cells of the file of a table.

    Parameters
    ----------
    file : pathlib.Path
    name : str
        The table, of :data:`helpers.schema.TABLES`.
    problems : list of Problem
        Takes what is wrong.

    Returns
    -------
    pandas.DataFrame or None
        Strings, missing where blank; its index ``row`` counts as a spreadsheet does. None where it cannot be read.
    """
    text = _decoded(file, problems)
    rows = None if text is None else _rows(file, text, problems)
    if not rows:
        return None
    header = _header(file, name, rows, problems)
    if header is None or not _ragged(file, header, rows, problems):
        return None
    width = len(header)
    kept = [(n, row) for n, row in enumerate(rows[1:], 2) if any(row)]
    grid = np.empty((len(kept), width), dtype=object)
    for i, (_, row) in enumerate(kept):
        grid[i] = [cell or None for cell in row[:width]]
    shown = [i for i, column in enumerate(header) if column]
    known = [i for i in shown if header[i] in schema.TABLES[name].columns]
    index = pd.Index([n for n, _ in kept], name="row", dtype="int64")
    frame = pd.DataFrame(grid[:, known], columns=[header[i] for i in known], index=index).astype("str")
    rest = [i for i in shown if i not in set(known)]
    if rest:
        more = pd.DataFrame(grid[:, rest], columns=[header[i] for i in rest], index=index)
        frame = pd.concat([frame, more.astype("str") if len(rest) <= 100 else more], axis=1)
    return frame[[header[i] for i in shown]]


def defused(frame):
    """The table as it is written to a file that people open: words that a spreadsheet would calculate are quoted.

    >>> defused(pd.DataFrame({"content": ["=1+1", "-5", "he said"]}))["content"].tolist()
    ["'=1+1", '-5', 'he said']
    """
    out = frame.copy()
    for column in out.columns:
        if not (pd.api.types.is_numeric_dtype(out[column]) or pd.api.types.is_bool_dtype(out[column])):
            out[column] = [_quoted(cell) for cell in out[column]]
    return out


def _quoted(cell):
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) and not BARE.fullmatch(cell) else cell


def _decoded(file, problems):
    """The file's text; None with a problem where it is none."""
    try:
        data = file.read_bytes()
    except OSError as error:
        problems.append(
            Problem(file.name, None, None, f"a file that cannot be opened ({error.strerror})", "a CSV file",
                    "Close it in other programs, and give yourself the right to read it.")
        )  # fmt: skip
        return None
    for mark, what in BINARY.items():
        if data.startswith(mark):
            problems.append(Problem(file.name, None, None, what, "a CSV file", UTF8))
            return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:200].count(0) > len(data[:200]) // 4:
        problems.append(Problem(file.name, None, None, "text in UTF-16", "UTF-8", UTF8))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        begin = data.rfind(b"\n", 0, error.start) + 1
        row = data.count(b"\n", 0, error.start) + 1
        around = data[max(begin, error.start - 12) : error.start + 12].split(b"\n")[0].decode("cp1252", "replace")
        found = f"bytes that are not UTF-8 (perhaps {around.strip()!r} in Windows-1252)"
        problems.append(Problem(file.name, row, None, found, "text in UTF-8", UTF8))
        return None


def _rows(file, text, problems):
    """The records of the file, cells without outer blanks."""
    if re.match(r"\"?sep=", text, re.IGNORECASE):
        found = repr(text.splitlines()[0])
        remedy = "Delete the first line, and save the file with commas between cells."
        problems.append(Problem(file.name, 1, None, found, "the names of the columns", remedy))
        return None
    rows, limit = [], csv.field_size_limit(sys.maxsize)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            rows.append([_cell(cell) for cell in row])
    except csv.Error as error:
        unclosed = "unexpected end" in str(error)
        found = "a double quote that is never closed" if unclosed else f"a broken line ({error})"
        remedy = 'Write a double quote within a cell twice, as in "the ""best"" offer", and the cell between quotes.'
        problems.append(Problem(file.name, len(rows) + 1, None, found, "cells between commas", remedy))
        return None
    finally:
        csv.field_size_limit(limit)
    if not rows or not any(rows[0]):
        expected = "a first line with the names of the columns"
        problems.append(Problem(file.name, 1, None, "no header", expected, "Write it, or delete the file."))
        return None
    return rows


def _cell(cell):
    cell = cell.strip().strip(EDGE).strip()
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _header(file, name, rows, problems):
    """Names of the columns; blank columns at the end have none."""
    header, before = rows[0], len(problems)
    for mark, words in SEPARATORS.items():
        if len([c for c in header if c]) == 1 and mark in header[0]:
            problems.append(Problem(file.name, 1, None, f"cells set apart by {words}", "commas between cells", COMMAS))
            return None
    named = [c for c in header if c]
    for column in sorted({c for c in named if named.count(c) > 1} if len(set(named)) < len(named) else ()):
        remedy = "Rename or delete one of the two."
        problems.append(Problem(file.name, 1, column, "the column twice", "one name per column", remedy))
    for i, column in enumerate(header):
        if not column and (filled := next((n for n, r in enumerate(rows[1:], 2) if i < len(r) and r[i]), None)):
            found = f"{rows[filled - 1][i]!r} in a column without a name"
            problems.append(
                Problem(file.name, filled, None, found, "a name over each column", "Name or empty the column.")
            )
    if len(problems) > before:
        return None
    for column, near in misnamed(named, name).items():
        if column not in schema.TABLES[name].columns:
            remedy = f"Did you mean {near}? Rename the column; if it is another thing, add {near} beside it."
            problems.append(Problem(file.name, 1, column, f"an unknown column {column!r}", f"{near}", remedy))
    return header


def misnamed(header, name):
    """Unknown columns that look like one of the table's own that is not there.

    >>> misnamed(["claim_id", "report_id", "speakers", "question", "mine"], "claims")
    {'speakers': 'speaker', 'question': 'question_id'}
    """
    own = schema.columns(name)
    absent = [c for c in own if c not in header]
    if len(header) > len(own) + 200:
        return {}
    found = {}
    for column in header:
        if column in own or column in DRAFTED:
            continue
        plain = re.sub(r"\W+", "_", column.casefold()).strip("_")
        same = [c for c in absent if plain in (c, f"{c}s", c.removesuffix("_id")) or f"{plain}s" == c]
        same += difflib.get_close_matches(plain, absent, n=1, cutoff=0.8) if len(plain) > 3 else []
        if same:
            found[column] = same[0]
    return found


def _ragged(file, header, rows, problems):
    """Whether each row has its cells; longer rows may be blank beyond."""
    width, wrong = len(header), []
    for n, row in enumerate(rows[1:], 2):
        if len(row) > width and not any(row[width:]):
            del row[width:]
        if row and len(row) != width and any(row):
            wrong.append((n, len(row)))
    for n, size in wrong[:20]:
        remedy = "Put cells that hold a comma in double quotes." if size > width else (
            "Put cells that hold a line break in double quotes; leave empty cells between commas."
        )  # fmt: skip
        problems.append(Problem(file.name, n, None, listed(size, "cell"), listed(width, "cell"), remedy))
    return not wrong
