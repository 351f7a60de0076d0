"""Invariants of a ledger; each violation is reported with the figures that make it."""

import numpy as np
import pandas as pd

from ..schema import STATUSES
from .tree import SLACK, STAGES

COLUMNS = ["invariant", "flow_id", "found", "allowed", "currency", "figures", "message"]


def violations(inside):
    """Every broken invariant of the statements and links in `inside`, in contract currency.

    Returns
    -------
    pandas.DataFrame
        invariant, flow_id, found, allowed (money in `currency`, where it is about money), figures (ids, separated
        by blanks), message; sorted.
    """
    found = [_circles(inside)]
    if len(inside["counted"]):
        found += [check(inside) for check in (_parts, _growth, _increments, _payments, _events, _chains, _hops)]
    made = pd.concat(found, ignore_index=True).reindex(columns=COLUMNS)
    return made.sort_values(["invariant", "flow_id", "figures", "found"], ignore_index=True)


def _table(rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def _ids(figures):
    return " ".join(sorted(set(figures)))


def _circles(inside):
    """No flow is a part of itself."""
    stated, rows = inside["stated"], []
    for flow in inside["names"][inside["circle"]]:
        ids = _ids(stated.loc[stated["flow_id"] == flow, "figure_id"])
        message = "part of itself, by the links in parts; it and its links are left out until they are mended"
        rows.append(("no circle", flow, np.nan, np.nan, None, ids, message))
    return _table(rows)


def _parts(inside):
    """What the parts of a whole add up to does not exceed what is stated of the whole."""
    tree, chosen = inside["tree"], inside["chosen"]
    ends = tree.rows["key"].isin(["paid", "received"]).to_numpy()[:, None]
    over = ends & (tree.figure >= 0) & (tree.parts[:, :, 0] > tree.stated[:, :, 2] * (1 + SLACK))
    rows, seen = [], set()
    by_flow = inside["counted"].groupby("flow")["figure_id"].agg(_ids)
    for row, stage in zip(*np.nonzero(over), strict=True):
        flow, split = int(tree.rows["flow"].iloc[row]), tree.split[row, stage]
        if (flow, stage) in seen:
            continue
        seen.add((flow, stage))
        links = inside["links"]
        children = links.loc[(links["parent"] == flow) & (links["split"] == split), "child"]
        figures = [chosen["figure_id"].iloc[tree.figure[row, stage]], *by_flow.reindex(children).dropna()]
        message = f"parts by {split or 'parts'} exceed the whole at status {STATUSES[stage]}"
        money = tree.parts[row, stage, 1], tree.stated[row, stage, 1], inside["contract"][flow]
        rows.append(("parts within the whole", inside["names"][flow], *money, _ids(" ".join(figures).split()), message))
    return _table(rows)


def _growth(inside):
    """A cumulative sum does not shrink."""
    made = inside["counted"]
    made = made[made["kind"] == "cumulative"].dropna(subset=["first"])
    keys = ["flow_id", "ends", "rank", "currency"]
    made = made.sort_values([*keys, "first", "amount", "figure_id"])
    before = made.groupby(keys)[["amount"]].cummax().groupby([made[k] for k in keys])["amount"].shift()
    which = made["figure_id"].groupby([made[k] for k in keys]).shift()
    fell = made["high"].fillna(np.inf) < before * (1 - SLACK)
    rows = [
        ("cumulative grows", r.flow_id, r.amount, b, r.currency, _ids([r.figure_id, w]), "less than counted up earlier")
        for r, b, w in zip(made[fell].itertuples(), before[fell], which[fell], strict=True)
    ]
    return _table(rows)


def _increments(inside):
    """A payment is not larger than what is counted up on its day or later."""
    made = inside["counted"].dropna(subset=["first"])
    keys = ["flow_id", "hop", "rank", "currency"]
    paid = made[(made["kind"] == "flow") & (made["rank"] == STAGES - 1)]
    both = paid.merge(made[made["kind"] == "cumulative"], on=keys, suffixes=("", "_up"))
    both = both[(both["last"] <= both["first_up"]) & (both["low"] * (1 - SLACK) > both["high_up"])]
    rows = [
        ("cumulative is no increment", r.flow_id, r.amount, r.amount_up, r.currency,
         _ids([r.figure_id, r.figure_id_up]), "a payment exceeds the cumulative sum that should hold it")
        for r in both.itertuples()
    ]  # fmt: skip
    return _table(rows)


def _payments(inside):
    """One flow is one payment on each hop, from one payer to one recipient."""
    made = inside["counted"]
    made = made[(made["kind"] == "flow") & (made["rank"] == STAGES - 1) & made["hop"].notna()]
    pairs = made.drop_duplicates(["flow_id", "hop", "payer", "recipient"])
    crowded = pairs[pairs.duplicated(["flow_id", "hop"], keep=False)]
    rows = [
        ("one payment a hop", flow, len(group), 1, None, _ids(group["figure_id"]),
         f"hop {int(hop)} is told of different payers or recipients")
        for (flow, hop), group in crowded.groupby(["flow_id", "hop"])
    ]  # fmt: skip
    return _table(rows)


def _events(inside):
    """The same event is one flow; equal payments of one day under two names are worth a look."""
    made = inside["counted"]
    made = made[(made["kind"] == "flow") & (made["rank"] == STAGES - 1) & (made["first"] == made["last"])]
    keys = ["payer", "recipient", "hop", "currency", "low", "high", "date"]
    flows = made.dropna(subset=["payer", "recipient"]).drop_duplicates([*keys, "flow_id"])
    rows = [
        ("one flow an event", " ".join(sorted(group["flow_id"])), len(group), 1, None, _ids(group["figure_id"]),
         "equal payments on one day between the same two: if it is one event, give it one flow_id")
        for _, group in flows[flows.duplicated(keys, keep=False)].groupby(keys, dropna=False)
    ]  # fmt: skip
    return _table(rows)


def _chains(inside):
    """Who pays at a later hop has received at the one before."""
    made = inside["counted"].copy()
    made["family"] = inside["family"][made["flow"].to_numpy(int)]
    later = made[(made["hop"] > 1) & made["payer"].notna()]
    came = pd.MultiIndex.from_arrays([made["family"], made["recipient"].astype("object"), made["hop"] + 1])
    asked = pd.MultiIndex.from_arrays([later["family"], later["payer"].astype("object"), later["hop"]])
    rows = [
        ("hops are linked", r.flow_id, np.nan, np.nan, None, r.figure_id,
         f"{r.payer} pays at hop {int(r.hop)}, but nobody is told to pay it at hop {int(r.hop) - 1}")
        for r in later[~asked.isin(came)].itertuples()
    ]  # fmt: skip
    return _table(rows)


def _hops(inside):
    """A later hop of a flow does not pay out more than came in at the hop before."""
    made = inside["counted"]
    made = made[(made["rank"] == STAGES - 1) & made["hop"].notna()]
    native = made["currency"].to_numpy() == inside["contract"][made["flow"].astype(int)]
    most = (
        made[native]
        .sort_values(["flow_id", "hop", "amount", "figure_id"])
        .drop_duplicates(["flow_id", "hop"], keep="last")
    )
    ahead = most.assign(hop=most["hop"] - 1)
    both = most.merge(ahead, on=["flow_id", "hop"], suffixes=("", "_on"))
    both = both[both["low_on"] > both["high"].fillna(np.inf) * (1 + SLACK)]
    rows = [
        ("a hop pays on no more than came in", r.flow_id, r.amount_on, r.amount, r.currency,
         _ids([r.figure_id, r.figure_id_on]), f"hop {int(r.hop) + 1} pays out more than hop {int(r.hop)} brought")
        for r in both.itertuples()
    ]  # fmt: skip
    return _table(rows)
