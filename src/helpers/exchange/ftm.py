"""Payments and debts as FollowTheMoney entities, one JSON object a line.

Written by this module alone; a test reads them back with the library ``followthemoney`` where it is installed.

What is lost: FollowTheMoney has no status short of paid, so that only disbursed sums become a Payment; what is lent,
paid out or only promised, becomes a Debt with the status in words. It has one amount, so that of an interval the value
gone by is kept. It has no part-of relation and no residual, so that entities must not be added up; splits of a whole
are left out.
"""

import hashlib
import json
import re
from pathlib import Path

__all__ = ["LOST", "entities", "write"]

LOST = ("status other than paid", "intervals", "parts of wholes", "residuals", "what backs a loan")
# words of an instrument that has to be paid back
LENT = r"\b(?:loans?|lending|credits?|bonds?|debts?|mortgages?|notes?)\b"
UNKNOWN = {"not traced to a payer", "?"}
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
        Parties first, then a Payment for each disbursed band and a Debt for each band of what is lent, paid or
        promised; what is not traced to a payer has no payer. Ids depend on content only.

    >>> import pandas as pd
    >>> link = pd.DataFrame([{"source": "A", "target": "B", "hop": 1, "status": "disbursed", "flow_id": "aid",
    ...     "amount": 5.0, "currency": "EUR", "figures": "f1"}])
    >>> figure = pd.DataFrame([{"figure_id": "f1", "report_id": "r1", "date": "2024-10", "instrument": "loan"}])
    >>> report = pd.DataFrame([{"report_id": "r1", "url": "https://a.example/"}])
    >>> [e["schema"] for e in entities(link, figure, report)]
    ['LegalEntity', 'LegalEntity', 'Payment', 'Debt']
    """
    kinds = {} if actors is None else dict(zip(actors["actor"], actors["kind"], strict=True))
    statements = figures.merge(reports[["report_id", "url"]], on="report_id", how="left").set_index("figure_id")
    names = sorted({*links["source"], *links["target"]} - UNKNOWN)
    parties = [_entity(SCHEMAS.get(kinds.get(n), "LegalEntity"), n, {"name": [n]}) for n in names]
    ids = {name: [party["id"]] for name, party in zip(names, parties, strict=True)}
    payments = []
    for row in links.sort_values(["flow_id", "hop", "source", "target", "status"]).itertuples():
        here = statements.loc[[i for i in row.figures.split() if i in statements.index]]
        hop = "" if row.hop != row.hop else f" at hop {row.hop:.0f}"
        shared = {
            "amount": [f"{row.amount:.2f}"],
            "currency": [row.currency],
            "date": sorted(set(here["date"].dropna()))[-1:],
            "sourceUrl": sorted(set(here["url"].dropna())),
            "recordId": [f"{row.flow_id}/{row.source}/{row.target}/{row.status}"],
            "summary": [f"{row.status}{hop}, as reported"],
        }
        lent = here["instrument"].fillna("").str.contains(LENT, regex=True, flags=re.IGNORECASE).any()
        sides = [("Payment", "payer", "beneficiary")] if row.status == "disbursed" else []
        sides += [("Debt", "creditor", "debtor")] if lent else []
        for schema, giver, taker in sides:
            parties_of = {giver: ids.get(row.source), taker: ids.get(row.target)}
            payments.append(_entity(schema, shared["recordId"][0], {**parties_of, **shared}))
    return parties + payments


def write(rows, path):
    """Write entities as JSON lines (UTF-8); returns the path."""
    path = Path(path)
    lines = [json.dumps(entity, ensure_ascii=False, sort_keys=True) for entity in rows]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def _entity(schema, name, properties):
    digest = hashlib.sha256(f"{schema}/{name}".encode()).hexdigest()[:32]
    return {"id": f"crossread-{digest}", "schema": schema, "properties": {k: v for k, v in properties.items() if v}}
