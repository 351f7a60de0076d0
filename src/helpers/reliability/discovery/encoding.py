"""Claims as integer codes, so that every method of discovery runs on flat arrays."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from .integer_codes import changes, distinct, joined, paired, ranked, repeats
from .values import supports

__all__ = ["Arrays", "answering", "encode", "normalise"]

CLOSED_VALUES = 12  # a vocabulary up to this size can be one that every question shares
CLOSED_RECURS = 5  # and it is, if a value stands, on average, in at least so many questions, of as many for each value
CACHED = 1_000_000  # figures, one for each fact


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
        made = np.zeros(len(self.fact_question), dtype=bool)
        made[self.fact] = True
        return made

    @cached_property
    def sizes(self):
        """Number of facts per question, claimed or not."""
        return np.bincount(self.fact_question, minlength=len(self.questions))

    @cached_property
    def start(self):
        """First fact of each question."""
        return np.cumsum(self.sizes) - self.sizes

    @property
    def disputed(self):
        """Whether more than one answer to each question is claimed."""
        return self.each(np.add, self.claimed.astype(np.int64)) > 1

    @cached_property
    def spoken(self):
        """Shares that each source has given to all its claims."""
        return self.by_source(self.share)

    @cached_property
    def support(self):
        """Shares as a sparse array [facts, sources]: what a fact gets of each source that supports it.

        Held by source, which makes its products and those of its transpose about three times as fast, as long as the
        facts stay in the cache.
        """
        held = self.voices(self.share)
        return held.tocsc() if len(self.fact_question) <= CACHED else held

    @cached_property
    def settled(self):
        """Whether the answer to each question is known."""
        made = np.zeros(len(self.questions), dtype=bool)
        made[self.fact_question[self.known]] = True
        return made

    @cached_property
    def voted(self):
        """Share of the voices on its question that supports each fact; 1 or 0 where the answer is known."""
        return self.settle(self.proportions(self.by_fact(self.share)))

    def settle(self, probability):
        """What is known put in place of what is believed."""
        if not len(self.known):
            return probability
        made = np.where(self.settled[self.fact_question], 0.0, probability)
        made[self.known] = 1.0
        return made

    def voices(self, weight):
        """A claim's weight as a sparse array [facts, sources]; times a figure per source it gives one per fact."""
        shape = len(self.fact_question), len(self.names)
        if not self.alone:
            made = weight[self.pair_claim], (self.pair_fact, self.source[self.pair_claim])
            return sparse.coo_array(made, shape=shape).tocsr()
        ends = np.zeros(shape[0] + 1, dtype=np.int32)
        np.cumsum(np.bincount(self.fact, minlength=shape[0]), out=ends[1:])
        return sparse.csr_array((weight, self.source.astype(np.int32), ends), shape=shape)

    def each(self, ufunc, figures):
        """Figures of a question's facts reduced to one per question."""
        if not self.closed:
            return ufunc.reduceat(figures, self.start)
        table = figures.reshape(-1, len(self.values))  # all have the same facts, so columns do, faster than groups
        made = table[:, 0].copy()
        for column in table.T[1:]:
            ufunc(made, column, out=made)
        return made

    def across(self, ufunc, figures):
        """Figures of a question's facts reduced to one, given to each of these facts."""
        return np.repeat(self.each(ufunc, figures), len(self.values) if self.closed else self.sizes)

    def beside(self, ufunc, figures, of_questions, out=None):
        """Each fact's figure taken together with its question's, as its difference or quotient."""
        if not self.closed:
            return ufunc(figures, np.repeat(of_questions, self.sizes), out=out)
        out = np.empty_like(figures) if out is None else out
        shape = -1, len(self.values)
        ufunc(figures.reshape(shape), of_questions[:, None], out=out.reshape(shape))
        return out

    def proportions(self, figures):
        """Figures as parts of their question's sum, none below zero."""
        made = np.maximum(figures, 0)
        return self.beside(np.divide, made, self.each(np.add, made), out=made)

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

    def holds(self, probability):
        """Probability of each fact or any other that lies within it, by the most definite claim of it."""
        if self.alone:
            return probability
        made = probability.copy()
        first = np.flatnonzero(np.diff(self.fact, prepend=-1))
        made[self.fact[first]] = np.minimum.reduceat(self.right(probability), first)
        return made

    def borne_out(self, probability):
        """Shares of each source's claims that are right."""
        right = self.right(probability)
        return self.by_source(np.multiply(right, self.share, out=right))

    def borne_out_again(self, probability):
        """As :meth:`borne_out`, for rounds of it: ``support`` is laid by source first, and then each is faster."""
        return self.support.T @ probability if self.alone else self.borne_out(probability)


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
    table = answering(claims).reset_index(drop=True)
    table = table.astype(dict.fromkeys(("source", "question_id", "value"), "str"))
    source, question = ranked(table["source"]), ranked(table["question_id"])
    asked, names = question[2], source[2]
    known = {q: v for q, v in (known or {}).items() if q in asked}
    settled = pd.Series(list(known.values()), dtype="str")
    codes, rank, values = ranked(pd.concat([table["value"], settled]) if known else table["value"])
    many, voices = max(len(values), 1), max(len(names), 1)
    known = np.sort(asked.get_indexer(list(known)) * many + rank[codes[len(table) :]])
    cell, source = _in_order(question, (codes[: len(table)], rank, values), source)
    closed = hierarchy is None and _closed(cell, many, len(asked))
    facts, fact, pairs = np.arange(len(asked) * many), cell, None
    if closed:
        pairs = supports(table, asked, values, source, fact, *np.divmod(facts, many), questions)
    if not closed or pairs is not None:  # where answers bear one another out, no vocabulary is closed
        facts, fact = _facts(cell, known)
        pairs = supports(table, asked, values, source, fact, *np.divmod(facts, many), questions, hierarchy)
        closed = False
    at = facts // many
    what = facts - at * many
    question = at[fact]
    share = 1.0 / repeats(paired(question, source, voices))
    names, asked, values = (x.astype("str").array for x in (names, asked, values))
    known = np.searchsorted(facts, known)
    return Arrays(names, asked, values, source, question, fact, share, at, what, pairs, closed, known)


def normalise(scores, arrays):
    """Softmax of the facts' scores within each question."""
    raised = arrays.beside(np.subtract, scores, arrays.each(np.maximum, scores))
    np.exp(raised, out=raised)
    return arrays.beside(np.divide, raised, arrays.each(np.add, raised), out=raised)


def answering(claims):
    """The claims that answer something; a bound alone is an answer, too, and stands in for its value."""
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
    return table


def _in_order(question, value, source):
    """Distinct pairs of a cell, which is a question and a value, and a source, sorted; codes are written over."""
    voices = max(len(source[1]), 1)
    try:
        pairs = distinct(joined(question, value, source))
    except OverflowError:
        cells, rank = np.unique(joined(question, value), return_inverse=True)
        cell, source = np.divmod(distinct(paired(rank, source[1][source[0]], voices)), voices)
        return cells[cell], source
    kept = slice(len(pairs))
    return np.floor_divide(pairs, voices, out=question[0][kept]), np.remainder(pairs, voices, out=source[0][kept])


def _facts(cell, known):
    """The distinct cells, claimed or known, and which of them each of the sorted cells is."""
    first = changes(cell)
    claimed = cell[first]
    facts = distinct(np.r_[claimed, known]) if len(known) else claimed
    at = np.searchsorted(facts, claimed) if len(known) else np.arange(len(claimed))
    return facts, at[np.cumsum(first) - 1]


def _closed(cell, many, asked):
    """Whether the questions share one small vocabulary, so that mistaking one value for another can be learned."""
    if not 2 <= many <= CLOSED_VALUES:
        return False
    return changes(cell).sum() >= CLOSED_RECURS * many and asked >= CLOSED_RECURS * many
