"""From tokens to amounts: sums, ranges, shares and bounds."""

import math
import re
from typing import NamedTuple

from helpers.reading.money import lexicon as lx
from helpers.reading.money.currencies import (
    NOUN_PHRASE_ENDS,
    currency_after,
    currency_before,
    hundredths_after,
    really_money,
    year_like,
)
from helpers.reading.money.numbers import Quantity, quantity, quantity_of_magnitude
from helpers.reading.money.tokens import at, joined, tokens_of

LEAST, MOST, NEAR = (
    re.compile(rf"(?:(?<=\W)|^)(?:{words})\s*$", re.IGNORECASE | re.VERBOSE)
    for words in (lx.AT_LEAST, lx.AT_MOST, lx.NEARLY)
)
SHARE = re.compile(
    r"""(?:(?<=\W)|^)(?:(?P<count>an?|one|two|three|four|the|ein|eine|zwei|drei|une?|deux|trois|una?|dos|tres|дві|две|три)[\s-]+)?
    (?P<part>half|thirds?|quarters?|fifths?|tenths?|hälfte|drittel|viertel|fünftel|zehntel|moitié|tiers|quart|mitad|tercio|
    (?:tercera|cuarta|quinta)(?=\s+parte)|половин[аиуы]|трет[иь]|третин[аиу]|четверт[иь]|чверт[іь])(?:\s+parte)?
    (?P<link>\s+(?:of|der|des|von(?:\s+den)?|de|із?|з|из|от|від))?\s*
    (?P<whole>(?:the|its|their|his|her|our|your|my|this|that|these|those|an?|der|des|den|los|las|les|['’\w]+['’]s)\s+)?$""",
    re.IGNORECASE | re.VERBOSE,
)
HALVES = lx.words_of("half hälfte moitié mitad половина половини половину половины")  # "half the $50 billion"
COUNTS = {"two": 2, "three": 3, "four": 4, "zwei": 2, "drei": 3, "deux": 2, "trois": 3, "dos": 2, "tres": 3, "дві": 2,
          "две": 2, "три": 3}  # fmt: skip
PERIOD = re.compile(
    r"\b(?:first|second|third|fourth|last|next|past|previous|current|final|other|this|same)[\s-]+$", re.IGNORECASE
)
AFTER = re.compile(
    r"\s*(?:(?P<least>\+|-plus\b|\s*plus(?=\s*[.,;)]|$)|or\s+(?:more|higher)\b|or\s+above\b|і\s+більше\b|и\s+более\b|ou\s+plus\b|o\s+más\b)"
    r"|(?P<most>or\s+(?:less|fewer)\b|at\s+most\b)|(?P<near>or\s+so\b|-odd\b|or\s+thereabouts\b))",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"\b(?:rose|rises?|risen|rising|increas\w*|gr[eo]w\w*|rais\w*|cut|fell|fall\w*|drop\w*|jump\w*|climb\w*|went|expand\w*|reduc\w*|"
    r"up|down|soar\w*|doubl\w*|boost\w*|shrank|slashed|lower\w*|upped|збільш\w*|зрос\w*|увелич\w*|вырос\w*|stieg\w*)\b",
    re.IGNORECASE,
)
MONEY_VERB, GIVING = (
    re.compile(rf"\b(?:{words})\W+(?:\w+\W+){{0,2}}$", re.IGNORECASE)
    for words in (
        r"earmark\w*|allocat\w*|allot\w*|spen[dt]\w*|lend\w*|lent|pledg\w+|commit\w*|disburs\w+|contribut\w+|"
        r"pa(?:y|ys|id|ying)|cost\w*|worth|borrow\w*|repa\w+|out\s+of|total\s+of|of\s+which",
        # what is given may be people, but not by the billion
        r"giv\w+|gave|provid\w+|transfer\w*|rais\w+|receiv\w+|got|send\w*|sent|remaining|another|further|other|"
        r"additional|extra|promis\w+|need\w*",
    )
)


WENT = re.compile(
    r"\b(?:went|go|goes|going|gone|is|are|was|were|be|been|ris\w+|rose|climb\w*|soar\w*|push\w*|shot|well|far|already|now)\s+$",
    re.IGNORECASE,
)
ENDS = "|".join(sorted(NOUN_PHRASE_ENDS))


STARTS = frozenset().union(  # words that may begin a sum
    lx.UNITS, lx.ARTICLES, lx.FRACTIONS, lx.BARE_MAGNITUDES, lx.HUNDREDS, lx.PREFIXES,
    ("us", "u.s.", "u.s", "euro", "euros", "r"), map(str.lower, lx.CODES),
)  # fmt: skip
COUNTED = lx.words_of(
    "people persons families households homes users customers workers refugees children soldiers troops voters"
)


class _Sum(NamedTuple):
    value: float
    first: int
    stop: int
    currency: str | None
    marked: bool  # a currency stands beside it, known or not
    quantity: Quantity
    prefixed: bool = False  # the currency stands in front


def _money_at(text, tokens, i, prefixed=False):
    """The sum of money that begins at token i, or a bare quantity (``marked`` False), or None."""
    token = tokens[i]
    prefix = currency_before(text, tokens, i)
    if prefix:
        currency, first, number, wordlike = prefix
        count = quantity(tokens, number, prefixed=True) if at(tokens, number).gap < 2 else None
        if count and not (wordlike and count.scale == 1):
            stop = count.stop
            unit = currency_after(text, tokens, stop)
            if unit and (token.word == "$" or unit[0] == currency):
                currency, stop = unit[0] or currency, unit[1]
            elif token.word == "$":
                currency, stop = _qualified_dollar(tokens, stop, currency)
            return _Sum(count.value, first, stop, currency, True, count, True)
    if token.kind == "number" and token.gap == 0 and at(tokens, i - 1).kind in ("word", "number"):
        return None  # "G7 50 billion", "COVID19": the figures belong to the word before them
    count = quantity(tokens, i, prefixed=prefixed)
    if not count:
        return None
    unit = currency_after(text, tokens, count.stop)
    if unit and (really_money(text, tokens, i, count, unit) or _with_pence(text, tokens, count, unit)):
        return _with_rest(text, tokens, _Sum(count.value, i, unit[1], unit[0], True, count), noun=unit[2] is not None)
    small = hundredths_after(text, tokens, count)
    if small:
        return _Sum(count.value / 100, i, small[1], small[0], True, count)
    return _Sum(count.value, i, count.stop, None, False, count)


def _with_pence(text, tokens, count, unit):
    """Whether cents or pence follow: then pounds are money and no weight."""
    one = _Sum(count.value, 0, unit[1], unit[0], True, count)
    return unit[2] is not None and _with_rest(text, tokens, one, noun=True).stop > unit[1]


def _with_rest(text, tokens, one, noun):
    """A sum, completed by the words after its currency: ``48 USD million``, ``eleven dollars and twenty cents``."""
    if one.quantity.scale > 1:
        return one
    if not noun:
        size = quantity_of_magnitude(tokens, one.stop)
        if size:
            count = Quantity(one.value * size[0], size[1], one.quantity.base, size[0], *one.quantity[4:])
            return one._replace(value=count.value, stop=count.stop, quantity=count)
        return one
    j = one.stop + (at(tokens, one.stop).word in ("and", ","))
    rest = quantity(tokens, j) if at(tokens, j).gap == 1 or j > one.stop else None
    small = hundredths_after(text, tokens, rest) if rest and rest.scale == 1 and rest.value < 100 else None
    return one._replace(value=one.value + rest.value / 100, stop=small[1]) if small else one


def _qualified_dollar(tokens, stop, currency):
    """``$20 billion US``, ``$5 billion (Canadian)``: a country that ends the phrase corrects the bare sign."""
    bracket = at(tokens, stop).word == "("
    token, then = at(tokens, stop + bracket), at(tokens, stop + bracket + 1)
    country = lx.ADJECTIVES.get(token.word) if token.gap < 2 else None
    named = lx.FAMILIES["dollar"][1].get(country) or lx.DOLLARS.get(
        token.word.upper() if token.word in ("cdn", "can") else ""
    )
    closed = then.word == ")" if bracket else then.kind in ("end", "other") or then.word in NOUN_PHRASE_ENDS
    return (named, stop + 1 + 2 * bracket) if named and closed else (currency, stop)


def bounds(text, first, start, stop):
    """Qualifiers around ``text[start:stop]``: ``(share, least, most, near)``; nothing before ``first`` is read."""
    share, least, most, near = 1.0, False, False, False
    cut = start
    while True:
        head = text[max(first, cut - 48) : cut]
        match = None
        if most_match := MOST.search(head):
            most, match = True, most_match
        least_match = LEAST.search(head)
        if least_match and (match is None or least_match.start() < match.start()):  # "no less than" holds "less than"
            if lx.OVER_NOT_MORE.search(head) or not _passes(text, cut, stop, head, least_match):
                break
            most, least, match = most and not match, True, least_match
        if match is None and (near_match := NEAR.search(head)):
            near, match = True, near_match
        if match is None and share == 1.0 and (part := SHARE.search(head)) and _is_share(head, part):
            count = COUNTS.get((part["count"] or "").lower(), 1)
            share, match = count * lx.FRACTIONS[part["part"].lower()], part
        if match is None or not match.group().strip():
            break
        cut = max(first, cut - 48) + match.start()
    after = AFTER.match(text, stop)
    if after:
        least, most, near = least or bool(after["least"]), most or bool(after["most"]), near or bool(after["near"])
    return share, least, most, near


def _passes(text, start, stop, head, least):
    """Whether "passed", "crossed" or "past" means above a sum, not that it was voted, handed on or long ago."""
    word = lx.PASSING.search(least.group())
    if not word:
        return True
    before, after = head[: least.start()], text[stop : stop + 30]
    mark = lx.MARK.match(after) is not None
    if word.group().lower() == "past":
        return mark or WENT.search(before) is not None
    if word.group().lower().startswith(("br", "hit")):
        return mark
    given = re.match(r"\s+(?:on\s+)?to\b|\s+(?:in|of|worth)\s+\w*\s*(?:aid|loans?|help)\b", after)
    ends = mark or re.match(r"\s*(?:[^\s\w]|$)|\s+(?:[a-z]+ly|" + ENDS + r")\b", after)
    return bool(ends) and not given and not lx.VOTERS.search(before)


def _is_share(head, part):
    """Whether "half" or "third" takes a part of the sum, and is no ordinal ("the third €5 million") or period."""
    halves = part["part"].lower() in HALVES
    if halves and part["link"]:  # "the first half of the $10 billion"
        return True
    return bool(part["link"] or (halves and part["whole"])) and not PERIOD.search(head[: part.start("part")])


def _connector(text, tokens, one):
    """``(kind, index of the second operand)`` of what joins two ends of a range after ``one``, or None."""
    token, before = at(tokens, one.stop), at(tokens, one.first - 1).word
    hanging = token.kind == "dash" and token.gap == 0 and at(tokens, one.stop + 1).gap == 1
    if hanging and at(tokens, one.stop + 1).word in lx.TO:  # "$20- to $25-million"
        return "to", one.stop + 2
    if hanging and at(tokens, one.stop + 1).word in lx.AND:
        between = before in lx.BETWEEN or at(tokens, one.stop + 1).word in lx.OR
        return ("between" if between else "and"), one.stop + 2
    if token.kind == "dash":
        spaced = token.gap or at(tokens, one.stop + 1).gap
        if at(tokens, one.stop + 1).word in lx.TO and not spaced:  # two-to-three
            return ("to", one.stop + 3) if joined(tokens, one.stop + 2) else None
        return ("spaced" if spaced else "dash"), one.stop + 1
    if token.word in lx.TO and token.gap < 2:
        return "to", one.stop + 1
    if token.word in lx.AND and token.gap < 2:
        between = before in lx.BETWEEN
        if between or token.word in lx.OR:
            return ("between" if between else "or"), one.stop + 1
    return None


def _range_at(text, tokens, one):
    """Join ``one`` with a second end: ``(low, high, currency, stop)``, or None where there is no range."""
    joint = _connector(text, tokens, one)
    if not joint or joint[1] >= len(tokens) or tokens[joint[1]].gap == 2:
        return None
    kind, j = joint
    two = _money_at(text, tokens, j, prefixed=one.prefixed)
    if not two or not (one.marked or two.marked):
        return None
    low, high = one.value, two.value
    if one.quantity.scale == 1 and two.quantity.scale > 1:  # "2 to 3 billion": the first borrows the magnitude
        low *= two.value / two.quantity.base if two.quantity.base else two.quantity.scale
    if kind == "and" or low >= high or not _one_range(text, tokens, one, two, kind):
        return None
    return low, high, (two.currency if two.marked else None) or one.currency, two.stop


def _borrowed(text, tokens, one):
    """The magnitude that a sum with a hanging hyphen borrows from the next, or None."""
    joint = _connector(text, tokens, one) if at(tokens, one.stop).kind == "dash" else None
    two = _money_at(text, tokens, joint[1]) if joint and joint[0] == "and" and joint[1] < len(tokens) else None
    borrows = two and one.marked and two.marked and one.quantity.scale == 1 and two.quantity.scale > 1
    return two.quantity.scale if borrows else None


def _one_range(text, tokens, one, two, kind):
    """Whether two sums are the ends of one range, not two sums or a sum and a count."""
    borrowed = one.quantity.scale == 1 and two.quantity.scale > 1
    if kind == "or":
        return borrowed and not (one.marked and two.marked)
    if one.marked and two.marked:
        lead = text[max(0, tokens[one.first].start - 48) : tokens[one.first].start]
        rises = kind == "to" and CHANGE.search(lead)
        return not rises and (one.currency == two.currency or None in (one.currency, two.currency))
    if two.marked:
        return not two.prefixed and not (two.quantity.scale == 1 and year_like(text, tokens, one.first, one.quantity))
    if kind in ("dash", "between"):
        return one.quantity.scale == 1 or two.quantity.scale > 1
    after = at(tokens, two.stop)
    closed = after.kind in ("end", "other") or after.word in NOUN_PHRASE_ENDS
    counts = after.word in COUNTED or (after.kind == "word" and after.word.endswith("s") and not closed)
    return two.quantity.scale > 1 and not counts and (borrowed or closed)


def amounts(text, seen=None):
    """Yield ``(start, end, low, high, currency, approximate)`` for each amount of a passage, in order.

    ``seen`` collects the currencies read so far and lends one to a bare number; None lends nothing.
    """
    tokens = tokens_of(text)
    i, floor = 0, 0
    while i < len(tokens):
        one = _money_at(text, tokens, i) if _may_begin(tokens[i]) else None
        if not one:
            i += 1
            continue
        span = _range_at(text, tokens, one)
        low, high, currency, stop = span or (one.value, one.value, one.currency, one.stop)
        if not span and (size := _borrowed(text, tokens, one)):  # "$2- and $3-million contracts"
            low = high = one.value * size
            one = one._replace(marked=True)
        if not span and not one.marked:
            if not (seen and len(seen) == 1 and _carried(text, tokens, one)):
                i = max(i + 1, one.stop if one.quantity.scale > 1 or tokens[i].kind == "number" else i + 1)
                continue
            currency = next(iter(seen))
        start, end = tokens[one.first].start, tokens[stop - 1].end
        share, least, most, near = bounds(text, floor, start, end)
        low, high = low * share, high * share
        if seen is not None:
            seen |= {currency}
        least, near = least or one.quantity.least, near or one.quantity.near
        yield start, end, math.nan if most else low, math.nan if least else high, currency, near
        i, floor = stop, end


def _may_begin(token):
    if token.kind == "word":
        return token.word in STARTS
    return token.kind in ("symbol", "number")


def _carried(text, tokens, one):
    """Whether a bare number such as "out of 50 billion" continues the money named before it."""
    after, before = at(tokens, one.stop), text[max(0, tokens[one.first].start - 40) : tokens[one.first].start]
    ends = after.kind in ("end", "other") or after.word in NOUN_PHRASE_ENDS
    if (
        one.value < 1e6 or one.quantity.scale < 1e6 or not (ends or before.endswith(" which "))
    ):  # "of which 5 billion went to ..."
        return False
    return bool(MONEY_VERB.search(before) or (one.quantity.scale >= 1e9 and GIVING.search(before)))
