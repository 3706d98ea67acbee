"""The gazetteer that programs use: built or imported, with the user's own places in it."""

from functools import lru_cache
from pathlib import Path

from events.gazetteer.build import ensure_gazetteer
from events.gazetteer.gather import Progress
from events.gazetteer.lookup import Gazetteer
from events.gazetteer.own import MergedGazetteer, own_gazetteer


def open_gazetteer(*, progress: Progress | None = None) -> Gazetteer:
    """The gazetteer, built first where needed; the same object each time while its files stay the same."""
    path = ensure_gazetteer(progress=progress)
    own = own_gazetteer()
    return _opened(path, _state(path), own.version if own else "")


@lru_cache(maxsize=4)
def _opened(path: Path, state: tuple[int, int], own_version: str) -> Gazetteer:
    own = own_gazetteer() if own_version else None
    return MergedGazetteer(path, own) if own else Gazetteer(path)


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size
