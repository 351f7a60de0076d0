"""Made-up claims with a known truth, and how often stated probabilities come true; label both as simulated."""

import numpy as np
import pandas as pd

from ...stats import jeffreys

__all__ = ["calibration", "simulate_claims"]

EDGES = (0.0, 0.02, 0.2, 0.5, 0.8, 0.98, 1.0)


def simulate_claims(sources=40, questions=400, voices=7, answers=4, seed=0):
    """Claims of independent sources whose reliability is drawn evenly from 0.3 to 0.95.

    Parameters
    ----------
    sources, questions : int
    voices : int
        Sources that answer each question.
    answers : int
        Possible answers; a wrong one is drawn evenly from those that are not true.

    Returns
    -------
    DataFrame[source, question_id, value, truth, reliability]

    Examples
    --------
    >>> made = simulate_claims(sources=3, questions=2, voices=3)
    >>> len(made), made["question_id"].nunique()
    (6, 2)
    """
    rng = np.random.default_rng(seed)
    shares = rng.uniform(0.3, 0.95, sources)
    rows = []
    for q in range(questions):
        truth = int(rng.integers(answers))
        for s in sorted(rng.choice(sources, voices, replace=False)):
            wrong = (truth + int(rng.integers(1, answers))) % answers
            value = truth if rng.random() < shares[s] else wrong
            rows.append((f"s{s:02}", f"q{q:04}", f"answer {value}", f"answer {truth}", shares[s]))
    return pd.DataFrame(rows, columns=["source", "question_id", "value", "truth", "reliability"])


def calibration(probability, right, edges=EDGES):
    """How often statements were right, by the probability they were given.

    Parameters
    ----------
    probability : array of float
    right : array of bool
    edges : sequence of float
        Bins from one to the next; the last holds its upper edge.

    Returns
    -------
    DataFrame[stated, right, low, high, n]
        Mean stated probability, share right with its 90 % interval, and number, of each bin that is not empty.

    Examples
    --------
    >>> calibration([0.9, 0.95, 0.1], [True, True, False])["n"].tolist()
    [1, 2]
    """
    table = pd.DataFrame({"stated": np.asarray(probability, float), "right": np.asarray(right, bool)})
    table["bin"] = np.clip(np.searchsorted(edges, table["stated"], side="right") - 1, 0, len(edges) - 2)
    rows = []
    for _, part in table.groupby("bin", sort=True):
        hits, n = int(part["right"].sum()), len(part)
        rows.append((part["stated"].mean(), hits / n, *jeffreys(hits, n - hits), n))
    return pd.DataFrame(rows, columns=["stated", "right", "low", "high", "n"])
