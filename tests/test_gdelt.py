"""GKG files: every line is a row or a reason, and what the tables hold is what an independent count finds.

With CROSSREAD_GKG set to real files (a path, folder or pattern) the same count is made on them too.
"""

import gzip
import os
import re
import subprocess
import sys
import time
import zipfile
from collections import Counter
from glob import glob
from pathlib import Path

import ibis
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import gdelt
from helpers.gdelt.fields import FIELDS
from helpers.gdelt.land import find, land, rows

SAMPLE = Path(__file__).parent.parent / "data" / "gkg_sample"
REAL = sorted(glob(os.environ.get("CROSSREAD_GKG", "")))
PILES = [pytest.param(str(SAMPLE), id="sample"), *(pytest.param(path, id=Path(path).name) for path in REAL)]


def line(number=1, **fields):
    """One GKG row of our own, as text without its newline."""
    given = {
        "GKGRECORDID": f"20241022120000-{number}",
        "DATE": "20241022120000",
        "SourceCollectionIdentifier": "1",
        "SourceCommonName": "example.org",
        "DocumentIdentifier": f"https://example.org/{number}",
    } | fields
    return "\t".join(given.get(name, "") for name in FIELDS)


def pile(tmp_path, *lines, name="20241022120000.gkg.csv"):
    """Tables of a file that holds these lines (text or bytes)."""
    raw = b"\n".join(item if isinstance(item, bytes) else item.encode() for item in lines) + b"\n"
    (tmp_path / name).write_bytes(raw)
    return gdelt.read(tmp_path / name)


def frame(table, *order):
    return table.to_pandas().sort_values(list(order) or list(table.columns), ignore_index=True)


def counted(path):
    """The independent count: plain Python on the file's bytes, none of the module's code."""
    opened = gzip.open if path.endswith(".gz") else open
    if path.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            raw = b"".join(archive.read(item) for item in archive.namelist())
    else:
        with opened(path, "rb") as file:
            raw = file.read()
    every = raw.removesuffix(b"\n").split(b"\n")
    table = [[cell.decode("utf-8", "replace") for cell in item.split(b"\t")] for item in every]
    seen, good = set(), []
    for cells in table:
        if len(cells) == 27 and cells[1].isdigit() and len(cells[1]) == 14 and cells[0] and cells[0] not in seen:
            seen.add(cells[0])
            good.append(cells)
    listed = {"person": (12, ";"), "organisation": (14, ";"), "place": (10, ";"), "amount": (24, ";")}
    many = {
        name: sum(bool(e.strip()) for cells in good for e in cells[at].split(s)) for name, (at, s) in listed.items()
    }
    said = sum(len(re.findall(r"(?:^|#)\d+\|\d+\|", cells[22])) for cells in good)
    return Counter(lines=len(every), reports=len(good), quotation=said, **many)


@pytest.mark.parametrize("path", PILES)
def test_tables_agree_with_an_independent_count(path):
    want = sum((counted(str(file)) for file in find(path)), Counter())
    got = gdelt.read(path)
    kinds = frame(got.mentions.group_by("kind").agg(n=lambda t: t.count())).set_index("kind").n.to_dict()
    faulty = frame(got.unparsed.group_by("field").agg(n=lambda t: t.count())).set_index("field").n.to_dict()
    fields = {"person": "V2Persons", "organisation": "V2Organizations", "place": "V2Locations", "amount": "Amounts"}
    have = kinds | {"amount": got.amounts.count().execute()}
    assert got.reports.count().execute() == want["reports"]
    assert want["reports"] + got.rejected.count().execute() == want["lines"]
    assert {kind: have[kind] + faulty.get(field, 0) for kind, field in fields.items()} == {k: want[k] for k in fields}
    assert got.quotations.count().execute() == want["quotation"]
    assert want["person"] > 0 and want["organisation"] > 0 and want["quotation"] > 0 and want["amount"] > 0


def test_values_of_one_row_by_hand(tmp_path):
    got = pile(
        tmp_path,
        line(
            V2Persons="Kyrylo Budanov,44;Martin Luther King, Jr,9",
            V2Organizations="War Zone,69",
            V2Locations="4#Kursk, Kurskaya Oblast', Russia#RS#RS41#25130#51.73#36.19#-2971681#100",
            Quotations="10|17||groundless rumors#90|8|said|we #1 at",
            Amounts="12000,North Korean troops,310;5e10,dollars loan,400;",
            Extras="<PAGE_TITLE>Troops on the way</PAGE_TITLE>",
            V2Tone="-1.5,2,3.5,5.5,20,0.5,250",
            GCAM="wc:250,c1.1:3",
            TranslationInfo="srclc:ukr;eng:Moses 2.1",
        ),
    )
    named = frame(got.mentions, "start")[["start", "surface", "actor", "kind"]].values.tolist()
    assert named[0] == [9, "Martin Luther King, Jr", "Martin Luther King, Jr", "person"]
    assert [row[0] for row in named] == [9, 44, 69, 100]
    assert named[3][2:] == ["Kursk, Kurskaya Oblast', Russia", "place"]
    said = frame(got.quotations, "start")
    assert said.start.tolist() == [10, 90] and said.length.tolist() == [17, 8]
    assert said.text.tolist() == ["groundless rumors", "we #1 at"] and said.verb[1] == "said"
    sums = frame(got.amounts, "start")
    assert sums.number.tolist() == [12000, 5e10] and sums.object.tolist() == ["North Korean troops", "dollars loan"]
    report = frame(got.reports, "report_id").iloc[0]
    assert report.published == pd.Timestamp("2024-10-22 12:00") and report.outlet == "example.org"
    assert report.tone["words"] == 250 and report.tone["tone"] == -1.5
    assert [(item["dimension"], item["value"]) for item in report.gcam] == [("wc", 250), ("c1.1", 3)]
    assert report.locations_at[0]["latitude"] == 51.73 and report.locations_at[0]["start"] == 100
    assert report.language == "ukr" and report.title == "Troops on the way"


def test_all_27_fields_are_there_and_typed(tmp_path):
    kinds = dict(pile(tmp_path, line()).reports.schema().items())
    plain = {name for name, kind in kinds.items() if kind.is_string()}
    assert len(kinds.keys() - {"title", "language", "file", "line", "repaired"}) == 27
    assert plain == {"report_id", "outlet", "url", "image", "title", "language", "file", "repaired"}
    assert kinds["published"].is_timestamp() and kinds["gcam"].value_type.fields["value"].is_float64()


def test_what_is_no_row_is_kept_aside_with_its_place(tmp_path):
    got = pile(
        tmp_path,
        line(1),
        "",
        "too\tshort",
        line(4) + "\textra",
        line(5, DATE="2024-10-22"),
        line(6, DATE="20241322000000"),
        line(7, GKGRECORDID=" "),
        line(8, SourceCollectionIdentifier="web"),
        line(1),
        line(10),
    )
    lost = frame(got.rejected, "line")
    assert lost.line.tolist() == [2, 3, 4, 5, 6, 7, 8, 9]
    assert lost.reason[0] == "empty line" and lost.reason[1].startswith("2 fields, expected 27")
    assert lost.reason[7] == "record was already read: 20241022120000-1"
    assert lost.file.str.endswith("20241022120000.gkg.csv").all()
    assert frame(got.reports, "line").line.tolist() == [1, 10]


def test_quotes_nuls_and_wrong_encodings_survive(tmp_path):
    got = pile(
        tmp_path,
        line(1, V2Persons='Dwayne "The Rock" Johnson,5', Quotations='1|9||he said "no'),
        line(2, V2Persons="Volo\0dymyr Zelensky,7"),
        line(3, V2Persons="José Núñez,3").encode("latin-1"),
        b"\xef\xbb\xbf" + line(4, V2Persons="Łukasz Żal,2").encode() + b"\r",
    )
    named = frame(got.mentions, "report_id").actor.tolist()
    assert named == ['Dwayne "The Rock" Johnson', "Volodymyr Zelensky", "José Núñez", "Łukasz Żal"]
    mended = frame(got.reports, "report_id").repaired
    assert mended.isna().tolist() == [True, False, False, True]
    assert mended[1] == "nul" and mended[2] == "encoding"
    assert got.rejected.count().execute() == 0


def test_entries_that_are_not_of_their_form_are_listed(tmp_path):
    got = pile(
        tmp_path, line(V2Persons="No Offset;Ann Lee,4;,7", Amounts="many,troops,3;4,men,9", Quotations="9|no bars")
    )
    assert frame(got.unparsed, "field", "entry")[["field", "entry"]].values.tolist() == [
        ["Amounts", "many,troops,3"],
        ["Quotations", "9|no bars"],
        ["V2Persons", ",7"],
        ["V2Persons", "No Offset"],
    ]
    assert got.mentions.count().execute() == 1 and got.amounts.count().execute() == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=60) | st.just(line(1).encode()) | st.just(line(2).encode() + b"\xff"), max_size=8))
def test_every_line_of_any_bytes_is_accounted_for(tmp_path, lines):
    file = tmp_path / "any.csv"
    raw = b"\n".join(lines)
    file.write_bytes(raw)
    found = list(rows(file))
    if raw[:4] == b"PK\x03\x04" or raw[:2] == b"\x1f\x8b":
        assert found
    else:
        assert [row[1] for row in found] == list(
            range(1, raw.count(b"\n") + (not raw.endswith(b"\n") and raw != b"") + 1)
        )


def test_gzip_zip_folder_and_pattern_give_the_same(tmp_path):
    raw = (line(1) + "\n" + line(2) + "\n").encode()
    (tmp_path / "a").mkdir()
    with gzip.open(tmp_path / "a" / "one.csv.gz", "wb") as file:
        file.write(raw)
    with zipfile.ZipFile(tmp_path / "two.gkg.csv.zip", "w") as archive:
        archive.writestr("two.gkg.csv", raw.replace(b"22120000", b"22121500"))
    for paths in ([tmp_path / "a", tmp_path / "two.gkg.csv.zip"], [tmp_path / "*.zip", str(tmp_path / "a" / "*.gz")]):
        got = gdelt.read(paths)
        assert got.reports.count().execute() == 4 and got.rejected.count().execute() == 0
    assert len(find([tmp_path / "a", tmp_path / "a" / "one.csv.gz"])) == 1
    with pytest.raises(FileNotFoundError, match="no GKG file here"):
        gdelt.read(tmp_path / "none*")


def test_a_file_that_breaks_off_or_is_none_says_so(tmp_path):
    whole = gzip.compress("\n".join(line(n) for n in range(2000)).encode(), mtime=0)
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "page.csv.zip").write_bytes(b"<html>404</html>")
    got = gdelt.read(tmp_path)
    lost = frame(got.rejected, "file").assign(file=lambda t: t.file.str.extract(r"([^/\\]+)$"))
    assert lost.file.tolist() == ["cut.csv.gz", "page.csv.zip"]
    assert lost.reason.str.startswith("unreadable from this line on").all()
    assert 0 < got.reports.count().execute() == lost.line[0] - 1


def test_a_line_without_end_is_not_held_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.gdelt.land.LONGEST", 2000)
    (tmp_path / "long.csv").write_text("x" * 9000 + "\n" + line(2) + "\n")
    found = list(rows(tmp_path / "long.csv"))
    assert found[0][3] == "longer than 2,000 bytes" and found[1][4] == "20241022120000-2" and len(found) == 2


@pytest.mark.slow
def test_a_killed_run_leaves_nothing_half_and_goes_on(tmp_path):
    source, target = tmp_path / "in", tmp_path / "landed"
    source.mkdir()
    for hour in range(6):
        text = "\n".join(line(n, GKGRECORDID=f"{hour}-{n}", GCAM="wc:1," * 300) for n in range(4000))
        (source / f"{hour}.csv").write_text(text)
    code = f"from helpers.gdelt.land import land; land({str(source)!r}, {str(target)!r})"
    child = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    while child.poll() is None and not list(target.glob("*.parquet")):
        time.sleep(0.005)
    child.kill()
    child.wait()
    before = {file: file.stat().st_mtime_ns for file in target.glob("*.parquet")}
    got = gdelt.read(source, None, target)
    assert got.reports.count().execute() == 24_000
    assert before and all(file.stat().st_mtime_ns == time for file, time in before.items())
    assert len(land(source, target)) == 6


def test_a_folder_used_for_other_files_too_does_not_mix_them(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text(line(1, GKGRECORDID=name))
        got = gdelt.read(tmp_path / f"{name}.csv", ibis.duckdb.connect(), tmp_path / "landed")
        assert frame(got.reports, "report_id").report_id.tolist() == [name]


def test_a_bare_duckdb_connection_will_do(tmp_path):
    import duckdb

    (tmp_path / "a.csv").write_text(line(1))
    assert gdelt.read(tmp_path / "a.csv", duckdb.connect()).reports.count().execute() == 1


def test_noise_is_marked_and_counted(tmp_path):
    title = "<PAGE_TITLE>Five men held after a raid</PAGE_TITLE>"
    got = pile(
        tmp_path,
        line(1, SourceCommonName="a.org", V2Persons="Los Angeles,1;J,2;A. B.,3;Ann Lee,4", Extras=title),
        line(
            2,
            SourceCommonName="b.org",
            V2Organizations="Facebook,1;G7,2;U.N.,3",
            Extras=title.upper(),
        ),
        line(3, SourceCommonName="b.org", V2Locations="3#Los Angeles, California#US#USCA#CA037#34#-118#1662328#9"),
        line(4, SourceCommonName="c.org", Extras="<PAGE_TITLE>Subscribe to read on</PAGE_TITLE>"),
        line(5, SourceCommonName="d.org", Extras="<PAGE_TITLE>Subscribe to read on</PAGE_TITLE>"),
        line(6, SourceCommonName="c.org", Extras="<PAGE_TITLE>One of five words here</PAGE_TITLE>"),
        line(7, SourceCommonName="c.org", Extras="<PAGE_TITLE>One of five words here</PAGE_TITLE>"),
    )
    flagged, told = gdelt.flag(got.mentions), gdelt.stories(got.reports)
    marks = frame(flagged, "actor").set_index("actor").noise
    assert marks["Los Angeles"] == "place as person" and marks["Facebook"] == "platform as organisation"
    assert marks["J"] == marks["A. B."] == "single letters"
    assert marks[["Ann Lee", "G7", "U.N.", "Los Angeles, California"]].isna().all()
    story = frame(told, "report_id")
    assert story.story.str[-1].tolist() == list("1134567") and story.copies.tolist() == [2, 2, 1, 1, 1, 1, 1]
    table = frame(gdelt.summary(flagged, told), "noise").set_index("noise")
    assert table.found.to_dict() == {
        "place as person": 1,
        "platform as organisation": 1,
        "single letters": 2,
        "syndicated copy": 1,
    }
    assert table.of["place as person"] == 4 and table.share["syndicated copy"] == pytest.approx(1 / 7)


def test_profiles_by_hand(tmp_path):
    got = pile(
        tmp_path,
        line(
            1, SourceCommonName="a.org", V2Persons="Ann Lee,1;Ann Lee,9", V2Tone="1,0,0,0,0,0,100", Quotations="1|2||hm"
        ),
        line(
            2,
            SourceCommonName="a.org",
            V2Organizations="Nato,4",
            V2Tone="3,0,0,0,0,0,300",
            Amounts="5,dollars ,1;4,men,2",
        ),
        line(3, SourceCommonName="b.org", Amounts="7,pounds of rice,1;9,euros in aid,2;8,pounds ,3"),
    )
    table = gdelt.outlets(got.reports, got.mentions, got.quotations).to_pandas().set_index("outlet")
    assert table.index.tolist() == ["a.org", "b.org"]
    assert table.loc["a.org"].to_dict() == {
        "reports": 2,
        "words": 200,
        "tone": 2,
        "actors": 2,
        "namings": 1.5,
        "quotations": 0.5,
    }
    assert table.loc["b.org", ["actors", "namings", "quotations"]].tolist() == [0, 0, 0]
    assert frame(gdelt.sums(got.amounts), "start")[["number", "unit"]].values.tolist() == [[5, "dollar"], [9, "euro"]]


@pytest.mark.parametrize("dialect", ["bigquery", "pyspark", "duckdb"])
def test_expressions_compile_for_the_engines(dialect):
    far = gdelt.tables(gdelt.public("2024-10-22", "2024-10-23"))
    told = gdelt.stories(far.reports)
    for table in (far.reports, far.mentions, far.quotations, far.amounts, far.unparsed, told, gdelt.flag(far.mentions)):
        assert "gkg_partitioned" in ibis.to_sql(table, dialect=dialect)
    assert far.rejected is None
