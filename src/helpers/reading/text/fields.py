# ruff: noqa: E501 - tables of words and patterns
"""What a page says of itself in its own fields: the day it was published, its outlet, title, address, language."""

import json
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

__all__ = ["fields"]

# Names of meta fields that hold the day of publication, the surest first.
DATES = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date.published", "parsely-pub-date",
    "sailthru.date", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dc.issued", "dcterms.created",
    "dc.date.created", "dc.date", "dcterms.date", "dc.created", "publishdate", "publish_date", "publish-date", "published_date",
    "publication_date", "publicationdate", "pubdate", "published", "published-date", "og:published_time", "og:pubdate", "cxenseparse:recs:publishtime",
    "article_date_original", "article.published", "bt:pubdate", "originalpublicationdate", "date_published", "created", "date",
    "release_date", "shareaholic:article_published_time", "rnews:datepublished", "timestamp",
)  # fmt: skip
SITES = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "dcterms.publisher",
    "citation_journal_title",
    "publisher",
)
ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Posting|NewsItem|OpinionNewsArticle)$")
MONTHS = {
    name: n
    for n, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
ISO = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|\s*(\d{4})(\d{2})(\d{2})(?:T?\d{0,6}Z?)?\s*$|\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)"
)
NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]+)\.?,?\s+(\d{4}))|(?:([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}))"
)
NUMBERS = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
PUBLISHED = re.compile(r"publi|posted|entry-date|pub-?date|date-?line|article-?date|byline", re.IGNORECASE)
CHANGED = re.compile(r"updat|modif|edit|chang|revis", re.IGNORECASE)
SEPARATOR = re.compile(r"\s+(?:\||-|–|—|::|:|»|«|·|•|/)\s+|\s*\|\s*|\s*::\s*")
PAPERS = re.compile(
    r"\b(?:post|times|news|herald|tribune|chronicle|courier|gazette|mail|journal|guardian|telegraph|independent|observer|press|mirror|express|"
    r"star|sun|echo|globe|record|standard|examiner|review|daily|weekly|today|tv|radio|agency|bbc|cnn|reuters|zeitung|presse|nachrichten|anzeiger|"
    r"tagblatt|kurier|bote|rundschau|spiegel|monde|figaro|libération|gazeta|pravda|izvestia|diario|periódico|giornale|corriere|jornal|"
    r"хроніка|правда|газета|новини|новости|вісті|известия|ведомости|вести|кур'єр)\b",
    re.IGNORECASE,
)
SECTION = re.compile(
    r"^(?:news|world|politics|business|opinion|sport|daily news|latest news|breaking news|press|video|live|home)$",
    re.IGNORECASE,
)


def fields(tree, title=None):
    """Fields of a parsed page that has not been cleaned yet.

    Returns
    -------
    dict
        ``title``, ``url``, ``published`` (ISO day), ``published_basis`` (metadata, url), ``outlet``, ``language``, and
        ``unclear`` (a date field that can be read in two ways); each None where the page does not tell.
    """
    metas, data = _metas(tree), _linked_data(tree)
    url = _address(tree, metas)
    article = next((node for node in data if _is_article(node)), {})
    days = [metas[name] for name in DATES if name in metas]
    marked = [element.get("content") or element.get("datetime") or "" for element in _marked(tree)]
    published, unclear = _first_day([*days[:1], article.get("datePublished"), *days[1:], *marked, *_in_header(tree)])
    basis = "metadata" if published else None
    if not published and url and (match := ADDRESS.search(urlsplit(url).path)):
        published = _day(*match.groups())
        basis = "url" if published else None
    heading = metas.get("og:title") or article.get("headline") or title or _text(tree.find(".//title"))
    language = tree.get("lang") or metas.get("og:locale") or metas.get("content-language") or ""
    return {
        "title": heading if isinstance(heading, str) and heading.strip() else None,
        "url": url,
        "published": published,
        "published_basis": basis,
        "outlet": _outlet(metas, data, article, _text(tree.find(".//title")) or title or "", url),
        "language": language[:2].lower() if re.match(r"[A-Za-z]{2}(?:[-_]|$)", language) else None,
        "unclear": None if published else unclear,
    }


def _text(element):
    return " ".join("".join(element.itertext()).split()) if element is not None else None


def _metas(tree):
    """``name -> content`` of the meta fields, names in small letters; the first counts where a name is repeated."""
    contents = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and element.get(key):
                contents.setdefault(element.get(key).strip().lower(), content)
    return contents


def _linked_data(tree):
    """Objects of the page's JSON-LD, those within others too."""
    nodes = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            waiting = [json.loads(re.sub(r"[\x00-\x1f]", " ", script.text or ""), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and len(nodes) < 500:
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting = [*node, *waiting]
            elif isinstance(node, dict):
                nodes.append(node)
                waiting += [
                    node[key]
                    for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
                    if key in node
                ]
    return nodes


def _is_article(node):
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and ARTICLE.search(kind) for kind in kinds) and "datePublished" in node


def _address(tree, metas):
    base = metas.get("og:url", "")
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            address = urljoin(base, element.get("href").strip())
            if re.match(r"https?://\S+$", address):
                return address
    return base if re.match(r"https?://\S+$", base) else None


def _marked(tree):
    """Elements that are marked as the page's date of publication and stand outside the boxes of other stories."""
    for element in tree.iter("time", "span", "abbr", "div", "p"):
        prop = (element.get("itemprop") or "").lower()
        if (prop == "datepublished" or element.get("pubdate") is not None) and not _beside(element):
            yield element


def _beside(element):
    """Whether an element stands in a box of other stories, of comments or in a footer."""
    return any(
        one.tag in ("aside", "nav", "footer") or BOX.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in element.iterancestors()
    )


BOX = re.compile(
    r"(?:^|[\s_-])(?:related|sidebar|side-?bar|comments?|recommended|more|popular|trending|latest|teasers?|promo|footer|widget|read-?next)(?:[\s_-]|$)",
    re.IGNORECASE,
)


def _in_header(tree):
    """Days of ``time`` elements that stand above the text of the article, not of its changes."""
    articles = tree.findall(".//article")
    scopes = articles if len(articles) == 1 else tree.xpath("//main | //*[@role='main']")[:1]
    for scope in scopes:
        for element in scope.iter():
            if element.tag == "p" and len(_text(element) or "") > 80:
                return
            if element.tag != "time" or not element.get("datetime") or _beside(element):
                continue
            own = " ".join(
                filter(None, (element.get("class"), element.get("itemprop"), _text(element.getparent()) or ""))
            )
            if len(_text(element.getparent()) or "") > 120 or (CHANGED.search(own) and not PUBLISHED.search(own)):
                continue
            yield element.get("datetime")


def _first_day(cells):
    """``(day, unclear)``: the first date that can be read in one way only, and the first that cannot."""
    unclear = None
    for cell in cells:
        if not isinstance(cell, str) or not cell.strip():
            continue
        day = day_of(cell)
        if day:
            return day, None
        if NUMBERS.match(cell):
            unclear = unclear or cell.strip()[:40]
    return None, unclear


def day_of(cell):
    """ISO day of a date field; None where it holds no date, or one that can be read in two ways.

    >>> [day_of(cell) for cell in ("2024-11-05T21:14:00Z", "5 November 2024", "Tue, 05 Nov 2024 21:14:00 GMT", "11/5/2024")]
    ['2024-11-05', '2024-11-05', '2024-11-05', None]
    """
    if re.fullmatch(r"\s*1\d{9}(?:\d{3})?\s*", cell):
        seconds = int(cell)
        return datetime.fromtimestamp(seconds / (1000 if seconds > 1e11 else 1), UTC).date().isoformat()
    if match := ISO.match(cell):
        return _day(*[group for group in match.groups() if group])
    if match := NAMED.search(cell):
        day, month, year, other, that, then = match.groups()
        number = MONTHS.get((month or other).lower())
        return _day(year or then, number, day or that) if number else None
    if match := NUMBERS.match(cell):
        one, two, year = map(int, match.groups())
        return _day(year, two, one) if one > 12 or one == two else _day(year, one, two) if two > 12 else None
    try:
        return parsedate_to_datetime(cell).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return None


def _day(year, month, day):
    try:
        checked = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return checked.isoformat() if 1900 <= checked.year <= datetime.now(UTC).year + 1 else None


def _outlet(metas, data, article, title, url):
    """The outlet by its own field, by the publisher of the article, or by the end of the title."""
    for name in SITES:
        if metas.get(name) and not metas[name].startswith(("http", "@")):
            return metas[name]
    for node in [article, *data]:
        publisher = node.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        named = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(named, str) and named.strip() and not named.startswith("http"):
            return named.strip()
    for node in data:
        if node.get("@type") in ("WebSite", "NewsMediaOrganization") and isinstance(node.get("name"), str):
            return node["name"]
    parts = [part.strip() for part in SEPARATOR.split(title) if part.strip()]
    if len(parts) < 2:
        return None
    host = re.sub(r"[^a-z0-9]", "", urlsplit(url).netloc.removeprefix("www.").rsplit(".", 1)[0].lower()) if url else ""
    for part in (parts[-1], parts[0]):
        words = part.split()
        plain = re.sub(r"[^a-z0-9]", "", part.lower())
        if host and plain and (plain in host or host in plain):
            return part
        named = all(word[:1].isupper() or word in ("of", "the", "and", "de", "la", "le", "der", "&") for word in words)
        if len(words) <= 5 and named and PAPERS.search(part) and not SECTION.search(part):
            return part
    return None
