"""What a method of truth discovery returns, and the rounds of expectation and maximisation that most of them share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from .encoding import normalise

__all__ = ["Fit", "Rounds", "tie"]

ROUNDS = 200
CLOSE = 1e-4  # probabilities that move less stand still
TIE = 9  # decimals
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
