"""Where a method leaves voting behind: who carries that, and what a reader is warned of."""

from dataclasses import replace

import pandas as pd
import pytest
from reliability_cases import table

from helpers.reliability import discover, guard
from helpers.reliability.arrays import encode
from helpers.reliability.methods import METHODS


def test_a_broken_tie_is_a_departure():
    claims = table(("a", "q", "1"), ("c", "q", "2"), *((s, f"k{i}", "x") for s in "ab" for i in range(6)))
    claims = pd.concat([claims, table(*((s, f"k{i}", v) for i in range(6) for s, v in (("c", "y"), ("d", "x"))))])
    verdicts = discover(claims)
    assert verdicts.departures[["question_id", "voted", "found"]].values.tolist() == [["q", "1 | 2", "1"]]
    assert any("a tie of the votes is broken" in w for w in verdicts.warnings)


def locked(copier=False):
    """Thirty open questions on which b and c are of one mind against a, whom 200 settled ones have shown right."""
    settled = [(s, f"k{i}", "x" if s == "a" else f"{s}{i}") for i in range(200) for s in "abc"]
    rows = settled + [(s, f"q{i}", "x" if s == "a" else "y") for i in range(30) for s in "abc"]
    rows += [("a", f"r{i}", f"{n}") for i in range(30) for n in range(2)]  # disputed by nobody but itself
    claims = table(*rows, *([("d", q, v) for s, q, v in rows if s == "a"] if copier else []))
    return claims, {f"k{i}": "x" for i in range(200)}


@pytest.mark.parametrize("method", ["one_coin", "accu"])
def test_a_source_believed_against_all_others_is_told(method):
    claims, known = locked()
    (told,) = [w for w in discover(claims, method, known=known).warnings if w.startswith("lock-in")]
    assert told.startswith("lock-in: a is believed in 100% of 230 disputed questions, where other voices agree")
    assert told.endswith("in 0%")
    assert not any(w.startswith("lock-in") for w in discover(claims, "voting").warnings)


def test_a_copier_does_not_bear_out_whom_it_copies():
    claims, known = locked(copier=True)
    pairs = pd.DataFrame({"source": [0], "other": [3], "dependence": [1.0]})
    arrays = encode(claims, known=known)
    fit = METHODS["one_coin"](arrays)
    alike = guard.warnings(arrays, fit, fit)
    apart = guard.warnings(arrays, replace(fit, copies=pairs), fit)
    assert not any(w.startswith("lock-in") for w in alike)
    assert [w.split(" is ")[0] for w in apart if w.startswith("lock-in")] == ["lock-in: a", "lock-in: d"]
    assert all("of 230 disputed questions, where other voices agree with it in 0%" in w for w in apart[-2:])
