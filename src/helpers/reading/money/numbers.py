"""Quantities: figures and number words with their magnitudes."""

from typing import NamedTuple

from helpers.reading.money import lexicon as lx
from helpers.reading.money.tokens import at, joined, literal

SPANISH = lx.words_of("el la los las de del por que un una en con millones millón pesos")


class Quantity(NamedTuple):
    value: float
    stop: int  # index of the first token after it
    base: float  # the number before its first magnitude
    scale: float  # its last magnitude, 1 where there is none
    near: bool = False
    least: bool = False


def _magnitude(tokens, i, prefixed):
    """``(value, habit, stop)`` of the magnitude words at i, or None; ``mil millones`` multiplies."""
    value, habit, j = 1.0, None, i
    while True:
        k = j + 1 if joined(tokens, j) else j
        token = at(tokens, k)
        if token.kind != "word" or token.gap == 2:
            break
        size = lx.MAGNITUDES.get(token.word)
        if size is None and j == i and token.word in lx.LETTERS:
            after = at(tokens, k + 1)
            free = (after.gap and after.word not in ("-", "'", "’")) or (token.gap == 1 and _closes(after))
            free = free or (after.kind == "dash" and at(tokens, k + 2).kind == "symbol")
            coded = after.gap == 1 and after.word.upper() in lx.SURE  # "5 M EUR"
            if (
                (token.gap == 0 and k == j)
                or (prefixed and free)
                or coded
                or (after.kind == "symbol" and after.gap < 2)
            ):
                size = lx.LETTERS[token.word]
        if token.word == "bin" and at(tokens, k + 1).word in lx.TURKISH_THOUSAND:
            size = (1e3, "comma")
        if token.word == "mil" and prefixed and SPANISH.isdisjoint(one.word for one in tokens):
            size = (1e6, "point")  # "$20 mil"
        if size is None or (habit and value >= 1e6):
            break
        value, habit, j = value * size[0], size[1], k + 1
        if token.word in lx.ABBREVIATIONS and at(tokens, j).word == "." and _starts_unit(tokens, j + 1):
            j += 1
    return (value, habit, j) if habit else None


def _closes(token):
    """Whether a token ends its phrase or sentence: "$35 M, the port said"."""
    return token.kind == "end" or (token.kind == "other" and token.word in ',.;:!?…)]”’»"/')


def _starts_unit(tokens, i):
    token = at(tokens, i)
    return token.kind == "symbol" or (
        token.kind == "word"
        and token.gap < 2
        and (
            token.word in lx.NOUNS
            or token.word in lx.ADJECTIVES
            or token.word in lx.MAGNITUDES
            or token.word.upper() in lx.CODES
        )
    )


def _and_a_half(tokens, i):
    """``(fraction, stop)`` of ``and a half`` at i, in any of the languages, or None."""
    j = i + 1 if joined(tokens, i) else i
    if at(tokens, j).word not in lx.JOINERS:
        return None
    j += 1
    for _ in range(2):
        if joined(tokens, j):
            j += 1
        if at(tokens, j).word in lx.ARTICLES:
            j += 1
    part = lx.FRACTIONS.get(at(tokens, j).word)
    return (part, j + 1) if part else None


def _written_fraction(tokens, i):
    """``(fraction, stop)`` of the ``1/2`` in ``2 1/2 billion``, or None."""
    top, bar, under = at(tokens, i), at(tokens, i + 1), at(tokens, i + 2)
    if not (top.kind == under.kind == "number" and bar.word == "/" and top.gap == 1 and bar.gap == under.gap == 0):
        return None
    small = top.word.isdecimal() and under.word in ("2", "3", "4", "5", "8")
    return (int(top.word) / int(under.word), i + 3) if small and int(top.word) < int(under.word) else None


def _bare_fraction(tokens, i, prefixed):
    """The quantity of ``1/2 million``, or None."""
    top, bar, under = at(tokens, i), at(tokens, i + 1), at(tokens, i + 2)
    if not (bar.word == "/" and under.kind == "number" and bar.gap == under.gap == 0):
        return None
    size = _magnitude(tokens, i + 3, prefixed)
    small = top.word.isdecimal() and under.word in ("2", "3", "4", "5", "8") and 0 < int(top.word) < int(under.word)
    if not small or not size:
        return None
    part = int(top.word) / int(under.word)
    return Quantity(part * size[0], size[2], part, size[0])


def _figures(tokens, i, prefixed):
    """A quantity that begins with figures: ``2.5``, ``20-billion``, ``20+ billion``, ``1 млрд 200 млн``."""
    if part := _bare_fraction(tokens, i, prefixed):
        return part
    j, near, least = i + 1, False, False
    if joined(tokens, j) and tokens[j + 1].word in ("odd", "plus"):
        near, least, j = tokens[j + 1].word == "odd", tokens[j + 1].word == "plus", j + 2
    elif at(tokens, j).word == "+" and tokens[j].gap == 0:
        least, j = True, j + 1
    half = _written_fraction(tokens, j) or _and_a_half(tokens, j)
    if half:
        j = half[1]
    size = _magnitude(tokens, j, prefixed)
    scale, habit, stop = size or (1.0, "either", j)
    if prefixed and not size and at(tokens, j).word in ("a", "per"):  # "$3.459 a gallon"
        habit = "point"
    base = literal(tokens[i].word, habit) + (half[0] if half and size else 0)
    if half and not size:
        stop = i + 1
    value = base * scale
    rest = at(tokens, stop)
    if size and scale >= 1e6 and rest.kind == "number" and rest.gap == 1:
        more = _magnitude(tokens, stop + 1, prefixed)
        if more and more[0] < scale and literal(rest.word, more[1]) < 1000:
            value, stop = value + literal(rest.word, more[1]) * more[0], more[2]
    half = _and_a_half(tokens, stop) if size else None
    if half:
        value, stop = value + half[0] * scale, half[1]
    return Quantity(value, stop, base, scale, near, least)


def _part_of_magnitude(tokens, i):
    """``half a billion``, ``a quarter of a billion``, ``three quarters of a million``, ``half-billion``."""
    j, count = i, 1
    if at(tokens, j).word in lx.ARTICLES:
        j += 1
    elif lx.UNITS.get(at(tokens, j).word, 9) <= 3:
        count, j = lx.UNITS[tokens[j].word], j + 1
    if j > i and joined(tokens, j):
        j += 1
    part = lx.FRACTIONS.get(at(tokens, j).word)
    if part is None:
        return None
    j += 1
    for words in (lx.LINKS, lx.ARTICLES):
        if joined(tokens, j):
            j += 1
        if at(tokens, j).word in words and tokens[j].gap < 2:
            j += 1
    if at(tokens, j).word in ("'", "’"):
        j += 1
    size = _magnitude(tokens, j, False)
    return size and Quantity(count * part * size[0], size[2], count * part, size[0])


def _adds(pending, value):
    """Whether a number word continues the one before it: twenty-five, soixante-dix, but not "two one"."""
    return 1 <= value < pending and (pending % 10 ** len(str(int(value))) == 0 or (pending in (60, 80) and value < 20))


def _spelled(tokens, i):
    """A quantity in words: ``one hundred and fifty million``, ``dos mil millones``, ``fünf Milliarden``."""
    whole = _part_of_magnitude(tokens, i)
    if whole:
        return whole
    total, pending, scale, base, j, stop = 0.0, 0.0, 1.0, None, i, None
    while True:
        k = j + 1 if stop and joined(tokens, j) else j
        if stop and pending and at(tokens, k).word in lx.JOINERS and not _and_a_half(tokens, j):
            k += 1 + joined(tokens, k + 1)
        token = at(tokens, k)
        if token.kind != "word" or (stop and token.gap == 2):
            break
        value = lx.UNITS.get(token.word)
        following = at(tokens, k + 2 if joined(tokens, k + 1) else k + 1).word
        if token.word in lx.ARTICLES and not stop and (following in lx.HUNDREDS or following in lx.MAGNITUDES):
            if (
                token.word in ("a", "an") and following in lx.MAGNITUDES and joined(tokens, k + 2)
            ):  # "a million-dollar question" has no number
                return None
            value = value or 1
        if value == 4 and following.startswith("vingt"):
            value, k = 80, k + (2 if joined(tokens, k + 1) else 1)
        if token.word == "cents" and not (following in lx.AFTER_CENTS and at(tokens, k - 1).word in lx.AFTER_CENTS):
            break
        if token.word in lx.HUNDREDS and 0 < pending % 1000 < 100:
            pending += (pending % 1000) * 99
        elif value is not None and (not pending or _adds(pending, value)):
            pending += value
        elif token.word in lx.MAGNITUDES and (pending or token.word in lx.BARE_MAGNITUDES):
            size = lx.MAGNITUDES[token.word][0]
            if total and size >= scale:
                break
            base = base or pending or 1
            if size == 1e3 and pending < 1e3:
                pending, scale = (pending or 1) * size, size
            else:
                total, pending, scale = total + (pending or 1) * size, 0.0, size
        elif token.word in lx.HUNDREDS and not stop and token.word in ("cien", "ciento", "hundert", "cent"):
            pending = 100.0
        else:
            break
        j = stop = k + 1
        tenths = lx.UNITS.get(at(tokens, j + 1).word, 10) if at(tokens, j).word == "point" else 10
        if tenths < 10:
            pending, j = pending + tenths / 10, j + 2
            stop = j
        half = _and_a_half(tokens, j)
        if half:
            if pending and scale == 1:
                pending += half[0]
            else:
                total += half[0] * scale
            j = stop = half[1]
    if not stop:
        return None
    if at(tokens, stop).word == "." and tokens[stop - 1].word in lx.ABBREVIATIONS and _starts_unit(tokens, stop + 1):
        stop += 1
    return Quantity(total + pending, stop, base or total + pending, scale)


def quantity(tokens, i, prefixed=False):
    """The number at token i, in figures or words, with its magnitude; None where there is none."""
    token = at(tokens, i)
    if token.kind == "number":
        return _figures(tokens, i, prefixed)
    return _spelled(tokens, i) if token.kind == "word" else None


def quantity_of_magnitude(tokens, i):
    """``(value, stop)`` of magnitude words at i, or None: the "million" of ``48 USD million``."""
    size = _magnitude(tokens, i, False)
    return size and (size[0], size[2])
