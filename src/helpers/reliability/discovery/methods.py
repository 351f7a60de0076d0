"""Methods of truth discovery on coded claims, a section each; :data:`METHODS` names them all.

To add one, write a function of :class:`~.encoding.Arrays` that returns a :class:`~.fit.Fit` (or a class of
:class:`~.fit.Rounds` with its two steps, and such a function), and name it in :data:`METHODS`: everything else, the
benchmark included, goes by that table.
"""

import numpy as np

from .copying import weighed_apart
from .corroboration import corroboration
from .dawid_skene import DawidSkene
from .fit import Fit, Rounds, tie

__all__ = ["METHODS"]

NEAR = 0.02  # numbers this far apart, as a part of the median, agree where no tolerance is coded


def voting(arrays):
    """Every source has one voice a question: the baseline that all others are held against.

    p(v) = voices for v / voices on the question
    """
    return Fit(arrays.voted, *_tally(arrays, arrays.borne_out(arrays.voted)), arrays.share, _whole(arrays))


def median(arrays):
    """The middle of the numbers given, with the voices of all that lie near it: a baseline for numbers.

    With numbers x1 <= x2 <= ... and voices w1, w2, ..., the median is the first xi with w1 + ... + wi >= half of all;
    on exactly half, it and the next are tied. It has the voices of all within two parts in a hundred; every other
    answer keeps its own. Questions with an answer that is no number are voted on.
    """
    votes = arrays.by_fact(arrays.share)
    number = np.array([_number(v) for v in arrays.values])[arrays.fact_value]
    asked = ~np.isnan(arrays.each(np.add, np.where(arrays.claimed, number, 0.0)))[arrays.fact_question]
    at = np.flatnonzero(arrays.claimed & asked)
    at = at[np.lexsort((number[at], arrays.fact_question[at]))]
    question, total = (
        arrays.fact_question[at],
        np.bincount(arrays.fact_question, votes, minlength=len(arrays.questions)),
    )
    upto = np.cumsum(votes[at])
    upto -= np.r_[0.0, np.cumsum(total)][question]
    middle = tie(upto / total[question] - 0.5) >= 0
    middle &= tie((upto - votes[at]) / total[question] - 0.5) <= 0
    chosen = np.zeros(len(votes), bool)
    chosen[at[middle]] = True
    centre = arrays.across(np.add, np.where(chosen, number, 0.0)) / np.maximum(arrays.across(np.add, 1.0 * chosen), 1)
    near = asked & arrays.claimed & (np.abs(number - centre) <= NEAR * np.abs(centre) + 1e-9)
    joint = arrays.across(np.add, np.where(near, votes, 0.0)) / np.maximum(arrays.across(np.add, 1.0 * chosen), 1)
    rest = np.where(near, 0.0, votes)
    share = arrays.proportions(np.where(chosen, np.maximum(joint, arrays.across(np.maximum, rest) + 1e-6), rest))
    probability = arrays.settle(np.where(asked, share, arrays.voted))
    return Fit(probability, *_tally(arrays, arrays.borne_out(probability)), arrays.share, _whole(arrays))


class TruthFinder(Rounds):
    """TruthFinder (Yin, Han and Yu 2008), run until it converges, without implications between values.

    confidence(v) = 1 / (1 + exp(-g sum of -ln(1 - t_s) over the sources s of v)),
    t_s = mean confidence in what s says

    with g = 0.3, the damping. Probabilities are those odds, normalised per question.
    """

    damping, start = 0.3, 0.9

    def run(self, probability, rounds=500):
        """Until what the sources say stands: near certainty a trust that hardly moves still adds to the scores."""
        self.trust = np.full(len(self.arrays.names), self.start)
        for _ in range(rounds):
            before = self._says()
            self._m_step(self.arrays.settle(1 / (1 + np.exp(-self._e_step()))))
            if np.abs(self._says() - before).max(initial=0) < CLOSE_SAYS:
                break
        return self._e_step()

    def _m_step(self, probability):
        self.trust = self.arrays.borne_out(probability) / self.arrays.spoken

    def _e_step(self):
        return self.arrays.by_fact(self.weight())

    def weight(self):
        """What each claim adds to the score of its fact."""
        return self.voice * self._says()[self.arrays.source]

    def _says(self):
        return -self.damping * np.log1p(-np.clip(self.trust, 0, 1 - 1e-9))


CLOSE_SAYS = 1e-5  # log odds


def truthfinder(arrays):
    """See :class:`TruthFinder`."""
    model = TruthFinder(arrays)
    probability = arrays.settle(_softmax(arrays, model.run(arrays.voted)))
    n = arrays.spoken
    return Fit(probability, 1 + model.trust * n, 1 + (1 - model.trust) * n, model.weight(), _whole(arrays))


class OneCoin(Rounds):
    """One accuracy per source, errors spread over the other answers given: the vote count of ACCU by EM.

    score(v) = sum over the claims for v of ln(k A_s / (1 - A_s)),   A_s ~ Beta(2 + claims right, 1 + claims wrong)

    where k is the number of other answers to the question (Dong, Berti-Équille and Srivastava 2009).
    """

    prior = 2.0, 1.0

    def _m_step(self, probability):
        self.right, self.wrong = _tally(self.arrays, self.arrays.borne_out(probability), *self.prior)

    def _e_step(self):
        return self.arrays.by_fact(self.weight())

    def weight(self):
        """What each claim adds to the score of its fact."""
        others = np.log(np.maximum(self.arrays.sizes - 1, 1))[self.arrays.question]
        return self.voice * ((np.log(self.right) - np.log(self.wrong))[self.arrays.source] + others)


def one_coin(arrays, discount=None, begin=None):
    """See :class:`OneCoin`; claims with a `discount` have less of a voice."""
    discount = _whole(arrays) if discount is None else discount
    model = OneCoin(arrays, arrays.share * discount)
    probability = model.run(arrays.voted if begin is None else begin)
    return Fit(probability, model.right, model.wrong, model.weight(), discount)


def accu(arrays):
    """ACCU with copy detection: :class:`OneCoin` in which claims that share an origin share one voice.

    Begins with the same accuracy for all and the copies that shows (see :func:`~.copying.dependence`), so that a ring
    of copiers is one voice before anybody is believed; then alternates. Unlike Dong, Berti-Équille and Srivastava
    (2009) it needs no order of sources.
    """
    return weighed_apart(arrays, one_coin)


def dawid_skene(arrays):
    """See :class:`~.dawid_skene.DawidSkene`; where no vocabulary is shared errors have no names, and it is one coin."""
    if not arrays.closed:
        return one_coin(arrays)
    model = DawidSkene(arrays)
    probability = model.run(arrays.voted)
    return Fit(probability, *model.tally(), model.weight(), _whole(arrays), without=model.scores)


METHODS = {f.__name__: f for f in (voting, median, truthfinder, one_coin, dawid_skene, accu, corroboration)}


def _number(text):
    try:
        return float(text)
    except ValueError:
        return np.nan


def _softmax(arrays, score):
    raised = np.exp(score - arrays.across(np.maximum, score))
    return arrays.proportions(raised)


def _tally(arrays, right, a=1.0, b=1.0):
    """Parameters of each source's Beta posterior: its claims expected right and wrong, and the prior."""
    return a + right, b + np.maximum(arrays.spoken - right, 0)


def _whole(arrays):
    """No discount of any claim."""
    return np.ones(len(arrays.fact))
