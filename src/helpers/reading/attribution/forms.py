"""Claims that their form alone gives away: read by rule, without the model.

Nouns ("the bank's denial that …", "he made overtures toward …") and colons ("Lind: “…”") introduce claims that the
articles the model is learned from mark so unevenly that it learns to leave them out; for verbs between commas ("The
canal, said Lind, will silt up"), for "quoted as saying" and for those who cannot confirm the parser is no help.
"""

import re
from typing import NamedTuple

from . import patterns
from .cues import NOMINAL, Cue, lookup, singular, verb

__all__ = ["forms"]

# How often what has a form is a claim; for nouns the share that is marked in the articles learned from.
SHARES = {
    "poss": 0.4,
    "light": 0.5,
    "colon": 0.8,
    "aside": 0.9,
    "quoted": 0.9,
    "unsure": 0.8,
    "tail": 0.85,
    "lead": 0.85,
    "relative": 0.8,
}
# What a noun may be "of" or "about" and still report it, rather than be about it.
REPORTING = frozenset([
    "accusation", "admission", "allegation", "announcement", "assertion", "assessment", "claim", "condemnation",
    "confirmation", "criticism", "declaration", "denial", "disclosure", "estimate", "finding", "prediction",
    "projection", "rejection", "warning",
])  # fmt: skip
LIGHT = re.compile(r"(?:ma[dk]e|makes|making|issu|g[ai]v|voic|express|offer|repeat|reiterat|deliver)\w*$")
TOWARD = frozenset(["about", "toward", "towards"])
FINITE = ("VBD", "VBZ", "VBP", "MD")
ASIDE = {",": ",", "–": "–", "—": "—", "-": "-", "(": ")"}
# These take two objects: "The town, declared a disaster zone, was cleared" has no speaker.
NAMING = frozenset([
    "call", "name", "declare", "consider", "deem", "dub", "label", "term", "promise", "ask", "tell", "quote", "find",
    "know", "believe", "cite", "accuse", "offer", "pledge", "order", "give", "urge", "describe",
])  # fmt: skip
WHEN = re.compile(
    r"(?:day|week|month|year|night|morning|evening|time|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|\w+day|today|yesterday)s?$"
)
SAYING = frozenset(
    ["saying", "telling", "writing", "stating", "arguing", "warning", "claiming", "declaring", "insisting", "adding"]
)
CLOSING = frozenset(
    form
    for lemma in (
        "estimate",
        "reckon",
        "say",
        "believe",
        "fear",
        "claim",
        "argue",
        "predict",
        "warn",
        "report",
        "note",
        "think",
        "suspect",
        "insist",
        "admit",
    )
    for form in (lemma, lemma + "s")
)
CONFIRM = frozenset(["confirm", "verify", "corroborate", "substantiate", "ascertain", "establish", "rule"])
UNABLE = re.compile(r"(?:not|n't|n’t|never|cannot|unable|impossible|neither|nor|yet)$")


class _Form(NamedTuple):
    """A claim read by rule: its cue, its contents, who speaks, and who passes it on."""

    token: object
    cue: Cue
    spans: list
    pattern: str
    head: object
    first: int
    last: int
    sure: float
    through: tuple = None  # head, first and last token of the one who quotes


def forms(text, offset, doc, quotes, below=None):
    """Claims that their form gives away.

    Parameters
    ----------
    text : str
    offset : int
        Where the parsed sentence begins.
    doc : spacy.tokens.Doc
    quotes : list of (int, int)
        Quotations of the sentence.
    below : list of (int, int), optional
        What a colon at the end of the paragraph leads to.

    Yields
    ------
    _Form
        At most one for each cue.
    """
    if below:
        form = _lead(doc)
        if form is not None:
            token, subject = form
            known = lookup(token) or Cue(token.lemma_.lower(), "V", 0.5, False)
            yield _Form(token, known, below, "lead", subject, subject.left_edge.i, subject.right_edge.i, SHARES["lead"])
            return
    for token in doc:
        form = None
        if token.tag_ in ("NN", "NNS") and singular(token.lower_) in NOMINAL:
            form = _noun(token)
        elif token.text == ":" and quotes:
            form = _colon(token, offset, quotes)
        if form is None and token.i:
            form = _relative(token) or _aside(token, offset, quotes) or _confirm(token) or _tail(token)
        if form is None and quotes and token.tag_[:1] in "NJ" and token.is_lower:
            form = _unheard(text, token, offset, quotes)
        if form is None and token.lower_ in ("quoted", "quotes", "cited", "cites", "quoting", "citing"):
            form = _quoted(token, offset, quotes)
        if form is None:
            continue
        pattern, head, first, last, contents, *through = form
        here = offset + token.idx
        spans = patterns.snap(text, contents(offset), quotes, (here, here + len(token)))
        if spans:
            known = lookup(token) or verb(token.lower_)
            lemma = known.lemma if known and pattern not in ("poss", "light") else singular(token.lower_)
            cue = Cue(lemma, token.tag_[:1], SHARES[pattern], False)
            yield _Form(token, cue, spans, pattern, head, first, last, SHARES[pattern], *through)


def _lead(doc):
    """The verb and its subject in a sentence whose colon leads to the next paragraph; None without a subject."""
    verbs = [t for t in doc if t.tag_[:1] == "V" and (subject := _subject(t)) is not None and subject.i < t.i]
    known = [t for t in verbs if (cue := lookup(t)) is not None and cue.rate >= 0.2]
    cued = any((cue := lookup(t)) is not None and cue.rate >= 0.2 for t in doc[:-1])
    for token in [*known, *(verbs if cued else ())]:
        subject = _subject(token)
        if not subject.left_edge.i <= token.i <= subject.right_edge.i and subject.tag_ not in ("WP", "WDT"):
            return token, subject
    return None


def _stretch(doc, first, last):
    """A function from the sentence's offset to the offsets of a run of tokens without the marks at its ends."""
    return lambda offset: (offset + doc[first].idx, offset + doc[last].idx + len(doc[last]))


def _head(doc, first, last):
    """The token that a run of tokens hangs on: the end of its first noun group where the parser splits it."""
    for token in doc[first : last + 1]:
        if token.tag_[:2] in ("NN", "PR") and not first <= token.head.i <= last:
            return token
    nouns = [t for t in doc[first : last + 1] if t.tag_[:2] in ("NN", "PR")]
    return nouns[0] if nouns else None


def _group(doc, first, last):
    """Whether a run of tokens is a noun group that may speak, without a verb of its own."""
    run = doc[first : last + 1]
    if (
        not len(run)
        or run[0].tag_ not in ("DT", "PRP", "PRP$", "NNP", "NNPS", "NN", "NNS", "JJ", "CD")
        or len(run) > 14
    ):
        return False
    nouns = [t for t in run if t.tag_[:2] in ("NN", "PR")]
    if run[-1].tag_ in ("CC", "IN", "DT", "JJ"):
        return False
    return (
        bool(nouns)
        and not WHEN.match(nouns[0].lower_)
        and not any(t.tag_ in FINITE or t.lower_ in ("that", "to") for t in run)
    )


def _aside(token, offset, quotes):
    """A verb of saying and its subject between two commas, dashes or brackets: "The canal, said Lind, will silt up"."""
    doc, i = token.doc, token.i
    known = verb(token.lower_)
    closer = ASIDE.get(doc[i - 1].text)
    first = i + 1
    if token.lower_ == "according" and closer == ")" and i + 2 < len(doc):
        first = i + 2  # "(according to Lind)"
    elif known is None or known.rate < 0.3 or known.lemma in NAMING or token.lower_.endswith("ing") or i < 2:
        return None
    if closer is None:
        return _within(token, offset, quotes)
    close = next((t.i for t in doc[first : first + 18] if t.text == closer), None)
    if close is None or close + 1 >= len(doc) or not _group(doc, first, close - 1):
        return None
    around = patterns.inside((offset + token.idx, offset + token.idx + 1), quotes)
    if around is None and any(t.text in '“”"' for t in doc[: i - 1]):
        return None
    low = next((t.i for t in doc if around and offset + t.idx >= around[0]), 0)
    before, after = doc[low : i - 1], doc[close + 1 :]
    if (closer == "," and any(t.text == "," for t in before)) or not any(t.is_alpha for t in before):
        return None
    if any(t.tag_ in FINITE for t in before) or not _goes_on(before, after):
        return None
    spans = _stretch(doc, low, i - 2), _stretch(doc, close + 1, _last(doc, close + 1))
    return "aside", _head(doc, first, close - 1), first, close - 1, lambda offset: [s(offset) for s in spans]


def _goes_on(before, after):
    """Whether words behind an aside are the rest of a clause that began before it."""
    first = after[0].tag_ if len(after) else ""
    if first in FINITE or (first == "RB" and len(after) > 1 and after[1].tag_ in (*FINITE, "VBN")):
        return True
    return (
        len(before) < 5
        and before[0].tag_ in ("IN", "DT", "RB", "JJ")
        and first in ("DT", "PRP", "NNP", "PRP$")
        and len(after) > 2
    )


def _last(doc, first):
    """The last token of a sentence, less its stop."""
    last = len(doc) - 1
    while last > first and doc[last].text in ".!?":
        last -= 1
    return last


def _within(token, offset, quotes):
    """Speaker and verb between two dashes inside a quotation: “The orchard – Lind said – belongs to us.”"""
    doc, i = token.doc, token.i
    around = patterns.inside((offset + token.idx, offset + token.idx + 1), quotes)
    if around is None or i + 2 > len(doc) - 1 or doc[i + 1].text not in "–—" or len(doc[i + 1].text) != 1:
        return None
    dash = next((t.i for t in reversed(doc[max(0, i - 8) : i]) if t.text == doc[i + 1].text), None)
    if dash is None or not _group(doc, dash + 1, i - 1):
        return None
    first, second = offset + doc[dash].idx, offset + doc[i + 1].idx
    spans = [(around[0], first), (second + 1, around[1])]
    return "aside", _head(doc, dash + 1, i - 1), dash + 1, i - 1, lambda _: spans


def _relative(token):
    """A relative clause that the reporter hangs on somebody's word: "a warehouse which Lind said was insured"."""
    doc, i = token.doc, token.i
    known = verb(token.lower_)
    if known is None or known.rate < 0.3 or i + 1 >= len(doc) or not _is_finite(doc, i + 1):
        return None
    if token.tag_[:1] != "V" and not (token.lower_ in CLOSING and doc[i - 1].text.istitle()):
        return None
    which = next((t.i for t in reversed(doc[max(0, i - 6) : i]) if t.lower_ in ("which", "that", "who")), None)
    if (
        which in (None, 0, i - 1)
        or (doc[which].tag_ == "IN" and doc[which - 1].tag_[:2] != "NN")
        or any(t.tag_ in FINITE for t in doc[which + 1 : i])
        or doc[which - 1].tag_[:2] == "VB"
        or (doc[which].head.i == i + 1 and doc[which].dep_ == "mark")
    ):
        return None
    last = _last(doc, i + 1)
    for t in doc[i + 2 : last + 1]:
        begun = any(c.tag_ in ("IN", "WDT", "WP", "CC", "WRB") for c in doc[i + 2 : t.i]) and doc[t.i - 1].tag_ in (
            "PRP",
            "WDT",
        )
        if (t.text == "," and doc[which - 1].text == ",") or (
            _is_finite(doc, t.i) and not begun and doc[t.i - 1].tag_ not in ("CC", "MD")
        ):
            last = t.i - 1
            break
    head = _head(doc, which + 1, i - 1) or doc[i - 1]
    content = _stretch(doc, i + 1, max(last, i + 1))
    return "relative", head, which + 1, i - 1, lambda offset: [content(offset)]


def _is_finite(doc, i):
    return doc[i].tag_ in FINITE


def _tail(token):
    """The verb that closes its sentence, where the parser takes it for a noun: "…, engineers at the port estimate."."""
    doc, i = token.doc, token.i
    if token.lower_ not in CLOSING or i < 3 or any(t.is_alpha for t in doc[i + 1 :]):
        return None
    comma = next((t.i for t in reversed(doc[max(0, i - 14) : i]) if t.text == ","), None)
    if comma is None or comma < 2 or not _group(doc, comma + 1, i - 1):
        return None
    if not any(t.tag_ in (*FINITE, "VBN") for t in doc[:comma]) or (lookup(token) is not None and token.dep_ == "ROOT"):
        return None
    content = _stretch(doc, 0, comma - 1)
    return "tail", _head(doc, comma + 1, i - 1), comma + 1, i - 1, lambda offset: [content(offset)]


def _unheard(text, token, offset, quotes):
    """A verb that the parser takes for a noun behind a quotation and a name: “Fools,” Lind spat."""
    doc, i = token.doc, token.i
    if any(t.is_alpha for t in doc[i + 1 :]):
        return None
    first = i
    while first and doc[first - 1].tag_ in ("NNP", "NNPS"):
        first -= 1
    before = [q for q in quotes if q[1] <= offset + doc[first].idx]
    if first == i or not before or not patterns.leads_on(text, before[-1]):
        return None
    if re.search(r"\w", text[before[-1][1] : offset + doc[first].idx]):
        return None
    return "tail", doc[i - 1], first, i - 1, lambda _: before


def _confirm(token):
    """Who cannot confirm something: "The coast guard could not confirm that …"."""
    if token.lower_ not in CONFIRM or token.tag_[:1] != "V":
        return None
    doc, node = token.doc, token
    first = next((t.i for t in reversed(doc[max(0, token.i - 8) : token.i]) if UNABLE.match(t.lower_)), None)
    stated = next((c for c in token.rights if c.dep_ in ("ccomp", "dobj", "advcl")), None)
    if first is None or stated is None:
        return None
    subject = _subject(node)
    while subject is None and node.dep_ in ("xcomp", "acomp", "ccomp", "conj") and node.head.i != node.i:
        node = node.head
        subject = _subject(node)
    if subject is None or subject.i > token.i or subject.left_edge.i <= token.i <= subject.right_edge.i:
        return None
    content = _stretch(doc, stated.left_edge.i, stated.right_edge.i)
    return "unsure", subject, subject.left_edge.i, subject.right_edge.i, lambda offset: [content(offset)]


def _quoted(token, offset, quotes):
    """A claim of "Lind was quoted by the Post as saying …": Lind speaks, the Post passes it on."""
    doc, i = token.doc, token.i
    place = next(
        (t.i for t in doc[i + 1 : i + 25] if t.lower_ == "as" and doc[min(t.i + 1, len(doc) - 1)].lower_ in SAYING),
        None,
    )
    if place is None:
        return None
    passive = next(
        (t.i for t in reversed(doc[max(0, i - 3) : i]) if t.lower_ in ("was", "were", "is", "are", "been", "being")),
        None,
    )
    subject = _subject(token)
    relay = None
    if passive is not None:
        if subject is None:
            return None
        first, last = subject.left_edge.i, min(subject.right_edge.i, passive - 1)
        speaker = subject
        if i + 2 < place and doc[i + 1].lower_ in ("by", "in"):
            relay = _head(doc, i + 2, place - 1), i + 2, place - 1
    else:
        first, last = i + 1, place - 1
        if first > last:
            return None
        speaker = _head(doc, first, last)
        if subject is not None and subject.i < i:
            relay = subject, subject.left_edge.i, min(subject.right_edge.i, i - 1)
    if speaker is None:
        return None
    end = _last(doc, place + 1)
    after = _stretch(doc, place + 2, end) if any(t.is_alpha for t in doc[place + 2 :]) else None
    before = [q for q in quotes if q[1] <= offset + token.idx]
    if before and after is not None and doc[place + 2].lower_ in ("by", "in"):
        relay, after = (_head(doc, place + 3, end), place + 3, end), None
    if after is None and not before:
        return None
    return "quoted", speaker, first, last, lambda offset: [after(offset)] if after else before[-1:], relay


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
        lambda offset: [(offset + doc[first].idx, offset + end)],
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
    """The last token of a statement, before any statement of somebody else that is joined to it."""
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
            fits = child.lower_ in TOWARD if light else child.lower_ == "of" and singular(noun.lower_) in REPORTING
            return next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None) if fits else None
    return None


def _colon(colon, offset, quotes):
    """A name at the beginning of its sentence, a colon and a quotation."""
    doc, here = colon.doc, offset + colon.idx
    quote = next((q for q in quotes if here < q[0] <= here + 3), None)
    lead = doc[: colon.i]
    # A surname alone is often taken for a common noun.
    proper = ("NNP", "NNPS", "NN") if len(lead) == 1 and lead.text.istitle() else ("NNP", "NNPS")
    named = len(lead) and lead[-1].tag_ in proper and not any(t.tag_[:2] in ("VB", "MD", "IN") for t in lead)
    return ("colon", lead[-1], 0, colon.i - 1, lambda _: [quote]) if quote and named else None
