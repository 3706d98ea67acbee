"""The tables that TimeMap (github.com/forensic-architecture/timemap, bellingcat/ukraine-timemap) reads from datasheet-server, in one file.

`events`, `associations` and `sources` are what the API of datasheet-server gives for the sheets of these names, and have only the keys
that TimeMap's own validation knows, all of them texts. Dates are MM/DD/YYYY, its default DATE_FMT. TimeMap drops events without a date;
an event without a point is on its timeline only.
"""

import tempfile
from collections.abc import Iterable
from typing import Any, BinaryIO

from events.exports.rows import Entry, Row, has_point, row_of
from events.exports.texts import date_words, heading, provenance, without_tags
from events.exports.writing import NO_DATE, Written
from events.records import plain_json

_IN_MEMORY = 8_000_000  # bytes of sources, which are written when the events are


def write_timemap(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
    """The three tables; each document is a source, each event type an association."""
    written = Written()
    types: dict[str, None] = {}
    target.write(b'{"events": [')
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as sources:
        last_source = ""
        for entry in entries:
            row = row_of(entry)
            if row["first"] is None and row["last"] is None:
                written.left_out[NO_DATE] += 1
                continue
            target.write((b",\n" if written.events else b"\n") + plain_json(_event(row)))
            if row["document_id"] != last_source:
                sources.write((b",\n" if last_source else b"\n") + plain_json(row["document_id"]) + b": " + plain_json(_source(row)))
                last_source = row["document_id"]
            types[row["event_type"]] = None
            written.events += 1
        target.write(b'\n],\n"associations": ' + plain_json([_association(name) for name in types]) + b',\n"sources": {')
        sources.seek(0)
        while piece := sources.read(1 << 16):
            target.write(piece)
    target.write(b"\n}}\n")
    return written


def _event(row: Row) -> dict[str, Any]:
    point = has_point(row)
    day = row["first"] or row["last"]
    comments = "; ".join(f"{name}: {value}" for name, value in provenance(row).items())
    return {
        "id": row["event_id"],
        "description": without_tags(f"{heading(row)} “{row['quote']}”"),
        "date": f"{day:%m/%d}/{day.year:04d}",
        "time": "",
        "time_precision": row["date_precision"],
        "time_display": date_words(row),
        "location": without_tags(row["place"] or ""),
        "latitude": repr(row["latitude"]) if point else "",
        "longitude": repr(row["longitude"]) if point else "",
        "type": row["acled"] or row["mode"] or "",
        "category": row["event_type"],
        "associations": [row["event_type"]],
        "sources": [row["document_id"]],
        "comments": without_tags(comments),
    }


def _association(event_type: str) -> dict[str, Any]:
    return {"id": event_type, "title": event_type, "desc": "", "mode": "FILTER", "filter_paths": [event_type]}


def _source(row: Row) -> dict[str, Any]:
    return {
        "id": row["document_id"],
        "title": without_tags(row["document_title"] or ""),
        "paths": [],
        "type": "",
        "url": row["url"] or "",
        "author": without_tags(row["publisher"] or ""),
        "date": str(row["published"] or ""),
        "description": "",
    }
