"""Names that the actors table does not have, proposed by a language model."""

import re
from bisect import bisect_right
from itertools import pairwise

from helpers.reading import language
from helpers.reading.text import sentences

KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "state", "LOC": "place", "FAC": "place", "EVENT": "event"}
PASSAGE = 2_000  # characters
LIMIT = 1_000_000  # characters, spaCy's own
DATES = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
CALENDAR = re.compile(rf"^{DATES}[\s.,\d]*$", re.IGNORECASE)
CAPITAL = re.compile(  # a capital inside a sentence, or two at its beginning
    rf"(?<=[^\W_][^.!?…] )[“\"‘(]?(?!(?i:{DATES}))[^\W\d_a-zа-яßà-öø-ÿґєії]\w+|\b[A-Z]{{2,}}\b|^\W*[A-Z]\w+ [A-Z]"
)
# A subject or an occasion with a capital, as in "the Finance Minister", is no name by itself.
COMMON = re.compile(
    r"(?:Finance|Defen[cs]e|Foreign|Interior|Justice|Commerce|Trade|Energy|Health|Education|Economy|Home|Summit|Conference|"
    r"Forum|Meeting|Parliament|Cabinet|Government|Ministry|Minister|President|Secretary|Chancellor|Chairman|Director|"
    r"Ambassador|Spokes\w+|General|Army|Navy|Court|Committee|Department|Council|Agency|Bank|Party|Report)(?:s|['’]s?)?$"
)
SYMBOL = re.compile(r"[+=<>|{}\[\]\\^~*]")  # of formulas, keys and markup
PARTICLES = "de|del|della|der|den|di|da|das|do|dos|du|la|le|el|al|bin|ibn|bint|van|von|zu|af|av|ter|ten"
FIRST = re.compile(rf"(?!(?:{PARTICLES})\s)[^\W\d_]+\s+")
EDGES = re.compile(r"^(?:the|a|an)\s+|['’]s?$|^\W+|[^\w.)]+$", re.IGNORECASE)


def propose(texts, covered):
    """Spans the model takes for names and no alias covers.

    Parameters
    ----------
    texts : list of str
    covered : list of list of (int, int)
        For each text the spans, in order, that need no proposal: see `names.Found`.

    Yields
    ------
    list of (int, int, str)
        For each text start, end, kind; in order, none over another. Empty for texts longer than the model takes at
        once.
    """
    spans = [
        _unexplained(text, taken) if len(text) <= LIMIT else [] for text, taken in zip(texts, covered, strict=True)
    ]
    passages = (text[s:e] for text, own in zip(texts, spans, strict=True) for s, e in own)
    parsed = language.read(passages, ["ner"])
    for text, own, taken in zip(texts, spans, covered, strict=True):
        found = [name for span, doc in zip(own, parsed) for name in _names(text, *span, doc)]  # noqa: B905 - in turn
        yield _free(found, taken)


def _names(text, start, end, parsed):
    """The entities of a passage that may name an actor."""
    for entity in parsed.ents:
        if entity.label_ in KINDS:
            first, last = _trimmed(text, start + entity.start_char, min(start + entity.end_char, end))
            surface = text[first:last]
            if surface and not (
                surface.islower() or CALENDAR.match(surface) or COMMON.match(surface) or SYMBOL.search(surface)
            ):
                yield first, last, KINDS[entity.label_]


def _unexplained(text, taken):
    """Sentences with a capitalised word that no alias covers: only they are worth the model's time."""
    starts = [*sentences(text), len(text)]
    spans, i = [], 0
    for start, end in pairwise(starts):
        masked, cut = [], start
        while i < len(taken) and taken[i][0] < end:
            masked += [text[cut : taken[i][0]], "x" * (taken[i][1] - taken[i][0])]
            cut, i = taken[i][1], i + 1
        masked.append(text[min(cut, end) : end])
        if CAPITAL.search("".join(masked)):
            if spans and spans[-1][1] == start and end - spans[-1][0] < PASSAGE:  # longer passages are read faster
                start = spans.pop()[0]
            spans.append((start, end))
    return spans


def _trimmed(text, start, end):
    while True:
        first = FIRST.match(text, start, end)  # a small letter begins no name, but for a particle
        edge = first if first and first.group().islower() else EDGES.search(text[start:end])
        if not edge or edge.start() == edge.end():
            return start, end
        if edge is first or edge.start() == 0:
            start += len(edge.group())
        else:
            end = start + edge.start()


def _free(found, taken):
    """The spans in order, without those that touch a taken one or one before."""
    made, free, ends = [], 0, [end for _, end in taken]
    for start, end, kind in sorted(set(found)):
        i = bisect_right(ends, start)
        if start >= free and not (i < len(taken) and taken[i][0] < end):
            made.append((start, end, kind))
            free = end
    return made
