"""Chains: who passed a claim on between the speaker and the report."""

import re
from bisect import bisect_right
from itertools import accumulate

from .patterns import length, trim

__all__ = ["carries", "cited", "link"]

# Names that carry news, for texts without an actors table or with relays that it lacks.
NAMED = re.compile(
    r"\b(?:AFP|AP|Reuters|Associated Press|Agence France-Presse|Bloomberg|Yonhap|Interfax\S*|TASS|"
    r"RIA(?: Novosti)?|Tanjug|Xinhua|KCNA|Kyodo|DPA|ANSA|EFE|"
    r"Ukrinform|Axios|Politico|BBC|CNN|NBC|CBS|ABC|PBS|NPR|RTS|KBS|NHK|DW|RFE/RL|Radio Liberty|Fox|"
    r"MSNBC|Breitbart|HuffPost|"
    r"(?:[A-Z][\w’'.-]* ){0,3}(?:Times|Post|News|Journal|Herald|Tribune|Gazette|Guardian|Telegraph|"
    r"Independent|Observer|Chronicle|Globe|"
    r"Mail|Mirror|Zone|Pravda|Today|Agency|TV|Television|Radio|Broadcasting|Magazine|Novosti|Monde|"
    r"Figaro|Spiegel|Zeitung|Daily|Weekly))\b"
)
THROUGH = re.compile(
    r"\b(?:told|tells|tell|telling|in|on|to|with|by|via|through|for|from)\s+(?:(?:the|its|a|an|state|"
    r"news|agency|newspaper|broadcaster|daily|"
    r"Russian|Ukrainian|South|Korean|US|British|German|French|Turkish|Serbian)\s+)*$"
)

# Who and what may be cited as having said something; costs and fears are cited as reasons.
SOURCES = frozenset([
    "agencies", "agency", "aide", "aides", "analyst", "analysts", "authorities", "broadcaster", "commander",
    "commanders", "correspondent", "diplomat", "diplomats", "document", "documents", "doctors", "economists",
    "employees", "engineers", "envoys", "executives", "experts", "government", "insider", "insiders",
    "intelligence", "interview", "investigators", "lawmaker", "lawmakers", "lawyer", "lawyers", "media", "memo",
    "military", "minister", "ministers", "ministry", "newspaper", "officer", "officers", "official",
    "officials", "people", "person", "police", "prosecutors", "report", "reports", "representative",
    "representatives", "researchers", "residents", "scientists", "service", "soldiers", "source", "sources",
    "spokesman", "spokesperson", "spokeswoman", "statement", "study", "survey", "witness", "witnesses",
])  # fmt: skip


CITING = re.compile(r"\b(?:citing|quoting)\b", re.IGNORECASE)


def cited(text, drafts, mentions):
    """Make cited sources the speakers: "…, Yonhap reported, citing two officials" is the officials' claim.

    Parameters
    ----------
    text : str
    drafts : list of dict
        Claims of a text, their speakers not yet resolved.
    mentions : Mentions

    Returns
    -------
    list of dict
        Without the claims that only tell whom another cites; the relays are carriers of those.
    """
    gone = []
    for d in [d for d in drafts if d.get("token") is not None]:
        token, offset = d["token"], d["cue_start"] - d["token"].idx
        if not CITING.search(text, offset, offset + length(token.doc)) or token.lower_ in ("citing", "quoting"):
            continue
        for verb in token.doc:
            source = next((c for c in verb.rights if c.dep_ == "dobj"), None) if CITING.fullmatch(verb.text) else None
            if source is None or token not in list(verb.ancestors):
                continue
            last = source.doc[source.right_edge.i]
            start, end = offset + source.left_edge.idx, offset + last.idx + len(last)
            if source.lower_ in SOURCES or any(m.kind != "place" for m in mentions.within(start, end)):
                gone += [o["cue_start"] for o in drafts if o.get("token") == verb]
                _speak_instead(text, d, source, start, end, offset + verb.idx)
                break
    return [d for d in drafts if d["cue_start"] not in gone] if gone else drafts


def _speak_instead(text, claim, head, start, end, citing):
    """Change a claim in place: the source becomes its speaker, and its former speaker a relay."""
    carrier = {**claim, "carriers": []}
    pieces = [(claim["cue_start"], claim["cue_end"]), (start, end)]
    spans = [trim(text, s, min(e, citing) if s < citing else e) for s, e in claim["content_spans"] if s != citing]
    claim["content_spans"] = [(s, e) for s, e in spans if s < e] or claim["content_spans"]
    claim["carriers"] = [carrier, *claim.get("carriers", ())]
    claim |= {"speaker_start": start, "speaker_end": end, "speaker_head": head, "speaker_pattern": "dobj"}
    pieces += claim["content_spans"]
    claim["start"], claim["end"] = min(s for s, _ in pieces), max(e for _, e in pieces)


def _relay(text, draft, mentions):
    """The outlet that was spoken to, as the cue's own sentence names it: "told AFP", "wrote in Kyiv Post"."""
    token = draft.get("token")
    if token is None:
        return None
    start = draft["cue_start"] - token.idx
    end = start + length(token.doc)
    relays = [(m.start, m.end, m.actor) for m in mentions.within(start, end) if m.kind == "outlet"]
    relays += [(*m.span(), m.group()) for m in NAMED.finditer(text, start, end)]
    for s, e, name in sorted(relays, key=lambda f: (f[0], -f[1])):
        in_content = any(a < e and s < b for a, b in draft["content_spans"])
        if not in_content and THROUGH.search(text[max(start, s - 60) : s]):
            return name
    return None


def link(text, drafts, mentions):
    """Fill `via` in place.

    A claim inside the content of another was passed on by that other's speaker: "both leaders
    emphasised …, the ISW reported". The outermost stands first, as the reader meets it.

    Parameters
    ----------
    text : str
    drafts : list of dict
        Claims in order of start, with speaker resolved.
    mentions : Mentions
    """
    reach = list(accumulate((d["end"] for d in drafts), max))
    starts = [d["start"] for d in drafts]
    for d in drafts:
        # Only claims that begin before this one ends and reach behind where it begins can carry it.
        first, last = bisect_right(reach, d["start"]), bisect_right(starts, d["end"])
        outer = [o for o in drafts[first:last] if o is not d and carries(o, d)]
        outer += d.get("carriers", ())
        outer += [c for o in outer for c in o.get("carriers", ()) if c is not d and c not in outer]
        outer.sort(key=lambda o: (o["start"] - o["end"], o["start"]))
        chain = [o["speaker"] for o in outer if o["speaker"] and o["speaker"] != d["speaker"]]
        relay = _relay(text, d, mentions)
        if relay and relay != d["speaker"]:
            chain.append(relay)
        d["via"] = " > ".join(dict.fromkeys(chain)) or None


def carries(outer, inner):
    """Whether the speaker and the cue of one claim stand inside the content of another."""
    if inner["cue_start"] is None or outer["cue_start"] is None or outer["paragraph"] != inner["paragraph"]:
        return False
    spans = outer["content_spans"]
    return any(s <= inner["cue_start"] and inner["cue_end"] <= e and s <= inner["speaker_start"] < e for s, e in spans)
