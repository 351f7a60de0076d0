"""The data package descriptor of a case, written from the definitions of its tables (Frictionless Data)."""

from ..schema import FORMAT_VERSION, PLAIN, TABLES, columns

__all__ = ["datapackage"]


def datapackage(name, present, title=None):
    """Frictionless data package descriptor of a case.

    Parameters
    ----------
    name : str
        Name of the case.
    present : iterable of str, or dict of list of str
        The tables it has; with the columns that stand in each, where these are not all that the table may have.

    Returns
    -------
    dict
        Ready to be written as ``datapackage.json``.

    >>> datapackage("toy", ["parts"])["resources"][0]["path"]
    'parts.csv'
    """
    held = present if isinstance(present, dict) else {t: columns(t) for t in present}
    present = [t for t in TABLES if t in held]
    package = {"profile": "tabular-data-package", "name": name, "version": FORMAT_VERSION}
    if title:
        package["title"] = title
    package["licenses"] = [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
    package["resources"] = [_resource(t, present, held[t]) for t in present]
    return package


def _resource(table, present, held):
    schema = TABLES[table]
    fields = [_field(c, spec) for c, spec in schema.columns.items() if c in held]
    keys = [
        {"fields": [c], "reference": {"resource": "" if to == table else to, "fields": [columns(to)[0]]}}
        for c, spec in schema.columns.items()
        if c in held and isinstance(to := spec.metadata["refers"], str) and to in present
    ]
    made = {"fields": fields, "missingValues": [""]}
    if schema.metadata["key"]:
        made["primaryKey"] = list(schema.metadata["key"])
    if keys:
        made["foreignKeys"] = keys
    return {
        "name": table,
        "path": f"{table}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "description": schema.description,
        "schema": made,
    }


def _field(name, spec):
    meta = spec.metadata
    constraints = {"required": True} if not spec.nullable else {}
    for ours, theirs in (("least", "minimum"), ("most", "maximum")):
        if meta[ours] is not None:
            constraints[theirs] = meta[ours]
    if meta["values"]:
        constraints["enum"] = [v for v in meta["values"] if v]
    elif meta["pattern"] not in (None, PLAIN):
        constraints["pattern"] = meta["pattern"].strip("^$")
    kind = {"text": "string", "date": "string"}.get(meta["kind"], meta["kind"])
    unit = f" [{meta['unit']}]" if meta["unit"] else ""
    field = {"name": name, "type": kind, "description": spec.description + unit}
    return field | ({"constraints": constraints} if constraints else {})
