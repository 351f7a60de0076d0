"""The write of a case: all or nothing, killed at each move by its name, and never over what somebody saved."""

import json
import multiprocessing
import os
import time

import pytest

from helpers import case
from helpers.case import write

OLD = {
    "claims.csv": b"old claims\n",
    "reports.csv": b"old reports\n",
    "reports/a.txt": b"old text\n",
    "drafted/x.csv": b"x\n",
}
NEW = {
    "claims.csv": b"new claims\n",
    "reports.csv": b"new reports\n",
    "reports/a.txt": b"new text\n",
    "reports/b.txt": b"b\n",
}
GONE = ["drafted/x.csv"]
AFTER = NEW
MOVES = ["commit", *(f"{do} {name}" for name in NEW for do in ("aside", "place")), "aside drafted/x.csv", "finish"]
MOVES.remove("aside reports/b.txt")  # it was not there before


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "case"
    for name, data in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def content(folder, find=None):
    """Every file of the case as a reader finds it: name -> bytes."""
    find = find or (lambda name: folder / name)
    return {name: find(name).read_bytes() for name in sorted({*OLD, *NEW}) if find(name).is_file()}


def put(folder):
    with write.locked(folder):
        write.replace(folder, NEW, write.seen(folder), GONE)


def stopped(folder, name, *, before):
    """The write in a process that dies at the move of this name, before or after it is done; whether it came so far."""

    def die():
        move = write.step

        def deadly(at, source, target):
            if not before:
                move(at, source, target)
            if at == name:
                os._exit(9)
            if before:
                move(at, source, target)

        write.step = deadly
        put(folder)
        os._exit(0)

    process = multiprocessing.get_context("fork").Process(target=die)
    process.start()
    process.join(30)
    return process.exitcode == 9


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("name", MOVES)
def test_a_kill_at_any_move_leaves_the_old_case_or_the_new_one(folder, name, before):
    assert stopped(folder, name, before=before)
    whole = AFTER if (name, before) != ("commit", True) else OLD
    seen = content(folder, write.readable(folder))
    assert {n: d for n, d in seen.items() if n not in GONE} == {n: d for n, d in whole.items() if n not in GONE}
    put(folder)
    assert content(folder) == AFTER
    assert not [p.name for p in folder.iterdir() if p.name.startswith(".")]


def test_what_stops_before_the_moves_leaves_nothing_behind(folder):
    stopped(folder, "commit", before=True)
    with write.locked(folder):
        pass
    assert content(folder) == OLD and not [p.name for p in folder.iterdir() if p.name.startswith(".")]


def test_the_same_files_are_not_written_again(folder):
    put(folder)
    stamps = {p: p.stat().st_ino for p in folder.rglob("*") if p.is_file()}
    put(folder)
    assert stamps == {p: p.stat().st_ino for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("name", [None, *MOVES[:-1]])
def test_a_sheet_saved_while_it_runs_is_kept_and_told(folder, name, monkeypatch):
    """Somebody saves claims.csv before the write, or just before or after any of its moves."""
    move = write.step

    def saving(at, source, target):
        if at == name:
            (folder / "claims.csv").write_bytes(b"saved by the reader\n")
        move(at, source, target)

    monkeypatch.setattr(write, "step", saving)
    with write.locked(folder):
        before = write.seen(folder)
        if name is None:
            (folder / "claims.csv").write_bytes(b"saved by the reader\n")
        with pytest.raises(case.CaseError, match=r"claims\.csv: found a file that was saved while this ran"):
            write.replace(folder, NEW, before, GONE)
    assert content(folder) == OLD | {"claims.csv": b"saved by the reader\n"}
    assert not [p.name for p in folder.iterdir() if p.name.startswith(".")]


def test_a_table_that_appears_meanwhile_is_kept_and_told(folder):
    with write.locked(folder):
        before = write.seen(folder)
        (folder / "questions.csv").write_bytes(b"mine\n")
        with pytest.raises(case.CaseError, match=r"questions\.csv"):
            write.replace(folder, NEW, before)
    assert content(folder) == OLD and (folder / "questions.csv").read_bytes() == b"mine\n"


def test_a_kill_while_going_back_leaves_the_old_case_with_what_was_saved(folder):
    def die():
        move = write.step

        def deadly(at, source, target):
            if at == "place reports.csv":
                (folder / "claims.csv").write_bytes(b"saved by the reader\n")
            if at == "back reports/a.txt":
                os._exit(9)
            move(at, source, target)

        write.step = deadly
        put(folder)

    process = multiprocessing.get_context("fork").Process(target=die)
    process.start()
    process.join(30)
    assert process.exitcode == 9
    with write.locked(folder):
        assert content(folder) == OLD | {"claims.csv": b"saved by the reader\n"}


def test_a_second_write_waits_for_the_first(folder):
    def hold():
        with write.locked(folder):
            (folder.parent / "held").touch()
            time.sleep(0.6)

    process = multiprocessing.get_context("fork").Process(target=hold)
    process.start()
    while not (folder.parent / "held").exists():
        time.sleep(0.01)
    began = time.monotonic()
    put(folder)
    assert time.monotonic() - began > 0.3 and content(folder) == AFTER
    process.join()


def test_a_folder_made_for_nothing_goes_again(tmp_path):
    with write.locked(tmp_path / "new"):
        pass
    assert not (tmp_path / "new").exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "case").write_text("x")
    with pytest.raises(case.CaseError, match="found a file"), write.locked(tmp_path / "case"):
        pass


@pytest.mark.parametrize(("number", "word"), [(28, "Free some space"), (13, "right to write"), (30, "Copy the case")])
def test_a_disk_that_takes_nothing_leaves_the_case_as_it_was(folder, monkeypatch, number, word):
    def full(path, data):
        raise OSError(number, "no", str(path))

    monkeypatch.setattr(write.Path, "write_bytes", full)
    with pytest.raises(case.CaseError, match=word):
        put(folder)
    monkeypatch.undo()
    assert content(folder) == OLD and not [p.name for p in folder.iterdir() if p.name.startswith(".")]


def test_the_journal_tells_what_is_moved(folder):
    stopped(folder, "aside claims.csv", before=True)
    journal = json.loads((folder / write.COMMIT / write.JOURNAL).read_text())
    assert set(journal["new"]) == set(NEW) and journal["gone"] == GONE
