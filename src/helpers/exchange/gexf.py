"""Networks for Gephi and other programs: GEXF 1.2 with all attributes, positions and colours; and CSV."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
from pandas.api import types

from .. import network

__all__ = ["write"]

GEXF, VIZ = "http://www.gexf.net/1.2draft", "http://www.gexf.net/1.2draft/viz"
# Characters that no XML 1.0 file can hold, in whatever way they are written.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TYPED = ("agrees", "relies_on", "contradicts")
DRAWN = ("x", "y", "colour", "size")
SPACE = 100  # units of Gephi's plane for one of ours


def write(ties: pd.DataFrame, path: str | Path, actors: pd.DataFrame | None = None) -> Path:
    """Write a network as ``.gexf`` (Gephi) or its ties as ``.csv``.

    Parameters
    ----------
    ties : DataFrame
        source, target and any other columns; weight is the edge's own, all others are its attributes. Each row is an
        edge, so that a pair may have several. A row as :func:`helpers.network.relations` gives it is one edge for each
        of agrees, relies_on and contradicts that it counts. Rows whose column ``directed`` is True are directed. A file
        that has any is a directed graph, since few programs read mixed ones; which of its edges have no direction is
        then told by their attribute ``directed``.
    path : str or Path
        Its ending says the format.
    actors : DataFrame, optional
        actor and what is known of it; goes into GEXF only. Columns x, y, colour (``#rrggbb``) and size are drawn; where
        there are none, communities are laid out side by side and coloured.

    Returns
    -------
    pathlib.Path
        The file written; the same ties give the same bytes. Characters that XML cannot hold are left out of names.

    Raises
    ------
    ValueError
        If the ending is neither, or a tie lacks one of its ends.

    >>> import tempfile
    >>> ties = pd.DataFrame({"source": ["HUR"], "target": ["NIS"], "weight": [2]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(ties, Path(folder) / "ties.csv").read_text()
    'source,target,weight\\nHUR,NIS,2\\n'
    """
    path = Path(path)
    if path.suffix not in (".csv", ".gexf"):
        raise ValueError(f"{path.name}: end the file name in .gexf or .csv")
    lacking = ties[["source", "target"]].isna().any(axis=1).to_numpy()
    if lacking.any():
        raise ValueError(f"ties, row {ties.index[lacking][0]!r}: source or target is missing; a tie joins two actors")
    if path.suffix == ".csv":
        ties.to_csv(path, index=False, lineterminator="\n")
        return path
    ElementTree.register_namespace("", GEXF)
    ElementTree.register_namespace("viz", VIZ)
    tree = ElementTree.ElementTree(_document(_edges(ties), _nodes(ties, actors)))
    ElementTree.indent(tree, "  ")
    # A named file is always a whole one.
    part = path.with_name(f".{path.name}.part")
    tree.write(part, encoding="utf-8", xml_declaration=True)
    part.replace(path)
    return path


def _edges(ties):
    """One row for each edge: a row that holds several relations of a pair is split."""
    if not {"relation", *TYPED} <= set(ties.columns):
        return ties
    counts = ties[list(TYPED)].fillna(0).gt(0)
    several = counts.sum(axis=1) > 1
    parts = [ties[~several]]
    for kind in TYPED:
        some = ties[several & counts[kind]]
        only = {other: 0 for other in TYPED if other != kind}
        more = {"directed": kind == "relies_on"} if "directed" in ties else {}
        parts.append(some.assign(relation=kind, weight=some[kind], **only, **more))
    return pd.concat(parts).sort_index(kind="stable")


def _nodes(ties, actors):
    """Every actor of a tie, in order, with what is known of it and where it is drawn."""
    # As plain objects, because names may hold what a column of strings refuses.
    nodes = pd.DataFrame({"actor": sorted({*ties["source"], *ties["target"]})}, dtype="object")
    if actors is not None:
        row = {name: k for k, name in reversed(list(enumerate(actors["actor"])))}
        known = (
            actors.drop(columns="actor").reset_index(drop=True).reindex([row.get(name, -1) for name in nodes["actor"]])
        )
        nodes = pd.concat([nodes, known.reset_index(drop=True)], axis=1)
    ids = _ids(nodes["actor"])
    plain = ties.assign(**{end: [ids[name] for name in ties[end]] for end in ("source", "target")})
    drawn = network.layout(plain).set_index("actor").loc[[ids[name] for name in nodes["actor"]]]
    if "x" not in nodes or "y" not in nodes:
        nodes = nodes.assign(x=drawn["x"].to_numpy(), y=drawn["y"].to_numpy())
    if "colour" not in nodes:
        from ..plots.style import PALETTE

        group = "community" if "community" in nodes else None
        number = nodes[group] if group else drawn["community"].to_numpy()
        nodes["colour"] = [None if pd.isna(k) else PALETTE[int(k) % len(PALETTE)] for k in number]
    return nodes


def _document(edges, nodes):
    root = ElementTree.Element(_tag("gexf"), {"version": "1.2"})
    ElementTree.SubElement(ElementTree.SubElement(root, _tag("meta")), _tag("creator")).text = "Crossread"
    directed = edges["directed"].fillna(False).astype(bool) if "directed" in edges else pd.Series(False, edges.index)
    kind = "directed" if directed.any() else "undirected"
    graph = ElementTree.SubElement(root, _tag("graph"), {"mode": "static", "defaultedgetype": kind})
    of_nodes = [c for c in nodes.columns if c != "actor" and c not in DRAWN]
    of_edges = [c for c in edges.columns if c not in ("source", "target", "weight")]
    for side, table, columns in (("node", nodes, of_nodes), ("edge", edges, of_edges)):
        _attributes(graph, side, table, columns)
    ids = _ids(nodes["actor"])
    within = ElementTree.SubElement(graph, _tag("nodes"), {"count": str(len(nodes))})
    for row in nodes.to_dict("records"):
        node = ElementTree.SubElement(within, _tag("node"), {"id": ids[row["actor"]], "label": _plain(row["actor"])})
        _values(node, row, of_nodes)
        _drawn(node, row)
    within = ElementTree.SubElement(graph, _tag("edges"), {"count": str(len(edges))})
    for number, (row, one_way) in enumerate(zip(edges.to_dict("records"), directed, strict=True)):
        cells = {"id": str(number), "source": ids[row["source"]], "target": ids[row["target"]]}
        cells |= {"type": "directed"} if one_way else {}
        cells |= {"weight": _text(row["weight"])} if not pd.isna(row.get("weight", np.nan)) else {}
        cells |= {"label": _plain(row["relation"])} if isinstance(row.get("relation"), str) else {}
        _values(ElementTree.SubElement(within, _tag("edge"), cells), row, of_edges)
    return root


def _attributes(graph, side, table, columns):
    """Names and types of the attributes of nodes or edges."""
    if not columns:
        return
    box = ElementTree.SubElement(graph, _tag("attributes"), {"class": side, "mode": "static"})
    for number, column in enumerate(columns):
        cells = {"id": str(number), "title": _plain(column), "type": _type(table[column])}
        ElementTree.SubElement(box, _tag("attribute"), cells)


def _values(element, row, columns):
    """The cells of a row that hold something."""
    cells = {k: row[column] for k, column in enumerate(columns) if not pd.isna(row[column])}
    if cells:
        box = ElementTree.SubElement(element, _tag("attvalues"))
        for number, cell in cells.items():
            ElementTree.SubElement(box, _tag("attvalue"), {"for": str(number), "value": _text(cell)})


def _drawn(node, row):
    if isinstance(row["colour"], str):
        parts = {name: str(int(row["colour"][at : at + 2], 16)) for name, at in (("r", 1), ("g", 3), ("b", 5))}
        ElementTree.SubElement(node, f"{{{VIZ}}}color", parts | {"a": "1.0"})
    if not pd.isna(row.get("size", np.nan)):
        ElementTree.SubElement(node, f"{{{VIZ}}}size", {"value": _text(row["size"])})
    if not (pd.isna(row["x"]) or pd.isna(row["y"])):
        place = {axis: f"{SPACE * row[axis]:.2f}" for axis in ("x", "y")}
        ElementTree.SubElement(node, f"{{{VIZ}}}position", place | {"z": "0.0"})


def _ids(names):
    """An identifier for each name: the name without signs that XML refuses, numbered where two become the same."""
    seen, ids = Counter(), {}
    for name in names:
        plain = _plain(name)
        seen[plain] += 1
        ids[name] = plain if seen[plain] == 1 else f"{plain} ({seen[plain]})"
    return ids


def _plain(text):
    return NO_XML.sub("", str(text))


def _type(column):
    if types.is_bool_dtype(column):
        return "boolean"
    if types.is_integer_dtype(column):
        return "long"
    return "double" if types.is_numeric_dtype(column) else "string"


def _text(cell):
    if isinstance(cell, bool | np.bool_):
        return str(bool(cell)).lower()
    if isinstance(cell, float | np.floating) and np.isinf(cell):
        return "INF" if cell > 0 else "-INF"
    return _plain(cell.isoformat() if isinstance(cell, pd.Timestamp) else cell)


def _tag(name):
    return f"{{{GEXF}}}{name}"
