"""Fixed wordings: the ladder of likelihood words, and the short reasons that stand in tables.

The ladder is that of Intelligence Community Directive 203 (2015). Reasons have at most eight words; the counts
that they rest on stand in columns beside them.
"""

from __future__ import annotations

import re

__all__ = ["DIGIT_REASONS", "LADDER", "LETTER_REASONS", "REASONS", "likelihood", "readable", "rung"]

LADDER = (
    ("almost no chance", 0.01, 0.05),
    ("very unlikely", 0.05, 0.20),
    ("unlikely", 0.20, 0.45),
    ("about even", 0.45, 0.55),
    ("likely", 0.55, 0.80),
    ("very likely", 0.80, 0.95),
    ("almost certain", 0.95, 0.99),
)

REASONS = {
    # why no likelihood is given
    "nobody": "nobody answers",
    "one_origin": "fewer than two independent origins",
    "parties": "only parties speak",
    "unnamed": "only unnamed voices speak",
    "forecast": "a forecast, not yet a fact",
    "few_facts": "fewer than two origins state it as fact",
    "last_known": "no statement within the window",
    # how sure the ground is
    "even": "as many origins against it",
    "outweighed": "more origins against it than for it",
    "interested": "every agreeing voice has a stake",
    "told": "no origin is known to be first hand",
    "contradicted": "independent origins disagree",
    "two_origins": "two independent origins, at least one disinterested",
    "first_hand": "three origins or more, one first hand",
}

DIGIT_REASONS = {
    "settled_for": "an independent outcome bears it out",
    "settled_against": "an independent outcome is against it",
    "agree": "two or more agree, at least three to one",
    "interested": "none that agrees is without an interest",
    "more_agree": "more agree than disagree",
    "allowed": "none agrees, a broader answer allows it",
    "more_disagree": "at least as many disagree as agree",
    "disagree": "three or more disagree, at least three to one",
    "interested_against": "none that disagrees is without an interest",
    "echo": "it may be the echo of another",
    "alone": "nothing independent to compare with",
    "forecast": "others only expect it",
    "same_report": "told by the same report alone",
    "overtaken": "overtaken since it was said",
    "outdated": "too old to compare",
    "due": "an expectation whose day has passed",
}

LETTER_REASONS = {
    "none": "no record from earlier cases",
    "short": "too few settled answers",
    "wide": "the interval is too wide to tell",
    "record": "settled answers of earlier cases",
}


def rung(share: float) -> int:
    """Place on the ladder, from 0 (almost no chance) to 6 (almost certain); a border belongs to the upper word.

    >>> [rung(share) for share in (0.0, 0.5, 0.625, 0.8, 0.99)]
    [0, 3, 4, 5, 6]
    """
    return max(sum(share >= low - 1e-9 for _, low, _ in LADDER) - 1, 0)


def likelihood(share: float, *, most: str = "almost certain") -> str:
    """The word for a share, with the band of the ladder in brackets, never beyond the word `most`.

    >>> likelihood(5.5 / 7), likelihood(0.9, most="likely")
    ('likely (55–80 %)', 'likely (55–80 %)')
    """
    words = [word for word, _, _ in LADDER]
    word, low, high = LADDER[min(rung(share), words.index(most))]
    return f"{word} ({100 * low:.0f}–{100 * high:.0f} %)"


def readable(answer: str, *, least: int = 5) -> str:
    """An answer with commas in its thousands; days stay, and numbers of fewer than `least` digits, such as years.

    >>> readable("at most 12000"), readable("1712"), readable("2024-10-23"), readable("0.12345")
    ('at most 12,000', '1712', '2024-10-23', '0.12345')
    >>> readable("at least 1500", least=4)
    'at least 1,500'
    """
    return re.sub(rf"(?<![\d.-])\d{{{least},}}(?![\d-])", lambda found: f"{int(found[0]):,}", str(answer))
