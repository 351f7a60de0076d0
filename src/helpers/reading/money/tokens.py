"""Cut a text into tokens, and read figures."""

import re
from typing import NamedTuple

from helpers.reading.money import lexicon as lx

TOKEN = re.compile(
    r"""(?P<symbol>(?:(?<![^\W_])(?:U\.S\.|[A-Z][A-Za-z]{0,2}))?[$¥](?:(?:USD?|AU?D?|CAD?|C|NZD?|HKD?|NTD?)(?![^\W\d_]))?
        |(?:(?<![^\W_])[A-Z][A-Za-z]{0,2})?£(?:(?:E|IR|STG|Stg|SY|LL)(?=\s?[0-9]))?|(?<![^\W_])S/\.?(?=\s?[0-9])
        |[€₴₽₩₹₺₪₫₦₸₾₼฿₱₨₵₡₲₮֏৳₭¢＄￥￡￦﹩])
    |(?P<number>(?:[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])(?:[.,][0-9]+(?![0-9]))?
        |[0-9]{1,3}(?:['’][0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)*|(?<![\w.,])\.[0-9]+(?![.,]?[0-9]))[½¼¾⅓⅔]?|[½¼¾⅓⅔])
    |(?P<word>U\.S\.?(?![^\W\d_])|U\.K\.?(?![^\W\d_])|[пд]['’]ят[^\W\d_]*|[^\W\d_]+['’]ят[^\W\d_]+|[^\W\d_]+(?:\u00ad+[^\W\d_]+)*)
    |(?P<dash>[-‐‑‒–—−])
    |(?P<other>[^\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff])""",
    re.VERBOSE,
)


class Token(NamedTuple):
    kind: str
    word: str
    start: int
    end: int
    gap: int  # 0 glued to the token before it, 1 a space away, 2 further


END = Token("end", "", 0, 0, 2)


def tokens_of(text):
    """Cut a text into tokens; what separates them is white space and marks of no width."""
    tokens, last, soft = [], 0, "\u00ad" in text
    for match in TOKEN.finditer(text):
        start, end = match.span()
        space = text[last:start]
        gap = 0 if start == last else 1 if len(space) <= 3 and space.count("\n") < 2 else 2
        kind = match.lastgroup
        word = match.group()
        if kind == "word":
            word = word.lower().replace("\u00ad", "") if soft else word.lower()
        tokens.append(Token(kind, word, start, end, gap))
        last = end
    return tokens


def at(tokens, i):
    return tokens[i] if 0 <= i < len(tokens) else END


def joined(tokens, i):
    """Whether token i and the next hang together as in ``20-billion``: a dash glued on both sides."""
    return at(tokens, i).kind == "dash" and tokens[i].gap == 0 and at(tokens, i + 1).gap == 0


def literal(number, habit="either"):
    """The value of a number in figures.

    Parameters
    ----------
    number : str
        For example ``1,234.5``, ``1.234,5``, ``1 234`` or ``1½``.
    habit : {"either", "point", "comma", "both"}
        How a mark before exactly three digits is meant: ``point``, the decimal mark is the point (English);
        ``comma``, the comma (continental); ``both``, either one is decimal (Cyrillic texts set thousands apart
        with spaces); ``either``, a thousands mark.

    Returns
    -------
    float

    Examples
    --------
    >>> literal("1.234", "point"), literal("1.234", "comma"), literal("1,234")
    (1.234, 1234.0, 1234.0)
    """
    extra = lx.VULGAR.get(number[-1], 0)
    number = re.sub(r"[ \u00a0\u2009\u202f'’½¼¾⅓⅔]", "", number)
    if not number:
        return extra
    marks = re.findall(r"[.,]", number)
    if not marks:
        return float(number) + extra
    head, tail = re.split(r"[.,](?=[0-9]*$)", number)
    if len(set(marks)) == 1:
        thousands = len(tail) == 3 and (
            len(marks) > 1
            or (head and not head.startswith("0") and habit in ("either", "comma" if marks[0] == "." else "point"))
        )
        if thousands or len(marks) > 1:
            return float(re.sub(r"[.,]", "", number)) + extra
    return float(re.sub(r"[.,]", "", head) + "." + tail) + extra
