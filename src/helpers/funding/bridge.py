"""From the sum of everything that is called paid to the book's total; what had arrived by a day; what is missing."""

import re

import numpy as np
import pandas as pd

from ..dates import span
from .ledger import ENDS, Book, ledger
from .statements import COUNTED, RETURNS, STAGES
from .tree import LATER, PARTS, STATED

NO_FLOW = "income or stock, no flow"
RETURNED = "paid back"
KEPT_OUT = "kept out, with a reason of its own"
CAUSES = (
    NO_FLOW,
    RETURNED,
    KEPT_OUT,
    "the same event told again",
    "another sum for the same flow",
    "another hop of the same money",
    "earlier count of the same money",
    "inside a whole that counts",
)
AGAIN, OTHER_SUM, OTHER_HOP, EARLIER, INSIDE = CAUSES[3:]


def steps(book: Book, *, status: str = "disbursed", end: str = "received", flow: str | None = None) -> pd.DataFrame:
    """Every statement at a status, and why it does or does not count towards the book's total.

    Parameters
    ----------
    book : Book
    status, end : str
        Which total.
    flow : str, optional
        Only the total of this flow and the statements about it and its parts.

    Returns
    -------
    pandas.DataFrame
        figure_id, report_id, flow_id, cause (missing: it counts), value (currency of the book, at its own date; missing
        without a rate), counted (the part of the value that is in the total). The sum of counted is the total, up to
        what `value` - `counted` of a counting row shows.

    >>> rows = pd.DataFrame({"figure_id": list("ab"), "flow_id": ["whole", "part"], "low": [10.0, 3.0],
    ...     "high": [10.0, 3.0], "currency": "USD", "status": "disbursed", "date": "2024-10-22"})
    >>> steps(ledger(rows, pd.DataFrame({"child": ["part"], "parent": ["whole"]})))["cause"].dropna().tolist()
    ['inside a whole that counts']
    """
    rank, stated = STAGES.index(status), book.statements
    said = stated[(stated["rank"] == rank) & stated["amount"].notna()]
    if flow is not None:
        said = said[said["flow_id"].isin(book.graph.below(flow))]
    said = said.merge(book.counted[["figure_id", "ends"]], on="figure_id", how="left")
    carriers = _carriers(book, rank, ENDS.index(end), flow)
    counted = said["figure_id"].map(carriers).astype("float64")  # without rows, pandas would keep the type of the ids
    cause = _causes(said, book, carriers, end)
    made = said[["figure_id", "report_id", "flow_id"]].assign(
        cause=cause.mask(counted.notna(), None), value=said["value"], counted=counted.fillna(0.0)
    )
    order = made["cause"].map({c: i for i, c in enumerate(CAUSES)}).fillna(len(CAUSES))
    made = made.assign(order=order).sort_values(["order", "flow_id", "figure_id"], ignore_index=True)
    return made.drop(columns="order")


def summary(steps: pd.DataFrame) -> pd.DataFrame:
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


def _carriers(book, rank, key, flow):
    """The statements whose sums make the total: figure_id -> value."""
    tree, net = book.tree, book.graph
    here = tree.rows["key"] == key
    row = dict(zip(tree.rows["flow"][here].tolist(), tree.rows.index[here], strict=True))
    inner = set(net.links["child"].tolist())
    roots = [f for f in row if f not in inner] if flow is None else net.at([flow]).tolist()
    shared: dict = {}
    for child, parent in net.shared()[["child", "parent"]].itertuples(index=False) if flow is None else []:
        shared.setdefault(parent, set()).add(child)
    ids, values = book.chosen["figure_id"].tolist(), book.chosen["value"].tolist()
    made, seen, todo = {}, set(), [(f, rank) for f in sorted(roots)]
    while todo:
        here, stage = todo.pop()
        if here in seen or here not in row:
            continue
        seen.add(here)
        at = row[here]
        while tree.basis[at, stage] == LATER:
            stage += 1
        twice = shared.get(here, set())
        parts = [c for c in net.splits.get(here, {}).get(tree.split[at, stage], []) if c not in twice]
        if tree.basis[at, stage] == STATED:
            also = [row[c] for c in sorted(twice) if c in row]
            made[ids[tree.figure[at, stage]]] = values[tree.figure[at, stage]] - tree.money[also, stage, 4].sum()
            if tree.cumulative[at, stage]:
                late = [c for c in parts if c in row and tree.day[row[c], stage, 0] > tree.day[at, stage, 0]]
                todo += [(c, stage) for c in late]
        elif tree.basis[at, stage] == PARTS:
            todo += [(c, stage) for c in parts]
    return made


def _causes(said, book, carriers, end):
    """Why each statement is not itself in the total."""
    here = book.statements.set_index("figure_id").loc[list(carriers)]
    by_flow = here.drop_duplicates("flow_id").set_index("flow_id")
    carrier = by_flow.reindex(said["flow_id"]).reset_index()
    same = (said["amount"].to_numpy() == carrier["amount"].to_numpy()) & (
        said["kind"].to_numpy() == carrier["kind"].to_numpy()
    )
    of_flow = said["flow_id"].isin(by_flow.index).to_numpy()
    growing = (said["kind"] == "cumulative").to_numpy()
    rules = [
        (said["kind"].isin(RETURNS).to_numpy(), RETURNED),
        (~said["kind"].isin(COUNTED).to_numpy(), NO_FLOW),
        (said["reason"].notna().to_numpy(), KEPT_OUT),
        ((said["ends"].fillna(0).astype(int).to_numpy() & (1 << ENDS.index(end))) == 0, OTHER_HOP),
        (of_flow & same, AGAIN),
        (of_flow & growing, EARLIER),
        (of_flow, OTHER_SUM),
        (_repeated(said), AGAIN),
        (growing & _older(said), EARLIER),
    ]
    found = np.select([r for r, _ in rules], [c for _, c in rules], INSIDE)
    return pd.Series(found, index=said.index, dtype="object")


def _repeated(said):
    """Statements of a sum that a row before has made already."""
    keys = ["flow_id", "kind", "hop", "currency", "amount"]
    return said.sort_values(["first", "figure_id"]).duplicated(keys).reindex(said.index).to_numpy()


def _older(said):
    """Cumulative sums that the same flow has a later one of."""
    latest = said[said["kind"] == "cumulative"].groupby("flow_id")["first"].transform("max")
    return (said["first"] < latest.reindex(said.index)).to_numpy()


def received_by(
    figures: pd.DataFrame,
    parts: pd.DataFrame,
    flow_ids: list[str],
    dates: list[str],
    *,
    end: str = "received",
    **options,
) -> pd.DataFrame:
    """What had been paid by given days, as an interval.

    The lower bound is what reports dated by then add up to; the upper is the least of what a cumulative statement
    of a later day allows and what is stated of the whole.

    Parameters
    ----------
    figures, parts : pandas.DataFrame
    flow_ids, dates : list of str
        ISO days.
    end : str
        received, or paid.
    **options
        currency, reports, rates, actors as in :func:`helpers.funding.ledger`.

    Returns
    -------
    pandas.DataFrame
        flow_id, date, low, high (in the book's currency; high missing where nothing bounds it), upper (figure_id that
        sets the bound).

    >>> rows = pd.DataFrame({"figure_id": ["a", "b"], "flow_id": "aid", "low": [3.0, 9.0], "high": [3.0, 9.0],
    ...     "currency": "USD", "status": "disbursed", "kind": "cumulative", "date": ["2025-01-10", "2025-06-30"]})
    >>> received_by(rows, pd.DataFrame(columns=["child", "parent"]), ["aid"], ["2025-03-31"]).values.tolist()
    [['aid', '2025-03-31', 3.0, 9.0, 'b']]
    """
    whole = ledger(figures, parts, **options)
    rank, bit = STAGES.index("disbursed"), 1 << ENDS.index(end)
    later = whole.counted
    later = later[later["flow_id"].isin(flow_ids) & (later["ends"] & bit > 0) & later["high"].notna()]
    later = later.sort_values(["value", "figure_id"])
    rows = []
    for date in dates:
        day = span(pd.Series([date]))["last"][0]
        entries = ledger(figures, parts, as_of=date, **options).entries
        here = entries[(entries["end"] == end) & (entries["status"] == "disbursed")]
        known = here.groupby("flow_id")["value_low"].max()
        counts = (later["kind"] == "cumulative") & (later["rank"] >= rank) & (later["first"] > day)
        bounds = later[counts | (later["kind"] == "flow")]
        for flow in flow_ids:
            low = known.get(flow, 0.0)
            bound = bounds[(bounds["flow_id"] == flow) & (bounds["value"] >= low)].head(1)
            high, upper = (bound["value"].iloc[0], bound["figure_id"].iloc[0]) if len(bound) else (np.nan, None)
            rows.append((flow, date, low, high, upper))
    return pd.DataFrame(rows, columns=["flow_id", "date", "low", "high", "upper"])


def missing_payments(book: Book) -> pd.DataFrame:
    """Payments reported one by one against the cumulative statements about their whole.

    Parameters
    ----------
    book : Book

    Returns
    -------
    pandas.DataFrame
        A row for each cumulative statement in contract currency that follows another (or the start): flow_id, since,
        until, counted (the statement), grown (since the one before), payments (sum of the parts paid in between),
        missing (grown less payments), known (flow_ids of those parts), unseen (numbers that the numbering of flow_ids
        skips), figure_id, currency.

    >>> rows = pd.DataFrame({"figure_id": ["a", "b"], "flow_id": ["aid", "aid-2"], "low": [3.0, 1.0],
    ...     "high": [3.0, 1.0], "currency": "USD", "status": "disbursed", "kind": ["cumulative", "flow"],
    ...     "date": "2025-01-10"})
    >>> part = pd.DataFrame({"child": ["aid-2"], "parent": ["aid"]})
    >>> missing_payments(ledger(rows, part))[["missing", "unseen"]].values.tolist()
    [[2.0, '1']]
    """
    counted = book.counted
    native = counted["currency"].to_numpy() == book.contract[counted["flow"].astype(int)]
    paid = counted[native & (counted["status"] == "disbursed") & counted["first"].notna()]
    growing = paid[(paid["kind"] == "cumulative") & (paid["first"] == paid["last"]) & (paid["ends"] > 0)]
    growing = growing.drop_duplicates(["flow_id", "first", "amount"])
    rows = []
    for flow, group in growing.sort_values(["flow_id", "first", "figure_id"]).groupby("flow_id"):
        under = book.graph.below(flow) - {flow}
        single = paid[paid["flow_id"].isin(under) & (paid["kind"] == "flow")].drop_duplicates("flow_id")
        if single.empty:
            continue
        before, since, last = 0.0, pd.NaT, 0
        for row in group.itertuples():
            now = single[(single["last"] <= row.first) & ~(single["last"] <= since)]
            now = now[(now["ends"] & row.ends) == row.ends]
            numbers = sorted(int(n[0]) for f in now["flow_id"] if (n := re.findall(r"(\d{1,4})$", f)))
            unseen = sorted(set(range(last + 1, max(numbers, default=last))) - set(numbers))
            grown, payments = row.amount - before, now["amount"].sum()
            rows.append(
                (flow, since, row.first, row.amount, grown, payments, grown - payments,
                 " ".join(sorted(now["flow_id"])), " ".join(map(str, unseen)), row.figure_id, row.currency)
            )  # fmt: skip
            before, since, last = row.amount, row.first, max(numbers, default=last)
    columns = ["flow_id", "since", "until", "counted", "grown", "payments", "missing", "known", "unseen"]
    return pd.DataFrame(rows, columns=[*columns, "figure_id", "currency"])


def report_ids(figure_ids: pd.Series, figures: pd.DataFrame) -> pd.Series:
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

    >>> report_ids(pd.Series(["a b"]), pd.DataFrame({"figure_id": ["a", "b"], "report_id": ["r2", "r1"]})).tolist()
    ['r1 r2']
    """
    known = figures.dropna(subset=["report_id"])
    report = dict(zip(known["figure_id"], known["report_id"], strict=True))
    return figure_ids.map(lambda ids: " ".join(sorted({report[i] for i in str(ids).split() if i in report})))
