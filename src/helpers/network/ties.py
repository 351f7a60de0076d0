"""Ties: who is named together, how often, and in which reports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .units import STORY, codes, complete, grouped, names_of, numbered, stories

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Pairs are made in portions that fit the processor's cache and sorted in batches that bound memory.
PORTION = 1 << 20
BATCH = 1 << 24


def cooccurrence(
    mentions: pd.DataFrame | ir.Table,
    within: str | Sequence[str] = ("report_id",),
    *,
    actor: str = "actor",
    window: int | None = None,
) -> pd.DataFrame | ir.Table:
    """Count how many units name two actors together.

    Parameters
    ----------
    mentions : DataFrame or ibis Table
        One row per naming, with the columns `within` and `actor`, and `start` where a window is given. Rows where one
        of these is missing are left out. Where a report is the unit and there is a column ``story`` (copies of one
        text share a story; a report without one is its own), a story counts once, however often it was printed.
    within : str or sequence of str, default ("report_id",)
        Columns that together identify a unit: a report, ``("report_id", "sentence")``, ...
    actor : str, default "actor"
        Column of actors.
    window : int, optional
        Count a unit only if two of its namings start at most this many characters apart.

    Returns
    -------
    DataFrame or ibis Table, as given
        source, target (source < target by code point), weight (units, at least 1). Where stories are known, also
        stories (the weight) and reports, those that name both. A DataFrame is ordered by source and target.

    Raises
    ------
    ValueError
        If a column is missing, the window is negative, or a report lies in two stories.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2", "r2"], "actor": ["NIS", "HUR", "HUR", "NIS"]})
    >>> cooccurrence(m)
      source target  weight
    0    HUR    NIS       2
    >>> cooccurrence(m.assign(story="one agency text"))
      source target  weight  stories  reports
    0    HUR    NIS       1        1        2
    """
    within = names_of(within)
    if not isinstance(mentions, pd.DataFrame):
        from .ibis_backend import cooccurrence_ibis

        return cooccurrence_ibis(mentions, within, actor, window)
    if window is not None and window < 0:
        raise ValueError(f"window is {window}: give a number of characters, 0 or more")
    story = stories(mentions, within)
    if story is None:
        names, key, weight = counted(mentions, within, actor, window)
        counts = {"weight": weight}
    else:
        labelled = mentions.assign(**{STORY: story})
        names, key, labels, reports = counted(labelled, within, actor, window, label=(*within[:-1], STORY))
        counts = {"weight": labels, "stories": labels, "reports": reports}
    source, target = np.divmod(key, max(len(names), 1))
    return pd.DataFrame({"source": names[source], "target": names[target], **counts})


def evidence(
    mentions: pd.DataFrame,
    source: str,
    target: str,
    within: str | Sequence[str] = ("report_id",),
    window: int | None = None,
    *,
    actor: str = "actor",
) -> pd.DataFrame:
    """The units that make the weight of one tie, exactly.

    Parameters
    ----------
    mentions, within, window, actor
        As given to :func:`cooccurrence` (a DataFrame).
    source, target
        The two actors, in either order.

    Returns
    -------
    DataFrame
        One row per unit, ordered by `within`, so that ``len(evidence(...))`` is the tie's weight (the number of its
        reports, where stories are counted). Columns `within`, story where it is known and, where mentions have
        ``start``, source_start and target_start: where the two are named closest to each other.

    Raises
    ------
    ValueError
        If a column is missing, or source and target are the same.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2"], "start": [0, 9, 4], "actor": ["NIS", "HUR", "NIS"]})
    >>> evidence(m, "NIS", "HUR")
      report_id  source_start  target_start
    0        r1             0             9
    """
    within = names_of(within)
    if source == target:
        raise ValueError(f"a tie joins two actors, not {source!r} with itself")
    story = stories(mentions, within)
    units = list(within) if story is None else [*within, STORY]
    mentions = mentions if story is None else mentions.assign(**{STORY: story})
    placed = "start" in mentions.columns and (window is not None or mentions["start"].notna().all())
    place = ["start"] if placed or window is not None else []
    rows = complete(mentions, (*units, actor, *place))
    a, b = (rows[rows[actor] == who].drop(columns=actor) for who in (source, target))
    if not place:
        both = a.drop_duplicates().merge(b.drop_duplicates(), on=units)
        return both.sort_values(units, ignore_index=True)
    both = a.merge(b, on=units, suffixes=("_source", "_target"))
    both = both.rename(columns={"start_source": "source_start", "start_target": "target_start"})
    both["distance"] = (both["source_start"] - both["target_start"]).abs()
    if window is not None:
        both = both[both["distance"] <= window]
    both = both.sort_values([*units, "distance", "source_start", "target_start"])
    return both.drop_duplicates(units).drop(columns="distance").reset_index(drop=True)


def with_evidence(
    ties: pd.DataFrame,
    mentions: pd.DataFrame,
    within: str | Sequence[str] = ("report_id",),
    *,
    window: int | None = None,
    actor: str = "actor",
) -> pd.DataFrame:
    """Ties with the reports that make each weight, in one cell.

    Parameters
    ----------
    ties : DataFrame
        source, target.
    mentions, within, window, actor
        What they were counted from.

    Returns
    -------
    DataFrame
        `ties` with report_ids: the units of each, as ``report`` or ``report/sentence``, joined by a blank.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2", "r2"], "actor": ["HUR", "NIS", "NIS", "HUR"]})
    >>> with_evidence(pd.DataFrame({"source": ["HUR"], "target": ["NIS"], "weight": [2]}), m)["report_ids"].tolist()
    ['r1 r2']
    """
    units = list(names_of(within))
    if window is None:
        named = complete(mentions, (*units, actor)).drop_duplicates()
        named = named[named[actor].isin({*ties["source"], *ties["target"]})].sort_values(units)
        of = {who: dict.fromkeys(rows[units].itertuples(index=False, name=None)) for who, rows in named.groupby(actor)}
        found = [
            [u for u in of.get(s, ()) if u in of.get(t, ())]
            for s, t in zip(ties["source"], ties["target"], strict=True)
        ]
    else:
        found = [
            evidence(mentions, tie.source, tie.target, units, window, actor=actor)[units].itertuples(index=False)
            for tie in ties.itertuples()
        ]
    cells = [" ".join("/".join(map(str, unit)) for unit in some) for some in found]
    return ties.assign(report_ids=pd.Series(cells, index=ties.index, dtype="str"))


def counted(mentions, within, actor, window=None, label=()):
    """Names, the keys ``source * actors + target`` of all pairs of actors in one unit, and the units of each.

    With columns `label` (one value per unit), the number of distinct labels of each pair comes before its units.
    """
    rows = complete(mentions, (*within, actor, *label, *(["start"] if window is not None else [])))
    unit, code, names = codes(rows, within, actor)
    n, of_unit, labels = len(names), None, 1
    if label:
        value = numbered(rows, label)
        labels, of_unit = int(value.max(initial=0)) + 1, np.zeros(int(unit.max(initial=-1)) + 1, np.int64)
        of_unit[unit] = value
        if n * n * labels >= 1 << 62:
            raise ValueError(f"{n:,} actors and {labels:,} stories are too many to count together: count on DuckDB")
    if window is None:
        portions = _pairs(grouped(unit, code, names), of_unit, labels)
    else:
        portions = _near(unit, code, rows["start"].to_numpy(np.int64), n, window, of_unit, labels)
    key, weight = _tally(portions)
    if not label:
        return names, key, weight
    pair = key // labels
    start = np.flatnonzero(np.diff(pair, prepend=-1))
    return names, pair[start], np.diff(start, append=len(pair)), np.add.reduceat(weight, start) if len(start) else start


def pairs_and_units(rows, within, actor):
    """Keys as :func:`counted` has them, one for each pair in each unit, and that unit as `numbered` numbers it."""
    unit, code, names = codes(rows, within, actor)
    units = int(unit.max(initial=-1)) + 1
    portions = list(_pairs(grouped(unit, code, names), np.arange(units), max(units, 1)))
    # In the order of units, so that sums do not depend on how the pairs were come by.
    keys = np.sort(np.concatenate(portions)) if portions else np.empty(0, np.int64)
    return np.divmod(keys, max(units, 1))


def _pairs(coded, label=None, labels=1):
    """Portions of keys ``(source * actors + target) * labels + label``, one for each pair of actors in each unit."""
    n = len(coded.names)
    small = label is None and n < 1 << 16
    code = coded.actor if small else coded.actor.astype(np.uint64 if label is None else np.int64)
    scale = code.dtype.type(n)
    for size in np.unique(coded.size[coded.size > 1]):
        units = np.flatnonzero(coded.size == size)
        step = max(1, PORTION // (size * (size - 1) // 2))
        for first in range(0, len(units), step):
            some = units[first : first + step]
            block = code[coded.start[some] + np.arange(size)[:, None]]
            own = None if label is None else label[coded.unit[some]]
            for k in range(size - 1):
                key = block[k] * scale + block[k + 1 :]
                yield (key if own is None else key * labels + own).ravel()


def _near(unit, code, start, n, window, label=None, labels=1):
    """Like :func:`_pairs`, for namings of a unit that start at most `window` characters apart."""
    order = np.lexsort((code, start, unit))
    unit, code, start = unit[order], code[order], start[order]
    bounds = np.append(np.flatnonzero(np.diff(unit, prepend=-1)), len(unit))
    # A pair may be near several times in a unit; whole units are taken together so that it counts once.
    steps = np.searchsorted(bounds, np.arange(0, len(unit) + PORTION, PORTION))
    steps = bounds[np.unique(steps.clip(max=len(bounds) - 1))]
    for first, last in pairwise(steps):
        u, c, s = unit[first:last], code[first:last], start[first:last]
        near, i, k = [], np.arange(last - first), 1
        while len(i := i[i + k < last - first]):
            i = i[(u[i + k] == u[i]) & (s[i + k] - s[i] <= window)]
            lo, hi = np.minimum(c[i], c[i + k]), np.maximum(c[i], c[i + k])
            near.append((((u[i] - u[0]) * n + lo) * n + hi)[lo != hi])
            k += 1
        if near:
            own, key = np.divmod(np.unique(np.concatenate(near)), n * n)
            yield key if label is None else key * labels + label[own + u[0]]


def _tally(portions):
    """Distinct keys in ascending order, and how often each occurs."""
    held = []
    for batch in _batched(portions):
        batch.sort()
        start = np.flatnonzero(np.diff(batch, prepend=batch[0] + 1))
        held.append((batch[start], np.diff(start, append=len(batch))))
        if sum(len(key) for key, _ in held) > 2 * BATCH:
            held = [_merge(held)]
    return _merge(held)


def _batched(portions):
    """Portions joined to batches of about BATCH keys."""
    held, size = [], 0
    for portion in portions:
        held.append(portion)
        size += len(portion)
        if size >= BATCH:
            yield np.concatenate(held)
            held, size = [], 0
    if size:
        yield np.concatenate(held)


def _merge(held):
    """Add up lists of (ascending keys, counts)."""
    if len(held) < 2:
        return held[0] if held else (np.empty(0, np.int64), np.empty(0, np.int64))
    key, count = (np.concatenate(part) for part in zip(*held, strict=True))
    # Each list is sorted already, which the stable sort makes use of.
    order = np.argsort(key, kind="stable")
    key, count = key[order], count[order]
    start = np.flatnonzero(np.diff(key, prepend=key[0] + 1))
    return key[start], np.add.reduceat(count, start)
