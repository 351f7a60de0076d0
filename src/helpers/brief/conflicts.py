"""What conflicts on a day, each with its cause where the tables tell it."""

from __future__ import annotations

import pandas as pd

from .. import reliability
from ..questions import contrasts
from ..reliability.voices import is_media, is_unnamed
from .rows import sides
from .view import View
from .wording import answer_words

__all__ = ["CAUSES", "conflicts"]

CAUSES = {
    "qualifier": "a relay changed the bound",
    "role": "a relay changed the speaker",
    "scope": "a relay mixed them up",
    "value": "a relay changed the value",
    "contrast": "two different questions",
    "bound": "a ceiling is not a sum",
    "day": "they speak of different days",
    "plan": "a plan or promise is not yet a fact",
    "unknown": "cause not known",
}
_ORDER = ["unknown", "role", "scope", "contrast", "value", "plan", "bound", "day", "qualifier"]


def conflicts(then: View, asked: list[str]) -> pd.DataFrame:
    """Statements that do not go together, on the questions of the table and those they are mixed up with.

    Parameters
    ----------
    then : View
    asked : list of str
        The questions of the table, most important first.

    Returns
    -------
    DataFrame[question_id, label, one, one_answer, other_label, other, other_answer, word, cause, reports, one_ids, \
other_ids]
        One row a conflict; ``word`` tells the second question from the first; ``cause`` is a key of `CAUSES`. What the
        tables do not explain comes first.
    """
    relayed = list(_by_relays(then, asked))
    told = {frozenset((r["label"], r["other_label"])) for r in relayed}
    between = [r for r in _between(then, asked) if frozenset((r["label"], r["other_label"])) not in told]
    within = [_explained(r, relayed) for r in _within(then, asked)]
    known = {i for r in within if r["cause"] == "role" for i in r["other_ids"].split()}
    relayed = [r for r in relayed if r["cause"] != "role" or not known.issuperset(r["other_ids"].split())]
    rows = [*within, *between, *relayed]
    columns = ["question_id", "label", "one", "one_answer", "other_label", "other", "other_answer", "word", "cause"]
    table = pd.DataFrame(rows, columns=[*columns, "reports", "one_ids", "other_ids"])
    place = {question: i for i, question in enumerate(asked)}
    table["_place"] = table["question_id"].map(place).fillna(len(asked))
    table["_cause"] = table["cause"].map(_ORDER.index)
    table = table.sort_values(["_cause", "_place", "reports"], ascending=[True, True, False], kind="stable")
    return table.drop(columns=["_place", "_cause"]).reset_index(drop=True)


def _row(then, question, one, other, cause, *, other_question=None, word=None):
    ids = [*str(one["report_ids"]).split(), *str(other["report_ids"]).split()]
    return {
        "question_id": question,
        "label": then.label(question),
        "one": one["who"],
        "one_answer": one["answer"],
        "other_label": None if other_question in (None, question) else then.label(other_question),
        "other": other["who"],
        "other_answer": other["answer"],
        "word": word,
        "cause": cause,
        "reports": len(set(ids)),
        "one_ids": one["report_ids"],
        "other_ids": other["report_ids"],
    }


def _within(then, asked):
    """Current voices on one question that differ; a party's denial is told apart and is none of them."""
    for question in asked:
        named = sides(then, question)
        for other in named["against"]:
            for one in named["for"][:1]:
                yield _row(then, question, one, other, _cause(one, other))


def _explained(row, relayed):
    """A conflict that rests only on reports which give the words to somebody else is the relays' doing."""
    changed = {i for r in relayed if r["cause"] == "role" for i in r["other_ids"].split()}
    return row | {"cause": "role"} if changed.issuperset(row["other_ids"].split()) else row


def _cause(one, other):
    if one["modality"] in ("expects", "promises", "urges") != other["modality"] in ("expects", "promises", "urges"):
        return "plan"
    if ("up to" in str(one["answer"])) != ("up to" in str(other["answer"])):
        return "bound"
    days = [pd.Timestamp(v["said"]) for v in (one, other) if not pd.isna(v["said"])]
    return "day" if len(days) == 2 and abs((days[0] - days[1]).days) > 7 else "unknown"


def _between(then, asked):
    """Leading answers to questions that readers mix up, where the two differ."""
    seen: set = set()
    units = dict(zip(then.case.questions["question_id"], then.case.questions["unit"], strict=True))
    for one, other, word in contrasts(then.case.questions):
        if one not in asked or other not in asked or (other, one) in seen:
            continue
        seen.add((one, other))
        if units.get(one) != units.get(other) or pd.isna(units.get(one)):
            continue  # nobody takes euros for dollars, or a yes for a number
        ends = [_leader(then, q) for q in (one, other)]
        if all(ends) and ends[0]["answer"] != ends[1]["answer"]:
            yield _row(then, one, *ends, "contrast", other_question=other, word=word)


def _leader(then, question):
    named = sides(then, question)
    people = [*named["for"], *named["expecting"]]
    return max(people, key=lambda p: len(str(p["report_ids"]).split()), default=None)


def _nobody(name):
    return is_unnamed(name) or is_media(name)


def _by_relays(then, asked):
    """What relays did to a statement, one row a statement and kind."""
    moved = reliability.distortions(then.claims, then.case.questions)
    units = dict(zip(then.case.questions["question_id"], then.case.questions["unit"], strict=True))
    near = {*asked, *(q for a, b, _ in contrasts(then.case.questions) if a in asked or b in asked for q in (a, b))}
    moved = moved[moved["question_id"].isin(near) & moved["other_question"].isin(near)]
    moved = moved[~(moved["kind"].eq("role") & moved["other_origin"].map(_nobody))]
    keys = ["kind", "origin", "question_id", "answer", "other_question", "other_answer", "other_origin"]
    for _, part in moved.groupby(keys, sort=False, dropna=False):
        first = part.iloc[0]
        one = {
            "who": first["origin"],
            "answer": answer_words(first["answer"], units.get(first["question_id"])),
            "report_ids": first["report_id"],
        }
        other = {
            "who": None,
            "answer": answer_words(first["other_answer"], units.get(first["other_question"])),
            "report_ids": " ".join(dict.fromkeys(part["other_report"])),
        }
        if first["kind"] == "role":
            other["who"] = first["other_origin"]
        other_question = first["other_question"] if first["other_question"] != first["question_id"] else None
        yield _row(then, first["question_id"], one, other, first["kind"], other_question=other_question)
