"""Roles and pronouns that stand for a named actor, where the evidence is clear."""

import re
from bisect import bisect_left, bisect_right
from functools import cache

import pandas as pd

from helpers.reading import text as texts

ROLE = re.compile(
    r"\bthe\s+((?:(?!(?:of|with|by|for|to|in|on)\b)[\w’'-]+\s+){0,4}?"
    r"(?:secretary(?:[ -]general)?|president|minister|chief|head|spokes\w+|chancellor|premier|director|general|"
    r"commander|leader|ambassador|envoy|adviser|lawmaker|governor|commissioner)"
    r"(?:\s+of\s+(?:the\s+)?(?-i:[A-Z]\w+(?:\s[A-Z]\w+)?))?)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
SMALL = frozenset(["of", "the", "and", "former", "then", "country", "'s", "s"])
SAME = {"chief": "head", "leader": "head", "secretary-general": "secretary general"}


def resolve(text, mentions, actors):
    """Roles ("the Treasury Secretary") and pronouns ("she") as further namings.

    A role is settled where its words describe exactly one of the people named before it; a pronoun where exactly one
    person is named in its own sentence before it and in the sentence before, within its paragraph. All others are
    left open: they are returned without an actor.

    Parameters
    ----------
    text : str
    mentions : pandas.DataFrame
        What `find` made of the text.
    actors : pandas.DataFrame
        ``actor``, ``kind`` and ``description``.

    Returns
    -------
    pandas.DataFrame
        ``start``, ``end``, ``surface``, ``actor`` (missing = open), ``how`` (role, pronoun).

    Examples
    --------
    >>> people = pd.DataFrame({"actor": ["Janet Yellen"], "kind": "person", "description": "US Treasury Secretary"})
    >>> from helpers.reading.actors import find
    >>> said = "Janet Yellen spoke. The Treasury Secretary left. She smiled."
    >>> resolve(said, find(said, people), people)[["surface", "actor", "how"]]
                      surface         actor      how
    0  The Treasury Secretary  Janet Yellen     role
    1                     She  Janet Yellen  pronoun
    """
    kinds = dict(zip(actors["actor"], actors["kind"].str.lower(), strict=True))
    about = dict(zip(actors["actor"], actors["description"].fillna(""), strict=True)) if "description" in actors else {}
    people = [
        (int(row.start), row.actor)
        for row in mentions.itertuples()
        if pd.notna(row.actor) and kinds.get(row.actor) == "person"
    ]
    described = _described(people, about)
    rows = [
        (*role.span(), role.group(), described(role.group(1), role.start()), "role") for role in ROLE.finditer(text)
    ]
    near = _nearness(text, sorted(people + [(row[0], row[3]) for row in rows if row[3]]))
    rows += [(*word.span(), word.group(), near(word.start()), "pronoun") for word in PRONOUN.finditer(text)]
    table = pd.DataFrame(sorted(rows, key=lambda row: row[:2]), columns=["start", "end", "surface", "actor", "how"])
    return table.astype({"start": "Int64", "end": "Int64", "surface": "str", "actor": "str", "how": "str"})


def _words(phrase):
    words = re.findall(r"[\w-]+", phrase.lower().replace("defence", "defense"))
    return {SAME.get(word, word) for word in words} - SMALL


def _described(people, about):
    """A function that looks for the one person, named before a place, whose description has every word of a role."""
    first = {}
    for start, actor in people:
        first[actor] = min(start, first.get(actor, start))
    words = {actor: _words(about.get(actor, "")) for actor in first}

    @cache
    def fitting(role):
        needed = _words(role)
        return sorted((first[a], a) for a in first if needed <= words[a]) if len(needed) > 1 else []

    def find(role, start):
        fits = fitting(role)
        alone = fits and fits[0][0] < start and (len(fits) == 1 or fits[1][0] >= start)
        return fits[0][1] if alone else None

    return find


def _nearness(text, people):
    """A function that looks for the one person named before a place, in its sentence or the one before it."""
    sentences, ends = texts.sentences(text), [line.end() for line in texts.LINE.finditer(text)]
    starts, since = [start for start, _ in people], []  # since: where the run of one person's namings begins
    for i, (_, actor) in enumerate(people):
        since.append(since[-1] if i and people[i - 1][1] == actor else i)

    def find(start):
        i = bisect_right(sentences, start) - 1
        begin = sentences[max(0, i - 1)]
        line = bisect_right(ends, begin)
        if line < len(ends) and ends[line] <= start:  # the sentence before stands in another paragraph
            begin = sentences[i]
        last = bisect_left(starts, start) - 1
        return people[last][1] if last >= 0 and since[last] <= bisect_left(starts, begin) <= last else None

    return find
