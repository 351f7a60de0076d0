"""The second worked example: drafted from its pile of mixed formats, coded, drafted again without a loss."""

import shutil

import pandas as pd
import pytest
from books import ROOT, chapters, execute

from helpers import case
from helpers.case.draft import draft

HARBOUR = ROOT / "data" / "harbour_loan"


def test_the_coded_case_is_valid_and_says_what_its_readme_says():
    made = case.load(HARBOUR)
    coded = made.claims["question_id"].notna()
    assert (len(made.reports), len(made.claims), int(coded.sum()), len(made.figures)) == (10, 34, 25, 13)
    assert made.day == "2021-04-07" and set(made.reports["language"]) == {"en", "de"}
    assert made.reports["outlet"].notna().all() and made.reports["published"].notna().all()


@pytest.mark.slow
def test_its_pile_is_read_whole_by_one_command(tmp_path):
    done = draft(tmp_path / "case", HARBOUR / "pile")
    assert len(done.found) == 10 and done.skipped.empty and len(done.case.claims) >= 25
    stories = done.case.mentions.groupby("story")["report_id"].nunique()
    assert stories.max() == 2  # the Port Times has printed the agency


@pytest.mark.slow
def test_drafting_again_loses_nothing_that_is_coded(tmp_path):
    folder = shutil.copytree(HARBOUR, tmp_path / "case")
    before = case.load(folder)
    case.create(folder, folder / "pile")
    after = case.load(folder)
    columns = ["claim_id", "speaker", "question_id", "value", "via", "note"]
    then, now = (c.claims[columns].sort_values("claim_id", ignore_index=True) for c in (before, after))
    pd.testing.assert_frame_equal(now, then)
    pd.testing.assert_frame_equal(after.figures, before.figures)


@pytest.mark.slow
@pytest.mark.parametrize("chapter", [p for p in chapters() if p.stem[:2] in ("00", "01")], ids=lambda p: p.stem)
def test_the_first_pages_run_on_it(chapter, tmp_path):
    code, error = execute(chapter, tmp_path / chapter.name, results=tmp_path / "results", case_path=HARBOUR)
    assert code == 0, error[-2000:]
