"""Who says what: attributed claims in raw text, each with its character offsets.

A sentence that can hold a claim is parsed; each word that may introduce one gets every content (`patterns`) and every
speaker (`subjects`) its place allows, and a small learned model weighs them (`confidence`).
English is parsed; other languages are read by a table of words each (`languages`).
"""

from .claims import find, find_all

__all__ = ["find", "find_all"]
