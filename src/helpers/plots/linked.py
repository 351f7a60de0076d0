"""Moved to ``helpers.page``; here until every notebook calls ``page.linked``."""

from ..page.table import folding

__all__ = ["linked"]


def linked(table, reports, most=6, rows=None, folded=None):
    """As ``page.linked``, however wide the table is."""
    return folding(table, reports, None, most, rows, folded)
