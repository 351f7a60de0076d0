"""Former texts of a report that was corrected, and what the correction changed."""

import difflib
import re
from collections import namedtuple
from datetime import date
from itertools import pairwise
from pathlib import Path

import pandas as pd

__all__ = ["differences", "kept", "listed"]

Former = namedtuple("Former", "report_id path text now")
FOLDER = "reports/versions"
TOKEN = re.compile(r"\d[\d.,  ]*\d|\w+(?:[-'’]\w+)*|[^\w\s]")
_NO = """
not no never none neither nor nobody nothing without cannot can't don't doesn't didn't won't wouldn't isn't
aren't wasn't weren't hasn't haven't hadn't denied denies deny kein keine keinen nicht nie ne pas jamais sans
non nunca sin не ні ніколи нет никогда без
"""
NEGATION = frozenset(_NO.split())
ORDER = ("number", "negation", "name", "wording")


def kept(case, found):
    """The former texts that the texts found now replace; numbers the versions in `found`.

    Parameters
    ----------
    case : Case
        As it stands.
    found : pandas.DataFrame
        From `helpers.case.sources.collected`; takes the columns version and replaced_on.

    Returns
    -------
    list of Former
        report_id, path inside the case, the former text, the new one.
    """
    stored = case.texts.set_index("report_id").to_dict("index")
    former, numbers, days = [], [], []
    for row in found.itertuples():
        old = stored.get(row.report_id)
        number = 1 if old is None or pd.isna(old["version"]) else int(old["version"])
        day = None if old is None else old["replaced_on"]
        before = case.text.get(row.report_id)
        if before is not None and old["sha256"] != row.sha256:
            name = Path(old["path"]).stem
            former.append(Former(row.report_id, f"{FOLDER}/{name}.{number}.txt", before, row.text))
            number, day = number + 1, date.today().isoformat()
        numbers.append(number)
        days.append(day if isinstance(day, str) else None)
    found["version"], found["replaced_on"] = numbers, days
    return former


def differences(former):
    """What changed between texts: numbers first, then negations, names, other wording.

    Parameters
    ----------
    former : list of Former

    Returns
    -------
    pandas.DataFrame
        ``report_id``, ``what`` (number, negation, name, wording), ``before``, ``after`` (the words; empty where they
        were added or struck), ``start``, ``end`` in the new text.

    >>> one = Former("a", "", "He saw 40 boats, not ships.", "He saw 400 boats and ships.")
    >>> differences([one])[["what", "before", "after"]].values.tolist()
    [['number', '40', '400'], ['negation', ', not', 'and']]
    """
    rows = []
    for one in former:
        old, new = (list(TOKEN.finditer(text)) for text in (one.text, one.now))
        words = [[match.group() for match in side] for side in (old, new)]
        matcher = difflib.SequenceMatcher(None, *words, autojunk=False)
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "equal":
                continue
            before = one.text[old[a].start() : old[b - 1].end()] if b > a else ""
            after = one.now[new[c].start() : new[d - 1].end()] if d > c else ""
            place = (new[c].start(), new[d - 1].end()) if d > c else (new[c - 1].end() if c else 0,) * 2
            rows.append((one.report_id, _sort(words[0][a:b], words[1][c:d]), before, after, *place))
    made = pd.DataFrame(rows, columns=["report_id", "what", "before", "after", "start", "end"])
    order = made["what"].map({what: i for i, what in enumerate(ORDER)})
    return (
        made.assign(order=order)
        .sort_values(["order", "report_id", "start"], kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )


def _sort(before, after):
    words = set(before) ^ set(after)
    if any(word[0].isdigit() for word in words):
        return "number"
    if any(word.casefold().replace("’", "'") in NEGATION for word in words):
        return "negation"
    return "name" if any(word[0].isupper() for word in words) else "wording"


def listed(case):
    """What each correction of the case's texts changed, newest version last: `differences` of all stored versions.

    Parameters
    ----------
    case : Case
        Read from a folder.
    """
    if case.path is None:
        return differences([])
    former = []
    for row in case.texts[case.texts["version"].fillna(1) > 1].itertuples():
        names = [f"{FOLDER}/{Path(row.path).stem}.{n}.txt" for n in range(1, int(row.version))]
        files = [case.path / name for name in names if (case.path / name).is_file()]
        stages = [*(f.read_bytes().decode("utf-8", "replace") for f in files), case.text.get(row.report_id, "")]
        former += [Former(row.report_id, "", old, new) for old, new in pairwise(stages)]
    return differences(former)
