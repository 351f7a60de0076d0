"""A method held against voting: where it leaves the votes, who carries that, and what a reader must know."""

import numpy as np
import pandas as pd

from ...codes import distinct
from .copying import copy_groups

__all__ = ["departures", "warnings"]

LEADS = 3  # sources named as carrying a verdict
SURE = 0.97  # a source believed this much ...
BORNE_OUT = 0.5  # ... though others bear out less than this part of what is disputed is a lock-in
DISPUTES = 20  # on at least so many disputed questions
MANY = 0.2  # part of the disputed questions from which a source is said to carry the departures
SOME = 0.025  # part of the disputed questions from which on it is said that most departures rest on one side
DOUBT = 0.1  # part of the disputed questions from which on departures are to be looked at before they are used
ONE_WAY = 0.9  # part of the departures that leave one and the same answer
FEW = 10  # departures; of fewer nothing is said


def departures(arrays, fit, votes):
    """Questions whose best answers are not those voted best, a tie that is broken included, and who carries them.

    Returns
    -------
    DataFrame[question_id, voted, verdict, probability, carried_by, copying]
        Joint values and sources joined by " | "; at most three carriers, heaviest first; ``copying`` names the
        carriers that copy with another source of the same answer.
    """
    columns = ["question_id", "voted", "verdict", "probability", "carried_by", "copying"]
    if not len(fit.probability):
        return pd.DataFrame(columns=columns)
    ours, theirs = arrays.best(fit.rounded), arrays.best(votes.rounded)
    start = arrays.start
    left = np.flatnonzero(arrays.each(np.logical_or, ours != theirs))
    ends = np.append(start, len(ours))
    first = np.searchsorted(arrays.question, np.arange(len(start) + 1))
    pairs = np.searchsorted(arrays.pair_claim, first)
    group = copy_groups(arrays, fit.copies)
    names = arrays.values[arrays.fact_value]
    rows = []
    for q in left:
        facts = np.arange(ends[q], ends[q + 1])
        chosen = facts[ours[facts]]
        claim, fact = arrays.pair_claim[pairs[q] : pairs[q + 1]], arrays.pair_fact[pairs[q] : pairs[q + 1]]
        own = np.unique(claim[np.isin(fact, chosen)])
        lead = own[np.lexsort((arrays.source[own], -fit.weight[own]))][:LEADS]
        shared = np.bincount(group[arrays.source[own]], minlength=1)
        linked = [s for s in arrays.source[lead] if shared[group[s]] > 1]
        cells = (names[facts[theirs[facts]]], names[chosen], arrays.names[arrays.source[lead]], arrays.names[linked])
        voted, answer, carried, copied = (" | ".join(c) for c in cells)
        rows.append((arrays.questions[q], voted, answer, float(fit.probability[chosen[0]]), carried, copied))
    return pd.DataFrame(rows, columns=columns)


def warnings(arrays, fit, votes):
    """What a reader must know before using the verdicts, as sentences; none where there is nothing to say."""
    ours, theirs = arrays.best(fit.rounded), arrays.best(votes.rounded)
    left = ~arrays.each(np.logical_or, ours & theirs)
    broken = arrays.each(np.logical_or, ours != theirs) & ~left
    disputed = arrays.disputed
    notices = []
    if broken.any():
        notices.append(
            f"{broken.sum()} of {disputed.sum()} disputed questions: a tie of the votes is broken; see departures"
        )
    if left.any():
        carrier, alike, carried = _carriers(arrays, fit, ours, left)
        stated = f"{left.sum()} of {disputed.sum()} disputed questions are answered otherwise than by voting"
        if carried >= MANY * left.sum():
            others = (
                f" and {alike} source{'s' * (alike > 1)} that agree{'s' * (alike == 1)} with it more than the truth"
            )
            stated += f", {carried} of them with {carrier}" + (f"{others} explains" if alike else "")
        stated += "; see departures"
        if left.sum() > DOUBT * disputed.sum():
            stated += " – more than a tenth: see who carries them before anything is made of it"
        elif left.sum() >= max(FEW / 2, SOME * disputed.sum()) and carried >= left.sum() / 2:
            stated += " – most rest on that one side: take them for its word until something else bears them out"
        notices.append(stated)
    return (*notices, *_one_way(arrays, ours, theirs, left), *_locked(arrays, fit, disputed))


def _one_way(arrays, ours, theirs, left):
    """That nearly all departures leave one answer for others, where all questions share their answers."""
    if not arrays.closed or left.sum() < FEW:
        return ()
    away = np.bincount(arrays.fact_value, theirs & left[arrays.fact_question], minlength=len(arrays.values))
    top = int(np.argmax(away))
    if away[top] < ONE_WAY * left.sum():
        return ()
    return (
        f"one way: {away[top]:.0f} of {left.sum()} departures leave the answer {arrays.values[top]!r}: "
        f"these verdicts rest on {arrays.values[top]!r} being over-said",
    )


def _carriers(arrays, fit, ours, left):
    """Who claims most of the answers that depart from voting; those that agree too much are taken together."""
    group = copy_groups(arrays, fit.copies)
    claims = np.flatnonzero((arrays.right(ours) > 0) & left[arrays.question])
    seen = distinct(arrays.question[claims] * len(group) + group[arrays.source[claims]]) % len(group)
    counts = np.bincount(seen, minlength=len(group))
    top = int(np.argmax(counts)) if len(counts) else 0
    return arrays.names[top], int((group == top).sum()) - 1, int(counts[top]) if len(counts) else 0


def _locked(arrays, fit, disputed):
    """Sources believed nearly always although few independent voices bear them out where it matters."""
    group, voices = copy_groups(arrays, fit.copies), np.bincount(arrays.question, arrays.share)
    origins = voices
    if len(fit.copies):
        pairs = distinct(arrays.question * len(group) + group[arrays.source])
        origins = np.bincount(pairs // len(group))
    contested = disputed & (origins > 1.5)  # two or more, however shares are rounded
    at_stake = contested[arrays.fact_question]
    n = np.maximum(arrays.borne_out(at_stake.astype(float)), 1)
    belief = arrays.borne_out(np.where(at_stake, fit.probability, 0)) / n
    sure = (n >= DISPUTES) & (belief >= SURE)
    if not sure.any():
        return ()
    own = group[arrays.source]
    others = voices[arrays.question] - _joint(arrays.question * len(group) + own, arrays.share)
    same = np.bincount(arrays.fact, arrays.share)[arrays.fact]
    same -= _joint(arrays.fact * len(group) + own, arrays.share)
    backed = arrays.by_source(arrays.share * contested[arrays.question] * same / np.maximum(others, 1)) / n
    return tuple(
        f"lock-in: {arrays.names[s]} is believed in {belief[s]:.0%} of {n[s]:.0f} disputed questions, "
        f"where other voices agree with it in {backed[s]:.0%}"
        for s in np.flatnonzero(sure & (backed < BORNE_OUT))
    )


def _joint(codes, weight):
    """Weight of all that have the same code, for each."""
    _, code = np.unique(codes, return_inverse=True)
    return np.bincount(code, weight)[code]
