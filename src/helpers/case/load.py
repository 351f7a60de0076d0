"""Read a case folder and validate every cell of it."""

import hashlib
import json
import logging
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from .. import dates, schema
from ..dates import day
from . import tables, write
from .check import check_table, check_together
from .errors import CaseError, Problem, shown

log = logging.getLogger(__name__)

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
    day : str or None
        The day its first page speaks of: ``day`` in ``datapackage.json``, else that of the last dated report.
    missing : tuple of str
        Tables the folder does not have.
    text : dict
        ``report_id -> stored text`` (decoded, newlines untouched).
    """

    name: str
    path: Path | None = None
    title: str = ""
    missing: tuple = ()
    day: str | None = None
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

    Cells are taken in every spelling that means one thing only (``Yes``, ``1e4``, blanks around); what stands for
    "not known" counts as missing, and the log says so.

    Parameters
    ----------
    path : str or Path
        Folder with ``reports.csv`` and any of the other tables as CSV (UTF-8), texts where ``texts.csv`` says. A case
        of an older format is read as one of today's.

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
        found = "a file" if path.is_file() else "no such folder"
        raise CaseError([Problem(str(path), None, None, found, "a case folder", remedy)])
    while True:
        folder, state = write.readable(path), write.state(path)
        try:
            made = _loaded(path, folder)
        except CaseError:
            if write.state(path) == state:
                raise
        else:
            if write.state(path) == state:
                return made


def _loaded(path, folder):
    problems, raw = [], {}
    package = _package(folder("datapackage.json"), problems)
    absent = []
    for name in schema.TABLES:
        file = folder(f"{name}.csv")
        if file.is_file():
            raw[name] = tables.cells(file, name, problems)
            continue
        absent.append(name)
        problem = _misplaced(path, name)
        if problem is None and name in REQUIRED:
            expected = "columns " + ", ".join(schema.columns(name))
            remedy = f"Write it, or draft it from texts with helpers.case.create({str(path)!r}, sources)."
            problem = Problem(f"{name}.csv", None, None, "no such file", expected, remedy)
        problems += [problem] if problem else []
    typed = {name: check_table(name, frame, problems) for name, frame in raw.items() if frame is not None}
    name = path.resolve().name
    made = Case(name, path, package.get("title") or name, tuple(absent), **typed)
    if not problems:
        made.text = _texts(path, folder, made.texts, raw.get("texts"), problems)
        check_together(made, problems, {name: frame.index for name, frame in raw.items()})
        made.day = package.get("day") or _last_day(made.reports)
    if problems:
        raise CaseError(problems)
    if "questions" in absent and made.claims["question_id"].notna().any():
        log.warning("%s: claims answer questions, but questions.csv is missing; their answers are not checked.", name)
    if package.get("version", schema.FORMAT_VERSION) != schema.FORMAT_VERSION:
        log.warning("%s: format %s read as %s; new columns are empty.", name, package["version"], schema.FORMAT_VERSION)
    return made


def until(case: Case, as_of: str | None) -> Case:
    """The case with only what had been published by the end of a day; the whole case where no day is given.

    Reports without a date, and all rows of later reports, are left out; outcomes that were settled later as well.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "published": ["2031-06-02", "2031-06"]})
    >>> until(Case("toy", reports=reports), "2031-06-02").reports["report_id"].tolist()
    ['a']
    """
    if as_of is None:
        return case
    last = pd.Timestamp(as_of)
    seen = case.reports[(day(case.reports["published"]) <= last).to_numpy()]
    kept = {"reports": seen.reset_index(drop=True)}
    for name in schema.TABLES:
        table = getattr(case, name)
        if name != "reports" and "report_id" in table:
            kept[name] = table[table["report_id"].isin(seen["report_id"])].reset_index(drop=True)
    if len(case.outcomes):
        kept["outcomes"] = case.outcomes[(day(case.outcomes["settled_on"]) <= last).to_numpy()].reset_index(drop=True)
    text = {key: words for key, words in case.text.items() if key in set(seen["report_id"])}
    return replace(case, **kept, text=text)


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


def _misplaced(path, name):
    """Why a table that seems to be there cannot be read."""
    file = path / f"{name}.csv"
    if file.is_dir():
        return Problem(file.name, None, None, "a folder", "a CSV file", "Rename the folder, or delete it.")
    if file.is_symlink():
        return Problem(file.name, None, None, "a link that leads nowhere", "a CSV file", "Copy the file itself.")
    others = [p.name for p in path.iterdir() if p.name not in {f"{t}.csv" for t in schema.TABLES}]
    for other in sorted(others):
        stem, dot, ending = other.casefold().partition(".")
        same = re.sub(r"[ _(-]*(\d+|copy|kopie|copie|final|new)?\)?$", "", stem) in (name, name.removesuffix("s"))
        if same and dot and ending in ("csv", "csv.txt", "txt", "tsv", "xlsx", "xls", "ods", "csv.csv"):
            remedy = f"Rename it to {name}.csv." if ending.startswith("csv") else f"Save it as {name}.csv (CSV UTF-8)."
            return Problem(other, None, None, f"a file named {other!r}", f"{name}.csv", remedy)
    return None


def _package(file, problems):
    """What ``datapackage.json`` tells of the case: title, day, version; nothing where there is none."""
    try:
        data = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        found, remedy = f"a file that cannot be read ({error})", "Save it as UTF-8, or delete it."
        problems.append(Problem(file.name, None, None, found, "a JSON file", remedy))
        return {}
    try:
        package = json.loads(data)
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", None)
        remedy = "Correct it (a comma or a bracket may be missing), or delete the file."
        problems.append(Problem(file.name, row, None, f"no JSON ({error})", "a JSON object", remedy))
        return {}
    if not isinstance(package, dict):
        problems.append(Problem(file.name, 1, None, "no object", "a JSON object", "Correct or delete the file."))
        return {}
    told = {}
    for key, check, words in (
        ("title", _text, "a title in words"),
        ("day", _full_day, "a day as YYYY-MM-DD"),
        ("version", _version, f"a format up to {schema.FORMAT_VERSION}"),
    ):
        value = package.get(key)
        if value is None or check(value):
            told |= {key: value} if value is not None else {}
            continue
        remedy = "Update Crossread." if key == "version" else "Correct it, or take it out."
        problems.append(Problem(file.name, None, key, repr(value)[:120], words, remedy))
    return told


def _text(value):
    return isinstance(value, str)


def _full_day(value):
    try:
        return len(dates.parse(value)) == 2 and len(value) == 10
    except (TypeError, ValueError):
        return False


def _version(value):
    found = re.fullmatch(r"(\d{1,3})(\.\d{1,3}){0,2}", value) if isinstance(value, str) else None
    return bool(found) and int(found[1]) <= int(schema.FORMAT_VERSION.split(".")[0])


def _last_day(reports):
    """The day of the last report that has one."""
    days = reports["published"].dropna()
    days = days[days.str.len() == 10]
    return days.max() if len(days) else None


def _texts(path, folder, texts, raw, problems):
    """``report_id -> text``, refusing paths outside the folder and files that are not as recorded."""
    root, found = path.resolve(), {}
    for line, row in zip([] if raw is None else raw.index, texts.itertuples(index=False), strict=True):
        try:
            inside = (root / row.path).resolve().is_relative_to(root)
            data = folder(row.path).read_bytes() if inside else None
        except (OSError, ValueError):
            data = None
        if data is None:
            remedy = "Give the path of a file inside the case folder, or delete the row."
            problems.append(
                Problem("texts.csv", int(line), "path", shown(row.path), "an existing file in the case", remedy)
            )
            continue
        digest = hashlib.sha256(data).hexdigest()
        if digest != row.sha256:
            remedy = f"If the change is meant, check the offsets that point into it and record {digest}."
            if hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest() == row.sha256:
                remedy = "Only its line ends were changed (by git or an editor): save it with unix line ends."
            problems.append(Problem("texts.csv", int(line), "sha256", row.sha256, f"that of {row.path}", remedy))
            continue
        found[row.report_id] = data.decode("utf-8", errors="replace")
    return found
