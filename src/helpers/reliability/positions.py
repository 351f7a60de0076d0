"""What could be known by a given day, what had changed since the day before, and who stood for which answer."""

from collections import defaultdict

import pandas as pd

from ..dates import day
from ..names import independent
from .answers import answers, bearing, label

__all__ = ["changes", "known", "matrix", "standing", "statements", "timeline"]


def known(table, as_of=None):
    """Claims that a reader could have seen by the end of the day `as_of`.

    A report whose day is cut to a month counts from the month's last day; one without a date never does.

    Parameters
    ----------
    table : DataFrame[published, ...]
    as_of : str, optional
        Day; by default all claims are known.

    Returns
    -------
    DataFrame
        The rows of `table` that were known, as they are.

    Examples
    --------
    >>> claims = pd.DataFrame({"published": ["2024-10-22", "2024-10", None]})
    >>> [len(known(claims, d)) for d in ("2024-10-22", "2024-10-31", None)]
    [1, 2, 3]
    """
    return table if as_of is None else table[day(table["published"]) <= pd.Timestamp(as_of)]


def timeline(table, question_id):
    """Day by day, the answers to one question and how many reports and origins carried each.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`; claims without a day of statement are left out.
    question_id : str

    Returns
    -------
    DataFrame[said, answer, modality, reports, outlets, origins_low, origins_high, first_claim]
        By the day of the statement, so that a later relay of an old answer does not look new; the range of origins as
        in :func:`helpers.reliability.tally`.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> days = ["2024-10-17", "2024-10-22", "2024-10-22"]
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": days})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "sent",
    ...                        "speaker": ["Ann", "Ann", "Ben"], "value": ["10000", "12000", "12000"]})
    >>> made = timeline(origins(claims, reports), "sent")
    >>> made[["answer", "reports", "origins_high", "first_claim"]].values.tolist()
    [['10000', 1, 1, '1'], ['12000', 2, 2, '2']]
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

    Of versions that equally many carry it is that of the shorter chain, then of the earlier report.
    Who said 22 and later "at least 20" has taken nothing back: a broader answer replaces a narrower one only where
    the true answer changes from day to day.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`; claims that only urge are no answers and left out, and so are those
        whose question is not coded yet.
    as_of : str, optional
        Day; by default all that is known.
    by : str
        Column that tells origins apart.

    Returns
    -------
    DataFrame[question_id, origin, authority, answer, value, low, high, modality, said, sourced, moves, reports, \
outlets, report_ids, claim_ids, other_wordings]
        One row per question and origin, sorted; a missing ``value`` is an abstention. ``moves``: whether the true
        answer changes from day to day; ``other_wordings``: reports that give the statement of that day another answer.

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
    return last_words(statements(table, as_of, by)).reset_index(drop=True)


def last_words(every):
    """Of :func:`statements`, the one that each origin stands by; see :func:`standing`."""
    kept, bounds = {}, _bounds(every, None)
    for i, row in enumerate(every.itertuples(index=False)):
        before = kept.get((row.question_id, row.origin))
        if before is None or row.moves or not _broader(bounds[before], bounds[i]):
            kept[row.question_id, row.origin] = i
    return every.iloc[sorted(kept.values())]


def statements(table, as_of=None, by="inferred"):
    """Every dated answer of each origin: as :func:`standing`, one row per question, origin and day."""
    part = known(table, as_of)
    part = part[part["said"].notna() & part["question_id"].notna() & ~part["modality"].isin(["urges"])]
    if as_of is not None:
        part = part[part["said"] <= pd.Timestamp(as_of)]
    part = part.sort_values(["published", "claim_id"], na_position="last", kind="stable")
    groups = defaultdict(lambda: defaultdict(list))
    for row in part.itertuples(index=False):
        groups[row.question_id, getattr(row, by), row.said][row.answer].append(row)
    rows = []
    for (question, origin, said), versions in sorted(groups.items()):
        outlets = {answer: len({r.outlet for r in mine}) for answer, mine in versions.items()}
        first = {answer: min((r.steps, str(r.published)) for r in mine) for answer, mine in versions.items()}
        answer = min(versions, key=lambda a: (a == label(None), -outlets[a], first[a], a))
        mine = versions[answer]
        facts = {c: getattr(mine[0], c) for c in ("authority", "value", "low", "high", "modality")}
        facts |= {"sourced": any(r.sourced for r in mine), "moves": bool(mine[0].time_dependent)}
        listed = {f"{c}_ids": _ids(mine, f"{c}_id") for c in ("report", "claim")}
        listed["other_wordings"] = _ids([r for a, some in versions.items() if a != answer for r in some], "report_id")
        counts = {"reports": len({r.report_id for r in mine}), "outlets": outlets[answer], "said": said}
        rows.append({"question_id": question, "origin": origin, "answer": answer} | facts | counts | listed)
    kinds = {"said": "datetime64[s]", "sourced": bool, "moves": bool}
    return pd.DataFrame(rows, columns=_STANDING).astype(kinds)


def changes(table, as_of, by="inferred"):
    """What a day added: origins that spoke first, changed their answer, or came to abstain or answer.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`, with the same `as_of` where the day lies in the past.
    as_of : str
        The day.
    by : str
        Column that tells origins apart.

    Returns
    -------
    DataFrame[question_id, origin, before, now, what, report_ids]
        ``what`` is first answer or changed; compared with the day before. ``before`` is missing for a first answer.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> days = ["2024-10-17", "2024-10-22", "2024-10-22"]
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": days})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "sent",
    ...                        "speaker": ["Ann", "Ann", "Ben"], "value": ["10000", "12000", "12000"]})
    >>> changes(origins(claims, reports), "2024-10-22")[["origin", "before", "now", "what"]].values.tolist()
    [['Ann', '10000', '12000', 'changed'], ['Ben', None, '12000', 'first answer']]
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

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`.
    question_id : str
    as_of : str, optional
        Day; by default all that is known.
    by : str
        Column that tells origins apart.

    Returns
    -------
    DataFrame
        One row per answer, one column per origin, cells the number of reports that carry it; the answer of most
        origins first, abstentions last. Columns in the order in which the origins spoke.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> days = ["2024-10-17", "2024-10-22", "2024-10-23"]
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": days})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "sent",
    ...                        "speaker": ["Ann", "Ben", "Cem"], "value": ["10000", "12000", "12000"]})
    >>> matrix(origins(claims, reports), "sent").to_dict("index")
    {'12000': {'Ann': 0, 'Ben': 1, 'Cem': 1}, '10000': {'Ann': 1, 'Ben': 0, 'Cem': 0}}
    """
    now = standing(table, as_of, by)
    now = now[now["question_id"].eq(question_id)].sort_values(["said", "origin"])
    wide = now.pivot(index="answer", columns="origin", values="reports")[now["origin"].tolist()]
    rank = now.groupby("answer")["origin"].nunique()
    size = pd.to_numeric(now.drop_duplicates("answer").set_index("answer")["value"], errors="coerce").fillna(0)
    order = sorted(wide.index, key=lambda a: (a == label(None), -rank[a], size[a], a))
    return wide.loc[order].fillna(0).astype(int)


def moving(questions):
    """Questions whose true answer changes from day to day."""
    if questions is None or "time_dependent" not in questions:
        return set()
    return set(questions.loc[questions["time_dependent"].fillna(False).astype(bool), "question_id"])


def compared(now, others, questions=None, window=7):
    """Each origin's answer beside every other origin's, and how the other bears on it.

    Parameters
    ----------
    now, others : DataFrame
        From :func:`standing` and :func:`statements`; abstentions are left out. To a question whose answer does not
        move, only the last answer of the others counts; to a time-dependent one, all within the window.
    window : int
        For time-dependent questions: answers given more than this many days apart are not compared.

    Returns
    -------
    DataFrame[question_id, origin, other, other_authority, other_said, bearing, sourced, other_reports]
        ``bearing`` of the other on this one: agrees, disagrees, or allows (it is the broader answer); foresees, since
        a forecast neither bears out nor contradicts what others state as fact; or "same report", since one report that
        tells of both cannot bear itself out. ``sourced``: whether `other` is known beyond an outlet that names no
        source.
    """
    others = _answering(pd.concat([last_words(others[~others["moves"]]), others[others["moves"]]]).sort_index())
    against = defaultdict(list)
    for row, bounds in zip(others.itertuples(index=False), _bounds(others, questions), strict=True):
        against[row.question_id].append((row, bounds))
    now = _answering(now)
    rows = []
    for mine, bounds in zip(now.itertuples(index=False), _bounds(now, questions), strict=True):
        for other, far in against[mine.question_id]:
            guess = other.modality in _FORECAST and mine.modality not in _FORECAST
            apart = mine.moves and abs((mine.said - other.said).days) > window
            if mine.origin != other.origin and not apart:
                alone = " " not in mine.report_ids and mine.report_ids == other.report_ids
                does = "same report" if alone else "foresees" if guess else bearing(bounds, far)
                facts = (other.origin, other.authority, other.said, does, other.sourced, other.report_ids)
                rows.append((mine.question_id, mine.origin, *facts))
    columns = ["question_id", "origin", "other", "other_authority", "other_said", "bearing", "sourced", "other_reports"]
    return pd.DataFrame(rows, columns=columns)


def _answering(table):
    return table[table["value"].notna() | table["low"].notna() | table["high"].notna()].reset_index(drop=True)


def _bounds(table, questions):
    return list(answers(table, questions).itertuples(index=False))


def _broader(mine, later):
    """Whether a later answer only allows an earlier one; an abstention takes it back."""
    return not (pd.isna(mine.kind) or pd.isna(later.kind)) and bearing(mine, later) == "allows"


def _ids(rows, column):
    return " ".join(sorted({getattr(r, column) for r in rows}))


_FORECAST = ("expects", "promises")
_STANDING = ["question_id", "origin", "authority", "answer", "value", "low", "high", "modality", "said"]
_STANDING += ["sourced", "moves", "reports", "outlets", "report_ids", "claim_ids", "other_wordings"]
