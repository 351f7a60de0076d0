"""Actor networks: who is named with whom, more often than chance, and how far that can be trusted."""

from .null import shuffle
from .significance import judge, significance
from .ties import cooccurrence, evidence

__all__ = ["cooccurrence", "evidence", "judge", "shuffle", "significance"]
