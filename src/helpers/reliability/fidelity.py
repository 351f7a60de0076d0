"""How faithfully outlets relay: judged apart from how reliable originators are, and remembered for later cases."""

from ..stats import jeffreys

__all__ = ["fidelity", "remember_relays"]


def fidelity(table, pairs):
    """How faithfully each outlet carried the statements that others carry too.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`.
    pairs : DataFrame
        From :func:`helpers.reliability.distortions`.

    Returns
    -------
    DataFrame[outlet, n, deviating, share, low, high]
        ``n`` claims with a named speaker whose statement a second outlet carries as well; of these ``deviating``
        in value or qualifier from the usual version (a change of scope or role may as well be another true answer, or a
        second source); their ``share`` with the 90 % interval of the posterior under Jeffreys' prior.
        Sorted by n. The intervals of most outlets are wide: no ranking follows.

    Examples
    --------
    >>> import pandas as pd
    >>> from helpers.reliability import distortions, origins
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": "2024-10-23"})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "sent",
    ...                        "speaker": "Ann", "value": ["3000", "3000", "900"]})
    >>> table = origins(claims, reports)
    >>> fidelity(table, distortions(table))[["outlet", "n", "deviating", "low", "high"]].round(2).values.tolist()
    [['A', 1, 0, 0.0, 0.77], ['B', 1, 0, 0.0, 0.77], ['C', 1, 1, 0.23, 1.0]]
    """
    grouped = _shared(table, pairs).groupby("outlet", sort=True)["deviating"]
    made = grouped.agg(n="size", deviating="sum").reset_index()
    bounds = [jeffreys(k, n - k) for k, n in zip(made["deviating"], made["n"], strict=True)]
    made["share"] = made["deviating"] / made["n"]
    made["low"], made["high"] = [b[0] for b in bounds], [b[1] for b in bounds]
    return made.sort_values(["n", "outlet"], ascending=[False, True], ignore_index=True)


def remember_relays(table, pairs, questions, case):
    """One case's record of its outlets as relays, for use in later ones; it earns no letter.

    Parameters
    ----------
    table, pairs : DataFrame
        From :func:`helpers.reliability.origins` and :func:`helpers.reliability.distortions`.
    questions : DataFrame
        For the topic.
    case : str
        Name under which the record is kept.

    Returns
    -------
    DataFrame[case, role, source, topic, question_id, said, settled_on, correct, confidence]
        As :func:`helpers.reliability.remember` gives it, with the role outlet: ``correct`` is whether the outlet
        carried the usual version, ``settled_on`` the day of its report.

    Examples
    --------
    >>> import pandas as pd
    >>> from helpers.reliability import distortions, origins
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": "2024-10-23"})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "sent",
    ...                        "speaker": "Ann", "value": ["3000", "3000", "900"]})
    >>> table = origins(claims, reports)
    >>> made = remember_relays(table, distortions(table), pd.DataFrame({"question_id": ["sent"]}), "this case")
    >>> made[["role", "source", "correct"]].values.tolist()
    [['outlet', 'A', True], ['outlet', 'B', True], ['outlet', 'C', False]]
    """
    part = _shared(table, pairs).sort_values(["question_id", "outlet", "claim_id"], ignore_index=True)
    topics = dict(zip(questions["question_id"], questions["topic"], strict=True)) if "topic" in questions else {}
    made = part[["question_id", "said"]].assign(case=case, role="outlet", source=part["outlet"], confidence=1.0)
    made = made.assign(topic=part["question_id"].map(topics), settled_on=part["published"], correct=~part["deviating"])
    return made[["case", "role", "source", "topic", "question_id", "said", "settled_on", "correct", "confidence"]]


def _shared(table, pairs):
    """Claims whose statement a second outlet carries, and whether they deviate from the usual version."""
    statement = ["origin", "question_id", "said"]
    named = table[table[["speaker", "question_id", "value", "said"]].notna().all(axis=1)]
    shared = named.groupby(statement)["outlet"].transform("nunique").gt(1)
    strange = set(pairs.loc[pairs["kind"].isin(["value", "qualifier"]), "other_claim"])
    named = named[shared | named["claim_id"].isin(strange)]
    return named.assign(deviating=named["claim_id"].isin(strange))
