"""Funding flows: a ledger that cannot count a sum twice, reconciliation of reports, proofreading, flows to draw."""

from .bridge import NO_FLOW, missing_payments, received_by, report_ids, steps, summary
from .candidates import candidates
from .discrepancies import Reconciled, backing, reconcile, statements_on
from .flows import UNTRACED, conservation, flows
from .ledger import Book, ledger
from .proofreading import audit_pairs
from .rates import exchange_rates
from .totals import totals

__all__ = [
    "NO_FLOW",
    "UNTRACED",
    "Book",
    "Reconciled",
    "audit_pairs",
    "backing",
    "candidates",
    "conservation",
    "exchange_rates",
    "flows",
    "ledger",
    "missing_payments",
    "received_by",
    "reconcile",
    "report_ids",
    "statements_on",
    "steps",
    "summary",
    "totals",
]
