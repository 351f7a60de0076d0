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
    made = _Totals(book)
    net = book.graph
    rows = [made.row(flow) for flow in range(len(net.flows))]
    table = pd.DataFrame(rows, columns=_columns())
    text = [
        c
        for c in table
        if c.endswith(_TEXT) or c in ("flow_id", "parent", "label", "payer", "recipient", "instrument", *_MISSING)
    ]
    return table.astype(dict.fromkeys(text, "str")).assign(currency=book.currency, as_of=book.as_of)


_FIELDS = ("", "_low", "_high", "_report_ids", "_day", "_stated_by", "_own")
_MISSING = ("undated", "unconverted")
_TEXT = ("_ids", "_day", "_stated_by")


def _columns():
    by_measure = [f"{m}{field}" for m in MEASURES for field in _FIELDS]
    missing = [f"{m}{field}" for m in _MISSING for field in ("", "_report_ids")]
    return [
        "flow_id",
        "parent",
        "label",
        "payer",
        "recipient",
        "instrument",
        "statements",
        *by_measure,
        *missing,
        "figure_ids",
    ]


class _Totals:
    """A book, asked for one flow after another; what a whole needs of its parts is kept."""

    def __init__(self, book):
        self.book, self.draw = book, Drawing(book)
        tree, chosen, counted = book.tree, book.chosen, book.counted
        self.money, self.basis, self.figure = tree.money, tree.basis.tolist(), tree.figure.tolist()
        self.value = tree.money[:, PAID, 4].tolist()
        self.split, self.cumulative, self.day = tree.split, tree.cumulative, tree.day
        self.chosen = chosen["figure_id"].tolist()
        self.worth = list(map(tuple, chosen[["value_low", "value", "value_high", "amount_in"]].to_numpy().tolist()))
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

    def row(self, flow):
        """The cells of one flow, in the order of the columns."""
        promised, ids = self.promise(flow)
        sums = {name: (promised[i][:3], ids[i]) for i, name in enumerate(PROMISES)}
        for key, name in enumerate(("gross_paid", "gross_received")):
            row = self.draw.row.get((flow, key))
            if row is not None and self.value[row] > 0:
                sums[name] = (self.money[row, PAID, 3:].tolist(), self.carried(flow, key))
        back = self.returned.get(flow, (_NONE, ()))
        sums["returned"] = back
        for name in ("paid", "received"):
            gross, used = sums.get(f"gross_{name}", (_NONE, ()))
            less = (gross[0] - back[0][2], gross[1] - back[0][1], gross[2] - back[0][0])
            sums[f"net_{name}"] = (less, (*used, *back[1]))
        rest = self.untraced(flow)
        sums["untraced"] = (rest, sums["gross_received"][1] if rest[1] > 0 else ())
        sums["ceiling"] = self.ceilings.get(flow, (_NONE, ()))
        flows, up = self.book.graph.flows, self.parents.get(flow)
        parents = " ".join(flows[i] for i in sorted(up)) if up else None
        names = [self.names[c].get(flow) for c in ("payer", "recipient", "instrument")]
        cells = [flows[flow], parents, _label(*names), *names, self.number.get(flow, 0)]
        figure_ids = set()
        for name in MEASURES:
            (low, value, high), used = sums.get(name, (_NONE, ()))
            if not used:
                cells += (value, low, high, None, None, None, None)
                continue
            figure_ids.update(used)
            cells += (value, low, high if high < np.inf else np.nan, *self._origin(name, used))
        for reason in _MISSING:
            cells += self.missing[reason].get(flow, (None, None))
        return [*cells, " ".join(sorted(figure_ids)) or None]

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
        if row is not None and self.basis[row][PAID] in (STATED, PARTS):
            stated = self.basis[row][PAID] == STATED
            if stated:
                ids = (self.chosen[self.figure[row][PAID]],)
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
        for stage in reversed(range(PAID)):
            for key in (0, 1):
                row = self.draw.row.get((flow, key))
                if row is not None and (at := self.figure[row][stage]) >= 0:
                    return _COLUMN[stage], self.worth[at], self.chosen[at]
        return None

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
        return any(row is not None and self.basis[row][rank] == STATED for row in rows)


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
