"""Networks for Gephi: read back by networkx, edge by edge; and what no XML file can hold."""

from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest
from network_crowd import crowd

from helpers import network
from helpers.exchange import gexf

SPACE = {"g": gexf.GEXF, "viz": gexf.VIZ}


def edges(path):
    return ElementTree.parse(path).getroot().findall(".//g:edge", SPACE)


def typed(*rows):
    columns = ["source", "target", "relation", "weight", "directed", "agrees", "relies_on", "contradicts"]
    return pd.DataFrame(rows, columns=columns)


def test_a_network_is_read_back_whole(tmp_path):
    mentions = crowd(reports=12, actors=20).assign(actor=lambda t: t["actor"].replace("a00", 'Å & <"b">'))
    ties = network.with_evidence(network.cooccurrence(mentions), mentions)
    actors = pd.DataFrame({"actor": ['Å & <"b">', "a01"], "kind": ["state", None], "wanted": [True, pd.NA]})
    path = gexf.write(ties, tmp_path / "ties.gexf", actors)
    back = nx.read_gexf(path)
    assert back.nodes['Å & <"b">']["kind"] == "state" and "kind" not in back.nodes["a01"]
    assert {frozenset((a, b)): (int(d["weight"]), d["report_ids"]) for a, b, d in back.edges(data=True)} == {
        frozenset((t.source, t.target)): (t.weight, t.report_ids) for t in ties.itertuples()
    }
    assert path.read_bytes() == gexf.write(ties, tmp_path / "again.gexf", actors).read_bytes()
    assert b"lastmodified" not in path.read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["again.gexf", "ties.gexf"]
    pd.testing.assert_frame_equal(pd.read_csv(gexf.write(ties, tmp_path / "ties.csv")), ties)


FOUR = [
    ("Ferry Desk", "Weir Board", "agrees", 1, False, 1, 0, 0),
    ("Ferry Desk", "Weir Board", "contradicts", 1, False, 0, 0, 1),
    ("Fund", "Village", "disbursed", 2, True, 0, 0, 0),
    ("Village", "Fund", "refund", 1, True, 0, 0, 0),
]


@pytest.mark.parametrize("columns", [slice(None), slice(5)])
def test_four_typed_ties_are_four_edges_and_payments_are_directed(tmp_path, columns):
    path = gexf.write(typed(*FOUR).iloc[:, columns], tmp_path / "typed.gexf")
    found = edges(path)
    assert len(found) == 4
    one_way = [(e.get("source"), e.get("target")) for e in found if e.get("type") == "directed"]
    assert one_way == [("Fund", "Village"), ("Village", "Fund")]
    back = nx.read_gexf(path)
    assert back.is_directed() and back.number_of_edges() == 4
    told = {(a, b, d["relation"]): (d["weight"], d["directed"]) for a, b, d in back.edges(data=True)}
    assert told == {(*row[:3],): (row[3], row[4]) for row in FOUR}


def test_what_stands_in_one_row_of_a_pair_is_an_edge_each(tmp_path):
    joined = typed(("Council", "Spy Office", "agrees, relies_on, contradicts", 6, True, 1, 2, 3), *FOUR[2:])
    found = edges(gexf.write(joined, tmp_path / "typed.gexf"))
    told = [(e.get("label"), e.get("weight"), e.get("type")) for e in found]
    assert told == [
        ("agrees", "1", None),
        ("relies_on", "2", "directed"),
        ("contradicts", "3", None),
        ("disbursed", "2", "directed"),
        ("refund", "1", "directed"),
    ]


def test_a_network_without_direction_stays_one(tmp_path):
    path = gexf.write(typed(FOUR[0], ("A", "B", "contradicts", 1, False, 0, 0, 1)), tmp_path / "typed.gexf")
    assert not nx.read_gexf(path).is_directed()


NAMES = [
    "Bell\x07 Tower",
    "\x00",
    "line\nbreak\tand tab",
    "half \ud83d",
    "\ufffe end",
    "]]>",
    "&#0;",
    "한국 韩国 Кремль قطر",
    " ",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_xml_cannot_hold_never_makes_a_file_that_cannot_be_read(tmp_path, name):
    ties = pd.DataFrame(
        {"source": [name, name], "target": ["Mill", "Weir"], "weight": [1, 2], "note": [name, None]}, dtype="object"
    )
    actors = pd.DataFrame({"actor": [name], "description": [name]}, dtype="object")
    back = nx.read_gexf(gexf.write(ties, tmp_path / "a.gexf", actors))
    assert back.number_of_edges() == 2 and back.number_of_nodes() == 3
    assert gexf.NO_XML.sub("", name) in back


def test_names_that_only_differ_in_such_characters_stay_two_nodes(tmp_path):
    ties = pd.DataFrame({"source": ["Mill\x01", "Mill"], "target": ["Weir", "Weir"], "weight": [1, 2]})
    back = nx.read_gexf(gexf.write(ties, tmp_path / "a.gexf"))
    assert sorted(back) == ["Mill", "Mill (2)", "Weir"] and back.number_of_edges() == 2


def test_positions_and_colours_are_written(tmp_path):
    ties = pd.DataFrame({"source": ["A", "C"], "target": ["B", "D"], "weight": [1, 2]})
    viz = {n: d["viz"] for n, d in nx.read_gexf(gexf.write(ties, tmp_path / "a.gexf")).nodes(data=True)}
    assert len({(v["position"]["x"], v["position"]["y"]) for v in viz.values()}) == 4
    assert viz["A"]["color"] == viz["B"]["color"] != viz["C"]["color"] == viz["D"]["color"]
    given = pd.DataFrame({"actor": list("ABCD"), "x": 1.0, "y": [0, 1, 2, 3], "colour": "#0a0B0c", "size": 3.5})
    viz = {n: d["viz"] for n, d in nx.read_gexf(gexf.write(ties, tmp_path / "a.gexf", given)).nodes(data=True)}
    assert viz["C"]["color"] == {"r": 10, "g": 11, "b": 12, "a": 1.0} and viz["C"]["size"] == 3.5
    assert (viz["C"]["position"]["x"], viz["C"]["position"]["y"]) == (100.0, 200.0)


def test_a_network_of_nothing_is_a_file_too(tmp_path):
    ties = pd.DataFrame({"source": [], "target": [], "weight": []})
    assert nx.read_gexf(gexf.write(ties, tmp_path / "a.gexf")).number_of_nodes() == 0


def test_what_is_no_tie_is_named(tmp_path):
    with pytest.raises(ValueError, match="row 1: source or target is missing"):
        gexf.write(pd.DataFrame({"source": ["A", None], "target": ["B", "C"]}), tmp_path / "a.gexf")
    with pytest.raises(ValueError, match=r"gexf or \.csv"):
        gexf.write(pd.DataFrame({"source": ["A"], "target": ["B"]}), tmp_path / "ties.xls")
    assert not list(tmp_path.iterdir())
