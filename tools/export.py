"""A case for other programs: ``export.py CASE`` writes what results/<case>/exports/ holds.

Every format is written beside the folder first, so that an export that is stopped leaves the last one whole.
"""

import argparse
import logging
import os
import shutil
import sys

from books import place

from helpers import case, funding, network, reliability, schema
from helpers.exchange import database, ftm, gexf, package, spreadsheet, stix

ALPHA = 0.05
OPENS = {
    "{name}.xlsx": "all tables as a workbook: LibreOffice, Excel",
    "{name}.duckdb": "all tables as one database: DuckDB, DBeaver, Python, R",
    "datapackage/datapackage.json": "all tables as CSV, each column described: any program, frictionless",
    "network.gexf": "who is named with whom beyond chance, with places and colours: Gephi, networkx",
    "typed-ties.gexf": "who agrees with, relies on, contradicts or pays whom, payments directed: Gephi, networkx",
    "grades.stix.json": "Admiralty grades with their reports: OpenCTI, MISP and other readers of STIX 2.1",
    "money.ftm.json": "payments and debts: OpenAleph, the tools of FollowTheMoney",
}


def results(c):
    """The tables of a case and those that are worked out from them, by name; and what is written beside them."""
    tables = {name: table for name in schema.TABLES if len(table := getattr(c, name))}
    outlets = {"outlets": c.outlets}
    claims = reliability.origins(c.claims, c.reports, c.actors, c.questions, **outlets)
    positions = reliability.positions(claims, c.questions, **outlets)
    grades = (
        reliability.grade(claims, c.questions, c.outcomes, actors=c.actors, **outlets)
        if len(claims)
        else claims.head(0)
    )
    book = funding.ledger(c.figures, c.parts, reports=c.reports, rates=c.rates, actors=c.actors)
    links = funding.flows(book)
    named = c.mentions.dropna(subset=["actor"]).merge(c.reports[["report_id", "outlet"]], on="report_id")
    named = network.with_topics(named[named["actor"] != named["outlet"]], c.claims, c.questions)
    ties = network.significance(network.cooccurrence(named), named, strata=None, actors=c.actors)
    ties = network.with_evidence(ties, named)
    beyond = ties[ties["q"] < ALPHA]
    typed = network.relations(positions, c.figures, questions=c.questions, actors=c.actors)
    members = network.communities(network.graph(beyond[["source", "target", "weight"]]))
    worked = {"origins": claims, "positions": positions, "assessments": reliability.assess(positions, c.questions)}
    worked |= {"grades": grades, "ties": ties, "communities": members, "typed-ties": typed, "flows": links}
    worked |= {"totals": funding.totals(book)}
    tables |= {name: plain(table) for name, table in worked.items() if len(table)}
    return tables, {"grades": grades, "links": links, "beyond": beyond, "typed": typed, "members": members}


def plain(table):
    """Cells that hold several things, as text joined by a blank; others as they are."""
    lists = [c for c in table.columns if table[c].map(lambda v: isinstance(v, list | tuple | set | frozenset)).any()]
    joined = {c: table[c].map(lambda v: " ".join(map(str, v)) if isinstance(v, list | tuple) else v) for c in lists}
    return table.assign(**joined)


def write(c, folder):
    """Write every format that the case has something for; returns the names written and why others are not."""
    tables, rows = results(c)
    known = c.actors.merge(rows["members"], on="actor", how="left")
    sent = ftm.entities(rows["links"], c.figures, c.reports, c.actors) if len(rows["links"]) else []
    spreadsheet.write(tables, folder / f"{c.name}.xlsx")
    database.write(tables, folder / f"{c.name}.duckdb")
    package.write(tables, folder / "datapackage", "crossread", title=c.title)
    parts = [
        ("network.gexf", rows["beyond"], lambda path: gexf.write(rows["beyond"], path, known), "mentions.csv, actor"),
        ("typed-ties.gexf", rows["typed"], lambda path: gexf.write(rows["typed"], path, c.actors),
         "claims.csv, speaker"),
        ("grades.stix.json", rows["grades"], lambda path: stix.write(rows["grades"], path, c.reports, c.questions),
         "claims.csv, question_id"),
        ("money.ftm.json", sent, lambda path: ftm.write(sent, path), "figures.csv, payer and recipient"),
    ]  # fmt: skip
    missing = {}
    for name, content, writer, column in parts:
        if len(content):
            writer(folder / name)
        else:
            missing[name] = f"nothing to write: see {column}"
    written = [name.format(name=c.name) for name in OPENS]
    about = dict(zip(written, OPENS.values(), strict=True))
    lines = [f"{name}: {about[name]}" for name in written if name not in missing]
    lines += [f"{name}: {why}" for name, why in missing.items()]
    (folder / "README.txt").write_text("\n".join([f"Case {c.name}", "", *lines, ""]), encoding="utf-8")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", help="folder of a valid case")
    options = parser.parse_args()
    logging.basicConfig(format="%(message)s")
    try:
        c = case.load(options.case)
    except case.CaseError as problem:
        print(problem, file=sys.stderr)
        return 1
    final = place(c.name) / "exports"
    part = final.with_name(f".exports.{os.getpid()}")
    part.mkdir(parents=True)
    try:
        lines = write(c, part)
        old = final.with_name(f".exports.{os.getpid()}.old")
        if final.exists():
            final.rename(old)
        part.rename(final)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    print("\n".join(lines))
    print(f"\nWritten to {final}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
