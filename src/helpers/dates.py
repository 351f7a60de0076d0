"""Full and partial dates: ``2024-10-22``, ``2024-10`` and ``2024`` as intervals of days.

A date that may be cut to its month or year stays incomplete in every table; here it becomes the first and the last
day that it can mean. There is no other parser of dates of a case in the project.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

import numpy as np
import pandas as pd

__all__ = ["day", "parse", "span"]

_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1678, 2261  # what a timestamp in nanoseconds can hold


def parse(text: str) -> tuple[date, date]:
    """First and last day that an ISO date, which may be cut to its month or year, can mean.

    Raises
    ------
    ValueError
        For anything else, a 30 February among them, and for years that no timestamp can hold.

    Examples
    --------
    >>> [str(day) for day in parse("2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    match = _FORM.fullmatch(str(text))
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise ValueError(f"{text!r} is no date as YYYY-MM-DD, YYYY-MM or YYYY (years {FIRST_YEAR} to {LAST_YEAR})")
    year, month, dom = (int(part) if part else None for part in match.groups())
    try:
        first = date(year, 1 if month is None else month, 1 if dom is None else dom)
        last = first if dom else _last(year, month)
    except ValueError:
        raise ValueError(f"{text!r} is a day that no calendar has") from None
    return first, last


def _last(year: int, month: int | None) -> date:
    return date(year, month or 12, calendar.monthrange(year, month or 12)[1])


def span(dates: pd.Series) -> pd.DataFrame:
    """First and last day that each date of a column can mean.

    Parameters
    ----------
    dates : pandas.Series of str
        ``2024-10-22``, ``2024-10``, ``2024`` or missing.

    Returns
    -------
    pandas.DataFrame
        Columns first, last (datetime64); both NaT where the date is missing; the index of `dates`.

    Raises
    ------
    ValueError
        For a cell that is no such date, naming its row.

    Examples
    --------
    >>> span(pd.Series(["2024-02", "2024"])).astype("str").values.tolist()
    [['2024-02-01', '2024-02-29'], ['2024-01-01', '2024-12-31']]
    """
    codes, cells = pd.factorize(pd.Series(dates).replace("", np.nan).astype("object"))
    ends: list[tuple[date, date]] = []
    for cell in cells:
        try:
            ends.append(parse(cell))
        except ValueError as error:
            row = pd.Series(dates).index[(pd.Series(dates) == cell).to_numpy()][0]
            raise ValueError(f"row {row!r}: date {cell!r}; expected YYYY-MM-DD, YYYY-MM or YYYY") from error
    columns = {}
    for name, side in (("first", 0), ("last", 1)):
        days = np.array([pair[side] for pair in ends], dtype="datetime64[s]")
        columns[name] = np.append(days, np.datetime64("NaT", "s"))[codes]
    return pd.DataFrame(columns, index=pd.Series(dates).index)


def day(dates, *, end: bool = True) -> pd.Series:
    """Dates that may be cut to a month or a year, as timestamps of their last (or first) possible day.

    Examples
    --------
    >>> day(pd.Series(["2024-10", "2024-10-22"])).dt.day.tolist()
    [31, 22]
    """
    column = dates if isinstance(dates, pd.Series) else pd.Series(list(dates), dtype="object")
    return span(column)["last" if end else "first"].rename(column.name)
