"""Ties on an engine are the ties of the pandas path, to the last one."""

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import gdelt, network
from helpers.network.ibis_backend import cooccurrence_ibis, significance_ibis


def generated(rng, reports=300, actors=40):
    """Mentions with frequent and rare actors, gaps included."""
    size = rng.poisson(5, reports) + 1
    report = np.repeat(np.arange(reports), size)
    actor = np.minimum(rng.zipf(1.5, len(report)), actors)
    table = pd.DataFrame(
        {"report_id": report, "sentence": rng.integers(0, 3, len(report)), "start": rng.integers(0, 900, len(report))}
    )
    table["report_id"] = "r" + table["report_id"].astype("str").str.zfill(5)
    table["actor"] = pd.Series(actor).map(lambda n: f"Actor {n} é" if n % 7 else f"actor {n}")
    table.loc[rng.random(len(table)) < 0.05, "actor"] = None
    return table


def ordered(table):
    table = table.to_pandas() if isinstance(table, ibis.Table) else table
    return table.sort_values(["source", "target"], ignore_index=True)


@pytest.mark.parametrize("within", [["report_id"], ["report_id", "sentence"]])
@pytest.mark.parametrize("window", [None, 0, 120])
def test_the_engine_counts_as_pandas_does(within, window):
    mentions = generated(np.random.default_rng(7))
    want = ordered(network.cooccurrence(mentions, within=within, window=window))
    got = ordered(cooccurrence_ibis(ibis.memtable(mentions), within, window=window))
    pd.testing.assert_frame_equal(got, want, check_dtype=False)
    assert len(want) and str(got.weight.dtype) == "int64"


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 30), st.sampled_from(["Ä", "a", "Z", "z"])), max_size=20)
)
def test_a_window_is_what_brute_force_counts(rows):
    mentions = pd.DataFrame(rows, columns=["report_id", "start", "actor"]).astype({"report_id": "str", "actor": "str"})
    near = {
        (first[2], second[2], first[0])
        for first in rows
        for second in rows
        if first[0] == second[0] and first[2] < second[2] and abs(first[1] - second[1]) <= 9
    }
    got = ordered(cooccurrence_ibis(ibis.memtable(mentions), window=9))
    want = pd.Series([pair[:2] for pair in near], dtype="object").value_counts().to_dict()
    assert {(row.source, row.target): row.weight for row in got.itertuples()} == want


def test_significance_is_that_of_pandas():
    mentions = generated(np.random.default_rng(3), reports=800)
    ties = network.cooccurrence(mentions)
    want = ordered(network.significance(ties, mentions, ["report_id"]))
    table = ibis.memtable(mentions)
    got = ordered(significance_ibis(cooccurrence_ibis(table), table))
    assert got.columns.tolist() == ["source", "target", "weight", "expected", "npmi", "p", "q"]
    pd.testing.assert_frame_equal(got, want[got.columns], check_dtype=False, rtol=0, atol=1e-9)
    assert (got.p < 0.05).any() and (got.p > 0.5).any()


def test_what_is_not_there_is_named():
    table = ibis.memtable({"report_id": ["r"], "actor": ["a"]})
    with pytest.raises(ValueError, match="no column start"):
        cooccurrence_ibis(table, window=5)
    with pytest.raises(ValueError, match="no column paragraph"):
        cooccurrence_ibis(table, ["paragraph"])
    with pytest.raises(ValueError, match="window is -1"):
        cooccurrence_ibis(ibis.memtable({"report_id": ["r"], "actor": ["a"], "start": [1]}), window=-1)


def test_no_mentions_make_no_ties():
    table = ibis.memtable(pd.DataFrame({"report_id": pd.Series(dtype="str"), "actor": pd.Series(dtype="str")}))
    assert cooccurrence_ibis(table).count().execute() == 0


def test_bigquery_text_counts_pairs_of_gdelts_own_table():
    sql = ibis.to_sql(
        cooccurrence_ibis(gdelt.tables(gdelt.public("2024-10-22", "2024-10-23")).mentions, window=600),
        dialect="bigquery",
    )
    assert "`gdelt-bq`.`gdeltv2`.`gkg_partitioned`" in sql and "<= 600" in sql and "COUNT(*)" in sql


def test_duckdb_finishes_on_disk_what_does_not_fit(tmp_path):
    connection = gdelt.connect.duckdb(memory="60MiB", spill=tmp_path / "spill")
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"report_id": rng.integers(0, 30_000, 300_000), "actor": rng.integers(0, 20_000, 300_000)})
    table.astype({"actor": "str"}).to_parquet(tmp_path / "mentions.parquet")
    mentions = connection.read_parquet(tmp_path / "mentions.parquet")
    connection.create_table("ties", cooccurrence_ibis(mentions))
    pairs = table.drop_duplicates().groupby("report_id").size()
    assert connection.table("ties").weight.sum().execute() == (pairs * (pairs - 1) // 2).sum()
