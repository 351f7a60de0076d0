"""Money with a date: the European Central Bank's reference rates, a case's own, and parities that are fixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from currency_converter import CURRENCY_FILE

from ..dates import span

# units of each currency that the euro replaced, for one euro: Council Regulations (EC) 2866/98 and those since
PARITIES = {
    "ATS": 13.7603,
    "BEF": 40.3399,
    "BGN": 1.95583,
    "CYP": 0.585274,
    "DEM": 1.95583,
    "EEK": 15.6466,
    "ESP": 166.386,
    "FIM": 5.94573,
    "FRF": 6.55957,
    "GRD": 340.750,
    "HRK": 7.53450,
    "IEP": 0.787564,
    "ITL": 1936.27,
    "LTL": 3.45280,
    "LUF": 40.3399,
    "LVL": 0.702804,
    "MTL": 0.429300,
    "NLG": 2.20371,
    "PTE": 200.482,
    "SIT": 239.640,
    "SKK": 30.1260,
}
# a rate stands for so many days after its own, as over weekends and holidays
STANDS = 7
_DAY = np.timedelta64(1, "D")
_NO_DAY = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class RateTable:
    """Units of each currency for one euro, day by day.

    Attributes
    ----------
    first : numpy.datetime64
        The day of the first row.
    column : dict
        Currency -> column.
    per_euro : numpy.ndarray
        (days + 1, currencies); NaN where there is no rate. The last row holds what is fixed on any day.
    of : numpy.ndarray of datetime64
        The day that each rate is of; NaT where it is fixed.
    quoted : frozenset of str
        Currencies with reference rates or a fixed parity, not only rates of the case.
    """

    first: np.datetime64
    column: dict
    per_euro: np.ndarray
    of: np.ndarray
    quoted: frozenset

    def rows(self, days: np.ndarray) -> np.ndarray:
        """The row of each day; the last one for days outside the table and for none."""
        at = (days.astype("datetime64[D]") - self.first) / _DAY
        outside = ~((at >= 0) & (at < len(self.per_euro) - 1))
        return np.where(outside, len(self.per_euro) - 1, np.nan_to_num(at)).astype(int)

    def columns(self, currencies: Sequence) -> np.ndarray:
        """The column of each currency; -1 for one that the table has no rate of."""
        codes, names = pd.factorize(np.asarray(currencies, dtype=object))
        return np.append([self.column.get(name, -1) for name in names], -1).astype(int)[codes]


@cache
def _reference() -> RateTable:
    """The bundled reference rates with the parities where nothing is quoted."""
    raw = pd.read_csv(CURRENCY_FILE, na_values=["N/A"], index_col="Date", parse_dates=True)
    raw = raw.loc[:, ~raw.columns.str.startswith("Unnamed")].sort_index()
    raw.insert(0, "EUR", 1.0)
    for currency in sorted(set(PARITIES) - set(raw)):
        raw[currency] = np.nan
    end = raw.index[-1] + pd.offsets.BDay(1) - pd.Timedelta(days=1)
    days = pd.date_range(raw.index[0], end)
    at = raw.index.searchsorted(days, side="right") - 1
    per_euro = np.vstack([raw.to_numpy()[at], np.full(raw.shape[1], np.nan)])
    of = np.repeat(np.append(raw.index.to_numpy("datetime64[s]")[at], _NO_DAY)[:, None], raw.shape[1], axis=1)
    for i, currency in enumerate(raw.columns):
        fixed = 1.0 if currency == "EUR" else PARITIES.get(currency)
        if fixed is not None:
            none = np.isnan(per_euro[:, i]) | (currency == "EUR")
            per_euro[none, i], of[none, i] = fixed, _NO_DAY
    first = days[0].to_numpy().astype("datetime64[D]")
    return RateTable(first, {c: i for i, c in enumerate(raw.columns)}, per_euro, of, frozenset(raw.columns))


def rate_table(rates: pd.DataFrame | None = None) -> RateTable:
    """Reference rates and fixed parities, with the rates of a case on top.

    Parameters
    ----------
    rates : pandas.DataFrame, optional
        currency, date (ISO; a month or a year stands for all its days), per_eur (units for one euro). A rate counts
        on its day, before any reference rate, and up to a week after it where nothing else is quoted.

    >>> own = pd.DataFrame({"currency": ["KZT"], "date": ["2024-06-04"], "per_eur": [480.0]})
    >>> "KZT" in rate_table(own).column
    True
    """
    base = _reference()
    if rates is None or not len(rates):
        return base
    spans = span(rates["date"])
    own = pd.DataFrame({"currency": rates["currency"].to_numpy(object), "per_eur": pd.to_numeric(rates["per_eur"])})
    own = own.assign(**{c: spans[c].to_numpy().astype("datetime64[D]") for c in spans}).dropna()
    own = own[own["per_eur"] > 0].sort_values(["currency", "first", "last"], kind="stable")
    if own.empty:
        return base
    days = len(base.per_euro) - 1
    first = min(base.first, own["first"].min().to_datetime64().astype("datetime64[D]"))
    end = own["last"].max().to_datetime64().astype("datetime64[D]") + STANDS * _DAY
    last = max(base.first + (days - 1) * _DAY, end)
    column = {**base.column}
    for currency in own["currency"].unique():
        column.setdefault(currency, len(column))
    size = (int((last - first) / _DAY) + 2, len(column))
    per_euro, of = np.full(size, np.nan), np.full(size, _NO_DAY)
    wide = len(base.column)
    per_euro[:, :wide] = base.per_euro[-1]
    start = int((base.first - first) / _DAY)
    per_euro[start : start + days, :wide], of[start : start + days, :wide] = base.per_euro[:-1], base.of[:-1]
    low, high = (((own[c].to_numpy().astype("datetime64[D]") - first) / _DAY).astype(int) for c in ("first", "last"))
    rows = list(zip(own["currency"].map(column), low, high, own["per_eur"], own["last"], strict=True))
    for at, a, b, rate, day in rows:
        per_euro[a : b + 1, at], of[a : b + 1, at] = rate, day.to_datetime64()
    for at, _, b, rate, day in reversed(rows):
        later = slice(b + 1, b + 1 + STANDS)
        none = np.isnan(per_euro[later, at])
        per_euro[later, at] = np.where(none, rate, per_euro[later, at])
        of[later, at] = np.where(none, day.to_datetime64(), of[later, at])
    return RateTable(first, column, per_euro, of, base.quoted)


def exchange_rates(
    source: pd.Series,
    target: pd.Series,
    dates: pd.Series | pd.DataFrame,
    *,
    rates: pd.DataFrame | RateTable | None = None,
) -> pd.DataFrame:
    """Rate from `source` to `target` currency at each date, with the day it is of.

    A weekend or holiday takes the last banking day. An incomplete date gives the lowest and highest rate of its
    days, and as rate the one of its middle day. Where there is no rate, the row says so by missing values.

    Parameters
    ----------
    source, target : pandas.Series of str
        ISO 4217 codes, index as in `dates`.
    dates : pandas.Series of str or pandas.DataFrame
        ISO dates, possibly incomplete or missing; or columns first and last as :func:`helpers.dates.span` gives them.
    rates : pandas.DataFrame or RateTable, optional
        Rates of the case (see :func:`rate_table`).

    Returns
    -------
    pandas.DataFrame
        Index of `dates`; columns rate, rate_low, rate_high (units of target per unit of source; missing where there is
        no rate) and rate_date (datetime64; NaT where the rate is fixed: one currency, or a parity of the euro).

    Notes
    -----
    Rates: euro foreign exchange reference rates of the European Central Bank; parities: Council Regulations.

    >>> pairs = pd.DataFrame({"a": ["EUR", "SIT", "KZT"], "b": ["USD", "EUR", "EUR"], "day": ["2024-10-26"] * 3})
    >>> found = exchange_rates(pairs["a"], pairs["b"], pairs["day"])
    >>> found["rate"].round(6).tolist(), str(found.loc[0, "rate_date"].date())
    ([1.0825, 0.004173, nan], '2024-10-25')
    """
    table = rates if isinstance(rates, RateTable) else rate_table(rates)
    days = dates if isinstance(dates, pd.DataFrame) else span(dates)
    a, b = table.columns(source), table.columns(target)
    same = (source.astype("object").to_numpy() == target.astype("object").to_numpy()) & source.notna().to_numpy()
    first, last = (days[c].to_numpy("datetime64[s]") for c in ("first", "last"))
    start, end = table.rows(first), table.rows(last)
    none = len(table.per_euro) - 1
    wide = first != last  # the part of an incomplete date that the table covers
    start = np.where(wide & (start == none) & (end != none), 0, start)
    end = np.where(wide & (end == none) & (start != none), none - 1, end)
    middle = np.where(end == none, none, (start + end) // 2)
    out = {"rate": _ratio(table, a, b, middle)}
    low, high = out["rate"].copy(), out["rate"].copy()
    spread = pd.DataFrame({"a": a, "b": b, "start": start, "end": end})[wide & (start < end) & ~same]
    for (i, j, f, t), rows in spread.groupby(["a", "b", "start", "end"]).indices.items():
        at = spread.index[rows]
        window = table.per_euro[f : t + 1, j] / table.per_euro[f : t + 1, i] if min(i, j) >= 0 else np.array([np.nan])
        low[at], high[at] = window.min(), window.max()  # missing if any day is
        out["rate"][at] = np.where(np.isnan(low[at]), np.nan, out["rate"][at])
    of = np.fmin(table.of[middle, a], table.of[middle, b])
    out.update(rate_low=low, rate_high=high)
    made = pd.DataFrame({k: np.where(same, 1.0, v) for k, v in out.items()}, index=dates.index)
    missing = same | np.isnan(made["rate"].to_numpy())
    return made.assign(rate_date=np.where(missing, _NO_DAY, of.astype("datetime64[s]")))


def _ratio(table, a, b, row):
    known = (a >= 0) & (b >= 0)
    return np.where(known, table.per_euro[row, b] / table.per_euro[row, a], np.nan)
