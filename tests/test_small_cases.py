"""Every notebook runs on any valid case and says what is missing: one with a single report, one coded in part."""

import shutil

import pandas as pd
import pytest
from books import ROOT, chapters, execute

TOY = ROOT / "tests" / "toy"


@pytest.fixture(scope="module")
def lone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lone")
    pd.read_csv(TOY / "reports.csv", dtype=str).head(1).to_csv(folder / "reports.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def partly(tmp_path_factory):
    folder = shutil.copytree(TOY, tmp_path_factory.mktemp("partly") / "case")
    claims = pd.read_csv(folder / "claims.csv", dtype=str)
    claims.loc[claims.index % 2 == 1, ["question_id", "value", "low", "high"]] = None
    claims.to_csv(folder / "claims.csv", index=False)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("chapter", chapters(), ids=lambda p: p.stem)
def test_runs_on_a_single_report(chapter, lone, tmp_path):
    code, error = execute(chapter, tmp_path / chapter.name, results=tmp_path / "results", case_path=lone)
    assert code == 0, error[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("chapter", [p for p in chapters() if p.stem.startswith("02")], ids=lambda p: p.stem)
def test_runs_on_a_case_that_is_coded_in_part(chapter, partly, tmp_path):
    code, error = execute(chapter, tmp_path / chapter.name, results=tmp_path / "results", case_path=partly)
    assert code == 0, error[-2000:]
    assert "8 of 16 claims answer no question yet" in (tmp_path / chapter.name).read_text(encoding="utf-8")
