"""One verdict a question: the leading answer, who stands for and against it, how likely it is, and how sure the ground.

One voice per authority decides which answer leads; independent origins, not voices, decide how likely it is::

    likelihood = (for + 1/2) / (for + against + 1)

which is the mean of what Jeffreys' prior Beta(1/2, 1/2) becomes when so many origins agree and so many disagree. It is
put into words on the ladder of ICD 203. Confidence is another matter: how many origins there are, how direct they are,
and who has an interest.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from ..names import independent
from ..phrases import REASONS, likelihood
from .answers import alike, answers, bearing, label
from .statements import FORECASTS, Answer

__all__ = ["assess", "likelihood_of"]

CURRENT = ("current", "last known")
FIRST_HAND = ("seen", "document")
COLUMNS = ["question_id", "answer", "low", "high", "tie", "voices_for", "interested_for", "voices_against"]
COLUMNS += ["interested_against", "voices_unnamed", "parties_against", "abstaining", "origins_for_low"]
COLUMNS += ["origins_for_high", "origins_against_low", "origins_against_high", "likelihood", "confidence", "reason"]
COLUMNS += ["case_against", "report_ids"]
MORE = ["answers", "parties_for", "allowing", "likelihood_reason", "share", "hangs_on", "said", "case_against_ids"]


def likelihood_of(origins_for: int, origins_against: int) -> float:
    """Share of the truth that so many independent origins for and against an answer leave to it.

    >>> [round(likelihood_of(*n), 2) for n in ((2, 0), (5, 1), (2, 1), (2, 2))]
    [0.83, 0.79, 0.62, 0.5]
    """
    return (origins_for + 0.5) / (origins_for + origins_against + 1)


def assess(positions: pd.DataFrame, questions: pd.DataFrame | None = None) -> pd.DataFrame:
    """The leading answer to each question, what stands for and against it, its likelihood and confidence.

    Parameters
    ----------
    positions : DataFrame
        From :func:`helpers.reliability.positions`.
    questions : DataFrame, optional
        For types and tolerances.

    Returns
    -------
    DataFrame[question_id, answer, low, high, tie, voices_for, interested_for, voices_against, interested_against, \
voices_unnamed, parties_against, abstaining, origins_for_low, origins_for_high, origins_against_low, \
origins_against_high, likelihood, confidence, reason, case_against, report_ids, ...]
        One row per question with a position, sorted. ``answer`` is missing where it is even (``tie``; ``answers`` then
        holds both) or nobody answers. Only current positions count (and those last known, where there are none):
        ``voices_for`` and ``voices_against`` are authorities, of which ``interested_*`` have an interest;
        ``voices_unnamed`` and a party's denials or promises (``parties_for``, ``parties_against``) are counted apart,
        and give the answer only where nobody else speaks. ``allowing``: limits that fit the answer and are no count.
        ``origins_*_low`` are inferred and independent, ``..._high`` as declared. ``likelihood``: word and band;
        ``share``, what it was computed to be; ``likelihood_reason``, why it is left out. ``confidence`` and its
        ``reason``. ``case_against``: the strongest contrary position, with its reports in ``case_against_ids``.
        ``hangs_on``: the single origin behind the answer, where there is but one. ``low`` and ``high``: the lowest and
        highest number (or day) of those that agree. ``report_ids`` of the leading side.

    Examples
    --------
    >>> from helpers.reliability import origins, positions
    >>> reports = pd.DataFrame({"report_id": list("abc"), "outlet": list("ABC"), "published": "2024-10-22"})
    >>> told = pd.DataFrame({"claim_id": list("123"), "report_id": list("abc"), "question_id": "q",
    ...                      "speaker": ["Ann", "Ben", "Cem"], "value": ["yes", "yes", "no"]})
    >>> made = assess(positions(origins(told, reports)))
    >>> made[["answer", "voices_for", "voices_against", "likelihood", "confidence"]].values.tolist()
    [['yes', 2, 1, 'likely (55–80 %)', 'moderate']]
    """
    table = positions.reset_index(drop=True)
    bounds = answers(table, questions)
    bounds["kind"] = bounds["kind"].where(table["answer"].notna(), None)
    made = [Answer(*b)._replace(kind=None if pd.isna(b.kind) else b.kind) for b in bounds.itertuples(index=False)]
    rows = [(row, bound) for row, bound in zip(table.itertuples(index=False), made, strict=True)]
    groups: dict[str, list] = {}
    for row, bound in rows:
        groups.setdefault(row.question_id, []).append((row, bound))
    found = [{"question_id": question} | _assessed(mine) for question, mine in sorted(groups.items())]
    whole = [c for c in COLUMNS if c.startswith(("voices", "interested", "parties", "origins", "abstaining"))]
    kinds = dict.fromkeys([*whole, "parties_for", "allowing"], "int64") | {"tie": bool, "share": "float64"}
    return pd.DataFrame(found, columns=COLUMNS + MORE).astype(kinds | {"said": "datetime64[s]"})


def _assessed(rows):
    """One question's verdict."""
    current = [(row, bound) for row, bound in rows if row.state in CURRENT]
    told = [(row, bound) for row, bound in current if bound.kind]
    voices = [pair for pair in told if not pair[0].unnamed and not pair[0].apart]
    unnamed = [pair for pair in told if pair[0].unnamed and not pair[0].apart]
    parties = [pair for pair in told if pair[0].apart]
    heard = voices or unnamed or parties
    facts = [(row, bound) for row, bound in heard if row.modality not in FORECASTS]
    leaders = _leaders(facts or heard)
    verdict = {"abstaining": sum(bound.kind is None for _, bound in current), "voices_unnamed": len(unnamed)}
    if len(leaders) > 1:
        return verdict | _even(leaders, voices, parties, facts or heard)
    centre = leaders[0] if leaders else None
    if facts:  # what is only expected neither contradicts nor decides what is told as a fact
        heard = [pair for pair in heard if pair in facts or _side(centre, pair[1]) == "for"]
    return verdict | _led(centre, heard, parties, "voices" if voices else "unnamed" if unnamed else "parties")


def _led(centre, heard, parties, who):
    """The verdict where one answer leads, or where nobody gives one; `who` gives it: voices, unnamed or parties."""
    sides = {"for": [], "allowing": [], "against": []}
    for row, bound in heard:
        sides[_side(centre, bound)].append((row, bound))
    mine, contrary = sides["for"], sides["against"]
    apart = {"for": [], "allowing": [], "against": []}
    for row, bound in parties if centre else ():
        apart[_side(centre, bound)].append((row, bound))
    backing = _origins(mine), _origins(contrary)
    facts = {"parties_for": len(apart["for"]), "parties_against": len(apart["against"])}
    facts |= {"allowing": len(sides["allowing"])} | dict(zip(_ORIGINS, (*backing[0], *backing[1]), strict=True))
    facts |= _counts(mine, contrary) if who == "voices" else _counts([], [])
    facts |= _answer(mine) | {"tie": False, "report_ids": _ids(mine), "hangs_on": _single(mine, backing[0][0])}
    facts["said"] = max((row.said for row, _ in mine if not pd.isna(row.said)), default=pd.NaT)
    facts |= _likely(mine, backing, who) | _sure(mine, backing)
    return facts | _case(contrary or apart["against"])


def _single(mine, origins):
    """The one origin behind an answer: its name, else that of the authority that its names share."""
    if origins != 1:
        return None
    names = ({n for row, _ in mine for n in cell(row).split(" | ")} for cell in (_inferred, _tops))
    return next((min(some) for some in names if len(some) == 1), None)


def _inferred(row):
    return row.origins


def _tops(row):
    return row.origin_authorities


def _even(leaders, voices, parties, heard):
    """The verdict where two answers or more have equally many voices."""
    groups = [[pair for pair in heard if _side(centre, pair[1]) == "for"] for centre in leaders]
    rest = [pair for pair in heard if all(pair not in group for group in groups[:1])]
    size = min(len(group) for group in groups)
    voiced = bool(voices)
    facts = _counts(groups[0] if voiced else [], rest if voiced else [])
    backing = _origins(groups[0]), _origins([pair for group in groups[1:] for pair in group])
    facts |= dict(zip(_ORIGINS, (*backing[0], *backing[1]), strict=True))
    told = [_answer(group)["answer"] for group in groups]
    facts |= {"answer": None, "low": None, "high": None, "tie": True, "answers": " | ".join(told)}
    facts |= {"report_ids": _ids([pair for group in groups for pair in group]), "parties_for": 0, "allowing": 0}
    facts["parties_against"] = sum(any(_side(c, b) == "against" for c in leaders) for _, b in parties) if voiced else 0
    facts["said"] = max((row.said for row, _ in heard if not pd.isna(row.said)), default=pd.NaT)
    least = min(_origins(group)[0] for group in groups)
    facts |= {"hangs_on": None, "confidence": "low", "reason": REASONS["even"], "share": float("nan")}
    facts |= {"likelihood": None, "likelihood_reason": REASONS["one_origin"]}
    if voiced and least > 1 and size:
        share = likelihood_of(backing[0][0], backing[1][0]) if len(groups) == 2 else 1 / len(groups)
        facts |= {"share": share, "likelihood": likelihood(share), "likelihood_reason": None}
    return facts | _case(groups[-1])


_ORIGINS = ["origins_for_low", "origins_for_high", "origins_against_low", "origins_against_high"]


def _counts(mine, contrary):
    made = {"voices_for": len(mine), "voices_against": len(contrary)}
    made["interested_for"] = sum(row.interested for row, _ in mine)
    return made | {"interested_against": sum(row.interested for row, _ in contrary)}


def _leaders(told):
    """The answers that most stand for: one, or several that are even.

    A limit is no count: where a count is told, "at most" and "at least" are no candidates, unless more voices rule it
    out; nor is a range beside it.
    """
    counted = [bound for _, bound in told if not bound.limit]
    exact = [bound for bound in counted if bound.kind not in ("number", "date") or bound.lower == bound.upper]
    floors = [bound for _, bound in told if bound.limit and bound.upper == float("inf")]
    candidates = exact or counted or floors or [bound for _, bound in told]
    leaders = _best(candidates, told)
    against = [bound for _, bound in told if bound.limit and all(not alike(centre, bound) for centre in leaders)]
    if not counted or not against:
        return leaders
    ruled_out = _best([*candidates, *against], told)
    return leaders if set(leaders) & set(ruled_out) else ruled_out


def _best(candidates, told):
    """The candidates within whose tolerance most stand; of those that say the same only the first."""
    support = [frozenset(i for i, (_, b) in enumerate(told) if _side(c, b) == "for") for c in candidates]
    most = max((len(s) for s in support), default=0)
    best: list[tuple[Answer, frozenset]] = []
    for centre, group in sorted(zip(candidates, support, strict=True), key=lambda pair: _order(pair[0])):
        if len(group) == most and not any(group == other or alike(centre, held) for held, other in best):
            best.append((centre, group))
    return [centre for centre, _ in best]


def _order(bound):
    return (0 if pd.isna(bound.named) else bound.named, sorted(bound.words))


def _side(centre, bound):
    """Whether an answer is for the leading one, against it, or a limit that merely allows it."""
    if centre is None or not alike(centre, bound):
        return "against"
    if bound.limit and not centre.limit:
        return "allowing"
    if bound.limit and bearing(centre, bound) == "allows":
        return "allowing"
    return "for"


def _answer(mine):
    """Of numbers and days the lower median of the group, which somebody stated, with its lowest and highest."""
    if not mine:
        return {"answer": None, "low": None, "high": None, "answers": None}
    if mine[0][1].kind in ("number", "date"):
        counted = [pair for pair in mine if not pair[1].limit] or mine
        ordered = sorted(counted, key=lambda pair: (pair[1].named, pair[1].lower, pair[0].authority))
        row = ordered[(len(ordered) - 1) // 2][0]
        ends = [ordered[0][0], ordered[-1][0]]
        low, high = (
            label(r.value) if _named(r.value) else end for r, end in zip(ends, (ends[0].low, ends[1].high), strict=True)
        )
        if ordered[0][1].limit:
            low, high = row.low, row.high
        shown = label(row.value) if _named(row.value) and not ordered[0][1].limit else row.answer
        return {"answer": shown, "low": low, "high": high, "answers": shown}
    told = Counter(row.answer for row, _ in mine)
    shown = min(told, key=lambda a: (-told[a], a))
    return {"answer": shown, "low": None, "high": None, "answers": shown}


def _named(value):
    return value is not None and not pd.isna(value) and value != ""


def _origins(pairs):
    """Independent origins behind positions: by inferred authority, and as declared."""
    low = independent(name for row, _ in pairs for name in row.origin_authorities.split(" | "))
    high = len({name for row, _ in pairs for name in row.declared.split(" | ")})
    return min(low, high), max(low, high)


def _likely(mine, backing, who):
    """Likelihood by independent origins, or why there is none."""
    facts = [(row, bound) for row, bound in mine if row.modality not in FORECASTS]
    why = None
    if not mine:
        why = "nobody"
    elif who != "voices":
        why = who
    elif any(row.state == "last known" for row, _ in mine):
        why = "last_known"
    elif not facts:
        why = "forecast"
    elif backing[0][0] < 2:
        why = "one_origin"
    elif _origins(facts)[0] < 2:
        why = "few_facts"
    if why:
        return {"likelihood": None, "share": float("nan"), "likelihood_reason": REASONS[why]}
    share = likelihood_of(backing[0][0], backing[1][0])
    most = "likely" if backing[0][0] + backing[1][0] < 3 else "very likely"
    return {"likelihood": likelihood(share, most=most), "share": share, "likelihood_reason": None}


def _sure(mine, backing):
    """Confidence from number, independence, directness and interest of the origins; and its reason."""
    pro, con = backing[0][0], backing[1][0]
    disinterested = any(not row.party and not row.interested and not row.unnamed for row, _ in mine)
    first_hand = any(row.basis in FIRST_HAND for row, _ in mine)
    if not mine:
        return {"confidence": "low", "reason": REASONS["nobody"]}
    if all(row.apart for row, _ in mine):
        return {"confidence": "low", "reason": REASONS["parties"]}
    if all(row.unnamed for row, _ in mine):
        return {"confidence": "low", "reason": REASONS["unnamed"]}
    if pro < 2:
        return {"confidence": "low", "reason": REASONS["one_origin"]}
    if not disinterested:
        return {"confidence": "low", "reason": REASONS["interested"]}
    if con >= pro:
        return {"confidence": "low", "reason": REASONS["even" if con == pro else "outweighed"]}
    if pro > 2 and pro >= 3 * con and first_hand:
        return {"confidence": "high", "reason": REASONS["first_hand"]}
    reason = "contradicted" if con else "two_origins" if pro == 2 else "told"
    return {"confidence": "moderate", "reason": REASONS[reason]}


def _case(pairs):
    """The strongest contrary position: the answer of most origins, told by the latest of its authorities."""
    if not pairs:
        return {"case_against": None, "case_against_ids": ""}
    groups: dict[str, list] = {}
    for row, bound in pairs:
        groups.setdefault(row.answer, []).append((row, bound))
    best = min(groups, key=lambda a: (-_origins(groups[a])[0], -len(groups[a]), a))
    names = sorted({row.authority for row, _ in groups[best]})
    return {"case_against": f"{', '.join(names)}: {best}", "case_against_ids": _ids(groups[best])}


def _ids(pairs):
    return " ".join(sorted({r for row, _ in pairs for r in row.report_ids.split()}))
