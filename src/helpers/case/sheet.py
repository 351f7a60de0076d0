"""The coding sheet: what the machine drafts anew under what a reader has written, cleared or deleted."""

import logging

import pandas as pd

from .. import schema

log = logging.getLogger(__name__)

# What the machine may correct when it reads the text again; every other cell that is filled in stays as it is.
REREAD = ["start", "end", "confidence", "approximate"]
WORDS = {"claims": "content", "figures": "surface"}
CODED = {"claims": ["question_id", "value", "note"], "figures": ["payer", "recipient", "status", "flow_id", "note"]}


def filled(old, new, name):
    """Rows of a table with a key: cells filled in win over new ones, rows that are not drafted stay."""
    by = schema.columns(name)[0]
    columns = list(dict.fromkeys([*schema.columns(name), *new.columns, *old.columns]))
    old, new = (frame.reindex(columns=columns).astype(object) for frame in (old, new))
    mine = {row[by]: row for _, row in old.iterrows()}
    rows = [_merged(row, mine.get(row[by])) for _, row in new.iterrows()]
    rest = old[~old[by].isin(new[by])]
    return pd.concat([rest, pd.DataFrame(rows, columns=columns)], ignore_index=True)


def kept(name, old, new, base, texts):
    """The sheet as it stands after another draft.

    Parameters
    ----------
    name : {"claims", "figures"}
        Which sheet.
    old, new, base : pandas.DataFrame
        The sheet as the reader left it; the rows drafted now; those drafted the time before, as they were drafted.
    texts : dict
        ``report_id -> text`` of the reports that were read again.

    Returns
    -------
    (pandas.DataFrame, pandas.DataFrame)
        The sheet, and the rows drafted, for the next time. A row that was drafted before and is not in `old` was
        deleted, a cell that was drafted and is empty in `old` was cleared: both stay so.
    """
    label, words = schema.columns(name)[0], WORDS[name]
    columns = list(dict.fromkeys([*schema.columns(name), *new.columns, *old.columns]))
    old, new, base = (frame.reindex(columns=columns).astype(object) for frame in (old, new, base))
    new[label] = _labels(old, new, base, label, words, name[0])
    mine = {row[label]: row for _, row in old.iterrows()}
    before = {row[label]: row for _, row in base.iterrows()}
    rows = [
        _merged(row, mine.get(row[label]), before.get(row[label]), words)
        for _, row in new.iterrows()
        if row[label] in mine or row[label] not in before
    ]
    coded = old[CODED[name]].notna().any(axis=1) | old[words].isna()
    rest = old[(coded | ~old["report_id"].isin(texts)) & ~old[label].isin(new[label])]
    made = pd.concat([rest, pd.DataFrame(rows, columns=columns)], ignore_index=True)
    _place(made, name, label, words, texts)
    order = pd.DataFrame({"r": made["report_id"], "s": pd.to_numeric(made["start"]), "k": made[label]})
    made = made.loc[order.sort_values(["r", "s", "k"]).index].reset_index(drop=True)
    return made, pd.concat([base[~base["report_id"].isin(texts)], new], ignore_index=True)


def _labels(old, new, base, label, words, letter):
    """Ids of the rows drafted now; a wording that recurs keeps each of its codings in the order of the text."""
    waiting = {}
    for frame in (base, old[~old[label].isin(base[label])]):
        for report, wording, name in frame[["report_id", words, label]].itertuples(index=False):
            waiting.setdefault(_wording(report, wording), []).append(name)
    taken, made = {*old[label], *base[label]}, []
    for report, wording in new[["report_id", words]].itertuples(index=False):
        same = waiting.get(_wording(report, wording))
        n = 1
        while not same and f"{report}-{letter}{n}" in taken:
            n += 1
        made.append(same.pop(0) if same else f"{report}-{letter}{n}")
        taken.add(made[-1])
    return made


def _wording(*cells):
    return tuple(" ".join(str(cell).casefold().split()) for cell in cells)


def _merged(row, mine, before=None, words=None):
    """A drafted row under the reader's: filled cells win, cells drafted before that are empty now stay empty."""
    if mine is None:
        return row
    cells = mine.dropna()
    if words and _wording(mine[words]) == _wording(row[words]):
        cells = cells.drop(REREAD, errors="ignore")
    row = row.copy()
    row[cells.index] = cells
    if before is not None:
        cleared = mine.index[mine.isna() & before.notna()].difference(REREAD)
        row[cleared] = None
    return row


def _place(made, name, label, words, texts):
    """Correct the offsets of rows whose words have moved, and empty those of rows whose words are gone."""
    lost = []
    for i, row in zip(made.index, made.itertuples(index=False), strict=True):
        text, said = texts.get(row.report_id), getattr(row, words)
        if text is None or pd.isna(said) or pd.isna(row.start) or pd.isna(row.end):
            continue
        at = int(float(row.start)), int(float(row.end))
        if stands(name, text, *at, said):
            continue
        once = name == "figures" and text.count(said) == 1
        first = text.find(said) if once else None
        made.loc[i, ["start", "end"]] = (first, first + len(said)) if once else (None, None)
        if not once:
            lost.append(getattr(row, label))
    if lost:
        log.warning("%s.csv: the words of %s no longer stand in the text; offsets left empty.", name, ", ".join(lost))


def stands(name, text, start, end, words):
    """Whether a sum stands at its offsets, and each part of a claim's content between them."""
    if name == "figures":
        return text[start:end] == words
    hull = " ".join(text[start:end].split())
    return all(part in hull for part in words.split(" … "))
