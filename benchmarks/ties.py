"""Counting ties in memory, beside peers: seconds and peak memory, each in a process of its own.

    python benchmarks/ties.py [--peers PYTHON] [--reports 300000] [--large 10000000] [--results FILE]

Reports name about nine of 20,000 actors, few often and most rarely. Every engine gets the same table of report and
actor (strings) and must return the table of source, target and weight; its total is checked. What is timed is that
call, three times (the least counts); the memory is the peak of the process. networkx is given a tenth of the reports.
The large run is ours alone, with actors as a categorical column, as a table of that size would be held.
"""

import argparse
import json
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

RESULTS = Path(__file__).resolve().parent / "results" / "ties.csv"
ACTORS = 20_000


def generate(reports, seed=20241022):
    """Mentions of so many reports: report_id (integer), actor (categorical)."""
    rng = np.random.default_rng(seed)
    size = rng.poisson(8, reports) + 1
    actor = np.minimum(rng.zipf(1.3, size.sum()), ACTORS) - 1
    names = pd.Index([f"Actor number {n:05d}" for n in range(ACTORS)])
    report = np.repeat(np.arange(reports), size)
    return pd.DataFrame({"report_id": report, "actor": pd.Categorical.from_codes(actor.astype(np.int32), names)})


def crossread(mentions):
    from helpers.network import cooccurrence

    return cooccurrence(mentions)


def numpy_pairs(mentions):
    codes, names = pd.factorize(mentions["actor"], sort=True)
    key = np.unique(mentions["report_id"].to_numpy() * len(names) + codes)
    report, actor = np.divmod(key, len(names))
    start = np.flatnonzero(np.diff(report, prepend=-1))
    rest = np.diff(start, append=len(actor)).repeat(np.diff(start, append=len(actor)))
    rest -= np.arange(len(actor)) - start.repeat(np.diff(start, append=len(actor))) + 1
    left = np.arange(len(actor)).repeat(rest)
    right = np.arange(rest.sum()) - (np.cumsum(rest) - rest).repeat(rest) + left + 1
    pair, weight = np.unique(actor[left] * len(names) + actor[right], return_counts=True)
    source, target = np.divmod(pair, len(names))
    return pd.DataFrame({"source": names[source], "target": names[target], "weight": weight})


def scipy_product(mentions):
    from scipy import sparse

    codes, names = pd.factorize(mentions["actor"], sort=True)
    report = mentions["report_id"].to_numpy()
    named = sparse.csr_array((np.ones(len(codes), np.int32), (report, codes)))
    named.sum_duplicates()
    named.data[:] = 1
    ties = sparse.triu(named.T @ named, 1).tocoo()
    return pd.DataFrame({"source": names[ties.row], "target": names[ties.col], "weight": ties.data})


def pandas_merge(mentions):
    once = mentions.drop_duplicates()
    pairs = once.merge(once, on="report_id")
    pairs = pairs[pairs["actor_x"] < pairs["actor_y"]]
    return pairs.groupby(["actor_x", "actor_y"]).size().rename("weight").reset_index()


def duckdb_join(mentions):
    import duckdb

    once = "(SELECT DISTINCT report_id, actor FROM mentions)"
    query = f"SELECT a.actor AS source, b.actor AS target, count(*) AS weight FROM {once} a JOIN {once} b "
    return duckdb.sql(query + "ON a.report_id = b.report_id AND a.actor < b.actor GROUP BY ALL").df()


def polars_join(mentions):
    import polars

    once = polars.from_pandas(mentions).lazy().unique()
    pairs = once.join(once, on="report_id").filter(polars.col("actor") < polars.col("actor_right"))
    return pairs.group_by("actor", "actor_right").agg(polars.len().alias("weight")).collect(engine="streaming")


def networkx_projection(mentions):
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from(mentions.itertuples(index=False))
    ties = nx.bipartite.weighted_projected_graph(graph, set(mentions["actor"]))
    return pd.DataFrame(ties.edges(data="weight"), columns=["source", "target", "weight"])


def igraph_projection(mentions):
    import igraph

    codes, names = pd.factorize(mentions["actor"], sort=True)
    once = np.unique(np.column_stack([codes, mentions["report_id"].to_numpy() + len(names)]), axis=0)
    kinds = [False] * len(names) + [True] * int(once[:, 1].max() + 1 - len(names))
    ties = igraph.Graph.Bipartite(kinds, once.tolist()).bipartite_projection(multiplicity=True, which=0)
    rows = np.array(ties.get_edgelist())
    return pd.DataFrame({"source": names[rows[:, 0]], "target": names[rows[:, 1]], "weight": ties.es["weight"]})


ENGINES = [crossread, numpy_pairs, scipy_product, duckdb_join, polars_join, pandas_merge, igraph_projection]
ENGINES += [networkx_projection]


def one(engine, file, repeats):
    """Measure one engine in this process; prints JSON."""
    mentions = pd.read_parquet(file)
    call = next(e for e in ENGINES if e.__name__ == engine)
    took = []
    for _ in range(repeats):
        began = time.perf_counter()
        ties = call(mentions)
        took.append(time.perf_counter() - began)
    total = int(ties["weight"].sum())
    print(json.dumps({"seconds": min(took), "peak_mib": peak_mib(), "ties": len(ties), "total": total}))


def peak_mib():
    """Peak memory of this process since it began; getrusage would count the parent's on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text()).group(1)) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def judged(ties=1_000_000):
    """Seconds to judge so many ties, coding the mentions once more included; the least of three."""
    from helpers.network import cooccurrence, significance

    mentions = generate(480_000)
    made = cooccurrence(mentions).head(ties)
    took = []
    for _ in range(3):
        began = time.perf_counter()
        significance(made, mentions)
        took.append(time.perf_counter() - began)
    print(json.dumps({"seconds": min(took), "peak_mib": peak_mib(), "ties": len(made)}))


def measure(python, *arguments):
    done = subprocess.run([python, __file__, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        return {"note": (done.stderr.strip().splitlines() or ["killed"])[-1][:200]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default=sys.executable, help="a Python that has polars")
    parser.add_argument("--reports", type=int, default=300_000)
    parser.add_argument("--large", type=int, default=10_000_000)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--judged", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return one(options.one[0], options.one[1], int(options.one[2]))
    if options.judged:
        return judged()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        file = {}
        for reports in (options.reports // 10, options.reports, options.large):
            file[reports] = Path(folder) / f"{reports}.parquet"
            made = generate(reports)
            made = made if reports == options.large else made.astype({"actor": "str"})
            made.to_parquet(file[reports], index=False)
            del made
        for engine in ENGINES:
            reports = options.reports // 10 if engine is networkx_projection else options.reports
            python = options.peers if engine is polars_join else sys.executable
            found = measure(python, "--one", engine.__name__, file[reports], 1 if engine is networkx_projection else 3)
            rows.append({"engine": engine.__name__, "reports": reports} | found)
            print(rows[-1], flush=True)
        rows.append({"engine": "crossread", "reports": options.large})
        rows[-1] |= measure(sys.executable, "--one", "crossread", file[options.large], 1)
        print(rows[-1], flush=True)
    rows.append({"engine": "crossread significance"} | measure(sys.executable, "--judged"))
    versions = f"numpy {np.__version__}, pandas {pd.__version__}, Python {platform.python_version()}"
    table = pd.DataFrame(rows).round({"seconds": 3, "peak_mib": 0})
    table = table.assign(command="python benchmarks/ties.py", versions=versions, date=f"{datetime.now(UTC):%Y-%m-%d}")
    options.results.parent.mkdir(exist_ok=True)
    table.to_csv(options.results, index=False, lineterminator="\n")
    print(table.to_string())


if __name__ == "__main__":
    main()
