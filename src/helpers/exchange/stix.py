"""Grades as a STIX 2.1 bundle: the digit as confidence, letter and digit as tags of MISP's admiralty-scale.

Written as plain JSON by this module alone; a test reads it back with the library ``stix2``.
"""

import json
import uuid
from pathlib import Path

import pandas as pd

from ..dates import parse
from ..reliability.admiralty import DIGITS, LETTERS, STIX_CONFIDENCE

__all__ = ["bundle", "write"]

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "crossread.invalid")  # our own, so that the same grade keeps its id
PRODUCER = "Crossread"
EPOCH = "1970-01-01"  # a source has no day on which it was made


def bundle(grades, reports=None, questions=None):
    """A STIX 2.1 bundle: one identity per origin, one note per graded answer, with links to the reports behind it.

    Parameters
    ----------
    grades : DataFrame
        From :func:`helpers.reliability.grade`; ``agree_ids`` and ``against_ids`` may be missing.
    reports : DataFrame[report_id, outlet, url], optional
        Adds the outlet and address of each report, and of those that agree or disagree, as external references.
    questions : DataFrame[question_id, question], optional
        Adds the question in words.

    Returns
    -------
    dict
        Ready for :mod:`json`. Identifiers depend on content only; a note is dated ``as_of`` (the last day of a month or
        year), and a source is the same object on every day. A digit of 6 leaves ``confidence`` out, and so do the
        statement of a party and one that time has gone past; the letter is a tag and never a number. The analyst's own
        grade stands in the content.

    Examples
    --------
    >>> grades = pd.DataFrame([{"question_id": "q", "origin": "NIS", "answer": "1500", "letter": "F", "digit": 6,
    ...     "grade": "F6", "letter_reason": "no record", "digit_reason": "alone", "as_of": "2024-10-24",
    ...     "report_ids": "r1", "analyst_grade": None, "analyst_note": None}])
    >>> note = bundle(grades)["objects"][-1]
    >>> "confidence" in note, note["labels"][0]
    (False, 'admiralty-scale:source-reliability="f"')
    """
    addresses = {} if reports is None else reports.drop_duplicates("report_id").set_index("report_id").to_dict("index")
    asked = {} if questions is None else dict(zip(questions["question_id"], questions["question"], strict=True))
    rows = list(grades.sort_values(["question_id", "origin"]).itertuples(index=False))
    maker = _identity(PRODUCER, "system")
    origins = {name: _identity(name, "unknown") for name in sorted(set(grades["origin"]))}
    notes = [_note(row, maker["id"], origins[row.origin]["id"], addresses, asked) for row in rows]
    objects = [maker, *origins.values(), *notes]
    identity = _id("bundle", json.dumps(objects, sort_keys=True))
    return {"type": "bundle", "id": identity, "objects": objects}


def write(grades, path, reports=None, questions=None):
    """Write :func:`bundle` to `path` as UTF-8 JSON; returns the path."""
    text = json.dumps(bundle(grades, reports, questions), indent=2, ensure_ascii=False)
    Path(path).write_text(text + "\n", encoding="utf-8")
    return Path(path)


def _id(kind, content):
    return f"{kind}--{uuid.uuid5(NAMESPACE, f'{kind}|{content}')}"


def _object(kind, content, day):
    """The fields that every object has; a day is given as its first moment, a partial date as its last day."""
    moment = f"{parse(str(day)[:10])[1]}T00:00:00.000Z"
    facts = {"type": kind, "spec_version": "2.1", "id": _id(kind, content)}
    return facts | {"created": moment, "modified": moment}


def _identity(name, sort):
    return _object("identity", name, EPOCH) | {"name": name, "identity_class": sort}


def _note(row, maker, origin, addresses, asked):
    question = asked.get(row.question_id, row.question_id)
    lines = [f"Question: {question}", f"Answer of {row.origin}: {row.answer}", f"Grade as of {row.as_of}: {row.grade}"]
    lines += [f"Source: {LETTERS[row.letter]}: {row.letter_reason}"]
    lines += [f"Information: {DIGITS[row.digit]}: {row.digit_reason}{_counted(row)}"]
    lines += [f"State: {row.state}"] if getattr(row, "state", "current") != "current" else []
    lines += ["It is the statement of a party to the question."] if _party(row) else []
    own = [str(v) for v in (row.analyst_grade, row.analyst_note) if v is not None and not pd.isna(v)]
    lines += [f"Analyst: {' - '.join(own)}"] if own else []
    note = _object("note", f"{row.question_id}|{row.origin}|{row.as_of}", row.as_of)
    note |= {"created_by_ref": maker, "abstract": f"{row.origin}: {row.answer} ({row.grade})"}
    note |= {"content": "\n".join(lines), "object_refs": [origin]}
    note["labels"] = [
        f'admiralty-scale:source-reliability="{row.letter.lower()}"',
        f'admiralty-scale:information-credibility="{row.digit}"',
    ]
    stands = getattr(row, "state", "current") == "current" and not _party(row)
    if stands and (confidence := STIX_CONFIDENCE[row.digit]) is not None:
        note["confidence"] = confidence
    sides = {"carries it": row.report_ids, "agrees": getattr(row, "agree_ids", "")}
    sides["disagrees"] = getattr(row, "against_ids", "")
    references = [_reference(r, addresses.get(r, {}), side) for side, ids in sides.items() for r in str(ids).split()]
    return note | ({"external_references": references} if references else {})


def _party(row):
    return bool(getattr(row, "party", False))


def _counted(row):
    """A phrase with the number of other origins that agree and disagree, where the table has it."""
    if not hasattr(row, "agree"):
        return ""
    return f" ({row.agree} other origins agree, {row.against} disagree)"


def _reference(report, facts, side):
    source = {"source_name": str(facts.get("outlet") or "report"), "external_id": report, "description": side}
    url = facts.get("url")
    return source if url is None or pd.isna(url) else source | {"url": url}
