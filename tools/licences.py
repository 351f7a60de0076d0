"""Under which licence each dependency stands, and a bill of materials: build/licences.md and build/sbom.json.

Both are read from what is installed, so that they say what is there and not what was meant to be. The bill is CycloneDX
1.6 as JSON.
"""

import json
import re
import sys
from importlib import metadata
from pathlib import Path

from books import OUT
from packaging.requirements import Requirement

PROJECT, EXTRAS = "crossread", ("", "test")
UNSAID = ("", "UNKNOWN")


def name_of(words):
    """The one spelling of a package's name.

    >>> name_of("Ibis_Framework")
    'ibis-framework'
    """
    return re.sub(r"[-_.]+", "-", words).lower()


def installed(project=PROJECT):
    """Every package that the project needs, directly or through another: name -> (package, names that it needs)."""
    found, todo = {}, [(project, EXTRAS)]
    while todo:
        name, extras = todo.pop()
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        needed = [Requirement(words) for words in package.requires or []]
        needed = [r for r in needed if not r.marker or any(r.marker.evaluate({"extra": e}) for e in ("", *extras))]
        more = {name_of(r.name) for r in needed}
        before = found.get(name_of(name), (package, set()))[1]
        if name_of(name) not in found or more - before:
            todo += [(r.name, tuple(r.extras)) for r in needed]
        found[name_of(name)] = package, before | more
    return dict(sorted(found.items()))


def licence(package):
    """The licence as the package's own metadata tell it; None where they do not.

    The expression comes first, then the classifiers, then the first line of the free text.
    """
    told = package.metadata
    if told.get("License-Expression"):
        return told["License-Expression"]
    kinds = [c.split(" :: ")[-1] for c in told.get_all("Classifier") or [] if c.startswith("License :: ")]
    kinds = [k for k in kinds if k != "OSI Approved"]
    if kinds:
        return " or ".join(kinds)
    lines = (told.get("License") or "").strip().splitlines()
    return lines[0].strip() if lines and lines[0].strip() not in UNSAID else _file(package)


def _file(package):
    """The first line of the licence that lies beside the package, if one does."""
    for file in package.files or []:
        if re.search(r"(?i)licen[cs]e|copying", file.name) and file.suffix.lower() in ("", ".txt", ".md", ".rst"):
            path = Path(str(file.locate()))
            lines = path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else []
            return next((line.strip(" #*=") for line in lines if line.strip(" #*=")), None)
    return None


def table(packages):
    """The licences as Markdown."""
    lines = ["# Licences of what Crossread needs", "", "| package | version | licence |", "|---|---|---|"]
    for name, (package, _) in packages.items():
        if name != PROJECT:
            lines.append(f"| {name} | {package.version} | {(licence(package) or 'not told').replace('|', '/')} |")
    return "\n".join(lines) + "\n"


def bill(packages):
    """The bill of materials as a dictionary."""
    reference = {name: f"pkg:pypi/{name}@{package.version}" for name, (package, _) in packages.items()}
    components = [_component(name, package, reference[name]) for name, (package, _) in packages.items()]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": next(c | {"type": "application"} for c in components if c["name"] == PROJECT)},
        "components": [c for c in components if c["name"] != PROJECT],
        "dependencies": [
            {"ref": reference[name], "dependsOn": sorted(reference[n] for n in needed if n in reference)}
            for name, (_, needed) in packages.items()
        ],
    }


def _component(name, package, reference):
    words = licence(package)
    expression = package.metadata.get("License-Expression")
    told = [{"expression": expression}] if expression else [{"license": {"name": words}}] if words else []
    return {
        "type": "library", "bom-ref": reference, "name": name, "version": package.version, "purl": reference,
        "licenses": told,
    }  # fmt: skip


def main():
    packages, build = installed(), OUT / "build"
    build.mkdir(parents=True, exist_ok=True)
    (build / "licences.md").write_text(table(packages), encoding="utf-8")
    (build / "sbom.json").write_text(json.dumps(bill(packages), indent=1) + "\n", encoding="utf-8")
    silent = [name for name, (package, _) in packages.items() if licence(package) is None]
    print(f"{len(packages) - 1} packages: build/licences.md, build/sbom.json")
    if silent:
        print(f"No licence is told by {', '.join(silent)}.", file=sys.stderr)
    return int(bool(silent))


if __name__ == "__main__":
    sys.exit(main())
