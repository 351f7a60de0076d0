"""Who pays whom: the book as links to be drawn, and what each intermediary holds."""

import numpy as np
import pandas as pd

from .ledger import Book
from .statements import PAID, STAGES
from .tree import MOVED, SLACK

# where money comes from that is stated to have arrived, without a payment that is known
UNTRACED = "not traced to a payer"
COLUMNS = [
    "source",
    "target",
    "hop",
    "status",
    "flow_id",
    "amount",
    "currency",
    "value",
    "residual",
    "backed_by",
    "figures",
]


def flows(book: Book) -> pd.DataFrame:
    """Links from payer to recipient, hop by hop, each band of money under the furthest status it has reached.

    A whole whose parts come from payers of their own is drawn as those parts, and what they leave unexplained as a
    residual; any other flow is drawn itself, its tranches inside it. A promise from end to end gives way to the hops
    that it has taken. What is stated to have arrived beyond the payments that are known comes from the source "not
    traced to a payer". Bands of one link add up to the link; hops of one flow must not be added. Refunds and
    repayments are not drawn.

    Parameters
    ----------
    book : Book
        From :func:`helpers.funding.ledger`.

    Returns
    -------
    pandas.DataFrame
        source, target, hop (as coded, else as it follows from the names), status, flow_id, amount
        (contract `currency`), value (currency of the book, at the rate of the statement for that status), residual
        (bool), backed_by, figures (ids, separated by blanks).

    >>> from helpers.funding import ledger
    >>> rows = pd.DataFrame({"figure_id": list("ab"), "flow_id": "aid", "hop": [1, 2], "payer": ["A", "Fund"],
    ...     "recipient": ["Fund", "B"], "low": [5.0, 4.0], "high": [5.0, 4.0], "currency": "EUR",
    ...     "status": "disbursed", "date": "2024-10-22"})
    >>> links = flows(ledger(rows, pd.DataFrame(columns=["child", "parent"]), currency="EUR"))
    >>> links[["source", "target", "value"]].to_numpy().tolist()
    [['A', 'Fund', 5.0], ['Fund', 'B', 4.0]]
    """
    drawing = Drawing(book)
    rows = [row for flow in drawing.roots for row in drawing.draw(flow)]
    made = pd.DataFrame(rows, columns=COLUMNS).astype({"residual": bool, "hop": float, "amount": float, "value": float})
    stage = made["status"].map(STAGES.index)
    made = made.assign(stage=-stage).sort_values(["flow_id", "hop", "source", "target", "stage"], kind="stable")
    return made.drop(columns="stage").reset_index(drop=True)


_COLUMNS = (
    "flow",
    "link",
    "rank",
    "figure_id",
    "step",
    "backed_by",
    "ends",
    "payer_as",
    "recipient_as",
    "relayed",
    "onward",
)


def plain(column: pd.Series) -> list:
    """The cells of a column as plain objects, missing ones as None."""
    return [None if cell is None or cell != cell else cell for cell in column.to_numpy(object).tolist()]


class Drawing:
    """A book, looked up one flow at a time."""

    def __init__(self, book: Book):
        net, tree, counted = book.graph, book.tree, book.counted
        self.names, self.contract, self.splits = net.flows, book.contract, net.splits
        self.money, self.stated, self.parts = tree.money, tree.stated, tree.parts
        self.figure, self.split = tree.figure, tree.split
        flow, key = tree.rows["flow"].to_numpy(int).tolist(), tree.rows["key"].to_numpy(int).tolist()
        self.row = dict(zip(zip(flow, key, strict=True), range(len(flow)), strict=True))
        self.links: dict = {}
        for f, k in zip(flow, key, strict=True):
            if k >= 2:
                self.links.setdefault(f, []).append(k)
        self.pairs = list(zip(plain(book.pairs["payer"]), plain(book.pairs["recipient"]), strict=True))
        self.said: dict = {}
        columns = [plain(counted[c]) for c in _COLUMNS]
        self.own: dict = {}  # names of a flow's first payers
        self.named, self.onward = set(), set()  # flows with a payer; who stands in between in which flow
        for f, link, *rest, payer, recipient, relayed, onward in zip(*columns, strict=True):
            self.said.setdefault((f, link), []).append(rest)
            if payer is not None:
                self.named.add(f)
                if not relayed:
                    self.own.setdefault(f, set()).add(payer)
            if onward or (rest[0] == PAID and rest[4] == 1):
                self.onward.add((f, recipient))
        parents: dict = {}
        for child, parent in net.links[["child", "parent"]].itertuples(index=False):
            parents.setdefault(child, set()).add(parent)
        todo = list(self.onward)
        while todo:  # who stands in between in a part does so in the whole
            f, name = todo.pop()
            more = {(parent, name) for parent in parents.get(f, ())} - self.onward
            self.onward |= more
            todo += more
        below = set(parents)
        self.roots = [f for f in range(len(net.flows)) if f not in below and not net.circle[f]]
        self.elsewhere: dict = {}  # parts of a flow that count in another whole
        for child, parent in net.shared()[["child", "parent"]].itertuples(index=False):
            self.elsewhere.setdefault(parent, []).append(child)
        self.first_payers: dict = {}
        self.fullest: dict = {}

    def payers(self, flow: int) -> set:
        """First payers of a flow: its own, else those of its parts."""
        if flow not in self.first_payers:
            found = set(self.own.get(flow, ()))
            for parts in self.splits.get(flow, {}).values() if not found else []:
                found = found.union(*(self.payers(child) for child in parts))
            self.first_payers[flow] = found
        return self.first_payers[flow]

    def finer(self, flow: int) -> str | None:
        """The fullest split of a flow by parts that have payers of their own, if there is one."""
        if flow not in self.splits:
            return None
        if flow not in self.fullest:
            own = self.own.get(flow, set())
            cuts = {s: cs for s, cs in self.splits[flow].items() if any(self.payers(c) - own for c in cs)}
            order = sorted(cuts, key=lambda s: (-sum(self.size(c) for c in cuts[s]), s))
            self.fullest[flow] = order[0] if order else None
        return self.fullest[flow]

    def size(self, flow: int) -> float:
        """The largest sum at either end of a flow, at any status."""
        return max((self.money[i, 0, 4] for k in (0, 1) if (i := self.row.get((flow, k))) is not None), default=0.0)

    def reached(self, flow: int) -> np.ndarray:
        """What is known to have arrived: low, amount, high in contract, then in the book's currency."""
        row = self.row.get((flow, 1))
        return np.zeros(6) if row is None else self.money[row, PAID]

    def untraced(self, flow: int) -> np.ndarray:
        """What of it is stated without a payment that is known, in the flow itself (not in its parts)."""
        arrived, split = self.reached(flow), self.finer(flow)
        if split is None:
            return np.zeros(6) if flow in self.named or self.payers(flow) else arrived
        row = self.row.get((flow, 1))
        if row is None or self.figure[row, PAID] < 0 or arrived[4] <= 0:
            return np.zeros(6)
        parts = (
            self.parts[row, PAID]
            if self.split[row, PAID] == split
            else sum(map(self.reached, self.splits[flow][split]))
        )
        rest = np.maximum(arrived - parts, 0)
        return rest if rest[1] > SLACK * arrived[1] and rest[4] > SLACK * arrived[4] else np.zeros(6)

    def draw(self, flow: int) -> list:
        """The rows of a flow: of its parts where these have payers of their own, else its own links."""
        split = self.finer(flow)
        if split is None:
            return self.drawn(flow)
        rows = [row for child in self.splits[flow][split] for row in self.draw(child)]
        return rows + self.passed_on(flow) + self.residual(flow, split)

    def passed_on(self, flow: int) -> list:
        """What of a whole is stated to have been paid to somebody in between; no part tells of that step."""
        rows = []
        for link in self.links.get(flow, []):
            if any(s[0] == PAID and s[4] == 1 for s in self.said.get((flow, link), [])):
                row = self.row[flow, link]
                rows += self.bands(flow, link, np.full(len(STAGES), self.money[row, PAID, 1]), self.ratio(row), False)
        return rows

    def residual(self, flow: int, split: str) -> list:
        """What is stated of a whole beyond the sum of its parts: promised, or arrived without a known payment."""
        arrived, rows = self.untraced(flow), []
        own = [k for k in self.links.get(flow, []) if (flow, k) in self.said] or self.links.get(flow, [])
        link = min(own, default=None)
        if arrived[4] > 0:
            target = next((self.pairs[k - 2][1] for k in own if self.is_last(flow, k)), None)
            rows.append(self.untraced_band(flow, target, arrived))
        row = self.row.get((flow, 0))
        if row is None or link is None:
            return rows
        said = (self.figure[row] >= 0) & (self.split[row] == split)
        said[PAID] = False
        over = np.where(said, self.stated[row, :, 1] - self.parts[row, :, 1], 0)
        one = all(self.contract[child] == self.contract[flow] for child in self.splits[flow][split])
        over = np.where(over > (SLACK if one else MOVED) * self.stated[row, :, 1], over - arrived[1], 0)
        if (over > 0).any():
            over = np.maximum.accumulate(np.maximum(over, 0)[::-1])[::-1]
            rows += self.bands(flow, link, over, self.ratio(row), True)
        return rows

    def is_last(self, flow: int, link: int) -> bool:
        return self.pairs[link - 2][1] is not None and (flow, self.pairs[link - 2][1]) not in self.onward

    def untraced_band(self, flow, target, money):
        ids = [
            s[1] for k in self.links.get(flow, []) for s in self.said.get((flow, k), []) if s[0] == PAID and s[4] & 2
        ]
        status, name, figures = STAGES[PAID], self.names[flow], " ".join(sorted(ids))
        return (
            UNTRACED, target or "?", np.nan, status, name, money[1], self.contract[flow], money[4], True, None, figures
        )  # fmt: skip

    def drawn(self, flow: int) -> list:
        """The links of one flow; an end-to-end statement keeps only what no intermediary is known to have had."""
        rows, at = [], self.links.get(flow, [])
        passed, known = {}, {}  # what each payer gave to intermediaries, and each recipient got from a known payer
        for link in at if len(at) > 1 else []:
            payer, recipient = self.pairs[link - 2]
            money = self.money[self.row[flow, link], :, 1]
            if (flow, recipient) in self.onward:
                passed[payer] = passed.get(payer, 0) + money
            if payer is not None:
                known[recipient] = known.get(recipient, 0) + money
        for link in at:
            payer, recipient = self.pairs[link - 2]
            row = self.row[flow, link]
            left = self.money[row, :, 1].copy()
            if (flow, recipient) not in self.onward:
                left -= passed.get(payer, 0)
            if payer is None:
                left -= known.get(recipient, 0)
            for child in self.elsewhere.get(flow, []):
                if (other := self.row.get((child, link))) is not None:
                    left -= self.money[other, :, 1]
            rows += self.bands(flow, link, np.maximum(left, 0), self.ratio(row), False)
        return rows

    def ratio(self, row: int) -> np.ndarray:
        """Value in the book's currency of one unit of contract currency, by status."""
        money = self.money[row]
        return np.divide(money[:, 4], money[:, 1], out=np.zeros(len(STAGES)), where=money[:, 1] > 0)

    def bands(self, flow, link, reached, ratio, residual) -> list:
        """One row for each status at which some of the money stands."""
        payer, recipient = self.pairs[link - 2]
        said = self.statements(flow, link)
        hop = min((s[2] for s in said if s[2] is not None), default=np.nan)
        backing = min((s[3] for s in said if s[3] is not None), default=None)
        reached, ratio = reached.tolist(), ratio.tolist()
        rows, beyond, most = [], 0.0, max(reached)
        for stage in reversed(range(len(STAGES))):
            band = reached[stage] - beyond
            if band <= SLACK * most:
                continue
            beyond = reached[stage]
            ids = [s[1] for s in said if s[0] == stage] or [s[1] for s in said]
            source = payer or (UNTRACED if stage == PAID else "?")
            rows.append(
                (source, recipient or "?", hop, STAGES[stage], self.names[flow], band, self.contract[flow],
                 band * ratio[stage], residual, backing, " ".join(sorted(ids)))
            )  # fmt: skip
        return rows

    def statements(self, flow: int, link: int) -> list:
        """Counted statements about this link, of the flow and of all its parts."""
        if flow not in self.splits:
            return self.said.get((flow, link), [])
        found, todo, seen = [], [flow], set()
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                found += self.said.get((here, link), [])
                todo += [c for parts in self.splits.get(here, {}).values() for c in parts]
        return found


def conservation(links: pd.DataFrame, *, status: str = "disbursed") -> pd.DataFrame:
    """What came in, went out and stayed at every intermediary.

    Parameters
    ----------
    links : pandas.DataFrame
        From :func:`flows`.
    status : str
        Money that has reached this status.

    Returns
    -------
    pandas.DataFrame
        node, came_in, paid_on, held (value currency of the book), holds (False: more went out than came in). Who pays
        and receives in different flows only is no intermediary.

    >>> links = pd.DataFrame({"source": ["A", "Fund"], "target": ["Fund", "B"], "value": [5.0, 4.0],
    ...                       "status": "disbursed", "hop": [1, 2], "flow_id": "aid"})
    >>> conservation(links)["held"].tolist()
    [1.0]
    """
    done = links[links["status"].map(STAGES.index) >= STAGES.index(status)]
    between = sorted(set(done.loc[done["hop"] > 1, "source"]) & set(done["target"]))
    out = done[done["hop"] > 1].groupby("source")["value"].sum()
    came = done[done["target"].isin(between)].groupby("target")["value"].sum()
    made = pd.DataFrame({"node": pd.Series(between, dtype="object")})
    made["came_in"] = came.reindex(between, fill_value=0.0).to_numpy(float)
    made["paid_on"] = out.reindex(between, fill_value=0.0).to_numpy(float)
    made["held"] = made["came_in"] - made["paid_on"]
    made["holds"] = made["held"] >= -SLACK * made["came_in"]
    return made
