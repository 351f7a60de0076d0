"""How sure: credible intervals for sources and verdicts."""

import numpy as np
from scipy.special import betaincinv, expit, logit, ndtri

__all__ = ["of_sources", "of_values"]


def of_sources(arrays, fit, level=0.9):
    """Equal-tailed interval of each source's accuracy.

    The Beta posterior of :class:`Fit`, widened (by its variance) for what is not known about the truth itself:
    the sum of p (1 - p) over the source's claims.
    """
    n = fit.right + fit.wrong
    mean = fit.right / n
    doubt = arrays.right(fit.probability)
    doubt *= 1 - doubt
    doubt *= arrays.share
    doubt *= arrays.share
    doubt = arrays.by_source(doubt) / n**2
    variance = mean * (1 - mean) / (n + 1) + doubt
    size = np.maximum(mean * (1 - mean) / variance - 1, 1e-3)
    tail = (1 - level) / 2
    low, high = (betaincinv(mean * size, (1 - mean) * size, t) for t in (tail, 1 - tail))
    return low, high


def of_values(arrays, fit, level=0.9):
    """Interval of each fact's probability, from what is not known about the sources (delta method on log odds)."""
    spread = _spread(arrays, fit)
    p = np.clip(fit.probability, 1e-12, 1 - 1e-12)
    own = p * p
    own *= spread
    others = arrays.across(np.add, own)
    others -= own
    np.maximum(others, 0, out=others)
    np.subtract(1, p, out=own)
    others /= own
    others /= own
    others += spread
    step = np.sqrt(others, out=others)
    step *= ndtri((1 + level) / 2)
    odds = logit(p, out=p)
    low, high = expit(np.subtract(odds, step, out=own)), expit(np.add(odds, step, out=step))
    settled = (fit.probability <= 0) | (fit.probability >= 1)
    for bound in (low, high):
        np.copyto(bound, fit.probability, where=settled)
    return low, high


def _spread(arrays, fit):
    """Variance of each fact's log odds that comes of the doubt about those who claim it."""
    n = fit.right + fit.wrong
    mean = fit.right / n
    doubt = 1 / (mean * (1 - mean) * (n + 1))
    certain = np.maximum(np.abs(np.log(mean) - np.log1p(-mean)), 0.5)
    scale = np.take(1 / certain, arrays.source)
    scale *= fit.weight
    np.clip(scale, -1, 1, out=scale)
    scale *= scale
    return arrays.voices(scale) @ doubt
