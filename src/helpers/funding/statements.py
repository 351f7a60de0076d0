"""Figures as statements that can be compared: typed, dated, in one order, with what keeps each out of a sum."""

import numpy as np
import pandas as pd

from ..dates import span
from ..schema import STATUSES

NEEDED = ("figure_id", "flow_id", "low", "high", "currency", "status", "date")
OPTIONAL = {
    "report_id": None,
    "hop": np.nan,
    "payer": None,
    "recipient": None,
    "instrument": None,
    "contract": None,
    "kind": "flow",
    "backed_by": None,
    "stated_by": None,
    "group": None,
    "weight": 1.0,
}
COUNTED = ("flow", "cumulative")


def statements(figures, as_of=None, sure=True):
    """Figures in a fixed order with their bounds, dates, exactness, and the reason that keeps each out of sums.

    Parameters
    ----------
    figures : pandas.DataFrame
        Figures table; `kind`, `hop`, `contract`, `weight` and the names may be absent.
    as_of : str, optional
        ISO date: leave out what was said of later days (and, where there is a column `published`, printed later).
    sure : bool
        With `as_of`: leave out also what may be later, because its date is incomplete or missing.

    Returns
    -------
    pandas.DataFrame
        The figures' columns, sorted by figure_id, and: first, last (datetime64, the days the date can mean), rank
        (status, 0 announced to 4 disbursed, -1 none), amount (low and high's middle, or the one that is given),
        digits (significant digits of the amount), out (why it enters no sum; missing if it does).

    Raises
    ------
    ValueError
        If a column is absent, a key appears twice, or a cell is out of its vocabulary; it names the figure.

    >>> made = pd.DataFrame({"figure_id": ["a"], "flow_id": ["x"], "low": [None], "high": [35e9], "currency": ["EUR"],
    ...                      "status": ["pledged"], "date": ["2024-10"]})
    >>> statements(made)["out"].tolist()
    ['ceiling']
    """
    absent = [c for c in NEEDED if c not in figures]
    if absent:
        raise ValueError(f"figures: column {absent[0]!r} is absent; columns needed are {', '.join(NEEDED)}")
    made = figures.copy()
    for column, value in OPTIONAL.items():
        made[column] = made.get(column, value)
    made["kind"] = made["kind"].fillna("flow")
    twice = made["figure_id"][made["figure_id"].duplicated()]
    if len(twice):
        raise ValueError(f"figures: figure_id {twice.iloc[0]!r} stands in more than one row; give each its own")
    made = made.sort_values("figure_id", ignore_index=True)
    for column in ("low", "high", "hop", "weight"):
        made[column] = pd.to_numeric(made[column]).astype("float64")
    made["weight"] = made["weight"].fillna(0.0)
    unknown = made[made["status"].notna() & ~made["status"].isin(STATUSES)]
    if len(unknown):
        row = unknown.iloc[0]
        raise ValueError(f"figure {row.figure_id!r}: status {row.status!r}; expected one of {', '.join(STATUSES)}")
    made = made.join(span(made.set_index("figure_id")["date"]).reset_index(drop=True))
    made["rank"] = made["status"].map({s: i for i, s in enumerate(STATUSES)}).fillna(-1).astype(int)
    made["amount"] = made[["low", "high"]].mean(axis=1)
    made["digits"] = _digits(made["amount"].to_numpy())
    made["out"] = _out(made)
    return made if as_of is None else made[_known(made, as_of, sure)].reset_index(drop=True)


def _digits(amount):
    """Significant digits of each amount, trailing zeros not counted."""
    left = np.nan_to_num(np.abs(amount), posinf=0).round().astype("int64")
    while ((left > 0) & (left % 10 == 0)).any():
        left = np.where((left > 0) & (left % 10 == 0), left // 10, left)
    return np.where(left > 0, np.floor(np.log10(np.maximum(left, 1))).astype(int) + 1, 0)


def _out(made):
    reasons = [
        (made["flow_id"].isna(), "no flow_id"),
        (made["amount"].isna(), "no amount"),
        (made["currency"].isna(), "no currency"),
        (~made["kind"].isin(COUNTED), made["kind"]),
        (made["low"].isna(), "ceiling"),
        (made["rank"] < 0, "no status"),
    ]
    out = pd.Series(None, index=made.index, dtype="object")
    for holds, why in reversed(reasons):
        out = out.mask(holds, why)
    return out.astype("str")


def _known(made, as_of, sure):
    day = span(pd.Series([as_of]))["last"][0]
    known = made["last"] <= day if sure else ~(made["first"] > day)
    if "published" in made:
        printed = span(made.set_index("figure_id")["published"]).reset_index(drop=True)
        known &= (printed["last"] <= day) if sure else ~(printed["first"] > day)
    return known


def contracts(stated):
    """The currency each flow is owed in: as coded, else that of its furthest, most exact, earliest statement.

    Parameters
    ----------
    stated : pandas.DataFrame
        From :func:`statements`.

    Returns
    -------
    pandas.Series
        Currency by flow_id.

    Raises
    ------
    ValueError
        If one flow is coded with two contract currencies.
    """
    coded = stated[["flow_id", "contract"]].dropna().drop_duplicates().sort_values(["flow_id", "contract"])
    twice = coded[coded["flow_id"].duplicated(keep=False)]
    if len(twice):
        found = ", ".join(twice.loc[twice["flow_id"] == twice["flow_id"].iloc[0], "contract"])
        raise ValueError(f"flow {twice['flow_id'].iloc[0]!r}: contract currencies {found}; code one for all its rows")
    usable = stated[stated["currency"].notna() & stated["flow_id"].notna()]
    order = usable.assign(counts=usable["out"].isna(), increment=usable["kind"] == "flow")
    order = order.sort_values(
        ["flow_id", "counts", "increment", "rank", "digits", "first", "currency"],
        ascending=[True, False, False, False, False, True, True],
        kind="stable",
    )
    inferred = order.drop_duplicates("flow_id").set_index("flow_id")["currency"]
    return coded.set_index("flow_id")["contract"].combine_first(inferred)


def distinct(stated, keys):
    """One row for each value that was stated under the same `keys`: the first statement of it.

    Telling a thing again, by the same or another outlet, thus changes neither the value nor its date.
    """
    same = [*keys, "currency", "low", "high"]
    order = stated.sort_values([*same, "first", "figure_id"], kind="stable", na_position="last")
    heaviest = order.groupby(same, dropna=False, sort=False)["weight"].transform("max")
    return order.assign(weight=heaviest).drop_duplicates(same)


def choose(stated, keys, native, latest=False):
    """The statement to go by under each of `keys`.

    Values given with more weight come first; then those in the contract currency, the most exact, the one stated
    first on the latest day, the smaller.

    Parameters
    ----------
    stated : pandas.DataFrame
        From :func:`statements`, any columns more.
    keys : list of str
    native : pandas.Series of bool
        Whether each row is in its flow's contract currency.
    latest : bool
        Take the latest day first (for cumulative statements, which grow).

    Returns
    -------
    pandas.DataFrame
        One row of `stated` for each combination of `keys`.
    """
    order = distinct(stated.assign(native=native), keys)
    best = ["first", "weight", "native", "digits"] if latest else ["weight", "native", "digits", "first"]
    order = order.sort_values(
        [*keys, *best, "amount", "currency", "figure_id"],
        ascending=[True] * len(keys) + [False] * 4 + [True] * 3,
        kind="stable",
        na_position="last",
    )
    return order.drop_duplicates(keys)
