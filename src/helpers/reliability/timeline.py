"""What could be known by a given day, what had changed since the day before, and who stood for which answer."""

from itertools import permutations

import pandas as pd

from .affiliation import independent
from .answers import agree, answers, day, label

__all__ = ["changes", "known", "matrix", "standing", "timeline"]


def known(table, as_of=None):
    """Claims that a reader could have seen by the end of the day `as_of`.

    A report whose day is cut to a month counts from the month's last day; one without a date never does.

    >>> claims = pd.DataFrame({"published": ["2024-10-22", "2024-10", None]})
    >>> [len(known(claims, d)) for d in ("2024-10-22", "2024-10-31", None)]
    [1, 2, 3]
    """
    return table if as_of is None else table[day(table["published"]) <= pd.Timestamp(as_of)]


def timeline(table, question_id):
    """Day by day, the answers to one question and how many reports and origins carried each.

    Returns
    -------
    DataFrame[said, answer, modality, reports, outlets, origins_low, origins_high, first_claim]
        By the day of the statement, so that a later relay of an old answer does not look new.
    """
    part = table[table["question_id"].eq(question_id) & table["said"].notna()]
    rows = []
    for (said, answer, modality), mine in part.groupby(["said", "answer", "modality"], sort=True, dropna=False):
        counts = (mine["report_id"].nunique(), mine["outlet"].nunique())
        high = mine["declared"].nunique()
        first = mine.sort_values(["published", "claim_id"])["claim_id"].iloc[0]
        rows.append((said, answer, modality, *counts, min(independent(mine["inferred"]), high), high, first))
    columns = ["said", "answer", "modality", "reports", "outlets", "origins_low", "origins_high", "first_claim"]
    return pd.DataFrame(rows, columns=columns)


def standing(table, as_of=None, by="inferred"):
    """The answer that each origin stood by at the end of a day: its last one, in the version most outlets carried.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`; claims that only urge are no answers and left out.
    as_of : str, optional
        Day; by default all that is known.
    by : str
        Column that tells origins apart.

    Returns
    -------
    DataFrame[question_id, origin, authority, answer, value, low, high, modality, said, sourced, reports, outlets, \
report_ids, claim_ids]
        One row per question and origin, sorted; a missing ``value`` is an abstention.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> days = ["2024-10-17", "2024-10-22"]
    >>> reports = pd.DataFrame({"report_id": list("ab"), "outlet": list("AB"), "published": days})
    >>> claims = pd.DataFrame({"claim_id": list("12"), "report_id": list("ab"), "question_id": "planned",
    ...                        "speaker": "Ann", "value": ["10000", "12000"]})
    >>> table = origins(claims, reports)
    >>> [standing(table, d)["answer"].tolist() for d in ("2024-10-16", "2024-10-21", "2024-10-22")]
    [[], ['10000'], ['12000']]
    """
    part = known(table, as_of)
    part = part[part["said"].notna() & ~part["modality"].isin(["urges"])]
    if as_of is not None:
        part = part[part["said"] <= pd.Timestamp(as_of)]
    part = part.sort_values(["published", "claim_id"], na_position="last", kind="stable")
    rows = []
    for (question, origin), mine in part.groupby(["question_id", by], sort=True):
        last = mine[mine["said"].eq(mine["said"].max())]
        versions = [(v["outlet"].nunique(), answer, v) for answer, v in last.groupby("answer", sort=True)]
        outlets, answer, version = min(versions, key=lambda v: (-v[0], v[1] == label(None), v[1]))
        first = version.iloc[0]
        facts = {c: first[c] for c in ("authority", "value", "low", "high", "modality", "said")}
        facts["sourced"] = bool(version["sourced"].any())
        listed = {f"{c}_ids": " ".join(sorted(version[f"{c}_id"].unique())) for c in ("report", "claim")}
        counts = {"reports": version["report_id"].nunique(), "outlets": outlets}
        rows.append({"question_id": question, "origin": origin, "answer": answer} | facts | counts | listed)
    return pd.DataFrame(rows, columns=_STANDING)


def changes(table, as_of, by="inferred"):
    """What a day added: origins that spoke first, changed their answer, or came to abstain or answer.

    Returns
    -------
    DataFrame[question_id, origin, before, now, what, report_ids]
        ``what`` is first answer or changed; compared with the day before.
    """
    before = standing(table, pd.Timestamp(as_of) - pd.Timedelta(days=1), by).set_index(["question_id", "origin"])
    now = standing(table, as_of, by)
    earlier = [before["answer"].get((q, o)) for q, o in zip(now["question_id"], now["origin"], strict=True)]
    now["before"] = pd.Series(earlier, index=now.index, dtype=object)
    now = now[now["before"].isna() | now["before"].ne(now["answer"])]
    now = now.assign(now=now["answer"], what=now["before"].isna().map({True: "first answer", False: "changed"}))
    return now[["question_id", "origin", "before", "now", "what", "report_ids"]].reset_index(drop=True)


def matrix(table, question_id, as_of=None, by="inferred"):
    """Competing answers to one question against the origins that stand for them (analysis of competing answers).

    Returns
    -------
    DataFrame
        One row per answer, one column per origin, cells the number of reports that carry it; abstentions last.
        Columns in the order in which the origins spoke.
    """
    now = standing(table, as_of, by)
    now = now[now["question_id"].eq(question_id)].sort_values(["said", "origin"])
    wide = now.pivot(index="answer", columns="origin", values="reports")[now["origin"].tolist()]
    rank = now.groupby("answer")["origin"].nunique()
    order = sorted(wide.index, key=lambda a: (a == label(None), -rank[a], a))
    return wide.loc[order].fillna(0).astype(int)


def moving(questions):
    """Questions whose true answer changes from day to day."""
    if questions is None or "time_dependent" not in questions:
        return set()
    return set(questions.loc[questions["time_dependent"].fillna(False).astype(bool), "question_id"])


def compared(now, questions=None, window=7):
    """Every pair of origins' standing answers to one question, and whether the two agree.

    Parameters
    ----------
    now : DataFrame
        From :func:`standing`; abstentions are left out.
    window : int
        For time-dependent questions: answers given more than this many days apart are not compared.

    Returns
    -------
    DataFrame[question_id, origin, other, other_authority, other_said, agrees, sourced]
        A forecast neither bears out nor contradicts what others state as fact; that pair is left out. ``sourced``:
        whether `other` is known beyond an outlet that names no source.
    """
    now = now[now["value"].notna() | now["low"].notna() | now["high"].notna()].reset_index(drop=True)
    timed = moving(questions)
    bounds = list(answers(now, questions).itertuples(index=False))
    items = list(now.itertuples(index=False))
    rows = []
    for question, index in now.groupby("question_id", sort=True).indices.items():
        for i, j in permutations(index, 2):
            mine, other = items[i], items[j]
            guess = other.modality in _FORECAST and mine.modality not in _FORECAST
            if guess or (question in timed and abs((mine.said - other.said).days) > window):
                continue
            facts = (other.origin, other.authority, other.said, agree(bounds[i], bounds[j]), other.sourced)
            rows.append((question, mine.origin, *facts))
    columns = ["question_id", "origin", "other", "other_authority", "other_said", "agrees", "sourced"]
    return pd.DataFrame(rows, columns=columns)


_FORECAST = ("expects", "promises")
_STANDING = ["question_id", "origin", "authority", "answer", "value", "low", "high", "modality", "said"]
_STANDING += ["sourced", "reports", "outlets", "report_ids", "claim_ids"]
