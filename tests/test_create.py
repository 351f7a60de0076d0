import json

import pandas as pd
import pytest

from helpers import case, tables

ACTORS = pd.DataFrame(
    {
        "actor": ["Ada Lind", "Norland", "Bank of Norland"],
        "kind": ["person", "state", "organisation"],
        "country": "Norland",
        "affiliation": ["Bank of Norland", None, None],
        "aliases": ["Lind", None, None],
    }
)
REPORT = (
    "Ada Lind said on Monday that Norland would lend up to $20 billion.\r\n"
    "“We see a slow spring,” Lind told reporters.\r\n"
    "The Bank of Norland paid €5 million.\r\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "first report.txt").write_bytes(REPORT.encode())
    return tmp_path


def sheet(path, name):
    return pd.read_csv(path / f"{name}.csv", dtype=str)


def test_a_text_becomes_draft_tables_whose_offsets_hold(folder):
    made = case.create(folder / "case", folder / "in", actors=ACTORS)
    raw = made.text["first-report"]
    assert raw == REPORT
    assert made.figures[["surface", "currency"]].to_numpy().tolist() == [["$20 billion", "USD"], ["€5 million", "EUR"]]
    assert pd.isna(made.figures.loc[0, "low"]) and made.figures.loc[0, "high"] == 20e9
    for table in (made.mentions, made.figures):
        assert [raw[int(r.start) : int(r.end)] for r in table.itertuples()] == table["surface"].tolist()
    assert made.claims["speaker"].tolist() == ["Ada Lind", "Ada Lind"]
    assert made.claims["content"].str.contains("slow spring").tolist() == [False, True]
    left = [made.claims["question_id"], made.claims["value"], made.figures["payer"], made.figures["recipient"]]
    assert all(cells.isna().all() for cells in [*left, made.figures["status"]])
    assert json.loads((folder / "case" / "datapackage.json").read_text())["resources"]


def test_what_was_coded_survives_a_second_run(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    questions = pd.DataFrame({"question_id": ["rate"], "question": ["Slow?"], "answer_type": ["yes_no"]})
    questions.reindex(columns=tables.columns("questions")).to_csv(folder / "case" / "questions.csv", index=False)
    claims, figures = sheet(folder / "case", "claims"), sheet(folder / "case", "figures")
    claims.loc[1, ["question_id", "value"]] = ["rate", "yes"]
    figures.loc[0, ["payer", "recipient", "status", "high"]] = ["Norland", "Bank of Norland", "pledged", "21000000000"]
    own = {
        **dict.fromkeys(figures.columns),
        "figure_id": "mine",
        "report_id": "first-report",
        "low": "1",
        "note": "by hand",
    }
    pd.concat([figures, pd.DataFrame([own])]).to_csv(folder / "case" / "figures.csv", index=False)
    claims.to_csv(folder / "case" / "claims.csv", index=False)
    (folder / "in" / "first report.txt").write_bytes(("It gave €3 million.\r\n" + REPORT).encode())

    again = case.create(folder / "case", folder / "in")
    assert again.claims.loc[1, ["question_id", "value"]].tolist() == ["rate", "yes"]
    assert again.figures.set_index("figure_id").loc["first-report-f1", ["payer", "status"]].tolist() == [
        "Norland",
        "pledged",
    ]
    assert again.figures.set_index("figure_id").loc["first-report-f1", "high"] == 21e9
    assert "mine" in set(again.figures["figure_id"]) and len(again.figures) == 4
    drafted = again.figures.dropna(subset="start")
    raw = again.text["first-report"]
    assert [raw[int(r.start) : int(r.end)] for r in drafted.itertuples()] == drafted["surface"].tolist()


def test_running_twice_changes_nothing(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    before = {p.name: p.read_bytes() for p in (folder / "case").rglob("*") if p.is_file()}
    case.create(folder / "case", folder / "in")
    assert before == {p.name: p.read_bytes() for p in (folder / "case").rglob("*") if p.is_file()}


def test_a_coded_row_stays_when_its_words_are_gone(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    figures = sheet(folder / "case", "figures")
    figures.loc[1, "status"] = "disbursed"
    figures.to_csv(folder / "case" / "figures.csv", index=False)
    (folder / "in" / "first report.txt").write_text("Nothing was said.")
    again = case.create(folder / "case", folder / "in")
    assert again.figures[["surface", "status"]].to_numpy().tolist() == [["€5 million", "disbursed"]]


def test_a_second_report_joins_the_first(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    (folder / "more.jsonl").write_text(
        json.dumps({"report_id": "b", "text": "Lind said that 3 million euros were paid.", "outlet": "Norland Post"})
    )
    both = case.create(folder / "case", folder / "more.jsonl")
    assert both.reports["report_id"].tolist() == ["first-report", "b"]
    assert both.reports.loc[1, "outlet"] == "Norland Post" and set(both.figures["report_id"]) == {"first-report", "b"}


def test_nothing_is_written_when_something_is_wrong(folder):
    (folder / "in" / "bad.jsonl").write_text("{")
    with pytest.raises(case.CaseError, match=r"bad\.jsonl, line 1"):
        case.create(folder / "case", folder / "in")
    assert not (folder / "case").exists()
    with pytest.raises(case.CaseError, match="no text"):
        case.create(folder / "case", [])
    with pytest.raises(case.CaseError, match=r"none\.txt"):
        case.create(folder / "case", folder / "none.txt")


def test_a_broken_sheet_is_named_and_left_alone(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    figures = sheet(folder / "case", "figures")
    figures.loc[0, "status"] = "maybe"
    figures.to_csv(folder / "case" / "figures.csv", index=False)
    before = (folder / "case" / "figures.csv").read_bytes()
    with pytest.raises(case.CaseError, match=r"figures\.csv, row 2, column status"):
        case.create(folder / "case", folder / "in")
    assert (folder / "case" / "figures.csv").read_bytes() == before


def test_two_files_of_one_name_become_two_reports(folder):
    (folder / "other").mkdir()
    (folder / "other" / "first report.txt").write_text("Norland agreed.")
    made = case.create(folder / "case", [folder / "in", folder / "other"], actors=ACTORS)
    assert made.reports["report_id"].tolist() == ["first-report", "first-report-2"]
