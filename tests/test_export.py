"""`make export`: every format of a case, each read back by a program of its field."""

import json
from pathlib import Path

import duckdb
import export
import frictionless
import networkx as nx
import openpyxl
import pytest

from helpers import case, schema
from helpers.exchange import glossary

pytestmark = pytest.mark.slow
TESTS = Path(__file__).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    export.write(case.load(TESTS / "toy"), folder)
    return folder


def test_every_format_is_there_and_the_list_says_what_opens_it(folder):
    told = (folder / "README.txt").read_text(encoding="utf-8")
    for name in export.OPENS:
        name = name.format(name="toy")
        assert name in told
        assert (folder / name).exists() != (f"{name}: nothing to write" in told)


def test_all_tables_stand_in_package_workbook_and_database(folder):
    target = folder / "datapackage" / "datapackage.json"
    assert frictionless.validate(str(target)).valid
    names = [resource["name"] for resource in json.loads(target.read_text(encoding="utf-8"))["resources"]]
    assert {"reports", "claims", "positions", "typed-ties", "ties"} <= set(names)
    assert openpyxl.load_workbook(folder / "toy.xlsx", read_only=True).sheetnames == ["contents", *names]
    with duckdb.connect(str(folder / "toy.duckdb"), read_only=True) as connection:
        tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert tables == {name.replace("-", "_") for name in names}


def test_every_column_is_described_by_more_than_its_name(folder):
    described = json.loads((folder / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    known = {column for table in schema.TABLES.values() for column in table.columns}
    for resource in described["resources"]:
        assert resource["description"] not in (resource["name"], "")
        for field in resource["schema"]["fields"]:
            name = field["name"]
            assert name in known or name in glossary._COLUMNS or glossary._parted(name), (resource["name"], name)


def test_payments_are_directed(folder):
    graph = nx.read_gexf(folder / "typed-ties.gexf")
    assert graph.is_directed() and ("Lumen", "Bridge Fund") in {(a, b) for a, b in graph.edges()}


def test_a_case_without_coding_says_what_is_missing(tmp_path):
    source, target = tmp_path / "bare", tmp_path / "out"
    source.mkdir(), target.mkdir()
    (source / "reports.csv").write_text("report_id,outlet\nr1,Daily Reed\n", encoding="utf-8")
    (source / "outlets.csv").write_text("outlet\nDaily Reed\n", encoding="utf-8")
    lines = export.write(case.load(source), target)
    assert sum("nothing to write: see" in line for line in lines) == 4
    assert (target / "bare.xlsx").exists() and not (target / "network.gexf").exists()
