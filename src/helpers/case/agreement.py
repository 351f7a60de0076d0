"""How good the coding is: do two coders agree, what did one of them miss, how much has nobody seen yet.

A case that was coded twice says by itself how far its tables can be trusted; a case found by searching says
by its rare names how much the search left out.
"""

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.stats import norm

from ..names import members
from ..stats import wilson

COMPARED = ("speaker", "via", "value", "modality", "spoken_on")
Z = norm.ppf(0.975)


def coverage(labels):
    """Share of a population that the kinds seen so far make up (Good and Turing), with a 95 % interval.

    Each label is one draw; the share that further draws of the same search would add as new kinds is about the
    share of labels seen once. Interval after Esty, *Annals of Statistics* 11 (1983) 905-912; where every label was
    seen once, nothing is known, and it runs from 0 to 1.

    Parameters
    ----------
    labels : iterable
        One label per draw, such as the outlet of each report; missing ones are left out.

    Returns
    -------
    dict
        ``draws``, ``kinds``, ``once`` (kinds seen once), ``coverage``, ``low``, ``high`` (shares of draws).

    >>> coverage(["Wire", "Wire", "Post", "Wire"])["coverage"]
    0.75
    """
    counts = pd.Series(list(labels), dtype="object").dropna().value_counts()
    n, once, twice = int(counts.sum()), int((counts == 1).sum()), int((counts == 2).sum())
    if not n:
        return {"draws": 0, "kinds": 0, "once": 0, "coverage": np.nan, "low": np.nan, "high": np.nan}
    share = 1 - once / n
    half = float(Z * np.sqrt(once * (1 - once / n) + 2 * twice) / n)
    low, high = (max(0.0, share - half), min(1.0, share + half)) if once < n else (0.0, 1.0)
    return {"draws": n, "kinds": len(counts), "once": once, "coverage": share, "low": low, "high": high}


def stories(claims, questions):
    """The story that most claims of a report belong to; of equally many the first by name.

    Parameters
    ----------
    claims, questions : DataFrame
        As in :mod:`helpers.schema`; a question without topic belongs to the story "other".

    Returns
    -------
    Series
        Index report_id, name ``story``; reports without a coded question are not in it.

    >>> claims = pd.DataFrame({"report_id": ["a", "a", "b"], "question_id": ["q", "p", "p"]})
    >>> stories(claims, pd.DataFrame({"question_id": ["p", "q"], "topic": ["loan", "war"]})).to_dict()
    {'a': 'loan', 'b': 'loan'}
    """
    told = claims.dropna(subset=["question_id"]).merge(questions[["question_id", "topic"]], on="question_id")
    counts = told.fillna({"topic": "other"}).groupby(["report_id", "topic"]).size().rename("n").reset_index()
    first = counts.sort_values(["report_id", "n", "topic"], ascending=[True, False, True]).drop_duplicates("report_id")
    return first.set_index("report_id")["topic"].rename("story")


def heard(mentions, claims, actors, kind="person"):
    """Of the reports that name an actor of this kind, how many also let it speak.

    Parameters
    ----------
    mentions, claims, actors : DataFrame
        As in :mod:`helpers.schema`. A joint speaker (``A + B``) lets each of them speak.

    Returns
    -------
    DataFrame[actor, named, heard]
        Counts of reports; most named first, then by name.

    >>> mentions = pd.DataFrame({"report_id": ["a", "b", "b"], "actor": ["Ann", "Ann", "Bob"]})
    >>> claims = pd.DataFrame({"report_id": ["a", "b"], "speaker": ["Ann", None]})
    >>> heard(mentions, claims, pd.DataFrame({"actor": ["Ann", "Bob"], "kind": "person"})).values.tolist()
    [['Ann', 2, 1], ['Bob', 1, 0]]
    """
    named = mentions[["report_id", "actor"]].drop_duplicates()
    named = named[named["actor"].isin(set(actors.loc[actors["kind"] == kind, "actor"]))]
    speaking = {
        (report, name.strip())
        for report, joint in zip(claims["report_id"], claims["speaker"], strict=True)
        if not pd.isna(joint)
        for name in members(joint)
    }
    speaks = [key in speaking for key in zip(named["report_id"], named["actor"], strict=True)]
    made = named.assign(heard=speaks).groupby("actor")["heard"].agg(named="size", heard="sum").reset_index()
    return made.sort_values(["named", "actor"], ascending=[False, True], ignore_index=True)


def undo(claims, changes, kinds):
    """The claims as they stood before the logged changes of these `kinds`, for a fair comparison of coders.

    Parameters
    ----------
    claims, changes : DataFrame
        As in :mod:`helpers.schema`; of `changes` only the rows about claims count.
    kinds : iterable of str
        Values of ``changes["kind"]``. Added rows are taken out again; removed rows do not come back.

    >>> claims = pd.DataFrame({"claim_id": ["c1", "n1"], "speaker": ["G7", "NIS"]})
    >>> log = pd.DataFrame({"table": "claims", "row": ["c1", "n1"], "column": ["speaker", "(row)"],
    ...                     "old": ["EU", None], "new": ["G7", None], "kind": ["correction", "row added"]})
    >>> undo(claims, log, ["correction", "row added"])["speaker"].tolist()
    ['EU']
    """
    log = changes[(changes["table"] == "claims") & changes["kind"].isin(list(kinds))]
    before = claims.set_index("claim_id")
    for change in log[::-1].itertuples(index=False):
        if change.column != "(row)" and change.row in before.index:
            before.loc[change.row, change.column] = change.old
    added = log.loc[(log["column"] == "(row)") & log["kind"].eq("row added"), "row"]
    return before.drop(index=before.index.intersection(added)).reset_index()[list(claims.columns)]


def match(first, second):
    """Lay two codings of the same reports side by side, claim by claim.

    Within a report and question, claims are paired so that as many speakers, then values, agree as can;
    a pair that shares neither is no pair. Only reports that `second` has are compared.

    Parameters
    ----------
    first, second : DataFrame
        Claims with columns report_id, question_id and those in ``COMPARED``.

    Returns
    -------
    DataFrame
        One row per claim or pair: ``report_id, question_id, found`` (both, first, second), and each compared
        column twice, with the endings ``_first`` and ``_second``. Sorted by these.

    >>> a = pd.DataFrame({"report_id": "r", "question_id": "q", "speaker": ["A", "B"], "value": ["1", "2"],
    ...                   "via": None, "modality": "asserts", "spoken_on": None})
    >>> match(a, a.iloc[[1]])["found"].tolist()
    ['both', 'first']
    """
    keys = ["report_id", "question_id"]
    shared = first[first["report_id"].isin(set(second["report_id"]))]
    sides = [_groups(t, keys) for t in (shared, second)]
    rows = []
    for key in sorted(set(sides[0]) | set(sides[1])):
        rows += [key + row for row in _paired(sides[0].get(key, []), sides[1].get(key, []))]
    columns = [*keys, "found", *(f"{c}_{side}" for side in ("first", "second") for c in COMPARED)]
    return pd.DataFrame(rows, columns=columns).sort_values([*keys, "found"], kind="stable", ignore_index=True)


def _groups(table, keys):
    """(report, question) -> its claims as sorted tuples of the compared cells, missing ones as None."""
    groups = {}
    for *key, cells in zip(*(table[k] for k in keys), _cells(table), strict=True):
        groups.setdefault(tuple(key), []).append(cells)
    return {key: sorted(claims, key=lambda c: [x or "" for x in c]) for key, claims in groups.items()}


def _cells(table):
    columns = [[None if pd.isna(v) else str(v) for v in table[c]] for c in COMPARED]
    return list(zip(*columns, strict=True))


def _paired(first, second):
    """Rows (found, *cells of first, *cells of second) of one report and question."""
    speaker, value = COMPARED.index("speaker"), COMPARED.index("value")
    gain = np.array([[2 * (a[speaker] == b[speaker]) + (a[value] == b[value]) for b in second] for a in first])
    pairs = zip(*linear_sum_assignment(gain.reshape(len(first), len(second)), maximize=True), strict=True)
    pairs = [(i, j) for i, j in pairs if gain[i, j]]
    none = (None,) * len(COMPARED)
    alone_first = set(range(len(first))) - {i for i, _ in pairs}
    alone_second = set(range(len(second))) - {j for _, j in pairs}
    rows = [("both", *first[i], *second[j]) for i, j in pairs]
    rows += [("first", *first[i], *none) for i in sorted(alone_first)]
    return rows + [("second", *none, *second[j]) for j in sorted(alone_second)]


def agreement(matched, questions, draws=2000, seed=0):
    """Agreement of two coders on the claims that both found, column by column.

    Shares carry Wilson's 95 % interval. Cohen's kappa (1960), agreement beyond what the coders' habits give by
    chance, is given for vocabularies (yes/no answers and modality), with a bootstrap over reports.

    Parameters
    ----------
    matched : DataFrame
        From :func:`match`.
    questions : DataFrame
        With question_id and answer_type.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    DataFrame[compared, pairs, agree, share, low, high, kappa, kappa_low, kappa_high]
        A pair counts for dates of the statement only where both coders give one.

    >>> both = pd.DataFrame({"report_id": "r", "question_id": "q", "found": "both"}, index=range(4))
    >>> for c in COMPARED:
    ...     both[f"{c}_first"], both[f"{c}_second"] = "x", "x"
    >>> both.loc[0, "via_second"] = "y"
    >>> made = agreement(both, pd.DataFrame({"question_id": ["q"], "answer_type": ["text"]}))
    >>> float(made.set_index("compared").loc["via", "share"])
    0.75
    """
    both = matched[matched["found"] == "both"]
    kind = both["question_id"].map(dict(zip(questions["question_id"], questions["answer_type"], strict=True)))
    dated = both["spoken_on_first"].notna() & both["spoken_on_second"].notna()
    parts = [(f"value ({k})", "value", both[kind == k], k == "yes_no") for k in sorted(kind.dropna().unique())]
    parts += [("speaker", "speaker", both, False), ("via", "via", both, False)]
    parts += [("modality", "modality", both, True), ("spoken_on", "spoken_on", both[dated], False)]
    rng = np.random.default_rng(seed)
    return pd.DataFrame([_agreed(*part, draws, rng) for part in parts])


def _agreed(name, column, pairs, with_kappa, draws, rng):
    a, b = pairs[f"{column}_first"].fillna("missing"), pairs[f"{column}_second"].fillna("missing")
    same, n = int((a == b).sum()), len(pairs)
    low, high = wilson(same, n)
    row = {"compared": name, "pairs": n, "agree": same, "share": same / n if n else np.nan, "low": low, "high": high}
    row |= {"kappa": np.nan, "kappa_low": np.nan, "kappa_high": np.nan}
    if with_kappa and n:
        codes = pd.factorize(pd.concat([a, b]))[0].reshape(2, n)
        reports = pd.factorize(pairs["report_id"])[0]
        members = [np.flatnonzero(reports == r) for r in range(reports.max() + 1)]
        drawn = [
            _kappa(codes[:, np.concatenate([members[r] for r in rng.integers(0, len(members), len(members))])])
            for _ in range(draws)
        ]
        row["kappa"] = _kappa(codes)
        if np.isfinite(drawn).any():
            row["kappa_low"], row["kappa_high"] = np.nanquantile(drawn, [0.025, 0.975])
    return row


def _kappa(codes):
    """Cohen's kappa of two rows of category numbers; NaN where both use one category only."""
    size = codes.max() + 1
    table = np.bincount(codes[0] * size + codes[1], minlength=size * size).reshape(size, size) / codes.shape[1]
    chance = table.sum(axis=0) @ table.sum(axis=1)
    return (np.trace(table) - chance) / (1 - chance) if chance < 1 else np.nan
