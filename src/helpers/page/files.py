"""Where a page's pictures and tables go as files: the folder that ``CROSSREAD_RESULTS`` names, else nowhere."""

import os
import re
from pathlib import Path

__all__ = ["file_name", "folder"]

RESULTS = "CROSSREAD_RESULTS"


def file_name(name: str) -> str:
    """The name, if it is one that every system and address takes."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"{name!r} is no file name: use lower-case letters, digits and single hyphens")
    return name


def folder(kind: str) -> Path | None:
    """The folder for files of a kind, made where results are wanted; else None."""
    root = os.environ.get(RESULTS)
    if not root:
        return None
    place = Path(root) / kind
    place.mkdir(parents=True, exist_ok=True)
    return place
