"""What a file holds: its bytes decoded, the body of its page, the reports of its lines."""

import codecs
import json
import re
from html.parser import HTMLParser

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
# Of encodings that suit equally well the first is taken: Spanish and German are the same text in most of them.
LIKELY = ("cp1252", "cp1250", "cp1251", "koi8_u", "cp1254", "cp1253", "cp866", "gb18030", "big5", "shift_jis", "euc_jp",
          "euc_kr", "utf_16_le", "utf_16_be")  # fmt: skip
META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
TAG = re.compile(r"<[a-zA-Z!/?]")
UNSEEN = frozenset(["script", "style", "noscript", "template", "title"])
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)


class LinesError(ValueError):
    """Lines of a ``.jsonl`` file that hold no report; ``lines`` has (number, found, expected, remedy) of each."""

    def __init__(self, name, lines):
        self.lines = lines
        super().__init__("\n".join(f"{name}, line {n}: found {found}; expected {e}. {r}" for n, found, e, r in lines))


def decode(data, declared=None):
    """Text of bytes in any encoding.

    By the byte order mark; as UTF-16 where every other byte is zero; as UTF-8, also where a few bytes are broken; as
    `declared` by the page; else by the likeliest guess.

    Examples
    --------
    >>> decode("Café".encode("cp1252")), decode("Café".encode() + b"\\xff")
    ('Café', 'Café\ufffd')
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace")
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if broken == 0 or sum(not sign.isascii() for sign in text) >= 2 * broken:
        return text
    try:
        return data.decode(codecs.lookup(declared).name) if declared else _guessed(data)
    except (LookupError, UnicodeDecodeError):
        return _guessed(data)


def _wide(data):
    """UTF-16 without its mark: of Latin letters every other byte is zero, of any text the other half of a space."""
    if b"\x00" not in data:
        return None
    halves = data[::2], data[1::2]
    for low, high, name in (*halves, "utf-16-le"), (*halves[::-1], "utf-16-be"):
        spaces = sum(one in b" \n" for one, other in zip(low, high, strict=False) if other == 0)
        if high.count(0) > 2 * low.count(0) and (high.count(0) > len(high) / 3 or spaces > len(high) / 30):
            return name
    return None


def _guessed(data):
    from charset_normalizer import from_bytes

    found = from_bytes(data, cp_isolation=list(LIKELY))
    ranked = [
        (round(match.chaos, 2), -match.coherence, min(LIKELY.index(n) for n in match.could_be_from_charset), str(match))
        for match in found
    ]
    return min(ranked)[-1] if ranked else data.decode("cp1252", errors="replace")


def page(data):
    """Body and metadata of an HTML page; where no body can be told from the rest, all that a reader sees."""
    import trafilatura

    declared = META.search(data[:4096])
    raw = decode(data, declared and declared[1].decode("ascii")).replace("\x00", "")
    if not TAG.search(raw):
        return {"text": raw}
    tree = trafilatura.load_html(re.sub(r"^\s*<\?xml[^>]*\?>", "", raw))
    made = None
    if tree is not None:
        made = trafilatura.bare_extraction(
            tree, include_comments=False, include_tables=False, favor_recall=True, with_metadata=True
        )
    if made is None or not (made.text or "").strip():
        return {"text": _seen(raw)}
    language = made.language or tree.get("lang")
    return {
        "text": made.text, "title": made.title, "url": made.url, "published": made.date, "outlet": made.sitename,
        "language": language[:2].lower() if language else None,
    }  # fmt: skip


class _Seen(HTMLParser):
    """Collects what a page shows; tags that set a block apart end a line."""

    def __init__(self):
        super().__init__()
        self.words, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in UNSEEN
        self.words.append("" if tag in INLINE else "\n")

    def handle_endtag(self, tag):
        self.hidden = max(0, self.hidden - (tag in UNSEEN))
        self.words.append("" if tag in INLINE else "\n")

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(re.sub(r"\s+", " ", data))


def _seen(raw):
    parser = _Seen()
    parser.feed(raw)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.words).split("\n"))
    return "\n".join(line for line in lines if line)


def reports(name, stem, text):
    """Objects of a ``.jsonl`` file, each with a report_id of its own: the one it gives, else file and line."""
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
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            wrong.append((number, "no `text`", "an object with a string `text`", "Add it, or delete the line."))
            continue
        named = row.get("report_id") or row.get("id")
        rows.append(
            {**row, "report_id": str(named) if named else f"{stem}-{number}", "part": None if named else number}
        )
    if wrong:
        raise LinesError(name, wrong)
    for row, label in zip(rows, unique(row["report_id"] for row in rows), strict=True):
        row["report_id"], row["part"] = label, f"line {row['part']}" if row["part"] else label
    return rows


def unique(names, taken=()):
    """The names, each a second time with ``-2``, a third with ``-3``; capitals make no difference, as in file names.

    >>> unique(["a", "b", "a"])
    ['a', 'b', 'a-2']
    """
    made, used = [], {name.casefold() for name in taken}
    for name in names:
        n, label = 1, name
        while label.casefold() in used:
            n += 1
            label = f"{name}-{n}"
        used.add(label.casefold())
        made.append(label)
    return made
