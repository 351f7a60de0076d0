"""Which answers the claims bear out, how sure that is, and who carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from . import departures
from .corroboration import sample
from .encoding import Arrays, answering, encode
from .integer_codes import changes
from .intervals import of_sources, of_values
from .methods import METHODS, TIE, Fit, voting

__all__ = ["Verdicts", "discover"]


@dataclass(frozen=True)
class Verdicts:
    """What :func:`discover` found.

    Attributes
    ----------
    values : DataFrame[question_id, value, probability, low, high, votes, holds]
        A row per candidate answer, best first within each question; tied answers have equal probability. ``low`` and
        ``high`` bound the probability (90 %): by draws from the posterior for the default, and for the others by an
        approximation (delta method) that is too narrow. ``votes`` is the share of voices that plain voting gives it, 1
        if known. The probability compares the answers given: one that nobody contests has 1, which is not to say
        confirmed.
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
    best : DataFrame[question_id, value, probability, votes]
        The first row of each question in ``values``: of tied answers the first by name.
    method, questions, known, claims, seed : as given
        ``claims`` are those that answer something; ``silent`` are the numbers of abstentions.
    arrays, fit, votes : Arrays, Fit, Fit
        The coded claims, what the method made of them, and what voting did: for :mod:`.explanation`.

    Notes
    -----
    Tables are made when they are first asked for, so that nobody waits for intervals who wants answers alone.
    """

    method: str
    questions: pd.DataFrame | None = field(repr=False)
    claims: pd.DataFrame = field(repr=False)
    silent: pd.Series = field(repr=False)
    known: dict = field(repr=False)
    seed: int
    arrays: Arrays = field(repr=False)
    fit: Fit = field(repr=False)

    @cached_property
    def votes(self):
        """What voting makes of the same claims."""
        return self.fit if self.method == "voting" or self._empty else voting(self.arrays)

    @cached_property
    def values(self):
        """Candidate answers; see above."""
        if self._empty:
            return pd.DataFrame({c: [] for c in _VALUES})
        return _values(self.arrays, self.fit, self._bounds[:2], self.votes)

    @cached_property
    def sources(self):
        """Sources; see above."""
        if self._empty:
            return pd.DataFrame({c: [] for c in ("source", "reliability", "low", "high", "n", "abstained")})
        return _sources(self.silent, self.arrays, self.fit, self._bounds[2:])

    @cached_property
    def copying(self):
        """Pairs that share more than the truth explains; see above."""
        return _named(self.fit.copies, self.arrays)

    @cached_property
    def departures(self):
        """See :func:`helpers.reliability.discovery.departures.departures`."""
        return departures.departures(self.arrays, self.fit, self.votes)

    @cached_property
    def warnings(self):
        """What a reader must know; see above."""
        if self._empty:
            return ("no claim has a value, so there is nothing to weigh",)
        return departures.warnings(self.arrays, self.fit, self.votes)

    @cached_property
    def best(self):
        """The first answer of each question; see above."""
        if self._empty:
            return pd.DataFrame({c: [] for c in _VALUES}).drop(columns=["low", "high", "holds"])
        arrays, ranks = self.arrays, [np.rint(p * 10**TIE).astype(np.int64) for p in self._told_of]
        rank = np.where(_told(arrays, self.fit), ranks[0] * (10**TIE + 1) + ranks[1], -1)
        top = arrays.beside(np.equal, rank, arrays.each(np.maximum, rank), np.empty(len(rank), bool))
        leading = np.flatnonzero(top)
        leading = leading[changes(arrays.fact_question[leading])]
        columns = {"question_id": arrays.questions, "value": arrays.values[arrays.fact_value[leading]]}
        return pd.DataFrame(
            columns | dict(zip(("probability", "votes"), (p[leading] for p in self._told_of), strict=True))
        )

    def settled(self, question_id):
        """Whether the answer was given as known."""
        return str(question_id) in self.known

    @property
    def _empty(self):
        return not len(self.arrays.fact)

    @property
    def _told_of(self):
        """What the method and what voting say of each fact."""
        return self.fit.rounded, np.round(self.arrays.voted, TIE)

    @cached_property
    def _bounds(self):
        """Low and high of each fact, then of each source."""
        if self.fit.speech:
            return sample(self.arrays, self.fit.speech, self.fit.probability, self.seed)
        return *of_values(self.arrays, self.fit), *of_sources(self.arrays, self.fit)


def discover(claims, method="corroboration", known=None, seed=0, questions=None, hierarchy=None, strength=None):
    """Weigh the answers to every question.

    Parameters
    ----------
    claims : DataFrame[source, question_id, value]
        One row per claim; a missing value is an abstention. ``low`` and ``high`` give bounds (a missing one is
        open). Repeated rows count once; a source with k answers to a question gives each 1/k of its voice.
    method : str
        ``voting``, ``truthfinder``, ``dawid_skene``, ``one_coin``, ``accu``, or ``corroboration``; see
        :mod:`helpers.reliability.discovery.methods` for the paper of each.
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
    prior = {} if strength is None else {"strength": strength}
    fit = (
        METHODS[method](arrays, **prior) if len(arrays.fact) else Fit(*[np.zeros(0)] * 5, pd.DataFrame(columns=_PAIRS))
    )
    spoke = [t["source"].dropna().astype("str").value_counts() for t in (claims, said) if len(said) < len(claims)]
    silent = spoke[0].sub(spoke[1], fill_value=0) if spoke else pd.Series(dtype="int64")
    return Verdicts(method, questions, said, silent, known, seed, arrays, fit)


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
    return pd.DataFrame(dict(zip(_VALUES, (*names, *figures), strict=True)), copy=False)


def _best_first(question, probability, votes):
    """Order by question, then falling probability, then votes; facts come sorted, so little has to move."""
    ranks = [question * (10**TIE + 1) - np.rint(x * 10**TIE).astype(np.int64) for x in (probability, votes)]
    order = np.argsort(ranks[0], kind="stable")
    if (np.diff(ranks[0][order]) == 0).any():
        order = np.argsort(ranks[1], kind="stable")
        order = order[np.argsort(ranks[0][order], kind="stable")]
    return order


def _sources(silent, arrays, fit, bounds):
    mean, (low, high) = fit.right / (fit.right + fit.wrong), bounds
    n = np.bincount(arrays.source, minlength=len(arrays.names))
    made = pd.DataFrame({"source": arrays.names, "reliability": mean, "low": low, "high": high, "n": n})
    made["abstained"] = made["source"].map(silent).fillna(0).astype(int)
    return made


def _named(copies, arrays):
    made = copies.copy()
    for column in ("source", "other"):
        made[column] = arrays.names[copies[column].to_numpy(dtype=np.int64)]
    return made.sort_values(["dependence", "source", "other"], ascending=[False, True, True], ignore_index=True)


_VALUES = ("question_id", "value", "probability", "low", "high", "votes", "holds")
_PAIRS = ("source", "other", "shared", "agree", "expected", "dependence")
