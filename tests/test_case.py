"""Reading a case: what is right loads, what is wrong is named with file, row, column and remedy."""

import json
import shutil
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
