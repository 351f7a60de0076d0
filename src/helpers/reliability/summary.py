"""The first lines about a case: what its sources cannot be told to be, and three findings with their uncertainty."""

import pandas as pd

from .digits import weigh
from .origins import tally

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
    """How many answers have each digit, and how many would if one voice that agrees with each were an echo.

    Parameters
    ----------
    grades : DataFrame
        From :func:`helpers.reliability.grade`.

    Returns
    -------
    DataFrame[digit, answers, one_voice_less]
        A row for each of the six digits. What an outcome settled stays as it is.

    >>> grades = pd.DataFrame({"digit": [2, 2, 3, 1], "agree": [3, 2, 1, 0], "against": [0, 0, 0, 0]})
    >>> steadiness(grades).set_index("digit")["one_voice_less"].to_dict()
    {1: 1, 2: 1, 3: 1, 4: 0, 5: 0, 6: 1}
    """
    less = [
        row.digit if row.digit in (1, 5) or not row.agree else weigh(row.agree - 1, row.against)
        for row in grades.itertuples(index=False)
    ]
    counts = {"answers": grades["digit"].value_counts(), "one_voice_less": pd.Series(less, dtype=int).value_counts()}
    made = pd.DataFrame({name: n.reindex(range(1, 7), fill_value=0) for name, n in counts.items()})
    return made.rename_axis("digit").reset_index()


def findings(table, grades, outcomes, settled, questions):
    """What the first screen says: why sources cannot be ranked, the longest echo, the least credit, the digits.

    Parameters
    ----------
    table, grades : DataFrame
        From :func:`helpers.reliability.origins` and :func:`helpers.reliability.grade`.
    outcomes, questions : DataFrame
        As in :mod:`helpers.tables`.
    settled : DataFrame
        From :func:`helpers.reliability.eligible`.

    Returns
    -------
    DataFrame[about, question_id, text]
        ``about`` is record, echo, credit or digits; echo and credit are missing where the case has none.
    """
    asked = dict(zip(questions["question_id"], questions["question"], strict=True))
    rows = [("record", None, _record(outcomes, settled))]
    for e in echoes(table).head(1).itertuples():
        rested = f"rest on {e.origins_low} origin{'s' * (e.origins_low > 1)} ({e.origins_high} as declared)"
        told = f"“{asked.get(e.question_id, e.question_id)}” – {e.answer}."
        rows.append(("echo", e.question_id, f"{e.reports} reports of {e.outlets} outlets {rested}: {told}"))
    counts = tally(table).sort_values(["uncredited", "reports", "question_id"], ascending=[False, False, True])
    for x in counts[counts["uncredited"].gt(0)].head(1).itertuples():
        rested = f"come down to {x.origins_low} to {x.origins_high} origins"
        silent = f"in {x.uncredited} of them what was coded credits no intermediary, where others credit one"
        told = f"{x.reports} reports with {x.speakers} named speakers {rested}; {silent}"
        rows.append(("credit", x.question_id, f"{told}: “{asked.get(x.question_id, x.question_id)}”"))
    if len(grades):
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


def _digits(grades, settled, asked):
    """The digits as counts, and what they would be with one voice less."""
    counts = steadiness(grades).set_index("digit")
    now, less = counts["answers"], counts["one_voice_less"]
    told = f"As of {grades['as_of'].iloc[0]}, of {len(grades)} graded answers {now[2]} are probably true, {now[3]} "
    told += f"possibly true, {now[4] + now[5]} doubtful or improbable, and {now[6]} cannot be judged. Were one of the "
    told += "voices that agree with each an echo of another, these would be "
    told += f"{less[2]}, {less[3]}, {less[4] + less[5]} and {less[6]}."
    sure = grades.loc[grades["digit"].eq(1), "question_id"].unique()
    if len(sure):
        held = [q for q in sorted(sure) if q not in set(settled.loc[settled["used"], "question_id"])]
        told += f" The other {now[1]} are confirmed by what was settled independently of who had answered, on "
        told += f"{len(sure)} question{'s' * (len(sure) > 1)}"
        if held:
            told += f", {len(held)} of them in an actor's own hand (“{asked.get(held[0], held[0])}”): no record follows"
        told += "."
    return told
