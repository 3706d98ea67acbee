"""Events into a file or stream, whatever the format: whole files only, a count of what was written and of what the format cannot hold."""

import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO

from events.errors import ConfigurationError
from events.exports.rows import Entry

NO_DATE = "no date"
NO_PLACE = "no place"
NO_ROOM = "no room in a sheet of this kind"


@dataclass(slots=True)
class Written:
    """What an export did. `left_out`: how many events the format cannot hold, by what they lack."""

    events: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def notes(self) -> list[str]:
        """One line for each kind of event that is not in the file."""
        return [f"{_counted(count)} {what} and {_be(count)} not in this file" for what, count in sorted(self.left_out.items())]


def _counted(number: int) -> str:
    return "1 event has" if number == 1 else f"{number:,} events have"


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


class Write(Protocol):
    """Writes the entries to a binary stream that need not be seekable, a few at a time. `records`: with all that an import needs."""

    def __call__(self, entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written: ...


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format. `suffix` and `mime` are those of its files."""

    write: Write
    suffix: str
    mime: str
    description: str
    records: bool = False  # whether it can be imported again


@contextmanager
def text_stream(target: BinaryIO) -> Iterator[TextIO]:
    """UTF-8 text onto a binary stream, which stays open."""
    stream = io.TextIOWrapper(target, encoding="utf-8", newline="")
    try:
        yield stream
    finally:
        stream.detach()


def to_file(write: Callable[[BinaryIO], Written], path: Path) -> Written:
    """Writes a file that appears, or is replaced, when all is written. ConfigurationError where it cannot be."""
    try:
        return _to_file(write, path.resolve())
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}; name another file") from error


def _to_file(write: Callable[[BinaryIO], Written], path: Path) -> Written:
    device = path.exists() and not path.is_file()  # a pipe or /dev/null is written to, not replaced
    part = path if device else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            written = write(stream)
        if not device:
            part.replace(path)
    finally:
        if not device:
            part.unlink(missing_ok=True)
    return written
