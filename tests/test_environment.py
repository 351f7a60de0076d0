"""environment.yml, requirements.lock and pyproject.toml name the same packages within the same bounds."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from books import ROOT

CONDA_NAMES = {
    "ibis-duckdb": "ibis-framework",
    "python-duckdb": "duckdb",
    "python-igraph": "igraph",
    "matplotlib-base": "matplotlib",
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
WANTED = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]


def _split(requirement):
    name, bounds = re.fullmatch(r"([A-Za-z0-9_.-]+)(?:\[[a-z]+\])?\s*(.*)", requirement.strip()).groups()
    return CONDA_NAMES.get(name, name).lower(), bounds.replace(" ", "")


def _conda():
    plain = [d for d in CONDA["dependencies"] if isinstance(d, str)]
    (pip,) = [d["pip"] for d in CONDA["dependencies"] if isinstance(d, dict)]
    found = dict(_split(d) for d in plain + [p for p in pip if not p.startswith("-")])
    assert found.pop("python") == PROJECT["requires-python"]
    found.pop("pip")
    return found


def test_environment_has_the_shape_conda_expects():
    assert set(CONDA) == {"name", "channels", "dependencies"} and CONDA["channels"][0] == "conda-forge"


@pytest.mark.slow
def test_pip_accepts_the_pip_section(tmp_path):
    (pip,) = [d["pip"] for d in CONDA["dependencies"] if isinstance(d, dict)]
    wanted = tmp_path / "requirements.txt"
    wanted.write_text("\n".join(pip) + "\n")
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--retries", "0", "-r", str(wanted)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    unreachable = ("connection", "No matching distribution", "Network is unreachable", "No module named pip")
    if done.returncode and any(word in done.stderr for word in unreachable):
        pytest.skip("pip reaches no package index from here")
    assert done.returncode == 0, done.stderr


def test_the_version_is_the_same_everywhere():
    version = PROJECT["version"]
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_environment_agrees_with_pyproject():
    assert _conda() == dict(_split(r) for r in WANTED)


@pytest.mark.parametrize("package", ["jupyterlab", "pandas", "matplotlib", "networkx", "nbval"])
def test_the_packages_the_collection_is_built_on(package):
    assert package in dict(_split(r) for r in PROJECT["dependencies"])


def test_lock_pins_every_package_with_hashes_and_names_no_index():
    pinned = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", LOCK, re.M))
    assert {_split(r)[0] for r in WANTED} <= set(pinned)
    entries = re.split(r"^(?=[a-z0-9._-]+==)", LOCK, flags=re.M)[1:]
    assert all("--hash=sha256:" in e for e in entries)
    assert "://" not in LOCK and "index-url" not in LOCK


def test_actions_of_the_ci_are_pinned_by_commit():
    used = re.findall(r"uses: (\S+)", (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8"))
    assert used and [action for action in used if not re.search(r"@[0-9a-f]{40}$", action)] == []
