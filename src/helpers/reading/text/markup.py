# ruff: noqa: E501 - tables of words and patterns
"""Clean the mark-up of a page where it would change what the page says: struck words, footnotes, hidden words, breaks."""

import re

import lxml.html
from lxml import etree

__all__ = ["INLINE", "cleaned", "parsed"]

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "br",
    ]
)
UNSEEN = ("script", "style", "template", "svg", "iframe", "object", "embed", "canvas", "video", "audio", "picture", "img", "select",
          "button", "input", "textarea", "dialog", "map", "math")  # fmt: skip
STRUCK = ("del", "s", "strike")
HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-?only|visually-?hidden|screen-?reader(?:-text|-only)?|a11y-hidden|assistive-text|off-?screen|u-hidden|hide-visually|"
    r"hidden|is-hidden|d-none|invisible)(?:\s|$)",
    re.IGNORECASE,
)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
STRUCK_STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
FOOTNOTE = re.compile(
    r"\s*[\[(]?\s*(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[a-z]|[ivx]{1,4}|[*†‡§¶#]+|(?:note|fn|ref)\.?\s*\d+|citation needed)\s*[\])]?\s*$",
    re.IGNORECASE,
)
NOTE_CLASS = re.compile(r"reference|footnote|noteref|fn-?ref|cite_ref|endnote|annotation", re.IGNORECASE)
UNIT = re.compile(r"(?:\b|\d)(?:[kcmd]?m|ft|mi|in|yd|CO|s)$")
POWER = re.compile(r"(?<![\d.,])10$")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
POST_CLASS = re.compile(
    r"twitter-(?:tweet|video)|bsky-post|bluesky-embed|instagram-media|mastodon-embed|fb-(?:post|video)|tiktok-embed|text-post-media|"
    r"threads-embed|reddit-(?:embed|card)|telegram-(?:post|embed)|tumblr-post|vk-post|truth-?social|social-embed|embedded?-?(?:tweet|post)|x-post",
    re.IGNORECASE,
)
WHITE = re.compile(r"[ \t\r\n\f]+")
LONG_HIDDEN = 600  # a hidden part longer than this is a text that a script will show


def parsed(raw):
    """The tree of a page, or None where there is no mark-up to parse; comments and instructions are left out."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    raw = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", raw)
    raw = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", raw)
    try:
        return lxml.html.document_fromstring(raw.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def cleaned(tree):
    """The same tree with only what a reader sees as standing text.

    Struck words, footnote marks, hidden words and what is no text go; a ``q`` becomes quotation marks; an embedded
    post becomes one line that ends with who wrote it, or goes; white space is one blank, as browsers show it.
    """
    _drop_all(tree, tree.iter(*UNSEEN))
    _drop_all(tree, (one for one in tree.iter("noscript") if len(" ".join(one.itertext())) < LONG_HIDDEN))
    _drop_all(tree, (one for one in tree.iter() if _is_hidden(one)))
    _drop_all(tree, (one for one in tree.iter() if one.tag in STRUCK or STRUCK_STYLE.search(one.get("style") or "")))
    for one in list(tree.iter("sup")):
        _small_mark(one)
    for one in list(tree.iter("q")):
        _quoted(one)
    for one in [one for one in tree.iter("blockquote", "div", "figure", "section") if _is_post(one)]:
        if one.getparent() is not None:
            _post(one)
    for one in tree.iter():
        if not isinstance(one.tag, str):
            continue
        plain = one.tag == "pre" or any(up.tag == "pre" for up in one.iterancestors("pre"))
        if one.text and not plain:
            one.text = WHITE.sub(" ", one.text)
        if one.tail and (one.getparent() is None or one.getparent().tag != "pre"):
            one.tail = WHITE.sub(" ", one.tail)
    return tree


def _drop_all(tree, elements):
    for one in list(elements):
        if one is not tree and one.getparent() is not None and one.tag != "body":
            one.drop_tree()


def _is_hidden(one):
    if not isinstance(one.tag, str) or one.tag in ("html", "body", "head"):
        return False
    hidden = (
        one.get("hidden") is not None
        or HIDDEN_STYLE.search(one.get("style") or "")
        or HIDDEN_CLASS.search(one.get("class") or "")
        or (one.get("aria-hidden") == "true" and one.tag in INLINE)
    )
    return bool(hidden) and len(" ".join(one.itertext())) < LONG_HIDDEN


def _before(one):
    """The text that stands right before an element, in its line."""
    earlier = one.getprevious()
    if earlier is not None:
        return earlier.tail or "".join(earlier.itertext())
    parent = one.getparent()
    return (parent.text if parent is not None else "") or ""


def _small_mark(one):
    """A footnote mark goes, a power stays a power; other raised words ("5th") stay as they are."""
    words = "".join(one.itertext())
    linked = one.find(".//a") is not None or NOTE_CLASS.search(f"{one.get('class') or ''} {one.get('id') or ''}")
    up = one.getparent()
    linked = linked or (up is not None and up.tag == "a") or words.strip().startswith(("[", "("))
    before = _before(one)
    if words.strip().isdigit() and not linked and (UNIT.search(before) or POWER.search(before)):
        one.text = words.strip().translate(SUPERSCRIPT)
        for child in list(one):
            child.drop_tree()
    elif FOOTNOTE.match(words) or (linked and len(words.strip()) <= 6):
        one.drop_tree()


def _quoted(one):
    """A ``q`` as marks within its sentence; a ``q`` within another in single marks."""
    inner = any(up.tag == "q" for up in one.iterancestors("q")) or one.get("data-inner") is not None
    for child in one.iter("q"):
        if child is not one:
            child.set("data-inner", "")
    words = "".join(one.itertext()).strip()
    if words and words[0] not in "“‘«„\"'":
        opening, closing = ("‘", "’") if inner else ("“", "”")
        one.text = opening + (one.text or "").lstrip()
        if len(one):
            one[-1].tail = (one[-1].tail or "").rstrip() + closing
        else:
            one.text = one.text.rstrip() + closing
    one.drop_tag()


def _is_post(one):
    return POST_CLASS.search(one.get("class") or "") is not None and len(" ".join(one.itertext())) < 3000


def _post(one):
    """An embedded post as one line that ends with who wrote it and when; without a name it goes."""
    words = " ".join(" ".join(one.itertext()).split())
    match = re.search(r"(.*?)\s*[—–]\s*([^—–]{1,60}?)\s*\(?\s*(@[\w.-]*\w)\s*\)?\s*(.{0,40})$", words)
    paragraph = etree.Element("p")
    if match and match[1]:
        paragraph.text = f"{match[1]} — {match[2].strip(' (')} ({match[3]}) {match[4]}".strip()
        paragraph.set("data-post", "")
    paragraph.tail = one.tail
    one.getparent().replace(one, paragraph)
