"""Moves a point as the words before its name say: "northern Mali", "30 km south of Mosul", "near Kobani"."""

import dataclasses
import math
import re

from events.model import Place
from events.toponyms.lexicon import Lexicon
from events.toponyms.tokens import Tokens

_NUMBER = re.compile(r"\d{1,4}(?:[,.]\d+)?$")
_SHIFT = 0.4  # of the radius: how far "northern X" lies from the middle of X
_UNCERTAIN = 0.3  # of a distance: how far off the end of it may be
_NEAR_KM = 10.0
_DIRECTION_KM = 30.0  # "north of X", no distance given
_FARTHEST_KM = 1_000.0
_KM_PER_DEGREE = 111.2


def moved(place: Place, first: int, tokens: Tokens, lexicon: Lexicon) -> Place:
    """The place with its point moved and its radius widened as the words before token `first` say; the same place if they say nothing."""
    begin = tokens.bounds[tokens.sentence[first]][0]
    before = tokens.lower[begin:first]
    if not before:
        return place
    if before[-1] == "of" and len(before) > 1 and before[-2] in lexicon.directions:
        distance = _distance(before[:-2], lexicon)
        far = _DIRECTION_KM if distance is None else distance
        if distance is None and place.feature_class != "P":
            far = place.radius_km
        doubt = far if distance is None else _UNCERTAIN * far
        return _shifted(place, lexicon.directions[before[-2]], far, widened=place.radius_km + doubt)
    if before[-1] == "from" and (distance := _distance(_without(before[:-1], "away"), lexicon)) is not None:
        return dataclasses.replace(place, radius_km=round(place.radius_km + distance, 1))
    if (direction := _inner(before, lexicon)) is not None:
        return _shifted(place, direction, _SHIFT * place.radius_km, widened=place.radius_km)
    if lexicon.is_a(before[-1], "vicinity") and place.radius_km < 100:
        return dataclasses.replace(place, radius_km=round(place.radius_km + _NEAR_KM, 1))
    return place


def _without(words: list[str], last: str) -> list[str]:
    return words[:-1] if words and words[-1] == last else words


def _inner(before: list[str], lexicon: Lexicon) -> tuple[float, float] | None:
    """The direction of "northern X" and "the north of X", where it is given by an adjective right before the name."""
    word = before[-1]
    return lexicon.directions.get(word) if word in lexicon.directions else None


def _distance(words: list[str], lexicon: Lexicon) -> float | None:
    """Kilometres at the end of the words: "30 km", "some 20 miles (32 km) to the"."""
    words = [word for word in words[-9:] if word not in ("to", "the", "(", ")", "about", "-", "away", "just", "further")]
    if len(words) < 2 or words[-1] not in lexicon.units:
        return None
    number = words[-2]
    if _NUMBER.match(number):
        value = float(number.replace(",", "."))
    elif number in lexicon.numbers:
        value = lexicon.numbers[number]
    else:
        return None
    return min(_FARTHEST_KM, value * lexicon.units[words[-1]])


def _shifted(place: Place, direction: tuple[float, float], km: float, *, widened: float) -> Place:
    east, north = direction
    latitude = max(-89.9, min(89.9, place.latitude + north * km / _KM_PER_DEGREE))
    stretch = max(0.05, math.cos(math.radians(place.latitude)))
    longitude = (place.longitude + east * km / (_KM_PER_DEGREE * stretch) + 180.0) % 360.0 - 180.0
    return dataclasses.replace(place, latitude=round(latitude, 4), longitude=round(longitude, 4), radius_km=round(widened, 1))
