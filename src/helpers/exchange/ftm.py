"""Payments and debts as FollowTheMoney entities, one JSON object a line.

Written by this module alone; a test reads them back with the library ``followthemoney`` where it is installed.

What is lost: FollowTheMoney has no status short of paid, so that only disbursed sums become a Payment and promised
loans a Debt with the status in words; it has one amount, so that of an interval the value gone by is kept; it has no
part-of relation and no residual, so that entities must not be added up; splits of a whole are left out.
"""

import hashlib
import json
from pathlib import Path

__all__ = ["LOST", "entities", "write"]

LOST = ("status other than paid", "intervals", "parts of wholes", "residuals", "what backs a loan")
SCHEMAS = {"state": "PublicBody", "organisation": "Organization", "outlet": "Organization", "person": "Person"}


def entities(links, figures, reports, actors=None):
    """FollowTheMoney entities of the links of a ledger.

    Parameters
    ----------
    links : pandas.DataFrame
        From :func:`helpers.funding.flows`.
    figures, reports : pandas.DataFrame
        Tables of the case; they give dates, instruments and addresses.
    actors : pandas.DataFrame, optional
        Gives each party its schema; a party that is not in it becomes a LegalEntity.

    Returns
    -------
    list of dict
        Parties first, then a Payment for each disbursed band and a Debt for each promised band of a loan; ids depend
        on content only.

    >>> import pandas as pd
    >>> link = pd.DataFrame([{"source": "A", "target": "B", "hop": 1, "status": "disbursed", "flow_id": "aid",
    ...     "amount": 5.0, "currency": "EUR", "figures": "f1"}])
    >>> figure = pd.DataFrame([{"figure_id": "f1", "report_id": "r1", "date": "2024-10", "instrument": "loan"}])
    >>> report = pd.DataFrame([{"report_id": "r1", "url": "https://a.example/"}])
    >>> [e["schema"] for e in entities(link, figure, report)]
    ['LegalEntity', 'LegalEntity', 'Payment']
    """
    kinds = {} if actors is None else dict(zip(actors["actor"], actors["kind"], strict=True))
    told = figures.merge(reports[["report_id", "url"]], on="report_id", how="left").set_index("figure_id")
    names = sorted({*links["source"], *links["target"]})
    parties = [_entity(SCHEMAS.get(kinds.get(n), "LegalEntity"), n, {"name": [n]}) for n in names]
    ids = {name: party["id"] for name, party in zip(names, parties, strict=True)}
    made = []
    for row in links.sort_values(["flow_id", "hop", "source", "target", "status"]).itertuples():
        here = told.loc[row.figures.split()]
        lent = here["instrument"].fillna("").str.contains("loan").any()
        if row.status != "disbursed" and not lent:
            continue
        shared = {
            "amount": [f"{row.amount:.2f}"],
            "currency": [row.currency],
            "date": sorted(set(here["date"].dropna()))[-1:],
            "sourceUrl": sorted(set(here["url"].dropna())),
            "recordId": [f"{row.flow_id}/{row.source}/{row.target}/{row.status}"],
            "summary": [f"{row.status} at hop {row.hop:.0f}, as reported"],
        }
        parties_of = ("payer", "beneficiary") if row.status == "disbursed" else ("creditor", "debtor")
        sides = dict(zip(parties_of, ([ids[row.source]], [ids[row.target]]), strict=True))
        schema = "Payment" if row.status == "disbursed" else "Debt"
        made.append(_entity(schema, shared["recordId"][0], {**sides, **shared}))
    return parties + made


def write(made, path):
    """Write entities as JSON lines (UTF-8); returns the path."""
    path = Path(path)
    lines = [json.dumps(entity, ensure_ascii=False, sort_keys=True) for entity in made]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def _entity(schema, name, properties):
    digest = hashlib.sha256(f"{schema}/{name}".encode()).hexdigest()[:32]
    return {"id": f"crossread-{digest}", "schema": schema, "properties": {k: v for k, v in properties.items() if v}}
