"""What is written about the project is current."""

import re

import api
import pytest
from books import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "data/README.md")


def test_the_list_of_public_calls_is_current():
    assert api.PAGE.read_text(encoding="utf-8") == api.text(), "docs/api.md is behind the docstrings: make docs"


def test_every_public_call_says_what_it_does():
    calls = [(room.__name__, name, call) for room in api.rooms() for name, call in api.calls(room)]
    assert len(calls) > 100
    assert not [f"{room}.{name}" for room, name, call in calls if "–" not in api.line(name, call)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_the_documents_name_is_there(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z-]+)\b(?=[`\n #]|$)", " ".join(re.findall("`make[^`]*`", text)))) <= targets
    files = re.findall(r"`((?:src|tools|tests|data|docs|benchmarks|notebooks)/[A-Za-z0-9_./-]+)`", text)
    assert [f for f in files if not (ROOT / f).exists()] == []
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / document).parent.joinpath(link).exists()] == []
