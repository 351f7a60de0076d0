"""Names that the actors table does not have, proposed by a language model."""

import re
from bisect import bisect_right
from itertools import pairwise
from operator import itemgetter

from helpers.reading import language
from helpers.reading.actors import words
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
    r"Ambassador|Spokes\w+|General|Army|Navy|Court|Committee|Department|Council|Agency|Bank|Party|Report|Board|Commission|Mission|Embassy|Assembly|Senate|House|State|"
    r"Union|Service|Group|Fund|Province|Region|Republic|Monarchy|Crown|Church|Police|Physics|Chemistry|Biology|History|Economics|Internet)(?:s|['’]s?)?$"
)
SYMBOL = re.compile(r"[+=<>|{}\[\]\\^~*]")  # of formulas, keys and markup
PARTICLES = "de|del|della|der|den|di|da|das|do|dos|du|la|le|el|al|bin|ibn|bint|van|von|und\\s+zu|zu|af|av|ter|ten|y"
FIRST = re.compile(rf"(?!(?:{PARTICLES})\s)[^\W\d_]+\s+")
EDGES = re.compile(r"^(?:the|a|an)\s+|['’]s?$|^\W+|[^\w.)]+$", re.IGNORECASE)


# What hides a name from the model, as it reads it: a bullet, a mark, a curly quotation mark; a month before a name.
MARKS = str.maketrans(
    {**dict.fromkeys("•·*#●▪■◦‣►_»«", " "), **dict.fromkeys("“”„", '"'), "—": " ", "‘": "'", "’": "'"}
)
MONTH_BEFORE = re.compile(
    rf"(?:\b(?:in|on|of|since|by|until|last|next|this|early|late|mid)\s+|\d\s+)(?P<month>(?i:{DATES}))(?=\s+[^\W\d_a-z]\w)",
)
AFTER = re.compile(
    rf"(?:(?<=[-'’])|[-'’])(?=[^\W\d_])[^\W\d_]\w*(?:[-'’][^\W\d_]\w*)*|\s+(?:(?:{PARTICLES})\s+)+[^\W\d_a-z]\w+(?:-\w+)*"
)
INNER = re.compile(rf"\s(?:{PARTICLES})\s")
ONE_MORE = re.compile(r"\s[^\W\d_a-z][a-zà-öø-ÿ]+\b(?!\s+[^\W\d_a-z])")
ENDS_IN_PARTICLE = re.compile(rf"\s(?:{PARTICLES})$")
OPENING = re.compile(rf"^(?:(?i:{DATES})\.?|{'|'.join(words.DAYS)})\s+(?=[^\W\d_a-z])", re.IGNORECASE)
CAPITALISED = re.compile(r"(?<![\w@#.’'-])[^\W\d_a-z][\w’'-]*\w")
REST_OF_NAME = re.compile(
    rf"(?:\s(?:[^\W\d_a-z]\.|{PARTICLES}))*(?:\s[^\W\d_a-z][\w’'-]*[^\W_])(?:\s[^\W\d_a-z][a-zà-öø-ÿ’'-]+(?=\W|$))?"
)
UNIONS = words.words_of("EU E.U. UN U.N. NATO OPEC ASEAN BRICS IMF WHO G7 G20 EEU EAEU CIS CSTO")


def propose(texts, covered):
    """Spans that the model takes for names and that no alias covers.

    Parameters
    ----------
    texts : list of str
    covered : list of list of (int, int)
        For each text the spans, in order, that need no proposal: see `names.NamedPlaces`.

    Yields
    ------
    list of (int, int, str)
        For each text start, end, kind; in order, none over another. Empty for texts longer than the model takes at
        once.
    """
    spans = [
        _unexplained(text, taken) if len(text) <= LIMIT else [] for text, taken in zip(texts, covered, strict=True)
    ]
    passages = (_plain(text[s:e]) for text, own in zip(texts, spans, strict=True) for s, e in own)
    parsed = language.read(passages, ["ner"])
    for text, own, taken in zip(texts, spans, covered, strict=True):
        entities = [name for span, doc in zip(own, parsed) for name in _names(text, *span, doc)]  # noqa: B905 - in turn
        listed = _listed(text) if len(text) <= LIMIT else ()
        yield _free([*_free(entities, taken), *listed], taken)


def _plain(passage):
    """A passage as the model reads it, of the same length: marks are blanked, months before a name are small."""
    return MONTH_BEFORE.sub(lambda match: match.group().lower(), passage.translate(MARKS))


def _names(text, start, end, parsed):
    """The entities of a passage that may name an actor."""
    names = []
    for entity in parsed.ents:
        if entity.label_ in KINDS:
            first, last = _trimmed(text, start + entity.start_char, min(start + entity.end_char, end))
            last = _whole(text, first, last, end)
            surface = text[first:last]
            if surface and not (
                surface.islower() or CALENDAR.match(surface) or COMMON.match(surface) or SYMBOL.search(surface)
            ):
                names.append((first, last, _kind(surface, KINDS[entity.label_])))
    return names


def _listed(text):
    """Names that need no model: people by a given name, and towns and states by a list."""
    for match in CAPITALISED.finditer(text):
        word, (start, end) = match.group(), match.span()
        if word.split("-")[0] in words.GIVEN and (rest := REST_OF_NAME.match(text, end)):
            first, last = _trimmed(text, start, rest.end())
            parts = text[first:last].split()
            if (
                len(parts) > 1
                and not words.BODIES & set(parts)
                and parts[1].rstrip(".,") not in words.OPENERS | words.TITLES
            ):
                yield first, last, "person"
        elif word in words.CITIES:
            yield start, end, "place"
        elif word in words.STATES:
            yield start, end, "state"


def _whole(text, first, last, end):
    """The end of a name after its particles and hyphens: "Ursula van der Beek", not "Ursula van"."""
    if ENDS_IN_PARTICLE.search(text[first:last]):
        more = re.compile(rf"\s+(?:(?:{PARTICLES})\s+)*[^\W\d_a-z]\w+(?:-\w+)*").match(text, last, end)
        last = more.end() if more else last
    while more := AFTER.match(text, last, end):
        if more.group()[0] in "'’" and (len(more.group()) < 4 or not more.group()[1].isupper()):
            break
        if more.group()[0] == "-" and not text[last + 1].isupper():
            break
        last = more.end()
    if INNER.search(text[first:last]) and (more := ONE_MORE.match(text, last, end)):
        last = last if more.group().strip() in words.OPENERS | words.BODIES else more.end()
    return last


def _kind(surface, kind):
    """The kind of a name. Its words overrule the model where they are clear: a town is no person."""
    parts = surface.split()
    if surface in words.CITIES:
        return "place"
    if surface in words.STATES:
        return "state"
    if surface in UNIONS:
        return "organisation"
    if kind == "state":
        return "place"
    if len(parts) > 1 and parts[-1] in words.BODIES:
        return "organisation"
    return "person" if len(parts) > 1 and parts[0] in words.GIVEN and kind != "event" else kind


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
    """A span without articles, marks, days and months at its edges."""
    while True:
        if opening := OPENING.match(text[start:end]):
            start += opening.end()
            continue
        first = FIRST.match(text, start, end)  # a small letter begins no name, but for a particle
        edge = first if first and first.group().islower() else EDGES.search(text[start:end])
        if not edge or edge.start() == edge.end():
            return start, end
        if edge is first or edge.start() == 0:
            start += len(edge.group())
        else:
            end = start + edge.start()


def _free(names, taken):
    """The spans in order, without those that overlap a taken span or an earlier one of their own."""
    rows, free, ends = [], 0, [end for _, end in taken]
    for start, end, kind in sorted(dict.fromkeys(names), key=itemgetter(0)):
        i = bisect_right(ends, start)
        if start >= free and not (i < len(taken) and taken[i][0] < end):
            rows.append((start, end, kind))
            free = end
    return rows
