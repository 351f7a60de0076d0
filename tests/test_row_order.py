"""The order of a table's rows means nothing: what comes out is the same, letter by letter, in whatever order."""

import dataclasses

import pandas as pd
import pytest
from books import ROOT

from helpers import case, funding, network, reliability

CASES = ["tests/toy", "data/kursk_kazan_2024"]
TABLES = ("outlets", "reports", "actors", "mentions", "questions", "claims", "outcomes", "figures", "parts", "rates")


def results(c):
    """What the public calls make of a case; the claims in one order, which they keep."""
    more = {"questions": c.questions, "outlets": c.outlets}
    claims = reliability.origins(c.claims, c.reports, c.actors, c.questions, outlets=c.outlets)
    positions = reliability.positions(claims, **more)
    days = sorted(day for day in c.reports["published"].dropna().astype(str) if len(day) == 10)
    book = funding.ledger(c.figures, c.parts, reports=c.reports, actors=c.actors)
    ties = network.cooccurrence(c.mentions)
    return {
        "origins": claims.sort_values("claim_id"),
        "tally": reliability.tally(claims),
        "positions": positions,
        "assess": reliability.assess(positions, c.questions),
        "changes": reliability.changes(claims, days[len(days) // 2], **more, actors=c.actors),
        "grade": reliability.grade(claims, c.questions, c.outcomes, actors=c.actors, outlets=c.outlets),
        "distortions": reliability.distortions(claims, c.questions),
        "entries": book.entries,
        "aside": book.aside,
        "violations": book.violations,
        "totals": funding.totals(book),
        "flows": funding.flows(book),
        "steps": funding.steps(book),
        "candidates": funding.candidates(c.figures, reports=c.reports, actors=c.actors),
        "cooccurrence": ties,
        "significance": network.significance(ties, c.mentions, actors=c.actors),
        "relations": network.relations(positions, c.figures, questions=c.questions, actors=c.actors),
    }


def shuffled(c, seed):
    tables = {name: getattr(c, name, None) for name in TABLES}
    held = {name: table for name, table in tables.items() if table is not None and len(table)}
    return dataclasses.replace(
        c, **{n: t.sample(frac=1, random_state=seed + k) for k, (n, t) in enumerate(held.items())}
    )


@pytest.fixture(scope="module")
def loaded():
    made = {}

    def load(path):
        if path not in made:
            c = case.load(ROOT / path)
            made[path] = c, results(c)
        return made[path]

    return load


@pytest.mark.parametrize(
    ("path", "seed"), [(CASES[0], 0), (CASES[0], 100), pytest.param(CASES[1], 0, marks=pytest.mark.slow)]
)
def test_rows_in_another_order_change_no_table(loaded, path, seed):
    c, before = loaded(path)
    after, differ = results(shuffled(c, seed)), {}
    for name, table in before.items():
        try:
            pd.testing.assert_frame_equal(
                table.reset_index(drop=True), after[name].reset_index(drop=True), check_exact=True
            )
        except AssertionError as error:
            differ[name] = str(error)
    assert not differ
