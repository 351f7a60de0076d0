"""What a page calls a question, which questions are one of a kind, and which are mixed up with one another."""

from __future__ import annotations

import re

import pandas as pd

__all__ = ["contrasts", "families", "labels"]

_OPENING = re.compile(
    r"^(by|on|from|in|at|to|for)?\s*(how (many|much|long|far)|what|which|who|whom|whose|when|where|why|had|has|have|did"
    r"|does|do|is|are|was|were|will|would|can|could|should)\b"
    r"\s*(date|day|is|are|was|were|will|would|did|does|do|had|has|have)?\s*(the|an?)?\s*",
    re.IGNORECASE,
)
_LOOSE = set(
    "a an as the of in on at to for by from with and or be been being had have has was were would may did".split()  # noqa: SIM905
)
MOST_WORDS, LEAST_IN_A_LIST = 6, 3


def labels(questions: pd.DataFrame) -> dict[str, str]:
    """question_id -> its label; where none is coded, the question without its opening words, at most six of them.

    Examples
    --------
    >>> asked = pd.DataFrame({"question_id": ["a", "b"], "question": ["How many seals died by June?", "Who paid?"],
    ...                       "label": [None, "Payer of the bridge"]})
    >>> labels(asked)
    {'a': 'Seals died by June', 'b': 'Payer of the bridge'}
    """
    table = questions.reindex(columns=["question_id", "question", "label"])
    return {
        row.question_id: _short(row.question, row.question_id) if pd.isna(row.label) else str(row.label)
        for row in table.itertuples(index=False)
    }


def _short(question, otherwise):
    if pd.isna(question):
        return str(otherwise)
    words = re.sub(r"\([^)]*\)", " ", str(question)).strip().rstrip("?!. ")
    rest = _OPENING.sub("", _OPENING.sub("", words, count=1), count=1).split()
    picked = (rest or words.split())[:MOST_WORDS]
    while len(picked) > 2 and picked[-1].lower() in _LOOSE:
        picked.pop()
    named = " ".join(picked).strip(" ,;:–-")
    return named[:1].upper() + named[1:]


def contrasts(questions: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Pairs of questions that readers mix up, each with the word that tells the second from the first.

    Examples
    --------
    >>> asked = pd.DataFrame({"question_id": ["plan", "there"], "contrast": ["there: already there; gone: left", None]})
    >>> contrasts(asked)
    [('plan', 'there', 'already there')]
    """
    table = questions.reindex(columns=["question_id", "contrast"]).dropna(subset=["contrast"])
    known, pairs = set(questions["question_id"]), []
    for row in table.itertuples(index=False):
        for entry in str(row.contrast).split(";"):
            other, _, word = (part.strip() for part in entry.partition(":"))
            if other in known:
                pairs.append((row.question_id, other, word))
    return pairs


def families(questions: pd.DataFrame) -> dict[str, str]:
    """question_id -> the wording that it shares with at least two others but for the names in it.

    Who attends a summit is asked of one guest after the other: these are one list, and not so many findings.

    Examples
    --------
    >>> asked = pd.DataFrame({"question_id": list("abcd"), "answer_type": "yes_no", "question": [
    ...     "Does Ann come?", "Does Bo Li come?", "Does Cy come?", "Does it rain?"]})
    >>> families(asked)
    {'a': 'does come', 'b': 'does come', 'c': 'does come'}
    """
    table = questions.reindex(columns=["question_id", "question", "answer_type"])
    table = table[table["answer_type"].eq("yes_no") & table["question"].notna()]
    shapes = {row.question_id: _shape(row.question) for row in table.itertuples(index=False)}
    often = pd.Series(shapes, dtype="object").value_counts()
    return {question: shape for question, shape in shapes.items() if shape and often[shape] >= LEAST_IN_A_LIST}


def _shape(question):
    words = re.findall(r"[^\W\d_]+", str(question))
    return " ".join([words[0].lower(), *(w for w in words[1:] if w.islower())]) if words else ""
