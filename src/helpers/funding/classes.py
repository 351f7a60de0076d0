"""Why two statements about money differ: nine classes, told apart by general rules."""

import numpy as np
import pandas as pd

from .rates import RateTable, exchange_rates

# the order breaks ties: what should be looked at first comes first
CLASSES = (
    "magnitude slip",
    "currency slip",
    "genuine",
    "ceiling or actual",
    "hop",
    "exchange-rate date",
    "part or whole",
    "rounding",
    "status",
)
AGREES = "agrees"
# printed conversions that are right have been seen to be off the reference rate by up to 2.6 %
CONVERSION = 0.03
# a number is no rounding of another if it is further off than this, however few digits it has
COARSEST = 0.05
# "more than 60 billion" goes with 61, hardly with 90
OPEN = 0.10
# a slipped point is seen through this much rounding
SLIPPED = 0.10

REASONS = {
    AGREES: "the same sum, stage and hop",
    "rounding": "the same sum to fewer digits",
    "exchange-rate date": "the same sum in another currency, at the rate of another day",
    "ceiling or actual": "one is an upper limit, the other a sum",
    "status": "another stage",
    "hop": "another step on the way, or sent and received on different days",
    "currency slip": "the same number with another currency's name",
    "magnitude slip": "off by a power of ten",
    "part or whole": "one is inside the other",
    "genuine": "no rule explains the difference",
}


def _rounds_to(a, b, digits_a, digits_b):
    """Whether two amounts are the same to the digits of the one with fewer, and not further off than 5 %.

    Examples
    --------
    >>> [bool(_rounds_to(2.26e9, b, 3, d)) for b, d in ((2.3e9, 2), (2.4e9, 2), (2.258e9, 4))]
    [True, False, True]
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        unit_a = 10.0 ** (np.floor(np.log10(a)) - digits_a + 1)
        unit_b = 10.0 ** (np.floor(np.log10(b)) - digits_b + 1)
        half = np.where(np.asarray(digits_a) < np.asarray(digits_b), unit_a, unit_b) / 2
        half = np.where(np.asarray(digits_a) == np.asarray(digits_b), np.maximum(unit_a, unit_b) / 2, half)
        near = np.abs(a - b)
        return (near <= half * (1 + 1e-9)) & (near <= COARSEST * np.maximum(a, b)) | (a == b)


def classify(one: pd.DataFrame, other: pd.DataFrame, window: pd.DataFrame, table: RateTable) -> pd.DataFrame:
    """The class of each difference between statements, row by row.

    Parameters
    ----------
    one, other : pandas.DataFrame
        Statements (see :func:`helpers.funding.statements.statements`) with a column ends (bits: 1 left the payer, 2
        reached the recipient) and a common index; `other` is the one gone by.
    window : pandas.DataFrame
        first, last: the days in which the sum was talked about.
    table : RateTable

    Returns
    -------
    pandas.DataFrame
        class; off (relative difference of `one` from `other` in the currency of `other`, at the date of `one`).
    """
    fit = _fit(one, other, window, table)
    a, b = one["amount"].to_numpy(), other["amount"].to_numpy()
    same_currency = (one["currency"] == other["currency"]).to_numpy()
    equal = same_currency & np.isclose(a, b, rtol=1e-9)
    ceiling = one["low"].isna().to_numpy() | (one["kind"] == "ceiling").to_numpy()
    limit = ceiling ^ (other["low"].isna().to_numpy() | (other["kind"] == "ceiling").to_numpy())
    hop = other_hop(one, other)
    stage = (one["rank"] != other["rank"]).to_numpy() & (one["rank"] >= 0).to_numpy() & (other["rank"] >= 0).to_numpy()
    kinds = [frame["kind"].replace("ceiling", "flow").to_numpy() for frame in (one, other)]
    counts = (kinds[0] == "cumulative") | (kinds[1] == "cumulative")
    grown = (kinds[0] == "cumulative") & (kinds[1] == "cumulative") & (one["date"] != other["date"]).to_numpy()
    planned = (kinds[0] == "plan") ^ (kinds[1] == "plan")
    digits = one["digits"].to_numpy(), other["digits"].to_numpy()
    rounded = _rounds_to(a, b, *digits)
    comparable = ~hop & ~(counts & (kinds[0] != kinds[1])) & ~grown & ~planned
    tens = np.log10(np.where(fit["ratio"] > 0, fit["ratio"], 1))
    power = np.round(tens)
    slipped = (np.abs(tens - power) <= np.log10(1 + SLIPPED)) & ((comparable & (power != 0)) | (np.abs(power) >= 3))
    opens = one["high"].isna().to_numpy() | other["high"].isna().to_numpy()
    sent = _other_day(one, other)
    rules = [
        (slipped, "magnitude slip"),
        (limit & ~equal, "ceiling or actual"),
        (equal & hop, "hop"),
        (equal & (stage | planned), "status"),
        (equal & sent, "hop"),
        (equal, AGREES),
        (hop, "hop"),
        (same_currency & rounded, "rounding"),
        (~same_currency & fit["then"] & fit["there"], "rounding"),
        (~same_currency & rounded & ~fit["then"], "currency slip"),
        (~same_currency & (fit["then"] | fit["there"] | fit["ever"]), "exchange-rate date"),
        (opens & ~limit & (np.abs(fit["ratio"] - 1) <= OPEN), "rounding"),
        ((counts & (kinds[0] != kinds[1])) | grown, "part or whole"),
        (stage | planned, "status"),
    ]
    found = np.select([r for r, _ in rules], [c for _, c in rules], "genuine")
    return pd.DataFrame({"class": found, "off": fit["ratio"] - 1}, index=one.index)


def other_hop(one: pd.DataFrame, other: pd.DataFrame) -> np.ndarray:
    """Whether two statements tell of different steps: by their coded hops, or because they share no end."""
    hops = one["hop"].to_numpy(float), other["hop"].to_numpy(float)
    told = ~np.isnan(hops[0]) & ~np.isnan(hops[1]) & (hops[0] != hops[1])
    ends = one["ends"].to_numpy(int), other["ends"].to_numpy(int)
    return told | ((ends[0] > 0) & (ends[1] > 0) & (ends[0] & ends[1] == 0))


def _other_day(one, other):
    """A payment that is told of two days: when it was sent and when it came in."""
    days = [(frame["first"] == frame["last"]).to_numpy() for frame in (one, other)]
    apart = (one["first"] != other["first"]).to_numpy()
    paid = (one["status"] == "disbursed").to_numpy() & (other["status"] == "disbursed").to_numpy()
    return days[0] & days[1] & apart & paid & (one["kind"] == "flow").to_numpy() & (other["kind"] == "flow").to_numpy()


def _fit(one, other, window, table):
    """How well `one`, in the currency of `other`, goes with it: at its date, at the other's, at any in the window."""
    source = one["currency"].astype("object").reset_index(drop=True)
    target = other["currency"].astype("object").reset_index(drop=True)
    worth, aim = one["amount"].to_numpy(), other["amount"].to_numpy()
    made = {}
    for name, days in (("then", one), ("there", other), ("ever", window)):
        columns = ["first_meant", "last_meant"] if "first_meant" in days else ["first", "last"]
        meant = days[columns].set_axis(["first", "last"], axis=1).reset_index(drop=True)
        found = exchange_rates(source, target, meant, rates=table)
        low, high = found["rate_low"].to_numpy() * worth, found["rate_high"].to_numpy() * worth
        made[name] = (low * (1 - CONVERSION) <= aim) & (aim <= high * (1 + CONVERSION))
        if name == "then":
            made["ratio"] = np.where(aim > 0, found["rate"].to_numpy() * worth / np.where(aim > 0, aim, 1), np.nan)
    return made
