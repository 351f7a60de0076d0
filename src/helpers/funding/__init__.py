"""Funding flows: a ledger that cannot count a sum twice, reconciliation of reports, proofreading, flows to draw."""

from .conversion import RateError, rates
from .flows import conservation, flows
from .ledger import Ledger, ledger
from .pairs import audit_pairs
from .reconcile import Reconciled, reconcile

__all__ = [
    "Ledger",
    "RateError",
    "Reconciled",
    "audit_pairs",
    "conservation",
    "flows",
    "ledger",
    "rates",
    "reconcile",
]
