"""Records of a ``.jsonl`` file, and names that are used once."""

import json
import re

from .encodings import decode

__all__ = ["LinesError", "decode", "reports", "unique"]


class LinesError(ValueError):
    """Lines of a ``.jsonl`` file that hold no report; ``lines`` has (number, found, expected, remedy) of each."""

    def __init__(self, name, lines):
        self.lines = lines
        super().__init__("\n".join(f"{name}, line {n}: found {what}; expected {e}. {r}" for n, what, e, r in lines))


def reports(name, stem, text):
    """Objects of a ``.jsonl`` file, each with a report_id of its own: the one it gives, else file and line."""
    rows, wrong = [], []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            what = "objects within objects without end" if isinstance(error, RecursionError) else f"no JSON ({error})"
            wrong.append((number, what, "one object a line", "Correct the line, or delete it."))
            continue
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            wrong.append((number, "no `text`", "an object with a string `text`", "Add it, or delete the line."))
            continue
        named = row.get("report_id") or row.get("id")
        rows.append(
            {**row, "report_id": str(named) if named else f"{stem}-{number}", "part": None if named else number}
        )
    if wrong:
        raise LinesError(name, wrong)
    for row, label in zip(rows, unique(row["report_id"] for row in rows), strict=True):
        row["report_id"], row["part"] = label, f"line {row['part']}" if row["part"] else label
    return rows


def unique(names, taken=()):
    """The names made unique: a repeated one gets ``-2``, ``-3``, …; as in file names, capitals make no difference.

    >>> unique(["a", "b", "a"])
    ['a', 'b', 'a-2']
    """
    labels, used = [], {name.casefold() for name in taken}
    for name in names:
        n, label = 1, name
        while label.casefold() in used:
            n += 1
            label = f"{name}-{n}"
        used.add(label.casefold())
        labels.append(label)
    return labels
