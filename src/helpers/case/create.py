"""Draft a case from raw texts, and keep what a reader has coded when it is drafted again."""

import hashlib
import json
import os
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from .. import tables
from .. import text as texts
from .check import check_table
from .errors import CaseError, Problem
from .load import Case, _read, load, validate

UNKNOWN = "unknown outlet"
# What the machine may correct when it reads the text again; every other cell that is filled in stays as it is.
REREAD = ("start", "end", "confidence", "approximate")


def create(path, sources, actors=None):
    """Draft a case folder from raw reports; run again, it keeps what was coded.

    ``claims.csv`` and ``figures.csv`` are the coding sheet: one row for each attributed claim and each sum found, with
    ``content`` or ``surface`` and offsets. Question, value, payer, recipient and status are left to the reader. On the
    next run rows are found again by report and wording; every cell that is filled in wins over the machine's, and
    coded rows that the machine no longer finds stay. Tables the machine does not draft are left as they are.

    Parameters
    ----------
    path : str or Path
        Folder of the case; made if need be. An ``actors.csv`` in it supplies the names.
    sources : path or list of paths
        ``.txt``, ``.html`` or ``.jsonl`` files, or folders of them.
    actors : pandas.DataFrame, optional
        Names to use where the folder has no ``actors.csv``.

    Returns
    -------
    Case
        As read back from the folder.

    Raises
    ------
    CaseError
        A source that cannot be read, or an invalid table already there. Nothing is written unless all is valid.
    """
    path = Path(path)
    found = _collected(sources)
    case = _standing(path)
    if actors is not None and case.actors.empty:
        case.actors = actors.reset_index(drop=True)
    _add_reports(case, found)
    known = _names(case)
    redone = set(found["report_id"])
    drafts = zip(("mentions", "claims", "figures"), _drafted(found, known), (None, "content", "surface"), strict=True)
    for name, new, key in drafts:
        old = getattr(case, name)
        setattr(case, name, _joined(old, new, redone) if key is None else _kept(old, new, redone, key, name))
    validate(case)
    _write(path, case, found)
    return load(path)


def _collected(sources):
    """All documents of the sources, each with a report_id of its own."""
    listed = [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)
    files = []
    for source in map(Path, listed):
        inside = sorted(p for p in source.rglob("*") if p.suffix.lower() in texts.SUFFIXES) if source.is_dir() else []
        files += inside or [source]
    frames, problems = [], []
    for file in files:
        try:
            frame = texts.documents(file).assign(file=file)
        except (OSError, ValueError) as error:
            problems.append(Problem(str(file), None, None, str(error), "a readable report", "Correct or leave it out."))
            continue
        frames.append(frame[frame["text"].str.strip() != ""])
    if not problems and not any(len(frame) for frame in frames):
        problems.append(Problem("sources", None, None, "no text", "at least one report", "Give files that hold text."))
    if problems:
        raise CaseError(problems)
    found = pd.concat(frames, ignore_index=True)
    found["text"] = [re.sub("[\ud800-\udfff]", "\ufffd", text) for text in found["text"]]
    found["report_id"] = _unique(
        [re.sub(r"[^\w.-]+", "-", str(name)).strip("-.") or "report" for name in found["report_id"]]
    )
    return found


def _unique(names):
    made = []
    for name in names:
        n = 1
        while (candidate := name if n == 1 else f"{name}-{n}") in made:
            n += 1
        made.append(candidate)
    return made


def _standing(path):
    """The case as it stands in the folder: empty, only some tables, or complete."""
    if (path / "reports.csv").is_file():
        return load(path)
    problems = []
    there = {name: _read(path / f"{name}.csv", problems) for name in tables.TABLES if (path / f"{name}.csv").is_file()}
    typed = {name: check_table(name, frame, problems) for name, frame in there.items() if frame is not None}
    if problems:
        raise CaseError(problems)
    return Case(path.resolve().name, path, **typed)


def _add_reports(case, found):
    """Reports, outlets and texts of the sources; rows already there keep their cells."""
    day = re.compile(tables.DATE)
    rows, outlets, stored = [], [], []
    for row in found.itertuples():
        url = row.url if isinstance(row.url, str) and re.match(tables.URL, row.url) else None
        outlet = _plain(row.outlet) or (urlsplit(url).netloc if url else None) or UNKNOWN
        published = row.published if isinstance(row.published, str) and day.match(row.published) else None
        rows.append(
            {
                "report_id": row.report_id,
                "outlet": outlet,
                "url": url,
                "published": published,
                "published_basis": "metadata" if published else "unknown",
                "language": row.language if re.fullmatch("[a-z]{2}", str(row.language)) else None,
                "scope": "news",
            }
        )
        outlets.append({"outlet": outlet, "domain": urlsplit(url).netloc if url else None})
        digest = hashlib.sha256(row.text.encode("utf-8")).hexdigest()
        stored.append(
            {
                "report_id": row.report_id,
                "path": f"reports/{row.report_id}.txt",
                "sha256": digest,
                "title": _plain(row.title),
            }
        )
        case.text[row.report_id] = row.text
    case.reports = _kept(case.reports, pd.DataFrame(rows), set(), None, "reports")
    case.outlets = _kept(case.outlets, pd.DataFrame(outlets).drop_duplicates("outlet"), set(), None, "outlets")
    case.texts = _joined(case.texts, pd.DataFrame(stored), set(found["report_id"]))


def _plain(cell):
    """A cell without control characters; None where there is nothing."""
    return " ".join(re.sub(r"[\x00-\x1f]+", " ", cell).split()) or None if isinstance(cell, str) else None


def _names(case):
    """Actors and outlets as one table of names."""
    outlets = case.outlets[["outlet"]].set_axis(["actor"], axis=1).assign(kind="outlet")
    named = outlets[outlets["actor"] != UNKNOWN]
    return pd.concat([case.actors, named], ignore_index=True).drop_duplicates("actor", ignore_index=True)


def _drafted(found, actors):
    """Mentions, claims and figures of the reports."""
    from .. import actors as naming  # only here: a case can be loaded without a language model
    from .. import attribution, money

    raw = found.set_index("report_id")["text"]
    mentions = naming.find_all(raw, actors)
    known = set(actors["actor"]) if len(actors) else set()
    claims = attribution.find_all(raw, actors if len(actors) else None)
    places = zip(claims["report_id"], claims["content_spans"], strict=True)
    relays = [isinstance(v, str) and set(re.split(r"\s[>+]\s", v)) <= known for v in claims["via"]]
    claims = pd.DataFrame(
        {
            "claim_id": None,
            "report_id": claims["report_id"],
            "speaker": claims["speaker"].where(claims["speaker"].isin(known), None),
            "via": claims["via"].where(relays, None),
            "modality": claims["modality"],
            "content": [_content(raw[report], spans) for report, spans in places],
            "start": claims["start"],
            "end": claims["end"],
            "speaker_words": claims["speaker"],
            "confidence": claims["confidence"].round(3),
        }
    )
    sums = pd.concat([money.find(text).assign(report_id=report) for report, text in raw.items()], ignore_index=True)
    return mentions[tables.columns("mentions")], claims, sums.assign(figure_id=None)


def _content(text, spans):
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


def _joined(old, new, redone):
    """Rows of other reports, then the new ones."""
    rest = old[~old["report_id"].isin(redone)]
    return pd.concat([rest, new], ignore_index=True) if len(rest) else new.reset_index(drop=True)


def _kept(old, new, redone, key, name):
    """New rows under the cells a reader has filled in, and the coded rows that no longer have a new one."""
    by = list(tables.TABLES[name].metadata["key"]) if key is None else ["report_id", key]
    columns = list(dict.fromkeys([*tables.columns(name), *new.columns, *old.columns]))
    old, new = (frame.reindex(columns=columns).astype(object) for frame in (old, new))
    waiting = {}
    for i, cells in zip(old.index, old[by].to_numpy(), strict=True):
        waiting.setdefault(_wording(cells), []).append(i)
    used, rows = set(), []
    for _, fresh in new.iterrows():
        same = waiting.get(_wording(fresh[by]), [])
        if same:  # in the order of the texts, so that a wording that recurs keeps each of its codings
            used.add(same[0])
            filled = old.loc[same.pop(0)].dropna().drop(labels=list(REREAD), errors="ignore")
            fresh = fresh.copy()
            fresh[filled.index] = filled
        rows.append(fresh)
    own = _coded(old, name) | ~old["report_id"].isin(redone) if key else pd.Series(True, index=old.index)
    rest = old[own & ~old.index.isin(used)]
    made = pd.concat([rest, pd.DataFrame(rows, columns=columns)], ignore_index=True)
    return _numbered(made, name, set(old[tables.columns(name)[0]])) if key else made


def _wording(cells):
    return tuple(" ".join(str(cell).casefold().split()) for cell in cells)


def _coded(frame, name):
    """Rows in which a reader has filled something in, or that the reader wrote."""
    ours = {"claims": ["question_id", "value", "note"], "figures": ["payer", "recipient", "status", "flow_id", "note"]}[
        name
    ]
    key = {"claims": "content", "figures": "surface"}[name]
    return frame[ours].notna().any(axis=1) | frame[key].isna()


def _numbered(frame, name, taken):
    """Rows in the order of reports and offsets; a row found anew gets the next number its report has free."""
    key = tables.columns(name)[0]
    for i in frame.index[frame[key].isna()]:
        n = 1
        while (label := f"{frame.at[i, 'report_id']}-{name[0]}{n}") in taken:
            n += 1
        taken.add(label)
        frame.at[i, key] = label
    order = pd.DataFrame({"r": frame["report_id"], "s": pd.to_numeric(frame["start"]), "k": frame[key]})
    return frame.loc[order.sort_values(["r", "s", "k"]).index].reset_index(drop=True)


def _write(path, case, found):
    """Write everything to a folder beside, then move it in place file by file."""
    path.mkdir(parents=True, exist_ok=True)
    drafted = ["reports", "outlets", "texts", "actors", "mentions", "questions", "claims", "figures"]
    present = [t for t in tables.TABLES if t in drafted or (path / f"{t}.csv").is_file()]
    with tempfile.TemporaryDirectory(dir=path, prefix=".draft-") as made:
        made = Path(made)
        (made / "reports").mkdir()
        for row in found.itertuples():
            (made / "reports" / f"{row.report_id}.txt").write_bytes(row.text.encode("utf-8"))
            if row.file.suffix.lower() in (".html", ".htm"):
                (made / "reports" / f"{row.report_id}.html").write_bytes(row.file.read_bytes())
        for name in drafted:
            getattr(case, name).to_csv(made / f"{name}.csv", index=False, lineterminator="\n")
        folder = path.resolve().name
        package = tables.datapackage(folder, present, case.title if case.title not in ("", folder) else None)
        (made / "datapackage.json").write_text(
            json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        (path / "reports").mkdir(exist_ok=True)
        for file in sorted(made.rglob("*")):
            if file.is_file():
                os.replace(file, path / file.relative_to(made))
