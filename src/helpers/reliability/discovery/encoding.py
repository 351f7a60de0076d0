"""Claims as integer codes, so that every method of discovery runs on flat arrays."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ...codes import distinct, ranked
from .values import one_spelling, supports

__all__ = ["Arrays", "answering", "encode", "normalise"]

CLOSED_VALUES = 12  # a vocabulary up to this size can be one that every question shares
CLOSED_RECURS = 5  # and it is, if a value stands, on average, in at least so many questions, of as many for each value


@dataclass(frozen=True)
class Arrays:
    """Claims and candidate answers, coded.

    ``names`` of sources, ``questions`` and ``values`` are sorted, so that codes do not depend on row order. A claim
    is a distinct (source, question, value), sorted by question and value: arrays ``source``, ``question``, ``fact``
    and ``share``, the part of its source's one voice on that question. A fact is a candidate answer:
    ``fact_question`` (sorted), ``fact_value``. A claim supports its own fact and those that fit it: ``pairs`` of claim
    and fact, or None if no claim supports any fact but its own, which ``alone`` tells. Where ``closed``, all questions
    share one small vocabulary, and every value of it is a fact of every question. ``known`` are the facts that are
    settled as true.
    """

    names: pd.api.extensions.ExtensionArray
    questions: pd.api.extensions.ExtensionArray
    values: pd.api.extensions.ExtensionArray
    source: np.ndarray
    question: np.ndarray
    fact: np.ndarray
    share: np.ndarray
    fact_question: np.ndarray
    fact_value: np.ndarray
    pairs: tuple | None
    closed: bool
    known: np.ndarray

    @property
    def alone(self):
        """Whether every claim supports its own fact only."""
        return self.pairs is None

    @cached_property
    def pair_claim(self):
        """Claim of each pair, sorted."""
        return np.arange(len(self.fact)) if self.alone else self.pairs[0]

    @property
    def pair_fact(self):
        """Fact of each pair that its claim supports."""
        return self.fact if self.alone else self.pairs[1]

    @cached_property
    def claimed(self):
        """Whether anybody claims each fact."""
        return np.bincount(self.fact, minlength=len(self.fact_question)) > 0

    @cached_property
    def sizes(self):
        """Number of facts per question, claimed or not."""
        return np.bincount(self.fact_question, minlength=len(self.questions))

    @cached_property
    def start(self):
        """First fact of each question."""
        return np.cumsum(self.sizes) - self.sizes

    @cached_property
    def disputed(self):
        """Whether more than one answer to each question is claimed."""
        return np.add.reduceat(self.claimed.astype(np.int64), self.start) > 1

    @cached_property
    def spoken(self):
        """Shares that each source has given to all its claims."""
        return self.by_source(self.share)

    @cached_property
    def voices(self):
        """Voices on each question, each source one."""
        return np.bincount(self.question, self.share, minlength=len(self.questions))

    @cached_property
    def settled(self):
        """Whether the answer to each question is known."""
        result = np.zeros(len(self.questions), dtype=bool)
        result[self.fact_question[self.known]] = True
        return result

    @cached_property
    def voted(self):
        """Share of the voices on its question that supports each fact; 1 or 0 where the answer is known."""
        return self.settle(self.proportions(self.by_fact(self.share)))

    def settle(self, probability):
        """What is known put in place of what is believed."""
        if not len(self.known):
            return probability
        result = np.where(self.settled[self.fact_question], 0.0, probability)
        result[self.known] = 1.0
        return result

    def each(self, ufunc, figures):
        """Figures of a question's facts reduced to one per question."""
        return ufunc.reduceat(figures, self.start)

    def across(self, ufunc, figures):
        """Figures of a question's facts reduced to one, given to each of these facts."""
        return np.repeat(self.each(ufunc, figures), self.sizes)

    def best(self, figures):
        """Which facts have the highest figure of their question, ties included."""
        return figures == self.across(np.maximum, figures)

    def proportions(self, figures):
        """Figures as parts of their question's sum."""
        return figures / self.across(np.add, figures)

    def by_source(self, weight):
        """Sum of a claim's weight per source."""
        return np.bincount(self.source, weight, minlength=len(self.names))

    def by_fact(self, weight):
        """Sum of a claim's weight per fact it supports."""
        spread = weight if self.alone else weight[self.pair_claim]
        return np.bincount(self.pair_fact, spread, minlength=len(self.fact_question))

    def right(self, probability):
        """Probability that each claim is right: that one of the facts it supports is true."""
        if self.alone:
            return probability[self.fact]
        return np.minimum(np.bincount(self.pair_claim, probability[self.pair_fact], minlength=len(self.fact)), 1.0)

    def borne_out(self, probability):
        """Shares of each source's claims that are right."""
        return self.by_source(self.right(probability) * self.share)

    def holds(self, probability):
        """Probability of each fact or any other that lies within it, by the most definite claim of it."""
        if self.alone:
            return probability
        result = probability.copy()
        first = np.flatnonzero(np.diff(self.fact, prepend=-1))
        result[self.fact[first]] = np.minimum.reduceat(self.right(probability), first)
        return result


def encode(claims, questions=None, hierarchy=None, known=None):
    """Code claims as :class:`Arrays`; rows without a value are abstentions and are left out.

    Parameters
    ----------
    claims : DataFrame[source, question_id, value, low, high]
        ``low`` and ``high`` may be missing as columns.
    questions, hierarchy : DataFrame, optional
        See :func:`helpers.reliability.discovery.values.supports`.
    known : dict, optional
        Question to its settled value, which becomes a candidate even where nobody claims it.

    Raises
    ------
    ValueError
        For a missing column, or a row with a value but without its source or question.

    Examples
    --------
    >>> claims = pd.DataFrame({"source": ["b", "a"], "question_id": "q", "value": ["2", "1"]})
    >>> encode(claims).source.tolist()
    [0, 1]
    """
    table = answering(claims, questions).reset_index(drop=True)
    table = table.astype(dict.fromkeys(("source", "question_id", "value"), "str"))
    source, names = ranked(table["source"])
    question, asked = ranked(table["question_id"])
    known = {q: v for q, v in (known or {}).items() if q in asked}
    settled = pd.Series(list(known.values()), dtype="str")
    value, values = ranked(pd.concat([table["value"], settled]) if known else table["value"])
    many = max(len(values), 1)
    known = np.sort(asked.get_indexer(list(known)) * many + value[len(table) :])
    cell = question * many + value[: len(table)]
    claimed = distinct(cell)
    facts, pairs = distinct(np.r_[claimed, known]), None
    closed = hierarchy is None and _closed(len(claimed), many, len(asked))
    while True:
        facts = np.arange(len(asked) * many) if closed else facts
        fact, spoke = np.divmod(
            distinct(np.searchsorted(facts, cell) * max(len(names), 1) + source), max(len(names), 1)
        )
        at, what = np.divmod(facts, many)
        pairs = supports(table, asked, values, spoke, fact, at, what, questions, hierarchy)
        if pairs is None or not closed:
            break
        closed, facts = False, distinct(np.r_[claimed, known])  # where answers bear one another out, none is closed
    question = at[fact]
    share = 1.0 / _repeats(question * max(len(names), 1) + spoke)
    names, asked, values = (x.astype("str").array for x in (names, asked, values))
    return Arrays(
        names, asked, values, spoke, question, fact, share, at, what, pairs, closed, np.searchsorted(facts, known)
    )


def normalise(scores, arrays):
    """Softmax of the facts' scores within each question."""
    raised = np.exp(scores - arrays.across(np.maximum, scores))
    return raised / arrays.across(np.add, raised)


def answering(claims, questions=None):
    """The claims that answer something, numbers in one spelling; a bound alone is an answer, too, and stands for it."""
    lacking = [c for c in ("source", "question_id", "value") if c not in claims]
    if lacking:
        raise ValueError(
            f"claims lacks the column {', '.join(lacking)}; it needs source, question_id and value "
            "(source may be any column, such as origin, renamed)"
        )
    for bound in ("low", "high"):
        if bound in claims and claims["value"].isna().any():
            claims = claims.assign(value=claims["value"].where(claims["value"].notna(), claims[bound]))
    if pd.api.types.is_float_dtype(claims["value"]) and (claims["value"].dropna() % 1 == 0).all():
        claims = claims.assign(value=claims["value"].astype("Int64"))  # a missing one made decimals of whole numbers
    answered = claims["value"].notna()
    table = claims if answered.all() else claims[answered]
    for column in ("source", "question_id"):
        if table[column].isna().any():
            row = int(np.flatnonzero(table[column].isna())[0])
            raise ValueError(f"claims, answering row {row}, column {column}: missing; name it or drop the row")
    return one_spelling(table, questions)


def _closed(claimed, many, asked):
    """Whether the questions share one small vocabulary, so that mistaking one value for another can be learned."""
    return 2 <= many <= CLOSED_VALUES and claimed >= CLOSED_RECURS * many and asked >= CLOSED_RECURS * many


def _repeats(codes):
    """How often each whole number stands in the array."""
    if len(distinct(codes)) == len(codes):
        return np.ones(len(codes))
    _, code, times = np.unique(codes, return_inverse=True, return_counts=True)
    return times[code]
