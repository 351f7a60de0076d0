"""Tables as CSV with a data package that says what each table and each column holds (Frictionless Data)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.api import types

from .glossary import about_column, about_table

__all__ = ["write"]


def _describe(tables: Mapping[str, pd.DataFrame], name: str, *, title: str | None = None) -> dict:
    """Data package descriptor of tables.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        Names in lower case, digits, hyphens and underscores; the index is left out.
    name : str
        Name of the package.
    title : str, optional
        Its headline.

    Returns
    -------
    dict
        One resource a table, described; its fields typed as the columns are, each with what it holds.

    >>> package = _describe({"sums": pd.DataFrame({"payer": ["A"], "value": [5.0]})}, "toy")
    >>> [(f["name"], f["type"], f["description"]) for f in package["resources"][0]["schema"]["fields"]]
    [('payer', 'string', 'who pays'), ('value', 'number', 'the answer; missing = cannot say')]
    """
    resources = [
        {
            "name": table,
            "path": f"{table}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "description": about_table(table) or table.replace("-", " ").replace("_", " "),
            "schema": {
                "fields": [
                    {"name": str(c), "type": _kind(rows[c]), "description": about_column(table, str(c))}
                    for c in rows.columns
                ],
                "missingValues": [""],
            },
        }
        for table, rows in tables.items()
    ]
    headline = {"title": title} if title else {}
    return {"profile": "tabular-data-package", "name": name, **headline, "resources": resources}


def write(tables: Mapping[str, pd.DataFrame], folder: str | Path, name: str, *, title: str | None = None) -> Path:
    """Write `tables` and their ``datapackage.json`` into `folder`; returns the path of the descriptor."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        rows.replace({np.inf: "INF", -np.inf: "-INF"}).to_csv(folder / f"{table}.csv", index=False, lineterminator="\n")
    target = folder / "datapackage.json"
    described = json.dumps(_describe(tables, name, title=title), indent=1, ensure_ascii=False)
    target.write_text(described + "\n", encoding="utf-8")
    return target


def _kind(column):
    if types.is_bool_dtype(column):
        return "boolean"
    if types.is_integer_dtype(column):
        return "integer"
    if types.is_datetime64_any_dtype(column):
        return "date" if (column.dropna() == column.dropna().dt.normalize()).all() else "datetime"
    return "number" if types.is_numeric_dtype(column) else "string"
