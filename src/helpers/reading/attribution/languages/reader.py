"""Who says what, read off marks, commas and the words of a table."""

import re

from ..readings import near
from .speakers import CAPITAL, TAG_END, Moved, core, german_group, name_in, who_says

__all__ = ["claims"]

# "The president, Ada Lind, (has) said": the commas hold a name, and no clause ends there.
APPOSED = re.compile(
    rf"\w[^,]*,\s+{CAPITAL}(?:\s+[^\s,]+){{0,5}},\s+(?:(?:a|ont|avait|avaient|n['’]a|ha|han|hat|hatte)\s+(?:pas\s+)?)?$"
)
ARTICLES = frozenset(
    ["le", "la", "les", "un", "une", "der", "die", "das", "ein", "eine", "el", "los", "las", "una", "bir"]
)
SURE = {
    "quote": 0.85,
    "inner": 0.85,
    "lead": 0.85,
    "that": 0.85,
    "according": 0.85,
    "as": 0.85,
    "tail": 0.75,
    "colon": 0.7,
    "bare": 0.7,
    "object": 0.6,
    "back": 0.75,
    "dialogue": 0.75,
    "final": 0.7,
    "name": 0.8,
}


def claims(text, parts, words):
    """Claims of a text in one language.

    Parameters
    ----------
    text : str
    parts : list of Paragraph
    words : Table

    Yields
    ------
    dict
        paragraph, cue (start, end) or None, content (list of spans), speaker (start, end), modality, confidence, and
        open: whether the speaker is a pronoun.
    """
    for i, p in enumerate(parts):
        for k, (start, end) in enumerate(p.sentences):
            quotes = near(p.quotes, start, end)
            for claim in _sentence(text, p, k, start, end, quotes, words):
                form, speaker, cue, content, *rest = claim
                speaker = _trimmed(text, *speaker)
                content = [
                    span
                    for s, e in content
                    if (span := _trimmed(text, s, e))[0] < span[1] and re.search(r"\w", text[slice(*span)])
                ]
                if speaker[0] >= speaker[1] or not content or speaker[1] - speaker[0] > 200:
                    continue
                surface = text[slice(*speaker)]
                if words.nobody.search(surface) or (
                    len(surface) < 4 and not (words.pronouns.search(surface) or surface[-1:].isupper())
                ):
                    continue
                mode = rest[0] if rest else _modality(text, cue, words)
                yield {
                    "paragraph": i, "cue": cue, "content": content, "speaker": speaker, "modality": mode,
                    "confidence": SURE[form], "open": bool(words.pronouns.search(surface)),
                    "name": name_in(surface, words),
                }  # fmt: skip


def _modality(text, cue, words):
    if cue is None:
        return "asserts"
    surface = text[slice(*cue)]
    return next((name for pattern, name in words.modality if pattern.search(surface)), "asserts")


def _trimmed(text, start, end):
    """A span without white space, dashes and commas at its ends, and without its sentence's stop."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—-.…▮\u200b"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:–—-\u200b"):
        end -= 1
    if end - start > 1 and text[end - 1] == "." and text[end - 2] != ".":
        end -= 1
    return start, end


def _masked(text, start, end, quotes):
    """A sentence with what is quoted blotted out, offsets kept."""
    out = list(text[start:end])
    for a, b in quotes:
        for n in range(max(a, start) - start, min(b, end) - start):
            out[n] = "▮"
    return "".join(out)


def _sentence(text, p, k, start, end, quotes, words):
    """Yield (form, speaker, cue, contents[, modality]) of one sentence; offsets into the text."""
    for q in quotes:
        inner = _inner(text, q, words)
        if inner:
            yield inner
            return
    masked = _masked(text, start, end, quotes)
    verbs = list(words.verb.finditer(masked))
    speech = [q for q in quotes if _is_speech(text, start, q)]
    if speech:
        claim = _quoted(text, masked, p, k, start, end, speech, quotes, verbs, words)
        if claim:
            yield claim
            return
    if not speech and masked.lstrip()[:1] in tuple("–—") and (claim := _dialogue(masked, start, verbs, words)):
        yield claim
        return
    claim = (
        _unable(masked, start, end, words)
        or _according(masked, start, end, words)
        or (words.final and _final(masked, start, end, verbs, words))
        or _as(masked, start, end, words)
    )
    if claim:
        yield claim
        return
    for m in verbs:
        claim = _indirect(masked, start, end, m, words)
        if claim and claim[1][1] - claim[1][0] > 2:
            yield claim
            return


def _is_speech(text, start, q):
    """Whether a quotation is spoken: at the beginning of its sentence, or behind a comma, colon or dash."""
    before = text[start : q[0]].rstrip()
    if q[0] <= start or not re.search(r"\w", before):
        return True
    return before[-1:] in ":,–—" or (text[q[1] - 2 : q[1] - 1] in ",?!" and len(text[slice(*q)].split()) > 1)


def _inner(text, q, words):
    """The speaker inside a quotation: «A, – said Lind, – B», « A, a dit Lind, B »."""
    a, b = q
    for m in words.verb.finditer(text, a, b):
        head = text[a : m.start()]
        dash = re.search(r"[,!?…]\s*[–—-]\s*(?:\S+\s+){0,4}$", head)
        if dash:
            close = re.search(r"[,.;]?\s*[–—]\s|[,.]\s*-\s", text[m.end() : b])
            stop = m.end() + close.start() if close else b
            again = m.end() + close.end() if close else b
            if close is None and text[stop - 1] in '»”“"':
                stop -= 1
            speaker = who_says(text[a + dash.start() : stop], a + dash.start(), m, words)
            if speaker:
                return "inner", speaker, m.span(), [(a, a + dash.start()), (again, b)]
        lead = re.search(r",\s*(?:(?:a|ont|avait|avaient|s['’]est|se sont|n['’]a|ha|han)\s+)?$", head)
        if lead and words.code in ("fr", "es"):
            close = re.search(r"[,.]", text[m.end() : b])
            if close:
                speaker = who_says(text[a + lead.start() : m.end() + close.start()], a + lead.start(), m, words)
                if speaker:
                    return "inner", speaker, m.span(), [(a, a + lead.start()), (m.end() + close.end(), b)]
    return None


def _quoted(text, masked, p, k, start, end, speech, quotes, verbs, words):
    """A quotation with its speaker before or behind it."""
    first = speech[0]
    following = next((q for q in quotes if q[0] >= first[1]), None)
    stop = following[0] if following else end
    lead = masked[: max(0, first[0] - start)]
    if not re.search(r"\w", lead):
        tag = masked[first[1] - start : stop - start]
        for m in verbs:
            if first[1] <= start + m.start() < stop:
                span = (start + m.start(), start + m.end())
                speaker = who_says(tag, first[1], Moved(m, start), words)
                if speaker is None and words.final:
                    continue
                if speaker is None:
                    return None
                content = [first]
                if following and re.search(r"[,–—-]\s*$", text[first[1] : stop]):
                    content.append(following)
                return "quote", speaker, span, content + [q for q in p.after[k] if q not in content]
        if re.search(r"\w", tag) or k + 1 >= len(p.sentences):
            return None
        nstart, nend = p.sentences[k + 1]
        next_one = text[nstart:nend]
        verb = words.back.search(next_one) and words.verb.search(next_one)
        if not verb or re.search(r"[▮«„“]", next_one):
            return None
        back = words.back.search(next_one).end()
        speaker = who_says(next_one[back:], nstart + back, Moved(verb, nstart), words)
        return ("back", speaker, (nstart + verb.start(), nstart + verb.end()), [first]) if speaker else None
    content = [q for q in speech if q[0] >= first[0]] + p.after[k]
    before = [m for m in verbs if start + m.end() <= first[0]]
    for m in reversed(before):
        speaker = who_says(lead, start, Moved(m, start), words)
        if speaker:
            return "lead", speaker, (start + m.start(), start + m.end()), content
    if words.final and (behind := [m for m in verbs if start + m.start() >= first[1]]):
        s, e = core(lead, words)
        return (
            ("lead", (start + s, start + e), (start + behind[-1].start(), start + behind[-1].end()), [first])
            if s < e
            else None
        )
    name = re.fullmatch(r"\W*((?:\S+\s+){0,4}\S+?)\s*:\s*", lead)
    if name and not before and name[1][:1].isupper():
        return "name", (start + name.start(1), start + name.end(1)), None, content
    return None


def _dialogue(masked, start, verbs, words):
    """— We stay, — said Lind."""
    begin = re.match(r"\s*[–—]\s*", masked).end()
    for m in verbs:
        dash = re.search(r"[,!?…]\s*(?:[–—]\s*)?(?:(?:a|ont)\s+)?$", masked[begin : m.start()])
        if dash:
            stop = TAG_END.search(masked, m.end() + 1)
            edge = begin + dash.start()
            tag = masked[edge : stop.start() if stop else len(masked)]
            speaker = who_says(tag, start + edge, Moved(m, start), words)
            if speaker:
                return "dialogue", speaker, (start + m.start(), start + m.end()), [(start + begin, start + edge)]
    return None


def _unable(masked, start, end, words):
    """Who could not confirm something."""
    m = words.unable.search(masked)
    if m is None:
        return None
    s, e = core(masked[: m.start()], words)
    that = words.that.search(masked, m.end(), min(len(masked), m.end() + 60))
    content = (start + (that.end() if that else m.end()), end)
    return (
        ("that", (start + s, start + e), (start + m.start(), start + m.end()), [content], "cannot_confirm")
        if s < e
        else None
    )


def _according(masked, start, end, words):
    """According to Lind, …; …, according to Lind; Lind zufolge …"""
    for m in words.according.finditer(masked):
        before = masked[: m.start()]
        if re.search(r"\w", before) and not re.search(r"[,–—(]\s*$", before):
            continue
        s = m.end()
        stop = re.search(r"[,;:–—)]|\s-\s|[.!?…]\s*$", masked[s:])
        e = s + stop.start() if stop else len(masked)
        if words.bare:
            e = s + german_group(masked[s:e])
        if not re.search(r"\w", masked[s:e]):
            pronoun = re.search(r"\w+\s*$", m.group())
            inner = re.search(r"(?<!\w)(?:його|її|их|его|её|ее)(?!\w)", m.group())
            if inner:
                return (
                    "according",
                    (start + m.start() + inner.start(), start + m.start() + inner.end()),
                    None,
                    [(start + e, end)],
                )
            if pronoun is None:
                continue
        cue = (start + m.start(), start + m.end())
        rest, left = masked[e:], (start, start + m.start())
        behind = re.search(r"\w", rest.lstrip(",)–—. "))
        if not re.search(r"\w", before):
            return ("according", (start + s, start + e), cue, [(start + e, end)]) if behind else None
        return "according", (start + s, start + e), cue, [left] + ([(start + e, end)] if behind else [])
    for m in words.after.finditer(masked):
        before = masked[: m.start()]
        s = max(before.rfind(","), before.rfind("–")) + 1
        if not re.search(r"\w", before[s:]) or len(before[s:].split()) > 9:
            continue
        cue = (start + m.start(), start + m.end())
        if m.group().lower() == "nach":
            continue
        rest = re.search(r"\w", masked[m.end() :])
        content = [(start, start + s)] if s and not rest else [(start + m.end(), end)]
        return "according", (start + s, start + m.start()), cue, content
    return None


def _as(masked, start, end, words):
    """As Lind said, …; …, as Lind said."""
    lead = words.as_.search(masked)
    comma = re.search(r",\s", masked)
    if lead and comma:
        clause = masked[lead.end() : comma.start()]
        m = words.verb.search(clause)
        if m:
            speaker = who_says(clause, start + lead.end(), Moved(m, start + lead.end()), words)
            if speaker:
                cue = (start + lead.end() + m.start(), start + lead.end() + m.end())
                return "as", speaker, cue, [(start + comma.end(), end)]
    for comma in re.finditer(r",\s*", masked):
        rest = masked[comma.end() :]
        lead = words.as_.match(rest)
        if lead and "," not in rest and (m := words.verb.search(rest)):
            base = start + comma.end() + lead.end()
            clause = rest[lead.end() :].rstrip(" .!?…")
            m = words.verb.search(clause)
            speaker = m and who_says(clause, base, Moved(m, base), words)
            if speaker:
                return "as", speaker, (base + m.start(), base + m.end()), [(start, start + comma.start())]
    return None


def _final(masked, start, end, verbs, words):
    """The verb ends its sentence: speaker, comma, content, verb."""
    if not verbs or re.search(r"\w", masked[verbs[-1].end() :]):
        return None
    m = verbs[-1]
    comma = masked.find(",", 0, m.start())
    if comma < 0:
        first = re.match(r"\W*\w+", masked)
        comma = first.end() if first else 0
    return (
        ("final", (start, start + comma), (start + m.start(), start + m.end()), [(start + comma, start + m.start())])
        if comma > 0
        else None
    )


def _indirect(masked, start, end, m, words):
    """A verb with "that", a colon, a bare clause or an object behind it; or behind the words it reports."""
    before, after = masked[: m.start()], masked[m.end() :]
    cue = (start + m.start(), start + m.end())
    near = before[-16:]
    denied = [
        n for n in words.negation.finditer(near) if len(near[n.end() :].split()) < 2 and "," not in near[n.end() :]
    ]
    mode = _modality(masked, m.span(), words)
    clause = re.search(r"[;:.!?]\s", after)
    after_here = after[: clause.start()] if clause else after
    negated = bool(denied) or (words.bare and re.match(r"\s+nicht(?!\w)", after_here))
    if negated:
        if not words.confirms.fullmatch(m.group()):
            return None
        mode = "no_comment"
    tail = None if APPOSED.search(before) else re.search(r",\s*(?:[–—]\s*)?(?:(?:a|ont|avait|ha|han)\s+)?$", before)
    s, e = (0, 0) if tail else core(before, words)
    speaker = (start + s, start + e)
    that = words.that.search(after_here)
    if s < e:
        if that and len(after_here[: that.start()]) < 90 and after_here[: that.start()].count(",") < 2:
            return "that", speaker, cue, [(start + m.end() + that.end(), end)], mode
        colon = re.match(r"[^.;:!?]{0,60}:\s+", after)
        if colon:
            return "colon", speaker, cue, [(start + m.end() + colon.end(), end)], mode
        comma = re.match(r"[^,:;▮]{0,70},\s+", after_here)
        if (
            words.bare
            and comma
            and not re.match(r"(?:als|wie|um|sondern|aber|und)\b", after_here[comma.end() :])
            and re.search(r"\w", after_here[comma.end() :])
        ):
            return "bare", speaker, cue, [(start + m.end() + comma.end(), end)], mode
        if words.objects.fullmatch(m.group()):
            skip = words.skip.search(after_here)
            begin = m.end() + (skip.end() if skip else 0)
            stop = len(masked)
            last = re.search(r"\s(\w+)\W*$", masked)
            if last and words.behind_verb.fullmatch(last[1]):
                stop = last.start()
            return "object", speaker, cue, [(start + begin, start + stop)], mode
        return None
    if that and not tail and len(after_here[: that.start()].split()) < 8:  # verb, speaker, that
        speaker = who_says(after_here[: that.start()], start + m.end(), Moved(re.match("", ""), start + m.end()), words)
        if speaker:
            return "that", speaker, cue, [(start + m.end() + that.end(), end)], mode
    if tail and re.search(r"\w", before):
        speaker = who_says(masked[tail.start() :], start + tail.start(), Moved(m, start), words)
        if speaker:
            content = [(start, start + tail.start())]
            rest = masked[speaker[1] - start :]
            if re.match(r"\s*,\s*\w", rest):
                content.append((speaker[1], end))
            elif not re.search(r"\w\W+\w", before):
                return None
            return "tail", speaker, cue, content, mode
    return None
