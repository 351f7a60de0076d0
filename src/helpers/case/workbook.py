"""``coding.xlsx``: the coding sheet as a spreadsheet, and the way back from it into the CSV tables, cell by cell."""

import io
import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from .. import schema
from . import write
from .check import check_table, check_together
from .draft import written
from .errors import CaseError, Problem
from .load import load
from .proposals import actors, propose, sentence

__all__ = ["Sheet", "renew", "waiting"]

FILE, BASE = "coding.xlsx", "drafted/coding.json"
CREATED = datetime(2000, 1, 1)  # so that the same sheet is the same file
TAKE = "take"
# What a coder sees of each tab: first what to read, then the cells to fill; the keys come last.
READ = {
    "claims": ["content", "sentence", "title", "outlet", "published", "url", "speaker_words"],
    "figures": ["surface", "sentence", "title", "outlet", "published", "url"],
    "questions": [],
    "actors": [],
}
_CLAIMS = """speaker question_id value modality low high via spoken_on strength basis origin_override override_reason
note"""
_FIGURES = """payer recipient low high currency status kind date flow_id hop instrument stated_by contract backed_by
group note"""
_QUESTIONS = """question_id question answer_type unit label course topic tolerance window time_dependent parties
interested contrast"""
_ACTORS = "actor kind aliases affiliation country ids description"
FILL = {name: words.split() for name, words in zip(READ, (_CLAIMS, _FIGURES, _QUESTIONS, _ACTORS), strict=True)}
KEYS = {"claims": ["claim_id", "report_id"], "figures": ["figure_id", "report_id"], "questions": [], "actors": []}
NAMED = {"speaker": "actors", "payer": "actors", "recipient": "actors", "stated_by": "actors", "affiliation": "actors"}
NAMED |= {"parties": "actors", "interested": "actors", "question_id": "questions"}
WIDE = {"content": 60, "sentence": 60, "question": 50, "surface": 24, "title": 30, "description": 30, "note": 30}
LONGEST = 32_000  # letters a cell of a spreadsheet takes
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass
class Sheet:
    """What one run of `renew` did: rows per tab, cells taken back, and cells changed in both places."""

    rows: dict
    taken: pd.DataFrame = field(repr=False)
    conflicts: pd.DataFrame = field(repr=False)
    proposed: int = 0


def waiting(path):
    """Whether ``coding.xlsx`` holds edits that are not in the tables yet."""
    path = Path(path)
    try:
        base = json.loads((path / BASE).read_text(encoding="utf-8"))
        return bool(_edits(path, base, load(path))[0]) if (path / FILE).is_file() else False
    except (OSError, ValueError, KeyError):
        return False


def renew(path):
    """Take back what was edited in ``coding.xlsx``, then write a fresh one from the tables.

    A cell that was changed in the sheet only goes into the CSV table; one that was changed in both places is listed,
    and the table keeps its own. A row added under the last is added, one deleted is deleted. Coloured cells are
    proposals: they count only where a cell of their row was edited, or its column `take` holds anything.

    Parameters
    ----------
    path : str or Path
        Folder of the case.

    Returns
    -------
    Sheet

    Raises
    ------
    CaseError
        A cell that its column cannot take, named by tab and row of the sheet; nothing is changed then.
    """
    path = Path(path)
    if not path.is_dir():
        load(path)
    with write.locked(path):
        _closed(path)
        before, case = write.seen(path), load(path)
        base = _base(path)
        edits, conflicts, places = _edits(path, base, case) if base is not None else ([], [], {})
        files = {}
        for name in dict.fromkeys(edit["table"] for edit in edits):
            _apply(case, name, [edit for edit in edits if edit["table"] == name])
        if edits:
            _check(case, places)
            files |= {f"{name}.csv": written(getattr(case, name)) for name in {edit["table"] for edit in edits}}
        proposed = propose(case)
        tabs = {name: _tab(case, name, proposed) for name in READ}
        offers = _offers(case, proposed)
        files[FILE], files[BASE] = _book(tabs, offers), _record(tabs, offers)
        write.replace(path, files, before)
    columns = ["table", "row", "column", "before", "after"]
    shown = {name: len(tab) for name, tab in tabs.items()}
    return Sheet(shown, pd.DataFrame(edits, columns=columns), pd.DataFrame(conflicts), len(proposed))


def _closed(path):
    for mark in (path / f"~${FILE}", path / f".~lock.{FILE}#"):
        if mark.exists():
            found, remedy = "a sheet that is open in another program", "Save and close it, and run this again."
            raise CaseError([Problem(FILE, None, None, found, "a closed file", remedy)])


def _base(path):
    """The cells as they stood when the sheet was written; None where there is no sheet."""
    if not (path / FILE).is_file():
        return None
    try:
        return json.loads((path / BASE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        remedy = f"Put {BASE} back, or take what you need out of {FILE} and delete it."
        found = "a sheet whose first state is not known"
        raise CaseError([Problem(FILE, None, None, found, BASE, remedy)]) from error


def _tab(case, name, proposed):
    """The rows of a tab in the order of their worth, with what a coder needs to read."""
    table = getattr(case, name).astype("object")
    table = table.where(table.notna(), None)
    if name not in KEYS or not KEYS[name]:
        return table
    about = case.reports[["report_id", "outlet", "published", "url"]].merge(
        case.texts.reindex(columns=["report_id", "title"]), how="left"
    )
    table = table.merge(about.astype("object"), on="report_id", how="left", suffixes=("", "_of_report"))
    for column in ("start", "end", "content", "surface", "speaker_words", "confidence"):
        if column not in table:
            table[column] = None
    table["sentence"] = [sentence(case.text.get(r.report_id), r.start, r.end) for r in table.itertuples()]
    table = table.where(table.notna(), None)
    return table.iloc[_worth(table, name, proposed)]


def _worth(table, name, proposed):
    """Uncoded rows first: those whose proposed question many share, then the surest; coded ones last."""
    key = table.columns[0]
    question = dict(zip(proposed["claim_id"], proposed["question_id"], strict=True)) if name == "claims" else {}
    sure = dict(zip(proposed["claim_id"], proposed["confidence"], strict=True)) if name == "claims" else {}
    shared = pd.Series(list(question.values()), dtype="object").value_counts()
    done = "question_id" if name == "claims" else "payer"
    order = []
    for place, row in enumerate(table.to_dict("records")):
        asked = question.get(row[key])
        size = float(row.get("high") or row.get("low") or 0) if name == "figures" else float(shared.get(asked, 0))
        surety = sure.get(row[key], 0) or float(row["confidence"] or 0)
        order.append((row[done] is not None, -size, -surety, place))
    return [place for *_, place in sorted(order)]


def _columns(name, tab):
    known = [c for c in (*READ[name], *FILL[name], *KEYS[name]) if c in tab]
    return [TAKE, *known] if name in ("claims", "actors") else known


def _offers(case, proposed):
    """Of each tab ``key -> {column: proposed cell}``."""
    offers = {name: {} for name in READ}
    for row in proposed.itertuples():
        cells = {c: getattr(row, c) for c in ("question_id", "value", "speaker")}
        offers["claims"][row.claim_id] = {c: v for c, v in cells.items() if isinstance(v, str)}
    for row in actors(case).head(200).itertuples():
        cells = {c: getattr(row, c) for c in ("actor", "kind", "aliases")}
        offers["actors"][row.actor] = {c: v for c, v in cells.items() if isinstance(v, str)}
    return offers


def _book(tabs, offers):
    """The workbook as bytes."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = CREATED
    offer, head = PatternFill("solid", fgColor="FFF2CC"), PatternFill("solid", fgColor="DDEBF7")
    fill = PatternFill("solid", fgColor="F2F9F2")
    for name, tab in tabs.items():
        sheet, columns = book.create_sheet(name), _columns(name, tab)
        known = set(tab[tab.columns[0]])
        extra = [dict.fromkeys(columns) | {tab.columns[0]: key} for key in offers[name] if key not in known]
        for at, column in enumerate(columns, 1):
            cell = sheet.cell(1, at, column)
            cell.font, cell.fill = Font(bold=True), head
            sheet.column_dimensions[get_column_letter(at)].width = WIDE.get(column, 16)
        for line, row in enumerate([*tab.to_dict("records"), *extra], 2):
            mine = offers[name].get(row[tab.columns[0]], {})
            for at, column in enumerate(columns, 1):
                value = _plain(row.get(column))
                cell = sheet.cell(line, at)
                if column in mine and (value is None or line > len(tab) + 1):
                    value, cell.fill = mine[column], offer
                elif column in FILL[name] and name in ("claims", "figures"):
                    cell.fill = fill
                if value is not None:
                    _set(cell, value, link=column == "url")
                if column in WIDE:
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = sheet.dimensions
    _choices(book, tabs)
    _how(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _set(cell, value, *, link=False):
    """Words stay words, whatever they begin with; an address can be followed."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@"
        if link and re.fullmatch(r"https?://[^\s\"<>]{1,2000}", value):
            cell.hyperlink = value


def _plain(value):
    """A cell of a table as a cell of a spreadsheet."""
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, str):
        return UNSEEN.sub(" ", value)[:LONGEST]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.item() if hasattr(value, "item") else value


def _choices(book, tabs):
    """Drop-down lists: words of a vocabulary, names of the other tabs."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists, at = book.create_sheet("lists"), 0
    lists.sheet_state = "hidden"
    for name, tab in tabs.items():
        sheet, columns = book[name], _columns(name, tab)
        for place, column in enumerate(columns, 1):
            values = schema.TABLES[name].columns[column].metadata["values"] if column in schema.columns(name) else None
            if values:
                at += 1
                for line, word in enumerate(values, 1):
                    lists.cell(line, at, word)
                source = f"lists!${get_column_letter(at)}$1:${get_column_letter(at)}${len(values)}"
            elif NAMED.get(column) and not (name == NAMED[column] and place == 1):
                source = f"{NAMED[column]}!$A$2:$A${max(200, 2 * len(tabs[NAMED[column]]) + 50)}"
            else:
                continue
            rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=bool(values))
            letter = get_column_letter(place)
            rule.add(f"{letter}2:{letter}{len(tab) + 200}")
            sheet.add_data_validation(rule)


def _how(book):
    """The first tab: how to fill the others."""
    sheet = book.create_sheet("how", 0)
    sheet.column_dimensions["A"].width = 110
    for line, words in enumerate(HOW.strip().splitlines(), 1):
        sheet.cell(line, 1, words)


HOW = """
How to fill this sheet: fill it in, save it, run make sheet again. Your cells go into the tables; a fresh sheet comes.
1. questions: a row for each thing on which the reports agree or differ: a key without blanks, the question, its type.
2. actors: a row for each person, body or state that speaks, pays or receives; other names go to aliases, parted by |.
3. claims: three cells a row are enough: speaker, question_id, value. Delete rows that are no claim. Best rows first.
4. figures: payer, recipient, status; the same money told twice has one flow_id.
A yellow row is only proposed: it counts when you edit one of its cells, or write x in its column take.
Values: yes or no; bare numbers without thousands marks; dates as 2024-10-22. At least, up to: leave low or high empty.
A cell that you clear stays empty, a row that you delete stays away. What you do not touch stays as it is.
"""


def _record(tabs, offers):
    """The cells of the sheet as they were written, to tell later what was edited."""
    made = {}
    for name, tab in tabs.items():
        columns = [c for c in _columns(name, tab) if c in FILL[name]]
        cells = {str(row[tab.columns[0]]): {c: _spelled(row.get(c)) for c in columns} for row in tab.to_dict("records")}
        made[name] = {"columns": columns, "cells": cells, "offers": offers[name]}
    return (json.dumps(made, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()


def _spelled(value):
    """A cell as words, whatever a spreadsheet made of it; None where blank."""
    value = _plain(value)
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip() or None


def _edits(path, base, case):
    """What was changed in the sheet since it was written: edits, conflicts, and the row of each key in its tab."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path / FILE, data_only=True)
    except Exception as error:  # the library raises what its parts raise
        remedy = "Save it as .xlsx again; or delete it, and run make sheet (edits in it are lost then)."
        raise CaseError([Problem(FILE, None, None, "no workbook that can be read", "an .xlsx file", remedy)]) from error
    edits, conflicts, places = [], [], {}
    for name in READ:
        if name not in book.sheetnames or name not in base:
            continue
        rows = list(book[name].iter_rows(values_only=True))
        header = [str(c).strip() if c is not None else "" for c in rows[0]] if rows else []
        key = schema.columns(name)[0]
        if key not in header:
            found, remedy = f"no column {key} in tab {name}", "Put it back, or delete the file and run make sheet."
            raise CaseError([Problem(FILE, 1, key, found, key, remedy)])
        found = _compared(case, name, base[name], header, rows[1:])
        edits, conflicts = edits + found[0], conflicts + found[1]
        places[name] = found[2]
    return edits, conflicts, places


def _compared(case, name, base, header, rows):
    """Edits and conflicts of one tab, and the row of each key."""
    key, table = schema.columns(name)[0], getattr(case, name).astype("object")
    now = {str(row[key]): {c: _spelled(row.get(c)) for c in base["columns"]} for row in table.to_dict("records")}
    edits, conflicts, places = [], [], {}
    for line, row in enumerate(rows, 2):
        cells = {c: _spelled(v) for c, v in zip(header, row, strict=False) if c}
        if not any(cells.get(c) for c in (*FILL[name], key)):
            continue
        label = cells.get(key) or _new_label(name, cells, {*now, *places}, line)
        places[label] = line
        offer, before = base["offers"].get(label, {}), base["cells"].get(label)
        if before is None and label not in now:
            told = {c: cells[c] for c in (*FILL[name], *KEYS[name]) if cells.get(c)}
            if told != offer or cells.get(TAKE):
                row = {"table": name, "row": label, "column": "(row)", "before": None, "after": {**told, key: label}}
                edits.append(row)
            continue
        old = before or dict.fromkeys(base["columns"])
        shown = {c: old[c] if old[c] is not None else offer.get(c) for c in base["columns"]}
        new = {c: cells.get(c) if c in header else shown[c] for c in base["columns"]}
        if new == shown and not cells.get(TAKE):
            continue  # not touched: what is proposed stays proposed
        for column in base["columns"]:
            if new[column] == old[column] or label not in now or new[column] == now[label][column]:
                continue
            edit = {"table": name, "row": label, "column": column, "before": now[label][column], "after": new[column]}
            (edits if now[label][column] == old[column] else conflicts).append(edit)
    for label, before in base["cells"].items():
        if label not in places and label in now:
            edit = {"table": name, "row": label, "column": "(row)", "before": label, "after": None}
            (edits if now[label] == before else conflicts).append(edit)
    return edits, conflicts, places


def _new_label(name, cells, taken, line):
    """A key for a row that was added without one."""
    if name in ("questions", "actors"):
        return f"row {line}"  # its key is required: the check names it
    stem, n = cells.get("report_id") or "row", 1
    while f"{stem}-{name[0]}{n}" in taken:
        n += 1
    return f"{stem}-{name[0]}{n}"


def _apply(case, name, edits):
    """The table with the edits in it."""
    key, table = schema.columns(name)[0], getattr(case, name).astype("object")
    rows = {str(row[key]): row for row in table.where(table.notna(), None).to_dict("records")}
    for edit in edits:
        if edit["column"] != "(row)":
            rows[edit["row"]][edit["column"]] = edit["after"]
        elif edit["after"] is None:
            rows.pop(edit["row"], None)
        else:
            rows[edit["row"]] = dict.fromkeys(table.columns) | edit["after"]
    setattr(case, name, pd.DataFrame(list(rows.values()), columns=table.columns, dtype="object"))


def _check(case, places):
    """Refuse what the tables cannot take, by tab and row of the sheet."""
    problems = []
    for name in schema.TABLES:
        setattr(case, name, check_table(name, getattr(case, name), problems))
    if not problems:
        check_together(case, problems)
    keys = {f"{name}.csv": list(getattr(case, name)[schema.columns(name)[0]]) for name in places}
    told = []
    for p in problems:
        name, labels = p.file.removesuffix(".csv"), keys.get(p.file)
        line = places[name].get(labels[p.row - 2]) if labels and p.row and p.row - 2 < len(labels) else None
        told.append(Problem(f"{FILE}, tab {name}", line, p.column, p.found, p.expected, p.remedy) if line else p)
    if told:
        raise CaseError(told)
