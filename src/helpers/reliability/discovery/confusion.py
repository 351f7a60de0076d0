"""Confusion matrices: how often each source says v where w is true."""

import numpy as np
from scipy import sparse

from .encoding import normalise
from .fixed_point import steady
from .integer_codes import paired

__all__ = ["Whole", "confusion"]

ROUNDS = 100
CLOSE = 1e-4
STRENGTH = 10.0  # how much each row is drawn to the pool, in claims; 10 to 50 differ little
POOL = 0.1  # claims' worth of every confusion in the pool


def confusion(arrays, voice, probability):
    """EM over the confusion matrix of each source, every row drawn to that of all sources together.

    Rows have a Dirichlet prior of fixed strength centred on the pooled row. (Fitting the strength to the expected
    counts chooses too small a one, because those counts are themselves uncertain.) Where the questions share one small
    vocabulary the matrices are held whole; elsewhere only pairs of a claim and a candidate answer to its question are,
    so vocabularies may be large.

    Parameters
    ----------
    arrays : Arrays
    voice : array
        Weight of each claim.
    probability : array
        Where to begin, per fact.

    Returns
    -------
    tuple
        Probability per fact; right and wrong of each source's Beta posterior; weight of each claim for its own fact
        against the average of the others; a function of a question's claims and facts that gives an array [claims,
        facts] of what each says for each, and what stands without them: their sums are the scores.
    """
    cells = (Whole if arrays.closed else _Cells)(arrays, voice)

    said = before = None

    def step(probability):
        nonlocal said, before  # the last step's are told, so that the probabilities follow from them exactly
        chance, totals = cells.chances(probability)
        said, before = np.log(chance), np.log((totals + 1) / (totals + 1).sum())
        return arrays.settle(normalise(cells.scores(said, before), arrays))

    probability = steady(step, probability, CLOSE, ROUNDS, arrays.proportions)
    right, wrong = (n + 1.0 for n in cells.tally())

    def scores(claims, facts):
        return cells.amounts(said, claims, facts), before[arrays.fact_value[facts]]

    return probability, right, wrong, cells.own(said), scores


class Whole:
    """Matrices of k by k cells per source, for k values that all questions share.

    A claim is an entry of a sparse array [questions, (source, said value)], so that both steps of EM are products.
    """

    def __init__(self, arrays, voice):
        self.k, self.many, self.arrays, self.voice = len(arrays.values), len(arrays.names), arrays, voice
        rows = self.row = paired(arrays.source, arrays.fact - arrays.question * self.k, self.k)
        ends = np.searchsorted(arrays.question, np.arange(len(arrays.questions) + 1)).astype(np.int32)
        shape = len(arrays.questions), self.many * self.k
        self.voices = sparse.csr_array((voice, rows, ends), shape=shape)
        heard = voice is arrays.share
        self.shares = self.voices if heard else sparse.csr_array((arrays.share, rows, ends), shape=shape)

    def chances(self, probability):
        """Chance of each (source, said value, true value), and how often each value is true."""
        self.counts = (self.shares.T @ probability.reshape(-1, self.k)).reshape(self.many, self.k, self.k)
        pool = self.counts.sum(axis=0) + POOL
        totals = pool.sum(axis=0)
        rows = self.counts.sum(axis=1, keepdims=True)
        return (self.counts + STRENGTH * pool / totals) / (rows + STRENGTH), totals

    def scores(self, said, before):
        """What the claims say for each fact, beside what its value had before anybody spoke."""
        made = self.voices @ said.reshape(-1, self.k)
        made += before
        return made.ravel()

    def tally(self):
        """Claims expected right and wrong of each source."""
        right = np.einsum("skk->s", self.counts)
        return right, np.maximum(self.counts.sum(axis=(1, 2)) - right, 0)

    def own(self, said):
        """What each claim says for its own fact beyond the mean of what it says for the others."""
        own = np.einsum("skk->sk", said)
        beyond = own - (said.sum(axis=2) - own) / (self.k - 1)
        return self.voice * beyond.ravel()[self.row]

    def amounts(self, said, claims, facts):
        """What some claims on one question say for each of its facts."""
        return self.voice[claims, None] * said.reshape(-1, self.k)[self.row[claims]]


class _Cells:
    """The cells (source, true value, said value) that some claim and some candidate answer can fill."""

    def __init__(self, arrays, voice):
        k = len(arrays.values)
        size = arrays.sizes[arrays.question]
        self.claim = np.repeat(np.arange(len(arrays.fact)), size)
        first = np.repeat(np.cumsum(size) - size, size)
        self.fact = arrays.start[arrays.question][self.claim] + np.arange(len(self.claim)) - first
        truth, said = arrays.fact_value[self.fact], arrays.fact_value[arrays.fact[self.claim]]
        self.share, self.voice = arrays.share[self.claim], voice[self.claim]
        cells, self.cell = np.unique((arrays.source[self.claim] * k + truth) * k + said, return_inverse=True)
        row, said = np.divmod(cells, k)
        rows, self.row_of = np.unique(row, return_inverse=True)
        self.source_of, truth = np.divmod(row, k)
        pooled, self.pool_of = np.unique(truth * k + said, return_inverse=True)
        self.pool_row, self.hit, self.values, self.many = pooled // k, truth == said, k, len(rows)
        self.mine = self.fact == arrays.fact[self.claim]
        self.sources, self.facts, self.value = len(arrays.names), len(arrays.fact_question), arrays.fact_value

    def chances(self, probability):
        """Chance of each cell, and how often each value is true."""
        self.counts = np.bincount(self.cell, probability[self.fact] * self.share, minlength=len(self.row_of))
        rows = np.bincount(self.row_of, self.counts, minlength=self.many)
        pool = np.bincount(self.pool_of, self.counts) + POOL
        totals = np.bincount(self.pool_row, pool, minlength=self.values)
        pooled = (pool / totals[self.pool_row])[self.pool_of]
        return (self.counts + STRENGTH * pooled) / (rows[self.row_of] + STRENGTH), totals

    def scores(self, said, before):
        """What the claims say for each fact, beside what its value had before anybody spoke."""
        return np.bincount(self.fact, self.voice * said[self.cell], minlength=self.facts) + before[self.value]

    def tally(self):
        """Claims expected right and wrong of each source."""
        counts = (self.counts * self.hit, self.counts * ~self.hit)
        return tuple(np.bincount(self.source_of, c, minlength=self.sources) for c in counts)

    def own(self, said):
        """What each claim says for its own fact beyond the mean of what it says for the others."""
        amount = self.voice * said[self.cell]
        mine = np.bincount(self.claim, amount * self.mine)
        others = np.bincount(self.claim, ~self.mine)
        return mine - np.bincount(self.claim, amount * ~self.mine) / np.maximum(others, 1)

    def amounts(self, said, claims, facts):
        """What some claims on one question say for each of its facts."""
        low, high = np.searchsorted(self.claim, [claims[0], claims[-1] + 1])
        made = np.zeros((len(claims), len(facts)))
        at = self.claim[low:high] - claims[0], self.fact[low:high] - facts[0]
        made[at] = (self.voice * said[self.cell])[low:high]
        return made
