"""Ties beyond chance: how often a pair would be named together anyway, and which ties exceed it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..names import affiliations, lineage, members
from ..stats import benjamini_hochberg
from .null_model import expected, histogram, npmi, tail
from .units import REPORT, STORY, Coded, by_story, complete, encode, names_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

TOPIC = "topic"


def significance(
    ties: pd.DataFrame | ir.Table,
    mentions: pd.DataFrame | ir.Table,
    within: str | Sequence[str] = ("report_id",),
    *,
    actor: str = "actor",
    strata: str | None = TOPIC,
    rarer: bool = False,
    actors: pd.DataFrame | None = None,
) -> pd.DataFrame | ir.Table:
    """Test each tie against the chance that keeps every actor's frequency and every unit's length.

    Parameters
    ----------
    ties : DataFrame or ibis Table
        source, target, weight, as :func:`cooccurrence` counted them with the same `within` and no window.
    mentions : DataFrame or ibis Table
        With the columns `within`, `actor` and `strata`; where there is a column ``story``, stories are the units.
    strata : str or None, default "topic"
        Column (a topic, a day) with one value per unit: chance deals actors out within each stratum only. By default
        the topic where mentions have that column (:func:`with_topics` adds it); None for one chance over all units.
        Units without a value are a stratum of their own.
    rarer : bool, default False
        Ask for ties rarer than chance instead. Then p is of the lower tail, and q is over the pairs named often enough
        for a p of 0.05 (Gilbert, Journal of the Royal Statistical Society C 54, 2005); with strata, over all.
    actors : DataFrame, optional
        actor, kind and affiliation. Ties of a person and a body that person speaks for are then counted and not tested.

    Returns
    -------
    DataFrame or ibis Table, as given
        The rows and columns of `ties` in their order, with expected (units), npmi (-1 to 1: normalised pointwise mutual
        information, Bouma 2009), p (probability of a weight at least that large) and q (Benjamini and Hochberg 1995,
        over all pairs of actors that are tested, seen or not). Where topics are known, the q that was not asked for
        stands beside it: q_pooled (one chance over all units) or q_stratified (within topics). With `actors`, masked:
        True for a person and its own body, whose p and q are missing.

    Raises
    ------
    ValueError
        If a column is missing, a tie's actor is not in `mentions`, or a unit lies in two strata.

    >>> m = pd.DataFrame({"report_id": list("aabbccdd"), "actor": ["HUR", "NIS"] * 2 + ["AFP", "EU", "AFP", "IMF"]})
    >>> t = pd.DataFrame({"source": ["HUR"], "target": ["NIS"], "weight": [2]})
    >>> significance(t, m).round(3)
      source target  weight  expected  npmi    p    q
    0    HUR    NIS       2     0.778   1.0  0.1  1.0
    """
    within = names_of(within)
    if not isinstance(ties, pd.DataFrame):
        from .ibis_backend import significance_ibis

        return significance_ibis(ties, mentions, within, actor, strata=strata, rarer=rarer, actors=actors)
    given = mentions.columns
    layers = strata if strata != TOPIC or TOPIC in given else None
    units = by_story(mentions, within)
    coded = encode(units, within, actor)
    source, target = (_positions(ties[end], coded.names) for end in ("source", "target"))
    weight = ties["weight"].to_numpy(np.int64)
    own = _own_bodies(coded.names, actors)
    masked = np.isin(_key(source, target, coded.names), own) if len(own) else np.zeros(len(ties), bool)
    columns = _whole(weight, source, target, coded, rarer, masked, own)
    other = layers or (TOPIC if TOPIC in given else None)
    parts = None if other is None else _layers(units, within, actor, other)
    if parts is None and layers is not None:
        raise ValueError(
            f"a unit of {list(within)} has several values of {layers!r}: give each unit one, or pass strata=None"
        )
    if parts is not None:
        parts = [encode(part, within, actor) for part in parts]
        layered = _layered(weight, source, target, coded.names, parts, rarer, masked, len(own))
        if layers is None:
            columns["q_stratified"] = layered["q"]
        else:
            columns |= layered | {"q_pooled": columns["q"]}
    if actors is not None:
        columns["masked"] = masked
    return ties.assign(**columns)


def with_topics(mentions: pd.DataFrame, claims: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """Mentions with the topic of their report, by which :func:`significance` deals out names.

    Parameters
    ----------
    mentions : DataFrame[report_id, ...]
    claims : DataFrame[report_id, question_id]
    questions : DataFrame[question_id, topic]

    Returns
    -------
    DataFrame
        `mentions` with topic: the one that most claims of the report answer, the first by name where several do;
        missing where no claim of the report has a topic. A column topic that is coded already stays. Where no topic
        is coded at all, no column is added.

    >>> m = pd.DataFrame({"report_id": ["r1", "r2"], "actor": ["HUR", "NIS"]})
    >>> claims = pd.DataFrame({"report_id": ["r1"], "question_id": ["q1"]})
    >>> with_topics(m, claims, pd.DataFrame({"question_id": ["q1"], "topic": ["troops"]}))["topic"].tolist()
    ['troops', nan]
    """
    if TOPIC in mentions or TOPIC not in questions or not questions[TOPIC].notna().any():
        return mentions
    asked = claims[["report_id", "question_id"]].merge(questions[["question_id", TOPIC]], on="question_id")
    votes = asked.dropna().groupby(["report_id", TOPIC]).size().rename("claims").reset_index()
    votes = votes.sort_values(["report_id", "claims", TOPIC], ascending=[True, False, True])
    topic = votes.drop_duplicates("report_id").set_index("report_id")[TOPIC]
    return mentions.assign(**{TOPIC: mentions["report_id"].map(topic).astype("str")})


def _key(source, target, names):
    return np.minimum(source, target) * len(names) + np.maximum(source, target)


def _own_bodies(names, actors):
    """Keys of all pairs of a person and a body that person speaks for, both among `names`."""
    above = affiliations(actors)
    if not above:
        return np.empty(0, np.int64)
    person = actors["kind"] == "person" if "kind" in actors else pd.Series(True, actors.index)
    speakers = [a for a in actors.loc[person, "actor"] if a in above]
    pairs = [(a, part) for a in speakers for body in lineage(a, above)[1:] for part in members(body)]
    speaker, body = (names.get_indexer([pair[k] for pair in pairs]) for k in (0, 1))
    named = (speaker >= 0) & (body >= 0) & (speaker != body)
    return np.unique(_key(speaker[named], body[named], names))


def _positions(column, names):
    """Where each actor of `column` stands in `names`."""
    code, actors = pd.factorize(column)
    place = names.get_indexer(actors)
    if (place < 0).any():
        raise ValueError(
            f"mentions never name {list(actors[place < 0][:3])}, which ties have: count both from one table"
        )
    return place[code]


def _whole(weight, source, target, coded: Coded, rarer, masked, own):
    """The columns of each tie under one chance; ties with equal weight and frequencies are worked out once."""
    named = np.bincount(coded.actor, minlength=len(coded.names))
    degrees, sizes = histogram(named, "degree", "actors"), histogram(coded.size, "size", "units")
    steps = degrees["degree"].to_numpy()
    level = np.searchsorted(steps, named)
    low, high = level[source], level[target]
    low, high = np.minimum(low, high), np.maximum(low, high)
    wide = int(weight.max(initial=0)) + 1
    case, kinds = pd.factorize((low * len(steps) + high) * wide + weight)
    pair, weight = np.divmod(kinds, wide)
    low, high = np.divmod(pair, max(len(steps), 1))
    mean = expected(degrees, sizes, low, high)
    p = tail(weight, steps[low], steps[high], mean, less=rarer)
    if rarer:
        tests = _rare_enough(degrees, sizes) - _rare_among(own, level, degrees, sizes)
    else:
        tests = len(named) * (len(named) - 1) / 2 - len(own)
    q = benjamini_hochberg(p, tests, times=np.bincount(case[~masked], minlength=len(kinds)))
    columns = {"expected": mean, "npmi": npmi(weight, steps[low], steps[high], len(coded.size)), "p": p, "q": q}
    columns = {name: column[case] for name, column in columns.items()}
    return columns | {name: _untested(columns[name], masked) for name in ("p", "q")}


def _untested(column, masked):
    return np.where(masked, np.nan, column) if masked.any() else column


def _rare_enough(degrees, sizes):
    """Pairs of actors so often named that never meeting would have p <= 0.05; others cannot be rarer."""
    count, actors = degrees["degree"].to_numpy(), degrees["actors"].to_numpy()
    low, high = np.triu_indices(len(count))
    pairs = np.where(low == high, actors[low] * (actors[low] - 1) // 2, actors[low] * actors[high])
    return pairs[_never(degrees, sizes, low, high) <= 0.05].sum()


def _rare_among(own, level, degrees, sizes):
    """How many of the pairs `own` are so often named."""
    if not len(own):
        return 0
    low, high = (level[end] for end in np.divmod(own, len(level)))
    return int((_never(degrees, sizes, np.minimum(low, high), np.maximum(low, high)) <= 0.05).sum())


def _never(degrees, sizes, low, high):
    """Chance that actors of two frequencies never meet."""
    count = degrees["degree"].to_numpy()
    mean = expected(degrees, sizes, low, high)
    return tail(np.zeros(len(low), np.int64), count[low], count[high], mean, less=True)


def _layers(mentions, within, actor, strata):
    """The mentions of each stratum, in order of the strata; nothing where a unit lies in several."""
    complete(mentions, (*within, actor, strata))
    rows = mentions.dropna(subset=[*within, actor])
    rows = rows.assign(**{strata: rows[strata].astype("object").where(rows[strata].notna(), "")})
    if (rows.drop_duplicates([*within, strata]).groupby(list(within)).size() > 1).any():
        if STORY not in rows or REPORT not in within:
            return None
        # Copies of one story may have been filed under several topics: the story takes the one most of them have.
        votes = rows.drop_duplicates().groupby([*within, strata]).size().rename("rows").reset_index()
        votes = votes.sort_values(["rows", strata], ascending=[False, True]).drop_duplicates(list(within))
        rows = rows.drop(columns=strata).merge(votes.drop(columns="rows"), on=list(within))
    return [part for _, part in rows.groupby(strata, sort=True)]


def _layered(weight, source, target, names, parts, rarer, masked, own):
    """Like :func:`_whole`, with expectations summed over strata; only strata that name both actors count."""
    mean, a, b = np.zeros(len(weight)), np.zeros(len(weight), np.int64), np.zeros(len(weight), np.int64)
    for part in parts:
        named = np.zeros(len(names), np.int64)
        named[names.get_indexer(part.names)] = np.bincount(part.actor)
        both = (named[source] > 0) & (named[target] > 0)
        degrees, sizes = histogram(named[named > 0], "degree", "actors"), histogram(part.size, "size", "units")
        steps = degrees["degree"].to_numpy()
        low, high = (np.searchsorted(steps, named[end[both]]) for end in (source, target))
        mean[both] += expected(degrees, sizes, low, high)
        a[both] += named[source[both]]
        b[both] += named[target[both]]
    # Actors without a common stratum cannot meet by chance; the floor keeps their tail defined.
    p = tail(weight, a, b, np.maximum(mean, 1e-10), less=rarer)
    q = np.ones(len(p))
    q[~masked] = benjamini_hochberg(p[~masked], len(names) * (len(names) - 1) / 2 - own)
    return {"expected": mean, "p": _untested(p, masked), "q": _untested(q, masked)}
