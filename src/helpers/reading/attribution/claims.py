"""From readings to the table of claims."""

import logging
import re
from collections import Counter, defaultdict
from itertools import chain

import pandas as pd

from helpers.reading import text as texts
from helpers.reading.actors.names import compiled

from . import blocks, chains, confidence, languages, modality, patterns, readings, speakers
from .readings import paragraphs

__all__ = ["COLUMNS", "THRESHOLD", "find", "find_all"]

COLUMNS = {
    "start": "int64", "end": "int64", "speaker": "str", "speaker_start": "Int64", "speaker_end": "Int64",
    "cue": "str", "cue_start": "Int64", "cue_end": "Int64", "content_spans": "object", "kind": "str",
    "via": "str", "modality": "str", "confidence": "float64", "strength": "str",
}  # fmt: skip
LOG = logging.getLogger(__name__)
# Half the F1 to be expected is where dropping a calibrated claim begins to cost more than it saves.
THRESHOLD = 0.33
WORD = re.compile(r"\w")
SHELF = 500  # characters
SAME = 0.5  # two claims whose contents overlap this much are one
UNSPOKEN = frozenset(("promo", "related", "post", "post_byline"))


def find(text, actors=None):
    """Find attributed claims.

    English is parsed; Ukrainian, Russian, German, French, Spanish and Turkish are read by the tables in `languages`,
    their pronouns left open. A text in any other language gives next to none, and a notice is logged.

    Parameters
    ----------
    text : str
        Raw text; newlines as stored.
    actors : DataFrame, optional
        Table of actors; speakers are resolved through its aliases, roles and affiliations.

    Returns
    -------
    DataFrame
        start, end (hull of speaker, cue and content, code points of `text`), speaker (canonical
        name; without one the words as they stand; missing for a pronoun that stays open),
        speaker_start, speaker_end, cue, cue_start, cue_end (missing for posts), content_spans
        (list of (start, end)), kind (direct, indirect, mixed, post), via (relays, reader first,
        "A > B"), modality (asserts, denies, refutes, expects, estimates, cannot_confirm, no_comment,
        urges, promises), confidence (probability between 0 and 1), strength (the source's own word
        of probability, as the text has it). In order of start.

    Notes
    -----
    Learned from PolNeAR (Newell, Margolin and Ruths, LREC 2018).

    Examples
    --------
    >>> claims = find("“We are close,” Yellen said on Tuesday.")
    >>> claims.loc[0, ["speaker", "cue", "content_spans", "kind"]].tolist()
    ['Yellen', 'said', [(0, 15)], 'direct']
    """
    return _table(next(_drafts([text], actors)))


def find_all(raw, actors=None):
    """Attributed claims of many texts: the rows of `find`, faster because all texts are parsed together.

    Parameters
    ----------
    raw : Series
        Texts; the index holds their ``report_id``.
    actors : DataFrame, optional
        As for `find`.

    Returns
    -------
    DataFrame
        ``report_id``, then the columns of `find`; the texts one after the other.

    Examples
    --------
    >>> claims = find_all(pd.Series({"r1": "“We are close,” Yellen said.", "r2": "It rained."}))
    >>> claims[["report_id", "speaker"]].to_numpy().tolist()
    [['r1', 'Yellen']]
    """
    drafts_by_text = list(_drafts(raw.tolist(), actors))
    table = _table(list(chain.from_iterable(drafts_by_text)))
    table.insert(0, "report_id", raw.index.repeat([len(rows) for rows in drafts_by_text]))
    return table


def _drafts(raw, actors):
    """For each text its rows, in order of start."""
    names = compiled(actors) if actors is not None and len(actors) else None
    lines = [texts.lines(text) for text in raw]
    parts = [paragraphs(text, _spoken(text, own)) for text, own in zip(raw, lines, strict=True)]
    codes = [languages.language_of(text) for text in raw]
    _notice(raw, codes)
    parsed = [[] if code in languages.TABLES else cut for code, cut in zip(codes, parts, strict=True)]
    for text, code, own, cut, read in zip(raw, codes, lines, parts, readings.readings(raw, parsed), strict=True):
        marks = [q for p in cut for q in p.quotes]
        drafts = [*(_draft(text, r, cut, marks) for r in read), *_laid_out(text, cut, marks)]
        if code in languages.TABLES:
            drafts += _by_table(text, cut, marks, languages.table(code))
        drafts = _keep(drafts)
        drafts += _posts(text, own)
        mentions = speakers.Mentions(text, names)
        drafts = sorted(chains.cited(text, drafts, mentions), key=_place)
        carriers = [c for d in drafts for c in d.get("carriers", ())]
        speakers.resolve(text, sorted(drafts + carriers, key=_place), mentions)
        chains.link(text, drafts, mentions)
        for d in drafts:
            d["strength"] = modality.strength(" ".join(text[s:e] for s, e in d["content_spans"]))
        yield [tuple(map(d.get, COLUMNS)) for d in drafts]


def _notice(raw, codes):
    """Log in which languages texts were read, and how many in none."""
    unread = sum(code is None and bool(WORD.search(text)) for text, code in zip(raw, codes, strict=True))
    read = ", ".join(f"{code} {n}" for code, n in sorted(Counter(filter(None, codes)).items()))
    LOG.debug("Claims read in texts by language: %s", read)
    if unread:
        LOG.warning(
            "%d of %d texts are in a language that has no table of words: they give next to no claims (read: en, %s).",
            unread, len(raw), ", ".join(languages.TABLES),
        )  # fmt: skip


def _spoken(text, rows):
    """The lines that may hold claims: links and posts are left out, a signature under a quotation stays."""
    return [
        row
        for n, row in enumerate(rows)
        if row[2] not in UNSPOKEN or (row[2] == "related" and n and blocks.signs(text, rows[n - 1][:2], row[:2]))
    ]


def _table(rows):
    """The rows as a DataFrame, its columns made once."""
    cells = dict(zip(COLUMNS, zip(*rows, strict=True) if rows else [()] * len(COLUMNS), strict=True))
    words = [name for name, kind in COLUMNS.items() if kind == "str"]
    cells |= zip(words, texts.strings(*(cells[name] for name in words)), strict=True)
    for name, kind in COLUMNS.items():
        if kind == "Int64":
            cells[name] = texts.integers(cells[name])
        elif kind != "str":
            cells[name] = pd.Series(cells[name], dtype=kind)
    return pd.DataFrame(cells, copy=False)


def _place(draft):
    return draft["start"], draft["end"], draft["cue_start"] or 0


def _draft(text, reading, parts, marks):
    """The best reading of a cue as a claim to be."""
    sure, i, j = confidence.best(reading)
    spans = _carried_on(patterns.without_asides(reading, reading.contents[i][1]), parts, reading.paragraph)
    pattern, head, start, end, _ = reading.speakers[j]
    pieces = [*spans, (start, end), (reading.start, reading.end)]
    draft = {
        "start": min(s for s, _ in pieces),
        "end": max(e for _, e in pieces),
        "speaker_start": start, "speaker_end": end, "speaker_head": head, "speaker_pattern": pattern,
        "cue": text[reading.start : reading.end], "cue_start": reading.start, "cue_end": reading.end,
        "content_spans": spans, "kind": _kind(text, spans, reading.within, marks),
        "modality": modality.of(text, reading, spans),
        "confidence": sure, "paragraph": reading.paragraph, "token": reading.token, "lemma": reading.cue.lemma,
    }  # fmt: skip
    if reading.through is not None:
        head, start, end = reading.through
        draft["carriers"] = [{**draft, "speaker_head": head, "speaker_start": start, "speaker_end": end}]
    return draft


def _carried_on(spans, parts, i):
    """The content, extended over the paragraphs through which an unclosed quotation runs on."""
    spans = list(spans)
    while len(spans) < readings.CHAIN and parts[i].still_open and parts[i].quotes[-1][0] < spans[-1][1] <= parts[i].end:
        _begin, end = parts[i].quotes[-1]
        if spans[-1][1] < end - 2 or i + 1 == len(parts) or not parts[i + 1].opens_quoted:
            break
        i += 1
        spans.append(parts[i].quotes[0])
    return spans


def _kind(text, spans, within, marks):
    """Direct when every word is quoted, mixed when some are; a cue inside a quotation only reports."""
    if within:
        return "indirect"
    quoted = loose = False
    for start, end in spans:
        place = start
        for s, e in readings.near(marks, start, end):
            loose |= bool(WORD.search(text, place, max(place, s)))
            quoted, place = True, max(place, e)
        loose |= bool(WORD.search(text, place, max(place, end)))
    return "indirect" if not quoted else "mixed" if loose else "direct"


def _keep(drafts):
    """Drop unlikely claims; where two claim the same words, keep the likelier.

    When one of the two holds the other's speaker, or comes behind the content that the other
    leads to ("She added that …, AFP reported"), the inner one is the claim, the outer its carrier.
    """
    ranked = sorted(
        (d for d in drafts if d["confidence"] >= THRESHOLD), key=lambda d: (-d["confidence"], d["cue_start"] or 0)
    )
    kept, shelves = {}, defaultdict(dict)  # claims by rank; by paragraph and stretch of text, so that few are compared
    for rank, d in enumerate(ranked):
        places = [(d["paragraph"], n) for n in range(d["start"] // SHELF, d["end"] // SHELF + 1)]
        others = sorted({n for place in places for n in shelves[place] if n in kept})
        same = next(
            (n for n in others if confidence.overlap(d["content_spans"], kept[n]["content_spans"]) >= SAME), None
        )
        if same is not None and not _passed_on(kept[same], d):
            if _passed_on(d, kept[same]):
                kept[same].setdefault("carriers", []).append(d)
            continue
        if same is not None:
            outer = kept.pop(same)
            d["carriers"] = [outer, *outer.pop("carriers", ())]
        kept[rank] = d
        for place in places:
            shelves[place][rank] = True
    heads = {(id(d["token"].doc), d["token"].i): d for d in kept.values() if d["token"] is not None}
    return [d for d in kept.values() if not _spoken_of(d, heads)]


def _spoken_of(draft, heads):
    """Whether the speaker of a claim is itself a claim: "His denial that … convinced nobody"."""
    head = draft["speaker_head"]
    claim = heads.get((id(draft["token"].doc), head.i)) if head is not None else None
    return claim is not None and draft["speaker_start"] <= claim["content_spans"][0][0] < draft["speaker_end"]


def _passed_on(outer, inner):
    """Whether one claim only carries another."""
    if inner["speaker_pattern"] != "nsubj" or outer["token"] is None or outer["token"].doc is not inner["token"].doc:
        return False
    behind = inner["cue_end"] <= inner["content_spans"][0][0] < inner["content_spans"][-1][1] <= outer["speaker_start"]
    return behind or chains.carries(outer, inner)


def _laid_out(text, parts, marks):
    """Claims that have no cue but their place."""
    for i, spans, (start, end), sure in blocks.blocks(text, parts):
        spans = [span for s, e in spans if (span := patterns.trim(text, s, e))[0] < span[1]]
        if spans:
            yield {
                "start": min(start, spans[0][0]), "end": max(end, spans[-1][1]),
                "speaker_start": start, "speaker_end": end, "speaker_head": None, "speaker_pattern": "block",
                "cue": None, "cue_start": None, "cue_end": None, "content_spans": spans,
                "kind": _kind(text, spans, False, marks),
                "modality": modality.of_words(" ".join(text[s:e] for s, e in spans)),
                "confidence": sure, "paragraph": i, "token": None, "lemma": None,
            }  # fmt: skip


def _by_table(text, parts, marks, words):
    """Claims in a language that has a table."""
    for claim in languages.claims(text, parts, words):
        (start, end), spans, cue = claim["speaker"], claim["content"], claim["cue"]
        pieces = [*spans, (start, end), *([cue] if cue else [])]
        yield {
            "start": min(s for s, _ in pieces), "end": max(e for _, e in pieces),
            "speaker_start": start, "speaker_end": end, "speaker_head": None, "speaker_pattern": "table",
            "speaker_name": None if claim["open"] else claim["name"], "open": claim["open"],
            "cue": text[slice(*cue)] if cue else None, "cue_start": cue and cue[0], "cue_end": cue and cue[1],
            "content_spans": spans, "kind": _kind(text, spans, False, marks), "modality": claim["modality"],
            "confidence": claim["confidence"], "paragraph": claim["paragraph"], "token": None, "lemma": None,
        }  # fmt: skip


def _posts(text, rows):
    """A post with its byline is a claim of the one who signed it."""
    out, body = [], []
    for start, end, label in rows:
        if label == "post":
            body.append((start, end))
        elif label == "post_byline" and body:
            who = speakers.byline(text[start:end])
            spans = list(body)
            out.append({
                "start": spans[0][0], "end": start + who[1],
                "speaker_start": start + who[0], "speaker_end": start + who[1],
                "cue": None, "cue_start": None, "cue_end": None, "content_spans": spans, "kind": "post",
                "modality": modality.of_words(text[spans[0][0] : spans[-1][1]]), "confidence": 0.95,
            })  # fmt: skip
            body = []
        else:
            body = []
    return out
