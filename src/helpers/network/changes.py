"""Which ties come and go with time, beyond what the number of reports per period would do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..stats import benjamini_hochberg
from .units import complete, names_of


def changes(
    mentions: pd.DataFrame,
    period: str,
    within: str | Sequence[str] = ("report_id",),
    *,
    actor: str = "actor",
    least: int = 5,
) -> pd.DataFrame:
    """Ties whose reports are spread over the periods otherwise than all reports are.

    Parameters
    ----------
    mentions : DataFrame
        With the columns `within`, `actor` and `period`.
    period : str
        Column with one value per unit, for instance the week.
    least : int, default 5
        Leave out lighter ties, which cannot show a change.

    Returns
    -------
    DataFrame
        source, target, weight, one column per period (units naming both), p (chance of so uneven a spread if the tie's
        units were dealt to the periods at random: exact for two periods, by Pearson's statistic over 2,000 deals for
        more) and q (Benjamini–Hochberg over the ties listed), by p, source and target.

    >>> rows = [(f"r{k}", a, k // 6) for k in range(12) for a in (("HUR", "NIS") if k < 6 else ("AFP",))]
    >>> m = pd.DataFrame(rows, columns=["report_id", "actor", "week"])
    >>> changes(m, "week").round(4).values.tolist()
    [['HUR', 'NIS', 6, 6, 0, 0.0022, 0.0022]]
    """
    within = list(names_of(within))
    rows = complete(mentions, (*within, actor, period)).drop_duplicates()
    units = rows[[*within, period]].drop_duplicates()
    both = rows.merge(rows, on=[*within, period])
    both = both[both[f"{actor}_x"] < both[f"{actor}_y"]]
    table = both.groupby([f"{actor}_x", f"{actor}_y", period]).size().unstack(fill_value=0)
    table = table.reindex(columns=sorted(units[period].unique()), fill_value=0)
    table = table[table.sum(axis=1) >= least]
    sizes = units[period].value_counts().reindex(table.columns).to_numpy()
    counts = table.to_numpy(np.int64)
    ties = table.rename_axis(["source", "target"]).rename_axis(None, axis=1).reset_index()
    ties.insert(2, "weight", counts.sum(axis=1))
    ties["p"] = _uneven(counts, sizes)
    ties["q"] = benjamini_hochberg(ties["p"].to_numpy(), len(ties))
    return ties.sort_values(["p", "source", "target"], ignore_index=True)


def _uneven(counts, sizes, deals=2000):
    """Chance of a spread at least as uneven as each row of `counts`, among units of the periods' `sizes`."""
    rng = np.random.default_rng(0)
    p = np.ones(len(counts))
    for weight in np.unique(counts.sum(axis=1)):
        some = counts.sum(axis=1) == weight
        mean = weight * sizes / sizes.sum()
        dealt, chance = _deals(weight, sizes, deals, rng)
        stray, strays = (((c - mean) ** 2 / np.where(mean > 0, mean, 1)).sum(axis=1) for c in (counts[some], dealt))
        # A drawn spread counts itself as one more deal, so that no p is zero.
        own = 0 if len(sizes) == 2 else chance[0]
        p[some] = [chance[strays >= s - 1e-9].sum() + own for s in stray]
    return np.minimum(p, 1)


def _deals(weight, sizes, deals, rng):
    """Spreads of `weight` units over periods, with the chance of each."""
    if len(sizes) == 2:
        from scipy.stats import hypergeom

        first = np.arange(weight + 1)
        return np.column_stack([first, weight - first]), hypergeom(sizes.sum(), sizes[0], weight).pmf(first)
    dealt = rng.multivariate_hypergeometric(sizes, weight, size=deals)
    return dealt, np.full(deals, 1 / (deals + 1))
