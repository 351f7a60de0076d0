"""Sentences of a page: templates filled in with values, whatever comes from a table shown letter by letter."""

import html
import math
import numbers
import re
import textwrap
from urllib.parse import quote as percent
from urllib.parse import urlsplit

import jinja2
import numpy as np
import pandas as pd
from IPython.display import Markdown as Prose
from IPython.display import display

from .. import phrases
from ..dates import parse

__all__ = ["Markdown", "link", "render", "say"]

UNKNOWN = "not known"
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
SPELLED = "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
UNITS = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (0, ""))
CURRENCIES = {
    "USD": "dollars",
    "EUR": "euros",
    "GBP": "pounds",
    "JPY": "yen",
    "RUB": "roubles",
    "UAH": "hryvnias",
    "CAD": "Canadian dollars",
    "CHF": "Swiss francs",
    "CNY": "yuan",
    "KRW": "won",
}

# Entities stand for themselves in HTML and Markdown; "$", "\" and "@" also need an element of their own, because what
# typesets mathematics or finds addresses reads the page after entities are resolved, but not across elements.
_ENTITIES = {ord(c): f"&#{ord(c)};" for c in "&<>\"'`*_[]|~#"} | {ord(c): f"<span>&#{ord(c)};</span>" for c in "$\\@"}
_BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_CONTROLS = [c for c in [*range(32), *range(127, 160)] if not chr(c).isspace()]
_UNSEEN = dict.fromkeys([*_CONTROLS, *_BIDI]) | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


class Markdown(str):
    """Text that a helper built as Markdown and that stands as it is; whatever is derived from it is foreign again."""

    __slots__ = ()


def say(template: str, **values: object) -> None:
    """Show one paragraph: a Jinja2 template of Markdown, filled in with values.

    Parameters
    ----------
    template : str
        Markdown. Filters: ``thousands``, ``plural("report")``, ``spelled``, ``date``, ``money("EUR")``, ``likelihood``,
        ``percent``, ``round(1)``, ``listed`` (a, b and c), ``link``. A name without a value is an error.
    **values
        Anything that comes from a table is shown as plain text; a missing value as "not known".

    Returns
    -------
    None
        An empty paragraph shows nothing.

    >>> say("")
    """
    text = render(template, **values)
    if text:
        display(Prose(str(text)))


def render(template: str, **values: object) -> Markdown:
    """The Markdown that `say` shows.

    >>> render("{{ n | plural('report') }} by {{ who }}", n=2312, who="*Aster*")
    '2,312 reports by &#42;Aster&#42;'
    """
    return Markdown(_templates.from_string(textwrap.dedent(template).strip()).render(**values).strip())


def plain(value: object) -> str:
    """Foreign text as Markdown that shows it letter by letter, whatever it holds and wherever it stands.

    >>> plain("[x](javascript:1)")
    '&#91;x&#93;(javascript:1)'
    """
    text = re.sub(r"(?i)\b(www)\.|\b(https?|ftp|mailto|xmpp):", _not_an_address, one_line(value).translate(_ENTITIES))
    text = text.replace("://", "&#58;//")
    start = re.match(r"\d+[.)](?=\s|$)|[-+](?=[-\s]|$)|[=.):]", text)  # a list, a line or a heading at the beginning
    return f"{text[: start.end() - 1]}&#{ord(text[start.end() - 1])};{text[start.end() :]}" if start else text


def _not_an_address(match):
    return f"{match[1]}&#46;" if match[1] else f"{match[2]}&#58;"


def one_line(value):
    """A value as one line, without marks that cannot be seen or that turn the direction of what follows."""
    return " ".join(str(value).translate(_UNSEEN).split())


def finalize(value):
    """A value as Markdown shows it: foreign text letter by letter, days in words, what is missing as "not known"."""
    if isinstance(value, Markdown):
        return str(value)
    if missing(value):
        return UNKNOWN
    if isinstance(value, (pd.Timestamp, np.datetime64)) or hasattr(value, "strftime"):
        return date(value)
    return str(value) if isinstance(value, numbers.Number) else plain(value)


def missing(value):
    """Whether a single value is not known: none, not a number, or without end."""
    if isinstance(value, numbers.Real):
        return not math.isfinite(value)
    return value is None or (pd.api.types.is_scalar(value) and pd.isna(value) is True)


def _known(filter_):
    """The filter for values that are known; others are "not known"."""

    def filtered(value, *args, **options):
        return UNKNOWN if missing(value) else filter_(value, *args, **options)

    return filtered


def thousands(value, digits=0):
    """A number with commas: 37,950."""
    return f"{value:,}" if isinstance(value, numbers.Integral) else f"{float(value):,.{digits}f}"


def spelled(value):
    """A count in words up to twelve, in digits above."""
    return SPELLED[int(value)] if 0 <= value < len(SPELLED) and value == int(value) else thousands(value)


def plural(value, word, words=None, in_words=False):
    """A count with its noun: "1 report", "2,312 reports", "no reports"."""
    if words is None:
        ending = "ies" if re.search("[^aeiou]y$", word) else "es" if re.search("(s|x|ch|sh)$", word) else "s"
        words = (word[:-1] if ending == "ies" else word) + ending
    return f"{spelled(value) if in_words or value == 0 else thousands(value)} {word if value == 1 else words}"


def date(value, year=True):
    """A day, month or year in words: "22 October 2024"; with ``year=False`` without its year."""
    text = re.sub(r"(?<=^\d{4}-\d\d-\d\d)[T ].*", "", str(value))
    try:
        first, _ = parse(text)
    except ValueError:
        return text
    parts = [str(first.day) if len(text) > 7 else None, MONTHS[first.month - 1] if len(text) > 4 else None]
    return " ".join(p for p in [*parts, f"{first.year}" if year or len(text) == 4 else None] if p)


def money(value, currency="USD", digits=3):
    """An amount with its unit and currency: "46.4 billion dollars"."""
    about = abs(float(f"{value:.{digits - 1}e}"))
    size, unit = next((s, u) for s, u in UNITS if about >= s)
    shown = significant(value / size, digits) if unit else thousands(value, 0 if float(value).is_integer() else 2)
    words = "of a currency that is not known" if missing(currency) else CURRENCIES.get(currency, currency)
    return f"{shown}{unit} {words}"


def significant(value, digits):
    """A number with so many significant digits, whole thousands with commas."""
    if not value:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(float(f"{value:.{digits - 1}e}"))))
    shown = f"{round(value, places):,.{max(places, 0)}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def likelihood(value):
    """A step of the ladder with its band: "likely (55–80 %)"; from the word or from a probability."""
    if isinstance(value, numbers.Number):
        return phrases.likelihood(value)
    return next((phrases.likelihood((low + high) / 2) for word, low, high in phrases.LADDER if word == value), value)


def percent_of_one(value, digits=0):
    """A share as per cent: 0.054 is "5 %"."""
    return f"{100 * value:.{digits}f} %"


def rounded(value, digits=0):
    """A number with so many decimals."""
    return f"{value:.{digits}f}"


def listed(values, last=" and "):
    """Several as "a, b and c"."""
    parts = [finalize(v) for v in values]
    return Markdown(", ".join(parts[:-1]) + last + parts[-1] if len(parts) > 1 else "".join(parts))


def joined(values, between=", "):
    """Several with the same words between them."""
    return Markdown(between.translate(_ENTITIES).join(finalize(v) for v in values))


def link(target: object, text: str | None = None, day: str | None = None, *, quote: str | None = None) -> Markdown:
    """A Markdown link to a report, shown as its outlet and date; plain text where its address is not http(s).

    Parameters
    ----------
    target : str or row
        An address, or a row with ``url``, ``outlet`` and ``published``.
    text, day : str, optional
        What is shown instead.
    quote : str, optional
        Words of the page that the browser is to show at once.

    Returns
    -------
    Markdown

    >>> link("https://a.example/?q=(1)", "Aster", "2024-10-22")
    '[Aster, 22 October 2024](https://a.example/?q=%281%29)'
    >>> link("javascript:alert(1)", "[Aster]")
    '&#91;Aster&#93;'
    """
    if not isinstance(target, str) and not missing(target):
        text = cell(target, "outlet") if text is None else text
        day = cell(target, "published") if day is None else day
        target = cell(target, "url")
    shown = plain(shown_as(target, text, day))
    where = address(target, quote)
    return Markdown(f"[{shown}]({html.escape(where)})" if where else shown)


def shown_as(target, text, day):
    """What a link shows: outlet and date, else the address."""
    parts = [None if missing(text) else str(text), None if missing(day) else date(day)]
    return ", ".join(p for p in parts if p) or (UNKNOWN if missing(target) else str(target))


def cell(row, name):
    """A value of a row, whatever kind of row it is; None where it is missing."""
    value = row.get(name) if hasattr(row, "get") else getattr(row, name, None)
    return None if missing(value) else value


def address(url: object, quote: str | None = None) -> str | None:
    """The address, safe to stand in Markdown and HTML, or None where it is no plain http(s) address."""
    if not isinstance(url, str) or re.search(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]", url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return None
    except ValueError:
        return None
    safe = percent(url.strip(), safe=":/?#%&=+,;.-~!@")
    if missing(quote) or not str(quote).strip():
        return safe
    words = one_line(quote).split()
    ends = [words] if len(words) <= 8 else [words[:4], words[-4:]]
    fragment = ",".join(percent(" ".join(w), safe="").replace("-", "%2D") for w in ends)
    return f"{safe}{'' if '#' in safe else '#'}:~:text={fragment}"


_templates = jinja2.Environment(
    finalize=finalize, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
)
for _name in ("safe", "e", "escape", "forceescape", "urlize", "xmlattr", "tojson", "striptags", "pprint"):
    _templates.filters.pop(_name, None)  # `finalize` is the one door: it takes nothing for safe but `Markdown`
FILTERS = {f.__name__: _known(f) for f in (thousands, spelled, plural, date, money, likelihood)}
FILTERS |= {"percent": _known(percent_of_one), "round": _known(rounded)}
_templates.filters |= FILTERS | {"listed": listed, "join": joined, "link": link}
