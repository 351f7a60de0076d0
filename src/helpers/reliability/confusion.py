"""Confusion matrices: how often each source says v where w is true."""

import numpy as np

from .arrays import normalise

__all__ = ["confusion"]

ROUNDS = 100
CLOSE = 1e-5
STRENGTH = 10.0  # how much each row is drawn to the pool, in claims; 10 to 50 differ little


def confusion(arrays, fixed, voice, probability):
    """EM over the confusion matrix of each source, every row drawn to that of all sources together.

    Rows have a Dirichlet prior of fixed strength centred on the pooled row. (Fitting the strength to the expected
    counts chooses too small a one, because those counts are themselves uncertain.) Only pairs of a claim and a
    candidate answer to its question are held, so vocabularies may be large.

    Parameters
    ----------
    arrays : Arrays
    fixed : callable
        Puts known answers in place.
    voice : array
        Weight of each claim.
    probability : array
        Where to begin, per fact.

    Returns
    -------
    tuple
        Probability per fact; right and wrong of each source's Beta posterior; weight of each claim for its own fact
        against the average of the others; pairs (claim, fact, amount) and a base per fact, whose sums are the scores.
    """
    cells = _Cells(arrays)
    for _ in range(ROUNDS):
        counts, rows, pooled, pooled_rows = cells.counts(probability)
        chance = (counts + STRENGTH * pooled) / (rows[cells.row_of] + STRENGTH)
        base = np.log((pooled_rows + 1) / (pooled_rows + 1).sum())[arrays.fact_value]
        amount = voice[cells.claim] * np.log(chance)[cells.cell]
        score = base + np.bincount(cells.fact, amount, minlength=len(arrays.fact_question))
        new = fixed(normalise(score, arrays))
        moved, probability = np.abs(new - probability).max(), new
        if moved < CLOSE:
            break
    right = np.bincount(cells.source_of, counts * cells.hit, minlength=len(arrays.names)) + 1.0
    wrong = np.bincount(cells.source_of, counts * ~cells.hit, minlength=len(arrays.names)) + 1.0
    return probability, right, wrong, cells.own(amount), (cells.claim, cells.fact, amount, base)


class _Cells:
    """The cells (source, true value, said value) that some claim and some candidate answer can fill."""

    def __init__(self, arrays):
        k = len(arrays.values)
        size = arrays.sizes[arrays.question]
        self.claim = np.repeat(np.arange(len(arrays.fact)), size)
        first = np.repeat(np.cumsum(size) - size, size)
        self.fact = arrays.start[arrays.question][self.claim] + np.arange(len(self.claim)) - first
        truth, said = arrays.fact_value[self.fact], arrays.fact_value[arrays.fact[self.claim]]
        self.share = arrays.share[self.claim]
        codes = (arrays.source[self.claim].astype(np.int64) * k + truth) * k + said
        every = len(arrays.names) * k * k
        if every <= len(codes):  # few enough to hold them all, which spares a sort
            cells, self.cell = np.arange(every), codes
        else:
            cells, self.cell = np.unique(codes, return_inverse=True)
        row, said = np.divmod(cells, k)
        rows, self.row_of = np.unique(row, return_inverse=True)
        self.source_of, truth = np.divmod(row, k)
        pooled, self.pool_of = np.unique(truth * k + said, return_inverse=True)
        self.pool_row, self.hit, self.values, self.many = pooled // k, truth == said, k, len(rows)
        self.mine = self.fact == arrays.fact[self.claim]

    def counts(self, probability):
        """Expected counts per cell and row; the pooled share of each cell; how often each value is true."""
        counts = np.bincount(self.cell, probability[self.fact] * self.share, minlength=len(self.row_of))
        rows = np.bincount(self.row_of, counts, minlength=self.many)
        pool = np.bincount(self.pool_of, counts) + 0.1
        totals = np.bincount(self.pool_row, pool, minlength=self.values)
        return counts, rows, (pool / totals[self.pool_row])[self.pool_of], totals

    def own(self, amount):
        """What each claim says for its own fact beyond the mean of what it says for the others."""
        mine = np.bincount(self.claim, amount * self.mine)
        others = np.bincount(self.claim, ~self.mine)
        return mine - np.bincount(self.claim, amount * ~self.mine) / np.maximum(others, 1)
