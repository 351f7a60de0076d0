"""The part-of graph of flows, summed from the parts up without counting a sum twice."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .rates import RateTable, exchange_rates
from .statements import STAGES

# low, amount, high in the contract currency; then the same in the currency of display
MONEY = 6
NOTHING, STATED, PARTS, LATER = 0, 1, 2, 3
# sums of one flow that differ by less are the same sum, printed to fewer digits
SLACK = 0.01
# of parts in several currencies: what reference rates may move between their days and that of the whole
MOVED = 0.05


@dataclass(frozen=True)
class Graph:
    """Flows and what they are part of; a flow is named by its position in `flows`.

    Attributes
    ----------
    flows : numpy.ndarray of str
        flow_ids, sorted; those that only `parts` names are included.
    links : pandas.DataFrame
        child, parent (positions), split (text), sorted; no circles.
    circle : numpy.ndarray of bool
        Whether each flow is, by some way round, a part of itself.
    family : numpy.ndarray of int
        Number of the connected group each flow belongs to.
    """

    flows: np.ndarray
    links: pd.DataFrame
    circle: np.ndarray
    family: np.ndarray

    @cached_property
    def splits(self) -> dict:
        """Whole -> split -> its parts (positions, in order)."""
        made: dict = {}
        for child, parent, split in self.links[["child", "parent", "split"]].itertuples(index=False):
            made.setdefault(parent, {}).setdefault(split, []).append(child)
        return made

    def at(self, flow_ids) -> np.ndarray:
        """Positions of flow_ids; -1 for those that are none."""
        return pd.Index(self.flows).get_indexer(flow_ids)

    def below(self, flow_id: str) -> set:
        """The flow_ids of a flow and of everything inside it."""
        found, todo = set(), [i for i in self.at([flow_id]) if i >= 0]
        while todo:
            here = todo.pop()
            if here not in found:
                found.add(here)
                todo += [c for parts in self.splits.get(here, {}).values() for c in parts]
        return set(self.flows[sorted(found)])

    def shared(self) -> pd.DataFrame:
        """Links to parts that are already inside another whole: child, parent, and `whole`, the end of that way up."""
        top = np.arange(len(self.flows))
        first = self.links.drop_duplicates("child")
        top[first["child"]] = first["parent"]
        while (top[top] != top).any():
            top = top[top]
        links = self.links.assign(whole=top[self.links["parent"]])
        return links[links["whole"] != top[links["child"]]].drop_duplicates(["child", "whole"])


def graph(parts: pd.DataFrame, flows) -> Graph:
    """Part-of links as positions in `flows`, without those in a circle.

    Parameters
    ----------
    parts : pandas.DataFrame
        Columns child, parent; optionally split.
    flows : sequence of str
        Flows that figures report.

    Returns
    -------
    Graph
    """
    links = parts.reindex(columns=["child", "parent", "split"]).copy()
    links["split"] = links["split"].astype("object").where(links["split"].notna(), "")
    links = links.dropna(subset=["child", "parent"]).drop_duplicates()
    names = np.unique(np.concatenate([np.asarray(c, dtype=object) for c in (flows, links["child"], links["parent"])]))
    at = pd.Series(np.arange(len(names)), index=names)
    links["child"], links["parent"] = at[links["child"]].to_numpy(), at[links["parent"]].to_numpy()
    links = links.sort_values(["parent", "split", "child"], ignore_index=True)
    size = (len(names), len(names))
    edges = coo_array((np.ones(len(links)), (links["child"], links["parent"])), shape=size)
    if not len(names):
        return Graph(names, links, np.zeros(0, bool), np.zeros(0, int))
    strong = connected_components(edges, connection="strong")[1]
    circle = np.bincount(strong)[strong] > 1
    circle[links.loc[links["child"] == links["parent"], "child"]] = True
    family = connected_components(edges, directed=False)[1]
    sound = ~circle[links["child"]] & ~circle[links["parent"]]
    return Graph(names, links[sound].reset_index(drop=True), circle, family)


def heights(links, size):
    """Longest way from each flow down to one without parts; `links` must hold no circle."""
    height = np.zeros(size, dtype=int)
    child, parent = links["child"].to_numpy(), links["parent"].to_numpy()
    while True:
        reached = height.copy()
        np.maximum.at(reached, parent, height[child] + 1)
        if (reached == height).all():
            return height
        height = reached


@dataclass
class Tree:
    """Sums by flow and key; the first axis of each array is a row of `rows`, the second a status.

    Attributes
    ----------
    rows : pandas.DataFrame
        flow (position), key (0 paid, 1 received, from 2 on a link from payer to recipient); unique.
    money : numpy.ndarray
        (rows, 5, 6): what reached at least this status: low, amount, high in contract and in display currency.
    stated, parts : numpy.ndarray
        The same, as a statement says, and as the parts of the fullest split add up to.
    day : numpy.ndarray of datetime64
        (rows, 5, 2): first and last day the statement can mean; of sums, those of the latest part.
    basis : numpy.ndarray of int
        (rows, 5): NOTHING known, STATED, summed from PARTS, or taken from a LATER status.
    cumulative : numpy.ndarray of bool
        (rows, 5): whether the statement counts up to its day, so that later payments come on top.
    figure : numpy.ndarray of int
        (rows, 5): position of the statement, -1 if none.
    split : numpy.ndarray of object
        (rows, 5): the split that `parts` is of.
    """

    rows: pd.DataFrame
    money: np.ndarray
    stated: np.ndarray
    parts: np.ndarray
    day: np.ndarray
    basis: np.ndarray
    cumulative: np.ndarray
    figure: np.ndarray
    split: np.ndarray

    @classmethod
    def blank(cls, rows):
        """A tree of `rows` with nothing in it."""
        n = len(rows)
        return cls(
            rows.reset_index(drop=True),
            *(np.zeros((n, len(STAGES), MONEY)) for _ in range(3)),
            np.full((n, len(STAGES), 2), np.datetime64("NaT", "s")),
            np.zeros((n, len(STAGES)), int),
            np.zeros((n, len(STAGES)), bool),
            np.full((n, len(STAGES)), -1),
            np.full((n, len(STAGES)), "", dtype=object),
        )

    def put(self, at, other, rows):
        """Copy what is stated in the rows `rows` of `other` to the positions `at`."""
        for name in ("stated", "day", "cumulative", "figure"):
            getattr(self, name)[at] = getattr(other, name)[rows]


_ARRAYS = [f.name for f in fields(Tree) if f.name != "rows"]


def grow(own: Tree, links: pd.DataFrame, contract: np.ndarray, table: RateTable) -> Tree:
    """Sum every flow from its parts up.

    A statement about a whole is gone by where there is one (a cumulative one with the payments made after it);
    else the parts are summed, in the fullest of their splits, since splits cut the same money in different ways.
    What reached a status has reached those before it.

    Parameters
    ----------
    own : Tree
        Statements: stated, day, cumulative and figure are filled in.
    links : pandas.DataFrame
        From :func:`graph`.
    contract : numpy.ndarray of str
        Contract currency by flow.
    table : RateTable

    Returns
    -------
    Tree
        With a row for each flow and key that the flow or any part of it has.
    """
    height = heights(links, len(contract))
    grown = Tree.blank(own.rows.iloc[:0])
    for level in range(height.max(initial=0) + 1):
        pairs = links[height[links["parent"]] == level].merge(
            grown.rows.rename_axis("row").reset_index(), left_on="child", right_on="flow"
        )
        mine = np.flatnonzero(height[own.rows["flow"]] == level)
        heads = pairs[["parent", "key"]].set_axis(["flow", "key"], axis=1)
        layer = Tree.blank(pd.concat([own.rows.iloc[mine], heads]).drop_duplicates())
        layer.put(np.arange(len(mine)), own, mine)
        if len(pairs):
            at = pd.MultiIndex.from_frame(layer.rows)
            pairs["head"] = at.get_indexer(pd.MultiIndex.from_frame(heads))
            _add_parts(layer, pairs, grown, contract, table)
        _settle(layer)
        grown = _stack(grown, layer)
    return grown


def _stack(a, b):
    arrays = {name: np.concatenate([getattr(a, name), getattr(b, name)]) for name in _ARRAYS}
    return Tree(pd.concat([a.rows, b.rows], ignore_index=True), **arrays)


def _add_parts(layer, pairs, grown, contract, table):
    """Fill `parts` and `split` of the heads, and add to cumulative statements what was paid after them."""
    pairs = pairs.sort_values(["head", "split", "child"], ignore_index=True)
    row, head = pairs["row"].to_numpy(), pairs["head"].to_numpy()
    money, day = grown.money[row], grown.day[row]
    _translate(money, day, contract[pairs["child"]], contract[pairs["parent"]], layer.stated[head], table)
    starts = np.flatnonzero(~pairs.duplicated(["head", "split"]))
    heads, splits = head[starts], pairs["split"].to_numpy(dtype=object)[starts]
    cumulative = layer.cumulative[head]
    late = cumulative & (day[:, :, 0] > layer.day[head][:, :, 0])
    sums = np.add.reduceat(money, starts)
    rest = np.add.reduceat(np.where(late[:, :, None], money, 0), starts)
    never = np.datetime64("0001-01-01", "s")
    latest = np.maximum.reduceat(np.where(np.isnat(day), never, day), starts)
    latest[latest == never] = np.datetime64("NaT")
    for stage in range(len(STAGES)):
        # fullest split first; a tie goes to the first name
        order = np.lexsort((splits.astype(str), -sums[:, stage, 1], heads))
        best = order[np.flatnonzero(np.diff(heads[order], prepend=-1))]
        to = heads[best]
        layer.parts[to, stage], layer.split[to, stage] = sums[best, stage], splits[best]
        layer.stated[to, stage] += rest[best, stage]
        unsaid = layer.figure[to, stage] < 0
        layer.day[to[unsaid], stage] = latest[best[unsaid], stage]


def _translate(money, day, source, target, whole, table):
    """Turn the contract-currency side of `money` from `source` into `target` currency, in place.

    Without a rate of the day, the statement about the whole says what its currency was worth.
    """
    row, stage = np.nonzero((source != target)[:, None] & (money[:, :, 2] > 0))
    if not len(row):
        return
    dates = pd.DataFrame(day[row, stage], columns=["first", "last"])
    found = exchange_rates(pd.Series(source[row]), pd.Series(target[row]), dates, rates=table)
    turned = money[row, stage, :3] * found[["rate_low", "rate", "rate_high"]].to_numpy()
    said = whole[row, :, 4].argmax(axis=1)
    amount, value = whole[row, said, 1], whole[row, said, 4]
    worth = np.divide(amount, value, out=np.zeros(len(row)), where=value > 0)
    money[row, stage, :3] = np.where(np.isnan(turned), money[row, stage, 3:] * worth[:, None], turned)


def _settle(layer):
    """Decide each status from the last to the first: statement, else parts; a clearly larger later sum lifts it.

    Parts that exceed what is stated of their whole at one status do not do so again at the statuses before it.
    """
    after = over = np.zeros_like(layer.money[:, 0])
    for stage in reversed(range(len(STAGES))):
        said, parts = layer.figure[:, stage] >= 0, layer.parts[:, stage]
        money = np.where(said[:, None], layer.stated[:, stage], np.maximum(parts - over, 0))
        basis = np.select([said, parts[:, 1] > 0], [STATED, PARTS], NOTHING)
        less = np.where(said, after[:, 0] > money[:, 2] * (1 + SLACK), after[:, 1] >= money[:, 1] * (1 - 1e-12))
        layer.money[:, stage] = np.where(less[:, None], after, money)
        layer.basis[:, stage] = np.where(less & (after[:, 1] > 0), LATER, basis)
        if stage < len(STAGES) - 1:
            layer.day[less, stage] = layer.day[less, stage + 1]
        after = layer.money[:, stage]
        over = np.maximum(np.nan_to_num(parts - after, nan=0.0), 0)
