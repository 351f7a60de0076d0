"""Whose words they are, in the words around a verb of saying."""

import re

__all__ = ["CAPITAL", "TAG_END", "Moved", "core", "german_group", "name_in", "who_says"]

TAG_END = re.compile(r"[.,;:!?…–—]|\s-\s|▮")
CAPITAL = r"[^\W\d_a-zа-яґєіїёßàâäáåçčéèêëíîïñóôöúûüğışý][\w’'ʼ-]*"
NAME = re.compile(rf"{CAPITAL}(?:\s+(?:(?:von|van|der|den|de|del|della|du|da|la|le|bin|al|zu)\s+){{0,3}}{CAPITAL})+")


def name_in(surface, words):
    """The speaker's name in the speaker's words; joint speakers as "A + B"."""
    surface = re.sub(r"\s+", " ", surface).strip(" ,«»„“”\"'")
    pieces = words.joint.split(surface)
    if len(pieces) > 1 and all(piece[:1].isupper() for piece in pieces):
        return " + ".join(dict.fromkeys(name_in(piece, words) for piece in pieces))
    named = [m.group() for m in NAME.finditer(surface)]
    if named and (words.code != "de" or len(named[-1].split()) > 1):
        return named[-1]
    last = re.search(rf"(?<=\s){CAPITAL}$", surface)
    if last and surface[:1].islower() and words.code != "de":
        return last.group()
    return re.split(r",", surface)[0].strip() or surface


def who_says(tag, offset, m, words):
    """The speaker in the words around a verb: before it, or behind it up to a mark or a word that ends a name."""
    place = m.start() - offset
    before, after = tag[:place], tag[place + len(m.group()) :]
    start, end = core(before, words)
    if start < end:
        return offset + start, offset + end
    inside = words.inside.search(after)
    start = inside.end() if inside else 0
    stop = TAG_END.search(after, start)
    end = stop.start() if stop else len(after)
    skip = re.match(r"[\s,]*", after[start:end]).end()
    for word in words.stop.finditer(after, start + skip, end):
        if word.start() > start + skip and re.search(r"\w", after[start : word.start()]):
            end = word.start()
            break
    base = offset + place + len(m.group())
    return (base + start, base + end) if re.search(r"\w", after[start:end]) else None


def core(before, words):
    """The speaker's words before a verb, without adverbs, a preposition and a relative clause."""
    start, end = 0, len(before)
    while m := words.before_verb.search(before[start:end]):
        start += m.end()
    if m := words.inside.search(before[start:end]):
        start += m.end()
    if m := words.relative.search(before[start:end]):
        end = start + m.start()
    tail = before[start:end]
    while True:
        shorter = re.sub(r"[\s,–—:-]+$", "", tail)
        last = re.search(r"(?:^|\s)(\S+)$", shorter)
        if last and (words.before_verb.fullmatch(last[1]) or words.negation.fullmatch(last[1])):
            tail = shorter[: last.start()]
            continue
        break
    end = start + len(shorter)
    lead = re.match(r"[\s,–—▮:-]*", before[start:end]).end()
    return (start + lead, end) if re.search(r"\w", before[start:end]) else (0, 0)


class Moved:
    """A match as it stands in the text, not in its sentence."""

    def __init__(self, match, offset):
        self.match, self.offset = match, offset

    def start(self):
        return self.match.start() + self.offset

    def end(self):
        return self.match.end() + self.offset

    def group(self):
        return self.match.group()


def german_group(words_):
    """The end of a noun group that no comma closes: it runs over capitals, articles and prepositions to the verb."""
    end = 0
    for m in re.finditer(r"\S+", words_):
        word = m.group()
        small = word.lower() in (
            "der",
            "des",
            "die",
            "das",
            "den",
            "dem",
            "von",
            "vom",
            "für",
            "und",
            "im",
            "in",
            "zu",
            "eines",
            "einer",
            "seinen",
            "ihren",
        )
        if not (word[0].isupper() or small or (word.endswith(("en", "er")) and end == 0)):
            break
        if word[0].isupper():
            end = m.end()
    return end or len(words_)
