"""Looks up names and points in a built gazetteer."""

import heapq
import json
import math
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from events.errors import StoreError
from events.gazetteer.divisions import division_words
from events.gazetteer.entries import distance_km
from events.gazetteer.folding import MAX_NAME, fold, loose
from events.gazetteer.fuzzy import SpellingIndex
from events.gazetteer.tables import table
from events.gazetteer.write import FORMAT, cells_around
from events.model import Place
from events.tables import several


class MatchKind(StrEnum):
    """How a name met the entry."""

    EXACT = "exact"  # letter for letter
    FOLDED = "folded"  # but for case, diacritics, punctuation, article, transliteration or the word for its kind
    FUZZY = "fuzzy"  # but for a letter or two


@dataclass(frozen=True, slots=True)
class Match:
    """A place that bears a name. `preferred`: as its main name, not an alternate. `similarity`: 1 exact, less the looser (0..1)."""

    place: Place
    kind: MatchKind
    preferred: bool
    similarity: float


_FOLDED, _LOOSE, _BARE = 0.95, 0.85, 0.8  # similarity: same letters; same sounds; same without the word for its kind
_PLACE = """place.id, place.name, latitude, longitude, radius_km, feature_class, feature_code, place.country, admin1, population"""
_BY_KEY = f"""
SELECT found.names, found.preferred, found.direct, {_PLACE} FROM (
    SELECT place AS id, rank, key = :key AND level = 0 AS direct, preferred, names,
        instr('|' || names || '|', '|' || :name || '|') > 0 AS exact
    FROM name WHERE key IN (:key, :loose) AND (:country = '' OR instr(countries, :country))
    ORDER BY exact DESC, direct DESC, rank LIMIT :limit) AS found
JOIN place ON place.id = found.id ORDER BY found.exact DESC, found.direct DESC, found.rank"""
_ABOVE = """
WITH RECURSIVE above (id, steps) AS (
    SELECT ?, 0 UNION SELECT parent, steps + 1 FROM hierarchy JOIN above ON child = above.id WHERE steps < 12)
SELECT 1 FROM above WHERE id = ? AND steps > 0 LIMIT 1"""
_LATIN_KEYS = "SELECT DISTINCT key FROM name WHERE level = 0 AND key BETWEEN 'a' AND '{' AND rank < ?"
_FUZZY_RANK = -3000  # names of places of 1,000 people or more, alternates of 10,000 or more


class Gazetteer:
    """A built gazetteer, read-only. One object serves any number of threads.

    `Place.geonameid` is GeoNames' number where the packages tell it (populated places, countries, continents, states of the
    USA) and a stable negative number of ours for everything else; `by_id` takes both.
    """

    def __init__(self, path: Path) -> None:
        """Opens the file at `path`. Raises StoreError where it is no finished gazetteer."""
        self.path = path
        self._threads = threading.local()
        self._find = lru_cache(maxsize=20_000)(self._find_uncached)
        self._place = lru_cache(maxsize=20_000)(self._place_uncached)
        self._known = lru_cache(maxsize=100_000)(self._known_uncached)
        meta = dict(self._rows("SELECT key, value FROM meta"))
        if "version" not in meta or meta.get("format") != str(FORMAT):
            raise StoreError(
                "this gazetteer is not finished or of another format; run: python -m events gazetteer build", location=str(path)
            )
        self.version: str = meta["version"]
        self._country_ids: dict[str, int] = json.loads(meta["countries"])
        self.counts: dict[str, int] = json.loads(meta["counts"])

    def lookup(self, name: str, *, country: str | None = None, limit: int = 30) -> list[Match]:
        """The places that bear a name, exact matches first, then by how prominent they are; [] where there is none.

        `country`: ISO 3166-1 alpha-2 code; natural features count for every country that they touch.
        """
        return list(self._find(name, (country or "").upper(), limit))

    def known(self, name: str) -> bool:
        """Whether `lookup` finds anything under this name."""
        return self._known(name)

    def fuzzy(self, name: str, *, country: str | None = None, limit: int = 10) -> list[Match]:
        """The places whose names differ from this one by a letter or two, most alike first (10 to 50 ms; towns over 1,000)."""
        key = _key(name)
        found: dict[int, Match] = {}
        for other, similarity in self._spellings.closest(key, 5 * limit):
            for row in self._select(other, other, "", (country or "").upper(), limit):
                place = self._read(row[3:])
                if place.geonameid is not None and place.geonameid not in found:
                    found[place.geonameid] = Match(place, MatchKind.FUZZY, row[1] > 0, round(similarity, 3))
        ranked = sorted(found.values(), key=lambda match: (-match.similarity, -match.place.population))
        return ranked[:limit]

    def by_id(self, geonameid: int) -> Place | None:
        """The place with a geonameid, or with a negative number of ours."""
        return self._place(geonameid)

    def country(self, code_or_name: str) -> Place | None:
        """The country or territory with an ISO alpha-2 code or a name: "IQ", "Ivory Coast", "U.S."."""
        if (place := self._countries.get(code_or_name)) is not None:
            return place
        return self._first(code_or_name, "", ("PCL", "TERR"))

    def admin1(self, country_code: str, name: str) -> Place | None:
        """The first-level division of a country by name or GeoNames code: ("US", "TX"), ("IQ", "Anbar province")."""
        sql = f"SELECT {_PLACE} FROM place WHERE country = ? AND feature_class = 'A' AND feature_code = 'ADM1' AND admin1_code = ?"
        for row in self._rows(sql, (country_code.upper(), name)):
            return self._read(row)
        return self._first(name, country_code.upper(), ("ADM1",))

    def countries_of(self, place: Place) -> tuple[str, ...]:
        """The codes of the countries that a place lies in or touches."""
        for (codes,) in self._rows("SELECT countries FROM place WHERE id = ?", (place.geonameid,)):
            return tuple(codes.split())
        return (place.country_code,) if place.country_code else ()

    def contains(self, outer: Place, inner: Place) -> bool:
        """Whether `inner` lies in `outer`: by country and division where both have them, else by distance and radius."""
        if outer.feature_code.startswith("PCL"):
            return outer.country_code in self.countries_of(inner)
        if outer.feature_code == "ADM1" and inner.admin1:
            return (outer.country_code, outer.admin1) == (inner.country_code, inner.admin1)
        if self._rows(_ABOVE, (inner.geonameid, outer.geonameid)):
            return True
        if outer.feature_code == "CONT":
            return not set(self.countries_of(inner)).isdisjoint(self.countries_of(outer))
        return distance_km(outer.latitude, outer.longitude, inner.latitude, inner.longitude) <= outer.radius_km

    def nearest(self, latitude: float, longitude: float, limit: int = 1, *, within_km: float = math.inf) -> list[Place]:
        """The populated places nearest to a point, nearest first, none farther than `within_km`."""
        near: list[tuple[float, Any]] = []
        for reach in (0.5, 2.0, 8.0, 30.0, 180.0):  # degrees of latitude
            cells = cells_around(latitude, longitude, reach)
            where = f"cell IN ({', '.join(map(str, cells))})" if cells else "cell IS NOT NULL"
            rows = self._rows(f"SELECT {_PLACE} FROM place WHERE {where}")
            near = heapq.nsmallest(limit, ((distance_km(latitude, longitude, row[2], row[3]), row) for row in rows))
            if reach * 111 >= min(within_km, near[-1][0] if len(near) == limit else math.inf):
                break
        return [self._read(row) for distance, row in near if distance <= within_km]

    @cached_property
    def demonyms(self) -> Mapping[str, str]:
        """Demonym -> ISO code of the country, "" where it tells of a region or people only: "Iraqi" -> "IQ", "Kurdish" -> ""."""
        return {name: row["country"] for row in table("demonyms") for name in several(row["demonyms"])}

    @cached_property
    def demonym_places(self) -> Mapping[str, str]:
        """Demonym -> name of the country or region in the gazetteer: "Kurdish" -> "Kurdistan"."""
        return {name: row["place"] for row in table("demonyms") for name in several(row["demonyms"])}

    @cached_property
    def _countries(self) -> dict[str, Place]:
        sql = f"SELECT {_PLACE} FROM place WHERE id = ?"
        rows = [row for number in self._country_ids.values() for row in self._rows(sql, (number,))]
        return {row[7]: _place_of(row, row[1]) for row in rows}

    @cached_property
    def _spellings(self) -> SpellingIndex:
        return SpellingIndex(key for (key,) in self._rows(_LATIN_KEYS, (_FUZZY_RANK,)))

    def _first(self, name: str, country: str, codes: tuple[str, ...]) -> Place | None:
        matches = self._find(name, country, 100)
        return next((match.place for match in matches if match.place.feature_code.startswith(codes)), None)

    def _find_uncached(self, name: str, country: str, limit: int) -> tuple[Match, ...]:
        key = _key(name)
        if not key:
            return ()
        looser = loose(key)
        rows = self._select(key, looser, name, country, limit + 10)  # a place may stand under both keys
        if not rows:
            return tuple(self._without_kind_word(key, country, limit))
        best: dict[int, Match] = {}
        for row in rows:
            best.setdefault(row[3], self._match(row, name))
        return tuple(best.values())[:limit]

    def _without_kind_word(self, key: str, country: str, limit: int) -> Iterable[Match]:
        """Matches for "anbar province" as a division called "anbar"."""
        for bare, codes in _bare_keys(key):
            rows = {row[3]: row for row in reversed(self._select(bare, loose(bare), "", country, 300)) if row[9].startswith(codes)}
            if rows:
                found = [Match(self._read(row[3:]), MatchKind.FOLDED, row[1] > 0, _BARE) for row in reversed(rows.values())]
                return found[:limit]
        return []

    def _known_uncached(self, name: str) -> bool:
        key = _key(name)
        if not key:
            return False
        found = self._rows("SELECT 1 FROM name WHERE key IN (?, ?) LIMIT 1", (key, loose(key)))
        return bool(found) or any(True for _ in self._without_kind_word(key, "", 1))

    def _select(self, key: str, looser: str, name: str, country: str, limit: int) -> list[Any]:
        values = {"key": key, "loose": looser, "name": _storable(name) or "|", "country": country, "limit": limit}
        return self._rows(_BY_KEY, values)

    def _match(self, row: Any, name: str) -> Match:
        names, preferred, direct = row[0].split("|"), row[1], row[2]
        place = self._read(row[3:])
        if name in names:
            return Match(place, MatchKind.EXACT, names.index(name) < preferred, 1.0)
        return Match(place, MatchKind.FOLDED, preferred > 0, _FOLDED if direct else _LOOSE)

    def _place_uncached(self, geonameid: int) -> Place | None:
        for row in self._rows(f"SELECT {_PLACE} FROM place WHERE id = ?", (geonameid,)):
            return self._read(row)
        return None

    def _read(self, row: Any) -> Place:
        country = self._countries.get(row[7])
        return _place_of(row, country.name if country else "")

    def _rows(self, sql: str, values: Any = ()) -> list[Any]:
        try:
            return self._connection().execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"the gazetteer cannot be read ({error}); remove the file and run: python -m events gazetteer build",
                location=str(self.path),
            ) from error

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection. The file never changes in place (it is replaced), so SQLite need not lock it."""
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            connection.execute("PRAGMA mmap_size = 268435456")
            self._threads.connection = connection
        return connection


def _key(name: str) -> str:
    return fold(name) if len(name) <= MAX_NAME else ""


def _storable(name: str) -> str:
    """The name without what SQLite cannot take: lone surrogates."""
    return name.encode("utf-8", "replace").decode()


def _place_of(row: Any, country: str) -> Place:
    return Place(
        name=row[1],
        latitude=row[2],
        longitude=row[3],
        radius_km=row[4],
        feature_class=row[5],
        feature_code=row[6],
        geonameid=row[0],
        country_code=row[7],
        country=country,
        admin1=row[8],
        population=row[9],
    )


Kinds = dict[str, list[tuple[str, tuple[str, ...]]]]


@lru_cache(maxsize=1)
def _kind_words() -> tuple[Kinds, Kinds]:
    """Words before a name by their first word and after it by their last, with the feature codes that they mean, longer first."""
    before: Kinds = {}
    after: Kinds = {}
    for row in sorted(division_words(), key=lambda row: -len(row["word"])):
        word = fold(row["word"])
        if row["side"] == "before":
            before.setdefault(word.split(" ")[0], []).append((word, several(row["codes"])))
        elif row["side"] == "after":
            after.setdefault(word.split(" ")[-1], []).append((word, several(row["codes"])))
    return before, after


def _bare_keys(key: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """What is left of a key without each word for a kind that it begins or ends with, and the feature codes meant."""
    first, _, rest = key.partition(" ")
    if not rest:
        return
    before, after = _kind_words()
    for word, codes in before.get(first, ()):
        if key.startswith(word + " "):
            yield key[len(word) + 1 :].removeprefix("the "), codes
    for word, codes in after.get(key.rpartition(" ")[2], ()):
        if key.endswith(" " + word):
            yield key[: -len(word) - 1], codes
