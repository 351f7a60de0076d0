"""Which sources agree more than the truth explains: beyond what two that judge for themselves would reach."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import sparse, stats
from scipy.sparse.csgraph import connected_components

from .dawid_skene import DawidSkene
from .fit import TIE

__all__ = ["copy_groups", "dependence", "discounts", "refuted", "together", "weighed_apart"]

CHANCE = 0.2  # how often two wrong answers happen to be the same, unless the vocabulary is smaller
CAP = 0.98  # however good two sources are: perfect agreement stays suspicious
LEAST = 0.5  # less than half of the answers copied is left alone: like definitions and like errors reach that
WEAK = 0.25  # enough for two that are both tied to a third: who copies half of one has a quarter in common with another
PRIOR = 5.0  # answers' worth of belief in independence
LEVEL = 0.05  # false discovery rate of the pairs
WORK = 20_000_000  # pairs of claims that are compared at most
MOST = 0.9  # quantile of the answers given to disputed questions that stands for how many there are
FEW = 10.0  # shared questions of a pair that count half for the background of all pairs
SLIGHT = 0.1  # background that errors in the accuracies themselves reach
SAME = 10.0  # claims' worth of the belief that a source is as good as all together, where something is known of it
REFUTED = 0.1  # agreement of outsiders beyond what it would be if the group were right, from which it is not


def dependence(arrays, accuracy, shared_by=None, probability=None):
    """Share of what two sources have in common that one took from the other or both from a third.

    Of ``shared`` questions, two sources that judge for themselves agree on the fraction e = A B + (1 - A)(1 - B) c,
    where A, B are their accuracies and c the chance of the same error; copying adds a part d of the rest: d = (agree -
    e shared) / ((1 - e) shared + prior). Pairs are kept whose agreement beats chance (binomial tail, Benjamini and
    Hochberg 1995) and whose d is at least one half, or a quarter if both are tied to the same third.

    Parameters
    ----------
    arrays : Arrays
    accuracy : array
        One accuracy per source. Begin with the same for all: estimates that already follow a ring of copiers take
        its agreement for excellence.
    shared_by : tuple, optional
        What :func:`together` gives, if it is at hand.
    probability : array, optional
        What is believed of each fact, once something is. Then pairs are looked for that are tied to a third (until then
        good sources pass for copies of one another), and each is held against the background of all pairs and, where
        questions share a vocabulary, against what both are likely to say whatever is true.

    Returns
    -------
    DataFrame[source, other, shared, agree, expected, dependence]
        Codes of sources, source < other, sorted. ``expected`` is the number of agreements without copying.

    Notes
    -----
    A simplification of the copy detection of Dong, Berti-Équille and Srivastava (2009), "Integrating conflicting
    data: the role of source dependence": a rate in place of a probability, and no direction. Where more than
    20 million pairs of claims would be compared, an even sample of questions is.
    """
    source, other, agree, shared = together(arrays) if shared_by is None else shared_by
    a, through = np.minimum(accuracy, CAP), probability is not None
    chance = max(CHANCE, 1 / (len(arrays.values) - 1)) if arrays.closed else CHANCE
    e = a[source] * a[other] + (1 - a[source]) * (1 - a[other]) * chance
    if arrays.closed and through:
        e = np.maximum(e, alike(arrays, probability, source, other))
    if through:
        e += (1 - e) * background(agree, shared, e)
    rate = np.clip((agree - e * shared) / ((1 - e) * shared + PRIOR), 0, 1)
    tested = len(arrays.names) * (len(arrays.names) - 1) / 2
    tail = stats.binom.sf(agree - 1, shared, e)
    order = np.argsort(tail, kind="stable")
    below = tail[order] * tested <= LEVEL * np.arange(1, len(tail) + 1)
    least = tail[order][below].max() if below.any() else -1.0
    passed = tail <= least
    kept = passed & (rate >= LEAST)
    if through and kept.any():
        ends = np.r_[source[kept], other[kept]], np.r_[other[kept], source[kept]]
        tied = sparse.coo_array((np.ones(len(ends[0])), ends), shape=(len(a), len(a))).tocsr()
        weak = np.flatnonzero(passed & ~kept & (rate >= WEAK))
        if len(weak):
            kept[weak] = np.asarray((tied @ tied).tocsr()[source[weak], other[weak]]).ravel() > 0
    columns = {"source": source, "other": other, "shared": shared, "agree": agree, "expected": e * shared}
    return pd.DataFrame(columns | {"dependence": rate})[kept].reset_index(drop=True)


def alike(arrays, probability, source, other):
    """How often two sources say the same by their habits: each errs in its own way, and some in the same.

    The sum over w of p_w, how often w is true, times the sum over v of C_s[v, w] C_t[v, w]: who always says the same
    agrees with his like, whatever is true.
    """
    model = DawidSkene(arrays)
    model._m_step(probability)
    habits = np.exp(model.confusion + model.prior / 2).reshape(len(arrays.names), -1)
    return (habits[source] * habits[other]).sum(axis=1)


def background(agree, shared, expected):
    """How much the median pair agrees beyond what is expected of it, shrunk where pairs share few questions.

    Questions that are harder than others for all who answer, or a common bias, make everybody agree more than
    accuracies explain; nobody is a copy of anybody for that.

    >>> background(np.array([6, 6, 9]), np.array([10, 10, 10]), np.array([0.5, 0.5, 0.5])).item()
    0.1
    """
    beyond = (agree - expected * shared) / np.maximum((1 - expected) * (shared + FEW), 1e-9)
    middle = np.median(beyond).round(TIE) if len(beyond) else 0.0
    return middle if middle >= SLIGHT else 0.0


def copy_groups(arrays, pairs):
    """The group of each source: those joined by copying share the code of the first of them."""
    n = len(arrays.names)
    ends = tuple(pairs[c].to_numpy(dtype=np.int64) for c in ("source", "other"))
    _, group = connected_components(sparse.coo_array((np.ones(len(pairs)), ends), shape=(n, n)), directed=False)
    return np.unique(group, return_index=True)[1][group]


def refuted(arrays, pairs):
    """Of the pairs, those in groups whose common answer the others bear witness against.

    Sources that agree much may copy one another, or be good. If their answer is right, two outsiders who judge for
    themselves agree with each other no more than by how often each agrees with it: p q + (1 - p)(1 - q) c. If it is
    wrong, outsiders agree on something else beyond that. A group with nobody outside is kept.

    Parameters
    ----------
    arrays : Arrays
    pairs : DataFrame
        From :func:`dependence`, before anything is known of the sources.

    Returns
    -------
    DataFrame
        Rows of `pairs`. Of each other group one source, the busiest, is a witness.
    """
    if not len(pairs):
        return pairs
    group, n = copy_groups(arrays, pairs), np.bincount(arrays.source, minlength=len(arrays.names))
    order = np.lexsort((-n, group))
    witness = np.zeros(len(n), dtype=bool)
    witness[order[np.unique(group[order], return_index=True)[1]]] = True
    answers = arrays.each(np.add, arrays.claimed.astype(float))  # that were given: fewer than there are, mostly
    answers = np.quantile(np.r_[2.0, answers[arrays.disputed]], MOST) if not arrays.closed else len(arrays.values)
    chance = max(CHANCE, 1 / max(answers - 1, 1))
    kept = [g for g in np.unique(group[pairs["source"]]) if _excess(arrays, group == g, witness, chance) > REFUTED]
    return pairs[np.isin(group[pairs["source"]], kept)].reset_index(drop=True)


def _excess(arrays, members, witness, chance):
    """Mean agreement of two outsiders beyond what it would be if what most members say were right."""
    inside = members[arrays.source]
    votes = np.bincount(arrays.fact[inside], arrays.share[inside], minlength=len(arrays.fact_question))
    most = arrays.each(np.maximum, votes)
    outside = np.flatnonzero(~inside & witness[arrays.source] & (most > 0)[arrays.question])
    source, question, fact = (x[outside] for x in (arrays.source, arrays.question, arrays.fact))
    same = votes[fact] >= most[question] - 1e-9
    asked = np.bincount(source, minlength=len(members))
    often = (np.bincount(source, same, minlength=len(members)) / np.maximum(asked, 1))[source]
    total = _pairs(question)
    if not total:
        return np.inf
    likely = _pairs(question, often) + chance * _pairs(question, 1 - often)
    on = _pairs(question[same])  # on the members' side all say one answer, or one of several as good
    return (on + _pairs(fact[~same]) - likely) / total


def _pairs(codes, weight=None):
    """Sum over pairs with the same code of the product of their weights."""
    return (np.bincount(codes, weight) ** 2).sum() / 2 - (len(codes) if weight is None else (weight**2).sum()) / 2


def discounts(arrays, pairs):
    """Weight of each claim: one over the expected number of claims on the same answer that copy with it.

    >>> from .encoding import encode
    >>> claims = pd.DataFrame({"source": ["a", "b", "c"], "question_id": "q", "value": "1"})
    >>> copied = pd.DataFrame({"source": [0], "other": [1], "dependence": [1.0]})
    >>> discounts(encode(claims), copied).tolist()
    [0.5, 0.5, 1.0]
    """
    if not len(pairs):
        return np.ones(len(arrays.source))
    n, size = len(arrays.names), len(arrays.fact_question)
    a, b, d = (pairs[c].to_numpy() for c in ("source", "other", "dependence"))
    links = sparse.coo_array((np.r_[d, d], (np.r_[a, b], np.r_[b, a])), shape=(n, n)).tocsr()
    linked = np.unique(np.r_[a, b])
    own = np.flatnonzero(np.isin(arrays.source, linked))
    cells = sparse.coo_array((np.ones(len(own)), (arrays.source[own], arrays.fact[own])), shape=(n, size)).tocsr()
    alike = links @ cells
    alike.sort_indices()  # without which each look-up reads a whole row
    weight = np.ones(len(arrays.source))
    weight[own] += np.asarray(alike[arrays.source[own], arrays.fact[own]]).ravel()
    return 1.0 / weight


def together(arrays):
    """Pairs of sources that agree at all, with how often they agree and how many questions they share."""
    n = len(arrays.names)
    load = np.bincount(arrays.question, minlength=len(arrays.questions)).astype(float) ** 2
    step = max(1, int(np.ceil(load.sum() / WORK)))
    chosen = arrays.question % step == 0
    source, fact, question = arrays.source[chosen], arrays.fact[chosen], arrays.question[chosen]
    one = np.ones(len(source), dtype=np.int32)
    same = sparse.coo_array((one, (source, fact)), shape=(n, len(arrays.fact_question))).tocsr()
    both = sparse.coo_array((one, (source, question)), shape=(n, len(arrays.questions))).tocsr()
    both.data[:] = 1
    agree = sparse.triu(same @ same.T, 1).tocoo()
    order = np.lexsort((agree.coords[1], agree.coords[0]))
    i, j = (c[order] for c in agree.coords)
    if not len(i):  # indexing a sparse array by nothing gives a sparse array
        return i, j, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    shared = np.asarray((both @ both.T).tocsr()[i, j]).ravel()
    return i, j, np.minimum(agree.data[order], shared), shared


def weighed_apart(arrays, method, rounds=3):
    """Copies found without a view of the truth, then with one, and what a method makes of the voices left.

    At first all sources are as good as all together, but for what is known; so good ones look like copies of one
    another, unless those outside bear them out (see :func:`refuted`).

    Parameters
    ----------
    arrays : Arrays
    method : callable
        From arrays, the discount of each claim and the probabilities to begin with to a fit.
    rounds : int
        At most; it ends earlier where no voice changes.
    """
    right = arrays.right(arrays.voted) * arrays.share
    same, known = float(right.sum() / arrays.share.sum()), arrays.settled[arrays.question]
    accuracy = (SAME * same + arrays.by_source(right * known)) / (SAME + arrays.by_source(arrays.share * known))
    shared, before, probability = together(arrays), None, None
    for _ in range(rounds):
        pairs = dependence(arrays, accuracy, shared, probability)
        pairs = refuted(arrays, pairs) if before is None else pairs
        discount = discounts(arrays, pairs)
        if before is not None and np.array_equal(discount, before):  # the method would find what it has found
            break
        begin = arrays.settle(arrays.proportions(arrays.by_fact(arrays.share * discount)))
        fit, before = method(arrays, discount, begin), discount
        accuracy, probability = fit.right / (fit.right + fit.wrong), fit.probability
    return replace(fit, copies=pairs)
