"""Whose name a short alias is: a surname may be another person's, a firm's, a street's or a month's."""

import re

from helpers.reading.actors import words

PARTICLES = words.words_of(
    "van von der den de del della di da das dos do du la le el al bin ibn bint abu ben ter ten zu af av st mac"
)
RUN = re.compile(r"(?:(?<=[^\w'’.-])|^)((?:[^\W\d_a-z][\w'’-]*\.?|" + "|".join(PARTICLES) + r")[ ])+$")
NEXT = re.compile(
    r"(?:[ ]|-|[ ]&[ ]|[ ]and[ ](?=Sons\b|Co\b|Company\b|Partners\b))([^\W\d_a-z][\w'’-]*)(?:[ ]([^\W\d_a-z][\w'’-]*))?"
)
DEMONYM = re.compile(
    r"(?:[a-z]ian|[a-z]ean|[a-z]ish|[a-z]ese|[a-z]ican|iot|Dutch|Greek|Swiss|French|German|Czech|Iraqi|Israeli|Saudi|Qatari)$"
)
INITIAL = re.compile(r"[^\W\d_a-z]\.?|[^\W\d_a-z]\.-?[^\W\d_a-z]\.")
FORM = re.compile(r"(?:ly|ing|ed)$")  # "Speaking", "Asked", "Apparently"
DATE_BEFORE = re.compile(
    r"(?:\b(?:in|on|of|by|since|until|till|from|to|before|after|during|through|between|for|and|or|last|next|this|every|each|early|mid|late|"
    r"earlier|later|end\s+of|start\s+of|beginning\s+of|\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?)[\s-]+|\d\s*|[(/-]\s*)$",
    re.IGNORECASE,
)
DATE_AFTER = re.compile(r"[\s.,]*\d|\s+(?:and|to|or)\s+(?:" + "|".join(words.MONTHS) + r")\b")
PLACE_BEFORE = re.compile(r"\b(?:in|at|from|near|outside|across|for)\s$", re.IGNORECASE)
HEADLINE = 0.7  # share of long words with a capital from which on capitals tell nothing
REACH = 60  # characters looked at on either side


class Owners:
    """What is known of the names of a table: given names and initials of each person."""

    def __init__(self, named, kinds):
        self.given, self.kinds = {}, kinds
        for actor, name in named:
            if kinds.get(actor) == "person" and " " in name:
                self.given.setdefault(actor, set()).add(name.split(" ")[0])

    def flag(self, name, owners):
        """What to look out for at a pattern: p one name of a person, o a noun of papers, w one word of a place."""
        if " " in name or not owners or name.startswith(("#", "@")):
            return ""
        kinds = {self.kinds.get(actor) for actor in owners}
        if kinds == {"person"}:
            return "p"
        if "person" in kinds:
            return ""
        if kinds & {"outlet"} and name in words.PAPERS:
            return "o"
        return "w" if kinds <= {"place", "state"} else ""


def sorted_out(text, breaks, hits, flags, owners, known):
    """Which hits to leave out, and where each of the others begins.

    Parameters
    ----------
    text : str
        The folded text.
    breaks : callable
        Whether a blank of the folded text is a line end in the raw one.
    hits : list of (int, int, int)
        Pattern, start, end; in order.
    flags : list of str
        For each pattern, from `Owners.flag`.
    owners : list of list of str
        For each pattern whose name it may be.
    known : Owners

    Returns
    -------
    (list of bool, list of int)
    """
    ends = {end: i for i, (_, _, end) in enumerate(hits)}
    starts = {start for _, start, _ in hits}
    lines = _Lines(text)
    leave, begins = [], []
    for pattern, start, end in hits:
        check = CHECKS.get(flags[pattern])
        begin = check(text, breaks, start, end, owners[pattern], known, ends, starts, lines) if check else start
        leave.append(begin is None)
        begins.append(start if begin is None else begin)
    return leave, begins


class _Lines:
    """Whether the line around a place has capitals throughout, as headlines have."""

    def __init__(self, text):
        self.text, self.seen = text, {}

    def headline(self, place):
        start = self.text.rfind(". ", max(0, place - 200), place) + 1
        end = self.text.find(". ", place, place + 200)
        end = place + 200 if end < 0 else end
        start = max(start, place - 200, 0)
        long = re.findall(r"[^\W\d_]{4,}", self.text[start:end])
        return len(long) >= 5 and sum(word[0].isupper() for word in long) >= HEADLINE * len(long)


def _person(text, breaks, start, end, owners, known, ends, starts, lines):
    """Where the full name around a surname begins; None where it is somebody else's name."""
    word = text[start:end]
    if word in words.MONTHS and (DATE_AFTER.match(text, end) or DATE_BEFORE.search(text[max(0, start - 24) : start])):
        return None
    after = NEXT.match(text, end)
    if after and not breaks(end) and _thing(text, end, after, word, starts):
        return None
    if text[start - 1 : start] == "-" and start > 1 and text[start - 2].isalnum():
        first = re.search(r"([^\W\d_][\w'’]*)-$", text[max(0, start - REACH) : start])
        return start if start - 1 in ends or not first or first[1][0].islower() or breaks(start - 1) else None
    if start < 2 or text[start - 1] != " " or breaks(start - 1):
        return start
    run = RUN.search(text[max(0, start - REACH) : start])
    if not run:
        return start
    before = run.group().split()
    offset, since = start, []
    for part in reversed(before):
        offset = offset - 1 - len(part)
        if breaks(offset + len(part)):
            break
        since.append((part, offset))
    if not since:
        return start
    nearest = since[0][0]
    given = set().union(*(known.given.get(actor, ()) for actor in owners))
    for part, place in since:
        if part in given or (_initial(part) and any(name[0] == part[0] for name in given)):
            return place
    if nearest in PARTICLES:
        return None if len(since) > 1 and since[1][0] in words.GIVEN else start
    if _initial(nearest):
        return None
    if _no_given_name(text, nearest, since[0][1], start, ends):
        return start
    at_place = PLACE_BEFORE.search(text[max(0, since[-1][1] - REACH) : since[0][1]])
    if nearest not in words.GIVEN and (at_place or lines.headline(start)):  # "In Kelmouth Korvin slept"
        return start
    return None


def _initial(part):
    return INITIAL.fullmatch(part) is not None and part not in ("A", "I")


def _no_given_name(text, word, place, start, ends):
    """Whether a capitalised word before a surname is a title, an opener, an acronym, a people or a name of its own."""
    bare = word.rstrip(".")
    if (
        bare.removesuffix("s") in words.TITLES
        or bare.split("-")[-1] in words.TITLES
        or bare in words.OPENERS
        or word.endswith(("'s", "s'", "’s"))
    ):
        return True
    if start - 1 in ends or (bare.isupper() and len(bare) > 1):
        return True
    if bare in words.GIVEN:
        return False
    if DEMONYM.search(bare) or FORM.search(bare) or ("-" in bare and bare.split("-")[-1][:1].islower()):
        return True
    return word.endswith(".") and len(bare) > 2 and bare not in words.GIVEN


def _thing(text, end, after, word, starts):
    """Whether what follows a surname makes a firm, a street or another person's name of it."""
    sign = text[end : after.start(1)]
    if "&" in sign or "and" in sign:
        return True
    if sign == "-":
        return after.start(1) not in starts and after[1] not in words.TITLES
    bare = after[1].rstrip("'s")
    if after.start(1) in starts:
        return False
    if after[1] in words.THINGS or after[1] in words.JUNIORS or after[2] in words.THINGS - words.PAPERS:
        return True
    korean = word in words.KOREAN and after[1] not in words.DAYS | words.MONTHS and bare not in words.OPENERS
    return korean and not text[end:].startswith(" '")


def _paper(text, breaks, start, end, owners, known, ends, starts, lines):
    """Where the full name around a paper's noun ("Post") begins; None where it is another paper's name."""
    before = re.search(r"([^\W\d_a-z][\w'’.-]*) $", text[max(0, start - REACH) : start])
    if before and not breaks(start - 1) and before[1] not in ("The", "An", "A") and start - 1 not in ends:
        bare = before[1].rstrip(".")
        if not (
            before[1].endswith(("'s", "s'")) or (bare in words.OPENERS - words.DAYS and bare not in ("New", "Daily"))
        ):
            return None
    after = NEXT.match(text, end)
    if after and not breaks(end) and text[end] == " " and after[1] in words.PAPERS | words.THINGS:
        return None
    return start


def _place(text, breaks, start, end, owners, known, ends, starts, lines):
    """None where a place is a given name or a surname: "Sydney Lane", "Jack London"."""
    word = text[start:end]
    after = re.match(r" ([^\W\d_a-z][a-z'’-]+)", text[end : end + REACH])
    if (
        word in words.GIVEN
        and after
        and not breaks(end)
        and end + 1 not in starts
        and not _shouted(text, start, end, after, lines)
    ):
        bare = after[1].removesuffix("'s")
        other = words.THINGS | words.TITLES | words.DAYS | words.MONTHS | words.BODIES
        if bare not in other - {"Lane", "Hill", "Park", "Hall", "Field"} and not DEMONYM.search(bare):
            return None
    before = re.search(r"(?:^|\W)([^\W\d_a-z][a-z'’-]+) $", text[max(0, start - REACH) : start])
    if before and not breaks(start - 1) and start - 1 not in ends and before[1] in words.GIVEN - words.OPENERS:
        return None
    return start


def _shouted(text, start, end, after, lines):
    """Whether the words beside a name and its next word are capitals too, as in a headline."""
    small = re.match(r"\s[a-z]", text[end + after.end() : end + after.end() + 2]) or re.search(
        r"\b[a-z]+ $", text[max(0, start - 9) : start]
    )
    return not small and lines.headline(start)


CHECKS = {"p": _person, "o": _paper, "w": _place}
