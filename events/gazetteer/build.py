"""Keeps the gazetteer file fresh: one SQLite database, replaced whole or not at all."""

import gc
import hashlib
import importlib.metadata
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path

from events import paths
from events.errors import StoreError
from events.gazetteer import ours, packages
from events.gazetteer.entries import Entry
from events.gazetteer.gather import Progress, gather
from events.gazetteer.tables import FOLDER
from events.gazetteer.write import FORMAT, write

FILE = "gazetteer.sqlite"
IMPORTED = "geonames.sqlite"
_BUILT_FROM = ("aliases", "continents", "countries", "division_words", "divisions", "folding", *ours.FEATURES)
_BUILT_BY = ("build", "divisions", "entries", "folding", "gather", "ours", "packages", "tables", "write")
_LOCK_SECONDS = 300.0


def ensure_gazetteer(*, progress: Progress | None = None) -> Path:
    """The path of the gazetteer, built first where it is missing, broken or made from other sources (10 to 30 s).

    `progress` hears a few words and a share from 0 to 1. Two processes do not build at once; one that is killed leaves the
    file as it was. Raises StoreError where the folder cannot be written.
    """
    if (imported := imported_gazetteer()) is not None:
        return imported
    path = paths.local_dir() / FILE
    wanted = source_version()
    if built_version(path) == wanted:
        return path
    with lock(path):
        if built_version(path) != wanted:  # another process may have built it meanwhile
            replace(path, wanted, gather, progress or (lambda words, share: None))
    return path


def imported_gazetteer() -> Path | None:
    """The path of the gazetteer made by `import_geonames`, which stands in for the built one; None where there is none."""
    path = paths.local_dir() / IMPORTED
    if not path.exists():
        return None
    if built_version(path) is None:
        raise StoreError("this imported gazetteer is broken; import it again, or remove the file to use the built one", location=str(path))
    return path


@lru_cache(maxsize=1)
def source_version() -> str:
    """12 hex digits that change with the versions of the packages, our tables and the code that builds."""
    digest = hashlib.sha256()
    for package in packages.PACKAGES:
        digest.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    here = Path(__file__).parent
    for path in (*(FOLDER / f"{name}.tsv" for name in _BUILT_FROM), *(here / f"{module}.py" for module in _BUILT_BY)):
        digest.update(f"{path.name}\n".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def built_version(path: Path) -> str | None:
    """The version that a gazetteer file says it was built from; None where it is missing, cut short, or none of this format."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
        page_size, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
        if path.stat().st_size != pages * (65536 if page_size == 1 else page_size):
            return None  # SQLite itself would notice only when a query meets the missing part
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            meta = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('version', 'format')"))
    except (OSError, sqlite3.Error):
        return None
    return meta.get("version") if meta.get("format") == str(FORMAT) else None


@contextmanager
def lock(path: Path, *, seconds: float = _LOCK_SECONDS) -> Iterator[None]:
    """Holds the right to build: a lock on a database file, which the system lets go of however the process ends."""
    try:
        connection = sqlite3.connect(path.with_suffix(".lock"), timeout=seconds, isolation_level=None)
        connection.execute("PRAGMA journal_mode = MEMORY")  # a journal beside the file would outlive a build that is killed
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"the gazetteer cannot be built here ({error}); wait for the process that is building it, "
            "or set EVENTS_DATA_DIR to a folder that can be written",
            location=str(path),
        ) from error
    with closing(connection):
        yield


def replace(path: Path, version: str, entries: Callable[[Progress], list[Entry]], progress: Progress) -> None:
    """Writes what `entries` returns to `path` in one step: until the last moment whatever stood there stays."""
    for left_behind in path.parent.glob(f"{path.stem}.*.partial*"):
        left_behind.unlink(missing_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.partial")
    collecting = gc.isenabled()
    gc.disable()  # a million strings are made and none is garbage: looking for it takes a fifth of the time
    try:
        write(partial, entries(progress), version, progress)
        partial.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreError(f"the gazetteer cannot be written ({error}); it needs 300 MB of free space", location=str(path)) from error
    finally:
        partial.unlink(missing_ok=True)
        if collecting:
            gc.enable()
    progress("gazetteer ready", 1.0)
