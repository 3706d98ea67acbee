"""Reads the tab-separated files of `data/`: `#` lines are comments, blank lines mean nothing, cells lose the blanks around them."""

from collections.abc import Iterator
from pathlib import Path

from events.errors import ConfigurationError

_REMEDY = "restore it if it shipped with the program"


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """(line number, line) without comments and blank lines. Raises ConfigurationError where the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read ({error.strerror}); {_REMEDY}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} cannot be read (it is not UTF-8 text); {_REMEDY}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line and line[0] != "#" and not line.isspace():
            yield number, line


def numbered_rows(path: Path, width: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of each row; with `width` every row must have so many cells, else ConfigurationError names the line."""
    for number, line in lines(path):
        cells = list(map(str.strip, line.split("\t")))
        if width is not None and len(cells) != width:
            raise ConfigurationError(f"{path}:{number}: {len(cells)} columns where {width} belong; the file's header names them")
        yield number, cells


def rows(path: Path, width: int) -> Iterator[list[str]]:
    """The cells of each row, so many in every one."""
    return (cells for _, cells in numbered_rows(path, width))


def records(path: Path) -> list[dict[str, str]]:
    """Rows as column -> cell where the first line names the columns. Missing cells at the end are ""; ConfigurationError for too many."""
    found: list[dict[str, str]] = []
    columns: list[str] = []
    for number, cells in numbered_rows(path):
        if not columns:
            columns = cells
        elif len(cells) > len(columns):
            raise ConfigurationError(f"{path}:{number}: {len(cells)} cells, but only {len(columns)} columns ({', '.join(columns)})")
        else:
            found.append(dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True)))
    return found


def several(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, separated by `|`."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())
