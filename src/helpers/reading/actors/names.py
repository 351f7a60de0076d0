"""Find the names of an actors table in a text: longest alias first, whole words, any script."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick

from helpers.reading.actors.folding import LINE_ENDS, fold, in_word
from helpers.reading.actors.others import Owners, sorted_out
from helpers.reading.actors.scripts import Scripts

DEMONYM = ("n", "ns", "an", "ans")  # "North Korean" is no naming of North Korea, nor "North" in it of the North
TITLE = re.compile(r"\b(?:secretary|ministry|minister)\s+(?:of|for)\s+(?:the\s+)?$", re.IGNORECASE)
SECRETARY = re.compile(r"\s(?:secretary|secretaries)\b", re.IGNORECASE)
MONEY = re.compile(r"[$€£]|\sdollars?\b")
PLACE_BEFORE = re.compile(
    r"\b(?:in|near|outside|around|inside|across)\s+(?:\w+\s+and\s+)?$|\b(?:report\w*|writ\w+|dispatch\w*|dateline)\s+from\s+$"
    r"|\b(?:ca?me|coming|comes|trips?|visit\w*|travel\w*|fl[eyi]\w+|arriv\w*|brought|went|go|goes|going|return\w*|journey\w*|"
    r"moved)\s+(?:\w+\s+)?(?:to|in)\s+$|\b(?:visit\w*)\s+$|\bat\s+an?\s+$",
    re.IGNORECASE,
)
TYPED = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
POSSESSIVE = re.compile(r"['’]s?\b")
NAME_AFTER = re.compile(r"[ -]([A-Z]\w+)")
NAME_BEFORE = re.compile(r"(?<!\w)([A-Z]\w+)(?<!an|sh|se)[ -]$")  # not "Norwegian"
NO_NAME = re.compile(  # capitalised for where it stands, or a date
    r"(?:After|Also|And|As|At|Before|Both|But|By|For|From|If|In|Its|Nor|On|Or|Since|So|That|The|Then|This|Though|To|Unlike|"
    r"When|While|With|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|"
    r"September|October|November|December)$"
)


class Names(NamedTuple):
    """A compiled actors table; pattern i may name any of ``owners[i]``."""

    automaton: AhoCorasick
    owners: list
    blocks: np.ndarray  # patterns that name nobody, and keep shorter ones from matching inside them
    offices: np.ndarray  # one-word names of organisations and states, which titles and sums may hold
    halves: np.ndarray  # words that begin longer names of their actor ("South"), and may begin those of others
    kinds: dict
    countries: dict
    about: dict  # descriptions
    flags: list  # what to look out for at each pattern: see `others`
    known: Owners
    scripts: Scripts  # the same names in other scripts; their patterns come after those of the automaton


class NamedPlaces(NamedTuple):
    """Where names stand in a text, in order."""

    start: np.ndarray
    end: np.ndarray
    actors: list  # None where the name is shared and the text does not tell whose it is
    covered: list  # (start, end) of the names and of words made from them ("North Korean")


def aliases_of(actors):
    """``(actor, alias)`` for every actor's canonical name and aliases, in the order of the table."""
    return _aliases(_cells(actors, "actor"), _cells(actors, "aliases"))


def _cells(actors, column):
    """A column as a tuple of strings, empty where missing."""
    if column not in actors:
        return ("",) * len(actors)
    return tuple(actors[column].to_numpy(dtype=object, na_value=""))


def _aliases(owners, cells):
    for actor, cell in zip(owners, cells, strict=True):
        for alias in dict.fromkeys([actor, *str(cell).split("|")]):
            if alias.strip():
                yield actor, alias.strip()


def compiled(actors):
    """The automaton of an actors table; tables with the same cells share one."""
    return _compiled(*(_cells(actors, column) for column in ("actor", "aliases", "kind", "country", "description")))


@lru_cache(maxsize=8)
def _compiled(known, aliases, kinds, countries, about):
    kinds = {actor: kind.lower() for actor, kind in zip(known, kinds, strict=True)}
    kinds = {actor: {"org": "organisation"}.get(kind, kind) for actor, kind in kinds.items()}
    named = [(actor, fold(alias)[0]) for actor, alias in _aliases(known, aliases)]
    owners = {}
    named = list(
        dict.fromkeys([*named, *((actor, form) for actor, name in _aliases(known, aliases) for form in _typed(name))])
    )
    for actor, name in named:
        for form in {name, "#" + name.replace(" ", "")} | ({name.upper()} if len(name) > 4 else set()):
            if actor not in owners.setdefault(form, []):
                owners[form].append(actor)
    for actor, name in named:
        if kinds[actor] in ("state", "place"):
            for ending in DEMONYM:
                owners.setdefault(name + ending, [])
    blocks = np.array([not some for some in owners.values()])
    offices = np.array(
        [
            " " not in name and any(kinds[a] in ("state", "organisation", "") for a in some)
            for name, some in owners.items()
        ]
    )
    begins = {(a, name.split(" ")[0]) for a, name in named if kinds[a] != "person" and _two_capitals(name)}
    halves = np.array([any((a, name) in begins for a in some) for name, some in owners.items()])
    countries, about = (dict(zip(known, cells, strict=True)) for cells in (countries, about))
    people, scripts = Owners(named, kinds), Scripts(named, kinds)
    flags = [people.flag(name, some) for name, some in owners.items()] + [""] * len(scripts.owners)
    blocks, offices, halves = (
        np.append(some, np.zeros(len(scripts.owners), bool)) for some in (blocks, offices, halves)
    )
    every = [*owners.values(), *scripts.owners]
    return Names(
        AhoCorasick(list(owners)), every, blocks, offices, halves, kinds, countries, about, flags, people, scripts
    )


def _typed(name):
    """A name as it is typed where its letters are missing: Müller as Mueller, Bjørk as Bjoerk."""
    lower = name.lower()
    if any(letter in lower for letter in TYPED):
        yield fold("".join(TYPED.get(letter, letter) for letter in name))[0]


def _two_capitals(name):
    """Whether a name's first word may begin others too ("South Korea"); an acronym is whole by itself."""
    first, _, rest = name.partition(" ")
    return rest[:1].isupper() and not first.isupper()


def _whole_words(hits, is_word):
    """The hits that neither begin nor end inside a word."""
    start, end = hits[:, 1], hits[:, 2]
    edge = np.append(is_word, False)
    begins = (start == 0) | ~edge[start - 1] | ~edge[start]
    return hits[begins & (~edge[end] | ~edge[end - 1])]


def _longest(hits):
    """Leftmost, then longest; what overlaps an earlier hit is left out."""
    hits = hits[np.lexsort((-hits[:, 2], hits[:, 1]))]
    reach = np.maximum.accumulate(hits[:, 2])
    alone = np.append(True, hits[1:, 1] >= reach[:-1]) & np.append(hits[1:, 1] >= hits[:-1, 2], True)
    keep, free = alone, 0
    for i in np.flatnonzero(~alone).tolist():
        keep[i] = hits[i, 1] >= free
        free = hits[i, 2] if keep[i] else free
    return hits[keep]


def find_names(text, names):
    """Where the names of a table stand in a text.

    Parameters
    ----------
    text : str
    names : Names
        From `compiled`: of a table with the columns ``actor`` and ``aliases`` (separated by ``|``), and where known
        ``kind`` and ``country``.

    Returns
    -------
    NamedPlaces

    Examples
    --------
    >>> import pandas as pd
    >>> actors = pd.DataFrame({"actor": ["North Korea", "Mark Rutte"], "aliases": ["DPRK", "Rutte"]})
    >>> actors["kind"] = ["state", "person"]
    >>> find_names("Rutte on DPRK: North Korean troops.", compiled(actors))
    NamedPlaces(start=array([0, 9]), end=array([ 5, 13]), actors=['Mark Rutte', 'North Korea'], \
covered=[(0, 5), (9, 13), (15, 27)])
    """
    folded, at, points = fold(text)
    hits = np.array(names.automaton.find_matches_as_indexes(folded, overlapping=True), dtype=int).reshape(-1, 3)
    hits = _whole_words(hits, in_word(points)) if len(hits) else hits
    hits = _longest(hits) if len(hits) else hits
    hits = hits[~_halves_of_others(folded, hits, names)] if len(hits) else hits
    hits = _of_their_owners(text, folded, at, hits, names)
    hits = _with_scripts(folded, hits, names)
    start, end = hits[:, 1], hits[:, 2]
    if at is not None and len(hits):
        start, end = at[start], np.array([_with_marks(text, stop) for stop in at[end - 1] + 1], dtype=int)
    covered = list(zip(start.tolist(), end.tolist(), strict=True))
    keep = ~names.blocks[hits[:, 0]] if len(hits) else np.array([], dtype=bool)
    hits, start, end = hits[keep], start[keep], end[keep]
    keep = ~_parts_of_titles(folded, hits, names)
    hits, start, end = hits[keep], start[keep], end[keep]
    return NamedPlaces(
        start, end, _settled(folded, hits, [names.owners[i] for i in hits[:, 0].tolist()], names), covered
    )


def _with_scripts(text, hits, names):
    """The hits, together with those in other scripts that overlap none of them."""
    first = len(names.owners) - len(names.scripts.owners)
    others = [(first + k, start, end) for k, start, end in names.scripts.find(text)]
    if not others:
        return hits
    every = np.concatenate([hits, np.array(others, dtype=int)])
    return _longest(every)


def _of_their_owners(text, folded, at, hits, names):
    """The hits without those inside another name ("Sydney" in "Sydney Lane"); some are moved to an earlier begin."""
    places = hits.tolist()
    if not any(names.flags[pattern] for pattern, _, _ in places):
        return hits

    def breaks(place):
        return place < len(folded) and text[place if at is None else at[place]] in LINE_ENDS

    leave, begins = sorted_out(folded, breaks, places, names.flags, names.owners, names.known)
    moved = hits.copy()
    moved[:, 1] = begins
    moved = moved[~np.array(leave, dtype=bool)]
    free = np.append(True, moved[1:, 1] >= moved[:-1, 2]) if len(moved) else np.zeros(0, dtype=bool)
    return moved[free]


def _with_marks(text, end):
    """The end of a name after the combining marks of its last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return int(end)


def _halves_of_others(text, hits, names):
    """Which words are half of a name that the table lacks: "South" of "South Africa", of "Global South"."""
    other = np.zeros(len(hits), dtype=bool)
    for i in np.flatnonzero(names.halves[hits[:, 0]]).tolist():
        _, start, end = hits[i].tolist()
        after, before = NAME_AFTER.match(text, end), NAME_BEFORE.search(text[max(0, start - 30) : start])
        known = i + 1 < len(hits) and hits[i + 1, 1] == end + 1
        follows = after and not NO_NAME.match(after[1]) and not known
        known = i > 0 and hits[i - 1, 2] >= start - 1
        other[i] = bool(follows or (before and not NO_NAME.match(before[1]) and not known))
    return other


def _parts_of_titles(text, hits, names):
    """Which one-word names are only part of a title or of a sum: "Secretary of State", "US$"."""
    part = np.zeros(len(hits), dtype=bool)
    for i in np.flatnonzero(names.offices[hits[:, 0]]).tolist():
        _, start, end = hits[i].tolist()
        office = not text[start:end].isupper()
        title = office and (SECRETARY.match(text, end) or TITLE.search(text[max(0, start - 30) : start]))
        part[i] = bool(title or MONEY.match(text, end))
    return part


def _settled(text, hits, owners, names):
    """One actor for each hit: a capital city by its sentence, a person or an office by what was named before."""
    chosen = [some[0] if len(some) == 1 else None for some in owners]
    shared = [i for i, some in enumerate(owners) if len(some) > 1]
    if shared:
        wanted = {name for i in shared for actor in owners[i] for name in (actor, names.countries[actor]) if name}
        named, last = {}, 0  # actor or country -> when it was last named
        for i in shared:
            for order in range(last, i):
                for name in (chosen[order], names.countries.get(chosen[order])):
                    if name in wanted:
                        named[name] = order
            chosen[i], last = _choose(text, *hits[i, 1:].tolist(), owners[i], names, named), i
    return chosen


def _choose(text, start, end, owners, names, named):
    places = [actor for actor in owners if names.kinds[actor] == "place"]
    others = [actor for actor in owners if names.kinds[actor] != "place"]
    if places and others:
        at_place = PLACE_BEFORE.search(text[max(0, start - 40) : start]) and not POSSESSIVE.match(text, end)
        owners = places if at_place else others
    if len(owners) == 1:
        return owners[0]
    for known in ({a: a for a in owners}, {a: names.countries[a] for a in owners}):
        last = {actor: named[key] for actor, key in known.items() if key and key in named}
        latest = [actor for actor in last if last[actor] == max(last.values())]
        if len(latest) == 1:
            return latest[0]
    return None
