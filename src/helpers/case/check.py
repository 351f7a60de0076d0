"""Every check a case must pass: each cell by its column's schema, then the tables against each other."""

import logging
import re
from decimal import Decimal

import pandas as pd

from ..names import names_in
from ..schema import TABLES
from . import cells
from .errors import Problem, listed, shown

log = logging.getLogger(__name__)

# What people write where they do not know; in a cell that names somebody it counts as missing.
STAND_INS = frozenset(
    [
        "unknown", "unknown outlet", "not known", "unnamed outlet", "no outlet", "n/a", "n.a.", "na", "nan", "none",
        "null", "nil", "-", "--", "–", "—", "?", "??", "???", "tbd", "unbekannt", "inconnu", "inconnue", "desconocido",
        "sconosciuto", "nieznany", "неизвестно", "невідомо",
    ]
)  # fmt: skip
SUGGESTED = 20  # distinct unknown names of a column for which a near one is looked up


def check_table(name, frame, problems):
    """The table with every column of its schema in order and typed; defects are added to `problems`."""
    schema = TABLES[name]
    rows = frame.index if frame.index.name == "row" else pd.RangeIndex(2, len(frame) + 2)
    made = {}
    for column, spec in schema.columns.items():
        if column in frame:
            made[column] = cells.read(name, column, spec, frame[column], rows, problems)
            continue
        if not spec.nullable:
            found, remedy = "no such column", "Add the column, and fill it in each row."
            problems.append(Problem(f"{name}.csv", 1, column, found, spec.description, remedy))
        made[column] = pd.Series(index=range(len(frame)), dtype=spec.dtype.type)
    out = pd.DataFrame(made, index=range(len(frame)))
    extra = [c for c in frame.columns if c not in made]
    if extra:
        out = pd.concat([out, frame[extra].set_axis(range(len(frame)))], axis=1)
    _check_key(name, schema, out, rows, problems)
    _check_order(name, schema, out, rows, problems)
    return out


def _check_key(name, schema, frame, rows, problems):
    key = list(schema.metadata["key"])
    if not key:
        return
    whole = frame[key].notna().all(axis=1)
    for i in frame.index[frame.duplicated(key) & whole]:
        found = ", ".join(str(v) for v in frame.loc[i, key]) + " a second time"
        remedy = "Give the row a key of its own, or delete it."
        problems.append(Problem(f"{name}.csv", int(rows[i]), " + ".join(key), found, "a unique key", remedy))


def _check_order(name, schema, frame, rows, problems):
    for low, high in schema.metadata["order"]:
        for i in frame.index[(frame[low] > frame[high]).fillna(False)]:
            found = f"{low} {frame.loc[i, low]:g} above {high} {frame.loc[i, high]:g}"
            problems.append(
                Problem(f"{name}.csv", int(rows[i]), low, found, f"{low} ≤ {high}", "Swap or correct them.")
            )


def check_together(case, problems, rows=None):
    """References between tables, answers against their question's type, offsets against texts.

    Answers are put into their one spelling, and words that stand for "not known" become missing.
    `rows` gives for a table the file row of each of its rows, where they do not simply start at 2.
    """
    rows = {t: (rows or {}).get(t, range(2, len(getattr(case, t)) + 2)) for t in TABLES}
    _fold_stand_ins(case)
    names = {
        "reports": set(case.reports["report_id"]),
        "outlets": set(case.outlets["outlet"]),
        "questions": set(case.questions["question_id"]),
        "actors": set(case.actors["actor"]),
        "flows": {*case.figures["flow_id"].dropna(), *_wholes(case.parts)},
    }
    for table, schema in TABLES.items():
        frame = getattr(case, table)
        for column, spec in schema.columns.items():
            refers = spec.metadata["refers"]
            if refers and len(frame):
                _check_reference(table, column, frame, refers, names, rows[table], problems)
    for table in ("claims", "second_coding", "outcomes"):
        _check_answers(table, getattr(case, table), case.questions, rows[table], problems)
    _check_contrast(case.questions, names["questions"], rows["questions"], problems)
    _check_circle("parts", case.parts["child"], case.parts["parent"], "parent", rows["parts"], problems)
    above = case.actors["affiliation"]
    _check_circle("actors", case.actors["actor"], above, "affiliation", rows["actors"], problems)
    _check_contracts(case.figures, rows["figures"], problems)
    if case.text:
        for table in ("mentions", "amounts"):
            _check_offsets(table, getattr(case, table), case.text, rows[table], problems)
        for table in ("claims", "figures"):
            _check_sheet(table, getattr(case, table), case.text, rows[table], problems)


def _fold_stand_ins(case):
    """Cells that name nobody ("unknown", "n/a") become missing, said once a column."""
    outlets = case.outlets[~case.outlets["outlet"].str.casefold().isin(STAND_INS)]
    listed_names = {*case.actors["actor"], *outlets["outlet"]}
    for table, schema in TABLES.items():
        for column, spec in schema.columns.items():
            refers = spec.metadata["refers"]
            named = refers == "outlets" or isinstance(refers, tuple) or (table, column) == ("actors", "affiliation")
            frame = getattr(case, table)
            if not named or not spec.nullable or frame.empty:
                continue
            stands = frame[column].str.casefold().isin(STAND_INS) & ~frame[column].isin(listed_names)
            if stands.any():
                word = frame.loc[stands.idxmax(), column]
                log.warning(
                    "%s.csv, column %s: %r counts as not known (%s).", table, column, word, listed(stands.sum(), "cell")
                )
                frame.loc[stands, column] = None
    if len(outlets) < len(case.outlets):
        # Only an outlet: a row of it would be counted as one.
        case.outlets = outlets.reset_index(drop=True)


def _wholes(parts):
    """Wholes that several parts name: of such a one no sum need be stated; a name that stands once is a misspelling."""
    counts = parts.drop_duplicates(["child", "parent"])["parent"].value_counts()
    return set(counts.index[counts > 1])


def _check_reference(table, column, frame, refers, names, rows, problems):
    targets = (refers,) if isinstance(refers, str) else refers
    if not any(names[t] for t in targets):
        return  # the table it points to is not part of this case
    known = set().union(*(names[t] for t in targets))
    chained = isinstance(refers, tuple)
    unknown = {}
    for cell in frame[column].dropna().unique():
        if cell not in known:
            missing = [n for n in (names_in(cell) if chained else [cell]) if n not in known]
            if missing or not names_in(cell):
                unknown[cell] = missing[0] if missing else cell
            elif re.match(r"[>+]\s|.*\s[>+]$", cell):
                unknown[cell] = cell
    where = " or ".join(f"{t}.csv" if t != "flows" else "figures.csv (flow_id)" for t in targets)
    remedies = {name: _naming(name, known) for name in list(dict.fromkeys(unknown.values()))[:SUGGESTED]}
    standard = "Add it there, or use the name that stands there; a name must be spelled alike everywhere."
    for i, cell in frame[column][frame[column].isin(list(unknown))].items():
        remedy = remedies.get(unknown[cell]) or standard
        found = shown(unknown[cell])
        problems.append(Problem(f"{table}.csv", int(rows[i]), column, found, f"a name listed in {where}", remedy))


def _naming(name, known):
    """How an unlisted name can be mended: another spelling, or several names set apart wrongly."""
    for mark in (", ", "; ", ";", ",", "&", " and ", "+", ">"):
        parts = [part.strip() for part in name.split(mark)]
        if len(parts) > 1 and all(part in known for part in parts):
            joint = " > " if mark == ">" else " + "
            return f"Write {joint.join(parts)!r}, with blanks around the mark."
    if near := cells.suggestion(name, known):
        return f"Did you mean {near!r}? Use that name, or add this one there."
    return None


def _check_answers(table, frame, questions, rows, problems):
    """Values and bounds by the question's answer type, each put into its one spelling."""
    types = dict(zip(questions["question_id"], questions["answer_type"], strict=True))
    columns = [c for c in ("value", "low", "high") if c in frame]
    kinds = frame["question_id"].map(types)
    _ask_for_thousands(table, frame[kinds.eq("number")], columns, rows, problems)
    for column in columns:
        for (kind, cell), members in frame.groupby([kinds, frame[column]]).groups.items():
            try:
                plain = cells.answer(kind, column, cell)
            except cells.Wrong as wrong:
                remedy = wrong.remedy
                if kind == "number" and "bare number" in remedy:
                    remedy = "Write the bare value; qualifiers go to low and high."
                for i in members:
                    problems.append(Problem(f"{table}.csv", int(rows[i]), column, shown(cell), wrong.expected, remedy))
                continue
            if plain != cell:
                frame.loc[members, column] = plain
    if {"low", "high"} <= set(columns):
        _check_bounds(table, frame, kinds, rows, problems)


def _check_bounds(table, frame, kinds, rows, problems):
    both = frame[frame["low"].notna() & frame["high"].notna() & kinds.isin(["number", "date"])]
    for i, low, high in zip(both.index, both["low"], both["high"], strict=True):
        try:
            above = Decimal(low) > Decimal(high) if kinds[i] == "number" else low > high and not low.startswith(high)
        except ArithmeticError:
            continue  # named already
        if above:
            found, remedy = f"low {low} above high {high}", "Swap or correct them."
            problems.append(Problem(f"{table}.csv", int(rows[i]), "low", found, "low ≤ high", remedy))


def _ask_for_thousands(table, frame, columns, rows, problems):
    """``40.689`` among whole numbers is forty thousand in another habit, or a slip: nobody but the reader knows."""
    for question, group in frame.groupby("question_id") if columns else ():
        told = group[columns].stack()
        odd = told[told.str.fullmatch(r"\d{1,3}\.\d{3}")]
        rest = told.drop(odd.index)
        if odd.empty or rest.str.contains(".", regex=False).any():
            continue
        if (pd.to_numeric(rest, errors="coerce") >= 100).any():
            for (i, column), cell in odd.items():
                remedy = f"Write {cell.replace('.', '')} if thousands are meant, {cell}e0 if not."
                found, whole = f"{cell!r} among whole answers to {question}", "a number without thousands marks"
                problems.append(Problem(f"{table}.csv", int(rows[i]), column, found, whole, remedy))


def _check_contrast(questions, known, rows, problems):
    """``question_id: word`` of each question that this one is mixed up with."""
    for i, cell in questions["contrast"].dropna().items() if "contrast" in questions else ():
        for part in filter(None, (p.strip() for p in cell.split(";"))):
            other, colon, word = part.partition(":")
            if other.strip() in known and other.strip() != questions.loc[i, "question_id"] and colon and word.strip():
                continue
            words = "another question_id, a colon and the word that tells them apart"
            near = cells.suggestion(other, known - {questions.loc[i, "question_id"]})
            remedy = f"Did you mean {near}?" if near else "Write it as in crossed_before: already; several after ;."
            problems.append(Problem("questions.csv", int(rows[i]), "contrast", shown(part), words, remedy))


def _check_circle(table, lower, upper, column, rows, problems):
    """A chain that comes back to where it began; named once, at the first of its rows."""
    above, at = {}, {}
    for i, one, other in zip(lower.index, lower, upper, strict=True):
        if not (pd.isna(one) or pd.isna(other)):
            above.setdefault(one, []).append(other)
            at.setdefault((one, other), i)
    done, reported = set(), set()
    for start in above:
        line, walk = [start], [iter(above[start])] if start not in done else []
        while walk:
            following = next(walk[-1], None)
            if following is None:
                done.add(line.pop())
                walk.pop()
            elif following in line:
                circle = [*line[line.index(following) :], following]
                if not reported & set(circle):
                    reported |= set(circle)
                    row, found = int(rows[at[tuple(circle[-2:])]]), shown(" > ".join(map(str, circle)))
                    words = "a chain that ends"
                    problems.append(Problem(f"{table}.csv", row, column, found, words, "Blank or correct one of them."))
            elif following in above and following not in done:
                line.append(following)
                walk.append(iter(above[following]))


def _check_contracts(figures, rows, problems):
    """One flow is owed in one currency."""
    told = figures.dropna(subset=["flow_id", "contract"])
    first = told.groupby("flow_id")["contract"].transform("first")
    for i in told.index[told["contract"] != first]:
        found = f"{told.loc[i, 'contract']} for {told.loc[i, 'flow_id']}, which is owed in {first[i]} above"
        remedy = "Correct one of the cells, or give the row a flow_id of its own."
        problems.append(
            Problem("figures.csv", int(rows[i]), "contract", found, "one currency for a flow's contract", remedy)
        )


def _check_offsets(table, frame, texts, rows, problems):
    for i, row in zip(frame.index, frame.itertuples(index=False), strict=True):
        text = texts.get(row.report_id)
        if text is None or pd.isna(row.start) or pd.isna(row.end):
            continue
        if text[row.start : row.end] != row.surface:
            found = f"{shown(row.surface)} at {row.start}-{row.end} of {row.report_id}"
            words = f"the text there: {shown(text[row.start : row.end])}"
            problems.append(
                Problem(f"{table}.csv", int(rows[i]), "start", found, words, "Correct start and end, or surface.")
            )


def _check_sheet(table, frame, texts, rows, problems):
    """Offsets of a drafted row: a claim's must lie in the text, a sum's give its words."""
    if not {"start", "end"} <= set(frame):
        return
    numbers = (
        frame[["start", "end"]].apply(pd.to_numeric, errors="coerce").to_numpy(dtype="float64", na_value=float("nan"))
    )
    remedy = "Correct start, end or the words, or leave start and end empty."
    for (start, end), row, at in zip(numbers, frame.itertuples(index=False), rows, strict=True):
        text = texts.get(row.report_id)
        if text is None or (pd.isna(row.start) and pd.isna(row.end)):
            continue
        found = None
        if not (0 <= start < end <= len(text) and start % 1 == end % 1 == 0):
            found, words = f"{row.start}-{row.end}", f"two whole numbers within the text (0 to {len(text)})"
        elif table == "figures" and not pd.isna(said := getattr(row, "surface", None)):
            words = text[int(start) : int(end)]
            found = f"{shown(said)} at {row.start}-{row.end} of {row.report_id}" if words != said else None
            words = f"the text there: {shown(words)}"
        if found:
            problems.append(Problem(f"{table}.csv", int(at), "start", found, words, remedy))
