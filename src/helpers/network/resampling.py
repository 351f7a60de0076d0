"""Reports drawn anew: what would have been counted, had the search for reports gone a little otherwise."""

import numpy as np

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

    >>> import pandas as pd
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

    >>> import pandas as pd
    >>> m = pd.DataFrame({"report_id": list("abcde"), "actor": ["HUR"] * 5})
    >>> [len(drawn) for drawn, _ in subsample(m, draws=2)]
    [4, 4]
    """
    groups, rng = _groups(mentions, by), np.random.default_rng(seed)
    size = min(len(groups), max(1, round(share * len(groups))))
    for _ in range(draws):
        chosen = np.sort(rng.choice(len(groups), size, replace=False)) if groups else []
        yield _joined(mentions, [groups[k] for k in chosen]), (DRAW, *names_of(within))


def _groups(mentions, by):
    """Row positions of each group, groups in ascending order."""
    where = mentions.groupby(by, sort=True).indices
    return [where[key] for key in sorted(where)]


def _joined(mentions, groups):
    """The rows of the groups, numbered by draw."""
    rows = np.concatenate(groups) if groups else np.empty(0, np.int64)
    return mentions.iloc[rows].assign(**{DRAW: np.repeat(np.arange(len(groups)), [len(g) for g in groups])})
