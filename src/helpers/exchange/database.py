"""Tables as one DuckDB file, which SQL, Python, R and many programs open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from .glossary import about_column, about_table

__all__ = ["write"]


def write(tables: Mapping[str, pd.DataFrame], path: str | Path) -> Path:
    """Write `tables` into a DuckDB file; what a table and a column hold stands as their comments.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        The index is left out; a hyphen in a name becomes an underscore.
    path : str or Path
        A file that is there already is replaced when the new one is whole.

    Returns
    -------
    pathlib.Path

    >>> import tempfile, duckdb
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write({"sums": pd.DataFrame({"payer": ["A"], "value": [5.0]})}, Path(folder) / "toy.duckdb")
    ...     duckdb.connect(str(path), read_only=True).sql("SELECT payer, value FROM sums").fetchall()
    [('A', 5.0)]
    """
    import duckdb

    path = Path(path)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with duckdb.connect(str(part)) as connection:
            for name, table in tables.items():
                known = _quoted(name.replace("-", "_"))
                connection.register("given", _plain(table))
                connection.execute(f"CREATE TABLE {known} AS SELECT * FROM given")
                connection.unregister("given")
                connection.execute(f"COMMENT ON TABLE {known} IS {_text(about_table(name))}")
                for column in map(str, table.columns):
                    about = _text(about_column(name, column))
                    connection.execute(f"COMMENT ON COLUMN {known}.{_quoted(column)} IS {about}")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _plain(table):
    """Columns in types that DuckDB knows, even where every cell is missing."""
    empty = {c: table[c].astype("str") for c in table.columns if table[c].dtype == "object" and table[c].isna().all()}
    return table.reset_index(drop=True).assign(**{c: v.to_numpy() for c, v in empty.items()})


def _quoted(name):
    return '"' + name.replace('"', '""') + '"'


def _text(words):
    return "'" + words.replace("'", "''") + "'"
