"""Generated worlds: claims of made-up sources with a known truth, among them those in which weighing fails.

``WORLDS`` maps a name to a function of a random generator; its docstring says what happens there. ``world(name, seed)``
gives claims (source, question_id, value) and the truth (question_id, value).
"""

import numpy as np
import pandas as pd

WORLDS = {}


def world(name, seed=0):
    """Claims and truth of a world.

    >>> claims, truth = world("easy", seed=1)
    >>> len(claims), len(truth)
    (2400, 300)
    """
    return WORLDS[name](np.random.default_rng([seed, *name.encode()]))


def named(make):
    """Put a world among the worlds."""
    WORLDS[make.__name__] = make
    return make


def table(source, question, value, truth, own=True):
    """Claims and truth as tables; with `own`, each question has a vocabulary of its own."""

    def answer(q, v):
        return [f"{a}_{b}" if own else f"v_{b}" for a, b in zip(q, v, strict=True)]

    ids = [f"q{q:04}" for q in range(len(truth))]
    claims = {"source": [f"s{s:03}" for s in source], "question_id": [ids[q] for q in question]}
    claims = pd.DataFrame(claims | {"value": answer(question, value)})
    return claims, pd.DataFrame({"question_id": ids, "value": answer(range(len(truth)), truth)})


def panel(rng, skill, questions, voices, answers, hard=0.0, lure=0.0, own=True):
    """Independent sources: right with their skill, lowered (in log odds) by how hard the question is.

    Of the errors on a question the part `lure` falls on one tempting answer.
    """
    source = np.concatenate([rng.choice(len(skill), voices, replace=False) for _ in range(questions)])
    question = np.repeat(np.arange(questions), voices)
    truth = rng.integers(answers, size=questions)
    tempting = (truth + rng.integers(1, answers, questions)) % answers
    odds = np.log(skill / (1 - skill))[source] - np.broadcast_to(hard, questions)[question]
    wrong = (truth[question] + rng.integers(1, answers, len(source))) % answers
    wrong = np.where(rng.random(len(source)) < lure, tempting[question], wrong)
    right = rng.random(len(source)) < 1 / (1 + np.exp(-odds))
    return table(source, question, np.where(right, truth[question], wrong), truth, own)


def drawn(rng, skill, questions=240, answers=4):
    """What each source says to each question [source, question], and the truth."""
    truth = rng.integers(answers, size=questions)
    wrong = (truth + rng.integers(1, answers, (len(skill), questions))) % answers
    return np.where(rng.random((len(skill), questions)) < np.asarray(skill)[:, None], truth, wrong), truth


def heard(rng, said, truth, cover=0.8):
    """The claims of sources who answer only part of the questions."""
    source, question = np.nonzero(rng.random(said.shape) < cover)
    return table(source, question, said[source, question], truth)


@named
def easy(rng):
    """independent sources, most of them good"""
    return panel(rng, rng.uniform(0.5, 0.95, 40), 300, 8, 4)


@named
def hard(rng):
    """independent sources, most of them poor"""
    return panel(rng, rng.uniform(0.25, 0.7, 40), 300, 8, 4)


@named
def few_voices(rng):
    """three voices a question"""
    return panel(rng, rng.uniform(0.4, 0.95, 40), 300, 3, 4)


@named
def long_tail(rng):
    """most sources have said one thing to three"""
    weight = 1 / np.arange(1, 401) ** 1.1
    skill, truth = rng.uniform(0.4, 0.95, 400), rng.integers(5, size=300)
    source = np.concatenate([rng.choice(400, 6, replace=False, p=weight / weight.sum()) for _ in truth])
    question = np.repeat(np.arange(300), 6)
    wrong = (truth[question] + rng.integers(1, 5, len(source))) % 5
    return table(source, question, np.where(rng.random(len(source)) < skill[source], truth[question], wrong), truth)


@named
def unequal_difficulty(rng):
    """some questions are much harder than others for all, and most who miss them give one answer"""
    return panel(rng, rng.uniform(0.5, 0.9, 40), 300, 10, 5, rng.normal(0.5, 2, 300), 0.7)


@named
def unequal_yes_no(rng):
    """the same with yes and no"""
    return panel(rng, rng.uniform(0.55, 0.9, 40), 400, 9, 2, rng.normal(0.3, 1.5, 400), own=False)


@named
def unequal_choice(rng):
    """the same with four answers that all questions share"""
    return panel(rng, rng.uniform(0.5, 0.9, 40), 300, 9, 4, rng.normal(0.5, 2, 300), 0.6, own=False)


def copied(rng, skill, copiers, how):
    """Some sources take an answer of the first over with a chance."""
    said, truth = drawn(rng, skill, 200, 5)
    for s in copiers:
        said[s] = np.where(rng.random(200) < how, said[0], said[s])
    return heard(rng, said, truth)


@named
def ring(rng):
    """nine of fourteen sources say what one of them says, and that is mostly wrong"""
    return copied(rng, np.r_[np.full(9, 0.35), rng.uniform(0.6, 0.9, 5)], range(1, 9), 0.95)


@named
def full_copiers(rng):
    """five of fourteen repeat a poor source in everything"""
    return copied(rng, np.r_[0.45, np.full(5, 0.5), rng.uniform(0.55, 0.85, 8)], range(1, 6), 1.0)


@named
def half_copiers(rng):
    """six of fourteen take three answers in five from a poor source"""
    return copied(rng, np.r_[0.45, np.full(6, 0.5), rng.uniform(0.55, 0.85, 7)], range(1, 7), 0.6)


@named
def honest_agencies(rng):
    """two good agencies, whom seven of twelve outlets repeat most of the time"""
    said, truth = drawn(rng, np.r_[0.9, 0.88, rng.uniform(0.6, 0.8, 12)], 200, 5)
    for s in range(2, 9):
        said[s] = np.where(rng.random(200) < 0.7, said[s % 2], said[s])
    return heard(rng, said, truth)


@named
def coalition(rng):
    """five of twelve share an error on a third of the questions, and are good elsewhere"""
    said, truth = drawn(rng, np.r_[np.full(5, 0.85), rng.uniform(0.55, 0.8, 7)])
    topic = rng.random(240) < 0.33
    said[:5, topic] = ((truth + 1) % 4)[topic]
    return heard(rng, said, truth)


@named
def scripted_majority(rng):
    """eight of fourteen follow a script on a quarter of the questions, and are as good as the others elsewhere"""
    said, truth = drawn(rng, rng.uniform(0.65, 0.85, 14))
    topic = rng.random(240) < 0.25
    said[:8, topic] = ((truth + 1) % 4)[topic]
    return heard(rng, said, truth)


@named
def stale_truth(rng):
    """a third of the answers have changed, and two sources in three mostly still tell the old one"""
    said, truth = drawn(rng, rng.uniform(0.7, 0.9, 15))
    changed = rng.random(240) < 0.33
    late = changed & (rng.random((10, 240)) < 0.7)
    said[:10] = np.where(late, (truth + 1) % 4, said[:10])
    return heard(rng, said, truth)


def answered(rng, truth, yes_if_true, yes_if_false, voices, sources=40):
    """Yes and no: the chance of a yes by question, where it is true, and by source or question, where it is not."""
    rows = []
    for q, true in enumerate(truth):
        for s in rng.choice(sources, voices, replace=False):
            rows.append((s, q, int(rng.random() < (yes_if_true[q] if true else yes_if_false[s]))))
    return table(*np.array(rows).T, truth.astype(int), own=False)


@named
def over_said(rng):
    """a yes is cheap: all say it where it is true, and some often where it is not"""
    truth = rng.random(400) < 0.5
    return answered(rng, truth, np.full(400, 0.92), rng.uniform(0.1, 0.6, 40), 6)


@named
def hard_yes(rng):
    """a true yes is missed by most where the question is hard"""
    truth = rng.random(400) < 0.75
    return answered(rng, truth, np.where(rng.random(400) < 0.15, 0.25, 0.9), np.full(40, 0.1), 7)


@named
def adversaries(rng):
    """twelve of forty mostly say the contrary of what is true"""
    return panel(rng, np.r_[rng.uniform(0.6, 0.9, 28), rng.uniform(0.1, 0.3, 12)], 400, 7, 2, own=False)


@named
def spammers(rng):
    """twenty-four of forty answer at random"""
    return panel(rng, np.r_[rng.uniform(0.7, 0.95, 16), np.full(24, 0.26)], 300, 7, 4, own=False)


def students(seed, answers=4):
    """Forty independent students who answer everything; most miss the hard questions in the same way."""
    rng = np.random.default_rng([seed, answers])
    return panel(rng, rng.uniform(0.6, 0.9, 40), 120, 40, answers, rng.normal(0.3, 2, 120), 0.8, own=answers > 4)


def able(seed, people=40, questions=300):
    """People of unequal ability: on two questions in five half of them, the less able, fall for one answer."""
    rng = np.random.default_rng(seed)
    ability = rng.normal(0, 1.2, people)
    hard = np.where(rng.random(questions) < 0.4, rng.normal(0.3, 0.5, questions), -3.5)
    truth = rng.integers(5, size=questions)
    right = rng.random((people, questions)) < 1 / (1 + np.exp(-1.7 * (ability[:, None] - hard)))
    return heard(rng, np.where(right, truth, (truth + 1) % 5), truth, 1.0)


def habits(seed, people=80, questions=600, voices=30):
    """People who each have a favourite answer, and say it more or less often whatever is true."""
    rng = np.random.default_rng(seed)
    truth, favourite, lazy = rng.integers(0, 4, questions), rng.integers(0, 4, people), rng.uniform(0, 0.9, people)
    source = np.concatenate([rng.choice(people, voices, replace=False) for _ in truth])
    question = np.repeat(np.arange(questions), voices)
    known = np.where(rng.random(len(source)) < 0.75, truth[question], rng.integers(0, 4, len(source)))
    value = np.where(rng.random(len(source)) < lazy[source], favourite[source], known)
    return table(source, question, value, truth, own=False)


CROWDS = {"students": students, "unequal ability": able, "habits": habits}  # nobody copies in any of them
