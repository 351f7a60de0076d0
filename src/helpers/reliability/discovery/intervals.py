"""How sure: intervals of sources and of answers."""

import numpy as np
from scipy.special import betaincinv

__all__ = ["of_sources", "of_values"]

TOGETHER = 0.6  # part of its errors that a source has in common with the others on the same question
BIAS = 0.3  # how far, in standard deviations of one claim, all claims of a source may be mistaken the same way


def of_sources(arrays, fit, level=0.9):
    """Equal-tailed interval of each source's accuracy, wide enough for errors that are shared by question.

    The Beta posterior of :class:`~.fit.Fit`, with mean a, widened to the variance
    a (1 - a) / (n / D + 1) + D (sum of p (1 - p)) / n² + (b / 2)², where

    - n is the number of claims, and D = 1 + 0.6 (m - 1), in the mean over them, the design effect of m voices on a
      question that err together (Kish 1965): n / D is an effective number of claims;
    - p is the probability that a claim is right, and b the mean of p (1 - p): the truth is not known either, and where
      it is mistaken it may be mistaken for all claims of a source alike.

    Six tenths and one half were chosen on six gold sets (``benchmarks/truth.py``).
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
