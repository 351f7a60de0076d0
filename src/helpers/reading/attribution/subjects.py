"""Where the speaker of a claim may stand: candidates read off a parsed sentence, for `confidence` to weigh."""

from .cues import lookup

__all__ = ["speakers"]


# What is said to show or to say something, and does not speak; nor does nobody.
SILENT = frozenset([
    "nobody", "none", "noone", "anatomy", "arithmetic", "astronomy", "banner", "banners", "billboard", "biology",
    "botany", "cartoon", "cartoons", "chemistry", "clip", "clips", "clock", "clocks", "common-sense", "compass",
    "convention", "custom", "dictionary", "drawing", "drawings", "economics", "evidence", "experience", "fact",
    "facts", "film", "films", "folklore", "footage", "geography", "geology", "geometry", "graffiti", "history",
    "image", "images", "imagery", "instinct", "intuition", "inscription", "inscriptions", "legend", "logic", "logo",
    "map", "maps", "mathematics", "maths", "math", "memory", "mirror", "monument", "mural", "mythology", "nature",
    "noise", "painting", "paintings", "photo", "photograph", "photographs", "photos", "physics", "picture",
    "pictures", "placard", "placards", "plaque", "plaques", "portrait", "poster", "posters", "practice", "proverb",
    "reality", "recording", "recordings", "reason", "rumour", "rumor", "saying", "scale", "scales", "science",
    "screenshot", "screenshots", "sense", "shadow", "sign", "signboard", "signs", "silence", "smoke", "statue",
    "statues", "sticker", "tablet", "thermometer", "tombstone", "tradition", "trace", "traces", "video", "videos",
    "watch", "wisdom",
])  # fmt: skip


MONTHS = frozenset([
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu",
    "fri", "sat", "sun",
])  # fmt: skip


ROLES = frozenset([
    "judge", "mayor", "reporter", "witness", "lawyer", "minister", "president", "interviewer", "host", "officer",
    "doctor",
])  # fmt: skip


def _antecedent(token):
    """The noun that a relative pronoun or a reduced clause hangs on."""
    while token.dep_ in ("conj", "xcomp", "ccomp") and token.head.i != token.i:
        token = token.head
    if (token.dep_ in ("relcl", "acl") and token.head.pos != 0) or token.dep_ in ("relcl", "acl"):
        return token.head
    return None


def _lead(cue):
    """The subject of the cue that a participle adds to: "X said that …, adding that …"."""
    node = cue
    while node.head.i != node.i:
        node = node.head
        entry = lookup(node)
        if entry is not None and entry.rate > 0.3 and node.i < cue.i:
            subject = next((c for c in node.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                return subject
    return None


def _run(cue):
    """The name right before a verb, without a leading date, where the parser attaches it elsewhere."""
    doc, first = cue.doc, cue.i
    while first and (doc[first - 1].tag_ in ("NNP", "NNPS") or doc[first - 1].text == "-"):
        first -= 1
    while first < cue.i and doc[first].lower_[:3] in MONTHS and not doc[first].lower_.startswith("mark"):
        first += 1
    return (doc[cue.i - 1], first, cue.i - 1) if first < cue.i and doc[first].text != "-" else None


def _silent(token):
    """Whether a subject does not speak: a thing, a science, nobody."""
    if any(c.lower_ == "neither" or (c.lower_ == "no" and c.dep_ == "det") for c in token.lefts):
        return True
    nobody = token.lower_ == "one" and token.i and token.doc[token.i - 1].lower_ == "no"
    return (
        nobody
        or (token.lower_ in SILENT and token.tag_ not in ("NNP", "NNPS"))
        or (token.lower_ in SILENT and token.i == 0)
    )


def speakers(cue):
    """Every speaker that a cue may have.

    Parameters
    ----------
    cue : spacy.tokens.Token

    Returns
    -------
    list of (str, Token, int, int)
        Pattern, head token, first and last token of the span.
    """
    out, seen = [], set()
    subjects = [c for c in cue.children if c.dep_ in ("nsubj", "nsubjpass")]
    if subjects and all(map(_silent, subjects)):
        return out

    def put(name, token, left=None, right=None):
        if cue.text == ":" and token is not None and token.tag_ in ("NN", "NNS") and token.lower_ not in ROLES:
            return  # "The verdict: “Guilty.”"
        if token is None or token.i in seen or token.i == cue.i or token.lower_ in SILENT:
            return
        first = last = token.i
        while first and not cue.doc[first - 1].whitespace_ and "-" in (cue.doc[first - 1].text, cue.doc[first].text):
            first -= 1
        while (
            last + 1 < len(cue.doc)
            and not cue.doc[last].whitespace_
            and "-" in (cue.doc[last].text, cue.doc[last + 1].text)
        ):
            last += 1
        if not first <= cue.i <= last:  # a name with hyphens is one word
            seen.update(range(first, last + 1))
        seen.add(token.i)
        a = min(token.left_edge.i, cue.doc[first].left_edge.i) if left is None else left
        b = max(token.right_edge.i, cue.doc[last].right_edge.i) if right is None else right
        if a <= cue.i <= b:
            # The noun carries the cue's own clause: keep what stands before it.
            if token.i < cue.i:
                b = max(
                    token.i, min((c.left_edge.i for c in token.rights if c.right_edge.i >= cue.i), default=cue.i) - 1
                )
            else:
                a = cue.i + 1 if token.i > cue.i else a
        out.append((name, token, a, b))

    if cue.tag_ in ("VBD", "VBZ", "VBP") and not any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in cue.children):
        run = _run(cue)
        if run is not None:
            put("nsubj", *run)
    for child in cue.children:
        dep = child.dep_
        if dep in (
            "nsubj",
            "nsubjpass",
            "csubj",
            "poss",
            "compound",
            "nmod",
            "npadvmod",
            "dobj",
            "attr",
            "amod",
            "det",
        ):
            side = ">" if child.i > cue.i else ""
            if dep == "nsubj" and child.tag_ in ("WP", "WDT"):
                noun = _antecedent(cue)
                if noun is not None and noun.i < child.i:
                    seen.add(child.i)
                    put("nsubj-who", noun, None, child.i)
                    continue
            if dep in ("dobj", "attr", "npadvmod", "nmod") and not side:
                continue
            put(dep + side, child)
        elif dep in ("agent", "prep"):
            for grand in child.children:
                if grand.dep_ == "pobj":
                    put(f"{dep}:{child.lower_}", grand)
        elif dep in ("pobj",):
            put("pobj", child)
    node, path = cue, []
    for _ in range(3):
        if node.dep_ in ("acl", "relcl"):
            put("^".join([*path, node.dep_]) + "^noun", node.head)
        if node.head.i == node.i:
            break
        path.append(node.dep_)
        node = node.head
        subject = next((c for c in node.children if c.dep_ in ("nsubj", "nsubjpass", "poss")), None)
        if subject is not None:
            put("^".join(path) + "^" + subject.dep_, subject)
    if cue.tag_ == "VBG":
        put("lead", _lead(cue))
    for step, name in ((1, "next"), (-1, "previous")):
        i = cue.i + step
        while 0 <= i < len(cue.doc) and abs(i - cue.i) < 4 and cue.doc[i].tag_[:1] not in ("N", "P"):
            i += step
        if 0 <= i < len(cue.doc) and cue.doc[i].tag_[:2] in ("NN", "PR") and cue.doc[i].tag_ != "PRP$":
            head = cue.doc[i]
            while step > 0 and head.dep_ in ("compound", "amod", "poss", "nmod") and head.head.i > head.i:
                head = head.head
            put(name, head)
    return out
