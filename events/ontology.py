"""What kinds of events there are: PLOVER types, modes, contexts and sectors, ACLED sub-event types, and CAMEO root codes for export.

All of it comes from data/ontology/*.tsv, whose headers name source and licence and say which parts of the mappings are ours.
An unknown code raises ConfigurationError with the choices.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from events.errors import ConfigurationError
from events.paths import DATA
from events.tables import rows

FOLDER = DATA / "ontology"
OTHER = "OTHER"  # ours, not PLOVER's (data/ontology/ours.tsv): what no line of the lexicon types, or what only other tables know
QUADS = {1: "Verbal cooperation", 2: "Material cooperation", 3: "Verbal conflict", 4: "Material conflict"}


@dataclass(frozen=True, slots=True)
class CameoCode:
    """What a CAMEO code is taken for: PLOVER type (or OTHER) and mode."""

    event_type: str
    mode: str
    name: str


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of a type happens. `score`: -10 (conflict) to +10 (cooperation), None where the manual has none."""

    name: str
    score: float | None
    definition: str


@dataclass(frozen=True, slots=True)
class EventType:
    """A PLOVER event type. `quad`: key of QUADS; `score`: -10 (conflict) to +10 (cooperation)."""

    code: str
    quad: int
    score: float
    requires_recipient: bool
    definition: str
    modes: tuple[Mode, ...] = ()


@dataclass(frozen=True, slots=True)
class SubEvent:
    """An ACLED sub-event type with the PLOVER type, mode and contexts that we take it for (empty where none fits)."""

    name: str
    event_type: str  # of ACLED
    plover: str
    mode: str
    contexts: tuple[str, ...]
    definition: str


def _event_types() -> dict[str, EventType]:
    found: dict[str, EventType] = {}
    for code, mode, quad_number, score, recipient, definition in rows(FOLDER / "plover.tsv", 6):
        if not mode:
            found[code] = EventType(code, int(quad_number), float(score), recipient == "yes", definition)
            continue
        added = Mode(mode, float(score) if score else None, definition)
        found[code] = replace(found[code], modes=(*found[code].modes, added))
    return found


def _sub_events() -> dict[str, SubEvent]:
    return {
        name: SubEvent(name, event_type, plover, mode, tuple(c for c in contexts.split("|") if c), definition)
        for event_type, name, plover, mode, contexts, _, definition in rows(FOLDER / "acled.tsv", 7)
    }


EVENT_TYPES: dict[str, EventType] = _event_types()
SUB_EVENTS: dict[str, SubEvent] = _sub_events()
OWN_TYPES: dict[str, str] = {row[0]: row[1] for row in rows(FOLDER / "ours.tsv", 2)}  # code -> definition
CONTEXTS: dict[str, str] = {row[0]: row[1] for row in rows(FOLDER / "contexts.tsv", 2)}
SECTORS: dict[str, str] = {row[0]: row[1] for row in rows(FOLDER / "sectors.tsv", 2)}
_CAMEO: dict[tuple[str, str], str] = {(code, mode): root for code, mode, root, _, _ in rows(FOLDER / "cameo.tsv", 5)}
_FROM_CAMEO: dict[str, CameoCode] = {row[0]: CameoCode(row[1], row[2], row[3]) for row in rows(FOLDER / "cameo_codes.tsv", 5)}


def _unknown(what: str, given: str, choices: Collection[str]) -> ConfigurationError:
    return ConfigurationError(f"there is no {what} {given!r}; choose one of: {', '.join(choices)}")


def event_type(code: str) -> EventType:
    """The PLOVER event type of a code. Raises ConfigurationError listing the choices."""
    if code not in EVENT_TYPES:
        raise _unknown("event type", code, EVENT_TYPES)
    return EVENT_TYPES[code]


def quad(code: str) -> int:
    """The quad of a PLOVER event type, a key of QUADS."""
    return event_type(code).quad


def is_mode(code: str, mode: str) -> bool:
    """Whether a PLOVER event type has this mode; an empty mode always fits."""
    known = event_type(code)
    return not mode or any(mode == m.name for m in known.modes)


def score(code: str, mode: str = "") -> float:
    """PLOVER's score of a type or of one of its modes, -10 to +10; that of the type where the mode has none."""
    known = event_type(code)
    if not is_mode(code, mode):
        raise _unknown(f"mode of {code}", mode, [m.name for m in known.modes])
    return next((m.score for m in known.modes if m.name == mode and m.score is not None), known.score)


def sub_event(name: str) -> SubEvent:
    """The ACLED sub-event type of a name. Raises ConfigurationError listing the choices."""
    if name not in SUB_EVENTS:
        raise _unknown("ACLED sub-event type", name, SUB_EVENTS)
    return SUB_EVENTS[name]


def acled_event_type(sub_event_name: str) -> str:
    """The ACLED event type that a sub-event type belongs to: "Armed clash" -> "Battles"."""
    return sub_event(sub_event_name).event_type


def territory_sub_event(side: str) -> str:
    """The ACLED sub-event type of taking a place by force, by the taker's side: "state" or "non-state"."""
    choices = {"state": "Government regains territory", "non-state": "Non-state actor overtakes territory"}
    if side not in choices:
        raise _unknown("side", side, choices)
    return choices[side]


def cameo_root(code: str, mode: str = "") -> str:
    """The CAMEO root code, two digits, for export: ("ACCUSE", "investigate") -> "09"."""
    if not is_mode(code, mode):
        raise _unknown(f"mode of {code}", mode, [m.name for m in EVENT_TYPES[code].modes])
    return _CAMEO.get((code, mode)) or _CAMEO[code, ""]


def from_cameo(code: str) -> CameoCode:
    """The PLOVER type and mode of a CAMEO code, by the longest code in our table that it begins with: "1823" -> as "182".

    ConfigurationError for a code with another root than the twenty of CAMEO.
    """
    for length in range(len(code), 1, -1):
        if (found := _FROM_CAMEO.get(code[:length])) is not None:
            return found
    raise _unknown("CAMEO code", code, [known for known in _FROM_CAMEO if len(known) == 2])
