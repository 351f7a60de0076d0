"""Small inputs of the readers with the right answer of each; those known to be wrong stand in ``cases/open.txt``."""

import pytest
from reading_cases import FOLDER, load, wrong

FILES = sorted(path.stem for path in FOLDER.glob("reading*.jsonl"))
OPEN = set((FOLDER / "open.txt").read_text(encoding="utf-8").split())
CASES = [
    pytest.param(
        case, id=f"{case['id']}-{case['class']}", marks=pytest.mark.xfail(case["id"] in OPEN, reason="listed as open")
    )
    for name in FILES
    for case in load(name)
]


@pytest.mark.parametrize("case", CASES)
def test_what_is_read_is_right(case, tmp_path):
    assert wrong(case, tmp_path) == []


def test_ids_are_used_once():
    ids = [case["id"] for name in FILES for case in load(name)]
    assert len(ids) == len(set(ids))
    assert set(ids) >= OPEN
