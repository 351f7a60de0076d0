"""Graphs, communities, centrality, weights, change and typed ties, against networkx or by hand."""

import random
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from network_crowd import crowd

from helpers.network import (
    centrality,
    changes,
    communities,
    cooccurrence,
    evidence,
    graph,
    layout,
    stability,
    weights,
    with_evidence,
)
from helpers.network.robustness import _disparity, bootstrap, subsample


@pytest.fixture
def two_stories():
    """Two crowds that share no report, and one actor of both."""
    one, other = crowd(reports=60, actors=12, length=5, seed=1), crowd(reports=60, actors=12, length=5, seed=2)
    other = other.assign(report_id="s" + other["report_id"], actor="b" + other["actor"].str[1:])
    return pd.concat([one, other], ignore_index=True)


def test_graph_carries_every_attribute_that_is_there():
    ties = pd.DataFrame({"source": ["b"], "target": ["a"], "weight": [3], "q": [0.01]})
    actors = pd.DataFrame({"actor": ["a", "z"], "kind": ["state", "state"], "country": [None, "Z"]})
    made = graph(ties, actors)
    assert dict(made.nodes(data=True)) == {"a": {"kind": "state"}, "b": {}}
    assert made.edges["a", "b"] == {"weight": 3, "q": 0.01}


def test_communities_are_as_good_as_those_of_networkx_and_do_not_depend_on_order():
    network = nx.les_miserables_graph()
    found = communities(network)
    sets = found.groupby("community")["actor"].agg(set)
    theirs = nx.community.louvain_communities(network, seed=0)
    assert nx.community.modularity(network, sets) >= nx.community.modularity(network, theirs) - 1e-9
    assert sets.map(len).is_monotonic_decreasing
    turned = nx.Graph()
    edges = [(b, a, d) for a, b, d in network.edges(data=True)]
    random.Random(3).shuffle(edges)
    turned.add_edges_from(edges)
    pd.testing.assert_frame_equal(found, communities(turned))
    state = random.getstate()
    communities(network, seed=5)
    assert random.getstate() == state


def test_communities_of_nothing():
    assert communities(nx.Graph()).empty
    assert communities(nx.empty_graph(["a", "b"]))["community"].tolist() == [0, 1]


@pytest.mark.slow
def test_two_stories_are_told_apart_with_certainty(two_stories):
    ties, members = stability(two_stories, draws=15)
    story = members["actor"].str[0]
    assert members.groupby("community")["actor"].agg(lambda a: a.str[0].nunique()).max() == 1
    assert set(story) == {"a", "b"} and members["certainty"].dropna().between(0.5, 1).all()
    assert ties["recurrence"].between(0, 1).all()
    again = stability(two_stories.sample(frac=1, random_state=0), draws=15)[1]
    pd.testing.assert_frame_equal(members, again)


def test_strength_and_betweenness_are_those_of_networkx():
    mentions = crowd(reports=50, actors=15)
    ties = cooccurrence(mentions)
    found = centrality(ties, mentions, draws=30).set_index("actor")
    network = graph(ties.assign(length=1 / ties["weight"]))
    assert found["strength"].to_dict() == dict(network.degree(weight="weight"))
    between = pd.Series(nx.betweenness_centrality(network, weight="length"))
    np.testing.assert_allclose(found["betweenness"], between[found.index], atol=1e-9)
    assert (found["strength_low"] <= found["strength_high"]).all() and (found["rank_low"] <= found["rank_high"]).all()
    assert found.loc[found["strength"].idxmax(), "rank"] == 1


def test_centrality_of_no_ties():
    mentions = crowd(reports=5)
    assert centrality(cooccurrence(mentions).head(0), mentions, draws=3).empty


@pytest.mark.slow
def test_intervals_cover_the_true_strength_about_as_often_as_they_say():
    """Expected strength of an actor is known from many crowds; 90 % intervals of single ones should mostly hold it."""
    crowds = [crowd(reports=60, actors=12, seed=s) for s in range(24)]
    strengths = [graph(cooccurrence(m)).degree(weight="weight") for m in crowds]
    true = np.mean([s["a03"] for s in strengths])
    held = []
    for mentions in crowds[:18]:
        row = centrality(cooccurrence(mentions), mentions, draws=40).set_index("actor").loc["a03"]
        held.append(row["strength_low"] <= true <= row["strength_high"])
    assert np.mean(held) >= 0.72


def test_resampling_draws_whole_groups():
    mentions = crowd(reports=20).assign(origin=lambda t: t["report_id"].str[-1])
    whole = mentions.groupby("origin").size()
    for drawn, unit in [*bootstrap(mentions, "origin", draws=3), *subsample(mentions, "origin", draws=3)]:
        assert unit == ("draw", "report_id")
        per_draw = drawn.groupby("draw").agg(
            origins=("origin", "nunique"), origin=("origin", "first"), rows=("actor", "size")
        )
        assert (per_draw["origins"] == 1).all()
        assert (per_draw["rows"].to_numpy() == whole[per_draw["origin"]].to_numpy()).all()


def test_weights_by_hand():
    rows = [("r1", "UNN", "x", 1.0), ("r2", "UNN", None, 0.5), ("r3", "AFP", "x", 0.25), ("r4", "AFP", None, 0.25)]
    mentions = pd.DataFrame([(*row, actor) for row in rows for actor in ("HUR", "NIS", "HUR")])
    mentions.columns = ["report_id", "outlet", "story", "trust", "actor"]
    found = weights(mentions, distinct=("outlet", "story"), weight="trust")
    assert found.values.tolist() == [["HUR", "NIS", 4, 2, 3, 2.0]]
    with pytest.raises(ValueError, match="one value"):
        weights(mentions.assign(outlet=range(len(mentions))), distinct=("outlet",))
    many = crowd(reports=60)
    pd.testing.assert_frame_equal(weights(many), cooccurrence(many))


def test_disparity_by_hand():
    ties = pd.DataFrame({"source": ["a", "a", "a"], "target": ["b", "c", "d"], "weight": [8, 1, 1]})
    np.testing.assert_allclose(_disparity(ties)["alpha"], [0.2**2, 0.9**2, 0.9**2])


def test_change_is_found_where_it_was_planted_and_nowhere_else():
    mentions = crowd(reports=300, actors=20, seed=4)
    mentions["week"] = mentions["report_id"].str[1:].astype(int) // 100
    assert (changes(mentions, "week")["q"] > 0.05).all()
    late = [(f"r{k:04d}", 0, actor, 2) for k in range(200, 260) for actor in ("a15", "a18")]
    planted = pd.concat([mentions, pd.DataFrame(late, columns=mentions.columns)], ignore_index=True)
    planted = planted.drop_duplicates(["report_id", "actor"])
    found = changes(planted, "week")
    q = found.set_index(["source", "target"])["q"]
    assert q["a15", "a18"] < 0.02
    # A planted actor is named more often with everybody, which is a change too; hardly any other tie may seem so.
    others = q.drop(["a15", "a18"], level=0, errors="ignore").drop(["a15", "a18"], level=1, errors="ignore")
    assert len(others) > 50 and (others < 0.05).mean() <= 0.03
    ties = cooccurrence(planted).set_index(["source", "target"])["weight"]
    pd.testing.assert_series_equal(
        found.set_index(["source", "target"])["weight"].sort_index(), ties[ties >= 5].sort_index()
    )


def test_every_tie_leads_to_its_reports():
    mentions = crowd(reports=12, actors=20)
    ties = with_evidence(cooccurrence(mentions), mentions)
    assert (ties["report_ids"].str.split().map(len) == ties["weight"]).all()
    for tie in ties.head(5).itertuples():
        assert tie.report_ids.split() == evidence(mentions, tie.source, tie.target)["report_id"].tolist()
    near = with_evidence(cooccurrence(mentions, window=90), mentions, window=90)
    assert (near["report_ids"].str.split().map(len) == near["weight"]).all()


def test_no_community_is_drawn_over_another():
    ties = cooccurrence(crowd(reports=30, actors=25, length=4)).query("weight > 2")
    members = communities(graph(ties)).query("actor != 'a00'")
    place = layout(ties, members)
    assert place["actor"].tolist() == sorted({*ties["source"], *ties["target"]})
    assert (place.loc[place["actor"] == "a00", "community"] < 0).all()
    boxes = place.groupby("box")[["x", "y"]].agg(["min", "max"])
    for one, other in combinations(boxes.to_numpy(), 2):
        assert one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]
    pd.testing.assert_frame_equal(place, layout(ties.sample(frac=1, random_state=1), members))
    assert layout(ties.head(0)).empty
