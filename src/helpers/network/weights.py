"""What a tie weighs once copies, outlets or the standing of a source are taken into account."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .ties import counted, pairs_and_units
from .units import complete, names_of, numbered

_LABEL = "label of the unit"


def weights(
    mentions: pd.DataFrame,
    within: str | Sequence[str] = ("report_id",),
    *,
    actor: str = "actor",
    distinct: Sequence[str] = (),
    weight: str | None = None,
) -> pd.DataFrame:
    """Raw weights beside weights that count copies once.

    Parameters
    ----------
    mentions : DataFrame
        With the columns `within`, `actor`, `distinct` and `weight`.
    distinct : sequence of str
        Columns with one value per unit, for instance outlet, or story (copies of one text share it). A unit without
        a value stands for itself.
    weight : str, optional
        Column with one number per unit, for instance the reliability of its source.

    Returns
    -------
    DataFrame
        source, target, weight (units, each report counted, also where stories are known); one column per name in
        `distinct`: how many different ones name both; weighted: sum of the numbers, where `weight` was given (none adds
        nothing).

    Raises
    ------
    ValueError
        If a column is missing or differs within a unit.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2", "r2"], "outlet": "UNN", "actor": ["HUR", "NIS"] * 2})
    >>> weights(m, distinct=["outlet"])
      source target  weight  outlet
    0    HUR    NIS       2       1
    """
    within, extra = list(names_of(within)), [*distinct, *([weight] if weight else [])]
    complete(mentions, (*within, actor, *extra))
    rows = mentions[mentions[within].notna().all(axis=1)]
    unit = numbered(rows, within)
    for column in extra:
        _one_value(rows[column], unit, within)
    named = rows[actor].notna().to_numpy()
    rows, unit = rows[named], unit[named]
    names, key, units = counted(rows, within, actor)
    source, target = np.divmod(key, max(len(names), 1))
    ties = pd.DataFrame({"source": names[source], "target": names[target], "weight": units})
    for column in distinct:
        label = _values_of_units(rows[column], unit)
        ties[column] = counted(rows.assign(**{_LABEL: label}), within, actor, label=(_LABEL,))[2]
    if weight:
        ties["weighted"] = _summed(rows, within, actor, unit, rows[weight].to_numpy(float), key)
    return ties


def _one_value(column, unit, within):
    """Raise where a unit has several values."""
    code = pd.factorize(column)[0]
    first = np.empty(int(unit.max(initial=-1)) + 1, np.int64)
    first[unit[::-1]] = code[::-1]
    if (first[unit] != code).any():
        raise ValueError(f"{column.name!r} must have one value for each unit of {within}")


def _values_of_units(column, unit):
    """One number for each value, and one of its own for a unit without a value."""
    code = pd.factorize(column)[0]
    return np.where(code < 0, code.max(initial=-1) + 1 + unit, code)


def _summed(rows, within, actor, unit, number, keys):
    """The sum of the numbers of the units that name both, for each pair of `keys`."""
    of_unit = np.zeros(int(unit.max(initial=-1)) + 1)
    of_unit[unit] = number
    pair, units = pairs_and_units(rows, within, actor)
    return pd.Series(of_unit[units]).groupby(pair).sum().reindex(keys).to_numpy()
