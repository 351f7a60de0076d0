"""Names that the actors table does not have, proposed by a language model."""

import re
from bisect import bisect_right
from itertools import pairwise

from helpers import language
from helpers import text as texts
from helpers.actors.names import explained

KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "state", "LOC": "place", "FAC": "place", "EVENT": "event"}
EXCLUDED = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
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
HALF = re.compile("[\ud800-\udfff]")  # half a character, which the model cannot take
EDGES = re.compile(r"^(?:the|a|an)\s+|['’]s?$|^\W+|[^\w.)]+$", re.IGNORECASE)


def propose(text, actors=None):
    """Spans the model takes for names and no alias covers.

    Parameters
    ----------
    text : str
    actors : pandas.DataFrame, optional
        Table whose names, and words made from them, are not proposed again.

    Returns
    -------
    list of (int, int, str)
        Start, end, kind; in order, none over another. Empty for texts longer than the model takes at once.
    """
    if len(text) > LIMIT:
        return []
    model = language.load(EXCLUDED)
    taken = [] if actors is None else explained(text, actors)
    found = []
    spans = _unexplained(text, taken)
    for (start, end), parsed in zip(spans, model.pipe(HALF.sub("\ufffd", text[s:e]) for s, e in spans), strict=True):
        for entity in parsed.ents:
            if entity.label_ not in KINDS:
                continue
            first, last = _trimmed(text, start + entity.start_char, min(start + entity.end_char, end))
            if first < last and not CALENDAR.match(text[first:last]):
                found.append((first, last, KINDS[entity.label_]))
    return _free(found, taken)


def _unexplained(text, taken):
    """Sentences with a capitalised word that no alias covers: only they are worth the model's time."""
    starts = [*texts.sentences(text), len(text)]
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
        edge = EDGES.search(text[start:end])
        if not edge or edge.start() == edge.end():
            return start, end
        if edge.start() == 0:
            start += edge.end()
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
