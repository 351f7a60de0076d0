"""Land GKG 2.1 files as Parquet: every line becomes a row, or a reason why it did not."""

from __future__ import annotations

import glob
import gzip
import hashlib
import io
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from .fields import FIELDS, INNER_SIGN, NUMBERS
from .moments import moment

SUFFIXES = (".csv", ".csv.gz", ".csv.zip")
LONGEST = 16 * 2**20  # bytes; real rows stay under one MiB, a bomb does not
BATCH = 2_000  # rows, about 25 MB of text
SCHEMA = pa.schema(
    [("file", pa.string()), ("line", pa.int64()), ("repaired", pa.string()), ("reason", pa.string())]
    + [(name, pa.int64() if name in NUMBERS else pa.string()) for name in FIELDS]
)
_UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError, NotImplementedError)
_SIGN = re.compile(r"#(?!\d+\|\d+\|)")


def find(paths: str | os.PathLike | Iterable[str | os.PathLike]) -> list[Path]:
    """Files that `paths` names, sorted, each once: files, folders (not their subfolders) and glob patterns.

    Raises
    ------
    FileNotFoundError
        If a path or pattern leads to no file.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    files: dict[Path, Path] = {}
    for path in map(Path, given):
        if path.is_dir():
            here = [item for item in path.iterdir() if item.name.lower().endswith(SUFFIXES)]
        elif path.is_file():
            here = [path]
        else:
            here = [item for item in map(Path, glob.glob(str(path), recursive=True)) if item.is_file()]
        if not here:
            raise FileNotFoundError(
                f"{path}: no GKG file here. Name a {', '.join(SUFFIXES)} file, a folder of them or a pattern."
            )
        files |= {item.resolve(): item for item in here}
    return sorted(files.values())


def land(paths: str | os.PathLike | Iterable[str | os.PathLike], folder: str | os.PathLike) -> list[Path]:
    """Write one Parquet file into `folder` for each GKG file and return them, in the order of `find`.

    A finished Parquet file appears under its name in one step, and its name holds the size and time of its source: a
    run that was killed leaves nothing that the next run would trust, and the next run does only what is left.

    Parameters
    ----------
    paths
        GKG 2.1 files (plain, gzip or zip, told apart by content), folders or glob patterns.
    folder
        Where the Parquet files go; made if missing.

    Returns
    -------
    list of Path
        Columns file, line (from 1), repaired (what had to be mended, or missing), reason (why the row is
        rejected, or missing) and the 27 fields.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    done = []
    for source in tqdm(find(paths), desc="GKG files", unit="file", disable=None, leave=False):
        facts = source.stat()
        mark = hashlib.sha256(f"{source.resolve()}|{facts.st_size}|{facts.st_mtime_ns}".encode()).hexdigest()[:16]
        target = folder / f"{mark}.parquet"
        if not target.exists():
            _write(source, target)
        done.append(target)
    return done


def _write(source: Path, target: Path) -> None:
    """One source into one Parquet file, named only when complete."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with pq.ParquetWriter(part, SCHEMA, compression="zstd") as writer:
            batch: list[tuple] = []
            for row in rows(source):
                batch.append(row)
                if len(batch) == BATCH:
                    writer.write_table(_table(batch))
                    batch = []
            writer.write_table(_table(batch))
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _table(batch: list[tuple]) -> pa.Table:
    columns = zip(*batch, strict=True) if batch else [()] * len(SCHEMA)
    return pa.Table.from_arrays(
        [pa.array(column, kind) for column, kind in zip(columns, SCHEMA.types, strict=True)], schema=SCHEMA
    )


def rows(source: Path) -> Iterator[tuple]:
    """Every line of a GKG file in the columns of `SCHEMA`; a last row names the place where reading failed."""
    line, name = 0, str(source)
    try:
        with _members(source) as members:
            for name, stream in members:
                line = 0
                while raw := stream.readline(LONGEST):
                    line += 1
                    yield (
                        _row(raw, name, line)
                        if _whole(raw, stream)
                        else _rejected(name, line, "", f"longer than {LONGEST:,} bytes")
                    )
    except _UNREADABLE as problem:
        yield _rejected(name, line + 1, "", f"unreadable from this line on: {problem}")


@contextmanager
def _members(source: Path) -> Iterator[Iterator[tuple[str, io.BufferedIOBase]]]:
    """Named byte streams in a file: itself, or what a zip archive holds."""
    with source.open("rb") as file:
        start = file.peek(4)[:4]
        if start == b"PK\x03\x04" or source.name.lower().endswith(".zip"):
            with zipfile.ZipFile(file) as archive:
                names = [item for item in archive.namelist() if not item.endswith("/")]
                label = {item: str(source) if len(names) == 1 else f"{source}!{item}" for item in names}
                yield ((label[item], _lines(archive.open(item))) for item in names)
        elif start[:2] == b"\x1f\x8b":
            with gzip.open(file) as plain:
                yield iter([(str(source), _lines(plain))])
        else:
            yield iter([(str(source), file)])


class _Pieces(io.RawIOBase):
    """A compressed stream read in small pieces, so that what stands before a damaged place is not lost."""

    def __init__(self, stream) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        piece = self.stream.read1(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _lines(stream) -> io.BufferedReader:
    return io.BufferedReader(_Pieces(stream), 2**18)


def _whole(raw: bytes, stream: io.BufferedIOBase) -> bool:
    """Whether the line fitted; if not, the rest of it is read past."""
    if len(raw) < LONGEST or raw.endswith(b"\n"):
        return True
    while (more := stream.readline(LONGEST)) and not more.endswith(b"\n"):
        pass
    return False


def _rejected(name: str, line: int, repaired: str, reason: str) -> tuple:
    return (name, line, repaired or None, reason, *[None] * len(FIELDS))


def _row(raw: bytes, name: str, line: int) -> tuple:
    """One line as a row: mended where that is safe, rejected with a reason where it is not."""
    text, repaired = _decode(raw)
    values = text.rstrip("\r\n").split("\t")
    if len(values) == len(FIELDS) and (stamp := _stamp(values[1])) != values[1]:
        values[1], repaired = stamp, ", ".join(filter(None, [repaired, "date"]))
    if reason := _fault(values):
        return _rejected(name, line, repaired, reason)
    fields: list[str | int | None] = [value or None for value in values]
    fields[1], fields[2] = int(values[1]), int(values[2]) if values[2] else None
    if values[22]:
        fields[22] = _SIGN.sub(INNER_SIGN, values[22])
    return (name, line, repaired or None, None, *fields)


def _decode(raw: bytes) -> tuple[str, str]:
    """The text of a line and what was mended in it."""
    mended = []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        mended.append("encoding")
    if "\0" in text:
        text = text.replace("\0", "")
        mended.append("nul")
    return text, ", ".join(mended)


def _fault(values: list[str]) -> str:
    """Why these values are no GKG row, or nothing."""
    if values == [""]:
        return "empty line"
    if len(values) != len(FIELDS):
        return f"{len(values)} fields, expected {len(FIELDS)} (GKG 2.1, separated by tabs)"
    if not values[0].strip():
        return "GKGRECORDID is empty"
    if not _is_date(values[1]):
        return f"DATE is {values[1][:30]!r}, expected YYYYMMDDHHMMSS in UTC{_twofold(values[1])}"
    if values[2] and not re.fullmatch(r"[0-9]{1,9}", values[2]):
        return f"SourceCollectionIdentifier is {values[2][:30]!r}, expected a number"
    return ""


def _stamp(text: str) -> str:
    """An ISO 8601 moment in GDELT's form and in UTC; any other text as it is."""
    if len(text) < 16 or text[4] != "-":
        return text
    try:
        return f"{moment(text):%Y%m%d%H%M%S}"
    except ValueError:
        return text


def _twofold(text: str) -> str:
    """What to do about a day that can be read two ways."""
    if not re.match(r"\s*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b", text):
        return ""
    return ": day and month can be read two ways; write the year first"


@lru_cache(maxsize=4096)
def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y%m%d%H%M%S")
    except ValueError:
        return False
    return re.fullmatch(r"[0-9]{14}", text) is not None
