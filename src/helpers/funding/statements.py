"""Figures as statements that can be added up: typed, dated, parties by one name, and why a row enters no sum."""

import numpy as np
import pandas as pd

from ..dates import span
from ..names import members
from ..schema import STATUSES

# how far a sum has come, from words to payment
STAGES = ("announced", "pledged", "committed", "allocated", "disbursed")
PAID = len(STAGES) - 1
COUNTED = ("flow", "cumulative")
RETURNS = ("refund", "repayment")
NEEDED = ("figure_id", "low", "high", "currency", "status")
OPTIONAL = {
    "report_id": None,
    "flow_id": None,
    "date": None,
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


def statements(
    figures: pd.DataFrame,
    *,
    reports: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    as_of: str | None = None,
    sure: bool = True,
) -> pd.DataFrame:
    """Figures in a fixed order with their bounds, days, exactness, and the reason that keeps each out of sums.

    Parameters
    ----------
    figures : pandas.DataFrame
        Figures table; only figure_id, low, high, currency and status must be there.
    reports : pandas.DataFrame, optional
        report_id, published: the day that stands in for a missing date, and the day a sum became known.
    actors : pandas.DataFrame, optional
        actor, aliases: a payer or recipient that goes by an alias gets the actor's name.
    as_of : str, optional
        ISO day: leave out what was said of later days or printed later.
    sure : bool
        With `as_of`: leave out also what may be later, because its date is incomplete or missing.

    Returns
    -------
    pandas.DataFrame
        The figures' columns, sorted by figure_id; flow_id is filled (a row without one is a flow of its own); and:
        dated_by (figure, report; missing if there is no day), first, last (datetime64, the days the date can mean),
        rank (stage, 0 announced to 4 disbursed; -1 none), amount (middle of low and high, or the one that is given),
        digits (significant digits of the amount), reason (why it enters no sum; missing if it does).

    Raises
    ------
    ValueError
        If a column is absent, a key appears twice, or a cell is out of its vocabulary; it names the figure.

    >>> rows = pd.DataFrame({"figure_id": ["a"], "low": [None], "high": [35e9], "currency": ["EUR"],
    ...                      "status": ["pledged"], "date": ["2024-10"]})
    >>> statements(rows)[["flow_id", "reason"]].values.tolist()
    [['a', 'ceiling']]
    """
    absent = [c for c in NEEDED if c not in figures]
    if absent:
        raise ValueError(f"figures: column {absent[0]!r} is absent; columns needed are {', '.join(NEEDED)}")
    rows = figures.copy()
    for column, value in OPTIONAL.items():
        rows[column] = rows.get(column, value)
    twice = rows["figure_id"][rows["figure_id"].duplicated()]
    if len(twice):
        raise ValueError(f"figures: figure_id {twice.iloc[0]!r} stands in more than one row; give each its own")
    rows = rows.sort_values("figure_id", ignore_index=True)
    rows["kind"] = rows["kind"].fillna("flow")
    _numbers(rows)
    wrong = rows[rows["status"].notna() & ~rows["status"].isin([*STATUSES, "cancelled"])]
    if len(wrong):
        row = wrong.iloc[0]
        raise ValueError(f"figure {row.figure_id!r}: status {row.status!r}; expected one of {', '.join(STATUSES)}")
    rows["flow_id"] = _flows(rows)
    for column in ("payer", "recipient", "stated_by"):
        rows[column] = _renamed(rows[column], actors)
    published = _published(rows, reports)
    rows = _dated(rows, published)
    rows["rank"] = rows["status"].map({s: i for i, s in enumerate(STAGES)}).fillna(-1).astype(int)
    rows.loc[rows["kind"].isin(RETURNS) & rows["status"].isna(), "rank"] = PAID
    rows["amount"] = rows[["low", "high"]].mean(axis=1)
    rows["digits"] = significant_digits(rows["amount"].to_numpy())
    rows["reason"] = _reason(rows)
    if as_of is None:
        return rows
    known, undated = _known(rows, published, as_of, sure)
    rows.loc[undated & rows["reason"].isna(), "reason"] = "undated"
    return rows[known].reset_index(drop=True)


def _numbers(rows):
    for column in ("low", "high", "hop", "weight"):
        numbers = pd.to_numeric(rows[column], errors="coerce").astype("float64")
        wrong = rows[column].notna() & numbers.isna()
        if wrong.any():
            row = rows[wrong].iloc[0]
            raise ValueError(f"figure {row['figure_id']!r}: {column} {row[column]!r}; expected a bare number")
        rows[column] = numbers
    rows["weight"] = rows["weight"].fillna(0.0)


def _flows(rows):
    """flow_id, where it is missing the row's own key."""
    coded = rows["flow_id"].astype("object").where(rows["flow_id"].notna())
    taken = set(coded.dropna())
    own = {key: key for key in rows.loc[coded.isna(), "figure_id"]}
    for key in own:
        while own[key] in taken:
            own[key] = f"own-{own[key]}"
    return coded.fillna(rows["figure_id"].map(own)).astype("str")


def _renamed(names, actors):
    """Names with aliases replaced by the actor's name, also within joint names."""
    names = names.astype("object").where(names.notna(), None)
    if actors is None or "aliases" not in actors:
        return names
    known, alias = set(actors["actor"]), {}
    for actor, cell in actors[["actor", "aliases"]].dropna().itertuples(index=False):
        for name in (n.strip() for n in str(cell).split("|")):
            alias.setdefault(name, set()).add(actor)
    alias = {name: min(of) for name, of in alias.items() if len(of) == 1 and name not in known}
    if not alias:
        return names

    def renamed(name):
        if name in alias or name in known:
            return alias.get(name, name)
        parts = members(name)
        return " + ".join(alias.get(n, n) for n in parts) if any(n in alias for n in parts) else name

    table = {name: renamed(name) for name in names.dropna().unique()}
    return names.map(table).astype("object").where(names.notna(), None)


def _published(rows, reports):
    """The day each row's report was printed, as far as it is known."""
    if reports is not None and "published" in reports:
        days = reports.drop_duplicates("report_id").set_index("report_id")["published"]
        return rows["report_id"].map(days).astype("object")
    given = rows["published"] if "published" in rows else pd.Series(None, index=rows.index)
    return given.astype("object")


def _dated(rows, published):
    own = rows["date"].astype("object")
    dates = own.where(own.notna(), published)
    source = np.select([own.notna(), dates.notna()], ["figure", "report"], "none")
    rows = rows.assign(date=dates.where(dates.notna(), None), dated_by=pd.Series(source, index=rows.index))
    rows["dated_by"] = rows["dated_by"].where(rows["dated_by"] != "none")
    return rows.join(span(rows.set_index("figure_id")["date"]).reset_index(drop=True))


def significant_digits(amount: np.ndarray) -> np.ndarray:
    """Significant digits of each amount, trailing zeros not counted.

    >>> significant_digits(np.array([2.26e9, 20.0, 0.0])).tolist()
    [3, 1, 0]
    """
    left = np.nan_to_num(np.abs(amount), posinf=0).round().astype("int64")
    while ((left > 0) & (left % 10 == 0)).any():
        left = np.where((left > 0) & (left % 10 == 0), left // 10, left)
    return np.where(left > 0, np.floor(np.log10(np.maximum(left, 1))).astype(int) + 1, 0)


def _reason(rows):
    returned = rows["kind"].isin(RETURNS)
    reasons = [
        (rows["status"] == "cancelled", "cancelled"),
        (rows["amount"].isna(), "no amount"),
        (rows["currency"].isna(), "no currency"),
        (returned & (rows["rank"] < PAID), "not paid back yet"),
        (~rows["kind"].isin(COUNTED) & ~returned, rows["kind"]),
        (rows["low"].isna(), "ceiling"),
        (rows["rank"] < 0, "no status"),
    ]
    out = pd.Series(None, index=rows.index, dtype="object")
    for holds, why in reversed(reasons):
        out = out.mask(holds, why)
    return out.astype("str")


def _known(rows, published, as_of, sure):
    """Whether each row belongs to the end of a day, and whether nobody can tell because it has no day."""
    day = span(pd.Series([as_of]))["last"][0]
    printed = span(published)
    ends, starts = rows["last"] <= day, ~(rows["first"] > day)
    ends &= (printed["last"] <= day) | printed["last"].isna()
    starts &= ~(printed["first"] > day)
    undated = rows["first"].isna() & starts
    return (ends | undated, undated) if sure else (starts, undated & False)


def contracts(stated: pd.DataFrame) -> pd.Series:
    """The currency each flow is owed in: as coded, else that of its furthest, most exact, earliest statement.

    Parameters
    ----------
    stated : pandas.DataFrame
        From :func:`statements`.

    Returns
    -------
    pandas.Series
        Currency by flow_id; of several coded ones the one on most rows (:mod:`helpers.funding.checks` lists them).
    """
    coded = stated.dropna(subset=["contract"]).groupby(["flow_id", "contract"]).size().rename("rows").reset_index()
    coded = coded.sort_values(["flow_id", "rows", "contract"], ascending=[True, False, True])
    coded = coded.drop_duplicates("flow_id").set_index("flow_id")["contract"].astype("object")
    usable = stated[stated["currency"].notna()]
    order = usable.assign(counts=usable["reason"].isna(), increment=usable["kind"] == "flow")
    order = order.sort_values(
        ["flow_id", "counts", "increment", "rank", "digits", "first", "currency"],
        ascending=[True, False, False, False, False, True, True],
        kind="stable",
    )
    inferred = order.drop_duplicates("flow_id").set_index("flow_id")["currency"].astype("object")
    return coded.combine_first(inferred)


def choose(stated: pd.DataFrame, keys: list[str], *, latest: bool = False) -> pd.DataFrame:
    """The statement to go by under each of `keys`.

    Values given with more weight come first; then those in the contract currency, the most exact, the one stated
    first on the latest day, the smaller. Telling a thing again, by the same or another outlet, changes neither the
    value nor its day.

    Parameters
    ----------
    stated : pandas.DataFrame
        From :func:`statements`, with a column native (whether the row is in its flow's contract currency) and any
        columns more; direct (a row that tells of the step itself is taken before one that leaps over steps) if given.
    keys : list of str
    latest : bool
        Take the latest day first (for cumulative statements, which grow).

    Returns
    -------
    pandas.DataFrame
        One row of `stated` for each combination of `keys`.
    """
    same = [*keys, "currency", "low", "high"]
    order = stated.sort_values([*same, "first", "figure_id"], kind="stable", na_position="last")
    heaviest = order.groupby(same, dropna=False, sort=False)["weight"].transform("max")
    order = order.assign(weight=heaviest).drop_duplicates(same)
    direct = ["direct"] if "direct" in order else []
    best = ["first", "weight", "native", "digits"] if latest else ["weight", "native", "digits", "first"]
    order = order.sort_values(
        [*keys, *direct, *best, "amount", "currency", "figure_id"],
        ascending=[True] * len(keys) + [False] * (len(direct) + 4) + [True] * 3,
        kind="stable",
        na_position="last",
    )
    return order.drop_duplicates(keys)
