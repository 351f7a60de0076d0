"""Read a report into labelled paragraphs that remember where they stood."""

import logging
import re
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
import pandas as pd

from .encodings import decode, garbled, guessed
from .files import reports
from .labels import labels_of, wrapped
from .languages import NAMES, language
from .pages import page

__all__ = ["NAMES", "documents", "garbled", "integers", "language", "lines", "read", "sentences", "strings", "wrapped"]

log = logging.getLogger(__name__)
SUFFIXES = (".txt", ".html", ".htm", ".jsonl")
LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
EDGE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
BREAK = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“‘«(\[]?[^\W\d_a-zа-яґєії])")
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Sen|Rep|Gov|St|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|"
    r"Ltd|Corp|approx|ca|Mio|Mrd|Jr|Sr)|\b[A-Z]\.[A-Z])\.$"
)


def read(source):
    """Paragraphs of one report, labelled.

    Parameters
    ----------
    source : path or str
        A ``.txt``, ``.html`` or ``.jsonl`` file in any encoding, or the text itself. A ``str`` counts as a path where
        it has one line and one of these endings.

    Returns
    -------
    pandas.DataFrame
        One row a line that is not empty: ``paragraph`` (count from 0), ``start``, ``end`` (code points of the raw
        text, see `documents`), ``label`` (body, subhead, promo, related, post, post_byline), ``text``. For ``.jsonl``
        there is a first column ``report_id``; the offsets count within each report.

    Raises
    ------
    FileNotFoundError, ValueError
        No such file; an ending that is none of these; or lines of a ``.jsonl`` file that are no object with a ``text``.

    Examples
    --------
    >>> read("Rates held\\n\\nThe bank held its rates, it said.\\nJOIN US ON TELEGRAM\\n")[["start", "label"]]
       start    label
    0      0  subhead
    1     12     body
    2     46    promo
    """
    if not _is_path(source):
        return _paragraphs(source)
    raw_reports = documents(source)
    if Path(source).suffix.lower() == ".jsonl":
        tables = [_paragraphs(row.text).assign(report_id=row.report_id) for row in raw_reports.itertuples()]
        columns = ["report_id", "paragraph", "start", "end", "label", "text"]
        return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)
    return _paragraphs(raw_reports["text"].iloc[0])


def documents(source):
    """Raw texts of a source, with what the file tells about each.

    Parameters
    ----------
    source : path or str
        As for `read`.

    Returns
    -------
    pandas.DataFrame
        One row a report: ``report_id`` (that of the ``.jsonl`` line, or file and line where it has none; else the
        file's name; never twice), ``text`` (decoded, newlines untouched; for HTML the extracted body), ``title``,
        ``url``, ``published``, ``published_basis`` (metadata: a date field of the page; url: its address), ``outlet``,
        ``language``, ``part`` (which report of a ``.jsonl`` file). A guessed encoding, a date that can be read in two
        ways and a page that lists several stories are named in the log.

    Raises
    ------
    FileNotFoundError, ValueError
        As for `read`; a `ValueError` about a ``.jsonl`` file names all its bad lines.

    Examples
    --------
    >>> documents("One line.").loc[0, "text"]
    'One line.'
    """
    if not _is_path(source):
        return _frame([{"text": str(source)}])
    path = Path(source)
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError(f"{path.name}: expected one of {', '.join(SUFFIXES)}. Save the report as plain text or HTML.")
    data = path.read_bytes()
    if path.suffix.lower() == ".jsonl":
        return _frame(reports(path.name, path.stem, decode(data)))
    row = _plain(data) if path.suffix.lower() == ".txt" else page(data)
    for notice in row["notices"]:
        log.warning("%s: %s.", path.name, notice)
    return _frame([{"report_id": path.stem, **row}])


def _plain(data):
    name = guessed(data)
    notices = [f"its encoding is not told and was guessed: {name}"] if name else []
    return {"text": decode(data), "notices": notices}


def sentences(text):
    """Start of each sentence of a text; a line end ends a sentence.

    Examples
    --------
    >>> sentences("Mr. Li spoke. He left.")
    [0, 14]
    """
    starts = []
    for line in LINE.finditer(text):
        start = line.start()
        starts.append(start)
        for gap in BREAK.finditer(text, line.start(), line.end()):
            if not ABBREVIATION.search(text, max(start, gap.start() - 12), gap.start()):
                starts.append(gap.end())
    return starts


def strings(*columns):
    """Columns of text, built together; a column with half characters, which no string type takes, is of objects.

    Examples
    --------
    >>> [str(column.dtype) for column in strings(["a"], ["\\ud800"])]
    ['str', 'object']
    """
    try:
        cells = pd.array(list(chain(*columns)), dtype="str")
    except UnicodeEncodeError:
        return [pd.Series(columns[0], dtype=object)] if len(columns) == 1 else [c for o in columns for c in strings(o)]
    ends = list(accumulate(map(len, columns)))
    return [cells[end - len(column) : end] for column, end in zip(columns, ends, strict=True)]


def integers(numbers):
    """A column of whole numbers, with None as a missing cell.

    Examples
    --------
    >>> integers([1, None]).tolist()
    [1, <NA>]
    """
    numbers = list(numbers)
    missing = np.array([number is None for number in numbers], dtype=bool)
    return pd.arrays.IntegerArray(np.array([number or 0 for number in numbers], dtype="int64"), missing)


def lines(raw):
    """The non-empty lines of a text as (start, end, label); `read` gives them as a table.

    Examples
    --------
    >>> lines("The bank held its rates, it said.\\nJOIN US ON TELEGRAM\\n")
    [(0, 33, 'body'), (34, 53, 'promo')]
    """
    spans = []
    for line in LINE.finditer(raw):
        inner = line.group().strip().strip(EDGE).strip()
        if inner:
            start = line.start() + line.group().index(inner)
            spans.append((start, start + len(inner)))
    labels = labels_of([raw[start:end] for start, end in spans])
    return [(*span, label) for span, label in zip(spans, labels, strict=True)]


def _is_path(source):
    if isinstance(source, Path):
        return True
    return len(source) < 1000 and "\n" not in source and "\x00" not in source and source.lower().endswith(SUFFIXES)


def _frame(rows):
    columns = ["report_id", "text", "title", "url", "published", "published_basis", "outlet", "language", "part"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _paragraphs(raw):
    pieces = lines(raw)
    start, end, label = zip(*pieces, strict=True) if pieces else [()] * 3
    labels, words = strings(label, [raw[s:e] for s, e, _ in pieces])
    columns = {
        "paragraph": np.arange(len(pieces)),
        "start": np.array(start, dtype="int64"),
        "end": np.array(end, dtype="int64"),
        "label": labels,
        "text": words,
    }
    return pd.DataFrame(columns, copy=False)
