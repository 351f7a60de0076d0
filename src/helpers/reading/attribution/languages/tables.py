"""The tables of words, and which of them a text calls for."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from .. import cues

__all__ = ["TABLES", "Table", "language_of", "table"]

TABLES = tuple(sorted(f.name[:-5] for f in files(__package__).iterdir() if f.name.endswith(".toml")))
ENGLISH = frozenset(
    ["the", "of", "and", "to", "in", "that", "is", "was", "for", "on", "with", "said", "he", "it", "as", "at", "by",
     "from", "has"]
)  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")
SHORT = 80  # words
LEAST = 0.08  # share of common words below which a longer text is in none of the languages
SAMPLE = 4000  # characters that tell the language of a text
NEVER = r"(?!)"


class Table(NamedTuple):
    """One language, its words compiled; a pattern without words matches nothing."""

    code: str
    verb: re.Pattern
    modality: tuple  # (pattern, modality)
    objects: re.Pattern
    skip: re.Pattern
    that: re.Pattern
    as_: re.Pattern
    according: re.Pattern
    after: re.Pattern
    inside: re.Pattern
    before_verb: re.Pattern
    behind_verb: re.Pattern
    relative: re.Pattern
    stop: re.Pattern
    negation: re.Pattern
    nobody: re.Pattern
    pronouns: re.Pattern
    confirms: re.Pattern  # a negation before it is a claim all the same
    unable: re.Pattern
    back: re.Pattern
    joint: re.Pattern
    bare: bool  # no "that" is needed behind a comma
    final: bool  # the verb ends its sentence


def _pattern(words, form="(?<!\\w)(?:{})"):
    """One pattern of words; those that end in an apostrophe lean on the next one."""
    if not words:
        return re.compile(NEVER)
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(form.format("|".join(w if w.endswith("['’]") else f"{w}(?!\\w)" for w in ordered)), re.I)


@cache
def table(code):
    """The table of a language.

    Examples
    --------
    >>> bool(table("de").verb.search("sagte"))
    True
    """
    with files(__package__).joinpath(f"{code}.toml").open("rb") as file:
        rows = tomllib.load(file)
    verbs = rows["verbs"]
    every = sorted({word for words in verbs.values() for word in words} | set(rows["objects"]["verbs"]))
    lead = r"^\W*(?:{})"
    unable = [
        f"(?:{a})(?:\\s+\\w+){{0,3}}?\\s+(?:{b})"
        for a in rows["confirms"]["unable"]
        for b in rows["confirms"]["cannot"]
    ]
    return Table(
        code=code,
        verb=_pattern(every),
        modality=tuple((_pattern(words), name) for name, words in verbs.items() if name not in ("asserts", "warns")),
        objects=_pattern(rows["objects"]["verbs"]),
        skip=_pattern(rows["objects"]["skip"], lead),
        that=_pattern(rows["that"]),
        as_=_pattern(rows["as"], lead),
        according=_pattern(rows["according"]),
        after=_pattern(rows.get("after", ())),
        inside=_pattern(rows["inside"], lead),
        before_verb=_pattern(rows["before_verb"], lead),
        behind_verb=_pattern(rows["objects"].get("particles", ())),
        relative=_pattern(rows["relative"], r",\s*(?:\w+\s+)?(?:{})"),
        stop=_pattern(rows["stop"]),
        negation=_pattern(rows["negation"]),
        nobody=_pattern([*rows["nobody"], *rows["silent"]], r"^\W*(?:\w{{1,3}}\s+)?(?:{})"),
        pronouns=_pattern(rows["pronouns"], r"^\W*(?:{})\W*$"),
        confirms=_pattern(rows["confirms"]["not"]),
        unable=_pattern(unable),
        back=_pattern(rows["back"]["words"], lead),
        joint=_pattern(rows["and"], r"\s+(?:{})\s+"),
        bare=rows.get("bare", False),
        final=rows.get("final", False),
    )


@cache
def _common():
    common, letters = {}, {}
    for code in TABLES:
        with files(__package__).joinpath(f"{code}.toml").open("rb") as file:
            rows = tomllib.load(file)
        common[code], letters[code] = frozenset(rows["common"]), frozenset(rows["letters"])
    return common, letters


def language_of(text):
    """Code of the language of a text: one with a table of words, or "en"; None where it is neither.

    Examples
    --------
    >>> language_of("Die Brücke ist nicht sicher, sagte er."), language_of("The bridge is safe, he said.")
    ('de', 'en')
    """
    sample = text[:SAMPLE].lower()
    words = WORD.findall(sample)
    if not words:
        return None
    common, letters = _common()
    cyrillic = sum("а" <= word[0] <= "я" or word[0] in "іїєґё" for word in words) * 2 > len(words)
    scores = {} if cyrillic else {"en": sum(word in ENGLISH for word in words)}
    for code in TABLES:
        if (code in ("uk", "ru")) == cyrillic:
            scores[code] = sum(word in common[code] for word in words) + sum(sample.count(x) for x in letters[code]) / 3
    if len(words) < SHORT:  # too few common words to go by: count the verbs of saying as well
        for code in scores:
            scores[code] += 2 * (
                sum(map(cues.is_verb, words)) if code == "en" else len(table(code).verb.findall(sample))
            )
            scores[code] += len(table(code).according.findall(sample)) if code != "en" else "according" in words
    least = 0 if len(words) < SHORT else LEAST * len(words)
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    return best if scores[best] > least else "en" if not least and all(map(str.isascii, words)) else None
