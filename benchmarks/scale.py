"""Ties of 0.1, 1 and 10 million articles within a memory limit, beside peers; and what landing GKG files costs.

    python benchmarks/scale.py [--peers PYTHON] [--gkg FILE] [--sizes 100000 1000000 10000000] [--limit 4]

Every measurement is a process of its own, watched from outside: its resident memory (with that of its children) every
20 ms, and the size of its spill folder. A process that passes the limit is ended and reported as such. Mentions are
generated: about nine a report, few actors frequent and many rare. PYTHON is one that has polars; FILE is a GKG file, of
which copies are landed. Results go to benchmarks/results/scale.csv and scale_landing.csv.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
ACTORS = 200_000
PER_REPORT = 9
ENGINES = ("duckdb", "duckdb + significance", "crossread on pandas", "polars", "pandas merge", "spark")
ROOMS = {"pandas merge": 1_000_000, "spark": 1_000_000}  # larger sizes are not tried: minutes here, or beyond the limit
PATIENCE = 1500  # seconds


def generate(articles: int, target: Path) -> None:
    """Mentions of so many articles as Parquet: report_id, start, actor."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(20241022)
    names = pa.array([f"Actor number {n:06d}" for n in range(ACTORS + 1)])
    part, writer = target.with_suffix(".part"), None
    for first in range(0, articles, 100_000):
        size = rng.poisson(PER_REPORT - 1, min(100_000, articles - first)) + 1
        ids = pa.array([f"20241022120000-{first + n}" for n in range(len(size))])
        actor = np.minimum(rng.zipf(1.3, size.sum()), ACTORS)
        report = ids.take(pa.array(np.repeat(np.arange(len(size)), size)))
        columns = {
            "report_id": report,
            "start": rng.integers(0, 6000, size.sum()),
            "actor": names.take(pa.array(actor)),
        }
        writer = writer or pq.ParquetWriter(part, pa.table(columns).schema)
        writer.write_table(pa.table(columns))
    writer.close()
    part.rename(target)


def on_duckdb(mentions: Path, spill: Path, limit: float, judged: bool = False) -> dict:
    """Our expression on DuckDB, the result written as Parquet."""
    from helpers.gdelt import connect
    from helpers.network.ibis_backend import cooccurrence_ibis, significance_ibis

    start = time.perf_counter()
    # A fifth of the limit is left for Python and for what DuckDB does not count.
    engine = connect.duckdb(memory=f"{0.8 * limit:.2f}GiB", spill=spill)
    table = engine.read_parquet(mentions)
    engine.create_table("ties", cooccurrence_ibis(table))
    ties = engine.table("ties")
    if judged:
        engine.create_table("judged", significance_ibis(ties, table))
    return timed(start, int(ties.count().execute()), int(ties.weight.sum().execute()))


def on_spark(mentions: Path, spill: Path, limit: float) -> dict:
    """The same expression on local Spark."""
    from helpers.gdelt import connect
    from helpers.network.ibis_backend import cooccurrence_ibis

    engine = connect.spark(memory=f"{int(600 * limit)}m", folder=spill)
    start = time.perf_counter()
    ties = cooccurrence_ibis(engine.read_parquet(str(mentions)))
    engine.to_parquet(ties, spill / "ties.parquet")
    ties = engine.read_parquet(str(spill / "ties.parquet"))
    return timed(start, int(ties.count().execute()), int(ties.weight.sum().execute()))


def on_crossread(mentions: Path, spill: Path, limit: float) -> dict:
    """The in-memory path of helpers.network."""
    import pyarrow.parquet as pq

    from helpers import network

    start = time.perf_counter()
    # Names as codes into a dictionary, as Parquet holds them: a third less time than as strings.
    table = pq.read_table(mentions, columns=["report_id", "actor"], read_dictionary=["actor"])
    ties = network.cooccurrence(table.to_pandas())
    return timed(start, len(ties), int(ties.weight.sum()))


def on_pandas(mentions: Path, spill: Path, limit: float) -> dict:
    """A self-join in pandas, on numbers instead of names."""
    import pandas as pd

    start = time.perf_counter()
    table = pd.read_parquet(mentions, columns=["report_id", "actor"])
    codes = pd.DataFrame({"unit": table.report_id.factorize()[0], "code": table.actor.factorize(sort=True)[0]})
    codes = codes.drop_duplicates()
    pairs = codes.merge(codes, on="unit")
    pairs = pairs[pairs.code_x < pairs.code_y]
    ties = pairs.groupby(["code_x", "code_y"]).size()
    return timed(start, len(ties), int(ties.sum()))


def on_polars(mentions: Path, spill: Path, limit: float) -> dict:
    """A self-join on polars' streaming engine, on numbers instead of names."""
    import polars as pl

    start = time.perf_counter()
    rows = pl.scan_parquet(mentions).select("report_id", "actor").unique()
    names = rows.select("actor").unique().sort("actor").with_row_index("code")
    coded = rows.join(names, on="actor").select("report_id", "code")
    pairs = coded.join(coded, on="report_id").filter(pl.col("code") < pl.col("code_right"))
    ties = pairs.group_by("code", "code_right").len().collect(engine="streaming")
    return timed(start, len(ties), int(ties["len"].sum()))


def timed(start: float, ties: int, pairs: int) -> dict:
    """What a run reports; imports and the start of an engine are not in its seconds."""
    return {"seconds": time.perf_counter() - start, "ties": ties, "pairs": pairs}


WORK = {
    "duckdb": on_duckdb,
    "duckdb + significance": lambda *given: on_duckdb(*given, judged=True),
    "spark": on_spark,
    "crossread on pandas": on_crossread,
    "pandas merge": on_pandas,
    "polars": on_polars,
}
PACKAGE = {"spark": "pyspark", "polars": "polars", "pandas merge": "pandas", "crossread on pandas": "pandas"}


def one(engine: str, mentions: str, spill: str, limit: str) -> None:
    """The measured process: do the work once, and print what came out."""
    print(json.dumps(WORK[engine](Path(mentions), Path(spill), float(limit))))


def family(pid: int) -> list[int]:
    """The process and its children's children."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
    found = [pid]
    for member in found:
        found += [child for child, parent in parents.items() if parent == member]
    return found


def resident(pids: list[int]) -> int:
    """Resident bytes of the processes."""
    pages = 0
    for pid in pids:
        try:
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
    return pages * os.sysconf("SC_PAGE_SIZE")


def size(folder: Path) -> int:
    """Bytes in a folder, of the files that are still there when looked at."""
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size
        except OSError:
            continue
    return total


def watched(command: list[str], spill: Path, limit: float) -> dict:
    """Run a command; what it printed, its peak memory, the largest spill, and how it ended."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    start, peak, spilled, ending, turn, pids = time.monotonic(), 0, 0, "finished", 0, [child.pid]
    while child.poll() is None:
        if turn % 25 == 0:
            pids, spilled = family(child.pid), max(spilled, size(spill))
        peak, turn = max(peak, resident(pids)), turn + 1
        if peak > limit * 2**30 or time.monotonic() - start > PATIENCE:
            ending = f"passed {limit:g} GiB" if peak > limit * 2**30 else f"not finished in {PATIENCE} s"
            os.killpg(child.pid, signal.SIGKILL)
            break
        time.sleep(0.02)
    out, problem = child.communicate()
    if child.returncode and ending == "finished":
        ending = "failed: " + (problem.strip().splitlines() or ["?"])[-1][:120]
    result = json.loads(out.strip().splitlines()[-1]) if ending == "finished" else {}
    return result | {"peak_mib": round(peak / 2**20), "spilled_mib": round(spilled / 2**20), "outcome": ending}


def versions(python: str, *packages: str) -> str:
    """Versions as the measured interpreter sees them."""
    code = f"from importlib.metadata import version; print(', '.join(f'{{p}} {{version(p)}}' for p in {packages!r}))"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True)
    return f"{found.stdout.strip()}, Python {platform.python_version()}"


def facts(command: str, python: str, *packages: str) -> dict:
    """What a row of results rests on."""
    cores = len(os.sched_getaffinity(0))
    return {
        "cores": cores,
        "command": command,
        "versions": versions(python, *packages),
        "date": datetime.now(UTC).date().isoformat(),
    }


def ties(sizes: list[int], engines: list[str], peers: str, limit: float, work: Path) -> None:
    """Write one row for each engine and number of articles."""
    rows: list[dict] = []
    for articles in sizes:
        mentions = work / f"mentions-{articles}.parquet"
        if not mentions.exists():
            generate(articles, mentions)
        for engine in engines:
            if articles > ROOMS.get(engine, articles):
                continue
            spill = Path(tempfile.mkdtemp(dir=work))
            python = peers if engine == "polars" else sys.executable
            command = [python, __file__, "--one", engine, str(mentions), str(spill), str(limit)]
            result = watched(command, spill, limit)
            shutil.rmtree(spill, ignore_errors=True)
            package = PACKAGE.get(engine, "duckdb")
            about = facts(f"python benchmarks/scale.py --limit {limit:g}", python, package)
            named = {"engine": engine, "articles": articles, "mentions": rows_of(mentions), "limit_gib": limit}
            rows.append(named | {key: result.get(key) for key in FIGURES} | about)
            write(rows, "scale.csv")  # after each, so that an ended run keeps what it measured
            print(*list(rows[-1].values())[:10], sep="  ", flush=True)


FIGURES = ("ties", "pairs", "seconds", "peak_mib", "spilled_mib", "outcome")


def rows_of(file: Path) -> int:
    import pyarrow.parquet as pq

    return pq.read_metadata(file).num_rows


def landing(source: Path, work: Path, copies: int = 20) -> list[dict]:
    """What it costs to land GKG files, and how large which fields are."""
    import duckdb

    from helpers.gdelt.land import land

    here = work / "copies"
    here.mkdir()
    for number in range(copies):
        shutil.copy(source, here / f"{number:02d}-{source.name}")
    start = time.perf_counter()
    landed = land(here, work / "landed")
    seconds = time.perf_counter() - start
    text = " + ".join(f"strlen(coalesce({name}, ''))" for name in ("GKGRECORDID", "V2Persons", "V2Organizations"))
    rows, text = duckdb.sql(f"SELECT count(*), sum({text}) FROM '{work / 'landed'}/*.parquet'").fetchall()[0]
    return [
        {
            "rows": rows,
            "seconds": seconds,
            "bytes_source": copies * source.stat().st_size,
            "bytes_landed": sum(file.stat().st_size for file in landed),
            "bytes_text_of_names": int(text),
        }
        | facts("python benchmarks/scale.py --gkg FILE", sys.executable, "pyarrow")
    ]


def write(rows: list[dict], name: str) -> None:
    """Results as CSV, whole or not at all."""
    import pandas as pd

    RESULTS.mkdir(exist_ok=True)
    part = RESULTS / f"{name}.part"
    table = pd.DataFrame(rows)
    for column in ("ties", "pairs"):
        if column in table:
            table[column] = table[column].astype("Int64")
    table.to_csv(part, index=False, lineterminator="\n", float_format="%.2f")
    part.replace(RESULTS / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", default=sys.executable, help="a Python that has polars")
    parser.add_argument("--gkg", type=Path, help="a GKG file to land copies of")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--engines", nargs="*", default=list(ENGINES), choices=ENGINES)
    parser.add_argument("--limit", type=float, default=4, help="GiB")
    parser.add_argument("--work", type=Path, help="folder for what is generated; kept")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        return one(*given.one)
    engines = [engine for engine in given.engines if engine != "polars" or has(given.peers, "polars")]
    with tempfile.TemporaryDirectory() as own:
        work = given.work or Path(own)
        if given.gkg:
            with tempfile.TemporaryDirectory(dir=work) as folder:
                write(landing(given.gkg, Path(folder)), "scale_landing.csv")
        if given.sizes:
            ties(given.sizes, engines, given.peers, given.limit, work)


def has(python: str, package: str) -> bool:
    """Whether an interpreter has a package."""
    if python == sys.executable:
        try:
            return bool(version(package))
        except PackageNotFoundError:
            return False
    return subprocess.run([python, "-c", f"import {package}"], capture_output=True).returncode == 0


if __name__ == "__main__":
    main()
