"""Every notebook runs on any valid case and says what is missing: here one that has a single report and no more."""

import pandas as pd
import pytest
from books import ROOT, chapters, execute

TOY = ROOT / "tests" / "toy"


@pytest.fixture(scope="module")
def lone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lone")
    pd.read_csv(TOY / "reports.csv", dtype=str).head(1).to_csv(folder / "reports.csv", index=False)
    return folder


@pytest.mark.parametrize("chapter", chapters(), ids=lambda p: p.stem)
def test_runs_on_a_single_report(chapter, lone, tmp_path):
    code, error = execute(chapter, tmp_path / chapter.name, results=tmp_path / "results", case_path=lone)
    assert code == 0, error[-2000:]
