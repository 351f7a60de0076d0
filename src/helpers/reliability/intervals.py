"""How sure: credible intervals for sources and verdicts."""

import numpy as np
from scipy.special import betaincinv, ndtri

__all__ = ["of_sources", "of_values"]


def of_sources(arrays, fit, level=0.9):
    """Equal-tailed interval of each source's accuracy.

    The Beta posterior of :class:`Fit`, widened (by its variance) for what is not known about the truth itself:
    the sum of p (1 - p) over the source's claims.
    """
    n = fit.right + fit.wrong
    mean = fit.right / n
    right = arrays.right(fit.probability)
    doubt = arrays.by_source(arrays.share**2 * right * (1 - right)) / n**2
    variance = mean * (1 - mean) / (n + 1) + doubt
    size = np.maximum(mean * (1 - mean) / variance - 1, 1e-3)
    tail = (1 - level) / 2
    low, high = (betaincinv(mean * size, (1 - mean) * size, t) for t in (tail, 1 - tail))
    return low, high


def of_values(arrays, fit, level=0.9):
    """Interval of each fact's probability, from what is not known about the sources (delta method on log odds)."""
    p = np.clip(fit.probability, 1e-12, 1 - 1e-12)
    n = fit.right + fit.wrong
    mean = fit.right / n
    doubt = 1 / (mean * (1 - mean) * (n + 1))
    scale = np.abs(fit.weight) / np.maximum(np.abs(np.log(mean) - np.log1p(-mean))[arrays.source], 0.5)
    spread = arrays.by_fact(np.minimum(scale, 1.0) ** 2 * doubt[arrays.source])
    total = np.repeat(np.add.reduceat(p**2 * spread, arrays.start), arrays.sizes)
    others = (total - p**2 * spread) / (1 - p) ** 2
    step = ndtri((1 + level) / 2) * np.sqrt(spread + np.maximum(others, 0))
    odds = np.log(p) - np.log1p(-p)
    settled = (fit.probability <= 0) | (fit.probability >= 1)
    low, high = (1 / (1 + np.exp(-(odds + s * step))) for s in (-1, 1))
    return np.where(settled, fit.probability, low), np.where(settled, fit.probability, high)
