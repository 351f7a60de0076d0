"""How far can a claim be trusted: who said it first, what weighs for and against, and what that is worth.

``origins`` collapses relays; ``discover`` weighs answers and ``explain`` says why; ``grade`` gives Admiralty
letters and digits with their reasons; ``score`` holds verdicts against what was settled later.
"""

from .answers import answers
from .grades import grade
from .history import before, eligible, record, remember, simulate
from .origins import origins, tally
from .relays import distortions, fidelity
from .sensitivity import leave_out
from .timeline import changes, known, matrix, standing, timeline

__all__ = [
    "answers",
    "before",
    "changes",
    "distortions",
    "eligible",
    "fidelity",
    "grade",
    "known",
    "leave_out",
    "matrix",
    "origins",
    "record",
    "remember",
    "simulate",
    "standing",
    "tally",
    "timeline",
]
