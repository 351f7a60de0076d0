"""A ledger of flows that cannot count a sum twice."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from ..dates import span
from ..schema import STATUSES
from .checks import violations
from .rates import rates
from .statements import choose, contracts, statements
from .tree import LATER, NOTHING, PARTS, STAGES, STATED, Tree, graph, grow

ENDS = ("paid", "received")
# reference rates of the large currencies move by up to about this much in a year
SAME_SUM = 0.15
_MONEY = ["low_in", "amount_in", "high_in", "value_low", "value", "value_high"]
_BASIS = {NOTHING: None, STATED: "stated", PARTS: "parts", LATER: "later status"}


@dataclass(frozen=True)
class Ledger:
    """What the figures add up to, each sum once.

    Attributes
    ----------
    entries : pandas.DataFrame
        A row for each flow, end and status that something is known of. Keys: flow_id, end (paid: left the first
        payer; received: reached the last recipient named), status. Money in the contract `currency`: low, amount,
        high (what reached at least this status), parts (sum of the parts), residual (amount less parts; missing
        without parts). Money in the ledger's currency: value_low, value, value_high, at the rate of the value date
        (rate, rate_date). Where from: basis (stated, parts, later status), figure_id, split, parents; and payer,
        recipient, instrument, backed_by.
    totals : pandas.DataFrame
        end, status, low, value, high in the ledger's currency: the flows that are no part of another, a sum that is
        part of two of them taken once.
    violations : pandas.DataFrame
        invariant, flow_id, found, allowed, figures (ids), message; empty if all invariants hold.
    aside : pandas.DataFrame
        Figures that enter no sum, with the reason in `out`: stock, income, plan, ceiling, or what is not coded.
    currency, on, as_of : str
        As asked for.
    """

    entries: pd.DataFrame
    totals: pd.DataFrame
    aside: pd.DataFrame
    currency: str
    on: str | None = None
    as_of: str | None = None
    inside: dict = field(default_factory=dict, repr=False)

    @cached_property
    def violations(self):
        """Broken invariants, each with the figures that break it; empty if all hold."""
        return violations(self.inside)

    def total(self, status="disbursed", end="received"):
        """One number of `totals`, in the ledger's currency."""
        at = self.totals.set_index(["end", "status"])["value"]
        return float(at.get((end, status), 0.0))


def ledger(figures, parts, currency="USD", on=None, as_of=None):
    """Add up reported sums so that no euro counts twice.

    Figures with one flow_id report one sum, whoever tells it; parts are inside their whole; hops of one flow are
    the same money further on; stocks, income, plans and ceilings enter no sum. A statement about a whole is gone
    by before the sum of its parts, and what the parts leave unexplained is the residual.

    Parameters
    ----------
    figures, parts : pandas.DataFrame
        Tables of a case; `figures` may have a column weight (reliability of the statement, constant or not).
    currency : str
        ISO 4217 code of the values and totals; amounts stay in each flow's contract currency.
    on : str, optional
        Convert at the rate of this day instead of each sum's own value date.
    as_of : str, optional
        What could be known at the end of this day; sums whose date is incomplete widen the interval of the totals.

    Returns
    -------
    Ledger

    Raises
    ------
    RateError
        If a rate is needed that there is none of; it names the figure.
    ValueError
        If `figures` or `parts` are not tables of a case.

    >>> told = pd.DataFrame({"figure_id": list("abc"), "flow_id": ["whole", "whole", "tranche"],
    ...     "low": [10.0, 10.0, 3.0], "high": [10.0, 10.0, 3.0], "currency": "USD", "status": "disbursed",
    ...     "date": "2024-10-22"})
    >>> ledger(told, pd.DataFrame({"child": ["tranche"], "parent": ["whole"]})).total()
    10.0
    """
    stated = statements(figures, as_of)
    made, inside = _once(stated, parts, currency, on)
    totals = made
    if as_of is not None:
        possible, _ = _once(statements(figures, as_of, sure=False), parts, currency, on)
        totals = _widened(made, possible)
    aside = stated[stated["out"].notna()].drop(columns=["first", "last", "rank", "digits", "amount"])
    return Ledger(
        _entries(inside),
        totals,
        aside.reset_index(drop=True),
        currency,
        on,
        as_of,
        inside,
    )


def _once(stated, parts, currency, on):
    """Totals, and everything they rest on, of one set of statements."""
    names, links, circle, family = graph(parts, stated["flow_id"].dropna().unique())
    at = pd.Series(np.arange(len(names)), index=names)
    contract = _contract(stated, links, names)
    counted = stated[stated["out"].isna()].copy()
    counted["flow"] = at.reindex(counted["flow_id"]).to_numpy()
    counted = counted[~circle[counted["flow"].astype(int)]] if len(counted) else counted
    dated = stated[["first", "last"]].dropna()
    within = (dated["first"].min(), dated["last"].max()) if len(dated) else None
    counted["ends"] = ends(counted, family)
    own, chosen = _own(counted, contract, currency, on, within)
    tree = grow(own, links, contract, within)
    inside = {
        "stated": stated,
        "counted": counted,
        "chosen": chosen,
        "names": names,
        "links": links,
        "circle": circle,
        "family": family,
        "contract": contract,
        "tree": tree,
        "currency": currency,
    }
    return _totals(tree, links, len(names)), inside


def _contract(stated, links, names):
    """Contract currency by position; a flow without statement takes that of its first part, else of its whole."""
    contract = contracts(stated).reindex(names).astype("object").to_numpy(copy=True)
    for here, there in (("parent", "child"), ("child", "parent")):
        while True:
            found = links[pd.isna(contract[links[here]]) & ~pd.isna(contract[links[there]])]
            if found.empty:
                break
            found = found.drop_duplicates(here)
            contract[found[here]] = contract[found[there]]
    return contract


def ends(counted, family):
    """Which ends of the flow each statement is about, as bits: 1 paid, 2 received."""
    home = family[counted["flow"].to_numpy(int)] if len(counted) else np.zeros(0, int)
    payers = pd.MultiIndex.from_arrays([home, counted["payer"].astype("object")])
    selves = (counted["payer"] == counted["recipient"]).to_numpy(bool)
    payers = payers[~selves & counted["payer"].notna().to_numpy()].unique()
    onward = pd.MultiIndex.from_arrays([home, counted["recipient"].astype("object")]).isin(payers)
    relayed = pd.Series(onward).groupby(home).transform("any").to_numpy(bool)
    hop = counted["hop"].to_numpy()
    # without a hop a statement counts on arrival, unless nothing stands between payer and recipient
    paid = (hop == 1) | (np.isnan(hop) & ~relayed)
    return paid * 1 + ~onward * 2


def _own(counted, contract, currency, on, within):
    """What is stated of each flow, key and status; keys are the two ends and each payer-recipient link."""
    counted = counted.assign(native=counted["currency"].to_numpy() == contract[counted["flow"].astype(int)])
    link = counted["payer"].fillna("?").astype("object") + "\n" + counted["recipient"].fillna("?").astype("object")
    counted = _in_contract(counted, contract, within)
    keyed = [counted.assign(key=link)]
    keyed += [counted[counted["ends"] & bit > 0].assign(key=end) for bit, end in ((1, "paid"), (2, "received"))]
    keyed = pd.concat(keyed, ignore_index=True)
    keys = ["flow", "key", "rank"]
    growing = keyed["kind"] == "cumulative"
    chosen = pd.concat(
        [
            choose(keyed[~growing], keys, keyed["native"][~growing]),
            choose(keyed[growing], keys, keyed["native"][growing], latest=True),
        ],
        ignore_index=True,
    )
    chosen = _valued(chosen, contract, currency, on, within)
    chosen = chosen.sort_values([*keys, "amount_in", "kind"], ascending=[True, True, True, False, False])
    chosen = chosen.drop_duplicates(keys).reset_index(drop=True)
    own = Tree.blank(chosen[["flow", "key"]].drop_duplicates().astype({"flow": int}))
    row = pd.MultiIndex.from_frame(own.rows).get_indexer(pd.MultiIndex.from_frame(chosen[["flow", "key"]]))
    rank = chosen["rank"].to_numpy(int)
    own.stated[row, rank] = chosen[_MONEY].to_numpy(float)
    own.day[row, rank] = chosen[["first", "last"]].to_numpy("datetime64[s]")
    own.cumulative[row, rank] = (chosen["kind"] == "cumulative").to_numpy()
    own.figure[row, rank] = np.arange(len(chosen))
    return own, chosen


def _in_contract(counted, contract, within):
    """Sums told in another currency, replaced by the flow's nearest sum in its own, if that is the same sum."""
    foreign = counted[~counted["native"] & (counted["kind"] == "flow")]
    native = counted[counted["native"] & (counted["kind"] == "flow")]
    foreign = foreign[foreign["flow"].isin(native["flow"])]
    if foreign.empty:
        return counted
    owed = pd.Series(contract[foreign["flow"].astype(int)], index=foreign.index, dtype="object")
    named = foreign.set_index("figure_id")
    found = rates(named["currency"].astype("object"), owed.set_axis(named.index), named[["first", "last"]], within)
    told = foreign[["flow"]].assign(row=foreign.index, worth=foreign["amount"].to_numpy() * found["rate"].to_numpy())
    sums = native[["flow", "currency", "low", "amount", "high", "digits"]].drop_duplicates()
    both = told.merge(sums, on="flow")
    both["off"] = (both["worth"] / both["amount"]).map(np.log).abs()
    both = both.sort_values(["row", "off", "digits", "amount"], ascending=[True, True, False, True])
    both = both.drop_duplicates("row")
    both = both[both["off"] <= SAME_SUM].set_index("row")
    counted = counted.copy()
    columns = ["currency", "low", "amount", "high", "digits"]
    counted.loc[both.index, columns] = both[columns]
    return counted


_RATES = ["rate_low", "rate", "rate_high"]


def _valued(chosen, contract, currency, on, within):
    """`chosen` with its money in contract currency (low_in, amount_in, high_in) and in `currency` (value_...)."""
    by_id = chosen.set_index("figure_id")
    dates, source = by_id[["first", "last"]], by_id["currency"].astype("object")
    money = np.column_stack([by_id["low"], by_id["amount"], by_id["high"].fillna(np.inf)])
    owed = pd.Series(contract[by_id["flow"].astype(int)], index=by_id.index, dtype="object")
    shown = pd.Series(currency, index=by_id.index, dtype="object")
    chosen[_MONEY[:3]] = money * rates(source, owed, dates, within)[_RATES].to_numpy()
    if on is not None:
        day = span(pd.Series([on])).iloc[0]
        dates = dates.assign(first=day["first"], last=day["last"])
    found = rates(source, shown, dates, within)
    chosen[_MONEY[3:]] = money * found[_RATES].to_numpy()
    chosen["rate"], chosen["rate_date"] = found["rate"].to_numpy(), found["rate_date"].to_numpy()
    return chosen


def _homes(links, size):
    """The flow that each flow is in the end part of, by the first of its wholes."""
    top = np.arange(size)
    first = links.drop_duplicates("child")
    top[first["child"]] = first["parent"]
    while (top[top] != top).any():
        top = top[top]
    return top


def shared_parts(links, size):
    """Links to parts that are already inside another whole: child, parent, and `whole`, the end of that way up."""
    top = _homes(links, size)
    shared = links.assign(whole=top[links["parent"]])
    return shared[shared["whole"] != top[shared["child"]]].drop_duplicates(["child", "whole"])


def _totals(tree, links, size):
    """Sum of the flows that are no part of another, less what two of them share."""
    whole = np.ones(size, bool)
    whole[links["child"]] = False
    shared, rows = shared_parts(links, size), []
    for end in ENDS:
        here = (tree.rows["key"] == end).to_numpy()
        money = np.zeros((size, STAGES, 3))
        money[tree.rows["flow"].to_numpy(int)[here]] = tree.money[here, :, 3:]
        total = money[whole].sum(axis=0) - money[shared["child"]].sum(axis=0)
        rows += [(end, STATUSES[s], *total[s]) for s in range(STAGES)]
    totals = pd.DataFrame(rows, columns=["end", "status", "low", "value", "high"])
    return totals.replace(np.inf, np.nan)


def _widened(sure, possible):
    """Totals of the sure statements with an interval that reaches to those that may be as early."""
    low = np.fmin(sure["low"], possible["low"])
    high = np.where(sure["high"].isna() | possible["high"].isna(), np.nan, np.fmax(sure["high"], possible["high"]))
    return sure.assign(low=low, high=high)


def _entries(inside):
    """The table of the ledger, from the tree."""
    tree, chosen, names = inside["tree"], inside["chosen"], inside["names"]
    known = np.isin(tree.basis, (STATED, PARTS)) | (tree.parts[:, :, 1] > 0)
    row, rank = np.nonzero(known & tree.rows["key"].isin(ENDS).to_numpy()[:, None])
    flow, basis, figure = tree.rows["flow"].to_numpy(int)[row], tree.basis[row, rank], tree.figure[row, rank]
    money, parts = tree.money[row, rank], tree.parts[row, rank]
    cut = parts[:, 1] > 0
    made = pd.DataFrame(
        {
            "flow_id": names[flow],
            "end": tree.rows["key"].to_numpy()[row],
            "status": np.array(STATUSES)[rank],
            "currency": inside["contract"][flow],
            **{c: money[:, i] for i, c in enumerate(["low", "amount", "high", "value_low", "value", "value_high"])},
            "parts": np.where(cut, parts[:, 1], np.nan),
            "residual": np.where(cut, money[:, 1] - parts[:, 1], np.nan),
            "split": np.where(cut, tree.split[row, rank], None),
            "basis": pd.Series(basis).map(_BASIS),
        }
    ).replace(np.inf, np.nan)
    stated = (basis == STATED) & (figure >= 0)
    columns = ["figure_id", "rate", "rate_date", "payer", "recipient", "instrument", "backed_by"]
    source = chosen[columns].iloc[np.where(stated, figure, 0)].reset_index(drop=True) if len(chosen) else chosen
    for column in columns:
        made[column] = source[column].where(pd.Series(stated)) if len(chosen) else None
    up = inside["links"][["child", "parent"]].drop_duplicates()
    wholes = pd.Series(names[up["parent"]], index=up["child"], dtype="object")
    several = wholes[wholes.index.duplicated(keep=False)].groupby(level=0).agg(" ".join)
    wholes = pd.concat([wholes[~wholes.index.duplicated(keep=False)], several])
    made["parents"] = wholes.reindex(flow).to_numpy()
    stage = pd.Categorical(made["status"], STATUSES, ordered=True)
    return made.assign(stage=stage).sort_values(["flow_id", "end", "stage"], ignore_index=True).drop(columns="stage")
