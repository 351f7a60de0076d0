"""Write ``docs/api.md``: every public call of the helpers in one line, from its signature and its docstring."""

import importlib
import inspect
import pkgutil
import re
import sys
from types import ModuleType

from books import ROOT

import helpers

PAGE = ROOT / "docs" / "api.md"
HEAD = """# Every public call

Written by `make docs` from the docstrings; `help(call)` tells columns, units, errors and an example.
A room is a module under `helpers`: `from helpers import case, page` or `from helpers.plots import network`.
"""
# Packages whose modules are rooms of their own; of the others only what the package offers is public.
OPEN = {"helpers.exchange", "helpers.plots", "helpers.reading"}


def rooms():
    """The modules that readers call, in reading order."""
    for found in pkgutil.walk_packages(helpers.__path__, "helpers."):
        parent = found.name.rpartition(".")[0]
        if parent == "helpers" or parent in OPEN:
            yield importlib.import_module(found.name)


def calls(room):
    """The public calls of a room, as (name, object); those of a module that it offers come with that module's name."""
    names = getattr(room, "__all__", None)
    if names is None:
        names = [n for n, o in vars(room).items() if inspect.isroutine(o) and o.__module__ == room.__name__]
    for name in sorted(n for n in names if not n.startswith("_")):
        value = getattr(room, name)
        if isinstance(value, ModuleType):
            yield from ((f"{name}.{inner}", o) for inner, o in calls(value))
        elif callable(value) and value.__module__.startswith(room.__name__):
            yield name, value


def line(name, call):
    """One call: its name, what it takes, and the first sentence of what it says of itself.

    >>> line("say", lambda template, *, day=None: None)
    '- `say(template, *, day=None)`'
    """
    try:
        signature = inspect.signature(call)
    except (TypeError, ValueError):
        signature = ""
    else:
        bare = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
        signature = signature.replace(parameters=bare, return_annotation=inspect.Signature.empty)
    words = " ".join((inspect.getdoc(call) or "").split("\n\n")[0].split())
    first = re.split(r"(?<=[.!?;])\s", words)[0].rstrip(";")
    shown = "" if inspect.isclass(call) else str(signature)
    return f"- `{name}{shown}`" + (f" – {first}" if first else "")


def text():
    """The whole page."""
    parts = [HEAD]
    for room in rooms():
        lines = [line(name, call) for name, call in calls(room)]
        if lines:
            about = re.split(r"(?<=[.;])\s", " ".join((room.__doc__ or "").split()))[0].rstrip(";")
            parts.append("\n".join([f"## {room.__name__.removeprefix('helpers.')}\n", f"{about}\n", *lines]) + "\n")
    return "\n".join(parts)


def main():
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
