"""Writes entries as the gazetteer database: places, and their names under the keys by which they are found."""

import json
import math
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from events.gazetteer.entries import Entry
from events.gazetteer.folding import fold, loose
from events.gazetteer.gather import Progress

ALTERNATE = 2.0  # what a name that is not the main one loses, in powers of ten of population
OURS = 1.0  # likewise an alternate in our own tables, where none is there by accident
LOOSE = 2.0  # likewise a name that meets the query in its looser key only
FORMAT = 2  # of the tables below; a file of another format is not read
SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL, radius_km REAL NOT NULL,
    feature_class TEXT NOT NULL, feature_code TEXT NOT NULL, country TEXT NOT NULL, countries TEXT NOT NULL,
    admin1 TEXT NOT NULL, admin1_code TEXT NOT NULL, admin2 TEXT NOT NULL, population INTEGER NOT NULL, cell INTEGER);
CREATE TABLE name (
    key TEXT NOT NULL, rank INTEGER NOT NULL, place INTEGER NOT NULL, countries TEXT NOT NULL, level INTEGER NOT NULL,
    names TEXT NOT NULL, preferred INTEGER NOT NULL, PRIMARY KEY (key, rank, place)) WITHOUT ROWID;
CREATE TABLE hierarchy (child INTEGER NOT NULL, parent INTEGER NOT NULL, PRIMARY KEY (child, parent)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
INSERT_PLACE = f"INSERT INTO place VALUES ({', '.join('?' * 14)})"
NameRow = tuple[str, int, int, str, int, str, int]


def write(path: Path, entries: list[Entry], version: str, progress: Progress) -> None:
    """A new gazetteer at `path`. The version is written last, so that a file without one is known to be unfinished."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        progress("writing places", 0.3)
        connection.executemany(INSERT_PLACE, map(place_row, entries))
        progress("folding names", 0.4)
        names = sorted(row for entry in entries for row in name_rows(entry))
        progress("writing names", 0.7)
        connection.executemany(f"INSERT INTO name VALUES ({', '.join('?' * 7)})", names)
        finish(connection, version, {entry.country: entry.id for entry in entries if is_country(entry)})
        progress("checking", 0.95)
    flush(path)


def finish(connection: sqlite3.Connection, version: str, countries: Mapping[str, int]) -> None:
    """Adds indexes and what there is to know of the whole, and commits."""
    connection.execute("CREATE INDEX place_cell ON place (cell) WHERE cell IS NOT NULL")
    connection.execute("CREATE INDEX place_division ON place (country, feature_code) WHERE feature_class = 'A'")
    counts = {f"{table}s": connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("place", "name")}
    facts = {"countries": json.dumps(countries), "counts": json.dumps(counts), "format": str(FORMAT), "version": version}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
    connection.commit()


def is_country(entry: Entry) -> bool:
    """Whether an entry is the one that stands for a country or territory of ISO 3166."""
    return entry.id > 0 and bool(entry.country) and entry.feature_code.startswith(("PCL", "TERR"))


def flush(path: Path) -> None:
    """Has the system write the file out before it takes the old one's place."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def cell(latitude: float, longitude: float) -> int:
    """The number of the one-degree cell that holds a point: rows of 360 from the south pole."""
    return (math.floor(latitude) + 90) * 360 + (math.floor(longitude) + 180) % 360


def cells_around(latitude: float, longitude: float, reach: float) -> list[int]:
    """The cells that a box of `reach` degrees of latitude around a point meets; [] where that is most of the globe."""
    if reach > 45:
        return []
    wide = reach / max(0.001, math.cos(math.radians(min(90.0, abs(latitude) + reach))))
    rows = range(max(-90, math.floor(latitude - reach)), min(89, math.floor(latitude + reach)) + 1)
    columns = range(math.floor(longitude - wide), math.floor(longitude + wide) + 1) if wide < 180 else range(-180, 180)
    return [cell(row, column) for row in rows for column in columns]


def place_row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id, entry.name, entry.latitude, entry.longitude, entry.radius_km, entry.feature_class, entry.feature_code,
        entry.country, " ".join(entry.countries), entry.admin1, entry.admin1_code, entry.admin2, entry.population,
        cell(entry.latitude, entry.longitude) if entry.feature_class == "P" else None,
    )  # fmt: skip


def name_rows(entry: Entry) -> Iterator[NameRow]:
    """One row for each key of a place: its folded names (level 0), then looser keys that are no folded name (level 1)."""
    keys = _by_key((name, fold(name)) for name in (entry.name, *entry.preferred, *entry.alternates))
    looser: dict[str, dict[str, None]] = {}
    for key, names in keys.items():
        if key.isascii():
            looser.setdefault(loose(key), {}).update(names)
    main = {*(entry.name, *entry.preferred), *looser.get(loose(fold(entry.name)), ())}  # "Fallujah" is as good as "Al Fallūjah"
    countries, prominence, alternate = " ".join(entry.countries), entry.prominence, OURS if entry.id < 0 else ALTERNATE
    for level, group in enumerate((keys, looser)):
        for key, names in group.items():
            if key and not (level and key in keys):
                ordered = [*(name for name in names if name in main), *(name for name in names if name not in main)]
                preferred = sum(name in main for name in names)
                lost = (0.0 if preferred else alternate) + level * LOOSE
                yield key, -round(1000 * (prominence - lost)), entry.id, countries, level, "|".join(ordered), preferred


def _by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = {}
    for name, key in pairs:
        found.setdefault(key, {})[name] = None
    return found
