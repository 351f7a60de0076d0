"""Claims as integer codes, so that every method of discovery runs on flat arrays."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .values import supports

__all__ = ["Arrays", "encode", "normalise"]

CLOSED_VALUES = 12  # a vocabulary up to this size can be one that every question shares
CLOSED_RECURS = 5  # and it is, if a value stands, on average, in at least so many questions


@dataclass(frozen=True)
class Arrays:
    """Claims and candidate answers, coded.

    ``names`` of sources, ``questions`` and ``values`` are sorted, so that codes do not depend on row order. A claim
    is a distinct (source, question, value): arrays ``source``, ``question``, ``fact`` and ``share``, the part of its
    source's one voice on that question. A fact is a candidate answer: ``fact_question`` (sorted), ``fact_value``. A
    claim supports its own fact and those that fit it: pairs ``pair_claim``, ``pair_fact``.
    """

    names: np.ndarray
    questions: np.ndarray
    values: np.ndarray
    source: np.ndarray
    question: np.ndarray
    fact: np.ndarray
    share: np.ndarray
    fact_question: np.ndarray
    fact_value: np.ndarray
    pair_claim: np.ndarray
    pair_fact: np.ndarray
    closed: bool

    @property
    def start(self):
        """First fact of each question."""
        return np.searchsorted(self.fact_question, np.arange(len(self.questions)))

    @property
    def candidates(self):
        """Number of facts that somebody claims, per question."""
        claimed = np.unique(self.fact)
        return np.bincount(self.fact_question[claimed], minlength=len(self.questions))

    @property
    def sizes(self):
        """Number of facts per question, claimed or not."""
        return np.bincount(self.fact_question, minlength=len(self.questions))

    def by_source(self, weight):
        """Sum of a claim's weight per source."""
        return np.bincount(self.source, weight, minlength=len(self.names))

    def by_fact(self, weight):
        """Sum of a claim's weight per fact it supports."""
        return np.bincount(self.pair_fact, weight[self.pair_claim], minlength=len(self.fact_question))

    def right(self, probability):
        """Probability that each claim is right: that one of the facts it supports is true."""
        if len(self.pair_claim) == len(self.fact):
            return probability[self.fact]
        return np.minimum(np.bincount(self.pair_claim, probability[self.pair_fact], minlength=len(self.fact)), 1.0)


def encode(claims, questions=None, hierarchy=None, known=None):
    """Code claims as :class:`Arrays`; rows without a value are abstentions and are left out.

    Parameters
    ----------
    claims : DataFrame[source, question_id, value, low, high]
        ``low`` and ``high`` may be missing as columns.
    questions, hierarchy : DataFrame, optional
        See :func:`helpers.reliability.values.supports`.
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
    table = _checked(claims)
    known = {q: v for q, v in (known or {}).items() if q in set(table["question_id"])}
    source, names = pd.factorize(table["source"], sort=True)
    question, asked = pd.factorize(table["question_id"], sort=True)
    everything = pd.concat([table["value"], pd.Series(list(known.values()), dtype="str")])
    value, values = pd.factorize(everything, sort=True)
    many, voices = max(len(values), 1), max(len(names), 1)
    cell = question.astype(np.int64) * many + value[: len(table)]
    cell, source = np.divmod(np.unique(cell * voices + source), voices)
    settled = asked.get_indexer(list(known)) * many + value[len(table) :]
    closed = questions is None and hierarchy is None and _closed(cell, many, len(asked))
    facts = np.arange(len(asked) * many) if closed else np.unique(np.concatenate([cell, settled]).astype(np.int64))
    fact = np.searchsorted(facts, cell)
    at, what = np.divmod(facts, many)
    _, voice, times = np.unique(at[fact] * voices + source, return_inverse=True, return_counts=True)
    pairs = supports(table, asked, values, fact, at, what, questions, hierarchy)
    names, asked, values = (np.asarray(x, dtype=object) for x in (names, asked, values))
    return Arrays(names, asked, values, source, at[fact], fact, 1.0 / times[voice], at, what, *pairs, closed)


def normalise(scores, arrays):
    """Softmax of the facts' scores within each question."""
    start, at = arrays.start, arrays.fact_question
    raised = np.exp(scores - np.maximum.reduceat(scores, start)[at])
    return raised / np.add.reduceat(raised, start)[at]


def _checked(claims):
    """The claims that answer something, as strings."""
    lacking = [c for c in ("source", "question_id", "value") if c not in claims]
    if lacking:
        raise ValueError(
            f"claims lacks the column {', '.join(lacking)}; it needs source, question_id and value "
            "(source may be any column, such as origin, renamed)"
        )
    table = claims[claims["value"].notna()].reset_index(drop=True)
    for column in ("source", "question_id"):
        if table[column].isna().any():
            row = int(table.index[table[column].isna()][0])
            raise ValueError(f"claims, answering row {row}, column {column}: missing; name it or drop the row")
    return table.astype(dict.fromkeys(("source", "question_id", "value"), "str"))


def _closed(cell, many, asked):
    """Whether the questions share one small vocabulary, so that mistaking one value for another can be learned."""
    return 2 <= many <= CLOSED_VALUES and len(np.unique(cell)) >= CLOSED_RECURS * many and asked >= CLOSED_RECURS * many
