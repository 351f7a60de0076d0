"""What the default believes, and how sure it is: each claim is weighed by what else its source has said."""

import numpy as np
from scipy.special import expit, ndtri

from .encoding import normalise
from .fixed_point import steady
from .statements import STRENGTH, Own, Shared

__all__ = ["believe", "sample"]

ROUNDS = 100
TRIAL = 10  # rounds after which the evidence for one pattern or another is plain
CLOSE = 1e-4
PATTERNS = 160.0, 40.0, 10.0  # claims' worth of the belief that a source errs as all do; the first unless ...
PLAIN = 3.0  # ... the evidence for a lesser one is plain: a Bayes factor of twenty
BURN = 20
DRAWS = 80, 1000  # fewest and most
WORK = 4_000_000  # claims that are drawn anew, in all, before it is the fewest


def believe(arrays, voice, probability, strength=STRENGTH):
    """What is true given the sources, and how good these are given what is true, in turns until both stand.

    A source is never judged by the claim at hand, which keeps EM from believing itself; close to belief propagation
    with Beta priors (Liu, Peng and Ihler 2012, "Variational inference for crowdsourcing").

    Parameters
    ----------
    arrays : Arrays
    voice : array
        Weight of each claim.
    probability : array
        Where to begin, per fact.
    strength : float
        Claims' worth of the belief that a source is as good as all together.

    Returns
    -------
    tuple
        Probability per fact, and the :mod:`.statements` behind it. Where questions share a vocabulary,
        how much sources may differ in their errors is chosen by leave-one-out evidence.
    """
    if not arrays.closed:
        return _converged(arrays, Own(arrays, voice, strength), probability)
    best, plain = None, -np.inf
    for pattern in PATTERNS:
        tried = _converged(arrays, Shared(arrays, voice, pattern, strength), probability, TRIAL)
        evidence = tried[1].evidence()
        if evidence > plain:
            best, plain = tried, evidence + PLAIN
    return _converged(arrays, best[1], best[0])


def sample(arrays, speech, probability, seed, level=0.9):
    """Intervals from draws of the posterior (Gibbs): truths given the sources, sources given the truths.

    Where few answer yes or no, all being wrong explains the claims as well as all being right. Draws that wander there
    are sent back to where `probability` stands.

    Parameters
    ----------
    arrays : Arrays
    speech : Own or Shared
        After :func:`believe`.
    probability : array
        Likewise, per fact.
    seed : int
    level : float

    Returns
    -------
    tuple of array
        Low and high probability per fact (normal on the log odds of the draws, and wide enough to hold
        `probability`); low and high accuracy per source, likewise.
    """
    rng, believed, accuracy = np.random.default_rng(seed), probability, speech.accuracy
    total, squares, drawn = np.zeros(len(probability)), np.zeros(len(probability)), []
    draws = int(np.clip(WORK / max(len(arrays.fact), 1), *DRAWS))
    guess = speech.n.sum() * len(arrays.questions) / len(probability)  # right answers of those who guess
    for step in range(BURN + draws):
        accuracy, scores = speech.draw(_truths(arrays, believed, rng), accuracy, rng)
        believed = arrays.settle(normalise(scores, arrays))
        if speech.n @ accuracy < guess < speech.n @ speech.accuracy:  # the mirror image, in which all sources are bad
            accuracy, believed = speech.accuracy, probability
        if step >= BURN:
            kept = np.clip(believed, 1e-12, 1 - 1e-12)
            odds = np.log(kept) - np.log1p(-kept)
            total += odds
            squares += odds**2
            drawn.append(accuracy)
    mean = total / draws
    wide = -ndtri((1 - level) / 2) * np.sqrt(np.maximum(squares / draws - mean**2, 0))
    sure = (probability <= 0) | (probability >= 1)
    low = np.where(sure, probability, np.minimum(expit(mean - wide), probability))
    high = np.where(sure, probability, np.maximum(expit(mean + wide), probability))
    worst, best = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high, np.minimum(worst, speech.accuracy), np.maximum(best, speech.accuracy)


def _converged(arrays, speech, probability, rounds=ROUNDS):
    def step(probability):
        speech.learn(probability)
        return arrays.settle(normalise(speech.scores(), arrays))

    probability = steady(step, probability, CLOSE, rounds, arrays.proportions)
    speech.learn(probability)
    return probability, speech


def _truths(arrays, probability, rng):
    """One fact per question, drawn by its probability, in millionths: so no last digit of a sum turns a draw."""
    ends = arrays.start + arrays.sizes - 1
    share = np.rint(probability * 1_000_000).astype(np.int64)
    upto = np.cumsum(share)
    before = upto[arrays.start] - share[arrays.start]
    drawn = before + (rng.random(len(ends)) * (upto[ends] - before)).astype(np.int64)
    return np.searchsorted(upto, drawn, side="right")
