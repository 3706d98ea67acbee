"""Ready-made events: tables of ACLED, UCDP GED, GDELT, anybody's, and our own exports, which join the same store as events found in texts.

`recognise` tells what a file is by its first row, `ingest_table` keeps its events. Each row becomes a document of its own, which shows
the row, its text first, so that there is a sentence to look at behind every marker; a row without a text says that it has none. The
name of the table stands where the name of the extractor would.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from events.errors import ConfigurationError, DocumentError
from events.event_tables import acled, gdelt, ours, plain, ucdp
from events.event_tables.coded import CodedRow, analysis_of
from events.event_tables.files import TableRow, first_row, table_rows
from events.model import Analysis
from events.pipeline import Report

if TYPE_CHECKING:
    from events.storage import Store

__all__ = ["OURS", "SUFFIXES", "TABLES", "Table", "TableOptions", "ingest_table", "read_table", "recognise"]

OURS = "export"
SUFFIXES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".geojson", ".json"})  # of files that may be tables of events
NO_EVENT, NO_TEXT, NO_PLACE = "no event", "no text, and the sentence shown says so", "no place"


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of table. `columns`: those that it cannot do without; `names`: all, in files that `is_bare` knows by their first row."""

    columns: frozenset[str]
    read: Callable[[TableRow], CodedRow] | None
    names: tuple[str, ...] = ()
    is_bare: Callable[[list[str]], bool] = lambda first: False


TABLES: dict[str, Table] = {
    acled.NAME: Table(acled.COLUMNS, acled.read),
    ucdp.NAME: Table(ucdp.COLUMNS, ucdp.read),
    gdelt.NAME: Table(gdelt.COLUMNS, gdelt.read, gdelt.EVENT_NAMES, gdelt.is_events),
    gdelt.GKG: Table(gdelt.GKG_COLUMNS, gdelt.read_gkg, gdelt.GKG_NAMES, gdelt.is_gkg),
    plain.NAME: Table(frozenset(), None),
}


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a table is read. `table`: its kind where it is not told by its columns; `columns` and `order`: see `plain.PlainReader`."""

    table: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    order: str | None = None
    encoding: str = "utf-8"

    def __post_init__(self) -> None:
        if self.table is not None and self.table not in (*TABLES, OURS):
            raise ConfigurationError(f"no kind of table {self.table!r}; there are: {', '.join((*TABLES, OURS))}")
        if self.order is not None and self.order not in plain.ORDERS:
            raise ConfigurationError(f"no order of dates {self.order!r}; there are: {', '.join(plain.ORDERS)}")


def recognise(path: Path, options: TableOptions) -> str | None:
    """The kind of table that a file is, as the options say or as its first row shows; None where it is no table of events."""
    if options.table is not None:
        return options.table
    if options.columns:
        return plain.NAME
    first = first_row(path, options.encoding)
    names = [name.lower() for name in first]
    if ours.kind_of(path, names) is not None:
        return OURS
    for name, table in TABLES.items():
        if table.is_bare(first) or (table.columns and table.columns <= set(names)):
            return name
    return plain.NAME if plain.is_plain(names) else None


class TableReading(Iterator["Analysis | DocumentError"]):
    """The rows of a table as analyses, and in the place of each that cannot be read its error.

    `notes` counts, as far as one has read, what should be said of rows: that they hold no event, no text, no place.
    """

    def __init__(self, path: Path, table: str, options: TableOptions) -> None:
        self.notes: Counter[str] = Counter()
        self._path, self._table, self._options = path, table, options
        self._results = self._read()

    def __next__(self) -> Analysis | DocumentError:
        return next(self._results)

    def _read(self) -> Iterator[Analysis | DocumentError]:
        kind = TABLES[self._table]
        first = first_row(self._path, self._options.encoding)
        read = kind.read or plain.PlainReader(plain.columns_of(first, self._options.columns), self._options.order)
        self._check(kind, first)
        seen: dict[str, int] = {}
        for row in table_rows(self._path, self._options.encoding, kind.names if kind.is_bare(first) else None):
            if isinstance(row, DocumentError):
                yield row
                continue
            try:
                coded = read(row)
            except ValueError as error:
                yield self._error(f"{error}; mend or remove the row", row.line)
                continue
            if seen.setdefault(coded.key, row.line) != row.line:
                yield self._error(f"it has the same id as line {seen[coded.key]}, {coded.key}, and is passed over", row.line)
                continue
            if found := self._noted(coded, row):
                yield found

    def _check(self, kind: Table, first: list[str]) -> None:
        missing = kind.columns - {name.lower() for name in first}
        if missing and not kind.is_bare(first):
            raise DocumentError(f"it is no table of {self._table}: it has no {', '.join(sorted(missing))}", path=str(self._path))

    def _noted(self, coded: CodedRow, row: TableRow) -> Analysis | None:
        if not coded.events:
            self.notes[NO_EVENT] += 1
            return None
        self.notes[NO_TEXT] += not (coded.note and row[coded.note])
        self.notes[NO_PLACE] += all(event.place is None for event in coded.events)
        return analysis_of(self._table, row, coded, str(self._path))

    def _error(self, message: str, line: int) -> DocumentError:
        return DocumentError(message, path=str(self._path), line=line)


def read_table(path: Path, table: str, options: TableOptions) -> TableReading:
    """The rows of a table of one of TABLES."""
    return TableReading(path, table, options)


def ingest_table(
    path: Path, store: "Store", options: TableOptions, *, progress: Callable[[Report], None] = lambda report: None
) -> tuple[Report, list[str]]:
    """Keeps the events of a file that `recognise` knows; what was done, and what should be said of its rows.

    A file that cannot be read at all is an error in the report.
    """
    from events.event_tables.keeping import keep, keep_records  # with them comes SQLAlchemy

    table = recognise(path, options)
    try:
        if table is None:
            raise DocumentError("it is no table of events that is known; say which with --table", path=str(path))
        if table == OURS:
            kind = ours.kind_of(path, [name.lower() for name in first_row(path, "utf-8")])
            if kind is None:
                raise DocumentError("it is no export of this program as csv, jsonl or geojson", path=str(path))
            return keep_records(ours.read_records(path, kind), store, str(path), progress=progress), []
        reading = read_table(path, table, options)
        report = keep(reading, store, progress=progress)
    except DocumentError as error:
        return Report(errors=[error]), []
    return report, [
        f"{path}: {count:,} {'row has' if count == 1 else 'rows have'} {what}" for what, count in reading.notes.items() if count
    ]
