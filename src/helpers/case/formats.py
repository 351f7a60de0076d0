"""What a file of a pile holds, whatever its format: texts with what the file tells about each.

Pages and plain texts are read by :mod:`helpers.reading.text`; here are records (``.jsonl .json .csv .tsv .xlsx``),
lists of addresses with saved copies, ``.docx`` and ``.pdf``.
"""

import csv
import io
import json
import re
import sys
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pandas as pd

from ..dates import parse
from ..reading import text as texts
from ..reading.text.files import LinesError, decode, unique

__all__ = ["COLUMNS", "SUFFIXES", "Unread", "documents"]

PAGES = (".txt", ".html", ".htm")
RECORDS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".xlsx")
SUFFIXES = (*PAGES, *RECORDS, ".docx", ".pdf")
COLUMNS = ["report_id", "text", "title", "url", "published", "outlet", "site", "language", "accessed", "archived_url",
           "published_basis", "part", "file"]  # fmt: skip
# Names under which programs that collect or archive news write each field; letters and digits only.
FIELDS = {
    "report_id": "reportid id key",
    "text": "text body fulltext articletext articlebody article maintext plaintext cleanedtext content story",
    "title": "title headline head",
    "url": "url link address href permalink uri sourceurl documentidentifier originalurl",
    "published": "published date publishedat datepublished datepublish publishdate pubdate publicationdate publishedon",
    "outlet": "outlet publisher newspaper media medium sitename publication sourcename source",
    "site": "site domain sourcedomain hostname host",
    "language": "language lang",
    "published_basis": "publishedbasis",
    "accessed": "accessed retrieved crawled accessedon archivedat archivedate datedownload scrapedat fetched timestamp",
    "archived_url": "archivedurl archiveurl wayback archiveorg memento archivelocation archive",
    "file": "file path filename saved savedcopy copy local localpath html htmlpath snapshot singlefile output",
}
FIELD = {name: field for field, names in FIELDS.items() for name in names.split()}
LISTS = ("articles", "items", "documents", "results", "reports", "records", "data")


class Unread(ValueError):
    """A file that holds nothing that can be read, and why."""


def documents(file):
    """Texts of a file.

    Parameters
    ----------
    file : pathlib.Path

    Returns
    -------
    pandas.DataFrame
        A row a text with ``COLUMNS``: report_id, text, title, url, published (an ISO date), outlet, site, language,
        accessed, archived_url, part (which record of the file), file (the saved copy a record leads to).

    Raises
    ------
    Unread
        No text can be had from the file; says why.
    helpers.reading.text.files.LinesError
        Lines that are no records, each with its number.
    """
    ending = file.suffix.lower()
    if not file.exists():
        raise FileNotFoundError(file)
    if ending in PAGES:
        if ending == ".txt" and (addresses := _addresses(file)):
            raise Unread(f"is a list of {addresses} addresses: save the pages, and name them in a table (url, file)")
        found = texts.documents(file)
        return found.reindex(columns=COLUMNS)
    if ending in RECORDS:
        return _frame([_record(file, row) for row in _rows(file, ending)], file)
    row = _docx(file) if ending == ".docx" else _pdf(file)
    return _frame([{"report_id": file.stem, "part": None, **row}], file)


def _frame(rows, file):
    found = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    if len(found):
        named = found["part"] == found["report_id"]
        found["report_id"] = unique(found["report_id"])
        found.loc[named, "part"] = found.loc[named, "report_id"]
    return found


def _addresses(file):
    """How many addresses a text holds that holds nothing else."""
    lines = [line.strip() for line in decode(file.read_bytes()[:200_000]).splitlines() if line.strip()]
    return len(lines) if lines and all(re.fullmatch(r"https?://\S+", line) for line in lines) else 0


def _rows(file, ending):
    """Records of a file as (number, dictionary)."""
    if ending == ".xlsx":
        return _sheet(file)
    text = decode(file.read_bytes())
    if ending in (".csv", ".tsv"):
        return _table(file, text)
    if ending == ".json":
        return _listed(file, text)
    rows, wrong = [], []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            what = "objects within objects without end" if isinstance(error, RecursionError) else f"no JSON ({error})"
            wrong.append((number, what, "one object a line", "Correct the line, or delete it."))
            continue
        named = {FIELD.get(_plain(k)) for k in row} if isinstance(row, dict) else set()
        if not named & {"text", "file"}:
            wrong.append((number, "no `text`", "an object with a string `text`", "Add it, or delete the line."))
            continue
        rows.append((number, row))
    if wrong:
        raise LinesError(file.name, wrong)
    return rows


def _listed(file, text):
    try:
        made = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unread(f"no JSON ({str(error)[:100]})") from error
    if isinstance(made, dict):
        made = next((made[key] for key in LISTS if isinstance(made.get(key), list)), [made])
    rows = [(n, row) for n, row in enumerate(made if isinstance(made, list) else [], 1) if isinstance(row, dict)]
    if not any({FIELD.get(_plain(k)) for _, row in rows for k in row} & {"text", "file"}):
        raise Unread("no record with a field text or file")
    return rows


def _table(file, text):
    limit = csv.field_size_limit(sys.maxsize)
    try:
        head = text[:10_000].splitlines()[0] if text.strip() else ""
        mark = max(",;\t", key=head.count) if file.suffix.lower() == ".csv" else "\t"
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=mark))
    except csv.Error as error:
        raise Unread(f"no table ({error})") from error
    finally:
        csv.field_size_limit(limit)
    return _under_header(rows)


def _sheet(file):
    import openpyxl

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        rows = [["" if v is None else str(v) for v in row] for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except Exception as error:  # the library raises what its parts raise
        raise Unread(f"no workbook that can be read ({type(error).__name__})") from error
    return _under_header(rows)


def _under_header(rows):
    header = rows[0] if rows else []
    if not {FIELD.get(_plain(name)) for name in header} & {"text", "file"}:
        raise Unread("a table without a column text or file")
    return [(n, dict(zip(header, row, strict=False))) for n, row in enumerate(rows[1:], 2) if any(map(str.strip, row))]


def _plain(name):
    return re.sub(r"[^a-z0-9]", "", str(name).casefold())


def _record(file, numbered):
    """A record under our names; the text of its saved copy where it has none of its own."""
    number, row = numbered
    told = {}
    for name, value in row.items():
        key = FIELD.get(_plain(name))
        if isinstance(value, dict):
            value = value.get("name") or value.get("title") or value.get("url")
        if isinstance(value, (int, float)) and not isinstance(value, bool) and key in ("report_id", "published"):
            value = str(value)
        if key and isinstance(value, str) and value.strip() and key not in told:
            told[key] = value if key == "text" else value.strip()
    named = told.get("report_id")
    copy = Path(told["file"]).stem if "text" not in told and "file" in told else None
    told["report_id"] = named or copy or f"{file.stem}-{number}"
    told["part"] = named or f"line {number}"
    for key in ("published", "accessed"):
        told[key] = _day(told.get(key))
    told["language"] = (
        told["language"][:2].lower() if re.match(r"[A-Za-z]{2}([-_]|$)", told.get("language", "")) else None
    )
    if "text" in told:
        return told | {"file": None}
    return told | _copy(file, told)


def _copy(file, told):
    """The saved copy that a record leads to: its text, and what only the page tells."""
    name = told.get("file") or ""
    place = file.parent / unquote(urlsplit(name).path if name.startswith("file:") else name)
    inside = place.resolve().is_relative_to(file.parent.resolve())
    if not name or not inside or not place.is_file() or place.suffix.lower() in RECORDS:
        return {"text": "", "file": place if inside and name else None}
    try:
        page = documents(place).iloc[0]
    except (Unread, OSError, ValueError, IndexError):
        return {"text": "", "file": place}
    known = {k: v for k, v in page.items() if isinstance(v, str) and v and k not in ("report_id", "part", "file")}
    return {**known, **{k: v for k, v in told.items() if v}, "text": page["text"], "file": place}


def _day(cell):
    """The ISO day of a date as records have it; None where it can be read in two ways.

    >>> [_day(d) for d in ("2024-10-22T08:00:00Z", "Tue, 22 Oct 2024 08:00:00 GMT", "20241022", "3/4/2024")]
    ['2024-10-22', '2024-10-22', '2024-10-22', None]
    """
    cell = str(cell or "").strip()
    if found := re.match(r"(\d{4})-(\d\d)(-\d\d)?(?=$|[T ])", cell):
        cell = found[0]
    elif found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d{6})?", cell):
        cell = "-".join(found.groups()[:3])
    elif found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", cell):
        cell = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    elif re.fullmatch(r"1\d{9}(\.\d+)?", cell):
        cell = datetime.fromtimestamp(float(cell), UTC).date().isoformat()
    elif not re.fullmatch(r"\d{4}", cell):
        cell = _worded(cell)
    try:
        parse(cell)
    except ValueError:
        return None
    return cell


def _worded(cell):
    try:
        return parsedate_to_datetime(cell).date().isoformat()
    except (ValueError, TypeError, IndexError):
        pass
    for form in ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y"):
        try:
            return datetime.strptime(cell, form).date().isoformat()
        except ValueError:
            continue
    return ""


def _docx(file):
    """Paragraphs and cells of tables of a Word file, in order."""
    import docx

    try:
        made = docx.Document(str(file))
        lines = []
        for block in made.iter_inner_content():
            if hasattr(block, "rows"):
                lines += [" ".join(dict.fromkeys(c.text.strip() for c in row.cells)) for row in block.rows]
            else:
                lines.append(block.text)
        title, language = made.core_properties.title, made.core_properties.language
    except Exception as error:  # the library raises what its parts raise
        raise Unread(f"no Word file that can be read ({type(error).__name__})") from error
    code = language[:2].lower() if re.match(r"[A-Za-z]{2}([-_]|$)", language or "") else None
    return {"text": "\n".join(line.strip() for line in lines), "title": title or None, "language": code}


def _pdf(file):
    """The text of a PDF: lines joined to paragraphs, heads and feet that recur on its pages left out."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unread("a PDF that asks for a password")
        pages = [page.extract_text().splitlines() for page in reader.pages]
        title = reader.metadata.title if reader.metadata else None
    except Unread:
        raise
    except Exception as error:  # the library raises what its parts raise
        raise Unread(f"no PDF that can be read ({type(error).__name__})") from error
    text = _paragraphs(pages)
    if not text:
        raise Unread("a PDF without text (scanned pages?): recognise its text first")
    return {"text": text, "title": title if isinstance(title, str) and title.strip() else None}


def _paragraphs(pages):
    """Lines of pages as paragraphs.

    >>> _paragraphs([["Post, page 1", "The bank raised its rate by a quar-", "ter point on Monday, it", "said."],
    ...              ["Post, page 2", "Rates fell elsewhere."]])
    'The bank raised its rate by a quarter point on Monday, it said.\\nRates fell elsewhere.'
    """
    edges = [re.sub(r"\d+", "0", line.strip()) for page in pages for line in {*page[:1], *page[-1:]}]
    recurring = {edge for edge in edges if edges.count(edge) > 1} if len(pages) > 1 else set()
    lines = []
    for page in pages:
        for i, line in enumerate(map(str.strip, page)):
            edge = i in (0, len(page) - 1)
            if not (edge and (re.sub(r"\d+", "0", line) in recurring or re.fullmatch(r"\W*\d*\W*", line))):
                lines.append(line)
    width = max(map(len, lines), default=0)
    made, open_line = [], False
    for line in lines:
        if not line:
            open_line = False
            continue
        if made and open_line:
            joined = made[-1]
            broken = re.search(r"[a-zà-ÿа-я]-$", joined) and re.match(r"[a-zà-ÿа-я]", line)
            made[-1] = joined[:-1] + line if broken else f"{joined} {line}"
        else:
            made.append(line)
        # A line as wide as the page goes on in the next, and so does one that stops within a sentence.
        ended = re.search(r"[.!?…:][\"”’»)]*$", line)
        open_line = len(line) > (0.9 if ended else 0.6) * width
    return "\n".join(made)
