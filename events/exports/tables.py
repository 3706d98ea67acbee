"""CSV: UTF-8 as RFC 4180 has it. Lines end in CRLF, lists are joined by "; ", nothing is an empty cell.

A text cell that a spreadsheet would take for a formula, because it begins with = + - @, gets an apostrophe before it; numbers are left
as they are. The last column, `record`, holds the whole event as JSON, for `python -m events ingest`; it may be longer than the 32,767
characters that a cell of Excel takes, so use the format excel for Excel.
"""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from events.exports.rows import COLUMNS, Entry, Row, record_text, row_of
from events.exports.texts import flat, is_formula
from events.exports.writing import Written, text_stream

RECORD = "record"


def write_csv(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
    """A line of column names and a row for each event."""
    names = (*COLUMNS, RECORD) if records else COLUMNS
    found = ({**row_of(entry), RECORD: record_text(entry)} if records else row_of(entry) for entry in entries)
    return write_table(names, found, target)


def write_table(names: Sequence[str], rows: Iterable[Row], target: BinaryIO) -> Written:
    """The columns named of each row, under a line of their names."""
    written = Written()
    with text_stream(target) as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for row in rows:
            writer.writerow([_cell(row[name]) for name in names])
            written.events += 1
    return written


def _cell(value: Any) -> Any:
    """The value as CSV has it; what `csv` writes well by itself is left to it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    value = flat(value)
    return f"'{value}" if isinstance(value, str) and is_formula(value) else value
