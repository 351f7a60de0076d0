"""Read a case folder and validate every cell of it."""

import csv
import hashlib
import io
import json
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from .. import schema
from .check import check_table, check_together
from .errors import CaseError, Problem

REQUIRED = ("reports",)


@dataclass
class Case:
    """One case: each table of :data:`helpers.schema.TABLES` as a DataFrame attribute, empty where it is missing.

    Attributes
    ----------
    name : str
        The folder's name.
    path : pathlib.Path or None
        Where it was read from.
    title : str
        Headline of the case, from ``datapackage.json``; else the name.
    missing : tuple of str
        Tables the folder does not have.
    text : dict
        ``report_id -> stored text`` (decoded, newlines untouched).
    """

    name: str
    path: Path | None = None
    title: str = ""
    missing: tuple = ()
    text: dict = field(default_factory=dict, repr=False)
    outlets: pd.DataFrame = field(default=None, repr=False)
    reports: pd.DataFrame = field(default=None, repr=False)
    texts: pd.DataFrame = field(default=None, repr=False)
    actors: pd.DataFrame = field(default=None, repr=False)
    mentions: pd.DataFrame = field(default=None, repr=False)
    questions: pd.DataFrame = field(default=None, repr=False)
    claims: pd.DataFrame = field(default=None, repr=False)
    outcomes: pd.DataFrame = field(default=None, repr=False)
    figures: pd.DataFrame = field(default=None, repr=False)
    parts: pd.DataFrame = field(default=None, repr=False)
    rates: pd.DataFrame = field(default=None, repr=False)
    amounts: pd.DataFrame = field(default=None, repr=False)
    pairs: pd.DataFrame = field(default=None, repr=False)
    second_coding: pd.DataFrame = field(default=None, repr=False)
    changes: pd.DataFrame = field(default=None, repr=False)

    def __post_init__(self):
        for name in schema.TABLES:
            if getattr(self, name) is None:
                setattr(self, name, schema.empty(name))

    def lacks(self, *names):
        """Those of the tables `names` that have no rows, for a notebook to say so.

        >>> Case("x").lacks("claims")
        ['claims']
        """
        return [n for n in names if getattr(self, n).empty]


def load(path):
    """Read and validate the case in the folder `path`.

    Parameters
    ----------
    path : str or Path
        Folder with ``reports.csv`` and any of the other tables as CSV (UTF-8), texts where ``texts.csv`` says.

    Returns
    -------
    Case

    Raises
    ------
    CaseError
        Naming file, row, column, what was found, what is expected and how to mend it, for every defect.
    """
    path = Path(path)
    if not path.is_dir():
        remedy = "Give the path of a folder that holds at least reports.csv."
        raise CaseError([Problem(str(path), None, None, "no such folder", "a case folder", remedy)])
    absent = [t for t in schema.TABLES if not (path / f"{t}.csv").is_file()]
    problems, raw = [], {}
    for name in schema.TABLES:
        if name in absent:
            if name in REQUIRED:
                expected = "columns " + ", ".join(schema.columns(name))
                remedy = f"Write it, or draft it from texts with helpers.case.create({str(path)!r}, sources)."
                problems.append(Problem(f"{name}.csv", None, None, "no such file", expected, remedy))
            continue
        raw[name] = _read(path / f"{name}.csv", problems)
    typed = {name: check_table(name, frame, problems) for name, frame in raw.items() if frame is not None}
    made = Case(path.resolve().name, path, _title(path), tuple(absent), **typed)
    if not problems:
        made.text = _texts(path, made.texts, raw.get("texts"), problems)
        check_together(made, problems, {name: frame.index for name, frame in raw.items()})
    if problems:
        raise CaseError(problems)
    return made


def validate(case):
    """Check the tables of a case in memory as :func:`load` checks files; returns the case or raises `CaseError`.

    >>> validate(Case("x")).name
    'x'
    """
    problems = []
    for name in schema.TABLES:
        setattr(case, name, check_table(name, getattr(case, name), problems))
    if not problems:
        check_together(case, problems)
    if problems:
        raise CaseError(problems)
    return case


def _read(file, problems):
    """All cells of a CSV as strings; None if it cannot be read."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as e:
        remedy = "Save it as CSV UTF-8 (in a spreadsheet: Save as, CSV UTF-8)."
        problems.append(Problem(file.name, None, None, f"bytes that are not UTF-8 at {e.start}", "UTF-8", remedy))
        return None
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = rows[0] if rows else []
    if len(header) == 1 and ";" in header[0]:
        remedy = "Save it as CSV with commas (in a spreadsheet: Save as, CSV UTF-8, comma as the field delimiter)."
        problems.append(Problem(file.name, 1, None, "cells separated by semicolons", "commas between cells", remedy))
        return None
    if len(set(header)) != len(header) or not header:
        twice = sorted({c for c in header if header.count(c) > 1})
        problems.append(Problem(file.name, 1, ", ".join(twice), "no header or a name twice", "one name per column", ""))
        return None
    for line, row in enumerate(rows[1:], 2):
        if row and len(row) != len(header):
            remedy = "Put cells that hold a comma in double quotes."
            problems.append(Problem(file.name, line, None, f"{len(row)} cells", f"{len(header)} cells", remedy))
            return None
    frame = pd.DataFrame([r for r in rows[1:] if r], columns=header, dtype="str")
    frame.index = pd.Index([i for i, r in enumerate(rows[1:], 2) if r], name="row")
    return frame.where(frame != "")


def _title(path):
    try:
        return str(
            json.loads((path / "datapackage.json").read_text(encoding="utf-8")).get("title") or path.resolve().name
        )
    except (OSError, ValueError, AttributeError):
        return path.resolve().name


def _texts(folder, texts, raw, problems):
    """``report_id -> text``, refusing paths outside the folder and files that are not as recorded."""
    root, found = folder.resolve(), {}
    for line, row in zip([] if raw is None else raw.index, texts.itertuples(index=False), strict=True):
        file = (root / row.path).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            remedy = "Give a path inside the case folder."
            problems.append(
                Problem("texts.csv", int(line), "path", repr(row.path), "an existing file in the case", remedy)
            )
            continue
        data = file.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest != row.sha256:
            remedy = f"If the change is meant, check the offsets that point into it and record {digest}."
            problems.append(Problem("texts.csv", int(line), "sha256", row.sha256, f"that of {row.path}", remedy))
            continue
        found[row.report_id] = data.decode("utf-8", errors="replace")
    return found
