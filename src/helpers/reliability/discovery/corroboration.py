"""The default: origins instead of reports, each weighed by what else it has said, and probabilities kept modest."""

from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import numpy as np
from scipy.special import softmax

from .copying import weighed_apart
from .dawid_skene import DawidSkene
from .encoding import normalise
from .fit import Fit, Rounds, tie

__all__ = ["STRENGTH", "LeaveOneOut", "corroboration"]

STRENGTH = 10.0  # claims' worth of the belief that a source is as good as all together
HEARD = 1.1  # voices on a question; with fewer, all that answer it may be one origin
MIRROR = 0.5  # part of the disputed questions beyond which a model that leaves the votes counts as locked in
SHARED = 0.1  # part of its errors that a voice has in common with any other on the question, unless more is found
VOTES = 0.5  # part of a stated probability that plain votes have, where no voice was found to repeat another
SUREST = 0.98  # without known answers nothing is stated as surer
LEARN = 20  # known answers from which on the mixture is learned
PLAIN, SIGMAS = 1.0, 2.0  # by so much in all, beyond so many standard errors, it must state them better


class LeaveOneOut(Rounds):
    """One accuracy per source, shown by its other claims.

    score(v) = sum over the claims for v of voice x (ln A'_s / (1 - A'_s) - ln c)

    where A'_s ~ Beta(k m + claims right, k (1 - m) + claims wrong) without the claim at hand, m the mean of all
    sources, k the strength, and c the chance that two wrong answers are the same, learned from all pairs of claims.
    Only questions that more than one voice answers, or that are settled, judge a source: what nobody else addresses is
    neither borne out nor refuted. Judging a source without the claim at hand keeps EM from believing itself; close to
    belief propagation with Beta priors (Liu, Peng and Ihler 2012, "Variational inference for crowdsourcing").
    """

    def __init__(self, arrays, voice=None, strength=STRENGTH):
        super().__init__(arrays, voice)
        self.strength = strength
        voices = np.bincount(arrays.question, self.voice, minlength=len(arrays.questions))
        self.heard = arrays.share * ((voices >= HEARD) | arrays.settled)[arrays.question]
        self.n = arrays.by_source(self.heard)
        self.own = arrays.by_fact(arrays.share)
        self.rest = np.maximum(np.repeat(arrays.voices, arrays.sizes) - self.own, 0)

    def _m_step(self, probability):
        at, right = self.arrays.source, self.heard * self.arrays.right(probability)
        self.right, self.wrong = self.judge(self.arrays.by_source(right))
        same = ((1 - probability) * np.maximum(self.own * (self.own - 1), 0)).sum() / 2
        pairs = max((probability * np.maximum(self.rest * (self.rest - 1), 0)).sum() / 2, same)
        self.chance = (same + 1) / (pairs + 2)
        self.odds = np.log(self.right[at] - right) - np.log(self.wrong[at] - (self.heard - right)) - np.log(self.chance)

    def _e_step(self):
        return self.arrays.by_fact(self.weight())

    def judge(self, right):
        """Beta posterior of each source, given its claims expected right."""
        mean = np.clip((right.sum() + 1) / (self.n.sum() + 2), 0.05, 0.95)
        return self.strength * mean + right, self.strength * (1 - mean) + np.maximum(self.n - right, 0)

    def weight(self):
        """What each claim adds to the score of its fact."""
        return self.voice * self.odds


@dataclass(frozen=True)
class Mixture:
    """How opinions become a stated probability: which count, what part is the votes', how far errors are shared."""

    opinions: tuple | None = None  # all alike
    votes: float = VOTES
    shared: float = SHARED


def corroboration(arrays, strength=STRENGTH):
    """The default: origins instead of reports are counted, and each is weighed by what else it has said.

    1. *Voice.* A source has one voice a question, shared by its answers there; each answer's part is divided by
       1 + sum of d over the sources that agree with it more than the truth explains and gave the same answer, d being
       their dependence (:mod:`.copying`). At first only groups are taken for copies against which the others bear
       witness: good sources agree much, too.
    2. *Opinions.* Where each question has answers of its own: :class:`LeaveOneOut`. Where all share one small
       vocabulary: the mean of the votes, of :class:`LeaveOneOut` (unless it leaves the votes on more than half of the
       disputed questions: it has locked in) and of :class:`~.dawid_skene.DawidSkene`, because the second cannot see
       that one answer is over-said, and the last takes a hard question for a false answer. The best answer is the
       verdict.
    3. *Stated probability.* m voices that share a tenth of their errors are worth m / (1 + (m - 1) / 10); where more
       are left after step 1, log odds are divided by the excess. Half of what then is stated is the share of the votes,
       times the cube of the part of the voices that step 1 left (where it explained the agreement, the votes tell
       little; where vocabularies are shared, the votes are among the opinions already). No other answer is
       stated above the verdict, and none above .98.
    4. *Known answers.* From twenty on the mixture is the one that states these best, by a fit that has not seen them.

    After Dong, Berti-Équille and Srivastava (2009) for 1, Liu, Peng and Ihler (2012) and Kim and Ghahramani (2012) for
    2. The combination is ours.
    """
    believed = partial(_believed, strength=strength)
    fit = weighed_apart(arrays, believed)
    mixture = Mixture(votes=0.0 if arrays.closed else VOTES)
    if len(arrays.known) >= LEARN:
        unseen = replace(arrays, known=arrays.known[:0])
        mixture = _learned(unseen, weighed_apart(unseen, believed), mixture, arrays.known, strength)
    return _stated(arrays, fit, mixture, strength)


def _believed(arrays, discount, begin, strength):
    """What the models make of the voices left, before anything is stated of it."""
    voice = arrays.share * discount
    model = LeaveOneOut(arrays, voice, strength)
    opinions, weight = {"other claims": model.run(begin)}, model.weight()
    if not arrays.closed:
        return Fit(opinions["other claims"], model.right, model.wrong, weight, discount, opinions=opinions)
    confusion = DawidSkene(arrays, voice)
    opinions |= {"votes": begin, "confusion": confusion.run(begin)}
    says = {"other claims": _additive(weight, arrays), "votes": _additive(voice, arrays), "confusion": confusion.scores}
    left = ~arrays.each(np.logical_or, arrays.best(tie(opinions["other claims"])) & arrays.best(tie(begin)))
    if left.sum() > MIRROR * arrays.disputed.sum():
        del opinions["other claims"], says["other claims"]

    def without(claims, facts):
        exponents = [
            np.log(np.maximum(say(claims, facts), 1e-300)) if name == "votes" else say(claims, facts)
            for name, say in says.items()
        ]
        return np.mean([softmax(x) for x in exponents], axis=0)

    probability = np.mean(list(opinions.values()), axis=0)
    judged = model.judge(arrays.by_source(model.heard * arrays.right(probability)))
    weight = (weight + confusion.weight()) / 2 if "other claims" in opinions else confusion.weight()
    return Fit(probability, *judged, weight, discount, without=without, opinions=opinions)


def _additive(weight, arrays):
    """From some claims on one question to the sum of their weights for each of its facts."""
    return lambda claims, facts: np.bincount(arrays.fact[claims] - facts[0], weight[claims], minlength=len(facts))


def _stated(arrays, fit, mixture, strength):
    """The fit with probabilities as they are stated, and sources judged by these."""
    chosen = [p for name, p in fit.opinions.items() if name in (mixture.opinions or fit.opinions)]
    verdict = np.mean(chosen or list(fit.opinions.values()), axis=0)
    voices = np.bincount(arrays.question, arrays.share * fit.discount, minlength=len(arrays.questions))
    excess = np.maximum(voices * (1 + (arrays.voices - 1) * mixture.shared) / arrays.voices, 1)
    tempered = normalise(np.log(np.maximum(verdict, 1e-300)) / np.repeat(excess, arrays.sizes), arrays)
    part = np.repeat(mixture.votes * (voices / arrays.voices) ** 3, arrays.sizes)
    probability = arrays.settle(_led(arrays, verdict, part * arrays.voted + (1 - part) * tempered))
    model = LeaveOneOut(arrays, arrays.share * fit.discount, strength)
    right, wrong = model.judge(arrays.by_source(model.heard * arrays.right(probability)))
    surest = max(SUREST, 1 - 1 / (len(arrays.known) + 2))
    capped = arrays.settle(np.minimum(probability, surest))
    return replace(fit, probability=capped, right=right, wrong=wrong, opinions=fit.opinions | {"votes": arrays.voted})


def _led(arrays, verdict, probability):
    """Probabilities in which no answer stands above the best of the verdict: the excess goes to these."""
    best = arrays.best(tie(verdict))
    many = arrays.across(np.add, best.astype(float))
    mean = arrays.across(np.add, np.where(best, probability, 0.0)) / many
    others = np.where(best, 0.0, np.minimum(probability, mean * 0.999))
    return np.where(best, (1 - arrays.across(np.add, others)) / many, others)


def _learned(arrays, fit, plain, known, strength):
    """The mixture that states known answers best, where it is plainly better than the one that knows nothing."""
    opinions = [None, *((name,) for name in fit.opinions if len(fit.opinions) > 1)]
    tried = [plain, *(Mixture(*some) for some in product(opinions, (0.0, 0.25, 0.5, 0.75), (0.0, 0.1, 0.3)))]
    loss = -np.log([np.maximum(_stated(arrays, fit, m, strength).probability[known], 0.01) for m in tried])
    gain = loss[0] - loss
    gain = gain.sum(axis=1) - SIGMAS * np.sqrt(len(known)) * gain.std(axis=1)
    return tried[int(np.argmax(gain))] if gain.max() > PLAIN else plain
