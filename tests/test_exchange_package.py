"""Result tables as a data package: read back by the library of that field, cell by cell."""

from pathlib import Path

import frictionless
import pandas as pd
import pytest

from helpers import case, funding
from helpers.exchange import package

TOY = case.load(Path(__file__).parent / "toy")


def test_the_toy_ledger_is_read_back_whole(tmp_path):
    links = funding.flows(funding.ledger(TOY.figures, TOY.parts, currency="EUR"))
    target = package.write({"flows": links, "figures": TOY.figures}, tmp_path, "toy")
    report = frictionless.validate(str(target))
    assert report.valid, report.flatten(["title", "note"])
    rows = frictionless.Package(str(target)).get_resource("flows").read_rows()
    assert [row["source"] for row in rows] == list(links["source"])
    assert [float(row["value"]) for row in rows] == pytest.approx(list(links["value"]))


def test_a_cell_that_is_not_of_its_type_is_noticed(tmp_path):
    target = package.write({"sums": pd.DataFrame({"value": [1.5, 2.0]})}, tmp_path, "sums")
    (tmp_path / "sums.csv").write_text("value\n1.5\nmany\n", encoding="utf-8")
    assert not frictionless.validate(str(target)).valid
