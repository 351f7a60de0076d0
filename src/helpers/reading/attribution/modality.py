"""How a claim is made: asserted, denied, expected, estimated, left open, urged or promised.

The cue decides where it can ("denied", "vowed"); a neutral one ("said") leaves it to the content.
"""

import re

from .patterns import length

__all__ = ["of", "of_words"]

BY_CUE = {
    "denies": "deny reject dismiss refute rebut dispute disavow repudiate disclaim denial rejection contradict",
    "expects": "expect predict forecast anticipate foresee project expectation prediction forecast hope fear worry",
    "estimates": "estimate assess reckon calculate assessment estimation guess suspect believe think suppose",
    "urges": "urge demand appeal recommend advise exhort implore beg plead advocate encourage lobby "
    "press propose suggest_that call_for call_on",
    "promises": "promise pledge vow guarantee swear commit undertake pledge vow",
}
CUE = {word: name for name, words in BY_CUE.items() for word in words.split()}
UNSURE = re.compile(
    r"\b(?:can ?not|can’t|can't|could not|couldn’t|couldn't|(?:was|were|is|are) (?:not able|"
    r"unable) to|(?:has|have|had) (?:not|yet to)|"
    r"did not|declin\w+ to|refus\w+ to|no)\b[^.;]{0,30}?\b(?:confirm|verif|comment|corroborat|"
    r"say whether|elaborat|substantiat|evidence)",
    re.I,
)
DENIED = re.compile(
    r"\b(?:baseless|groundless|false|untrue|fake|unfounded|fabricat\w+|disinformation|nonsense|lies?|"
    r"hoax|no truth|denies|denied|rumou?rs?)\b",
    re.I,
)
EXPECTED = re.compile(
    r"\b(?:(?:is|are|was|were|be|been) (?:\w+ )?(?:expected|likely|due|set|poised|about|scheduled|"
    r"going) to|expects?|expected|anticipat\w+|"
    r"(?:will|would|could|may|might|’ll|'ll)(?: not)?(?: \w+ly| soon| likely| probably| also)? \w+)\b",
    re.I,
)  # fmt: skip
# In the main clause: what "although …" concedes is not urged, and what "needs to be" done is a state of things.
URGED = re.compile(
    r"^\W*(?:that )?(?!(?:although|though|while|if|when|because|since|as|unless|whether)\b)[^,.;:]{0,80}?"
    r"\b(?:should|must|ought to|let us|let’s|let's)\b(?! have\b)",
    re.I,
)
ESTIMATED = re.compile(
    r"\b(?:estimat\w+|probably|apparently|it believes|we believe|is believed|are believed|assess\w+ that)\b", re.I
)


def of_words(content):
    """The modality that the words of a content carry by themselves.

    Examples
    --------
    >>> of_words("that they cannot confirm the report"), of_words("that rain is expected to fall")
    ('cannot_confirm', 'expects')
    """
    if UNSURE.search(content):
        return "cannot_confirm"
    if URGED.search(content):
        return "urges"
    if ESTIMATED.search(content):
        return "estimates"
    if EXPECTED.search(content.split("”")[0][:160]):
        return "expects"
    return "asserts"


def of(text, reading, spans):
    """The modality of one reading of a cue.

    Parameters
    ----------
    text : str
    reading : Reading
    spans : list of (int, int)
        The content.

    Returns
    -------
    str
        One of asserts, denies, expects, estimates, cannot_confirm, urges, promises.
    """
    token = reading.token
    content = " ".join(text[s:e] for s, e in spans)
    clause = text[max(reading.offset, reading.start - 40) : min(reading.end + 30, reading.offset + length(token.doc))]
    negated = any(c.dep_ == "neg" for c in token.children)
    prepositions = [c.lower_ for c in token.children if c.dep_ == "prep"]
    if UNSURE.search(clause) or (negated and reading.cue.lemma in ("confirm", "verify", "know", "say")):
        return "cannot_confirm"
    if negated and reading.cue.lemma == "deny":
        return "asserts"
    name = CUE.get(reading.cue.lemma)
    if reading.cue.lemma == "call" and prepositions[:1] in (["for"], ["on"], ["upon"]):
        name = "urges"
    if reading.cue.lemma in ("ask", "warn", "tell", "order") and any(c.dep_ == "xcomp" for c in token.children):
        name = "urges"
    if name:
        return name
    by_content = of_words(content)
    others = [c.lemma for c in reading.companions if c.lemma != reading.cue.lemma]
    denial = any(CUE.get(lemma) == "denies" for lemma in others)
    if by_content == "asserts" and (
        DENIED.search(content[:80]) or (denial and re.search(r"\b(?:not|n’t|n't|no|never)\b", content))
    ):
        return "denies"
    return by_content
