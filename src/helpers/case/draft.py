"""Draft a case from raw texts, and keep what a reader has coded when it is drafted again."""

import json
import os
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from .. import schema
from ..names import names_in
from ..reading import text as texts
from .check import check_table
from .descriptor import datapackage
from .errors import CaseError
from .load import Case, _read, load, validate
from .sheet import WORDS, filled, kept
from .sources import collected

UNKNOWN = "unknown outlet"
SKIPPED = ("promo", "related")  # lines that call for a subscription or link to another story


def create(path, sources, actors=None):
    """Draft a case folder from raw reports; run again, it keeps what was coded.

    ``claims.csv`` and ``figures.csv`` are the coding sheet: one row for each attributed claim and each sum found, with
    ``content`` or ``surface`` and offsets. Question, value, payer, recipient and status are left to the reader. On the
    next run a report is known again by its source or its text, and a row by its wording:

    - a cell that is filled in wins over the machine's, and a cell that was cleared stays empty;
    - a row that was deleted, because it is no claim or no sum, stays away;
    - a coded row whose words are no longer in the text stays, without offsets.

    Tables the machine does not draft are left as they are. ``drafted/`` holds the sheets as the machine drafted them,
    to compare with; without it, or without a sheet, everything is drafted again.

    Parameters
    ----------
    path : str or Path
        Folder of the case; made if need be. An ``actors.csv`` in it supplies the names.
    sources : path or list of paths
        ``.txt``, ``.html`` or ``.jsonl`` files, folders of them, or patterns such as ``texts/*.txt``. What the case
        stored itself is left out. A text is a new report unless it comes from the same file (and id, or line) as
        before, or is the same text and its former file is gone.
    actors : pandas.DataFrame, optional
        Names to use where the folder has no ``actors.csv``.

    Returns
    -------
    Case
        As read back from the folder.

    Raises
    ------
    CaseError
        A source that cannot be read, or an invalid table already there. Nothing is written unless all is valid.
        (A source without text, or a pattern without files, beside others is named in the log.)
    """
    path = Path(path)
    case = _standing(path)
    found = collected(sources, path, case)
    if actors is not None and case.actors.empty:
        case.actors = actors.reset_index(drop=True)
    _add_reports(case, found)
    known = _names(case)
    redone = dict(zip(found["report_id"], found["text"], strict=True))
    mentions, *sheets = _drafted(found, known)
    case.mentions = _joined(case.mentions, mentions, redone)
    drafted = {}
    for name, new in zip(WORDS, sheets, strict=True):
        sheet, drafted[name] = kept(name, getattr(case, name), new, _drafted_before(path, name), redone)
        setattr(case, name, sheet)
    validate(case)
    _write(path, case, found, drafted)
    return load(path)


def _drafted_before(path, name):
    """The rows of a sheet as the machine drafted them last; none where the sheet itself was taken away."""
    file, problems = path / "drafted" / f"{name}.csv", []
    there = file.is_file() and (path / f"{name}.csv").is_file()
    frame = _read(file, problems) if there else None
    if problems:
        raise CaseError(problems)
    return schema.empty(name) if frame is None else frame


def _standing(path):
    """The case as it stands in the folder: empty, only some tables, or complete."""
    if (path / "reports.csv").is_file():
        return load(path)
    problems = []
    there = {name: _read(path / f"{name}.csv", problems) for name in schema.TABLES if (path / f"{name}.csv").is_file()}
    typed = {name: check_table(name, frame, problems) for name, frame in there.items() if frame is not None}
    if problems:
        raise CaseError(problems)
    return Case(path.resolve().name, path, **typed)


def _add_reports(case, found):
    """Reports, outlets and texts of the sources; rows already there keep their cells."""
    day = re.compile(schema.DATE)
    rows, outlets, stored = [], [], []
    for row in found.itertuples():
        url = row.url if isinstance(row.url, str) and re.match(schema.URL, row.url) else None
        outlet = _plain(row.outlet) or (urlsplit(url).netloc if url else None) or UNKNOWN
        published = row.published if isinstance(row.published, str) and day.match(row.published) else None
        rows.append(
            {
                "report_id": row.report_id,
                "outlet": outlet,
                "url": url,
                "published": published,
                "published_basis": "metadata" if published else "unknown",
                "language": row.language if re.fullmatch("[a-z]{2}", str(row.language)) else None,
                "scope": "news",
            }
        )
        outlets.append({"outlet": outlet, "domain": urlsplit(url).netloc if url else None})
        stored.append(
            {
                "report_id": row.report_id,
                "path": f"reports/{row.report_id}.txt",
                "sha256": row.sha256,
                "title": _plain(row.title),
                "source": _plain(row.source),
            }
        )
        case.text[row.report_id] = row.text
    case.reports = filled(case.reports, pd.DataFrame(rows), "reports")
    case.outlets = filled(case.outlets, pd.DataFrame(outlets).drop_duplicates("outlet"), "outlets")
    case.texts = _joined(case.texts, pd.DataFrame(stored), set(found["report_id"]))


def _plain(cell):
    """A cell without control characters; None where there is nothing."""
    return " ".join(re.sub(r"[\x00-\x1f]+", " ", cell).split()) or None if isinstance(cell, str) else None


def _names(case):
    """Actors and outlets as one table of names."""
    outlets = case.outlets[["outlet"]].set_axis(["actor"], axis=1).assign(kind="outlet")
    named = outlets[outlets["actor"] != UNKNOWN]
    return pd.concat([case.actors, named], ignore_index=True).drop_duplicates("actor", ignore_index=True)


def _drafted(found, actors):
    """Mentions, claims and figures of the reports."""
    from ..reading import actors as naming  # only here: a case can be loaded without a language model
    from ..reading import attribution, money

    raw = found.set_index("report_id")["text"]
    mentions = naming.find_all(raw, actors)
    known = set(actors["actor"]) if len(actors) else set()
    claims = attribution.find_all(raw, actors if len(actors) else None)
    places = zip(claims["report_id"], claims["content_spans"], strict=True)
    relays = [isinstance(v, str) and set(names_in(v)) <= known for v in claims["via"]]
    claims = pd.DataFrame(
        {
            "claim_id": None,
            "report_id": claims["report_id"],
            "speaker": claims["speaker"].where(claims["speaker"].isin(known), None),
            "via": claims["via"].where(relays, None),
            "modality": claims["modality"],
            "content": [_content(raw[report], spans) for report, spans in places],
            "start": claims["start"],
            "end": claims["end"],
            "speaker_words": claims["speaker"],
            "confidence": claims["confidence"].round(3),
        }
    )
    sums = pd.concat([money.find(text).assign(report_id=report) for report, text in raw.items()], ignore_index=True)
    beside = {report: [line for line in texts.lines(text) if line[2] in SKIPPED] for report, text in raw.items()}
    sheets = (mentions[schema.columns("mentions")], claims, sums.assign(figure_id=None))
    return [_outside(beside, frame) for frame in sheets]


def _outside(beside, frame):
    """The rows that begin in none of the lines of their report."""
    places = zip(frame["report_id"], frame["start"], strict=True)
    kept = [not any(start <= at < end for start, end, _ in beside[report]) for report, at in places]
    return frame[np.array(kept, dtype=bool)].reset_index(drop=True)


def _content(text, spans):
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


def _joined(old, new, redone):
    """Rows of other reports, then the new ones."""
    rest = old[~old["report_id"].isin(redone)]
    return pd.concat([rest, new], ignore_index=True) if len(rest) else new.reset_index(drop=True)


def _write(path, case, found, sheets):
    """Write everything to a folder beside, then move it in place file by file."""
    path.mkdir(parents=True, exist_ok=True)
    drafted = ["reports", "outlets", "texts", "actors", "mentions", "questions", "claims", "figures"]
    present = [t for t in schema.TABLES if t in drafted or (path / f"{t}.csv").is_file()]
    with tempfile.TemporaryDirectory(dir=path, prefix=".draft-") as made:
        made = Path(made)
        for folder in ("reports", "drafted"):
            (made / folder).mkdir()
        for row in found.itertuples():
            (made / "reports" / f"{row.report_id}.txt").write_bytes(row.text.encode("utf-8"))
            if row.file.suffix.lower() in (".html", ".htm"):
                (made / "reports" / f"{row.report_id}.html").write_bytes(row.file.read_bytes())
        for name in drafted:
            getattr(case, name).to_csv(made / f"{name}.csv", index=False, lineterminator="\n")
        for name, frame in sheets.items():
            frame.to_csv(made / "drafted" / f"{name}.csv", index=False, lineterminator="\n")
        folder = path.resolve().name
        package = datapackage(folder, present, case.title if case.title not in ("", folder) else None)
        (made / "datapackage.json").write_text(
            json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        for inside in ("reports", "drafted"):
            (path / inside).mkdir(exist_ok=True)
        for file in sorted(made.rglob("*")):
            if file.is_file():
                os.replace(file, path / file.relative_to(made))
