"""How likely each candidate is a claim: a conditional logit over the readings of one cue.

A cue has one reading for each pair of content and speaker, and one more: no claim at all. The
scores are sums of coefficients, so every confidence can be taken apart into its reasons.
"""

import csv
import math
from functools import cache
from importlib.resources import files

import numpy as np

from .cues import lookup

__all__ = [
    "best",
    "content_features",
    "cue_features",
    "edge_features",
    "overlap",
    "pair",
    "pair_features",
    "speaker_features",
]

PRONOUNS = frozenset([
    "i", "you", "he", "she", "it", "we", "they", "who", "that", "which", "this", "these", "those", "his", "her",
    "their", "my", "our", "its",
])  # fmt: skip


@cache
def _coefficients():
    """Feature to weight, as learned by `benchmarks/learn_attribution.py`."""
    with (files(__package__) / "coefficients.csv").open(encoding="utf-8", newline="") as lines:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(lines)}


LEANING = frozenset(["xcomp", "pcomp", "acomp", "attr", "conj", "ccomp"])  # deps that lean on a verb before


def _bin(n):
    return min(9, int(math.log2(n + 1)))


def cue_features(cue, entry, quoted, inside_quote, title):
    """What the cue and its surroundings say about whether anything is claimed."""
    tag, dep = cue.tag_, cue.dep_
    lemma, rate = entry.lemma, entry.rate
    children = {c.dep_: c for c in cue.children}
    aux = [c.lower_ for c in cue.children if c.dep_ in ("aux", "auxpass")]
    part = tag[:1]
    out = [
        "bias", f"lemma={lemma}/{part}", f"tag={tag}", f"dep={dep}", f"tag={tag}&dep={dep}",
        f"rate={round(rate * 10)}/{part}",
        f"lemma={lemma}&tag={tag}", f"lemma={lemma}&quoted={quoted}",
        f"inside={inside_quote}", f"inside={inside_quote}&rate={round(rate * 5)}", f"title={title}", f"quoted={quoted}",
        f"quoted={quoted}&rate={round(rate * 5)}",
        f"head={cue.head.lower_ if dep in LEANING and cue.head.tag_[:1] in 'VMJ' else ''}",
    ]  # fmt: skip
    out += [f"aux={a}" for a in aux]
    out += [f"child={d}" for d in children]
    out += [f"args={'ccomp' in children}/{'dobj' in children}/{'xcomp' in children}/{'prep' in children}/{part}"]
    doc, i = cue.doc, cue.i
    out += [
        f"next={doc[i + 1].lower_ if i + 1 < len(doc) else ''}/{part}",
        f"previous={doc[i - 1].lower_ if i else ''}/{part}",
        f"next={doc[i + 1].tag_ if i + 1 < len(doc) else ''}&l={lemma}",
    ]
    subject = children.get("nsubj")
    if subject is not None:
        out.append(f"subject={subject.lower_ if subject.lower_ in PRONOUNS else subject.tag_}")
    return out


def content_features(text, cue, entry, name, spans, quotes, offset):
    """What speaks for one content of a cue."""
    lemma, common = entry.lemma, entry.common
    start, end = spans[0][0], spans[-1][1]
    size = sum(e - s for s, e in spans)
    here = offset + cue.idx
    first = text[start:end].split(None, 1)[0].lower() if end > start else ""
    opener = first if first in OPENERS else ("ing" if first.endswith("ing") else "")
    marked = any(q[0] < end and start < q[1] for q in quotes)
    whole = any(q[0] <= start and spans[0][1] <= q[1] for q in quotes)
    kind = "direct" if whole else "mixed" if marked else "indirect"
    gap = start - here - len(cue) if start > here else here - spans[0][1]
    tail = text[end : end + 1]
    edge = text[max(start, spans[0][1] - 12) : spans[0][1]].split()[-1:]
    edge = edge[0].lower() if len(spans) > 1 and edge and edge[0].lower() in EDGES else ""
    part = cue.tag_[:1]
    return [
        f"c={name}/{part}", f"c={name}/{kind}", f"c={name}&l={lemma}" if common else f"c={name}&rare/{part}",
        f"c={name}&d={cue.dep_}",
        f"kind={kind}&l={lemma}", f"size={_bin(size)}", f"size={_bin(size)}/{kind}", f"open={opener}",
        f"open={opener}/{part}/{name}", f"gap={_bin(max(gap, 0))}",
        f"gap={_bin(max(gap, 0))}/{kind}/{start > here}", f"pieces={len(spans)}", f"edge={edge}/{len(spans)}",
        f"tail={tail}/{start > here}", f"kind={kind}",
        f"c={name}&t={cue.tag_}", f"open={opener}&l={lemma}" if opener else "",
    ]  # fmt: skip


OPENERS = frozenset([
    "that", "to", "how", "what", "why", "who", "whether", "if", "about", "on", "of", "for", "against", "with", "by",
    "in", "as", "at", "into", "from", "over", "it", "him", "her", "them", "he", "she", "they", "i", "we",
])  # fmt: skip


EDGES = frozenset([
    "which", "that", "who", "and", "but", "or", "as", "when", "while", "if", "because", "where", "whom", "although",
    "though", "by", "to", "of", "in",
])  # fmt: skip


def edge_features(doc, name, first, last, cue):
    """What the words at the edges of a content say."""
    size = len(doc)
    before = doc[first - 1].tag_ if first else "^"
    after = doc[last + 1].tag_ if last + 1 < size else "$"
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in doc[first : last + 1])
    side = "<" if first < cue.i else ">"
    return [
        f"first={doc[first].tag_}{side}", f"last={doc[last].tag_}{side}", f"before={before}{side}",
        f"after={after}{side}",
        f"first={doc[first].tag_}&last={doc[last].tag_}", f"finite={finite}{side}", f"finite={finite}&c={name}",
        f"head={doc[first].head.lower_ if doc[first].head.i == cue.i else doc[first].head.dep_}{side}",
    ]  # fmt: skip


def speaker_features(cue, entry, name, token):
    """What speaks for one speaker of a cue."""
    lemma, common = entry.lemma, entry.common
    word = token.lower_
    shape = word if word in PRONOUNS else token.tag_
    part = cue.tag_[:1]
    word = word if token.tag_ in ("NN", "NNS", "PRP", "PRP$", "DT", "WDT", "WP") else ""
    governor = lookup(token.head) if token.head.i != cue.i else None
    leads = round(governor.rate * 3) if governor else ""
    return [
        f"s={name}/{part}", f"s={name}/leads={leads}", f"s={name}&l={lemma}" if common else f"s={name}&rare/{part}",
        f"s={name}/{shape}", f"shape={shape}", f"s={name}&t={cue.tag_}",
        f"away={_bin(abs(token.i - cue.i))}/{token.i < cue.i}", f"s={name}&d={cue.dep_}", f"shape={shape}/{part}",
        f"who={word}" if word else "", f"who={word}/{round(entry.rate * 3)}" if word else "",
    ]  # fmt: skip


ROLES = ("cue", "speaker", "first", "last")  # tokens whose vectors are weighed


@cache
def _matrix():
    """Weights of the parser's own vectors, a column for each of `ROLES`; None where none are learned."""
    known = _coefficients()
    size = sum(f.startswith("cue[") for f in known)
    return np.array([[known[f"{role}[{n}]"] for role in ROLES] for n in range(size)], dtype="float32") if size else None


def _leanings(doc):
    """For each token of a sentence, the score of its vector in each of `ROLES`."""
    leanings = doc.user_data.get("leanings")
    if leanings is None:
        weights = _matrix()
        leanings = (doc.tensor @ weights).tolist() if weights is not None else [[0.0] * len(ROLES)] * len(doc)
        doc.user_data["leanings"] = leanings
    return leanings


def pair(content, speaker, start, end, spans, here):
    """How a speaker and a content stand to each other and to the cue; see `pair_features`."""
    between = any(a <= start and end <= b for a, b in spans)
    over = any(a < end and start < b for a, b in spans)
    return content, speaker, "<" if spans[0][0] < here else ">", "<" if start < here else ">", between, over


def pair_features(content, speaker, content_side, speaker_side, between, over):
    """What speaks for a speaker and a content together."""
    return [f"order={content_side}{speaker_side}", f"in={between}", f"over={over}", f"cs={content}/{speaker}"]


@cache
def _pair_weight(*place):
    return _weight(pair_features(*place))


def _weight(features):
    known = _coefficients()
    return sum([known[f] for f in features if f in known])


def overlap(a, b):
    """Intersection over union of two lists of spans, in characters."""
    shared = sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)
    total = sum(e - s for s, e in a) + sum(e - s for s, e in b)
    return shared / (total - shared) if total > shared else 0.0


def best(reading):
    """The likeliest content and speaker of a cue.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    (float, int, int)
        Probability that this content, give or take its edges, is claimed by this speaker; index
        of the content; index of the speaker.
    """
    if reading.sure is not None:
        return reading.sure, 0, 0
    leanings = _leanings(reading.token.doc)
    base = _weight(reading.features) + leanings[reading.token.i][0]
    by_speaker = [_weight(s[4]) + leanings[s[1].i][1] for s in reading.speakers]
    scores = []
    for name, spans, features, (first, last) in reading.contents:
        here = base + _weight(features) + leanings[first][2] + leanings[last][3]
        for (speaker, _, start, end, _), more in zip(reading.speakers, by_speaker, strict=True):
            scores.append(here + more + _pair_weight(*pair(name, speaker, start, end, spans, reading.start)))
    top = max(0.0, *scores)
    odds = [math.exp(s - top) for s in scores]
    total = sum(odds) + math.exp(-top)
    n = len(reading.speakers)
    i, j = divmod(max(range(len(odds)), key=odds.__getitem__), n)
    start, end = reading.speakers[j][2:4]
    alike = [k for k, s in enumerate(reading.speakers) if s[2] < end and start < s[3]]
    mass = sum(
        odds[c * n + k]
        for c, content in enumerate(reading.contents)
        if c == i or overlap(content[1], reading.contents[i][1]) >= 0.6
        for k in alike
    )
    return max(mass / total, reading.least), i, j
