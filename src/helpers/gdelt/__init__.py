"""GDELT's Global Knowledge Graph as tables: download, read, and what its noise is.

The same tables as a case has, from GKG 2.1 files, as Ibis expressions on DuckDB, Spark or BigQuery.
"""

from . import connect
from .download import download, listing
from .noise import flag, stories, summary
from .profiles import outlets, sums
from .tables import Gkg, public, read, tables

__all__ = [
    "Gkg",
    "connect",
    "download",
    "flag",
    "listing",
    "outlets",
    "public",
    "read",
    "stories",
    "summary",
    "sums",
    "tables",
]
