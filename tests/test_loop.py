"""The whole loop of a reader's work, interrupted at every stage of it, against one run that nobody disturbed."""

import multiprocessing
import os

import pandas as pd
import pytest

from helpers import case
from helpers.case import workbook, write
from helpers.case.drop import drop

ACTORS = pd.DataFrame({"actor": ["Ada Lind", "Norland"], "kind": ["person", "state"], "aliases": ["Lind", None]})
TEXTS = {
    "one": "Ada Lind said on Monday that Norland would lend $20 million.\nIt paid €5 million, Lind said.\n",
    "two": "Norland denied that it had paid anything.\nLind told reporters that the loan of $20 million is safe.\n",
    "three": "It snowed, Lind said.\n",
}


def read(folder, name):
    return pd.read_csv(folder / "case" / f"{name}.csv", dtype=str)


def save(folder, name, table):
    table.to_csv(folder / "case" / f"{name}.csv", index=False)


def put(folder, name, text):
    (folder / "in" / f"{name}.txt").write_text(text, encoding="utf-8")


def coded(folder):
    claims, figures = read(folder, "claims"), read(folder, "figures")
    claims.loc[claims["content"].str.contains("safe"), "note"] = "mine"
    figures.loc[0, ["payer", "status"]] = ["Norland", "pledged"]
    save(folder, "claims", claims)
    save(folder, "figures", figures)


def cleared(folder):
    claims = read(folder, "claims")
    claims.loc[0, "speaker"] = None
    save(folder, "claims", claims)


def deleted(folder):
    claims = read(folder, "claims")
    save(folder, "claims", claims[~claims["content"].str.contains("snowed")])


def corrected(folder):
    put(folder, "one", TEXTS["one"].replace("€5 million", "€6 million") + "Nothing else is known.\n")


def renamed(folder):
    (folder / "in" / "two.txt").rename(folder / "in" / "second.txt")


def added(folder):
    put(folder, "four", "Norland gave $3 million, Ada Lind said.\n")
    more = pd.DataFrame({"actor": ["Bank of Norland"], "kind": ["organisation"]})
    save(folder, "actors", pd.concat([read(folder, "actors"), more]))


def nothing(folder):
    pass


STAGES = [nothing, coded, cleared, deleted, corrected, renamed, added, nothing]


def drafted(folder):
    case.create(folder / "case", folder / "in", actors=ACTORS)


def killed(call, at, name=None):
    """The call in a process that dies at its `at`-th move (0: before the first file is written)."""

    def run():
        move, seen = write.step, [0]

        def deadly(name, source, target):
            seen[0] += 1
            if seen[0] == at:
                os._exit(9)
            move(name, source, target)

        write.step = deadly
        if at == 0:
            write.replace = lambda *given: os._exit(9)
        call()
        os._exit(0)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join(120)
    return process.exitcode


def whole(folder, interrupt=None):
    """The loop from beginning to end; each draft is killed first where an `interrupt` says at which move."""
    (folder / "in").mkdir()
    for name, text in TEXTS.items():
        put(folder, name, text)
    for number, stage in enumerate(STAGES):
        stage(folder)
        if interrupt is not None:
            killed(lambda: drafted(folder), interrupt(number))
            if (folder / "case" / "reports.csv").exists() or (folder / "case" / write.COMMIT).exists():
                case.load(folder / "case")  # the old state or the new one, never between
        drafted(folder)
    if interrupt is not None:
        killed(lambda: drop(folder / "case", "three"), interrupt(len(STAGES)))
    if "three" in set(case.load(folder / "case").reports["report_id"]):
        drop(folder / "case", "three")
    drafted(folder)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_loop_keeps_what_was_coded_and_what_was_taken_out(tmp_path):
    whole(tmp_path)
    made = case.load(tmp_path / "case")
    assert set(made.reports["report_id"]) == {"one", "two", "four"} and set(made.reports["report_id"]) == set(made.text)
    assert made.claims["note"].eq("mine").sum() == 1 and made.claims["speaker"].isna().sum() == 1
    assert made.figures[["payer", "status"]].dropna().to_numpy().tolist() == [["Norland", "pledged"]]
    assert not made.claims["content"].str.contains("snowed").any()
    assert made.texts.set_index("report_id").loc["one", "version"] == 2
    assert (tmp_path / "case" / "reports" / "versions" / "one.1.txt").read_text(encoding="utf-8") == TEXTS["one"]
    assert not [p for p in (tmp_path / "case").iterdir() if p.name.startswith(".")]


@pytest.mark.slow
@pytest.mark.parametrize("shift", [0, 1, 2, 3, 5, 8, 13])
def test_an_interruption_at_any_stage_changes_nothing_in_the_end(tmp_path, shift):
    (tmp_path / "clean").mkdir()
    (tmp_path / "broken").mkdir()
    assert whole(tmp_path / "broken", lambda stage: (shift + 3 * stage) % 17) == whole(tmp_path / "clean")


@pytest.mark.slow
def test_a_sheet_between_two_drafts_comes_back_whole(tmp_path):
    whole(tmp_path)
    workbook.renew(tmp_path / "case")
    drafted(tmp_path)
    assert workbook.renew(tmp_path / "case").taken.empty
    assert case.load(tmp_path / "case").claims["note"].eq("mine").sum() == 1
