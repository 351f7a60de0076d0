"""Funding flows: a ledger that cannot count a sum twice, reconciliation of reports, proofreading, flows to draw."""

from .conversion import RateError, rates
from .flows import conservation, flows
from .ledger import Ledger, ledger
from .pairs import audit_pairs
from .reconcile import Reconciled, reconcile
from .trace import NO_FLOW, gaps, reached, steps, summary
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
