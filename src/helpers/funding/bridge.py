"""From the sum of everything that is called paid to the ledger's total; what had arrived by a day; what is missing."""

import re

import numpy as np
import pandas as pd

from ..dates import span
from ..schema import STATUSES
from .ledger import ENDS, ledger, shared_parts
from .rates import rates
from .tree import LATER, PARTS, STATED
from .views import below

NO_FLOW = "income or stock, no flow"
CAUSES = (
    NO_FLOW,
    "the same event told again",
    "another sum for the same flow",
    "another hop of the same money",
    "earlier count of the same money",
    "inside a whole that counts",
)


def steps(book, status="disbursed", end="received", flow=None):
    """Every statement at a status, and why it does or does not count towards the ledger's total.

    Parameters
    ----------
    book : Ledger
    status, end : str
        Which total.
    flow : str, optional
        Only the total of this flow and the statements about it, its parts, and income.

    Returns
    -------
    pandas.DataFrame
        figure_id, report_id, flow_id, cause (missing: it counts), value (currency of the ledger, at its own date),
        counted (the part of the value that is in the total). The sum of counted is the total, up to what
        `value` - `counted` of a counting row shows.

    >>> told = pd.DataFrame({"figure_id": list("ab"), "flow_id": ["whole", "part"], "low": [10.0, 3.0],
    ...     "high": [10.0, 3.0], "currency": "USD", "status": "disbursed", "date": "2024-10-22"})
    >>> steps(ledger(told, pd.DataFrame({"child": ["part"], "parent": ["whole"]})))["cause"].dropna().tolist()
    ['inside a whole that counts']
    """
    inside = book.inside
    rank = STATUSES.index(status)
    stated = inside["stated"]
    said = stated[(stated["rank"] == rank) & stated["amount"].notna() & stated["flow_id"].notna()]
    if flow is not None:
        said = said[said["flow_id"].isin(below(inside, flow)) | ~said["out"].isna()]
    said = said.merge(inside["counted"][["figure_id", "ends"]], on="figure_id", how="left")
    carriers = _carriers(inside, rank, end, flow)
    counted = said["figure_id"].map(carriers).astype("float64")  # without rows, pandas would keep the type of the ids
    cause = _causes(said, inside, carriers, end)
    made = said[["figure_id", "report_id", "flow_id"]].assign(
        cause=cause.mask(counted.notna(), None), value=_shown(said, book), counted=counted.fillna(0.0)
    )
    order = made["cause"].map({c: i for i, c in enumerate(CAUSES)}).fillna(len(CAUSES))
    made = made.assign(order=order).sort_values(["order", "flow_id", "figure_id"], ignore_index=True)
    return made.drop(columns="order")


def summary(steps):
    """The way from the naive sum to the total: step, rows, value (removed sums are negative).

    >>> table = pd.DataFrame({"cause": [None, "another hop"], "value": [5.0, 4.0], "counted": [5.0, 0.0]})
    >>> summary(table)["value"].tolist()
    [9.0, -4.0, 5.0]
    """
    rows = [("all rows added up", len(steps), steps["value"].sum())]
    for cause, group in steps.groupby("cause", sort=False):
        rows.append((cause, len(group), -group["value"].sum()))
    counting = steps[steps["cause"].isna()]
    rest = counting["counted"].sum() - counting["value"].sum()
    if abs(rest) > 1e-6 * max(steps["value"].sum(), 1):
        rows.append(("told in another currency", int((counting["counted"] != counting["value"]).sum()), rest))
    rows.append(("ledger", len(counting), counting["counted"].sum()))
    return pd.DataFrame(rows, columns=["step", "rows", "value"])


def _shown(said, book):
    dated = book.inside["stated"][["first", "last"]].dropna()
    within = (dated["first"].min(), dated["last"].max()) if len(dated) else None
    dates = said[["first", "last"]]
    if book.on is not None:
        day = span(pd.Series([book.on])).iloc[0]
        dates = dates.assign(first=day["first"], last=day["last"])
    source = said["currency"].astype("object")
    return (
        said["amount"]
        * rates(source, pd.Series(book.currency, index=said.index, dtype="object"), dates, within)["rate"]
    )


def _carriers(inside, rank, end, flow):
    """The statements whose sums make the total: figure_id -> value."""
    tree, links, chosen = inside["tree"], inside["links"], inside["chosen"]
    row = {f: i for i, (f, key) in enumerate(zip(tree.rows["flow"], tree.rows["key"], strict=True)) if key == end}
    roots = (
        [f for f in row if f not in set(links["child"])]
        if flow is None
        else [int(np.searchsorted(inside["names"], flow))]
    )
    shared = shared_parts(links, len(inside["names"])) if flow is None else links.iloc[:0]
    shared = set(zip(shared["child"], shared["parent"], strict=True))
    made, seen, todo = {}, set(), [(f, rank) for f in sorted(roots)]
    while todo:
        here, stage = todo.pop()
        if here in seen or here not in row:
            continue
        seen.add(here)
        at = row[here]
        while tree.basis[at, stage] == LATER:
            stage += 1
        parts = links[(links["parent"] == here) & (links["split"] == tree.split[at, stage])]["child"]
        parts = [c for c in parts if (c, here) not in shared]
        if tree.basis[at, stage] == STATED:
            told = chosen.iloc[tree.figure[at, stage]]
            twice = [row[c] for c, parent in sorted(shared) if parent == here and c in row]
            made[told["figure_id"]] = told["value"] - tree.money[twice, stage, 4].sum()
            if tree.cumulative[at, stage]:
                late = [c for c in parts if c in row and tree.day[row[c], stage, 0] > tree.day[at, stage, 0]]
                todo += [(c, stage) for c in late]
        elif tree.basis[at, stage] == PARTS:
            todo += [(c, stage) for c in parts]
    return made


def _causes(said, inside, carriers, end):
    """Why each statement is not itself in the total."""
    told = inside["stated"].set_index("figure_id")
    here = told.loc[list(carriers)]
    by_flow = here.drop_duplicates("flow_id").set_index("flow_id")
    mine = by_flow.reindex(said["flow_id"]).reset_index()
    bit = 1 << ENDS.index(end)
    same = (said["amount"].to_numpy() == mine["amount"].to_numpy()) & (
        said["kind"].to_numpy() == mine["kind"].to_numpy()
    )
    of_flow = said["flow_id"].isin(by_flow.index).to_numpy()
    growing = (said["kind"] == "cumulative").to_numpy()
    rules = [
        said["out"].notna().to_numpy(),
        (said["ends"].fillna(0).astype(int).to_numpy() & bit) == 0,
        of_flow & same,
        of_flow & growing,
        of_flow,
        _repeated(said),
        growing & _older(said),
    ]
    names = [CAUSES[i] for i in (0, 3, 1, 4, 2, 1, 4)]
    return pd.Series(np.select(rules, names, CAUSES[5]), index=said.index, dtype="object")


def _repeated(said):
    """Statements of a sum that a row before has made already."""
    keys = ["flow_id", "kind", "hop", "currency", "amount"]
    return said.sort_values(["first", "figure_id"]).duplicated(keys).reindex(said.index).to_numpy()


def _older(said):
    """Cumulative sums that the same flow has a later one of."""
    latest = said[said["kind"] == "cumulative"].groupby("flow_id")["first"].transform("max")
    return (said["first"] < latest.reindex(said.index)).to_numpy()


def reached(figures, parts, flows, dates, status="disbursed", end="received", currency="USD"):
    """What had reached a status by given days, as an interval.

    The lower bound is what reports dated by then add up to; the upper is the least of what a cumulative statement
    of a later day allows and what is stated of the whole.

    Parameters
    ----------
    figures, parts : pandas.DataFrame
    flows : sequence of str
        flow_ids.
    dates : sequence of str
        ISO days.
    status, end, currency : str
        As in :func:`helpers.funding.ledger`.

    Returns
    -------
    pandas.DataFrame
        flow_id, date, low, high (in `currency`; high missing where nothing bounds it), upper (figure_id that sets the
        bound).
    """
    whole = ledger(figures, parts, currency)
    later = whole.inside["counted"]
    bit = 1 << ENDS.index(end)
    later = later[later["flow_id"].isin(flows) & (later["ends"] & bit > 0) & later["high"].notna()]
    later = later.assign(value=_shown(later, whole)).sort_values(["value", "figure_id"])
    rank, rows = STATUSES.index(status), []
    for date in dates:
        day = span(pd.Series([date]))["last"][0]
        entries = ledger(figures, parts, currency, as_of=date).entries
        here = entries[(entries["end"] == end) & (entries["status"].map(STATUSES.index) >= rank)]
        known = here.groupby("flow_id")["value_low"].max()
        counts = (later["kind"] == "cumulative") & (later["rank"] >= rank) & (later["first"] > day)
        bounds = later[counts | (later["kind"] == "flow")]
        for flow in flows:
            low = known.get(flow, 0.0)
            bound = bounds[(bounds["flow_id"] == flow) & (bounds["value"] >= low)].head(1)
            high, upper = (bound["value"].iloc[0], bound["figure_id"].iloc[0]) if len(bound) else (np.nan, None)
            rows.append((flow, date, low, high, upper))
    return pd.DataFrame(rows, columns=["flow_id", "date", "low", "high", "upper"])


def gaps(figures, parts, as_of=None):
    """Payments reported one by one against the cumulative statements about their whole.

    Parameters
    ----------
    figures, parts : pandas.DataFrame
    as_of : str, optional

    Returns
    -------
    pandas.DataFrame
        A row for each cumulative statement in contract currency that follows another (or the start): flow_id, since,
        until, counted (the statement), grown (since the one before), found (sum of the parts paid in between),
        missing (grown less found), known (flow_ids of those parts), unseen (numbers that the numbering of flow_ids
        skips), figure_id, currency.
    """
    book = ledger(figures, parts, as_of=as_of)
    counted, contract = book.inside["counted"], book.inside["contract"]
    native = counted["currency"].to_numpy() == contract[counted["flow"].astype(int)]
    paid = counted[native & (counted["status"] == "disbursed") & counted["first"].notna()]
    growing = paid[(paid["kind"] == "cumulative") & (paid["first"] == paid["last"]) & (paid["ends"] > 0)]
    growing = growing.drop_duplicates(["flow_id", "first", "amount"])
    rows = []
    for flow, group in growing.sort_values(["flow_id", "first", "figure_id"]).groupby("flow_id"):
        under = below(book.inside, flow) - {flow}
        single = paid[paid["flow_id"].isin(under) & (paid["kind"] == "flow")].drop_duplicates("flow_id")
        if single.empty:
            continue
        before, since, last = 0.0, pd.NaT, 0
        for row in group.itertuples():
            now = single[(single["last"] <= row.first) & ~(single["last"] <= since)]
            now = now[(now["ends"] & row.ends) == row.ends]
            numbers = sorted(int(n[0]) for f in now["flow_id"] if (n := re.findall(r"(\d+)$", f)))
            unseen = sorted(set(range(last + 1, max(numbers, default=last))) - set(numbers))
            grown, found = row.amount - before, now["amount"].sum()
            rows.append(
                (flow, since, row.first, row.amount, grown, found, grown - found, " ".join(sorted(now["flow_id"])),
                 " ".join(map(str, unseen)), row.figure_id, row.currency)
            )  # fmt: skip
            before, since, last = row.amount, row.first, max(numbers, default=last)
    columns = [
        "flow_id",
        "since",
        "until",
        "counted",
        "grown",
        "found",
        "missing",
        "known",
        "unseen",
        "figure_id",
        "currency",
    ]
    return pd.DataFrame(rows, columns=columns)
