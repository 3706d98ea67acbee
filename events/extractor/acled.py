"""The ACLED sub-event type of a mention, where its lexicon line leaves it to who did it to whom.

Two values of the lexicon's column "acled" are such questions: "territory" (who took the place?) and "violence" (against whom?).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from events.actors import Actor, ActorDictionary
from events.extractor.lexicon import Lexicon
from events.model import Argument, Where

_SECURITY = frozenset({"military", "police", "government", "state"})
_FIGHTERS = frozenset({"military", "police", "armed group"})


@dataclass(frozen=True, slots=True)
class Sides:
    """Who does it to whom, and where."""

    actors: tuple[Argument, ...]
    recipients: tuple[Argument, ...]
    where: Where | None


def sub_event(named: str, sides: Sides, actors: ActorDictionary, lexicon: Lexicon) -> str | None:
    """The sub-event type that a lexicon line names, or what the sides of the mention make of it; None where they leave it open."""
    if named == "territory":
        return _takeover(sides, _known(sides.actors, actors))
    if named == "violence":
        return _violence(sides, _known(sides.actors, actors), _known(sides.recipients, actors), lexicon)
    return named or None


def _known(arguments: Iterable[Argument], actors: ActorDictionary) -> list[Actor]:
    return [a for argument in arguments if (a := actors.resolve(argument.name or argument.text)) is not None]


def _takeover(sides: Sides, takers: list[Actor]) -> str | None:
    """Who took a place: the state its own ground back, or anybody else."""
    if not takers:
        return None
    country = sides.where.place.country_code if sides.where else ""
    own = takers[0].side == "state" and (not country or country in takers[0].country_code)
    return "Government regains territory" if own else "Non-state actor overtakes territory"


def _violence(sides: Sides, doers: list[Actor], victims: list[Actor], lexicon: Lexicon) -> str | None:
    """Police or soldiers against protesters, armed against armed, or anybody against the unarmed."""
    words = {form for argument in sides.recipients for word in argument.text.lower().split() for form in (word, word.removesuffix("s"))}
    kinds = {a.kind for a in victims}
    if "protester" in kinds or words & (lexicon.classes["protester"] - {"mob", "opposition"}):
        return "Excessive force against protesters" if any(a.kind in _SECURITY for a in doers) else "Attack"
    if kinds & _FIGHTERS or words & (lexicon.classes["forces"] | lexicon.classes["police"]):
        return "Armed clash"
    return "Attack" if words & (lexicon.classes["civilian"] | lexicon.classes["person"]) or kinds else None
