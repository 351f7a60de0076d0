"""What the tools share: which notebooks there are, and one execution of one."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = Path(os.environ.get("CROSSREAD_OUT") or ROOT)  # takes results and build
NOTEBOOKS = ROOT / "notebooks"
EXAMPLES = ROOT / "tests" / "notebooks"


def chapters():
    """The notebooks of the collection in reading order."""
    return sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))


def examples():
    """The worked examples, one per helper."""
    return sorted(EXAMPLES.glob("*.ipynb"))


def execute(source, target, results=None, **parameters):
    """Execute `source` from a clean kernel into `target` in a process of its own; returns (exit code, error text)."""
    command = [sys.executable, "-m", "papermill", str(source), str(target), "--cwd", str(Path(source).parent)]
    command += ["--kernel", "python3", "--no-progress-bar", "--log-level", "ERROR"]
    for name, value in parameters.items():
        command += ["-r", name, str(value)]
    env = dict(os.environ, PYTHONHASHSEED="0", MPLBACKEND="agg")
    env.pop("CROSSREAD_RESULTS", None)
    if results:
        env["CROSSREAD_RESULTS"] = str(results)
    done = subprocess.run(command, env=env, capture_output=True, text=True, cwd=ROOT)
    return done.returncode, done.stderr
