"""How far can a claim be trusted: who said it first, who stands by it now, and what that is worth.

``origins`` collapses relays; ``positions`` says what each authority stands by as of a day, and ``assess`` which answer
leads, how likely it is and how sure the ground; ``changes`` tells what a day added; ``grade`` gives Admiralty letters
and digits; ``discover``, ``explain`` and ``score`` hold methods of truth discovery against what is known.
"""

from .admiralty import grade
from .answers import answers
from .assessment import assess
from .changes import changes, matrix, timeline
from .discovery.explanation import explain
from .discovery.sensitivity import by_method, by_strength, leave_out
from .discovery.verdicts import Verdicts, discover
from .evaluation import Score, calibration, score
from .outcomes import before, by_word, eligible, foreseen
from .positions import positions
from .provenance import origins, tally
from .relays import distortions, fidelity, remember_relays
from .statements import known
from .track_record import early, record, remember, simulate

__all__ = [
    "Score",
    "Verdicts",
    "answers",
    "assess",
    "before",
    "by_method",
    "by_strength",
    "by_word",
    "calibration",
    "changes",
    "discover",
    "distortions",
    "early",
    "eligible",
    "explain",
    "fidelity",
    "foreseen",
    "grade",
    "known",
    "leave_out",
    "matrix",
    "origins",
    "positions",
    "record",
    "remember",
    "remember_relays",
    "score",
    "simulate",
    "tally",
    "timeline",
]
