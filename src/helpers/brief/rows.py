"""The table of the brief: which questions matter on a day, and who stands for and against their leading answers."""

from __future__ import annotations

import math
from collections import Counter

import pandas as pd

from .. import reliability
from ..dates import day
from ..questions import contrasts, families
from ..reliability.answers import alike, answers
from .view import View
from .wording import answer_words

__all__ = ["rank", "row", "sides"]

SILENT = ("cannot_confirm", "no_comment")
SOON = 3  # days
LIVE = ("current", "last known", "due")


def sides(then: View, question_id: str) -> dict[str, list[dict]]:
    """Who stands where on a question: for, against, denying (parties), expecting, silent, earlier.

    Where two answers are even, the first stands as ``for``.

    Each entry has ``who, answer, said, modality, strength, state, party, interested, basis, report_ids``.
    """
    mine = then.positions[then.positions["question_id"] == question_id]
    agrees = _agreeing(then, question_id, mine)
    found: dict[str, list[dict]] = {k: [] for k in ("for", "against", "denying", "expecting", "silent", "earlier")}
    for position, same in zip(mine.itertuples(index=False), agrees, strict=True):
        entry = {
            "who": _speaker(then, question_id, position),
            "answer": answer_words(position.answer, unit_of(then.case, question_id)),
            "said": position.said,
            "modality": position.modality,
            "strength": position.strength,
            "state": position.state,
            "party": bool(position.party),
            "interested": bool(position.interested),
            "basis": position.basis,
            "report_ids": position.report_ids,
        }
        found[_side(position, same)].append(entry)
    found["silent"].sort(key=lambda entry: str(entry["said"]), reverse=True)
    return found


def _agreeing(then, question_id, mine):
    """Whether each position says the same as the leading answer; where two are even, as the first."""
    verdict = then.verdicts[then.verdicts["question_id"] == question_id].head(1)
    leading = verdict if len(verdict) and not verdict["answer"].isna().iloc[0] else None
    if leading is None:
        leading = mine[mine["state"].isin(LIVE) & ~mine["modality"].isin(SILENT)].sort_values("party", kind="stable")[
            :1
        ]
    if leading.empty:
        return [True] * len(mine)
    both = pd.concat([leading[["answer", "low", "high"]], mine[["answer", "low", "high"]]], ignore_index=True)
    ends = both[["low", "high"]].astype(object)
    exact = ends.isna().all(axis=1) | (ends["low"] == ends["high"])
    cells = pd.DataFrame({"question_id": question_id, "value": both["answer"].where(exact, None)})
    cells["low"], cells["high"] = (ends[c].where(~exact, None) for c in ("low", "high"))
    bounds = list(answers(cells, then.case.questions).itertuples(index=False))
    return [bool(alike(bounds[0], one)) for one in bounds[1:]]


def _side(position, agrees):
    if position.modality in SILENT:
        return "silent"
    if position.state not in LIVE:
        return "earlier"
    if position.party and not agrees and (position.modality in ("denies", "refutes") or position.answer == "no"):
        return "denying"
    if position.modality in ("expects", "promises", "urges") and (position.party or position.state == "due"):
        return "expecting"
    return "for" if agrees else "against"


def _speaker(then, question_id, position):
    """The name that a reader knows it by: the speaker most named, with the authority where that says more."""
    ids = set(str(position.report_ids).split())
    claims = then.claims
    mine = claims[(claims["question_id"] == question_id) & (claims["authority"] == position.authority)]
    mine = mine[mine["report_id"].isin(ids)] if mine["report_id"].isin(ids).any() else mine
    named = Counter(mine["speaker"].dropna())
    return named.most_common(1)[0][0] if named else str(position.authority)


def unit_of(case, question_id):
    """Unit of a question's numbers, None where it has none."""
    row = case.questions[case.questions["question_id"] == question_id].head(1)
    return row["unit"].iloc[0] if len(row) and "unit" in row else None


def row(then: View, question_id: str) -> dict:
    """One line of the table: answer, who says so, who denies or abstains, the source's own word, likelihood."""
    verdict = then.verdicts[then.verdicts["question_id"] == question_id].iloc[0]
    named = sides(then, question_id)
    claims = then.claims[then.claims["question_id"] == question_id]
    unit = unit_of(then.case, question_id)
    low, high = verdict["low"], verdict["high"]
    spread = not pd.isna(low) and not pd.isna(high) and str(low) != str(high)
    words = [v["strength"] for side in named.values() for v in side if not pd.isna(v["strength"])]
    return {
        "question_id": question_id,
        "label": then.label(question_id),
        "answer": answer_words(verdict["answer"], unit),
        "range": answer_words(f"{low} to {high}", unit) if spread else None,
        "tie": bool(verdict["tie"]),
        "answers": list(dict.fromkeys(v["answer"] for k in ("for", "expecting", "against") for v in named[k])),
        "reports": claims["report_id"].nunique(),
        "origins_low": int(verdict["origins_for_low"]),
        "origins_high": int(verdict["origins_for_high"]),
        "strength": list(dict.fromkeys(words)),
        "likelihood": None if pd.isna(verdict["likelihood"]) else verdict["likelihood"],
        "confidence": verdict["confidence"],
        "reason": verdict["reason"],
        "report_ids": str(verdict["report_ids"]).split(),
        **named,
    }


def _soon(answer, as_of):
    """Whether an expected day lies within three days after that of the page."""
    try:
        ahead = (day([answer]).iloc[0] - pd.Timestamp(as_of)).days
    except (ValueError, TypeError):
        return False
    return 0 <= ahead <= SOON


def rank(then: View, listed: pd.DataFrame, *, since: str, most: int = 7) -> list[str]:
    """The questions of the table, most important first.

    A question weighs what moved on it since `since` (an answer that moved or a party's denial 4, newly answered 3,
    another voice 1 each, three at most), 3 where relays tell it differently, 3 where an expected day comes within three
    days, 2 where it is disputed, denied or not confirmed, 1 where it is mixed up with another that is answered too, and
    the logarithm of its reports since then and of all. Lists (who attends) come last unless disputed. The topic with
    most reports takes at most four lines, each other two, while others wait. The lines stand in the order of their
    reports since then.
    """
    relayed = reliability.distortions(then.claims, then.case.questions)
    relayed = relayed[relayed["kind"] != "qualifier"]
    retold = {*relayed["question_id"], *relayed["other_question"]}
    claims, lists = then.claims, families(then.case.questions)
    answered = set(then.verdicts["question_id"])
    mixed = {q for a, b, _ in contrasts(then.case.questions) if a in answered and b in answered for q in (a, b)}
    fresh = claims[day(claims["published"]) > pd.Timestamp(since)]
    topics = dict(zip(then.case.questions["question_id"], then.case.questions["topic"].fillna(""), strict=True))
    expected = then.positions[then.positions["modality"].isin(["expects", "promises"])]
    soon = {p.question_id for p in expected.itertuples(index=False) if _soon(p.answer, then.as_of)}
    weights = {}
    for verdict in then.verdicts.itertuples(index=False):
        question = verdict.question_id
        moved = listed[listed["question_id"] == question]
        disputed = bool(verdict.tie) or any(
            not pd.isna(n) and int(n) > 0 for n in (verdict.voices_against, verdict.parties_against, verdict.abstaining)
        )
        weight = 4.0 * bool((moved["rank"] == 0).any()) + 3.0 * bool(moved["opens"].any()) + min(len(moved), 3)
        weight += 2.0 * disputed + (question in mixed) + 3.0 * (question in retold) + 3.0 * (question in soon)
        for part in (fresh, claims):
            weight += math.log1p(part.loc[part["question_id"] == question, "report_id"].nunique())
        weights[question] = weight - 6.0 * (question in lists and not disputed) - 3.0 * (question in lists)
    picked: list[str] = []
    waiting = sorted(weights, key=lambda q: (-weights[q], then.label(q)))
    read = (
        fresh["question_id"].map(topics).value_counts()
        if len(fresh)
        else claims["question_id"].map(topics).value_counts()
    )
    first = read.index[0] if len(read) else ""
    alone = len({topics.get(q, "") for q in waiting}) == 1
    for question in waiting:
        topic = topics.get(question, "")
        room = most if alone else 4 if topic == first else 2
        if sum(topics.get(q, "") == topic for q in picked) < room:
            picked.append(question)
    picked = (picked + [q for q in waiting if q not in picked])[:most]
    attention = fresh.groupby("question_id")["report_id"].nunique()
    return sorted(picked, key=lambda q: (-attention.get(q, 0), -weights[q], then.label(q)))
