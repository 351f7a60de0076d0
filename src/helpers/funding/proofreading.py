"""Proofreading: sums that a report printed in two currencies, against the reference rate of the day."""

import numpy as np
import pandas as pd

from ..dates import span
from .classes import AGREES, CONVERSION, SLIPPED
from .rates import exchange_rates, rate_table

NEEDED = ("amount", "currency", "printed", "printed_currency", "date")
# one printed digit may stand for a value this far off; further off it is no rounding
ONE_DIGIT = 0.10
# how far back a writer may have taken a rate from
STALE_DAYS = 366
NO_RATE = "no rate"


def audit_pairs(pairs: pd.DataFrame, *, rates: pd.DataFrame | None = None, as_of: str | None = None) -> pd.DataFrame:
    """Hold each pair of sums against the reference rate of its day.

    Parameters
    ----------
    pairs : pandas.DataFrame
        amount, currency, printed, printed_currency, date (ISO; incomplete gives an interval); `unit` (k, m, bn, tn)
        is the scale of both sums. Other columns are kept.
    rates : pandas.DataFrame, optional
        currency, date, per_eur: rates of the case.
    as_of : str, optional
        ISO date: leave out pairs that are, or may be, of a later day.

    Returns
    -------
    pandas.DataFrame
        `pairs` with: reference, reference_low, reference_high (amount at the rate of the day, in printed_currency and
        unit), rate, rate_date, deviation (printed over reference less 1; 0 inside the interval), class (agrees,
        rounding, currency slip, magnitude slip, exchange-rate date, genuine; no rate where there is none) and
        flag (True: worth a correction).

    Raises
    ------
    ValueError
        If a column is absent, or a sum is not above zero.

    Notes
    -----
    Right pairs have been seen to be off by up to 2.6 % (round numbers, the rate of a day or two before), so up to 3 %
    agree. Flagged is a misprint, not its outlet. A pair that goes with a rate of the year before is flagged as well:
    the two sums were not worth the same on the day.

    >>> pair = {"amount": 5200, "currency": "JPY", "unit": "bn", "printed": 3.3, "printed_currency": "USD"}
    >>> audit_pairs(pd.DataFrame([{**pair, "date": "2024-07-17"}]))["class"].tolist()
    ['magnitude slip']
    """
    absent = [c for c in NEEDED if c not in pairs]
    if absent:
        raise ValueError(f"pairs: column {absent[0]!r} is absent; columns needed are {', '.join(NEEDED)}")
    made = pairs.copy()
    if as_of is not None:
        made = made[span(made["date"])["last"] <= span(pd.Series([as_of]))["last"][0]].copy()
    amount, printed = (pd.to_numeric(made[c]).to_numpy(float) for c in ("amount", "printed"))
    wrong = made.index[~((amount > 0) & (printed > 0))]
    if len(wrong):
        raise ValueError(f"pairs, row {wrong[0]!r}: amount and printed must be numbers above zero")
    source, target = made["currency"].astype("object"), made["printed_currency"].astype("object")
    table = rate_table(rates)
    found = exchange_rates(source, target, made["date"], rates=table)
    low, high = (amount * found[c].to_numpy() for c in ("rate_low", "rate_high"))
    made["reference"], made["reference_low"], made["reference_high"] = amount * found["rate"].to_numpy(), low, high
    made["rate"], made["rate_date"] = found["rate"], found["rate_date"]
    nearest = np.clip(printed, low, high)
    made["deviation"] = printed / nearest - 1
    made["class"] = _class(made, amount, printed, source, target, table)
    made["flag"] = ~made["class"].isin([AGREES, "rounding", NO_RATE])
    return made


def _class(made, amount, printed, source, target, table):
    off = made["deviation"].to_numpy()
    tens = np.log10(1 + off)
    power = np.round(tens)
    same = (source == target).to_numpy()
    turned = np.abs(printed * made["rate"].to_numpy() / amount - 1) <= CONVERSION
    rules = [
        (np.isnan(off), NO_RATE),
        (np.abs(off) <= CONVERSION, AGREES),
        ((power != 0) & (np.abs(tens - power) <= np.log10(1 + SLIPPED)), "magnitude slip"),
        (~same & (np.isclose(printed, amount) | turned), "currency slip"),
        (~same & _other_dollar(made, amount, printed, source, target, table), "currency slip"),
        (_one_digit(made, printed), "rounding"),
        (~same & _stale(made, amount, printed, source, target, table), "exchange-rate date"),
    ]
    return np.select([r for r, _ in rules], [c for _, c in rules], "genuine")


def _one_digit(made, printed):
    """Whether the reference value, to one digit, is what was printed."""
    scale = 10.0 ** np.floor(np.log10(printed))
    single = np.isclose(printed / scale, np.round(printed / scale))
    near = np.abs(made["reference"].to_numpy() - printed)
    return single & (near <= scale / 2) & (near <= ONE_DIGIT * printed)


def _other_dollar(made, amount, printed, source, target, table):
    """Whether the sum would be right in another currency of the same name: US, Canadian, Australian dollars."""
    fits = np.zeros(len(made), bool)
    dollars = ["USD", "CAD", "AUD"]
    here = np.flatnonzero(target.isin(dollars).to_numpy() | source.isin(dollars).to_numpy())
    for dollar in dollars:
        for side, other in ((target, source), (source, target)):
            rows = [i for i in here if side.iloc[i] in dollars and dollar not in (side.iloc[i], other.iloc[i])]
            if not rows:
                continue
            swapped = pd.Series(dollar, index=made.index[rows], dtype="object")
            sides = (other.iloc[rows], swapped) if side is target else (swapped, other.iloc[rows])
            found = exchange_rates(*sides, made["date"].iloc[rows], rates=table)
            fits[rows] |= np.abs(printed[rows] / (amount[rows] * found["rate"].to_numpy()) - 1) <= CONVERSION
    return fits


def _stale(made, amount, printed, source, target, table):
    """Whether the pair goes with the rate of some day in the year before."""
    ends = made["rate_date"].fillna(pd.Timestamp("2000-01-01"))
    window = pd.DataFrame({"first": ends - pd.Timedelta(days=STALE_DAYS), "last": ends})
    found = exchange_rates(source, target, window, rates=table)
    low, high = (amount * found[c].to_numpy() for c in ("rate_low", "rate_high"))
    return (low * (1 - CONVERSION) <= printed) & (printed <= high * (1 + CONVERSION))
