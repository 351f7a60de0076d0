"""Read a report into labelled paragraphs that remember where they stood."""

import json
import re
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
import pandas as pd

__all__ = ["documents", "lines", "read", "sentences"]

SUFFIXES = (".txt", ".html", ".htm", ".jsonl")
LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
EDGE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
BREAK = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“‘«(\[]?[^\W\d_a-zа-яґєії])")
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Sen|Rep|Gov|St|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|"
    r"Ltd|Corp|approx|ca|Mio|Mrd|Jr|Sr)|\b[A-Z]\.[A-Z])\.$"
)
BYLINE = re.compile(
    r"^[—–-]{1,2}\s*\S.{0,80}\(@\w{1,30}\)|^@\w{1,30}\s*·|^\S.{0,60}\(@\w{1,30}\)\s+\w+\.?\s+\d{1,2},\s+\d{4}$"
)
POST = re.compile(r"\bpic\.(?:twitter|x)\.com/|(?:^|\s)https?://t\.co/", re.IGNORECASE)
PROMO = re.compile(
    r"^(?:please\s+)?(?:join|follow|subscribe|sign\s+up|support|download|donate|like|watch|listen|share)\b.{0,30}\b(?:us|our|now|"
    r"telegram|whatsapp|facebook|twitter|instagram|youtube|newsletters?|channel|app|podcast|this\s+(?:article|story|post)|here)\b"
    r"|\bhighlight\s+(?:the|it|a)?\s*(?:text|it|and)?.{0,30}\bpress\b|\bctrl\s*\+\s*enter\b|\bour\s+(?:free\s+)?newsletters?\b"
    r"|^(?:©|copyright\b)|\ball\s+rights\s+reserved\b|^click\s+(?:here|to)\b|^advertise?ments?\b|\bthis\s+site\s+uses\s+cookies\b"
    r"|^(?:photo|image|picture|credit|source)s?(?:\s+credit)?:\s|^(?:(?:add\s+)?comments?|share|print|email|tweet|back\s+to\s+top|load\s+more)"
    r"(?:\s*\(?\d*\)?)?$|^(?:to\s+)?(?:suggest\s+a\s+correction|report\s+(?:a|an)\s+(?:error|typo|mistake))\b|^found\s+(?:a|an)\s+"
    r"(?:error|typo|mistake)\b|^become\s+a\s+(?:member|patron|supporter)\b|^(?:read|get)\s+(?:it|us|our)\b.{0,40}\b(?:app|inbox)\b",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"^(?:read\s+(?:more|also|next|on)|also\s+read|see\s+also|more\s+on|related(?:\s+\w+)?|recommended|other\s+topics|you\s+may\s+(?:also\s+)?like"
    r"|don['’]t\s+miss|most\s+(?:read|popular)|editor['’]?s?['’]?\s+(?:picks?|choice)|watch|читайте\s+також|читайте\s+также|lesen\s+sie\s+auch|"
    r"lire\s+aussi|lea\s+también)\b\s*[:–—-]?",
    re.IGNORECASE,
)
ENDS = re.compile(r"(?:[.!?…:;,]|[\"”’»)\]])$")
WORD = re.compile(r"[^\W\d_]{3,}")
SMALL = frozenset(
    ["with", "from", "into", "over", "after", "amid", "that", "than", "this", "their", "about", "will", "have"]
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
        No such file; or a line of a ``.jsonl`` file that is no object with a ``text``.

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
    found = documents(source)
    if Path(source).suffix.lower() == ".jsonl":
        made = [_paragraphs(row.text).assign(report_id=row.report_id) for row in found.itertuples()]
        columns = ["report_id", "paragraph", "start", "end", "label", "text"]
        return pd.concat(made, ignore_index=True)[columns] if made else pd.DataFrame(columns=columns)
    return _paragraphs(found["text"].iloc[0])


def documents(source):
    """Raw texts of a source, with what the file tells about each.

    Parameters
    ----------
    source : path or str
        As for `read`.

    Returns
    -------
    pandas.DataFrame
        One row a report: ``report_id`` (of the ``.jsonl`` line, else the file's name), ``text`` (decoded, newlines
        untouched; for HTML the extracted body), ``title``, ``url``, ``published``, ``outlet``, ``language``.

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
        return _frame(_lines(path.name, _decode(data)))
    row = {"text": _decode(data)} if path.suffix.lower() == ".txt" else _page(data)
    return _frame([{"report_id": path.stem, **row}])


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
    """Columns of text, made together; one with half characters, which no string type takes, is of objects.

    Examples
    --------
    >>> [str(column.dtype) for column in strings(["a"], ["\\ud800"])]
    ['str', 'object']
    """
    try:
        made = pd.array(list(chain(*columns)), dtype="str")
    except UnicodeEncodeError:
        return [pd.Series(columns[0], dtype=object)] if len(columns) == 1 else [c for o in columns for c in strings(o)]
    ends = list(accumulate(map(len, columns)))
    return [made[end - len(column) : end] for column, end in zip(columns, ends, strict=True)]


def integers(numbers):
    """A column of whole numbers, missing where None.

    Examples
    --------
    >>> integers([1, None]).tolist()
    [1, <NA>]
    """
    numbers = list(numbers)
    missing = np.array([number is None for number in numbers], dtype=bool)
    return pd.arrays.IntegerArray(np.array([number or 0 for number in numbers], dtype="int64"), missing)


def _is_path(source):
    if isinstance(source, Path):
        return True
    return len(source) < 1000 and "\n" not in source and "\x00" not in source and source.lower().endswith(SUFFIXES)


def _frame(rows):
    columns = ["report_id", "text", "title", "url", "published", "outlet", "language"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _decode(data):
    """Text of a file in any encoding: by its byte order mark, as UTF-8, else by the best guess."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
                       (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):  # fmt: skip
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        guess = from_bytes(data).best()
        return str(guess) if guess else data.decode("cp1252", errors="replace")


def _lines(name, text):
    """Objects of a ``.jsonl`` file."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{name}, line {number}: not JSON ({error}). Write one object a line.") from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise ValueError(
                f"{name}, line {number}: expected an object with a string `text`. Add it, or delete the line."
            )
        yield {
            "report_id": str(row.get("report_id") or row.get("id") or number),
            **{k: v for k, v in row.items() if k != "report_id"},
        }


def _page(data):
    """Body and metadata of an HTML page."""
    import trafilatura

    page = trafilatura.load_html(data)
    if page is None:
        return {"text": ""}
    made = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=False, favor_recall=True, with_metadata=True
    )
    if made is None or not made.text:
        return {"text": trafilatura.html2txt(_decode(data))}
    language = made.language or page.get("lang")
    return {
        "text": made.text, "title": made.title, "url": made.url, "published": made.date, "outlet": made.sitename,
        "language": language[:2].lower() if language else None,
    }  # fmt: skip


def lines(raw):
    """Lines of a text that are not empty, as (start, end, label); what `read` makes a table of.

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
    labels = _labels([raw[start:end] for start, end in spans])
    return [(*span, label) for span, label in zip(spans, labels, strict=True)]


def _paragraphs(raw):
    made = lines(raw)
    start, end, label = zip(*made, strict=True) if made else [()] * 3
    labels, words = strings(label, [raw[s:e] for s, e, _ in made])
    columns = {
        "paragraph": np.arange(len(made)),
        "start": np.array(start, dtype="int64"),
        "end": np.array(end, dtype="int64"),
        "label": labels,
        "text": words,
    }
    return pd.DataFrame(columns, copy=False)


def _labels(lines):
    """Labels of the lines of a report: what a line is often shows only in the lines beside it."""
    labels = [_by_itself(line) for line in lines]
    for i, label in enumerate(labels):
        if label == "post_byline" and i and labels[i - 1] not in ("post_byline", "promo"):
            labels[i - 1] = "post"
    body = [i for i, label in enumerate(labels) if label == "body"]
    for i, label in enumerate(labels):
        if label == "headline":
            after = " ".join(lines[j] for j in body if i < j <= i + 4)
            labels[i] = "subhead" if _leads_to(lines[i], after) else "related"
    return labels


def _by_itself(line):
    if BYLINE.search(line):
        return "post_byline"
    if POST.search(line):
        return "post"
    words = line.split()
    if len(words) <= 40 and PROMO.search(line):
        return "promo"
    if len(words) <= 30 and RELATED.match(line) and (":" in line[:30] or not ENDS.search(line)):
        return "related"
    if (ENDS.search(line) and not line.endswith(("?", ")"))) or len(words) > 24 or len(line) < 3:
        return "body"
    return "headline" if len(words) <= 24 and not line.startswith(("•", "-", "–", "*", "·")) else "body"


def _leads_to(head, after):
    """Whether a headline belongs to the paragraphs below it, or is a link to another story."""
    words = [word for word in WORD.findall(head) if word.lower() not in SMALL]
    if not after:
        return False
    below = {word.lower()[:5] for word in WORD.findall(after)}
    shared = sum(word.lower()[:5] in below for word in words)
    long = [word for word in words if len(word) > 3]
    titled = len(long) >= 4 and sum(word[0].isupper() for word in long) >= 0.75 * len(long)
    if titled:
        return shared >= 3 and shared >= 0.4 * len(words)
    return shared >= 1 or len(words) < 7
