"""Truth discovery beside voting: accuracy on gold sets, and speed beside two packages.

    python benchmarks/truth.py accuracy FOLDER
    python benchmarks/truth.py speed [--peer PYTHON]

FOLDER holds a folder per gold set with claims.csv.gz (source, object, value) and gold.csv.gz (object, value); the
rule is benchmarks/scoring.py, which has not changed since the first method was measured. A second table tells how often
stated probabilities come true, a third what each set is. All these sets were in view while settings were chosen.
PYTHON is an interpreter of an environment of their own that has truthdiscovery 1.0.4 and crowd-kit 1.4.2; each run is a
process of its own, so that its memory can be measured.
"""

import argparse
import hashlib
import importlib.metadata as metadata
import json
import platform
import resource
import subprocess
import sys
import time
import types
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

RESULTS = Path(__file__).parent / "results"
OURS = ("voting", "truthfinder", "one_coin", "dawid_skene", "accu", "corroboration")
TOLERANCES = {"flight": (0, 10)}  # minutes, for sets whose name begins so
SETS = {
    "book": "authors of books, as sets of surnames, told by book shops (Dong, Berti-Équille and Srivastava 2009)",
    "crowd_relevance": "relevance of documents, judged by a crowd (Buckley, Lease and Smucker 2010, TREC)",
    "flight_1day": "times and gates of flights on 8 December 2011 (Li, Dong, Lyons, Meng and Srivastava 2012)",
    "flight_1day_nogoldsrc": "the same without the three airlines' own sites, which are its gold",
    "heritages": "places of heritage sites (Jung, Kim and Shim 2019)",
    "population_small": "populations of cities, told by editors of an encyclopaedia (Pasternack and Roth 2010)",
}
# Claims per question, sources, possible answers, and the range of the sources' accuracies.
WORKLOADS = {"easy": (10, 1000, 5, 0.4, 0.95), "hard": (10, 1000, 5, 0.25, 0.6), "crowd": (5, 5000, 2, 0.5, 0.9)}
SIZES = 100_000, 1_000_000, 10_000_000
PEERS = {"peer:truthfinder": "truthfinder", "peer:dawid_skene": "dawid_skene"}


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


def sets(folder):
    """Name, claims and gold of every set in a folder."""
    for path in sorted(p for p in Path(folder).iterdir() if (p / "claims.csv.gz").exists()):
        yield (
            path.name,
            *(
                pd.read_csv(path / f"{name}.csv.gz", dtype=str, keep_default_na=False).rename(
                    columns={"object": "question_id"}
                )
                for name in ("claims", "gold")
            ),
        )


def accuracy(folder):
    """Every method and voting on every set: accuracy, and the paired difference from voting with its interval."""
    from scoring import credit, interval

    from helpers.reliability import discover

    rows, curves, kinds = [], [], []
    for set_, claims, gold in sets(folder):
        counts = claims["source"].nunique(), claims["question_id"].nunique(), len(claims), len(gold)
        digest = hashlib.sha256(b"".join(p.read_bytes() for p in sorted((Path(folder) / set_).glob("*.gz"))))
        kinds.append((set_, SETS.get(set_, ""), *counts, digest.hexdigest()[:16]))
        found = {m: discover(claims, m).values for m in OURS}
        curves += [calibrated(found[m], gold).assign(set=set_, method=m) for m in ("voting", "accu", "corroboration")]
        found |= {"sums": sums(claims), "pooled_investment": pooled_investment(claims)}
        for within in next((t for name, t in TOLERANCES.items() if set_.startswith(name)), (0,)):
            voted = credit(found["voting"], gold, within)
            for method, values in found.items():
                earned = credit(values, gold, within)
                mean, *_ = interval(earned)
                rows.append((set_, within, method, len(gold), mean, *interval(earned - voted)))
    columns = ["set", "within", "method", "n", "accuracy", "beyond_voting", "low", "high"]
    curves = pd.concat(curves)[["set", "method", "stated", "right", "low", "high", "n"]]
    known = pd.DataFrame(kinds, columns=["set", "what", "sources", "questions", "claims", "gold", "sha256"])
    return pd.DataFrame(rows, columns=columns).round(4), curves.round(4), known


def calibrated(values, gold):
    """How often the best answers are right, by the probability they were given; of a tie the first is taken."""
    from helpers.reliability import calibration

    best = values.drop_duplicates("question_id").merge(gold, on="question_id", suffixes=("", "_gold"))
    return calibration(best["probability"], best["value"] == best["value_gold"])


def simulate(workload, size, seed=0):
    """Claims of a workload, and the truth; a wrong answer is any other with equal chance."""
    voices, sources, answers, low, high = WORKLOADS[workload]
    rng = np.random.default_rng(seed)
    questions = size // voices
    skill = rng.uniform(low, high, sources)
    source = ((rng.integers(sources, size=questions)[:, None] + np.arange(voices) * 97) % sources).ravel()
    question = np.repeat(np.arange(questions), voices)
    truth = rng.integers(0, answers, questions)
    wrong = (truth[question] + rng.integers(1, answers, len(question))) % answers
    value = np.where(rng.random(len(question)) < skill[source], truth[question], wrong)
    claims = pd.DataFrame({"source": source, "question_id": question, "value": value}).astype("str")
    return claims, pd.Series(truth.astype(str), index=np.arange(questions).astype(str))


def run(method, workload, size):
    """One timed run in this process: seconds, peak memory and accuracy; the claims are made before the clock runs."""
    claims, truth = simulate(workload, size)
    call = {"peer:truthfinder": _truthdiscovery, "peer:dawid_skene": _crowdkit}.get(method, partial(_ours, method))
    call(claims.head(100))  # whatever is imported or compiled at first is nobody's cost
    before, begun = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    best = call(claims)
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    right = float((best.astype(str).reindex(truth.index) == truth).mean())
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(user + system, 2),
        "user_seconds": round(user, 2),
        "system_seconds": round(system, 2),  # mostly the kernel's clearing of fresh memory
        "peak_mib": round(after.ru_maxrss / 1024),
        "base_mib": round(before.ru_maxrss / 1024),
        "accuracy": round(right, 4),
    }


def _ours(method, claims):
    from helpers.reliability import discover

    best = discover(claims, method).best
    return pd.Series(best["value"].array, index=best["question_id"].array)


def _truthdiscovery(claims):
    sys.modules.setdefault("cairo", types.ModuleType("cairo"))  # only its drawing needs that, and a compiler
    from truthdiscovery import Dataset, TruthFinder

    result = TruthFinder().run(Dataset(claims.itertuples(index=False, name=None)))
    return pd.Series({q: min(result.get_most_believed_values(q)) for q in claims["question_id"].unique()})


def _crowdkit(claims):
    from crowdkit.aggregation import DawidSkene

    columns = {"source": "worker", "question_id": "task", "value": "label"}
    return DawidSkene(n_iter=100).fit_predict(claims.rename(columns=columns))


def speed(peer, repeats=3):
    """Each method in a process of its own, peers by their own interpreter; the best of ``runs`` runs of each.

    The runs go round, ours and theirs in turn, so that what else the machine does meets all alike.
    """
    runs = [(m, w, SIZES[1]) for w in WORKLOADS for m in ("truthfinder", "dawid_skene", *(PEERS if peer else ()))]
    runs += [(m, "easy", SIZES[1]) for m in ("voting", "one_coin", "accu")] + [("truthfinder", "easy", SIZES[0])]
    once = [("corroboration", w, SIZES[1]) for w in WORKLOADS] + [("corroboration", "easy", SIZES[0])]
    once += [(m, "easy", SIZES[2]) for m in ("truthfinder", "dawid_skene", "corroboration")]
    tried = {key: [] for key in [*runs, *once]}
    for method, workload, size in runs * repeats + once:
        command = [peer if method in PEERS else sys.executable, __file__, "one", method, workload, str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr[-500:]}")
        tried[method, workload, size].append(json.loads(done.stdout.splitlines()[-1]))
        print(method, workload, size, done.stdout.splitlines()[-1], flush=True)
    columns = ("method", "workload", "claims")
    rows = [dict(zip(columns, key, strict=True)) | min(t, key=_cpu) | {"runs": len(t)} for key, t in tried.items()]
    made = pd.DataFrame(rows).sort_values(["claims", "workload", "method"], ignore_index=True)
    ours = made.set_index(["method", "workload", "claims"])["cpu_seconds"]
    keys = zip(made["method"].map(PEERS), made["workload"], made["claims"], strict=True)
    made["times_helpers"] = (made["cpu_seconds"] / [ours.get(k, np.nan) for k in keys]).round(1)
    return made


def _cpu(row):
    return row["cpu_seconds"]


def _versions(peer=None):
    said = [f"{p} {metadata.version(p)}" for p in ("numpy", "pandas", "scipy")] + [
        f"Python {platform.python_version()}"
    ]
    return ", ".join(said + (["truthdiscovery 1.0.4, crowd-kit 1.4.2"] if peer else []))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["accuracy", "speed", "one"])
    parser.add_argument("arguments", nargs="*", help="accuracy: FOLDER; one: METHOD WORKLOAD CLAIMS")
    parser.add_argument("--peer")
    given = parser.parse_args()
    if given.what == "one":
        method, workload, size = given.arguments
        print(json.dumps(run(method, workload, int(size))))
        return
    if given.what == "speed":
        _keep(speed(given.peer), "truth_speed", "speed --peer PYTHON", given.peer)
        return
    made, curves, known = accuracy(*given.arguments)
    _keep(made, "truth_accuracy", "accuracy FOLDER")
    _keep(known, "truth_sets", "accuracy FOLDER")
    _keep(curves, "truth_calibration", "accuracy FOLDER")


def _keep(made, name, command, peer=None):
    command = f"python benchmarks/truth.py {command}"
    made = made.assign(command=command, versions=_versions(peer), date=date.today().isoformat())
    RESULTS.mkdir(exist_ok=True)
    made.to_csv(RESULTS / f"{name}.csv", index=False)


if __name__ == "__main__":
    main()
