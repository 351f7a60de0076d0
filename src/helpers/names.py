"""Who speaks, through whom and for whom: joint names, chains, affiliations, and how few voices a list can stand for.

One rule for the whole project: ``A + B`` is two joint sources and ``A > B`` is A passing on B, only where the mark
stands between blanks. "Canal+" and "C++ Group" are names.
"""

import re

import pandas as pd

__all__ = ["affiliations", "authorities", "body", "independent", "joined", "lineage", "links", "members", "names_in"]

_JOINT, _PASSED = re.compile(r"\s+\+\s+"), re.compile(r"\s+>\s+")


def members(name: str) -> list[str]:
    """The joint sources of one link of a chain, sorted, each once.

    >>> members("Reuters + AP"), members("Canal+"), members("C++ Group + Canal+")
    (['AP', 'Reuters'], ['Canal+'], ['C++ Group', 'Canal+'])
    """
    return sorted({part.strip() for part in _JOINT.split(str(name)) if part.strip()})


def joined(names) -> str:
    """Joint sources as one cell, always in the same order.

    >>> joined(["Reuters", "AP"])
    'AP + Reuters'
    """
    return " + ".join(sorted(set(names)))


def links(chain: str) -> list[str]:
    """The links of a chain, reader first; each may be joint.

    >>> links("Post > Reuters + AP > Ann")
    ['Post', 'Reuters + AP', 'Ann']
    """
    return [part.strip() for part in _PASSED.split(str(chain)) if part.strip()]


def names_in(cell: str) -> list[str]:
    """Every name in a chain or a joint source, in the order in which they stand.

    >>> names_in("Reuters > Lee Seong-kweun + AP"), names_in("A + B > C")
    (['Reuters', 'Lee Seong-kweun', 'AP'], ['A', 'B', 'C'])
    """
    return [part.strip() for link in links(cell) for part in _JOINT.split(link) if part.strip()]


def independent(names):
    """The least number of independent sources that can stand behind `names`; joint sources are written with +.

    A joint source that shares a member with another adds nothing to the count: it may rest on that member.

    >>> independent(["HUR", "HUR + Pentagon", "NIS"])
    2
    """
    groups = sorted({tuple(members(n)) for n in names if n and not pd.isna(n)}, key=lambda g: (len(g), g))
    seen, count = set(), 0
    for group in groups:
        count += seen.isdisjoint(group)
        seen.update(group)
    return count


def affiliations(actors):
    """Actor -> the one it speaks for; raises where that runs in a circle."""
    if actors is None or "affiliation" not in actors:
        return {}
    known = actors.dropna(subset=["affiliation"])
    above = dict(zip(known["actor"], known["affiliation"], strict=True))
    for actor in sorted(above):
        lineage(actor, above)
    return above


def lineage(actor, above):
    """The actor and all it answers to, upwards; raises where that runs in a circle."""
    line = [actor]
    while (following := above.get(line[-1])) is not None:
        if following in line:
            circle = " > ".join([*line, following])
            raise ValueError(f"actors, column affiliation: {circle} runs in a circle; blank one of them")
        line.append(following)
    return line


def authorities(actors):
    """Actor -> the topmost affiliation above it, for those that have one."""
    above = affiliations(actors)
    return {actor: lineage(actor, above)[-1] for actor in above}


def body(actor, above, kinds):
    """The furthest affiliation that is neither person nor state; an actor with none such speaks for the topmost."""
    line = lineage(actor, above)
    bodies = [a for a in line if kinds.get(a) not in ("person", "state")]
    return bodies[-1] if bodies else line[-1]
