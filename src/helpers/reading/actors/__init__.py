"""Who is named in a text: the names of the actors table first, a model's proposals for the rest.

Names are matched without a model. Roles and pronouns ("the Treasury Secretary", "she") are a step of their own
(`resolve`), because a count of namings must not depend on them.
"""

from itertools import chain, repeat
from operator import itemgetter

import numpy as np
import pandas as pd

from helpers.reading import text as texts
from helpers.reading.actors.audit import candidates, merges
from helpers.reading.actors.names import compiled, find_names
from helpers.reading.actors.proposals import propose
from helpers.reading.actors.roles import resolve

__all__ = ["candidates", "find", "find_all", "merges", "resolve"]

NOBODY = pd.DataFrame({"actor": [], "aliases": []}, dtype="str")


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
    return _table([text], _rows([text], actors, propose_others))


def find_all(raw, actors=None, propose_others=True):
    """The actors named in many texts: the rows of `find`, faster because all texts are read together.

    Parameters
    ----------
    raw : pandas.Series
        Texts; the index holds their ``report_id``.
    actors, propose_others
        As for `find`.

    Returns
    -------
    pandas.DataFrame
        ``report_id``, then the columns of `find`; the texts one after the other.

    Examples
    --------
    >>> actors = pd.DataFrame({"actor": ["Mark Rutte"], "aliases": ["Rutte"], "kind": ["person"]})
    >>> find_all(pd.Series({"r1": "Rutte spoke.", "r2": "It rained."}), actors)[["report_id", "surface", "actor"]]
      report_id surface       actor
    0        r1   Rutte  Mark Rutte
    """
    rows_by_text = list(_rows(raw.tolist(), actors, propose_others))
    table = _table(raw.tolist(), rows_by_text)
    table.insert(0, "report_id", raw.index.repeat([len(rows) for rows in rows_by_text]))
    return table


def _rows(raw, actors, propose_others):
    """For each text its rows (start, end, actor, kind), in order."""
    names = compiled(NOBODY if actors is None else actors)
    known = [find_names(text, names) for text in raw]
    others = propose(raw, [hits.covered for hits in known]) if propose_others else repeat([])
    for hits, proposed in zip(known, others):  # noqa: B905 - nothing is proposed without end
        places = zip(hits.start.tolist(), hits.end.tolist(), hits.actors, strict=True)
        rows = [(s, e, actor, names.kinds.get(actor) or None) for s, e, actor in places]
        yield sorted([*rows, *((s, e, None, kind) for s, e, kind in proposed)], key=itemgetter(0))


def _table(raw, rows_by_text):
    """The rows of all texts as a DataFrame, its columns made once."""
    rows_by_text = list(rows_by_text)
    sentence, paragraph, surface = [], [], []
    for text, rows in zip(raw, rows_by_text, strict=True):
        if rows:
            lines = [line.start() for line in texts.LINE.finditer(text) if line.group().strip().strip(texts.EDGE)]
            starts = [row[0] for row in rows]
            sentence.append(np.searchsorted(texts.sentences(text), starts, side="right") - 1)
            paragraph.append(np.searchsorted(lines, starts, side="right") - 1)
            surface += [text[start:end] for start, end, *_ in rows]
    start, end, actor, kind = zip(*chain.from_iterable(rows_by_text), strict=True) if surface else [()] * 4
    surface, actor, kind = texts.strings(surface, actor, kind)
    return pd.DataFrame(
        {
            "sentence": texts.integers(chain.from_iterable(sentence)),
            "start": texts.integers(start),
            "end": texts.integers(end),
            "surface": surface,
            "actor": actor,
            "paragraph": texts.integers(chain.from_iterable(paragraph)),
            "kind": kind,
        },
        copy=False,
    )
