"""What outlets carry, and which sums of money: small tables for an eye to look over."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

# The word that GDELT kept: "dollars" may be any country's, so no currency code is made of it.
MONEY = (
    "dollar",
    "euro",
    "pound",
    "ruble",
    "rouble",
    "yen",
    "yuan",
    "rupee",
    "franc",
    "hryvnia",
    "peso",
    "lira",
    "rand",
    "naira",
)


def outlets(reports: ir.Table, mentions: ir.Table, quotations: ir.Table) -> ir.Table:
    """One row for each outlet (domain): how much it carries and of what kind.

    Returns
    -------
    Ibis table
        outlet, reports, words (mean a report), tone (mean, GDELT's percentages), actors (distinct persons and
        organisations), namings (a report), quotations (a report); ordered by reports, then outlet.
    """
    who = mentions.filter(mentions.kind != "place").join(reports.select("report_id", "outlet"), "report_id")
    who = who.group_by("outlet").agg(actors=who.actor.nunique(), namings=who.count())
    quoted = (
        quotations.join(reports.select("report_id", "outlet"), "report_id")
        .group_by("outlet")
        .agg(quotations=lambda t: t.count())
    )
    base = reports.group_by("outlet").agg(
        reports=reports.count(), words=reports.tone.words.mean(), tone=reports.tone.tone.mean()
    )
    rows = base.left_join(who, "outlet").left_join(quoted, "outlet")
    rows = rows.select(
        *base.columns,
        actors=rows.actors.fill_null(0),
        namings=rows.namings.fill_null(0) / rows.reports,
        quotations=rows.quotations.fill_null(0) / rows.reports,
    )
    return rows.order_by(ibis.desc("reports"), "outlet")


def sums(amounts: ir.Table) -> ir.Table:
    """Amounts that are money.

    Parameters
    ----------
    amounts
        report_id, start, number, object.

    Returns
    -------
    Ibis table
        The amounts whose object begins with the name of a currency, with `unit`: that word in the singular, as
        printed. No currency is inferred; pounds alone and "pounds of" may be weights and are left out.

    Examples
    --------
    >>> rows = {"report_id": ["r", "r"], "start": [1, 2], "number": [5e10, 3.0]}
    >>> rows["object"] = ["dollars loan", "pounds of rice"]
    >>> sums(ibis.memtable(rows)).select("number", "unit").to_pandas().values.tolist()
    [[50000000000.0, 'dollar']]
    """
    words = "|".join(MONEY)
    text = amounts.object.lower()
    # One group only: on a missing group engines differ.
    unit = text.re_extract(rf"^({words})s?( .*)?$", 1).nullif("")
    rows = amounts.mutate(unit=unit)
    return rows.filter(rows.unit.notnull() & ~text.re_search(r"^pounds? of ") & ~text.re_search(r"^pounds? *$"))
