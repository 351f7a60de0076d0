"""The first lines about a case: what its sources cannot be told to be, and three findings with their uncertainty."""

import pandas as pd

from .credibility import weigh
from .provenance import tally

__all__ = ["echoes", "findings", "steadiness"]


def echoes(table):
    """Answers by how many reports rest on each origin of theirs, most first.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`.

    Returns
    -------
    DataFrame[question_id, answer, claims, reports, outlets, ..., echo]
        As :func:`helpers.reliability.tally`, of answers that two reports or more carry; ``echo`` is reports per
        inferred origin.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC")})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "q", "value": "12",
    ...                        "speaker": "Ann"})
    >>> echoes(origins(claims, reports))[["answer", "reports", "echo"]].values.tolist()
    [['12', 3, 3.0]]
    """
    made = tally(table, ["question_id", "answer"]).query("reports > 1")
    made = made.assign(echo=made["reports"] / made["origins_low"])
    by = ["echo", "reports", "question_id", "answer"]
    return made.sort_values(by, ascending=[False, False, True, True], ignore_index=True)


def steadiness(grades):
    """On how many questions each digit is the best that a named source's answer has, now and with one voice less.

    Parameters
    ----------
    grades : DataFrame
        From :func:`helpers.reliability.grade`; outlets that name no source are left out.

    Returns
    -------
    DataFrame[digit, questions, one_voice_less]
        A row for each of the six digits; ``one_voice_less`` if one of those that agree with each answer were an echo.
        What an outcome settled stays as it is.

    Examples
    --------
    >>> grades = pd.DataFrame({"question_id": list("abcc"), "sourced": True, "digit": [2, 2, 3, 1],
    ...                        "agree": [3, 2, 1, 0], "against": 0, "allowed": 0})
    >>> steadiness(grades)[["questions", "one_voice_less"]].values.tolist()
    [[1, 1], [2, 1], [0, 1], [0, 0], [0, 0], [0, 0]]
    """
    named = grades[grades["sourced"]]
    less = [
        row.digit if row.digit in (1, 5) or not row.agree else weigh(row.agree - 1, row.against, row.allowed > 0)
        for row in named.itertuples(index=False)
    ]
    now = named.assign(questions=named["digit"], one_voice_less=pd.Series(less, named.index, dtype="int64"))
    best = now.groupby("question_id")[["questions", "one_voice_less"]].min()
    made = {c: best[c].value_counts().reindex(range(1, 7), fill_value=0) for c in best}
    return pd.DataFrame(made).rename_axis("digit").reset_index()


def findings(table, grades, outcomes, settled, questions):
    """What the first screen says: why sources cannot be ranked, the longest echo, the least credit, the digits.

    Parameters
    ----------
    table, grades : DataFrame
        From :func:`helpers.reliability.origins` and :func:`helpers.reliability.grade`.
    outcomes, questions : DataFrame
        As in :mod:`helpers.schema`.
    settled : DataFrame
        From :func:`helpers.reliability.eligible`.

    Returns
    -------
    DataFrame[about, question_id, text]
        ``about`` is record, echo, credit and digits; what a case has not is missing. Instead of digits stands "one
        report", where there is but one, or "nothing coded".

    Examples
    --------
    >>> from helpers.reliability import eligible, grade, origins
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": "2024-10-23"})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "q", "value": "12",
    ...                        "speaker": ["Ann", "Ann", "Ben"]})
    >>> table, outcomes = origins(claims, reports), pd.DataFrame({"question_id": []})
    >>> questions = pd.DataFrame({"question_id": ["q"], "question": ["How many?"]})
    >>> made = findings(table, grade(table), outcomes, eligible(outcomes, table), questions)
    >>> made["about"].tolist(), made["text"][1]
    (['record', 'echo', 'digits'], '3 reports of 3 outlets rest on 2 origins (2 as declared): “How many?” – 12.')
    """
    asked = dict(zip(questions["question_id"], questions["question"], strict=True))
    units = {} if "unit" not in questions else questions.set_index("question_id")["unit"].dropna().to_dict()
    rows = [("record", None, _record(outcomes, settled))]
    for e in echoes(table).head(1).itertuples():
        rested = f"rest on {e.origins_low} origin{'s' * (e.origins_low > 1)} ({e.origins_high} as declared)"
        answer = f"{e.answer} {units.get(e.question_id, '')}".strip()
        told = f"“{asked.get(e.question_id, e.question_id)}” – {answer}."
        rows.append(("echo", e.question_id, f"{e.reports} reports of {e.outlets} outlets {rested}: {told}"))
    counts = tally(table).sort_values(["uncredited", "reports", "question_id"], ascending=[False, False, True])
    for x in counts[counts["uncredited"].gt(0)].head(1).itertuples():
        rested = f"come down to {x.origins_low} to {x.origins_high} origins"
        silent = f"in {x.uncredited} of them what was coded credits no intermediary, where others credit one"
        told = f"{x.reports} reports with {x.speakers} named speakers {rested}; {silent}"
        rows.append(("credit", x.question_id, f"{told}: “{asked.get(x.question_id, x.question_id)}”"))
    if not len(table):
        told = (
            "No claim answers a question yet, so there is nothing to grade. Any source would be F, because no earlier "
        )
        told += "case has earned it a record, and any answer 6, because there is nothing to compare it with."
        rows.append(("nothing coded", None, told))
    elif table["report_id"].nunique() == 1:
        rows.append(("one report", None, _alone(table, grades)))
    elif len(grades):
        rows.append(("digits", None, _digits(grades, settled, asked)))
    return pd.DataFrame(rows, columns=["about", "question_id", "text"])


def _record(outcomes, settled):
    """Whether outcomes can score anybody."""
    used, n = int(settled["used"].sum()), len(settled)
    if not n:
        return "This case cannot rank its sources: nothing in it was settled later, so every letter below is F."
    alone = int(outcomes["independent"].fillna(False).astype(bool).sum())
    told = f"of {n} questions that were settled later, {alone} were settled independently of who had answered them, "
    told += f"and {used or 'none'} of these lie{'s' * (used < 2)} beyond the actors' own decision"
    verdict = "a case earns its letters for later ones" if used else "nobody has a record to judge by"
    return f"This case cannot rank its sources: {told}. So {verdict}, and every letter below is F."


def _alone(table, grades):
    """What one report can show of itself."""
    names = table["origin"].nunique()
    told = f"One report, which names {names} origin{'s' * (names > 1)}. F for each: no earlier case has earned it a "
    told += "record. 6 for each answer: one report cannot bear itself out, and there is nothing else to compare with"
    kept = int(grades["digit"].ne(6).sum()) if len(grades) else 0
    return f"{told}{f', but for {kept} that an outcome settled elsewhere' if kept else ''}."


def _digits(grades, settled, asked):
    """The best digit of each question as counts, and what these would be with one voice less."""
    counts = steadiness(grades).set_index("digit")
    now, less = counts["questions"], counts["one_voice_less"]
    told = (
        f"As of {grades['as_of'].iloc[0]} named sources answer {now.sum()} question{'s' * bool(now.sum() != 1)}. The "
    )
    told += f"best supported answer is probably true on {now[2]} (two or more other authorities agree), possibly true "
    told += f"on {now[3]}, doubtful or improbable on {now[4] + now[5]}, and cannot be judged on {now[6]}. Were one of "
    told += "the voices that agree with each an echo of another, these would be "
    told += f"{less[2]}, {less[3]}, {less[4] + less[5]} and {less[6]}."
    sure = grades.loc[grades["digit"].eq(1) & grades["sourced"], "question_id"].unique()
    if len(sure):
        held = [q for q in sorted(sure) if q not in set(settled.loc[settled["used"], "question_id"])]
        told += f" On the other {len(sure)} an outcome settled independently of who had answered confirms it"
        if held:
            part = "each" if len(held) == len(sure) else f"{len(held)} of them"
            told += f", {part} in an actor's own hand (“{asked.get(held[0], held[0])}”): no record follows"
        told += "."
    return told
