"""What the main findings owe to choices that could have been made otherwise."""

import pandas as pd

from ..stats import benjamini_hochberg
from .graphs import disparity
from .significance import significance
from .ties import cooccurrence


def multiverse(variants, alpha=0.05):
    """The ties beyond chance under each of several readings of the same reports.

    Parameters
    ----------
    variants : dict
        Name of a choice -> (mentions, within) or (mentions, within, strata). The others are held against the first.
    alpha : float
        Ties with q below it are kept.

    Returns
    -------
    DataFrame
        choice, units, actors, kept (ties), shared (of them, kept by the first as well), lost (kept by the first only).

    >>> m = pd.DataFrame({"report_id": ["r1", "r1"], "actor": ["HUR", "NIS"]})
    >>> multiverse({"by report": (m, ("report_id",))}).values.tolist()
    [['by report', 1, 2, 0, 0, 0]]
    """
    rows, base = [], None
    for choice, (mentions, within, *strata) in variants.items():
        found = _pairs(kept(mentions, within, alpha, *strata))
        base = found if base is None else base
        named = mentions.dropna(subset=[*within, "actor"])
        units, actors = len(named.drop_duplicates(list(within))), named["actor"].nunique()
        rows.append((choice, units, actors, len(found), len(found & base), len(base - found)))
    return pd.DataFrame(rows, columns=["choice", "units", "actors", "kept", "shared", "lost"])


def merges(mentions, within=("report_id",), alpha=0.05, least=2):
    """Undo each merge of aliases in turn and see which ties beyond chance it made or cost.

    Parameters
    ----------
    mentions : DataFrame
        With the columns `within`, actor and surface (the words in the text).
    least : int, default 2
        A wording counts as an alias if it is found in at least so many places.

    Returns
    -------
    DataFrame
        actor, wordings (joined by ``|``), made (ties kept only with the merge), cost (ties kept only without it); ties
        of the actor itself are compared under its own name. Ordered by made + cost, the largest first, then actor.

    >>> m = pd.DataFrame({"report_id": ["r1", "r2"], "actor": "NIS", "surface": ["NIS", "spy agency"]})
    >>> merges(m, least=1).values.tolist()
    [['NIS', 'NIS | spy agency', 0, 0]]
    """
    base = _pairs(kept(mentions, within, alpha))
    wordings = mentions.dropna(subset=["actor"]).groupby("actor")["surface"].value_counts()
    wordings = wordings[wordings >= least].reset_index("surface")["surface"]
    rows = []
    for actor, words in wordings.groupby(level=0):
        if len(words) < 2:
            continue
        own = mentions["actor"] == actor
        apart = mentions.assign(actor=mentions["actor"].where(~own, actor + " = " + mentions["surface"]))
        parts = {f"{actor} = {word}" for word in mentions.loc[own, "surface"]}
        found = {tuple(sorted(actor if a in parts else a for a in pair)) for pair in _pairs(kept(apart, within, alpha))}
        rows.append((actor, " | ".join(sorted(words)), len(base - found), len(found - base)))
    found = pd.DataFrame(rows, columns=["actor", "wordings", "made", "cost"])
    order = (-(found["made"] + found["cost"])).rename("order")
    return found.assign(order=order).sort_values(["order", "actor"], ignore_index=True).drop(columns="order")


def kept(mentions, within=("report_id",), alpha=0.05, strata=None):
    """Ties with q below `alpha`, judged: the two calls that belong together.

    >>> kept(pd.DataFrame({"report_id": ["r1", "r1"], "actor": ["HUR", "NIS"]})).empty
    True
    """
    ties = significance(cooccurrence(mentions, within), mentions, within, strata=strata)
    return ties[ties["q"] < alpha].reset_index(drop=True)


def calibrate(mentions, worlds, within=("report_id",), alpha=0.05):
    """How many ties each of four tests keeps in the data, and in the same data shuffled, where each is one too many.

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
    seen = _tests(mentions, within, alpha)
    chance = pd.DataFrame([_tests(world, within, alpha) for world in worlds], columns=list(seen))
    return pd.DataFrame(
        {
            "test": list(seen),
            "data": list(seen.values()),
            "shuffled": chance.mean().to_numpy(),
            "low": chance.min().to_numpy(),
            "high": chance.max().to_numpy(),
        }
    )


def _tests(mentions, within, alpha):
    """Name of each test -> ties that it keeps."""
    from scipy.stats import poisson

    ties = significance(cooccurrence(mentions, within), mentions, within)
    named = mentions[[*within, "actor"]].dropna().drop_duplicates()
    often, units = named["actor"].value_counts(), len(named.drop_duplicates(list(within)))
    mean = ties["source"].map(often).to_numpy(float) * ties["target"].map(often).to_numpy(float) / max(units, 1)
    p = poisson.sf(ties["weight"] - 1, mean)
    return {
        "disparity filter": int((disparity(ties)["alpha"] < alpha).sum()),
        "Poisson, pairs seen": int((benjamini_hochberg(p, len(p)) < alpha).sum()),
        "Poisson, all pairs": int((benjamini_hochberg(p, len(often) * (len(often) - 1) / 2) < alpha).sum()),
        "both margins kept, all pairs": int((ties["q"] < alpha).sum()),
    }


def _pairs(ties):
    return set(zip(ties["source"], ties["target"], strict=True))
