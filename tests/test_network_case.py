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
from matplotlib.transforms import Bbox
from network_crowd import crowd, planted

from helpers import case, network
from helpers.plots import network as draw
from helpers.plots.labels import drawable

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
    cells = [c for c in book.cells if c.cell_type == "code" and c.outputs]
    said = " ".join(
        " ".join(o.data["text/markdown"].split()) for c in cells for o in c.outputs if "text/markdown" in o.data
    )
    assert not cells or f"{len(by_hand):,} share a report" in said
    assert not cells or f"stands in **{max(by_hand.values())}** reports" in said


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
    units = mentions[["report_id"]].drop_duplicates()
    units = units.assign(
        band=["one topic", "another topic", "a third"] * (len(units) // 3) + ["rest"] * (len(units) % 3)
    )
    central = network.centrality(kept, mentions, draws=3)
    shares = pd.DataFrame({"before": [1.0, 2.0], "after": [1.0, 1.0]}, index=["a – b", "a – c"])
    yield draw.network(kept, members.head(2))
    yield draw.adjacency(kept, members)
    yield draw.ranks(central)
    yield draw.calibration(network.calibrate(mentions, worlds))
    yield draw.ego(ties, "a10")
    yield draw.slopes(shares)
    yield draw.two_mode(mentions, members, units.sort_values("band"))


def drawn_ticks(ax):
    """Labels of the ticks that lie within the axes."""
    for axis, (low, high) in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        for place, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
            if ax.axison and min(low, high) <= place <= max(low, high):
                yield label


@pytest.mark.slow
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


def groups(*sizes, names=lambda n: f"Bureau of Affair {n}"):
    """Rings of actors, each a community."""
    edges, members, n = [], [], 0
    for k, size in enumerate(sizes):
        who = [names(n + j) for j in range(size)]
        edges += [(*sorted((who[j], who[(j + 1) % size])), 2 + j) for j in range(size if size > 2 else 1)]
        members += [(a, k) for a in who]
        n += size
    columns = ["source", "target", "weight"]
    ties = pd.DataFrame(edges, columns=columns).drop_duplicates(columns[:2])
    return ties, pd.DataFrame(members, columns=["actor", "community"])


def labels(ax, members):
    ax.figure.draw_without_rendering()
    named = {t.get_text(): t.get_window_extent() for t in ax.texts}
    assert len(named) == len(members)
    return named


@pytest.mark.parametrize("sizes", [(2,), (3, 2), (8, 5, 3, 2, 2), (12, 7, 7, 2, 2, 2, 2, 2, 2)])
def test_labels_touch_neither_labels_nor_markers_nor_another_component(sizes):
    ties, members = groups(*sizes)
    ax = draw.network(ties, members)
    named = labels(ax, members)
    for one, other in combinations(named.values(), 2):
        assert not one.overlaps(other)
    community = dict(zip(members["actor"], members["community"], strict=True))
    place = network.layout(ties, members)
    assert set(place["actor"]) == set(named)
    spots = [ax.transData.transform(dots.get_offsets())[0] for dots in ax.collections]
    for spot in spots:
        assert not any(box.contains(*spot) for box in named.values())
    hulls = {}
    for actor, box in named.items():
        hulls.setdefault(community[actor], []).append(box)
    hulls = [Bbox.union(boxes) for boxes in hulls.values()]
    assert not any(one.overlaps(other) for one, other in combinations(hulls, 2))
    plt.close(ax.figure)


def test_each_community_has_a_colour_and_marker_of_its_own():
    looks = [tuple(draw._look(k).values()) for k in range(64)]
    assert len(set(looks)) == 64 and draw._look(-1)["color"] == draw._look(-7)["color"]


HARD = ["$100 \\frac{1}{2}$", "{braces} % s", "한국 국정원", "中国外交部", "Кремль", "وزارة الخارجية", "<b>&amp;"]


@pytest.mark.parametrize("name", HARD)
def test_any_name_can_be_drawn(name, recwarn):
    ties, members = groups(3, 2, names=lambda n: name if not n else f"Bureau {n}")
    ax = draw.network(ties, members)
    shown = drawable(name)
    assert shown in labels(ax, members)
    assert any(letter.isalnum() for letter in shown)
    assert not [w for w in recwarn if "missing from font" in str(w.message)]
    plt.close(ax.figure)


def test_letters_that_no_font_has_are_written_in_latin(monkeypatch):
    monkeypatch.setattr("helpers.plots.labels._letters", lambda: frozenset(range(32, 0x600)))
    assert drawable("Пак") == "Пак" and drawable("한국 (NIS)") == "HanGug (NIS)"


def test_pictures_of_nothing():
    mentions = crowd(reports=3).head(0)
    ties = network.significance(network.cooccurrence(mentions), mentions)
    members = network.communities(network.graph(ties))
    for ax in pictures((mentions, ties, ties, members)):
        plt.close(ax.figure)
