"""What may be given as a day or a moment, and how long a table that was read can be used."""

import gc
import stat
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from helpers import gdelt
from helpers.gdelt.fields import FIELDS

MASTER = "10 " + "0" * 32 + " http://example.org/20310604213000.gkg.csv.zip"
TWOFOLD = ["05/06/2031", "5.6.2031", "06-05-2031", "June 5, 2031", "2031/06/05", "2031-6-5", "20310605", "2031-06"]


def file(folder, *dates):
    lines = []
    for number, day in enumerate(dates):
        cells = {"GKGRECORDID": f"20310605120000-{number}", "DATE": day, "V2Persons": "Dora Pell,3;Ian Moss,9"}
        lines.append("\t".join(cells.get(name, "") for name in FIELDS))
    path = folder / "20310605120000.gkg.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("day", TWOFOLD)
def test_a_day_that_is_not_iso_is_refused_with_its_remedy(day, tmp_path):
    for call in (
        lambda: gdelt.listing(MASTER, day, "2031-07-01"),
        lambda: gdelt.listing(MASTER, "2031-06-01", day),
        lambda: gdelt.public(day, "2031-07-01"),
        lambda: gdelt.download(tmp_path / "new", day, "2031-07-01", master="http://127.0.0.1:9/none"),
    ):
        with pytest.raises(ValueError, match="YYYY-MM-DD") as refusal:
            call()
        assert repr(day) in str(refusal.value)
    assert not (tmp_path / "new").exists()


def test_a_day_that_no_calendar_has_is_refused():
    with pytest.raises(ValueError, match="2031-02-30"):
        gdelt.listing(MASTER, "2031-02-30", "2031-07-01")


@pytest.mark.parametrize(
    "start,end,files",
    [
        ("2031-06-05T00:00+03:00", "2031-06-05T00:35+03:00", 1),
        ("2031-06-05T00:00+0300", "2031-06-05T00:29:59+0300", 0),
        ("2031-06-04T21:30Z", "2031-06-04 21:31", 1),
        ("2031-06-04T16:00:00-05:30", "2031-06-05", 1),
        (pd.Timestamp("2031-06-05", tz="Europe/Kyiv"), pd.Timestamp("2031-06-05"), 1),
    ],
)
def test_an_offset_is_worked_into_utc(start, end, files):
    assert len(gdelt.listing(MASTER, start, end)) == files


def test_rows_with_a_day_that_can_be_read_two_ways_are_refused_by_file_and_line(tmp_path):
    path = file(tmp_path, "20310605120000", "05/06/2031", "5.6.31", "2031-06-05T00:00+03:00", "2031-06-05")
    pile = gdelt.read(path)
    refused = pile.rejected.order_by("line").to_pandas()
    assert refused["line"].tolist() == [2, 3, 5] and set(refused["file"]) == {str(path)}
    assert refused["reason"].str.contains("YYYYMMDDHHMMSS").all()
    assert refused["reason"].str.contains("two ways; write the year first").tolist() == [True, True, False]
    published = pile.reports.order_by("line").select("published", "repaired").to_pandas()
    assert published["published"].astype("str").tolist() == ["2031-06-05 12:00:00", "2031-06-04 21:00:00"]
    assert published["repaired"].tolist()[1] == "date"


@pytest.mark.parametrize("table", ["reports", "mentions", "quotations", "amounts", "rejected", "unparsed", "gkg"])
@pytest.mark.parametrize("connection", [None, duckdb.connect, gdelt.connect.duckdb])
def test_a_table_can_be_used_when_all_else_of_the_call_is_forgotten(table, connection, tmp_path):
    made = connection() if connection else None
    kept = getattr(gdelt.read(file(tmp_path, "20310605120000", "no date"), made), table)
    del made
    gc.collect()
    assert kept.count().execute() == {"reports": 1, "mentions": 2, "rejected": 1, "gkg": 1}.get(table, 0)


def test_an_expression_of_a_forgotten_table_can_be_used(tmp_path):
    from helpers import network

    ties = network.cooccurrence(gdelt.read(file(tmp_path, "20310605120000")).mentions)
    gc.collect()
    assert ties.to_pandas().values.tolist() == [["Dora Pell", "Ian Moss", 1]]


def test_what_was_landed_goes_with_the_last_table(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "in").mkdir()
    pile = gdelt.read(file(tmp_path / "in", "20310605120000"))
    assert list(tmp_path.glob("gkg-*/*.parquet"))
    del pile
    gc.collect()
    assert not list(tmp_path.glob("gkg-*")) and not list(tmp_path.glob("duckdb-spill-*"))


def test_the_spill_folder_cannot_be_guessed_nor_entered_by_others(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folders = []
    for _ in range(2):
        connection = gdelt.connect.duckdb()
        folders.append(Path(connection.raw_sql("SELECT current_setting('temp_directory')").fetchone()[0]))
        assert stat.S_IMODE(folders[-1].stat().st_mode) == 0o700
    assert folders[0] != folders[1] and all(f.parent == tmp_path for f in folders)
