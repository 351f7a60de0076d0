"""A ledger of flows that cannot count a sum twice."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ..names import authorities as speaking_for
from .checks import violations
from .hops import LEFT, REACHED, ends, one_name
from .misprints import misprints
from .rates import RateTable, exchange_rates, rate_table
from .statements import PAID, RETURNS, STAGES, choose, contracts, statements
from .tree import LATER, NOTHING, PARTS, STATED, Graph, Tree, graph, grow

ENDS = ("paid", "received")
# reference rates of the large currencies move by up to about this much in a year
SAME_SUM = 0.15
_MONEY = ["low_in", "amount_in", "high_in", "value_low", "value", "value_high"]
_RATES = ["rate_low", "rate", "rate_high"]
# what a statement brings to the sums, and to the entries that name it
_STATED = [
    *["figure_id", "flow", "link", "rank", "kind", "currency", "low", "amount", "high", "first", "last", "digits"],
    *["weight", "ends", "onward", "payer", "recipient", "instrument", "backed_by"],
]
_BASIS = {NOTHING: None, STATED: "stated", PARTS: "parts", LATER: "later status"}


@dataclass(frozen=True)
class Book:
    """What the figures add up to, each sum once.

    Attributes
    ----------
    entries : pandas.DataFrame
        A row for each flow, end and status that something is known of. Keys: flow_id, end (paid: left the first
        payer; received: reached the last recipient), status. Money in the contract `currency`: low, amount, high
        (what reached at least this status), parts (sum of the parts), residual (amount less parts; missing without
        parts). Money in the book's currency: value_low, value, value_high, at the rate of the value date (rate,
        rate_date). Where from: basis (stated, parts, later status), figure_id, split, parents; and payer, recipient,
        instrument, backed_by.
    aside : pandas.DataFrame
        Figures that enter no sum, with the `reason`: stock, income, plan, ceiling, cancelled, undated, no rate, ...
    sums : pandas.DataFrame
        end, status, low, value, high in the book's currency: the flows that are no part of another, a sum that is
        part of two of them taken once. :meth:`total` gives one of them.
    currency, as_of : str
        As asked for.
    statements : pandas.DataFrame
        Every figure known by then (see :func:`helpers.funding.statements.statements`) with flow (position), value_low,
        value, value_high (book's currency; missing without a rate) and the final `reason`.
    counted : pandas.DataFrame
        Those that count, with ends (bits) and link (key of payer and recipient in `pairs`).
    chosen : pandas.DataFrame
        The statement gone by for each flow, key and status, with its money in both currencies.
    returned : pandas.DataFrame
        Refunds and repayments, each once: flow (position), low, value, high, figure_ids.
    pairs : pandas.DataFrame
        payer, recipient of each link.
    tree, graph, contract, rates, speaks_for
        The sums by flow, the part-of graph, the contract currency of each flow, the rates used, and actor -> whom it
        speaks for.
    """

    entries: pd.DataFrame
    aside: pd.DataFrame
    sums: pd.DataFrame
    currency: str
    as_of: str | None
    statements: pd.DataFrame
    counted: pd.DataFrame
    chosen: pd.DataFrame
    returned: pd.DataFrame
    pairs: pd.DataFrame
    tree: Tree
    graph: Graph
    contract: np.ndarray
    rates: RateTable
    speaks_for: dict

    @cached_property
    def violations(self) -> pd.DataFrame:
        """invariant, flow_id, found, allowed, currency, figures (ids), message; empty if all invariants hold."""
        return violations(self)

    def total(self, status: str = "disbursed", end: str = "received") -> float:
        """What has come to a status at an end, in the book's currency.

        >>> rows = pd.DataFrame({"figure_id": ["a"], "low": [1.0], "high": [1.0], "currency": ["USD"],
        ...                      "status": ["disbursed"]})
        >>> ledger(rows, pd.DataFrame(columns=["child", "parent"])).total("disbursed", "paid")
        1.0
        """
        at = self.sums.set_index(["end", "status"])["value"]
        return float(at.get((end, status), 0.0))


def ledger(
    figures: pd.DataFrame,
    parts: pd.DataFrame,
    currency: str = "USD",
    *,
    reports: pd.DataFrame | None = None,
    rates: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    as_of: str | None = None,
) -> Book:
    """Add up reported sums so that no euro counts twice.

    Figures with one flow_id report one sum, whoever tells it; parts are inside their whole; hops of one flow are
    the same money further on; stocks, income, plans and ceilings enter no sum; refunds and repayments run backwards
    and are kept apart. A statement about a whole is gone by before the sum of its parts, and what the parts leave
    unexplained is the residual. A row that cannot be counted stops nothing: it stands in `aside` with the reason.

    Parameters
    ----------
    figures, parts : pandas.DataFrame
        Tables of a case; `figures` may have a column weight (reliability of the statement, constant or not).
    currency : str
        ISO 4217 code of the values and sums; amounts stay in each flow's contract currency.
    reports : pandas.DataFrame, optional
        report_id, published: the day that stands in where a figure has none.
    rates : pandas.DataFrame, optional
        currency, date, per_eur: rates of the case (see :func:`helpers.funding.rates.rate_table`).
    actors : pandas.DataFrame, optional
        actor, aliases, affiliation: who is the same, and who speaks for whom.
    as_of : str, optional
        What could be known at the end of this day; sums whose date is incomplete widen the interval of the sums.

    Returns
    -------
    Book

    Raises
    ------
    ValueError
        If `figures` or `parts` are not tables of a case.

    >>> rows = pd.DataFrame({"figure_id": list("abc"), "flow_id": ["whole", "whole", "tranche"],
    ...     "low": [10.0, 10.0, 3.0], "high": [10.0, 10.0, 3.0], "currency": "USD", "status": "disbursed",
    ...     "date": "2024-10-22"})
    >>> ledger(rows, pd.DataFrame({"child": ["tranche"], "parent": ["whole"]})).total()
    10.0
    """
    table = rate_table(rates)
    speaks_for = speaking_for(actors) if actors is not None else None
    known = {"reports": reports, "actors": actors, "as_of": as_of}
    book = _book(statements(figures, **known), parts, currency, as_of, table, speaks_for)
    if as_of is None:
        return book
    possible = _book(statements(figures, **known, sure=False), parts, currency, as_of, table, speaks_for)
    book.sums[:] = _widened(book.sums, possible.sums)
    return book


def _book(stated, parts, currency, as_of, table, speaks_for):
    net = graph(parts, stated["flow_id"].unique())
    stated = stated.assign(flow=net.at(stated["flow_id"]))
    stated = _valued(stated, currency, table)
    contract = _contract(stated, net, currency, table)
    stated["reason"] = _kept_out(stated, net)
    counted = _reduced(stated[stated["reason"].isna()], stated, net)
    counted = counted.join(ends(counted, net.links, net.family, speaks_for))
    counted[["payer_as", "recipient_as"]] = one_name(counted, speaks_for or {}).to_numpy(object)
    pairs = counted[["payer_as", "recipient_as"]].drop_duplicates(ignore_index=True)
    counted["link"] = pd.MultiIndex.from_frame(pairs).get_indexer(pd.MultiIndex.from_frame(counted[list(pairs)])) + 2
    own, chosen = _own(counted, contract, currency, table)
    tree = grow(own, net.links, contract, table)
    out = stated[stated["reason"].notna() & ~((stated["reason"] == stated["kind"]) & stated["kind"].isin(RETURNS))]
    internal = ["first", "last", "rank", "digits", "amount", "flow", "value_low", "value", "value_high"]
    return Book(
        entries=_entries(tree, chosen, net, contract),
        aside=out.drop(columns=internal).reset_index(drop=True),
        sums=_sums(tree, net),
        currency=currency,
        as_of=as_of,
        statements=stated,
        counted=counted,
        chosen=chosen,
        returned=_returned(stated),
        pairs=pairs.set_axis(["payer", "recipient"], axis=1),
        tree=tree,
        graph=net,
        contract=contract,
        rates=table,
        speaks_for=speaks_for or {},
    )


def _valued(stated, currency, table):
    """`stated` with its money in `currency` at the rate of its own day; missing where there is none."""
    shown = pd.Series(currency, index=stated.index, dtype="object")
    found = exchange_rates(stated["currency"].astype("object"), shown, stated[["first", "last"]], rates=table)
    money = np.column_stack([stated["low"], stated["amount"], stated["high"].fillna(np.inf)])
    return stated.assign(
        **dict(zip(["value_low", "value", "value_high"], (money * found[_RATES].to_numpy()).T, strict=True))
    )


def _kept_out(stated, net):
    """Why each statement enters no sum, with what only the whole table can tell."""
    reason = stated["reason"].astype("object").where(stated["reason"].notna(), None)
    returned = stated["kind"].isin(RETURNS) & reason.isna()
    reason = reason.mask(reason.isna() & net.circle[stated["flow"]], "part of itself")
    unvalued = reason.isna() & stated["value"].isna()
    reason = reason.mask(unvalued & stated["first"].isna(), "undated")
    reason = reason.mask(unvalued & stated["first"].notna(), "no rate")
    forward = stated[~stated["kind"].isin(RETURNS)]
    worth = forward["value"].fillna(forward["amount"])
    slip = misprints(forward.assign(worth=worth), net.links).reindex(stated.index, fill_value=False)
    reason = reason.mask(reason.isna() & slip, "misprint")
    reason = reason.mask(reason.isna() & (_called_off(stated, net) == 0), "cancelled")
    reason = reason.mask(reason.isna() & ~returned & _backwards(stated[reason.isna() & ~returned], stated), "runs back")
    return reason.mask(reason.isna() & returned, stated["kind"]).astype("str")


def _called_off(stated, net):
    """For each promise that was called off later, or on the same day, what is left of it (0 to 1); payments stay."""
    off = stated[stated["status"] == "cancelled"].sort_values(["first", "figure_id"], na_position="first")
    off = off.drop_duplicates("flow", keep="last")[["flow", "last", "value"]]
    whole = off[off["value"].isna()]
    while len(
        below := whole.merge(net.links, left_on="flow", right_on="parent")
    ):  # a whole is called off with its parts
        whole = below.assign(flow=below["child"])[["flow", "last", "value"]].drop_duplicates("flow")
        off = pd.concat([off, whole]).drop_duplicates("flow")
    off = off.set_index("flow").assign(off=True).reindex(stated["flow"]).set_axis(stated.index)
    called = stated["rank"].between(0, PAID - 1) & off["off"].eq(True) & ~(stated["first"] > off["last"])
    left = 1 - off["value"].fillna(np.inf) / stated["value"]
    return left.where(left > 0.05, 0).where(called, 1.0)


def _reduced(counted, stated, net):
    """Promises less what was called off of them."""
    left = _called_off(stated, net).loc[counted.index]
    counted = counted.copy()
    for column in ("low", "amount", "high", "value_low", "value", "value_high"):
        counted[column] *= left
    return counted


def _backwards(forward, stated):
    """Payments of a flow that run the other way, without being coded as a refund: the later or smaller of the two."""
    two = forward.dropna(subset=["payer", "recipient"])
    way = two.groupby(["flow", "payer", "recipient"]).agg(first=("first", "min"), value=("value", "max"))
    way = way.reset_index()
    both = way.merge(
        way, left_on=["flow", "payer", "recipient"], right_on=["flow", "recipient", "payer"], suffixes=("", "_back")
    )
    both = both[both["payer"] != both["recipient"]]
    later = both["first"] > both["first_back"]
    smaller = ~(both["first"] < both["first_back"]) & (both["value"] < both["value_back"])
    back = both[later | smaller].drop_duplicates(["flow", "payer", "recipient"])
    keys = pd.MultiIndex.from_frame(back[["flow", "payer", "recipient"]])
    return pd.Series(
        pd.MultiIndex.from_frame(stated[["flow", "payer", "recipient"]]).isin(keys), index=stated.index, dtype=bool
    )


def _contract(stated, net, currency, table):
    """Contract currency by position; a flow without statement takes that of its first part, else of its whole.

    Where a statement cannot be turned into it, the flow is kept in the book's currency.
    """
    usable = stated[stated["value"].notna()]
    contract = contracts(usable).reindex(net.flows).astype("object").to_numpy(copy=True)
    fixed = [c for c in pd.unique(contract[~pd.isna(contract)]) if c not in table.quoted]
    contract[np.isin(contract.astype("str"), fixed)] = currency
    owed = pd.Series(contract[usable["flow"]], index=usable.index, dtype="object")
    found = exchange_rates(usable["currency"].astype("object"), owed, usable[["first", "last"]], rates=table)
    contract[usable.loc[found["rate"].isna(), "flow"]] = currency
    links = net.links
    for here, there in (("parent", "child"), ("child", "parent")):
        while True:
            found = links[pd.isna(contract[links[here]]) & ~pd.isna(contract[links[there]])]
            if found.empty:
                break
            found = found.drop_duplicates(here)
            contract[found[here]] = contract[found[there]]
    contract[pd.isna(contract)] = currency
    return contract


def _own(counted, contract, currency, table):
    """What is stated of each flow, key and status; keys are the two ends and each link from payer to recipient."""
    counted = counted[_STATED].assign(native=counted["currency"].to_numpy() == contract[counted["flow"]])
    counted = _in_contract(counted, contract, table)
    keyed = [counted.assign(key=counted["link"], direct=True)]
    for key, (bit, direct) in enumerate(((LEFT, counted["onward"]), (REACHED, True))):
        keyed.append(counted.assign(key=key, direct=direct)[counted["ends"] & bit > 0])
    keyed = pd.concat(keyed, ignore_index=True)
    keys = ["flow", "key", "rank"]
    growing = keyed["kind"] == "cumulative"
    chosen = pd.concat([choose(keyed[~growing], keys), choose(keyed[growing], keys, latest=True)], ignore_index=True)
    chosen = _bounded(chosen, keyed, keys)
    chosen = _in_money(chosen, contract, currency, table)
    chosen = chosen.sort_values([*keys, "amount_in", "kind"], ascending=[True, True, True, False, False])
    chosen = chosen.drop_duplicates(keys).reset_index(drop=True)
    chosen = chosen.drop(columns=["link", "currency", "low", "amount", "high", "digits", "weight", "ends", "onward"])
    own = Tree.blank(chosen[["flow", "key"]].drop_duplicates().astype(int))
    row = pd.MultiIndex.from_frame(own.rows).get_indexer(pd.MultiIndex.from_frame(chosen[["flow", "key"]]))
    rank = chosen["rank"].to_numpy(int)
    own.stated[row, rank] = chosen[_MONEY].to_numpy(float)
    own.day[row, rank] = chosen[["first", "last"]].to_numpy("datetime64[s]")
    own.cumulative[row, rank] = (chosen["kind"] == "cumulative").to_numpy()
    own.figure[row, rank] = np.arange(len(chosen))
    return own, chosen


def _in_contract(counted, contract, table):
    """Sums told in another currency, replaced by the flow's nearest sum in its own, if that is the same sum."""
    foreign = counted[~counted["native"] & (counted["kind"] == "flow")]
    native = counted[counted["native"] & (counted["kind"] == "flow")]
    foreign = foreign[foreign["flow"].isin(native["flow"])]
    if foreign.empty:
        return counted
    owed = pd.Series(contract[foreign["flow"]], index=foreign.index, dtype="object")
    found = exchange_rates(foreign["currency"].astype("object"), owed, foreign[["first", "last"]], rates=table)
    turned = foreign[["flow"]].assign(row=foreign.index, worth=foreign["amount"] * found["rate"])
    sums = native[["flow", "currency", "low", "amount", "high", "digits"]].drop_duplicates()
    both = turned.merge(sums, on="flow")
    both["off"] = (both["worth"] / both["amount"]).map(np.log).abs()
    both = both.sort_values(["row", "off", "digits", "amount"], ascending=[True, True, False, True])
    both = both.drop_duplicates("row")
    both = both[both["off"] <= SAME_SUM].set_index("row")
    counted = counted.copy()
    columns = ["currency", "low", "amount", "high", "digits"]
    counted.loc[both.index, columns] = both[columns]
    return counted


def _bounded(chosen, keyed, keys):
    """`chosen` with bounds as wide as what others say of the same sum; of sums that grow, on the day of the latest."""
    day = chosen.loc[chosen["kind"] == "cumulative", [*keys, "first"]].rename(columns={"first": "day"})
    rows = keyed[[*keys, "kind", "currency", "low", "high", "first", "amount"]].merge(day, on=keys, how="left")
    own = chosen[[*keys, "kind", "currency", "amount"]].rename(columns={"currency": "as", "amount": "by"})
    rows = rows.merge(own, on=[*keys, "kind"])
    rows = rows[(rows["currency"] == rows["as"]) & ((rows["kind"] == "flow") | (rows["first"] == rows["day"]))]
    near = rows.groupby([*keys, "kind"]).agg(lowest=("low", "min"), highest=("high", "max")).reset_index()
    chosen = chosen.merge(near, on=[*keys, "kind"], how="left")
    chosen["low"] = chosen["low"].fillna(chosen["amount"]).where(~(chosen["lowest"] < chosen["low"]), chosen["lowest"])
    chosen["high"] = chosen["high"].where(~(chosen["highest"] > chosen["high"]), chosen["highest"])
    return chosen.drop(columns=["lowest", "highest"])


def _in_money(chosen, contract, currency, table):
    """`chosen` with its money in contract currency (low_in, amount_in, high_in) and in `currency` (value_...)."""
    dates, source = chosen[["first", "last"]], chosen["currency"].astype("object")
    money = np.column_stack([chosen["low"], chosen["amount"], chosen["high"].fillna(np.inf)])
    owed = pd.Series(contract[chosen["flow"].astype(int)], index=chosen.index, dtype="object")
    shown = pd.Series(currency, index=chosen.index, dtype="object")
    found = exchange_rates(source, shown, dates, rates=table)
    chosen[_MONEY[3:]] = money * found[_RATES].to_numpy()
    chosen[_MONEY[:3]] = money * exchange_rates(source, owed, dates, rates=table)[_RATES].to_numpy()
    chosen["rate"], chosen["rate_date"] = found["rate"].to_numpy(), found["rate_date"].to_numpy()
    return chosen


def _returned(stated):
    """Refunds and repayments, each once: those of one flow on other days and of other size add up."""
    rows = stated[(stated["reason"] == stated["kind"]) & stated["kind"].isin(RETURNS)]
    keys = ["flow", "kind", "payer", "recipient"]
    events = []
    for _, group in rows.sort_values(["first", "figure_id"], na_position="last").groupby(keys, dropna=False):
        kept: list = []
        for row in group.itertuples():
            same = [k for k in kept if abs(k[0].value / row.value - 1) <= 0.05 or not _own_days(k[0], row)]
            if same:
                same[0].append(row)
            else:
                kept.append([row])
        events += kept
    made = [
        (e[0].flow, min(r.value_low for r in e), e[0].value, max(r.value_high for r in e),
         " ".join(sorted(r.figure_id for r in e)))
        for e in events
    ]  # fmt: skip
    return pd.DataFrame(made, columns=["flow", "low", "value", "high", "figure_ids"])


def _own_days(one, other):
    """Whether two statements give different days of their own, so that they can be two payments."""
    return one.dated_by == other.dated_by == "figure" and (one.last < other.first or other.last < one.first)


def _sums(tree, net):
    """Sum of the flows that are no part of another, less what two of them share."""
    size = len(net.flows)
    whole = np.ones(size, bool)
    whole[net.links["child"]] = False
    shared, rows = net.shared(), []
    for key, end in enumerate(ENDS):
        here = (tree.rows["key"] == key).to_numpy()
        money = np.zeros((size, len(STAGES), 3))
        money[tree.rows["flow"].to_numpy(int)[here]] = tree.money[here, :, 3:]
        total = money[whole].sum(axis=0) - money[shared["child"]].sum(axis=0)
        rows += [(end, STAGES[s], *total[s]) for s in range(len(STAGES))]
    return pd.DataFrame(rows, columns=["end", "status", "low", "value", "high"]).replace(np.inf, np.nan)


def _widened(sure, possible):
    """Sums of the sure statements with an interval that reaches to those that may be as early."""
    low = np.fmin(sure["low"], possible["low"])
    high = np.where(sure["high"].isna() | possible["high"].isna(), np.nan, np.fmax(sure["high"], possible["high"]))
    return sure.assign(low=low, high=high)


def _entries(tree, chosen, net, contract):
    """The table of the ledger, from the tree."""
    known = np.isin(tree.basis, (STATED, PARTS)) | (tree.parts[:, :, 1] > 0)
    row, rank = np.nonzero(known & (tree.rows["key"] < len(ENDS)).to_numpy()[:, None])
    flow, basis, figure = tree.rows["flow"].to_numpy(int)[row], tree.basis[row, rank], tree.figure[row, rank]
    money, parts = tree.money[row, rank], tree.parts[row, rank]
    cut = parts[:, 1] > 0
    made = pd.DataFrame(
        {
            "flow_id": net.flows[flow],
            "end": np.array(ENDS, dtype=object)[tree.rows["key"].to_numpy(int)[row]],
            "status": np.array(STAGES, dtype=object)[rank],
            "currency": contract[flow],
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
    up = net.links[["child", "parent"]].drop_duplicates()
    wholes = pd.Series(net.flows[up["parent"]], index=up["child"], dtype="object")
    several = wholes[wholes.index.duplicated(keep=False)].groupby(level=0).agg(" ".join)
    wholes = pd.concat([wholes[~wholes.index.duplicated(keep=False)], several])
    made["parents"] = wholes.reindex(flow).to_numpy()
    stage = pd.Categorical(made["status"], STAGES, ordered=True)
    return made.assign(stage=stage).sort_values(["flow_id", "end", "stage"], ignore_index=True).drop(columns="stage")
