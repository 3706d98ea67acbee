"""A user's own places: rows of `places.tsv` in the local folder, which no rebuild touches, found before all others."""

import csv
import dataclasses
import hashlib
import heapq
import io
import math
import re
from pathlib import Path

from events import paths
from events.errors import ConfigurationError, StoreError
from events.gazetteer.build import built_version, lock, replace
from events.gazetteer.entries import distance_km
from events.gazetteer.lookup import Gazetteer, Match
from events.gazetteer.ours import feature
from events.gazetteer.write import FORMAT
from events.model import Place
from events.tables import records

FILE = "places.tsv"
_COLUMNS = ("name", "alternates", "latitude", "longitude", "radius_km", "feature_class", "feature_code", "countries")
_HEAD = f"# Your own places, kept when the gazetteer is built anew. Alternates and countries: | between.\n{chr(9).join(_COLUMNS)}\n"


def add_place(
    name: str,
    latitude: float,
    longitude: float,
    *,
    radius_km: float = 5.0,
    feature_class: str = "P",
    feature_code: str = "PPL",
    countries: tuple[str, ...] = (),
    alternates: tuple[str, ...] = (),
) -> Place:
    """Adds a place to `places.tsv`, or corrects the one of the same name, code and countries. Returns it as it will be found.

    `countries`: ISO alpha-2 codes of those that it lies in or touches. Raises ConfigurationError for what cannot be a place.
    """
    codes = tuple(code.upper() for code in countries)
    cells = (name, "|".join(alternates), latitude, longitude, radius_km, feature_class, feature_code, "|".join(codes))
    row = dict(zip(_COLUMNS, map(str, cells), strict=True))
    _check(row)
    path = paths.local_dir() / FILE
    with lock(path):
        rows = [other for other in own_rows() if _key(other) != _key(row)]
        _write(path, [*rows, row])
    found = own_gazetteer()
    place = found.by_id(feature(row).id) if found else None
    if place is None:
        raise StoreError(f"{name} was written, but is not found", location=str(path))
    return place


def own_rows() -> list[dict[str, str]]:
    """The rows of `places.tsv`; [] where there is none. Raises ConfigurationError naming a row that is no place."""
    path = paths.local_dir() / FILE
    rows = records(path) if path.exists() else []
    for row in rows:
        try:
            _check(row)
        except ConfigurationError as error:
            raise ConfigurationError(f"{path}: {error}") from error
    return rows


def own_gazetteer() -> Gazetteer | None:
    """The user's places as a gazetteer of their own, brought up to date; None where there are none."""
    rows = own_rows()
    if not rows:
        return None
    path = (paths.local_dir() / FILE).with_suffix(".sqlite")
    version = hashlib.sha256(f"{FORMAT} {rows}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    if built_version(path) != version:
        with lock(path):
            replace(path, version, lambda progress: [feature(row) for row in rows], lambda words, share: None)
    return Gazetteer(path)


class MergedGazetteer(Gazetteer):
    """The gazetteer with the user's own places before its entries."""

    def __init__(self, path: Path, own: Gazetteer) -> None:
        super().__init__(path)
        self._own = own

    def lookup(self, name: str, *, country: str | None = None, limit: int = 30) -> list[Match]:
        others = super().lookup(name, country=country, limit=limit)
        return self._merged(self._own.lookup(name, country=country, limit=limit), others)[:limit]

    def known(self, name: str) -> bool:
        return self._own.known(name) or super().known(name)

    def fuzzy(self, name: str, *, country: str | None = None, limit: int = 10) -> list[Match]:
        return self._merged(self._own.fuzzy(name, country=country, limit=limit), super().fuzzy(name, country=country, limit=limit))[:limit]

    def by_id(self, geonameid: int) -> Place | None:
        own = self._own.by_id(geonameid)
        return self._named(own) if own else super().by_id(geonameid)

    def countries_of(self, place: Place) -> tuple[str, ...]:
        mine = place.geonameid is not None and self._own.by_id(place.geonameid) is not None
        return self._own.countries_of(place) if mine else super().countries_of(place)

    def nearest(self, latitude: float, longitude: float, limit: int = 1, *, within_km: float = math.inf) -> list[Place]:
        own = map(self._named, self._own.nearest(latitude, longitude, limit, within_km=within_km))
        places = [*own, *super().nearest(latitude, longitude, limit, within_km=within_km)]
        return heapq.nsmallest(limit, places, key=lambda place: distance_km(latitude, longitude, place.latitude, place.longitude))

    def _merged(self, own: list[Match], others: list[Match]) -> list[Match]:
        named = [dataclasses.replace(match, place=self._named(match.place)) for match in own]
        return sorted([*named, *others], key=lambda match: -match.similarity)

    def _named(self, place: Place) -> Place:
        """The place with the name of its country, which a gazetteer of own places cannot know."""
        country = super().country(place.country_code) if place.country_code else None
        return dataclasses.replace(place, country=country.name if country else "")


def _key(row: dict[str, str]) -> tuple[str, ...]:
    return row["feature_code"], row["countries"], row["name"]


def _check(row: dict[str, str]) -> None:
    """Raises ConfigurationError where a row is no place: the message says which cell and why."""
    if missing := set(_COLUMNS) - row.keys():
        raise ConfigurationError(f"a place needs the columns {', '.join(_COLUMNS)}; missing: {', '.join(sorted(missing))}")
    for column in ("name", "alternates"):
        if not row[column].isprintable() or row[column].startswith("#"):
            raise ConfigurationError(f"{column} {row[column][:40]!r} holds tabs, line ends or other characters that no name has")
    if not row["name"].strip():
        raise ConfigurationError("a place needs a name")
    try:
        place = Place(row["name"], float(row["latitude"]), float(row["longitude"]), float(row["radius_km"]))
    except ValueError as error:
        raise ConfigurationError(f"{row['name'][:40]}: {error}; latitude, longitude and radius_km are decimal numbers") from error
    if not 0 < place.radius_km <= 10_000:
        raise ConfigurationError(f"{row['name'][:40]}: a radius is more than 0 and at most 10,000 km, not {row['radius_km']}")
    for column, shape, words in (
        ("feature_class", r"[AHLPRSTUV]", "one of A H L P R S T U V"),
        ("feature_code", r"[A-Z0-9]{2,5}", "a GeoNames feature code such as PPL, ADM1, RGN"),
        ("countries", r"([A-Z]{2}(\|[A-Z]{2})*)?", "ISO alpha-2 codes with | between"),
    ):
        if not re.fullmatch(shape, row[column]):
            raise ConfigurationError(f"{row['name'][:40]}: {column} is {words}, not {row[column][:40]!r}")


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
    writer.writerows(rows)
    partial = path.with_suffix(".partial")
    try:
        partial.write_text(_HEAD + text.getvalue(), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise StoreError(f"your places cannot be written ({error.strerror})", location=str(path)) from error
