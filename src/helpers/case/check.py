"""Every check a case must pass: each cell by its column's schema, then the tables against each other."""

import re

import pandas as pd
import pandera.errors

from ..names import names_in
from ..schema import DATE, PLAIN, TABLES
from .errors import Problem

_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
_KIND = {
    "integer": "a whole number",
    "number": "a number with a decimal point and no thousands mark",
    "boolean": "true or false",
    "date": "a date as YYYY-MM-DD, YYYY-MM or YYYY",
    "text": "text",
}


def check_table(name, frame, problems):
    """The table with every column of its schema in order and typed; defects are added to `problems`."""
    schema = TABLES[name]
    rows = frame.index if frame.index.name == "row" else pd.RangeIndex(2, len(frame) + 2)
    out = pd.DataFrame(index=range(len(frame)))
    for column, spec in schema.columns.items():
        if column not in frame:
            if not spec.nullable:
                found, remedy = "no such column", "Add the column."
                problems.append(Problem(f"{name}.csv", 1, column, found, spec.description, remedy))
            out[column] = pd.Series(index=out.index, dtype=spec.dtype.type)
            continue
        cells = frame[column].reset_index(drop=True)
        out[column] = _typed(name, column, spec, cells, rows, problems)
    for extra in frame.columns.difference(list(schema.columns), sort=False):
        out[extra] = frame[extra].to_numpy()
    _check_schema(name, schema, out, rows, problems)
    _check_order(name, schema, out, rows, problems)
    return out


def _typed(name, column, spec, cells, rows, problems):
    kind = spec.metadata["kind"]
    if kind in ("text", "date"):
        return cells.astype("str")
    if kind == "boolean":
        values = cells.astype("object").map(lambda v: _BOOLEANS.get(str(v).lower()), na_action="ignore")
        typed = values.astype("boolean")
    else:
        typed = pd.to_numeric(cells, errors="coerce")
        typed = typed.where(typed.abs() != float("inf"))
        if kind == "integer":
            typed = typed.where(typed.isna() | (typed % 1 == 0)).astype("Int64")
        else:
            typed = typed.astype("float64")
    for i in cells.index[cells.notna() & typed.isna()]:
        remedy = "Correct the cell, or leave it empty." if spec.nullable else "Correct the cell."
        problems.append(Problem(f"{name}.csv", int(rows[i]), column, repr(cells[i]), _KIND[kind], remedy))
    return typed


def _check_schema(name, schema, frame, rows, problems):
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as e:
        reported = {(p.row, p.column) for p in problems if p.file == f"{name}.csv"}
        for failure in e.failure_cases.itertuples():
            if failure.column not in schema.columns or pd.isna(failure.index):
                continue
            row = int(rows[int(failure.index)])
            spec = schema.columns[failure.column]
            if (row, failure.column) in reported:
                continue
            reported.add((row, failure.column))
            found = "an empty cell" if pd.isna(failure.failure_case) else repr(failure.failure_case)
            problems.append(Problem(f"{name}.csv", row, failure.column, found, expected(spec), "Correct the cell."))
    key = list(schema.metadata["key"])
    if key:
        for i in frame.index[frame.duplicated(key) & frame[key].notna().all(axis=1)]:
            found = ", ".join(str(v) for v in frame.loc[i, key]) + " a second time"
            remedy = "Give the row a key of its own, or delete it."
            problems.append(Problem(f"{name}.csv", int(rows[i]), " + ".join(key), found, "a unique key", remedy))


def expected(spec):
    """What a column takes, in words."""
    meta = spec.metadata
    words = _KIND[meta["kind"]]
    if meta["values"]:
        words = "one of " + ", ".join(meta["values"])
    elif meta["kind"] == "text" and meta["pattern"].startswith("^https"):
        words = "an address that starts with http:// or https://"
    elif meta["kind"] == "text" and "[A-Z]{3}" in meta["pattern"]:
        words = "an ISO 4217 code such as USD"
    elif meta["kind"] == "text" and meta["pattern"] == PLAIN:
        words = "text without control characters"
    elif meta["kind"] == "text":
        words = f"text of the form {meta['pattern']}"
    if meta["least"] is not None:
        words += f", at least {meta['least']}"
    if meta["most"] is not None:
        words += f", at most {meta['most']}"
    return words + ("" if spec.nullable else ", never empty")


def _check_order(name, schema, frame, rows, problems):
    for low, high in schema.metadata["order"]:
        for i in frame.index[(frame[low] > frame[high]).fillna(False)]:
            found = f"{low} {frame.loc[i, low]} above {high} {frame.loc[i, high]}"
            problems.append(
                Problem(f"{name}.csv", int(rows[i]), low, found, f"{low} ≤ {high}", "Swap or correct them.")
            )


def check_together(case, problems, rows=None):
    """References between tables, answers against their question's type, offsets against texts.

    `rows` gives for a table the file row of each of its rows, where they do not simply start at 2.
    """
    rows = {t: (rows or {}).get(t, range(2, len(getattr(case, t)) + 2)) for t in TABLES}
    names = {
        "reports": set(case.reports["report_id"]),
        "outlets": set(case.outlets["outlet"]),
        "questions": set(case.questions["question_id"]),
        "actors": set(case.actors["actor"]),
        "flows": set(case.figures["flow_id"].dropna()),
    }
    for table, schema in TABLES.items():
        frame = getattr(case, table)
        for column, spec in schema.columns.items():
            refers = spec.metadata["refers"]
            if refers and len(frame):
                _check_reference(table, column, frame, refers, names, rows[table], problems)
    for table in ("claims", "second_coding", "outcomes"):
        _check_answers(table, getattr(case, table), case.questions, rows[table], problems)
    if case.text:
        for table in ("mentions", "amounts"):
            _check_offsets(table, getattr(case, table), case.text, rows[table], problems)
        for table in ("claims", "figures"):
            _check_sheet(table, getattr(case, table), case.text, rows[table], problems)


def _check_reference(table, column, frame, refers, names, rows, problems):
    targets = (refers,) if isinstance(refers, str) else refers
    if not any(names[t] for t in targets):
        return  # the table it points to is not part of this case
    known = set().union(*(names[t] for t in targets))
    chained = isinstance(refers, tuple)
    for i, cell in frame[column].dropna().items():
        unknown = [n for n in (names_in(cell) if chained and cell not in known else [cell]) if n not in known]
        if unknown:
            where = " or ".join(f"{t}.csv" if t != "flows" else "figures.csv (flow_id)" for t in targets)
            remedy = "Add it there, or use the name that stands there; a name must be spelled alike everywhere."
            problems.append(
                Problem(f"{table}.csv", int(rows[i]), column, repr(unknown[0]), f"a name listed in {where}", remedy)
            )


def _check_answers(table, frame, questions, rows, problems):
    """Values and bounds against the question's answer type."""
    types = dict(zip(questions["question_id"], questions["answer_type"], strict=True))
    cells = [c for c in ("value", "low", "high") if c in frame]
    for i, row in zip(frame.index, frame[["question_id", *cells]].itertuples(index=False), strict=True):
        kind = types.get(row.question_id)
        for column in cells:
            cell = getattr(row, column)
            words = None if pd.isna(cell) else _wrong_answer(kind, column, cell)
            if words:
                remedy = "A denial is no with modality denies; what nobody can say is an empty value."
                remedy = remedy if kind == "yes_no" else "Write the bare value; qualifiers go to low and high."
                problems.append(Problem(f"{table}.csv", int(rows[i]), column, repr(cell), words, remedy))


def _wrong_answer(kind, column, cell):
    if kind == "yes_no" and (column != "value" or cell not in ("yes", "no")):
        return "yes or no" if column == "value" else "no bounds on a yes/no question"
    if kind == "date" and not re.match(DATE, cell):
        return _KIND["date"]
    if kind == "number" and pd.isna(pd.to_numeric(cell, errors="coerce")):
        return _KIND["number"]
    return None


def _check_offsets(table, frame, texts, rows, problems):
    for i, row in zip(frame.index, frame.itertuples(index=False), strict=True):
        text = texts.get(row.report_id)
        if text is None or pd.isna(row.end):
            continue
        if text[row.start : row.end] != row.surface:
            found = f"{row.surface!r} at {row.start}-{row.end} of {row.report_id}"
            words = f"the text there: {text[row.start : row.end]!r}"
            problems.append(
                Problem(f"{table}.csv", int(rows[i]), "start", found, words, "Correct start and end, or surface.")
            )


def _check_sheet(table, frame, texts, rows, problems):
    """Offsets of a drafted row: a claim's must lie in the text, a sum's give its words."""
    if not {"start", "end"} <= set(frame):
        return
    numbers = frame[["start", "end"]].apply(pd.to_numeric, errors="coerce")
    remedy = "Correct start, end or the words, or leave start and end empty."
    for i, row in zip(frame.index, frame.itertuples(index=False), strict=True):
        text = texts.get(row.report_id)
        if text is None or (pd.isna(row.start) and pd.isna(row.end)):
            continue
        start, end = numbers.loc[i]
        found = None
        if not (0 <= start < end <= len(text) and start % 1 == end % 1 == 0):
            found, words = f"{row.start}-{row.end}", f"two whole numbers within the text (0 to {len(text)})"
        elif table == "figures" and not pd.isna(said := getattr(row, "surface", None)):
            words = text[int(start) : int(end)]
            found = f"{said!r} at {row.start}-{row.end} of {row.report_id}" if words != said else None
            words = f"the text there: {words!r}"
        if found:
            problems.append(Problem(f"{table}.csv", int(rows[i]), "start", found, words, remedy))
