"""From raw text to the readings of each cue: paragraphs, sentences, quotations, parse, candidates."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from helpers.reading import language

from . import confidence, cues, nominals, patterns, quotes, subjects

__all__ = ["Paragraph", "Reading", "near", "paragraphs", "readings"]

LONGEST = 1200  # characters that are parsed as one sentence; longer ones are cut at a space
RAREST = 0.1  # words that are cues less often than this are not weighed: they cost time and find little
CHAIN = 30  # sentences that a quotation is followed over
PIPES = ("tok2vec", "tagger", "parser")


@dataclass
class Paragraph:
    """One paragraph with offsets into the raw text."""

    start: int
    end: int
    label: str
    quotes: list
    sentences: list
    still_open: bool
    opens_quoted: bool  # whether no word stands before its first quotation
    after: list = field(default_factory=list)  # for each sentence, the quotations that go on behind it


@dataclass
class Reading:
    """A cue with everything it may be a claim of."""

    token: object
    cue: object
    start: int
    end: int
    offset: int
    paragraph: int
    features: list
    contents: list  # (pattern, spans, features)
    speakers: list  # (pattern, token, start, end, features)
    quotes: list  # quotations of the sentence
    within: bool  # whether the cue itself is quoted
    companions: list  # cues of the same sentence
    sure: float = None  # confidence of what is read by rule; None where the model is to weigh it


def paragraphs(text, rows):
    """Cut paragraphs into sentences and quotations.

    Parameters
    ----------
    text : str
    rows : iterable of (start, end, label)

    Returns
    -------
    list of Paragraph
    """
    out, still_open = [], False
    for start, end, label in rows:
        piece = text[start:end]
        marks, still_open = quotes.quotations(piece, still_open)
        cut = [part for s, e in quotes.sentences(piece) for part in _shorter(piece, s, e)]
        shifted = [[(s + start, e + start) for s, e in spans] for spans in (marks, cut)]
        opens = bool(marks) and not re.search(r"\w", piece[: marks[0][0]])
        out.append(Paragraph(start, end, label, *shifted, still_open, opens))
    for i in range(len(out) - 1, -1, -1):
        _chain(text, out, i)
    return out


def _shorter(text, start, end):
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        stop = space if space > 0 else start + LONGEST
        yield start, stop
        start = stop
    yield start, end


def near(spans, start, end):
    """Those of the ordered, disjoint spans that touch start–end."""
    a = bisect_right(spans, (start, start))
    a -= a > 0 and spans[a - 1][1] > start
    return spans[a : bisect_left(spans, (end, end))]


def _filled(text, start, end, marks):
    """The quotations that fill a sentence, or None when any word of it stands outside."""
    here = near(marks, start, end)
    place = start
    for s, e in here:
        if s > place and re.search(r"\w", text[place:s]):
            return None
        place = max(place, e)
    if not here or (place < end and re.search(r"\w", text[place:end])):
        return None
    return here


def _chain(text, all_paragraphs, i):
    """For each sentence of paragraph i, note the quotations in the sentences after it that nobody else is cued for."""
    p = all_paragraphs[i]
    beyond = []
    if p.still_open and i + 1 < len(all_paragraphs):
        q = all_paragraphs[i + 1]
        if q.opens_quoted and q.sentences:
            filled = _filled(text, *q.sentences[0], q.quotes)
            beyond = list(dict.fromkeys([q.quotes[0], *(q.after[0] if filled else [])]))[:CHAIN]
    p.after = [[] for _ in p.sentences]
    run = beyond
    for k in range(len(p.sentences) - 1, -1, -1):
        p.after[k] = run
        filled = _filled(text, *p.sentences[k], p.quotes)
        run = [*filled, *(q for q in run if q not in filled)][:CHAIN] if filled else []


def readings(raw, parts):
    """Parse what can hold a claim and read off the candidates.

    Parameters
    ----------
    raw : list of str
    parts : list of list of Paragraph
        Of each text.

    Yields
    ------
    iterator of Reading
        For each text in order; to be used up before the next is asked for.
    """
    units = [list(_worth_parsing(text, cut)) for text, cut in zip(raw, parts, strict=True)]
    sentences = (text[s:e] for text, own in zip(raw, units, strict=True) for _, s, e in own)
    docs = language.read(sentences, PIPES)
    for text, cut, own in zip(raw, parts, units, strict=True):
        yield (r for (i, s, e), doc in zip(own, docs) for r in _sentence(text, doc, cut, i, s, e))  # noqa: B905


def _worth_parsing(text, parts):
    for i, p in enumerate(parts):
        for start, end in p.sentences:
            if cues.may_claim(text[start:end], bool(near(p.quotes, start, end))):
                yield i, start, end


def _sentence(text, doc, parts, i, start, end):
    p = parts[i]
    beside = near(p.quotes, start, end)

    def follow(place):
        k = bisect_right(p.sentences, (place - 1, place)) - 1
        return [q for q in p.after[max(k, 0)] if q[0] >= place - 2] if p.after else []

    found = [(token, cue) for token in doc if (cue := cues.lookup(token)) is not None and cue.rate >= RAREST]
    companions = [cue for _, cue in found]
    for token, cue, said, pattern, head, a, b, sure in nominals.claims(text, start, doc, beside):
        here = start + token.idx
        within = patterns.inside((here, here + len(token)), beside) is not None
        said_by = (pattern, head, start + doc[a].idx, start + doc[b].idx + len(doc[b]), [])
        place = (here, here + len(token), start, i)
        yield Reading(token, cue, *place, [], [(pattern, said, [])], [said_by], beside, within, companions, sure)
    closing = patterns.tails(doc) if found else []
    for token, cue in found:
        said_by = subjects.speakers(token)
        said = patterns.contents(text, start, token, beside, follow, closing) if said_by else None
        if not said:
            continue
        here = start + token.idx
        within = patterns.inside((here, here + len(token)), beside) is not None
        yield Reading(
            token, cue, here, here + len(token), start, i,
            confidence.cue_features(token, cue, bool(beside), within, i == 0),
            [
                (n, spans, confidence.content_features(text, token, cue, n, spans, beside, start))
                for n, spans in said.items()
            ],
            [
                (
                    n, head, start + doc[a].idx, start + doc[b].idx + len(doc[b]),
                    confidence.speaker_features(token, cue, n, head),
                )
                for n, head, a, b in said_by
            ],
            beside, within, companions,
        )  # fmt: skip
