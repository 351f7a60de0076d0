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
from ..names import affiliations, body, independent, lineage, links, members
from .answers import answers, label
from .positions import known, moving

__all__ = ["origins", "tally"]


def origins(claims, reports, actors=None, questions=None, as_of=None):
    """Add to each claim its origin, from declared to inferred, the basis of each, and its chain.

    Parameters
    ----------
    claims, reports, actors, questions : DataFrame
        As in :mod:`helpers.schema`. Without `actors` nobody's affiliation is known; `questions` helps to read the
        type of an answer, and tells which of them changes from day to day.
    as_of : str, optional
        Day; only what was published by then is kept, and tells origins. What a later report says about an earlier one
        was not known on that day, so whoever looks back begins here.

    Returns
    -------
    DataFrame
        One row per claim, in the order of `claims`, which keeps its columns and gains:

        ``outlet, published, published_basis, url`` of the report;
        ``answer``, the answer in words ("at least 3000");
        ``declared``, the speaker, else the furthest ``via``, else ``cites``, else the outlet, and ``basis``,
        which of these (where the override replaces a mere citation: override, or the outlet itself);
        ``origin``, the reader's ``origin_override`` where there is one, else ``declared``;
        ``inferred``, the body behind the origin (joint ones with +), and ``inferred_basis``, why it differs;
        ``authority``, the topmost affiliation of that body (its state, where coded); ``sourced``, False where the
        chain ends at an outlet that names no source, which may be anyone's echo;
        ``chain``, reader first, ``outlet > via > origin``, and ``steps``, its length;
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
    declared = [_declared(*row) for row in _rows(made, "speaker", "via", "cites", "outlet", "origin_override")]
    made["declared"], made["basis"] = [d for d, _ in declared], [b for _, b in declared]
    given = made["origin_override"].notna()
    made["declared"] = [_joint(name) for name in made["declared"]]
    made["origin"] = [_joint(n) for n in made["origin_override"].where(given, made["declared"])]
    chains = [_links(*row) for row in _rows(made, "outlet", "via", "speaker", "cites")]
    made["chain"], made["steps"] = [" > ".join(x) for x in chains], [len(x) - 1 for x in chains]
    made["answer"] = [label(*row) for row in _rows(made, "value", "low", "high")]
    made["published_day"] = day(made["published"])
    made["time_dependent"] = made["question_id"].isin(moving(questions))
    made["loop"] = _loops(made, chains)
    _infer(made, actors, set(reports["outlet"].dropna()))
    _say(made, answers(made, questions))
    made["uncredited"] = _uncredited(made, chains)
    return made.drop(columns=["cites", "published_day"])


def tally(table, by="question_id"):
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
    for key, part in table.groupby(by, sort=True):
        high, low = part["declared"].nunique(), independent(part["inferred"])
        counts = {
            "claims": len(part),
            "reports": part["report_id"].nunique(),
            "outlets": part["outlet"].nunique(),
            "speakers": part["speaker"].nunique(),
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


def _joined(claims, reports):
    """Claims beside what matters of their report; raises if a report is missing."""
    unknown = sorted(set(claims["report_id"].dropna()) - set(reports["report_id"]))
    if unknown or claims["report_id"].isna().any():
        found = ", ".join(unknown[:5]) or "none given"
        raise ValueError(f"claims, column report_id: {found} not in the reports table; add the report or mend the id")
    made = claims.copy().reset_index(drop=True)
    for column in ("speaker", "via", "low", "high", "modality", "spoken_on", "origin_override", "override_reason"):
        if column not in made:
            made[column] = None
    facts = reports.drop_duplicates("report_id").set_index("report_id")
    for column in ("outlet", "published", "published_basis", "url", "cites"):
        made[column] = made["report_id"].map(facts[column]) if column in facts else None
    return made


def _declared(speaker, via, cites, outlet, override):
    """What the report itself declares; an override of a mere citation says that nothing was declared by it."""
    if speaker:
        return speaker, "speaker"
    if via:
        return links(via)[-1], "via"
    if cites and not override:
        return links(cites)[-1], "cites"
    return (override, "override") if override and override != outlet else (outlet, "outlet")


def _joint(name):
    """A joint source always written in the same order."""
    return " + ".join(members(name))


def _links(outlet, via, speaker, cites):
    """The chain as a list, reader first, without a name twice in a row."""
    chain = [outlet, *links(via or "")]
    chain.append(speaker or (None if via else cites))
    kept = [link for link in chain if link]
    return [link for i, link in enumerate(kept) if i == 0 or link != kept[i - 1]]


def _loops(made, links):
    """True where a chain names an outlet again, or where it closes a circle with the chains of other reports."""
    edges, mine = defaultdict(set), []
    for key, chain, speaker in zip(_rows(made, "question_id", "answer"), links, made["speaker"].notna(), strict=True):
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
    """Add inferred, inferred_basis, authority and sourced.

    An outlet is one that published, on whatever day: what a name is does not change with what is known of events.
    """
    above = affiliations(actors)
    kinds = {} if actors is None or "kind" not in actors else dict(zip(actors["actor"], actors["kind"], strict=True))
    carried = _carried(made)
    named = set(_rows(made, "report_id", "speaker"))
    outlets = (outlets - set(kinds)) | {a for a, kind in kinds.items() if kind == "outlet"}
    found, bases, tops, sourced = [], [], [], []
    for origin, basis, report, outlet, question, answer, override in _rows(
        made, "origin", "basis", "report_id", "outlet", "question_id", "answer", "origin_override"
    ):
        reasons = ["reader's override"] if override else []
        source = origin
        if not override and basis == "cites" and (report, origin) in named:
            source, reasons = outlet, ["the report names its cited source elsewhere, not here"]
        elif not override and basis != "speaker":
            source, why = _follow(origin, (question, answer), carried)
            reasons += [why] if why else []
        bodies = sorted({body(m, above, kinds) for m in members(source)})
        if bodies != members(source):
            reasons.append("affiliation")
        found.append(" + ".join(bodies))
        sourced.append(basis != "outlet" and not set(members(source)) <= outlets)
        bases.append("; ".join(reasons) or "as declared")
        tops.append(" + ".join(sorted({lineage(b, above)[-1] for b in bodies})))
    made["inferred"], made["inferred_basis"], made["authority"], made["sourced"] = found, bases, tops, sourced


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


def _uncredited(made, links):
    """The one intermediary that most other reports of a statement credit, where a report credits nobody.

    One intermediary credited by at least two reports, by every report that credits any, and by more reports than
    credit none, is taken to own the statement (an interview); a public statement shows no such pattern.
    """
    keys = _rows(made, "origin", "question_id", "value")
    relays = [tuple(links[i][1:-1]) if s else () for i, s in enumerate(made["speaker"].notna())]
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
