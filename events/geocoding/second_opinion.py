"""Names that the gazetteer lacks, asked of an online geocoder when the user wants it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from events.errors import GeocodingError
from events.model import Place, PlacePrecision, Toponym

_CLEAR_MAJORITY = 0.5  # share of the text's places in one country from which on that country is preferred


class Asked(Protocol):
    """What answers: a ServiceGeocoder."""

    def geocode(self, query: str, *, country: str | None = None) -> Place | None: ...


def main_country(toponyms: Sequence[Toponym]) -> str | None:
    """ISO code of the country in which more than half of the text's places lie; None where there is no such country."""
    codes = Counter(t.place.country_code for t in toponyms if t.place is not None and t.place.country_code)
    if not codes:
        return None
    code, count = codes.most_common(1)[0]
    return code if count / codes.total() > _CLEAR_MAJORITY else None


def second_opinion(toponyms: Sequence[Toponym], service: Asked) -> tuple[tuple[Toponym, ...], int]:
    """The toponyms, those without a Place filled in where the service knows one, and how many names it could not be asked.

    Each name is asked once. A place outside every country that the text names is not believed. A failure costs only its own
    name; the caller learns the count and may try again.
    """
    country, allowed = main_country(toponyms), _countries_named(toponyms)
    found: dict[str, Place | None] = {}
    failed = 0
    for name in dict.fromkeys(_unplaced(toponyms)):
        try:
            place = service.geocode(name, country=country)
        except GeocodingError:
            failed += 1
            continue
        found[name] = place if place is not None and (not allowed or place.country_code in allowed) else None
    return tuple(replace(t, place=found[t.text]) if t.place is None and found.get(t.text) else t for t in toponyms), failed


def _unplaced(toponyms: Sequence[Toponym]) -> Iterator[str]:
    return (t.text for t in toponyms if t.place is None)


def _countries_named(toponyms: Sequence[Toponym]) -> frozenset[str]:
    """Codes of the countries that the text names, or in which its cities lie."""
    return frozenset(
        t.place.country_code
        for t in toponyms
        if t.place is not None and t.place.country_code and t.place.precision is not PlacePrecision.ADMIN
    )
