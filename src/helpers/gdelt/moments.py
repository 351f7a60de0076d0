"""Moments in time, read in one way only: ISO 8601, and UTC where no zone is given."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pandas as pd

_ISO = re.compile(
    r"\d{4}-\d\d-\d\d"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?",
    re.ASCII | re.IGNORECASE,
)
EXPECTED = "YYYY-MM-DD, with or without HH:MM:SS and a zone such as +03:00 (none means UTC)"


def moment(value: str | date | datetime | pd.Timestamp) -> pd.Timestamp:
    """A day or a moment as a timestamp in UTC, without its zone.

    Parameters
    ----------
    value
        ISO 8601 text (a day means its first moment), or a date or timestamp. An offset is worked into UTC.

    Raises
    ------
    ValueError
        For any other text: 05/06/2031 is the fifth of June to some and the sixth of May to others.

    Examples
    --------
    >>> str(moment("2031-06-05T00:00+03:00"))
    '2031-06-04 21:00:00'
    """
    if isinstance(value, str):
        text = value.strip()
        if not _ISO.fullmatch(text):
            raise ValueError(f"{value!r} is no moment that can be read in one way only: write it as {EXPECTED}")
        try:
            value = datetime.fromisoformat(re.sub(r" (?=Z|[+-])", "", text.upper()))
        except ValueError as problem:
            raise ValueError(f"{value!r}: {problem}; write it as {EXPECTED}") from None
    instant = pd.Timestamp(value)
    if instant is pd.NaT:
        raise ValueError(f"a moment is missing: write it as {EXPECTED}")
    return instant.tz_convert(UTC).tz_localize(None) if instant.tzinfo else instant
