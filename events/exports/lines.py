"""JSON Lines: one object a line, the columns by name, and under `record` the whole event."""

from collections.abc import Iterable
from typing import BinaryIO

from events.exports.rows import Entry, record_of, row_of
from events.exports.writing import Written
from events.records import plain_json


def write_jsonl(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
    """One line for each event."""
    written = Written()
    for entry in entries:
        target.write(plain_json(row_of(entry) | ({"record": record_of(entry)} if records else {})) + b"\n")
        written.events += 1
    return written
