"""Which actor a speaker's words name: by alias, by apposition, by role, or by what went before."""

import re
from bisect import bisect_left
from collections import defaultdict
from typing import NamedTuple

from helpers.reading.actors.names import find_names

from .proper_names import proper

__all__ = ["Mentions", "byline", "resolve"]

HE = frozenset(["he", "she", "him", "her", "his"])
IT = frozenset(["it", "its"])
THEY = frozenset(["they", "them", "their"])
PRONOUN = (
    HE | IT | THEY | frozenset(["who", "i", "we", "you", "this", "that", "which", "these", "those", "my", "our", "one"])
)
# Roles that go by several words, under one of them.
SAME_ROLE = {
    word: words.split()[0]
    for words in (
        "head chief director boss chairman chairwoman chair leader", "president presidential", "premier prime",
        "secretary secretariat treasury-secretary", "general-secretary secretary-general", "analyst analysts",
        "intelligence spy hur", "military defense defence army", "spokesman spokeswoman spokesperson",
        "foreign diplomat diplomatic diplomacy", "agency service", "us american america united-states u.s",
        "ukraine ukrainian kyiv", "russia russian moscow kremlin", "korea korean seoul", "china chinese beijing",
        "india indian delhi", "turkey turkish türkiye ankara", "serbia serbian belgrade",
        "britain british uk london", "germany german berlin", "france french paris",
    )
    for word in words.split()
}  # fmt: skip
EMPTY = frozenset([
    "the", "a", "an", "of", "for", "and", "to", "in", "on", "at", "by", "with", "from", "his", "her", "their", "its",
    "former", "then", "new", "top", "senior", "who", "is", "was", "said", "mr", "mrs", "ms", "dr", "s", "that",
    "this", "own", "one", "also", "as", "has", "been", "retired", "current", "outgoing", "acting",
])  # fmt: skip
ROLES = {
    "person": "head chief director boss chairman chairwoman chair leader president secretary premier "
    "chancellor governor senator ambassador "
    "general colonel commander spokesman spokeswoman spokesperson king prince mayor candidate "
    "nominee diplomat lawmaker official minister "
    "officer congressman congresswoman representative businessman mogul envoy strategist adviser advisor",
    "organisation": "agency service ministry directorate department army military think-tank institute alliance",
}
TITLES = {name: {SAME_ROLE.get(w, w) for w in words.split()} for name, words in ROLES.items()}
LINK = re.compile(r"(?:\s*,)?\s*(?:\b(?:and|or|as well as|along with|both)\b|&)?\s*$")
CAPITALS = r"[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*){0,3}"
JOINED = re.compile(rf"(?:Both )?{CAPITALS}(?:, {CAPITALS}){{0,8}},? (?:&|and) {CAPITALS}")
LISTED = re.compile(rf"(?!Both ){CAPITALS}")
OFFICES = TITLES["person"] | {"ceo", "chairman", "chief", "deputy", "executive", "founder", "owner", "jr", "sr"}
TITLED = re.compile(
    r"[a-z][^,;]*?(?<! of)(?<! for)(?<! in)(?<! at)(?<! from)(?<! the) ([A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+)+)"
    r"(?: (?:in|on|at|to|during)\b|$)"
)
NEAR = 1500  # characters that a pronoun or a role may reach back


class _Mention(NamedTuple):
    start: int
    end: int
    actor: str
    kind: str


class Mentions:
    """The namings of the table's actors in a text, as `helpers.reading.actors` finds them.

    Parameters
    ----------
    text : str
    names : Names, optional
        The compiled table.
    """

    def __init__(self, text, names=None):
        self.names, self.all = names, []
        if names is not None:
            named = find_names(text, names)
            places = zip(named.start.tolist(), named.end.tolist(), named.actors, strict=True)
            self.all = [_Mention(s, e, a, names.kinds[a]) for s, e, a in places if a]
        self.starts = [m.start for m in self.all]

    def kind(self, actor):
        """Kind of an actor of the table; empty for any other."""
        return self.names.kinds.get(actor, "") if self.names else ""

    def about(self, actor):
        """Description and country that the table gives for an actor."""
        return f"{self.names.about[actor]} {self.names.countries[actor]}"

    def within(self, start, end):
        """Mentions that lie in a stretch of text, in order."""
        return [m for m in self.all[bisect_left(self.starts, start) : bisect_left(self.starts, end)] if m.end <= end]


def byline(line):
    """Where the signature of a post stands: the name, and the handle in brackets if there is one.

    Examples
    --------
    >>> line = "— Mark Rutte (@MarkRutte) March 5, 2024"
    >>> line[slice(*byline(line))]
    'Mark Rutte (@MarkRutte)'
    """
    match = (
        re.search(r"[^\W_][^(@\n]*?\s*\(@\w+\)", line) or re.search(r"@\w+", line) or re.search(r"[^\W_][^,(\n]*", line)
    )
    return match.span() if match else (0, len(line))


def _words(text):
    """The words of a phrase that tell roles apart; synonyms count as one word."""
    out = set()
    for word in re.findall(r"[a-z][a-z.]*[a-z]|[a-z]+", text.lower().replace("’", "'")):
        if word not in EMPTY:
            word = word.removesuffix("'s").rstrip(".")
            out.add(SAME_ROLE.get(word, word))
    return out


def _introductions(text, mentions):
    """What a text says of each actor beside the name: "US Treasury Secretary Janet Yellen", "Budanov, chief of …"."""
    known = defaultdict(list)
    for m in mentions.all:
        if m.kind not in ("person", "organisation"):
            continue
        before = re.search(r"(?:\b[\w’'.-]+ ){0,6}(?:, )?$", text[max(0, m.start - 80) : m.start])
        after = re.match(r",? \(?[\w’'.-]*(?:[^,.;:“”]|(?<=[A-Z])\.){0,90},", text[m.end : m.end + 110])
        words = _words(re.split(r"[,.;:“”]\s(?!$)", before.group())[-1] if before else "")
        if after and after.group().startswith(","):
            words |= _words(after.group())
        known[m.actor].append((m.start, words))
    return known


def _apposed(text, draft, mentions):
    """The alias in a speaker's words that names the speaker: at their head, or a person in apposition."""
    start, end = draft["speaker_start"], draft["speaker_end"]
    inside = mentions.within(start, end)
    if not inside:
        return None
    head = draft.get("speaker_head")
    if head is not None:
        offset = draft["cue_start"] - draft["token"].idx
        place = offset + head.idx
        here = next((m for m in inside if m.start <= place < m.end), None)
    else:
        here = inside[0]
    people = [m for m in inside if m.kind == "person" and not _possessive(text, m)]
    if here and (here.kind in ("person", "outlet") or not people):
        return here.actor
    # "The head of NATO, Mark Rutte": the person, unless inside "a spokesman for …".
    for m in people:
        lead = text[start : m.start]
        if not re.search(
            r"\b(?:for|of|to|by|with|from|against|under|at|and|or|who|whose|that)\s+(?:\w+ ){0,3}$", lead
        ) or re.search(r", $", lead):
            return m.actor
    if here and not _possessive(text, here):
        return here.actor
    # "analysts from the Institute …": a group that speaks for its house.
    group = re.match(
        r"(?:the |some |several )?(?:analysts|experts|researchers|economists|statement|report|"
        r"assessment|press service)\b",
        text[start:end],
        re.I,
    )
    if group:
        return next((m.actor for m in inside if m.kind in ("organisation", "outlet")), None)
    return None


def _possessive(text, mention):
    return text[mention.end : mention.end + 2] in ("’s", "'s", "’ ", "' ")


def _by_role(text, draft, mentions, known):
    """The one actor whose introduction or description fits a role such as "the Treasury Secretary"."""
    words = _words(text[draft["speaker_start"] : min(draft["speaker_end"], draft["speaker_start"] + 90)])
    role = next((name for name, titles in TITLES.items() if words & titles), None)
    if not role:
        return None
    scores = {}
    for actor, seen in known.items():
        if mentions.kind(actor) != role:
            continue
        earlier = [w for place, w in seen if place < draft["speaker_end"]]
        if not earlier:
            continue
        known_words = set().union(*earlier) | _words(mentions.about(actor))
        scores[actor] = len(words & known_words) / len(words)
    ranked = sorted(scores.items(), key=lambda s: (-s[1], s[0]))
    if ranked and ranked[0][1] >= 0.6 and (len(ranked) == 1 or ranked[1][1] < ranked[0][1]):
        return ranked[0][0]
    return None


def _pronoun(word, draft, drafts, mentions):
    """Whom a pronoun continues: the last speaker of its kind, nearby."""
    kinds = ("person",) if word in HE else ("organisation", "outlet", "state") if word in IT | THEY else ()
    if not kinds:
        return None
    here = draft["speaker_start"]
    first = draft["cue_start"] - draft["token"].idx if draft["cue_start"] is not None else here
    if word in HE and draft.get("token") is not None and not any(d["end"] > first for d in drafts):
        before = [m for m in mentions.within(first, here) if m.kind == "person"]
        subject = [m for m in before if _is_subject(draft["token"].doc, m.start - first, m.end - first)]
        if subject or len({m.actor for m in before}) == 1:
            return (subject or before)[0].actor
    for d in reversed(drafts):
        if d["end"] <= here and here - d["end"] < NEAR and d.get("speaker"):
            kind = mentions.kind(d["speaker"])
            if kind in kinds:
                return d["speaker"]
            if not kind and word in HE:
                return d["speaker"]
    near = [m for m in mentions.within(max(0, here - 400), here) if m.kind in kinds]
    people = {m.actor for m in near}
    return near[-1].actor if len(people) == 1 else None


def _is_subject(doc, start, end):
    """Whether the main verb's subject lies in a stretch of the sentence."""
    return any(t.dep_ == "nsubj" and t.head.dep_ == "ROOT" and start <= t.idx < end for t in doc)


def resolve(text, drafts, mentions):
    """Fill `speaker` in place, in reading order.

    Parameters
    ----------
    text : str
    drafts : list of dict
        Claims in order of start.
    mentions : Mentions
    """
    known = _introductions(text, mentions)
    for n, d in enumerate(drafts):
        words = text[d["speaker_start"] : d["speaker_end"]].strip().lower()
        if d.get("open"):
            d["speaker"] = None
        elif words in PRONOUN:
            d["speaker"] = _pronoun(words, d, drafts[:n], mentions)
        else:
            each = [_speaker(text, one, mentions, known) for one in _members(text, d, mentions)]
            d["speaker"] = " + ".join(dict.fromkeys(filter(None, each))) or None


def _speaker(text, draft, mentions, known):
    """Whom a speaker's words name."""
    return (
        _apposed(text, draft, mentions)
        or draft.get("speaker_name")
        or _by_role(text, draft, mentions, known)
        or proper(text, draft, TITLES["person"] | EMPTY)
        or _plain(text[draft["speaker_start"] : draft["speaker_end"]].strip())
    )


def _members(text, draft, mentions):
    """One claim for each joint speaker, provided that at least one of them has a name."""
    head, start, end = draft.get("speaker_head"), draft["speaker_start"], draft["speaker_end"]
    if head is None:
        return [draft]
    offset = draft["cue_start"] - draft["token"].idx
    heads = sorted(
        (t for t in (head, *head.conjuncts) if start <= offset + t.idx < end and t.tag_[:2] in ("NN", "PR")),
        key=lambda t: t.i,
    )
    named = any(t.tag_[:3] == "NNP" for t in heads)
    cuts = sorted({offset + t.left_edge.idx for t in heads[1:]} - {start}) if named else []
    if JOINED.fullmatch(text, start, end):  # a list of names, which the parser may take for one name and appositions
        names = [m for m in LISTED.finditer(text, start, end) if not set(m.group().lower().split()) <= OFFICES]
        if len(names) > max(len(cuts) + 1, 1) and len(names) == len(LISTED.findall(text, start, end)):
            cuts = [m.start() for m in names[1:]]
            heads = [_token(head.doc, m.end() - offset - 1) for m in names]
    if any(m.start < cut < m.end for cut in cuts for m in mentions.within(start, end)):
        return [draft]
    members, begin = [], start
    for n, stop in enumerate([*cuts, end]):
        piece = text[begin:stop]
        last = stop if n == len(cuts) else begin + len(LINK.sub("", piece))
        if last > begin:
            members.append(
                {
                    **draft,
                    "speaker_start": begin,
                    "speaker_end": last,
                    "speaker_head": heads[n] if n < len(heads) else head,
                }
            )
        begin = stop
    return members


def _token(doc, place):
    """The token that holds a place of its sentence."""
    return next((t for t in doc if t.idx <= place < t.idx + len(t)), doc[len(doc) - 1])


def _plain(words):
    """The speaker's own words, without relative clauses and other additions."""
    titled = TITLED.match(words)
    if titled:
        return titled.group(1)
    short = re.split(r",| who\b| which\b| \(|\s+[—–-]\s", words, maxsplit=1)[0].strip(" “”\"'’")
    return re.sub(r"\s+", " ", re.sub(r"['’]s$", "", short) or words) or None
