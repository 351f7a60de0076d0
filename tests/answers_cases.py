"""A small case as a reader writes it: CSV files in a folder, read with case.load, and given to the calls."""

from typing import NamedTuple

import pandas as pd

from helpers import case, reliability

QUESTION = {"question_id": "q", "question": "What is it?", "answer_type": "yes_no"}


class Answers(NamedTuple):
    """What the calls make of a case."""

    positions: pd.DataFrame
    assessed: pd.DataFrame
    grades: pd.DataFrame
    tally: pd.DataFrame
    claims: pd.DataFrame
    case: object

    def position(self, authority):
        """One authority's row."""
        return self.positions.set_index("authority").loc[authority]

    @property
    def verdict(self):
        """The only question's row."""
        (row,) = self.assessed.itertuples(index=False)
        return row

    def digits(self):
        """Origin -> digit."""
        return self.grades.set_index("origin")["digit"].to_dict()


def write(folder, rows, *, question=None, actors=(), outlets=(), outcomes=()):
    """A case of one question; each row is a report of its own, by an outlet of its own, unless it says otherwise.

    A row is (speaker, value) or (speaker, value, day), then a dict of more cells of the claim or its report.
    """
    folder.mkdir(parents=True, exist_ok=True)
    claims, reports, named = [], [], {}
    for i, row in enumerate(rows):
        *facts, more = row if isinstance(row[-1], dict) else (*row, {})
        speaker, value, day = (*facts, "2031-06-02")[:3]
        outlet = more.get("outlet", f"Outlet {i}")
        report = {"report_id": f"r{i}", "outlet": outlet, "published": day, "cites": "", "retracted_on": ""}
        claim = {"claim_id": f"c{i}", "report_id": f"r{i}", "speaker": speaker, "value": value, "spoken_on": day}
        claim |= dict.fromkeys(("via", "low", "high", "modality", "origin_override", "strength", "basis"), "")
        claim |= {"question_id": "q", "speaker_words": ""}
        reports.append(report | {k: v for k, v in more.items() if k in report})
        claims.append(claim | {k: v for k, v in more.items() if k in claim})
        named |= {outlet: {"outlet": outlet}} if outlet else {}
    asked = [QUESTION | question] if question is not None else [QUESTION]
    named |= {row["outlet"]: row for row in outlets}
    known = {row["actor"]: row for row in actors}
    for cell in [c[k] for c in claims for k in ("speaker", "via", "origin_override")] + [r["cites"] for r in reports]:
        for name in (part for link in cell.split(" > ") for part in link.split(" + ")):
            if name and name not in known and name not in named:
                known[name] = {"actor": name}
    cells = [(question or {}).get(k, "") for k in ("parties", "interested")] + [o["settled_by"] for o in outcomes]
    for cell in cells:
        for name in filter(None, cell.split(" + ")):
            known.setdefault(name, {"actor": name})
    kinds = [{"kind": "organisation", "affiliation": ""} | row for row in known.values()]
    tables = {"claims": claims, "reports": reports, "questions": asked, "actors": kinds, "outcomes": list(outcomes)}
    tables["outlets"] = list(named.values())
    for name, some in tables.items():
        if some:
            pd.DataFrame(some).fillna("").to_csv(folder / f"{name}.csv", index=False)
    return case.load(folder)


def answer(c, as_of=None):
    """What the calls say about a case as of a day."""
    told = c.claims[c.claims["question_id"].notna()]
    claims = reliability.origins(told, c.reports, c.actors, c.questions, outlets=c.outlets, as_of=as_of)
    stand = reliability.positions(claims, c.questions, outlets=c.outlets, as_of=as_of)
    grades = reliability.grade(claims, c.questions, c.outcomes, as_of=as_of, actors=c.actors, outlets=c.outlets)
    return Answers(stand, reliability.assess(stand, c.questions), grades, reliability.tally(claims), claims, c)


def added(c, day):
    """What a day added, as (authority, before, now, what)."""
    claims = reliability.origins(c.claims, c.reports, c.actors, c.questions, outlets=c.outlets, as_of=day)
    made = reliability.changes(claims, day, questions=c.questions, outlets=c.outlets, actors=c.actors)
    return made.set_index("authority")
