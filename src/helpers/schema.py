"""Every table of a case, defined once: columns, types, units, allowed values, keys.

``TABLES`` maps a table's name to a pandera schema. Validation, the empty table that stands in for a
missing file, and ``datapackage.json`` (:mod:`helpers.case.descriptor`) are all made from it.

Conventions: a missing cell is missing (never ``""``); dates are ISO 8601 strings that may be cut to a
month or a year (``2024-10``), so that an incomplete date stays incomplete and strings sort by time;
offsets count code points of the stored text; money is in whole units of its currency.
"""

import pandas as pd
import pandera.pandas as pa

FORMAT_VERSION = "2.0"

ACTOR_KINDS = ("person", "organisation", "state", "place", "outlet", "event")
ANSWER_TYPES = ("yes_no", "number", "date", "text")
MODALITIES = (
    "asserts",
    "denies",
    "refutes",
    "expects",
    "estimates",
    "cannot_confirm",
    "no_comment",
    "urges",
    "promises",
)
COURSES = ("fixed", "growing", "moving")
BASES = ("seen", "document", "told", "judged")
STATUSES = ("announced", "pledged", "committed", "allocated", "disbursed", "cancelled")
FIGURE_KINDS = ("flow", "stock", "income", "cumulative", "plan", "ceiling", "refund", "repayment")
OUTLET_KINDS = (
    "newspaper",
    "broadcaster",
    "newswire",
    "magazine",
    "website",
    "aggregator",
    "blog",
    "government",
    "organisation",
    "think_tank",
    "law_firm",
    "fact_checker",
    "satire",
)
FUNDING = ("commercial", "reader", "donor", "public_fee", "state", "mixed")
EDITORIAL_CONTROL = ("owner", "editors", "statute", "state", "organisation")
PUBLISHED_BASES = ("page_text", "metadata", "url", "inferred_from_event", "unknown")
SCOPES = ("news", "money")

DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
URL = r"^https?://\S+$"
CURRENCY = r"^[A-Z]{3}$"
# ISO 4217: those in use, then former ones that a report may still name.
_ISO_4217 = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
CHF CLF CLP CNH CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL
LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR
PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY
TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XAG XAU XCD XCG XDR XOF XPD XPF XPT YER ZAR ZMW ZWG ADP
ATS BEF BGL BYB BYR CSD CSK CUC CYP DDM DEM ECS EEK ESP FIM FRF GHC GRD GWP HRK IEP ITL LTL LUF LVL MGF MRO MTL
MZM NLG PLZ PTE ROL RUR SDD SIT SKK SLL SRG STD SUR TRL UAK VEB VEF XEU YUM YUN ZMK ZWD ZWL
"""
CURRENCIES = frozenset(_ISO_4217.split())
SHA256 = r"^[0-9a-f]{64}$"
PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"

_DTYPES = {"text": "str", "date": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}


def _column(kind, about, *, required=False, values=None, unit=None, refers=None, least=None, most=None, pattern=None):
    """One column: `kind` is text, date, integer, number or boolean; `refers` names the tables that hold its values."""
    checks = []
    if values:
        checks.append(pa.Check.isin(list(values)))
    if least is not None:
        checks.append(pa.Check.ge(least))
    if most is not None:
        checks.append(pa.Check.le(most))
    pattern = pattern or {"date": DATE, "text": PLAIN}.get(kind)
    if pattern and not values:
        checks.append(pa.Check.str_matches(pattern))
    meta = {"kind": kind, "unit": unit, "values": values, "refers": refers, "pattern": pattern, "least": least}
    meta["most"] = most
    return pa.Column(_DTYPES[kind], checks, nullable=not required, description=about, metadata=meta)


def _table(about, key, columns, order=()):
    """A table: `key` columns together are unique; in each (low, high) pair of `order` low must not exceed high."""
    return pa.DataFrameSchema(
        columns,
        description=about,
        metadata={"key": tuple(key), "order": tuple(order)},
        strict=False,
    )


_NAMES = ("actors", "outlets")
_REPORT = _column("text", "report that carries it", required=True, refers="reports")
_START = _column("integer", "first character in the stored text", required=True, unit="code points", least=0)
_NOTE = _column("text", "the coder's remark")


def _bounds(unit):
    return {
        "low": _column("number", "lower bound; missing if open", unit=unit, least=0),
        "high": _column("number", "upper bound; missing if open", unit=unit, least=0),
    }


def _claim_columns(refers="reports"):
    return {
        "report_id": _column("text", "report that carries it", required=True, refers=refers),
        "speaker": _column("text", "who is named as saying it; missing = unattributed", refers=_NAMES),
        "via": _column("text", "chain of relays, reader first: A > B; joint sources A + B", refers=_NAMES),
        "question_id": _column("text", "what it answers", refers="questions"),
        "value": _column("text", "the answer; missing = cannot say"),
        "low": _column("text", "lower bound (number or date); missing if open"),
        "high": _column("text", "upper bound (number or date); missing if open"),
        "modality": _column("text", "how it is said", values=MODALITIES),
        "spoken_on": _column("date", "day it was said"),
    }


TABLES = {
    "outlets": _table(
        "an outlet",
        ["outlet"],
        {
            "outlet": _column("text", "name", required=True),
            "domain": _column("text", "web domain"),
            "country": _column("text", "seat"),
            "kind": _column("text", "what it is", values=OUTLET_KINDS),
            "funding": _column("text", "main source of money; missing = not known here", values=FUNDING),
            "editorial_control": _column("text", "who decides content", values=EDITORIAL_CONTROL),
            "ownership": _column("text", "owner as a public page told it"),
            "ownership_url": _column("text", "that page", pattern=URL),
        },
    ),
    "reports": _table(
        "one published report",
        ["report_id"],
        {
            "report_id": _column("text", "key", required=True),
            "outlet": _column("text", "who published it; missing = not known", refers="outlets"),
            "url": _column("text", "address", pattern=URL),
            "published": _column("date", "day of publication"),
            "published_basis": _column("text", "how that day is known", values=PUBLISHED_BASES),
            "cites": _column("text", "the origin it credits; joint ones with +", refers=_NAMES),
            "language": _column("text", "ISO 639-1", pattern=r"^[a-z]{2}$"),
            "scope": _column("text", "what it was read for", values=SCOPES),
            "accessed": _column("date", "day it was read"),
            "archived_url": _column("text", "archived copy", pattern=URL),
            "sha256": _column("text", "of the original file's bytes", pattern=SHA256),
            "retracted_on": _column("date", "day on which its outlet withdrew or corrected it"),
        },
    ),
    "texts": _table(
        "a report's text",
        ["report_id"],
        {
            "report_id": _REPORT,
            "path": _column("text", "file inside the case folder", required=True),
            "sha256": _column("text", "of the file's bytes", required=True, pattern=SHA256),
            "title": _column("text", "headline or our title of the digest; not part of the text"),
            "mentions_coded": _column("boolean", "whether a coder marked the names in it"),
            "version": _column("integer", "1 for the first text, one more for each correction", least=1),
            "replaced_on": _column("date", "day on which a corrected text took the place of the former one"),
        },
    ),
    "actors": _table(
        "a person, organisation, state, place, outlet or event",
        ["actor"],
        {
            "actor": _column("text", "canonical name", required=True),
            "kind": _column("text", "what it is", required=True, values=ACTOR_KINDS),
            "country": _column("text", "country it belongs to"),
            "affiliation": _column("text", "actor it speaks for (Budanov: HUR)", refers="actors"),
            "aliases": _column("text", "other names, separated by |"),
            "description": _column("text", "who that is"),
            "ids": _column("text", "identifiers elsewhere, separated by blanks (wikidata:Q30)"),
        },
    ),
    "mentions": _table(
        "one naming of an actor",
        ["report_id", "start", "actor"],
        {
            "report_id": _REPORT,
            "sentence": _column("integer", "sentence within the report", unit="count from 0", least=0),
            "start": _column(
                "integer",
                "first character in the stored text; missing = where is not known",
                unit="code points",
                least=0,
            ),
            "end": _column("integer", "one past the last character", unit="code points", least=1),
            "surface": _column("text", "the words that name it", required=True),
            "actor": _column("text", "canonical name; missing = not in the actors table", refers=_NAMES),
            "paragraph": _column("integer", "paragraph within the report", unit="count from 0", least=0),
        },
        order=[("start", "end")],
    ),
    "questions": _table(
        "something that claims can settle",
        ["question_id"],
        {
            "question_id": _column("text", "key", required=True),
            "question": _column("text", "in words", required=True),
            "answer_type": _column("text", "type of its answers", required=True, values=ANSWER_TYPES),
            "unit": _column("text", "unit of numbers"),
            "tolerance": _column("number", "differences up to this are the same answer", unit="unit or days", least=0),
            "time_dependent": _column("boolean", "whether the true answer changes from day to day"),
            "topic": _column("text", "story it belongs to"),
            "label": _column("text", "the question in 3 to 6 words, for tables and pictures"),
            "course": _column(
                "text", "how its true answer moves; missing = fixed or moving, by time_dependent", values=COURSES
            ),
            "window": _column(
                "integer", "days after which an answer to a moving question is old; missing = 7", unit="days", least=0
            ),
            "parties": _column("text", "actors accused or who decide; joined by +", refers=_NAMES),
            "interested": _column("text", "who gains when the answer is believed; joined by +", refers=_NAMES),
            "contrast": _column(
                "text", "questions that are mixed up with this one: id: the word that tells them apart; more after ;"
            ),
        },
    ),
    "claims": _table(
        "one answer in one report",
        ["claim_id"],
        {
            "claim_id": _column("text", "key", required=True),
            **_claim_columns(),
            "origin_override": _column("text", "origin that the reader knows better", refers=_NAMES),
            "override_reason": _column("text", "why"),
            "note": _NOTE,
            "strength": _column("text", "the source's own word of probability, as the page has it"),
            "basis": _column("text", "what the source rests on; missing = not told", values=BASES),
        },
    ),
    "outcomes": _table(
        "what was later settled",
        ["question_id"],
        {
            "question_id": _column("text", "what was settled", required=True, refers="questions"),
            "value": _column("text", "the settled answer", required=True),
            "settled_on": _column("date", "day", required=True),
            "settled_by": _column("text", "actor that settled it", refers=_NAMES),
            "independent": _column("boolean", "not settled by one who had claimed it"),
            "controlled_by": _column("text", "actor who decides the answer, if any", refers=_NAMES),
            "basis": _column("text", "in our words"),
            "url": _column("text", "source", pattern=URL),
            "confidence": _column("number", "coder's confidence", unit="probability", least=0, most=1),
        },
    ),
    "figures": _table(
        "one reported sum",
        ["figure_id"],
        {
            "figure_id": _column("text", "key", required=True),
            "report_id": _REPORT,
            "flow_id": _column(
                "text", "identity of the money; several figures may report one; missing = one of its own"
            ),
            "hop": _column("integer", "step on the way from payer to recipient", unit="count from 1", least=1),
            "payer": _column("text", "who pays", refers=_NAMES),
            "recipient": _column("text", "who receives", refers=_NAMES),
            "instrument": _column("text", "loan, grant, tranche, ..."),
            **_bounds("whole units of currency"),
            "currency": _column("text", "ISO 4217; missing = not known", pattern=CURRENCY),
            "contract": _column("text", "currency the flow is owed in, unit of its account", pattern=CURRENCY),
            "status": _column("text", "stage; missing for stocks and income", values=STATUSES),
            "kind": _column("text", "what sort of sum", values=FIGURE_KINDS),
            "date": _column("date", "value date"),
            "backed_by": _column("text", "what repays or secures it"),
            "stated_by": _column("text", "who states it", refers=_NAMES),
            "group": _column("text", "figures coded as answering one question"),
            "note": _NOTE,
        },
        order=[("low", "high")],
    ),
    "parts": _table(
        "the child flow is part of the parent flow",
        ["child", "parent"],
        {
            "child": _column("text", "flow_id", required=True, refers="flows"),
            "parent": _column("text", "flow_id", required=True, refers="flows"),
            "split": _column("text", "which cut of the parent it belongs to: by lender, by tranche, ..."),
        },
    ),
    "rates": _table(
        "exchange rate of a currency that the European Central Bank does not quote",
        ["currency", "date"],
        {
            "currency": _column("text", "ISO 4217", required=True, pattern=CURRENCY),
            "date": _column("date", "day", required=True),
            "per_eur": _column("number", "units of the currency for one euro", required=True, least=0),
            "source": _column("text", "where the rate is from"),
        },
    ),
    "amounts": _table(
        "money named in a text, coded by hand as a check on the extraction",
        ["report_id", "start"],
        {
            "report_id": _REPORT,
            "start": _START,
            "end": _column("integer", "one past the last character", required=True, unit="code points", least=1),
            "surface": _column("text", "the words, without qualifiers", required=True),
            **_bounds("whole units of currency"),
            "currency": _column("text", "ISO 4217; missing = not known", pattern=CURRENCY),
        },
        order=[("start", "end"), ("low", "high")],
    ),
    "pairs": _table(
        "one sum that a report printed in two currencies",
        [],
        {
            "report": _column("text", "who printed it", required=True),
            "amount": _column("number", "first sum", required=True, unit="unit of currency", least=0),
            "currency": _column("text", "ISO 4217", required=True, pattern=CURRENCY),
            "unit": _column("text", "scale of both sums", values=("k", "m", "bn", "tn")),
            "printed": _column("number", "the same sum as printed", required=True, least=0),
            "printed_currency": _column("text", "ISO 4217", required=True, pattern=CURRENCY),
            "date": _column("date", "day of the report", required=True),
            "printing_error": _column("text", "coder's verdict", values=("yes", "no")),
        },
    ),
    "second_coding": _table(
        "claims of some reports, coded again and blind by a second coder",
        [],
        {
            **_claim_columns(),
            "note": _NOTE,
            "excerpt_ok": _column("text", "whether the excerpt held the claim", values=("yes", "partial", "no")),
        },
    ),
    "changes": _table(
        "one change made to the tables since they were first coded",
        [],
        {
            "table": _column("text", "table that was changed", required=True),
            "row": _column("text", "key of its row", required=True),
            "column": _column("text", "column, or (row) for a whole row", required=True),
            "old": _column("text", "before"),
            "new": _column("text", "after"),
            "kind": _column("text", "sort of change", required=True),
            "reason": _column("text", "why"),
        },
    ),
}


def columns(name):
    """Names of a table's columns, in order.

    >>> columns("parts")
    ['child', 'parent', 'split']
    """
    return list(TABLES[name].columns)


def empty(name):
    """The table `name` with all its columns and no rows.

    >>> empty("parts").shape
    (0, 3)
    """
    return pd.DataFrame({c: pd.Series(dtype=spec.dtype.type) for c, spec in TABLES[name].columns.items()})
