"""Pairs of sums under different flows that may be the same money: listed for the reader, never merged."""

import re

import numpy as np
import pandas as pd

from .classes import CONVERSION
from .rates import exchange_rates, rate_table
from .statements import COUNTED, statements

# days between two reports of one payment
APART = 14
# sums this far off are still one sum, printed to fewer digits
ROUNDED = 0.02
SAME, RATE, SPELLING, ONWARD = (
    "same payer, recipient and sum",
    "same sum in another currency",
    "same sum, names spelt otherwise",
    "the recipient pays the same sum on",
)
COLUMNS = [
    "flow_id",
    "other_flow",
    "reason",
    "payer",
    "recipient",
    "amount",
    "currency",
    "other_payer",
    "other_recipient",
    "other_amount",
    "other_currency",
    "days",
    "figure_ids",
    "report_ids",
]


def candidates(
    figures: pd.DataFrame,
    reports: pd.DataFrame | None = None,
    *,
    parts: pd.DataFrame | None = None,
    rates: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    as_of: str | None = None,
) -> pd.DataFrame:
    """Pairs of flows that may be the same money.

    Two sums may be one if they are equal within rounding (or, in two currencies, within 3 % of the day's rate), were
    told of days at most two weeks apart, and have the same payer and recipient, under the same or a similar spelling;
    or if the recipient of one pays the same sum on. Nothing is merged: to count two sums once, give them one flow_id.

    Parameters
    ----------
    figures, reports, rates, actors, as_of
        As in :func:`helpers.funding.ledger`.
    parts : pandas.DataFrame, optional
        A flow and its own part or whole are no candidates.

    Returns
    -------
    pandas.DataFrame
        A row for each pair: flow_id, other_flow, reason, payer, recipient, amount, currency and the same of the other,
        days (between them; missing if a date is), figure_ids, report_ids (separated by blanks).

    >>> rows = pd.DataFrame({"figure_id": list("ab"), "flow_id": ["x", "y"], "payer": "Donor", "recipient":
    ...     ["Clinic", "The Clinic"], "low": 8e4, "high": 8e4, "currency": "EUR", "status": "disbursed",
    ...     "date": ["2024-06-04", "2024-06-05"]})
    >>> candidates(rows)[["flow_id", "other_flow", "reason", "days"]].values.tolist()
    [['x', 'y', 'same sum, names spelt otherwise', 1.0]]
    """
    rows = statements(figures, reports=reports, actors=actors, as_of=as_of)
    rows = rows[rows["kind"].isin(COUNTED) & (rows["amount"] > 0) & rows["currency"].notna()]
    rows = rows[rows["payer"].notna() & rows["recipient"].notna()].reset_index(drop=True)
    table = rate_table(rates)
    rows["worth"] = _worth(rows, table)
    rows["payer_key"], rows["recipient_key"] = _keys(rows["payer"]), _keys(rows["recipient"])
    rows = rows.drop_duplicates(["flow_id", "payer", "recipient", "amount", "currency", "date"])
    columns = ["flow_id", "payer", "recipient", "payer_key", "recipient_key", "amount", "currency", "worth", "first"]
    rows = rows[[*columns, "figure_id", "report_id"]]
    pairs = [
        _pairs(rows, ["payer_key", "recipient_key"], ["payer_key", "recipient_key"]),
        _pairs(rows, ["recipient_key"], ["payer_key"]).assign(onward=True),
    ]
    found = pd.concat(pairs, ignore_index=True)
    days = (found["first_b"] - found["first_a"]).dt.days.abs().astype(float)
    found["days"] = days
    found = found[(days.isna() | (days <= APART)).to_numpy() & (found["flow_id_a"] != found["flow_id_b"])]
    found = found.assign(reason=_reason(found))
    found = _ordered(_unrelated(found, parts))
    return found.reindex(columns=COLUMNS)


def _worth(rows, table):
    """Sums in euros at the rate of their day; where there is none, as they are, apart by currency."""
    euros = pd.Series("EUR", index=rows.index, dtype="object")
    rate = exchange_rates(rows["currency"].astype("object"), euros, rows[["first", "last"]], rates=table)["rate"]
    return rows["amount"] * rate


def _keys(names):
    """Names without articles, marks, capitals and the order of words."""
    table = {}
    for name in names.unique():
        words = [w for w in re.findall(r"\w+", name.casefold()) if w not in _ARTICLES]
        table[name] = " ".join(sorted(words)) or name.casefold()
    return names.map(table)


_ARTICLES = {"a", "an", "the", "of", "der", "die", "das", "le", "la", "les", "el", "los", "il", "gli"}


def _pairs(rows, left, right):
    """Rows that agree in names and, to within the wider tolerance, in worth or in amount and currency."""
    made = []
    for size, same in (("worth", False), ("amount", True)):
        here = rows[rows["worth"].notna()] if size == "worth" else rows
        step = np.log(1 + CONVERSION)
        bucket = np.floor(np.log(here[size]) / step).astype(int)
        a = here.assign(bucket=bucket, row=here.index)
        b = pd.concat([a.assign(bucket=bucket + shift) for shift in (-1, 0, 1)])
        more = ["currency"] if same else []
        keys_a, keys_b = a[[*left, *more, "bucket"]], b[[*right, *more, "bucket"]]
        a = a.assign(**{f"k{i}": keys_a.iloc[:, i] for i in range(keys_a.shape[1])})
        b = b.assign(**{f"k{i}": keys_b.iloc[:, i] for i in range(keys_b.shape[1])})
        both = a.merge(b, on=[f"k{i}" for i in range(keys_a.shape[1])], suffixes=("_a", "_b"))
        both = both[both["row_a"] != both["row_b"]]
        both = both[both["row_a"] < both["row_b"]] if left == right else both
        near = (both[f"{size}_a"] / both[f"{size}_b"] - 1).abs()
        limit = np.where(both["currency_a"] == both["currency_b"], ROUNDED, CONVERSION)
        made.append(both[near <= limit])
    return pd.concat(made).drop_duplicates(["row_a", "row_b"]).assign(onward=False)


def _reason(found):
    names = (found["payer_a"] == found["payer_b"]) & (found["recipient_a"] == found["recipient_b"])
    rules = [(found["onward"].to_numpy(bool), ONWARD), (~names, SPELLING)]
    rules += [((found["currency_a"] != found["currency_b"]), RATE)]
    return np.select([np.asarray(r, bool) for r, _ in rules], [c for _, c in rules], SAME)


def _unrelated(found, parts):
    """Without pairs of which one is, by any way up, inside the other."""
    if parts is None or not len(parts):
        return found
    above: dict = {}
    for child, parent in parts[["child", "parent"]].dropna().itertuples(index=False):
        above.setdefault(child, set()).add(parent)

    def inside(one, other):
        seen, todo = set(), [one]
        while todo:
            here = todo.pop()
            if here == other:
                return True
            todo += [p for p in above.get(here, ()) if p not in seen]
            seen.add(here)
        return False

    kept = [not (inside(a, b) or inside(b, a)) for a, b in zip(found["flow_id_a"], found["flow_id_b"], strict=True)]
    return found[np.array(kept, bool)]


def _ordered(found):
    """One row for each pair of flows and reason, the two in the order of their days."""
    swap = ~found["onward"].to_numpy(bool) & (found["flow_id_a"] > found["flow_id_b"]).to_numpy()
    made = pd.DataFrame(index=found.index)
    for column in ("flow_id", "payer", "recipient", "amount", "currency", "figure_id", "report_id"):
        a, b = found[f"{column}_a"], found[f"{column}_b"]
        other = "other_flow" if column == "flow_id" else f"other_{column}"
        made[column], made[other] = a.where(~swap, b), b.where(~swap, a)
    made = made.assign(reason=found["reason"], days=found["days"])
    keys = ["flow_id", "other_flow", "reason"]
    made = made.sort_values([*keys, "days", "figure_id", "other_figure_id"], na_position="last")
    made["figure_ids"] = made["figure_id"] + " " + made["other_figure_id"]
    reports = [sorted({r for r in pair if isinstance(r, str)}) for pair in
               zip(made["report_id"], made["other_report_id"], strict=True)]  # fmt: skip
    made["report_ids"] = [" ".join(r) for r in reports]
    return made.drop_duplicates(keys).reset_index(drop=True)
