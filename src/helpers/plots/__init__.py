"""Pictures: one function each, table in, Axes out; ``show`` puts a finished one into a notebook.

Each subject has a room: ``figures.overview``, ``figures.reliability``, ``figures.network``, ``figures.funding``, ...
"""

from .show import keep, show
from .style import source, use

__all__ = ["keep", "show", "source", "use"]

use()
