"""Networks for Gephi and spreadsheets: GEXF 1.2 and CSV, with all attributes and the reports behind each tie."""

from pathlib import Path

import networkx as nx
import pandas as pd

from ..network import evidence, graph

__all__ = ["with_evidence", "write"]

SEPARATOR = " "


def with_evidence(ties, mentions, within=("report_id",), window=None, actor="actor"):
    """Ties with the units that make each weight, in one cell.

    Parameters
    ----------
    ties : DataFrame
        source, target, weight.
    mentions, within, window, actor
        What they were counted from.

    Returns
    -------
    DataFrame
        `ties` with evidence: the units of each, as ``report`` or ``report/sentence``, separated by a blank.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2", "r2"], "actor": ["HUR", "NIS", "NIS", "HUR"]})
    >>> with_evidence(pd.DataFrame({"source": ["HUR"], "target": ["NIS"], "weight": [2]}), m)["evidence"].tolist()
    ['r1 r2']
    """
    within = [within] if isinstance(within, str) else list(within)
    cells = []
    for tie in ties.itertuples():
        units = evidence(mentions, tie.source, tie.target, within, window, actor=actor)[within]
        cells.append(SEPARATOR.join("/".join(map(str, unit)) for unit in units.itertuples(index=False)))
    return ties.assign(evidence=pd.Series(cells, index=ties.index, dtype="str"))


def write(ties, path, actors=None):
    """Write a network as ``.gexf`` (Gephi) or its ties as ``.csv``.

    Parameters
    ----------
    ties : DataFrame
        source, target, weight and any other columns.
    path : str or Path
        Its ending says the format.
    actors : DataFrame, optional
        actor and what is known of it; goes into GEXF only.

    Returns
    -------
    pathlib.Path
        The file written; the same ties give the same bytes.

    Raises
    ------
    ValueError
        If the ending is neither.

    >>> import tempfile
    >>> ties = pd.DataFrame({"source": ["HUR"], "target": ["NIS"], "weight": [2]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(ties, Path(folder) / "ties.csv").read_text()
    'source,target,weight\\nHUR,NIS,2\\n'
    """
    path = Path(path)
    if path.suffix == ".csv":
        ties.to_csv(path, index=False, lineterminator="\n")
    elif path.suffix == ".gexf":
        text = "\n".join(nx.generate_gexf(graph(ties, actors), version="1.2draft"))
        # networkx stamps the day of writing into the file; the same network should give the same file.
        path.write_text(_undated(text), encoding="utf-8")
    else:
        raise ValueError(f"{path.name}: end the file name in .gexf or .csv")
    return path


def _undated(text):
    head, mark, rest = text.partition("<meta ")
    if not mark:
        return text
    _meta, _end, rest = rest.partition("</meta>")
    return head + "<meta>\n    <creator>Crossread</creator>\n  </meta>" + rest
