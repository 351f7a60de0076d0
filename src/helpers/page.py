"""What stands on a page: sentences (`say`), pictures (`show`), tables that are kept (`keep`) and linked (`linked`).

Whatever comes from a table is foreign: it is shown as plain text, whatever HTML, Markdown or TeX it holds, and only
http(s) addresses are linked. The environment variable ``CROSSREAD_RESULTS`` names the folder that takes pictures and
tables; the runner sets it, a reader need not.
"""

import base64
import html
import io
import math
import numbers
import os
import re
import textwrap
from pathlib import Path
from urllib.parse import quote as percent
from urllib.parse import urlsplit

import jinja2
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import HTML, display
from IPython.display import Markdown as Prose
from PIL import Image

__all__ = ["Markdown", "keep", "link", "linked", "render", "say", "show"]

RESULTS = "CROSSREAD_RESULTS"
UNKNOWN = "not known"
LEAST_ALT, MOST_COLUMNS, COLOURS = 40, 8, 64
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
SPELLED = "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
LADDER = {  # upper end of each step, in per cent (ICD 203)
    "almost no chance": (1, 5),
    "very unlikely": (5, 20),
    "unlikely": (20, 45),
    "about even": (45, 55),
    "likely": (55, 80),
    "very likely": (80, 95),
    "almost certain": (95, 99),
}
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
_UNSEEN = dict.fromkeys([*range(32), *range(127, 160), *_BIDI]) | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Markdown(str):
    """Text that a helper built as Markdown and that stands as it is; whatever is derived from it is foreign again."""

    __slots__ = ()


# ---------------------------------------------------------------- sentences


def say(template, **values):
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


def render(template, **values):
    """The Markdown that `say` shows.

    >>> render("{{ n | plural('report') }} by {{ who }}", n=2312, who="*Aster*")
    '2,312 reports by &#42;Aster&#42;'
    """
    return Markdown(_templates.from_string(textwrap.dedent(template).strip()).render(**values).strip())


def _plain(value):
    """Foreign text as Markdown that shows it letter by letter, whatever it holds and wherever it stands.

    >>> _plain("[x](javascript:1)")
    '&#91;x&#93;(javascript:1)'
    """
    text = " ".join(str(value).split()).translate(_UNSEEN)
    text = text.translate(_ENTITIES).replace("://", "&#58;//").replace("www.", "www&#46;")
    text = re.sub(r"(?i)(www)\.|(https?|ftp|mailto|xmpp):", lambda m: f"{m[1]}&#46;" if m[1] else f"{m[2]}&#58;", text)
    start = re.match(r"\d*[-+=.):]", text)  # a list, a line or a heading at the beginning
    return f"{text[: start.end() - 1]}&#{ord(text[start.end() - 1])};{text[start.end() :]}" if start else text


def _finalize(value):
    if isinstance(value, Markdown):
        return str(value)
    if _missing(value):
        return UNKNOWN
    if isinstance(value, (pd.Timestamp, np.datetime64)) or hasattr(value, "strftime"):
        return date(value)
    return str(value) if isinstance(value, numbers.Number) else _plain(value)


def _missing(value):
    if isinstance(value, jinja2.Undefined) or isinstance(value, (list, tuple, dict, set, pd.Series, pd.DataFrame)):
        return False
    return value is None or (isinstance(value, float) and not math.isfinite(value)) or value is pd.NA or value is pd.NaT


def _known(filter_):
    """The filter for values that are known; others are "not known"."""

    def filtered(value, *args, **options):
        return UNKNOWN if _missing(value) else filter_(value, *args, **options)

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
    text = str(value)
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|[T ])", text)
    if not found or (found[2] and not 1 <= int(found[2]) <= 12):
        return text
    parts = [str(int(found[3])) if found[3] else None, MONTHS[int(found[2]) - 1] if found[2] else None]
    return " ".join(p for p in [*parts, found[1] if year or not found[2] else None] if p)


def money(value, currency="USD", digits=3):
    """An amount with its unit and currency: "46.4 billion dollars"."""
    about = abs(float(f"{value:.{digits - 1}e}"))
    size, unit = next((s, u) for s, u in UNITS if about >= s)
    shown = _significant(value / size, digits) if unit else thousands(value, 0 if float(value).is_integer() else 2)
    return f"{shown}{unit} {CURRENCIES.get(currency, currency)}"


def _significant(value, digits):
    if not value:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(float(f"{value:.{digits - 1}e}"))))
    shown = f"{round(value, places):,.{max(places, 0)}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def likelihood(value):
    """A step of the ladder with its band: "likely (55–80 %)"; from the word or from a probability."""
    if isinstance(value, numbers.Number):
        value = next((word for word, (_, high) in LADDER.items() if 100 * value < high), "almost certain")
    low, high = LADDER[value] if value in LADDER else (None, None)
    return value if low is None else f"{value} ({low}–{high} %)"


def percent_of_one(value, digits=0):
    """A share as per cent: 0.054 is "5 %"."""
    return f"{100 * value:.{digits}f} %"


def rounded(value, digits=0):
    """A number with so many decimals."""
    return f"{value:.{digits}f}"


def listed(values, last=" and "):
    """Several as "a, b and c"."""
    parts = [_finalize(v) for v in values]
    return Markdown(", ".join(parts[:-1]) + last + parts[-1] if len(parts) > 1 else "".join(parts))


def joined(values, between=", "):
    """Several with the same words between them."""
    return Markdown(between.translate(_ENTITIES).join(_finalize(v) for v in values))


def link(target, text=None, day=None, *, quote=None):
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
    if not isinstance(target, str) and not _missing(target):
        text = _cell(target, "outlet") if text is None else text
        day = _cell(target, "published") if day is None else day
        target = _cell(target, "url")
    shown = _plain(_shown(target, text, day))
    address = _address(target, quote)
    return Markdown(f"[{shown}]({html.escape(address)})" if address else shown)


def _shown(target, text, day):
    parts = [None if _missing(text) else str(text), None if _missing(day) else date(day)]
    return ", ".join(p for p in parts if p) or (UNKNOWN if _missing(target) else str(target))


def _cell(row, name):
    value = row.get(name) if hasattr(row, "get") else getattr(row, name, None)
    return None if _missing(value) else value


def _address(url, quote=None):
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
    if _missing(quote) or not str(quote).strip():
        return safe
    words = str(quote).split()
    ends = [words] if len(words) <= 8 else [words[:4], words[-4:]]
    fragment = ",".join(percent(" ".join(w), safe="").replace("-", "%2D") for w in ends)
    return f"{safe}{'' if '#' in safe else '#'}:~:text={fragment}"


_templates = jinja2.Environment(
    finalize=_finalize, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
)
for _name in ("safe", "e", "escape", "forceescape", "urlize", "xmlattr", "tojson", "striptags", "pprint"):
    _templates.filters.pop(_name, None)  # `_finalize` is the one door: it takes nothing for safe but `Markdown`
_templates.filters |= {f.__name__: _known(f) for f in (thousands, spelled, plural, date, money, likelihood)}
_templates.filters |= {"percent": _known(percent_of_one), "round": _known(rounded)}
_templates.filters |= {"listed": listed, "join": joined, "link": link}


# ---------------------------------------------------------------- pictures


def show(axes, name, *, finding=None, shows=None, source=None, alt=None, caption=None):
    """Show a finished picture with its title, description and caption, and close it.

    The picture is a PNG with its description as alt text; its caption follows as Markdown. Names in it are drawn letter
    by letter, never as mathematics. Where a results folder is set, the picture is written there as PNG and SVG.

    Parameters
    ----------
    axes : matplotlib.axes.Axes, array of Axes or Figure
    name : str
        File name without ending: lower-case letters, digits, hyphens; it is also the picture's anchor.
    finding : str
        What the picture says, in one sentence: its title, and the beginning of its description.
    shows : str
        What is drawn, and what a sighted reader would take from it: the rest of the description, and the caption.
    source : str or Case
        Where the data come from, with their days.

    Raises
    ------
    ValueError
        If `name` is no such name, or finding and `shows` together have fewer than 40 characters.
    """
    figure = _figure(axes)
    name = _name(name)
    if finding is not None:
        _title(figure, finding)
        alt = f"{_sentence(finding)} {_sentence(shows)}"
        caption = " ".join(_sentence(part) for part in (shows, _source(source)) if part)
    if len(alt.strip()) < LEAST_ALT:
        raise ValueError(
            f"picture {name!r}: its description has {len(alt.strip())} characters; say in {LEAST_ALT} or more what it shows"
        )
    full = _draw(figure)
    folder = _folder("figures")
    if folder:
        _palette(full, 256).save(folder / f"{name}.png", optimize=True)
        figure.set_layout_engine("none")  # the SVG keeps the places that the PNG was laid out with
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Title": finding or caption, "Description": alt})
    plt.close(figure)
    small = inlined(full)
    image = {"image/png": base64.b64encode(small).decode("ascii"), "text/plain": f"[picture {name}] {alt}"}
    width = full.width // 2
    display(image, raw=True, metadata={"image/png": {"alt": alt, "width": width}, "name": name})
    display(Prose(f"*{_plain(caption)}*"))


def inlined(picture):
    """The PNG that a notebook stores of a picture drawn at 200 dots an inch: half its size, few colours."""
    small = io.BytesIO()
    half = picture.convert("RGB").resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)
    _palette(half, COLOURS).save(small, format="png", optimize=True)
    return small.getvalue()


def _palette(picture, colours):
    return picture.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _figure(axes):
    return axes if isinstance(axes, mpl.figure.Figure) else np.ravel(np.asarray(axes, dtype=object))[0].figure


def _title(figure, finding):
    """The finding over the picture, in place of the title it had."""
    wide = max(int(figure.get_figwidth() * 11), 30)
    words = textwrap.fill(finding, wide, break_long_words=False)
    if len(figure.axes) == 1:
        for place in ("center", "right"):
            figure.axes[0].set_title("", loc=place)
        figure.axes[0].set_title(words, loc="left")
    else:
        figure.suptitle(words, x=0.01, ha="left", fontsize=mpl.rcParams["axes.titlesize"], weight="bold")


def _draw(figure):
    """The picture at 200 dots an inch, every letter of it taken for a letter."""
    scaled = {label for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for label in _powers(axis)}
    for text in figure.findobj(mpl.text.Text):
        text.set_parse_math(text in scaled)
    raw = io.BytesIO()
    with mpl.rc_context({"text.parse_math": False}):
        figure.savefig(raw, format="png", dpi=200, metadata={"Software": None})
    return Image.open(raw).convert("RGB")


def _powers(axis):
    """The labels of a logarithmic axis, whose powers of ten are drawn as such."""
    formatter = axis.get_major_formatter()
    return axis.get_ticklabels(which="both") if isinstance(formatter, mpl.ticker.LogFormatter) else []


def _sentence(words):
    words = " ".join(str(words).split())
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?", "…")) else ".")


def _source(source):
    if source is None or isinstance(source, str):
        return source and (source if source.startswith("Source") else f"Source: {source}")
    days = source.reports["published"].dropna().astype(str)
    days = days[days.str.fullmatch(r"\d{4}-\d\d-\d\d")]
    span = f", {date(days.min())} to {date(days.max())}" if len(days) else ""
    return f"Source: case {source.name}, {plural(len(source.reports), 'report')}{span}"


# ---------------------------------------------------------------- tables


def keep(table, name):
    """Return `table` unchanged, having written it as CSV into the results folder where one is set.

    In the file a cell that a spreadsheet would take for a formula begins with an apostrophe.

    Parameters
    ----------
    table : pandas.DataFrame
    name : str
        File name without ending.

    >>> len(keep(pd.DataFrame({"a": [1, 2]}), "two-rows"))
    2
    """
    name, folder = _name(name), _folder("tables")
    if folder:
        flat = table if isinstance(table.index, pd.RangeIndex) else table.reset_index()
        flat.map(defused).rename(columns=defused).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    return table


def defused(cell):
    """A cell for a file that people open in a spreadsheet: what would run as a formula is text.

    >>> defused("=1+1"), defused("-5"), defused(-5)
    ("'=1+1", '-5', -5)
    """
    if not isinstance(cell, str) or not cell.lstrip(" \u00a0\ufeff").startswith(_FORMULA):
        return cell
    return cell if re.fullmatch(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?", cell) else f"'{cell}"


def linked(table, reports, *, caption=None, most=6, rows=None, folded=None, quote=None):
    """The table as HTML; cells that hold report ids become links that show outlet and date.

    Parameters
    ----------
    table : DataFrame
        At most eight columns. ``report_id``, ``other_report`` (one id) and columns that end in ``report_ids`` or ``_ids``
        or are called ``other_wordings`` (ids between blanks) are linked. Numbers stand to the right.
    reports : DataFrame[report_id, url, outlet, published]
        Without outlet the id is shown.
    caption : str, optional
        What the rows are; a screen reader says it first.
    most : int
        Links written out per cell; the others fold out.
    rows : int, optional
        Rows written out; the others fold out. By default all are.
    folded : str, optional
        A line under which the whole table folds out.
    quote : str, optional
        The column that holds words of the report in ``report_id``, at which the browser opens it; it is shown too.

    Returns
    -------
    IPython.display.HTML
        Everything that comes from the tables is escaped.

    Raises
    ------
    ValueError
        For more than eight columns.

    Examples
    --------
    >>> reports = pd.DataFrame({"report_id": ["r1"], "url": ["https://a.example/?q=<b>"], "outlet": ["Aster"]})
    >>> shown = linked(pd.DataFrame({"report_ids": ["r1 r9"]}), reports).data
    >>> '<a href="https://a.example/?q=%3Cb%3E">Aster</a>; r9' in shown
    True
    """
    if len(table.columns) > MOST_COLUMNS:
        raise ValueError(
            f"a table of {len(table.columns)} columns ({', '.join(map(str, table.columns))}): "
            f"choose at most {MOST_COLUMNS} for a page, and keep the others with page.keep"
        )
    if not len(table):
        return HTML("<p>No row of this kind in this case.</p>")
    known = {row["report_id"]: row for row in reports.to_dict("records")}
    rows = len(table) if rows is None else rows
    shown = _rows(table.head(rows), table, known, most, quote, caption)
    if len(table) > rows:
        more = plural(len(table) - rows, "more row")
        shown += _fold(more, _rows(table.iloc[rows:], table, known, most, quote, None))
    return HTML(shown if folded is None else _fold(_letters(folded), shown))


def _rows(part, table, known, most, quote, caption):
    numeric = [pd.api.types.is_numeric_dtype(t) and not pd.api.types.is_bool_dtype(t) for t in table.dtypes]
    sides = [f'style="text-align:{"right" if n else "left"}"' for n in numeric]
    names = [_heading(str(c)) for c in table.columns]
    head = "".join(f'<th scope="col" {side}>{_letters(n)}</th>' for n, side in zip(names, sides, strict=True))
    body = []
    for row in part.to_dict("records") if table.columns.is_unique else []:
        words = row.get(quote) if quote else None
        cells = (_ids(v, known, most, words) if _holds_ids(c) else _letters(_brief(v)) for c, v in row.items())
        body.append("<tr>" + "".join(f"<td {side}>{c}</td>" for c, side in zip(cells, sides, strict=True)) + "</tr>")
    title = f"<caption>{_letters(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _heading(column):
    return {"report_id": "report", "report_ids": "reports"}.get(column, column.replace("_ids", "").replace("_", " "))


def _holds_ids(column):
    return str(column) in ("report_id", "other_report", "other_wordings") or str(column).endswith("_ids")


def _fold(line, shown):
    return f"<details><summary>{line}</summary>{shown}</details>"


def _brief(value):
    """A cell in words: two or three significant digits, days in words."""
    if isinstance(value, (list, tuple, set)):
        return ", ".join(map(_brief, value))
    if not isinstance(value, str) and _missing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, numbers.Integral):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    return _significant(value, 3) if isinstance(value, numbers.Real) else str(value)


def _letters(text):
    """Foreign text as HTML that shows it letter by letter."""
    text = html.escape(" ".join(str(text).split()).translate(_UNSEEN), quote=True)
    return re.sub(r"[$\\@]", lambda m: f"<span>{m[0]}</span>", text)


def _ids(value, known, most, words):
    """Report ids as links, those beyond the first few folded."""
    links = [_anchor(i, known.get(i), words) for i in (value.split() if isinstance(value, str) else [])]
    more = _fold(f"and {len(links) - most} more", "; ".join(links[most:])) if len(links) > most else ""
    return "; ".join(links[:most]) + more


def _anchor(name, report, words):
    report = report or {}
    address = _address(_cell(report, "url"), words)
    shown = _letters(_shown(None, _cell(report, "outlet") or name, _cell(report, "published")))
    return f'<a href="{html.escape(address, quote=True)}">{shown}</a>' if address else shown


def _name(name):
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"{name!r} is no file name: use lower-case letters, digits and single hyphens")
    return name


def _folder(kind):
    root = os.environ.get(RESULTS)
    if not root:
        return None
    folder = Path(root) / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder
