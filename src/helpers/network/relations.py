"""Ties that say what they are: who agrees, who relies on whom, who contradicts whom, who pays whom."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..dates import parse
from ..names import authorities, members, names_in

__all__ = ["COLUMNS", "relations"]

COLUMNS = ["source", "target", "relation", "weight", "directed", "agrees", "relies_on", "contradicts", "party"]
COLUMNS += ["question_ids", "report_ids"]
KINDS = ("agrees", "relies_on", "contradicts")
ABSTAIN = ("cannot_confirm", "no_comment", "urges")
WINDOW = 7  # days in which two answers to a moving question speak of the same state, where none is coded
SHARE = 0.02  # by which numbers may differ where no tolerance is coded


def relations(
    positions: pd.DataFrame,
    figures: pd.DataFrame,
    *,
    questions: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Typed ties between authorities by what they stand by now, and between payers and recipients.

    Parameters
    ----------
    positions : DataFrame
        question_id, authority, origins, answer, low, high, said, modality, state, party, report_ids: what each
        authority stands by on a question, one row each. Several origins are joined by " | "; a column
        origin_authorities, where it is there, goes before them. Only a `state` of current counts. Who cannot confirm,
        declines to comment or only urges has no answer, and a voice marked `unnamed`, where there is that column, is
        nobody whom a tie could join.
    figures : DataFrame
        report_id, payer, recipient, status; figure_id, flow_id and kind where they are there.
    questions : DataFrame, optional
        question_id with answer_type, tolerance, course, window where they are there. On a moving question two answers
        are held together only if they were given within the window (7 days where none is coded).
    actors : DataFrame, optional
        actor, affiliation: persons and offices are the authority that they speak for, and have no tie with it.

    Returns
    -------
    DataFrame
        source, target, relation, weight, directed, agrees, relies_on, contradicts, party, question_ids, report_ids.
        All answers of one pair stand in one row: relation names what they do ("agrees, contradicts"), the three columns
        count questions, weight is their sum. `agrees` needs an origin on either side that is not the other's;
        `relies_on` is an answer that goes back to the other authority, and is directed from source to target (should
        either rely on the other, a second row holds the way back). `contradicts` is another answer to the same question
        while both are current, and `party` says that one of the two was a party to a question on which they contradict
        each other (or, where they do not, to any of the row's).
        A payment is directed from payer to recipient, its relation is the stage (or refund, repayment), and weight
        counts flows; a flow that was cancelled stands under cancelled only.
        `report_ids` and `question_ids` are joined by a blank. Ordered by relation, weight (largest first), source,
        target.

    Raises
    ------
    ValueError
        If a table lacks a column.

    >>> positions = pd.DataFrame({"question_id": "sent", "authority": ["NIS", "Russia"], "origins": ["NIS", "Russia"],
    ...     "answer": ["yes", "no"], "state": "current", "party": [False, True], "report_ids": ["r1", "r2 r3"]})
    >>> figures = pd.DataFrame(columns=["report_id", "payer", "recipient", "status"])
    >>> relations(positions, figures)[["source", "target", "relation", "party", "report_ids"]].values.tolist()
    [['NIS', 'Russia', 'contradicts', True, 'r1 r2 r3']]
    """
    _need(positions, "positions", ("question_id", "authority", "answer", "report_ids"))
    _need(figures, "figures", ("report_id", "payer", "recipient", "status"))
    top = authorities(actors)
    current = _current(positions, top)
    resolved = "origin_authorities" in positions
    # Where it is not told whose word an origin is, one that is no authority's name may be the speaker's own man.
    foreign = None if resolved else set(current["authority"])
    statements = _statements(current, top, questions, foreign, silent=resolved or actors is not None)
    rows = pd.concat([statements, _payments(figures)], ignore_index=True)
    order = ["relation", "weight", "source", "target"]
    return rows.sort_values(order, ascending=[True, False, True, True], ignore_index=True)[COLUMNS]


def _need(table, name, columns):
    if absent := [c for c in columns if c not in table.columns]:
        raise ValueError(f"{name} lack the column(s) {absent}; they have {list(table.columns)}")


def _current(positions, top):
    """One row for each question and single authority that has a current answer."""
    rows = positions.dropna(subset=["question_id", "authority"])
    for column, fill in (("state", "current"), ("modality", ""), ("party", False), ("unnamed", False)):
        rows = rows.assign(**{column: rows[column].fillna(fill) if column in rows else fill})
    if "origin_authorities" in rows:
        rows = rows.assign(origins=rows["origin_authorities"].fillna(rows.get("origins")))
    for column in ("low", "high", "said", "origins"):
        rows = rows if column in rows else rows.assign(**{column: None})
    rows = rows[~rows["unnamed"].astype("bool")]
    answered = rows["answer"].notna() | rows["low"].notna() | rows["high"].notna()
    rows = rows[answered & (rows["state"] == "current") & ~rows["modality"].isin(ABSTAIN)]
    # What was said jointly is the word of each, unless one of them has spoken alone since.
    rows = rows.assign(authority=rows["authority"].map(members), alone=rows["authority"].map(members).map(len) == 1)
    rows = rows.explode("authority")
    rows["authority"] = rows["authority"].map(lambda a: top.get(a, a))
    rows["said"] = rows["said"].astype("object").where(rows["said"].notna(), "").astype("str")
    rows = rows.sort_values(["question_id", "authority", "said", "alone"], kind="stable")
    return rows.drop_duplicates(["question_id", "authority"], keep="last")


def _statements(rows, top, questions, foreign, *, silent):
    """One row for each pair of authorities that answered a question: agreements, reliance, contradictions."""
    rows = rows.assign(rests_on=[_origins(o, a, top) for o, a in zip(rows["origins"], rows["authority"], strict=True)])
    columns = ["question_id", "authority", "answer", "low", "high", "said", "party", "report_ids", "rests_on"]
    rows = rows[columns]
    pairs = rows.merge(rows, on="question_id", suffixes=("_a", "_b"))
    pairs = pairs[pairs["authority_a"] < pairs["authority_b"]].reset_index(drop=True)
    kinds, table = _kinds(questions), []
    for pair in pairs.itertuples():
        question = kinds.get(pair.question_id, {})
        if _apart(pair, question):
            continue
        a, b, rests = pair.authority_a, pair.authority_b, (pair.rests_on_a, pair.rests_on_b)
        shared = (pair.party_a or pair.party_b, pair.question_id, f"{pair.report_ids_a} {pair.report_ids_b}")
        same = _same(pair, question)
        if same is False:
            table.append((a, b, "contradicts", *shared))
        elif same and b in pair.rests_on_a and a not in pair.rests_on_a:
            table.append((a, b, "relies_on", *shared))
        elif same and a in pair.rests_on_b and b not in pair.rests_on_b:
            table.append((b, a, "relies_on", *shared))
        elif same and all(_own(*side, foreign) for side in ((a, *rests), (b, *rests[::-1]))):
            table.append((a, b, "agrees", *shared))
    met = {(question, *sorted(pair)) for *pair, _, _, question, _ in table}
    table += _reliance_on_the_silent(rows, met) if silent else []
    return _one_row_a_pair(pd.DataFrame(table, columns=["source", "target", "kind", "party", "question", "reports"]))


def _own(authority, origins, others, foreign):
    """Whether an answer has an origin that is neither the other side's nor a foreign authority (None: all others)."""
    return any(o == authority or (foreign is not None and o not in foreign) for o in origins - others)


def _reliance_on_the_silent(rows, met):
    """Answers that go back to an authority which has none of its own in the pile."""
    spoke = set(zip(rows["question_id"], rows["authority"], strict=True))
    for row in rows.itertuples():
        for other in sorted(row.rests_on if row.authority not in row.rests_on else ()):
            pair = tuple(sorted((row.authority, other)))
            if (row.question_id, other) not in spoke and (row.question_id, *pair) not in met:
                yield row.authority, other, "relies_on", row.party, row.question_id, row.report_ids


def _one_row_a_pair(table):
    """Rows of one pair joined; reliance decides which end is the source."""
    if table.empty:
        return pd.DataFrame(columns=COLUMNS).astype({"weight": "int64"})
    low, high = table[["source", "target"]].min(axis=1), table[["source", "target"]].max(axis=1)
    relies = table["kind"] == "relies_on"
    joined = []
    for (a, b), rows in table.groupby([low, high], sort=True):
        onward = int((relies[rows.index] & (rows["source"] == a)).sum())
        back = int((relies[rows.index] & (rows["source"] == b)).sum())
        if back > onward:
            a, b = b, a
        # The less frequent way of two gets a row of its own, or its direction would be lost.
        turned = relies[rows.index] & (rows["source"] == b)
        joined += [_row(a, b, rows[~turned])] if not turned.all() else []
        joined += [_row(b, a, rows[turned])] if turned.any() else []
    return pd.DataFrame(joined, columns=COLUMNS)


def _row(source, target, rows):
    counts = {kind: int((rows["kind"] == kind).sum()) for kind in KINDS}
    against = rows[rows["kind"] == "contradicts"]
    party = bool((against if len(against) else rows)["party"].astype("bool").any())
    relation = ", ".join(kind for kind in KINDS if counts[kind])
    ids = sorted({report for cell in rows["reports"] for report in str(cell).split() if report not in ("nan", "None")})
    asked = " ".join(sorted(set(rows["question"])))
    directed = counts["relies_on"] > 0
    return [source, target, relation, len(rows), directed, *counts.values(), party, asked, " ".join(ids)]


def _payments(figures):
    """One row for each payer, recipient and stage."""
    paid = figures.dropna(subset=["payer", "recipient"])
    kind = paid["kind"].astype("object") if "kind" in paid else pd.Series(None, paid.index, dtype="object")
    stage = paid["status"].astype("object").mask(kind.isin(["refund", "repayment"]) & paid["status"].notna(), kind)
    paid = paid.assign(relation=stage.mask(kind.isin(["stock", "income"]), np.nan))
    own = paid["figure_id"] if "figure_id" in paid else pd.Series([f"figure {k}" for k in paid.index], paid.index)
    paid["flow"] = paid["flow_id"].astype("object").where(paid["flow_id"].notna(), own) if "flow_id" in paid else own
    cancelled = set(paid.loc[paid["status"] == "cancelled", "flow"])
    paid = paid[~paid["flow"].isin(cancelled) | (paid["status"] == "cancelled")].dropna(subset=["relation"])
    paid = paid.assign(source=paid["payer"].map(members), target=paid["recipient"].map(members))
    paid = paid.explode("source").explode("target")
    paid = paid[paid["source"] != paid["target"]]
    ties = paid.groupby(["source", "target", "relation"], as_index=False).agg(
        weight=("flow", "nunique"), report_ids=("report_id", lambda ids: " ".join(sorted(set(ids.dropna()))))
    )
    return ties.assign(directed=True, agrees=0, relies_on=0, contradicts=0, party=False, question_ids="")


def _origins(cell, authority, top):
    """The authorities that an answer goes back to; its own where the cell does not name any."""
    if not isinstance(cell, str) or not cell.strip():
        return frozenset([authority])
    return frozenset(top.get(name, name) for part in cell.split(" | ") for name in names_in(part))


def _kinds(questions):
    """Question -> what is coded of it."""
    if questions is None:
        return {}
    known = questions.drop_duplicates("question_id").set_index("question_id")
    return {question: {k: v for k, v in row.items() if not pd.isna(v)} for question, row in known.iterrows()}


def _apart(pair, question):
    """Whether two answers to a moving question were given on days too far apart to speak of the same state."""
    moving = question.get("course", "moving" if question.get("time_dependent") is True else "fixed") == "moving"
    if not moving or not pair.said_a or not pair.said_b:
        return False
    (first_a, last_a), (first_b, last_b) = parse(pair.said_a[:10]), parse(pair.said_b[:10])
    gap = max((first_b - last_a).days, (first_a - last_b).days)
    return gap > float(question.get("window", WINDOW))


def _same(pair, question):
    """True for one answer, False for two that exclude each other, None where a limit or a remark excludes neither."""
    a, b = _text(pair.answer_a), _text(pair.answer_b)
    if a and a == b:
        return True
    kind = question.get("answer_type")
    if kind in (None, "number", "date"):
        sides = [_interval(pair.low_a, pair.high_a, a, kind), _interval(pair.low_b, pair.high_b, b, kind)]
        if all(sides):
            return _overlap(*sides, tolerance=question.get("tolerance"))
        if kind is not None:
            return None
    return False if a and b else None


def _text(cell):
    return "" if cell is None or pd.isna(cell) else " ".join(str(cell).split()).casefold()


def _interval(low, high, answer, kind):
    """(low, high, slack of rounding, whether days) of an answer; nothing where it is neither number nor date."""
    cells = [_text(low), _text(high)]
    if not any(cells):
        cells = [answer, answer]
    ends, slack, days = [], 0.0, False
    for cell, open_end in zip(cells, (-np.inf, np.inf), strict=True):
        try:
            ends.append(open_end if not cell else float(cell))
            decimals = len(cell.partition(".")[2]) if "." in cell and cell.replace(".", "").isdigit() else 0
            slack = max(slack, 0.5 * 10.0**-decimals if cell and float(cell) % 1 else 0.5 if cell else 0.0)
        except ValueError:
            try:
                ends.append(float(parse(cell)[0 if open_end < 0 else 1].toordinal()))
            except ValueError:
                return None
            days, slack = True, 0.0
    if (kind == "date" and not days) or np.isinf(ends).all():
        return None
    return *ends, slack, days


def _overlap(a, b, tolerance):
    """Whether two intervals are one answer (True), exclude each other (False), or leave it open (None: a limit)."""
    if a[3] != b[3]:
        return None
    size = max((abs(end) for side in (a, b) for end in side[:2] if np.isfinite(end)), default=0.0)
    usual = 0.0 if a[3] else max(SHARE * size, a[2], b[2])
    slack = (usual if tolerance is None else float(tolerance)) + 1e-9 * max(size, 1.0)
    if a[0] > b[1] + slack or b[0] > a[1] + slack:
        return False
    return None if np.isinf([*a[:2], *b[:2]]).any() else True
