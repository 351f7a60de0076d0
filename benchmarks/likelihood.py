"""How often answers come true that the formula of notebook 02 calls likely, very likely, ..., on gold sets.

    python benchmarks/likelihood.py FOLDER

FOLDER is that of ``truth.py accuracy``. Every source is taken for one independent origin and its answer for a position,
which is what the formula supposes and what these sets, with their copiers, do not grant: (for + 1/2) / (for + against +
1) for the answer that most give, never beyond "likely" on fewer than three origins, none below two, "almost certain"
never. A tie of k answers is "about even" and counts 1/k. The sets are no news.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

import pandas as pd
from truth import sets

from helpers.phrases import likelihood
from helpers.reliability import by_word
from helpers.reliability.assessment import likelihood_of

RESULTS = Path(__file__).parent / "results"


def verdicts(claims: pd.DataFrame) -> pd.DataFrame:
    """question_id, likelihood and the leading values of each question that two origins or more answer alike.

    >>> told = pd.DataFrame({"source": list("abc"), "question_id": "q", "value": ["1", "1", "2"]})
    >>> verdicts(told)[["likelihood", "values"]].values.tolist()
    [['likely (55–80 %)', ['1']]]
    """
    votes = claims.drop_duplicates().groupby(["question_id", "value"]).size().rename("votes").reset_index()
    votes["all"] = votes.groupby("question_id")["votes"].transform("sum")
    lead = votes[votes["votes"].eq(votes.groupby("question_id")["votes"].transform("max"))]
    facts = {"pro": ("votes", "max"), "all": ("all", "max"), "values": ("value", list)}
    made = lead.groupby("question_id").agg(**facts).reset_index()
    made = made[made["pro"] > 1]
    words = []
    for row in made.itertuples(index=False):
        share = 0.5 if len(row.values) > 1 else likelihood_of(row.pro, row.all - row.pro)
        words.append(likelihood(share, most="likely" if row.all < 3 else "very likely"))
    return made.assign(likelihood=words)


def main(folder: Path) -> pd.DataFrame:
    """One row per set and word."""
    rows = []
    for name, claims, gold in sets(folder):
        made = verdicts(claims)
        truth = dict(zip(gold["question_id"], gold["value"], strict=True))
        made = made[made["question_id"].isin(truth)]
        pairs = zip(made["question_id"], made["values"], strict=True)
        right = [sum(value == truth[question] for value in some) / len(some) for question, some in pairs]
        counts = by_word(made.assign(right=right))
        rows.append(counts[counts["questions"] > 0].assign(set=name))
    columns = ["set", "likelihood", "questions", "right", "share", "low", "high"]
    return pd.concat(rows)[columns].round(4).assign(date=str(date.today()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder).to_csv(RESULTS / "likelihood.csv", index=False)
    sys.exit(0)
