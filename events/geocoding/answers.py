"""What a geocoding service answered, as a Place. An answer that makes no sense is a ValueError, never a point."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from events.gazetteer.entries import distance_km
from events.gazetteer.tables import table
from events.model import Place

UNKNOWN_RADIUS_KM = 10.0  # where a service tells no extent
_LONGEST_NAME = 200
_SMALLEST_RADIUS_KM = 0.05

Reader = Callable[[Any, str], Place]


def read_osm(location: Any, service: str) -> Place:
    """The Place in an answer of Nominatim and of what is built on it: jsonv1 with address details."""
    raw = location.raw
    latitude, longitude = _coordinates(raw.get("lat"), raw.get("lon"))
    address = raw.get("address") or {}
    south, north, west, east = [_number(corner) for corner in raw.get("boundingbox") or [None] * 4]
    feature_class, feature_code = _kind(raw.get("class"), raw.get("type"), raw.get("addresstype"))
    return Place(
        name=_text(raw.get("name")) or _first_part(raw.get("display_name")),
        latitude=latitude,
        longitude=longitude,
        radius_km=_radius_km(latitude, longitude, (south, west), (north, east)),
        feature_class=feature_class,
        feature_code=feature_code,
        country_code=_code(address.get("country_code")),
        country=_text(address.get("country")),
        admin1=_text(next((address[key] for key in ("state", "region", "province", "state_district") if address.get(key)), "")),
        geocoder=service,
    )


def read_photon(location: Any, service: str) -> Place:
    """The Place in an answer of Photon: a GeoJSON feature."""
    east_of, north_of = location.raw["geometry"]["coordinates"][:2]
    latitude, longitude = _coordinates(north_of, east_of)
    found = location.raw["properties"]
    west, north, east, south = [_number(corner) for corner in found.get("extent") or [None] * 4]
    feature_class, feature_code = _kind(found.get("osm_key"), found.get("osm_value"), found.get("type"))
    return Place(
        name=_text(found.get("name")) or _first_part(location.address),
        latitude=latitude,
        longitude=longitude,
        radius_km=_radius_km(latitude, longitude, (south, west), (north, east)),
        feature_class=feature_class,
        feature_code=feature_code,
        country_code=_code(found.get("countrycode")),
        country=_text(found.get("country")),
        admin1=_text(found.get("state")),
        geocoder=service,
    )


def read_geonames(location: Any, service: str) -> Place:
    """The Place in an answer of the GeoNames web service, with its geonameid and feature code."""
    raw = location.raw
    latitude, longitude = _coordinates(raw.get("lat"), raw.get("lng"))
    population = int(raw.get("population") or 0)
    return Place(
        name=_text(raw.get("name")) or _first_part(location.address),
        latitude=latitude,
        longitude=longitude,
        radius_km=UNKNOWN_RADIUS_KM,
        feature_class=_text(raw.get("fcl"))[:1],
        feature_code=_text(raw.get("fcode")),
        geonameid=int(raw["geonameId"]) if "geonameId" in raw else None,
        country_code=_code(raw.get("countryCode")),
        country=_text(raw.get("countryName")),
        admin1=_text(raw.get("adminName1")),
        population=population,
        geocoder=service,
    )


def read_any(location: Any, service: str) -> Place:
    """The Place in an answer of any other service: its point and address, and nothing that only one service tells."""
    latitude, longitude = _coordinates(location.latitude, location.longitude)
    if latitude == longitude == 0:
        raise ValueError("the point 0, 0, which stands for none")
    return Place(_first_part(location.address), latitude, longitude, UNKNOWN_RADIUS_KM, geocoder=service)


def read_embedded(location: Any, service: str) -> Place:
    """The Place that the embedded gazetteer put into its answer."""
    place: Place = location.raw["place"]
    return place


@lru_cache(maxsize=1)
def _kinds() -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["key"], row["value"]): (row["feature_class"], row["feature_code"]) for row in table("osm_kinds")}


def _kind(key: Any, value: Any, address_type: Any) -> tuple[str, str]:
    """GeoNames feature class and code of an OpenStreetMap tag; "" and "" for one that the table does not have."""
    wanted: Sequence[tuple[str, str]] = [(str(key), str(value)), ("address", str(address_type)), (str(key), "*")]
    if key == "boundary":
        wanted = [wanted[1], wanted[0], wanted[2]]
    return next((_kinds()[tag] for tag in wanted if tag in _kinds()), ("", ""))


def _coordinates(latitude: Any, longitude: Any) -> tuple[float, float]:
    """Two numbers within their limits. geopy turns missing ones into 0 and wraps longitudes, so its own are not relied upon."""
    north, east = _number(latitude), _number(longitude)
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:
        raise ValueError(f"coordinates {latitude!r}, {longitude!r}"[:100])
    return north, east


def _number(value: Any) -> float | None:
    """A finite number, also one written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _radius_km(latitude: float, longitude: float, *corners: tuple[float | None, float | None]) -> float:
    """Distance from the point to the farthest corner of its extent."""
    known = [(lat, lon) for lat, lon in corners if lat is not None and lon is not None and abs(lat) <= 90]
    if len(known) < len(corners):
        return UNKNOWN_RADIUS_KM
    return round(max(_SMALLEST_RADIUS_KM, *(distance_km(latitude, longitude, lat, lon) for lat, lon in known)), 2)


def _text(value: Any) -> str:
    """Printable text of bounded length; "" for anything that is no text."""
    return "".join(c for c in value[:_LONGEST_NAME] if c.isprintable()).strip() if isinstance(value, str) else ""


def _first_part(address: Any) -> str:
    name = _text(address).split(",")[0].strip()
    if not name:
        raise ValueError("a place without a name")
    return name


def _code(value: Any) -> str:
    code = _text(value).upper()
    return code if len(code) == 2 and code.isalpha() else ""
