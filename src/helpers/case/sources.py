"""Which files a case is drafted from, and which report each text of theirs is."""

import glob
import hashlib
import logging
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
from tqdm import tqdm

from .. import schema
from ..reading import text as texts
from ..reading.text.files import LinesError, unique
from .check import STAND_INS
from .errors import CaseError, Problem
from .formats import COLUMNS, SUFFIXES, Unread, documents

log = logging.getLogger(__name__)


def collected(sources, path, case, *, read=frozenset(), progress=False):
    """All texts of the sources, each with the ``report_id`` it had before or one of its own.

    Parameters
    ----------
    sources : path or list of paths
        Files, folders or patterns.
    path : Path
        Folder of the case; what the case stored there is no source.
    case : Case
        As it stands.
    read : collection of str
        Reports whose file, where it is as it was, need not be read again.
    progress : bool
        Whether to show a bar.

    Returns
    -------
    (pandas.DataFrame, list of (str, str))
        As `helpers.case.formats.documents`, with ``file``, ``source`` (where the text was read, seen from the case),
        ``sha256`` of the text as stored, ``original`` (that of the file's bytes) and ``kept`` (the ending under which
        the original file is kept beside the text); and what was left out, with the reason.
    """
    problems, skipped, rows = [], [], []
    files = _without_own(_files(sources, problems, skipped), path, case)
    stored = _stored(case, read)
    for file in tqdm(files, desc="files", unit="file", disable=not progress):
        source = _place(file, None, path)
        try:
            if source in stored and stored[source]["original"] == _digest(file):
                rows.append(stored[source] | {"given": file, "file": None})
            else:
                rows += _whole(documents(file), file, skipped)
        except LinesError as error:
            problems += [Problem(str(file), *line[:1], None, *line[1:]) for line in error.lines]
        except FileNotFoundError:
            problems.append(Problem(str(file), None, None, "no such file", "a readable report", "Correct the path."))
        except Unread as error:
            skipped.append((str(file), str(error)))
        except (OSError, ValueError) as error:
            found = str(error).removeprefix(f"{file.name}: ")
            problems.append(Problem(str(file), None, None, found, "a readable report", "Correct or leave it out."))
    rows = _owned(_without_copies(rows))
    for place, reason in skipped:
        log.warning("%s %s; left out.", place, reason)
    if not problems and not rows:
        empty = ", ".join(map(str, files[:5])) or "sources"
        remedy = "Give files that hold text: " + (skipped[0][1] if skipped else ", ".join(SUFFIXES)) + "."
        problems.append(Problem(empty, None, None, "no text", "at least one report", remedy))
    if problems:
        raise CaseError(problems)
    for row in rows:
        row["text"] = re.sub("[\ud800-\udfff]", "\ufffd", row["text"])
        row["sha256"] = hashlib.sha256(row["text"].encode("utf-8")).hexdigest()
        row["source"] = _place(row["given"], row["part"], path)
    columns = [*COLUMNS, "given", "kept", "original", "sha256", "source"]
    found = pd.DataFrame(_without_dropped(rows, path, skipped), columns=columns, dtype=object)
    found["report_id"] = _names(found, path, case)
    found["outlet"] = _known_outlets(found, case)
    known = {row["source"] for row in rows if row.get("known")}
    found["language"] = [row.language if row.source in known else _language(row) for row in found.itertuples()]
    for row in found.itertuples():
        lines = [] if row.source in known else [line.strip() for line in row.text.splitlines() if line.strip()]
        if texts.wrapped(lines):
            hint = "%s: its lines end within sentences. Claims are read line by line: join the lines of a paragraph."
            log.warning(hint, row.source)
    return found, skipped


def _stored(case, read):
    """``source -> row`` of the reports that need not be read again, as they were read."""
    if not read:
        return {}
    reports = case.reports.astype(object).where(case.reports.notna(), None).set_index("report_id").to_dict("index")
    made = {}
    for row in case.texts.reindex(columns=["report_id", "title", "source", "path"]).astype(object).itertuples():
        about, kept = reports[row.report_id], None
        if row.report_id in read and isinstance(row.source, str) and about["sha256"] and row.report_id in case.text:
            ending = Path(row.source).suffix.lower()
            kept = ending if ending in SUFFIXES and ending != ".txt" else None
            told = {c: about[c] for c in ("url", "published", "published_basis", "outlet", "language", "accessed")}
            told |= {"archived_url": about["archived_url"], "title": row.title, "original": about["sha256"]}
            text = {"report_id": row.report_id, "text": case.text[row.report_id], "part": None, "kept": kept}
            made[row.source] = told | text | {"known": True, "site": None}
    return made


def _language(row):
    """The language a text is written in, else the one it is said to be in; what contradicts or is garbled is told."""
    if note := texts.garbled(row.text):
        log.warning("%s: %s. Save it anew in its own encoding.", row.source, note)
    spoken = texts.language(row.text)
    if spoken and isinstance(row.language, str) and row.language != spoken:
        names = texts.NAMES[spoken], texts.NAMES.get(row.language, row.language)
        log.warning("%s: its text is in %s, its file says %s.", row.source, *names)
    if spoken and spoken != "en":
        log.info("%s: its text is in %s.", row.source, texts.NAMES[spoken])
    return spoken or row.language


def _without_dropped(rows, path, skipped):
    """The texts without those that were taken out of the case."""
    file = path / "drafted" / "dropped.csv"
    if not file.is_file():
        return rows
    out = pd.read_csv(file, dtype="str", keep_default_na=False)
    sources, digests = set(out["source"]), set(out["sha256"])
    kept = [row for row in rows if row["source"] not in sources and row["sha256"] not in digests]
    left = {row["source"] for row in rows} - {row["source"] for row in kept}
    skipped += [(source, "was taken out by make drop (drafted/dropped.csv)") for source in sorted(left)]
    if not kept:
        remedy = "Delete the lines of drafted/dropped.csv that are to come back."
        raise CaseError([Problem(str(file), None, None, "every text taken out", "at least one report", remedy)])
    return kept


def _whole(frame, file, skipped):
    """The rows that hold text; the others are told."""
    kept = []
    for row in frame.to_dict("records"):
        copy, text = row.get("file"), row["text"]
        if isinstance(text, str) and text.strip():
            kept.append({**row, "given": file})
            continue
        where = f"{file}, {row['part']}" if isinstance(row["part"], str) else str(file)
        skipped.append((where, f"holds no text in {copy}" if isinstance(copy, Path) else "holds no text"))
    return kept


def _without_copies(rows):
    """The rows without files that a list of saved copies has told already."""
    copies = {row["file"].resolve() for row in rows if isinstance(row["file"], Path)}
    return [row for row in rows if isinstance(row["file"], Path) or row["given"].resolve() not in copies]


def _owned(rows):
    """To each row the file that its text was read from, that file's digest and the ending under which it is kept."""
    for row in rows:
        copied = isinstance(row["file"], Path)
        row["file"] = row["file"] if copied else row["given"]
        if not row.get("known"):
            alone, ending = copied or not isinstance(row["part"], str), row["file"].suffix.lower()
            row["kept"] = ending if alone and ending != ".txt" else None
            row["original"] = _digest(row["file"]) if alone else None
    return rows


def _digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _known_outlets(found, case):
    """The outlet of each text: as told, else the listed one whose domain the address has, else the site."""
    listed = case.outlets.dropna(subset=["domain"])
    by = {_site(domain): outlet for outlet, domain in zip(listed["outlet"], listed["domain"], strict=True)}
    made = []
    for row in found.itertuples():
        named = row.outlet if isinstance(row.outlet, str) and row.outlet.strip().casefold() not in STAND_INS else None
        site = row.site if isinstance(row.site, str) else urlsplit(row.url).netloc if isinstance(row.url, str) else None
        made.append(named or (by.get(_site(site), _site(site)) if site else None))
    return made


def _site(domain):
    return domain.casefold().strip().removeprefix("www.").partition(":")[0]


def _files(sources, problems, skipped):
    """The files that paths, folders and patterns stand for, each once."""
    listed = [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)
    files, unmatched = {}, []
    for source in listed:
        one = Path(source)
        inside = [one]
        if one.is_dir():
            inside = sorted(p for p in one.rglob("*") if p.is_file() and not _hidden(p, one))
            skipped += [(str(p), _unknown(p)) for p in inside if p.suffix.lower() not in SUFFIXES]
            inside = [p for p in inside if p.suffix.lower() in SUFFIXES]
        elif glob.has_magic(str(one)) and not one.exists():
            inside = sorted(Path(p) for p in glob.glob(str(one), recursive=True) if os.path.isfile(p))
        if one.is_file() and one.suffix.lower() not in SUFFIXES:
            skipped.append((str(one), _unknown(one)))
            continue
        files.update({p.resolve(): p for p in inside if p.resolve() not in files})
        if not inside:
            unmatched.append(source)
    for source in unmatched:
        if files:
            log.warning("%s stands for no file.", source)
        else:
            words = f"one of {', '.join(SUFFIXES)}"
            problems.append(Problem(str(source), None, None, "no file that it stands for", words, "Correct the path."))
    return list(files.values())


def _unknown(file):
    return f"is of a kind that is not read ({file.suffix or 'no ending'})"


def _hidden(file, folder):
    """Whether a file belongs to a program and not to the pile."""
    inside = file.relative_to(folder).parts
    return any(part.startswith((".", "~$")) for part in inside) or inside[-1] in ("Thumbs.db", "desktop.ini")


def _own(path, case):
    """``file -> report_id`` of what the case itself stored."""
    stored = zip(case.texts["path"], case.texts["report_id"], strict=True)
    return {(path / name).resolve(): report for name, report in stored}


def _without_own(files, path, case):
    """The files without those the case stored; these are read again only where nothing else is given."""
    own, root = _own(path, case), path.resolve()
    pages = {file.with_suffix(end) for file in own for end in SUFFIXES if end != ".txt"}
    pages |= {root / name for name in ("datapackage.json", "coding.xlsx", *(f"{t}.csv" for t in schema.TABLES))}
    inner = (root / "drafted", root / "reports" / "versions")
    places = [(file, file.resolve()) for file in files]
    others = [
        file
        for file, place in places
        if place not in own and place not in pages and not any(place.is_relative_to(folder) for folder in inner)
    ]
    return others or [file for file, place in places if place in own]


def _place(file, part, path):
    try:
        place = Path(os.path.relpath(file.resolve(), path.resolve())).as_posix()
    except ValueError:  # another drive
        place = file.resolve().as_posix()
    return f"{place}#{part}" if isinstance(part, str) else place


def _names(found, path, case):
    """A report_id for each text: that of the same source, or of the same text whose source is gone; else a new one."""
    stored = case.texts.reindex(columns=["report_id", "sha256", "source"]).astype(object)
    stored = list(stored.where(stored.notna(), None).itertuples(index=False))
    rows = list(found.assign(name=[_name(n) for n in found["report_id"]]).itertuples())
    given, used = {}, set()
    for rule in (_own_file, _unchanged, _moved, _corrected, _of_no_source, _renamed):
        candidates = rule(stored, path, case)
        for new in rows:
            same = [] if new.Index in given else [label for label in candidates(new) if label not in used]
            if same:
                given[new.Index] = same[0]
                used.add(same[0])
    rest = [new for new in rows if new.Index not in given]
    fresh = unique([new.name for new in rest], [*case.reports["report_id"], *case.texts["report_id"]])
    given |= {new.Index: label for new, label in zip(rest, fresh, strict=True)}
    return [given[new.Index] for new in rows]


def _name(words):
    """A key that can be the name of a file on any system: of at most 120 bytes.

    >>> _name("first report?"), len(_name("x" * 300))
    ('first-report', 89)
    """
    name = re.sub(r"[^\w.-]+", "-", str(words)).strip("-.") or "report"
    if len(name.encode()) <= 120:
        return name
    cut = name.encode()[:80].decode(errors="ignore")
    return f"{cut}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _groups(stored, key):
    """``key(row) -> rows``."""
    groups = {}
    for row in stored:
        groups.setdefault(key(row), []).append(row)
    return lambda wanted: groups.get(wanted, [])


def _own_file(stored, path, case):
    own = _own(path, case)
    return lambda new: [own[new.given.resolve()]] if new.given.resolve() in own else []


def _unchanged(stored, path, case):
    same = _groups(stored, lambda row: (row.source, row.sha256))
    return lambda new: [row.report_id for row in same((new.source, new.sha256))]


def _moved(stored, path, case):
    """The same text from another place: where its file is gone, or on another line of it."""
    same = _groups(stored, lambda row: row.sha256)
    gone = {row.source for row in stored if row.source and not (path / row.source.split("#")[0]).exists()}

    def candidates(new):
        here = new.source.split("#")[0]
        rows = [row for row in same(new.sha256) if row.source]
        return [row.report_id for row in rows if row.source in gone or row.source.split("#")[0] == here]

    return candidates


def _corrected(stored, path, case):
    """Another text from the same place; on the same line of a file only where it is much the same text."""
    same = _groups(stored, lambda row: row.source)

    def candidates(new):
        rows = [row.report_id for row in same(new.source)]
        return [r for r in rows if "#line " not in new.source or _alike(new.text, case.text.get(r, ""))]

    return candidates


def _of_no_source(stored, path, case):
    """A report that has no text yet, or whose source was not recorded, by its name."""
    named = set(case.reports["report_id"]) - {row.report_id for row in stored if row.source}
    return lambda new: [new.name] if new.name in named else []


def _renamed(stored, path, case):
    """Much the same text under another name, where the former file is gone."""
    gone = [row for row in stored if row.source and not (path / row.source.split("#")[0]).exists()]

    def candidates(new):
        return [row.report_id for row in gone if _alike(new.text, case.text.get(row.report_id, ""))]

    return candidates


def _alike(one, other):
    """Whether two texts share most of their words, so that one can be the other corrected."""
    one, other = set(one.split()), set(other.split())
    return 2 * len(one & other) >= len(one | other)
