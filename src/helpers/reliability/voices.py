"""Whose word a claim is: the authority that answers for it, on the record or not, and whether it has a stake.

A voice is not evidence: the authority that says a thing and the origin it leads to are two columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from ..dates import day
from ..names import affiliations, body, joined, lineage, members

__all__ = ["add_voices", "carrying", "is_media", "is_unnamed", "stakes"]

_UNNAMED = re.compile(
    r"\b(unnamed|anonymous|unidentified)\b|\b(officials|sources|diplomats|insiders|aides)\b"
    r"|\b(allies|members|lawmakers|witnesses|residents|experts|analysts)$"
    r"|\b(official|source|diplomat|insider|aide)(\s*\(.*\)|,.*)?$|\b(people|person|persons) familiar\b",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"\bmedia$|\b(media|press|news|newspaper|television|TV)\s+reports?$|^(the )?press$", re.IGNORECASE)
OWN_EYES = ("seen", "document")
CHECKER, SATIRE = "fact_checker", "satire"
PUBLISHERS = ("government", "organisation")


def is_unnamed(name: str) -> bool:
    """Whether words stand for somebody who is not named.

    >>> [is_unnamed(name) for name in ("US officials", "a driver, unnamed", "HUR source", "Ann Source-Hill", "HUR")]
    [True, True, True, False, False]
    """
    return bool(_UNNAMED.search(name))


def carrying(table: pd.DataFrame, as_of: str | None = None) -> pd.Series:
    """Which claims carry something: not those of satire, nor those of a report that its outlet had taken back by then.

    >>> table = pd.DataFrame({"outlet_kind": ["satire", None], "retracted_on": [None, "2024-10-20"]})
    >>> carrying(table, "2024-10-19").tolist(), carrying(table).tolist()
    ([False, True], [False, False])
    """
    kinds = table["outlet_kind"] if "outlet_kind" in table else pd.Series(None, table.index, dtype=object)
    keep = ~kinds.eq(SATIRE).fillna(False).astype(bool)
    if "retracted_on" in table:
        gone = day(table["retracted_on"], end=False)
        keep &= ~(gone.notna() if as_of is None else gone <= pd.Timestamp(as_of))
    return keep


def stakes(questions: pd.DataFrame | None, column: str, above: Mapping[str, str]) -> dict[str, set[str]]:
    """question_id -> the authorities that `column` (parties, interested) names.

    >>> asked = pd.DataFrame({"question_id": ["q"], "parties": ["Navy + Port"]})
    >>> sorted(stakes(asked, "parties", {"Navy": "Realm"})["q"])
    ['Navy', 'Port', 'Realm']
    """
    if questions is None or column not in questions:
        return {}
    rows = questions.dropna(subset=[column])
    named = zip(rows["question_id"], rows[column], strict=True)
    return {q: {n for m in members(cell) for n in (m, lineage(m, above)[-1])} for q, cell in named}


def add_voices(
    made: pd.DataFrame,
    actors: pd.DataFrame | None,
    questions: pd.DataFrame | None,
    outlets: pd.DataFrame | None,
) -> None:
    """Add authority, office, record, sourced, own_page, party, interested and what follows to claims with origins.

    ``origin_authority`` is the top of the inferred origin; ``leads_away`` where an override leads to another authority
    than the one that speaks, which then adds a voice and no origin.

    Parameters
    ----------
    made : DataFrame
        Claims with speaker, speaker_words, outlet, origin, inferred, basis and sourced; changed in place.
    actors, questions, outlets : DataFrame, optional
    """
    above = affiliations(actors)
    states = _told_states(actors, above)
    kinds = {} if actors is None or "kind" not in actors else dict(zip(actors["actor"], actors["kind"], strict=True))
    facts = {} if outlets is None else outlets.drop_duplicates("outlet").set_index("outlet").to_dict("index")
    parties, interested = (stakes(questions, column, above) for column in ("parties", "interested"))
    rows = [
        _voice(row, above, kinds, states, facts, parties.get(row.question_id, set()))
        for row in made.itertuples(index=False)
    ]
    for column in ("authority", "office", "record", "sourced", "inferred"):
        made[column] = [row[column] for row in rows]
    made["origin_authority"] = [joined(lineage(m, above)[-1] for m in members(name)) for name in made["inferred"]]
    tops = zip(made["origin_override"].notna(), made["authority"], made["origin_authority"], strict=True)
    made["leads_away"] = [bool(given) and set(members(a)).isdisjoint(members(o)) for given, a, o in tops]
    made["outlet_kind"] = [_fact(facts, name, "kind") for name in made["outlet"]]
    made["own_page"] = [
        _own_page(outlet, authority, office, facts, above)
        for outlet, authority, office in zip(made["outlet"], made["authority"], made["office"], strict=True)
    ]
    for column, of in (("party", parties), ("interested", interested)):
        pairs = zip(made["question_id"], made["authority"], strict=True)
        made[column] = [not of.get(q, set()).isdisjoint(members(a)) for q, a in pairs]


def _voice(row, above, kinds, states, facts, parties):
    """Authority, office, record (open, background, unnamed or outlet), sourced and inferred origin of one claim."""
    found = {"sourced": bool(row.sourced), "record": "open", "inferred": row.inferred}
    owner = _controller(row.origin, facts, above, parties) if not row.sourced else None
    if owner:  # its word, but not that of an office that speaks for it
        mine = {"authority": owner, "office": row.origin, "record": "outlet"}
        return found | mine | {"inferred": owner, "sourced": True}
    name = row.speaker if _given(row.speaker) else row.speaker_words if _given(row.speaker_words) else None
    if name is None or not row.sourced:
        by = members(row.inferred)
        return found | {"authority": joined(lineage(m, above)[-1] for m in by), "office": joined(by)}
    if is_unnamed(name) or not _given(row.speaker):
        state = lineage(name, above)[-1] if name in above else states.get(name) or _begins(name, states)
        if state is None:
            where = row.outlet if _given(row.outlet) else f"report {row.report_id}"
            return found | {"authority": f"{name}, in {where}", "office": name, "record": "unnamed"}
        return found | {"authority": state, "office": state, "record": "background"}
    speakers = members(name)
    offices = joined(body(m, above, kinds) for m in speakers)
    return found | {"authority": joined(lineage(m, above)[-1] for m in speakers), "office": offices}


def _told_states(actors, above):
    """Names whose state or body is told: every actor, and unnamed ones of a country that is an actor itself."""
    if actors is None:
        return {}
    known = {name: lineage(name, above)[-1] for name in actors["actor"] if not is_unnamed(name)}
    if "country" in actors:
        pairs = zip(actors["actor"], actors["country"], strict=True)
        known |= {a: known[c] for a, c in pairs if a not in known and _given(c) and c in known}
    return known


def _begins(name, states):
    """The authority of the longest known name with which words begin ("Realm officials")."""
    found = [known for known in states if name.startswith(f"{known} ") or name.endswith(f" of the {known}")]
    return states[max(found, key=len)] if found else None


def _controller(origin, facts, above, parties):
    """The party that controls what an outlet prints; None where no party does."""
    if not _given(origin) or _fact(facts, origin, "editorial_control") != "state":
        return None
    country = _fact(facts, origin, "country")
    state = lineage(country, above)[-1] if country else None
    return state if state in parties else None


def _own_page(outlet, authority, office, facts, above):
    """Whether the page is the authority's own."""
    if not _given(outlet):
        return False
    if outlet in (authority, office) or (outlet in above and lineage(outlet, above)[-1] == authority):
        return True
    return _fact(facts, outlet, "kind") in PUBLISHERS and _fact(facts, outlet, "country") == authority


def is_media(name: str) -> bool:
    """Whether words stand for the press at large.

    >>> [is_media(name) for name in ("Media reports", "South Korean media", "UN press service")]
    [True, True, False]
    """
    return bool(_MEDIA.search(name))


def _fact(facts, outlet, column):
    value = facts.get(outlet, {}).get(column) if _given(outlet) else None
    return value if _given(value) else None


def _given(cell):
    return cell is not None and not pd.isna(cell) and cell != ""
