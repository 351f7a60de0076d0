"""The contract: columns of every table and the calls that notebooks, benchmarks and readers rely on."""

import importlib
import inspect

import pytest

from helpers import schema

COLUMNS = {
    "outlets": "outlet domain country kind funding editorial_control ownership ownership_url",
    "reports": "report_id outlet url published published_basis cites language scope accessed archived_url",
    "texts": "report_id path sha256",
    "actors": "actor kind country affiliation aliases",
    "mentions": "report_id sentence start end surface actor paragraph",
    "questions": "question_id question answer_type unit tolerance time_dependent topic",
    "claims": "claim_id report_id speaker via question_id value low high modality spoken_on origin_override "
    "override_reason note",
    "outcomes": "question_id value settled_on settled_by independent controlled_by basis url confidence",
    "figures": "figure_id report_id flow_id hop payer recipient instrument low high currency status kind date "
    "backed_by stated_by",
    "parts": "child parent",
}

CALLS = {
    "case.load": ["path"],
    "case.create": ["path", "sources"],
    "reading.text.read": ["source"],
    "reading.actors.find": ["text", "actors=None"],
    "reading.attribution.find": ["text", "actors=None"],
    "reading.money.find": ["text"],
    "reliability.origins": ["claims", "reports", "actors"],
    "reliability.discover": ["claims", "method=*", "known=None", "seed=0"],
    "reliability.explain": ["verdicts", "question_id"],
    "reliability.score": ["verdicts", "outcomes"],
    "network.cooccurrence": ["mentions", "within=('report_id',)", "actor='actor'", "window=None"],
    "network.significance": ["ties", "mentions", "within=*"],
    "network.graph": ["ties", "actors=*"],
    "network.communities": ["graph", "seed=0"],
    "network.evidence": ["mentions", "source", "target", "within=*", "window=*"],
    "funding.ledger": [
        "figures",
        "parts",
        "currency='USD'",
        "reports=None",
        "rates=None",
        "actors=None",
        "as_of=None",
    ],
    "funding.totals": ["book"],
    "funding.candidates": ["figures", "reports=None"],
    "funding.steps": ["book"],
    "funding.summary": ["steps"],
    "funding.reconcile": ["figures", "parts"],
    "funding.audit_pairs": ["pairs"],
    "funding.flows": ["book"],
    "page.say": ["template"],
    "page.show": ["axes", "name", "finding=*", "shows=*", "source=*"],
    "page.keep": ["table", "name"],
    "page.linked": ["table", "reports"],
    "gdelt.read": ["paths", "connection"],
}


@pytest.mark.parametrize("table", COLUMNS)
def test_tables_have_the_columns_of_the_contract_in_order(table):
    promised = COLUMNS[table].split()
    assert [c for c in schema.columns(table) if c in promised] == promised


@pytest.mark.parametrize("call", CALLS)
def test_calls_take_the_promised_arguments(call):
    module, _, name = call.rpartition(".")
    function = getattr(importlib.import_module(f"helpers.{module}"), name)
    taken = inspect.signature(function).parameters
    for promised in CALLS[call]:
        argument, _, default = promised.partition("=")
        assert argument in taken, f"{call} takes no {argument}"
        if default and default != "*":
            assert repr(taken[argument].default) == default
    firsts = [a.partition("=")[0] for a in CALLS[call]]
    assert list(taken)[: len(firsts)] == firsts
