"""Ties and their significance as Ibis expressions: DuckDB on one machine, Spark or BigQuery beyond it.

The same counts, to the last one, as the pandas path of `helpers.network`.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

_FIGURES = ("expected", "npmi", "p", "q")


def cooccurrence_ibis(
    mentions: ir.Table, within: Sequence[str] = ("report_id",), actor: str = "actor", window: int | None = None
) -> ir.Table:
    """Count the units in which two actors are named together.

    Parameters
    ----------
    mentions
        One row for each naming, with the columns of `within`, `actor` and, if there is a window, `start`. Rows where
        one of these is missing are left out.
    within
        Columns that make up a unit: a report, a paragraph, a story.
    actor
        Column that names the actor.
    window
        Count a pair only where two of its namings start at most so many characters apart.

    Returns
    -------
    Ibis table
        source, target (source < target by code point), weight (units, int64), in no order: sort by all three.

    Raises
    ------
    ValueError
        If a column is missing or the window is negative.

    Examples
    --------
    >>> mentions = ibis.memtable({"report_id": ["r1", "r1", "r2", "r2"], "actor": ["G7", "EU", "EU", "G7"]})
    >>> cooccurrence_ibis(mentions).to_pandas().to_dict("records")
    [{'source': 'EU', 'target': 'G7', 'weight': 2}]
    """
    _check(mentions, [*within, actor, *(["start"] if window is not None else [])])
    if window is not None and window < 0:
        raise ValueError(f"window is {window}: give a number of characters, 0 or more")
    names = mentions.filter(mentions[actor].notnull()).select(actor=actor).distinct()
    # Numbers in the names' order: pairs of numbers take a fraction of the memory of pairs of names.
    names = names.mutate(code=ibis.row_number().over(order_by="actor"))
    rows = _named(mentions, within, actor, window, names)
    pairs = _all_pairs(rows) if window is None else _near_pairs(rows, window)
    ties = pairs.group_by(["low", "high"]).agg(weight=lambda t: t.count())
    source, target = names.select(source="actor", low="code"), names.select(target="actor", high="code")
    return ties.join(source, "low").join(target, "high").select("source", "target", "weight")


def significance_ibis(
    ties: ir.Table, mentions: ir.Table, within: Sequence[str] = ("report_id",), actor: str = "actor"
) -> ir.Table:
    """Set ties beside what actors' frequencies and units' lengths alone would give.

    Under the null a tie is known by three integers: its weight and how many units name either actor. The engine counts
    these; `helpers.network.significance.judge` works out the few distinct cases, so that every engine gives the same
    figures.

    Parameters
    ----------
    ties
        source, target, weight, as `cooccurrence_ibis` gives them. They are counted at once, so the engine runs.
    mentions, within, actor
        What the ties were counted from.

    Returns
    -------
    Ibis table
        The columns of `ties`, then expected (units), npmi (-1 to 1), p (upper tail) and q (Benjamini-Hochberg over all
        possible pairs), in no order.
    """
    from .significance import judge  # here, because that module's callers lead to this one

    _check(mentions, [*within, actor])
    named = _named(mentions, within, actor)
    degree = named.group_by("actor").agg(units=named.count())
    sizes = (
        named.group_by("unit").agg(size=named.count()).group_by("size").agg(units=lambda t: t.count()).order_by("size")
    )
    degrees = degree.rename(degree="units").group_by("degree").agg(actors=lambda t: t.count()).order_by("degree")
    source = degree.select(source="actor", n_source="units")
    target = degree.select(target="actor", n_target="units")
    known = ties.join(source, "source").join(target, "target").select(*ties.columns, "n_source", "n_target")
    case = ["weight", "n_source", "n_target"]
    counts = known.group_by(case).agg(ties=lambda t: t.count()).order_by(case).to_pandas()
    judged = judge(counts.astype("int64"), sizes.to_pandas(), degrees.to_pandas())
    # One key, because three tempt DuckDB into joining on one of them first: 130 million rows for half a million ties.
    words = judged[case].astype("str")
    verdicts = ibis.memtable(judged[[*_FIGURES]].assign(key=words.weight + " " + words.n_source + " " + words.n_target))
    key = known.weight.cast("string") + " " + known.n_source.cast("string") + " " + known.n_target.cast("string")
    return known.mutate(key=key).join(verdicts, "key").select(*ties.columns, *_FIGURES)


def _check(mentions: ir.Table, columns: Sequence[str]) -> None:
    if missing := [column for column in columns if column not in mentions.columns]:
        raise ValueError(f"mentions has no column {', '.join(missing)}; it has {', '.join(mentions.columns)}")


def _named(
    mentions: ir.Table, within: Sequence[str], actor: str, window: int | None = None, names: ir.Table | None = None
) -> ir.Table:
    """Who is named where, each once: unit, actor (or its code) and, if there is a window, start."""
    start = ["start"] if window is not None else []
    rows = mentions.drop_null([*within, actor, *start], how="any")
    unit = rows[within[0]] if len(within) == 1 else ibis.struct({column: rows[column] for column in within})
    rows = rows.select(unit=unit, actor=rows[actor], **{column: rows[column].cast("int64") for column in start})
    if names is not None:
        rows = rows.join(names, "actor").drop("actor")
    return rows.distinct()


def _all_pairs(rows: ir.Table) -> ir.Table:
    """Each pair once per unit: low, high."""
    low, high = rows.rename(low="code"), rows.view().rename(high="code", other="unit")
    return low.join(high, (low.unit == high.other) & (low.low < high.high)).select("low", "high")


def _near_pairs(rows: ir.Table, window: int) -> ir.Table:
    """Each pair once per unit in which two namings start at most `window` characters apart: unit, low, high."""
    low, high = rows.rename(low="code"), rows.view().rename(high="code", other="unit", there="start")
    near = (low.unit == high.other) & (low.low < high.high) & ((low.start - high.there).abs() <= window)
    return low.join(high, near).select("unit", "low", "high").distinct()
