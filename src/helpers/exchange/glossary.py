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
        if name == table and spec is None and column in _COLUMNS:
            return _COLUMNS[column]
        if spec is not None:
            unit = f" [{spec.metadata['unit']}]" if name == table and spec.metadata["unit"] else ""
            return f"{spec.description}{unit}"
    return column.replace("_", " ")
