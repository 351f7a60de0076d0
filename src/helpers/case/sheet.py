"""The coding sheet: what the machine drafts anew under what a reader has written, cleared or deleted."""

import logging

import pandas as pd

from .. import schema

log = logging.getLogger(__name__)

# What the machine may correct when it reads the text again; every other cell that is filled in stays as it is.
REREAD = frozenset(["start", "end", "confidence", "approximate"])
WORDS = {"claims": "content", "figures": "surface"}
CODED = {"claims": ["question_id", "value", "note"], "figures": ["payer", "recipient", "status", "flow_id", "note"]}


def filled(old, new, name):
    """Rows of a table with a key: cells filled in win over new ones, rows that are not drafted stay."""
    by = schema.columns(name)[0]
    columns = list(dict.fromkeys([*schema.columns(name), *old.columns, *new.columns]))
    mine = {row[by]: row for row in _records(old, columns)}
    drafted = _records(new, columns)
    names = {row[by] for row in drafted}
    rest = [row for label, row in mine.items() if label not in names]
    return _table([*rest, *(_merged(row, mine.get(row[by])) for row in drafted)], columns)


def kept(name, old, new, base, texts):
    """The sheet as it stands after another draft.

    Parameters
    ----------
    name : {"claims", "figures"}
        Which sheet.
    old, new, base : pandas.DataFrame
        The sheet as the reader left it; the rows drafted now; those drafted the time before, as they were drafted.
    texts : dict
        ``report_id -> text`` of the reports that were read again.

    Returns
    -------
    (pandas.DataFrame, pandas.DataFrame)
        The sheet, and the rows drafted, for the next time. A row that was drafted before and is not in `old` was
        deleted, a cell that was drafted and is empty in `old` was cleared: both stay so.
    """
    label, words = schema.columns(name)[0], WORDS[name]
    columns = list(dict.fromkeys([*schema.columns(name), *old.columns, *new.columns]))
    old, new, base = (_records(frame, columns) for frame in (old, new, base))
    _label(old, new, base, label, words, name[0])
    mine, before = ({row[label]: row for row in rows} for rows in (old, base))
    drafted = {row[label] for row in new}
    rest = [
        row
        for row in old
        if row[label] not in drafted
        and (row["report_id"] not in texts or row[words] is None or any(row[c] is not None for c in CODED[name]))
    ]
    rows = [
        _merged(row, mine.get(row[label]), before.get(row[label]), words)
        for row in new
        if row[label] in mine or row[label] not in before
    ]
    rows += rest
    _place(rows, name, label, words, texts)
    rows.sort(key=lambda row: (row["report_id"], _start(row), row[label]))
    return _table(rows, columns), _table([r for r in base if r["report_id"] not in texts] + new, columns)


def _records(frame, columns):
    """The rows as dictionaries, missing cells None."""
    cells = frame.reindex(columns=columns).astype(object)
    return cells.where(cells.notna(), None).to_dict("records")


def _table(rows, columns):
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _start(row):
    try:
        return float(row["start"])
    except (TypeError, ValueError):
        return float("inf")


def _label(old, new, base, label, words, letter):
    """Give the rows drafted now their ids; a wording that recurs keeps each of its codings in the order of the text."""
    known, waiting = {row[label] for row in base}, {}
    for row in [*base, *(row for row in old if row[label] not in known)]:
        waiting.setdefault(_wording(row["report_id"], row[words]), []).append(row[label])
    taken, counts = known | {row[label] for row in old}, {}
    for row in new:
        report = row["report_id"]
        if same := waiting.get(_wording(report, row[words])):
            row[label] = same.pop(0)
            continue
        n = counts.get(report, 0) + 1
        while f"{report}-{letter}{n}" in taken:
            n += 1
        counts[report] = n
        row[label] = f"{report}-{letter}{n}"
        taken.add(row[label])


def _wording(*cells):
    return tuple(" ".join(str(cell).casefold().split()) for cell in cells)


def _merged(row, mine, before=None, words=None):
    """A drafted row under the reader's: filled cells win, cells drafted before that are empty now stay empty."""
    if mine is None:
        return row
    same = words is not None and _wording(mine[words]) == _wording(row[words])
    merged = dict(row)
    for column, cell in mine.items():
        if cell is not None:
            if not (same and column in REREAD):
                merged[column] = cell
        elif before is not None and before.get(column) is not None and column not in REREAD:
            merged[column] = None
    return merged


def _place(rows, name, label, words, texts):
    """Correct the offsets of rows whose words have moved, and empty those of rows whose words are gone."""
    lost = []
    for row in rows:
        text, said = texts.get(row["report_id"]), row[words]
        if text is None or said is None or row["start"] is None or row["end"] is None:
            continue
        if stands(name, text, int(float(row["start"])), int(float(row["end"])), said):
            continue
        once = name == "figures" and text.count(said) == 1
        first = text.find(said) if once else None
        row["start"], row["end"] = (first, first + len(said)) if once else (None, None)
        if not once:
            lost.append(row[label])
    if lost:
        log.warning("%s.csv: the words of %s no longer stand in the text; offsets left empty.", name, ", ".join(lost))


def stands(name, text, start, end, words):
    """Whether a sum stands at its offsets, and each part of a claim's content between them."""
    if name == "figures":
        return text[start:end] == words
    hull = " ".join(text[start:end].split())
    return all(part in hull for part in words.split(" … "))
