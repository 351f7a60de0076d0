"""The same expressions on DuckDB and on Spark: equal tables, ties, weights and p-values. `make test-spark` runs this.

CROSSREAD_GKG (a path, folder or pattern) adds real GKG files; CROSSREAD_ROWS sets how many mentions are generated (a
million unless given); CROSSREAD_PARITY names a CSV into which the results are written.
"""

import csv
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers import gdelt
from helpers.network.ibis_backend import cooccurrence_ibis, significance_ibis

ROOT = Path(__file__).parent.parent.parent
REAL = os.environ.get("CROSSREAD_GKG")
ROWS = int(os.environ.get("CROSSREAD_ROWS", 1_000_000))
RESULTS = os.environ.get("CROSSREAD_PARITY")
PILES = {"sample": str(ROOT / "data" / "gkg_sample")} | ({"real GKG file": REAL} if REAL else {})


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    if RESULTS:
        Path(RESULTS).unlink(missing_ok=True)
    connection = gdelt.connect.spark(folder=tmp_path_factory.mktemp("spark"))
    yield connection
    connection._session.stop()


@pytest.fixture(scope="session", params=PILES)
def piles(request, spark, tmp_path_factory):
    """One pile on both engines, read from the same landed files."""
    folder = tmp_path_factory.mktemp("landed")
    both = [gdelt.read(PILES[request.param], engine, folder) for engine in (gdelt.connect.duckdb(), spark)]
    return request.param, *both


@pytest.fixture(scope="session")
def generated(spark, tmp_path_factory):
    """Mentions with few frequent and many rare actors, on both engines."""
    rng = np.random.default_rng(20241022)
    size = rng.poisson(8, ROWS // 9) + 1
    report = np.repeat(np.arange(len(size)), size)
    actor = pa.array([f"Actor {n:05d}" for n in range(20_001)]).take(
        pa.array(np.minimum(rng.zipf(1.3, len(report)), 20_000))
    )
    start = rng.integers(0, 6000, len(report))
    file = tmp_path_factory.mktemp("generated") / "mentions.parquet"
    pq.write_table(pa.table({"report_id": report, "start": start, "actor": actor}), file)
    return tuple(engine.read_parquet(str(file)) for engine in (gdelt.connect.duckdb(), spark))


def note(data, what, left, right, gap):
    """Keep a result for the notebook, where a file for it is named."""
    if not RESULTS:
        return
    new = not Path(RESULTS).exists()
    engines = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pyspark", "ibis-framework"))
    row = {
        "data": data,
        "compared": what,
        "rows_duckdb": left,
        "rows_spark": right,
        "largest_difference": gap,
        "command": "make test-spark",
        "versions": f"{engines}, Python {platform.python_version()}",
        "date": datetime.now(UTC).date().isoformat(),
    }
    with open(RESULTS, "a", newline="") as file:
        writer = csv.DictWriter(file, row, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerow(row)


def same(data, what, left, right, atol=0.0):
    """Both tables are equal once ordered by every column that is no measured figure; the largest difference is kept."""
    left, right = left.to_pandas(), right.to_pandas()
    keys = [column for column in left.columns if column not in ("expected", "npmi", "p", "q")]
    left, right = (table.sort_values(keys, ignore_index=True) for table in (left, right))
    assert len(left) == len(right) and left.columns.tolist() == right.columns.tolist()
    figures = [column for column in left.columns if left[column].dtype.kind == "f"]
    gaps = [np.nanmax(np.abs(left[c] - right[c]), initial=0.0) for c in figures if left[c].notna().any()]
    note(data, what, len(left), len(right), max(gaps, default=0.0))
    pd.testing.assert_frame_equal(left, right, check_dtype=False, rtol=0, atol=atol)
    return left


def plain(value):
    """Nested values of either engine as text."""
    if isinstance(value, np.ndarray | list):
        return [plain(item) for item in value]
    if hasattr(value, "asDict"):
        value = value.asDict(True)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return None if value is None or value is pd.NA or value != value else str(value)


@pytest.mark.parametrize("name", ["mentions", "quotations", "amounts", "rejected", "unparsed"])
def test_tables_are_equal(piles, name):
    data, left, right = piles
    table = same(data, name, getattr(left, name), getattr(right, name))
    assert len(table) or name in ("rejected", "unparsed")


def test_typed_reports_are_equal(piles):
    data, left, right = piles
    left, right = (pile.reports.to_pandas().sort_values("report_id", ignore_index=True) for pile in (left, right))
    for column in left:
        assert [plain(value) for value in left[column]] == [plain(value) for value in right[column]], column
    note(data, "reports, all typed fields", len(left), len(right), 0.0)


def test_noise_and_profiles_are_equal(piles):
    data, *both = piles
    told = [gdelt.stories(pile.reports) for pile in both]
    flagged = [gdelt.flag(pile.mentions) for pile in both]
    same(data, "stories", *told)
    same(data, "noise", *flagged)
    same(data, "noise, summary", *(gdelt.summary(*pair) for pair in zip(flagged, told, strict=True)), atol=1e-12)
    same(data, "sums", *(gdelt.sums(pile.amounts) for pile in both))
    same(data, "outlets", *(gdelt.outlets(p.reports, p.mentions, p.quotations) for p in both), atol=1e-9)


@pytest.mark.parametrize("window", [None, 600])
def test_ties_of_a_pile_are_equal(piles, window):
    data, *both = piles
    ties = [cooccurrence_ibis(pile.mentions, window=window) for pile in both]
    table = same(data, f"ties, window {window or 'report'}", *ties)
    assert len(table) > 1000


def test_significance_of_a_pile_is_equal(piles):
    data, *both = piles
    judged = [significance_ibis(cooccurrence_ibis(pile.mentions), pile.mentions) for pile in both]
    table = same(data, "significance", *judged, atol=1e-9)
    assert table.p.between(0, 1).all() and (table.p < 0.01).any()


def test_ties_and_significance_of_generated_mentions_are_equal(generated):
    ties = [cooccurrence_ibis(mentions) for mentions in generated]
    judged = [significance_ibis(*pair) for pair in zip(ties, generated, strict=True)]
    table = same(f"{ROWS:,} generated mentions", "ties and significance", *judged, atol=1e-9)
    assert table.weight.sum() > ROWS


def test_a_window_of_generated_mentions_is_equal(generated):
    ties = [cooccurrence_ibis(mentions, window=600) for mentions in generated]
    assert len(same(f"{ROWS:,} generated mentions", "ties, window 600", *ties))


def test_the_session_is_quiet_and_local(spark):
    read = spark._session.conf.get
    assert read("spark.ui.showConsoleProgress") == "false" and read("spark.driver.bindAddress") == "127.0.0.1"
    assert read("spark.sql.session.timeZone") == "UTC"
    assert spark.sql("SELECT 1 AS one").one.execute().tolist() == [1] and ibis.options and sys.version_info >= (3, 11)
