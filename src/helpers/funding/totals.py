"""What each flow and each whole comes to: promised, paid, arrived, paid back; with who says so, when, and where."""

from itertools import chain

import numpy as np
import pandas as pd

from ..names import members
from .flows import Drawing, plain
from .ledger import Book
from .statements import PAID, RETURNS
from .tree import MOVED, PARTS, SLACK, STATED

PROMISES = ("announced", "pledged", "committed")
MEASURES = (*PROMISES, "gross_paid", "gross_received", "returned", "net_paid", "net_received", "untraced", "ceiling")
# the stage each status is counted under; what is allocated is committed
_COLUMN = (0, 1, 2, 2)
_NONE = (0.0, 0.0, 0.0)
_NET = {"gross_paid": "net_paid", "gross_received": "net_received"}
_BITS = {"gross_paid": 1, "gross_received": 2, "net_paid": 1, "net_received": 2}
_NO_PROMISE = (0.0, 0.0, 0.0, 0.0)


def totals(book: Book) -> pd.DataFrame:
    """A row for each flow and each whole, with what it comes to at each stage.

    Parameters
    ----------
    book : Book
        From :func:`helpers.funding.ledger`.

    Returns
    -------
    pandas.DataFrame
        flow_id, parent (the wholes it is a part of, separated by blanks; missing if none), label (payer to recipient:
        instrument), payer, recipient, instrument, statements (counted ones, with those about its parts), and in the
        book's currency: announced, pledged, committed (each sum under the highest of these stages that it has
        reached, so that none stands in two; what is allocated is committed), gross_paid (disbursed on the first hop),
        gross_received (disbursed on the last), returned (refunds and repayments), net_paid, net_received, untraced
        (received by statement, without a payment that is known), ceiling (the latest upper limit). Each of these has
        the columns _low, _high (missing: open), _report_ids (separated by blanks), _day (as stated, of the latest
        statement), _stated_by, and _own (whether the payer himself states it; missing: not known). Also undated and
        unconverted: what is missing from the row, in its own currency, as text; and undated_report_ids,
        unconverted_report_ids, figure_ids (the statements gone by), currency, as_of.

    >>> from helpers.funding import ledger
    >>> rows = pd.DataFrame({"figure_id": list("ab"), "flow_id": "aid", "payer": ["Fund", "Village"],
    ...     "recipient": ["Village", "Fund"], "low": [600.0, 150.0], "high": [600.0, 150.0], "currency": "USD",
    ...     "status": "disbursed", "kind": ["flow", "refund"], "date": "2024-06-04"})
    >>> table = totals(ledger(rows, pd.DataFrame(columns=["child", "parent"])))
    >>> table[["gross_paid", "returned", "net_paid"]].values.tolist()
    [[600.0, 150.0, 450.0]]
    """
    made, flows = _Totals(book), book.graph.flows
    columns: dict = {"flow_id": flows, "parent": made.column(made.parent)}
    names = [made.column(made.names[c].get) for c in ("payer", "recipient", "instrument")]
    columns["label"] = np.array([_label(*row) for row in zip(*names, strict=True)], dtype=object)
    columns |= dict(zip(("payer", "recipient", "instrument"), names, strict=True))
    columns["statements"] = [made.number.get(flow, 0) for flow in range(len(flows))]
    sums, figure_ids = made.sums()
    for name in MEASURES:
        columns |= {f"{name}{field}": sums[name][field] for field in _FIELDS}
    for name in _MISSING:
        cells = [made.missing[name].get(flow, (None, None)) for flow in range(len(flows))]
        columns[name], columns[f"{name}_report_ids"] = zip(*cells, strict=True) if cells else ((), ())
    columns["figure_ids"] = [" ".join(sorted(ids)) or None for ids in figure_ids]
    table = pd.DataFrame(columns)
    text = {"flow_id", "parent", "label", "payer", "recipient", "instrument", *_MISSING}
    text |= {c for c in table if c.endswith(("_ids", "_day", "_stated_by"))}
    return table.astype(dict.fromkeys(text, "str")).assign(currency=book.currency, as_of=book.as_of)


_FIELDS = ("", "_low", "_high", "_report_ids", "_day", "_stated_by", "_own")
_MISSING = ("undated", "unconverted")


class _Totals:
    """A book, asked for one flow after another; what a whole needs of its parts is kept."""

    def __init__(self, book):
        self.book, self.draw = book, Drawing(book)
        tree, chosen, counted = book.tree, book.chosen, book.counted
        self.money, self.basis = tree.money, tree.basis
        self.value, self.paid_basis = tree.money[:, PAID, 4].tolist(), tree.basis[:, PAID].tolist()
        self.paid_figure = tree.figure[:, PAID].tolist()
        promised = tree.figure[:, PAID - 1 :: -1] >= 0  # from the furthest promise to the first
        stage = PAID - 1 - promised.argmax(axis=1)
        self.promised = np.where(promised.any(axis=1), stage, -1).tolist()
        self.promise_figure = tree.figure[np.arange(len(stage)), stage].tolist()
        self.split, self.cumulative, self.day = tree.split, tree.cumulative, tree.day
        self.chosen = chosen["figure_id"].tolist()
        self.worth = chosen[["value_low", "value", "value_high", "amount_in"]].to_numpy()
        self.said = _facts(book)
        self.retold: dict = {}
        days = counted["first"].to_numpy("datetime64[s]").astype(int).tolist()
        columns = [counted[c].tolist() for c in ("flow", "rank", "figure_id", "ends", "kind")]
        for f, rank, *rest in zip(*columns, days, strict=True):
            self.retold.setdefault((f, rank), []).append(rest)
        self.parents: dict = {}
        up = book.graph.links[["child", "parent"]].drop_duplicates()
        for child, parent in zip(up["child"].tolist(), up["parent"].tolist(), strict=True):
            self.parents.setdefault(child, []).append(parent)
        self.returned = self._raised(book.returned)
        self.missing = self._missing()
        self.ceilings = _ceilings(book.statements)
        names = counted.sort_values(["rank", "figure_id"], ascending=[False, True])
        self.names = {}
        for column, bit, of in (("payer", "relayed", "payer_as"), ("recipient", "onward", "recipient_as")):
            first = names[~names[bit] & names[of].notna()].drop_duplicates("flow")
            self.names[column] = dict(zip(first["flow"].tolist(), first[of].tolist(), strict=True))
        rest = book.statements[~book.statements["kind"].isin(RETURNS)]
        for column in ("payer", "recipient", "instrument"):
            first = rest.dropna(subset=[column]).drop_duplicates("flow")
            known = dict(zip(first["flow"].tolist(), first[column].tolist(), strict=True))
            self.names[column] = {**known, **self.names.get(column, {})}
        self.number: dict = {}
        for flow, size in counted.groupby("flow").size().items():
            for above in self._above(flow):
                self.number[above] = self.number.get(above, 0) + size
        self.promises: dict = {}
        self.carriers: dict = {}
        self.rest: dict = {}

    def column(self, cell):
        """A cell for each flow."""
        return np.array([cell(flow) for flow in range(len(self.book.graph.flows))], dtype=object)

    def parent(self, flow):
        up = self.parents.get(flow)
        return " ".join(self.book.graph.flows[i] for i in sorted(up)) if up else None

    def sums(self):
        """Measure -> field -> a cell for each flow; and the statements that each flow rests on."""
        n = len(self.book.graph.flows)
        sums = {
            name: {f: np.zeros(n) if i < 3 else np.full(n, None, object) for i, f in enumerate(_FIELDS)}
            for name in MEASURES
        }
        figure_ids: list = [set() for _ in range(n)]
        for flow in range(n):
            back = self.returned.get(flow)
            for name, money, ids in self._known(flow, back):
                cells = sums[name]
                cells["_low"][flow], cells[""][flow], cells["_high"][flow] = money
                if ids:
                    figure_ids[flow].update(ids)
                    origin = self._origin(name, ids)
                    for field, cell in zip(_FIELDS[3:], origin, strict=True):
                        cells[field][flow] = cell
                if back is None and name in _NET:
                    net = sums[_NET[name]]
                    for field in _FIELDS:
                        net[field][flow] = cells[field][flow]
        for cells in sums.values():
            cells["_high"][np.isinf(cells["_high"])] = np.nan
        return sums, figure_ids

    def _known(self, flow, back):
        """Measure, money (low, value, high) and statements of what is known of a flow; net only if any came back."""
        promised, ids = self.promise(flow)
        for name, money, used in zip(PROMISES, promised, ids, strict=True):
            if used:
                yield name, money[:3], used
        carried: dict = {}
        for key, name in enumerate(_NET):
            row = self.draw.row.get((flow, key))
            if row is not None and self.value[row] > 0:
                carried[name] = (self.money[row, PAID, 3:].tolist(), self.carried(flow, key))
                yield name, *carried[name]
        if back is not None:
            yield "returned", *back
            for name, net in _NET.items():
                gross, used = carried.get(name, (_NONE, ()))
                less = (gross[0] - back[0][2], gross[1] - back[0][1], gross[2] - back[0][0])
                yield net, less, (*used, *back[1])
        rest = self.untraced(flow)
        if rest[1] > 0:
            yield "untraced", rest, carried.get("gross_received", (_NONE, ()))[1]
        if flow in self.ceilings:
            yield "ceiling", *self.ceilings[flow]

    def _origin(self, name, ids):
        """report_ids, day, stated_by and own of the statements gone by."""
        facts = [self.said[i] for i in ids]
        reports = {f[1] for f in facts if f[1]}
        if name in _BITS:
            for fact in facts:
                reports |= self._retellings(fact, _BITS[name])
        day = max((f[:4] for f in facts if f[3]), default=(None,), key=lambda f: (f[0], f[2], f[3]))[-1]
        who = sorted({f[4] for f in facts if f[4]})
        own = [f[5] for f in facts if f[5] is not None]
        return " ".join(sorted(reports)) or None, day, " + ".join(who) or None, all(own) if own else None

    def _retellings(self, fact, bit):
        """Reports that tell of the same payment."""
        first, *_, flow, rank, kind = fact
        told = self.retold.get((flow, rank), ())
        if len(told) == 1:
            return set()
        return {
            self.said[i][1]
            for i, ends, k, day in told
            if ends & bit and k == kind and (kind == "flow" or day == first) and self.said[i][1]
        }

    def carried(self, flow, key):
        """The statements that make the sum of a flow at an end."""
        at = (flow, key)
        if at in self.carriers:
            return self.carriers[at]
        row = self.draw.row.get(at)
        ids: tuple = ()
        if row is not None and self.paid_basis[row] in (STATED, PARTS):
            stated = self.paid_basis[row] == STATED
            if stated:
                ids = (self.chosen[self.paid_figure[row]],)
            for child in self.draw.splits.get(flow, {}).get(self.split[row, PAID], ()):
                other = self.draw.row.get((child, key))
                if other is None or self.value[other] == 0:
                    continue
                late = stated and self.cumulative[row, PAID] and self.day[other, PAID, 0] > self.day[row, PAID, 0]
                if late or not stated:
                    ids = (*ids, *self.carried(child, key))
        self.carriers[at] = ids
        return ids

    def promise(self, flow):
        """Money (low, value, high, amount in contract currency) and statements under announced, pledged, committed.

        What parts have carried on to a further stage no longer stands under that of the whole.
        """
        if flow in self.promises:
            return self.promises[flow]
        sums, ids = [_NO_PROMISE] * 3, [(), (), ()]
        own = self._own_promise(flow)
        if flow not in self.draw.splits:
            if own is not None:
                sums[own[0]], ids[own[0]] = own[1], (own[2],)
            self.promises[flow] = sums, ids
            return sums, ids
        for parts in self.draw.splits.get(flow, {}).values():
            below = [self.promise(child) for child in parts]
            cut = [tuple(map(sum, zip(*(b[0][i] for b in below), strict=True))) for i in range(3)]
            if sum(c[1] for c in cut) > sum(c[1] for c in sums):
                sums, ids = cut, [tuple(chain.from_iterable(b[1][i] for b in below)) for i in range(3)]
        if own is not None:
            column, money, figure_id = own
            one = all(self.book.contract[c] == self.book.contract[flow] for c in self._parts(flow))
            by = 3 if one else 1  # in one currency no rate comes in between
            left = 1 - sum(s[by] for s in sums[column + 1 :]) / money[by] if money[by] > 0 else 0
            left = left if left > (SLACK if one else MOVED) else 0
            for i in range(column):
                sums[i], ids[i] = _NO_PROMISE, ()
            sums[column] = tuple(m * left if left else 0.0 for m in money)
            ids[column] = (figure_id,) if left else ()
        self.promises[flow] = sums, ids
        return sums, ids

    def _parts(self, flow):
        return {c for parts in self.draw.splits.get(flow, {}).values() for c in parts}

    def _own_promise(self, flow):
        """Column, money and statement of the furthest promise that is stated of a flow itself."""
        rows = [row for key in (0, 1) if (row := self.draw.row.get((flow, key))) is not None]
        row = max(rows, key=lambda r: self.promised[r], default=None)
        if row is None or self.promised[row] < 0:
            return None
        at = self.promise_figure[row]
        return _COLUMN[self.promised[row]], tuple(self.worth[at].tolist()), self.chosen[at]

    def untraced(self, flow):
        """What of the received is stated without a payment that is known, in a flow and all its parts."""
        if flow not in self.rest:
            own = tuple(self.draw.untraced(flow)[3:].tolist())
            split = self.draw.finer(flow)
            if split is not None:
                parts = [self.untraced(c) for c in self.draw.splits[flow][split]]
                own = tuple(map(sum, zip(own, *parts, strict=True)))
            self.rest[flow] = own
        return self.rest[flow]

    def _above(self, flow):
        """A flow and every whole it is inside of."""
        seen, todo = [], [flow]
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.append(here)
                todo += self.parents.get(here, [])
        return seen

    def _raised(self, returned):
        """What was paid back of each flow and of its parts."""
        made: dict = {}
        for flow, low, value, high, figure_ids in returned.itertuples(index=False, name=None):
            for above in self._above(flow):
                money, ids = made.get(above, (_NONE, ()))
                sums = money[0] + low, money[1] + value, money[2] + high
                made[above] = sums, (*ids, *figure_ids.split())
        return made

    def _missing(self):
        """Reason -> flow -> (text in own currency, report_ids) of what is missing from its sums."""
        stated = self.book.statements
        made: dict = {}
        for name, reason in zip(_MISSING, ("undated", "no rate"), strict=True):
            rows = stated[stated["reason"] == reason]
            gathered: dict = {}
            for row in rows.itertuples():
                for above in self._above(row.flow):
                    if above == row.flow or not self._stands(above, row.rank):
                        gathered.setdefault(above, []).append(row)
            made[name] = {flow: _as_text(found) for flow, found in gathered.items()}
        return made

    def _stands(self, flow, rank):
        """Whether a whole is stated at a stage, so that no part is missing from it."""
        rows = (self.draw.row.get((flow, key)) for key in (0, 1))
        return any(row is not None and self.basis[row, rank] == STATED for row in rows)


def _label(payer, recipient, instrument):
    """What a flow is called where people read it."""
    text = f"{payer or 'a payer not named'} to {recipient or 'a recipient not named'}"
    return f"{text}: {instrument}" if instrument else text


def _facts(book):
    """figure_id -> (first day, report_id, last day, date, stated_by, own, flow, rank, kind)."""
    rows, speaks_for, made = book.statements, book.speaks_for, {}
    days = (rows[c].to_numpy("datetime64[s]").astype(int).tolist() for c in ("first", "last"))
    columns = (plain(rows[c]) for c in ("report_id", "date", "stated_by", "payer", "flow", "rank", "kind"))
    known: dict = {}
    for figure_id, first, last, report, date, who, payer, *rest in zip(rows["figure_id"], *days, *columns, strict=True):
        if (who, payer) not in known:
            known[who, payer] = _own(who, payer, speaks_for)
        made[figure_id] = (first, report, last, date, who, known[who, payer], *rest)
    return made


def _own(who, payer, speaks_for):
    """Whether who states a payment pays it, or speaks for who does; None if one of them is not named."""
    if who is None or payer is None:
        return None
    of = {speaks_for.get(n, n) for n in members(payer)} | {payer}
    return bool({speaks_for.get(n, n) for n in members(who)} & of)


def _ceilings(stated):
    """Flow -> the latest upper limit stated of it."""
    rows = stated[(stated["reason"] == "ceiling") & stated["value"].notna()]
    rows = rows.sort_values(["first", "figure_id"], na_position="first").drop_duplicates("flow", keep="last")
    return {r.flow: ((0.0, r.value, r.value), (r.figure_id,)) for r in rows.itertuples()}


def _as_text(rows):
    """Sums in their own currency, each flow's once and none added to another, since one may be inside the other."""
    sums = dict.fromkeys((row.flow, row.currency, row.amount) for row in rows)
    text = "; ".join(f"{amount:,.0f} {currency}" for _, currency, amount in sorted(sums, key=lambda s: (s[1], -s[2])))
    ids = " ".join(sorted({r.report_id for r in rows if isinstance(r.report_id, str)}))
    return text, ids or None
