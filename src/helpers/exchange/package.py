"""Result tables as CSV with a data package that says what each column holds (Frictionless Data)."""

import json
from pathlib import Path

from pandas.api import types

__all__ = ["describe", "write"]


def describe(tables, name):
    """Data package descriptor of result tables.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        Names in lower case, digits and hyphens; the index is left out.
    name : str
        Name of the package.

    Returns
    -------
    dict
        One resource a table, its fields typed as the columns are.

    >>> import pandas as pd
    >>> made = describe({"sums": pd.DataFrame({"payer": ["A"], "value": [5.0]})}, "toy")
    >>> [(f["name"], f["type"]) for f in made["resources"][0]["schema"]["fields"]]
    [('payer', 'string'), ('value', 'number')]
    """
    resources = [
        {
            "name": table,
            "path": f"{table}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {
                "fields": [{"name": str(c), "type": _kind(rows[c])} for c in rows.columns],
                "missingValues": [""],
            },
        }
        for table, rows in tables.items()
    ]
    return {"profile": "tabular-data-package", "name": name, "resources": resources}


def write(tables, folder, name):
    """Write `tables` and their ``datapackage.json`` into `folder`; returns the path of the descriptor."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        rows.to_csv(folder / f"{table}.csv", index=False, lineterminator="\n")
    target = folder / "datapackage.json"
    target.write_text(json.dumps(describe(tables, name), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return target


def _kind(column):
    if types.is_bool_dtype(column):
        return "boolean"
    if types.is_integer_dtype(column):
        return "integer"
    return "number" if types.is_numeric_dtype(column) else "string"
