"""Let new results take the place of the last ones in one step, and mend what a run that was killed left behind."""

import ctypes
import os
import shutil
import sys
from pathlib import Path

EXCHANGE = 2


def settle(new, final):
    """`new` takes the place of `final`; exports and earlier briefs stay.

    Where the system can exchange two folders in one step it is done so; else the last results stand aside for a moment
    under a name that `mend` knows.
    """
    if not final.exists():
        new.rename(final)
        return
    keep(final, new)
    aside = final.with_name(f".{final.name}.old")
    if exchange(new, final):
        shutil.rmtree(new, ignore_errors=True)
        return
    shutil.rmtree(aside, ignore_errors=True)
    final.rename(aside)
    new.rename(final)
    shutil.rmtree(aside, ignore_errors=True)


def keep(final, new):
    """Carry over what no run replaces: ``exports/``, and each brief that the new one does not repeat word by word."""
    if (final / "exports").is_dir() and not (new / "exports").exists():
        shutil.copytree(final / "exports", new / "exports", copy_function=_link)
    for old in sorted(p for p in final.glob("brief-*") if p.is_file()):
        target = new / old.name
        if not target.exists():
            _link(old, target)
        elif target.read_bytes() != old.read_bytes():
            _link(old, _free(new, final, old))


def _free(new, final, old):
    """A name for an earlier brief of the same day: brief-2024-10-22.1.html, .2, ..."""
    number = 1
    while any((folder / f"{old.stem}.{number}{old.suffix}").exists() for folder in (new, final)):
        number += 1
    return new / f"{old.stem}.{number}{old.suffix}"


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def exchange(one, other):
    """Exchange two folders in one step; False where the system cannot."""
    names = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return library.renamex_np(*names, EXCHANGE) == 0
        here = -100  # AT_FDCWD
        return library.renameat2(here, names[0], here, names[1], EXCHANGE) == 0
    except (AttributeError, OSError):
        return False


def mend(final):
    """Put back results that a killed run had set aside, and delete what it had not finished."""
    aside = final.with_name(f".{final.name}.old")
    if aside.is_dir() and not final.exists():
        aside.rename(final)
    shutil.rmtree(aside, ignore_errors=True)
    for left in Path(final.parent).glob(f".{_literal(final.name)}.*.new"):
        number = left.name.split(".")[-2]
        if number.isdigit() and not _alive(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _literal(name):
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _alive(number):
    import psutil

    return psutil.pid_exists(number)
