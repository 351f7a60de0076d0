"""Roles and pronouns that stand for a named actor, where the evidence is clear."""

import re
from bisect import bisect_right

import pandas as pd

from helpers import text as texts

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
    >>> from helpers.actors import find
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
    rows = [
        (*role.span(), role.group(), _by_role(role.group(1), role.start(), people, about), "role")
        for role in ROLE.finditer(text)
    ]
    settled = sorted(people + [(row[0], row[3]) for row in rows if row[3]])
    sentences = texts.sentences(text)
    for word in PRONOUN.finditer(text):
        rows.append((*word.span(), word.group(), _by_nearness(text, word.start(), settled, sentences), "pronoun"))
    made = pd.DataFrame(sorted(rows, key=lambda row: row[:2]), columns=["start", "end", "surface", "actor", "how"])
    return made.astype({"start": "Int64", "end": "Int64", "surface": "str", "actor": "str", "how": "str"})


def _words(phrase):
    found = re.findall(r"[\w-]+", phrase.lower().replace("defence", "defense"))
    return {SAME.get(word, word) for word in found} - SMALL


def _by_role(role, start, people, about):
    """The one person named before whose description holds every word of the role."""
    needed = _words(role)
    fits = {actor for first, actor in people if first < start and needed <= _words(about.get(actor, ""))}
    return fits.pop() if len(fits) == 1 and len(needed) > 1 else None


def _by_nearness(text, start, people, sentences):
    """The one person named in this sentence before the word, or in the sentence before."""
    i = bisect_right(sentences, start) - 1
    begin = sentences[max(0, i - 1)]
    if texts.LINE.search(text, begin).end() <= start:  # the sentence before stands in another paragraph
        begin = sentences[i]
    near = {actor for first, actor in people if begin <= first < start}
    return near.pop() if len(near) == 1 else None
