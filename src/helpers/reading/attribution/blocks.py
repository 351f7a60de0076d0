"""Claims that the layout gives away: the speaker signs a quotation, stands before it, or in the sentence before.

“Half of these were never paid for.” – Ada Lind, mayor; the same with the name in brackets or on the next line;
Lind – “…”; Lind: …; Lind was blunt. “…”. No parser is needed, and none would help.
"""

import re

from .readings import near

__all__ = ["blocks", "signs"]

WORD = r"(?:[a-z]{1,3}[-’'])?[^\W\d_a-z][\w.’'-]*"
PARTICLE = r"(?:von|van|der|den|de|del|della|di|da|do|dos|das|du|la|le|el|al|bin|ibn|zu|zur|ten|ter|af|y)"
NAME = rf"{WORD}(?: (?:{PARTICLE} ){{0,3}}(?:[“\"]{WORD}[”\"] )?{WORD}){{0,5}}"
ROLE = r"(?:,\s[^.!?“”\"\n]{2,90})"
SIGNED = re.compile(rf"\s*(?:[–—-]{{1,2}}\s*|\()({NAME}){ROLE}?\)?\.?\s*$")
SPEAKER_AFTER = re.compile(rf"\s*[:,;–—-]*\s*(?:[Ss]o|[Tt]hus) (?:said|says|spoke|wrote) ((?:the )?{NAME})")
NEXT_LINE = re.compile(rf"([–—-]{{1,2}}\s*)?({NAME})({ROLE})?\s*$")
BEFORE = re.compile(rf"({NAME}){ROLE}?\s*[–—-]\s*$")
IN_WORDS = re.compile(rf"(?:In|in) the words of ({NAME}){ROLE}?:\s*$")
ABOUT = re.compile(rf"({NAME}),? (?:on|about|in|to|after|at|from) [^.,!?“”:\n]{{2,60}}:\s*$")
COLON = re.compile(rf"(?:[»•*–—-]\s*|\d+[.)]\s+)?({NAME})(?: \([^)\n]{{1,40}}\))?:\s+(?=[^\W\d_])")
LABELS = frozenset([
    "Address", "Also", "Analysis", "Answer", "Audio", "Author", "Background", "Breaking", "Caption", "Comment",
    "Contact", "Correction", "Credit", "Date", "Documents", "Editor", "Email", "Example", "Exclusive", "Explainer",
    "Fact", "False", "Figure", "File", "Gallery", "Gist", "Graphic", "Headline", "Illustration", "Image",
    "Interview", "Key", "Link", "Latest", "Live", "Location", "Map", "More", "Name", "News", "Note", "Opinion",
    "Party", "Phone", "Photo", "Photos", "Picture", "Place", "Podcast", "Poll", "Price", "Profile", "PS", "Question",
    "Read", "Recap", "Related", "Result", "Results", "Review", "Score", "See", "Source", "Sources", "Status",
    "Subject", "Summary", "Table", "Tags", "Time", "Title", "Topic", "Topics", "True", "Update", "Updates",
    "Verdict", "Video", "Warning", "Watch", "Weather", "When", "Where", "Who", "Why",
])  # fmt: skip
ROLES = (
    "mayor|minister|president|premier|chancellor|governor|senator|judge|general|colonel|commander|chief|director|head|"
    "chairman|chairwoman|chair|leader|king|queen|prince|bishop|pope|ambassador|envoy|spokesman|spokeswoman|spokesperson|"
    "lawyer|prosecutor|witness|doctor|nurse|teacher|coach|captain|driver|farmer|officer|inspector|official|secretary|"
    "professor|scientist|engineer|owner|manager|widow|mother|father|victim|survivor|candidate|defendant"
)
# “… was blunt.” A sentence that only leads to the words after it.
LEADS = re.compile(
    rf"(?P<who>{NAME}|(?:The|A|An|His|Her)(?: [a-z-]+){{0,2}} (?:{ROLES})|He|She)(?:{ROLE},)?"
    r"(?:(?:['’]s)?(?: \w+){0,2} (?:was|were|is|are|sounded|remained|looked|seemed|grew|became"
    r"|had)\b[^.!?:“”\"]{2,60}"
    r"|(?:['’]s)? (?:did not|does not|didn[’']t|pulled no|minced no|put it|shook|nodded|shrugged|smiled"
    r"|laughed|sighed|paused|agreed|"
    r"disagreed|disagrees|agrees|explained|pointed|gestured|went on|continued|left no|made no|makes no"
    r"|spoke)\b[^.!?:“”\"]{0,60})\.\s*$"
)
LONGEST = 30  # paragraphs that one quotation is followed over
NO_LEAD = frozenset([
    "It", "There", "This", "That", "These", "Those", "They", "We", "You", "I", "What", "Here", "Nothing", "Nobody",
])  # fmt: skip


def blocks(text, parts):
    """Claims that the layout of a text gives away.

    Parameters
    ----------
    text : str
    parts : list of Paragraph

    Yields
    ------
    (paragraph, content spans, (start, end) of the speaker, confidence)
    """
    for i, p in enumerate(parts):
        if p.quotes:
            yield from ((i, *match) for match in _quoted(text, parts, i))
        elif i + 1 < len(parts) and parts[i + 1].opens_quoted and (match := ABOUT.fullmatch(text, p.start, p.end)):
            yield i, parts[i + 1].quotes[:1], match.span(1), 0.7
        elif match := COLON.match(text, p.start, p.end):
            words = match[1].split()
            label = words[0] in LABELS or words[-1] in LABELS or words[0] == "The"
            label |= match[1].isupper() and len(words) > 1
            if not label and len(words) < 5 and text[p.end - 1] in ".!?…":
                yield i, [(match.end(), p.end)], match.span(1), 0.35 if len(words) > 1 and not i else 0.5


def _quoted(text, parts, i):
    """The forms that hold a quotation."""
    p = parts[i]
    first, last = p.quotes[0], p.quotes[-1]
    if not re.search(r"\w", _outside(text, p.start, last[1], p.quotes)):
        spans = [*_before(parts, i), *p.quotes][-LONGEST:]
        signed = SIGNED.match(text, last[1], p.end)
        after = SPEAKER_AFTER.match(text, last[1], p.end)
        if signed or after:
            yield spans, (signed or after).span(1), 0.9
        elif i + 1 < len(parts) and not re.search(r"\w", text[last[1] : p.end]):
            below = parts[i + 1]
            signed = NEXT_LINE.fullmatch(text, below.start, below.end)
            if signed and (signed[1] or signed[3] or " " in signed[2]) and not below.quotes:
                yield spans, signed.span(2), 0.85 if signed[1] or signed[3] else 0.6
    lead = BEFORE.fullmatch(text, p.start, first[0]) or IN_WORDS.fullmatch(text, p.start, first[0])
    lead = lead or ABOUT.fullmatch(text, p.start, first[0])
    if lead and lead[1].split()[0] not in LABELS and not re.search(r"\w", _outside(text, first[0], p.end, p.quotes)):
        yield p.quotes, lead.span(1), 0.8
    for k, (start, end) in enumerate(p.sentences[:-1]):
        more = p.after[k]
        if not more or end - start > 120 or near(p.quotes, start, end):
            continue
        if (match := LEADS.match(text, start, end)) and match["who"] not in NO_LEAD:
            yield more, match.span("who"), 0.6


def signs(text, above, line):
    """Whether a line under a quotation only signs it."""
    quoted = (text[above[0]] in '“"«„‘>' and text[above[1] - 1] in '”"»“’') or text[above[0]] == ">"
    match = NEXT_LINE.fullmatch(text, *line)
    return bool(quoted and match and (match[1] or match[3] or " " in match[2]))


def _outside(text, start, end, quotes):
    """What stands outside the quotations of a stretch."""
    pieces, place = [], start
    for s, e in quotes:
        pieces.append(text[place : max(place, s)])
        place = max(place, e)
    return " ".join([*pieces, text[place:end]])


def _before(parts, i):
    """Quotations that were left open in the paragraphs above and go on in this one."""
    spans = []
    while i and len(spans) < LONGEST and parts[i - 1].still_open and parts[i].opens_quoted:
        i -= 1
        spans.insert(0, parts[i].quotes[-1])
    return spans
