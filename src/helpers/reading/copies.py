"""Reused passages: which stretch of one text stands, word for word or altered, in another.

Runs of five words that two texts share are seeds. Seeds that lie in step (on nearly the same diagonal of the one text
against the other) are joined to a stretch, whose ends are drawn out by local alignment (Smith and Waterman, *Journal of
Molecular Biology* 147 (1981) 195-197). What is as long as ``LEAST`` words and mostly alike is a passage.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

__all__ = ["passages", "stories"]

# A word, or one sign of a script that is written without blanks.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’][^\W_]+)*")
SEED = 5  # words
LEAST = 27  # words of a passage: "about thirty"
ALIKE = 0.6  # share of its words that are the same in both texts
CROWD = 40  # texts that share a seed; of more, each is held against the first and the one before it
STEP, GAP = 10, 45  # how far seeds of one stretch may be out of step, and how many words apart
REACH = 90  # words beyond the last seed that the alignment tries
MATCH, MISS, SKIP = 2, -2, 2
COLUMNS = ["report_id", "start", "end", "other_report", "other_start", "other_end", "altered"]


def passages(texts: Mapping[str, str] | pd.Series, *, least: int = LEAST) -> pd.DataFrame:
    """Passages of at least about thirty words that stand in two texts.

    Parameters
    ----------
    texts : dict or Series
        ``report_id -> text``.
    least : int
        Words of the shortest passage.

    Returns
    -------
    DataFrame
        One row a passage and pair of texts, the text that comes first in `texts` first: ``report_id, start, end``
        (code points), ``other_report, other_start, other_end``, ``altered`` (what differs, as ``before → after``, set
        apart by ``; ``, numbers, negations and names first; empty where nothing does). Where more than forty texts
        share a passage, each is held against the first of them and the one before it.

    Examples
    --------
    >>> said = " ".join(f"word{i}" for i in range(40))
    >>> made = passages({"a": said, "b": "Before it. " + said.replace("word20", "20"), "c": "Nothing of it."})
    >>> made[["report_id", "other_report", "other_start", "altered"]].values.tolist()
    [['a', 'b', 11, 'word20 → 20']]
    """
    names = list(texts.keys())
    words = _Words([str(texts[name]) for name in names])
    rows = []
    for one, other, places in _stretches(words):
        for a, b in _aligned(words, one, other, places):
            if min(a[1] - a[0], b[1] - b[0]) >= least and (row := _row(words, one, other, a, b)):
                rows.append((names[one], *row[:2], names[other], *row[2:]))
    made = pd.DataFrame(rows, columns=COLUMNS)
    return made.astype({c: "int64" for c in COLUMNS if c.endswith(("start", "end"))})


def stories(found: pd.DataFrame, texts: Mapping[str, str] | pd.Series, *, share: float = 0.5) -> pd.Series:
    """Texts that mostly are one another, as one story; each other text is a story of its own.

    Parameters
    ----------
    found : DataFrame
        From `passages`.
    texts : dict or Series
        ``report_id -> text``.
    share : float
        Of the shorter text that the passages of a pair must make up.

    Returns
    -------
    Series
        ``report_id -> story``: the report_id of the first text of the story, in the order of `texts`.

    Examples
    --------
    >>> said = " ".join(f"word{i}" for i in range(40))
    >>> texts = {"a": said, "b": said + " and more", "c": "Nothing of it."}
    >>> stories(passages(texts), texts).to_dict()
    {'a': 'a', 'b': 'a', 'c': 'c'}
    """
    order = {name: place for place, name in enumerate(texts.keys())}
    parent = {name: name for name in order}

    def root(name):
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    sizes = found.assign(size=found[["end", "other_end"]].to_numpy().min(axis=1))
    sizes["size"] = np.minimum(found["end"] - found["start"], found["other_end"] - found["other_start"])
    for (one, other), size in sizes.groupby(["report_id", "other_report"])["size"].sum().items():
        if size >= share * min(len(str(texts[one])), len(str(texts[other]))):
            first, second = sorted((root(one), root(other)), key=order.get)
            parent[second] = first
    return pd.Series({name: root(name) for name in order}, name="story", dtype="str")


class _Words:
    """All texts as one row of word numbers, and where each word stands."""

    def __init__(self, texts):
        self.texts = texts
        found, bounds = [], [0]
        starts, ends = [], []
        for text in texts:
            for match in WORD.finditer(text):
                found.append(match.group().casefold())
                starts.append(match.start())
                ends.append(match.end())
            bounds.append(len(found))
        self.codes = pd.factorize(np.array(found, dtype=object))[0].astype("int64") if found else np.zeros(0, "int64")
        self.starts, self.ends = np.array(starts, dtype="int64"), np.array(ends, dtype="int64")
        self.bounds = np.array(bounds)

    def of(self, text):
        return self.codes[self.bounds[text] : self.bounds[text + 1]]


def _seeds(words):
    """Every run of ``SEED`` words within a text: its hash, and the place of its first word."""
    n = len(words.codes) - SEED + 1
    if n <= 0:
        return np.zeros(0, "uint64"), np.zeros(0, "int64")
    mixed = (words.codes.astype("uint64") + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    hashes = np.zeros(n, dtype="uint64")
    for i in range(SEED):
        hashes = hashes * np.uint64(0xD6E8FEB86659FD93) + mixed[i : i + n]
    owner = np.repeat(np.arange(len(words.texts)), np.diff(words.bounds))
    whole = owner[:n] == owner[SEED - 1 :]
    return hashes[whole], np.flatnonzero(whole)


def _hits(words):
    """Pairs of places in two texts where the same seed stands: (first text, other text, place, other place)."""
    hashes, places = _seeds(words)
    order = np.argsort(hashes, kind="stable")
    hashes, places = hashes[order], places[order]
    owner = np.searchsorted(words.bounds, places, side="right") - 1
    new = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.zeros(0, "int64")
    sizes = np.diff(np.r_[new, len(hashes)])
    group = np.repeat(np.arange(len(new)), sizes)
    rank = np.arange(len(hashes)) - np.repeat(new, sizes)
    found = []
    crowded = sizes > CROWD
    for back in range(1, int(min(sizes.max(initial=1), CROWD))):
        at = np.flatnonzero((rank >= back) & (~crowded[group] | (back == 1)))
        found.append((at - back, at))
    first = np.flatnonzero(crowded[group] & (rank > 1))
    found.append((np.repeat(new, sizes)[first], first))
    one, other = (np.concatenate(side) for side in zip(*found, strict=True))
    apart = owner[one] != owner[other]
    one, other = one[apart], other[apart]
    swap = owner[one] > owner[other]
    one, other = np.where(swap, other, one), np.where(swap, one, other)
    return owner[one], owner[other], places[one], places[other]


def _stretches(words):
    """For each pair of texts the seeds in step: (text, other text, [(place, other place), ...])."""
    one, other, at, there = _hits(words)
    if not len(one):
        return
    at, there = at - words.bounds[one], there - words.bounds[other]
    pair = one * len(words.texts) + other
    step = there - at
    enough = np.zeros(len(pair), dtype=bool)
    for shift in (0, STEP):  # so that no stretch is cut by the edge of a bin
        bins = (step - step.min() + shift) // (2 * STEP)
        key = pair * (bins.max() + 1) + bins
        _, where, counts = np.unique(key, return_inverse=True, return_counts=True)
        enough |= counts[where] >= 3
    one, other, at, there, pair = (column[enough] for column in (one, other, at, there, pair))
    order = np.lexsort((there, at, pair))
    one, other, at, there, pair = (column[order] for column in (one, other, at, there, pair))
    cuts = np.flatnonzero(np.diff(pair)) + 1
    for part in np.split(np.arange(len(pair)), cuts) if len(pair) else ():
        first = part[0]
        yield one[first], other[first], list(zip(at[part].tolist(), there[part].tolist(), strict=True))


def _aligned(words, one, other, places):
    """Stretches of two texts that belong together, as spans of words."""
    open_, chains = [], []
    for a, b in places:
        best = None
        for chain in open_:
            last = chain[-1]
            if a - last[0] <= GAP and abs((b - a) - (last[1] - last[0])) <= STEP and b >= last[1] - STEP:
                near = abs((b - a) - (last[1] - last[0]))
                best = (near, chain) if best is None or near < best[0] else best
        if best:
            best[1].append((a, b))
        else:
            chains.append([(a, b)])
            open_.append(chains[-1])
        open_ = [chain for chain in open_ if a - chain[-1][0] <= GAP]
    left, right = words.of(one), words.of(other)
    made = []
    for chain in sorted(chains, key=len, reverse=True):
        if len(chain) < 3:
            continue
        a0, b0 = chain[0][0], min(b for _, b in chain)
        a1, b1 = chain[-1][0] + SEED, max(b for _, b in chain) + SEED
        da, db = _reach(left[max(0, a0 - REACH) : a0][::-1], right[max(0, b0 - REACH) : b0][::-1])
        ea, eb = _reach(left[a1 : a1 + REACH], right[b1 : b1 + REACH])
        span = (a0 - da, a1 + ea), (b0 - db, b1 + eb)
        if not any(_inside(span, kept) for kept in made):
            made.append(span)
    return sorted(made)


def _inside(span, kept):
    """Whether most of a stretch lies in another one, in both texts or in the first."""
    shares = []
    for (s, e), (u, v) in zip(span, kept, strict=True):
        shares.append((min(e, v) - max(s, u)) / max(1, e - s))
    return max(shares) > 0.5 and min(shares) > -0.5


def _reach(left, right):
    """How far two rows of words go on alike from their beginnings: the best local end of a global beginning."""
    n, m = len(left), len(right)
    if not n or not m:
        return 0, 0
    run = 0
    while run < min(n, m) and left[run] == right[run]:
        run += 1
    if run == min(n, m):
        return run, run
    columns = SKIP * np.arange(m + 1)
    above = -columns.copy()
    best, end = 0, (0, 0)
    for i in range(n):
        scores = np.where(right == left[i], MATCH, MISS)
        row = np.empty(m + 1, dtype="int64")
        row[0] = above[0] - SKIP
        row[1:] = np.maximum(above[:-1] + scores, above[1:] - SKIP)
        row = np.maximum.accumulate(row + columns) - columns
        top = int(row.argmax())
        if row[top] > best:
            best, end = int(row[top]), (i + 1, top)
        elif row[top] < best - 24:
            break
        above = row
    return end


def _row(words, one, other, a, b):
    """Offsets of a passage in both texts and what is altered in it; None where too few of its words are the same."""
    left, right = words.of(one)[a[0] : a[1]], words.of(other)[b[0] : b[1]]
    spans = []
    for text, (first, last) in ((one, a), (other, b)):
        begin = words.bounds[text]
        spans += [int(words.starts[begin + first]), int(words.ends[begin + last - 1])]
    if len(left) == len(right) and (left == right).all():
        return (*spans, "")
    codes = difflib.SequenceMatcher(None, left.tolist(), right.tolist(), autojunk=False).get_opcodes()
    same = sum(j - i for kind, i, j, _, _ in codes if kind == "equal")
    if same < ALIKE * max(len(left), len(right)):
        return None
    changes = [
        (_words(words, one, a[0] + i, a[0] + j), _words(words, other, b[0] + k, b[0] + m))
        for kind, i, j, k, m in codes
        if kind != "equal"
    ]
    changes.sort(key=lambda change: _weight(*change))
    return (*spans, "; ".join(f"{before or '–'} → {after or '–'}" for before, after in changes))


def _words(words, text, first, last):
    if last <= first:
        return ""
    begin = words.bounds[text]
    return " ".join(words.texts[text][words.starts[begin + first] : words.ends[begin + last - 1]].split())


def _weight(before, after):
    """Numbers before negations before names before other words."""
    both = f"{before} {after}"
    if re.search(r"\d", both):
        return 0
    if re.search(r"\b(not|no|never|none|neither|nor|without|denie[sd]|deny)\b|n['’]t\b", both, re.IGNORECASE):
        return 1
    return 2 if re.search(r"\b[^\W\d_a-z]", both) else 3
