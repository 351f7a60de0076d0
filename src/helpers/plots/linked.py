"""A table whose report ids lead to the reports: every number that a row holds is then one click from its source."""

import html

import pandas as pd
from IPython.display import HTML

__all__ = ["linked"]

IDS = ("report_id", "other_report", "report_ids", "agree_ids", "against_ids", "other_wordings")


def linked(table, reports, most=6, rows=None, folded=None):
    """The table as HTML; cells that hold report ids become links to the reports.

    Parameters
    ----------
    table : DataFrame
        Columns ``report_id``, ``other_report`` (one id), ``report_ids``, ``agree_ids``, ``against_ids`` and
        ``other_wordings`` (ids between spaces) are linked.
    reports : DataFrame[report_id, url]
    most : int
        Ids written out per cell; the others fold out.
    rows : int, optional
        Rows written out; the others fold out. By default all are.
    folded : str, optional
        A line under which the whole table folds out.

    Returns
    -------
    IPython.display.HTML
        Everything that comes from the tables is escaped; only http(s) addresses are linked. An empty table is "None."

    Examples
    --------
    >>> reports = pd.DataFrame({"report_id": ["r1"], "url": ["https://a.example/?q=<b>"]})
    >>> shown = linked(pd.DataFrame({"report_ids": ["r1 r9"]}), reports).data
    >>> '<a href="https://a.example/?q=&lt;b&gt;">r1</a> r9' in shown
    True
    """
    known = reports.dropna(subset=["url"])
    urls = dict(zip(known["report_id"], known["url"], strict=True))
    if not len(table):
        return HTML("<p>None.</p>")
    rows = len(table) if rows is None else rows
    shown = _table(table.head(rows), urls, most)
    if len(table) > rows:
        more = len(table) - rows
        shown += _folded(f"{more} more row{'s' * (more > 1)}", _table(table.iloc[rows:], urls, most))
    return HTML(shown if folded is None else _folded(html.escape(folded), shown))


def _table(table, urls, most):
    head = "".join(f"<th>{html.escape(str(c).replace('_', ' '))}</th>" for c in table.columns)
    rows = []
    for row in table.itertuples(index=False):
        cells = [_ids(v, urls, most) if c in IDS else _text(v) for c, v in zip(table.columns, row, strict=True)]
        rows.append("<tr>" + "".join(f'<td style="text-align:left">{c}</td>' for c in cells) + "</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _folded(line, shown):
    return f"<details><summary>{line}</summary>{shown}</details>"


def _text(value):
    if not isinstance(value, str) and pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return html.escape(f"{value:.2f}" if isinstance(value, float) else str(value))


def _ids(value, urls, most):
    ids = [_link(i, urls.get(i, "")) for i in (value.split() if isinstance(value, str) else [])]
    more = _folded(f"and {len(ids) - most} more", " ".join(ids[most:])) if len(ids) > most else ""
    return " ".join(ids[:most]) + more


def _link(name, url):
    text = html.escape(name)
    return f'<a href="{html.escape(url, quote=True)}">{text}</a>' if url.startswith(("http://", "https://")) else text
