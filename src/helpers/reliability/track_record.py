"""What earlier cases have earned a source: the only evidence that an Admiralty letter may rest on."""

import numpy as np
import pandas as pd

from ..dates import day
from ..stats import jeffreys
from .answers import agree, answers
from .outcomes import eligible

__all__ = ["early", "record", "remember", "simulate"]

PRIOR = 0.5  # Jeffreys' prior for a share, Beta(1/2, 1/2)


def remember(table, outcomes, questions, case):
    """One case's record for use in later ones: who answered what, and whether the outcome bore it out.

    Per question only the last answer that a source gave before the question was settled counts; abstentions do not,
    and neither do reports whose day was inferred from the event, or that came out when the answer was known.

    Parameters
    ----------
    table : DataFrame
        From :func:`helpers.reliability.origins`.
    outcomes, questions : DataFrame
        As in :mod:`helpers.schema`; only :func:`eligible` outcomes are used, and no time-dependent question.
    case : str
        Name under which the record is kept.

    Returns
    -------
    DataFrame[case, role, source, topic, question_id, said, settled_on, correct, confidence]
        ``role`` is originator; ``correct`` is a boolean.

    Examples
    --------
    >>> from helpers.reliability import origins
    >>> days = ["2024-10-20", "2024-10-25", "2024-10-25"]
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": days})
    >>> claims = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "meets",
    ...                        "speaker": ["Ann", "Ann", "Ben"], "value": ["no", "yes", "no"]})
    >>> outcomes = pd.DataFrame({"question_id": ["meets"], "value": ["yes"], "settled_on": ["2024-11-01"],
    ...                          "settled_by": ["UN"], "confidence": [0.9]})
    >>> questions = pd.DataFrame({"question_id": ["meets"], "answer_type": ["yes_no"]})
    >>> made = remember(origins(claims, reports), outcomes, questions, "this case")
    >>> made[["source", "correct", "confidence"]].values.tolist()
    [['Ann', True, 0.9], ['Ben', False, 0.9]]
    """
    used = eligible(outcomes, table, questions)
    used = used[used["used"]].set_index("question_id")
    facts = questions.drop_duplicates("question_id").set_index("question_id")
    part = table[table["question_id"].isin(used.index) & table["value"].notna()]
    ends = day(part["question_id"].map(used["settled_on"]), end=False)
    part = part[(part["said"] < ends) & (day(part["published"]) < ends)]
    part = part[~part["published_basis"].isin(["inferred_from_event", "unknown"])]
    truth = used.reset_index()[["question_id", "value"]]
    settled = answers(truth, questions).set_index(truth["question_id"])
    rows = []
    ordered = part.sort_values(["question_id", "inferred", "said", "claim_id"])
    for (question, source), mine in ordered.groupby(["question_id", "inferred"], sort=True):
        last = mine.tail(1)
        fits = agree(answers(last, questions).iloc[0], settled.loc[question])
        topic = facts["topic"].get(question) if "topic" in facts else None
        facts_of = {"said": last["said"].iloc[0], "settled_on": used["settled_on"][question], "correct": fits}
        rows.append({"case": case, "role": "originator", "source": source, "topic": topic, "question_id": question})
        rows[-1] |= facts_of | {"confidence": used["confidence"][question]}
    columns = ["case", "role", "source", "topic", "question_id", "said", "settled_on", "correct", "confidence"]
    return pd.DataFrame(rows, columns=columns).astype({"said": "datetime64[s]", "correct": bool})


def record(history, as_of=None, by=("source",), prior=PRIOR):
    """What the history shows up to a date, per source (and topic, or year).

    Parameters
    ----------
    history : DataFrame[case, source, settled_on, correct, confidence, ...]
        From :func:`remember`, of several cases.
    as_of : str, optional
        Only what was settled before that day counts.
    by : tuple of str
        Columns to count by.
    prior : float
        Of each of the two Beta parameters: 0.5 is Jeffreys', 1 the uniform prior.

    Returns
    -------
    DataFrame[*by, n, correct, cases, share, low, high, base_rate]
        Numbers of settled answers and of right ones; the share correct, to which each answer adds the confidence of
        its outcome (1 where none is given), and its 90 % interval; ``base_rate``, the share of right answers that all
        sources gave to the same questions: nine right of ten is no feat where everybody is right.

    Examples
    --------
    >>> past = pd.DataFrame({"case": "a", "source": "Ann", "settled_on": "2020-01-01", "correct": [True] * 9 + [False]})
    >>> record(past)[["source", "n", "correct"]].values.tolist()
    [['Ann', 10, 9]]
    """
    by = list(by)
    if as_of is not None:
        history = history[day(history["settled_on"]) < pd.Timestamp(as_of)]
    weight = history["confidence"].astype(float).fillna(1.0) if "confidence" in history else 1.0
    history = history.assign(correct=history["correct"].astype(int), weight=weight)
    history = history.assign(right=history["correct"] * history["weight"])
    asked = [c for c in ("case", "question_id") if c in history]
    history = history.assign(rate=history.groupby(asked, dropna=False)["correct"].transform("mean"))
    grouped = history.groupby(by, sort=True, dropna=False)
    made = grouped.agg(
        base_rate=("rate", "mean"),
        n=("correct", "size"),
        correct=("correct", "sum"),
        cases=("case", "nunique"),
        right=("right", "sum"),
        weight=("weight", "sum"),
    ).reset_index()
    bounds = [jeffreys(k, n - k, prior=prior) for k, n in zip(made["right"], made["weight"], strict=True)]
    made["share"] = made["right"] / made["weight"]
    made["low"], made["high"] = [b[0] for b in bounds], [b[1] for b in bounds]
    return made[[*by, "n", "correct", "cases", "share", "low", "high", "base_rate"]]


def early(history):
    """Who was right before a question was settled, and how long before.

    Parameters
    ----------
    history : DataFrame[source, said, settled_on, correct]
        From :func:`remember`, which leaves out reports whose day is inferred.

    Returns
    -------
    DataFrame[source, n, right, days, longest]
        Settled answers, right ones, and of these the median and the longest lead in days; most right first.

    Examples
    --------
    >>> early(pd.DataFrame({"source": "Ann", "said": pd.to_datetime(["2024-10-20", "2024-10-24"]),
    ...                     "settled_on": "2024-10-25", "correct": [True, False]})).values.tolist()
    [['Ann', 2, 1, 5.0, 5.0]]
    """
    lead = (day(history["settled_on"], end=False) - pd.to_datetime(history["said"])).dt.days
    made = history.assign(right=history["correct"].astype(int), lead=lead.where(history["correct"]))
    grouped = made.groupby("source", sort=True)
    made = grouped.agg(n=("right", "size"), right=("right", "sum"), days=("lead", "median"), longest=("lead", "max"))
    made = made.reset_index()
    return made.sort_values(["right", "days", "source"], ascending=[False, False, True], ignore_index=True)


def simulate(shares, cases=8, questions=5, seed=0, role="originator"):
    """A made-up history in which each source's true share of right answers is known; to be labelled as simulated.

    Parameters
    ----------
    shares : dict
        Source -> its true share of right answers; a pair (early, late) changes half way; a dict gives it by topic.
    cases, questions : int
        Number of cases, one a year from 2010, and of settled questions each source answers in one (on each topic).
    seed : int
    role : str
        originator, or outlet where the shares are of faithful relays.

    Returns
    -------
    DataFrame
        As :func:`remember` gives it.

    Examples
    --------
    >>> len(simulate({"Ann": 0.9, "Ben": (0.9, 0.4)}, cases=2, questions=3))
    12
    >>> simulate({"Ann": {"loans": 0.9, "troops": 0.4}}, cases=1, questions=1)["topic"].tolist()
    ['loans', 'troops']
    """
    rng, ahead = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    rows = []
    for c in range(cases):
        for source in sorted(shares):
            topics = shares[source] if isinstance(shares[source], dict) else {"simulated": shares[source]}
            for topic, share in topics.items():
                before_half, after = np.broadcast_to(share, 2)
                right = rng.random(questions) < (before_half if c < cases / 2 else after)
                name = f"simulated {2010 + c}"
                rows += [(name, role, source, topic, f"{name} {topic} q{i}", x) for i, x in enumerate(right)]
    made = pd.DataFrame(rows, columns=["case", "role", "source", "topic", "question_id", "correct"])
    made["settled_on"] = made["case"].str[-4:] + "-12-31"
    lead = pd.to_timedelta(ahead.integers(1, 91, len(made)), unit="D")
    return made.assign(said=pd.to_datetime(made["settled_on"]) - lead, confidence=1.0)
