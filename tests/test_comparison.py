"""Where a method leaves voting behind: who carries that, and what a reader is warned of."""

from dataclasses import replace

import pandas as pd
import pytest
from reliability_cases import table

from helpers.reliability import discover
from helpers.reliability.discovery import comparison
from helpers.reliability.discovery.encoding import encode
from helpers.reliability.discovery.methods import METHODS


def test_a_broken_tie_is_a_departure():
    claims = table(("a", "q", "1"), ("c", "q", "2"), *((s, f"k{i}", "x") for s in "ab" for i in range(6)))
    claims = pd.concat([claims, table(*((s, f"k{i}", v) for i in range(6) for s, v in (("c", "y"), ("d", "x"))))])
    verdicts = discover(claims)
    assert verdicts.departures[["question_id", "voted", "verdict"]].values.tolist() == [["q", "1 | 2", "1"]]
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


def test_who_agrees_too_much_with_a_source_does_not_bear_it_out():
    claims, known = locked(copier=True)
    pairs = pd.DataFrame({"source": [0], "other": [3], "dependence": [1.0]})
    arrays = encode(claims, known=known)
    fit = METHODS["one_coin"](arrays)
    alike = comparison.warnings(arrays, fit, fit)
    apart = comparison.warnings(arrays, replace(fit, copies=pairs), fit)
    assert not any(w.startswith("lock-in") for w in alike)
    assert [w.split(" is ")[0] for w in apart if w.startswith("lock-in")] == ["lock-in: a", "lock-in: d"]
    assert all("of 230 disputed questions, where other voices agree with it in 0%" in w for w in apart[-2:])


def led():
    """Six questions on which a to d stand against five others; what was settled has shown d right most, a least."""
    right = {"a": 16, "b": 18, "c": 17, "d": 20} | dict.fromkeys("efghi", 4)
    rows = [(s, f"k{i:02}", "x" if i < n else f"not {s}") for s, n in right.items() for i in range(20)]
    rows += [(s, f"q{i}", "1" if s in "abcd" else "2") for s in right for i in range(6)]
    rows = [r for r in rows if r[:2] not in {("a", "q5"), ("c", "q4")}]
    return discover(table(*rows), "one_coin", known={f"k{i:02}": "x" for i in range(20)})


def test_at_most_three_carriers_are_named_heaviest_first():
    made = led().departures.set_index("question_id")
    assert made["carried_by"].to_dict() == {f"q{i}": "d | b | a" if i == 4 else "d | b | c" for i in range(6)}
    assert set(made["voted"]) == {"2"} and set(made["verdict"]) == {"1"} and set(made["copying"]) == {""}


def test_the_warning_of_departures_names_who_carries_most_of_them_and_their_copies():
    verdicts = led()
    sentence = "6 of 22 disputed questions are answered otherwise than by voting, 6 of them with b"
    doubt = "see departures – more than a tenth: see who carries them before anything is made of it"
    assert verdicts.warnings[0] == f"{sentence}; {doubt}"
    ring = pd.DataFrame({"source": [1, 2], "other": [3, 3], "dependence": [1.0, 1.0]})  # b and c with d
    linked = replace(verdicts.fit, copies=ring)
    told = comparison.warnings(verdicts.arrays, linked, verdicts.votes)
    assert told[0] == f"{sentence} and 2 sources that agree with it more than the truth explains; {doubt}"
    made = comparison.departures(verdicts.arrays, linked, verdicts.votes).set_index("question_id")
    assert made.loc[["q4", "q5"], "copying"].tolist() == ["d | b", "d | b | c"]
