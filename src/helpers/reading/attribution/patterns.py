"""Where the content of a claim may stand: candidates read off a parsed sentence.

Nothing is decided here. Each cue gets every content that its place in the dependency tree, or the quotation marks
around it, make possible; `subjects` does the same for speakers, and `confidence` weighs both.
"""

import re
from itertools import pairwise

from .cues import lookup

__all__ = ["contents", "inside", "leads_on", "length", "shape", "sides", "snap", "tails", "without_asides"]

ARGUMENTS = frozenset([
    "ccomp", "xcomp", "dobj", "oprd", "acomp", "attr", "advcl", "parataxis", "nsubjpass", "prep", "acl", "relcl",
    "pcomp", "pobj", "appos", "dative", "dep", "agent", "nmod",
])  # fmt: skip
DEEPER = frozenset(["xcomp", "dobj", "acomp", "attr", "prep", "oprd", "advcl", "agent", "pcomp"])
OPENING = frozenset(("WDT", "WP", "WRB", "IN", "CC"))  # which, who, where, because, and
WHEN = re.compile(  # a day is no content, nor is whom the cue's subject cites
    r"(?:(?:late|early|last|next|this|on)\s+)*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday)"
    r"(?:\s+(?:morning|afternoon|evening|night))?(?:,?\s+(?:citing|quoting)\b.*)?",
    re.IGNORECASE | re.DOTALL,
)
NOTHING = re.compile(
    r"(?:nothing|no more|little|anything|something|so|as much|otherwise|a word|(?:his |her "
    r"|their )?words)(?:\s+(?:about|of|to|more|on|else)\b.*)?",
    re.I | re.S,
)
# From a cue to the second half of what it cuts: no stop, no colon.
HALVES = re.compile(r"(?:[^.:;!?“”\"«»]|(?<=[A-Z])\.|(?<=\b(?:Mr|Dr|Ms|St))\.|(?<=\bMrs)\.)*?[,–—-]\s*")
TRIM = " ,;:—–-"


def trim(text, start, end):
    """Take white space of any kind, commas and the sentence's own full stop off a span."""
    while start < end and (text[start] in TRIM + "." or not text[start].isprintable()):
        start += 1
    while start < end and (text[end - 1] in TRIM or not text[end - 1].isprintable()):
        end -= 1
    if end - start > 1 and text[end - 1] == "." and text[end - 2] != ".":
        end -= 1
    return start, end


def length(doc):
    """Characters of a parsed sentence, counted without writing it out."""
    last = doc[len(doc) - 1]
    return last.idx + len(last)


def inside(span, spans):
    """The one of `spans` that holds `span`, or None."""
    return next((q for q in spans if q[0] <= span[0] and span[1] <= q[1]), None)


def _frame(cue):
    """First and last token of the clause that only says who speaks: speaker, cue, auxiliaries, time and place."""
    first, last = cue.i, cue.i
    for child in cue.children:
        if child.dep_ in ("aux", "auxpass", "neg", "prt") or (
            child.dep_ in ("advmod", "npadvmod") and abs(child.i - cue.i) < 3
        ):
            first, last = min(first, child.i), max(last, child.i)
        if child.dep_ == "nsubj" or (child.dep_ == "prep" and cue.lower_ == "according"):
            first, last = min(first, child.left_edge.i), max(last, child.right_edge.i)
    return first, last


def _arguments(cue):
    """Yield (pattern, first token, last token) for the dependents of a cue, two levels deep."""
    for child in cue.children:
        dep = child.dep_
        if dep not in ARGUMENTS:
            continue
        name = f"prep:{child.lower_}" if dep == "prep" else dep
        side = "<" if child.i < cue.i else ""
        yield side + name, child.left_edge.i, child.right_edge.i
        if dep in DEEPER:
            for grand in child.children:
                if grand.dep_ in ARGUMENTS:
                    under = f"prep:{grand.lower_}" if grand.dep_ == "prep" else grand.dep_
                    yield f"{side}{name}>{under}", grand.left_edge.i, grand.right_edge.i
                    if grand.dep_ == "prep" or dep == "xcomp":
                        for third in grand.children:
                            if third.dep_ in ("pobj", "pcomp", "ccomp"):
                                yield f"{side}{name}>{under}>{third.dep_}", third.left_edge.i, third.right_edge.i


def _remainders(cue, first, last, size):
    """Yield (pattern, [(first token, last token), …]) for the parts of a clause outside the frame."""
    left, right = cue.left_edge.i, cue.right_edge.i
    if right > cue.i:
        yield "rest", [(cue.i + 1, right)]
    objects = [c for c in cue.children if c.dep_ in ("dobj", "dative") and c.i > cue.i]
    if objects and objects[0].right_edge.i < right:
        yield "rest2", [(objects[0].right_edge.i + 1, right)]
    doc = cue.doc
    # "…, during which, she said, …": the cue breaks into a clause that has only begun.
    begun = first > 2 and doc[first - 1].text == "," and doc[first - 2].tag_ in OPENING
    if first > 1 and not begun:
        comma = doc[first - 1].text
        yield f"before{comma if comma in ',—–-:' else ''}", [(0, first - 1)]
        if left < first - 1 and left > 0:
            yield "before-clause", [(left, first - 1)]
    if last < size - 2:
        comma = doc[last + 1].text
        yield f"after{comma if comma in ',—–-:' else ''}", [(last + 1, size - 1)]
        if first > 1 and not begun:
            yield f"around{comma if comma in ',—–-:' else ''}", [(0, first - 1), (last + 1, size - 1)]


def snap(text, spans, quotes, cue_span):
    """Whole quotations only: a span that cuts a quotation takes it in, unless the cue is inside it."""
    around = inside(cue_span, quotes)
    out = []
    for start, end in spans:
        for q in quotes:
            if q == around:
                start, end = max(start, q[0]), min(end, q[1])
            elif q[0] < end and start < q[1] and (q[1] <= cue_span[0] or q[0] >= cue_span[1]):
                start, end = min(start, q[0]), max(end, q[1])
        start, end = trim(text, start, end)
        if end > start:
            out.append((start, end))
    out.sort()
    merged = []
    for s, e in out:
        if merged and s <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(e, merged[-1][1]))
        else:
            merged.append((s, e))
    return merged


def leads_on(text, quote):
    """Whether a speaker may follow a quotation: it ends in a comma or dash (inside or behind it), or in ?!…"""
    inner = text[quote[0] : quote[1]].rstrip("”“»«\"'’‘›")
    return inner[-1:] in tuple(",?!…–—-") or bool(re.match(r"\s*[,–—-]|\s+\(", text[quote[1] : quote[1] + 3]))


def sides(offset, cue, quotes):
    """Quotations of the sentence before and behind a cue."""
    here, end = offset + cue.idx, offset + length(cue.doc)
    near = [q for q in quotes if q[1] > offset and q[0] < end and not q[0] <= here < q[1]]
    return [q for q in near if q[1] <= here], [q for q in near if q[0] >= here + len(cue)]


def shape(text, offset, cue, before, after):
    """How quotations stand around a cue that only says who speaks.

    Parameters
    ----------
    text : str
    offset : int
    cue : spacy.tokens.Token
    before, after : list of (int, int)
        Quotations of the sentence on both sides of the cue.

    Returns
    -------
    str or None
        "halves" where a comma leads from the speaker to the other half of what he says; "tag" behind a quotation that
        opens the sentence and leads on: nothing but quoted words is claimed; None for all else.
    """
    doc, here = cue.doc, offset + cue.idx
    if not before or (cue.tag_ == "VBG" and cue.lower_ != "according"):
        return None
    first, opening = before[-1], text[offset : before[0][0]]
    if re.search(r"\w", opening) or any(re.search(r"\w", text[a[1] : b[0]]) for a, b in pairwise(before)):
        return None
    if any(t.tag_ in ("VBD", "VBZ", "VBP") and lookup(t) for t in doc[: cue.i] if offset + t.idx >= first[1]):
        return None
    open_ended = not re.search(r"[.!?]\W*$", text[first[0] : first[1]])
    if after and HALVES.fullmatch(text, here + len(cue), after[0][0]) and (open_ended or leads_on(text, first)):
        last = [t for t in doc[cue.i + 1 :] if offset + t.idx < after[0][0] and t.is_alpha]
        if not last or last[-1].tag_ != "VBG" or lookup(last[-1]) is None:
            return "halves"
    return "tag" if leads_on(text, first) else None


def _shaped(form, before, after, contents):
    """The contents that the shape of a sentence leaves possible."""
    if form == "halves":
        return {name: spans for name, spans in contents.items() if name.startswith("quote<>")} or contents
    touching = {
        name: spans
        for name, spans in contents.items()
        if any(q[0] < e and s < q[1] for s, e in spans for q in before)
        and not any(q[0] < e and s < q[1] for s, e in spans for q in after)
    }
    return touching or contents


def tails(doc):
    """Closing clauses of a sentence that are claims themselves: ", adding that …" and ", AFP reported".

    Returns
    -------
    list of (int, int, bool)
        Token of the comma, of the cue, and whether the clause ends with its cue.
    """
    ends = []
    for token in doc:
        tag = token.tag_
        if tag[:2] != "VB" or token.i < 2:
            continue
        first = token.i
        if tag != "VBG":
            first = min((c.left_edge.i for c in token.lefts if c.dep_ == "nsubj"), default=0)
        if first > 1 and doc[first - 1].text == ",":
            entry = lookup(token)
            if entry is not None and entry.rate > 0.3:
                ends.append((first - 1, token.i, tag != "VBG"))
    return ends


def _without_tail(doc, offset, cue, spans, closing):
    """The content up to the first closing clause that is a claim itself, or None."""
    start, end = spans[-1]
    for comma, verb, at_end in closing:
        here = offset + doc[verb].idx
        if verb > cue.i and start < here < end and (not at_end or here + len(doc[verb]) >= end):
            stop = offset + doc[comma].idx
            return [*spans[:-1], (start, stop)] if stop > start else None
    return None


def contents(text, offset, cue, quotes, follow, closing):
    """Every content that a cue may have.

    Parameters
    ----------
    text : str
        The raw text.
    offset : int
        Where the parsed sentence begins in it.
    cue : spacy.tokens.Token
    quotes : list of (int, int)
        Quotations of the paragraph, offsets into `text`.
    follow : callable
        From an offset, the quotations that fill the sentences after the one at that offset.
    closing : list
        What `tails` found in the sentence.

    Returns
    -------
    dict
        Pattern to list of (start, end).
    """
    doc = cue.doc
    size = len(doc)
    cue_span = (offset + cue.idx, offset + cue.idx + len(cue))
    first, last = _frame(cue)
    spans_of = {}

    def put(name, token_spans):
        spans = [(offset + doc[a].idx, offset + doc[b].idx + len(doc[b])) for a, b in token_spans if a <= b]
        spans = snap(text, spans, quotes, cue_span)
        if spans and not re.search(r"\w", text[spans[0][0] : spans[-1][1]]):
            return
        if spans and not any(s <= cue_span[0] < e for s, e in spans) and not WHEN.fullmatch(text, *spans[0]):
            if len(spans) == 1 and (NOTHING.fullmatch(text, *spans[0]) or NOTHING.match(text, cue_span[1] + 1)):
                return
            spans_of.setdefault(name, spans)

    for name, a, b in _arguments(cue):
        if not a <= cue.i <= b:
            put(name, [(a, b)])
    for name, spans in _remainders(cue, first, last, size):
        put(name, spans)
    hi = offset + length(doc)
    before, after = sides(offset, cue, quotes)
    near = before + after
    if before:
        spans_of["quote<"] = [before[-1]]
        if after:
            spans_of["quote<>"] = [before[-1], after[0]]
        if len(before) > 1:
            spans_of["quotes<"] = [(before[0][0], before[-1][1])]
    if after:
        spans_of["quote>"] = [after[0]]
        if len(after) > 1:
            spans_of["quotes>"] = [(after[0][0], after[-1][1])]
    if (form := shape(text, offset, cue, before, after)) and inside(cue_span, quotes) is None:
        spans_of = _shaped(form, before, after, spans_of)
    for name, spans in list(spans_of.items()):
        shorter = _without_tail(doc, offset, cue, spans, closing)
        if shorter and not WHEN.fullmatch(text, *shorter[0]):
            spans_of[name + "-"] = shorter
    for name, spans in list(spans_of.items()):
        if not any(q[0] < e and s < q[1] for s, e in spans for q in near):
            continue
        more = follow(max(spans[-1][1], hi))
        if more and more[0][0] >= spans[-1][1]:
            spans_of[name + "+"] = spans + more
    return spans_of


# What the reporter lets happen to a statement: "…, coming two days after …", "…, drawing protests".
PARTICIPLES = frozenset(
    ["capping", "coming", "drawing", "echoing", "following", "fuelling", "fueling", "marking", "prompting", "sparking"]
)


def without_asides(reading, spans):
    """The content of a reading less the reporter's own closing clause.

    A closing clause is the reporter's if it tells what became of the statement ("…, coming after …"), or if it is in
    the present ("…, as his country walks a tightrope") while the reported speech is shifted to the past. Quoted words
    and what stands before the cue stay as they are.

    Parameters
    ----------
    reading : Reading
    spans : list of (int, int)
        The content.

    Returns
    -------
    list of (int, int)
    """
    doc, (start, end) = reading.token.doc, spans[-1]
    if start < reading.end or end > reading.offset + length(doc):
        return spans
    quoted = max((q[1] for q in reading.quotes if q[0] < end and start < q[1]), default=start)
    for comma in doc:
        stop = reading.offset + comma.idx
        if max(start, quoted) < stop < end and comma.text == "," and comma.i + 1 < len(doc) and _theirs(reading, comma):
            return [*spans[:-1], (start, stop)]
    return spans


def _theirs(reading, comma):
    """Whether the reporter's clause begins behind a comma."""
    doc = comma.doc
    first = doc[comma.i + 1]
    if first.tag_ == "VBG":
        return first.lower_ in PARTICIPLES and first.i != reading.token.i
    if first.lower_ == "even" and first.i + 1 < len(doc):
        first = doc[first.i + 1]
    if first.lower_ not in ("as", "while") or reading.token.tag_ not in ("VBD", "VBN"):
        return False
    # In order of words: the parser often takes this "as" for a preposition.
    own, beside = _finite(doc[reading.token.i + 1 : comma.i]), _finite(doc[first.i + 1 :])
    shifted = own is not None and (own.tag_ == "VBD" or own.lower_ in ("would", "could", "might"))
    return shifted and beside is not None and beside.tag_ in ("VBZ", "VBP")


def _finite(tokens):
    """The first finite verb, or None."""
    return next((token for token in tokens if token.tag_ in ("VBD", "VBZ", "VBP", "MD")), None)
