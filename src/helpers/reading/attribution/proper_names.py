"""The whole proper name of a speaker, of which the parser gives a word: particles, hyphens, nicknames, bodies."""

import re

__all__ = ["proper"]

PARTICLES = frozenset([
    "und",
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le", "las", "los",
    "el", "al", "bin", "ibn", "ben", "bint", "abu", "zu", "zum", "zur", "ten", "ter", "te", "av", "af", "y",
])  # fmt: skip
BODIES = frozenset([
    "Academy", "Agency", "Association", "Authority", "Bank", "Board", "Bureau", "Center", "Centre", "Church",
    "Commission", "Committee", "Confederation", "Council", "Court", "Department", "Directorate", "Federation",
    "Foundation", "Fund", "Institute", "Ministry", "Office", "Organisation", "Organization", "Service", "Society",
    "Union", "University",
])  # fmt: skip
DAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Yesterday", "Today"])
MONTHS = frozenset([
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec",
])  # fmt: skip
NAME_WORD = re.compile(r"[“\"‘][^\s“”\"‘’]+[”\"’]|[^\s,;:()\[\]“”\"«»…]+")


def proper(text, draft, titles):
    """The whole proper name that a speaker's head is part of: "retired colonel Claire-Marie von der Au"."""
    head = draft.get("speaker_head")
    if head is None:
        return None
    place = draft["cue_start"] - draft["token"].idx + head.idx
    low, high = draft["speaker_start"], draft["speaker_end"]
    if not low <= place < high:
        low, high = min(low, place), max(high, place + len(head))
    words = list(NAME_WORD.finditer(text, low, min(len(text), high + 40)))  # the parser cuts names short
    at = next((n for n, w in enumerate(words) if w.start() <= place < w.end()), None)
    while at is not None and at + 1 < len(words) and words[at].group() in PARTICLES:
        at += 1
    if at is None or not _capital(words[at].group()):
        return None
    if head.tag_ not in ("NNP", "NNPS") and not re.search(r"\w-\w", words[at].group()):
        return None
    first = last = at
    while (step := _next_part(text, words, first, -1)) is not None:
        first = step
    while (step := _next_part(text, words, last, 1)) is not None:
        last = step
    while first < last and _no_part(text, words[first].start(), words[first].group()):
        first += 1
    title = [n for n in range(first, last) if words[n].group().lower().rstrip(".") in titles]
    first = title[-1] + 1 if title and words[title[-1] + 1].group() not in ("of", "for") else first
    while last > first and words[last].group() in DAYS:
        last -= 1
    if words[last].group() in BODIES:
        last = _body(text, words, last, head)
    name = re.sub(r"\s+", " ", text[words[first].start() : words[last].end()])
    name = re.sub(r"['’]s?$", "", name).strip('"“”')
    return (name[:-1] if re.search(r"[a-z]{3}\.$", name) else name) or None


def _capital(word):
    return (
        bool(re.match(r"(?:[a-z]{1,3}[-’'])?[^\W\d_a-z]", word))
        and not word[:1].isdigit()
        and word.upper() != word.lower()
    )


def _next_part(text, words, at, step):
    """The next word of a name on one side, over its particles and nicknames; None where the name ends."""
    n = at + step
    while 0 <= n < len(words):
        a, b = sorted((n, n - step))
        if text[words[a].end() : words[b].start()].strip():
            return None
        word = words[n].group()
        if _capital(word) and word not in ("The", "Both", "And"):
            return None if step > 0 and re.search(r"['’]s?$", words[n - 1].group()) else n
        if word not in PARTICLES and word[0] not in "“\"‘'":
            return None
        n += step
    return None


def _body(text, words, last, head):
    """The last word of a body's name: "Ministry of Health and Social Affairs"."""
    joined = {t.text for t in head.conjuncts}
    n, end = last + 1, last
    while n < len(words) and not text[words[n - 1].end() : words[n].start()].strip():
        word = words[n].group()
        if _capital(word) and word not in joined:
            end = n
        elif word not in ("of", "for", "the", "and", "on", "&") or (word == "and" and end == last):
            break
        n += 1
    return end


def _no_part(text, start, word):
    """Whether a word at the beginning of a name is a day or a month."""
    if word in DAYS:
        return True
    return word in MONTHS and bool(
        re.search(
            r"(?:\d|\b(?:in|on|of|since|until|by|last|next|late|early|mid))[ -]$", text[max(0, start - 8) : start], re.I
        )
    )
