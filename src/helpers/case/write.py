"""One write of a case: all of it or nothing, whoever interrupts, and never over what somebody saved meanwhile.

New files are made in ``.draft`` inside the folder. When all are whole, ``.draft`` becomes ``.commit`` in one step; from
there on the case *is* the new one, and `load` reads it so, while file after file is moved to its place. A run that is
killed before that step leaves the old case; one killed after it leaves the new one, and the next finishes the moves.
Before a file is replaced it is set aside and compared with what was read: if it was saved since, everything goes back
to where it was, and the reader is told.
"""

import fcntl
import hashlib
import json
import logging
import os
import shutil
import time
from contextlib import contextmanager
from pathlib import Path

from ..schema import TABLES
from .errors import CaseError, Problem

log = logging.getLogger(__name__)

__all__ = ["changed", "locked", "readable", "replace", "seen", "state"]

DRAFT, COMMIT, JOURNAL, FORMER = ".draft", ".commit", "journal.json", "former"
FOLDERS = (".", "reports", "reports/versions", "drafted")
WAIT = 600  # seconds for another draft of the same case to end


def readable(path):
    """How to find a file of the case: in its place, or where a write that was interrupted left it.

    Returns
    -------
    callable
        ``name -> pathlib.Path``.
    """
    journal, commit = _journal(path), path / COMMIT
    if journal is None:
        return lambda name: path / name
    old, back = journal["old"], "back" in journal

    def find(name):
        other = commit / FORMER / name if back else commit / name
        if name in old and back and old[name] is None:
            return other  # it was not there before
        return other if name in old and other.exists() else path / name

    return find


def state(path):
    """What changes while a write is under way, to see whether a reading of many files was one of a single moment."""
    found = []
    for name in (COMMIT, "datapackage.json", *(f"{table}.csv" for table in TABLES)):
        try:
            stamp = (path / name).stat()
            found.append((stamp.st_ino, stamp.st_mtime_ns))
        except OSError:
            found.append(None)
    return found


@contextmanager
def locked(path):
    """Hold the case alone, and mend what an earlier write left; a folder made for it goes again if it stays empty."""
    path = Path(path)
    made = not path.is_dir()
    handle = None
    try:
        handle = _lock(path)
        _mend(path)
        yield
    except OSError as error:
        raise CaseError([_unwritable(path, error)]) from error
    finally:
        if handle is not None:
            shutil.rmtree(path / DRAFT, ignore_errors=True)
            if made and not any(path.iterdir()):
                path.rmdir()
            os.close(handle)


def _lock(path):
    """The folder's own lock; another draft is waited for."""
    until = time.monotonic() + WAIT
    while True:
        if path.exists() and not path.is_dir():
            remedy = "Give the path of a folder."
            raise CaseError([Problem(str(path), None, None, "a file", "a case folder", remedy)])
        path.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_RDONLY)
        except FileNotFoundError:  # another draft that came to nothing took its folder away
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.isdir(path) and os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(handle)
                remedy = "Wait for it, or end it, and run this again."
                found = "another draft of this case that is still running"
                raise CaseError([Problem(str(path), None, None, found, "one at a time", remedy)]) from None
            time.sleep(0.1)
        os.close(handle)


def _unwritable(path, error):
    name = getattr(error, "filename", None) or path
    remedy = {
        28: "Free some space and run it again; the case is as it was.",
        13: "Give yourself the right to write there, or copy the case elsewhere.",
        30: "Copy the case to a disk that can be written to.",
    }.get(error.errno, "The case is as it was; run it again when that is mended.")
    return Problem(str(name), None, None, f"{error.strerror or error}", "a folder that can be written to", remedy)


def seen(path):
    """``name -> digest`` of every file of the case at its top and in its own folders, to know later what was saved."""
    found = {}
    for folder in (path / inside for inside in FOLDERS):
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            if file.is_file() and not file.name.startswith("."):
                found[file.relative_to(path).as_posix()] = _digest(file)
    return found


def changed(path, before, names):
    """Those of the files that are not as they were in `before`."""
    return [name for name in names if _digest(path / name) != before.get(name)]


def replace(path, files, before, gone=()):
    """Put new files in place of the old ones, all or none.

    Parameters
    ----------
    path : Path
        A case held by `locked`.
    files : dict of str to bytes
        Name inside the case -> content. What is there already is not written again.
    before : dict
        From `seen`, of the moment when the case was read.
    gone : iterable of str
        Names of files to take away.

    Raises
    ------
    CaseError
        A file was saved since it was read; everything is as it was, that file as it was saved.
    """
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    _refuse(changed(path, before, sorted({*files, *gone, *(f"{table}.csv" for table in TABLES)})))
    new = {name: data for name, data in files.items() if digests[name] != before.get(name)}
    gone = [name for name in gone if name in before]
    if not new and not gone:
        return
    draft = path / DRAFT
    for name, data in new.items():
        target = draft / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    journal = {"new": {n: digests[n] for n in new}, "gone": gone, "old": {n: before.get(n) for n in [*new, *gone]}}
    draft.mkdir(exist_ok=True)
    _save(draft / JOURNAL, journal)
    _sync(draft)
    _refuse(changed(path, before, journal["old"]))
    step("commit", draft, path / COMMIT)
    _refuse(_forward(path, journal))


def _refuse(names):
    if names:
        remedy = "Nothing was changed. Close the file in other programs, and run this again: it keeps what was saved."
        saved = "a file that was saved while this ran"
        raise CaseError([Problem(name, None, None, saved, "the file as it was read", remedy) for name in names])


def step(name, source, target):
    """One move; every change of the folder goes through here, so that a test can stop it at each by name."""
    os.replace(source, target)


def _forward(path, journal):
    """Move every new file to its place; where one was saved meanwhile, move everything back and give its name."""
    saved = [name for name in journal["old"] if not _placed(path, name, journal)]
    saved = saved or [n for n, digest in journal["new"].items() if _digest(path / n) != digest]
    if saved:
        return _back(path, {**journal, "back": saved})
    _finish(path)
    return []


def _placed(path, name, journal):
    """Whether a file stands in its place as the journal says; False where somebody saved it meanwhile."""
    target, new, former = path / name, path / COMMIT / name, path / COMMIT / FORMER / name
    old, digest = journal["old"][name], journal["new"].get(name)
    for folder in (target.parent, former.parent):
        folder.mkdir(parents=True, exist_ok=True)
    if digest is None or _digest(target) != digest:
        if not former.exists() and target.exists():
            step(f"aside {name}", target, former)
        if former.exists() and _digest(former) != old:
            return False
        if digest is None:
            return not target.exists()
        try:
            os.link(new, target)  # never over a file that came meanwhile
        except FileExistsError:
            return False
        except OSError:  # a disk without links
            shutil.copyfile(new, target)
    if new.exists():
        step(f"place {name}", new, former.with_name(f"{former.name}.placed"))
    return True


def _back(path, journal):
    """Put everything back as it was, but what somebody saved: that stays as it was saved. Names of these."""
    _save(path / COMMIT / JOURNAL, journal)
    saved = []
    for name, old in journal["old"].items():
        target, former, digest = path / name, path / COMMIT / FORMER / name, journal["new"].get(name)
        now = _digest(target)
        if now not in (None, old, digest):
            saved.append(name)
        elif former.exists():
            saved += [name] if _digest(former) != old else []
            step(f"back {name}", former, target)
        elif old is None and now is not None:
            target.unlink()
    _finish(path)
    return saved or journal["back"]


def _finish(path):
    """Nothing is left of the write."""
    rest = path / f"{DRAFT}-done"
    shutil.rmtree(rest, ignore_errors=True)
    step("finish", path / COMMIT, rest)
    shutil.rmtree(rest, ignore_errors=True)


def _mend(path):
    """Finish what an interrupted write began, and clear away one that had not come so far."""
    for rest in path.glob(f"{DRAFT}*"):
        shutil.rmtree(rest, ignore_errors=True)
    journal = _journal(path)
    if journal is None:
        shutil.rmtree(path / COMMIT, ignore_errors=True)
        return
    saved = _back(path, journal) if "back" in journal else _forward(path, journal)
    log.warning("%s: a draft that was interrupted is mended.", path)
    if saved:
        log.warning("%s: saved since, and kept as saved: %s.", path, ", ".join(saved))


def _journal(path):
    try:
        return json.loads((path / COMMIT / JOURNAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _save(file, journal):
    part = file.with_suffix(".part")
    part.write_text(json.dumps(journal), encoding="utf-8")
    os.replace(part, file)


def _digest(file):
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _sync(folder):
    """Everything in the folder on the disk, and not only in its cache."""
    for file in [*folder.rglob("*"), folder]:
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
