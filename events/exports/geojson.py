"""GeoJSON as RFC 7946 has it, one feature a line.

A country, region or other area has a null geometry, as an event without a place has. Its middle and size are in the properties
latitude, longitude and radius_km, to be drawn as a circle by whoever wants one.
"""

from collections.abc import Iterable
from typing import Any, BinaryIO

from events.exports.rows import Entry, has_point, record_of, row_of
from events.exports.writing import Written
from events.records import plain_json

OPENING = b'{"type": "FeatureCollection", "features": ['


def write_geojson(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
    """A FeatureCollection with a feature for each event."""
    written = Written()
    target.write(OPENING)
    for entry in entries:
        target.write((b",\n" if written.events else b"\n") + plain_json(_feature(entry, records)))
        written.events += 1
    target.write(b"\n]}\n")
    return written


def _feature(entry: Entry, records: bool) -> dict[str, Any]:
    row = row_of(entry)
    properties = {name: value for name, value in row.items() if name != "event_id"}
    if records:
        properties["record"] = record_of(entry)
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if has_point(row) else None
    return {"type": "Feature", "id": row["event_id"], "geometry": point, "properties": properties}
