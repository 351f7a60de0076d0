"""Quotations and sentences: where speech marks open and close, and where a sentence ends.

Both are found by rule, before any parsing, because a language model that sees half a quotation
guesses, and because most sentences need no parsing at all.
"""

import re

from . import cues

__all__ = ["quotations", "sentences"]

# Opening marks and the marks that may close them. German closes with the mark that English opens with.
PAIRS = {
    "“": "”“\"", "„": "“”\"", "«": "»\"", "»": "«", "‟": "”\"", "「": "」", "『": "』", "＂": "＂",
    "‹": "›", "‘": "’", "‚": "‘’", "'": "'", '"': '"”', "``": "''",
}  # fmt: skip
SINGLE = frozenset("‘‚'‹")
WORD = re.compile(r"\w")
CALLED = re.compile(
    r"\b(?:known(?: \w+){0,3} as|calls?|called|nicknamed|dubbed|alias|aka|goes by|(?:call )?sign|named"
    r"|christened) $"
)
NAME_BEFORE = re.compile(r"(?<!\w)[A-Z][\w’'-]+ $")
NAME_AFTER = re.compile(r" (?:[a-z]{1,3} )?[A-Z]\w")
MARK = re.compile("``|''|[“”„‟«»「」『』＂‹›‘’‚'\"]")
CLOSERS = frozenset("”»'\"’›」』＂“«") | {"''"}
# Words that begin with an apostrophe: 'em, '90s, 'tis.
ELIDED = re.compile(r"(?:em|n|til|tis|twas|cause|round|bout|s|ll|re|ve|d|m|t|\d\ds?)\b", re.I)


def _is_apostrophe(text, start, end):
    """Whether a single mark sits inside or after a word, or begins an elided one."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if before.isalnum() and after.isalnum():
        return True
    return not before.isalnum() and bool(ELIDED.match(text, end))


def _opens(text, start, end, mark):
    """Whether a mark can open: by its shape, and for straight marks by what stands around it."""
    if mark not in PAIRS:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if mark in "\"'":
        return (not before or before.isspace() or before in '([{—–-/:“‘"…') and bool(after.strip())
    if mark in "»" or mark == "‘":
        return (not before or not before.isalnum()) and bool(after.strip())
    return True


def _closes(text, start, end, opener, mark):
    if mark not in PAIRS[opener]:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if opener in SINGLE and mark in "'’‘":
        return bool(before.strip()) and not after.isalnum()
    if mark == "“" and opener == "“":  # a second opening mark closes only at the end of a word
        return bool(before.strip()) and not after.isalnum()
    return True


def quotations(text, carried=False):
    """Find the outermost quotations of one paragraph.

    Parameters
    ----------
    text : str
        One paragraph; marks of any style, paired or not.
    carried : bool
        Whether a quotation is still open from the paragraph before.

    Returns
    -------
    spans : list of (int, int)
        Offsets with the marks, in order, never overlapping. One that is not closed runs to the
        end of the paragraph; one closed but never opened runs from its start.
    still_open : bool
        Whether the last one was not closed.

    Examples
    --------
    >>> quotations("He’s “sure”, she said, “that it’s ‘done’.”")
    ([(5, 11), (23, 42)], False)
    """
    spans, stack, begin = [], [], 0
    if text.startswith(">") and WORD.search(text):  # a block quotation, as mail and Markdown mark it
        return [(len(text) - len(text.lstrip("> ")), len(text))], False
    if carried and _goes_on(text):
        stack = ["“"]
    for match in MARK.finditer(text):
        start, end, mark = match.start(), match.end(), match.group()
        single = mark in SINGLE or mark in "’›"
        if single and mark not in "‹›" and _is_apostrophe(text, start, end):
            continue
        if stack and _closes(text, start, end, stack[-1], mark):
            stack.pop()
            if not stack:
                spans.append((begin, end))
        elif stack and any(_closes(text, start, end, opener, mark) for opener in stack if opener not in SINGLE):
            stack.clear()  # an inner mark was never closed: the outer one ends it too
            spans.append((begin, end))
        elif _opens(text, start, end, mark) and (not single or _has_closer(text, end, mark)):
            if stack and (mark == stack[-1] or stack[-1] == "«»"):
                continue
            if not stack:
                begin = start
            stack.append(mark)
        elif not stack and mark in '”»"' and not spans and text[start - 1 : start].strip():
            spans.append((0, end))
    still_open = bool(stack) and stack[0] not in SINGLE  # else an apostrophe after all
    if still_open:
        spans.append((begin, len(text)))
    kept = [span for span in spans if WORD.search(text, *span) and not _is_name(text, *span)]
    return kept, still_open and kept[-1:] == spans[-1:]


def _goes_on(text):
    """Whether a quotation left open goes on in this paragraph: its first mark closes and does not open."""
    match = MARK.search(text)
    while match and (match.group() in SINGLE or match.group() in "’›"):
        match = MARK.search(text, match.end())
    return bool(match) and match.group() in CLOSERS and not _opens(text, match.start(), match.end(), match.group())


def _is_name(text, start, end):
    """Whether marks hold what somebody is called: Joe “Pike” Sander, a driver known as “Shorty”."""
    if end - start > 40 or len(text[start:end].split()) > 3:
        return False
    if CALLED.search(text, max(0, start - 40), start):
        return True
    inner = text[start:end].strip("“”„«»‘’'\"‹›` ")
    return bool(
        inner[:1].isupper()
        and inner[-1:].isalpha()
        and NAME_BEFORE.search(text, max(0, start - 20), start)
        and NAME_AFTER.match(text, end)
    )


def _has_closer(text, end, mark):
    """Whether a single mark is closed again at the end of a word, at most 400 characters on."""
    closers = PAIRS[mark]
    for match in MARK.finditer(text, end, min(len(text), end + 400)):
        if match.group() in closers and not _is_apostrophe(text, match.start(), match.end()):
            before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
            if before.strip() and not after.isalnum():
                # «players' union»: a bare plural possessive is no closing mark.
                return before != "s" or not after.strip() or not text[match.end() :][1:2].islower()
    return False


# A full stop after these does not end a sentence.
ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"‘'—–-])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Adm|Gov|Sen|Rep|Reps|Sens"
    r"|Rev|Hon|Pres|St"
    r"|Jr|Sr|vs|No|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill"
    r"|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|Dist|Atty|Supt"
    r"|Inc|Co|Corp|Ltd|Bros|e\.g|i\.e|a\.m|p\.m|U\.S|U\.K|U\.N|E\.U|D\.C|(?:[A-Z]\.)+[A-Z]|Ph\.D|al|cf|ca"
    r"|approx|est|Fig)\.$"
)
ENDING = re.compile(r"(?<![.!?…])(?:[.!?…]++(?:[\"”’'»“)\]]|'')*+(?=\s+(\S))|[.!?]+[\"”](?=[A-Z“]))")
INTRODUCED = re.compile(r"[,:]\s*$")
# Abbreviations that end a sentence when a capital and a common opener follow.
OPENER = re.compile(
    r"\s+(?:The|He|She|It|They|We|In|On|But|And|A|An|His|Her|Their|This|That|If|As|At|For|After|When|“|\")\b"
)


def sentences(text, marks=()):
    """Cut one paragraph into sentences.

    A quotation that ends in a stop and the words after it that only say who speaks are one sentence.

    Parameters
    ----------
    text : str
    marks : list of (int, int)
        Its quotations.

    Returns
    -------
    list of (int, int)
        Offsets without surrounding white space, in order.

    Examples
    --------
    >>> [ "Mr. Kim said no. “Yes!” he added."[s:e] for s, e in sentences("Mr. Kim said no. “Yes!” he added.")]
    ['Mr. Kim said no.', '“Yes!” he added.']
    """
    cuts, begin = [], 0
    opened = {end: start for start, end in marks}
    for match in ENDING.finditer(text):
        end, following = match.end(), match.group(1)
        if end in opened and not INTRODUCED.search(text, begin, opened[end]) and cues.tags(text, end):
            continue
        if following is not None:
            if following.islower() or (following in "–—" and any(a < end <= b for a, b in marks)):
                continue
            stop = match.group()
            if stop[0] == "." and len(stop) == 1:
                head = text[max(begin, end - 12) : end]
                if ABBREVIATION.search(head) and not (
                    re.search(r"(?:[a-z]\.[a-z]|[A-Z]\.[A-Z]|Jr|Sr|Inc|Co|Corp|Ltd)\.$", head)
                    and OPENER.match(text, end)
                ):
                    continue
        cuts.append((begin, end))
        begin = end
    cuts.append((begin, len(text)))
    out = []
    for s, e in cuts:
        piece = text[s:e]
        left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
        if right > left:
            out.append((s + left, s + right))
    return out
