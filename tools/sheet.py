"""Take back what was edited in coding.xlsx, then write a fresh one: ``sheet.py CASE``."""

import argparse
import sys
from pathlib import Path

from helpers import case
from helpers.case.workbook import FILE, renew

MOST = 12


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", help="folder of the case")
    options = parser.parse_args()
    try:
        done = renew(options.case)
    except case.CaseError as error:
        print(error, file=sys.stderr)
        return 1
    if len(done.taken):
        counts = ", ".join(f"{n} in {table}" for table, n in done.taken["table"].value_counts().items())
        print(f"Taken back from the sheet: {counts}.")
    for row in done.conflicts.head(MOST).itertuples():
        print(f"  changed in both places, the CSV stays: {row.table} {row.row}, {row.column}: "
              f"{row.before!r} in the table, {row.after!r} in the sheet")  # fmt: skip
    if len(done.conflicts) > MOST:
        print(f"  ... and {len(done.conflicts) - MOST} more")
    rows = ", ".join(f"{n} {name}" for name, n in done.rows.items())
    print(f"Written: {Path(options.case) / FILE} ({rows}; {done.proposed} proposals in yellow, none of them coded).")
    print("Fill it in, save it, and run this again; then make run.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
