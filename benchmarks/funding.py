"""Seconds and peak memory of the ledger and the reconciliation on made-up figures: ``funding.py [N ...]``.

Each size runs in a process of its own; the figures hold wholes with tranches, retellings, hops, four currencies and
incomplete dates. Prints CSV: figures, call, seconds, CPU seconds, peak memory in MB.
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


def measure(call, n):
    """Time one call on `n` figures in this process."""
    from helpers import funding

    figures, links = made(n)
    funding.ledger(*made(100))  # rates are read once
    wall, cpu = time.perf_counter(), time.process_time()
    getattr(funding, call)(figures, links)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{n},{call},{wall:.2f},{cpu:.2f},{peak:.0f}", flush=True)


def main(sizes):
    print("figures,call,seconds,cpu_seconds,peak_mb", flush=True)
    for n in sizes:
        for call in ("ledger", "reconcile"):
            subprocess.run([sys.executable, __file__, "--one", call, str(n)], check=True, env=os.environ)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], int(sys.argv[3]))
    else:
        main([int(a) for a in sys.argv[1:]] or SIZES)
