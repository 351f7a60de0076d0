"""What claims say about the truth, by what else their sources have said: accuracies, or matrices of confusion."""

from itertools import pairwise

import numpy as np
from scipy import sparse
from scipy.special import gammaln

from .confusion import Whole

__all__ = ["Own", "Shared"]

STRENGTH = 10.0  # claims' worth of the belief that a source is as good as all together
POOL = 5.0  # claims' worth of every confusion in the pool, lest one question set it
HEARD = 1.1  # voices on a question; with fewer, all that answer it may be one origin
LIKENESS = 2.0 ** np.arange(-2, 2.25, 0.5)  # times the strength: how alike all sources may turn out to be
BLOCK = 20_000  # claims whose matrices are held at once: so few stay in the cache


class _Speech:
    """What both have in common: which claims tell of their source, and what is believed of a source at first."""

    def __init__(self, arrays, voice, strength=STRENGTH):
        self.arrays, self.voice, self.strength = arrays, voice, strength
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
        self.right = self.strength * mean + right
        self.wrong = self.strength * (1 - mean) + np.maximum(self.n - right, 0)

    def _drawn(self, right, before, rng):
        """Accuracies drawn from their posterior; the mean and likeness of all are too, from those drawn before."""
        mean = np.clip(rng.dirichlet(np.ones(len(before))) @ before, 0.05, 0.95)
        a, b = LIKENESS * self.strength * mean, LIKENESS * self.strength * (1 - mean)
        chance = len(before) * (gammaln(a + b) - gammaln(a) - gammaln(b))
        chance += a * np.log(before).sum() + b * np.log1p(-before).sum()
        shares = np.cumsum(np.exp(chance - chance.max()))
        at = np.searchsorted(np.rint(shares / shares[-1] * 1_000_000), rng.random() * 1_000_000, side="right")
        drawn = rng.beta(a[at] + right, b[at] + np.maximum(self.n - right, 0))
        return np.clip(drawn, 1e-9, 1 - 1e-9)


class Own(_Speech):
    """Answers are a question's own: one accuracy per source, and the chance that two errors coincide.

    A claim adds ln(A / (1 - A)) - ln(chance) to the score of its fact, where A is the accuracy that its source shows
    on all other questions. The chance is learned from all pairs of claims, copies included: where errors often
    coincide, for whatever reason, numbers count for less and accuracy for more.
    """

    def __init__(self, arrays, voice, strength=STRENGTH):
        super().__init__(arrays, voice, strength)
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

    def __init__(self, arrays, voice, pattern, strength=STRENGTH):
        super().__init__(arrays, voice, strength)
        self.pattern, self.whole, self.k = pattern, Whole(arrays, voice), len(arrays.values)
        like = self.whole.voices
        self.hears = sparse.csr_array((self.heard, like.indices, like.indptr), shape=like.shape)
        self.said, self.first = arrays.fact_value[arrays.fact], like.indptr[:-1]

    def learn(self, probability):
        """Judge the sources, and weigh their claims, by what is believed true."""
        self.believed = probability.reshape(-1, self.k)
        counts = self._counts(self.believed)
        self._judge(np.einsum("skk->s", counts))
        self.errors = self._errors(counts)
        # What a claim looks up by its source and what it says, a row each: counts, their sums, right, judged.
        sums = np.broadcast_to(counts.sum(axis=1, keepdims=True) + self.pattern, counts.shape)
        judged = np.stack([self.right, self.right + self.wrong], axis=1)
        judged = np.broadcast_to(judged[:, None], (*counts.shape[:2], 2))
        self.table = np.concatenate([counts, sums, judged], axis=2).reshape(-1, 2 * self.k + 2).T.copy()
        self.by_value = self.believed.T.copy()
        totals = self.believed[self.told].sum(axis=0) + 1
        self.base = np.log(totals / totals.sum())

    def scores(self):
        """What the claims say for each fact."""
        made = np.empty((self.k, len(self.believed)))
        for claims, asked in self._blocks():
            np.add.reduceat(self._amounts(claims), self.first[asked] - claims.start, axis=1, out=made[:, asked])
        made += self.base[:, None]
        return made.T.ravel()

    def weight(self):
        """What each claim says for its own fact beyond the mean of what it says for the others."""
        made = np.empty(len(self.said))
        for claims, _ in self._blocks():
            amounts, said = self._amounts(claims), self.said[claims]
            mine = amounts[said, np.arange(len(said))]
            made[claims] = mine - (amounts.sum(axis=0) - mine) / (self.k - 1)
        return made

    def amounts(self, claims, facts):
        """What some claims on one question say for each of its facts, and what stands without them."""
        return self._amounts(claims).T, self.base

    def evidence(self):
        """Log chance of what all claims say, each by what all others say and the rest of its source's claims."""
        total = 0.0
        for claims, _ in self._blocks():
            said, voice = self._chances(claims), self.voice[claims]
            others = (
                np.log(np.maximum(np.take(self.by_value, self.arrays.question[claims], axis=1), 1e-300)) - voice * said
            )
            others = np.exp(others - others.max(axis=0))
            total += voice @ np.log((others * np.exp(said)).sum(axis=0) / others.sum(axis=0))
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
        return self.voice[claims] * self._chances(claims)

    def _chances(self, claims):
        """Log chance [value that may be true, claim] that the claim's source says its value, by its other claims.

        Values come first because an operation along many claims is several times as fast as one along few values.
        """
        heard, said, k = self.heard[claims], self.said[claims], self.k
        mine = np.take(self.by_value, self.arrays.question[claims], axis=1)
        mine *= heard
        found = np.take(self.table, self.whole.row[claims], axis=1)
        own = said, np.arange(len(said))
        right = (found[-2] - mine[own]) / (found[-1] - heard)
        likely = np.take(self.errors.T, said, axis=1)
        likely *= 1 - right
        likely[own] = right
        likely *= self.pattern
        cells, rows = found[:k], found[k:-2]
        cells -= mine
        np.maximum(cells, 0, out=cells)
        cells += likely
        rows -= mine
        cells /= rows
        return np.log(cells, out=cells)

    def _counts(self, believed):
        """Expected counts [source, said, true]."""
        return (self.hears.T @ believed).reshape(-1, self.k, self.k)

    def _errors(self, counts):
        """How errors of all sources spread over what they say [said, true]."""
        wrong = (counts.sum(axis=0) + POOL) * (1 - np.eye(self.k))
        return wrong / wrong.sum(axis=0)

    def _blocks(self):
        """Slices of the claims that keep those on one question together, and the slices of these questions."""
        question, ends = self.arrays.question, self.whole.voices.indptr
        cuts = np.unique(np.r_[0, question[BLOCK::BLOCK], len(ends) - 1])
        return [(slice(ends[a], ends[b]), slice(a, b)) for a, b in pairwise(cuts.tolist())]
