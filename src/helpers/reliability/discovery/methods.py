"""Methods of truth discovery on coded claims: each takes arrays and returns what it believes, and why."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import pandas as pd

from .confusion import confusion
from .copying import dependence, discounts, refuted, together
from .corroboration import believe
from .encoding import normalise
from .fixed_point import steady
from .statements import STRENGTH, Own, Shared

__all__ = ["METHODS", "Fit"]

ROUNDS = 200
CLOSE = 1e-6
STILL = 1e-5  # log odds
TIE = 9  # decimals


@dataclass(frozen=True)
class Fit:
    """What a method found: ``probability`` per fact; ``right`` and ``wrong``, the Beta posterior of each source;
    ``weight`` per claim, what it adds to the score of each fact it supports; ``discount`` per claim and ``copies``,
    the pairs behind it; ``scores``, where a claim speaks about every fact of its question, is a function of
    the claims and the facts of one question: what each says for each, and what stands without them; ``speech``, where
    intervals are drawn from the posterior, is what they are drawn with."""

    probability: np.ndarray
    right: np.ndarray
    wrong: np.ndarray
    weight: np.ndarray
    discount: np.ndarray
    copies: pd.DataFrame
    scores: Callable | None = None
    speech: Own | Shared | None = None

    @cached_property
    def rounded(self):
        """Probabilities as they are told; those that agree in so many decimals are tied."""
        return np.round(self.probability, TIE)


def voting(arrays):
    """Every source has one voice a question: the baseline that all others are held against."""
    tally = _tally(arrays, arrays.borne_out(arrays.voted), 1.0, 1.0)
    return Fit(arrays.voted, *tally, arrays.share, _whole(arrays), _none())


def truthfinder(arrays, start=0.9, damping=0.3):
    """TruthFinder (Yin, Han and Yu 2008), run until it converges, without implications between values.

    A source's trust is the mean confidence in what it claims; the confidence in a fact is the logistic of the damped
    sum of -ln(1 - trust) of those who claim it. Probabilities are those odds, normalised per question. What the sources
    say, not their trust, has to stand: near certainty a trust that no longer moves can still add to the scores.
    """
    n = arrays.spoken

    def trusted(score):
        return arrays.borne_out_again(arrays.settle(_logistic(score))) / n

    def says(trust):
        return -damping * np.log1p(-np.clip(trust, 0, 1 - 1e-9))

    said = says(np.full(len(arrays.names), start))
    said = steady(lambda said: says(trusted(arrays.support @ said)), said, STILL, ROUNDS)
    score = arrays.support @ said
    trust = trusted(score.copy())
    probability = arrays.settle(normalise(score, arrays))
    weight = said[arrays.source]
    weight *= arrays.share
    return Fit(probability, 1 + trust * n, 1 + (1 - trust) * n, weight, _whole(arrays), _none())


def one_coin(arrays, prior=(2.0, 1.0), discount=None, begin=None):
    """One accuracy per source, errors spread over the other answers given: EM with a Beta prior and known labels.

    The observed-data form of ACCU's vote count (Dong, Berti-Équille and Srivastava 2009): a claim adds
    ln(k A / (1 - A)) to its fact, where k is the number of other candidates.
    """
    probability = arrays.voted if begin is None else begin
    voice = arrays.share if discount is None else arrays.share * discount
    voices = arrays.support if discount is None else arrays.voices(voice)
    others = np.log(np.maximum(arrays.sizes - 1, 1))[arrays.question]
    base = arrays.by_fact(voice * others)

    def odds(probability):
        right, wrong = _tally(arrays, arrays.borne_out_again(probability), *prior)
        return np.log(right) - np.log(wrong)

    def step(probability):
        return arrays.settle(normalise(base + voices @ odds(probability), arrays))

    probability = steady(step, probability, CLOSE, ROUNDS, arrays.proportions)
    weight = voice * (odds(probability)[arrays.source] + others)
    tally = _tally(arrays, arrays.borne_out_again(probability), *prior)
    return Fit(probability, *tally, weight, voice / arrays.share, _none())


def accu(arrays, rounds=3):
    """ACCU with copy detection: :func:`one_coin` in which claims that share an origin share one voice.

    Begins with the same accuracy for all and the copies that shows (see :func:`dependence`), so that a ring of
    copiers is one voice before anybody is believed; then alternates. Unlike Dong, Berti-Équille and Srivastava
    (2009) it needs no order of sources.
    """
    return _alternate(arrays, one_coin, rounds)


def dawid_skene(arrays):
    """Dawid and Skene (1979) with a confusion matrix per source, drawn to the pooled one (Kim and Ghahramani 2012)."""
    probability, right, wrong, weight, scores = confusion(arrays, arrays.share, arrays.voted)
    return Fit(probability, right, wrong, weight, _whole(arrays), _none(), scores)


def corroboration(arrays, rounds=3, strength=STRENGTH):
    """The default: origins instead of reports are counted, and each is weighed by what else it has said.

    Begins with the copies that show (see :func:`dependence`), as :func:`accu` does; then every claim is weighed by
    how often the other claims of its source are borne out, never by itself, and claims that nobody else addresses
    tell nothing of their source. ``strength`` is how many claims' worth it believes, beforehand, that a source is as
    good as all together.

    Notes
    -----
    1. *Voice.* A source has one voice a question, shared by its answers there; each answer's part is divided by
       1 + sum of d over the sources found to copy with it that gave the same answer, d being their dependence. At
       first only groups are taken for copies against which the others bear witness: good sources agree much, too.
    2. *Source.* Its accuracy A ~ Beta(k m, k (1 - m)), where k is ``strength`` and m the mean of all. Only questions
       that more than one voice answers, or that are settled, judge it.
    3. *Claim, where each question has answers of its own.* It adds voice x (ln A' / (1 - A') - ln c) to its answer,
       where A' is the accuracy without this claim, and c the chance that two wrong answers are the same, learned from
       all pairs of claims.
    4. *Claim, where all questions share one small vocabulary.* The chance to say v where w is true is
       (n'[v, w] + p e[v, w]) / (n'[w] + p): counts of the source without this claim, drawn with p claims' worth to
       what is likely for its accuracy: A' where v is w, else 1 - A' spread as the errors of all sources are. Of
       three p the first is kept unless a Bayes factor of twenty favours another (Kass and Raftery 1995).
    5. *Truth.* Probabilities are the answers' scores, normalised for each question, and 2 to 4 are repeated until they
       rest (:mod:`helpers.reliability.discovery.fixed_point`). Copies are then looked for again, at most three times.
    6. *Intervals.* Draws of truths given sources and of sources given truths (Gibbs); m is drawn as well, and k, from
       a quarter to four times ``strength``, because how alike sources are shows only in the claims.

    After Dong, Berti-Équille and Srivastava (2009) for 1, Liu, Peng and Ihler (2012) for judging a source without the
    claim at hand, Dawid and Skene (1979) and Kim and Ghahramani (2012) for 4. The combination is ours.
    """
    return _alternate(arrays, partial(_believed, strength=strength), rounds)


METHODS = {f.__name__: f for f in (voting, truthfinder, one_coin, dawid_skene, accu, corroboration)}


def _believed(arrays, discount, begin, strength):
    probability, speech = believe(arrays, arrays.share * discount, begin, strength)
    scores = speech.amounts if arrays.closed else None
    return Fit(probability, speech.right, speech.wrong, speech.weight(), discount, _none(), scores, speech)


def _alternate(arrays, method, rounds):
    """Copies found without a view of the truth, then with one, and what the method makes of the voices left.

    At first all sources are as good as all together, but for what is known; so good ones look like copies of one
    another, unless those outside bear them out (see :func:`refuted`).
    """
    right = arrays.right(arrays.voted) * arrays.share
    same, known = float(right.sum() / arrays.share.sum()), arrays.settled[arrays.question]
    accuracy = (STRENGTH * same + arrays.by_source(right * known)) / (STRENGTH + arrays.by_source(arrays.share * known))
    shared, before = together(arrays), None
    for _ in range(rounds):
        pairs = dependence(arrays, accuracy, shared, through=before is not None)
        pairs = refuted(arrays, pairs) if before is None else pairs
        discount = discounts(arrays, pairs)
        if before is not None and np.array_equal(discount, before):  # the method would find what it has found
            break
        begin = arrays.settle(arrays.proportions(arrays.by_fact(arrays.share * discount)))
        fit, before = method(arrays, discount=discount, begin=begin), discount
        accuracy = fit.right / (fit.right + fit.wrong)
    return replace(fit, copies=pairs)


def _logistic(score):
    """As scipy's expit, in the memory of what is given."""
    np.negative(score, out=score)
    np.exp(score, out=score)
    score += 1
    return np.divide(1, score, out=score)


def _tally(arrays, right, a, b):
    """Parameters of each source's Beta posterior: its claims expected right and wrong, and the prior."""
    return a + right, b + np.maximum(arrays.spoken - right, 0)


def _whole(arrays):
    """No discount of any claim, in the memory of one figure."""
    return np.broadcast_to(1.0, len(arrays.fact))


def _none():
    return pd.DataFrame({c: [] for c in ("source", "other", "shared", "agree", "expected", "dependence")})
