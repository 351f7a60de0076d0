"""Which files a case is drafted from, and which report each text of theirs is."""

import glob
import hashlib
import logging
import os
import re
from pathlib import Path

import pandas as pd

from ..reading import text as texts
from ..reading.text.files import LinesError, unique
from .errors import CaseError, Problem

log = logging.getLogger(__name__)


def collected(sources, path, case):
    """All texts of the sources, each with the ``report_id`` it had before or one of its own.

    Parameters
    ----------
    sources : path or list of paths
        Files, folders or patterns.
    path : Path
        Folder of the case; what the case stored there is no source.
    case : Case
        As it stands.

    Returns
    -------
    pandas.DataFrame
        As `helpers.reading.text.documents`, with ``file``, ``source`` (where the text was read, seen from the case) and
        ``sha256`` of the text as stored.
    """
    problems = []
    files = _without_own(_files(sources, problems), path, case)
    frames = []
    for file in files:
        try:
            frame = texts.documents(file).assign(file=file)
        except LinesError as error:
            problems += [Problem(str(file), *line[:1], None, *line[1:]) for line in error.lines]
        except FileNotFoundError:
            problems.append(Problem(str(file), None, None, "no such file", "a readable report", "Correct the path."))
        except (OSError, ValueError) as error:
            found = str(error).removeprefix(f"{file.name}: ")
            problems.append(Problem(str(file), None, None, found, "a readable report", "Correct or leave it out."))
        else:
            frames.append(frame[[bool(text.strip()) for text in frame["text"]]])
            if frames[-1].empty:
                log.warning("%s holds no text and is left out.", file)
    if not problems and not any(len(frame) for frame in frames):
        empty = ", ".join(map(str, files)) or "sources"
        problems.append(Problem(empty, None, None, "no text", "at least one report", "Give files that hold text."))
    if problems:
        raise CaseError(problems)
    found = pd.concat(frames, ignore_index=True)
    found["text"] = [re.sub("[\ud800-\udfff]", "\ufffd", text) for text in found["text"]]
    found["sha256"] = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in found["text"]]
    found["source"] = [_place(row.file, row.part, path) for row in found.itertuples()]
    found["report_id"] = _names(found, path, case)
    for row in found.itertuples():
        if texts.wrapped([line.strip() for line in row.text.splitlines() if line.strip()]):
            hint = "%s: its lines end within sentences. Claims are read line by line: join the lines of a paragraph."
            log.warning(hint, row.source)
    return found


def _files(sources, problems):
    """The files that paths, folders and patterns stand for, each once."""
    listed = [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)
    files, unmatched = {}, []
    for source in listed:
        one = Path(source)
        inside = [one]
        if one.is_dir():
            inside = sorted(p for p in one.rglob("*") if p.suffix.lower() in texts.SUFFIXES)
        elif glob.has_magic(str(one)) and not one.exists():
            inside = sorted(Path(p) for p in glob.glob(str(one), recursive=True) if os.path.isfile(p))
        files.update({p.resolve(): p for p in inside if p.resolve() not in files})
        if not inside:
            unmatched.append(source)
    for source in unmatched:
        if files:
            log.warning("%s stands for no file.", source)
        else:
            words = f"one of {', '.join(texts.SUFFIXES)}"
            problems.append(Problem(str(source), None, None, "no file that it stands for", words, "Correct the path."))
    return list(files.values())


def _own(path, case):
    """``file -> report_id`` of what the case itself stored."""
    stored = zip(case.texts["path"], case.texts["report_id"], strict=True)
    return {(path / name).resolve(): report for name, report in stored}


def _without_own(files, path, case):
    """The files without those the case stored; these are read again only where nothing else is given."""
    own = _own(path, case)
    pages = {file.with_suffix(end) for file in own for end in (".html", ".htm")}
    others = [file for file in files if file.resolve() not in own and file.resolve() not in pages]
    return others or [file for file in files if file.resolve() in own]


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
    for rule in (_own_file, _unchanged, _moved, _corrected, _of_no_source):
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
    return re.sub(r"[^\w.-]+", "-", str(words)).strip("-.") or "report"


def _groups(stored, key):
    """``key(row) -> rows``."""
    groups = {}
    for row in stored:
        groups.setdefault(key(row), []).append(row)
    return lambda wanted: groups.get(wanted, [])


def _own_file(stored, path, case):
    own = _own(path, case)
    return lambda new: [own[new.file.resolve()]] if new.file.resolve() in own else []


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


def _alike(one, other):
    """Whether two texts share most of their words, so that one can be the other corrected."""
    one, other = set(one.split()), set(other.split())
    return 2 * len(one & other) >= len(one | other)
