"""Which answers the claims bear out, how sure that is, and who carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from . import guard
from .arrays import Arrays, answering, encode
from .intervals import of_sources, of_values
from .methods import METHODS, TIE, Fit, voting
from .posterior import sample

__all__ = ["Verdicts", "discover"]


@dataclass(frozen=True)
class Verdicts:
    """What :func:`discover` found.

    Attributes
    ----------
    values : DataFrame[question_id, value, probability, low, high, votes, holds]
        A row per candidate answer, best first within each question; tied answers have equal probability. ``low`` and
        ``high`` bound the probability (90 %): quantiles of draws from the posterior for the default, an approximation
        (delta method) for the others. ``votes`` is the share of voices that plain voting gives it, 1 if known. The
        probability compares the answers given: one that nobody contests has 1, which is not to say confirmed.
        ``holds`` adds the answers that lie within it: 12,000 lies within "at least 10,000", Kursk within Russia.
    sources : DataFrame[source, reliability, low, high, n, abstained]
        ``n`` claims and the number of abstentions; ``reliability`` is the posterior probability that a claim of the
        source is right, with its 90 % interval. Who only abstains is left out.
    copying : DataFrame[source, other, shared, agree, expected, dependence]
        Pairs of sources that share more than the truth explains, and how much of it.
    departures : DataFrame[question_id, voted, found, probability, carried_by, copying]
        Where the method departs from voting: who carries it, and which of those copy one another.
    warnings : tuple of str
        What a reader must know before using the verdicts.
    method, questions, known, claims : as given
        ``claims`` are those that answer something.
    arrays, fit, votes : Arrays, Fit, Fit
        The coded claims, what the method made of them, and what voting did: for :mod:`helpers.reliability.explanation`.
    """

    values: pd.DataFrame
    sources: pd.DataFrame
    copying: pd.DataFrame
    warnings: tuple
    method: str
    questions: pd.DataFrame | None = field(repr=False)
    claims: pd.DataFrame = field(repr=False)
    known: dict = field(repr=False)
    arrays: Arrays = field(repr=False)
    fit: Fit = field(repr=False)
    votes: Fit = field(repr=False)

    @cached_property
    def best(self):
        """The first row of each question in ``values``: of tied answers the first by name."""
        sizes = self.arrays.each(np.add, _told(self.arrays, self.fit).astype(np.int64))
        return self.values.iloc[np.cumsum(sizes) - sizes].reset_index(drop=True)

    @cached_property
    def departures(self):
        """See :func:`helpers.reliability.guard.departures`; made when first asked for."""
        return guard.departures(self.arrays, self.fit, self.votes)

    def settled(self, question_id):
        """Whether the answer was given as known."""
        return str(question_id) in self.known


def discover(claims, method="corroboration", known=None, seed=0, questions=None, hierarchy=None, strength=None):
    """Weigh the answers to every question.

    Parameters
    ----------
    claims : DataFrame[source, question_id, value]
        One row per claim; a missing value is an abstention. ``low`` and ``high`` give bounds (a missing one is
        open). Repeated rows count once; a source with k answers to a question gives each 1/k of its voice.
    method : str
        ``voting``, ``truthfinder``, ``dawid_skene``, ``one_coin``, ``accu``, or ``corroboration``; see
        :mod:`helpers.reliability.methods` for the paper of each.
    known : DataFrame[question_id, value] or mapping, optional
        Settled answers; sources are judged by them. One to a question that nobody answers tells nothing.
    seed : int
        Of the draws behind the intervals of ``corroboration``; nothing else is random.
    questions : DataFrame[question_id, answer_type, tolerance], optional
        Types and tolerances: numbers and dates then support each other by their intervals.
    hierarchy : DataFrame[value, parent], optional
        The next broader value of each: a broad answer supports those below it.
    strength : float, optional
        Of ``corroboration``: how many claims' worth it believes, beforehand, that a source is as good as all together.

    Returns
    -------
    Verdicts

    Raises
    ------
    ValueError
        For an unknown method, a missing column, a question with two settled answers, or a strength that is not above
        0 or not of this method.

    Examples
    --------
    >>> claims = pd.DataFrame({"source": ["a", "b", "c"], "question_id": "q", "value": ["1", "1", "2"]})
    >>> discover(claims, "voting").values[["value", "votes"]].round(2).values.tolist()
    [['1', 0.67], ['2', 0.33]]
    """
    if method not in METHODS:
        raise ValueError(f"method {method!r} is not one of {', '.join(METHODS)}")
    if strength is not None and (method != "corroboration" or not strength > 0):
        raise ValueError(f"strength {strength!r}, method {method!r}: give a number above 0, to corroboration only")
    known, said = _known(known), answering(claims)
    arrays = encode(said, questions, hierarchy, known)
    if not len(arrays.fact):
        return _nothing(claims, method, questions, known, arrays)
    votes = voting(arrays)
    prior = {} if strength is None else {"strength": strength}
    fit = votes if method == "voting" else METHODS[method](arrays, **prior)
    bounds = sample(arrays, fit.speech, fit.probability, seed) if fit.speech else _approximate(arrays, fit)
    values = _values(arrays, fit, bounds[:2], votes)
    sources = _sources(claims[~claims.index.isin(said.index)], arrays, fit, bounds[2:])
    copying = _named(fit.copies, arrays)
    warnings = guard.warnings(arrays, fit, votes)
    return Verdicts(values, sources, copying, warnings, method, questions, said, known, arrays, fit, votes)


def _known(known):
    if known is None:
        return {}
    if isinstance(known, pd.DataFrame):
        told = known.dropna(subset=["value"]).drop_duplicates(["question_id", "value"])
        if told["question_id"].duplicated().any():
            twice = told["question_id"][told["question_id"].duplicated()].iloc[0]
            raise ValueError(f"known, column question_id: {twice!r} is settled in two ways; keep one")
        known = dict(zip(told["question_id"], told["value"], strict=True))
    elif isinstance(known, pd.Series) or not isinstance(known, Mapping):
        known = dict(known)
    return {str(q): str(v) for q, v in known.items() if not pd.isna(v)}


def _approximate(arrays, fit):
    return *of_values(arrays, fit), *of_sources(arrays, fit)


def _told(arrays, fit):
    """Which candidate answers are told: those that somebody gave, and others that may well be true."""
    return arrays.claimed | (fit.probability >= 0.01)


def _values(arrays, fit, bounds, votes):
    kept = np.flatnonzero(_told(arrays, fit))
    kept = kept[_best_first(arrays.fact_question[kept], fit.rounded[kept], votes.rounded[kept])]
    low, high = (np.round(x[kept], TIE) for x in bounds)
    holds = fit.rounded if arrays.alone else np.round(arrays.holds(fit.probability), TIE)
    figures = (fit.rounded[kept], low, high, votes.rounded[kept], holds[kept])
    names = arrays.questions[arrays.fact_question[kept]], arrays.values[arrays.fact_value[kept]]
    columns = ("question_id", "value", "probability", "low", "high", "votes", "holds")
    return pd.DataFrame(dict(zip(columns, (*names, *figures), strict=True)), copy=False)


def _best_first(question, probability, votes):
    """Order by question, then falling probability, then votes; facts come sorted, so little has to move."""
    ranks = [question * (10**TIE + 1) - np.rint(x * 10**TIE).astype(np.int64) for x in (probability, votes)]
    order = np.argsort(ranks[0], kind="stable")
    if (np.diff(ranks[0][order]) == 0).any():
        order = np.argsort(ranks[1], kind="stable")
        order = order[np.argsort(ranks[0][order], kind="stable")]
    return order


def _sources(abstaining, arrays, fit, bounds):
    mean, (low, high) = fit.right / (fit.right + fit.wrong), bounds
    n = np.bincount(arrays.source, minlength=len(arrays.names))
    made = pd.DataFrame({"source": arrays.names, "reliability": mean, "low": low, "high": high, "n": n})
    silent = abstaining["source"].astype("str").value_counts()
    made["abstained"] = made["source"].map(silent).fillna(0).astype(int)
    return made


def _named(copies, arrays):
    made = copies.copy()
    for column in ("source", "other"):
        made[column] = arrays.names[copies[column].to_numpy(dtype=np.int64)]
    return made.sort_values(["dependence", "source", "other"], ascending=[False, True, True], ignore_index=True)


def _nothing(claims, method, questions, known, arrays):
    """Verdicts on claims that are all abstentions: empty tables, and a warning that says so."""
    values = pd.DataFrame({c: [] for c in ("question_id", "value", "probability", "low", "high", "votes", "holds")})
    none = np.zeros(0)
    fit = Fit(none, none, none, none, none, pd.DataFrame({c: [] for c in _PAIRS}))
    sources = pd.DataFrame({c: [] for c in ("source", "reliability", "low", "high", "n", "abstained")})
    said = ("no claim has a value, so there is nothing to weigh",)
    return Verdicts(values, sources, fit.copies, said, method, questions, claims[:0], known, arrays, fit, fit)


_PAIRS = ("source", "other", "shared", "agree", "expected", "dependence")
