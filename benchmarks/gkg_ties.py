"""Top ties of one GKG file, raw and with near-copies collapsed.

    python benchmarks/gkg_ties.py FILE

Names of persons and organisations that are marked as noise are left out; a story is every report under the same title.
Results go to benchmarks/results/gkg_ties.csv: counts only.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from helpers import gdelt, network

RESULTS = Path(__file__).parent / "results"
TOP = 12


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    ties, counts = measure(asked.file)
    about = {
        "file": asked.file.name,
        "command": "python benchmarks/gkg_ties.py FILE",
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    ties.assign(**about).to_csv(asked.results / "gkg_ties.csv", index=False, lineterminator="\n")
    counts.assign(**about).to_csv(asked.results / "gkg_ties_kept.csv", index=False, lineterminator="\n")


def measure(file):
    """The union of the top ties by reports and by stories, and how many ties exceed chance by either count."""
    pile = gdelt.read(file, gdelt.connect.duckdb())
    clean = gdelt.flag(pile.mentions).filter(lambda t: t.noise.isnull() & (t.kind != "place"))
    told = gdelt.stories(pile.reports).select("report_id", "story")
    where = pile.reports.select("report_id", "outlet")
    named = clean.join(told, "report_id").join(where, "report_id")
    named = named.select("report_id", "story", "outlet", "actor").distinct().to_pandas()
    ties = network.weights(named, distinct=("story", "outlet"))
    ties = ties.rename(columns={"weight": "reports", "story": "stories", "outlet": "outlets"})
    tops = [
        ties.sort_values([by, "source", "target"], ascending=[False, True, True]).head(TOP)
        for by in ("reports", "stories")
    ]
    rows = []
    for unit in ("report_id", "story"):
        once = named[[unit, "actor"]].drop_duplicates()
        rows.append((unit, once[unit].nunique(), once["actor"].nunique(), len(network.beyond_chance(once, (unit,)))))
    counts = pd.DataFrame(rows, columns=["unit", "units", "actors", "kept"])
    return pd.concat(tops).drop_duplicates().sort_values(
        ["reports", "source", "target"], ascending=[False, True, True]
    ), counts


if __name__ == "__main__":
    main()
