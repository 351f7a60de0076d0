"""Actor networks: who is named with whom, more often than chance, and how far that can be trusted."""

from .centrality import centrality
from .changes import changes
from .communities import communities, stability
from .graphs import disparity, graph
from .null_model import shuffle
from .relations import relations
from .resampling import intervals, spread
from .robustness import calibrate, kept, merges, multiverse
from .significance import significance, with_topics
from .ties import cooccurrence, evidence
from .weights import near_copies, weights

__all__ = [
    "calibrate",
    "centrality",
    "changes",
    "communities",
    "cooccurrence",
    "disparity",
    "evidence",
    "graph",
    "intervals",
    "kept",
    "merges",
    "multiverse",
    "near_copies",
    "relations",
    "shuffle",
    "significance",
    "spread",
    "stability",
    "weights",
    "with_topics",
]
