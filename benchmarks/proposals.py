"""How often a proposed question is right: ``proposals.py CASE [--out benchmarks/results/proposals.csv]``.

The texts of the coded CASE are drafted anew. A drafted claim answers the question of the coded claim by the same
speaker in the same report (of several, the one whose number stands in its words). Questions are then proposed for each
report from the other reports only, with a share of their coded claims.
"""

import argparse
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import case
from helpers.case import proposals
from helpers.case.draft import _claims
from helpers.names import members
from helpers.reading import attribution

FOLDS, SHARES = 10, (0, 0.1, 0.25, 0.5, 1)


def drafted(made):
    """Claims drafted from the texts of a case, with the question that each answers where that is known."""
    raw = pd.Series(made.text)
    outlets = made.outlets[["outlet"]].set_axis(["actor"], axis=1).assign(kind="outlet")
    names = pd.concat([made.actors, outlets]).drop_duplicates("actor")
    claims = _claims(attribution.find_all(raw, names), raw, set(names["actor"]))
    coded = dict(list(made.claims.groupby("report_id")))
    claims["answer"] = [_answer(row, coded.get(row.report_id)) for row in claims.itertuples()]
    return claims


def _answer(claim, rows):
    if rows is None or not isinstance(claim.speaker, str):
        return None
    same = rows[[isinstance(s, str) and bool({*members(s)} & {*members(claim.speaker)}) for s in rows["speaker"]]]
    asked = set(same["question_id"].dropna())
    if len(asked) > 1:
        bare = claim.content.replace(",", "").replace(" ", "")
        asked = {r.question_id for r in same.itertuples() if str(r.value).isdigit() and r.value in bare}
    return asked.pop() if len(asked) == 1 else None


def measured(made, claims, share, seed=0):
    """Row of the table for one share of coded claims."""
    rng = np.random.default_rng(seed)
    around, places = proposals._around(made, claims), {q: i for i, q in enumerate(made.questions["question_id"])}
    right = claims["answer"].map(places).fillna(-1).astype(int).to_numpy()
    reports = claims["report_id"].unique()
    fold = claims["report_id"].map(dict(zip(reports, rng.permutation(len(reports)) % FOLDS, strict=True))).to_numpy()
    known = claims["report_id"].isin(rng.permutation(reports)[: round(share * len(reports))]).to_numpy() & (right >= 0)
    scores = np.zeros((len(claims), len(places)))
    for k in range(FOLDS):
        test, train = np.flatnonzero(fold == k), np.flatnonzero((fold != k) & known)
        some = [around[i] for i in train], [claims["answer"].iloc[i] for i in train]
        scores[test] = proposals.ranked([around[i] for i in test], made.questions, *some)
    order, sure = np.argsort(-scores, axis=1), scores.max(axis=1)
    answered = np.flatnonzero(right >= 0)
    first = order[answered, 0] == right[answered]
    best = np.argsort(-sure[answered])[: len(answered) // 4]
    return {
        "coded_share": share,
        "claims": len(answered),
        "first": first.mean(),
        "among_three": (order[answered, :3] == right[answered, None]).any(axis=1).mean(),
        "surest_quarter": first[best].mean(),
        "stated": sure[answered].mean(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "proposals.csv")
    options = parser.parse_args()
    made = case.load(options.case)
    claims = drafted(made)
    table = pd.DataFrame([measured(made, claims, share) for share in SHARES]).round(3)
    table["command"] = "python benchmarks/proposals.py CASE"
    table["versions"] = f"scipy {version('scipy')}, pandas {version('pandas')}"
    table["date"] = date.today().isoformat()
    table.to_csv(options.out, index=False, lineterminator="\n")
    print(table.drop(columns=["command", "versions", "date"]).to_string(index=False))


if __name__ == "__main__":
    main()
