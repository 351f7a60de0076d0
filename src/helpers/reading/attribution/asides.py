"""Where the reporter takes over again: closing clauses of a sentence that are no part of what was said."""

from . import patterns

__all__ = ["without"]

# What the reporter lets happen to a statement: "…, coming two days after …", "…, drawing protests".
PARTICIPLES = frozenset(
    ["capping", "coming", "drawing", "echoing", "following", "fuelling", "fueling", "marking", "prompting", "sparking"]
)


def without(reading, spans):
    """The content of a reading less the reporter's own closing clause.

    A closing clause is the reporter's if it tells what became of the statement ("…, coming after …"), or if it is in
    the present ("…, as his country walks a tightrope") while the reported speech is shifted to the past. Quoted words
    and what stands before the cue stay as they are.

    Parameters
    ----------
    reading : Reading
    spans : list of (int, int)
        The content.

    Returns
    -------
    list of (int, int)
    """
    doc, (start, end) = reading.token.doc, spans[-1]
    if start < reading.end or end > reading.offset + patterns.length(doc):
        return spans
    quoted = max((q[1] for q in reading.quotes if q[0] < end and start < q[1]), default=start)
    for comma in doc:
        stop = reading.offset + comma.idx
        if max(start, quoted) < stop < end and comma.text == "," and comma.i + 1 < len(doc) and _theirs(reading, comma):
            return [*spans[:-1], (start, stop)]
    return spans


def _theirs(reading, comma):
    """Whether the reporter's clause begins behind a comma."""
    doc = comma.doc
    first = doc[comma.i + 1]
    if first.tag_ == "VBG":
        return first.lower_ in PARTICIPLES and first.i != reading.token.i
    if first.lower_ == "even" and first.i + 1 < len(doc):
        first = doc[first.i + 1]
    if first.lower_ not in ("as", "while") or reading.token.tag_ not in ("VBD", "VBN"):
        return False
    # In order of words: the parser often takes this "as" for a preposition.
    said, beside = _finite(doc[reading.token.i + 1 : comma.i]), _finite(doc[first.i + 1 :])
    shifted = said is not None and (said.tag_ == "VBD" or said.lower_ in ("would", "could", "might"))
    return shifted and beside is not None and beside.tag_ in ("VBZ", "VBP")


def _finite(tokens):
    """The first finite verb, or None."""
    return next((token for token in tokens if token.tag_ in ("VBD", "VBZ", "VBP", "MD")), None)
