"""Read PolNeAR-style data and score claims against it. The data stay where they are; nothing of them is kept."""

import re
import zipfile
from collections import defaultdict


def gold(path, split):
    """Yield (name, text, [{"source": spans, "cue": spans, "content": spans}]) in name order.

    Attributions without source or content are left out; of several annotators the first counts.
    """
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        by_document = defaultdict(list)
        for name in sorted(names):
            if name.startswith(f"{split}/attributions/") and name.endswith(".ann"):
                by_document[re.sub(r"_....\.ann$", "", name.rsplit("/", 1)[1])].append(name)
        for document, annotations in sorted(by_document.items()):
            if f"{split}/text/{document}.txt" in names:
                text = archive.read(f"{split}/text/{document}.txt").decode("utf-8")
                yield document, text, list(_attributions(archive.read(annotations[0]).decode("utf-8")))


def _attributions(brat):
    spans, events = {}, []
    for line in brat.splitlines():
        fields = line.split("\t")
        if re.fullmatch(r"T\d+", fields[0]):
            pieces = fields[1].split(" ", 1)[1].split(";")
            spans[fields[0]] = [tuple(map(int, piece.split())) for piece in pieces]
        elif re.fullmatch(r"E\d+", fields[0]):
            events.append(fields[1].split()[1:])
    for event in events:
        row = defaultdict(list)
        for argument in event:
            role, reference = argument.split(":")
            row[re.sub(r"\d", "", role).lower()] += spans[reference]
        if row["source"] and row["content"]:
            yield {role: sorted(found) for role, found in row.items()}


def overlap(a, b):
    """Intersection over union of two lists of spans, in characters."""
    shared = sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)
    total = sum(e - s for s, e in a) + sum(e - s for s, e in b)
    return shared / (total - shared) if total > shared else 0.0


def touch(a, b):
    return any(s < f and t < e for s, e in a for t, f in b)


def quoted(text, spans):
    """Whether a content holds a double quotation mark or touches one."""
    return any(re.search('["“”]', text[max(0, s - 1) : e + 1]) for s, e in spans)


def match(rows, found):
    """Match one to one, best overlap first, at 0.5 or more; return (gold, found, speaker right) triples."""
    pairs = sorted(
        ((overlap(g["content"], p["content"]), i, j) for i, g in enumerate(rows) for j, p in enumerate(found)),
        reverse=True,
    )
    left, right, out = set(), set(), []
    for share, i, j in pairs:
        if share < 0.5:
            break
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j, touch(rows[i]["source"], found[j]["source"])))
    return out


def f1(true, expected, found):
    """Precision, recall and F1 in per cent."""
    p, r = true / max(found, 1), true / max(expected, 1)
    return tuple(round(100 * x, 1) for x in (p, r, 2 * p * r / (p + r) if p + r else 0.0))
