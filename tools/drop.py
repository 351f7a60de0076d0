"""Take a report and all its rows out of a case: ``drop.py --report ID -- CASE``."""

import argparse
import sys

from helpers import case
from helpers.case.drop import drop


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", default="", help="its report_id")
    parser.add_argument("case", help="folder of the case")
    options = parser.parse_args()
    if not options.report.strip():
        print("Say which report: make drop CASE=path REPORT=id", file=sys.stderr)
        return 2
    try:
        counts = drop(options.case, options.report.strip())
    except case.CaseError as error:
        print(error, file=sys.stderr)
        return 1
    rows = ", ".join(f"{n} of {table}" for table, n in counts.items())
    print(f"{options.report} is out of {options.case}: rows taken out: {rows}.")
    print("It stays out when the case is drafted again; to have it back, delete its line in drafted/dropped.csv.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
