"""What is a sum, when reports differ: an interval, a chosen value, the reasons, and who dissents."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .classes import AGREES, CLASSES, CONVERSION, REASONS, classify, other_hop
from .ledger import ends
from .rates import rates
from .statements import contracts, statements
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


def reconcile(figures, parts, as_of=None):
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

    Raises
    ------
    RateError
        If a rate is needed that there is none of.

    >>> told = pd.DataFrame({"figure_id": list("ab"), "flow_id": "loan", "low": [2.26e9, 2.3e9],
    ...     "high": [2.26e9, 2.3e9], "currency": "GBP", "status": "pledged", "date": "2024-10-22"})
    >>> found = reconcile(told, pd.DataFrame(columns=["child", "parent"]))
    >>> found.conflicts[["figure_id", "chosen", "class"]].iloc[0].tolist()
    ['b', 'a', 'rounding']
    """
    stated = statements(figures, as_of)
    stated = stated[stated["flow_id"].notna() & stated["amount"].notna() & stated["currency"].notna()]
    names, links, _, family = graph(parts, stated["flow_id"].unique())
    flow = pd.Series(np.arange(len(names)), index=names).reindex(stated["flow_id"]).to_numpy()
    stated = stated.assign(flow=flow, owed=contracts(stated).reindex(stated["flow_id"]).to_numpy())
    stated = stated.assign(ends=ends(stated, family)).reset_index(drop=True)
    dated = stated[["first", "last"]].dropna()
    within = (dated["first"].min(), dated["last"].max()) if len(dated) else None
    stated = stated.assign(**_owed(stated, within))
    stated = _ranked(stated, _ranked(stated), links)
    held = _held(stated, within)
    across = _across(stated, links)
    return Reconciled(
        _quantities(stated, held, names),
        _conflicts(stated, pd.concat([held, across], ignore_index=True)),
        _groups(stated, links, names, within),
    )


def _owed(stated, within):
    """Bounds of each statement in its flow's contract currency, at its date."""
    found = rates(
        stated["currency"].astype("object"), stated["owed"].astype("object"), stated[["first", "last"]], within
    )
    middle = stated["amount"]
    return {
        "owed_low": stated["low"].fillna(middle) * found["rate_low"],
        "owed_amount": middle * found["rate"],
        "owed_high": stated["high"].fillna(middle) * found["rate_high"],
    }


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


def _held(stated, within):
    """Each statement against the one gone by in its flow: positions, class, off."""
    if stated.empty:
        return pd.DataFrame({"row": [], "chosen": [], "class": [], "off": []})
    first = stated.groupby("flow").head(1)
    chosen = pd.Series(first.index, index=first["flow"]).reindex(stated["flow"]).to_numpy()
    row = np.arange(len(stated))
    return _compare(stated, row[row != chosen], chosen[row != chosen], within)


def _compare(stated, row, chosen, within):
    one, other = stated.iloc[row].reset_index(drop=True), stated.iloc[chosen].reset_index(drop=True)
    spans = stated.groupby("flow").agg(first=("first", "min"), last=("last", "max"))
    window = spans.reindex(one["flow"]).reset_index(drop=True)
    found = classify(one, other, window, within)
    bridged = _bridged(stated, one, other, found, within)
    found.loc[bridged, "class"] = "exchange-rate date"
    return found.assign(row=row, chosen=chosen)


def _bridged(stated, one, other, found, within):
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
        found_rates = rates(
            here["currency"].astype("object"), pairs["currency_z"].astype("object"), here[["first", "last"]], within
        )
        fits &= ((here["amount"] * found_rates["rate"] / pairs["amount"] - 1).abs() <= CONVERSION).to_numpy()
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


def main_class(classes):
    """The class that explains most of the dissent; a tie goes to the one that should be looked at first.

    >>> main_class(["status", "rounding", "agrees"])
    'rounding'
    """
    counts = pd.Series([c for c in classes if c != AGREES], dtype="object").value_counts()
    if counts.empty:
        return None
    return min(counts[counts == counts.max()].index, key=CLASSES.index)


def _quantities(stated, held, names):
    first = stated.drop_duplicates("flow").set_index("flow")
    role = pd.Series(AGREES, index=stated.index, dtype="object")
    role.loc[held["row"].astype(int)] = held["class"].to_numpy()
    same = stated[role.isin(_SAME_SUM) & (stated["kind"] == stated["flow"].map(first["kind"]))]
    dissent = stated.assign(role=role)[role != AGREES]
    by = dissent.sort_values("figure_id").groupby("flow")
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
            "dissenters": by["figure_id"].agg(" ".join),
            "class": by["role"].agg(main_class),
            "reasons": by["role"].agg(lambda r: "; ".join(f"{c}: {REASONS[c]}" for c in CLASSES if c in set(r))),
        }
    )
    return made.sort_values("flow_id", ignore_index=True)


def _groups(stated, links, names, within):
    """Each coded group of figures against one of it: of the widest whole that most of its figures are about."""
    rows = []
    above = _above(links, len(names))
    for group, members in stated.dropna(subset=["group"]).groupby("group"):
        top = [m for m in members.index if not above[stated["flow"][m]] & set(members["flow"])]
        most = members.loc[top, "flow"].value_counts()
        chosen = next(m for m in top if most[stated["flow"][m]] == most.max())
        others = [m for m in members.index if m != chosen]
        same = [m for m in others if stated["flow"][m] == stated["flow"][chosen]]
        apart = [m for m in others if m not in same]
        held = _compare(stated, np.array(same, int), np.full(len(same), chosen), within) if same else None
        inside = [] if held is None else list(held["class"])
        outside = [_related(stated, m, chosen, above, within) for m in apart]
        main = main_class(inside) or main_class(outside)
        pairs = sorted(zip(stated["figure_id"][same + apart], inside + outside, strict=True))
        told = "; ".join(f"{figure}: {found}" for figure, found in pairs)
        rows.append((group, main or AGREES, told, stated["figure_id"][chosen], len(members)))
    return pd.DataFrame(rows, columns=["group", "class", "classes", "chosen", "figures"])


def _above(links, size):
    """The set of flows that each flow is, by any way up, a part of."""
    up = [set() for _ in range(size)]
    grew = True
    while grew:
        grew = False
        for child, parent in zip(links["child"], links["parent"], strict=True):
            before = len(up[child])
            up[child] |= {parent} | up[parent]
            grew |= len(up[child]) > before
    return up


def _related(stated, row, chosen, above, within):
    """The class between statements of different flows: parts of each other or of one whole, else as if of one."""
    a, b = int(stated["flow"][row]), int(stated["flow"][chosen])
    if a in above[b] or b in above[a] or above[a] & above[b]:
        apart = other_hop(stated.iloc[[row]], stated.iloc[[chosen]])[0]
        return "hop" if apart else "part or whole"
    return _compare(stated, np.array([row]), np.array([chosen]), within)["class"].iloc[0]
