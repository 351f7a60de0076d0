"""Which claims are weighed, and with what voice: those of the day; and what a claim is worth that names nobody."""

from dataclasses import replace

import numpy as np
import pandas as pd

from ...dates import day
from ..answers import answers
from .fit import tie

__all__ = ["current", "shared_by_repeaters", "ties_kept"]

WINDOW = 7  # days, where none is coded
UNDATED = "its answer moves, and its claims have no day (column said)"


def current(claims, questions=None):
    """Leave out what is not of the day: a claim that was true when it was made is no error today.

    A *moving* question keeps the claims of its last days (``window``, 7 where none is given). A *growing* one keeps
    those that no later claim has overtaken: a number below a later one, or a no before a yes; an unnamed source
    overtakes nobody. Where claims have no day, both are left out.

    Parameters
    ----------
    claims : DataFrame[question_id, value, said, low, high, unnamed]
        Answering claims; all but the first two may be missing.
    questions : DataFrame[question_id, course, time_dependent, window], optional
        ``course`` is fixed, growing or moving; where it is missing, moving if ``time_dependent``, else fixed.

    Returns
    -------
    tuple of DataFrame
        Claims that are kept, and question_id, why, claims (how many were left out).

    Examples
    --------
    >>> claims = pd.DataFrame({"question_id": "q", "value": ["60", "200"], "said": ["2031-06-01", "2031-06-25"]})
    >>> kept, left = current(claims, pd.DataFrame({"question_id": ["q"], "course": ["moving"]}))
    >>> kept["value"].tolist(), left["why"].tolist()
    (['200'], ['older than the last 7 days'])
    """
    course = courses(questions)
    course = course[course["course"].ne("fixed")]
    asked = claims["question_id"].astype("str")
    left = []
    if not len(course) or not asked.isin(course.index).any():
        return claims, pd.DataFrame(left, columns=["question_id", "why", "claims"])
    days = _days(claims)
    keep = pd.Series(True, index=claims.index)
    for question, index in asked[asked.isin(course.index)].groupby(asked).groups.items():
        kind, window = course.loc[question, "course"], course.loc[question, "window"]
        some = days[index]
        if kind == "moving":
            keep[index], why = some >= some.max() - pd.Timedelta(days=window), f"older than the last {window:g} days"
        else:
            keep[index] = some.notna() & ~_overtaken(claims.loc[index], some, questions)
            why = "overtaken by a later answer"
        if not keep[index].all():
            why = UNDATED if some.isna().all() else why
            left.append((question, why, int((~keep[index]).sum())))
    return claims[keep], pd.DataFrame(left, columns=["question_id", "why", "claims"])


def courses(questions):
    """Course and window of each question, by its id as text."""
    if questions is None or not {"course", "time_dependent"} & set(questions):
        return pd.DataFrame({"course": [], "window": []})
    table = questions.reindex(columns=["question_id", "course", "time_dependent", "window"])
    moving = table["time_dependent"].map(lambda x: str(x).strip().casefold() in ("true", "yes", "1", "1.0"))
    course = table["course"].where(table["course"].notna(), moving.map({True: "moving", False: "fixed"}))
    window = pd.to_numeric(table["window"], errors="coerce").fillna(WINDOW)
    return pd.DataFrame(
        {"course": course.to_numpy(), "window": window.to_numpy()}, index=table["question_id"].astype("str")
    )


def _days(claims):
    """The day of the words, given as text or as a timestamp."""
    if "said" not in claims:
        return pd.Series(pd.NaT, index=claims.index)
    if pd.api.types.is_datetime64_any_dtype(claims["said"]):
        return claims["said"]
    text = claims["said"].map(lambda d: d.date().isoformat() if hasattr(d, "date") else d, na_action="ignore")
    return day(text, end=False)


def _overtaken(claims, days, questions):
    """Which claims a later and greater answer has overtaken: a larger number, or a yes after a no."""
    rows = answers(claims, questions)
    yes = rows["words"].map(lambda words: float(bool({"yes", "true"} & words)))
    lower, upper = rows["lower"].fillna(yes), rows["upper"].fillna(yes) + rows["tolerance"] + 1e-9
    counted = rows["kind"].isin(["number", "yes_no"])
    named = ~claims["unnamed"].fillna(False).astype(bool) if "unnamed" in claims else counted
    return pd.Series(
        [counted[at] and bool((lower[named & (days > days[at])] > upper[at]).any()) for at in claims.index],
        claims.index,
    )


def shared_by_repeaters(arrays, claims):
    """Claims in which those who name nobody share one voice for each answer, on questions where somebody refutes.

    A hoax is repeated often and refuted once; its repeaters are one voice. Who is named keeps a voice of his own.

    Parameters
    ----------
    arrays : Arrays
        Of `claims`.
    claims : DataFrame[source, question_id, value, modality, unnamed, speaker]
        All but the first three may be missing.
    """
    if "modality" not in claims or not claims["modality"].eq("refutes").any():
        return arrays
    refuted = np.isin(arrays.questions, claims.loc[claims["modality"].eq("refutes"), "question_id"].astype("str"))
    own = _coded(arrays, claims, _unnamed(claims) & claims["modality"].ne("refutes")) & refuted[arrays.question]
    many = np.bincount(arrays.fact, own)[arrays.fact]
    return replace(arrays, share=np.where(own, arrays.share / np.maximum(many, 1), arrays.share))


def ties_kept(arrays, fit, claims):
    """A fit in which no tie of the votes is broken for an answer that a single source carries, and that one unnamed."""
    unnamed = _unnamed(claims)
    if not unnamed.any():
        return fit
    carriers = np.bincount(arrays.fact, minlength=len(fit.probability))
    lone = np.bincount(arrays.fact, _coded(arrays, claims, unnamed), minlength=len(fit.probability))
    voted, best = arrays.best(tie(arrays.voted)), arrays.best(fit.rounded)
    broken = (arrays.each(np.add, voted.astype(int)) > 1) & (arrays.each(np.add, best.astype(int)) == 1)
    lonely = arrays.each(np.logical_or, best & voted & (carriers == 1) & (lone == 1))
    kept = np.repeat(broken & lonely, arrays.sizes) & voted
    mean = arrays.across(np.add, np.where(kept, fit.probability, 0.0)) / np.maximum(
        arrays.across(np.add, 1.0 * kept), 1
    )
    return replace(fit, probability=np.where(kept, mean, fit.probability))


def _unnamed(claims):
    """Which claims name nobody."""
    if "unnamed" in claims:
        return claims["unnamed"].fillna(False).astype(bool)
    return claims["speaker"].isna() if "speaker" in claims else pd.Series(False, index=claims.index)


def _coded(arrays, claims, chosen):
    """Which of the coded claims some rows of the table are."""
    rows = claims.loc[chosen.to_numpy(), ["source", "question_id", "value"]].astype("str")
    rows = pd.MultiIndex.from_frame(rows.drop_duplicates())
    value = arrays.values[arrays.fact_value[arrays.fact]]
    own = pd.MultiIndex.from_arrays([arrays.names[arrays.source], arrays.questions[arrays.question], value])
    return own.isin(rows)
