"""Verdicts held against what was settled later."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..dates import day
from ..stats import jeffreys
from .answers import agree, answers
from .outcomes import unfit
from .statements import moving

__all__ = ["Score", "calibration", "score"]

LEAST = 10  # questions, from which on intervals are given
EDGES = (0.0, 0.02, 0.2, 0.5, 0.8, 0.98, 1.0)  # of groups of stated probabilities
FLOOR = 0.01  # a probability below this counts as this in the log score, so that one surprise is not everything


@dataclass(frozen=True)
class Score:
    """What :func:`score` found.

    Attributes
    ----------
    measures : DataFrame[method, measure, value, low, high, n]
        ``correct`` (a tie of k counts 1/k), ``brier`` and ``log`` with 90 % intervals, for the method and for voting.
    questions : DataFrame[question_id, value, verdict, probability, correct, brier, log, weight, voted_correct, ...]
        A row per question that was scored.
    left_out : DataFrame[question_id, why]
    """

    measures: pd.DataFrame
    questions: pd.DataFrame
    left_out: pd.DataFrame


def score(verdicts, outcomes, draws=2000, seed=0):
    """Correctness, Brier and log score of verdicts on questions settled independently and controlled by nobody.

    The Brier score is half the sum over answers of (p - 1[true])², from 0 to 1; the log score -ln p of the truth,
    with p floored at 0.01. Questions are weighted by the outcome's confidence and drawn again for the intervals, which
    are missing for fewer than ten. Left out are also questions whose answer the method was given, and those with claims
    (``said``) no older than their outcome: hindsight is no foresight.

    Parameters
    ----------
    verdicts : Verdicts
    outcomes : DataFrame[question_id, value, independent, controlled_by, settled_on, confidence]
        All but the first two columns may be missing; then nothing is left out on their account. None may be given.
    draws, seed : int
        Of the bootstrap over questions.

    Returns
    -------
    Score

    Examples
    --------
    >>> from helpers.reliability import discover
    >>> claims = pd.DataFrame({"source": ["a", "b", "c"], "question_id": "q", "value": ["1", "1", "2"]})
    >>> outcomes = pd.DataFrame({"question_id": ["q", "r"], "value": ["1", "5"]})
    >>> found = score(discover(claims, "voting"), outcomes)
    >>> found.questions[["correct", "brier"]].round(3).values.tolist(), found.left_out["why"].tolist()
    ([[1.0, 0.111]], ['nobody answers it'])
    """
    outcomes = outcomes.reindex(columns=list(dict.fromkeys(["question_id", "value", *outcomes.columns])))
    why = _excuses(outcomes, verdicts)
    used = outcomes[np.array([w is None for w in why], dtype=bool)].sort_values("question_id")
    columns = ["question_id", "why"]
    left = pd.DataFrame([(q, w) for q, w in zip(outcomes["question_id"], why, strict=True) if w], columns=columns)
    rows = [_row(verdicts, row) for row in used.itertuples(index=False)]
    columns = ["question_id", "value", "verdict", "probability", "weight"]
    columns += [f"{p}{m}" for p in ("", "voted_") for m in ("correct", "brier", "log")]
    questions = pd.DataFrame(rows, columns=columns)
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, max(len(questions), 1), (draws, len(questions)))
    measures = [
        (name, measure, *_mean(questions[f"{prefix}{measure}"], questions["weight"], picks), len(questions))
        for prefix, name in (("", verdicts.method), ("voted_", "voting"))
        for measure in ("correct", "brier", "log")
    ]
    if verdicts.method == "voting":
        measures = measures[:3]
    measures = pd.DataFrame(measures, columns=["method", "measure", "value", "low", "high", "n"])
    return Score(measures, questions, left.sort_values("question_id", ignore_index=True))


def _excuses(outcomes, verdicts):
    """Why each outcome cannot score anybody, or None."""
    timed, answered = moving(verdicts.questions), set(verdicts.values["question_id"])
    ends = dict(
        zip(
            outcomes["question_id"].astype(str),
            day(outcomes.reindex(columns=["settled_on"])["settled_on"], end=False),
            strict=True,
        )
    )
    late = {q for q, last in _last_words(verdicts.claims).items() if not pd.isna(ends.get(q)) and last >= ends[q]}
    whys = [unfit(row, timed) for row in outcomes.to_dict("records")]
    reasons = []
    for why, question in zip(whys, outcomes["question_id"].astype(str), strict=True):
        if why is None and verdicts.settled(question):
            why = "its answer was given to the method"
        elif why is None and question in late:
            why = "some of its claims are no older than its outcome"
        reasons.append(why or (None if question in answered else "nobody answers it"))
    return reasons


def _last_words(claims):
    """The day of the last claim on each question, where claims have days."""
    if "said" not in claims:
        return {}
    days = pd.to_datetime(claims["said"]).groupby(claims["question_id"].astype(str)).max()
    return days.dropna().to_dict()


def _row(verdicts, outcome):
    """One question's figures, for the method and for voting."""
    own = verdicts.values[verdicts.values["question_id"] == str(outcome.question_id)]
    fits = _fits(verdicts, own, outcome)
    sides = [_figures(own[c].to_numpy(), fits) for c in ("probability", "votes")]
    top = own["probability"] == own["probability"].max()
    weight = getattr(outcome, "confidence", 1.0)
    weight = 1.0 if pd.isna(weight) else float(weight)
    probability = float(own.loc[fits, "probability"].sum())
    return (
        str(outcome.question_id),
        str(outcome.value),
        " | ".join(own.loc[top, "value"]),
        probability,
        weight,
        *sides[0],
        *sides[1],
    )


def _fits(verdicts, own, outcome):
    """Which candidates equal the outcome, within the question's tolerance where types are known."""
    same = (own["value"] == str(outcome.value)).to_numpy()
    bounds = [c for c in ("low", "high") if c in verdicts.claims]
    named = verdicts.claims.astype({"question_id": "str", "value": "str"}).drop_duplicates(["question_id", "value"])
    both = own[["question_id", "value"]].merge(named[["question_id", "value", *bounds]], how="left")
    both = pd.concat([both, pd.DataFrame([outcome])[["question_id", "value"]].astype("str")])
    rows = list(answers(both.reset_index(drop=True), verdicts.questions).itertuples(index=False))
    return same | np.array([agree(r, rows[-1]) for r in rows[:-1]])


def _figures(p, fits):
    top = np.isclose(p, p.max(), rtol=0, atol=1e-9)
    truth = min(float(p[fits].sum()), 1.0)
    brier = (np.sum(p[~fits] ** 2) + (1 - truth) ** 2) / 2
    return float(fits[top].mean()), float(brier), float(np.log(1 / max(truth, FLOOR)))


def _mean(figures, weight, picks, level=0.9):
    """Weighted mean with its bootstrap interval; no interval of so few questions that drawing again tells nothing."""
    if not len(figures):
        return (np.nan, np.nan, np.nan)
    x, w = figures.to_numpy(), weight.to_numpy()
    if len(figures) < LEAST:
        return float((x * w).sum() / w.sum()), np.nan, np.nan
    means = (x * w)[picks].sum(axis=1) / w[picks].sum(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float((x * w).sum() / w.sum()), float(low), float(high)


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
