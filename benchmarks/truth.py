"""Truth discovery beside voting: accuracy on gold sets, and speed beside two packages.

    python benchmarks/truth.py accuracy FOLDER
    python benchmarks/truth.py speed [--claims 1000000] [--peer PYTHON]

FOLDER holds a folder per gold set with claims.csv.gz (source, object, value) and gold.csv.gz (object, value); the
rule is benchmarks/scoring.py, frozen before the methods. PYTHON is an interpreter of an environment of their own that
has truthdiscovery 1.0.4 and crowd-kit 1.4.2; each run is a process of its own, so that its memory can be measured.
"""

import argparse
import importlib.metadata as metadata
import json
import platform
import resource
import subprocess
import sys
import time
import types
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

RESULTS = Path(__file__).parent / "results"
OURS = ("voting", "truthfinder", "one_coin", "dawid_skene", "accu", "corroboration")
TOLERANCES = {"flight": (0, 10)}  # minutes, for sets whose name begins so


def sums(claims, rounds=100):
    """Sums (Pasternack and Roth 2010; hubs and authorities): beliefs and trust add up in turn."""
    source, names = pd.factorize(claims["source"], sort=True)
    fact, facts = _facts(claims)
    question = pd.factorize(facts["question_id"], sort=True)[0]
    trust = np.ones(len(names))
    for _ in range(rounds):
        belief = np.bincount(fact, trust[source])
        trust = np.bincount(source, (belief / belief.max())[fact])
        trust /= trust.max()
    return facts.assign(probability=belief / np.bincount(question, belief)[question])


def pooled_investment(claims, rounds=20, growth=1.4):
    """PooledInvestment (Pasternack and Roth 2010): trust is invested evenly in one's claims and pays with growth."""
    source, names = pd.factorize(claims["source"], sort=True)
    fact, facts = _facts(claims)
    question = pd.factorize(facts["question_id"], sort=True)[0]
    trust, n = np.ones(len(names)), np.bincount(source)
    for _ in range(rounds):
        stake = (trust / n)[source]
        invested = np.bincount(fact, stake)
        grown = invested**growth
        belief = invested * grown / np.bincount(question, grown)[question]
        trust = np.bincount(source, belief[fact] * stake / invested[fact])
        trust = np.maximum(trust / trust.max(), 1e-9)
    return facts.assign(probability=belief / np.bincount(question, belief)[question])


def _facts(claims):
    grouped = claims.groupby(["question_id", "value"], sort=True)
    return grouped.ngroup().to_numpy(), grouped.size().index.to_frame(index=False)


def accuracy(folder):
    """Every method and voting on every set: accuracy, and the paired difference from voting with its interval."""
    from scoring import credit, interval

    from helpers.reliability import discover

    rows = []
    for path in sorted(p for p in Path(folder).iterdir() if (p / "claims.csv.gz").exists()):
        claims, gold = (
            pd.read_csv(path / f"{name}.csv.gz", dtype=str, keep_default_na=False).rename(
                columns={"object": "question_id"}
            )
            for name in ("claims", "gold")
        )
        found = {m: discover(claims, m).values for m in OURS}
        found |= {"sums": sums(claims), "pooled_investment": pooled_investment(claims)}
        for within in next((t for name, t in TOLERANCES.items() if path.name.startswith(name)), (0,)):
            voted = credit(found["voting"], gold, within)
            for method, values in found.items():
                earned = credit(values, gold, within)
                mean, *_ = interval(earned)
                rows.append((path.name, within, method, len(gold), mean, *interval(earned - voted)))
    columns = ["set", "within", "method", "n", "accuracy", "beyond_voting", "low", "high"]
    return pd.DataFrame(rows, columns=columns).round(4)


def simulate(size, seed=0):
    """Claims of 1,000 sources on size / 10 questions with five possible answers, and the truth."""
    rng = np.random.default_rng(seed)
    questions, sources = size // 10, 1000
    skill = rng.uniform(0.4, 0.95, sources)
    source = np.concatenate([(rng.integers(sources) + np.arange(10) * 97) % sources for _ in range(questions)])
    question = np.repeat(np.arange(questions), 10)
    truth = rng.integers(0, 5, questions)
    wrong = (truth[question] + rng.integers(1, 5, len(question))) % 5
    value = np.where(rng.random(len(question)) < skill[source], truth[question], wrong)
    claims = pd.DataFrame({"source": source, "question_id": question, "value": value}).astype("str")
    return claims, pd.Series(truth.astype(str), index=np.arange(questions).astype(str))


def run(method, size):
    """One timed run in this process: seconds, peak memory and accuracy; the claims are made before the clock runs."""
    claims, truth = simulate(size)
    call = {"peer:truthfinder": _truthdiscovery, "peer:dawid_skene": _crowdkit}.get(method)
    if call is None:
        from helpers.reliability import discover

        discover(claims.head(100), method)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.perf_counter()
    best = call(claims) if call else discover(claims, method).values.drop_duplicates("question_id")
    seconds = time.perf_counter() - begun
    if not call:
        best = best.set_index("question_id")["value"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    right = float((best.astype(str).reindex(truth.index) == truth).mean())
    return {
        "seconds": round(seconds, 2),
        "peak_mib": round(peak),
        "base_mib": round(before),
        "accuracy": round(right, 4),
    }


def _truthdiscovery(claims):
    sys.modules.setdefault("cairo", types.ModuleType("cairo"))  # only its drawing needs that, and a compiler
    from truthdiscovery import Dataset, TruthFinder

    result = TruthFinder().run(Dataset(claims.itertuples(index=False, name=None)))
    return pd.Series({q: min(result.get_most_believed_values(q)) for q in claims["question_id"].unique()})


def _crowdkit(claims):
    from crowdkit.aggregation import DawidSkene

    columns = {"source": "worker", "question_id": "task", "value": "label"}
    return DawidSkene(n_iter=100).fit_predict(claims.rename(columns=columns))


def speed(size, peer):
    """Each method in a process of its own, peers by their own interpreter."""
    rows = []
    runs = [(m, sys.executable) for m in OURS] + [(f"peer:{m}", peer) for m in ("truthfinder", "dawid_skene") if peer]
    for method, python in runs:
        command = [python, __file__, "one", method, str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        measured = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}
        rows.append({"method": method, "claims": size} | measured)
        if done.returncode:
            print(done.stderr[-500:], file=sys.stderr)
    return pd.DataFrame(rows)


def _versions(peer=None):
    said = [f"{p} {metadata.version(p)}" for p in ("numpy", "pandas", "scipy")] + [
        f"Python {platform.python_version()}"
    ]
    return ", ".join(said + (["truthdiscovery 1.0.4, crowd-kit 1.4.2"] if peer else []))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["accuracy", "speed", "one"])
    parser.add_argument("folder", nargs="?")
    parser.add_argument("size", nargs="?", type=int)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--peer")
    given = parser.parse_args()
    if given.what == "one":
        print(json.dumps(run(given.folder, given.size)))
        return
    made = accuracy(given.folder) if given.what == "accuracy" else speed(given.claims, given.peer)
    command = f"python benchmarks/truth.py {given.what}" + (" FOLDER" if given.what == "accuracy" else " --peer PYTHON")
    made = made.assign(command=command, versions=_versions(given.peer), date=date.today().isoformat())
    RESULTS.mkdir(exist_ok=True)
    made.to_csv(RESULTS / f"truth_{given.what}.csv", index=False)


if __name__ == "__main__":
    main()
