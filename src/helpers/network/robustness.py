"""How far ties depend on which reports were found, on chance, and on choices that could have been made otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from ..stats import benjamini_hochberg, redraws
from .significance import significance
from .ties import cooccurrence
from .units import names_of

DRAW = "draw"


def bootstrap(
    mentions: pd.DataFrame,
    by: str = "report_id",
    within: str | Sequence[str] = ("report_id",),
    *,
    draws: int = 200,
    seed: int = 0,
) -> Iterator[tuple[pd.DataFrame, tuple[str, ...]]]:
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
    groups = _groups(mentions, by)
    for chosen in redraws(len(groups), draws=draws, seed=seed):
        yield _joined(mentions, [groups[k] for k in chosen]), (DRAW, *names_of(within))


def subsample(
    mentions: pd.DataFrame,
    by: str = "report_id",
    within: str | Sequence[str] = ("report_id",),
    *,
    draws: int = 100,
    share: float = 0.8,
    seed: int = 0,
) -> Iterator[tuple[pd.DataFrame, tuple[str, ...]]]:
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


def intervals(
    ties: pd.DataFrame,
    mentions: pd.DataFrame,
    within: str | Sequence[str] = ("report_id",),
    *,
    actor: str = "actor",
    by: str = "report_id",
    draws: int = 200,
    level: float = 0.9,
    seed: int = 0,
) -> pd.DataFrame:
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
    drawn = [
        cooccurrence(some, unit, actor=actor) for some, unit in bootstrap(mentions, by, within, draws=draws, seed=seed)
    ]
    low, high = _quantiles(ties, drawn, level)
    return ties.assign(low=low, high=high)


def shuffled_range(
    ties: pd.DataFrame,
    worlds: Iterable[pd.DataFrame],
    within: str | Sequence[str] = ("report_id",),
    *,
    level: float = 0.9,
) -> pd.DataFrame:
    """How far each tie's weight moves when chance alone deals the names out.

    Parameters
    ----------
    ties : DataFrame
        source, target.
    worlds : iterable of DataFrame
        Shuffles of the mentions that the ties were counted from (:func:`helpers.network.shuffle`).
    level : float, default 0.9
        Of the intervals.

    Returns
    -------
    DataFrame
        `ties` with chance_low and chance_high (units); a pair that a shuffle does not have weighs 0 there.

    >>> world = pd.DataFrame({"report_id": ["r1", "r1"], "actor": ["HUR", "NIS"]})
    >>> ties = pd.DataFrame({"source": ["HUR"], "target": ["NIS"], "weight": [2]})
    >>> shuffled_range(ties, [world, world.head(1)], level=1)[["chance_low", "chance_high"]].values.tolist()
    [[0.0, 1.0]]
    """
    low, high = _quantiles(ties, [cooccurrence(world, within) for world in worlds], level)
    return ties.assign(chance_low=low, chance_high=high)


def _quantiles(ties, worlds, level):
    """Lower and upper quantile of each tie's weight over `worlds`, a list of tables of ties; one not there weighs 0."""
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


def beyond_chance(
    mentions: pd.DataFrame,
    within: str | Sequence[str] = ("report_id",),
    *,
    alpha: float = 0.05,
    strata: str | None = "topic",
    actors: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Ties that pass the test: :func:`helpers.network.cooccurrence` and significance in one call.

    Parameters
    ----------
    mentions, within, strata, actors
        As for :func:`helpers.network.significance`.
    alpha : float
        Ties with q below it pass.

    Returns
    -------
    DataFrame
        As :func:`helpers.network.significance` returns it, the ties with q < `alpha` only.

    >>> beyond_chance(pd.DataFrame({"report_id": ["r1", "r1"], "actor": ["HUR", "NIS"]})).empty
    True
    """
    within = names_of(within)
    ties = significance(cooccurrence(mentions, within), mentions, within, strata=strata, actors=actors)
    return ties[ties["q"] < alpha].reset_index(drop=True)


def compare_choices(
    choices: Mapping[str, tuple], *, actors: pd.DataFrame | None = None, alpha: float = 0.05
) -> pd.DataFrame:
    """The ties beyond chance under each of several readings of the same reports (a specification analysis).

    Parameters
    ----------
    choices : dict
        Name of a choice -> (mentions, within) or (mentions, within, strata); without strata, one chance over all units.
        The others are held against the first.
    actors : DataFrame, optional
        Ties of a person and its own body are then left out everywhere.
    alpha : float
        Ties with q below it pass.

    Returns
    -------
    DataFrame
        choice, units, actors, ties (beyond chance), shared (of them, with the first), lost (of the first only).

    Notes
    -----
    Steegen, Tuerlinckx, Gelman and Vanpaemel, "Increasing transparency through a multiverse analysis", Perspectives on
    Psychological Science 11 (2016).

    >>> m = pd.DataFrame({"report_id": ["r1", "r1"], "actor": ["HUR", "NIS"]})
    >>> compare_choices({"by report": (m, ("report_id",))}).values.tolist()
    [['by report', 1, 2, 0, 0, 0]]
    """
    rows, first = [], None
    for choice, (mentions, within, *strata) in choices.items():
        ties = beyond_chance(mentions, within, alpha=alpha, strata=strata[0] if strata else None, actors=actors)
        pairs = _pairs(ties)
        first = pairs if first is None else first
        named = mentions.dropna(subset=[*within, "actor"])
        units, names = len(named.drop_duplicates(list(within))), named["actor"].nunique()
        rows.append((choice, units, names, len(pairs), len(pairs & first), len(first - pairs)))
    return pd.DataFrame(rows, columns=["choice", "units", "actors", "ties", "shared", "lost"])


def undo_aliases(
    mentions: pd.DataFrame,
    within: str | Sequence[str] = ("report_id",),
    *,
    strata: str | None = None,
    alpha: float = 0.05,
    least: int = 2,
) -> pd.DataFrame:
    """Take each merge of aliases back in turn and see which ties beyond chance it gave or took.

    Parameters
    ----------
    mentions : DataFrame
        With the columns `within`, actor and surface (the words in the text).
    strata : str, optional
        As for :func:`helpers.network.significance`; by default one chance over all units.
    least : int, default 2
        A wording counts as an alias if it stands in at least so many places.

    Returns
    -------
    DataFrame
        actor, wordings (joined by ``|``), gained (ties that pass only with the merge), lost (ties that pass only
        without it); ties of the actor itself are compared under its own name. The most changed first, then by actor.

    >>> m = pd.DataFrame({"report_id": ["r1", "r2"], "actor": "NIS", "surface": ["NIS", "spy agency"]})
    >>> undo_aliases(m, least=1).values.tolist()
    [['NIS', 'NIS | spy agency', 0, 0]]
    """
    merged = _pairs(beyond_chance(mentions, within, alpha=alpha, strata=strata))
    wordings = mentions.dropna(subset=["actor"]).groupby("actor")["surface"].value_counts()
    wordings = wordings[wordings >= least].reset_index("surface")["surface"]
    rows = []
    for actor, words in wordings.groupby(level=0):
        if len(words) < 2:
            continue
        own = mentions["actor"] == actor
        parted = mentions.assign(actor=mentions["actor"].where(~own, actor + " = " + mentions["surface"]))
        parts = {f"{actor} = {word}" for word in mentions.loc[own, "surface"]}
        ties = _pairs(beyond_chance(parted, within, alpha=alpha, strata=strata))
        pairs = {tuple(sorted(actor if a in parts else a for a in pair)) for pair in ties}
        rows.append((actor, " | ".join(sorted(words)), len(merged - pairs), len(pairs - merged)))
    table = pd.DataFrame(rows, columns=["actor", "wordings", "gained", "lost"])
    order = (-(table["gained"] + table["lost"])).rename("order")
    return table.assign(order=order).sort_values(["order", "actor"], ignore_index=True).drop(columns="order")


def calibrate(
    mentions: pd.DataFrame,
    worlds: Sequence[pd.DataFrame],
    within: str | Sequence[str] = ("report_id",),
    *,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """How many ties pass each of four tests in the data, and in the same data shuffled, where each is one too many.

    Parameters
    ----------
    mentions : DataFrame
    worlds : list of DataFrame
        Shuffles of `mentions`.

    Returns
    -------
    DataFrame
        test, data, and shuffled (mean), low, high (least and most) over `worlds`.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1"], "actor": ["HUR", "NIS"]})
    >>> calibrate(m, [m])["data"].tolist()
    [0, 0, 0, 0]
    """
    seen = _tests(mentions, names_of(within), alpha)
    chance = pd.DataFrame([_tests(world, names_of(within), alpha) for world in worlds], columns=list(seen))
    columns = {"test": list(seen), "data": list(seen.values()), "shuffled": chance.mean().to_numpy()}
    return pd.DataFrame(columns | {"low": chance.min().to_numpy(), "high": chance.max().to_numpy()})


def _disparity(ties: pd.DataFrame) -> pd.DataFrame:
    """How surprising each tie is if an actor's weight were spread at random over its own ties.

    Parameters
    ----------
    ties : DataFrame
        source, target, weight.

    Returns
    -------
    DataFrame
        `ties` with alpha, the smaller p of its two ends (Serrano, Boguñá, Vespignani, PNAS 106, 2009). It asks nothing
        about how often actors are named and so keeps ties that chance makes: shown for comparison only.

    >>> t = pd.DataFrame({"source": ["A", "A"], "target": ["B", "C"], "weight": [9, 1]})
    >>> _disparity(t)["alpha"].round(2).tolist()
    [0.1, 0.9]
    """
    ends = pd.concat([ties["source"], ties["target"]])
    strength = pd.concat([ties["weight"]] * 2).groupby(ends).sum()
    degree = ends.value_counts()
    alphas = [
        (1 - ties["weight"].to_numpy(float) / ties[end].map(strength).to_numpy(float))
        ** (ties[end].map(degree).to_numpy(float) - 1)
        for end in ("source", "target")
    ]
    # A single tie says nothing about its actor: 0 ** 0 = 1 keeps it out.
    return ties.assign(alpha=np.minimum(*alphas))


def _tests(mentions, within, alpha):
    """Name of each test -> ties that it keeps."""
    from scipy.stats import poisson

    ties = significance(cooccurrence(mentions, within), mentions, within, strata=None)
    named = mentions[[*within, "actor"]].dropna().drop_duplicates()
    often, units = named["actor"].value_counts(), len(named.drop_duplicates(list(within)))
    mean = ties["source"].map(often).to_numpy(float) * ties["target"].map(often).to_numpy(float) / max(units, 1)
    p = poisson.sf(ties["weight"] - 1, mean)
    return {
        "disparity filter": int((_disparity(ties)["alpha"] < alpha).sum()),
        "Poisson, pairs seen": int((benjamini_hochberg(p, len(p)) < alpha).sum()),
        "Poisson, all pairs": int((benjamini_hochberg(p, len(often) * (len(often) - 1) / 2) < alpha).sum()),
        "both margins kept, all pairs": int((ties["q"] < alpha).sum()),
    }


def _pairs(ties):
    return set(zip(ties["source"], ties["target"], strict=True))
