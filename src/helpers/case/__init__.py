"""A case: one folder of tables and texts about one pile of reports.

``load`` reads and validates a folder; ``create`` drafts one from raw texts; ``CaseError`` says what is wrong
with a file, where, and how to mend it.
"""

from .draft import create
from .errors import CaseError, Problem
from .load import Case, load, until, validate

__all__ = ["Case", "CaseError", "Problem", "create", "load", "until", "validate"]
