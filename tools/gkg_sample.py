"""Write a case's digests in the columns of a GKG 2.1 file, with faults and noise: ``gkg_sample.py CASE TARGET.zip``.

The tests and the notebook on scale read this file, so that neither needs GDELT's own. What GDELT would have to work out
(themes, tone, GCAM) stays empty; the mirror-*.example rows are the planted ones. Name and record identifiers say who
made it, so that nobody takes it for a file of GDELT.
"""

import re
import sys
import zipfile
from pathlib import Path

import pandas as pd

from helpers import case
from helpers.gdelt.fields import FIELDS

DAY = "20241022"
MONEY = {"USD": "dollars", "EUR": "euros", "GBP": "pounds", "CAD": "Canadian dollars", "JPY": "yen", "RUB": "rubles"}
KIND = {"person": "V2Persons", "organisation": "V2Organizations", "outlet": "V2Organizations"}
COPIES = 12


def row(number, report, title, text, named, amounts, domain):
    """One digest in GDELT's columns."""
    day = pd.to_datetime(report.published, errors="coerce")
    stamp = DAY if pd.isna(day) else f"{day:%Y%m%d}"
    cells = {
        "GKGRECORDID": f"crossread-{number}",
        "DATE": f"{stamp}120000",
        "SourceCollectionIdentifier": "1",
        "SourceCommonName": domain,
        "DocumentIdentifier": report.url,
        "V2Tone": f",,,,,,{len(text.split())}",
        "Quotations": "#".join(f"{m.start(1)}|{len(m[1])}||{m[1]}" for m in re.finditer("“([^”]+)”", text)),
        "Amounts": "".join(f"{n},{thing},{at};" for at, n, thing in quantities(text, amounts)),
        "Extras": f"<PAGE_TITLE>{title}</PAGE_TITLE>",
    }
    for kind, field in KIND.items():
        entries = [f"{m.surface},{m.start}" for m in named[named.kind == kind].itertuples()]
        cells[field] = ";".join(filter(None, [cells.get(field, ""), *entries]))
    places = named[named.kind.isin(["place", "state"])]
    cells["V2Locations"] = ";".join(
        f"{1 if m.kind == 'state' else 4}#{m.surface}#######{m.start}" for m in places.itertuples()
    )
    for field in ("Persons", "Organizations"):
        names = [entry.rsplit(",", 1)[0].lower() for entry in cells[f"V2{field}"].split(";") if entry]
        cells[field] = ";".join(dict.fromkeys(names))
    return "\t".join(re.sub(r"[\t\n\r]+", " ", str(cells.get(name, ""))) for name in FIELDS)


def quantities(text, amounts):
    """Numbers with up to three words of what they count, sums of money first."""
    for item in amounts.itertuples():
        if item.currency in MONEY and pd.notna(item.high):
            after = " ".join(re.findall(r"[\w-]+", text[int(item.end) : int(item.end) + 60])[:2])
            yield int(item.start), f"{item.high:.0f}", f"{MONEY[item.currency]} {after}".strip()
    for found in re.finditer(r"(?<![\w$€£.,])(\d{1,3}(?:,\d{3})+|\d+) ((?:[A-Za-z-]+ ?){1,3})", text):
        yield found.start(), found[1].replace(",", ""), found[2].strip()


def noise(rows):
    """Planted rows: copies of a digest under other domains, and names that GDELT takes for what they are not."""
    for number, text in enumerate(rows[::20][:COPIES], 1):
        cells = text.split("\t")
        cells[0], cells[3] = f"crossread-{9000 + number}", f"mirror-{number % 3}.example"
        cells[4] = f"https://{cells[3]}/{number}"
        cells[14] = ";".join(filter(None, [cells[14], "Facebook,9001", "Telegram,9002"]))
        cells[12] = ";".join(filter(None, [cells[12], "Kursk,9003" if number % 2 else "K,9004"]))
        yield "\t".join(cells)


def faults(rows):
    """Planted lines that are no rows, or rows that must be mended."""
    yield b""
    yield b"crossread-9101\t20241022120000\t1"
    yield rows[0].encode()  # the same record again
    yield rows[1].replace("crossread-", "crossread-91", 1).replace("\t2024", "\t24", 1).encode()
    cells = ["crossread-9105", "20241022120000", "1", "mirror-0.example", "https://mirror-0.example/é"] + [""] * 22
    yield "\t".join(cells).encode("latin-1")
    yield "\t".join(["crossread-9106", *cells[1:4], "https://mirror-0.example/a\0b", *cells[5:]]).encode()


def main(folder, target):
    """Rows in the order of the reports, then noise, then faults; the same bytes whenever it runs."""
    found = case.load(folder)
    domain = found.outlets.set_index("outlet").domain
    mentions = found.mentions.merge(found.actors[["actor", "kind"]], on="actor").sort_values(["report_id", "start"])
    named, sums = dict(list(mentions.groupby("report_id"))), dict(list(found.amounts.groupby("report_id")))
    title = found.texts.set_index("report_id").title
    reports = found.reports[found.reports.report_id.isin(found.text)].sort_values("report_id")
    rows = [
        row(
            number,
            report,
            title[report.report_id],
            found.text[report.report_id],
            named.get(report.report_id, mentions[:0]),
            sums.get(report.report_id, found.amounts[:0]),
            domain.get(report.outlet, report.outlet),
        )
        for number, report in enumerate(reports.itertuples(), 1)
    ]
    lines = [line.encode() for line in [*rows, *noise(rows)]] + list(faults(rows))
    entry = zipfile.ZipInfo(Path(target).name.removesuffix(".zip"), date_time=(2024, 10, 22, 12, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = b"Made by Crossread from its own digests. Not a file of GDELT."
        archive.writestr(entry, b"\n".join(lines) + b"\n", compresslevel=9)


if __name__ == "__main__":
    main(*sys.argv[1:])
