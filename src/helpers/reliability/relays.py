"""What happens to a statement on its way: versions of it that differ from report to report, with both ends."""

from collections import defaultdict

import pandas as pd

from ..stats import jeffreys
from .answers import agree, answers

__all__ = ["KINDS", "distortions", "fidelity", "remember_relays"]

KINDS = {
    "value": "the same source, the same day, the same question, another answer",
    "qualifier": "the same answer, but a bound was added, dropped or turned",
    "scope": "the same number from the same source on the same day, given as the answer to another question",
    "role": "the same answer on the same day, but one outlet alone names another source for it",
}


def distortions(table, questions=None):
    """Pairs of reports that relay one statement differently.

    A statement is what one origin said on one day (``said``). Its usual version is the one that most outlets carry
    (then the shorter chain, then the earlier report). Nothing here says which version is right. Abstentions and
    modality are left out: coders differ in modality more often than relays do.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`; claims without a day of statement are left out.
    questions : DataFrame, optional
        With ``topic``, changes of scope are looked for within a topic.

    Returns
    -------
    DataFrame[kind, said, origin, question_id, answer, claim_id, report_id, outlet, chain, carried_by, \
other_origin, other_question, other_answer, other_claim, other_report, other_outlet, other_chain]
        The usual version (``carried_by`` that many outlets), then the other one; one row per deviating claim, sorted
        by kind, question and day. :data:`KINDS` says what each kind means.

    Notes
    -----
    A change of role may also be a second source saying the same: the table lists it for reading, no more.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": "2024-10-23"})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "sent",
    ...     "speaker": "Ann", "value": "3000", "low": ["3000", "3000", "3000"], "high": [None, None, "3000"]})
    >>> distortions(origins(claims, reports))[["kind", "answer", "other_answer", "other_outlet"]].values.tolist()
    [['qualifier', 'at least 3000', '3000', 'C']]
    """
    compared = answers(table, questions)
    table = table.assign(**{c: compared[c] for c in ("kind", "lower", "upper", "words", "tolerance")})
    table = table[table["kind"].notna() & table["said"].notna() & table["question_id"].notna()]
    table = table[~table["modality"].isin(["urges"])]
    topics = {} if questions is None or "topic" not in questions else _topics(questions)
    table = table.assign(topic=table["question_id"].map(topics).fillna("") if topics else "")
    order = ["steps", "published", "claim_id"]
    claims = list(table.sort_values(order, na_position="last", kind="stable").itertuples(index=False))
    houses = {r.declared: r.authority for r in reversed(claims) if pd.isna(r.origin_override)}
    rows = [*_versions(claims), *_moved(claims), *_spoken_by(claims, houses)]
    made = pd.DataFrame(rows, columns=["kind", *_SIDE, "carried_by", *_OTHER])
    return made.sort_values(["kind", "question_id", "said", "other_claim"], ignore_index=True)


_SIDE = ["said", "origin", "question_id", "answer", "claim_id", "report_id", "outlet", "chain"]
_OTHER = [f"other_{c}" for c in ("origin", "question", "answer", "claim", "report", "outlet", "chain")]


def _pair(kind, usual, other, carried):
    side = {c: getattr(usual, c) for c in _SIDE}
    far = (other.origin, other.question_id, other.answer, other.claim_id, other.report_id, other.outlet, other.chain)
    return {"kind": kind, **side, "carried_by": carried} | dict(zip(_OTHER, far, strict=True))


def _grouped(claims, *columns):
    """Claims with the same cells in `columns`, in the order of those cells."""
    groups = defaultdict(list)
    for row in claims:
        groups[tuple(getattr(row, c) for c in columns)].append(row)
    return [groups[key] for key in sorted(groups, key=lambda key: tuple("" if pd.isna(c) else str(c) for c in key))]


def _ranked(claims, column):
    """(claims, outlets that carry them) of each version in `column`, the usual one first, each claim nearest first."""
    found = [(mine, len({r.outlet for r in mine})) for mine in _grouped(claims, column)]
    return sorted(found, key=lambda v: (-v[1], v[0][0].steps, str(v[0][0].published)))


def _versions(claims):
    """Another value, or the same value with other bounds."""
    for part in _grouped(claims, "origin", "question_id", "said"):
        ((near, *_), carried), *others = _ranked(part, "answer")
        for row in (row for mine, _ in others for row in mine):
            same = row.value == near.value and row.kind in ("number", "date")
            if same or not agree(row, near):
                yield _pair("qualifier" if same else "value", near, row, carried)


def _moved(claims):
    """The same number as the answer to another question of the topic."""
    numbers = [r for r in claims if r.kind == "number"]
    for part in _grouped(numbers, "origin", "topic", "value"):
        for same in _statements(part):
            (usual, carried), *others = _ranked(same, "question_id")
            both = {r.report_id for r in usual}
            for row in (row for mine, _ in others for row in mine if row.report_id not in both):
                yield _pair("scope", usual[0], row, carried)


def _statements(claims, days=3):
    """Claims by day; one dated by its report alone joins a dated statement of the last few days."""
    dated = [r.said for r in claims if r.said_basis != "published"]
    groups = defaultdict(list)
    for row in claims:
        near = [d for d in dated if 0 <= (row.said - d).days <= days] if row.said_basis == "published" else []
        groups[max(near, default=row.said)].append(row)
    return [groups[key] for key in sorted(groups)]


def _spoken_by(claims, houses):
    """The same number or date, for which one outlet alone names another speaker, of another authority."""
    named = [r for r in claims if not pd.isna(r.speaker) and r.kind in ("number", "date")]
    for part in _grouped(named, "question_id", "value", "said"):
        ((near, *_), carried), *others = _ranked(part, "speaker")
        for row in (row for mine, outlets in others if outlets == 1 < carried for row in mine):
            if houses.get(row.speaker, row.authority) != near.authority:
                yield _pair("role", near, row, carried) | {"other_origin": row.speaker}


def _topics(questions):
    known = questions.dropna(subset=["topic"])
    return dict(zip(known["question_id"], known["topic"], strict=True))


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
