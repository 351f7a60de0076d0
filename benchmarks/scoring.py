"""The scoring rule of the truth benchmarks, written and frozen before any method.

A verdict is the value, or the k values, with the highest probability of a question. It earns
the share of those k values that are right, so a tie of k that holds the truth counts 1/k.
A settled question without any verdict earns 0. Right means the same string, or, with a
``tolerance``, two numbers at most that far apart.
"""

import numpy as np
import pandas as pd


def credit(values, gold, tolerance=0.0):
    """What each settled question earned, from 0 to 1.

    Parameters
    ----------
    values : DataFrame[question_id, value, probability]
    gold : DataFrame[question_id, value]
    tolerance : float, in the unit of the values

    Returns
    -------
    Series
        One credit a settled question, indexed by question_id, in order of ``gold``.

    Examples
    --------
    >>> import pandas as pd
    >>> tie = pd.DataFrame({"question_id": ["q", "q"], "value": ["7", "9"], "probability": [0.5, 0.5]})
    >>> gold = pd.DataFrame({"question_id": ["q", "unseen"], "value": ["7", "1"]})
    >>> credit(tie, gold).tolist()
    [0.5, 0.0]
    >>> credit(tie, gold, tolerance=2).tolist()
    [1.0, 0.0]
    """
    best = values.groupby("question_id")["probability"].transform("max")
    top = values[values["probability"] >= best - 1e-9]
    pairs = gold.merge(top, on="question_id", suffixes=("_gold", ""))
    right = pairs["value"].astype(str) == pairs["value_gold"].astype(str)
    if tolerance > 0:
        said = pd.to_numeric(pairs["value"], errors="coerce")
        true = pd.to_numeric(pairs["value_gold"], errors="coerce")
        right |= (said - true).abs() <= tolerance
    earned = right.groupby(pairs["question_id"]).mean()
    return earned.reindex(gold["question_id"]).fillna(0.0)


def interval(earned, level=0.9, draws=2000, seed=0):
    """Mean of per-question figures with a bootstrap interval over questions.

    Give it the difference of two ``credit`` series for a paired interval.

    Examples
    --------
    >>> interval([1.0, 1.0, 1.0])
    (1.0, 1.0, 1.0)
    """
    earned = np.asarray(earned, dtype=float)
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, len(earned), (draws, len(earned)))
    means = earned[picks].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(earned.mean()), float(low), float(high)
