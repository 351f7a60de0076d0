import json
import logging
import multiprocessing

import docx
import pandas as pd
import pytest

from helpers import case, schema
from helpers.case import draft, versions
from helpers.case.drop import drop
from helpers.reading import attribution

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
    questions.reindex(columns=schema.columns("questions")).to_csv(folder / "case" / "questions.csv", index=False)
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


def put(folder, *texts):
    """A `.jsonl` file of reports without ids."""
    folder.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))


def write(path, name, frame):
    frame.to_csv(path / f"{name}.csv", index=False)


def test_patterns_and_folders_stand_for_their_files(folder, caplog):
    made = case.create(folder / "case", [f"{folder}/in/*.txt", f"{folder}/in/*.html"], actors=ACTORS)
    assert made.reports["report_id"].tolist() == ["first-report"] and "*.html" in caplog.text
    with pytest.raises(case.CaseError, match=r"\*\.html.*no file"):
        case.create(folder / "case", f"{folder}/in/*.html")


def test_lines_without_ids_are_told_apart_by_file_and_text(folder):
    put(folder / "b.jsonl", "Norland said it will pay $5 million.", "Lind said she will pay $7 million.")
    assert case.create(folder / "case", folder / "b.jsonl").reports["report_id"].tolist() == ["b-1", "b-2"]
    figures = sheet(folder / "case", "figures")
    figures.loc[0, "note"] = "on Norland"
    write(folder / "case", "figures", figures)
    put(folder / "a.jsonl", "Berg said that he will pay $5 million.")
    put(folder / "b.jsonl", "A new line says $5 million.", "Norland said it will pay $5 million.")
    again = case.create(folder / "case", [folder / "a.jsonl", folder / "b.jsonl"])
    noted = again.figures.dropna(subset="note")
    assert noted["report_id"].tolist() == ["b-1"] and again.text["b-1"].startswith("Norland")
    assert {"a-1", "b-1-2"} <= set(again.reports["report_id"])


def test_a_file_of_the_same_name_elsewhere_is_another_report(folder):
    for place in ("x", "y"):
        (folder / place).mkdir()
        (folder / place / "article.txt").write_text(f"Lind said that {place} is true.")
        made = case.create(folder / "case", folder / place, actors=ACTORS)
    assert made.text == {"article": "Lind said that x is true.", "article-2": "Lind said that y is true."}
    (folder / "x" / "article.txt").rename(folder / "x" / "moved.txt")
    assert len(case.create(folder / "case", folder / "x").reports) == 2


@pytest.mark.slow
def test_what_the_case_stored_is_no_source(folder):
    for _ in range(3):
        made = case.create(folder / "in" / "case", folder / "in", actors=ACTORS)
    assert made.reports["report_id"].tolist() == ["first-report"]
    alone = case.create(folder / "in" / "case", folder / "in" / "case" / "reports")
    assert alone.reports["report_id"].tolist() == ["first-report"] and len(alone.figures) == len(made.figures)


def test_words_that_are_gone_leave_no_offsets(folder, caplog):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    figures, claims = sheet(folder / "case", "figures"), sheet(folder / "case", "claims")
    figures["note"], claims["note"] = "coded", "coded"
    write(folder / "case", "figures", figures)
    write(folder / "case", "claims", claims)
    (folder / "in" / "first report.txt").write_text(REPORT.replace("$20 billion", "$24 billion, not more"))
    again = case.create(folder / "case", folder / "in")
    old = again.figures.set_index("surface")
    assert old.loc["$20 billion", ["start", "end"]].isna().all() and "first-report-f1" in caplog.text
    assert again.text["first-report"][int(old.loc["€5 million", "start"]) :].startswith("€5 million")
    lost = again.claims[again.claims["content"].str.contains("20 billion", regex=False)]
    assert lost["start"].isna().tolist() == [True]


def test_offsets_that_give_other_words_are_refused(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    figures = sheet(folder / "case", "figures")
    figures.loc[0, ["start", "end"]] = ["0", "4"]
    write(folder / "case", "figures", figures)
    with pytest.raises(case.CaseError, match=r"figures\.csv, row 2, column start: .*'Ada '"):
        case.load(folder / "case")
    figures.loc[0, ["start", "end"]] = ["5", "9000"]
    write(folder / "case", "figures", figures)
    with pytest.raises(case.CaseError, match="whole numbers within the text"):
        case.load(folder / "case")


@pytest.mark.slow
def test_deleted_rows_and_cleared_cells_stay_so(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    figures, claims = sheet(folder / "case", "figures"), sheet(folder / "case", "claims")
    write(folder / "case", "figures", figures.drop(index=0))
    claims.loc[0, ["speaker", "speaker_words"]] = None
    write(folder / "case", "claims", claims)
    for _ in range(2):
        again = case.create(folder / "case", folder / "in")
        assert again.figures["surface"].tolist() == ["€5 million"]
        assert again.claims["speaker"].isna().tolist() == [True, False]
    (folder / "case" / "figures.csv").unlink()
    assert len(case.create(folder / "case", folder / "in").figures) == 2


def test_an_actor_added_later_fills_the_cells_it_left_empty(folder):
    case.create(folder / "case", folder / "in")
    ACTORS.reindex(columns=schema.columns("actors")).to_csv(folder / "case" / "actors.csv", index=False)
    assert case.create(folder / "case", folder / "in").claims["speaker"].tolist() == ["Ada Lind", "Ada Lind"]


def test_a_source_without_text_is_named(folder, caplog):
    (folder / "in" / "empty.html").write_text("<html><script>let a</script></html>")
    (folder / "in" / "page.html").write_text("<p>Lind said that y is true.</p>")
    (folder / "in" / "page.txt").write_text("Lind said that x is true.")
    with caplog.at_level(logging.WARNING):
        made = case.create(folder / "case", folder / "in", actors=ACTORS)
    assert made.text["page"] == "Lind said that y is true." and made.text["page-2"] == "Lind said that x is true."
    assert "empty.html holds no text" in caplog.text


def test_nothing_is_drafted_from_calls_and_links(folder):
    (folder / "in" / "first report.txt").write_text(REPORT + "JOIN US ON TELEGRAM\nRead more: Lind wants $9 million\n")
    states = pd.DataFrame({"actor": ["United States"], "kind": ["state"], "aliases": ["US"]})
    made = case.create(folder / "case", folder / "in", actors=pd.concat([ACTORS, states]))
    assert "United States" not in set(made.mentions["actor"]) and "$9 million" not in set(made.figures["surface"])
    assert made.mentions["surface"].tolist().count("Lind") == 1


def test_all_bad_lines_of_a_file_are_named_at_once(folder):
    (folder / "bad.jsonl").write_text('{"text": "a"}\n{bad\n[]\n' + "[" * 100_000)
    with pytest.raises(case.CaseError) as error:
        case.create(folder / "case", folder / "bad.jsonl")
    assert [problem.row for problem in error.value.problems] == [2, 3, 4]
    assert str(error.value).count("bad.jsonl") == 3


def test_a_sheet_with_semicolons_is_told_from_a_broken_one(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    sheet(folder / "case", "figures").to_csv(folder / "case" / "figures.csv", index=False, sep=";")
    with pytest.raises(case.CaseError, match="semicolons"):
        case.load(folder / "case")


def test_lines_broken_within_sentences_are_pointed_out(folder, caplog):
    (folder / "in" / "mail.txt").write_text(
        "Ada Lind said on Monday that the Bank of Norland would not\nmove its rate before the summer, and that it saw\n"
        "no reason to do so now.\n"
    )
    case.create(folder / "case", folder / "in", actors=ACTORS)
    assert "mail.txt: its lines end within sentences" in caplog.text and "first report.txt:" not in caplog.text


def test_a_very_long_id_makes_a_name_that_a_disk_takes(folder):
    lines = [json.dumps({"report_id": word * 300, "text": f"Lind said that {word} is true."}) for word in ("x", "ж")]
    (folder / "long.jsonl").write_text("\n".join(lines))
    made = case.create(folder / "case", folder / "long.jsonl", actors=ACTORS)
    assert len(made.text) == 2 and all(len(name.encode()) < 130 for name in made.reports["report_id"])


def test_words_that_a_spreadsheet_would_calculate_are_quoted_in_the_sheet(folder):
    (folder / "in" / "first report.txt").write_text('Lind said: "=HYPERLINK(1) is cheap." ' + REPORT)
    made = case.create(folder / "case", folder / "in", actors=ACTORS)
    text = (folder / "case" / "claims.csv").read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if ",=" in line or ',"=' in line]
    assert case.create(folder / "case", folder / "in").claims["content"].tolist() == made.claims["content"].tolist()


def test_a_sheet_saved_during_a_draft_is_kept_and_told(folder, monkeypatch):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    claims = sheet(folder / "case", "claims").assign(note="mine")
    (folder / "in" / "second.txt").write_text("Lind said that it rained.")
    real = draft.kept

    def meanwhile(*given):
        write(folder / "case", "claims", claims)
        return real(*given)

    monkeypatch.setattr(draft, "kept", meanwhile)
    with pytest.raises(case.CaseError, match=r"claims\.csv: found a file that was saved while this ran"):
        case.create(folder / "case", folder / "in")
    monkeypatch.undo()
    assert case.create(folder / "case", folder / "in").claims["note"].eq("mine").sum() == 2


@pytest.mark.slow
def test_two_drafts_at_once_come_one_after_the_other(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    (folder / "x.txt").write_text("Lind said that x is true.")
    (folder / "y.txt").write_text("Lind said that y is true.")
    fork = multiprocessing.get_context("fork")
    runs = [fork.Process(target=case.create, args=(folder / "case", folder / name)) for name in ("x.txt", "y.txt")]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert set(case.load(folder / "case").text) == {"first-report", "x", "y"}
    assert not list((folder / "case").glob(".*"))


def test_a_corrected_text_keeps_its_former_version(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    (folder / "in" / "first report.txt").write_bytes(REPORT.replace("$20 billion", "$24 billion").encode())
    again = case.create(folder / "case", folder / "in")
    assert again.texts.loc[0, "version"] == 2 and len(again.texts.loc[0, "replaced_on"]) == 10
    assert (folder / "case" / "reports" / "versions" / "first-report.1.txt").read_bytes() == REPORT.encode()
    assert versions.listed(again)[["what", "before", "after"]].to_numpy().tolist() == [["number", "20", "24"]]


def test_unchanged_texts_are_not_read_again(folder, monkeypatch):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    monkeypatch.setattr(attribution, "find_all", None)  # would fail if it were called
    (folder / "in" / "first report.txt").touch()
    assert len(case.create(folder / "case", folder / "in").claims) == 2


def test_copies_of_one_text_are_one_story(folder):
    said = " ".join(f"{head}{tail}" for head in ("ba", "ce", "di", "fo", "gu") for tail in ("lem", "mor", "nas", "rit"))
    for name in ("one", "two"):
        (folder / "in" / f"{name}.txt").write_text(f"Ada Lind said on Monday that {said} {said} in {name} places.")
    made = case.create(folder / "case", folder / "in", actors=ACTORS).mentions
    assert made.groupby("report_id")["story"].first().to_dict() == {
        "first-report": "first-report",
        "one": "one",
        "two": "one",
    }


def test_names_that_somebody_coded_are_not_read_anew(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)
    mentions, stored = sheet(folder / "case", "mentions"), sheet(folder / "case", "texts")
    write(folder / "case", "mentions", mentions.head(1))
    write(folder / "case", "texts", stored.assign(mentions_coded="yes"))
    more = pd.DataFrame({"actor": ["Lind Foundation"], "kind": ["organisation"]})
    actors = sheet(folder / "case", "actors")
    write(folder / "case", "actors", pd.concat([actors, more]))
    assert len(case.create(folder / "case", folder / "in").mentions) == 1


def test_a_report_taken_out_stays_out_with_all_its_rows(folder):
    (folder / "in" / "second.txt").write_text("Lind said that it rained. It paid $3 million.")
    case.create(folder / "case", folder / "in", actors=ACTORS)
    counts = drop(folder / "case", "second")
    assert counts["reports"] == counts["texts"] == 1 and not (folder / "case" / "reports" / "second.txt").exists()
    again = case.create(folder / "case", folder / "in")
    assert set(again.text) == {"first-report"} and set(again.figures["report_id"]) == {"first-report"}
    with pytest.raises(case.CaseError, match="Did you mean first-report"):
        drop(folder / "case", "first-repot")
    (folder / "case" / "drafted" / "dropped.csv").unlink()
    assert set(case.create(folder / "case", folder / "in").text) == {"first-report", "second"}


def test_records_documents_and_saved_copies_are_read_with_what_they_tell(folder):
    pile = folder / "pile"
    (pile / "saved").mkdir(parents=True)
    (pile / "saved" / "x.html").write_text(
        "<article><p>Lind said that the rate is right for now and for long.</p></article>"
    )
    (pile / "list.csv").write_text(
        "Link;Date;File\nhttps://gull.example/a;22.10.2024;saved/x.html\nhttps://b.example;;no.html\n"
    )
    record = {"id": "n1", "body": "Lind said that it snows.", "date": "2024-10-22T08:00:00Z", "publisher": "Gull"}
    (pile / "records.json").write_text(json.dumps({"articles": [record]}))
    made = docx.Document()
    made.add_paragraph("Lind said that a file of Word can be read.")
    made.save(pile / "word.docx")
    (pile / "photo.jpg").write_bytes(b"x")
    done = draft.draft(folder / "case", pile, actors=ACTORS)
    reports = done.case.reports.set_index("report_id")
    assert reports.loc["n1", ["outlet", "published"]].tolist() == ["Gull", "2024-10-22"]
    assert reports.loc["x", ["outlet", "url", "published"]].tolist() == [
        "gull.example",
        "https://gull.example/a",
        "2024-10-22",
    ]
    assert reports.loc["word", "outlet"] is not reports.loc["n1", "outlet"] and pd.isna(reports.loc["word", "outlet"])
    assert len(done.case.claims) == 3 and (folder / "case" / "reports" / "word.docx").exists()
    assert sorted(reason for _, reason in done.skipped.itertuples(index=False)) == [
        f"holds no text in {pile}/no.html", "is of a kind that is not read (.jpg)"
    ]  # fmt: skip
