"""What `python -m events export` wrote as jsonl, csv or geojson: the very same events again, out of their records."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path
from typing import Any

from events.errors import DocumentError
from events.event_tables.files import HEAD, TableRow, table_rows
from events.exports.geojson import OPENING
from events.model import Document, Event
from events.records import from_plain

LINES, CSV, GEOJSON = "jsonl", "csv", "geojson"
NO_RECORD = "it has no record of the whole event; export it again, without --no-records"
_ABOUT = frozenset(field.name for field in fields(Document))


@dataclass(frozen=True, slots=True)
class Record:
    """One event of an export. `document`: without its text where another record has that."""

    event: Event
    document_id: str
    about: dict[str, Any]  # fields of the Document
    extractor: str
    config_hash: str

    @property
    def document(self) -> Document | None:
        return from_plain(Document, self.about) if "text" in self.about else None


def kind_of(path: Path, names: list[str]) -> str | None:
    """Which of our formats a file is in; None for any other. `names`: the cells of its first row."""
    columns = set(names)
    if {"event_id", "quote_start", "document_id"} <= columns:
        return CSV
    try:
        with path.open("rb") as file:
            head = file.read(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError:
        return None
    if head.startswith(b'{"event_id":'):
        return LINES
    return GEOJSON if head.startswith(b"{") and b'"FeatureCollection"' in head else None


def read_records(path: Path, kind: str) -> Iterator[Record | DocumentError]:
    """The records of a file, and in the place of each that is broken its error."""
    for line, found in _READERS[kind](path):
        if isinstance(found, DocumentError):
            yield found
            continue
        try:
            yield _record(found)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield DocumentError(f"this event cannot be read back ({_reason(error)})", path=str(path), line=line)


def _record(plain: Any) -> Record:
    if isinstance(plain, str | bytes):
        plain = json.loads(plain)
    if not isinstance(plain, dict) or "event" not in plain:
        raise ValueError(NO_RECORD)
    about = {name: value for name, value in plain["document"].items() if name in _ABOUT}
    event = from_plain(Event, plain["event"])
    if event.document_id != plain["document"]["id"]:
        raise ValueError(f"it belongs to document {event.document_id}, not to {plain['document']['id']}")
    return Record(event, event.document_id, about, str(plain["extractor"]), str(plain["config_hash"]))


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return " ".join(str(error).split())[:200]


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, _value(line.removeprefix(b"\xef\xbb\xbf"), path, number, "record")


def _table(path: Path) -> Iterator[tuple[int, Any]]:
    for row in table_rows(path, "utf-8", None):
        if isinstance(row, TableRow):
            yield row.line, row["record"] or {}
        else:
            yield row.line or 0, row


def _features(path: Path) -> Iterator[tuple[int, Any]]:
    """One feature a line, as we write them; all at once where another program has written the file anew."""
    with path.open("rb") as file:
        first = file.readline()
        if first.strip() == OPENING.strip():
            for number, line in enumerate(file, 2):
                feature = line.strip().removesuffix(b",")
                if feature not in (b"", b"]}"):
                    yield number, _value(feature, path, number, "properties", "record")
            return
        try:
            features = json.loads(b"".join(chain([first], file)))["features"]
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentError(f"this is no GeoJSON ({_reason(error)})", path=str(path)) from error
    for number, feature in enumerate(features, 1):
        yield number, (feature.get("properties") or {}).get("record") or {}


def _value(line: bytes, path: Path, number: int, *names: str) -> Any:
    """What stands under the names in a line of JSON; {} where nothing does, a DocumentError where it is no JSON."""
    try:
        found = json.loads(line)
        for name in names:
            found = found.get(name) or {}
    except (ValueError, AttributeError) as error:
        return DocumentError(f"this line is no JSON object ({_reason(error)})", path=str(path), line=number)
    return found


_READERS = {LINES: _lines, CSV: _table, GEOJSON: _features}
