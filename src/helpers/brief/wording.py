"""Answers and statements as a reader would say them: units, bounds, dates, verbs."""

from __future__ import annotations

import re

import pandas as pd

__all__ = ["agreeing", "answer_words", "is_money", "statement", "verb"]

VERBS = {
    "asserts": "says",
    "denies": "denies",
    "refutes": "refutes",
    "expects": "expects",
    "estimates": "estimates",
    "cannot_confirm": "cannot confirm",
    "no_comment": "does not say",
    "urges": "urges",
    "promises": "promises",
}
_SCALES = {"k": "thousand", "m": "million", "bn": "billion", "tn": "trillion"}
_WORDS = {"thousand": "k", "million": "m", "billion": "bn", "trillion": "tn"}
_SCALE = "k|m|bn|tn|thousand|million|billion|trillion"
_MONEY = re.compile(rf"^(?:([A-Z]{{3}})(?: ({_SCALE}))?|({_SCALE}) ([A-Z]{{3}}))$")
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_SEVERAL = re.compile(
    r" (sources|officials|authorities|lawmakers|allies|experts|diplomats|investigators|media)( \(.*\))?$"
)
_BOUNDS = (("at most ", "up to "), ("at least ", "at least "), ("by ", "by "), ("from ", "from "))


def verb(modality: object) -> str:
    """How it is said, as a verb of the third person.

    >>> verb("expects"), verb(None)
    ('expects', 'says')
    """
    return VERBS.get(str(modality), "says")


def answer_words(answer: object, unit: object = None) -> str:
    """An answer as it is read out.

    >>> answer_words("at most 12000", "soldiers"), answer_words("20", "USD bn"), answer_words("2024-10-23")
    ('up to 12,000 soldiers', 'USD 20 billion', '23 October 2024')
    >>> answer_words("45", "million EUR"), answer_words("45", "EUR")
    ('EUR 45 million', 'EUR 45')
    """
    if answer is None or pd.isna(answer):
        return "no answer"
    text, before = str(answer), ""
    for found, shown in _BOUNDS:
        if text.startswith(found):
            before, text = shown, text.removeprefix(found)
            break
    return before + " to ".join(
        _one(part, unit, last=i == text.count(" to ")) for i, part in enumerate(text.split(" to "))
    )


def statement(
    modality: object, answer: object, unit: object = None, *, strength: object = None, as_of: str | None = None
) -> str:
    """Verb and answer of one statement, to follow the name of who made it.

    >>> statement("denies", "no"), statement("expects", "2024-10-23", as_of="2024-10-22")
    ('denies it', 'expects 23 October 2024, tomorrow')
    >>> statement("estimates", "yes"), statement("cannot_confirm", None)
    ('estimates that it is so', 'cannot confirm it')
    >>> statement("estimates", "yes", strength="highly likely")
    'says that it is “highly likely”'
    """
    said = verb(modality)
    if str(answer) in ("cannot confirm", "no comment"):
        return "cannot confirm it" if answer == "cannot confirm" else "does not say"
    if answer is None or pd.isna(answer):
        return {"says": "gives no answer", "does not say": "does not say whether it is so"}.get(said, f"{said} it")
    if str(answer) in ("yes", "no"):
        if said in ("denies", "refutes"):
            return f"{said} it"
        if strength is not None and not pd.isna(strength):
            return f"says that it is “{strength}”"
        if said == "says":
            return f"says {answer}"
        return f"{said} that it is {'' if answer == 'yes' else 'not '}so"
    own = "" if strength is None or pd.isna(strength) else f", “{strength}”"
    return f"{said} {answer_words(answer, unit)}{_relative(str(answer), as_of)}{own}"


def agreeing(who: str, words: str) -> str:
    """The words of a statement as they follow a name: several people say, one says.

    >>> agreeing("government sources", "says yes"), agreeing("Ada Lind", "says yes")
    ('say yes', 'says yes')
    >>> agreeing("Norland officials", "denies it"), agreeing("the lawmakers", "does not say")
    ('deny it', 'do not say')
    """
    first, *rest = words.split(" ")
    if not _SEVERAL.search(who):
        return words
    plain = {"does": "do", "denies": "deny", "promises": "promise"}.get(first, first.removesuffix("s"))
    return " ".join([plain, *rest])


def _relative(answer, as_of):
    """How far a whole day lies from the day of the page, in words where it is near."""
    if not as_of or not re.fullmatch(r"\d{4}-\d\d-\d\d", answer):
        return ""
    apart = (pd.Timestamp(answer) - pd.Timestamp(as_of)).days
    return {-1: ", yesterday", 0: ", today", 1: ", tomorrow"}.get(apart, "")


def is_money(unit: str) -> bool:
    """Whether a unit is money.

    >>> is_money("USD bn"), is_money("soldiers")
    (True, False)
    """
    return bool(_MONEY.match(unit))


def _one(text, unit, last):
    dated = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", text)
    if dated:
        year, month, dom = dated.groups()
        return " ".join(p for p in (dom and str(int(dom)), _MONTHS[int(month) - 1], year) if p)
    try:
        number = float(text)
    except ValueError:
        return text
    shown = f"{number:,.0f}" if number == int(number) else f"{number:,.10g}"
    if pd.isna(unit) or not unit:
        return shown
    money = _MONEY.match(str(unit))
    if money:
        code, scale = money[1] or money[4], money[2] or money[3] or ""
        return " ".join(p for p in (code, shown, _SCALES.get(_WORDS.get(scale, scale))) if p) if last else shown
    return f"{shown} {unit}" if last else shown
