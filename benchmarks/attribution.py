"""Score `helpers.reading.attribution` on PolNeAR-style data: F1 of content and speaker, calibration, speed.

    python benchmarks/attribution.py POLNEAR.zip [--split dev] [--peers NAME=FILE …] [--known NAME=ALL/QUOTED …]
        [--out benchmarks/results/attribution.csv]

A claim is right if its content overlaps a gold content by half or more (intersection over union of
characters, matched one to one, best first) and its speaker touches the gold source. "quoted"
keeps the claims whose content holds a double quotation mark. A peer's claims come as JSON lines:
{"doc": …, "claims": [{"content": [[s, e]], "speaker": [[s, e]]}], "seconds": CPU seconds}.
"""

import argparse
import json
import time
from datetime import date
from importlib.metadata import version

import numpy as np
import pandas as pd
from polnear import f1, gold, match, quoted

from helpers.reading import attribution


def ours(documents):
    """Claims of each document, and the CPU seconds they took."""
    attribution.find("“Warm,” she said.")
    begun = time.process_time()
    found = {}
    for name, text, _ in documents:
        table = attribution.find(text)
        spans = table[["speaker_start", "speaker_end"]].astype(int).to_numpy().tolist()
        found[name] = [
            {"content": c, "source": [tuple(s)], "confidence": p}
            for c, s, p in zip(table["content_spans"], spans, table["confidence"], strict=True)
        ]
    return found, time.process_time() - begun


def peer(path):
    """Claims of another tool, from its JSON lines."""
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    found = {
        r["doc"]: [{"content": c["content"], "source": c.get("speaker") or [], "confidence": None} for c in r["claims"]]
        for r in rows
    }
    return found, sum(r.get("seconds", float("nan")) for r in rows)


def score(documents, found):
    """Row of figures: F1 of contents, of contents with speakers, and whether each claim was right."""
    out, right, sure = {}, [], []
    for view in ("all", "quoted"):
        content = both = expected = predicted = 0
        for name, text, rows in documents:
            keep = [g for g in rows if view == "all" or quoted(text, g["content"])]
            mine = [p for p in found.get(name, []) if view == "all" or quoted(text, p["content"])]
            hits = match(keep, mine)
            content, both = content + len(hits), both + sum(s for *_, s in hits)
            expected, predicted = expected + len(keep), predicted + len(mine)
            if view == "all":
                good = {j for _, j, s in hits if s}
                right += [j in good for j in range(len(mine))]
                sure += [p["confidence"] for p in mine]
        out |= {
            f"{view}_gold": expected,
            f"{view}_found": predicted,
            f"{view}_content_f1": f1(content, expected, predicted)[2],
        }
        out |= dict(
            zip([f"{view}_precision", f"{view}_recall", f"{view}_f1"], f1(both, expected, predicted), strict=True)
        )
    if sure and sure[0] is not None:
        out["calibration_error"] = round(calibration_error(np.array(sure), np.array(right)), 4)
    return out


def calibration_error(sure, right, bins=10):
    """Expected calibration error: mean gap of confidence and share right over equal-width bins, weighted by size."""
    place = np.minimum((sure * bins).astype(int), bins - 1)
    return sum(
        (place == b).mean() * abs(sure[place == b].mean() - right[place == b].mean()) for b in set(place.tolist())
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--peers", nargs="*", default=[], metavar="NAME=FILE")
    parser.add_argument("--known", nargs="*", default=[], metavar="NAME=ALL/QUOTED", help="F1 measured elsewhere")
    parser.add_argument("--out")
    options = parser.parse_args()
    documents = list(gold(options.data, options.split))
    words = sum(len(text.split()) for _, text, _ in documents)
    rows = []
    for tool, run in [("helpers.reading.attribution", None), *(p.split("=", 1) for p in options.peers)]:
        found, seconds = ours(documents) if run is None else peer(run)
        rows.append(
            {"tool": tool, "basis": "this run", "split": options.split, "documents": len(documents)}
            | score(documents, found)
        )
        rows[-1]["words_per_cpu_second"] = round(words / seconds) if seconds else None
    for tool, known in (k.split("=", 1) for k in options.known):
        every, within = map(float, known.split("/"))
        rows.append({"tool": tool, "basis": "measured before, same rule", "split": options.split})
        rows[-1] |= {"all_f1": every, "quoted_f1": within}
    table = pd.DataFrame(rows)
    table["words_ratio"] = (table["words_per_cpu_second"] / table["words_per_cpu_second"].iloc[0]).round(2)
    table["command"] = "python benchmarks/attribution.py POLNEAR.zip --split " + options.split
    table["versions"], table["date"] = f"spaCy {version('spacy')}", date.today().isoformat()
    print(table.T.to_string(header=False))
    if options.out:
        table.to_csv(options.out, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
