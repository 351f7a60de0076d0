"""Made-up claims for the tests of reliability: told by name, or by sources of known accuracy."""

import numpy as np
import pandas as pd

from helpers.reliability import origins

ACTORS = pd.DataFrame(
    {
        "actor": ["Spy", "General", "Envoy", "Union", "LandA", "LandB"],
        "kind": ["organisation", "person", "organisation", "organisation", "state", "state"],
        "affiliation": ["LandA", "LandA", "LandB", None, None, None],
    }
)


QUESTIONS = pd.DataFrame({"question_id": ["q"], "question": ["Was it so?"]})


def told(*rows, question="q"):
    """Origins of claims given as (speaker, value) or (speaker, value, day[, modality])."""
    claims, reports = [], []
    for i, (speaker, value, *more) in enumerate(rows):
        said, modality = (more + ["2024-10-20", "asserts"][len(more) :])[:2]
        reports.append({"report_id": f"r{i}", "outlet": f"Outlet {i}", "published": said})
        claims.append({"claim_id": f"c{i}", "report_id": f"r{i}", "speaker": speaker, "question_id": question})
        claims[-1] |= {"value": value, "spoken_on": said, "modality": modality}
    return origins(pd.DataFrame(claims), pd.DataFrame(reports), ACTORS)


def settled(**more):
    """The outcome of the question q, settled independently on 28 April 2025, or as given."""
    row = {"question_id": "q", "value": "yes", "settled_on": "2025-04-28", "settled_by": "Court", "independent": True}
    return pd.DataFrame([row | {"controlled_by": None, "confidence": 0.9} | more])


def past(source, right, wrong):
    """What an earlier case remembers of one source: so many right answers, and so many wrong ones."""
    rows = [(source, f"old{i}", i < right) for i in range(right + wrong)]
    made = pd.DataFrame(rows, columns=["source", "question_id", "correct"])
    return made.assign(case="earlier", settled_on="2020-01-01")


def table(*rows):
    """Claims given as (source, question, value)."""
    return pd.DataFrame(rows, columns=["source", "question_id", "value"])


def simulate(seed, accuracies, questions=300, values=5, density=0.6, own=True):
    """Independent sources of known accuracy; with `own`, each question has a vocabulary of its own."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, values, questions)
    rows = []
    for s, accuracy in enumerate(accuracies):
        for q in np.flatnonzero(rng.random(questions) < density):
            wrong = (truth[q] + 1 + rng.integers(0, values - 1)) % values
            said = truth[q] if rng.random() < accuracy else wrong
            rows.append((f"s{s:02}", f"q{q:04}", f"{q if own else 'v'}_{said}"))
    names = [f"{q if own else 'v'}_{t}" for q, t in enumerate(truth)]
    return table(*rows), pd.Series(names, index=[f"q{q:04}" for q in range(questions)])
