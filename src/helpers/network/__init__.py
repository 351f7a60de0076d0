"""Actor networks: who is named with whom, more often than chance, and how far that can be trusted."""

from .changes import changes
from .null_model import shuffle
from .relations import relations
from .robustness import beyond_chance, calibrate, compare_choices, intervals, shuffled_range, undo_aliases
from .significance import significance, with_topics
from .structure import centrality, communities, graph, layout, stability
from .ties import cooccurrence, evidence, with_evidence
from .weights import weights

__all__ = [
    "beyond_chance",
    "calibrate",
    "centrality",
    "changes",
    "communities",
    "compare_choices",
    "cooccurrence",
    "evidence",
    "graph",
    "intervals",
    "layout",
    "relations",
    "shuffle",
    "shuffled_range",
    "significance",
    "stability",
    "undo_aliases",
    "weights",
    "with_evidence",
    "with_topics",
]
