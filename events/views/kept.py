"""What is made of the columns of all events, kept while these columns are the same objects."""

from collections.abc import Callable
from threading import RLock
from typing import Any, TypeVar, TypeVarTuple

_Made = TypeVar("_Made")
_Columns = TypeVarTuple("_Columns")


class Kept:
    """One value for each name, with the columns that it was made of. May be used from any thread."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[Any, ...], Any]] = {}
        self._lock = RLock()  # two who ask at once would both wait for what one of them can make

    def of(self, name: str, make: Callable[[*_Columns], _Made], *columns: *_Columns) -> _Made:
        """What `make` makes of these columns, made anew only where one of them is another object than the last time."""
        wanted: tuple[Any, ...] = columns
        with self._lock:
            before, made = self._made.get(name, ((), None))
            if len(before) != len(wanted) or any(old is not new for old, new in zip(before, wanted, strict=True)):
                made = make(*columns)
                self._made[name] = wanted, made
        found: _Made = made
        return found
