"""Who is named in a text: the names of the actors table first, a model's proposals for the rest.

Names are matched without a model. Roles and pronouns ("the Treasury Secretary", "she") are a step of their own
(`resolve`), because a count of namings must not depend on them.
"""

import numpy as np
import pandas as pd

from helpers import text as texts
from helpers.actors.audit import candidates, merges
from helpers.actors.names import find_names
from helpers.actors.proposals import propose
from helpers.actors.roles import resolve

__all__ = ["candidates", "find", "merges", "resolve"]

COLUMNS = ["sentence", "start", "end", "surface", "actor", "paragraph", "kind"]


def find(text, actors=None, propose_others=True):
    """Namings of actors in a text.

    Parameters
    ----------
    text : str
    actors : pandas.DataFrame, optional
        Table of actors: ``actor`` and ``aliases`` (separated by ``|``), where known ``kind`` and ``country``. Aliases
        match as whole words, the longest first, whatever the accents, apostrophes and dashes.
    propose_others : bool
        Whether a model proposes further names. Texts longer than the model takes at once (1,000,000 characters) are
        searched for aliases only.

    Returns
    -------
    pandas.DataFrame
        One row a naming, in order: ``sentence`` and ``paragraph`` (counts from 0 within the text), ``start``, ``end``
        (code points), ``surface``, ``actor`` (canonical name; missing for a proposal, and for a name that two
        actors share where the text does not tell whose it is), ``kind``.

    Examples
    --------
    >>> actors = pd.DataFrame({"actor": ["Mark Rutte"], "aliases": ["Rutte"], "kind": ["person"]})
    >>> find("Rutte spoke. Mark Rutte left.", actors)[["sentence", "start", "surface", "actor"]]
       sentence  start     surface       actor
    0         0      0       Rutte  Mark Rutte
    1         1     13  Mark Rutte  Mark Rutte
    """
    nothing = np.array([], dtype=int), np.array([], dtype=int), []
    start, end, named = nothing if actors is None else find_names(text, actors)
    known = {} if actors is None or "kind" not in actors else dict(zip(actors["actor"], actors["kind"], strict=True))
    kinds = [known.get(actor) for actor in named]
    others = propose(text, actors) if propose_others else []
    if others:
        start = np.append(start, [row[0] for row in others])
        order = np.argsort(start, kind="stable")
        start, end = start[order], np.append(end, [row[1] for row in others])[order]
        named = [(named + [None] * len(others))[i] for i in order]
        kinds = [(kinds + [row[2] for row in others])[i] for i in order]
    return _table(text, start, end, named, kinds)


def _table(text, start, end, named, kinds):
    sentences = texts.sentences(text) if len(start) else []
    lines = [line.start() for line in texts.LINE.finditer(text) if line.group().strip().strip(texts.EDGE)]
    return pd.DataFrame(
        {
            "sentence": pd.array(np.searchsorted(sentences, start, side="right") - 1, dtype="Int64"),
            "start": pd.array(start, dtype="Int64"),
            "end": pd.array(end, dtype="Int64"),
            "surface": texts.strings([text[s:e] for s, e in zip(start.tolist(), end.tolist(), strict=True)]),
            "actor": pd.array(named, dtype="str"),
            "paragraph": pd.array(np.searchsorted(lines, start, side="right") - 1, dtype="Int64"),
            "kind": pd.array(kinds, dtype="str"),
        },
        columns=COLUMNS,
    )
