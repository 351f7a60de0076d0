"""Draft a case from raw texts, and keep what a reader has coded when it is drafted again."""

import hashlib
import json
import logging
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from .. import reading, schema
from ..dates import parse
from ..names import names_in
from ..reading import copies
from ..reading import text as texts
from . import tables, versions, write
from .check import check_table
from .descriptor import datapackage
from .errors import CaseError
from .load import Case, load, validate
from .sheet import WORDS, filled, kept
from .sources import collected

log = logging.getLogger(__name__)

SKIPPED = ("promo", "related")  # lines that call for a subscription or link to another story
POSTS = ("post", "post_byline")  # a sum in a post that the page shows is not the report's
DRAFTED = ("reports", "outlets", "texts", "actors", "mentions", "questions", "claims", "figures")
READ = "drafted/read.json"  # what the drafts were read from, to read only what is new


@dataclass
class Draft:
    """What one run of `draft` did.

    Attributes
    ----------
    case : Case
        As read back from the folder.
    found : pandas.DataFrame
        A row a text: report_id, source, language, state (new, corrected, unchanged).
    skipped : pandas.DataFrame
        Files that were left out: source, reason.
    differences : pandas.DataFrame
        As `helpers.case.versions.differences`, for each corrected text.
    """

    case: Case
    found: pd.DataFrame = field(repr=False)
    skipped: pd.DataFrame = field(repr=False)
    differences: pd.DataFrame = field(repr=False)


def create(path, sources, actors=None):
    """Draft a case folder from raw reports; run again, it keeps what was coded.

    ``claims.csv`` and ``figures.csv`` are the coding sheet: one row for each attributed claim and each sum found, with
    ``content`` or ``surface`` and offsets. Question, value, payer, recipient and status are left to the reader. On the
    next run a report is known again by its source or its text, and a row by its wording:

    - a cell that is filled in wins over the machine's, and a cell that was cleared stays empty;
    - a row that was deleted, because it is no claim or no sum, stays away;
    - a coded row whose words are no longer in the text stays, without offsets;
    - a corrected text keeps its former version under ``reports/versions/``.

    Tables the machine does not draft are left as they are. ``drafted/`` holds the sheets as the machine drafted them,
    to compare with; without it, or without a sheet, everything is drafted again. All is written or nothing; what
    was saved by others while this ran is never overwritten.

    Parameters
    ----------
    path : str or Path
        Folder of the case; made if need be. An ``actors.csv`` in it supplies the names.
    sources : path or list of paths
        Files (see `helpers.case.formats`), folders of them, or patterns such as ``texts/*.txt``. What the case
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
        A source that cannot be read, an invalid table already there, or a file saved meanwhile. Nothing is written
        unless all is valid. (A source without text, or a pattern without files, beside others is named in the log.)
    """
    return draft(path, sources, actors=actors).case


def draft(path, sources, *, actors=None, progress=False):
    """As `create`, telling what was read: returns a `Draft`. `progress` shows a bar."""
    path = Path(path)
    with write.locked(path):
        before = write.seen(path)
        case = _standing(path)
        standing = replace(case)
        done = _read_before(path)
        found, skipped = collected(sources, path, case, read=done.keys(), progress=progress)
        if actors is not None and case.actors.empty:
            case.actors = actors.reset_index(drop=True)
        known = versions.kept(case, found)
        _add_reports(case, found)
        names = _names(case)
        mark = _mark(names)
        found["state"] = _states(found, known)
        unread = [mark != done.get(r, ["", ""])[0] or d != done[r][1] for r, d in zip(*_keys(found), strict=True)]
        again = found[np.array(unread, dtype=bool)]
        redone = dict(zip(again["report_id"], again["text"], strict=True))
        mentions, *sheets = _drafted(again, names, progress)
        case.mentions = _with_stories(case, _joined(case.mentions, mentions, _free(case, redone)), redone)
        drafted = {}
        for name, new in zip(WORDS, sheets, strict=True):
            sheet, drafted[name] = kept(name, getattr(case, name), new, _drafted_before(path, name), redone)
            setattr(case, name, sheet)
        whole = found["state"].eq("unchanged").all() and again.empty and "reports" not in case.missing
        if not whole:
            validate(case)
            write.replace(path, _files(path, case, found, known, drafted, {**done, **_marks(found, mark)}), before)
    shown = found[["report_id", "source", "language", "state"]]
    skipped = pd.DataFrame(skipped, columns=["source", "reason"], dtype="object")
    return Draft(standing if whole else load(path), shown, skipped, versions.differences(known))


def _drafted_before(path, name):
    """The rows of a sheet as the machine drafted them last; none where the sheet itself was taken away."""
    file, problems = path / "drafted" / f"{name}.csv", []
    there = file.is_file() and (path / f"{name}.csv").is_file()
    frame = tables.cells(file, name, problems) if there else None
    if problems:
        raise CaseError(problems)
    return schema.empty(name) if frame is None else frame


def _standing(path):
    """The case as it stands in the folder: empty, only some tables, or complete."""
    if (path / "reports.csv").is_file():
        return load(path)
    problems, there = [], [name for name in schema.TABLES if (path / f"{name}.csv").is_file()]
    raw = {name: tables.cells(path / f"{name}.csv", name, problems) for name in there}
    typed = {name: check_table(name, frame, problems) for name, frame in raw.items() if frame is not None}
    if problems:
        raise CaseError(problems)
    return Case(path.resolve().name, path, **typed)


def _reader():
    """A digest of the code that reads texts."""
    digest = hashlib.sha256()
    for file in sorted(Path(reading.__file__).parent.rglob("*")):
        if file.suffix in (".py", ".csv"):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _mark(names):
    """A digest of the names that a draft knows: with others, all texts are read again."""
    known = names.reindex(columns=["actor", "kind", "country", "affiliation", "aliases"]).sort_values("actor")
    return hashlib.sha256(known.to_csv(index=False).encode()).hexdigest()[:16]


def _read_before(path):
    """``report_id -> (mark, digest)`` of what the sheets were last drafted from; nothing where the code has changed."""
    try:
        before = json.loads((path / READ).read_text(encoding="utf-8"))
        drafts = [f"drafted/{name}.csv" for name in WORDS]
        there = all((path / name).is_file() for name in (*(f"{n}.csv" for n in (*WORDS, "mentions")), *drafts))
        return dict(before["texts"]) if there and before["reader"] == _reader() else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _keys(found):
    return found["report_id"], found["sha256"]


def _marks(found, mark):
    return {report: [mark, digest] for report, digest in zip(*_keys(found), strict=True)}


def _states(found, known):
    """new, corrected or unchanged, for each text."""
    corrected, there = {old.report_id for old in known}, set(found.attrs["standing"])
    return ["corrected" if r in corrected else "unchanged" if r in there else "new" for r in found["report_id"]]


def _add_reports(case, found):
    """Reports, outlets and texts of the sources; rows already there keep their cells."""
    rows, outlets, stored = [], [], []
    paths = dict(zip(case.texts["report_id"], case.texts["path"], strict=True))
    found.attrs["standing"] = list(case.reports["report_id"])
    for row in found.itertuples():
        url = row.url if isinstance(row.url, str) and re.fullmatch(r"https?://[^\s/\"'<>\\]\S*", row.url) else None
        site = urlsplit(url).netloc if url else None
        outlet = _plain(row.outlet) or site
        published = _date(row.published)
        rows.append(
            {
                "report_id": row.report_id,
                "outlet": outlet,
                "url": url,
                "published": published,
                "published_basis": _basis(row.published_basis, published),
                "language": row.language if re.fullmatch("[a-z]{2}", str(row.language)) else None,
                "scope": "news",
                "accessed": _date(row.accessed),
                "archived_url": row.archived_url if re.fullmatch(r"https?://\S+", str(row.archived_url)) else None,
                "sha256": row.original,
            }
        )
        outlets += [{"outlet": outlet, "domain": _plain(row.site) or site}] if outlet else []
        stored.append(
            {
                "report_id": row.report_id,
                "path": paths.get(row.report_id, f"reports/{row.report_id}.txt"),
                "sha256": row.sha256,
                "title": _plain(row.title),
                "version": row.version,
                "replaced_on": row.replaced_on,
                "source": _plain(row.source),
            }
        )
        case.text[row.report_id] = row.text
    again = {row["report_id"]: row["sha256"] for row in rows if row["sha256"]}
    case.reports = filled(case.reports, pd.DataFrame(rows), "reports")
    case.reports["sha256"] = [
        again.get(r, s) for r, s in zip(case.reports["report_id"], case.reports["sha256"], strict=True)
    ]
    listed = pd.DataFrame(outlets, columns=["outlet", "domain"]).drop_duplicates("outlet")
    case.outlets = filled(case.outlets, listed, "outlets")
    marked = dict(zip(case.texts["report_id"], case.texts["mentions_coded"], strict=True))
    case.texts = _joined(case.texts, pd.DataFrame(stored), set(found["report_id"]))
    case.texts["mentions_coded"] = [marked.get(report) for report in case.texts["report_id"]]


def _date(cell):
    """An ISO date that the calendar has; None else."""
    try:
        parse(cell)
    except (ValueError, TypeError):
        return None
    return cell


def _plain(cell):
    """A cell of one line without control characters, at most as long as a name; None where there is nothing."""
    if not isinstance(cell, str):
        return None
    words = " ".join(
        re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]+", " ", cell).split()
    )
    return words or None


def _names(case):
    """Actors and outlets as one table of names."""
    named = case.outlets[["outlet"]].set_axis(["actor"], axis=1).assign(kind="outlet")
    return pd.concat([case.actors, named], ignore_index=True).drop_duplicates("actor", ignore_index=True)


def _drafted(found, actors, progress=False):
    """Mentions, claims and figures of the reports."""
    from ..reading import actors as naming  # only here: a case can be loaded without a language model
    from ..reading import attribution, money

    raw = found.set_index("report_id")["text"]
    known = set(actors["actor"]) if len(actors) else set()
    parts = []
    for some in _portions(raw, progress):
        claims = attribution.find_all(some, actors if len(actors) else None)
        sums = pd.concat(
            [money.find(text).assign(report_id=report) for report, text in some.items()], ignore_index=True
        )
        parts.append((naming.find_all(some, actors), _claims(claims, some, known), sums.assign(figure_id=None)))
    if not parts:
        nothing = {"claims": [*schema.columns("claims"), "content", "start", "end", "speaker_words", "confidence"]}
        nothing["figures"] = [*schema.columns("figures"), "surface", "start", "end", "approximate"]
        frames = [pd.DataFrame(columns=schema.columns("mentions"), dtype="object")]
        return [*frames, *(pd.DataFrame(columns=nothing[name], dtype="object") for name in WORDS)]
    lines = {report: texts.lines(text) for report, text in raw.items()}
    beside = {report: [line for line in some if line[2] in SKIPPED] for report, some in lines.items()}
    posts = {report: [line for line in some if line[2] in SKIPPED + POSTS] for report, some in lines.items()}
    mentions, claims, sums = (pd.concat(frames, ignore_index=True) for frames in zip(*parts, strict=True))
    return [
        *(_outside(beside, frame) for frame in (mentions[schema.columns("mentions")], claims)),
        _outside(posts, sums),
    ]


def _basis(told, published):
    """How the day of publication is known: as the file tells, else from its metadata."""
    if not published:
        return "unknown"
    return told if told in schema.PUBLISHED_BASES and told != "unknown" else "metadata"


def _portions(raw, progress, size=50):
    """The texts, some at a time, with a bar where it is wished."""
    from tqdm import tqdm

    with tqdm(total=len(raw), desc="reading", unit="report", disable=not progress or not len(raw)) as bar:
        for start in range(0, len(raw), size):
            some = raw.iloc[start : start + size]
            yield some
            bar.update(len(some))


def _claims(claims, raw, known):
    places = zip(claims["report_id"], claims["content_spans"], strict=True)
    relays = [isinstance(v, str) and set(names_in(v)) <= known for v in claims["via"]]
    return pd.DataFrame(
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


def _outside(beside, frame):
    """The rows that begin in none of the lines of their report."""
    places = zip(frame["report_id"], frame["start"], strict=True)
    keep = [not any(start <= at < end for start, end, _ in beside[report]) for report, at in places]
    return frame[np.array(keep, dtype=bool)].reset_index(drop=True)


def _content(text, spans):
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


def _joined(old, new, redone):
    """Rows of other reports, then the new ones."""
    rest, new = old[~old["report_id"].isin(redone)], new[new["report_id"].isin(redone)]
    if not len(new):
        return rest.reset_index(drop=True)
    return pd.concat([rest, new], ignore_index=True) if len(rest) else new.reset_index(drop=True)


def _free(case, redone):
    """The reports read again whose names nobody has coded."""
    coded = set(case.texts.loc[case.texts["mentions_coded"].fillna(False).astype(bool), "report_id"])
    return {report for report in redone if report not in coded}


def _with_stories(case, mentions, redone):
    """To each naming the story its report tells: copies of one text are one story."""
    if redone:
        stories = copies.stories(copies.passages(case.text), case.text)
        drafted = mentions["report_id"].map(stories)
        mentions["story"] = (
            mentions["story"].where(mentions["story"].notna(), drafted) if "story" in mentions else drafted
        )
    return mentions


def _files(path, case, found, known, sheets, marks):
    """Every file of the case: name -> bytes."""
    files = {}
    stored = dict(zip(case.texts["report_id"], case.texts["path"], strict=True))
    for row in found.itertuples():
        files[stored[row.report_id]] = row.text.encode("utf-8")
        if row.kept:
            files[str(Path(stored[row.report_id]).with_suffix(row.kept))] = row.file.read_bytes()
    for old in known:
        files[old.path] = old.text.encode("utf-8")
    present = [t for t in schema.TABLES if t in DRAFTED or (path / f"{t}.csv").is_file()]
    for name in DRAFTED:
        files[f"{name}.csv"] = written(getattr(case, name))
    for name, frame in sheets.items():
        files[f"drafted/{name}.csv"] = written(frame)
    there = set(case.texts["report_id"])
    read = {"reader": _reader(), "texts": {report: row for report, row in marks.items() if report in there}}
    files[READ] = (json.dumps(read, indent=0, sort_keys=True, ensure_ascii=False) + "\n").encode()
    files["datapackage.json"] = _package(path, case, present)
    return files


def written(frame):
    """A table as the bytes of its CSV; whole numbers without a point, truth as true and false."""
    out = tables.defused(frame)
    for column in out.columns:
        out[column] = [_cell(v) for v in out[column].astype("object")]
    return out.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _cell(value):
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)) and value.is_integer():
        return str(int(value))
    return value


def _package(path, case, present):
    """``datapackage.json`` anew; what its author added (title, day) stays."""
    folder = path.resolve().name
    made = datapackage(folder, present, case.title if case.title not in ("", folder) else None)
    try:
        kept_before = json.loads((path / "datapackage.json").read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        kept_before = {}
    made |= {key: value for key, value in kept_before.items() if key not in made}
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
