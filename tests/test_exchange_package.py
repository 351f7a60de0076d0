"""Tables for other programs: data package, workbook and database, read back by a library of each field."""

from pathlib import Path

import duckdb
import frictionless
import numpy as np
import openpyxl
import pandas as pd
import pytest

from helpers import case, funding, schema
from helpers.exchange import database, package, spreadsheet

TOY = case.load(Path(__file__).parent / "toy")
ALL = {name: getattr(TOY, name) for name in schema.TABLES if len(getattr(TOY, name))}


def test_the_toy_ledger_is_read_back_whole(tmp_path):
    links = funding.flows(funding.ledger(TOY.figures, TOY.parts, currency="EUR"))
    target = package.write({"flows": links, "figures": TOY.figures}, tmp_path, "toy")
    report = frictionless.validate(str(target))
    assert report.valid, report.flatten(["title", "note"])
    rows = frictionless.Package(str(target)).get_resource("flows").read_rows()
    assert [row["source"] for row in rows] == list(links["source"])
    assert [float(row["value"]) for row in rows] == pytest.approx(list(links["value"]))


def test_every_table_and_every_column_is_described_in_words(tmp_path):
    described = package._describe(ALL, "toy", title="A toy")
    assert described["title"] == "A toy" and len(described["resources"]) == len(ALL)
    for resource in described["resources"]:
        assert resource["description"] == schema.TABLES[resource["name"]].description
        assert all(field["description"] for field in resource["schema"]["fields"])
    assert frictionless.validate(str(package.write(ALL, tmp_path, "toy"))).valid


def test_days_and_moments_and_sums_without_end_are_typed(tmp_path):
    days = pd.to_datetime(["2031-06-05", None])
    table = pd.DataFrame({"day": days, "moment": pd.to_datetime(["2031-06-05 12:30", None]), "sum": [np.inf, 1.5]})
    fields = package._describe({"t": table}, "t")["resources"][0]["schema"]["fields"]
    assert [f["type"] for f in fields] == ["date", "datetime", "number"]
    assert frictionless.validate(str(package.write({"t": table.drop(columns="moment")}, tmp_path, "t"))).valid


def test_a_cell_that_is_not_of_its_type_is_noticed(tmp_path):
    target = package.write({"sums": pd.DataFrame({"value": [1.5, 2.0]})}, tmp_path, "sums")
    (tmp_path / "sums.csv").write_text("value\n1.5\nmany\n", encoding="utf-8")
    assert not frictionless.validate(str(target)).valid


def test_a_workbook_holds_every_table_and_says_what_they_are(tmp_path):
    book = openpyxl.load_workbook(spreadsheet.write(ALL, tmp_path / "toy.xlsx"))
    assert book.sheetnames == ["contents", *ALL]
    for name, table in ALL.items():
        rows = list(book[name].values)
        assert list(rows[0]) == list(table.columns) and len(rows) == len(table) + 1
        assert book[name].freeze_panes == "A2"
    figures = pd.DataFrame(list(book["figures"].values)[1:], columns=TOY.figures.columns)
    assert figures["low"].dropna().tolist() == TOY.figures["low"].dropna().tolist()
    contents = list(book["contents"].values)
    assert ("figures", "payer", schema.TABLES["figures"].description, "who pays") in contents


def test_text_in_a_workbook_stays_text(tmp_path):
    cells = ["=1+1", "@SUM(A1)", "-5", "+5", "bell\x07", "x" * 40_000, "half \ud83d", "한국"]
    table = pd.DataFrame({"=head": cells}, dtype="object")
    book = openpyxl.load_workbook(spreadsheet.write({"a/b[c]": table, "A/B[C]": table}, tmp_path / "t.xlsx"))
    assert book.sheetnames == ["contents", "a-b-c-", "A-B-C--2"]
    found = [cell for (cell,) in book["a-b-c-"].iter_rows(min_row=1)]
    assert all(cell.data_type == "s" for cell in found)
    assert [cell.value for cell in found][:6] == ["=head", *cells[:4], "bell"]
    assert len(found[6].value) == 32_767 and found[6].value.endswith("…") and found[8].value == "한국"
    with pytest.raises(ValueError, match="1,048,576 rows"):
        spreadsheet.write({"t": pd.DataFrame(index=range(1_048_576))}, tmp_path / "long.xlsx")


def test_a_database_holds_every_table_with_comments(tmp_path):
    path = database.write(ALL | {"no-rows": TOY.figures.head(0)}, tmp_path / "toy.duckdb")
    database.write(ALL | {"no-rows": TOY.figures.head(0)}, path)
    with duckdb.connect(str(path), read_only=True) as connection:
        names = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert names == {*ALL, "no_rows"}
        for name, table in ALL.items():
            back = connection.execute(f'SELECT * FROM "{name}"').df()
            assert list(back.columns) == list(table.columns) and len(back) == len(table)
        comment = "SELECT comment FROM duckdb_columns() WHERE table_name = 'figures' AND column_name = 'payer'"
        assert connection.execute(comment).fetchone() == ("who pays",)
        assert connection.execute("SELECT sum(high) FROM figures").fetchone()[0] == TOY.figures["high"].sum()
    assert [file.name for file in tmp_path.iterdir()] == ["toy.duckdb"]
