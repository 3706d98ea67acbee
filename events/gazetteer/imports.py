"""Imports the full GeoNames files: streamed, in bounded memory, taken up where it was broken off."""

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from events import paths
from events.errors import ConfigurationError, StoreError
from events.gazetteer import ours, packages
from events.gazetteer.build import IMPORTED, lock, source_version
from events.gazetteer.dumps import Line, alternates_of, division_names, divisions_in, entry_of, names_of, read_lines
from events.gazetteer.entries import Entry
from events.gazetteer.gather import Progress, gather
from events.gazetteer.write import FORMAT, INSERT_PLACE, SCHEMA, finish, flush, is_country, name_rows, place_row

_BATCH = 50_000  # lines in one transaction: what is done again after a break
_WORK_SCHEMA = """
CREATE TABLE work.alternate (place INTEGER NOT NULL, name TEXT NOT NULL, preferred INTEGER NOT NULL);
CREATE TABLE work.staged (
    key TEXT NOT NULL, rank INTEGER NOT NULL, place INTEGER NOT NULL, countries TEXT NOT NULL, level INTEGER NOT NULL,
    names TEXT NOT NULL, preferred INTEGER NOT NULL);
CREATE TABLE work.done (stage TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""
_SHARES = {"names": (0.0, 0.2), "places": (0.2, 0.24), "hierarchy": (0.44, 0.01)}  # of the progress: where a stage begins, how long it is
_PRAGMAS = "PRAGMA {0}.journal_mode = WAL; PRAGMA {0}.synchronous = OFF; PRAGMA {0}.cache_size = -100000;"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import made of the files. `skipped`: lines of allCountries that are no places. `resumed`: a broken one was taken up."""

    path: Path
    places: int
    names: int
    skipped: int
    seconds: float
    resumed: bool


@dataclass(frozen=True, slots=True)
class Dumps:
    """The files to import: allCountries is needed, the others make names, divisions and containment richer. Plain or zipped."""

    all_countries: Path
    alternate_names: Path | None = None
    admin1_codes: Path | None = None
    admin2_codes: Path | None = None
    hierarchy: Path | None = None

    def signature(self) -> str:
        """A text that changes with the files, our tables and the code."""
        files = [self.all_countries, self.alternate_names, self.admin1_codes, self.admin2_codes, self.hierarchy]
        states = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) if path else None for path in files]
        return json.dumps([FORMAT, source_version(), states])


def import_geonames(dumps: Dumps, *, progress: Progress | None = None) -> ImportReport:
    """Builds a gazetteer from the GeoNames files, with our tables in it, and puts it in the place of the built one.

    Started again after a break, with the same files, it goes on where it was. Until it is finished the gazetteer in use stays;
    afterwards removing `geonames.sqlite` from the local folder goes back to the built one. Raises ConfigurationError for a file
    that is missing or of another kind, StoreError where the disk gives out.
    """
    began = time.monotonic()
    path = paths.local_dir() / IMPORTED
    _check(dumps)
    with lock(path):
        try:
            with closing(_Import(path.with_suffix(".partial"), dumps, progress or (lambda words, share: None))) as work:
                skipped = work.run()
            flush(work.path)
            work.path.replace(path)
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreError(f"the import cannot be written ({error}); GeoNames needs 12 GB meanwhile", location=str(path)) from error
        work.remove_staging()
    with closing(sqlite3.connect(path)) as connection:
        counts = json.loads(connection.execute("SELECT value FROM meta WHERE key = 'counts'").fetchone()[0])
    return ImportReport(path, counts["places"], counts["names"], skipped, round(time.monotonic() - began, 1), work.resumed)


def _check(dumps: Dumps) -> None:
    """Raises ConfigurationError at once where any file is missing or of another kind, rather than after an hour."""
    files = (
        (dumps.all_countries, "allCountries"),
        (dumps.alternate_names, "alternateNamesV2"),
        (dumps.admin1_codes, "admin1CodesASCII"),
        (dumps.admin2_codes, "admin2Codes"),
        (dumps.hierarchy, "hierarchy"),
    )
    for path, kind in files:
        if path is not None and next(read_lines(path, kind), None) is None:
            raise ConfigurationError(f"{path}: is empty, where GeoNames' {kind} was expected")
    first = next(read_lines(dumps.all_countries, "allCountries"))
    if entry_of(first.cells, {}, {}) is None:
        raise ConfigurationError(f"{dumps.all_countries}: line 1 is no place as GeoNames' allCountries has them; is it another file?")


class _Import:
    """The work of one import: the gazetteer to be (`main`), and beside it (`work`) what is only needed on the way.

    A stage writes to one of the two files only and notes there how far it is, in the same transaction: so whatever moment it is
    broken off at, note and rows agree.
    """

    def __init__(self, path: Path, dumps: Dumps, progress: Progress) -> None:
        self.path = path
        self._staging = path.with_suffix(".staging")
        self._dumps = dumps
        self._progress = progress
        signature = dumps.signature()
        self.resumed = self._goes_on(signature)
        if not self.resumed:
            self.remove_staging()
            path.unlink(missing_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("ATTACH DATABASE ? AS work", (str(self._staging),))
        self._connection.executescript(_PRAGMAS.format("main") + _PRAGMAS.format("work"))
        if not self.resumed:
            self._connection.executescript(SCHEMA + _WORK_SCHEMA)
            self._connection.execute("INSERT INTO meta VALUES ('import', ?)", (signature,))

    def _goes_on(self, signature: str) -> bool:
        """Whether the files of a broken import of the same dumps are there."""
        if not (self.path.exists() and self._staging.exists()):
            return False
        try:
            with closing(sqlite3.connect(self.path)) as main, closing(sqlite3.connect(self._staging)) as work:
                work.execute("SELECT * FROM done").fetchall()
                return bool(main.execute("SELECT 1 FROM meta WHERE key = 'import' AND value = ?", (signature,)).fetchone())
        except sqlite3.Error:
            return False

    def remove_staging(self) -> None:
        """Removes what is not needed once the gazetteer is in its place."""
        for path in (self._staging, self.path):
            for ending in ("-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
        self._staging.unlink(missing_ok=True)

    def close(self) -> None:
        self._connection.close()

    def run(self) -> int:
        """Does what is left to do, and returns how many lines of allCountries are no places."""
        self._load_alternates()
        skipped = self._load_places()
        self._load_hierarchy()
        self._add_ours()
        self._fold_names()
        self._progress("sorting names", 0.8)
        if not self._done("main", "names"):
            with self._transaction():
                self._connection.execute("INSERT INTO main.name SELECT * FROM work.staged ORDER BY key, rank, place")
                self._mark("main", "names", 1)
        self._progress("writing indexes", 0.95)
        numbers = {entry.country: entry.id for entry in packages.countries()}
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("DELETE FROM main.meta")
        finish(self._connection, f"geonames-{source_version()}", numbers)
        self._connection.execute("DETACH DATABASE work")
        self._connection.execute("PRAGMA main.journal_mode = DELETE")
        self._progress("gazetteer ready", 1.0)
        return skipped

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _done(self, file: str, stage: str) -> int:
        """How far a stage is: lines, numbers, or 1 for all; 0 before it begins."""
        table, column = ("main.meta", "key") if file == "main" else ("work.done", "stage")
        row = self._connection.execute(f"SELECT value FROM {table} WHERE {column} = ?", (stage,)).fetchone()
        return int(row[0]) if row else 0

    def _mark(self, file: str, stage: str, value: int) -> None:
        table = "main.meta" if file == "main" else "work.done"
        self._connection.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (stage, value))

    def _load(self, file: str, stage: str, lines: Callable[[int], Iterator[Line]], store: Callable[[list[Line]], None]) -> None:
        """Stores lines batch by batch, each batch with the note of how far it goes."""
        for batch in _batches(lines(self._done(file, stage))):
            with self._transaction():
                store(batch)
                self._mark(file, stage, batch[-1].number)
            self._progress(f"{stage}: {batch[-1].number:,} lines", _SHARES[stage][0] + _SHARES[stage][1] * batch[-1].share)

    def _load_alternates(self) -> None:
        source, kind = self._dumps.alternate_names, "alternateNamesV2"
        find: Callable[[list[str]], Iterable[tuple[int, str, int]]] = alternates_of
        if source is None:
            source, kind, find = self._dumps.all_countries, "allCountries", names_of

        def store(batch: list[Line]) -> None:
            rows = (row for line in batch for row in find(line.cells))
            self._connection.executemany("INSERT INTO work.alternate VALUES (?, ?, ?)", rows)

        self._load("work", "names", lambda after: read_lines(source, kind, after), store)
        self._progress("sorting names", 0.2)
        self._connection.execute("CREATE INDEX IF NOT EXISTS work.alternate_place ON alternate (place, name, preferred)")

    def _load_places(self) -> int:
        dumps = self._dumps
        states, counties = division_names(dumps.admin1_codes, "admin1CodesASCII"), division_names(dumps.admin2_codes, "admin2Codes")
        if not states:
            states, counties = divisions_in(dumps.all_countries)

        def store(batch: list[Line]) -> None:
            entries = [entry_of(line.cells, states, counties) for line in batch]
            places = [entry for entry in entries if entry is not None]
            self._connection.executemany(INSERT_PLACE.replace("INSERT", "INSERT OR REPLACE"), map(place_row, places))
            self._mark("main", "skipped", self._done("main", "skipped") + len(entries) - len(places))

        self._load("main", "places", lambda after: read_lines(dumps.all_countries, "allCountries", after), store)
        skipped, lines = self._done("main", "skipped"), self._done("main", "places")
        if 2 * skipped > lines:
            raise ConfigurationError(f"{dumps.all_countries}: {skipped:,} of {lines:,} lines are no places; is it GeoNames' allCountries?")
        return skipped

    def _load_hierarchy(self) -> None:
        source = self._dumps.hierarchy
        if source is None:
            return

        def store(batch: list[Line]) -> None:
            pairs = (line.cells[:2] for line in batch if len(line.cells) >= 2)
            rows = ((child, parent) for parent, child in pairs if parent.isdecimal() and child.isdecimal())
            self._connection.executemany("INSERT OR IGNORE INTO main.hierarchy VALUES (?, ?)", rows)

        self._load("main", "hierarchy", lambda after: read_lines(source, "hierarchy", after), store)

    def _add_ours(self) -> None:
        """Our features, and our points, radii and names for the countries, states and towns that GeoNames has."""
        if self._done("main", "ours"):
            return
        self._progress("adding our own tables", 0.45)
        ours = list(self._ours())
        if not self._done("work", "ours"):
            with self._transaction():
                rows = [(entry.id, name, 1) for entry in ours for name in entry.preferred]
                rows += [(entry.id, name, 0) for entry in ours for name in entry.alternates]
                self._connection.executemany("INSERT INTO work.alternate VALUES (?, ?, ?)", rows)
                self._mark("work", "ours", 1)
        with self._transaction():
            for entry in ours:
                if entry.id < 0 or is_country(entry) or entry.feature_code == "CONT":
                    self._connection.execute(INSERT_PLACE.replace("INSERT", "INSERT OR REPLACE"), place_row(entry))
                elif entry.feature_code == "ADM1":
                    self._connection.execute("UPDATE main.place SET radius_km = ? WHERE id = ?", (entry.radius_km, entry.id))
            self._mark("main", "ours", 1)

    def _ours(self) -> Iterator[Entry]:
        """The entries that GeoNames lacks or knows less well, with GeoNames' numbers where it has them."""
        sql = "SELECT country, admin1_code, id FROM main.place WHERE feature_class = 'A' AND feature_code = 'ADM1'"
        states = {(country, code): number for country, code, number in self._connection.execute(sql)}
        wanted = {entry.id for entry in ours.features()}
        for entry in gather(lambda words, share: None):
            if entry.feature_code == "ADM1":
                number = states.get((entry.country, entry.admin1_code))
                if number is not None:
                    yield replace(entry, id=number, preferred=(entry.name, *entry.preferred))
            elif (
                entry.id in wanted or is_country(entry) or entry.feature_code == "CONT" or (entry.preferred and entry.feature_class == "P")
            ):
                yield entry

    def _fold_names(self) -> None:
        """The keys of all names, place by place in the order of their numbers, into a heap that is sorted afterwards."""
        total = max(1, self._connection.execute("SELECT count(*) FROM main.place").fetchone()[0])
        count = self._done("work", "folded")
        last = self._done("work", "last") if count else -(1 << 62)
        sql = "SELECT * FROM main.place WHERE id > ? ORDER BY id LIMIT ?"
        while rows := self._connection.execute(sql, (last, _BATCH)).fetchall():
            names = self._names(rows[0][0], rows[-1][0])
            entries = [_entry(row, names.get(row[0], [])) for row in rows]
            last, count = rows[-1][0], count + len(rows)
            with self._transaction():
                keys = (key for entry in entries for key in name_rows(entry))
                self._connection.executemany("INSERT INTO work.staged VALUES (?, ?, ?, ?, ?, ?, ?)", keys)
                self._mark("work", "folded", count)
                self._mark("work", "last", last)
            self._progress(f"folding names: {count:,} places", 0.5 + 0.3 * count / total)

    def _names(self, first: int, last: int) -> dict[int, list[tuple[str, int]]]:
        found: dict[int, list[tuple[str, int]]] = defaultdict(list)
        sql = "SELECT place, name, preferred FROM work.alternate WHERE place BETWEEN ? AND ?"
        for place, name, preferred in self._connection.execute(sql, (first, last)):
            found[place].append((name, preferred))
        return found


def _entry(row: tuple[Any, ...], names: list[tuple[str, int]]) -> Entry:
    """A row of the place table and its names as an entry again."""
    return Entry(
        id=row[0],
        name=row[1],
        latitude=row[2],
        longitude=row[3],
        radius_km=row[4],
        feature_class=row[5],
        feature_code=row[6],
        country=row[7],
        countries=tuple(row[8].split()),
        admin1=row[9],
        admin1_code=row[10],
        admin2=row[11],
        population=row[12],
        preferred=tuple(name for name, preferred in names if preferred),
        alternates=tuple(name for name, preferred in names if not preferred),
    )


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while batch := list(islice(lines, _BATCH)):
        yield batch
