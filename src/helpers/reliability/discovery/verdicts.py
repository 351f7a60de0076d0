"""Which answers the claims bear out, how sure that is, and who carries it: a method of truth discovery, as tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from ...codes import changes
from . import comparison
from .claims import current, shared_by_repeaters, ties_kept
from .encoding import Arrays, answering, encode
from .fit import Fit, of_sources, of_values, tie
from .methods import METHODS, voting
from .values import one_spelling

__all__ = ["Verdicts", "discover"]


@dataclass(frozen=True)
class Verdicts:
    """What :func:`discover` found.

    Attributes
    ----------
    values : DataFrame[question_id, value, probability, low, high, votes, holds]
        A row per candidate answer, best first within each question; tied answers have equal probability. The default
        states none above .98 unless it was given known answers; what is missing from 1 is left for what nobody said.
        ``low`` and ``high`` are the least and the most that the opinions behind it, and voting, give the answer.
        ``votes`` is the share of voices that plain voting gives it, 1 if known. ``holds`` adds the answers that lie
        within it: 12,000 lies within "at least 10,000", Kursk within Russia.
    sources : DataFrame[source, reliability, low, high, n, abstained]
        ``n`` claims and the number of abstentions; ``reliability`` is the posterior probability that a claim of the
        source is right, with its 90 % interval, which allows for errors that sources share on a question. Who only
        abstains is left out.
    copying : DataFrame[source, other, shared, agree, expected, dependence]
        Pairs of sources that agree more than the truth explains, and than all pairs do: how many questions they share,
        on how many they agree, on how many that was expected, and the part of the rest that is common. Who had it from
        whom, or both from a third, is not told.
    departures : DataFrame[question_id, voted, verdict, probability, carried_by, copying]
        Where the method departs from voting: who carries it, and which of those agree more than the truth explains.
    warnings : tuple of str
        What a reader must know before using the verdicts.
    left_out : DataFrame[question_id, why, claims]
        Claims that were not of the day, on questions whose answer moves or grows: see :mod:`.claims`.
    best : DataFrame[question_id, value, probability, votes]
        The first row of each question in ``values``: of tied answers the first by name.
    method, questions, known, claims, seed : as given
        ``claims`` are those that were weighed; ``silent`` are the numbers of abstentions.
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
    left_out: pd.DataFrame = field(repr=False)
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
        return _values(self.arrays, self.fit, self.votes)

    @cached_property
    def sources(self):
        """Sources; see above."""
        if self._empty:
            return pd.DataFrame({c: [] for c in ("source", "reliability", "low", "high", "n", "abstained")})
        return _sources(self.silent, self.arrays, self.fit)

    @cached_property
    def copying(self):
        """Pairs that agree more than the truth explains; see above."""
        return _named(self.fit.copies, self.arrays)

    @cached_property
    def departures(self):
        """See :func:`helpers.reliability.discovery.comparison.departures`."""
        return comparison.departures(self.arrays, self.fit, self.votes)

    @cached_property
    def warnings(self):
        """What a reader must know; see above."""
        left = [f"{q}: {n} claims are left out, {why}" for q, why, n in self.left_out.itertuples(index=False)]
        if self._empty:
            return (*left, "no claim has a value, so there is nothing to weigh")
        return (*left, *comparison.warnings(self.arrays, self.fit, self.votes))

    @cached_property
    def best(self):
        """The first answer of each question; see above."""
        if self._empty:
            return pd.DataFrame({c: [] for c in _VALUES}).drop(columns=["low", "high", "holds"])
        kept = np.flatnonzero(_stated(self.arrays, self.fit))
        kept = kept[_best_first(self.arrays.fact_question[kept], self.fit.rounded[kept], self.votes.rounded[kept])]
        kept = kept[changes(self.arrays.fact_question[kept])]
        names = self.arrays.questions, self.arrays.values[self.arrays.fact_value[kept]]
        figures = self.fit.rounded[kept], self.votes.rounded[kept]
        return pd.DataFrame(
            dict(zip(("question_id", "value", "probability", "votes"), (*names, *figures), strict=True))
        )

    def settled(self, question_id):
        """Whether the answer was given as known."""
        return str(question_id) in self.known

    @property
    def _empty(self):
        return not len(self.arrays.fact)


def discover(claims, method="corroboration", known=None, seed=0, questions=None, hierarchy=None, strength=None):
    """Weigh the answers to every question.

    Parameters
    ----------
    claims : DataFrame[source, question_id, value]
        One row per claim; a missing value is an abstention. ``low`` and ``high`` give bounds (a missing one is
        open); ``said`` is the day of the words; ``modality`` may be "refutes"; ``unnamed`` (or, where there is a column
        ``speaker``, a missing one) says that nobody is named as the source. Repeated rows count once; a source with k
        answers to a question gives each 1/k of its voice.
    method : str
        ``voting``, ``median``, ``truthfinder``, ``one_coin``, ``dawid_skene``, ``accu``, or ``corroboration``; see
        :mod:`helpers.reliability.discovery.methods` for the model and the paper of each.
    known : DataFrame[question_id, value] or mapping, optional
        Settled answers; sources are judged by them, and from twenty on the default learns from them how sure to be.
        One to a question that nobody answers tells nothing.
    seed : int
        Nothing is random any more; it is kept so that older scripts run.
    questions : DataFrame[question_id, answer_type, tolerance, course, time_dependent, window], optional
        Types and tolerances: numbers and dates then support each other by their intervals. Of a question whose course
        is moving or growing only claims of the day are weighed.
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
    known, answered = _known(known), answering(claims, questions)
    answered, known = _spelt_alike(answered, known, questions)
    silent = _abstentions(claims, answered)
    weighed, left_out = current(answered, questions)
    arrays = shared_by_repeaters(encode(weighed, questions, hierarchy, known), weighed)
    prior = {} if strength is None else {"strength": strength}
    fit = METHODS[method](arrays, **prior) if len(arrays.fact) else Fit(*[np.zeros(0)] * 5)
    return Verdicts(method, questions, weighed, silent, left_out, known, seed, arrays, ties_kept(arrays, fit, weighed))


def _spelt_alike(claims, known, questions):
    """Claims and known answers in which a number has one spelling."""
    if not known:
        return claims, known
    columns = ["question_id", "value"]
    both = pd.concat([claims[columns].astype("str"), pd.DataFrame(list(known.items()), columns=columns)])
    spelt = one_spelling(both.reset_index(drop=True), questions)["value"].to_numpy()
    return claims.assign(value=spelt[: len(claims)]), dict(zip(known, spelt[len(claims) :], strict=True))


def _abstentions(claims, answered):
    """How often each source abstains."""
    if len(answered) == len(claims):
        return pd.Series(dtype="int64")
    spoke = [t["source"].dropna().astype("str").value_counts() for t in (claims, answered)]
    return spoke[0].sub(spoke[1], fill_value=0)


def _known(known):
    if known is None:
        return {}
    if isinstance(known, pd.DataFrame):
        known = known.dropna(subset=["value"]).drop_duplicates(["question_id", "value"])
        if known["question_id"].duplicated().any():
            twice = known["question_id"][known["question_id"].duplicated()].iloc[0]
            raise ValueError(f"known, column question_id: {twice!r} is settled in two ways; keep one")
        known = dict(zip(known["question_id"], known["value"], strict=True))
    elif isinstance(known, pd.Series) or not isinstance(known, Mapping):
        known = dict(known)
    return {str(q): str(v) for q, v in known.items() if not pd.isna(v)}


def _stated(arrays, fit):
    """Which candidate answers are stated: those that somebody gave, and others that may well be true."""
    return arrays.claimed | (fit.probability >= 0.01)


def _values(arrays, fit, votes):
    kept = np.flatnonzero(_stated(arrays, fit))
    kept = kept[_best_first(arrays.fact_question[kept], fit.rounded[kept], votes.rounded[kept])]
    low, high = of_values(fit, votes)
    holds = arrays.holds(fit.probability)
    figures = fit.rounded[kept], tie(low[kept]), tie(high[kept]), votes.rounded[kept], tie(holds[kept])
    names = arrays.questions[arrays.fact_question[kept]], arrays.values[arrays.fact_value[kept]]
    return pd.DataFrame(dict(zip(_VALUES, (*names, *figures), strict=True)), copy=False)


def _best_first(question, probability, votes):
    """Order by question, then falling probability, then falling votes."""
    return np.lexsort((-votes, -probability, question))


def _sources(silent, arrays, fit):
    low, high = of_sources(arrays, fit)
    n = np.bincount(arrays.source, minlength=len(arrays.names))
    columns = {
        "source": arrays.names,
        "reliability": fit.right / (fit.right + fit.wrong),
        "low": low,
        "high": high,
        "n": n,
    }
    table = pd.DataFrame(columns)
    return table.assign(abstained=table["source"].map(silent).fillna(0).astype(int))


def _named(copies, arrays):
    names = {c: arrays.names[copies[c].to_numpy(dtype=np.int64)] for c in ("source", "other")}
    return copies.assign(**names).sort_values(
        ["dependence", "source", "other"], ascending=[False, True, True], ignore_index=True
    )


_VALUES = ("question_id", "value", "probability", "low", "high", "votes", "holds")
