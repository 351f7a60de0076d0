"""How far can a claim be trusted: who said it first, what weighs for and against, and what that is worth.

``origins`` collapses relays; ``discover`` weighs answers and ``explain`` says why; ``grade`` gives Admiralty
letters and digits with their reasons; ``score`` holds verdicts against what was settled later.
"""

from .answers import answers
from .discovery import Verdicts, discover
from .explanation import explain
from .fidelity import fidelity, remember_relays
from .grades import grade
from .history import early, record, remember, simulate
from .origins import origins, tally
from .outcomes import before, eligible
from .relays import distortions
from .scoring import Score, score
from .sensitivity import by_method, by_strength, leading, leave_out
from .simulation import calibration, simulate_claims
from .summary import echoes, findings, steadiness
from .timeline import changes, known, matrix, standing, timeline

__all__ = [
    "Score",
    "Verdicts",
    "answers",
    "before",
    "by_method",
    "by_strength",
    "calibration",
    "changes",
    "discover",
    "distortions",
    "early",
    "echoes",
    "eligible",
    "explain",
    "fidelity",
    "findings",
    "grade",
    "known",
    "leading",
    "leave_out",
    "matrix",
    "origins",
    "record",
    "remember",
    "remember_relays",
    "score",
    "simulate",
    "simulate_claims",
    "standing",
    "steadiness",
    "tally",
    "timeline",
]
