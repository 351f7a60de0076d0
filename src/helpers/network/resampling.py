"""Reports drawn anew: what would have been counted, had the search for reports gone a little otherwise."""

import numpy as np
import pandas as pd

from .ties import cooccurrence
from .units import names_of

DRAW = "draw"


def bootstrap(mentions, by="report_id", within=("report_id",), draws=200, seed=0):
    """Draw groups of units with replacement, as many as there are.

    Parameters
    ----------
    mentions : DataFrame
        With the columns `by` and `within`.
    by : str
        What is drawn as a whole: reports, or origins, because reports of one origin are no independent evidence.
        Rows without `by` are left out.

    Yields
    ------
    (DataFrame, tuple of str)
        Mentions of one draw, in which a group drawn twice counts as two, and the columns that identify a unit of them.

    >>> m = pd.DataFrame({"report_id": ["r1", "r2"], "actor": ["HUR", "NIS"]})
    >>> [len(drawn) for drawn, _ in bootstrap(m, draws=3)]
    [2, 2, 2]
    """
    groups, rng = _groups(mentions, by), np.random.default_rng(seed)
    for _ in range(draws):
        chosen = rng.integers(len(groups), size=len(groups))
        yield _joined(mentions, [groups[k] for k in chosen]), (DRAW, *names_of(within))


def subsample(mentions, by="report_id", within=("report_id",), draws=100, share=0.8, seed=0):
    """Draw a share of the groups without replacement; arguments and yields as for :func:`bootstrap`.

    A bootstrap's repeated reports make ties look surer than they are, so what is *selected* (the ties beyond chance,
    communities) is checked on subsamples.

    >>> m = pd.DataFrame({"report_id": list("abcde"), "actor": ["HUR"] * 5})
    >>> [len(drawn) for drawn, _ in subsample(m, draws=2)]
    [4, 4]
    """
    groups, rng = _groups(mentions, by), np.random.default_rng(seed)
    size = min(len(groups), max(1, round(share * len(groups))))
    for _ in range(draws):
        chosen = np.sort(rng.choice(len(groups), size, replace=False)) if groups else []
        yield _joined(mentions, [groups[k] for k in chosen]), (DRAW, *names_of(within))


def intervals(ties, mentions, within=("report_id",), actor="actor", by="report_id", draws=200, level=0.9, seed=0):
    """How far each tie's weight would have moved with other reports of the same kind.

    Parameters
    ----------
    ties, mentions, within, actor
        Ties, and what they were counted from.
    by : str
        What the bootstrap draws as a whole; an origin, where several reports rest on one.
    level : float, default 0.9
        Of the intervals.

    Returns
    -------
    DataFrame
        `ties` with low and high (units).

    >>> m = pd.DataFrame({"report_id": ["r1", "r1"], "actor": ["HUR", "NIS"]})
    >>> intervals(cooccurrence(m), m, draws=9)[["low", "high"]].values.tolist()
    [[1.0, 1.0]]
    """
    drawn = [cooccurrence(some, unit, actor=actor) for some, unit in bootstrap(mentions, by, within, draws, seed)]
    low, high = spread(ties, drawn, level)
    return ties.assign(low=low, high=high)


def spread(ties, worlds, level=0.9):
    """Lower and upper quantile of each tie's weight over `worlds`, a list of tables of ties; one not there weighs 0.

    >>> ties = pd.DataFrame({"source": ["HUR"], "target": ["NIS"], "weight": [2]})
    >>> [bound.tolist() for bound in spread(ties, [ties, ties.head(0)], level=1)]
    [[0.0], [2.0]]
    """
    pair = pd.MultiIndex.from_frame(ties[["source", "target"]])
    seen = [w.set_index(["source", "target"])["weight"].reindex(pair, fill_value=0).to_numpy(float) for w in worlds]
    tails = (1 - level) / 2, (1 + level) / 2
    return np.quantile(np.array(seen), tails, axis=0) if seen else np.full((2, len(ties)), np.nan)


def _groups(mentions, by):
    """Row positions of each group, groups in ascending order."""
    where = mentions.groupby(by, sort=True).indices
    return [where[key] for key in sorted(where)]


def _joined(mentions, groups):
    """The rows of the groups, numbered by draw."""
    rows = np.concatenate(groups) if groups else np.empty(0, np.int64)
    return mentions.iloc[rows].assign(**{DRAW: np.repeat(np.arange(len(groups)), [len(g) for g in groups])})
