"""What a reviewer is shown: which event to look at next, which other places a name could mean, and the log in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events.gazetteer import Gazetteer
from events.model import Event, Place, Review
from events.review import Correction
from events.review.replay import in_force
from events.views.arrays import EventArrays, Rows, in_order
from events.views.facets import COLUMNS, REVIEW, of_column
from events.views.labels import code_word, degrees, place_kind
from events.views.texts import FALLBACK, Tell, teller, word

SPOT_RADIUS = 1.0  # km: how exact a click on a map is taken to be
OFFERED = 12  # places of a name
SHOWN_VALUE = 60  # characters of an old or new value
CODED = {"event_type": "type", "mode": "mode", "acled": "acled", "status": "status"}  # fields whose values are codes


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place to choose; `label` tells it from others of the same name."""

    place: Place
    label: str


def review_queue(arrays: EventArrays) -> Rows:
    """The rows of the events that nobody has judged, the least sure first."""
    waiting = of_column(arrays, COLUMNS[REVIEW]).having(frozenset({Review.UNREVIEWED.value}), len(arrays))
    by_confidence = arrays.kept.of("by confidence", in_order, arrays.columns["confidence"])
    return by_confidence[waiting[by_confidence]]


def neighbour(ids: Sequence[str], current: str | None, step: int) -> str | None:
    """The event before or after the current one in a list, the first where none is chosen; None in an empty list."""
    if not ids:
        return None
    if current not in ids:
        return ids[0]
    return ids[min(max(ids.index(current) + step, 0), len(ids) - 1)]


def place_choices(event: Event, named: str, gazetteer: Gazetteer | None, language: str = FALLBACK) -> list[PlaceChoice]:
    """Other places for an event: what its own words could mean, then what the gazetteer has for the name that the reviewer typed."""
    places: list[Place] = [event.place] if event.place else []
    for mention in event.mentions:
        if mention.where and mention.where.toponym:
            places += [mention.where.place, *(candidate.place for candidate in mention.where.toponym.candidates)]
    if named.strip() and gazetteer is not None:
        places = [match.place for match in gazetteer.lookup(named.strip(), limit=OFFERED)] or places
    return [PlaceChoice(place, place_words(place, language)) for place in dict.fromkeys(places)][:OFFERED]


def place_words(place: Place, language: str = FALLBACK) -> str:
    """One line that tells a place from its namesakes: "Ramadi, Al Anbar, Iraq · city or town · 33.42° N, 43.31° E"."""
    names = ", ".join(dict.fromkeys(name for name in (place.name, place.admin1, place.country) if name))
    return f"{names} · {place_kind(place.precision, language)} · {degrees(place.latitude, place.longitude, language)}"


def spot(latitude: float, longitude: float) -> Place:
    """A place that a reviewer clicked on the map. Longitudes of other copies of the world are brought home."""
    east = (longitude + 180) % 360 - 180
    north = min(max(latitude, -90.0), 90.0)
    return Place(degrees(north, east), round(north, 5), round(east, 5), SPOT_RADIUS, "S", "", geocoder="reviewer")


def log_lines(log: Iterable[Correction], titles: Mapping[str, str], language: str = FALLBACK) -> list[dict[str, Any]]:
    """The log as a table, newest first. `titles`: of the events that are there."""
    log, tell = list(log), teller(language)
    valid = {one.number for one in in_force(log)}
    return [
        {
            tell("log.number"): one.number,
            tell("log.time"): one.time,
            tell("log.author"): one.author,
            tell("log.did"): tell("log.undo", number=one.undoes) if one.undoes is not None else tell(f"log.{one.verb.value}"),
            tell("log.event"): titles.get(one.event_id, one.event_id),
            tell("log.before"): _values(one.old, tell, language),
            tell("log.after"): _values(one.new, tell, language),
            tell("log.in_force"): one.number in valid,
        }
        for one in reversed(log)
    ]


def _values(values: Mapping[str, Any], tell: Tell, language: str) -> str:
    """A correction's values in one line."""
    return "; ".join(f"{code_word('field', name, language)}: {_value(name, value, tell, language)}" for name, value in values.items())


def _value(name: str, value: Any, tell: Tell, language: str) -> str:
    if isinstance(value, Mapping):
        value = value.get("name", value)
    if isinstance(value, list):
        value = ", ".join(str(one.get("id", one)) if isinstance(one, Mapping) else str(one) for one in value)
    words = tell("log.none") if value in (None, "") else word(CODED.get(name, ""), str(value), language) or str(value)
    return words if len(words) <= SHOWN_VALUE else f"{words[: SHOWN_VALUE - 1]}…"
