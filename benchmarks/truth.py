"""Truth discovery beside voting: accuracy on gold sets, and speed beside two packages.

    python benchmarks/truth.py accuracy FOLDER
    python benchmarks/truth.py worlds
    python benchmarks/truth.py speed [--peer PYTHON]

FOLDER holds a folder per gold set with claims.csv.gz (source, object, value) and gold.csv.gz (object, value); the
rule is benchmarks/scoring.py, which has not changed since the first method was measured. Further tables tell how well
what is stated comes true (log loss, calibration error, intervals of sources), how often by groups, and what a set is.
All these sets were in view while settings were chosen. Worlds are generated (benchmarks/worlds.py), five seeds each.
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
OURS = ("voting", "median", "truthfinder", "one_coin", "dawid_skene", "accu", "corroboration")
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
SETTLED = 30  # settled answers of a source, from which on its interval is held against them
HONESTY = ("log_loss", "calibration_error", "pairs", "sources", "coverage", "width", "interval_score")
LOSS = 0.05  # a loss against voting that must not pass without a warning
STRONG = ("before anything is made of it", "most rest on that one side", "lock-in", "one way")  # words of warnings
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

    rows, curves, kinds, stated = [], [], [], []
    for set_, claims, gold in sets(folder):
        counts = claims["source"].nunique(), claims["question_id"].nunique(), len(claims), len(gold)
        digest = hashlib.sha256(b"".join(p.read_bytes() for p in sorted((Path(folder) / set_).glob("*.gz"))))
        kinds.append((set_, SETS.get(set_, ""), *counts, digest.hexdigest()[:16]))
        verdicts = {m: discover(claims, m) for m in OURS}
        found = {m: v.values for m, v in verdicts.items()}
        stated += [(set_, m, len(gold), *honesty(v, claims, gold)) for m, v in verdicts.items()]
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
    stated = pd.DataFrame(stated, columns=["set", "method", "n", *HONESTY])
    return pd.DataFrame(rows, columns=columns).round(4), curves.round(4), known, stated.round(4)


def log_loss(values, gold):
    """-ln of the probability stated for each settled answer, which counts as at least 0.01."""
    told = gold.merge(values, how="left", on=["question_id", "value"])["probability"]
    return -np.log(np.maximum(told.fillna(0), 0.01))


def calibration_error(values, gold):
    """Mean distance between stated and right of the best answers, in ten groups of stated probability."""
    best = values.drop_duplicates("question_id").merge(gold, on="question_id", suffixes=("", "_gold"))
    beyond = best["probability"] - (best["value"] == best["value_gold"])
    return beyond.groupby((best["probability"] * 10).astype(int).clip(upper=9)).sum().abs().sum() / len(best)


def honesty(verdicts, claims, gold):
    """Log loss, calibration error, pairs called alike, and the intervals of sources with 30 settled answers or more.

    The interval score is the width plus twenty times the miss (Gneiting and Raftery 2007, for 90 %).
    """
    both = claims.drop_duplicates().merge(gold, on="question_id", suffixes=("", "_gold"))
    both["share"] = 1 / both.groupby(["source", "question_id"])["value"].transform("size")
    both["right"] = both["share"] * (both["value"] == both["value_gold"])
    each = both.groupby("source").agg(right=("right", "sum"), n=("question_id", "nunique"))
    each = each[each["n"].ge(SETTLED)]
    stated = verdicts.sources.set_index("source").loc[each.index]
    share, width = each["right"] / each["n"], stated["high"] - stated["low"]
    miss = np.maximum(stated["low"] - share, 0) + np.maximum(share - stated["high"], 0)
    figures = [len(each), (miss == 0).mean(), width.mean(), (width + 20 * miss).mean()]
    first = log_loss(verdicts.values, gold).mean(), calibration_error(verdicts.values, gold), len(verdicts.copying)
    return (*first, *figures) if len(each) else (*first, 0, *[np.nan] * 3)


def generated(seeds=5):
    """Every method on every world: accuracy, how far beyond voting in the mean and at worst, and how well stated."""
    from scoring import credit
    from worlds import CROWDS, WORLDS, world

    from helpers.reliability import discover

    rows = []
    for name, make in WORLDS.items():
        tried = [world(name, seed) for seed in range(seeds)]
        voted = [credit(discover(claims, "voting").values, truth).mean() for claims, truth in tried]
        for method in OURS:
            verdicts = [discover(claims, method) for claims, _ in tried]
            right = [credit(v.values, truth).mean() for v, (_, truth) in zip(verdicts, tried, strict=True)]
            beyond = np.subtract(right, voted)
            told = [honesty(v, *one) for v, one in zip(verdicts, tried, strict=True)]
            warned = [any(mark in " ".join(v.warnings) for mark in STRONG) for v in verdicts]
            silent = int((~np.array(warned) & (beyond < -LOSS)).sum())
            rows.append(
                (
                    name,
                    make.__doc__,
                    method,
                    np.mean(right),
                    beyond.mean(),
                    beyond.min(),
                    *np.nanmean(told, axis=0)[:3],
                    sum(warned),
                    silent,
                )
            )
    columns = ["world", "what", "method", "accuracy", "beyond_voting", "worst", *HONESTY[:3], "warned", "silent"]
    crowds = [
        (name, make.__doc__.strip(), seed, len(claims["source"].unique()), len(discover(claims).copying))
        for name, make in CROWDS.items()
        for seed in range(seeds)
        for claims in [make(seed)[0]]
    ]
    crowds = pd.DataFrame(crowds, columns=["crowd", "what", "seed", "people", "pairs"])
    return pd.DataFrame(rows, columns=columns).round(4), crowds


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
    parser.add_argument("what", choices=["accuracy", "worlds", "speed", "one"])
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
    if given.what == "worlds":
        for name, one in zip(("truth_worlds", "truth_crowds"), generated(), strict=True):
            _keep(one, name, "worlds")
        return
    made, curves, known, stated = accuracy(*given.arguments)
    _keep(stated, "truth_stated", "accuracy FOLDER")
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
