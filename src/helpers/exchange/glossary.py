"""What the columns of exported tables hold, so that nobody has to ask the project."""

from __future__ import annotations

from ..schema import TABLES

__all__ = ["about_column", "about_table"]

_TABLES = {
    "ties": "pairs of actors that are named in one report, tested against chance",
    "typed-ties": "who agrees with, relies on or contradicts whom, and who pays whom",
    "communities": "groups of actors whose ties beyond chance lie among themselves",
    "origins": "claims with the source that said it first",
    "positions": "what each authority stands by on a question",
    "assessments": "the leading answer to each question",
    "grades": "Admiralty grades of the answers of each origin",
    "flows": "money from payer to recipient, by stage",
    "totals": "what was announced, pledged, committed, paid and received of each flow",
}
_COLUMNS = {
    "source": "where the tie or the money starts",
    "target": "where the tie or the money ends",
    "weight": "reports (or stories) naming both; for typed ties questions or flows",
    "stories": "stories naming both, copies of one text counted once",
    "reports": "reports naming both",
    "expected": "how many chance alone would give, at the same frequencies and lengths",
    "npmi": "normalised pointwise mutual information, -1 to 1",
    "p": "probability of a weight at least so large by chance",
    "q": "share of false ties among all that pass at this p or below (Benjamini and Hochberg)",
    "q_pooled": "q if chance deals names out over all reports instead of within topics",
    "q_stratified": "q if chance deals names out within topics only",
    "masked": "whether a person and a body that person speaks for: counted and not tested",
    "relation": "what the two do; for money the stage or refund or repayment",
    "directed": "whether the tie runs from source to target only",
    "agrees": "questions with the same answer, each side with an origin of its own",
    "relies_on": "questions on which source's answer goes back to target",
    "contradicts": "questions with answers that exclude each other, both current",
    "party": "whether a party to the question speaks",
    "question_ids": "the questions, joined by a blank",
    "report_ids": "the reports behind the row, joined by a blank",
    "claim_ids": "the claims behind the row, joined by a blank",
    "community": "number of the group, the largest is 0",
    "certainty": "how often the actor lies with the others of its group, 0 to 1",
    "authority": "who answers for what was said: the top of those who speak for one another",
    "origins": "who said it first, as far as the reports tell",
    "answer": "the answer in words",
    "low": "lower end; missing if open",
    "high": "upper end; missing if open",
    "said": "day on which it was said",
    "modality": "how it is said",
    "strength": "the source's own word of probability",
    "basis": "what it rests on: seen, document, told, judged",
    "state": "whether the position still stands beside the others",
    "interested": "whether the speaker gains when the answer is believed",
    "misprints": "reports that are off by a power of ten",
    "likelihood": "how likely the answer is, on one ladder",
    "confidence": "how much the likelihood itself can be relied on",
    "reason": "why, in a few words",
    "origin": "who said it first",
    "letter": "reliability of the source, A to F",
    "digit": "credibility of the information, 1 to 6",
    "grade": "letter and digit",
    "as_of": "day up to which reports are counted",
    "amount": "sum in whole units of the currency",
    "figures": "the figures behind the row, joined by a blank",
    "figure_ids": "the figures behind the row, joined by a blank",
    "rests_on": "what the claim rests on: seen, document, told or judged",
    "speaker_words": "how the page calls who says it, where no name is coded",
    "declared": "origins as the reports declare them",
    "inferred": "origins as they are inferred",
    "inferred_basis": "why that origin is inferred",
    "chain": "who passed it on, the first to say it last",
    "steps": "links between the report and the origin",
    "loop": "whether the chain leads back to itself",
    "sourced": "whether the report names a source",
    "office": "the body that speaks, within its authority",
    "record": "open, on background or unnamed",
    "origin_authority": "the authority of the origin",
    "origin_authorities": "the authorities of the origins",
    "leads_away": "whether the claim goes back to another authority than the one that speaks",
    "outlet_kind": "kind of the outlet",
    "own_page": "whether the page is the authority's own",
    "relay": "who passed it on to this report",
    "said_basis": "how the day of the words is known",
    "uncredited": "whether others credit these words to a source that this report does not name",
    "apart": "a party's denial, promise or expectation, counted apart",
    "unnamed": "whether the voice is not named",
    "background": "what unnamed officials of the authority say otherwise",
    "offices_differ": "what another of its offices says otherwise",
    "declined_on": "day from which the authority has declined to comment",
    "forecast": "a day that was expected and has passed",
    "borne_out": "by whom the expectation was borne out",
    "days_old": "days since it was said",
    "relays": "independent relays that carry it",
    "outlets": "outlets that carry it",
    "other_wordings": "reports with another version",
    "tie": "whether no answer leads",
    "answers": "different answers given",
    "share": "share of the cases",
    "abstaining": "authorities that cannot say or decline",
    "allowing": "authorities whose limit allows the answer",
    "hangs_on": "the single origin that the answer hangs on",
    "case_against": "the strongest case against the answer",
    "case_against_ids": "reports of the case against, joined by a blank",
    "likelihood_reason": "why so likely, in a few words",
    "letter_reason": "why that letter",
    "digit_reason": "why that digit",
    "agree": "disinterested others that agree",
    "against": "others that disagree",
    "allowed": "others whose limit allows the answer",
    "agree_ids": "reports that agree, joined by a blank",
    "against_ids": "reports that disagree, joined by a blank",
    "n": "earlier questions on which the source was judged",
    "base_rate": "share of those questions that anybody got right",
    "analyst_grade": "grade that an analyst gave",
    "analyst_note": "the analyst's remark",
    "residual": "whether it is what the parts of a whole leave unexplained",
    "undated": "sums without any date, which are in no other column",
    "unconverted": "sums without a rate, each in its own currency",
    "statements": "statements counted, with those about its parts",
}
# Columns such as voices_for or gross_paid_low are a thing and a side of it.
_THINGS = {
    "voices": "authorities",
    "interested": "interested authorities",
    "parties": "parties to the question",
    "origins_for": "origins for the answer",
    "origins_against": "origins against the answer",
    "announced": "sum announced",
    "pledged": "sum pledged",
    "committed": "sum committed",
    "ceiling": "upper limit of the sum",
    "gross_paid": "sum paid, before what came back",
    "gross_received": "sum received, before what was sent back",
    "returned": "sum refunded or repaid",
    "net_paid": "sum paid, less what came back",
    "net_received": "sum received, less what was sent back",
    "untraced": "sum received by statement that no payment explains",
    "undated": "sums without a date",
    "unconverted": "sums without a rate",
}
_SIDES = {
    "low": "lower end",
    "high": "upper end",
    "report_ids": "reports, joined by a blank",
    "day": "day of the latest statement",
    "stated_by": "who states it",
    "own": "whether the payer states the own payment",
    "for": "for the answer",
    "against": "against the answer",
    "unnamed": "not named",
}


def about_table(table: str) -> str:
    """A table in a few words; empty where it is not known.

    >>> about_table("parts")
    'the child flow is part of the parent flow'
    """
    return TABLES[table].description if table in TABLES else _TABLES.get(table, "")


def about_column(table: str, column: str) -> str:
    """A column in a few words, with its unit; empty where it is not known.

    >>> about_column("figures", "low"), about_column("ties", "npmi")
    ('lower bound; missing if open [whole units of currency]', 'normalised pointwise mutual information, -1 to 1')
    """
    for name in (table, *TABLES):
        spec = TABLES[name].columns.get(column) if name in TABLES else None
        if name == table and spec is None and (known := _COLUMNS.get(column) or _parted(column)):
            return known
        if spec is not None:
            unit = f" [{spec.metadata['unit']}]" if name == table and spec.metadata["unit"] else ""
            return f"{spec.description}{unit}"
    return column.replace("_", " ")


def _parted(column):
    """A column that is named after a thing and a side of it."""
    if column in _THINGS:
        return _THINGS[column]
    for thing, about in _THINGS.items():
        side = column.removeprefix(f"{thing}_")
        if side != column and side in _SIDES:
            return f"{about}: {_SIDES[side]}"
    return ""
