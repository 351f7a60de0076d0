"""How far can a claim be trusted: who said it first, what weighs for and against, and what that is worth.

``origins`` collapses relays; ``discover`` weighs answers and ``explain`` says why; ``grade`` gives Admiralty
letters and digits with their reasons; ``score`` holds verdicts against what was settled later.
"""

from .admiralty import grade
from .answers import answers
from .discovery.explanation import explain
from .discovery.sensitivity import by_method, by_strength, leading, leave_out
from .discovery.simulation import calibration, simulate_claims
from .discovery.verdicts import Verdicts, discover
from .evaluation import Score, score
from .fidelity import fidelity, remember_relays
from .outcomes import before, eligible
from .positions import changes, known, matrix, standing, timeline
from .provenance import origins, tally
from .relays import distortions
from .summary import echoes, findings, steadiness
from .track_record import early, record, remember, simulate

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
