"""Write the data package of the bundled case and of the tests' case anew from the definitions of the tables."""

import json
import sys

from books import ROOT

from helpers.case.descriptor import datapackage

CASES = [ROOT / "data" / "kursk_kazan_2024", ROOT / "tests" / "toy"]


def held(folder):
    """Table -> the columns that its file has."""
    headers = {p.stem: p.read_text(encoding="utf-8").partition("\n")[0] for p in sorted(folder.glob("*.csv"))}
    return {table: header.split(",") for table, header in headers.items()}


def renewed(folder):
    """The descriptor of a case as it should be; what its author added (title, day) stays."""
    kept = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    made = datapackage(kept["name"], held(folder), kept.get("title"))
    return {**made, **{key: value for key, value in kept.items() if key not in made}}


def main():
    for folder in CASES:
        text = json.dumps(renewed(folder), indent=2, ensure_ascii=False) + "\n"
        (folder / "datapackage.json").write_text(text, encoding="utf-8")
        print(f"written: {(folder / 'datapackage.json').relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
