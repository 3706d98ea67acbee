"""The embedded gazetteer: built on first use from packages and our tables, then looked up by name, number or point."""

from events.gazetteer.build import FILE, built_version, ensure_gazetteer, source_version
from events.gazetteer.folding import fold, loose
from events.gazetteer.imports import Dumps, ImportReport, import_geonames
from events.gazetteer.lookup import Gazetteer, Match, MatchKind
from events.gazetteer.opening import open_gazetteer
from events.gazetteer.own import add_place, own_gazetteer, own_rows

__all__ = [
    "FILE",
    "Dumps",
    "Gazetteer",
    "ImportReport",
    "Match",
    "MatchKind",
    "add_place",
    "built_version",
    "ensure_gazetteer",
    "fold",
    "import_geonames",
    "loose",
    "open_gazetteer",
    "own_gazetteer",
    "own_rows",
    "source_version",
]
