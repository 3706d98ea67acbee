"""Files of rows: what is in the cells, on which line, whatever the delimiter; and what a file's first lines say of it."""

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from events.errors import DocumentError

HEAD = 1 << 16  # bytes that tell what a file is
MAX_CELL = 16_000_000  # characters: a whole document and all that was found in it
DELIMITERS = ",\t;"

csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the line that it begins on, from 1, and its cells by the names of their columns, without blanks around them."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell, "" where the row has no such column."""
        return self.cells.get(column, "")


def first_row(path: Path, encoding: str) -> list[str]:
    """The cells of a file's first row as they are; [] where there is none or it cannot be read as text."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD).decode(encoding, "strict" if path.stat().st_size <= HEAD else "ignore").removeprefix("\ufeff")
    except (OSError, UnicodeError):
        return []
    line = next((line for line in head.splitlines() if line.strip()), "")
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=_delimiter(line)), [])]
    except csv.Error:
        return []


def table_rows(path: Path, encoding: str, names: tuple[str, ...] | None) -> Iterator[TableRow | DocumentError]:
    """The rows of a file, and in place of each that does not fit its error. `names`: of the columns, where the file has no line of names.

    DocumentError is raised where the file cannot be opened.
    """
    try:
        file = path.open(encoding=encoding, errors="replace", newline="")
    except OSError as error:
        raise DocumentError(f"it cannot be read: {error.strerror}; check the path and who may read it", path=str(path)) from error
    with file:
        yield from _rows(file, path, names)


def _rows(file: io.TextIOWrapper, path: Path, names: tuple[str, ...] | None) -> Iterator[TableRow | DocumentError]:
    opening = file.readline().removeprefix("\ufeff")
    delimiter = _delimiter(opening)
    quoting: Literal[0, 3] = csv.QUOTE_NONE if names and delimiter == "\t" else csv.QUOTE_MINIMAL  # GDELT quotes nothing
    reader = csv.reader(itertools.chain([opening], file), delimiter=delimiter, strict=True, quoting=quoting)
    columns = list(names) if names else [name.strip().lower() for name in next(reader, [])]
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield DocumentError(f"this row is no CSV ({error}); see its quotes", path=str(path), line=line)
            continue
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != len(columns):
            yield DocumentError(f"{len(cells)} cells where {len(columns)} belong; mend or remove the row", path=str(path), line=line)
            continue
        yield TableRow(line, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)})


def _delimiter(line: str) -> str:
    """Which of DELIMITERS stands in a line most often."""
    return max(DELIMITERS, key=line.count)
