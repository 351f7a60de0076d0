"""Which of two sums that differ by a power of ten is the slip: by the parts inside, else by the number of reports."""

import numpy as np
import pandas as pd

from .statements import PAID

# a slipped point is seen through this much rounding; below a thousandfold the digits must agree better
ROUNDED, EXACT = np.log10(1.10), np.log10(1.02)
# from this power of ten on, a limit and a sum, or two stages, are taken for one number
FAR = 3
# so many different sums of one flow are no misprints of one another
MOST = 300


def misprints(stated: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """Statements whose amount is a power of ten off another one about the same money, and is the slip of the two.

    The slip is the amount that a part of the flow does not fit into; else the one that is not the sum of the parts,
    if the other is; else the one that fewer reports have. Where none of these tells, no statement is called a slip.
    Sums that grow (cumulative ones) are not compared.

    Parameters
    ----------
    stated : pandas.DataFrame
        flow (position), report_id, kind, rank, hop, low, worth (amount in one currency for all rows).
    links : pandas.DataFrame
        child, parent, split (see :class:`helpers.funding.tree.Graph`).

    Returns
    -------
    pandas.Series of bool
        Index of `stated`.

    >>> rows = pd.DataFrame({"flow": 0, "report_id": list("abc"), "kind": "plan", "rank": 0, "hop": 1.0,
    ...                      "low": [None, None, 3e6], "worth": [3e9, 3e9, 3e6]})
    >>> misprints(rows, pd.DataFrame(columns=["child", "parent", "split"])).tolist()
    [False, False, True]
    """
    slip = pd.Series(False, index=stated.index)
    rows = stated[stated["kind"].isin(["flow", "plan", "ceiling"]) & (stated["worth"] > 0)]
    if rows.empty:
        return slip
    rows = rows.assign(paid=rows["rank"] == PAID, step=rows["hop"].fillna(0), limit=rows["low"].isna())
    keys = ["flow", "paid", "step"]
    spread = rows.groupby(keys)["worth"].agg(["min", "max"])
    wide = spread[spread["max"] >= 9 * spread["min"]]
    if wide.empty:
        return slip
    rows = rows[pd.MultiIndex.from_frame(rows[keys]).isin(wide.index)]
    largest, total = _parts(stated, links)
    for key, group in rows.groupby(keys):
        table = group.groupby(["worth", "rank", "limit"])["report_id"].nunique().rename("reports").reset_index()
        if len(table) <= MOST:
            wrong = _slips(table, largest.get(key[0], 0.0), total.get(key[0], []))
            slip.loc[group.index] = group["worth"].isin(wrong)
    return slip


def _parts(stated, links):
    """For each whole the largest of its parts, and what each of its splits adds up to."""
    sums = stated[stated["low"].notna() & (stated["worth"] > 0)].groupby("flow")["worth"].median()
    both = links.assign(worth=links["child"].map(sums)).dropna(subset=["worth"])
    largest = both.groupby("parent")["worth"].max()
    by_split = both.groupby(["parent", "split"])["worth"].sum()
    return largest.to_dict(), by_split.groupby(level=0).agg(list).to_dict()


def _slips(table, part, sums):
    amount, reports = table["worth"].to_numpy(), table.groupby("worth")["reports"].sum()
    wrong = set()
    for i in range(len(table)):
        for j in range(len(table)):
            tens = np.log10(amount[j] / amount[i])
            power = round(tens)
            same = table["rank"].iloc[i] == table["rank"].iloc[j] and table["limit"].iloc[i] == table["limit"].iloc[j]
            if power < (1 if same else FAR) or abs(tens - power) > (ROUNDED if power >= FAR else EXACT):
                continue
            small, large = amount[i], amount[j]
            is_sum = [any(abs(s / x - 1) < 0.05 for s in sums) for x in (small, large)]
            if small * 1.1 < part <= large * 1.1:
                wrong.add(small)
            elif is_sum[0] != is_sum[1]:
                wrong.add(large if is_sum[0] else small)
            elif reports[small] != reports[large]:
                wrong.add(small if reports[small] < reports[large] else large)
    return wrong
