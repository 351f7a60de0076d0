"""Small tables that lead from a number of the ledger back to flows, statements and reports."""

import numpy as np
import pandas as pd

from .rates import rates
from .statements import statements


def below(inside, flow):
    """The flow_ids of a flow and of everything inside it."""
    names, links = inside["names"], inside["links"]
    found, todo = set(), [int(np.searchsorted(names, flow))]
    while todo:
        here = todo.pop()
        if here not in found:
            found.add(here)
            todo += links.loc[links["parent"] == here, "child"].tolist()
    return set(names[sorted(found)])


def within(book, flow):
    """Sorted flow_ids of `flow` and all its parts; none if `flow` is missing.

    >>> from helpers.funding import ledger
    >>> told = pd.DataFrame({"figure_id": ["a"], "flow_id": ["aid"], "low": [1.0], "high": [1.0], "currency": ["EUR"],
    ...     "status": ["pledged"], "date": ["2024-10-22"]})
    >>> within(ledger(told, pd.DataFrame({"child": ["aid"], "parent": ["all"]})), "all")
    ['aid', 'all']
    """
    return sorted(below(book.inside, flow)) if flow is not None else []


def wholes(book):
    """The flows that are no part of another, those that most is said about first.

    Parameters
    ----------
    book : Ledger

    Returns
    -------
    pandas.DataFrame
        flow_id, flows (with its parts), statements (about it and its parts).

    >>> from helpers.funding import ledger
    >>> told = pd.DataFrame({"figure_id": ["a"], "flow_id": ["aid"], "low": [1.0], "high": [1.0], "currency": ["EUR"],
    ...     "status": ["pledged"], "date": ["2024-10-22"]})
    >>> wholes(ledger(told, pd.DataFrame(columns=["child", "parent"])))["flow_id"].tolist()
    ['aid']
    """
    inside = book.inside
    parts = set(inside["names"][inside["links"]["child"]])
    said = inside["counted"].groupby("flow_id").size()
    rows = []
    for flow in inside["names"]:
        if flow not in parts:
            family = below(inside, flow)
            rows.append((flow, len(family), int(said.reindex(sorted(family)).sum())))
    made = pd.DataFrame(rows, columns=["flow_id", "flows", "statements"])
    return made[made["statements"] > 0].sort_values(
        ["statements", "flow_id"], ascending=[False, True], ignore_index=True
    )


def carried(figure_ids, figures):
    """The reports behind cells that list figure ids.

    Parameters
    ----------
    figure_ids : pandas.Series of str
        Ids separated by blanks.
    figures : pandas.DataFrame
        figure_id, report_id.

    Returns
    -------
    pandas.Series of str
        report_ids, sorted, each once, separated by blanks.

    >>> carried(pd.Series(["a b"]), pd.DataFrame({"figure_id": ["a", "b"], "report_id": ["r2", "r1"]})).tolist()
    ['r1 r2']
    """
    report = dict(zip(figures["figure_id"], figures["report_id"], strict=True))
    return figure_ids.map(lambda ids: " ".join(sorted({report[i] for i in ids.split()})))


def told(figures, held, flow):
    """Every statement on one flow, in its contract currency at the statement's date, with its class.

    Parameters
    ----------
    figures : pandas.DataFrame
    held : Reconciled
    flow : str
        A flow_id.

    Returns
    -------
    pandas.DataFrame
        figure_id, report_id, date, low, high (missing: open), class (chosen, agrees or a class of conflict); sorted
        by date.
    """
    made = statements(figures)
    dated = made[["first", "last"]].dropna()
    span = (dated["first"].min(), dated["last"].max()) if len(dated) else None
    made = made[(made["flow_id"] == flow) & made["amount"].notna() & made["currency"].notna()].set_index("figure_id")
    quantity = held.quantities.set_index("flow_id").loc[flow]
    owed = pd.Series(quantity["currency"], index=made.index, dtype="object")
    found = rates(made["currency"].astype("object"), owed, made[["first", "last"]], span)
    here = held.conflicts[(held.conflicts["flow_id"] == flow)].set_index("figure_id")["class"]
    made = made.assign(low=made["low"] * found["rate_low"], high=made["high"] * found["rate_high"])
    made["class"] = here.reindex(made.index).fillna("agrees")
    made.loc[quantity["figure_id"], "class"] = "chosen"
    made = made.reset_index().sort_values(["first", "figure_id"], ignore_index=True)
    return made[["figure_id", "report_id", "date", "low", "high", "class"]]


def backing(figures, parts, held):
    """What stands behind what: boxes and arrows for :func:`helpers.plots.funding.collateral`.

    Parameters
    ----------
    figures, parts : pandas.DataFrame
        `backed_by` names another flow_id; parts are backed as their whole is, and left out.
    held : Reconciled

    Returns
    -------
    boxes : pandas.DataFrame
        name (flow_id), text, column.
    arrows : pandas.DataFrame
        source, target, text.
    """
    flows = held.quantities.set_index("flow_id")
    links = figures[["backed_by", "flow_id"]].dropna().drop_duplicates()
    links = links[links["backed_by"].isin(flows.index) & ~links["flow_id"].isin(parts["child"])]
    links = links[links["backed_by"] != links["flow_id"]].sort_values(["backed_by", "flow_id"])
    column = dict.fromkeys(sorted({*links["backed_by"], *links["flow_id"]}), 0)
    for _ in column:
        for source, target in links.itertuples(index=False):
            column[target] = min(max(column[target], column[source] + 1), len(column))
    boxes = [
        (n, f"{n} ({flows.kind[n]}): {flows.value[n] / 1e9:.1f} bn {flows.stated_currency[n]}", at)
        for n, at in column.items()
    ]
    arrows = [
        (a, b, "yield of it:" if flows.kind[a] == "stock" else "paid from it:" if income else "repaid from it:")
        for a, b in links.itertuples(index=False)
        for income in [flows.kind[b] == "income"]
    ]
    return (
        pd.DataFrame(boxes, columns=["name", "text", "column"]).sort_values(["column", "name"], ignore_index=True),
        pd.DataFrame(arrows, columns=["source", "target", "text"]),
    )
