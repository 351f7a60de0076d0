"""Reading a case: what is right loads, what is wrong is named with file, row, column and remedy."""

import json
import shutil
import time
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from schema import renewed

from helpers import case, schema

TOY = Path(__file__).parent / "toy"


@pytest.fixture
def toy(tmp_path):
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


def _put(folder, table, column, value, row=0):
    frame = pd.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False)
    frame.loc[row, column] = value
    frame.to_csv(folder / f"{table}.csv", index=False)


def _problems(folder):
    with pytest.raises(case.CaseError) as caught:
        case.load(folder)
    return caught.value.problems


def test_toy_case_loads_with_every_table():
    toy = case.load(TOY)
    assert (toy.name, len(toy.reports), toy.missing) == ("toy", 12, ())
    assert all(len(getattr(toy, t)) for t in schema.TABLES)
    assert toy.text["t06"].startswith("The bridge opens")
    assert toy.questions.dtypes["tolerance"] == "float64" and toy.mentions.dtypes["start"] == "Int64"


def test_toy_case_exercises_the_coding_rules():
    toy = case.load(TOY)
    claims = toy.claims
    assert set(toy.questions["answer_type"]) == set(schema.ANSWER_TYPES)
    assert set(claims["modality"]) <= set(schema.MODALITIES) and claims["speaker"].isna().any()
    assert claims["via"].str.contains(" > ").any() and claims["via"].str.contains(r" \+ ").any()
    assert claims["origin_override"].notna().any()
    assert (claims["low"].notna() & claims["high"].isna()).any()
    assert claims.loc[claims["modality"] == "cannot_confirm", "value"].isna().all()
    assert set(toy.figures["kind"]) <= set(schema.FIGURE_KINDS)
    assert toy.figures.groupby("flow_id")["hop"].nunique().max() == 2
    assert set(toy.outcomes["independent"]) == {True, False} and toy.outcomes["controlled_by"].notna().any()


def _spoiled(table, column):
    """A cell that its column must refuse."""
    spec = schema.TABLES[table].columns[column]
    meta = spec.metadata
    if meta["refers"]:
        return "nobody-of-that-name"
    if not spec.nullable:
        return ""
    if meta["values"] or meta["kind"] != "text":
        return "neither this nor that"
    return "a\x07b" if meta["pattern"] == schema.PLAIN else "not of that form"


def _references(table, wanted):
    return [c for c, spec in schema.TABLES[table].columns.items() if bool(spec.metadata["refers"]) == wanted]


@pytest.mark.parametrize("wanted", [False, True], ids=["cells", "references"])
@pytest.mark.parametrize("table", schema.TABLES)
def test_every_wrong_cell_is_named_and_no_right_one(toy, table, wanted):
    spoiled = {c: _spoiled(table, c) for c in _references(table, wanted)}
    for row, (column, value) in enumerate(spoiled.items()):
        _put(toy, table, column, value, row=row % 2)
    if spoiled:
        named = [(p.file, p.row, p.column) for p in _problems(toy)]
        assert sorted(named) == sorted((f"{table}.csv", 2 + i % 2, c) for i, c in enumerate(spoiled))


@pytest.mark.parametrize("table", schema.TABLES)
def test_required_columns_that_are_not_there_are_named(toy, table):
    required = [c for c, spec in schema.TABLES[table].columns.items() if not spec.nullable]
    frame = pd.read_csv(toy / f"{table}.csv", dtype=str, keep_default_na=False)
    frame.drop(columns=required).assign(more="x").to_csv(toy / f"{table}.csv", index=False)
    named = {(p.file, p.row, p.column) for p in _problems(toy)}
    assert {(f"{table}.csv", 1, c) for c in required} <= named


@pytest.mark.parametrize("table", [t for t, s in schema.TABLES.items() if s.metadata["key"]])
def test_a_key_given_twice_is_named(toy, table):
    frame = pd.read_csv(toy / f"{table}.csv", dtype=str, keep_default_na=False)
    pd.concat([frame, frame.head(1)]).to_csv(toy / f"{table}.csv", index=False)
    last = [p for p in _problems(toy) if p.row == len(frame) + 2]
    assert last and last[0].column == " + ".join(schema.TABLES[table].metadata["key"])


@pytest.mark.parametrize(
    ("table", "column", "value", "expected"),
    [
        ("claims", "value", "many", "a number"),
        ("outcomes", "value", "denied", "yes or no"),
        ("reports", "published", "2024-13", "a date"),
        ("mentions", "surface", "Ada", "the text there: 'Ada Brandt'"),
        ("outcomes", "confidence", "1.2", "at most 1"),
        ("figures", "low", "99000000", "low ≤ high"),
        ("texts", "path", "../../outside.csv", "an existing file in the case"),
        ("claims", "via", "Northwire > Nobody", "a name listed in actors.csv or outlets.csv"),
    ],
)
def test_the_message_says_what_is_expected(toy, table, column, value, expected):
    _put(toy, table, column, value)
    assert any(expected in str(p) and p.remedy for p in _problems(toy) if p.file == f"{table}.csv")


def test_a_changed_text_is_noticed(toy):
    (toy / "reports" / "t01.txt").write_text("Something else.", encoding="utf-8")
    (problem,) = _problems(toy)
    assert (problem.file, problem.row, problem.column) == ("texts.csv", 2, "sha256")


def test_a_short_row_bad_bytes_and_a_missing_file_are_named(toy):
    with open(toy / "parts.csv", "a", encoding="utf-8") as f:
        f.write("alone\n")
    (toy / "pairs.csv").write_bytes(b"report,amount\n\xff\xfe,1\n")
    (toy / "reports.csv").unlink()
    assert {(p.file, p.row) for p in _problems(toy)} == {("parts.csv", 4), ("pairs.csv", 2), ("reports.csv", None)}


def test_no_such_folder():
    with pytest.raises(case.CaseError, match="no such folder"):
        case.load("nowhere/at/all")


def test_a_case_may_have_reports_only(tmp_path):
    shutil.copy(TOY / "reports.csv", tmp_path)
    small = case.load(tmp_path)
    assert set(small.missing) == set(schema.TABLES) - {"reports"}
    assert small.lacks("claims", "reports") == ["claims"]


def test_blank_lines_and_extra_columns_are_kept_apart_from_errors(toy):
    text = (toy / "parts.csv").read_text(encoding="utf-8").splitlines()
    (toy / "parts.csv").write_text("\n".join([text[0] + ",mine", "", *[line + ",x" for line in text[1:]]]) + "\n")
    assert list(case.load(toy).parts["mine"]) == ["x", "x"]
    _put_line = (toy / "parts.csv").read_text().replace("rest,grant", "rest,grunt")
    (toy / "parts.csv").write_text(_put_line)
    assert [(p.row, p.column) for p in _problems(toy)] == [(4, "parent")]


@pytest.mark.parametrize(
    ("table", "column", "put", "value"),
    [
        ("questions", "time_dependent", "Yes", True),
        ("questions", "time_dependent", " TRUE ", True),
        ("questions", "time_dependent", "N", False),
        ("claims", "modality", "Asserts", "asserts"),
        ("claims", "modality", "cannot confirm", "cannot_confirm"),
        ("claims", "value", "3e2", "300"),
        ("claims", "value", "300.00", "300"),
        ("claims", "value", " 300\u00a0", "300"),
        ("claims", "speaker", " Ada Brandt ", "Ada Brandt"),
        ("figures", "low", "1e7", 1e7),
        ("figures", "hop", "1.0", 1),
        ("figures", "currency", "eur", "EUR"),
        ("reports", "language", "EN", "en"),
        ("reports", "published", "2024-02-29", "2024-02-29"),
        ("reports", "published", "2024-05-01\n", "2024-05-01"),
        ("reports", "outlet", "", None),
        ("reports", "outlet", "Unknown", None),
        ("reports", "outlet", "n/a", None),
        ("claims", "speaker", "unknown", None),
        ("claims", "note", "'=1+1", "=1+1"),
    ],
)
def test_what_can_mean_one_thing_only_is_taken(toy, table, column, put, value):
    _put(toy, table, column, put)
    cell = getattr(case.load(toy), table)[column].iloc[0]
    assert pd.isna(cell) if value is None else cell == value


def test_an_answer_is_read_by_the_type_of_its_question(toy):
    _put(toy, "outcomes", "value", "TRUE")
    assert case.load(toy).outcomes["value"][0] == "yes"


def test_words_for_not_known_are_no_outlet_and_the_log_says_so(toy, caplog):
    for row in range(3):
        _put(toy, "reports", "outlet", "unknown", row=row)
    outlets = pd.read_csv(toy / "outlets.csv", dtype=str)
    pd.concat([outlets, pd.DataFrame({"outlet": ["unknown"]})]).to_csv(toy / "outlets.csv", index=False)
    made = case.load(toy)
    assert made.reports["outlet"].isna().sum() == 3 and "unknown" not in set(made.outlets["outlet"])
    assert "reports.csv, column outlet: 'unknown' counts as not known (3 cells)" in caplog.text


def test_blank_rows_and_columns_at_the_end_are_nothing(toy):
    lines = (toy / "parts.csv").read_text(encoding="utf-8").splitlines()
    (toy / "parts.csv").write_text("\n".join([*(f"{line},,  " for line in lines), ",,,,", " ,,,,", ""]) + "\n")
    assert len(case.load(toy).parts) == 2


def test_a_row_is_counted_as_a_spreadsheet_does(toy):
    """A cell of two lines, and a blank row, come before the wrong one."""
    text = 'child,parent,split\ngrant_paid,grant,"two\nlines"\n,,\nrest,grunt,tranche\n'
    (toy / "parts.csv").write_text(text, encoding="utf-8")
    assert [(p.row, p.column) for p in _problems(toy)] == [(4, "parent")]


def test_a_cell_may_be_as_long_as_a_book(toy):
    _put(toy, "claims", "note", "word " * 40_000)
    assert len(case.load(toy).claims["note"][0]) == 199_999


@pytest.mark.slow
def test_reading_grows_with_the_number_of_columns_and_not_with_its_square(toy):
    frame = pd.read_csv(toy / "claims.csv", dtype=str)
    took = []
    for width in (5_000, 20_000):
        wide = pd.concat([frame, pd.DataFrame({f"mine{i}": ["x"] * len(frame) for i in range(width)})], axis=1)
        wide.to_csv(toy / "claims.csv", index=False)
        began = time.process_time()
        assert case.load(toy).claims.shape[1] > width
        took.append(time.process_time() - began)
    assert took[1] < 8 * took[0] + 1


def test_an_older_case_is_read_and_says_so(toy, caplog):
    package = json.loads((toy / "datapackage.json").read_text())
    (toy / "datapackage.json").write_text(json.dumps({**package, "version": "1.0"}))
    for table, new in [("questions", ["label", "course", "window", "parties", "interested", "contrast"])]:
        frame = pd.read_csv(toy / f"{table}.csv", dtype=str)
        frame.drop(columns=new, errors="ignore").to_csv(toy / f"{table}.csv", index=False)
    made = case.load(toy)
    assert made.questions["course"].isna().all() and "format 1.0 read as 2.0" in caplog.text


def test_the_day_of_a_case_is_told_or_that_of_its_last_report(toy):
    assert case.load(toy).day == case.load(toy).reports["published"].dropna().max()
    package = json.loads((toy / "datapackage.json").read_text())
    (toy / "datapackage.json").write_text(json.dumps({**package, "day": "2024-05-02"}))
    assert case.load(toy).day == "2024-05-02"


def test_claims_without_questions_are_read_with_a_word(toy, caplog):
    for name in ("questions", "outcomes", "second_coding"):
        (toy / f"{name}.csv").unlink()
    assert len(case.load(toy).claims) and "questions.csv is missing" in caplog.text


def test_validate_checks_tables_in_memory():
    toy = case.load(TOY)
    assert case.validate(toy) is toy
    toy.claims.loc[0, "speaker"] = "Nobody"
    with pytest.raises(case.CaseError, match=r"claims.csv, row 2, column speaker"):
        case.validate(toy)


def test_datapackage_is_as_generated_and_frictionless_accepts_it():
    kept = json.loads((TOY / "datapackage.json").read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(renewed(TOY)))
    report = frictionless.validate(str(TOY / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])
