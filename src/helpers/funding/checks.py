"""Invariants of a ledger; each violation is reported with the figures that make it."""

import numpy as np
import pandas as pd

from .rates import exchange_rates
from .statements import PAID, STAGES
from .tree import SLACK

COLUMNS = ["invariant", "flow_id", "found", "allowed", "currency", "figures", "message"]


def violations(book) -> pd.DataFrame:
    """Every broken invariant of the statements and links of a book, in contract currency.

    Parameters
    ----------
    book : helpers.funding.ledger.Book

    Returns
    -------
    pandas.DataFrame
        invariant, flow_id, found, allowed (money in `currency`, where it is about money), figures (ids, separated
        by blanks), message; sorted.
    """
    found = [_circles(book), _currencies(book)]
    if len(book.counted):
        owed = _owed(book)
        found += [_parts(book), _growth(owed), _increments(owed), _payments(book), _events(book)]
        found += [_chains(book), _hops(owed, book)]
    made = pd.concat(found, ignore_index=True).reindex(columns=COLUMNS)
    return made.sort_values(["invariant", "flow_id", "figures", "found"], ignore_index=True)


def _table(rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def _ids(figures):
    return " ".join(sorted(set(figures)))


def _owed(book):
    """The counted statements in the contract currency of their flow, so that like is held against like."""
    counted = book.counted
    owed = pd.Series(book.contract[counted["flow"]], index=counted.index, dtype="object")
    source = counted["currency"].astype("object")
    found = exchange_rates(source, owed, counted[["first", "last"]], rates=book.rates)
    native = (source == owed).to_numpy()
    return counted.assign(
        currency=owed,
        native=native,
        low=counted["low"] * found["rate_low"],
        amount=counted["amount"] * found["rate"],
        high=counted["high"] * found["rate_high"],
    )


def _circles(book):
    """No flow is a part of itself."""
    ids = book.statements.groupby("flow")["figure_id"].agg(_ids)
    message = "part of itself, by the links in parts; it and its links are left out until they are mended"
    circles = np.flatnonzero(book.graph.circle)
    return _table([("no circle", book.graph.flows[f], np.nan, np.nan, None, ids.get(f, ""), message) for f in circles])


def _currencies(book):
    """One flow is owed in one currency."""
    coded = book.statements.dropna(subset=["contract"])
    several = coded.groupby("flow")["contract"].nunique()
    coded = coded[coded["flow"].isin(several.index[several > 1])]
    rows = [
        ("one contract currency", flow, group["contract"].nunique(), 1, None, _ids(group["figure_id"]),
         f"coded are {', '.join(sorted(group['contract'].unique()))}; code one for all rows of the flow")
        for flow, group in coded.groupby("flow_id")
    ]  # fmt: skip
    return _table(rows)


def _parts(book):
    """What the parts of a whole add up to does not exceed what is stated of the whole."""
    tree, net = book.tree, book.graph
    ends = (tree.rows["key"] < 2).to_numpy()[:, None]
    over = ends & (tree.figure >= 0) & (tree.parts[:, :, 0] > tree.stated[:, :, 2] * (1 + SLACK))
    rows, seen = [], set()
    by_flow = book.counted.groupby("flow")["figure_id"].agg(_ids) if over.any() else None
    for row, stage in zip(*np.nonzero(over), strict=True):
        flow, split = int(tree.rows["flow"].iloc[row]), tree.split[row, stage]
        if (flow, stage) in seen:
            continue
        seen.add((flow, stage))
        children = net.splits[flow][split]
        figures = [book.chosen["figure_id"].iloc[tree.figure[row, stage]], *by_flow.reindex(children).dropna()]
        message = f"parts by {split or 'parts'} exceed the whole at status {STAGES[stage]}"
        money = tree.parts[row, stage, 1], tree.stated[row, stage, 1], book.contract[flow]
        rows.append(("parts within the whole", net.flows[flow], *money, _ids(" ".join(figures).split()), message))
    return _table(rows)


def _growth(owed):
    """A cumulative sum does not shrink."""
    made = owed[owed["native"] & (owed["kind"] == "cumulative")].dropna(subset=["first"])
    keys = ["flow_id", "ends", "rank"]
    made = made.sort_values([*keys, "first", "amount", "figure_id"])
    before = made.groupby(keys)[["amount"]].cummax().groupby([made[k] for k in keys])["amount"].shift()
    which = made["figure_id"].groupby([made[k] for k in keys]).shift()
    fell = made["high"].fillna(np.inf) < before * (1 - SLACK)
    rows = [
        ("cumulative grows", r.flow_id, r.amount, b, r.currency, _ids([r.figure_id, w]), "less than counted up earlier")
        for r, b, w in zip(made[fell].itertuples(), before[fell], which[fell], strict=True)
    ]
    return _table(rows)


def _increments(owed):
    """A payment is not larger than what is counted up on its day or later; held against the least of these."""
    made = owed[owed["native"] & (owed["rank"] == PAID)].dropna(subset=["first"])
    made = made.assign(step=made["hop"].fillna(0))
    keys = ["flow_id", "step"]
    paid = made[made["kind"] == "flow"].sort_values("last", kind="stable")
    up = made[made["kind"] == "cumulative"].dropna(subset=["high"])
    up = up.sort_values(["first", "high", "figure_id"], ascending=[False, True, True], kind="stable")
    least = up.groupby(keys)["high"].cummin()
    up = up.assign(least=least, which=up["figure_id"].where(up["high"] == least))
    up["which"] = up.groupby(keys)["which"].ffill()
    up = up.drop_duplicates([*keys, "first"], keep="last").sort_values("first", kind="stable")
    both = pd.merge_asof(
        paid, up[[*keys, "first", "least", "which"]].rename(columns={"first": "day"}),
        left_on="last", right_on="day", by=keys, direction="forward",
    )  # fmt: skip
    both = both[both["low"] * (1 - SLACK) > both["least"]]
    rows = [
        ("cumulative is no increment", r.flow_id, r.amount, r.least, r.currency, _ids([r.figure_id, r.which]),
         "a payment exceeds the cumulative sum that should hold it")
        for r in both.itertuples()
    ]  # fmt: skip
    return _table(rows)


def _payments(book):
    """One flow is one payment on each hop, from one payer to one recipient."""
    made = book.counted
    made = made[(made["kind"] == "flow") & (made["rank"] == PAID) & made["hop"].notna()]
    names = made[["payer", "recipient"]].apply(lambda c: c.map(lambda n: book.speaks_for.get(n, n)))
    pairs = made.assign(**names).drop_duplicates(["flow_id", "hop", "payer", "recipient"])
    crowded = pairs[pairs.duplicated(["flow_id", "hop"], keep=False)]
    rows = [
        ("one payment a hop", flow, len(group), 1, None, _ids(group["figure_id"]),
         f"hop {int(hop)} is told of different payers or recipients; one of them is counted")
        for (flow, hop), group in crowded.groupby(["flow_id", "hop"])
    ]  # fmt: skip
    return _table(rows)


def _events(book):
    """The same event is one flow; equal payments of one day under two names are worth a look."""
    made = book.counted
    made = made[(made["kind"] == "flow") & (made["rank"] == PAID) & (made["first"] == made["last"])]
    keys = ["payer", "recipient", "hop", "currency", "low", "high", "first"]
    flows = made.dropna(subset=["payer", "recipient"]).drop_duplicates([*keys, "flow_id"])
    rows = [
        ("one flow an event", " ".join(sorted(group["flow_id"])), len(group), 1, None, _ids(group["figure_id"]),
         "equal payments on one day between the same two: if it is one event, give it one flow_id")
        for _, group in flows[flows.duplicated(keys, keep=False)].groupby(keys, dropna=False)
    ]  # fmt: skip
    return _table(rows)


def _chains(book):
    """Who pays at a later hop has received at the one before."""
    made = book.counted.copy()
    made["family"] = book.graph.family[made["flow"].to_numpy(int)]
    later = made[(made["hop"] > 1) & made["payer"].notna()]
    came = pd.MultiIndex.from_arrays([made["family"], made["recipient"].astype("object"), made["hop"].fillna(1) + 1])
    asked = pd.MultiIndex.from_arrays([later["family"], later["payer"].astype("object"), later["hop"]])
    rows = [
        ("hops are linked", r.flow_id, np.nan, np.nan, None, r.figure_id,
         f"{r.payer} pays at hop {int(r.hop)}, but nobody is told to pay it at hop {int(r.hop) - 1}")
        for r in later[~asked.isin(came)].itertuples()
    ]  # fmt: skip
    return _table(rows)


def _hops(owed, book):
    """Who passes a flow on does not pay more than came in."""
    made = owed[owed["native"] & (owed["rank"] == PAID) & owed["payer"].notna() & owed["recipient"].notna()]
    made = made.assign(whole=made["high"].fillna(np.inf))
    came = made[made["onward"]].sort_values(["amount", "figure_id"]).drop_duplicates(["flow", "recipient"], keep="last")
    went = made[made["relayed"]].sort_values(["amount", "figure_id"]).drop_duplicates(["flow", "payer"], keep="last")
    both = came.merge(went, left_on=["flow", "recipient"], right_on=["flow", "payer"], suffixes=("", "_on"))
    both = both[both["low_on"] > both["whole"] * (1 + SLACK)]
    rows = [
        ("a hop pays on no more than came in", r.flow_id, r.amount_on, r.amount, r.currency,
         _ids([r.figure_id, r.figure_id_on]), f"{r.recipient} pays out more than came in")
        for r in both.itertuples()
    ]  # fmt: skip
    return _table(rows)
