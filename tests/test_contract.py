"""The contract: columns of every table and the calls that notebooks, benchmarks and readers rely on."""

import importlib
import inspect

import pytest

from helpers import case, reliability, schema

COLUMNS = {
    "outlets": "outlet domain country kind funding editorial_control ownership ownership_url",
    "reports": "report_id outlet url published published_basis cites language scope accessed archived_url sha256 "
    "retracted_on",
    "texts": "report_id path sha256 version replaced_on",
    "actors": "actor kind country affiliation aliases ids",
    "mentions": "report_id sentence start end surface actor paragraph",
    "questions": "question_id question answer_type unit tolerance time_dependent topic label course "
    "window parties interested contrast",
    "claims": "claim_id report_id speaker via question_id value low high modality spoken_on origin_override "
    "override_reason note strength basis",
    "outcomes": "question_id value settled_on settled_by independent controlled_by basis url confidence",
    "figures": "figure_id report_id flow_id hop payer recipient instrument low high currency status kind date "
    "backed_by stated_by",
    "parts": "child parent",
    "rates": "currency date per_eur source",
}

WORDS = {
    ("outlets", "kind"): "fact_checker satire",
    ("claims", "modality"): "refutes no_comment cannot_confirm denies",
    ("claims", "basis"): "seen document told judged",
    ("questions", "course"): "fixed growing moving",
    ("figures", "status"): "announced pledged committed allocated disbursed cancelled",
    ("figures", "kind"): "flow refund repayment ceiling",
}

CALLS = {
    "case.load": ["path"],
    "case.create": ["path", "sources"],
    "reading.text.read": ["source"],
    "reading.actors.find": ["text", "actors=None"],
    "reading.actors.find_all": ["raw", "actors=None"],
    "reading.attribution.find": ["text", "actors=None"],
    "reading.attribution.find_all": ["raw", "actors=None"],
    "reading.money.find": ["text"],
    "reading.copies.passages": ["texts"],
    "reliability.origins": ["claims", "reports", "actors=None", "questions=None", "outlets=None", "as_of=None"],
    "reliability.tally": ["table"],
    "reliability.positions": ["claims", "questions=*", "outlets=None", "as_of=None"],
    "reliability.assess": ["positions", "questions=*"],
    "reliability.grade": ["claims", "questions=None", "outcomes=None", "as_of=None", "history=None"],
    "reliability.changes": ["table", "as_of", "questions=None", "outlets=None", "actors=None"],
    "reliability.discover": ["claims", "method=*", "known=None", "seed=0"],
    "reliability.explain": ["verdicts", "question_id"],
    "reliability.score": ["verdicts", "outcomes"],
    "network.cooccurrence": ["mentions", "within=('report_id',)", "actor='actor'", "window=None"],
    "network.significance": ["ties", "mentions", "within=*"],
    "network.graph": ["ties", "actors=*"],
    "network.communities": ["graph", "seed=0"],
    "network.centrality": ["ties", "mentions"],
    "network.relations": ["positions", "figures", "questions=None", "actors=None"],
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
    "gdelt.read": ["paths", "connection=None"],
    "gdelt.listing": ["text", "start", "end"],
    "exchange.gexf.write": ["ties", "path"],
    "exchange.stix.bundle": ["grades"],
    "brief.brief": ["case", "as_of=None", "since=None"],
}

POSITIONS = (
    "question_id authority origins answer low high said modality strength basis state party interested misprints"
)
ASSESSED = (
    "question_id answer low high tie voices_for interested_for voices_against interested_against voices_unnamed "
    "parties_against abstaining origins_for_low origins_for_high origins_against_low origins_against_high likelihood "
    "confidence reason case_against report_ids"
)


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


@pytest.mark.parametrize(("table", "column"), WORDS)
def test_vocabularies_hold_the_words_of_the_contract(table, column):
    assert set(WORDS[table, column].split()) <= set(schema.TABLES[table].columns[column].metadata["values"])


def test_answers_come_with_the_promised_columns():
    toy = case.load("tests/toy")
    claims = reliability.origins(toy.claims, toy.reports, toy.actors, toy.questions, outlets=toy.outlets)
    positions = reliability.positions(claims, toy.questions, outlets=toy.outlets)
    assert list(positions.columns)[: len(POSITIONS.split()) + 1] == [*POSITIONS.split(), "report_ids"]
    assert list(reliability.assess(positions, toy.questions).columns)[: len(ASSESSED.split())] == ASSESSED.split()
    changed = reliability.changes(claims, "2025-03-10", questions=toy.questions, outlets=toy.outlets)
    assert list(changed.columns)[:6] == ["question_id", "authority", "before", "now", "what", "report_ids"]
