"""The gazetteer as a geopy geocoder: no network, the same verbs as every other."""

from collections.abc import Sequence
from typing import Any

from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from events.gazetteer import Gazetteer, Match, open_gazetteer
from events.model import Place

_CANDIDATES = 300  # of one name: enough for every Springfield to be held against "Illinois"


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no annotations
    """geopy's `geocode` and `reverse` over the embedded gazetteer. `Location.raw["place"]` is the Place.

    Queries are a name, or a name and what it lies in, separated by commas: "Ramadi", "Springfield, Illinois, US". A place that
    lies in none of what is named is not found: "Ramadi, France" is None.
    """

    def __init__(self, gazetteer: Gazetteer | None = None, **options: Any) -> None:
        """`gazetteer`: by default the one that `open_gazetteer` opens, which is built first where it is missing."""
        super().__init__(**options)
        self.gazetteer = gazetteer or open_gazetteer()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int = 10,
        country_codes: str | Sequence[str] = (),
    ) -> Location | list[Location] | None:
        """The most prominent place of that name; with `exactly_one=False` up to `limit`; None where there is none.

        `country_codes`: ISO alpha-2 code or codes; places elsewhere are left out. `timeout` is there for geopy and means nothing.
        """
        codes = (country_codes,) if isinstance(country_codes, str) else tuple(country_codes)
        locations = [_location(match.place) for match in self._matches(query, codes)[:limit]]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL, limit: int = 10, within_km: float = 50.0
    ) -> Location | list[Location] | None:
        """The populated place nearest to a point ((lat, lon), "lat, lon" or Point), at most `within_km` away; else None."""
        point = query if isinstance(query, Point) else Point(query)
        near = self.gazetteer.nearest(point.latitude, point.longitude, 1 if exactly_one else limit, within_km=within_km)
        if not near:
            return None
        return _location(near[0]) if exactly_one else [_location(place) for place in near]

    def _matches(self, query: str, codes: Sequence[str]) -> list[Match]:
        found = self._in_countries(query.strip(), codes)
        if found:
            return found
        name, *around = [part.strip() for part in query.split(",")]
        found = self._in_countries(name, codes) if all(around) else []
        for part in around:
            outer = [match.place for match in self.gazetteer.lookup(part, limit=50) if match.place.feature_class in "ALHT"]
            found = [match for match in found if any(self._inside(place, match.place) for place in outer)]
        return found

    def _in_countries(self, name: str, codes: Sequence[str]) -> list[Match]:
        if not codes:
            return self.gazetteer.lookup(name, limit=_CANDIDATES)
        return [match for code in codes for match in self.gazetteer.lookup(name, country=code, limit=_CANDIDATES)]

    def _inside(self, outer: Place, inner: Place) -> bool:
        return outer.geonameid != inner.geonameid and self.gazetteer.contains(outer, inner)


def _location(place: Place) -> Location:
    address = ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part))
    return Location(address, (place.latitude, place.longitude), {"place": place})
