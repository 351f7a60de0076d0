# ruff: noqa: E501 - tables of words and patterns
"""The body of a page: its paragraphs as a reader sees them, without menus, notes on cookies and other stories."""

import contextlib
import logging
import re
from typing import NamedTuple

from .encodings import decode, guessed
from .fields import fields
from .languages import language
from .markup import INLINE, cleaned, parsed

__all__ = ["page"]

META = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
XML = re.compile(rb"^\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w:.-]+)", re.IGNORECASE)
TAG = re.compile(r"<[a-zA-Z!/?]")
HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Parts of a page that are not the report, by the names that their makers give them.
ASIDE = re.compile(
    r"""(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|cookies?|consent|gdpr|cmp|onetrust|banner|paywall|newsletters?|nl|sign-?up|subscri\w+|
    promo\w*|advert\w*|ads?|sponsor\w*|outbrain|taboola|share|sharing|social(?!-text)|comments?|disqus|respond|related\w*|recommend\w*|
    popular|trending|most-?read|read-?(?:more|next|also)|more(?:-\w+)?|see-?also|teasers?|sidebar|side|widget|footer|foot|ft|imprint|copyright|colophon|
    masthead|site-?header|topbar|skip|author-?(?:bio|box|info)|about-?author|tags?|tag-?list|pagination|pager|toolbar|modal|popup|overlay|
    login|search|hidden|print-?only|infobox-?ad|credits?|meta-?data)(?:[\s_-]|$)""",
    re.IGNORECASE | re.VERBOSE,
)
KEEP = re.compile(r"(?:^|[\s_-])(?:article|story|content|post|entry|text|body|main)(?:[\s_-]|$)", re.IGNORECASE)
ASIDE_TAGS = frozenset(["nav", "aside", "footer", "form", "menu"])
ASIDE_ROLES = frozenset(["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"])
STOP = re.compile(r"[.!?…:;]['\"”’»)\]]*$")
CALL = re.compile(r"^[^\w]*(?:read(?:\s+(?:more|also|next|on))?|see\s+also|also\s+read|related|more(?:\s+on\s+this)?|watch|listen|don['’]t\s+miss|"
                  r"recommended|читайте(?:\s+також|\s+также)?|дивіться|lesen\s+sie\s+auch|lire\s+aussi|lea\s+también)\b[^.]{0,20}[:–—-]?\s*$", re.IGNORECASE)  # fmt: skip
GOOD = 60  # characters from which on a block with few links counts as a paragraph of a report
LOST = 0.5  # share of the running text below which trafilatura's choice is not followed
MOST = 0.6  # share of it from which on a part is the report, whatever its name
SHARE = 0.75  # share of such text that the container of the report holds


class _Block(NamedTuple):
    """A line of a page."""

    text: str
    links: int  # characters of it that are links
    element: object  # that it stands in
    tag: str


def page(data):
    """Text of a page and what its own fields say about it.

    Returns
    -------
    dict
        ``text``, and as far as the page tells ``title``, ``url``, ``published``, ``published_basis``, ``outlet``,
        ``language``; ``notices``: what a reader should know of how it was read.
    """
    declared = META.search(data[:4096]) or XML.search(data[:400])
    label = declared and declared[1].decode("ascii", "replace")
    raw = decode(data, label).replace("\x00", "")
    notices = [f"its encoding is not told and was guessed: {name}"] if (name := guessed(data, label)) else []
    if not TAG.search(raw):
        return {"text": raw, "notices": notices}
    tree = parsed(raw)
    if tree is None:
        return {"text": _bare(raw), "notices": notices}
    meta = fields(tree)
    if meta["unclear"]:
        notices.append(f"its date {meta['unclear']!r} can be read in two ways and was left out")
    body = cleaned(tree).find("body")
    every = list(_blocks(tree if body is None else body))
    stories = _stories(every)
    kept = every if stories else _report(every, tree)
    text = "\n".join(block.text for block in kept or every) or _bare(raw)
    if stories:
        notices.append(f"it looks like a list of {stories} stories, not one article; split it into a file for each")
    spoken = language(text)
    return {**meta, "text": text, "language": spoken or meta["language"], "notices": notices}


def _bare(raw):
    """The words of a page that cannot be parsed: all but its tags."""
    seen = re.sub(r"<(script|style|title)\b.*?(?:</\1|$)", "<", raw, flags=re.DOTALL | re.IGNORECASE)
    lines = (" ".join(line.split()) for line in re.split(r"<[^<>]*>?", seen))
    return "\n".join(line for line in lines if line)


def _blocks(root):
    """The lines of a page in order; a table has a line a row, a definition stands in the line of its term."""
    parts, links, at = [], 0, root
    linked = 0  # depth within links

    def flush():
        nonlocal parts, links
        words, n = "".join(parts), links
        parts, links = [], 0
        pieces = [piece for piece in _pieces(words) if piece]
        return [_Block(piece, min(n, len(piece)) if len(pieces) == 1 else 0, at, at.tag) for piece in pieces]

    stack = [(root, False)]
    while stack:
        element, closing = stack.pop()
        inline = element.tag in INLINE or not isinstance(element.tag, str)
        if closing:
            if element.tag in ("td", "th"):
                parts.append(" | ")
            elif element.tag == "dt":
                parts.append(": ")
            elif not inline and not _cell(element):
                yield from flush()
                at = element.getparent() if element.getparent() is not None else root
            linked -= element.tag == "a"
            if element is not root and element.tail:
                parts.append(element.tail)
                links += len(element.tail) if linked else 0
            continue
        if element.tag == "br":
            parts.append("\x00")
        elif not inline and element.tag not in ("td", "th", "dd") and not _cell(element):
            yield from flush()
            at = element
        linked += element.tag == "a"
        if element.text:
            parts.append(element.text)
            links += len(element.text.strip()) if linked else 0
        stack.append((element, True))
        stack += [(child, False) for child in reversed(element)]
    yield from flush()


def _cell(element):
    """Whether a paragraph or box is the whole of a short cell of a table."""
    up = element.getparent()
    return (
        up is not None and up.tag in ("td", "th") and len(up) == 1 and element.tag in ("p", "div") and len(element) == 0
    )


def _pieces(words):
    """Lines of a block at its breaks: two breaks end a paragraph, one does where a sentence ends in a long line."""
    pieces = [""]
    for piece in re.split(r"((?:\s*\x00)+)", words):
        if piece.strip() == "" or piece.strip("\x00 \n\t\xa0"):
            pieces[-1] += piece.replace("\x00", " ")
        elif piece.count("\x00") > 1 or (STOP.search(pieces[-1].strip()) and len(pieces[-1]) >= GOOD):
            pieces.append("")
        else:
            pieces[-1] += " "
    return [re.sub(r"(?:\s*\|)+\s*$|^(?:\s*\|)+\s*", "", " ".join(one.split())) for one in pieces]


def _aside(element):
    """Whether an element is no part of the report, by its tag, role or class."""
    if element.tag in ASIDE_TAGS:
        return not (
            element.tag == "footer" and element.getparent() is not None and element.getparent().tag == "blockquote"
        ) and not (element.tag == "form" and len(" ".join(element.itertext())) > 2000)
    if (
        element.tag in ("body", "html", "main", "article", "blockquote", "p", "table", "tbody", "tr")
        or element.tag in HEADS
    ):
        return False
    if element.get("role") in ASIDE_ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return ASIDE.search(names) is not None and not KEEP.search(names)


def _report(blocks, tree):
    """The blocks of the report.

    By trafilatura's choice of the body, and what stands between; where that loses most of the running text, by the
    part of the page that holds most of it. A short line outside that part is none of the report.
    """
    inside = _inside(blocks)
    own = _within_container(inside)
    chosen = _chosen(blocks, tree)
    running = sum(len(block.text) for block in own if _runs(block))
    kept_length = sum(len(block.text) for block in chosen if _runs(block))
    if kept_length < LOST * running:
        return _tidied(own)
    numbers = {id(block): n for n, block in enumerate(blocks)}
    own_numbers, theirs = {numbers[id(block)] for block in own}, sorted(numbers[id(block)] for block in chosen)
    first, last = (theirs[0], theirs[-1]) if theirs else (0, -1)
    above = {n for n in theirs if n < min(own_numbers, default=0) and blocks[n].tag in HEADS}
    kept = (
        above
        | {n for n in theirs if n in own_numbers or _runs(blocks[n])}
        | {n for n in own_numbers if first < n < last and _fills(blocks[n])}
    )
    return _tidied([blocks[n] for n in sorted(kept)])


def _fills(block):
    """Whether a block that trafilatura passes over may be the report's: running text, or a row of a table."""
    return _runs(block) or block.tag in ("tr", "td", "th", "dl", "dt", "dd", "table", "tbody")


def _chosen(blocks, tree):
    """The blocks whose words trafilatura takes for the body."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards is read by our own rule
    extracted = None
    with contextlib.suppress(Exception):  # a library's own error on odd mark-up is no reason to lose the page
        extracted = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True)
    text = extracted.text if extracted is not None and extracted.text else ""
    lines = {_squeezed(line.removeprefix("- ")) for line in text.split("\n")}
    whole = _squeezed(text)
    return [b for b in blocks if (words := _squeezed(b.text)) in lines or (len(words) >= 25 and words in whole)]


def _squeezed(words):
    return re.sub(r"[\s|]+", "", words)


def _within_container(inside):
    """The blocks of the deepest part of the page that holds most of its running text."""
    weight, total = _weights(inside)
    if not weight:
        return inside
    container = inside[0].element.getroottree().getroot()
    while below := [child for child in container if weight.get(child, 0) >= SHARE * total]:
        container = below[0]
    return [b for b in inside if b.element is container or any(up is container for up in b.element.iterancestors())]


def _inside(blocks):
    """The blocks outside every part of the page that is beside the report."""
    weight, total = _weights(blocks)
    seen = {}
    return [block for block in blocks if not _within_aside(block.element, seen, weight, MOST * total)]


def _weights(blocks):
    """How much running text each part of the page holds, and the whole."""
    good = [block for block in blocks if _runs(block)]
    weight = {}
    for block in good:
        for up in (block.element, *block.element.iterancestors()):
            weight[up] = weight.get(up, 0) + len(block.text)
    return weight, sum(len(block.text) for block in good)


def _within_aside(element, seen, weight, most):
    """Whether an element stands beside the report; a part with most of the running text never does."""
    chain, answer = [], False
    for up in (element, *element.iterancestors()):
        if up in seen:
            answer = seen[up]
            break
        chain.append(up)
    for up in reversed(chain):
        answer = seen[up] = answer or (_aside(up) and weight.get(up, 0) < max(most, 1))
    return answer


def _runs(block):
    """Whether a block is running text."""
    return len(block.text) >= GOOD and block.links < 0.4 * len(block.text) and block.tag not in HEADS


def _link_only(block):
    """Whether a block is nothing but links to other pages, or a call to read another with its link."""
    if not block.links or block.tag in ("h1",):
        return False
    rest = len(block.text) - block.links
    if block.links >= 0.9 * len(block.text):
        return True
    return rest <= 40 and CALL.search(block.text[:rest]) is not None


def _tidied(blocks):
    """The blocks without links to other stories, and without headings under which nothing stands."""
    kept = [block for block in blocks if not _link_only(block)]
    while kept and kept[-1].tag in HEADS:
        kept.pop()
    return kept


def _stories(blocks):
    """The number of stories on a page that only lists stories; 0 on any other page."""
    items = {}
    for block in blocks:
        if any(up.tag in ASIDE_TAGS for up in block.element.iterancestors()):
            continue
        item = _item(block.element)
        if item is not None:
            kind = (item.tag, item.get("class"), item.getparent())
            group = items.setdefault(kind, {}).setdefault(item, [False, 0])
            group[0] = group[0] or (block.tag in HEADS and block.links >= 0.8 * len(block.text))
            group[1] += len(block.text) if _runs(block) else 0
    total = sum(len(block.text) for block in blocks if _runs(block))
    for some in items.values():
        full = [length for headed, length in some.values() if headed and length]
        if len(full) >= 3 and sum(full) >= 0.6 * total:
            return len(full)
    return 0


def _item(element):
    """The item of a list that an element stands in: the outermost of its kind with brothers of the same kind."""
    item = None
    for up in (element, *element.iterancestors()):
        if up.tag in ("article", "li", "div", "section") and up.getparent() is not None:
            brothers = [one for one in (up.getnext(), up.getprevious()) if one is not None]
            if any(one.tag == up.tag and one.get("class") == up.get("class") for one in brothers):
                item = up
    return item
