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

__all__ = ["NOMINAL", "Cue", "is_verb", "lexicon", "lookup", "may_claim", "singular", "tags", "verb"]

# A sentence is parsed if a word in it is a cue at least this often …
GATE = 0.07
# … or, beside a quotation, this often.
GATE_QUOTED = 0.05
SAYING = 0.3  # share of cues from which a verb is one of saying
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
# Behind a quotation: who speaks ("Deputy Mayor Ada Lind", "the farmers"), and the word that may be the verb of saying.
UNSURE = frozenset(["confirm", "verify", "corroborate", "substantiate", "ascertain"])


def _forms(lemma):
    stem = lemma.removesuffix("e")
    return lemma, lemma + "s", stem + "ed", lemma + lemma[-1] + "ed"


# Verbs of saying that those articles lack, or take for nouns.
MORE = {form: lemma for lemma in ("reckon", "estimate", "debunk", "rebut", "disprove") for form in _forms(lemma)}
TAG = re.compile(r"\s*(?:[—–-]\s*)?((?:[^\s.!?…:;“”\"«»„()]+[\s.:]+){1,10})")
TAG_WORD = re.compile(r"[^\s“”\"«»„()]+")
ENDED = re.compile(
    r"[^\W\d]+(?:ed|ew|ote|ang|oke|an|elt|aid|old|unt)(?:[.,:]|\s+(?:\w+ly|back|aloud|out|at|to|in|on"
    r"|into|from)\b|\s*$)"
)
ENDS = re.compile(r"\s*(?:[.,:]|$|(?:on|in|at|during|after)\s[^.]{1,40}\.)")
REST = re.compile(r"[^.!?;“”\"«»„\n]*")
CLAUSE = re.compile(r"\s*(?:that|whether|if|how|why|he|she|it|they|we|there)\b|.*\bthat\b")
TAGGED = re.compile(r"[,?!…–—-][”\"’»'“]\s+(?:[–—-]\s*)?\w+\s+\w|[”\"’»'“]\s*[,–—-]\s+\w")
AUXILIARIES = frozenset(["was", "is", "were", "are", "has", "had", "have", "will", "would", "who", "which", "that"])
NO_NAME = frozenset([
    "but", "and", "so", "then", "when", "while", "after", "before", "in", "on", "at", "as", "for", "if", "that",
    "there", "this", "it", "with", "by", "from", "yet", "still", "now", "asked", "these", "those",
])  # fmt: skip


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


@cache
def _verbs():
    """Forms of verbs that say who speaks where they stand behind a quotation."""
    return {form for (form, part), cue in lexicon().items() if part == "V" and cue.rate >= SAYING}


def is_verb(form):
    """Whether a form is a verb of saying more often than not."""
    return form in _verbs()


def tags(text, end):
    """Whether the words behind a quotation only say who speaks.

    Examples
    --------
    >>> tags("“Is it safe?” Ada Lind asked the guard.", 13), tags("“It is safe.” The bridge was built in 1970.", 13)
    (True, False)
    """
    tag = TAG.match(text, end)
    if tag is None:
        return False
    stopped = (
        text[max(0, end - 8) : end].rstrip("\"”’'»“)")[-1:] == "."
    )  # a full stop ends more sentences than ? and ! do
    words = list(TAG_WORD.finditer(text, tag.start(1), min(len(text), tag.end() + 30)))[:11]
    if not words or words[0].group().lower() in NO_NAME:
        return False
    for n, word in enumerate(words):
        bare = word.group().strip(",.:").lower()
        if bare in AUXILIARIES:
            return False
        verb = bare in _verbs() or (bare == "wanted" and n + 1 < len(words) and words[n + 1].group() == "to")
        if (n and verb) or (verb and len(words) > 1 and bare != words[0].group()[:1]):
            after = REST.match(text, word.start() + len(bare))
            if (
                n == 0
                and (stopped or not words[1].group()[0].isupper())
                and words[1].group().lower() not in ("the", "a")
            ):
                return False
            return bool(
                ENDS.match(text, word.start() + len(bare)) if stopped else after and not CLAUSE.match(after.group())
            )
        if (
            n
            and not stopped
            and words[0].group() not in ("The", "A", "An")
            and word.group()[0].islower()
            and ENDED.match(text, word.start())
        ):
            return True
    return False


@cache
def verb(form):
    """The cue of a form read as a verb, whatever the parser takes it for; None where that verb is no cue."""
    if form in MORE:
        return Cue(MORE[form], "V", 0.5, False)
    cue = lexicon().get((form, "V"))
    if cue is None and form.endswith("s"):
        cue = lexicon().get((form[:-1], "V"))
    return cue


def lookup(token):
    """The Cue that a parsed token may be, or None."""
    part = token.tag_[:1]
    cue = lexicon().get((token.lower_, part))
    return verb(token.lower_) if cue is None and part == "V" and token.lower_ in MORE else cue


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
        return ":" in sentence or bool(TAGGED.search(sentence)) or not words.isdisjoint(beside)
    return not words.isdisjoint(anywhere) or not words.isdisjoint(MORE) or not words.isdisjoint(UNSURE)
