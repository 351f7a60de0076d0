"""GKG rows as tidy tables, in Ibis expressions that DuckDB, Spark and BigQuery all run."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir

from .connect import duckdb
from .fields import FIELDS, INNER_SIGN, NUMBERS
from .land import land
from .moments import moment
from .typed import reports

# (?s) and \z: Java and RE2 differ in what a dot and a dollar sign match.
_NAME = r"(?s)^(.*\S.*),([0-9]+)\z"
_PLACE = r"(?s)^[0-9]*#([^#]*[^#\s][^#]*)#.*#([0-9]+)\z"
_QUOTATION = r"(?s)^([0-9]+)\|([0-9]+)\|([^|]*)\|(.*)\z"
_AMOUNT = r"(?s)^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?),(.*),([0-9]+)\z"
_NAMINGS = (
    ("V2Persons", _NAME, "person"),
    ("V2Organizations", _NAME, "organisation"),
    ("V2Locations", _PLACE, "place"),
)
_LISTS = (
    *((field, ";", pattern) for field, pattern, _ in _NAMINGS),
    ("Quotations", "#", _QUOTATION),
    ("Amounts", ";", _AMOUNT),
)


@dataclass(frozen=True)
class Gkg:
    """Tables of a pile of GKG rows: Ibis tables, computed only when asked for.

    Attributes
    ----------
    reports : report_id, published, collection, outlet, url and the other 22 fields, typed; title, language and, for
        landed files, file, line, repaired
    mentions : report_id, start (characters into the article), surface, actor, kind (person, organisation, place)
    quotations : report_id, start, length, verb, text
    amounts : report_id, start, number, object
    rejected : file, line, reason; the rows that are in none of the tables above (none for a table of GDELT's own)
    unparsed : report_id, field, entry; entries within good rows that do not have their field's form
    gkg : the rows as they stand, under GDELT's names
    """

    reports: ir.Table
    mentions: ir.Table
    quotations: ir.Table
    amounts: ir.Table
    rejected: ir.Table | None
    unparsed: ir.Table
    gkg: ir.Table


def read(
    paths: str | os.PathLike | Iterable[str | os.PathLike],
    connection: ibis.BaseBackend | None = None,
    folder: str | os.PathLike | None = None,
) -> Gkg:
    """Read GKG 2.1 files into tables on an engine.

    Parameters
    ----------
    paths
        Files (.csv, .csv.gz, .csv.zip), folders or glob patterns.
    connection
        An Ibis connection (DuckDB, Spark); a bare DuckDB connection will do; DuckDB in memory if missing.
    folder
        Where the files are landed as Parquet. A folder that stays makes a second reading quick and lets a killed run
        go on where it stopped; without it, a temporary one lives as long as any table that was read from it.

    Returns
    -------
    Gkg
        Every line of every file is a row of `reports` or of `rejected`. A line whose record identifier was already read
        is rejected, so that `report_id` is a key.

    Raises
    ------
    FileNotFoundError
        If a path leads to no file.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> row = "\\t".join(["20241022120000-1", "20241022120000", "1", "example.org"] + [""] * 23)
    >>> path = pathlib.Path(tempfile.mkdtemp(), "one.csv")
    >>> _ = path.write_text(row + "\\n" + "too short" + "\\n")
    >>> pile = read(path)
    >>> pile.reports.outlet.to_pandas().tolist(), pile.rejected.line.to_pandas().tolist()
    (['example.org'], [2])
    """
    connection = _ibis(connection)
    keep = None
    if folder is None:
        keep = tempfile.TemporaryDirectory(prefix="gkg-")
        folder = keep.name
    landed = _view(connection, land(paths, folder))
    if keep is not None:
        # Every table made from these files holds on to its connection, so the files stay as long as the connection.
        weakref.finalize(connection, keep.cleanup)
    return tables(_first_only(landed))


def tables(gkg: ir.Table) -> Gkg:
    """Tables of rows that have GDELT's columns: landed files, or GDELT's own table on BigQuery.

    Examples
    --------
    >>> sql = ibis.to_sql(tables(public("2024-10-22", "2024-10-23")).amounts, dialect="bigquery")
    >>> "`gdelt-bq`.`gdeltv2`.`gkg_partitioned`" in sql
    True
    """
    landed = "reason" in gkg.columns
    rows = gkg.filter(gkg.reason.isnull()) if landed else gkg
    return Gkg(
        reports=reports(rows),
        mentions=ibis.union(*(_mentions(rows, *naming) for naming in _NAMINGS)),
        quotations=_quotations(rows),
        amounts=_amounts(rows),
        rejected=gkg.filter(gkg.reason.notnull()).select("file", "line", "reason") if landed else None,
        unparsed=ibis.union(*(_unparsed(rows, *field) for field in _LISTS)),
        gkg=rows,
    )


def public(start: str, end: str) -> ir.Table:
    """GDELT's public GKG table on BigQuery, by name only: to write queries for, which the reader sends or does not.

    From `start` (included) to `end` (not included), ISO 8601 in UTC: a query that names no partition reads, and bills,
    all years.

    Examples
    --------
    >>> "_PARTITIONTIME" in ibis.to_sql(public("2024-10-22", "2024-10-23").GCAM, dialect="bigquery")
    True
    """
    columns = {name: "int64" if name in NUMBERS else "string" for name in FIELDS} | {
        "_PARTITIONTIME": "timestamp('UTC')"
    }
    table = ibis.table(columns, name="gkg_partitioned", database="gdeltv2", catalog="gdelt-bq")
    day = table["_PARTITIONTIME"]
    first, last = (ibis.literal(moment(end_).tz_localize("UTC"), type="timestamp('UTC')") for end_ in (start, end))
    return table.filter(day >= first, day < last).select(*FIELDS)


def _ibis(connection) -> ibis.BaseBackend:
    """The connection, as Ibis has it."""
    if connection is None:
        return duckdb()
    if not isinstance(connection, ibis.BaseBackend):
        return ibis.duckdb.from_connection(connection)
    return connection


def _view(connection: ibis.BaseBackend, files: list[Path]) -> ir.Table:
    """The landed files as one table; Spark takes alternatives in a pattern where DuckDB takes a list."""
    if connection.name == "pyspark":
        folder = files[0].parent.resolve()
        return connection.read_parquet(f"{folder}/{{{','.join(file.name for file in files)}}}")
    return connection.read_parquet([str(file) for file in files])


def _first_only(landed: ir.Table) -> ir.Table:
    """Reject rows whose record was already read; the window is computed only where such rows exist."""
    good = landed.filter(landed.reason.isnull())
    twice = good.group_by("GKGRECORDID").agg(rows=good.count()).filter(lambda t: t.rows > 1)
    if twice.count().execute() == 0:
        return landed
    first = ibis.window(group_by=["GKGRECORDID", landed.reason.isnull()], order_by=["file", "line"])
    number = ibis.row_number().over(first)
    reason = ibis.ifelse(
        landed.reason.isnull() & (number > 0), "record was already read: " + landed.GKGRECORDID, landed.reason
    )
    return landed.mutate(reason=reason)


def _entries(rows: ir.Table, field: str, separator: str) -> ir.Table:
    """One row for each entry of a list field: report_id, entry."""
    parts = rows.filter(rows[field].notnull()).select(report_id="GKGRECORDID", entry=rows[field].split(separator))
    return parts.unnest("entry").filter(lambda t: t.entry.strip() != "")


def _mentions(rows: ir.Table, field: str, pattern: str, kind: str) -> ir.Table:
    entries = _entries(rows, field, ";").filter(lambda t: t.entry.re_search(pattern))
    mentions = entries.select(
        "report_id",
        start=entries.entry.re_extract(pattern, 2).try_cast("int64"),
        surface=entries.entry.re_extract(pattern, 1),
    )
    return mentions.mutate(actor=mentions.surface.strip(), kind=ibis.literal(kind))


def _quotations(rows: ir.Table) -> ir.Table:
    entries = _entries(rows, "Quotations", "#").filter(lambda t: t.entry.re_search(_QUOTATION))
    part = [entries.entry.re_extract(_QUOTATION, number) for number in range(5)]
    return entries.select(
        "report_id",
        start=part[1].try_cast("int64"),
        length=part[2].try_cast("int64"),
        verb=part[3].nullif(""),
        text=part[4].replace(INNER_SIGN, "#"),
    )


def _amounts(rows: ir.Table) -> ir.Table:
    entries = _entries(rows, "Amounts", ";").filter(lambda t: t.entry.re_search(_AMOUNT))
    part = [entries.entry.re_extract(_AMOUNT, number) for number in range(4)]
    return entries.select(
        "report_id", start=part[3].try_cast("int64"), number=part[1].try_cast("float64"), object=part[2].strip()
    )


def _unparsed(rows: ir.Table, field: str, separator: str, pattern: str) -> ir.Table:
    entries = _entries(rows, field, separator)
    return entries.filter(~entries.entry.re_search(pattern)).select(
        "report_id", field=ibis.literal(field), entry="entry"
    )
