"""Turn mentions into integer codes: which unit (report, sentence, ...) names which actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..codes import ranked

REPORT, STORY = "report_id", "story"


@dataclass(frozen=True)
class Coded:
    """Who is named where, one entry per pair of unit and actor, sorted by unit, then actor.

    Attributes
    ----------
    actor : int array, shape (pairs,)
        Position in `names`.
    start : int array, shape (units,)
        Where each unit begins in `actor`.
    size : int array, shape (units,)
        How many actors each unit names.
    unit : int array, shape (units,)
        Number of each unit, as :func:`codes` numbers them.
    names : pandas.Index
        Actors in ascending order, so that codes compare as names do.
    """

    actor: np.ndarray
    start: np.ndarray
    size: np.ndarray
    unit: np.ndarray
    names: pd.Index


def encode(mentions: pd.DataFrame, within: Sequence[str], actor: str) -> Coded:
    """Code mentions by unit and actor, each pair once.

    Parameters
    ----------
    mentions : DataFrame
        With the columns `within` and `actor`; rows where one of them is missing belong to no unit and are left out.
    within : sequence of str
        Columns that together identify a unit.
    actor : str
        Column of actors.

    Returns
    -------
    Coded

    Raises
    ------
    ValueError
        If a column is missing.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2"], "actor": ["NIS", "HUR", "NIS"]})
    >>> coded = encode(m, ["report_id"], "actor")
    >>> coded.names[coded.actor].tolist(), coded.size.tolist()
    (['HUR', 'NIS', 'NIS'], [2, 1])
    """
    return grouped(*codes(mentions, within, actor))


def grouped(unit: np.ndarray, code: np.ndarray, names: pd.Index) -> Coded:
    """Rows as :func:`codes` gives them (which are used up), each pair of unit and actor once."""
    unit *= max(len(names), 1)
    unit += code
    del code
    # Rows often come ordered by report, and one pass is cheaper than a sort.
    if len(unit) and (unit[1:] < unit[:-1]).any():
        unit.sort()
    fresh = np.ones(len(unit), bool)
    np.not_equal(unit[1:], unit[:-1], out=fresh[1:])
    pair = unit if fresh.all() else unit[fresh]
    unit = pair // max(len(names), 1)
    code = (pair - unit * max(len(names), 1)).astype(np.uint32)
    start = np.flatnonzero(np.diff(unit, prepend=-1))
    return Coded(code, start, np.diff(start, append=len(code)), unit[start], names)


def codes(mentions: pd.DataFrame, within: Sequence[str], actor: str) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """Integer codes of unit and actor for each complete row, and the sorted names of the actors.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2"], "actor": ["NIS", "HUR", None]})
    >>> unit, code, names = codes(m, ["report_id"], "actor")
    >>> unit.tolist(), code.tolist(), names.tolist()
    ([0, 0], [1, 0], ['HUR', 'NIS'])
    """
    mentions = complete(mentions, (*within, actor))
    return numbered(mentions, within), *ranked(mentions[actor])


def complete(mentions: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The rows of `mentions` in which none of `columns` is missing (the very same table if all are complete).

    Raises
    ------
    ValueError
        Naming the columns that the table does not have.
    """
    columns = list(dict.fromkeys(columns))
    if absent := [c for c in columns if c not in mentions.columns]:
        raise ValueError(f"mentions lack the column(s) {absent}; they have {list(mentions.columns)}")
    mentions = mentions[columns]
    gaps = mentions.isna().any()
    return mentions.dropna() if gaps.any() else mentions


def stories(mentions: pd.DataFrame, within: Sequence[str]) -> pd.Series | None:
    """The story that each row belongs to, where a report is the unit and mentions tell of stories; else nothing.

    Copies of one text share a story; a report without one is a story of its own.

    Raises
    ------
    ValueError
        If a report lies in two stories.

    >>> m = pd.DataFrame({"report_id": ["r1", "r2", "r3"], "story": ["flood", "flood", None], "actor": "HUR"})
    >>> stories(m, ("report_id",)).tolist()
    ['flood', 'flood', 'r3']
    """
    if STORY not in mentions or within[-1] != REPORT or REPORT not in mentions:
        return None
    known = mentions[[REPORT, STORY]].dropna().drop_duplicates()
    twice = known.loc[known[REPORT].duplicated(), REPORT]
    if len(twice):
        raise ValueError(f"mentions, column {STORY}: report {twice.iloc[0]!r} lies in two stories: give it one")
    story = mentions[REPORT].map(known.set_index(REPORT)[STORY].astype("object"))
    return story.astype("object").where(story.notna(), mentions[REPORT]).astype("str")


def by_story(mentions: pd.DataFrame, within: Sequence[str]) -> pd.DataFrame:
    """Mentions in which a story stands in place of its reports, where :func:`stories` knows of any."""
    story = stories(mentions, within)
    return mentions if story is None else mentions.assign(**{REPORT: story})


def names_of(within: str | Sequence[str]) -> tuple[str, ...]:
    """Column names as a tuple, also where a single name was given.

    >>> names_of("report_id")
    ('report_id',)
    """
    return (within,) if isinstance(within, str) else tuple(within)


def numbered(mentions: pd.DataFrame, within: Sequence[str]) -> np.ndarray:
    """One integer for each distinct combination of the columns `within`, in order of appearance.

    >>> numbered(pd.DataFrame({"day": [1, 1, 2], "report_id": ["a", "a", "a"]}), ("day", "report_id")).tolist()
    [0, 0, 1]
    """
    columns = [mentions[c].array for c in within]
    head = np.zeros(len(mentions), bool)
    head[:1] = True
    for column in columns:
        head[1:] |= np.asarray(column[1:] != column[:-1], dtype=bool)
    # Neighbouring rows mostly share their unit: only the first of each run needs a look-up.
    unit = np.zeros(int(head.sum()), np.int64)
    for column in columns:
        key, values = pd.factorize(column[head])
        unit = pd.factorize(unit * len(values) + key)[0]
    run = np.cumsum(head)
    run -= 1
    return unit[run]
