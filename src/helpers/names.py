"""For whom somebody speaks, and how few independent voices a list of names can stand for."""

import pandas as pd

__all__ = ["affiliations", "authorities", "body", "independent", "lineage", "members"]


def members(name):
    """The joint sources of one link of a chain.

    >>> members("Reuters + AP")
    ['AP', 'Reuters']
    """
    return sorted({part.strip() for part in str(name).split("+") if part.strip()})


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
