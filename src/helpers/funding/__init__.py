"""Funding flows: a ledger that cannot count a sum twice, reconciliation of reports, proofreading, flows to draw."""

from .bridge import NO_FLOW, gaps, reached, steps, summary
from .discrepancies import Reconciled, reconcile
from .flows import conservation, flows
from .ledger import Ledger, ledger
from .proofreading import audit_pairs
from .rates import RateError, rates
from .views import backing, carried, told, wholes, within

__all__ = [
    "NO_FLOW",
    "Ledger",
    "RateError",
    "Reconciled",
    "audit_pairs",
    "backing",
    "carried",
    "conservation",
    "flows",
    "gaps",
    "ledger",
    "rates",
    "reached",
    "reconcile",
    "steps",
    "summary",
    "told",
    "wholes",
    "within",
]
