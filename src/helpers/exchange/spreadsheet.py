"""Tables as one ``.xlsx`` workbook, a sheet each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from .glossary import about_column, about_table

__all__ = ["write"]

MOST_ROWS, LONGEST_CELL, LONGEST_NAME, WIDEST = 1_048_575, 32_767, 31, 60
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def write(tables: Mapping[str, pd.DataFrame], path: str | Path) -> Path:
    """Write `tables` as a workbook: a first sheet that says what each holds, then a sheet each with a frozen header.

    Text stays text: what begins with an equals sign is no formula. Characters that a workbook cannot hold are left out,
    and a cell longer than 32,767 characters ends in an ellipsis.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        The index is left out.
    path : str or Path

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ValueError
        If a table has more rows than a sheet can take.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write({"sums": pd.DataFrame({"payer": ["=A"]})}, Path(folder) / "toy.xlsx").name
    'toy.xlsx'
    """
    from openpyxl import Workbook

    path = Path(path)
    for name, table in tables.items():
        if len(table) > MOST_ROWS:
            raise ValueError(
                f"{name}: {len(table):,} rows, and a sheet takes {MOST_ROWS:,}; use the data package or DuckDB"
            )
    book = Workbook()
    sheets = _sheet_names(tables)
    contents = pd.DataFrame(
        [(sheets[n], str(c), about_table(n), about_column(n, str(c))) for n, t in tables.items() for c in t.columns],
        columns=["sheet", "column", "what the sheet holds", "what the column holds"],
    )
    _fill(book.active, "contents", contents)
    for name, table in tables.items():
        _fill(book.create_sheet(), sheets[name], table)
    part = path.with_name(f".{path.name}.part")
    book.save(part)
    part.replace(path)
    return path


def _sheet_names(tables):
    """A name for each sheet: at most 31 characters, none twice whatever the case of its letters."""
    names, taken = {}, {"contents"}
    for name in tables:
        short = base = _FORBIDDEN.sub("-", name).strip("'")[:LONGEST_NAME] or "table"
        number = 1
        while short.lower() in taken:
            number += 1
            short = f"{base[: LONGEST_NAME - len(str(number)) - 1]}-{number}"
        taken.add(short.lower())
        names[name] = short
    return names


def _fill(sheet, name, table):
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.title = name
    for number, column in enumerate(map(str, table.columns), 1):
        _put(sheet.cell(1, number), column).font = Font(bold=True)
    for row, cells in enumerate(table.astype("object").itertuples(index=False, name=None), 2):
        for number, value in enumerate(cells, 1):
            if value is not None and not pd.isna(value):
                _put(sheet.cell(row, number), value)
    sheet.freeze_panes = "A2"
    if len(table.columns):
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table) + 1}"
    for number, column in enumerate(table.columns, 1):
        lengths = sorted(min(len(str(cell)), WIDEST) for cell in table[column].head(1_000))
        wide = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
        sheet.column_dimensions[get_column_letter(number)].width = max(len(str(column)), wide) + 2


def _put(cell, value):
    """A value as itself, and text as text, never as a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value).encode("utf-8", "replace").decode("utf-8")
        cell.value = text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
        cell.data_type = "s"
    else:
        cell.value = value.item() if hasattr(value, "item") else value
        if isinstance(cell.value, float) and cell.value in (float("inf"), float("-inf")):
            cell.value = str(cell.value)
    return cell
