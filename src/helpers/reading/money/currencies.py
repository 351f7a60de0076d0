"""Currencies beside a number, and what only looks like one: weights, years, the verb "won"."""

import re

from helpers.reading.money import lexicon as lx
from helpers.reading.money.tokens import at, joined

WEIGHT = re.compile(
    r"\b(?:weigh\w*|weight|heavy|heavier|kg|kilo\w*|tonn?es?|tons?|bombs?|warheads?|explosives?|tnt|thrust|cargo|payload|lift\w*|"
    r"square\s+inch|per\s+acre|fish|meat|ammunition|load|luggage|recoil)\b",
    re.IGNORECASE,
)
BODY = re.compile(r"\b(?:gained|shed|lost|losing|dropped)\b", re.IGNORECASE)
GERMAN = re.compile(
    r"\b(?:der|das|und|eine[nmrs]?|für|mit|ist|sind|nicht|auch|dem|vom|zum|zur|auf|bei|im|kostet|zahl\w*|er|wir|wurden?)\b|[äöüß]",
    re.IGNORECASE,
)
SPENDING = re.compile(
    r"\b(?:pa(?:y|ys|id|ying)|cost\w*|pric\w*|worth|fin(?:e|ed|es)|spen[dt]\w*|sala\w+|wages?|earn\w*|tickets?|rent\w*|loan\w*|lend\w*|"
    r"lent|grants?|fund\w*|budget\w*|aid|donat\w+|invest\w*|money|cash|taxpayers?|debts?|bills?|fees?|rais\w+|giv\w+|gave|pledg\w*|"
    r"ow(?:e|es|ed|ing)|rewards?|st(?:eal|ole|olen)\w*|theft|robb\w*|damages|banks?|flats?|houses?|homes?|apartments?|"
    r"sold|sell\w*|sales?|demand\w*|ransom|brib\w+|fraud|deposits?|prizes?|savings?|tax\w*|incomes?|profits?|revenues?|bail|"
    r"award\w*|won|bought|buy\w*|"
    r"charg\w*|benefits?|bonus\w*|compensat\w+|sum|a\s+(?:year|month|week|head)|per\s+(?:year|month|person))\b",
    re.IGNORECASE,
)
SMALL_PRICE = re.compile(
    rf"{SPENDING.pattern}|\b(?:fares?|prices?|litres?|liters?|rates?|coins?|per|each|an\s+hour|charge|was|is)\b",
    re.IGNORECASE,
)
NOUN_PHRASE_ENDS = lx.words_of(
    "for in of to from by as is was were are will would and or on at with that which since this next over per each "
    "under through before after until"
)


PAY_ENDS = lx.words_of("worth each apiece more annually monthly last")
UNITS_OF_PAY = lx.words_of("year month day week night hour person head share kilogram household unit barrel tonne")


def _symbol(word):
    """Currency of a symbol with the letters that belong to it: ``C$``, ``$US``, ``USD$``, ``CN¥``."""
    sign = next((one for one in "$¥£" if one in word), word)
    letters = word.replace(sign, "", 1).upper()
    if not letters:
        return lx.SYMBOLS.get(sign)
    if letters in lx.CODES:
        return letters
    return {"$": lx.DOLLARS, "¥": lx.YENS}.get(sign, lx.POUNDS).get(letters)


def _code(text, token):
    """An ISO code stands in capitals; the commonest are also written small."""
    return token.word.upper() if token.word in ("usd", "eur", "gbp", "uah") else text[token.start : token.end]


def _phrase_ends(tokens, i):
    """Whether a phrase ends before token i: no noun follows that the word before it could describe."""
    token, then = at(tokens, i), at(tokens, i + 1)
    if token.kind in ("end", "other") or (token.kind == "dash" and not joined(tokens, i)):
        return True
    if token.word in ("a", "per"):
        return then.word in UNITS_OF_PAY
    return token.word in NOUN_PHRASE_ENDS or token.word in PAY_ENDS


def _no_sum(tokens, i):
    """Whether a number after an acronym names a version, a goal or a year, or counts what follows."""
    number, after = at(tokens, i), at(tokens, i + 1)
    if number.kind != "number" or after.word in lx.MAGNITUDES or after.word in lx.LETTERS:
        return False
    plain = re.fullmatch(r"[0-9]{1,2}|(?:19|20)[0-9]{2}|[0-9]{1,2}\.[0-9]", number.word) is not None
    return plain or not _phrase_ends(tokens, i + 1)


def currency_before(text, tokens, i):
    """``(currency, first, index of the number, wordlike)`` of a currency that stands before its number, or None."""
    token, after = at(tokens, i), at(tokens, i + 1)
    if token.kind == "symbol":
        return _symbol(token.word), i, i + 1, False
    raw = text[token.start : token.end]
    if raw in ("US", "U.S.", "U.S") and after.word in ("$",) and after.gap < 2:
        return "USD", i, i + 2, False
    if token.kind != "word":
        return None
    if after.kind == "symbol":  # "CAD $5 billion"
        sign = lx.SYMBOLS.get(after.word)
        same = raw == sign or (after.word == "$" and raw in lx.DOLLARS.values())
        return (raw, i, i + 2, False) if same and after.gap < 2 else None
    skip = i + 2 if after.word == "." and token.word in lx.ABBREVIATIONS else i + 1
    raw = _code(text, token)
    if raw in lx.CODES and at(tokens, i - 1).word != "/":  # the second code of a pair: "EUR/USD 1.08"
        if raw in ("ALL", "TOP") or (raw not in lx.SURE and _no_sum(tokens, skip)):
            return None
        return raw, i, skip, raw in lx.WORDLIKE
    if token.word in lx.PREFIXES and (raw != token.word or raw == "kr") and not _other_thing(text, tokens, i, skip):
        return lx.PREFIXES[token.word], i, skip, False
    if token.word in ("euro", "euros") or (raw == "R" and after.gap == 0):
        return ("ZAR" if raw == "R" else "EUR"), i, i + 1, True
    return None


def _other_thing(text, tokens, i, skip):
    """Whether an abbreviation before a number is more likely a room, a road or an initial than a currency."""
    token, number, then = tokens[i], at(tokens, skip), at(tokens, skip + 1)
    if token.word not in lx.LOOSE:
        return False
    if number.kind != "number" or (token.word in lx.GLUED and number.gap) or text[token.start : token.end] == "Le":
        return True
    large = then.word in lx.MAGNITUDES or (then.word in lx.LETTERS and then.gap == 0)
    if token.word == "le" or token.word in lx.GLUED or (number.gap and token.word == "sh"):
        return not large
    thousands = re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", number.word) is not None
    return not (large or thousands or SPENDING.search(text[max(0, token.start - 40) : token.start]))


def currency_after(text, tokens, i):
    """``(currency, stop, noun index, named)`` of a currency that follows its number, or None."""
    j = i + 1 if joined(tokens, i) else i
    token = at(tokens, j)
    if token.word in lx.LINKS and token.gap < 2:
        k = j + 1 + (at(tokens, j + 1).word in ("'", "’"))
        linked = (
            currency_after(text, tokens, k)
            if at(tokens, k).kind == "word" and at(tokens, k).word not in lx.LINKS
            else None
        )
        named = linked and (token.word != "in" or linked[3] or tokens[linked[2]].word in ("dollars", "euros"))
        return linked if named and linked[2] is not None else None
    if token.gap == 2 or token.kind not in ("word", "symbol"):
        return None
    if token.word == "¢":
        return None
    if token.kind == "symbol":
        free = not (at(tokens, j + 1).kind == "number" and tokens[j + 1].gap == 0)
        return (_symbol(token.word), j + 1, None, True) if free else None
    raw = _code(text, token)
    if raw in lx.CODES and not (at(tokens, j + 1).word == "/" and at(tokens, j + 2).word.upper() in lx.CODES):
        sure = raw in lx.SURE or (raw not in lx.WORDLIKE and _phrase_ends(tokens, j + 1))
        return raw, j + 1, None, sure
    country, unknown, k = None, False, j
    if token.word in lx.FILLERS:
        k += 1
    pair = f"{token.word}-{at(tokens, k + 1).word}"
    if pair in lx.ADJECTIVES and at(tokens, k + 1).gap < 2:
        country, k = lx.ADJECTIVES[pair], k + 2
    elif token.word in lx.ADJECTIVES and at(tokens, k + 1 + joined(tokens, k + 1)).word in lx.NOUNS:
        country, k = lx.ADJECTIVES[token.word], k + 1
    else:
        while (
            k < j + 2 and at(tokens, k).word not in lx.NOUNS and text[at(tokens, k).start : at(tokens, k).end].istitle()
        ):
            unknown, k = True, k + 1
    if joined(tokens, k):
        k += 1
    return _noun(text, tokens, k, country, unknown)


def hundredths_after(text, tokens, count):
    """``(currency, stop)`` of the cents or pence that follow a quantity, or None."""
    token, near = at(tokens, count.stop), at(tokens, count.stop).gap < 2
    if count.scale > 1 or not near:
        return None
    if token.word in lx.HUNDREDTHS:
        return lx.HUNDREDTHS[token.word], count.stop + 1
    glued = token.word == "p" and token.gap == 0 and count.value < 100 and text[token.start] == "p"
    around = text[max(0, token.start - 60) : token.end + 40]
    return ("GBP", count.stop + 1) if glued and SMALL_PRICE.search(around) else None


def _noun(text, tokens, k, country, unknown):
    """Currency of the noun at k, with an adjective before (country) or after it."""
    name = lx.NOUNS.get(at(tokens, k).word)
    if name is None or tokens[k].gap == 2:
        return None
    if name not in lx.FAMILIES:
        return (name, k + 1, k, country is not None) if not unknown else None
    after = at(tokens, k + 1)
    late = lx.ADJECTIVES.get(after.word) if after.gap < 2 else None
    if not country and late and (text[after.start].islower() or after.word in ("us", "сша", "sterling")):
        country, stop = late, k + 2
    else:
        stop = k + 1
    default, by_country = lx.FAMILIES[name]
    if unknown:
        return None, stop, k, True
    return (by_country.get(country) if country else default), stop, k, country is not None


def year_like(text, tokens, i, amount):
    before = at(tokens, i - 1).word
    return (
        amount.scale == 1
        and re.fullmatch(r"(?:19|20)[0-9]{2}", tokens[i].word) is not None
        and before
        in (
            "in",
            "since",
            "constant",
            "real",
            "at",
            "until",
            "early",
            "late",
            "mid",
            "the",
            "by",
            "from",
            "between",
            "-",
        )
    )


def really_money(text, tokens, i, amount, unit):
    """Whether a number before a currency noun is an amount: not a year, a weight, or the verb "won"."""
    _, stop, k, named = unit
    if tokens[i].kind == "number" and year_like(text, tokens, i, amount):
        return False
    if k is None:
        return named or amount.scale > 1
    word, raw = tokens[k].word, text[tokens[k].start : tokens[k].end]
    if word in lx.NEEDS_COUNTRY and not named:
        return False
    if _names_a_thing(text, tokens, i, amount, k, raw):
        return False
    large = amount.scale > 1 or amount.value >= 1000
    if word == "euro" and at(tokens, stop).word in lx.NOT_MONEY_AFTER_EURO:
        return False
    if named:
        return True
    if word in lx.CAPITALS and (raw.islower() or not (large or _phrase_ends(tokens, stop))):
        return False
    if word in lx.RISKY and (not raw.islower() or (not large and word not in ("kr", "rand"))):
        return False
    if word in lx.CROWNS and not large:
        return False
    if word == "won":
        return joined(tokens, k - 1) or _korean_money(tokens, stop)
    if lx.NOUNS[word] == "pound":
        return _sterling(text, tokens, i, amount, k)
    return True


def _names_a_thing(text, tokens, i, amount, k, raw):
    """Whether the noun begins a name or a compound: Euro 2024, Dollar General, Franco-German, yen-denominated."""
    word, after = tokens[k].word, at(tokens, k + 1)
    if word in lx.TITLES and raw.istitle() and amount.scale == 1 and not _phrase_ends(tokens, k + 1):
        return True
    if joined(tokens, k + 1) and not joined(tokens, k - 1) and at(tokens, k + 2).word not in ("plus", "odd", "worth"):
        return amount.scale == 1 or text[tokens[k + 2].start].islower()
    if amount.scale > 1 or after.gap == 2:
        return False
    if raw.istitle() and (after.kind == "number" or text[after.start : after.end].istitle()):
        return after.kind == "number" or GERMAN.search(text) is None
    year = re.fullmatch(r"(?:19|20)[0-9]{2}", tokens[i].word)
    return bool(year) and word in lx.SINGULAR and not joined(tokens, k - 1) and not _phrase_ends(tokens, k + 1)


def _korean_money(tokens, stop):
    """Whether "won" is money: the noun ends its phrase, the verb takes an object."""
    won_over = at(tokens, stop).word == "over" and at(tokens, stop + 1).word in ("by", "to")
    return at(tokens, stop).kind == "dash" or (_phrase_ends(tokens, stop) and not won_over)


def _sterling(text, tokens, i, amount, k):
    """Whether pounds are money: the sentence speaks of spending and not of weight."""
    after = text[tokens[k].end : tokens[k].end + 40]
    around = text[max(0, tokens[i].start - 60) : tokens[k].end + 60]
    of = re.match(r"\s+of\s+(?:\w+\s+){0,2}", after)
    if re.match(r"\s*(?:-|per\s+square|sterling)", after) or (of and WEIGHT.search(after)):
        return "sterling" in after[:10]
    middle = min(60, tokens[i].start)
    heavy, dear = _distance(WEIGHT, around, middle), _distance(SPENDING, around, middle)
    if amount.value < 1000:
        heavy = min(heavy, _distance(BODY, around, middle))
    if tokens[k].word == "pound" and amount.scale == 1 and not joined(tokens, k - 1):  # "12 pound cakes"
        return _phrase_ends(tokens, k + 1) and dear < heavy
    if of:
        return SPENDING.search(after) is not None or (amount.scale >= 1e6 and dear < 99)
    if amount.scale >= 1e6:
        return dear <= heavy or heavy == 99
    return dear < heavy or (amount.value >= 10_000 and heavy == 99)


def _distance(words, text, middle):
    """How far the nearest of the words stands from a place in the text; 99 where there is none."""
    return min((abs(match.start() - middle) for match in words.finditer(text)), default=99)
