"""Every dependency tells its licence, and the bill of materials names them all."""

from email.message import Message
from types import SimpleNamespace

import licences
import pytest


@pytest.fixture(scope="module")
def packages():
    return licences.installed()


def package(**told):
    message = Message()
    for name, words in told.items():
        for word in [words] if isinstance(words, str) else words:
            message[name.replace("_", "-")] = word
    return SimpleNamespace(metadata=message, files=None)


def test_every_dependency_tells_its_licence(packages):
    assert {"pandas", "duckdb", "jupyterlab", "pytest", "numpy"} <= set(packages)
    assert [name for name, (package, _) in packages.items() if not licences.licence(package)] == []


def test_the_bill_of_materials_names_each_once_with_what_it_needs(packages):
    bill = licences.bill(packages)
    names = [component["name"] for component in bill["components"]]
    assert bill["bomFormat"] == "CycloneDX" and bill["metadata"]["component"]["name"] == "crossread"
    assert names == sorted(set(names)) and len(names) == len(packages) - 1
    known = {component["bom-ref"] for component in bill["components"]}
    needs = {entry["ref"]: entry["dependsOn"] for entry in bill["dependencies"]}
    assert {ref for needed in needs.values() for ref in needed} <= known
    pandas = next(ref for ref in needs if ref.startswith("pkg:pypi/pandas@"))
    assert any(ref.startswith("pkg:pypi/numpy@") for ref in needs[pandas])


def test_the_expression_comes_before_classifiers_and_these_before_free_text():
    classifiers = ["License :: OSI Approved", "License :: OSI Approved :: MIT License", "Topic :: Utilities"]
    assert licences.licence(package(License_Expression="MIT", Classifier=classifiers, License="x")) == "MIT"
    assert licences.licence(package(Classifier=classifiers, License="x")) == "MIT License"
    assert licences.licence(package(License="BSD\nmore")) == "BSD"
    assert licences.licence(package(License="UNKNOWN")) is None and licences.licence(package()) is None
