"""The embedded gazetteer: built on first use from packages and our tables, then looked up by name, number or point."""

from events.gazetteer.build import FILE, built_version, ensure_gazetteer, source_version
from events.gazetteer.folding import fold, loose
from events.gazetteer.lookup import Gazetteer, Match, MatchKind, Seat, open_gazetteer

__all__ = [
    "FILE",
    "Gazetteer",
    "Match",
    "MatchKind",
    "Seat",
    "built_version",
    "ensure_gazetteer",
    "fold",
    "loose",
    "open_gazetteer",
    "source_version",
]
