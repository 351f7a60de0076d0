"""How a claim is made: asserted, denied, refuted, expected, estimated, left open, not commented, urged or promised.

The cue decides where it can ("denied", "vowed"); a neutral one ("said") leaves it to the content.
"""

import re

from .patterns import length

__all__ = ["of", "of_words", "strength"]

BY_CUE = {
    "denies": "deny reject dismiss dispute disavow repudiate disclaim denial rejection contradict",
    "refutes": "refute rebut debunk disprove discredit disconfirm falsify refutation rebuttal",
    "expects": "expect predict forecast anticipate foresee project expectation prediction forecast hope fear worry",
    "estimates": "estimate assess reckon calculate assessment estimation guess suspect believe think suppose",
    "urges": "urge demand appeal recommend advise exhort implore beg plead advocate encourage lobby "
    "press propose suggest_that call_for call_on",
    "promises": "promise pledge vow guarantee swear commit undertake pledge vow",
}
CUE = {word: name for name, words in BY_CUE.items() for word in words.split()}
# Who lacks evidence …
UNSURE = re.compile(
    r"\b(?:can ?not|can[’']t|could not|couldn[’']t|(?:was|were|is|are|been|being) (?:not able|unable) to"
    r"|not (?:been )?able to"
    r"|(?:has|have|had) (?:not yet|yet to)|impossible to|no way to|nor|no|not have|without|n[’']t have|lack\w*)\b"
    r"[^.;]{0,30}?\b(?:confirm|verif|corroborat|substantiat|ascertain|establish|evidence|proof|indication"
    r"|information)",
    re.I,
)
# … and who will not say: declines, evades, does neither, or speaks only under an "if".
SILENT = re.compile(
    r"\b(?:declin\w+|refus\w+|unwilling|not prepared)\b[^.;]{0,20}? to\b[^.;]{0,20}?\b(?:comment|say"
    r"|confirm|den[yi]|discuss|elaborate"
    r"|answer|respond|speculate|address|disclose|reveal|be drawn|explain|specify|provide)"
    r"|\bnever (?:said|told|claimed)\b"
    r"|\bneither confirm\w*[^.;]{0,20}? nor den|\b(?:would|will|did|does|do)(?: not"
    r"|n[’']t) (?:confirm or deny|say|comment|respond|reply|answer"
    r"|elaborate|be drawn|discuss|disclose|specify|speculate|confirm|return)\b|\bwon[’']t (?:say|comment"
    r"|confirm|discuss|be drawn)"
    r"|\b(?:had|has|have|offered|gave) no (?:immediate )?comment\b|\bno comment\b|\b(?:sidestepp|evad"
    r"|dodg|deflect|duck)\w+\b[^.;]{0,30}?"
    r"\b(?:question|issue|matter|whether)|\bstopp\w+ short of\b|\bnot (?:say|comment)(?:ing)?\b",
    re.I,
)
HYPOTHETICAL = re.compile(
    r"^\W*(?:that )?(?:if\b(?: (?:true|confirmed|correct|so|proven)\b|[^,.]{0,60}?\b(?:true|confirmed"
    r"|correct|accurate|proven?|verified|the case)\b)"
    r"|(?:should|were) (?:this|that|it|they|these|the reports?)\b[^,.]{0,50}?\b(?:true|confirmed|correct"
    r"|accurate|proven?|verified|the case)\b)",
    re.I,
)
# The source's own word of probability, the longer before the shorter.
STRENGTH = re.compile(
    r"\b(?:almost certain(?:ly)?|nearly certain|virtually certain|highly likely|very likely|most likely"
    r"|more likely than not|more than likely"
    r"|quite likely|highly unlikely|very unlikely|extremely unlikely|highly probable|very probable"
    r"|highly improbable|almost no chance|little chance"
    r"|remote (?:chance|possibility)|roughly even|(?:about|around) even|(?:with )?(?:high|moderate|medium"
    r"|low) confidence|beyond (?:any )?doubt"
    r"|unlikely|likely|improbable|probabl[ey]|possibl[ey]|presumably|apparently|allegedly|certainly"
    r"|undoubtedly|conceivably|perhaps)\b",
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
    if SILENT.search(content[:160]) or HYPOTHETICAL.search(content):
        return "no_comment"
    if UNSURE.search(content):
        return "cannot_confirm"
    if URGED.search(content):
        return "urges"
    if ESTIMATED.search(content):
        return "estimates"
    if EXPECTED.search(content.split("”")[0][:160]):
        return "expects"
    return "asserts"


def strength(content):
    """The source's own word of probability, as it stands in the text; None without one.

    Examples
    --------
    >>> strength("that it is highly likely to rain"), strength("that it rains")
    ('highly likely', None)
    """
    match = STRENGTH.search(content)
    return match.group() if match else None


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
        One of asserts, denies, refutes, expects, estimates, cannot_confirm, no_comment, urges, promises.
    """
    token = reading.token
    content = " ".join(text[s:e] for s, e in spans)
    clause = text[max(reading.offset, reading.start - 40) : min(reading.end + 30, reading.offset + length(token.doc))]
    negated = any(c.dep_ == "neg" for c in token.children)
    prepositions = [c.lower_ for c in token.children if c.dep_ == "prep"]
    if SILENT.search(clause):
        return "no_comment"
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
