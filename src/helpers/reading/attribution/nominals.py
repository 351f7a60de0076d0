"""Claims without a verb of saying: "the bank's denial that …", "he made overtures toward …", "Lind: “…”".

The articles that the model is learned from mark such claims so unevenly that it learns to leave them out. They are
read by rule, with the share that is marked in those articles as their confidence.
"""

import re

from . import patterns
from .cues import NOMINAL, Cue, singular

__all__ = ["claims"]

SHARES = {"poss": 0.4, "light": 0.5, "colon": 0.8}
# What a noun may be "of" or "about" and still report it, rather than be about it.
REPORTING = frozenset([
    "accusation", "admission", "allegation", "announcement", "assertion", "assessment", "claim", "condemnation",
    "confirmation", "criticism", "declaration", "denial", "disclosure", "estimate", "finding", "prediction",
    "projection", "rejection", "warning",
])  # fmt: skip
LIGHT = re.compile(r"(?:ma[dk]e|makes|making|issu|g[ai]v|voic|express|offer|repeat|reiterat|deliver)\w*$")
TOWARD = frozenset(["about", "toward", "towards"])


def claims(text, offset, doc, quotes):
    """Claims that a noun or a colon introduces.

    Parameters
    ----------
    text : str
    offset : int
        Where the parsed sentence begins.
    doc : spacy.tokens.Doc
    quotes : list of (int, int)
        Quotations of the sentence.

    Yields
    ------
    (Token, Cue, content spans, pattern, speaker's head, first and last token of the speaker, confidence)
    """
    for token in doc:
        if token.tag_ in ("NN", "NNS") and singular(token.lower_) in NOMINAL:
            found = _noun(token)
        elif token.text == ":" and quotes:
            found = _colon(token, offset, quotes)
        else:
            continue
        if found:
            pattern, head, first, last, content = found
            here = offset + token.idx
            spans = patterns.snap(text, [content(offset)], quotes, (here, here + len(token)))
            if spans:
                cue = Cue(singular(token.lower_), token.tag_[:1], SHARES[pattern], False)
                yield token, cue, spans, pattern, head, first, last, SHARES[pattern]


def _noun(noun):
    """Whose statement a noun is, and what it states."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None) or _before_mark(noun)
    verb = noun.head
    light = owner is None and noun.dep_ == "dobj" and LIGHT.match(verb.lower_)
    if light:
        owner = _subject(verb)
    stated = _complement(noun, light) if owner is not None else None
    if stated is None:
        return None
    doc, first, last = noun.doc, stated.left_edge.i, _end(stated)
    last_of_owner = owner.right_edge.i
    if doc[last_of_owner].tag_ == "POS":
        last_of_owner -= 1
    end = doc[last].idx + len(doc[last])
    return (
        "light" if light else "poss", owner, owner.left_edge.i, last_of_owner,
        lambda offset: (offset + doc[first].idx, offset + end),
    )  # fmt: skip


def _before_mark(noun):
    """The noun before a possessive mark that the parser has hung elsewhere."""
    doc, i = noun.doc, noun.i - 1
    while i > 0 and doc[i].tag_ in ("JJ", "VBN", "NN"):
        i -= 1
    return doc[i - 1] if i > 0 and doc[i].tag_ == "POS" else None


def _subject(verb):
    """The subject of a verb, or of the one that it is joined to."""
    for _ in range(3):
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None or verb.dep_ != "conj":
            return subject
        verb = verb.head
    return None


def _end(stated):
    """The last token of what is stated, less a statement of somebody else that is joined to it."""
    other = next((c for c in stated.subtree if c.dep_ == "conj" and singular(c.lower_) in NOMINAL), None)
    if other is None or other.left_edge.i - 2 < stated.i:
        return stated.right_edge.i
    return other.left_edge.i - 2


def _complement(noun, light):
    """The token that heads what a noun states, or None."""
    for child in [*noun.rights, *(c for c in noun.head.rights if light and c.i > noun.i)]:
        if child.dep_ in ("acl", "ccomp", "relcl"):
            that = next((c for c in child.children if c.lower_ == "that"), None)
            if that is not None and that.dep_ == "mark":
                return child
        if child.dep_ == "prep":
            told = child.lower_ in TOWARD if light else child.lower_ == "of" and singular(noun.lower_) in REPORTING
            return next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None) if told else None
    return None


def _colon(colon, offset, quotes):
    """A name at the beginning of its sentence, a colon and a quotation."""
    doc, here = colon.doc, offset + colon.idx
    said = next((q for q in quotes if here < q[0] <= here + 3), None)
    lead = doc[: colon.i]
    # A surname alone is often taken for a common noun.
    proper = ("NNP", "NNPS", "NN") if len(lead) == 1 and lead.text.istitle() else ("NNP", "NNPS")
    named = len(lead) and lead[-1].tag_ in proper and not any(t.tag_[:2] in ("VB", "MD", "IN") for t in lead)
    return ("colon", lead[-1], 0, colon.i - 1, lambda _: said) if said and named else None
