"""Words that introduce a claim, and how often they do.

`cues.csv` holds figures counted on the 840 training articles of PolNeAR (Newell, Margolin and
Ruths, LREC 2018): for each form and part of speech how often it was seen and how often it was the
cue of an attribution. `benchmarks/learn_attribution.py` counts them again.
"""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["NOMINAL", "Cue", "lexicon", "lookup", "may_claim", "singular"]

# A sentence is parsed if a word in it is a cue at least this often …
GATE = 0.3
# … or, beside a quotation, this often.
GATE_QUOTED = 0.2
COMMON = 15
# Nouns that state something where they belong to somebody ("the bank's denial that …") or are made ("he made a claim").
NOMINAL = frozenset([
    "accusation", "acknowledgement", "acknowledgment", "admission", "allegation", "announcement", "argument",
    "assertion", "assessment", "assurance", "claim", "comment", "complaint", "conclusion", "condemnation",
    "confirmation", "contention", "criticism", "declaration", "denial", "disclosure", "estimate", "finding",
    "insistence", "observation", "overture", "pledge", "prediction", "projection", "promise", "rejection", "remark",
    "revelation", "statement", "suggestion", "threat", "vow", "warning",
])  # fmt: skip
OWNED = frozenset([
    "s", "his", "her", "its", "their", "our", "my", "made", "make", "makes", "making", "issued", "issues", "issuing",
    "gave", "gives", "giving", "voiced", "voices", "voicing", "expressed", "expresses", "expressing", "offered",
    "offers", "offering", "repeated", "repeats", "repeating", "reiterated", "delivered",
])  # fmt: skip
WORD = re.compile(r"[a-z]+")


class Cue(NamedTuple):
    lemma: str
    part: str
    rate: float
    common: bool


@cache
def lexicon():
    """The cue lexicon.

    Returns
    -------
    dict
        (form, part) to Cue; part is the first letter of the Penn Treebank tag, rate the share of
        the lemma's occurrences that are cues.

    Examples
    --------
    >>> lexicon()["said", "V"].lemma
    'say'
    """
    with (files(__package__) / "cues.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    seen, claims = {}, {}
    for row in rows:
        key = row["lemma"], row["part"]
        seen[key] = seen.get(key, 0) + int(row["seen"])
        claims[key] = claims.get(key, 0) + int(row["claims"])
    return {
        (row["form"], row["part"]): Cue(*key, claims[key] / seen[key], claims[key] >= COMMON)
        for row in rows
        for key in [(row["lemma"], row["part"])]
    }


@cache
def _gates():
    """Forms that open the gate anywhere, and beside a quotation."""
    with (files(__package__) / "cues.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    rates = {}
    for row in rows:
        seen, claims = rates.get(row["form"], (0, 0))
        rates[row["form"]] = seen + int(row["seen"]), claims + int(row["claims"])
    lemma = {form: cue.rate for (form, _), cue in lexicon().items()}
    rate = {form: claims / seen if seen >= 5 else lemma[form] for form, (seen, claims) in rates.items()}
    return {f for f, r in rate.items() if r >= GATE}, {f for f, r in rate.items() if r >= GATE_QUOTED}


def lookup(token):
    """The Cue that a parsed token may be, or None."""
    return lexicon().get((token.lower_, token.tag_[:1]))


def singular(noun):
    """The form of a regular noun that `NOMINAL` lists."""
    return noun[:-1] if noun.endswith("s") else noun


@cache
def _nominal_forms():
    return NOMINAL | {noun + "s" for noun in NOMINAL}


def may_claim(sentence, quoted):
    """Whether a sentence is worth parsing.

    Parameters
    ----------
    sentence : str
    quoted : bool
        Whether it holds or touches a quotation.

    Examples
    --------
    >>> may_claim("Officials denied it.", quoted=False), may_claim("It rained.", quoted=False)
    (True, False)
    """
    anywhere, beside = _gates()
    words = set(WORD.findall(sentence.lower()))
    if not words.isdisjoint(_nominal_forms()) and not words.isdisjoint(OWNED):
        return True
    if quoted:
        return ":" in sentence or not words.isdisjoint(beside)
    return not words.isdisjoint(anywhere)
