"""What stands in a cell: each kind of value read in every spelling that can mean one thing only, all else explained."""

import difflib
import re
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import numpy as np
import pandas as pd

from ..dates import parse
from ..schema import CURRENCIES, CURRENCY, PLAIN, SHA256, TABLES, URL
from .errors import Problem, shown

__all__ = ["Wrong", "answer", "number", "read", "suggestion"]

YES, NO = ("true", "yes", "1", "y", "1.0"), ("false", "no", "0", "n", "0.0")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}([,.' \u00a0\u2009\u202f’_]\d{3})+([.,]\d+)?", re.ASCII)
MOST, LEAST = Decimal("1e21"), Decimal("1e-12")  # beyond these sums and ratios are no longer numbers
WHOLE = 10**15
MARKS = re.compile(r"[\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\ud800-\udfff\x7f-\x84\x86-\x9f\u2028\u2029]")
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they show letters in another order than they stand
GARBLED = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|(?:[ÐÑ][^\\x00-\\x7f]){2}|\ufffd")
KEYS = {t: set(s.metadata["key"]) & {"report_id", "claim_id", "figure_id", "question_id"} for t, s in TABLES.items()}
NAMES = {("actors", "actor"), ("outlets", "outlet")}
LONGEST_NAME = 250
KINDS = {
    "integer": "a whole number",
    "number": "a number with a decimal point and no thousands mark",
    "boolean": "true or false",
    "date": "a date as YYYY-MM-DD, YYYY-MM or YYYY",
    "text": "text",
}


class Wrong(Exception):
    """A cell that is none of its kind: what is expected, and what to do."""

    def __init__(self, expected, remedy="Correct the cell."):
        super().__init__(expected, remedy)
        self.expected, self.remedy = expected, remedy


def read(name, column, spec, cells, rows, problems):
    """The cells of a column as values; what cannot be read is missing and named in `problems`.

    Parameters
    ----------
    name, column : str
        Table and column.
    spec : pandera.Column
        Of :data:`helpers.schema.TABLES`.
    cells : pandas.Series
    rows : sequence of int
        The row of each cell in its file.
    problems : list of Problem
    """
    codes, distinct = pd.factorize(cells.astype("object"), use_na_sentinel=True)
    one = _reader(name, column, spec)
    values, wrong = [], {}
    for code, cell in enumerate(distinct):
        try:
            values.append(one(_words(cell)))
        except Wrong as error:
            values.append(None)
            wrong[code] = error
    blank = np.append(np.array([v is None for v in values], dtype=bool), True)[codes]
    for i in np.flatnonzero(blank) if wrong or not spec.nullable else ():
        place = f"{name}.csv", int(rows[i]), column
        if codes[i] in wrong:
            why = wrong[codes[i]]
            problems.append(Problem(*place, shown(distinct[codes[i]]), why.expected, why.remedy))
        elif not spec.nullable:
            problems.append(Problem(*place, "an empty cell", expected(spec), "Fill it in, or delete the row."))
    return _column(spec, values, codes)


def _column(spec, values, codes):
    taken = np.array([*values, None], dtype=object)[codes]
    kind = spec.metadata["kind"]
    if kind == "number":
        return pd.Series([np.nan if v is None else float(v) for v in taken], dtype="float64")
    if kind == "integer":
        return pd.Series(pd.array([pd.NA if v is None else int(v) for v in taken], dtype="Int64"))
    return pd.Series(taken, dtype="boolean" if kind == "boolean" else "str")


def _words(cell):
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _reader(name, column, spec):
    """The reading of one cell of a column."""
    meta = spec.metadata
    if meta["values"]:
        return partial(_choice, values=meta["values"])
    if meta["kind"] in ("integer", "number"):
        return partial(_bounded, kind=meta["kind"], least=meta["least"], most=meta["most"])
    if meta["kind"] == "boolean":
        return _boolean
    if meta["kind"] == "date":
        return day
    if meta["pattern"] == CURRENCY:
        return _currency
    if meta["pattern"] == URL:
        return _address
    if meta["pattern"] == SHA256:
        return lambda cell: _form(cell.lower(), SHA256, "64 letters and digits (the SHA-256 of the file)")
    if meta["pattern"] not in (None, PLAIN):
        return lambda cell: _form(cell.lower(), meta["pattern"], "a code of two letters such as en (ISO 639-1)")
    if column in KEYS[name]:
        return _key
    if column == "aliases":
        return _aliases
    if (name, column) in NAMES or meta["refers"]:
        return _name
    return _text


def expected(spec):
    """What a column takes, in words."""
    meta = spec.metadata
    words = KINDS[meta["kind"]]
    if meta["values"]:
        words = "one of " + ", ".join(meta["values"])
    elif meta["pattern"] == URL:
        words = "an address that starts with http:// or https://"
    elif meta["pattern"] == CURRENCY:
        words = "an ISO 4217 code such as USD"
    return words + _limits(meta) + ("" if spec.nullable else ", never empty")


def _limits(meta):
    low = f", at least {meta['least']}" if meta["least"] is not None else ""
    return low + (f", at most {meta['most']}" if meta["most"] is not None else "")


def suggestion(cell, known, *, cutoff=0.7):
    """The known word that a cell may stand for; None where none is near.

    >>> suggestion("asert", ["asserts", "denies"]), suggestion("REUTERS", ["Reuters"]), suggestion("AP", ["Reuters"])
    ('asserts', 'Reuters', None)
    """
    folded = {}
    for word in known:
        folded.setdefault(_fold(word), word)
    same = folded.get(_fold(cell))
    near = same or next(iter(difflib.get_close_matches(_fold(cell), folded, n=1, cutoff=cutoff)), None)
    return folded.get(near, near) if near else None


def _fold(words):
    return " ".join(re.sub(r"[\W_]+", " ", str(words).casefold()).split()) or str(words)


def _choice(cell, values):
    folded = {_fold(v): v for v in values}
    if (value := folded.get(_fold(cell))) is not None:
        return value
    near = suggestion(cell, values)
    remedy = f"Did you mean {near}? Correct the cell." if near else "Take one of these words."
    raise Wrong("one of " + ", ".join(values), remedy)


def _boolean(cell):
    folded = cell.casefold()
    if folded in YES or folded in NO:
        return folded in YES
    raise Wrong(KINDS["boolean"], "Write true or false.")


def number(cell):
    """A number in its one spelling: ``1e4``, ``10000`` and ``10000.0`` are the same.

    >>> [number(cell) for cell in ("1e4", "10000.0", "+0.50", "-0")]
    ['10000', '10000', '0.5', '0']
    """
    if not NUMBER.fullmatch(cell):
        raise Wrong(KINDS["number"], _number_hint(cell))
    try:
        value = Decimal(cell)
        in_bounds = not value or LEAST <= abs(value) < MOST
    except ArithmeticError:
        in_bounds = False
    if not in_bounds:
        raise Wrong("a number between 1e-12 and 1e21", "Check its zeros; sums are in whole units.")
    return format(value.normalize(), "f") if value else "0"


def _number_hint(cell):
    if GROUPED.fullmatch(cell):
        bare = re.sub(r"[,.' \u00a0\u2009\u202f’_](?=\d{3}(?!\d))", "", cell).replace(",", ".")
        return f"Write {bare}, without thousands marks."
    if re.fullmatch(r"[+-]?\d+,\d+", cell, re.ASCII):
        return f"Write {cell.replace(',', '.')}, with a decimal point."
    if re.fullmatch(r"\D{0,12}\d[\d.,]*\s*\D{0,20}", cell):
        return "Write the bare number in full digits; words such as about or million, and units, do not belong in it."
    return "Write the bare number, or leave the cell empty."


def _bounded(cell, kind, least, most):
    try:
        value = Decimal(number(cell))
    except Wrong as error:
        raise Wrong(KINDS[kind] if NUMBER.fullmatch(cell) is None else error.expected, error.remedy) from None
    if kind == "integer" and (value % 1 or abs(value) > WHOLE):
        raise Wrong(KINDS[kind], "Write a whole number below 1e15.")
    if (least is not None and value < least) or (most is not None and value > most):
        raise Wrong(KINDS[kind] + _limits({"least": least, "most": most}), "Correct the number.")
    return value


def day(cell):
    """An ISO date, which may be cut to its month or year.

    >>> day("2024-02"), day("2024-02-29")
    ('2024-02', '2024-02-29')
    """
    try:
        parse(cell)
    except ValueError as error:
        what = KINDS["date"] + " that the calendar has" * ("calendar" in str(error))
        if "years" in str(error) and re.fullmatch(r"\d{4}(-\d\d){0,2}", cell, re.ASCII):
            what += " " + str(error)[str(error).index("(years") :]
        raise Wrong(what, _date_hint(cell)) from None
    return cell


def _date_hint(cell):
    """How a date in another habit, or a spreadsheet's, is to be written."""
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ].*", cell):
        return f"Write {found[1]}, without the time of day."
    if found := re.fullmatch(r"(\d{4})\.0+", cell):
        return f"Write {found[1]}."
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?", cell):
        return _proposed(*found.groups())
    if found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", cell):
        return _proposed(*reversed(found.groups()))
    if found := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", cell):
        one, two, year = found.groups()
        ways = {_iso(year, two, one), _iso(year, one, two)} - {None}
        if ways:
            return (
                f"Write {' or '.join(sorted(ways))}, whichever is meant." if len(ways) > 1 else f"Write {ways.pop()}."
            )
    if re.fullmatch(r"[34]\d{4}(\.0)?", cell):
        return f"It may be a spreadsheet's number for {date(1899, 12, 30) + timedelta(int(float(cell)))}; write that."
    return "Write it as 2024-10-22, 2024-10 or 2024, or leave the cell empty."


def _iso(year, month, dom):
    made = f"{year}-{int(month):02d}-{int(dom):02d}"
    try:
        parse(made)
    except ValueError:
        return None
    return made


def _proposed(year, month, dom):
    made = _iso(year, month, dom)
    return f"Write {made}." if made else "Correct the day; there is none such."


def _currency(cell):
    plain = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₴": "UAH", "₽": "RUB"}.get(cell)
    if cell.upper() in CURRENCIES:
        return cell.upper()
    alike = (code for code in sorted(CURRENCIES) if len(cell) == 3 and code[:2] == cell.upper()[:2])
    near = plain or next(alike, None) or suggestion(cell.upper(), CURRENCIES)
    remedy = f"Did you mean {near}? Correct the cell." if near else "Write the code, or leave the cell empty."
    raise Wrong("an ISO 4217 code such as USD", remedy)


def _address(cell):
    _text(cell)
    if re.fullmatch(r"https?://[^\s/\\\"'<>]\S*", cell):
        return cell
    remedy = f"Write https://{cell}." if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", cell) else (
        "Write one address, without blanks, or leave the cell empty."
    )  # fmt: skip
    raise Wrong("an address that starts with http:// or https://", remedy)


def _form(cell, pattern, words):
    if re.fullmatch(pattern.strip("^$"), cell):
        return cell
    raise Wrong(words, "Correct the cell.")


def _text(cell):
    """Words without signs that nobody can see."""
    if not re.fullmatch(PLAIN.strip("^$"), cell) or MARKS.search(cell):
        bad = next(c for c in cell if not re.fullmatch(PLAIN.strip("^$"), c) or MARKS.search(c))
        raise Wrong("text without control characters", f"Delete the character U+{ord(bad):04X}.")
    return cell


def _name(cell):
    """A name: one line, of a length that a picture can show, in letters that were read rightly."""
    _text(cell)
    if re.search(r"[\t\r\n\x85]", cell):
        raise Wrong("a name on one line", "Take the line break or tab out of it.")
    if found := TURNED.search(cell):
        raise Wrong("a name that reads as it stands", f"Delete the character U+{ord(found[0]):04X}.")
    if len(cell) > LONGEST_NAME:
        raise Wrong(f"a name of at most {LONGEST_NAME} letters", "Shorten it; the rest goes to description or note.")
    if GARBLED.search(cell):
        raise Wrong("a name in letters that were read rightly", _mended(cell))
    return cell


def _mended(cell):
    try:
        return f"Write {cell.encode('cp1252').decode('utf-8')!r}, or open the original file again as UTF-8."
    except (UnicodeEncodeError, UnicodeDecodeError):
        return "Open the original file again as UTF-8, and write the name anew."


def _key(cell):
    _name(cell)
    if re.search(r"[\s,;|]", cell):
        better = re.sub(r"[\s,;|]+", "-", cell)
        raise Wrong("a key without blanks, commas and bars", f"Write {better}, here and wherever it is named.")
    return cell


def _aliases(cell):
    _text(cell)
    if ";" in re.sub(r"&#?\w+;", "", cell) and "|" not in cell:
        raise Wrong("other names set apart by |", "Write | between them, not ;.")
    for alias in cell.split("|"):
        _name(alias)
    return cell


def answer(kind, column, cell):
    """An answer or its bound in its one spelling, by the type of its question.

    >>> answer("number", "value", "1e4"), answer("yes_no", "value", "TRUE"), answer("date", "low", "2024-10")
    ('10000', 'yes', '2024-10')
    """
    if kind == "yes_no":
        if column != "value":
            raise Wrong("no bounds on a yes/no question", "Empty the cell.")
        if cell.casefold() not in YES + NO:
            remedy = "A denial is no with modality denies; what nobody can say is an empty value."
            raise Wrong("yes or no", remedy)
        return "yes" if cell.casefold() in YES else "no"
    if kind == "number":
        return number(cell)
    return day(cell) if kind == "date" else cell
