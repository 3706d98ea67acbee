"""What people say of the events found: corrections, kept apart from the findings and applied to them whenever they are read.

`make` builds a Correction from what a reviewer did, `Store.record` keeps it in the log, `corrected` applies the log to an analysis.
"""

from events.review.corrections import Correction, Verb
from events.review.replay import Replay, corrected

__all__ = ["Correction", "Replay", "Verb", "corrected"]
