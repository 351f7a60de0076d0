"""The brief as a page: one template for Markdown, one for HTML, and the same sentences in both."""

from __future__ import annotations

import html
from pathlib import Path

import jinja2
import pandas as pd
from markupsafe import Markup

from ..dates import day
from ..page import Markdown, link
from ..page.table import defused
from ..page.words import FILTERS, address, finalize, plain, shown_as
from .build import Brief
from .conflicts import CAUSES
from .view import CHANGED, FIRST, OFFICES, WITHDRAWN
from .wording import agreeing, answer_words, is_money, statement

__all__ = ["chain_question", "first_screen", "html_page", "markdown_page", "write"]

HERE = Path(__file__).parent
LINKS, MOST_NEW, MOST_CHANGED, MOST_CONFLICTS = 1, 5, 3, 3
TABLE_HEAD = (
    "Question and answer",
    "Who says so, on what",
    "Who denies or abstains",
    "The source's own word",
    "Likelihood and reason",
)


class _Dialect:
    """How a page marks words up: `bold`, `links`, and the environment its sentences are filled in with."""

    def __init__(self, reports: pd.DataFrame, *, markdown: bool, day: str):
        self.day = day
        self.reports = reports.drop_duplicates("report_id").set_index("report_id", drop=False)
        self.markdown = markdown
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE),
            autoescape=True,
            finalize=self.shown,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters |= FILTERS | {"lower_first": _lower_first}
        self.environment.globals |= {"b": self.bold, "ref": self.links}
        self.sentences = self.environment.get_template("sentences.j2").module

    def shown(self, value):
        """A value as it stands on the page: foreign text letter by letter."""
        if isinstance(value, Markup):
            return value
        return Markup(finalize(value)) if self.markdown else html_value(value)

    def bold(self, text):
        return Markup(f"**{plain(text)}**") if self.markdown else Markup(f"<strong>{html.escape(str(text))}</strong>")

    def links(self, ids, most=LINKS, count=True):
        """The newest reports as links: the outlet, the day where it is not that of the page, and how many more."""
        ids = list(dict.fromkeys(str(ids).split() if isinstance(ids, str) else ids))
        ids = sorted((i for i in ids if i in self.reports.index), key=self._newest)
        more = f" +{len(ids) - most}" if count and len(ids) > most else ""
        return Markup(", ".join(map(self._link, ids[:most])) + more)

    def _newest(self, report_id):
        row = self.reports.loc[report_id]
        return -day([row["published"]]).iloc[0].value if isinstance(row["published"], str) else 0, str(report_id)

    def _link(self, report_id):
        row = self.reports.loc[report_id]
        when = None if row["published"] == self.day else row["published"]
        if isinstance(when, str) and when[:4] == self.day[:4]:
            when = FILTERS["date"](when, year=False)
        if self.markdown:
            return str(link(row["url"], row["outlet"], when))
        words = html.escape(shown_as(row["url"], row["outlet"], when))
        where = address(row["url"])
        return f'<a href="{html.escape(where)}">{words}</a>' if where else words


def _lower_first(label):
    """A label inside a sentence: its first letter small, unless it begins a name."""
    words = str(label).split()
    name = (len(words) > 1 and words[1][:1].isupper()) or (words[:1] and words[0].isupper())
    return label if name else label[:1].lower() + label[1:]


def html_value(value):
    """A value for HTML, still to be escaped: missing ones in words, days in words."""
    text = finalize(value)
    return html.unescape(text.replace("<span>", "").replace("</span>", "")) if isinstance(text, str) else text


def markdown_page(brief: Brief) -> str:
    """The brief as Markdown."""
    return _page(brief, "page.md.j2", markdown=True)


def html_page(brief: Brief, *, back: str = "index.html", events: str = "") -> str:
    """The brief as one HTML page that asks nothing of the net and prints on one sheet."""
    return _page(brief, "page.html.j2", markdown=False, back=back, events=events)


def first_screen(brief: Brief, *, markdown: bool = True) -> dict:
    """What the first page opens with, in the brief's own words.

    Returns
    -------
    dict
        ``day``, ``title`` (what the day brought), ``pile``, at most six ``lines`` (marker, sentence), ``events`` (file
        of the whole list), ``picture`` (what the picture of the day shows).
    """
    dialect = _Dialect(brief.case.reports, markdown=markdown, day=brief.day)
    kind = Markdown if markdown else Markup
    lines = [(marker, kind(line)) for marker, line in _first_lines(brief, dialect)]
    told = dialect.sentences.pile if brief.rows else dialect.sentences.drafted
    return {
        "day": _date(brief.day),
        "title": headline(brief),
        "pile": kind(f"{told(brief.pile)} {dialect.sentences.search(brief.pile)}"),
        "lines": lines,
        "events": _events_file(brief),
        "picture": "Who said it first and who printed it: the main statement of the day",
    }


def _first_lines(brief, dialect):
    """At most six lines: two that are new, one changed, one denied, one of money, one conflict on another topic."""
    s = dialect.sentences
    topics = dict(zip(brief.case.questions["question_id"], brief.case.questions["topic"].astype(str), strict=True))
    shown = [_event(e, brief) for e in brief.shown.itertuples(index=False)]
    fresh = [e for e in shown if e["what"] == FIRST and not e["denies"] and not e["retold"]]
    sums = [e for e in fresh if _money_unit(e["unit"])]
    fresh = [e for e in fresh if e not in sums and e["now"] not in ("cannot confirm", "no comment")]
    moved = [e for e in shown if e["what"] in (CHANGED, WITHDRAWN)]
    lines = [("New", s.event(e)) for e in fresh[:2]] + [("Changed", s.event(e)) for e in moved[:1]]
    lines += [("Unconfirmed, denied", s.silent(line | {"ids": _ids(line)})) for line in brief.silent[:1]]
    if sums or brief.money:
        lines.append(
            ("Money", Markup(". ").join([*map(s.event, sums[:1]), *([s.money(brief.money)] if brief.money else [])]))
        )
    seen = {topics.get(e["question_id"]) for e in [*fresh[:2], *moved[:1], *sums[:1]]}
    clashes = [c for c in brief.conflicts.itertuples(index=False) if topics.get(c.question_id) not in seen]
    clashes = clashes or list(brief.conflicts.head(1).itertuples(index=False))
    return lines + [("Conflict", s.conflict(_clash(c))) for c in clashes[:1]]


def chain_question(brief: Brief) -> str | None:
    """The question whose chain of reports is the one picture of the day: what is newest, else the bottom line."""
    fresh = brief.shown
    fresh = (
        fresh[fresh["what"].eq(FIRST) & ~fresh["retold"].astype(bool) & fresh["folded"].eq(1)] if len(fresh) else fresh
    )
    fresh = fresh[~fresh["denies"].astype(bool) & ~fresh["party"].astype(bool)] if len(fresh) else fresh
    if len(fresh):
        return fresh["question_id"].iloc[0]
    return brief.rows[0]["question_id"] if brief.rows else None


def headline(brief: Brief) -> str:
    """What the day brought: of each topic the label of what is newest, of three at most."""
    topics = dict(zip(brief.case.questions["question_id"], brief.case.questions["topic"].astype(str), strict=True))
    listed = brief.shown
    listed = listed[~listed["denies"].astype(bool) & ~listed["retold"].astype(bool)] if len(listed) else listed
    first: dict[str, str] = {}
    for e in (
        listed[listed["rank"] < 2]
        .sort_values("rank", key=lambda r: r.map({1: 0, 0: 1}).fillna(2), kind="stable")
        .itertuples()
    ):
        if e.folded == 1:
            first.setdefault(topics.get(e.question_id, ""), e.label)
    for c in brief.conflicts.itertuples(index=False):
        first.setdefault(topics.get(c.question_id, ""), c.label)
    return "; ".join(list(first.values())[:3]) or brief.case.title or brief.case.name


def write(brief: Brief, folder: Path) -> dict[str, Path]:
    """Write ``brief-<day>.html``, ``.md`` and the list behind it; ``brief.html`` and ``brief.md`` are the newest.

    Returns
    -------
    dict of str to Path
        ``html``, ``markdown``, ``events``.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    listed = _events_file(brief)
    paths = {"html": folder / f"brief-{brief.day}.html", "markdown": folder / f"brief-{brief.day}.md"}
    paths["events"] = folder / listed
    table = brief.events.map(defused) if len(brief.events) else brief.events
    table.to_csv(paths["events"], index=False, lineterminator="\n")
    paths["html"].write_text(html_page(brief, events=listed), encoding="utf-8")
    paths["markdown"].write_text(markdown_page(brief), encoding="utf-8")
    days = sorted(p.stem.removeprefix("brief-") for p in folder.glob("brief-????-??-??.html"))
    if days[-1] == brief.day:
        (folder / "brief.html").write_bytes(paths["html"].read_bytes())
        (folder / "brief.md").write_bytes(paths["markdown"].read_bytes())
    return paths


def _events_file(brief):
    return f"brief-{brief.day}-events.csv"


def _page(brief, template, *, markdown, **more):
    dialect = _Dialect(brief.case.reports, markdown=markdown, day=brief.day)
    sections = _sections(brief, dialect)
    return dialect.environment.get_template(template).render(
        title=brief.case.title or brief.case.name,
        headline=headline(brief),
        day=brief.day,
        coded_by=brief.coded_by,
        read_by=brief.read_by,
        pile=(dialect.sentences.pile if brief.rows else dialect.sentences.drafted)(brief.pile),
        judgement=brief.judgement,
        missing=[{k: Markdown(v) if k == "table" else v for k, v in m.items()} | _columns(m) for m in brief.missing],
        sections=[(heading, lines, empty) for _, heading, lines, empty in sections],
        table=[_cells(r, dialect) for r in brief.rows],
        table_head=TABLE_HEAD,
        table_after=_table_after(sections),
        **more,
    )


def _columns(missing):
    return {"columns": [Markdown(c) for c in missing["columns"]]}


def _table_after(sections):
    keys = [key for key, *_ in sections]
    return keys.index("conflicts") + 1 if "conflicts" in keys else 0


def _sections(brief, dialect):
    """(key, heading, lines, what stands there where there is none)."""
    s, shown = dialect.sentences, brief.shown
    events = [_event(e, brief) for e in shown.itertuples(index=False)]
    new = [e for e in events if e["what"] == FIRST and not e["denies"] and not e["retold"]]
    changed = [e for e in events if e["what"] in (CHANGED, WITHDRAWN)] + [e for e in events if e["what"] == OFFICES]
    rest = [e for e in events if e not in new and e not in changed]
    left = len(new[MOST_NEW:]) + len(changed[MOST_CHANGED:]) + sum(not e["denies"] for e in rest)
    new, changed = map(s.event, new[:MOST_NEW]), [s.event(e) for e in changed[:MOST_CHANGED]]
    silent = [s.silent(line | {"ids": _ids(line)}) for line in brief.silent[:2]]
    clashes = [s.conflict(_clash(c)) for c in brief.conflicts.head(MOST_CONFLICTS).itertuples(index=False)]
    since = f"since {FILTERS['date'](brief.since, year=brief.since[:4] != brief.day[:4])}"
    found = []
    if brief.rows:
        found = [
            ("bottom", "Bottom line", [s.answer(r) for r in brief.bottom], "Nothing is coded yet."),
            ("new", f"New {since}", [*new, *_left(left, brief)], "No first statement."),
            ("changed", f"Changed {since}", changed, "No statement was changed or withdrawn."),
            ("denied", "Unconfirmed and denied", silent, "Nobody denies and nobody abstains."),
            ("conflicts", "Conflicts", clashes, "No two statements conflict."),
            (
                "money",
                "Money",
                [s.money(brief.money), *map(s.ceiling, brief.money["ceilings"])] if brief.money else [],
                "No sum is coded.",
            ),
            ("due", "How the last brief did", [*map(s.due, brief.due), *map(s.moved, brief.moved[:1])], ""),
            ("ask", "Ask next", list(map(s.ask, brief.ask)), "Nothing follows from the tables."),
        ]
    limits = [s.parties(brief.parties)] if brief.parties.get("parties") else []
    limits += [s.assumed(), s.turn()] if brief.bottom else []
    found.append(("unseen", "Not seen", [line for line in [*limits, s.unseen(brief.unseen)] if line.strip()], ""))
    return [section for section in found if section[2] or section[3]]


def _left(left, brief):
    if left <= 0:
        return []
    return [f"{left} more in the list."]


def _date(text):
    return FILTERS["date"](text)


def _event(e, brief):
    row = e._asdict()
    return row | {
        "words": agreeing(str(e.who), statement(e.modality, e.now, e.unit, strength=e.strength, as_of=brief.day)),
        "before": answer_words(e.before, _money_unit(e.unit)) if isinstance(e.before, str) else None,
        "before_on": None if pd.isna(e.before_on) else e.before_on,
        "differs": e.now if e.what == OFFICES else None,
        "alone": e.opens and e.modality in ("expects", "promises"),
        "via": None if pd.isna(e.via) else e.via,
    }


def _money_unit(unit):
    """The unit of the former value where it is money; any other stands beside the new value already."""
    return unit if isinstance(unit, str) and is_money(unit) else None


def _clash(c):
    return c._asdict() | {
        "why": CAUSES[c.cause],
        "ids": [*str(c.one_ids).split()[:1], *str(c.other_ids).split()[:2]],
        "word": c.word if isinstance(c.word, str) else None,
        "other_label": c.other_label if isinstance(c.other_label, str) else None,
        "other": c.other if isinstance(c.other, str) else None,
    }


def _ids(line):
    people = [*line["denying"], *line["unable"], *line["evading"]]
    return [i for v in people for i in str(v["report_ids"]).split()[:1]]


def _cells(r, dialect):
    """The five cells of one line of the table."""
    s = dialect.sentences
    return [s.cell_answer(r), s.cell_who(r), s.cell_against(r), s.cell_word(r), s.cell_likelihood(r)]
