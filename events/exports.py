"""Events as files for other programs. EXPORTERS maps a format's name to its writer; COLUMNS says what every format holds.

One row per event. Its quote is the sentence of the mention that gave the event its date (else its place, else the first one); all
offsets are half-open character offsets into the document's text, whose hash is `document_id`.

CSV is UTF-8 as RFC 4180 has it (lines end in CRLF, lists are joined by "; ", nothing is an empty cell). A text cell that a spreadsheet
would take for a formula, because it begins with = + - @, gets an apostrophe before it; numbers are left as they are.

GeoJSON is RFC 7946. Only exact places and cities have a Point. A country, region or other area has a null geometry, as an event without
a place has: a pin in its middle would claim what no text said. Its middle and size are in the properties latitude, longitude and
radius_km, to be drawn as a circle by whoever wants one.
"""

import csv
import io
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from events.errors import ConfigurationError
from events.model import Analysis, Document, Event, Mention, PlacePrecision, Quantity

Row = dict[str, Any]  # by the names of COLUMNS: str, float, int, bool, date, list of str, or None

COLUMNS = (
    "event_id",
    "event_type",  # PLOVER
    "mode",
    "contexts",  # list
    "acled",  # ACLED sub-event type where one fits
    "status",  # actual, planned, hypothetical, denied
    "title",
    "first",  # first and last day, nothing where open or unknown
    "last",
    "date_precision",  # day, week, month, year, open
    "date_assumed",  # true: no text gave the date, it is the day of publication
    "date_link",  # clause, sentence, paragraph, dateline, dct: where the date was said
    "time_phrase",  # as written
    "time_anchor",  # what it was resolved against
    "place",
    "place_role",  # scene, or destination
    "place_link",
    "country",
    "country_code",  # ISO 3166-1 alpha-2
    "latitude",  # WGS 84, of the middle
    "longitude",
    "radius_km",  # how far the truth may be from there
    "place_precision",  # exact, city, admin area, country
    "geonameid",
    "confidence",  # 0..1
    "actors",  # list
    "recipients",  # list
    "quantities",  # list
    "mentions",  # how many sentences tell of it
    "quote",
    "quote_start",
    "quote_end",
    "trigger",
    "trigger_start",
    "trigger_end",
    "document_id",
    "document_title",
    "publisher",
    "url",
    "published",
)

_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r")
_MODIFIERS = {"APPROX": "about ", "MORE_THAN": "more than ", "LESS_THAN": "less than "}


def export_events(analyses: Iterable[Analysis], format: str, target: Path | BinaryIO, *, event_ids: Collection[str] | None = None) -> int:
    """The number of events written as UTF-8 to a file or a binary stream; only those of `event_ids` where it is given.

    A file appears, or is replaced, when all is written. ConfigurationError for a format that is not in EXPORTERS and for a file that
    cannot be written.
    """
    check_format(format)
    if not isinstance(target, Path):
        return _export_to_stream(analyses, format, target, event_ids)
    try:
        return _export_to_file(analyses, format, target.resolve(), event_ids)
    except OSError as error:
        raise ConfigurationError(f"{target} cannot be written: {error.strerror}; name another file") from error


def export(analyses: Iterable[Analysis], format: str, stream: TextIO, *, event_ids: Collection[str] | None = None) -> int:
    """As `export_events`, to a text stream; one that ends in a file must be opened with `newline=""`."""
    check_format(format)
    return EXPORTERS[format](rows(analyses, event_ids), stream)


def check_format(format: str) -> None:
    """ConfigurationError for a format that is not in EXPORTERS."""
    if format not in EXPORTERS:
        raise ConfigurationError(f"no export format {format!r}; there are: {', '.join(EXPORTERS)}")


def _export_to_stream(analyses: Iterable[Analysis], format: str, target: BinaryIO, event_ids: Collection[str] | None) -> int:
    stream = io.TextIOWrapper(target, encoding="utf-8", newline="")
    try:
        return export(analyses, format, stream, event_ids=event_ids)
    finally:
        stream.detach()  # and leave the target open


def _export_to_file(analyses: Iterable[Analysis], format: str, target: Path, event_ids: Collection[str] | None) -> int:
    device = target.exists() and not target.is_file()  # a pipe or /dev/null is written to, not replaced
    written = target if device else target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with written.open("w", encoding="utf-8", newline="") as stream:
            count = export(analyses, format, stream, event_ids=event_ids)
        if not device:
            written.replace(target)
    finally:
        if not device:
            written.unlink(missing_ok=True)
    return count


def rows(analyses: Iterable[Analysis], event_ids: Collection[str] | None = None) -> Iterator[Row]:
    """One row per event, its keys in the order of COLUMNS."""
    wanted = None if event_ids is None else frozenset(event_ids)
    for analysis in analyses:
        for event in analysis.events:
            if wanted is None or event.id in wanted:
                yield _row(event, analysis.document)


def write_csv(rows: Iterable[Row], stream: TextIO) -> int:
    """The number of rows written under a line of column names."""
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
        count += 1
    return count


def write_geojson(rows: Iterable[Row], stream: TextIO) -> int:
    """The number of features written, one on each line of a FeatureCollection."""
    stream.write('{"type": "FeatureCollection", "features": [')
    count = 0
    for count, row in enumerate(rows, 1):
        stream.write(
            ("\n" if count == 1 else ",\n") + json.dumps(_feature(row), ensure_ascii=False, allow_nan=False, default=date.isoformat)
        )
    stream.write("\n]}\n")
    return count


EXPORTERS: dict[str, Callable[[Iterable[Row], TextIO], int]] = {"csv": write_csv, "geojson": write_geojson}


def _row(event: Event, document: Document) -> Row:
    key = _key_mention(event)
    values = {**_what(event), **_when(event, key), **_where(event), **_evidence(key, document), **_origin(document)}
    return {name: values[name] for name in COLUMNS}


def _key_mention(event: Event) -> Mention:
    """The mention that gave the event its date, else its place, else the first."""
    dated = (m for m in event.mentions if m.when and (m.when.first, m.when.last, m.when.link) == (event.first, event.last, event.date_link))
    placed = (m for m in event.mentions if m.where and m.where.place == event.place)
    return next(dated, None) or next(placed, None) or event.mentions[0]


def _what(event: Event) -> Row:
    return {
        "event_id": event.id,
        "event_type": event.event_type,
        "mode": event.mode or None,
        "contexts": list(event.contexts),
        "acled": event.acled,
        "status": event.status.value,
        "title": event.title,
        "confidence": event.confidence,
        "actors": list(event.actor_names),
        "recipients": list(event.recipient_names),
        "quantities": list(dict.fromkeys(_in_words(quantity) for mention in event.mentions for quantity in mention.quantities)),
        "mentions": len(event.mentions),
    }


def _in_words(quantity: Quantity) -> str:
    """For example "more than 12 soldiers (killed)"."""
    value = int(quantity.value) if quantity.value.is_integer() else quantity.value
    kind = f" ({quantity.kind})" if quantity.kind else ""
    return f"{_MODIFIERS.get(quantity.mod or '', '')}{value} {quantity.unit}".rstrip() + kind


def _when(event: Event, key: Mention) -> Row:
    timex = key.when.timex if key.when else None
    return {
        "first": event.first,
        "last": event.last,
        "date_precision": event.date_precision.value if event.date_precision else None,
        "date_assumed": event.date_assumed,
        "date_link": event.date_link.value if event.date_link else None,
        "time_phrase": timex.text if timex else None,
        "time_anchor": timex.anchor if timex else None,
    }


def _where(event: Event) -> Row:
    place = event.place
    if place is None:
        names = ("place", "place_role", "place_link", "country", "country_code", "latitude", "longitude", "radius_km", "place_precision")
        return dict.fromkeys((*names, "geonameid"))
    return {
        "place": place.name,
        "place_role": event.place_role,
        "place_link": event.place_link.value if event.place_link else None,
        "country": place.country or None,
        "country_code": place.country_code or None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": place.radius_km,
        "place_precision": place.precision.value,
        "geonameid": place.geonameid,
    }


def _evidence(key: Mention, document: Document) -> Row:
    return {
        "quote": key.sentence.of(document.text),
        "quote_start": key.sentence.start,
        "quote_end": key.sentence.end,
        "trigger": key.text,
        "trigger_start": key.trigger.start,
        "trigger_end": key.trigger.end,
    }


def _origin(document: Document) -> Row:
    return {
        "document_id": document.id,
        "document_title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "published": document.dct,
    }


def _cell(value: Any) -> Any:
    """The value as CSV has it; what `csv` writes well by itself is left to it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str) and (value.startswith(_FORMULA_STARTS) or value.lstrip().startswith(_FORMULA_STARTS)):
        return f"'{value}"
    return value


def _feature(row: Row) -> dict[str, Any]:
    properties = {name: value for name, value in row.items() if name != "event_id"}
    is_point = row["place_precision"] in (PlacePrecision.EXACT, PlacePrecision.CITY)
    geometry = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if is_point else None
    return {"type": "Feature", "id": row["event_id"], "geometry": geometry, "properties": properties}
