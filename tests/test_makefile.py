"""What a reader types after ``make`` is passed on as it is and never run."""

import os
import shutil
import subprocess

import pytest
from books import ROOT

HOSTILE = [
    "`touch hit`",
    "$(touch hit)",
    '"; touch hit; "',
    "'; touch hit; '",
    "$(shell touch hit)",
    "a b",
    "--help",
    "é $HOME",
]
TARGETS = "run test quick lab case sheet drop brief export save schema bench test-spark unit lint"


@pytest.fixture
def house(tmp_path):
    """The Makefile in a folder with an awkward name, with a stand-in for Python that prints its arguments."""
    folder = tmp_path / "My Pile's é"
    (folder / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    stand_in = folder / ".venv" / "bin" / "python"
    stand_in.write_text(
        '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done\nprintf "%s\\n" "$CROSSREAD_OUT"\n'
    )
    stand_in.chmod(0o755)
    for name in ("requirements.lock", "pyproject.toml", "tools/bootstrap.sh", "tools/uv.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    (folder / ".venv" / ".ready").touch()
    return folder


DROPPED = ("CASE", "OUT", "CROSSREAD_OUT")  # and what an outer make tells an inner one


def make(folder, *words):
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS")) and k not in DROPPED}
    done = subprocess.run(["make", *words], cwd=folder, env=keep, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_reader_reach_the_tool_as_they_are(house, words):
    printed = make(house, "run", f"CASE={words}", f"AS_OF={words}")
    assert printed[-2] == words and f"--as-of={words}" in printed
    assert printed[-1] == str(house)
    for target, variable in (("drop", "REPORT"), ("case", "NAME"), ("unit", "T"), ("brief", "SINCE")):
        assert any(words in line for line in make(house, target, f"{variable}={words}"))
    assert not list(house.rglob("hit"))


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_out_takes_what_is_made(house, tmp_path):
    assert make(house, "run", f"OUT={tmp_path}/other place")[-1] == f"{tmp_path}/other place"
    assert make(house, "run", "OUT=other place")[-1] == f"{house}/other place"


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_help_tells_every_target_that_a_reader_types():
    printed = "\n".join(make(ROOT, "help"))
    for target in TARGETS.split():
        assert f"\n{target} " in f"\n{printed}"
