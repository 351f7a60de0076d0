"""Pictures: one function each, table in, Axes out; ``page.show`` puts a finished one into a notebook.

Each subject has a room: ``plots.overview``, ``plots.answers``, ``plots.network``, ``plots.funding``, ...
"""

from .style import source, use

__all__ = ["source", "use"]

use()
