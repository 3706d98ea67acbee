"""Moves a point as the words before its name say: "northern Mali", "30 km south of Mosul", "near Kobani"."""

import dataclasses
import math
import re

from events.model import Place
from events.toponyms.lexicon import Lexicon
from events.toponyms.tokens import Tokens

_NUMBER = re.compile(r"\d{1,4}(?:[,.]\d+)?$")
_SHIFT = 0.4  # of the radius: how far "northern X" lies from the middle of X
_WIDER = 1.1  # its corners are farther from the new point than the old radius
_UNCERTAIN = 0.3  # of a distance: how far off the end of it may be
_NEAR_KM = 10.0
_SMALL_KM = 100.0  # "near X" says nothing new of a larger X
_DIRECTION_KM = 30.0  # "north of X", no distance given
_FARTHEST_KM = 1_000.0
_KM_PER_DEGREE = 111.2


def moved(place: Place, first: int, tokens: Tokens, lexicon: Lexicon) -> Place:
    """The place with its point moved and its radius widened as the words before token `first` say; the same place if they say nothing."""
    before = _words_before(first, tokens, lexicon)
    if not before:
        return place
    if before[-1] == "of" and len(before) > 1 and before[-2] in lexicon.directions:
        return _beyond(place, before, lexicon)
    if before[-1] == "from" and (distance := _distance(_without(before[:-1], "away"), lexicon)) is not None:
        return dataclasses.replace(place, radius_km=round(place.radius_km + distance, 1))
    if before[-1] in lexicon.directions:
        return _within(place, lexicon.directions[before[-1]])
    if lexicon.is_a(before[-1], "vicinity") and place.radius_km < _SMALL_KM:
        return dataclasses.replace(place, radius_km=round(place.radius_km + _NEAR_KM, 1))
    return place


def _words_before(first: int, tokens: Tokens, lexicon: Lexicon) -> list[str]:
    """The words of the sentence before a name in lower case, without "the Iraqi city of" right before it; "north-east" is one word."""
    begin = tokens.bounds[tokens.sentence[first]][0]
    if first - 2 >= begin and tokens.lower[first - 1] == "of" and lexicon.is_a(tokens.lower[first - 2], "place_noun"):
        if tokens.lower[first - 2] in lexicon.directions:
            return _joined(tokens.lower[begin:first], lexicon)
        first -= 2
        while first > begin and tokens.text[first - 1][0].isupper():
            first -= 1
    if first > begin and tokens.lower[first - 1] == "the":
        first -= 1
    return _joined(tokens.lower[begin:first], lexicon)


def _joined(words: list[str], lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    for word in words:
        if len(found) > 1 and found[-1] == "-" and f"{found[-2]}-{word}" in lexicon.directions:
            found[-2:] = [f"{found[-2]}-{word}"]
        else:
            found.append(word)
    return found


def _beyond(place: Place, before: list[str], lexicon: Lexicon) -> Place:
    """ "30 km south of X", "south of X"; "in the south of X" is within it."""
    direction = lexicon.directions[before[-2]]
    distance = _distance(before[:-2], lexicon)
    if distance is not None:
        return _shifted(place, direction, distance, widened=place.radius_km + _UNCERTAIN * distance)
    if before[-4:-2] == ["in", "the"]:
        return _within(place, direction)
    far = _DIRECTION_KM if place.feature_class == "P" else place.radius_km
    return _shifted(place, direction, far, widened=place.radius_km + far)


def _within(place: Place, direction: tuple[float, float]) -> Place:
    """ "northern X"."""
    return _shifted(place, direction, _SHIFT * place.radius_km, widened=_WIDER * place.radius_km)


def _without(words: list[str], last: str) -> list[str]:
    return words[:-1] if words and words[-1] == last else words


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
