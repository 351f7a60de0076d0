"""What was settled later in a case: which of it can score anybody, and what was said before."""

import pandas as pd

from ..dates import day
from ..names import members
from ..phrases import LADDER, likelihood
from ..stats import jeffreys
from .answers import alike, answers
from .assessment import assess
from .positions import positions, stands
from .statements import moving

__all__ = ["before", "by_word", "eligible", "foreseen", "unfit"]


def eligible(outcomes, claims, questions=None):
    """Which outcomes may score a source, and why the others may not.

    Parameters
    ----------
    outcomes : DataFrame
        As in :mod:`helpers.schema`.
    claims : DataFrame
        From :func:`helpers.reliability.origins`.
    questions : DataFrame, optional
        Tells which answers change from day to day: these settle nothing about an earlier one.

    Returns
    -------
    DataFrame[question_id, value, settled_on, settled_by, confidence, claims, used, why]
        ``used`` only where :func:`unfit` has nothing to say.

    Examples
    --------
    >>> outcomes = pd.DataFrame({"question_id": ["q"], "value": ["yes"], "settled_on": ["2024-11-01"],
    ...     "settled_by": ["UN"], "independent": [True], "controlled_by": ["Ann"], "confidence": [0.9]})
    >>> eligible(outcomes, pd.DataFrame({"question_id": ["q"], "authority": ["Ann"]}))["why"].tolist()
    ['Ann decides the answer']
    """
    counts, timed = claims["question_id"].value_counts(), moving(questions)
    names = [c for c in ("declared", "origin", "inferred", "authority") if c in claims]
    claimants = {
        question: {m for c in names for name in part[c].dropna() for m in members(name)}
        for question, part in claims.groupby("question_id")
    }
    rows = []
    for row in outcomes.sort_values("question_id").itertuples(index=False):
        why = unfit(row._asdict(), timed)
        by = set() if pd.isna(row.settled_by) else set(members(row.settled_by))
        if why is None and by & claimants.get(row.question_id, set()):
            why = "settled by one who had claimed it"
        rows.append({c: getattr(row, c) for c in ("question_id", "value", "settled_on", "settled_by", "confidence")})
        rows[-1] |= {"claims": int(counts.get(row.question_id, 0)), "used": why is None}
        rows[-1]["why"] = why or "settled independently"
    columns = ["question_id", "value", "settled_on", "settled_by", "confidence", "claims", "used", "why"]
    return pd.DataFrame(rows, columns=columns).astype({"used": bool, "claims": int})


def unfit(outcome, timed=()):
    """Why an outcome cannot score anybody, or None; of a key that it lacks nothing is asked.

    ``timed`` are the questions whose true answer changes from day to day.

    >>> unfit({"question_id": "q", "settled_on": "2024-11-01", "independent": True, "controlled_by": "Ann + Ben"})
    'Ann + Ben decide the answer'
    """
    told = {key: None if pd.isna(value) else value for key, value in outcome.items()}
    if told.get("value", "") is None:
        return "no answer is given"
    if told.get("settled_on", "") is None:
        return "not dated"
    if told.get("controlled_by"):
        return f"{told['controlled_by']} decide{'s' * ('+' not in told['controlled_by'])} the answer"
    if told.get("independent", "") is None:
        return "not known whether settled independently"
    if not told.get("independent", True):
        return "settled by one who had claimed it"
    if told["question_id"] in timed:
        return "its answer changes from day to day"
    return "its outcome has no confidence" if told.get("confidence") == 0 else None


def before(table, outcomes, questions=None):
    """What each authority stood by on the day before a question was settled: a description, not a score.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`.
    outcomes, questions : DataFrame
        As in :mod:`helpers.schema`.

    Returns
    -------
    DataFrame[question_id, value, settled_on, settled_by, authorities, true_now, false_now, true_when_said, \
false_when_said, abstain, report_ids]
        ``true_now`` and ``false_now`` hold the answer against the outcome, by bounds and tolerance: "by 31 December"
        agrees with 10 December. ``true_when_said`` and ``false_when_said`` ask whether it was right on its own day: the
        same on a fixed question; on one that grows a "no", or a lower count, that was later overtaken may have been
        true, and a later "no" makes an earlier "yes" false; of what moves nothing follows. The rest cannot be told.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": "2024-10-25"})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "meets",
    ...                        "speaker": ["Ann", "Ben", "Cem"], "value": ["yes", "no", None]})
    >>> outcomes = pd.DataFrame({"question_id": ["meets"], "value": ["yes"], "settled_on": ["2024-11-01"],
    ...                          "settled_by": ["UN"]})
    >>> asked = pd.DataFrame({"question_id": ["meets"], "answer_type": ["yes_no"], "course": ["growing"]})
    >>> made = before(origins(claims, reports, None, asked), outcomes, asked)
    >>> made[["true_now", "false_now", "true_when_said", "false_when_said", "abstain"]].values.tolist()
    [[1, 1, 0, 0, 1]]
    """
    rows = []
    for row in outcomes.sort_values("question_id").itertuples(index=False):
        then = stands(table[table["question_id"].eq(row.question_id)], questions, as_of=_eve(row.settled_on))
        truth = _truth(row, questions)
        held = [(stand.course, stand.bounds) for stand in then.itertuples(index=False)]
        now = [alike(bound, truth) for _, bound in held if bound.kind]
        said = [_true_when_said(course, bound, truth) for course, bound in held if bound.kind]
        facts = (row.question_id, row.value, row.settled_on, row.settled_by, len(held), sum(now), len(now) - sum(now))
        ids = " ".join(sorted({r for cell in then["report_ids"] for r in cell.split()}))
        rows.append((*facts, said.count(True), said.count(False), len(held) - len(now), ids))
    columns = ["question_id", "value", "settled_on", "settled_by", "authorities", "true_now", "false_now"]
    return pd.DataFrame(rows, columns=[*columns, "true_when_said", "false_when_said", "abstain", "report_ids"])


def foreseen(table, outcomes, questions=None, *, outlets=None):
    """What the verdict on each question was on the day before it was settled, and whether it came true.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`.
    outcomes, questions, outlets : DataFrame
        As in :mod:`helpers.schema`.

    Returns
    -------
    DataFrame[question_id, settled_on, answer, likelihood, reason, share, value, right, report_ids]
        A row per outcome on whose eve somebody had answered; ``right`` is 0 or 1, for an even verdict the share of its
        answers that came true; ``reason``, why there was no likelihood. Who decides an answer may have settled it: this
        holds verdicts against outcomes and scores no source.
    """
    rows = []
    for row in outcomes.sort_values("question_id").itertuples(index=False):
        part = table[table["question_id"].eq(row.question_id)]
        then = assess(positions(part, questions, outlets=outlets, as_of=str(_eve(row.settled_on).date())), questions)
        for verdict in then[then["answers"].notna()].itertuples(index=False):
            told = verdict.answers.split(" | ") if verdict.tie else [verdict.answer]
            asked = pd.DataFrame({"question_id": row.question_id, "value": told})
            given = answers(_bounded(asked, verdict), questions).itertuples(index=False)
            right = sum(alike(a, _truth(row, questions)) for a in given) / len(told)
            facts = (row.question_id, row.settled_on, verdict.answers, verdict.likelihood, verdict.likelihood_reason)
            rows.append((*facts, verdict.share, row.value, right, verdict.report_ids))
    columns = ["question_id", "settled_on", "answer", "likelihood", "reason", "share", "value", "right", "report_ids"]
    return pd.DataFrame(rows, columns=columns)


def by_word(verdicts):
    """How often verdicts came true that were given one word of likelihood, beside the band of the ladder.

    Parameters
    ----------
    verdicts : DataFrame[likelihood, right]
        From :func:`foreseen`, of one case or several.

    Returns
    -------
    DataFrame[likelihood, questions, right, share, low, high]
        A row per word of the ladder, and one for those without a word; ``low`` and ``high`` are the 90 % interval of
        the share under Jeffreys' prior (missing for none).

    Examples
    --------
    >>> made = by_word(pd.DataFrame({"likelihood": ["likely (55–80 %)"] * 3 + [None], "right": [1, 1, 0, 1]}))
    >>> made[made["questions"] > 0][["likelihood", "questions", "right"]].values.tolist()
    [['likely (55–80 %)', 3, 2.0], ['none given', 1, 1.0]]
    """
    words = [likelihood((low + high) / 2) for _, low, high in LADDER] + ["none given"]
    told = verdicts["likelihood"].fillna("none given")
    rows = []
    for word in words:
        right = verdicts.loc[told.eq(word), "right"].astype(float)
        ends = jeffreys(right.sum(), len(right) - right.sum()) if len(right) else (float("nan"),) * 2
        rows.append((word, len(right), right.sum(), right.mean(), *ends))
    return pd.DataFrame(rows, columns=["likelihood", "questions", "right", "share", "low", "high"])


def _eve(settled_on):
    return day(pd.Series([settled_on]), end=False).iloc[0] - pd.Timedelta(days=1)


def _truth(outcome, questions):
    return answers(pd.DataFrame({"question_id": [outcome.question_id], "value": [outcome.value]}), questions).iloc[0]


def _bounded(asked, verdict):
    """The bounds of a verdict that is a limit, such as "at most 35"."""
    limit = len(asked) == 1 and str(verdict.answer).startswith(("at ", "by ", "from "))
    return asked.assign(low=verdict.low, high=verdict.high) if limit else asked


def _true_when_said(course, bound, truth):
    """True or False where it can be told, else None."""
    if course == "fixed":
        return alike(bound, truth)
    if course == "moving" or alike(bound, truth):
        return None
    return False if "yes" in bound.words or bound.named > truth.named else None
