"""What a method of truth discovery returns, how sure that is, and the rounds that most methods share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from .encoding import normalise

__all__ = ["Fit", "Rounds", "of_sources", "of_values", "tie"]

ROUNDS = 200
CLOSE = 1e-4  # probabilities that move less stand still
TIE = 9  # decimals
TOGETHER = 0.6  # part of its errors that a source has in common with the others on the same question
BIAS = 0.3  # how far, in standard deviations of one claim, all claims of a source may be mistaken the same way
PAIRS = ("source", "other", "shared", "agree", "expected", "dependence")


@dataclass(frozen=True)
class Fit:
    """What a method believes, and why.

    Attributes
    ----------
    probability : array
        Of each fact.
    right, wrong : array
        The Beta posterior of each source's accuracy: claims expected right and wrong, and the prior.
    weight : array
        What each claim adds to the score of the facts it supports.
    discount : array
        Part of each claim's voice that is left after copies.
    copies : DataFrame[source, other, shared, agree, expected, dependence]
        The pairs behind it, as codes.
    without : callable, optional
        From some claims on one question and its facts to scores whose highest are the best answers by these claims
        alone; where it is not given, the sum of their weights is.
    opinions : dict of array
        Probabilities that were mixed into ``probability``, by name.
    """

    probability: np.ndarray
    right: np.ndarray
    wrong: np.ndarray
    weight: np.ndarray
    discount: np.ndarray
    copies: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({c: [] for c in PAIRS}))
    without: Callable | None = None
    opinions: dict = field(default_factory=dict)

    @cached_property
    def rounded(self):
        """Probabilities as they are stated; those that agree in so many decimals are tied."""
        return tie(self.probability)


class Rounds:
    """Expectation and maximisation in turns, until no probability moves.

    A method says what its sources are worth, given what is true (``_m_step``), and what is true, given what the sources
    are worth (``_e_step``, scores on the scale of log odds).
    """

    def __init__(self, arrays, voice=None):
        self.arrays, self.voice = arrays, arrays.share if voice is None else voice

    def run(self, probability, rounds=ROUNDS):
        """From where to begin to where it stands; what the sources are worth follows from what is returned."""
        for _ in range(rounds):
            before = probability
            self._m_step(before)
            probability = self.arrays.settle(normalise(self._e_step(), self.arrays))
            if np.abs(probability - before).max(initial=0) < CLOSE:
                break
        self._m_step(probability)
        return probability

    def _m_step(self, probability):
        raise NotImplementedError

    def _e_step(self):
        raise NotImplementedError


def tie(figures):
    """Figures in so few decimals that the order of a sum breaks no tie."""
    return np.round(figures, TIE)


def of_sources(arrays, fit, level=0.9):
    """Equal-tailed interval of each source's accuracy, wide enough for errors that are shared by question.

    The Beta posterior of :class:`~.fit.Fit`, with mean a, widened to the variance
    a (1 - a) / (n / D + 1) + D (sum of p (1 - p)) / n² + (0.3)² b, where

    - n is the number of claims, and D = 1 + 0.6 (m - 1), in the mean over them, the design effect of m voices on a
      question that err together (Kish 1965): n / D is an effective number of claims;
    - p is the probability that a claim is right, and b the mean of p (1 - p): the truth is not known either, and where
      it is mistaken it may be mistaken for all claims of a source alike.

    Six tenths and three tenths were chosen on six gold sets (``benchmarks/truth.py``).
    """
    n = fit.right + fit.wrong
    mean = fit.right / n
    right = arrays.right(fit.probability)
    doubt = right * (1 - right) * arrays.share
    effect = 1 + TOGETHER * np.maximum(arrays.voices - 1, 0)[arrays.question]
    design = arrays.by_source(arrays.share * effect) / arrays.spoken
    variance = mean * (1 - mean) / (n / design + 1)
    variance += arrays.by_source(doubt * arrays.share) / n**2 * design
    variance += BIAS**2 * arrays.by_source(doubt) / arrays.spoken
    size = np.maximum(mean * (1 - mean) / variance - 1, 1e-3)
    tail = (1 - level) / 2
    return tuple(betaincinv(mean * size, (1 - mean) * size, t) for t in (tail, 1 - tail))


def of_values(fit, votes):
    """Least and most that the opinions mixed into each probability, and plain voting, give it."""
    figures = [fit.probability, votes.probability, *fit.opinions.values()]
    return np.minimum.reduce(figures), np.maximum.reduce(figures)
