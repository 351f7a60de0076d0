"""What the tools share: which notebooks there are, where results go, and one execution of one notebook."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = Path(os.environ.get("CROSSREAD_OUT") or ROOT)  # takes results and build
NOTEBOOKS = ROOT / "notebooks"
EXAMPLES = ROOT / "tests" / "notebooks"
MINUTES = 60


def chapters():
    """The notebooks of the collection in reading order."""
    return sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))


def examples():
    """The worked examples, one per helper."""
    return sorted(EXAMPLES.glob("*.ipynb"))


def place(name, as_of=None):
    """The folder of a case's results; those of a day have one of their own.

    >>> place("my_case", "2024-10-22").name
    'my_case@2024-10-22'
    """
    return OUT / "results" / (f"{name}@{as_of}" if as_of else name)


def parameters(source):
    """The names that a notebook lets a run set: those assigned in its cell of parameters."""
    import nbformat

    cells = [c for c in nbformat.read(source, as_version=4).cells if "parameters" in c.metadata.get("tags", [])]
    return {name for cell in cells for name in re.findall(r"^(\w+) *=", cell.source, re.M)}


def limits(words):
    """Minutes and bytes that a notebook may take, from "30" or "30,4" (minutes, GiB).

    >>> limits("30,0.5")
    (1800.0, 536870912)
    >>> limits("")
    (3600.0, None)
    """
    minutes, _, memory = words.partition(",")
    try:
        return 60.0 * float(minutes or MINUTES), int(float(memory) * 2**30) if memory else None
    except ValueError:
        raise SystemExit(f"LIMIT={words}: minutes, or minutes and GiB, are expected: LIMIT=30 or LIMIT=30,4") from None


def execute(source, target, results=None, limit="", **values):
    """Execute `source` from a clean kernel into `target` in a process of its own; returns (exit code, error text).

    It is stopped, with its kernel, when it takes longer or more memory than `limit` says.
    """
    command = [sys.executable, "-m", "papermill", str(source), str(target), "--cwd", str(Path(source).parent)]
    command += ["--kernel", "python3", "--language", "python", "--no-progress-bar", "--log-level", "ERROR"]
    for name, value in values.items():
        command += ["-r", name, str(value)]
    env = dict(os.environ, PYTHONHASHSEED="0", MPLBACKEND="agg")
    env.pop("CROSSREAD_RESULTS", None)
    if results:
        env["CROSSREAD_RESULTS"] = str(results)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=log, cwd=ROOT)
        try:
            broken = _watch(process, *limits(limit))
        except BaseException:
            _stop(process)
            raise
        log.seek(0)
        return (1, broken) if broken else (process.returncode, log.read())


def _watch(process, seconds, memory):
    """Wait for the end; what limit was broken, if one was."""
    import psutil

    end = time.monotonic() + seconds
    while True:
        try:
            process.wait(0.5 if memory else max(min(end - time.monotonic(), 5), 0.01))
            return ""
        except subprocess.TimeoutExpired:
            pass
        if time.monotonic() > end:
            _stop(process)
            return f"stopped after {seconds / 60:g} minutes; a longer time can be given: LIMIT=minutes"
        if memory:
            family = [process.pid, *(p.pid for p in psutil.Process(process.pid).children(recursive=True))]
            if sum(map(_memory, family)) > memory:
                _stop(process)
                return f"stopped at {memory / 2**30:g} GiB of memory; more can be given: LIMIT=minutes,GiB"


def _memory(pid):
    import psutil

    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0


def _stop(process):
    """End a process and all that it started."""
    import psutil

    try:
        family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
    except psutil.Error:
        family = []
    for member in family:
        try:
            member.kill()
        except psutil.Error:
            continue
    process.wait()
