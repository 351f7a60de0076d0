"""What is a sum, when reports differ: an interval, a chosen value, the reasons, and who dissents."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .classes import AGREES, CLASSES, CONVERSION, REASONS, classify, other_hop
from .hops import ends
from .misprints import misprints
from .rates import exchange_rates, rate_table
from .statements import RETURNS, contracts, statements
from .tree import graph

# in this order a kind of statement tells the size of a flow
_KINDS = {"flow": 0, "cumulative": 1, "stock": 2, "income": 3, "plan": 4, "ceiling": 5}
_SAME_SUM = (AGREES, "rounding", "exchange-rate date", "status", "genuine")


@dataclass(frozen=True)
class Reconciled:
    """Statements held against each other.

    Attributes
    ----------
    quantities : pandas.DataFrame
        One row a flow_id: currency (contract), low, value, high (the interval of what is said of the same sum; value
        is as somebody reported it, in `stated_currency`), figure_id (the statement gone by), statements, reports,
        dissenters (figure ids), class (the main one; missing if nobody dissents), reasons.
    conflicts : pandas.DataFrame
        One row a figure that differs from the one gone by: flow_id, figure_id, chosen, class, off (relative
        difference at the figure's date), reason. Parts are held against their whole with flow_id being the whole's.
    groups : pandas.DataFrame
        The same for each coded `group`: group, class (main), classes (all), chosen, figures.
    """

    quantities: pd.DataFrame
    conflicts: pd.DataFrame
    groups: pd.DataFrame


def reconcile(
    figures: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    reports: pd.DataFrame | None = None,
    rates: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    as_of: str | None = None,
) -> Reconciled:
    """Choose for each flow the statement to go by, and classify how every other one differs from it.

    Chosen is a statement of a sum before one of a ceiling or a plan; the first hop; what the parts add up to; the
    latest of cumulative sums and stocks; the greater weight (column `weight`, optional); the contract currency; the
    furthest status; the most exact; the one first stated on the latest day; the smaller. How often a thing is told
    does not count. Nothing is averaged or adjusted.

    Parameters
    ----------
    figures, parts : pandas.DataFrame
        Tables of a case; `figures` may have the columns weight and group.
    as_of : str, optional
        Only what could be known at the end of this day.

    Returns
    -------
    Reconciled

    >>> rows = pd.DataFrame({"figure_id": list("ab"), "flow_id": "loan", "low": [2.26e9, 2.3e9],
    ...     "high": [2.26e9, 2.3e9], "currency": "GBP", "status": "pledged", "date": "2024-10-22"})
    >>> found = reconcile(rows, pd.DataFrame(columns=["child", "parent"]))
    >>> found.conflicts[["figure_id", "chosen", "class"]].iloc[0].tolist()
    ['b', 'a', 'rounding']
    """
    table = rate_table(rates)
    stated = statements(figures, reports=reports, actors=actors, as_of=as_of)
    stated = stated[stated["amount"].notna() & stated["currency"].notna() & ~stated["kind"].isin(RETURNS)]
    stated = stated[(stated["status"] != "cancelled").to_numpy()].reset_index(drop=True)
    net = graph(parts, stated["flow_id"].unique())
    stated = stated.assign(flow=net.at(stated["flow_id"]), owed=contracts(stated).reindex(stated["flow_id"]).to_numpy())
    stated = stated.assign(ends=ends(stated, net.links, net.family)["ends"])
    stated = _owed(_meant(stated), table)
    stated["slip"] = misprints(stated, net.links)
    stated = _ranked(stated, _ranked(stated), net.links)
    held = _held(stated, table)
    across = _across(stated, net.links)
    return Reconciled(
        _quantities(stated, held, net.flows),
        _conflicts(stated, pd.concat([held, across], ignore_index=True)),
        _groups(stated, net, table),
    )


def _meant(stated):
    """A missing date can mean any day on which the table has statements."""
    first, last = stated["first"].min(), stated["last"].max()
    return stated.assign(first_meant=stated["first"].fillna(first), last_meant=stated["last"].fillna(last))


def _days(stated):
    return stated[["first_meant", "last_meant"]].set_axis(["first", "last"], axis=1)


def _owed(stated, table):
    """Statements with bounds in the flow's contract currency, at their date; those without a rate are left out."""
    source, middle = stated["currency"].astype("object"), stated["amount"]
    found = exchange_rates(source, stated["owed"].astype("object"), _days(stated), rates=table)
    euros = pd.Series("EUR", index=stated.index, dtype="object")
    worth = middle * exchange_rates(source, euros, _days(stated), rates=table)["rate"]
    stated = stated.assign(
        owed_low=stated["low"].fillna(middle) * found["rate_low"],
        owed_amount=middle * found["rate"],
        owed_high=stated["high"].fillna(middle) * found["rate_high"],
        worth=worth.fillna(middle),
    )
    return stated[found["rate"].notna()].reset_index(drop=True)


def _ranked(stated, chosen=None, links=None):
    """`stated` with those of each flow in order of choice; the sum of its parts' chosen ones speaks for a value."""
    whole = pd.Series(np.nan, index=stated.index)
    if links is not None and len(links):
        first = chosen.drop_duplicates("flow").set_index("flow")
        both = links.join(first[["owed", "owed_amount"]], on="child").dropna(subset=["owed_amount"])
        both["whole"] = first["owed"].reindex(both["parent"]).to_numpy()
        sums = both[both["owed"] == both["whole"]].groupby(["parent", "split"])["owed_amount"].sum()
        whole = stated["flow"].map(sums.groupby("parent").max())
    order = stated.assign(
        limit=stated["low"].isna(),
        sort=stated["kind"].map(_KINDS),
        step=stated["hop"].fillna(1),
        whole=(stated["owed_amount"] / whole - 1).abs() < 0.01,
        native=stated["currency"] == stated["owed"],
        recent=stated["first"].where(stated["kind"].isin(["cumulative", "stock"]), pd.Timestamp(0)),
    )
    by = [
        "flow",
        "slip",
        "limit",
        "sort",
        "step",
        "whole",
        "recent",
        "weight",
        "native",
        "rank",
        "digits",
        "first",
        "amount",
        "figure_id",
    ]
    down = ("whole", "recent", "weight", "native", "rank", "digits", "first")
    order = order.sort_values(by, ascending=[c not in down for c in by], kind="stable", na_position="last")
    return order.drop(columns=["limit", "sort", "step", "whole", "native", "recent"]).reset_index(drop=True)


def _held(stated, table):
    """Each statement against the one gone by in its flow: positions, class, off."""
    if stated.empty:
        return pd.DataFrame({"row": [], "chosen": [], "class": [], "off": []})
    first = stated.groupby("flow").head(1)
    chosen = pd.Series(first.index, index=first["flow"]).reindex(stated["flow"]).to_numpy()
    row = np.arange(len(stated))
    return _compare(stated, row[row != chosen], chosen[row != chosen], table)


def _compare(stated, row, chosen, table):
    one, other = stated.iloc[row].reset_index(drop=True), stated.iloc[chosen].reset_index(drop=True)
    spans = stated.groupby("flow").agg(first=("first_meant", "min"), last=("last_meant", "max"))
    window = spans.reindex(one["flow"]).reset_index(drop=True)
    found = classify(one, other, window, table)
    bridged = _bridged(stated, one, other, found, table)
    found.loc[bridged, "class"] = "exchange-rate date"
    return found.assign(row=row, chosen=chosen)


def _bridged(stated, one, other, found, table):
    """Sums that differ in one currency, but each equals, at its own date, what the flow is said to be in another."""
    todo = found.index[(found["class"] == "genuine") & (one["currency"] == other["currency"])]
    if not len(todo):
        return todo
    others = stated.drop_duplicates(["flow", "currency"])[["flow", "currency", "amount"]]
    pairs = one.loc[todo, ["flow", "currency"]].rename_axis("pair").reset_index()
    pairs = pairs.merge(others, on="flow", suffixes=("", "_z"))
    pairs = pairs[pairs["currency"] != pairs["currency_z"]].reset_index(drop=True)
    fits = np.ones(len(pairs), bool)
    for side in (one, other):
        here = side.loc[pairs["pair"]].reset_index(drop=True)
        source, target = here["currency"].astype("object"), pairs["currency_z"].astype("object")
        rate = exchange_rates(source, target, _days(here), rates=table)["rate"]
        fits &= ((here["amount"] * rate / pairs["amount"] - 1).abs() <= CONVERSION).to_numpy()
    return pd.Index(pairs.loc[fits, "pair"].unique())


def _across(stated, links):
    """The chosen statement of each part against that of its whole."""
    first = stated.drop_duplicates("flow")
    at = pd.Series(first.index, index=first["flow"])
    row, chosen = at.reindex(links["child"]).to_numpy(), at.reindex(links["parent"]).to_numpy()
    here = ~np.isnan(row) & ~np.isnan(chosen)
    row, chosen = row[here].astype(int), chosen[here].astype(int)
    apart = other_hop(stated.iloc[row], stated.iloc[chosen])
    return pd.DataFrame({"row": row, "chosen": chosen, "class": np.where(apart, "hop", "part or whole"), "off": np.nan})


def _conflicts(stated, held):
    held = held[held["class"] != AGREES]
    row, chosen = held["row"].astype(int), held["chosen"].astype(int)
    made = pd.DataFrame(
        {
            "flow_id": stated["flow_id"].to_numpy()[chosen],
            "figure_id": stated["figure_id"].to_numpy()[row],
            "chosen": stated["figure_id"].to_numpy()[chosen],
            "class": held["class"].to_numpy(),
            "off": held["off"].to_numpy(float),
        }
    )
    made["reason"] = made["class"].map(REASONS)
    return made.sort_values(["flow_id", "figure_id", "chosen"], ignore_index=True)


def main_class(classes: list[str]) -> str | None:
    """The class that explains most of the dissent; a tie goes to the one that should be looked at first.

    >>> main_class(["status", "rounding", "agrees"])
    'rounding'
    """
    counts = Counter(c for c in classes if c != AGREES)
    return min(counts, key=lambda c: (-counts[c], CLASSES.index(c)), default=None)


def _quantities(stated, held, names):
    first = stated.drop_duplicates("flow").set_index("flow")
    role = pd.Series(AGREES, index=stated.index, dtype="object")
    role.loc[held["row"].astype(int)] = held["class"].to_numpy()
    same = stated[role.isin(_SAME_SUM) & (stated["kind"] == stated["flow"].map(first["kind"]))]
    dissent = stated.assign(role=role)[role != AGREES].sort_values("figure_id")
    dissenters: dict = {}
    for flow, figure_id, kind in zip(
        *(dissent[c].to_numpy(object) for c in ("flow", "figure_id", "role")), strict=True
    ):
        dissenters.setdefault(flow, []).append((figure_id, kind))
    by = {
        flow: (" ".join(f for f, _ in rows), main_class([k for _, k in rows]), _reasons({k for _, k in rows}))
        for flow, rows in dissenters.items()
    }
    by = pd.DataFrame.from_dict(by, orient="index", columns=["dissenters", "class", "reasons"], dtype="object")
    made = pd.DataFrame(
        {
            "flow_id": names[first.index],
            "currency": first["owed"],
            "low": same.groupby("flow")["owed_low"].min(),
            "value": first["amount"],
            "stated_currency": first["currency"],
            "high": same.groupby("flow")["owed_high"].max(),
            "figure_id": first["figure_id"],
            "status": first["status"],
            "kind": first["kind"],
            "statements": stated.groupby("flow").size(),
            "reports": stated.groupby("flow")["report_id"].nunique(),
            **{c: by[c].reindex(first.index) for c in by},
        }
    )
    return made.sort_values("flow_id", ignore_index=True)


def _reasons(classes):
    return "; ".join(f"{c}: {REASONS[c]}" for c in CLASSES if c in classes)


def _groups(stated, net, table):
    """Each coded group of figures against one of it: of the widest whole that most of its figures are about."""
    grouped = stated.dropna(subset=["group"])
    members = {group: rows.tolist() for group, rows in grouped.groupby("group").groups.items()}
    flow, above = stated["flow"].tolist(), _above(net, grouped["flow"].unique())
    pairs, inner = [], []  # (group, row, chosen), and whether it is about the chosen one's flow
    for group, rows in members.items():
        flows = {flow[m] for m in rows}
        top = [m for m in rows if not above[flow[m]] & flows]
        counts = Counter(flow[m] for m in top)
        most = max(counts.values())
        chosen = next(m for m in top if counts[flow[m]] == most)
        pairs += [(group, m, chosen) for m in rows if m != chosen]
    row, chosen = (np.array([p[i] for p in pairs], int) for i in (1, 2))
    inner = [flow[a] == flow[b] for a, b in zip(row, chosen, strict=True)]
    found = _compare(stated, row, chosen, table)["class"].tolist() if len(row) else []
    hop = other_hop(stated.iloc[row], stated.iloc[chosen]).tolist() if len(row) else []
    classes: dict = {group: ([], []) for group in members}
    for (group, m, other), within, kind, apart in zip(pairs, inner, found, hop, strict=True):
        a, b = flow[m], flow[other]
        if not within and (a in above[b] or b in above[a] or above[a] & above[b]):
            kind = "hop" if apart else "part or whole"
        classes[group][0 if within else 1].append((stated["figure_id"].iat[m], kind, other))
    first = {group: other for group, _, other in pairs}
    rows = []
    for group, (same, others) in classes.items():
        main = main_class([k for _, k, _ in same]) or main_class([k for _, k, _ in others])
        text = "; ".join(f"{figure}: {kind}" for figure, kind, _ in sorted(same + others))
        chosen = stated["figure_id"].iat[first.get(group, members[group][0])]
        rows.append((group, main or AGREES, text, chosen, len(members[group])))
    return pd.DataFrame(rows, columns=["group", "class", "classes", "chosen", "figures"])


def _above(net, flows):
    """The set of flows that each flow is, by any way up, a part of."""
    parents: dict = {}
    for child, parent in net.links[["child", "parent"]].itertuples(index=False):
        parents.setdefault(child, set()).add(parent)
    made = {}
    for flow in flows:
        made[flow], todo = set(), [flow]
        while todo:
            for parent in parents.get(todo.pop(), ()):
                if parent not in made[flow]:
                    made[flow].add(parent)
                    todo.append(parent)
    return made


def statements_on(flow_id: str, reconciled: Reconciled, figures: pd.DataFrame, **options) -> pd.DataFrame:
    """Every statement on one flow, in its contract currency at the statement's date, with its class.

    Parameters
    ----------
    flow_id : str
    reconciled : Reconciled
        From :func:`reconcile`.
    figures : pandas.DataFrame
    **options
        reports, actors, as_of as in :func:`reconcile`; rates.

    Returns
    -------
    pandas.DataFrame
        figure_id, report_id, date, low, high (missing: open), class (chosen, agrees or a class of conflict); sorted
        by date.

    >>> rows = pd.DataFrame({"figure_id": list("ab"), "flow_id": "loan", "low": [2.26e9, 2.3e9],
    ...     "high": [2.26e9, 2.3e9], "currency": "GBP", "status": "pledged", "date": "2024-10-22"})
    >>> held = reconcile(rows, pd.DataFrame(columns=["child", "parent"]))
    >>> statements_on("loan", held, rows)["class"].tolist()
    ['chosen', 'rounding']
    """
    table = rate_table(options.pop("rates", None))
    rows = _meant(statements(figures, **options))
    usable = (rows["flow_id"] == flow_id) & rows["amount"].notna() & rows["currency"].notna()
    rows = rows[usable & ~rows["kind"].isin(RETURNS)].set_index("figure_id")
    quantity = reconciled.quantities.set_index("flow_id").loc[flow_id]
    owed = pd.Series(quantity["currency"], index=rows.index, dtype="object")
    found = exchange_rates(rows["currency"].astype("object"), owed, _days(rows), rates=table)
    here = reconciled.conflicts[reconciled.conflicts["flow_id"] == flow_id].set_index("figure_id")["class"]
    rows = rows.assign(low=rows["low"] * found["rate_low"], high=rows["high"] * found["rate_high"])
    rows["class"] = here.reindex(rows.index).fillna(AGREES)
    rows.loc[quantity["figure_id"], "class"] = "chosen"
    rows = rows[found["rate"].notna()].reset_index().sort_values(["first", "figure_id"], ignore_index=True)
    return rows[["figure_id", "report_id", "date", "low", "high", "class"]]


def backing(figures: pd.DataFrame, parts: pd.DataFrame, reconciled: Reconciled) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What stands behind what: boxes and arrows for :func:`helpers.plots.funding.collateral`.

    Parameters
    ----------
    figures, parts : pandas.DataFrame
        `backed_by` names another flow_id; parts are backed as their whole is, and left out.
    reconciled : Reconciled

    Returns
    -------
    boxes : pandas.DataFrame
        name (flow_id), instrument, kind, value, currency (as stated), figure_id, column (0 at the left).
    arrows : pandas.DataFrame
        source, target, relation (yield, paid from, repaid from).

    >>> rows = pd.DataFrame({"figure_id": list("ab"), "flow_id": ["assets", "profit"], "kind": ["stock", "income"],
    ...     "low": [9.0, 1.0], "high": [9.0, 1.0], "currency": "EUR", "status": None, "date": "2024",
    ...     "backed_by": [None, "assets"]})
    >>> none = pd.DataFrame(columns=["child", "parent"])
    >>> backing(rows, none, reconcile(rows, none))[1].values.tolist()
    [['assets', 'profit', 'yield']]
    """
    flows = reconciled.quantities.set_index("flow_id")
    links = figures[["backed_by", "flow_id"]].dropna().drop_duplicates()
    known = links["backed_by"].isin(flows.index) & links["flow_id"].isin(flows.index)
    links = links[known & ~links["flow_id"].isin(parts["child"])]
    links = links[links["backed_by"] != links["flow_id"]].sort_values(["backed_by", "flow_id"])
    column = dict.fromkeys(sorted({*links["backed_by"], *links["flow_id"]}), 0)
    for _ in column:
        for source, target in links.itertuples(index=False):
            column[target] = min(max(column[target], column[source] + 1), len(column))
    instrument = (
        figures.dropna(subset=["flow_id"]).groupby("flow_id")["instrument"].first() if "instrument" in figures else {}
    )
    boxes = [
        (n, instrument.get(n), flows.kind[n], flows.value[n], flows.stated_currency[n], flows.figure_id[n], at)
        for n, at in column.items()
    ]
    arrows = [
        (a, b, "yield" if flows.kind[a] == "stock" else "paid from" if flows.kind[b] == "income" else "repaid from")
        for a, b in links.itertuples(index=False)
    ]
    names = ["name", "instrument", "kind", "value", "currency", "figure_id", "column"]
    return (
        pd.DataFrame(boxes, columns=names).sort_values(["column", "name"], ignore_index=True),
        pd.DataFrame(arrows, columns=["source", "target", "relation"]),
    )
