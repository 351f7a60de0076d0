"""Who pays whom: the ledger as links to be drawn, and what each intermediary holds."""

import numpy as np
import pandas as pd

from ..schema import STATUSES
from .ledger import ENDS, shared_parts
from .tree import SLACK, STAGES

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


def flows(ledger):
    """Links from payer to recipient, hop by hop, each band of money under the furthest status it has reached.

    A whole whose parts come from payers of their own is drawn as those parts, and what they leave unexplained as a
    residual; any other flow is drawn itself, its tranches inside it. A pledge from end to end gives way to the hops
    that it has taken. Bands of one link add up to the link; hops of one flow must not be added.

    Parameters
    ----------
    ledger : Ledger

    Returns
    -------
    pandas.DataFrame
        source, target, hop, status, flow_id, amount (contract `currency`), value (currency of the ledger, at the
        rate of the statement for that status), residual (bool), backed_by, figures (ids, separated by blanks).

    >>> from helpers.funding import ledger
    >>> told = pd.DataFrame({"figure_id": list("ab"), "flow_id": "aid", "hop": [1, 2], "payer": ["A", "Fund"],
    ...     "recipient": ["Fund", "B"], "low": [5.0, 4.0], "high": [5.0, 4.0], "currency": "EUR",
    ...     "status": "disbursed", "date": "2024-10-22"})
    >>> links = flows(ledger(told, pd.DataFrame(columns=["child", "parent"]), currency="EUR"))
    >>> links[["source", "target", "value"]].to_numpy().tolist()
    [['A', 'Fund', 5.0], ['Fund', 'B', 4.0]]
    """
    book = _Book(ledger.inside)
    rows = [row for flow in book.roots for row in book.draw(flow)]
    made = pd.DataFrame(rows, columns=COLUMNS).astype({"residual": bool})
    stage = made["status"].map(STATUSES.index)
    made = made.assign(stage=-stage).sort_values(["flow_id", "hop", "source", "target", "stage"], kind="stable")
    return made.drop(columns="stage").reset_index(drop=True)


class _Book:
    """Lookups into a ledger that drawing needs for one flow at a time."""

    def __init__(self, inside):
        self.tree, self.names, self.contract = inside["tree"], inside["names"], inside["contract"]
        rows = self.tree.rows
        self.row = {pair: i for i, pair in enumerate(zip(rows["flow"], rows["key"], strict=True))}
        ends = rows["key"].isin(ENDS)
        self.links = rows[~ends].groupby("flow").indices
        self.links = {f: rows.index[~ends][at] for f, at in self.links.items()}
        self.cuts = {}
        for child, parent, split in inside["links"].itertuples(index=False):
            self.cuts.setdefault(parent, {}).setdefault(split, []).append(child)
        below = {c for cuts in self.cuts.values() for parts in cuts.values() for c in parts}
        counted = inside["counted"]
        self.told = dict(iter(counted.groupby("flow")))
        self.middle = self._intermediaries(counted, inside["family"])
        self.family = inside["family"]
        self.roots = [f for f in range(len(self.names)) if f not in below and not inside["circle"][f]]
        self.payer_sets = {}
        self.elsewhere = shared_parts(inside["links"], len(self.names)).groupby("parent")["child"].agg(list).to_dict()

    @staticmethod
    def _intermediaries(counted, family):
        home = family[counted["flow"].to_numpy(int)]
        moved = (counted["payer"] != counted["recipient"]).to_numpy(bool)
        payers = set(zip(home[moved], counted["payer"][moved], strict=True))
        return payers & set(zip(home, counted["recipient"], strict=True))

    def own_payers(self, flow):
        told = self.told.get(flow)
        names = set() if told is None else set(told["payer"].dropna())
        return {n for n in names if (self.family[flow], n) not in self.middle}

    def payers(self, flow):
        """First payers of a flow: its own, else those of its parts."""
        if flow not in self.payer_sets:
            found = self.own_payers(flow)
            for child in [c for parts in self.cuts.get(flow, {}).values() for c in parts] if not found else []:
                found |= self.payers(child)
            self.payer_sets[flow] = found
        return self.payer_sets[flow]

    def finer(self, flow):
        """The fullest split of a flow by parts that have payers of their own, if there is one."""
        own = self.own_payers(flow)
        cuts = {s: cs for s, cs in self.cuts.get(flow, {}).items() if any(self.payers(c) - own for c in cs)}
        return min(cuts, key=lambda s: (-sum(self.size(c) for c in cuts[s]), s)) if cuts else None

    def size(self, flow):
        return max(
            (self.tree.money[i, 0, 4] for e in ("paid", "received") if (i := self.row.get((flow, e))) is not None),
            default=0,
        )

    def draw(self, flow):
        split = self.finer(flow)
        if split is None:
            return self.drawn(flow)
        rows = [row for child in self.cuts[flow][split] for row in self.draw(child)]
        return rows + self.residual(flow, split)

    def residual(self, flow, split):
        """What is stated of a whole beyond the sum of its parts."""
        row = self.row.get((flow, "paid"))
        if row is None:
            return []
        tree = self.tree
        said = (tree.figure[row] >= 0) & (tree.split[row] == split)
        over = np.where(said[:, None], tree.stated[row] - tree.parts[row], 0)
        over = np.where(over[:, 1:2] > SLACK * tree.stated[row][:, 1:2], over, 0)
        link = min((i for i in self.links.get(flow, [])), default=None)
        if link is None or not over[:, 1].any():
            return []
        ratio = np.divide(
            tree.money[row, :, 4], tree.money[row, :, 1], out=np.zeros(STAGES), where=tree.money[row, :, 1] > 0
        )
        return self.bands(flow, link, np.maximum.accumulate(over[::-1, 1])[::-1], ratio, True)

    def drawn(self, flow):
        """The links of one flow; an end-to-end statement keeps only what no intermediary is known to have had."""
        rows, at, money = [], self.links.get(flow, []), self.tree.money
        for link in at:
            payer, recipient = self.tree.rows["key"].iloc[link].split("\n")
            reached = money[link, :, 1].copy()
            if (self.family[flow], recipient) not in self.middle:
                for other in at:
                    a, b = self.tree.rows["key"].iloc[other].split("\n")
                    if a == payer and (self.family[flow], b) in self.middle:
                        reached = reached - money[other, :, 1]
            for child in self.elsewhere.get(flow, []):
                if (other := self.row.get((child, f"{payer}\n{recipient}"))) is not None:
                    reached = reached - money[other, :, 1]
            rows += self.bands(flow, link, np.maximum(reached, 0), self.ratio(link), False)
        return rows

    def ratio(self, row):
        """Value in the ledger's currency of one unit of contract currency, by status."""
        money = self.tree.money[row]
        return np.divide(money[:, 4], money[:, 1], out=np.zeros(STAGES), where=money[:, 1] > 0)

    def bands(self, flow, link, reached, ratio, residual):
        """One row for each status at which some of the money stands."""
        payer, recipient = self.tree.rows["key"].iloc[link].split("\n")
        told = self.statements(flow, payer, recipient)
        hop = told["hop"].min() if len(told) else np.nan
        rows, beyond = [], 0.0
        for stage in reversed(range(STAGES)):
            band = reached[stage] - beyond
            if band <= SLACK * reached.max():
                continue
            beyond = reached[stage]
            ids = told["figure_id"][told["rank"] == stage] if len(told) else []
            figures = " ".join(sorted(ids if len(ids) else told["figure_id"] if len(told) else []))
            backing = next(iter(sorted(told["backed_by"].dropna())), None) if len(told) else None
            rows.append(
                (payer, recipient, hop, STATUSES[stage], self.names[flow], band, self.contract[flow],
                 band * ratio[stage], residual, backing, figures)
            )  # fmt: skip
        return rows

    def statements(self, flow, payer, recipient):
        """Counted statements about this link, of the flow and of all its parts."""
        found, todo, seen = [], [flow], set()
        while todo:
            here = todo.pop()
            if here in seen:
                continue
            seen.add(here)
            told = self.told.get(here)
            if told is not None:
                found.append(told[(told["payer"].fillna("?") == payer) & (told["recipient"].fillna("?") == recipient)])
            todo += [c for parts in self.cuts.get(here, {}).values() for c in parts]
        return pd.concat(found) if found else pd.DataFrame(columns=["figure_id", "hop", "rank", "backed_by"])


def conservation(links, status="disbursed"):
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
        node, came_in, paid_on, held (value currency of the ledger), holds (False: more went out than came in).

    >>> links = pd.DataFrame({"source": ["A", "Fund"], "target": ["Fund", "B"], "value": [5.0, 4.0],
    ...                       "status": "disbursed"})
    >>> conservation(links)["held"].tolist()
    [1.0]
    """
    done = links[links["status"].map(STATUSES.index) >= STATUSES.index(status)]
    came, went = done.groupby("target")["value"].sum(), done.groupby("source")["value"].sum()
    between = sorted(set(links["target"]) & set(links["source"]))
    made = pd.DataFrame({"node": between})
    made["came_in"] = came.reindex(between, fill_value=0.0).to_numpy()
    made["paid_on"] = went.reindex(between, fill_value=0.0).to_numpy()
    made["held"] = made["came_in"] - made["paid_on"]
    made["holds"] = made["held"] >= -SLACK * made["came_in"]
    return made
