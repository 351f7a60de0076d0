"""The coding sheet as a spreadsheet, and back: edits go in cell by cell, proposals count for nothing until taken."""

import json
import shutil

import openpyxl
import pandas as pd
import pytest

from helpers import case
from helpers.case import workbook
from helpers.case.proposals import propose

QUESTIONS = """question_id,question,answer_type,unit
loan_size,How large is the loan to Kestrel Port?,number,EUR m
safe,Is the loan safe?,yes_no,
"""
ACTORS = "actor,kind,aliases\nIda Voss,person,Voss\nHarbour Bank,organisation,\n"
TEXT = (
    "The Harbour Bank said on Monday that it will lend Kestrel Port 40 million euros.\n"
    "Mayor Ida Voss said the loan is safe. “=It is a good bank,” Voss told reporters.\n"
    "Otto Lund denied that the loan is safe.\n"
)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sheet")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "case").mkdir()
    (folder / "case" / "questions.csv").write_text(QUESTIONS)
    (folder / "case" / "actors.csv").write_text(ACTORS)
    case.create(folder / "case", folder / "a.txt")
    return folder / "case"


@pytest.fixture
def folder(drafted, tmp_path):
    shutil.copytree(drafted, tmp_path / "case")
    workbook.renew(tmp_path / "case")
    return tmp_path / "case"


def edit(folder, name, change):
    """Open the sheet as a person does, change one tab and save it."""
    book = openpyxl.load_workbook(folder / workbook.FILE)
    sheet = book[name]
    header = [cell.value for cell in sheet[1]]
    change(sheet, header, {row[header.index(_key(name))].value: row[0].row for row in sheet.iter_rows(min_row=2)})
    book.save(folder / workbook.FILE)


def _key(name):
    return {"claims": "claim_id", "figures": "figure_id", "questions": "question_id", "actors": "actor"}[name]


def put(folder, name, row, column, value):
    edit(folder, name, lambda sheet, header, rows: sheet.cell(rows[row], header.index(column) + 1, value))


def claim(folder, words):
    claims = case.load(folder).claims
    return claims.loc[claims["content"].str.contains(words, regex=False), "claim_id"].iloc[0]


def test_what_is_proposed_is_not_coded(folder):
    assert len(propose(case.load(folder))) >= 2
    done = workbook.renew(folder)
    assert done.taken.empty and case.load(folder).claims["question_id"].isna().all()


def test_a_proposal_is_taken_with_a_mark_in_its_row(folder):
    row = claim(folder, "40 million")
    put(folder, "claims", row, "take", "x")
    workbook.renew(folder)
    coded = case.load(folder).claims.set_index("claim_id").loc[row]
    assert coded[["speaker", "question_id", "value"]].tolist() == ["Harbour Bank", "loan_size", "40"]


def test_an_edited_cell_goes_into_the_table_in_its_plain_form(folder):
    row = claim(folder, "the loan is safe")
    put(folder, "claims", row, "question_id", "safe")
    put(folder, "claims", row, "value", True)
    done = workbook.renew(folder)
    coded = case.load(folder).claims.set_index("claim_id").loc[row]
    assert coded[["question_id", "value"]].tolist() == ["safe", "yes"] and len(done.taken) == 2
    assert workbook.renew(folder).taken.empty


def test_a_cell_changed_in_both_places_is_listed_and_the_table_stays(folder):
    row = claim(folder, "40 million")
    put(folder, "claims", row, "note", "from the sheet")
    claims = pd.read_csv(folder / "claims.csv", dtype=str)
    claims.loc[claims["claim_id"] == row, "note"] = "from the table"
    claims.to_csv(folder / "claims.csv", index=False)
    done = workbook.renew(folder)
    assert done.conflicts[["row", "column", "before", "after"]].to_numpy().tolist() == [
        [row, "note", "from the table", "from the sheet"]
    ]
    assert case.load(folder).claims.set_index("claim_id").loc[row, "note"] == "from the table"


def test_rows_are_added_and_deleted(folder):
    row = claim(folder, "40 million")
    edit(folder, "claims", lambda sheet, header, rows: sheet.delete_rows(rows[row]))
    edit(folder, "questions", lambda sheet, header, rows: sheet.append(["paid", "Was it paid?", "yes_no"]))
    workbook.renew(folder)
    made = case.load(folder)
    assert row not in set(made.claims["claim_id"]) and "paid" in set(made.questions["question_id"])


def test_names_read_as_speakers_are_proposed_as_actors(folder):
    book = openpyxl.load_workbook(folder / workbook.FILE)
    rows = {row[1].value: row[2].value for row in book["actors"].iter_rows(min_row=2)}
    assert rows["Otto Lund"] == "person" and "Otto Lund" not in set(case.load(folder).actors["actor"])
    put(folder, "actors", "Otto Lund", "take", "x")
    workbook.renew(folder)
    assert "Otto Lund" in set(case.load(folder).actors["actor"])


def test_what_a_column_cannot_take_is_named_by_its_tab_and_row_and_nothing_changes(folder):
    row = claim(folder, "40 million")
    before = (folder / "claims.csv").read_bytes()
    put(folder, "claims", row, "modality", "maybe")
    with pytest.raises(case.CaseError, match=r"coding\.xlsx, tab claims, row \d+, column modality: found 'maybe'"):
        workbook.renew(folder)
    assert (folder / "claims.csv").read_bytes() == before


def test_words_are_words_whatever_they_begin_with(folder):
    claims = pd.read_csv(folder / "claims.csv", dtype=str)
    claims.assign(note="=HYPERLINK(1)").to_csv(folder / "claims.csv", index=False)
    workbook.renew(folder)
    cells = [cell for sheet in openpyxl.load_workbook(folder / workbook.FILE) for row in sheet for cell in row]
    assert [c.data_type for c in cells if str(c.value).startswith("=HYPER")] == ["s"] * len(claims)
    workbook.renew(folder)
    assert set(case.load(folder).claims["note"]) == {"=HYPERLINK(1)"}


def test_an_edited_sheet_is_said_to_wait(folder):
    assert not workbook.waiting(folder)
    put(folder, "claims", claim(folder, "40 million"), "note", "mine")
    assert workbook.waiting(folder)


def test_a_sheet_that_is_open_elsewhere_is_left_alone(folder):
    (folder / ".~lock.coding.xlsx#").write_text("somebody")
    with pytest.raises(case.CaseError, match="open in another program"):
        workbook.renew(folder)


def test_a_sheet_whose_first_state_is_lost_is_not_guessed_at(folder):
    (folder / workbook.BASE).unlink()
    with pytest.raises(case.CaseError, match="first state is not known"):
        workbook.renew(folder)


def test_a_sheet_that_was_cut_short_is_named(folder):
    (folder / workbook.FILE).write_bytes(b"PK\x03\x04 half")
    with pytest.raises(case.CaseError, match="no workbook that can be read"):
        workbook.renew(folder)


def test_the_first_state_is_kept_as_data(folder):
    base = json.loads((folder / workbook.BASE).read_text())
    assert set(base) == {"claims", "figures", "questions", "actors"}
