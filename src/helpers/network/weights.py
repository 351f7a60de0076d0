"""What a tie weighs once copies, outlets or the standing of a source are taken into account."""

import pandas as pd

from .units import complete, names_of


def weights(mentions, within=("report_id",), actor="actor", distinct=(), weight=None):
    """Raw weights beside weights that count copies once.

    Parameters
    ----------
    mentions : DataFrame
        With the columns `within`, `actor`, `distinct` and `weight`.
    distinct : sequence of str
        Columns with one value per unit, for instance outlet, or story (copies of one text share it). A unit without
        a value stands for itself.
    weight : str, optional
        Column with one number per unit, for instance the reliability of its source.

    Returns
    -------
    DataFrame
        source, target, weight (units, as in :func:`cooccurrence`); one column per name in `distinct`: how many
        different ones name both; weighted: sum of the numbers, where `weight` was given (none adds nothing).

    Raises
    ------
    ValueError
        If a column is missing or differs within a unit.

    >>> m = pd.DataFrame({"report_id": ["r1", "r1", "r2", "r2"], "outlet": "UNN", "actor": ["HUR", "NIS"] * 2})
    >>> weights(m, distinct=["outlet"])
      source target  weight  outlet
    0    HUR    NIS       2       1
    """
    within, extra = list(names_of(within)), [*distinct, *([weight] if weight else [])]
    complete(mentions, (*within, actor, *extra))
    rows = mentions[[*within, actor]].dropna().drop_duplicates()
    units = mentions[list(dict.fromkeys([*within, *extra]))].dropna(subset=within).drop_duplicates()
    if len(units) > len(units[within].drop_duplicates()):
        raise ValueError(f"{extra} must have one value for each unit of {within}")
    for k, column in enumerate(distinct):
        # One number each, and one of its own for a unit without a value.
        code = pd.factorize(units[column])[0]
        units[f"distinct {k}"] = [c if c >= 0 else -1 - n for n, c in enumerate(code)]
    pairs = rows.merge(rows, on=within, suffixes=("_s", "_t"))
    pairs = pairs[pairs[f"{actor}_s"] < pairs[f"{actor}_t"]].merge(units, on=within)
    found = pairs.groupby([f"{actor}_s", f"{actor}_t"], sort=True)
    ties = found.size().rename("weight").to_frame()
    for k, column in enumerate(distinct):
        ties[column] = found[f"distinct {k}"].nunique()
    if weight:
        ties["weighted"] = found[weight].sum()
    return ties.rename_axis(["source", "target"]).reset_index()


def near_copies(texts, threshold=0.8, seed=0):
    """Group texts that are nearly the same, as syndicated copies are.

    Parameters
    ----------
    texts : Series or dict
        report_id -> raw text.
    threshold : float
        Least Jaccard similarity of their runs of five words (estimated).

    Returns
    -------
    DataFrame
        report_id, story: the first report of the group it belongs to, itself where it has no copy.

    Notes
    -----
    MinHash (Broder 1997) with 128 permutations and banding, by datasketch. It finds copies of wording: texts told anew
    share none.

    >>> told = " ".join(f"word{k}" for k in range(60))
    >>> near_copies({"r1": told, "r2": told + " it said", "r3": "something else altogether"})["story"].tolist()
    ['r1', 'r1', 'r3']
    """
    from datasketch import MinHash, MinHashLSH  # here, because only raw texts need it

    index, story = MinHashLSH(threshold=threshold, num_perm=128), {}
    for report, text in sorted(dict(texts).items()):
        words = text.lower().split()
        runs = {" ".join(words[k : k + 5]).encode() for k in range(max(1, len(words) - 4))}
        sketch = MinHash(num_perm=128, seed=seed)
        sketch.update_batch(sorted(runs))
        alike = sorted(story[other] for other in index.query(sketch))
        story[report] = alike[0] if alike else report
        index.insert(report, sketch)
    return pd.DataFrame({"report_id": list(story), "story": list(story.values())})
