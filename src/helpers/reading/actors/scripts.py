"""Names across scripts: Буданов is Budanov, Москві is Moscow; by sound, a table of exonyms and case endings."""

import csv
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from helpers.reading.actors import words
from helpers.reading.actors.folding import fold

TABLE = Path(__file__).with_name("exonyms.csv")
OTHER = re.compile("[Ͱ-ԯ]")  # Greek and Cyrillic
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")

# Endings of nouns and adjectives in Ukrainian and Russian, as `fold` leaves them; the longest first.
_ENDINGS = (
    "ами ями ими ыми іми ього ого его ому ему ьому ові еві єві ою ею єю ьою ией ією ия ие ии ию ія ії ію ий ый ій ой "
    "ей ої ая яя ую юю ым им ім їм ом ем єм ах ях ам ям а я у ю о е є і ї и ы й ь"
)
ENDINGS = sorted({fold(one)[0] for one in _ENDINGS.split()}, key=len, reverse=True)
# Names that end in these letters keep them in every form.
ALIKE_ENDS = (
    {"о": "о", "o": "о", "u": "ую", "у": "у", "ю": "ю"} | dict.fromkeys("еєe", "еєэ") | dict.fromkeys("иіi", "иіы")
)
SOUNDS = (
    (
        "абвгґдежзиіклмнопрстуфхцчшщъыьэюяєѓѕјљњќџ",
        "a b v h h d e ʒ z i i k l m n o p r s t u f h ¢ ʧ ʃ ʃ  i  e u a e h z i l n k ʒ",
    ),
    ("αβγδεζηθικλμνξοπρσςτυφχψω", "a v h d e z i t i k l m n ks o p r s s t i f h ps o"),
)
LETTERS = {
    letter: sound for letters, sounds in SOUNDS for letter, sound in zip(letters, sounds.split(" "), strict=True)
}
GREEK = (("ου", "u"), ("μπ", "b"), ("ντ", "d"), ("γκ", "h"), ("τζ", "¢"))
LATIN = (
    ("shch", "ʃ"), ("sch", "ʃ"), ("sh", "ʃ"), ("tch", "ʧ"), ("ch", "ʧ"), ("zh", "ʒ"), ("kh", "h"), ("ph", "f"),
    ("th", "t"), ("ts", "¢"), ("tz", "¢"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("w", "v"), ("g", "h"), ("c", "k"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
ALIKE = ((r"[yj]", "i"), (r"i+", "i"), (r"i([aeou])", r"\1"), (r"(.)\1", r"\1"))
# Words with a capital at the beginning of a sentence that are no given name.
OPENERS = words.words_of(
    """за на у в во але но и і й та а як как коли когда якщо если про по до після после перед під під час що что
    тому поэтому однак однако також также президент прем'єр премьер міністр министр генерал глава голова пан пані
    господин госпожа депутат сенатор посол речник спикер спікер пресс-секретарь директор для від от из із з с со
    об о при між между через раніше ранее вчора вчера сьогодні сегодня завтра тепер теперь потім потом проте зато
    хоча хотя адже ведь саме именно навіть даже лише только тільки ще еще вже уже ні не чи ли або или то це это
    він она вона он они вони його его її ее їх их наш наша мій моя коментуючи комментируя отвечая відповідаючи"""
)


def _stem(word):
    """A word of Cyrillic without its case ending, and whether there was one; an acronym stays whole.

    >>> _stem("Буданова"), _stem("Зеленського"), _stem("США")
    (('буданов', True), ('зеленськ', True), ('США', False))
    """
    if word.isupper() and 1 < len(word) <= 5:
        return word, False
    word = re.sub(r"['’ʼ]", "", word.lower())
    ended = next((end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 3), "")
    base = word[: len(word) - len(ended)]
    base = re.sub(r"[іеєо]в$", "ов", base)  # Харків, Харкова
    return re.sub(r"(.)\1$", r"\1", base), bool(ended)


@cache
def _skeleton(word):
    """The consonants and vowels of a word as both scripts write them.

    >>> _skeleton("Yellen") == _skeleton("Єллен"), _skeleton("Zakharova") == _skeleton("Захарова")
    (True, True)
    """
    word = re.sub(r"['’ʼ]", "", word.lower())
    if OTHER.search(word):
        for two, one in GREEK:
            word = word.replace(two, one)
        word = re.sub("[ьй]о", "о", word)
        sounds = "".join(LETTERS.get(letter, letter) for letter in word)
    else:
        sounds = word
        for letters, sound in LATIN:
            sounds = sounds.replace(letters, sound)
    for pattern, sound in ALIKE:
        sounds = re.sub(pattern, sound, sounds)
    return sounds


@cache
def _exonyms():
    """``name -> forms`` in Ukrainian and Russian."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["name"]: [*row["uk"].split("|"), *row["ru"].split("|")] for row in rows}


class Scripts:
    """Names of a table as texts in other scripts have them; name k may be any of ``owners[k]``."""

    def __init__(self, named, kinds):
        self.owners, self.forms, self.sounds, self.latin, self.given = [], {}, {}, {}, {}
        seen, latin = {}, {actor for actor, name in named if not OTHER.search(name)}
        for actor, name in named:
            if OTHER.search(name):
                self._add(self.forms, _stems(name), actor, seen, exact=_fixed(name))
                if actor not in latin:
                    self._sound(name, actor, kinds.get(actor), seen, self.latin)
            else:
                forms = _exonyms().get(name, ())
                for form in forms:
                    self._add(self.forms, _stems(fold(form)[0]), actor, seen, exact=_fixed(fold(form)[0]))
                if not forms:
                    self._sound(name, actor, kinds.get(actor), seen, self.sounds)
        for actor, name in named:
            if kinds.get(actor) == "person":
                self.given.setdefault(actor, set()).update(_sound_of(part) for part in name.split(" ")[:-1])
                self.given[actor].update(_sound_of(fold(form.split(" ")[0])[0]) for form in _exonyms().get(name, ()))

    def _sound(self, name, actor, kind, seen, index):
        parts, last = tuple(_sound_of(part) for part in re.split("[ -]", name)), re.split("[ -]", name)[-1]
        if not (name[:1].isupper() and all(parts)) or kind not in ("person", "place", "state"):
            return
        exact = ALIKE_ENDS.get(last[-1], "") if kind == "person" and not last.endswith(("ko", "y")) else ""
        if len(parts) > 1:
            self._add(index, parts, actor, seen, exact=exact)
        if kind == "person" or len(parts) == 1:
            plain = last not in words.KOREAN and len(parts[-1]) >= 4 and not last.isupper()
            if plain and (len(parts) == 1 or len(parts) == 2):
                self._add(index, parts[-1:], actor, seen, exact=exact)

    def _add(self, index, parts, actor, seen, exact):
        key = (id(index), parts, exact)
        if key not in seen:
            seen[key] = len(self.owners)
            self.owners.append([])
            index.setdefault(parts[0], []).append((parts, exact, seen[key]))
        if actor not in self.owners[seen[key]]:
            self.owners[seen[key]].append(actor)

    def find(self, text):
        """Yield (k, start, end) for each name in a folded text, of those that begin together the longest first."""
        if not (self.latin or OTHER.search(text)):
            return
        spans = [(match.group(), *match.span()) for match in WORD.finditer(text)]
        free = 0
        for i, (word, start, _) in enumerate(spans):
            if start < free or not (word[0].isupper() or word in ("фон", "ван", "де")):
                continue
            hit = self._at(text, spans, i)
            if hit:
                yield hit
                free = hit[2]

    def _at(self, text, spans, i):
        word = spans[i][0]
        if OTHER.search(word):
            by_form, by_sound = self.forms.get(_stem(word)[0], ()), self.sounds.get(_sound_of(word), ())
            options = [(option, _stem) for option in by_form] + [(option, _stem_and_sound) for option in by_sound]
        else:
            options = [
                (option, lambda part: (_sound_of(part), False)) for option in self.latin.get(_sound_of(word), ())
            ]
        for (parts, exact, k), shape in sorted(options, key=lambda option: -len(option[0][0])):
            some = spans[i : i + len(parts)]
            joined = len(some) == len(parts) and all(text[a[2] : b[1]] in (" ", "-") for a, b in pairwise(some))
            same = joined and all(shape(one[0])[0] == part for one, part in zip(some, parts, strict=True))
            if same and self._fits(text, spans, i, some, exact, k):
                return k, some[0][1], some[-1][2]
        return None

    def _fits(self, text, spans, i, some, exact, k):
        """Whether the last word has the ending its name needs, and no other given name stands before a surname."""
        last = some[-1][0]
        if OTHER.search(last) and not last.isupper():
            ended = _stem(last)[1]
            if (exact == "any" and not ended) or (exact and exact != "any" and last[-1].lower() not in exact):
                return False
        if len(some) > 1 or i == 0 or text[spans[i - 1][2] : some[0][1]] != " ":
            return True
        before = spans[i - 1][0]
        known = set().union(*(self.given.get(actor, ()) for actor in self.owners[k]))
        if not known or not before[0].isupper() or before.isupper() or not OTHER.search(before):
            return True
        return before.lower() in OPENERS or _stem(before)[0] in _stems_of_openers() or _sound_of(before) in known


@cache
def _stems_of_openers():
    return frozenset(_stem(word)[0] for word in OPENERS if len(word) > 4)


def _stems(name):
    return tuple(_stem(part)[0] for part in re.split("[ -]", name))


def _stem_and_sound(part):
    return _sound_of(part), False


def _sound_of(word):
    """The skeleton of a word without its ending."""
    sounds = _skeleton(_stem(word)[0]) if OTHER.search(word) else _skeleton(word)
    if OTHER.search(word):
        return re.sub(r"(?<=...)[aeiou]$", "", sounds) if re.search("[Ͱ-Ͽ]", word) else sounds
    return re.sub(r"(?<=...)[aeiou]$", "", sounds)


def _fixed(name):
    """The letters that every form of a name ends in ("Моді"); "any" ending where it never lacks one ("Газа"); or ""."""
    last = name.split(" ")[-1]
    if last.isupper() or last.endswith(("ко", "ии", "іи", "оі")):
        return ""
    return "any" if last[-1] in "ая" else ALIKE_ENDS.get(last[-1], "")
