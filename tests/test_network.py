"""Ties: counted four ways, with their evidence."""

from collections import Counter
from itertools import combinations

import ibis
import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_crowd import crowd as made_up_crowd

from helpers.network import cooccurrence, evidence

NAMINGS = st.lists(
    st.tuples(
        st.sampled_from(["r1", "r2", "r3", None]), st.integers(0, 2), st.integers(0, 60), st.sampled_from("ABÄz")
    ),
    max_size=25,
)


@pytest.fixture
def crowd():
    return made_up_crowd(reports=150, actors=30)


def table(namings):
    frame = pd.DataFrame(namings, columns=["report_id", "sentence", "start", "actor"])
    return frame.astype({"report_id": "str", "actor": "str", "sentence": "Int64", "start": "Int64"})


def brute(mentions, within, window=None):
    """Every pair of namings of every unit, looked at one by one."""
    ties = Counter()
    for _, unit in mentions.dropna(subset=[*within, "actor"]).groupby(list(within)):
        pairs = combinations(zip(unit["start"], unit["actor"], strict=True), 2)
        near = {
            tuple(sorted((a, b))) for (i, a), (j, b) in pairs if a != b and (window is None or abs(i - j) <= window)
        }
        ties.update(near)
    return dict(ties)


def as_dict(ties):
    return {(row.source, row.target): row.weight for row in ties.itertuples()}


@settings(max_examples=40, deadline=None)
@given(NAMINGS, st.sampled_from([("report_id",), ("report_id", "sentence")]), st.sampled_from([None, 0, 7, 40]))
def test_counts_agree_with_looking_at_every_pair(namings, within, window):
    mentions = table(namings)
    ties = cooccurrence(mentions, within, window=window)
    assert as_dict(ties) == brute(mentions, within, window)
    assert (ties["source"] < ties["target"]).all()


@settings(max_examples=30, deadline=None)
@given(NAMINGS, st.sampled_from([("report_id",), ("report_id", "sentence")]), st.sampled_from([None, 7]), st.randoms())
def test_evidence_closes_and_row_order_does_not_matter(namings, within, window, order):
    mentions = table(namings)
    ties = cooccurrence(mentions, within, window=window)
    rows = list(mentions.index)
    order.shuffle(rows)
    pd.testing.assert_frame_equal(ties, cooccurrence(mentions.loc[rows], within, window=window))
    for tie in ties.itertuples():
        found = evidence(mentions, tie.target, tie.source, within, window)
        assert len(found) == tie.weight
        both = mentions.merge(found[list(within)], on=list(within))
        assert as_dict(cooccurrence(both, within, window=window))[tie.source, tie.target] == tie.weight


def test_projection_by_networkx_and_by_duckdb_agree(crowd):
    ties = cooccurrence(crowd)
    graph = nx.Graph(list(crowd[["report_id", "actor"]].itertuples(index=False)))
    projected = nx.bipartite.weighted_projected_graph(graph, set(crowd["actor"]))
    assert as_dict(ties) == {tuple(sorted((a, b))): w for a, b, w in projected.edges(data="weight")}
    there = cooccurrence(ibis.memtable(crowd)).to_pandas().sort_values(["source", "target"], ignore_index=True)
    assert as_dict(ties) == as_dict(there)


def test_les_miserables():
    graph = nx.les_miserables_graph()
    chapters = [pair for a, b, weight in graph.edges(data="weight") for pair in [(a, b)] * weight]
    mentions = pd.DataFrame({"report_id": range(len(chapters)), "actor": chapters}).explode("actor")
    ties = cooccurrence(mentions)
    assert ties["weight"].sum() == 820
    assert as_dict(ties) == {tuple(sorted((a, b))): w for a, b, w in graph.edges(data="weight")}


def test_names_are_compared_by_code_point():
    mentions = table([("r1", 0, 0, "z"), ("r1", 0, 5, "Ä"), ("r1", 0, 9, "B")])
    assert list(as_dict(cooccurrence(mentions))) == [("B", "z"), ("B", "Ä"), ("z", "Ä")]


def test_batches_are_merged(monkeypatch, crowd):
    whole, near = cooccurrence(crowd), cooccurrence(crowd, window=30)
    monkeypatch.setattr("helpers.network.ties.PORTION", 50)
    monkeypatch.setattr("helpers.network.ties.BATCH", 400)
    pd.testing.assert_frame_equal(whole, cooccurrence(crowd))
    pd.testing.assert_frame_equal(near, cooccurrence(crowd, window=30))


@pytest.mark.parametrize("rows", [0, 1])
def test_nothing_to_tie(crowd, rows):
    ties = cooccurrence(crowd.head(rows))
    assert list(ties.columns) == ["source", "target", "weight"] and ties.empty


def test_many_actors_keep_apart():
    mentions = pd.DataFrame({"report_id": [k // 2 for k in range(140_000)], "actor": range(140_000)})
    ties = cooccurrence(mentions)
    assert len(ties) == 70_000 and (ties["target"] - ties["source"] == 1).all() and (ties["weight"] == 1).all()


def test_bad_input_is_named(crowd):
    with pytest.raises(ValueError, match="outlet"):
        cooccurrence(crowd, ("outlet",))
    with pytest.raises(ValueError, match="window"):
        cooccurrence(crowd, window=-1)
    with pytest.raises(ValueError, match="itself"):
        evidence(crowd, "a00", "a00")
