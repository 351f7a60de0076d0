"""Ties: who is named together, how often, and in which reports."""

from itertools import pairwise

import numpy as np
import pandas as pd

from .units import codes, complete, encode, names_of

# Pairs are made in portions that fit the processor's cache and sorted in batches that bound memory.
PORTION = 1 << 20
BATCH = 1 << 24


def cooccurrence(mentions, within=("report_id",), actor="actor", window=None):
    """Count how many units name two actors together.

    Parameters
    ----------
    mentions : DataFrame or ibis Table
        One row per naming, with the columns `within` and `actor`, and `start` where a window is given. Rows where one
        of these is missing are left out.
    within : sequence of str, default ("report_id",)
        Columns that together identify a unit: a report, ``("report_id", "sentence")``, ...
    actor : str, default "actor"
        Column of actors.
    window : int, optional
        Count a unit only if two of its namings start at most this many characters apart.

    Returns
    -------
    DataFrame or ibis Table, as given
        source, target (source < target by code point), weight (units, at least 1). A DataFrame is ordered by source
        and target.

    Raises
    ------
    ValueError
        If a column is missing or the window is negative.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2", "r2"], "actor": ["NIS", "HUR", "HUR", "NIS"]})
    >>> cooccurrence(m)
      source target  weight
    0    HUR    NIS       2
    """
    within = names_of(within)
    if not isinstance(mentions, pd.DataFrame):
        from .ibis_backend import cooccurrence_ibis

        return cooccurrence_ibis(mentions, within, actor, window)
    if window is None:
        coded = encode(mentions, within, actor)
        names, portions = coded.names, _pairs(coded)
    else:
        if window < 0:
            raise ValueError(f"window is {window}: give a number of characters, 0 or more")
        rows = complete(mentions, (*within, actor, "start"))
        unit, code, names = codes(rows, within, actor)
        portions = _near(unit, code, rows["start"].to_numpy(np.int64), len(names), window)
    key, weight = _tally(portions)
    source, target = np.divmod(key, max(len(names), 1))
    return pd.DataFrame({"source": names[source], "target": names[target], "weight": weight})


def evidence(mentions, source, target, within=("report_id",), window=None, actor="actor"):
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
        One row per unit, ordered by `within`, so that ``len(evidence(...))`` is the tie's weight. Columns `within` and,
        where mentions have ``start``, source_start and target_start: where the two are named closest to each other.

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
    placed = "start" in mentions.columns and (window is not None or mentions["start"].notna().all())
    place = ["start"] if placed or window is not None else []
    rows = complete(mentions, (*within, actor, *place))
    a, b = (rows[rows[actor] == who].drop(columns=actor) for who in (source, target))
    if not place:
        units = a.drop_duplicates().merge(b.drop_duplicates(), on=list(within))
        return units.sort_values(list(within), ignore_index=True)
    both = a.merge(b, on=list(within), suffixes=("_source", "_target"))
    both = both.rename(columns={"start_source": "source_start", "start_target": "target_start"})
    both["apart"] = (both["source_start"] - both["target_start"]).abs()
    if window is not None:
        both = both[both["apart"] <= window]
    both = both.sort_values([*within, "apart", "source_start", "target_start"])
    return both.drop_duplicates(list(within)).drop(columns="apart").reset_index(drop=True)


def _pairs(coded):
    """Portions of keys ``source * actors + target``, one for each pair of actors in each unit."""
    n = len(coded.names)
    code = coded.actor if n < 1 << 16 else coded.actor.astype(np.uint64)
    scale = code.dtype.type(n)
    for size in np.unique(coded.size[coded.size > 1]):
        start = coded.start[coded.size == size]
        step = max(1, PORTION // (size * (size - 1) // 2))
        for first in range(0, len(start), step):
            block = code[start[first : first + step] + np.arange(size)[:, None]]
            for k in range(size - 1):
                yield (block[k] * scale + block[k + 1 :]).ravel()


def _near(unit, code, start, n, window):
    """Like :func:`_pairs`, for namings of a unit that start at most `window` characters apart."""
    order = np.lexsort((code, start, unit))
    unit, code, start = unit[order], code[order], start[order]
    bounds = np.append(np.flatnonzero(np.diff(unit, prepend=-1)), len(unit))
    # A pair may be near several times in a unit; whole units are taken together so that it counts once.
    steps = np.searchsorted(bounds, np.arange(0, len(unit) + PORTION, PORTION))
    steps = bounds[np.unique(steps.clip(max=len(bounds) - 1))]
    for first, last in pairwise(steps):
        u, c, s = unit[first:last], code[first:last], start[first:last]
        found, i, k = [], np.arange(last - first), 1
        while len(i := i[i + k < last - first]):
            i = i[(u[i + k] == u[i]) & (s[i + k] - s[i] <= window)]
            lo, hi = np.minimum(c[i], c[i + k]), np.maximum(c[i], c[i + k])
            found.append((((u[i] - u[0]) * n + lo) * n + hi)[lo != hi])
            k += 1
        if found:
            yield np.unique(np.concatenate(found)) % (n * n)


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
