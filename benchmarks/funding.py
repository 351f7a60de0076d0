"""Seconds and peak memory of the money path on made-up figures: ``funding.py [N ...]``.

Each size runs in a process of its own; the figures hold wholes with tranches, retellings, hops, four currencies,
incomplete dates and, for every fourth figure, a coded group. `crowded` has all statements on two flows. Prints CSV:
figures, call, seconds, CPU seconds, peak memory in MB; then for each call how its CPU time grows with the figures.
"""

import os
import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd

SIZES = (12_500, 25_000, 50_000, 100_000)


def made(n, seed=0):
    """`n` figures: a quarter wholes, half tranches of them, a quarter told again by another report."""
    rng = np.random.default_rng(seed)
    wholes, tranches = n // 4, n // 2
    parent = rng.integers(0, wholes, tranches)
    size = rng.integers(100, 1000, wholes) * 1e6
    flow = [f"w{i}" for i in range(wholes)] + [f"t{i}" for i in range(tranches)]
    amount = np.concatenate([size, size[parent] / 50])
    currency = rng.choice(["EUR", "USD", "GBP", "JPY"], wholes)
    again = rng.integers(0, len(flow), n - len(flow))
    pick = np.concatenate([np.arange(len(flow)), again])
    dates = rng.choice(
        ["2024-10-22", "2024-11-09", "2025-03-03", "2025-03", "2025"], len(flow), p=[0.3, 0.3, 0.3, 0.08, 0.02]
    )
    hop = np.where(np.arange(len(flow)) % 10 == 9, 2, 1)
    figures = pd.DataFrame(
        {
            "flow_id": flow,
            "hop": hop,
            "payer": np.where(hop == 2, "Fund", "Payer"),
            "recipient": np.where(hop == 2, "State", "Fund"),
            "low": amount,
            "high": amount,
            "currency": np.concatenate([currency, currency[parent]]),
            "status": rng.choice(["pledged", "committed", "disbursed"], len(flow)),
            "kind": "flow",
            "date": dates,
        }
    ).iloc[pick]
    figures.insert(0, "figure_id", [f"f{i}" for i in range(len(figures))])
    figures.insert(1, "report_id", [f"r{i % 999}" for i in range(len(figures))])
    links = pd.DataFrame({"child": flow[wholes:], "parent": [f"w{i}" for i in parent]})
    return figures.reset_index(drop=True), links


def crowded(n):
    """`n` statements on two flows: payments and counts of all, day after day."""
    days = pd.date_range("2005-01-03", periods=5000, freq="D").strftime("%Y-%m-%d").to_numpy()
    at = np.arange(n)
    figures = pd.DataFrame(
        {
            "figure_id": [f"f{i}" for i in at],
            "report_id": [f"r{i}" for i in at],
            "flow_id": np.where(at % 2, "paid", "counted"),
            "payer": "Payer",
            "recipient": "State",
            "low": 1e6 + at,
            "currency": "EUR",
            "status": "disbursed",
            "kind": np.where(at % 3, "flow", "cumulative"),
            "date": days[at % 5000],
        }
    )
    return figures.assign(high=figures["low"]), pd.DataFrame(columns=["child", "parent"])


def measure(call, n):
    """Time one call on `n` figures in this process."""
    from helpers import funding

    funding.ledger(*made(100))  # rates are read once
    figures, links = (crowded if call == "crowded" else made)(n)
    figures["group"] = np.where(np.arange(n) % 4 == 0, [f"g{i % (n // 5)}" for i in range(n)], None)
    book = funding.ledger(figures, links) if call in ("flows", "totals", "steps", "violations") else None
    wall, cpu = time.perf_counter(), time.process_time()
    if call in ("all", "crowded"):
        book = funding.ledger(figures, links)
        funding.reconcile(figures, links)
        funding.flows(book), funding.totals(book)
    if call in ("violations", "crowded"):
        _ = book.violations
    elif call in ("flows", "totals", "steps"):
        getattr(funding, call)(book)
    elif call != "all":
        getattr(funding, call)(figures, links)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{n},{call},{wall:.2f},{cpu:.2f},{peak:.0f}", flush=True)


CALLS = ("ledger", "reconcile", "flows", "totals", "steps", "violations", "all", "crowded")


def main(sizes):
    print("figures,call,seconds,cpu_seconds,peak_mb", flush=True)
    cpu: dict = {}
    for call in CALLS:
        for n in sizes:
            command = [sys.executable, __file__, "--one", call, str(n)]
            line = subprocess.run(command, check=True, env=os.environ, capture_output=True, text=True).stdout.strip()
            print(line, flush=True)
            cpu.setdefault(call, []).append(float(line.split(",")[3]))
    for call, seconds in cpu.items():
        if len(seconds) > 1 and min(seconds[0], seconds[-1]) > 0:
            exponent = np.log(seconds[-1] / seconds[0]) / np.log(sizes[-1] / sizes[0])
            print(f"# {call}: CPU time grows with figures to the power of {exponent:.2f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], int(sys.argv[3]))
    else:
        main([int(a) for a in sys.argv[1:]] or SIZES)
