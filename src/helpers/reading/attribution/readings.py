"""From raw text to the readings of each cue: paragraphs, sentences, quotations, parse, candidates."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from helpers.reading import language

from . import confidence, cues, forms, patterns, quotes, subjects

__all__ = ["Paragraph", "Reading", "near", "paragraphs", "readings"]

LONGEST = 1200  # characters that are parsed as one sentence; longer ones are cut at a space
RAREST = 0.03  # words that are cues less often than this are not weighed: they cost time and find little
CHAIN = 30  # sentences that a quotation is followed over
LEAST = {"halves": 0.9, "tag": 0.8}  # confidence of what only says who speaks around quotations
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
    contents: list  # (pattern, spans, features, (first, last) token)
    speakers: list  # (pattern, token, start, end, features)
    quotes: list  # quotations of the sentence
    within: bool  # whether the cue itself is quoted
    companions: list  # cues of the same sentence
    sure: float = None  # confidence of what is read by rule; None where the model is to weigh it
    least: float = 0.0  # what the shape of the sentence alone makes of it
    through: tuple = None  # who quotes the speaker: head, start, end


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
        cut = [part for s, e in quotes.sentences(piece, marks) for part in _shorter(piece, s, e)]
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
    """For each sentence of paragraph i, note the quotations of the next sentences that are nothing but quotation."""
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
            sentence = text[start:end]
            if cues.may_claim(sentence, bool(near(p.quotes, start, end))) or (end == p.end and sentence[-1] == ":"):
                yield i, start, end


def _sentence(text, doc, parts, i, start, end):
    p = parts[i]
    beside = near(p.quotes, start, end)

    def follow(place):
        k = bisect_right(p.sentences, (place - 1, place)) - 1
        return [q for q in p.after[max(k, 0)] if q[0] >= place - 2] if p.after else []

    verbs = [(token, cue) for token in doc if (cue := cues.lookup(token)) is not None and cue.rate >= RAREST]
    companions = [cue for _, cue in verbs]
    settled = set()
    below = _below(text, parts, i) if end == p.end and text[end - 1] == ":" else None
    for form in forms.forms(text, start, doc, beside, below):
        token, a, b = form.token, form.first, form.last
        settled.add(token.i)
        here = start + token.idx
        within = patterns.inside((here, here + len(token)), beside) is not None
        speaker = (form.pattern, form.head, start + doc[a].idx, start + doc[b].idx + len(doc[b]), [])
        contents = [(form.pattern, form.spans, [], (0, 0))]
        place = (here, here + len(token), start, i)
        through = form.through
        if through is not None:
            head, a, b = through
            through = head, start + doc[a].idx, start + doc[b].idx + len(doc[b])
        yield Reading(
            token, form.cue, *place, [], contents, [speaker], beside, within, companions, form.sure, through=through
        )
    tag = _tag_verb(text, doc, start, beside)
    if tag is not None and not any(token is tag for token, _ in verbs):
        verbs = [*verbs, (tag, cues.Cue(tag.lemma_.lower(), "V", 0.5, False))]
    closing = patterns.tails(doc) if verbs else []
    starts = [t.idx for t in doc] if verbs else []
    for token, cue in verbs:
        if token.i in settled:
            continue
        speakers = subjects.speakers(token)
        contents = patterns.contents(text, start, token, beside, follow, closing) if speakers else None
        if not contents:
            continue
        here = start + token.idx
        within = patterns.inside((here, here + len(token)), beside) is not None
        form = patterns.shape(text, start, token, *patterns.sides(start, token, beside))
        yield Reading(
            token, cue, here, here + len(token), start, i,
            confidence.cue_features(token, cue, bool(beside), within, i == 0),
            [
                (
                    n, spans,
                    confidence.content_features(text, token, cue, n, spans, beside, start)
                    + confidence.edge_features(doc, n, *(place := _edges(starts, start, spans)), token),
                    place,
                )
                for n, spans in contents.items()
            ],
            [
                (
                    n, head, start + doc[a].idx, start + doc[b].idx + len(doc[b]),
                    confidence.speaker_features(token, cue, n, head),
                )
                for n, head, a, b in speakers
            ],
            beside, within, companions,
            least=0.0 if within else LEAST.get(form, 0.0),
        )  # fmt: skip


def _edges(starts, offset, spans):
    """First and last token of the part of a content that lies in its sentence."""
    last = len(starts) - 1
    first, end = bisect_right(starts, spans[0][0] - offset) - 1, bisect_left(starts, spans[-1][1] - offset) - 1
    return min(max(first, 0), last), min(max(end, 0), last)


def _below(text, parts, i):
    """What a colon at the end of a paragraph leads to: the quotations that open the next one, or all of it."""
    if i + 1 == len(parts):
        return None
    p = parts[i + 1]
    if not p.opens_quoted:
        return None if p.quotes else [(p.start, p.end)]
    return list(dict.fromkeys([p.quotes[0], *(p.after[0] if _filled(text, *p.sentences[0], p.quotes) else [])]))


def _tag_verb(text, doc, offset, marks):
    """The verb that names the speaker after a quotation at the start of a sentence, whichever verb; or None."""
    opening = next((q for q in reversed(marks) if not re.search(r"\w", text[offset : q[0]]) or q is marks[0]), None)
    if opening is None or re.search(r"\w", text[offset : opening[0]]) or not patterns.leads_on(text, opening):
        return None
    behind = [t for t in doc if offset + t.idx >= opening[1]][:12]
    behind = [t for t in behind if not near(marks, offset + t.idx, offset + t.idx + len(t))]
    for token in behind:
        if token.tag_ in ("VBD", "VBZ", "VBP") and token.lemma_ not in ("be", "have", "do"):
            return token if token.dep_ != "relcl" else None
        if token.tag_ in ("MD", "WDT", "IN", "CC") or token.text in ":;":
            return None
    return None
