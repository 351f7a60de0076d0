"""Numbers of the network notebook, counted again in plain Python from the bundled tables; and its pictures."""

import csv
from collections import Counter
from itertools import combinations
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from matplotlib.text import Text
from network_crowd import crowd, planted

from helpers import case, network
from helpers.plots import network as draw

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data" / "kursk_kazan_2024"


def rows(name):
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def by_hand():
    outlet = {r["report_id"]: r["outlet"] for r in rows("reports")}
    named = {}
    for m in rows("mentions"):
        if m["actor"] and m["actor"] != outlet[m["report_id"]]:
            named.setdefault(m["report_id"], set()).add(m["actor"])
    return Counter(pair for actors in named.values() for pair in combinations(sorted(actors), 2))


def test_the_strongest_five_ties(by_hand):
    strongest = sorted(by_hand.items(), key=lambda item: (-item[1], item[0]))[:5]
    assert strongest == [
        (("North Korea", "Russia"), 70),
        (("Russia", "Ukraine"), 50),
        (("Kursk region", "Russia"), 41),
        (("North Korea", "Ukraine"), 38),
        (("Russia", "Volodymyr Zelensky"), 36),
    ]


def test_every_tie_of_the_case(by_hand):
    c = case.load(DATA)
    named = c.mentions.merge(c.reports[["report_id", "outlet"]], on="report_id")
    ties = network.cooccurrence(named[named["actor"] != named["outlet"]])
    assert dict(zip(zip(ties["source"], ties["target"], strict=True), ties["weight"], strict=True)) == by_hand


def test_the_notebook_says_what_was_counted(by_hand):
    book = nbformat.read(ROOT / "notebooks" / "03-actor-networks.ipynb", as_version=4)
    said = next(c.outputs[0].data["text/markdown"] for c in book.cells if "finding" in c.metadata.get("tags", []))
    assert f"{len(by_hand):,} share a digest" in said
    assert f"North Korea and Russia, is in {by_hand['North Korea', 'Russia']} digests" in said


@pytest.fixture(scope="module")
def found():
    mentions = planted([("a10", "a30"), ("a11", "a31"), ("a31", "a10")], extra=30)
    ties = network.significance(network.cooccurrence(mentions), mentions)
    kept = ties[ties["q"] < 0.05]
    members = network.communities(network.graph(kept))
    return mentions, ties, kept, members


def pictures(found):
    mentions, ties, kept, members = found
    worlds = [network.shuffle(mentions, seed=k, trades=1) for k in range(2)]
    units = mentions[["report_id"]].drop_duplicates().assign(band="one topic")
    central = network.centrality(kept, mentions, draws=3)
    shares = pd.DataFrame({"before": [1.0, 2.0], "after": [1.0, 1.0]}, index=["a – b", "a – c"])
    long = "A title that says its answer in more words than one line beside long labels can hold, and goes on"
    yield draw.network(kept, members.head(2), long, "Source: made up")
    yield draw.adjacency(kept, members, long, "Source: made up")
    yield draw.ranks(central, long, "Source: made up")
    yield draw.calibration(network.calibrate(mentions, worlds), long, "Source: made up")
    yield draw.ego(ties, "a10", long, "Source: made up")
    yield draw.slopes(shares, long, "Source: made up")
    yield draw.two_mode(mentions, members, units, long, "Source: made up")


def drawn_ticks(ax):
    """Labels of the ticks that lie within the axes."""
    for axis, (low, high) in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        for place, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
            if ax.axison and min(low, high) <= place <= max(low, high):
                yield label


def test_nothing_is_cut_off_or_smaller_than_nine_points(found):
    for ax in pictures(found):
        ax.figure.draw_without_rendering()
        whole = ax.figure.bbox
        texts = [t for t in (*ax.get_children(), *drawn_ticks(ax)) if isinstance(t, Text) and t.get_text()]
        for text in texts:
            box = text.get_window_extent()
            assert text.get_fontsize() >= 9, text.get_text()
            assert box.x0 >= whole.x0 - 1 and box.x1 <= whole.x1 + 1, text.get_text()
        plt.close(ax.figure)


def test_labels_of_the_network_do_not_overlap(found):
    _, _, kept, members = found
    ax = draw.network(kept, members, "title", "note")
    ax.figure.draw_without_rendering()
    names = [t for t in ax.texts if t.get_text() in set(members["actor"])]
    assert len(names) == len(members)
    for one, other in combinations([t.get_window_extent() for t in names], 2):
        assert not one.overlaps(other)
    plt.close(ax.figure)


def test_pictures_of_nothing():
    mentions = crowd(reports=3).head(0)
    ties = network.significance(network.cooccurrence(mentions), mentions)
    members = network.communities(network.graph(ties))
    found = mentions, ties, ties, members
    for ax in pictures(found):
        assert ax.get_title(loc="left")
        plt.close(ax.figure)
