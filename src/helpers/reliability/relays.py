"""What happens to a statement on its way: versions of it that differ from report to report, with both ends."""

import pandas as pd

from .answers import agree, answers

__all__ = ["KINDS", "distortions", "fidelity"]

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
    table = table.join(answers(table, questions).drop(columns="words"))
    table["words"] = answers(table, questions)["words"]
    table = table[table["kind"].notna() & table["said"].notna() & ~table["modality"].isin(["urges"])]
    topics = {} if questions is None or "topic" not in questions else _topics(questions)
    table = table.assign(topic=table["question_id"].map(topics).fillna("") if topics else "")
    order = ["steps", "published", "claim_id"]
    table = table.sort_values(order, na_position="last", kind="stable")
    rows = [*_versions(table), *_moved(table), *_spoken_by(table)]
    made = pd.DataFrame(rows, columns=["kind", *_SIDE, "carried_by", *_OTHER])
    return made.sort_values(["kind", "question_id", "said", "other_claim"], ignore_index=True)


def fidelity(table, pairs):
    """How faithfully each outlet carried the statements that others carry too.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`.
    pairs : DataFrame
        From :func:`distortions`.

    Returns
    -------
    DataFrame[outlet, n, deviating, share, low, high]
        ``n`` claims with a named speaker whose statement a second outlet carries as well; of these ``deviating``
        from the usual version; their ``share`` with the 90 % interval of the posterior under Jeffreys' prior.
        Sorted by n. The intervals of most outlets are wide: no ranking follows.
    """
    from .history import interval

    statement = ["origin", "question_id", "said"]
    named = table[table["speaker"].notna() & table["value"].notna() & table["said"].notna()]
    shared = named.groupby(statement)["outlet"].transform("nunique").gt(1)
    strange = set(pairs.loc[pairs["kind"].ne("role"), "other_claim"])
    named = named[shared | named["claim_id"].isin(strange)]
    grouped = named.assign(deviating=named["claim_id"].isin(strange)).groupby("outlet", sort=True)["deviating"]
    made = grouped.agg(n="size", deviating="sum").reset_index()
    bounds = [interval(k, n - k) for k, n in zip(made["deviating"], made["n"], strict=True)]
    made["share"] = made["deviating"] / made["n"]
    made["low"], made["high"] = [b[0] for b in bounds], [b[1] for b in bounds]
    return made.sort_values(["n", "outlet"], ascending=[False, True], ignore_index=True)


_SIDE = ["said", "origin", "question_id", "answer", "claim_id", "report_id", "outlet", "chain"]
_OTHER = [f"other_{c}" for c in ("origin", "question", "answer", "claim", "report", "outlet", "chain")]


def _pair(kind, usual, other, carried):
    side = {c: getattr(usual, c) for c in _SIDE}
    far = (other.origin, other.question_id, other.answer, other.claim_id, other.report_id, other.outlet, other.chain)
    return {"kind": kind, **side, "carried_by": carried} | dict(zip(_OTHER, far, strict=True))


def _ranked(part, column):
    """Versions in `column` with the outlets that carry each and its nearest claim, the usual one first."""
    found = [
        (name, rows["outlet"].nunique(), next(rows.itertuples(index=False))) for name, rows in part.groupby(column)
    ]
    return sorted(found, key=lambda v: (-v[1], v[2].steps, str(v[2].published), str(v[0])))


def _versions(table):
    """Another value, or the same value with other bounds."""
    for _, part in table.groupby(["origin", "question_id", "said"], sort=True):
        (_, carried, near), *others = _ranked(part, "answer")
        for answer, _, _ in others:
            for row in part[part["answer"].eq(answer)].itertuples(index=False):
                same = row.value == near.value and row.kind in ("number", "date")
                if same or not agree(row, near):
                    yield _pair("qualifier" if same else "value", near, row, carried)


def _moved(table):
    """The same number as the answer to another question of the topic."""
    numbers = table[table["kind"].eq("number")]
    for _, part in numbers.groupby(["origin", "topic", "value"], sort=True):
        part = part.assign(statement=_statement(part))
        for _, same in part.groupby("statement", sort=True):
            if same["question_id"].nunique() > 1:
                yield from _other_questions(same)


def _other_questions(part):
    (usual, carried, near), *others = _ranked(part, "question_id")
    both = set(part.loc[part["question_id"].eq(usual), "report_id"])
    for question, _, _ in others:
        for row in part[part["question_id"].eq(question) & ~part["report_id"].isin(both)].itertuples(index=False):
            yield _pair("scope", near, row, carried)


def _statement(part, days=3):
    """Day of the statement; a claim dated by its report alone joins a dated statement of the last few days."""
    dated = part.loc[part["said_basis"].ne("published"), "said"]
    joined = []
    for said, basis in zip(part["said"], part["said_basis"], strict=True):
        near = dated[(dated <= said) & (dated >= said - pd.Timedelta(days=days))]
        joined.append(near.max() if basis == "published" and len(near) else said)
    return joined


def _spoken_by(table):
    """The same number or date, for which one outlet alone names another speaker, of another authority."""
    houses = table[table["origin_override"].isna()].drop_duplicates("declared").set_index("declared")["authority"]
    named = table[table["speaker"].notna() & table["kind"].isin(["number", "date"])]
    for _, part in named.groupby(["question_id", "value", "said"], sort=True):
        (_, carried, near), *others = _ranked(part, "speaker")
        for speaker, outlets, _ in others if carried > 1 else []:
            for row in part[part["speaker"].eq(speaker)].itertuples(index=False) if outlets == 1 else []:
                if houses.get(speaker, row.authority) != near.authority:
                    yield _pair("role", near, row, carried) | {"other_origin": speaker}


def _topics(questions):
    known = questions.dropna(subset=["topic"])
    return dict(zip(known["question_id"], known["topic"], strict=True))
