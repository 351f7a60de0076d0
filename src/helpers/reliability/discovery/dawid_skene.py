"""Dawid and Skene's model: how often each source says v where w is true."""

import numpy as np
from scipy import sparse

from .fit import Rounds

__all__ = ["DawidSkene"]

STRENGTH = 10.0  # how much each row is drawn to the pool, in claims; 10 to 50 differ little
POOL = 0.1  # claims' worth of every confusion in the pool


class DawidSkene(Rounds):
    """A matrix of confusion per source, for values that all questions share, by EM with a prior.

    score(w) = ln p_w + sum over the claims of ln C_s[v, w],
    C_s[v, w] = (n_s[v, w] + 10 C[v, w]) / (n_s[., w] + 10)

    where v is what the claim says, n_s[v, w] how often source s is expected to have said v where w was true, C the
    same of all sources together, and p_w how often w is true (Dawid and Skene 1979; the prior
    after Kim and Ghahramani 2012).
    A claim is an entry of a sparse array [questions, (source, said)], so that both steps are products.
    """

    def __init__(self, arrays, voice=None):
        super().__init__(arrays, voice)
        self.k, self.many = len(arrays.values), len(arrays.names)
        self.row = arrays.source * self.k + arrays.fact_value[arrays.fact]
        ends = np.searchsorted(arrays.question, np.arange(len(arrays.questions) + 1))
        shape = len(arrays.questions), self.many * self.k
        self.spoke = sparse.csr_array((self.voice, self.row, ends), shape=shape)
        self.shares = sparse.csr_array((arrays.share, self.row, ends), shape=shape)

    def _m_step(self, probability):
        self.counts = (self.shares.T @ probability.reshape(-1, self.k)).reshape(self.many, self.k, self.k)
        pool = self.counts.sum(axis=0) + POOL
        totals = pool.sum(axis=0)
        rows = self.counts.sum(axis=1, keepdims=True)
        self.confusion = np.log((self.counts + STRENGTH * pool / totals) / (rows + STRENGTH)).reshape(-1, self.k)
        self.prior = np.log((totals + 1) / (totals + 1).sum())

    def _e_step(self):
        return (self.prior + self.spoke @ self.confusion).ravel()

    def tally(self):
        """Beta posterior of each source: claims expected right and wrong, and one of each."""
        right = np.einsum("skk->s", self.counts)
        return 1 + right, 1 + np.maximum(self.counts.sum(axis=(1, 2)) - right, 0)

    def weight(self):
        """What each claim says for its own fact beyond the mean of what it says for the others."""
        matrix = self.confusion.reshape(-1, self.k, self.k)
        own = np.einsum("skk->sk", matrix)
        return self.voice * (own - (matrix.sum(axis=2) - own) / (self.k - 1)).ravel()[self.row]

    def scores(self, claims, facts):
        """What some claims on one question say for its facts."""
        return self.prior + self.voice[claims] @ self.confusion[self.row[claims]]
