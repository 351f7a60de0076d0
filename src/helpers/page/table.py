"""Tables of a page: kept as CSV, or shown with each report id as a link to its report."""

import datetime
import html
import numbers
import re

import pandas as pd
from IPython.display import HTML

from .files import file_name, folder
from .words import address, cell, date, missing, one_line, plural, shown_as, significant

__all__ = ["defused", "keep", "linked"]

MOST_COLUMNS = 8
_DAY = re.compile(r"((?:from|by|at least|at most) )?(\d{4}-\d\d-\d\d)")  # a cell that is one day, with its bound
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def keep(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return `table` unchanged, having written it as CSV into the results folder where one is set.

    In the file a cell that a spreadsheet would take for a formula begins with an apostrophe.

    Parameters
    ----------
    table : pandas.DataFrame
    name : str
        File name without ending.

    >>> len(keep(pd.DataFrame({"a": [1, 2]}), "two-rows"))
    2
    """
    name, place = file_name(name), folder("tables")
    if place:
        named = not isinstance(table.index, pd.RangeIndex)
        flat = table.reset_index(allow_duplicates=True) if named else table
        cells = [column.map(defused) if _texts(column) else column for _, column in flat.items()]
        file = pd.concat(cells, axis=1) if cells else flat
        file.set_axis([defused(name) for name in flat.columns], axis=1).to_csv(
            place / f"{name}.csv", index=False, lineterminator="\n"
        )
    return table


def _texts(column):
    return not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column))


def defused(value: object) -> object:
    """A cell for a file that people open in a spreadsheet: what would run as a formula is text.

    >>> defused("=1+1"), defused("-5"), defused(-5)
    ("'=1+1", '-5', -5)
    """
    if not isinstance(value, str) or not value.lstrip(" \u00a0\ufeff").startswith(_FORMULA):
        return value
    return value if re.fullmatch(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?", value) else f"'{value}"


def linked(
    table: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    caption: str | None = None,
    most: int = 6,
    rows: int | None = None,
    folded: str | None = None,
    quote: str | None = None,
) -> HTML:
    """The table as HTML; cells that hold report ids become links that show outlet and date.

    Parameters
    ----------
    table : DataFrame
        At most eight columns. ``report_id``, ``other_report`` (one id) and columns that end in ``_ids``
        or are called ``other_wordings`` (ids between blanks) are linked. Numbers stand to the right.
    reports : DataFrame[report_id, url, outlet, published]
        Without outlet the id is shown.
    caption : str, optional
        What the rows are; a screen reader says it first.
    most : int
        Links written out per cell; the others fold out.
    rows : int, optional
        Rows written out; the others fold out. By default all are.
    folded : str, optional
        A line under which the whole table folds out.
    quote : str, optional
        The column that holds words of the report in ``report_id``, at which the browser opens it; it is shown too.

    Returns
    -------
    IPython.display.HTML
        Everything that comes from the tables is escaped.

    Raises
    ------
    ValueError
        For more than eight columns.

    Examples
    --------
    >>> reports = pd.DataFrame({"report_id": ["r1"], "url": ["https://a.example/?q=<b>"], "outlet": ["Aster"]})
    >>> shown = linked(pd.DataFrame({"report_ids": ["r1 r9"]}), reports).data
    >>> '<a href="https://a.example/?q=%3Cb%3E">Aster</a>; r9' in shown
    True
    """
    if len(table.columns) > MOST_COLUMNS:
        raise ValueError(
            f"a table of {len(table.columns)} columns ({', '.join(map(str, table.columns))}): "
            f"choose at most {MOST_COLUMNS} for a page, and keep the others with page.keep"
        )
    return folding(table, reports, caption, most, rows, folded, quote)


def folding(table, reports, caption=None, most=6, rows=None, folded=None, quote=None):
    """The same, however wide the table is."""
    if not len(table):
        return HTML("<p>No row of this kind in this case.</p>")
    known = {row["report_id"]: row for row in reports.to_dict("records")}
    rows = len(table) if rows is None else rows
    shown = _rows(table.head(rows), table, known, most, quote, caption)
    if len(table) > rows:
        more = plural(len(table) - rows, "more row")
        shown += _fold(more, _rows(table.iloc[rows:], table, known, most, quote, None))
    return HTML(shown if folded is None else _fold(_letters(folded), shown))


def _rows(part, table, known, most, quote, caption):
    numeric = [pd.api.types.is_numeric_dtype(t) and not pd.api.types.is_bool_dtype(t) for t in table.dtypes]
    sides = [f'style="text-align:{"right" if n else "left"}"' for n in numeric]
    names = [_heading(str(c)) for c in table.columns]
    head = "".join(f'<th scope="col" {side}>{_letters(n)}</th>' for n, side in zip(names, sides, strict=True))
    body = []
    for row in part.itertuples(index=False, name=None):
        words = row[table.columns.get_loc(quote)] if quote else None
        cells = [
            _ids(value, known, most, words) if _holds_ids(column) else _letters(_brief(value))
            for column, value in zip(table.columns, row, strict=True)
        ]
        body.append("<tr>" + "".join(f"<td {side}>{c}</td>" for c, side in zip(cells, sides, strict=True)) + "</tr>")
    title = f"<caption>{_letters(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _heading(column):
    return {"report_id": "report", "report_ids": "reports"}.get(column, column.replace("_ids", "").replace("_", " "))


def _holds_ids(column):
    return str(column) in ("report_id", "other_report", "other_wordings") or str(column).endswith("_ids")


def _fold(line, shown):
    return f"<details><summary>{line}</summary>{shown}</details>"


def _brief(value):
    """A cell in words: two or three significant digits, days in words."""
    if isinstance(value, (list, tuple, set)):
        return ", ".join(map(_brief, value))
    if not isinstance(value, str) and missing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return date(value)
    if isinstance(value, numbers.Integral):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, datetime.date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return _DAY.sub(lambda m: f"{m[1] or ''}{date(m[2])}", str(value))
    return significant(value, 3) if isinstance(value, numbers.Real) else str(value)


def _letters(text):
    """Foreign text as HTML that shows it letter by letter."""
    return re.sub(r"[$\\@]", lambda m: f"<span>{m[0]}</span>", html.escape(one_line(text), quote=True))


def _ids(value, known, most, words):
    """Report ids as links, those beyond the first few folded."""
    links = [_anchor(i, known.get(i), words) for i in (value.split() if isinstance(value, str) else [])]
    more = _fold(f"and {len(links) - most} more", "; ".join(links[most:])) if len(links) > most else ""
    return "; ".join(links[:most]) + more


def _anchor(name, report, words):
    report = report or {}
    where = address(cell(report, "url"), words)
    shown = _letters(shown_as(None, cell(report, "outlet") or name, cell(report, "published")))
    return f'<a href="{html.escape(where, quote=True)}">{shown}</a>' if where else shown
