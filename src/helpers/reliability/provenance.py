"""Who said it first: the origin behind each claim, and how few origins a pile of reports can rest on.

Nine reports of one interview are one origin. Counts of origins are a range: ``declared`` takes every named
source as its own; ``inferred`` joins a person with the body that person speaks for, follows an outlet to the
source its own report names, and treats outlets that credit one another in a circle as one.
"""

from collections import Counter, defaultdict
from itertools import pairwise, product

import networkx as nx
import pandas as pd

from ..dates import day
from ..names import affiliations, body, independent, joined, links, members
from .answers import answers, label
from .statements import known, moving
from .voices import CHECKER, OWN_EYES, add_voices, carrying, is_media

__all__ = ["origins", "tally"]


def origins(
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    questions: pd.DataFrame | None = None,
    *,
    outlets: pd.DataFrame | None = None,
    as_of: str | None = None,
) -> pd.DataFrame:
    """Add to each claim its origin, from declared to inferred, the basis of each, its chain, and whose word it is.

    Parameters
    ----------
    claims, reports, actors, questions : DataFrame
        As in :mod:`helpers.schema`. Without `actors` nobody's affiliation is known; `questions` helps to read the
        type of an answer, and tells which of them changes from day to day, who is a party and who is interested.
    outlets : DataFrame, optional
        Tells fact-checkers, satire, and outlets that a party controls.
    as_of : str, optional
        Day; only what was published by then is kept, and tells origins. What a later report says about an earlier one
        was not known on that day, so whoever looks back begins here.

    Returns
    -------
    DataFrame
        One row per claim, in the order of `claims`, which keeps its columns and gains:

        ``outlet, published, published_basis, url`` of the report;
        ``answer``, the answer in words ("at least 3000");
        ``declared``, the speaker, else the words for one, else the furthest ``via``, else ``cites``, else the outlet
        (a report of an unknown outlet is its own), and ``basis``, which of these (where the override replaces a mere
        citation: override, or the outlet itself); the claim's own ``basis`` is kept as ``rests_on``;
        ``origin``, the reader's ``origin_override`` where there is one, else ``declared``;
        ``inferred``, the body behind the origin (joint ones with +), and ``inferred_basis``, why it differs;
        ``sourced``, False where the chain ends at an outlet that names no source, which may be anyone's echo
        (a fact-checker on what it checked, and an outlet that saw it or has the document, speak for themselves);
        ``authority``, the topmost affiliation of the speaker (its state, where coded), else of the origin: the voice
        that answers for the words, whatever their origin; ``office``, the body within it; ``record``: open, background
        (unnamed, of a body that is told), unnamed, or outlet (a party controls it); ``own_page``, whether the outlet
        is that authority's own; ``party`` and ``interested``, whether it has a stake in the question;
        ``origin_authority``, the top of the inferred origin; ``leads_away``, whether the reader's override leads from
        the authority that speaks to another, so that it adds a voice and no origin;
        ``chain``, reader first, ``outlet > via > origin``, and ``steps``, its length; ``relay``, who brought the words
        from their speaker;
        ``said``, the day of the statement (datetime), and ``said_basis``: spoken_on, repeated (the same origin is
        known to have given this answer on that earlier day), published, unknown;
        ``uncredited``, the intermediary that most others credit for this statement and this report does not;
        ``time_dependent``, whether the true answer to its question changes from day to day (False if not known);
        ``loop``, whether the outlets of the chain credit one another in a circle.

    Raises
    ------
    ValueError
        If a claim's report is not in `reports`, if a claim has no report, or if affiliations run in a circle.

    Examples
    --------
    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "outlet": ["Post", "Wire"], "cites": ["Wire", None]})
    >>> claims = pd.DataFrame({"claim_id": ["1", "2"], "report_id": ["a", "b"], "question_id": "q",
    ...                        "value": "12", "speaker": [None, "Ann"]})
    >>> actors = pd.DataFrame({"actor": ["Ann", "Agency"], "kind": ["person", "organisation"],
    ...                        "affiliation": ["Agency", None]})
    >>> origins(claims, reports, actors)[["declared", "inferred", "chain"]].values.tolist()
    [['Wire', 'Agency', 'Post > Wire'], ['Ann', 'Agency', 'Wire > Ann']]
    """
    made = known(_joined(claims, reports), as_of).reset_index(drop=True)
    made["own_words"], made["vouched"] = _own_words(made, outlets)
    cells = ("speaker", "speaker_words", "via", "cites", "outlet", "origin_override", "report_id")
    declared = [_declared(*row, own) for row, own in zip(_rows(made, *cells), made["own_words"], strict=True)]
    made["declared"], made["basis"] = [d for d, _ in declared], [b for _, b in declared]
    given = made["origin_override"].notna()
    made["declared"] = [joined(members(name)) for name in made["declared"]]
    made["origin"] = [joined(members(n)) for n in made["origin_override"].where(given, made["declared"])]
    kept = _rows(made, "outlet", "via", "speaker", "cites", "report_id")
    chains = [_chain(*row) for row in kept]
    made["chain"], made["steps"] = [" > ".join(x) for x in chains], [max(len(x) - 1, 0) for x in chains]
    passed = [_chain(outlet or _own(report), *row, report) for (outlet, *row, report) in kept]
    made["answer"] = [label(*row) for row in _rows(made, "value", "low", "high")]
    made["published_day"] = day(made["published"])
    made["time_dependent"] = made["question_id"].isin(moving(questions))
    made["loop"] = _loops(made, passed)
    _infer(made, actors, set(reports["outlet"].dropna()))
    add_voices(made, actors, questions, outlets)
    made["relay"] = [_relay(*row) for row in zip(passed, made["speaker"].notna(), kept, strict=True)]
    _say(made, answers(made, questions))
    made["uncredited"] = _uncredited(made, passed)
    return made.drop(columns=["cites", "published_day", "own_words", "vouched"])


def tally(table: pd.DataFrame, by: str | list[str] = "question_id") -> pd.DataFrame:
    """Reports, outlets, speakers and origins side by side; origins as a range from inferred to declared.

    Parameters
    ----------
    table : DataFrame
        From :func:`origins`; a claim whose question is not coded yet counts for none.
    by : str or list of str
        What to count for: the question, or question and answer.

    Returns
    -------
    DataFrame[*by, claims, reports, outlets, speakers, origins_low, origins_high, authorities, uncredited, loops]
        The range runs between the names in ``declared`` and ``inferred`` counted by :func:`independent`;
        ``authorities`` counts states and topmost bodies, the strictest view. Sorted by reports, then `by`.

    Examples
    --------
    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "outlet": ["Post", "Wire"]})
    >>> claims = pd.DataFrame({"claim_id": ["1", "2"], "report_id": ["a", "b"], "question_id": "q",
    ...                        "value": "12", "speaker": "Ann"})
    >>> tally(origins(claims, reports))[["reports", "origins_low", "origins_high"]].values.tolist()
    [[2, 1, 1]]
    """
    by = [by] if isinstance(by, str) else list(by)
    rows = []
    for key, part in table[carrying(table)].groupby(by, sort=True):
        high, low = part["declared"].nunique(), independent(part["inferred"])
        counts = {
            "claims": len(part),
            "reports": part["report_id"].nunique(),
            "outlets": part["outlet"].nunique(),
            "speakers": len({m for name in part["speaker"].dropna() for m in members(name)}),
            "origins_low": min(low, high),
            "origins_high": max(low, high),
            "authorities": min(independent(part["authority"]), low, high),
            "uncredited": int(part["uncredited"].notna().sum()),
            "loops": int(part["loop"].sum()),
        }
        rows.append(dict(zip(by, key, strict=True)) | counts)
    columns = [*by, "claims", "reports", "outlets", "speakers", "origins_low", "origins_high", "authorities"]
    made = pd.DataFrame(rows, columns=[*columns, "uncredited", "loops"])
    return made.sort_values(["reports", *by], ascending=[False] + [True] * len(by), ignore_index=True)


def _rows(table, *columns):
    """Cells of some columns, row by row, missing ones as None."""
    cells = [[None if pd.isna(v) or v == "" else str(v) for v in table[c]] for c in columns]
    return list(zip(*cells, strict=True))


_CLAIM = ["speaker", "speaker_words", "via", "low", "high", "modality", "spoken_on", "origin_override"]
_CLAIM += ["override_reason", "strength", "rests_on"]


def _joined(claims, reports):
    """Claims beside what matters of their report; raises if a report is missing."""
    unknown = sorted(set(claims["report_id"].dropna()) - set(reports["report_id"]))
    if unknown or claims["report_id"].isna().any():
        found = ", ".join(unknown[:5]) or "none given"
        raise ValueError(f"claims, column report_id: {found} not in the reports table; add the report or mend the id")
    made = claims.copy().reset_index(drop=True)
    if "basis" in made:
        made = made.rename(columns={"basis": "rests_on"})
    for column in _CLAIM:
        if column not in made:
            made[column] = None
    facts = reports.drop_duplicates("report_id").set_index("report_id")
    for column in ("outlet", "published", "published_basis", "url", "cites", "retracted_on"):
        made[column] = made["report_id"].map(facts[column]) if column in facts else None
    return made


def _own(report):
    """The name under which a report of an outlet that is not known is its own origin."""
    return f"report {report}"


def _own_words(made, outlets):
    """Claims that an outlet makes in its own words, whatever it cites: own, and vouched where it has looked itself.

    A refutation without a speaker is the outlet's own. A fact-checker vouches for what it checked, any outlet for
    what it saw or holds.
    """
    kinds = {} if outlets is None else outlets.dropna(subset=["outlet"]).set_index("outlet")["kind"].to_dict()
    silent = made[["speaker", "speaker_words", "via"]].isna().all(axis=1)
    vouched = silent & (made["outlet"].map(kinds).eq(CHECKER) | made["rests_on"].isin(OWN_EYES))
    return vouched | (silent & made["modality"].eq("refutes")), vouched


def _declared(speaker, words, via, cites, outlet, override, report, own_words):
    """What the report itself declares; an override of a mere citation says that nothing was declared by it."""
    if speaker or words:
        return speaker or words, "speaker" if speaker else "speaker_words"
    if via:
        return links(via)[-1], "via"
    if cites and not override and not own_words:
        return links(cites)[-1], "cites"
    own = outlet or _own(report)
    return (override, "override") if override and override != outlet else (own, "outlet")


def _chain(outlet, via, speaker, cites, report):
    """The chain as a list, reader first, without a name twice in a row."""
    chain = [outlet, *links(via or "")]
    chain.append(speaker or (None if via else cites))
    kept = [link for link in chain if link]
    return [link for i, link in enumerate(kept) if i == 0 or link != kept[i - 1]]


def _relay(chain, spoken, cells):
    """Who brought the words from their speaker: the last link before it, else what the report credits, else itself."""
    *_, cites, _ = cells
    relays = chain[:-1] if spoken and len(chain) > 1 else chain
    return relays[-1] if len(relays) > 1 or not cites or cites in chain else cites


def _loops(made, chains):
    """True where a chain names an outlet again, or where it closes a circle with the chains of other reports."""
    edges, mine = defaultdict(set), []
    for key, chain, speaker in zip(_rows(made, "question_id", "answer"), chains, made["speaker"].notna(), strict=True):
        relays = chain[:-1] if speaker else chain
        pairs = [pair for x, y in pairwise(relays) for pair in product(members(x), members(y))]
        steps = {(a, b) for a, b in pairs if a != b}
        edges[key] |= steps
        mine.append((key, steps))
    circles = {}
    for key, steps in edges.items():
        parts = list(nx.strongly_connected_components(nx.DiGraph(sorted(steps))))
        circles[key] = {node: i for i, part in enumerate(parts) if len(part) > 1 for node in part}
    return [any(a in circles[k] and circles[k].get(b) == circles[k][a] for a, b in steps) for k, steps in mine]


def _infer(made, actors, outlets):
    """Add inferred, inferred_basis and sourced.

    An outlet is one that published, on whatever day: what a name is does not change with what is known of events.
    """
    above = affiliations(actors)
    kinds = {} if actors is None or "kind" not in actors else dict(zip(actors["actor"], actors["kind"], strict=True))
    carried = _carried(made)
    named = set(_rows(made, "report_id", "speaker"))
    known = {a for a, kind in kinds.items() if kind != "outlet"}  # who publishes in its own name
    outlets = (outlets - set(kinds)) | {a for a, kind in kinds.items() if kind == "outlet"}
    found, bases, sourced = [], [], []
    keys = ("origin", "basis", "report_id", "outlet", "question_id", "answer", "origin_override")
    for (origin, basis, report, outlet, question, answer, override), own, vouched in zip(
        _rows(made, *keys), made["own_words"], made["vouched"], strict=True
    ):
        reasons = ["reader's override"] if override else []
        source = origin
        if own:
            source = origin
        elif not override and basis == "cites" and (report, origin) in named:
            source, reasons = outlet or _own(report), ["the report names its cited source elsewhere, not here"]
        elif not override and basis != "speaker":
            source, why = _follow(origin, (question, answer), carried)
            reasons += [why] if why else []
        bodies = sorted({body(m, above, kinds) for m in members(source)})
        if bodies != members(source):
            reasons.append("affiliation")
        found.append(" + ".join(bodies))
        echo = (basis == "outlet" and source not in known) or set(members(source)) <= outlets or is_media(source)
        sourced.append(bool(vouched) or not echo)
        bases.append("; ".join(reasons) or "as declared")
    made["inferred"], made["inferred_basis"], made["sourced"] = found, bases, sourced


def _carried(made):
    """(outlet, question, answer) -> what that outlet's own reports give as origin."""
    carried = defaultdict(set)
    for outlet, question, answer, origin in _rows(made, "outlet", "question_id", "answer", "origin"):
        carried[outlet, question, answer].add(origin)
    return carried


def _follow(origin, key, carried):
    """From an outlet to the source that its own report of the same answer names; a circle ends at its first name."""
    path = [origin]
    while len(nexts := carried.get((path[-1], *key), set())) == 1:
        (following,) = nexts
        if following == path[-1]:
            break
        if following in path:
            return min(path[path.index(following) :]), "outlets credit one another in a circle"
        path.append(following)
    return path[-1], "the outlet's own report names its source" if len(path) > 1 else None


def _say(made, compared):
    """Add said and said_basis: the day of the statement, else of an earlier one it repeats, else of publication."""
    spoken = day(made["spoken_on"])
    known = defaultdict(set)
    keys = _rows(made, "origin", "question_id", "value")
    for key, when in zip(keys, spoken, strict=True):
        if not pd.isna(when):
            known[key].add(when)
    said, basis = [], []
    for key, when, published, kind in zip(keys, spoken, made["published_day"], compared["kind"], strict=True):
        earlier = [d for d in known[key] if pd.isna(published) or d <= published] if pd.isna(when) else []
        if not pd.isna(when):
            said.append(when), basis.append("spoken_on")
        elif earlier and not pd.isna(kind):
            said.append(max(earlier)), basis.append("repeated")
        else:
            said.append(published), basis.append("unknown" if pd.isna(published) else "published")
    made["said"], made["said_basis"] = pd.Series(said, dtype="datetime64[s]", index=made.index), basis


def _uncredited(made, chains):
    """The one intermediary that most other reports of a statement credit, where a report credits nobody.

    One intermediary credited by at least two reports, by every report that credits any, and by more reports than
    credit none, is taken to own the statement (an interview); a public statement shows no such pattern.
    """
    keys = _rows(made, "origin", "question_id", "value")
    relays = [tuple(chains[i][1:-1]) if s else () for i, s in enumerate(made["speaker"].notna())]
    groups = defaultdict(list)
    for i, key in enumerate(keys):
        if key[1] is not None and key[2] is not None:
            groups[key].append(i)
    owed = [None] * len(made)
    for rows in groups.values():
        credited = [i for i in rows if relays[i]]
        owners = Counter(relays[i][-1] for i in credited)
        if len(owners) != 1 or not 2 <= len(credited) > len(rows) - len(credited):
            continue
        (owner,) = owners
        for i in set(rows) - set(credited):
            if made["outlet"].iat[i] != owner:
                owed[i] = owner
    return owed
