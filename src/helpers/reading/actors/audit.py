"""Tables to check a list of actors with: what was merged, and what it lacks."""

import difflib

import pandas as pd

from helpers.reading.actors.names import aliases_of


def merges(mentions):
    """Every spelling that was counted as one actor.

    Parameters
    ----------
    mentions : pandas.DataFrame
        ``surface`` and ``actor``.

    Returns
    -------
    pandas.DataFrame
        ``actor``, ``surface``, ``mentions`` (count); most frequent actor first.

    Examples
    --------
    >>> merges(pd.DataFrame({"surface": ["Rutte", "Mark Rutte", "Rutte"], "actor": "Mark Rutte"}))
            actor     surface  mentions
    0  Mark Rutte       Rutte         2
    1  Mark Rutte  Mark Rutte         1
    """
    counts = mentions.dropna(subset="actor").groupby(["actor", "surface"]).size().rename("mentions").reset_index()
    total = counts.groupby("actor")["mentions"].transform("sum")
    order = counts.assign(total=total).sort_values(
        ["total", "actor", "mentions", "surface"], ascending=[False, True, False, True]
    )
    return order.drop(columns="total").reset_index(drop=True)


def candidates(mentions, actors=None):
    """Names that are missing from the actors table, the commonest first, each with the entry it resembles most.

    Parameters
    ----------
    mentions : pandas.DataFrame
        ``surface``, ``actor``, ``kind``, and ``report_id`` where there are several reports.
    actors : pandas.DataFrame, optional
        Table to look for a similar name in; a near match is a likely missing alias.

    Returns
    -------
    pandas.DataFrame
        ``surface``, ``kind`` (the commonest proposal), ``mentions``, ``reports`` (counts), ``like`` (actor or missing).

    Examples
    --------
    >>> mentions = pd.DataFrame({"surface": ["Yoon", "Yoon"], "actor": None, "kind": "person", "report_id": ["a", "b"]})
    >>> candidates(mentions)[["surface", "mentions", "reports"]]
      surface  mentions  reports
    0    Yoon         2        2
    """
    left = mentions[mentions["actor"].isna()]
    if "report_id" not in left:
        left = left.assign(report_id="")
    unknown = (
        left.groupby("surface")
        .agg(kind=("kind", lambda k: k.mode().min()), mentions=("kind", "size"), reports=("report_id", "nunique"))
        .reset_index()
        .sort_values(["mentions", "reports", "surface"], ascending=[False, False, True], ignore_index=True)
    )
    known = {alias: actor for actor, alias in aliases_of(actors)} if actors is not None else {}
    names = sorted(known)
    close = [difflib.get_close_matches(surface, names, n=1, cutoff=0.8) for surface in unknown["surface"]]
    unknown["like"] = pd.array([known[match[0]] if match else None for match in close], dtype="str")
    return unknown
