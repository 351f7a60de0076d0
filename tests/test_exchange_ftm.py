"""Payments and debts as FollowTheMoney: by hand, and read back with the library of that field where it is installed."""

import json
from pathlib import Path

import pytest

from helpers import case, funding
from helpers.exchange import ftm

TOY = case.load(Path(__file__).parent / "toy")


@pytest.fixture
def made():
    links = funding.flows(funding.ledger(TOY.figures, TOY.parts, currency="EUR"))
    return ftm.entities(links, TOY.figures, TOY.reports, TOY.actors)


def test_payments_of_the_toy_case_by_hand(made):
    names = {e["id"]: e["properties"].get("name", [""])[0] for e in made}
    paid = [e["properties"] for e in made if e["schema"] == "Payment"]
    found = {(names[p["payer"][0]], names[p["beneficiary"][0]], p["amount"][0]) for p in paid}
    assert found == {("Lumen", "Bridge Fund", "5000000.00"), ("Bridge Fund", "Aster", "4000000.00")}
    # a pledge of a grant is neither a payment nor a debt
    assert not [e for e in made if e["schema"] == "Debt"]


def test_ids_are_unique_and_what_is_written_is_what_was_made(made, tmp_path):
    assert len({e["id"] for e in made}) == len(made)
    lines = ftm.write(made, tmp_path / "toy.ftm.json").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == made


def test_the_library_of_the_field_reads_every_property_back(made):
    model = pytest.importorskip("followthemoney").model
    for entity in made:
        proxy = model.get_proxy(entity)
        proxy.schema.validate(entity)
        for name, values in entity["properties"].items():
            assert sorted(proxy.get(name)) == sorted(values), name
