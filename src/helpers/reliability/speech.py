"""What claims say about the truth, by what else their sources have said: accuracies, or matrices of confusion."""

from itertools import pairwise

import numpy as np
from scipy import sparse

from .confusion import Whole

__all__ = ["Own", "Shared"]

STRENGTH = 10.0  # claims' worth of the belief that a source is as good as all together
POOL = 5.0  # claims' worth of every confusion in the pool, lest one question set it
HEARD = 1.1  # voices on a question; with fewer, all that answer it may be one origin
BLOCK = 1_000_000  # claims whose matrices are held at once


class _Speech:
    """What both have in common: which claims tell of their source, and what is believed of a source at first."""

    def __init__(self, arrays, voice):
        self.arrays, self.voice = arrays, voice
        voices = np.bincount(arrays.question, voice, minlength=len(arrays.questions))
        # What nobody else addresses is neither borne out nor refuted, however often it is said.
        self.told = (voices >= HEARD) | arrays.settled
        self.heard = arrays.share * self.told[arrays.question]
        self.n = arrays.by_source(self.heard)

    @property
    def accuracy(self):
        """Posterior mean per source."""
        return self.right / (self.right + self.wrong)

    def _judge(self, right):
        """Beta posterior of each source; its prior has the mean of all, ``right`` are its claims borne out."""
        mean = np.clip((right.sum() + 1) / (self.n.sum() + 2), 0.05, 0.95)
        self.right = STRENGTH * mean + right
        self.wrong = STRENGTH * (1 - mean) + np.maximum(self.n - right, 0)

    def _drawn(self, right, before, rng):
        """Accuracies drawn from their posterior; the mean of all is drawn too, from those drawn before."""
        mean = np.clip(rng.dirichlet(np.ones(len(before))) @ before, 0.05, 0.95)
        drawn = rng.beta(STRENGTH * mean + right, STRENGTH * (1 - mean) + np.maximum(self.n - right, 0))
        return np.clip(drawn, 1e-9, 1 - 1e-9)


class Own(_Speech):
    """Answers are a question's own: one accuracy per source, and the chance that two errors coincide.

    A claim adds ln(A / (1 - A)) - ln(chance) to the score of its fact, where A is the accuracy that its source shows
    on all other questions. The chance is learned from all pairs of claims, copies included: where errors often
    coincide, for whatever reason, numbers count for less and accuracy for more.
    """

    def __init__(self, arrays, voice):
        super().__init__(arrays, voice)
        self.voices, self.spoken = arrays.voices(voice), arrays.by_fact(voice)
        self.mine = arrays.by_fact(arrays.share)
        every = np.bincount(arrays.question, arrays.share, minlength=len(arrays.questions))
        self.rest = np.maximum(np.repeat(every, arrays.sizes) - self.mine, 0)

    def learn(self, probability):
        """Judge the sources, and weigh their claims, by what is believed true."""
        at, right = self.arrays.source, self.heard * self.arrays.right(probability)
        self._judge(self.arrays.by_source(right))
        same, differ = self._errors(probability)
        self.chance = (same + 1) / (same + differ + 2)
        self.odds = np.log(self.right[at] - right) - np.log(self.wrong[at] - (self.heard - right)) - np.log(self.chance)

    def scores(self):
        """What the claims say for each fact."""
        return self.arrays.by_fact(self.weight())

    def weight(self):
        """What each claim adds to the score of its fact."""
        return self.voice * self.odds

    def draw(self, true, accuracy, rng):
        """Accuracies drawn given the facts that are true, and the scores of all facts that these give."""
        certain = np.zeros(len(self.mine))
        certain[true] = 1.0
        right = self.arrays.by_source(self.heard * self.arrays.right(certain))
        accuracy = self._drawn(right, accuracy, rng)
        same, differ = self._errors(certain)
        odds = np.log(accuracy) - np.log1p(-accuracy)
        return accuracy, self.voices @ odds - np.log(rng.beta(1 + same, 1 + differ)) * self.spoken

    def _errors(self, probability):
        """Expected pairs of wrong claims on one question that are the same, and that differ."""
        same = ((1 - probability) * np.maximum(self.mine * (self.mine - 1), 0)).sum() / 2
        every = (probability * np.maximum(self.rest * (self.rest - 1), 0)).sum() / 2
        return same, max(every - same, 0)


class Shared(_Speech):
    """Questions share a small vocabulary: a matrix of confusion per source.

    Its rows are drawn, with a strength of so many claims (``pattern``), to what the accuracy of the source and the
    errors of all sources together make likely. Each claim is weighed by the matrix that the others of its source show.
    """

    def __init__(self, arrays, voice, pattern):
        super().__init__(arrays, voice)
        self.pattern, self.whole, self.k = pattern, Whole(arrays, voice), len(arrays.values)
        like = self.whole.voices
        self.hears = sparse.csr_array((self.heard, like.indices, like.indptr), shape=like.shape)

    def learn(self, probability):
        """Judge the sources, and weigh their claims, by what is believed true."""
        self.believed = probability.reshape(-1, self.k)
        counts = self._counts(self.believed)
        self._judge(np.einsum("skk->s", counts))
        self.counts, self.errors = counts.reshape(-1, self.k), self._errors(counts)
        totals = self.believed[self.told].sum(axis=0) + 1
        self.base = np.log(totals / totals.sum())

    def scores(self):
        """What the claims say for each fact."""
        made = np.tile(self.base, (len(self.believed), 1))
        for claims in self._blocks():
            asked = self.arrays.question[claims]
            first = np.flatnonzero(np.diff(asked, prepend=-1))
            made[asked[first]] += np.add.reduceat(self._amounts(claims), first, axis=0)
        return made.ravel()

    def weight(self):
        """What each claim says for its own fact beyond the mean of what it says for the others."""
        said = self.arrays.fact_value[self.arrays.fact]
        made = np.empty(len(said))
        for claims in self._blocks():
            amounts = self._amounts(claims)
            mine = amounts[np.arange(len(amounts)), said[claims]]
            made[claims] = mine - (amounts.sum(axis=1) - mine) / (self.k - 1)
        return made

    def amounts(self, claims, facts):
        """What some claims on one question say for each of its facts, and what stands without them."""
        return self._amounts(claims), self.base

    def evidence(self):
        """Log chance of what all claims say, each by what all others say and the rest of its source's claims."""
        total = 0.0
        for claims in self._blocks():
            said, voice = self._chances(claims), self.voice[claims]
            others = np.log(np.maximum(self.believed[self.arrays.question[claims]], 1e-300)) - voice[:, None] * said
            others = np.exp(others - others.max(axis=1, keepdims=True))
            total += voice @ np.log((others * np.exp(said)).sum(axis=1) / others.sum(axis=1))
        return total

    def draw(self, true, accuracy, rng):
        """Accuracies drawn given the facts that are true, and the scores of all facts that matrices so drawn give."""
        certain = np.zeros(self.believed.size)
        certain[true] = 1.0
        certain = certain.reshape(-1, self.k)
        counts = self._counts(certain)
        accuracy = self._drawn(np.einsum("skk->s", counts), accuracy, rng)
        known = accuracy[:, None, None]
        cells = counts + self.pattern * (known * np.eye(self.k) + (1 - known) * self._errors(counts))
        drawn = np.maximum(rng.standard_gamma(np.maximum(cells, 1e-6)), 1e-300)
        said = np.log(drawn) - np.log(drawn.sum(axis=1, keepdims=True))
        base = np.log(rng.dirichlet(1 + certain[self.told].sum(axis=0)))
        return accuracy, (base + self.whole.voices @ said.reshape(-1, self.k)).ravel()

    def _amounts(self, claims):
        return self.voice[claims, None] * self._chances(claims)

    def _chances(self, claims):
        """Log chance that each claim's source says its value, per value that may be true, by its other claims."""
        at, heard = self.arrays.source[claims], self.heard[claims]
        said = self.arrays.fact_value[self.arrays.fact[claims]]
        every = np.arange(len(at))
        mine = heard[:, None] * self.believed[self.arrays.question[claims]]
        right = self.right[at] - mine[every, said]
        right /= self.right[at] + self.wrong[at] - heard
        likely = self.errors[said] * (1 - right)[:, None]
        likely[every, said] = right
        cells = np.maximum(self.counts[self.whole.row[claims]] - mine, 0) + self.pattern * likely
        rows = np.maximum(self.counts.reshape(-1, self.k, self.k).sum(axis=1)[at] - mine, 0) + self.pattern
        return np.log(cells / rows)

    def _counts(self, believed):
        """Expected counts [source, said, true]."""
        return (self.hears.T @ believed).reshape(-1, self.k, self.k)

    def _errors(self, counts):
        """How errors of all sources spread over what they say [said, true]."""
        wrong = (counts.sum(axis=0) + POOL) * (1 - np.eye(self.k))
        return wrong / wrong.sum(axis=0)

    def _blocks(self):
        """Slices of the claims that keep those on one question together."""
        question = self.arrays.question
        cuts = np.searchsorted(question, question[BLOCK::BLOCK])
        edges = np.unique(np.r_[0, cuts, len(question)])
        return [slice(a, b) for a, b in pairwise(edges)]
