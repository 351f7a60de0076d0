"""Fetch GDELT's 15-minute GKG files politely, whole or not at all."""

from __future__ import annotations

import hashlib
import http.client
import logging
import os
import re
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
from tqdm import tqdm

from .moments import moment

MASTER = "http://data.gdeltproject.org/gdeltv2/masterfilelist.txt"
AGENT = "crossread (research notebooks; one connection, resumes)"
TRIES = 5
CHUNK = 2**16  # bytes
LONGEST_WAIT = 300.0  # seconds
_ENTRY = re.compile(
    r"(?P<size>[0-9]+) (?P<md5>[0-9a-f]{32}) (?P<url>https?://\S+/(?P<name>(?P<time>[0-9]{14})(?:\.translation)?\.gkg\.csv\.zip))"
)
_TROUBLE = (OSError, http.client.HTTPException)  # URLError and timeouts are OSErrors
_log = logging.getLogger(__name__)


def listing(text: str, start: str | pd.Timestamp, end: str | pd.Timestamp) -> pd.DataFrame:
    """GKG files of a master list that were published from `start` (included) to `end` (not included), UTC.

    Parameters
    ----------
    text
        The master list.
    start, end
        ISO 8601 days or moments; a zone's offset is worked into UTC.

    Returns
    -------
    DataFrame
        name, time, size (bytes), md5, url, ordered by time and name, each name once (the last entry counts).

    Raises
    ------
    ValueError
        If `start` or `end` can be read in more than one way, as 05/06/2031 can.

    Examples
    --------
    >>> line = "10 " + "0" * 32 + " http://example.org/20241022120000.gkg.csv.zip"
    >>> listing(line, "2024-10-22", "2024-10-23").name.tolist()
    ['20241022120000.gkg.csv.zip']
    """
    first, last = _stretch(start, end)
    rows = [match.groupdict() for line in text.splitlines() if (match := _ENTRY.fullmatch(line.strip()))]
    table = pd.DataFrame(rows, columns=["name", "time", "size", "md5", "url"]).drop_duplicates("name", keep="last")
    table["time"] = pd.to_datetime(table["time"], format="%Y%m%d%H%M%S", errors="coerce")
    table["size"] = table["size"].astype("int64")
    inside = (table["time"] >= first) & (table["time"] < last)
    return table[inside].sort_values(["time", "name"], ignore_index=True)


def download(
    folder: str | os.PathLike,
    start: str | pd.Timestamp,
    end: str | pd.Timestamp,
    master: str = MASTER,
    pause: float = 0.5,
) -> pd.DataFrame:
    """Download the GKG files of a stretch of time.

    A file carries its name only once its size and MD5 are those of the master list; until then it ends in `.part`,
    and a later run goes on from there. Files that are there already are checked, not fetched again. Refusals for too
    many requests and passing failures are tried again, waiting twice as long each time or as long as the server asks.

    Parameters
    ----------
    folder
        Where the files go; made if missing.
    start, end
        From `start` (included) to `end` (not included): ISO 8601, UTC unless a zone is given.
    master
        Address of the master list.
    pause
        Seconds between two files, and the first wait before trying again.

    Returns
    -------
    DataFrame
        name, time, size, md5, url, status: "downloaded", "kept" (was there, whole), "missing" (listed, but the server
        does not have it), or "failed: " and why.

    Raises
    ------
    ConnectionError
        If the master list cannot be had.
    ValueError
        If `start` or `end` can be read in more than one way.
    """
    _stretch(start, end)  # refused before anything is fetched
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        text = _again(lambda: _open(master).read().decode("utf-8", "replace"), pause)
    except _TROUBLE as problem:
        raise ConnectionError(
            f"{master}: no master list ({problem}). Is there a network? `master` takes another address."
        ) from problem
    table = listing(text, start, end)
    status = []
    for row in tqdm(table.itertuples(), total=len(table), desc="GKG files", unit="file", disable=None, leave=False):
        status.append(_one(row, folder / row.name, pause))
        if status[-1] != "kept":
            time.sleep(pause)
    return table.assign(status=pd.Series(status, dtype="str", index=table.index))


def _stretch(start, end) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Both ends of a stretch of time, in UTC."""
    ends = []
    for name, value in (("start", start), ("end", end)):
        try:
            ends.append(moment(value))
        except ValueError as problem:
            raise ValueError(f"{name}: {problem}") from None
    return ends[0], ends[1]


def _one(row, target: Path, pause: float) -> str:
    """Fetch one file and say how that went."""
    if _whole(target, row):
        return "kept"
    try:
        _again(lambda: _fetch(row, target), pause)
    except urllib.error.HTTPError as problem:
        return "missing" if problem.code in (404, 410) else f"failed: {problem}"
    except _TROUBLE as problem:
        return f"failed: {problem}"
    return "downloaded"


def _fetch(row, target: Path) -> None:
    """Resume a partial download, check the whole file, and only then give it its name."""
    part = target.with_name(target.name + ".part")
    have = part.stat().st_size if part.exists() else 0
    if have > row.size:
        part.unlink()
        have = 0
    if have < row.size:
        with _open(row.url, have) as answer, part.open("ab" if answer.status == 206 else "wb") as file:
            # One byte too many is enough to know that this is another file.
            while file.tell() <= row.size and (chunk := answer.read(CHUNK)):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    if _whole(part, row):
        os.replace(part, target)
        return
    size = part.stat().st_size
    if size >= row.size:
        part.unlink()
    raise OSError(
        f"{size:,} of {row.size:,} bytes arrived" if size != row.size else "MD5 differs from the master list's"
    )


def _whole(path: Path, row) -> bool:
    """Whether the file has the size and MD5 of the master list."""
    if not path.exists() or path.stat().st_size != row.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest() == row.md5


def _open(url: str, have: int = 0) -> http.client.HTTPResponse:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError(f"{url}: only http and https are fetched")
    headers = {"User-Agent": AGENT} | ({"Range": f"bytes={have}-"} if have else {})
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60)


def _again(action, pause: float):
    """Call a function, and again after a temporary failure, with a longer wait each time."""
    for attempt in range(1, TRIES + 1):
        try:
            return action()
        except _TROUBLE as problem:
            code = getattr(problem, "code", 503)
            if attempt == TRIES or (code < 500 and code not in (408, 425, 429)):
                raise
            asked = str((getattr(problem, "headers", None) or {}).get("Retry-After") or "")
            wait = min(float(asked) if asked.isdigit() else pause * 2 ** (attempt - 1), LONGEST_WAIT)
            _log.info("%s; trying again in %.1f s", problem, wait)
            time.sleep(wait)
