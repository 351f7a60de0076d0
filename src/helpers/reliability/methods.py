"""Methods of truth discovery on coded claims: each takes arrays and returns what it believes, and why."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .arrays import normalise
from .confusion import confusion
from .copying import dependence, discounts

__all__ = ["METHODS", "Fit"]

ROUNDS = 200
CLOSE = 1e-6


@dataclass(frozen=True)
class Fit:
    """What a method found: ``probability`` per fact; ``right`` and ``wrong``, the Beta posterior of each source;
    ``weight`` per claim, what it adds to the score of each fact it supports; ``discount`` per claim and ``copies``,
    the pairs behind it; ``scores`` where a claim speaks about every fact: (claim, fact, amount, base of each fact)."""

    probability: np.ndarray
    right: np.ndarray
    wrong: np.ndarray
    weight: np.ndarray
    discount: np.ndarray
    copies: pd.DataFrame
    scores: tuple | None = None


def voting(arrays, fixed):
    """Every source has one voice a question: the baseline that all others are held against."""
    votes = arrays.by_fact(arrays.share)
    share = votes / np.add.reduceat(votes, arrays.start)[arrays.fact_question]
    probability = fixed(share)
    right, wrong = _tally(arrays, probability, 1.0, 1.0)
    return Fit(probability, right, wrong, arrays.share, np.ones(len(arrays.fact)), _none())


def truthfinder(arrays, fixed, start=0.9, damping=0.3):
    """TruthFinder (Yin, Han and Yu 2008), run until it converges, without implications between values.

    A source's trust is the mean confidence in what it claims; the confidence in a fact is the logistic of the damped
    sum of -ln(1 - trust) of those who claim it. Probabilities are those odds, normalised per question.
    """
    trust = np.full(len(arrays.names), start)
    for _ in range(ROUNDS):
        weight = -damping * np.log1p(-np.minimum(trust, 1 - 1e-9))[arrays.source] * arrays.share
        score = arrays.by_fact(weight)
        belief = fixed(1 / (1 + np.exp(-score)), normal=False)
        new = arrays.by_source(arrays.share * arrays.right(belief)) / arrays.by_source(arrays.share)
        moved, trust = np.abs(new - trust).max(), new
        if moved < CLOSE:
            break
    probability = fixed(normalise(score, arrays))
    n = arrays.by_source(arrays.share)
    return Fit(probability, 1 + trust * n, 1 + (1 - trust) * n, weight, np.ones(len(arrays.fact)), _none())


def one_coin(arrays, fixed, prior=(2.0, 1.0), discount=None, begin=None):
    """One accuracy per source, errors spread over the other answers given: EM with a Beta prior and known labels.

    The observed-data form of ACCU's vote count (Dong, Berti-Équille and Srivastava 2009): a claim adds
    ln(k A / (1 - A)) to its fact, where k is the number of other candidates.
    """
    probability = voting(arrays, fixed).probability if begin is None else begin
    voice = arrays.share if discount is None else arrays.share * discount
    others = np.log(np.maximum(arrays.sizes - 1, 1))[arrays.question]
    for _ in range(ROUNDS):
        right, wrong = _tally(arrays, probability, *prior)
        weight = voice * ((np.log(right) - np.log(wrong))[arrays.source] + others)
        new = fixed(normalise(arrays.by_fact(weight), arrays))
        moved, probability = np.abs(new - probability).max(), new
        if moved < CLOSE:
            break
    return Fit(probability, *_tally(arrays, probability, *prior), weight, voice / arrays.share, _none())


def accu(arrays, fixed, rounds=2):
    """ACCU with copy detection: :func:`one_coin` in which claims that share an origin share one voice.

    Begins with the same accuracy for all and the copies that shows (see :func:`dependence`), so that a ring of
    copiers is one voice before anybody is believed; then alternates. Unlike Dong, Berti-Équille and Srivastava
    (2009) it needs no order of sources.
    """
    return _alternate(arrays, fixed, one_coin, rounds)


def dawid_skene(arrays, fixed):
    """Dawid and Skene (1979) with a confusion matrix per source, drawn to the pooled one (Kim and Ghahramani 2012)."""
    return _confused(arrays, fixed)


def corroboration(arrays, fixed, rounds=2):
    """The default: voices instead of reports are counted, and each is weighed by how often others bear it out.

    :func:`accu` where answers are open (numbers, dates, names). Where all questions share one small vocabulary the
    confusion matrices of :func:`dawid_skene` take the place of the single accuracy, with the same discount for
    copies.
    """
    if not arrays.closed:
        return accu(arrays, fixed)
    return _alternate(arrays, fixed, _confused, rounds)


METHODS = {f.__name__: f for f in (voting, truthfinder, one_coin, dawid_skene, accu, corroboration)}


def _confused(arrays, fixed, discount=None, begin=None):
    begin = voting(arrays, fixed).probability if begin is None else begin
    voice = arrays.share if discount is None else arrays.share * discount
    probability, right, wrong, weight, scores = confusion(arrays, fixed, voice, begin)
    return Fit(probability, right, wrong, weight, voice / arrays.share, _none(), scores)


def _alternate(arrays, fixed, method, rounds):
    """Copies found without a view of the truth, then with one, and what the method makes of the voices left."""
    votes = voting(arrays, fixed).probability
    same = float((arrays.right(votes) * arrays.share).sum() / arrays.share.sum())
    accuracy = np.full(len(arrays.names), same)
    for _ in range(rounds):
        pairs = dependence(arrays, accuracy)
        discount = discounts(arrays, pairs)
        voices = arrays.by_fact(arrays.share * discount)
        begin = fixed(voices / np.add.reduceat(voices, arrays.start)[arrays.fact_question])
        fit = method(arrays, fixed, discount=discount, begin=begin)
        accuracy = fit.right / (fit.right + fit.wrong)
    return replace(fit, copies=pairs)


def _tally(arrays, probability, a, b):
    """Parameters of each source's Beta posterior: its claims expected right and wrong, and the prior."""
    right = arrays.by_source(arrays.share * arrays.right(probability))
    return a + right, b + np.maximum(arrays.by_source(arrays.share) - right, 0)


def _none():
    return pd.DataFrame({c: [] for c in ("source", "other", "shared", "agree", "expected", "dependence")})
