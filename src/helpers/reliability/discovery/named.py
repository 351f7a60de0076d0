"""What a claim is worth that names nobody: it breaks no tie alone, and repeating what is refuted adds no voice."""

from dataclasses import replace

import numpy as np
import pandas as pd

from .fit import tie

__all__ = ["shared_by_repeaters", "ties_kept"]


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
