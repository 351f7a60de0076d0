"""Chains: who passed a claim on between the speaker and the report."""

import re
from bisect import bisect_right
from itertools import accumulate

from .patterns import length

__all__ = ["carries", "link"]

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


def _relay(text, draft, mentions):
    """The outlet that the cue's own sentence says it was told to: "told AFP", "wrote in Kyiv Post"."""
    token = draft.get("token")
    if token is None:
        return None
    start = draft["cue_start"] - token.idx
    end = start + length(token.doc)
    found = [(m.start, m.end, m.actor) for m in mentions.within(start, end) if m.kind == "outlet"]
    found += [(*m.span(), m.group()) for m in NAMED.finditer(text, start, end)]
    for s, e, name in sorted(found, key=lambda f: (f[0], -f[1])):
        said = any(a < e and s < b for a, b in draft["content_spans"])
        if not said and THROUGH.search(text[max(start, s - 60) : s]):
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
        outer += [o for o in d.get("carriers", ()) if o["speaker"] != d["speaker"]]
        outer.sort(key=lambda o: (o["start"] - o["end"], o["start"]))
        chain = [o["speaker"] for o in outer if o["speaker"] and o["speaker"] != d["speaker"]]
        told = _relay(text, d, mentions)
        if told and told != d["speaker"]:
            chain.append(told)
        d["via"] = " > ".join(dict.fromkeys(chain)) or None


def carries(outer, inner):
    """Whether the speaker and the cue of one claim stand inside the content of another."""
    if inner["cue_start"] is None or outer["cue_start"] is None or outer["paragraph"] != inner["paragraph"]:
        return False
    spans = outer["content_spans"]
    return any(s <= inner["cue_start"] and inner["cue_end"] <= e and s <= inner["speaker_start"] < e for s, e in spans)
