"""Ties and their significance as Ibis expressions: DuckDB on one machine, Spark or BigQuery beyond it.

The same counts, to the last one, as the pandas path of `helpers.network`.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from .null_model import p_values
from .units import REPORT, STORY

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
        source, target (source < target by code point), weight (units, int64), in no order: sort by all three. Where
        reports are the units and there is a column story: weight and stories (distinct ones), and reports.

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
    stories = _stories(mentions, within)
    rows = _named(mentions, within, actor, window, names, stories)
    pairs = _all_pairs(rows) if window is None else _near_pairs(rows, window)
    if stories:
        counts = {"weight": pairs.story.nunique(), "stories": pairs.story.nunique(), "reports": pairs.count()}
    else:
        counts = {"weight": pairs.count()}
    ties = pairs.group_by(["low", "high"]).agg(**counts)
    source, target = names.select(source="actor", low="code"), names.select(target="actor", high="code")
    return ties.join(source, "low").join(target, "high").select("source", "target", *counts)


def significance_ibis(
    ties: ir.Table,
    mentions: ir.Table,
    within: Sequence[str] = ("report_id",),
    actor: str = "actor",
    *,
    strata: str | None = None,
    rarer: bool = False,
    actors: pd.DataFrame | None = None,
) -> ir.Table:
    """Set ties beside what actors' frequencies and units' lengths alone would give.

    Under the null a tie is known by three integers: its weight and how many units name either actor. The engine counts
    these; `helpers.network.null_model.p_values` works out the few distinct cases, so that every engine gives the same
    figures.

    Parameters
    ----------
    ties
        source, target, weight, as `cooccurrence_ibis` gives them. They are counted at once, so the engine runs.
    mentions, within, actor
        What the ties were counted from.
    strata, rarer, actors
        As for `helpers.network.significance`; an engine has none of the three.

    Returns
    -------
    Ibis table
        The columns of `ties`, then expected (units), npmi (-1 to 1), p (upper tail) and q (Benjamini-Hochberg over all
        possible pairs), in no order.

    Raises
    ------
    ValueError
        If a column is missing, or something is asked for that an engine does not have.
    """
    _check(mentions, [*within, actor])
    asked = {"strata": strata in mentions.columns, "rarer": rarer, "actors": actors is not None}
    if any(asked.values()):
        names = ", ".join(name for name, is_asked in asked.items() if is_asked)
        raise ValueError(
            f"{names}: tested on DataFrames only; give ties and mentions as such (.to_pandas()), or strata=None"
        )
    if _stories(mentions, within):
        units = mentions.drop_null([REPORT, actor], how="any")
        unit = units[STORY].cast("string").fill_null(units[REPORT].cast("string"))
        mentions = units.select(actor=units[actor], **{REPORT: unit}).rename({actor: "actor"})
    named = _named(mentions, within, actor)
    degree = named.group_by("actor").agg(units=named.count())
    sizes = (
        named.group_by("unit").agg(size=named.count()).group_by("size").agg(units=lambda t: t.count()).order_by("size")
    )
    degrees = degree.rename(degree="units").group_by("degree").agg(actors=lambda t: t.count()).order_by("degree")
    degrees, sizes = degrees.to_pandas(), sizes.to_pandas()
    # Frequencies are numbered, so that a case is one number: joining on three tempts DuckDB into 130 million rows.
    numbered = ibis.memtable(degrees[["degree"]].astype("int64").assign(level=range(len(degrees))))
    level = degree.join(numbered, degree.units == numbered.degree).select("actor", "level")
    source, target = level.rename(source="actor", low="level"), level.rename(target="actor", high="level")
    known = ties.join(source, "source").join(target, "target").select(*ties.columns, "low", "high")
    case = (known.weight * len(degrees) + known.low) * len(degrees) + known.high
    known = known.select(*ties.columns, case=case)
    counts = known.group_by("case").agg(ties=lambda t: t.count()).order_by("case").to_pandas().astype("int64")
    rest, high = np.divmod(counts["case"].to_numpy(), max(len(degrees), 1))
    weight, low = np.divmod(rest, max(len(degrees), 1))
    often = degrees["degree"].to_numpy(np.int64)
    cases = counts.assign(weight=weight, n_source=often[low], n_target=often[high])
    tested = p_values(cases, sizes, degrees)
    results = ibis.memtable(tested[["case", *_FIGURES]])
    return known.join(results, "case").select(*ties.columns, *_FIGURES)


def _check(mentions: ir.Table, columns: Sequence[str]) -> None:
    if missing := [column for column in columns if column not in mentions.columns]:
        raise ValueError(f"mentions has no column {', '.join(missing)}; it has {', '.join(mentions.columns)}")


def _stories(mentions: ir.Table, within: Sequence[str]) -> bool:
    """Whether stories are the units: where a report would be one and mentions tell of stories."""
    return tuple(within) == (REPORT,) and STORY in mentions.columns


def _named(
    mentions: ir.Table,
    within: Sequence[str],
    actor: str,
    window: int | None = None,
    names: ir.Table | None = None,
    stories: bool = False,
) -> ir.Table:
    """Who is named where, each once: unit, actor (or its code), start if there is a window, story if asked for."""
    start = ["start"] if window is not None else []
    rows = mentions.drop_null([*within, actor, *start], how="any")
    unit = rows[within[0]] if len(within) == 1 else ibis.struct({column: rows[column] for column in within})
    extra = {column: rows[column].cast("int64") for column in start}
    if stories:
        extra["story"] = rows[STORY].cast("string").fill_null(rows[REPORT].cast("string"))
    rows = rows.select(unit=unit, actor=rows[actor], **extra)
    if names is not None:
        rows = rows.join(names, "actor").drop("actor")
    return rows.distinct()


def _all_pairs(rows: ir.Table) -> ir.Table:
    """Each pair once per unit: low, high and the unit's story, if it has one."""
    low, high = rows.rename(low="code"), rows.select(high="code", other="unit").view()
    pairs = low.join(high, (low.unit == high.other) & (low.low < high.high))
    return pairs.select("low", "high", *(["story"] if "story" in rows.columns else []))


def _near_pairs(rows: ir.Table, window: int) -> ir.Table:
    """Each pair once per unit in which two namings start at most `window` characters apart: unit, low, high, story."""
    low, high = rows.rename(low="code"), rows.select(high="code", other="unit", there="start").view()
    near = (low.unit == high.other) & (low.low < high.high) & ((low.start - high.there).abs() <= window)
    story = ["story"] if "story" in rows.columns else []
    return low.join(high, near).select("unit", "low", "high", *story).distinct()
