"""Claims in languages other than English: one reader, and a table of words for each language.

No parser is needed: quotation marks, dashes, commas, the verbs of saying and the words for "that" and "according to"
tell who says what. A table is a TOML file beside this module; CONTRIBUTING.md says how to add one.
"""

from .reader import claims
from .tables import TABLES, language_of, table

__all__ = ["TABLES", "claims", "language_of", "table"]
