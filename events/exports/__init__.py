"""Events as files for other programs. EXPORTERS maps a format's name to its writer; `rows.COLUMNS` says what every format holds.

One row, feature, placemark or entry for each event. Only exact places and towns are points: a country, region or other area has none,
as a pin in its middle would claim what no text said; its middle and radius are in the columns. Events that a format cannot hold
(undated in a calendar, unplaced on a map) are counted in what `export_events` returns.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from events.errors import ConfigurationError
from events.exports.acled import write_acled
from events.exports.geojson import write_geojson
from events.exports.kml import write_kml
from events.exports.lines import write_jsonl
from events.exports.rows import COLUMNS, Entry, Row, entries, row_of
from events.exports.tables import write_csv
from events.exports.timelinejs import write_timelinejs
from events.exports.timemap import write_timemap
from events.exports.writing import Exporter, Write, Written, to_file
from events.model import Analysis

__all__ = ["COLUMNS", "EXPORTERS", "Exporter", "Row", "Written", "export_events", "exporter", "rows"]


def _later(module: str, name: str) -> Write:
    """A writer whose library takes a while to load, loaded when it is used."""

    def write(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
        chosen: Write = getattr(import_module(f"events.exports.{module}"), name)
        return chosen(entries, target, records=records)

    return write


EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter(write_csv, ".csv", "text/csv", "table", records=True),
    "jsonl": Exporter(write_jsonl, ".jsonl", "application/jsonl", "JSON Lines", records=True),
    "geojson": Exporter(write_geojson, ".geojson", "application/geo+json", "GeoJSON: QGIS, web maps", records=True),
    "kml": Exporter(write_kml, ".kml", "application/vnd.google-earth.kml+xml", "KML: Google Earth, with its time slider"),
    "geoparquet": Exporter(
        _later("geoparquet", "write_geoparquet"), ".parquet", "application/vnd.apache.parquet", "GeoParquet: GeoPandas, DuckDB, QGIS"
    ),
    "excel": Exporter(
        _later("excel", "write_excel"),
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel, LibreOffice Calc",
    ),
    "icalendar": Exporter(_later("calendars", "write_icalendar"), ".ics", "text/calendar", "iCalendar: any calendar program"),
    "timelinejs": Exporter(write_timelinejs, ".json", "application/json", "TimelineJS of Knight Lab"),
    "timemap": Exporter(write_timemap, ".json", "application/json", "TimeMap of Forensic Architecture and Bellingcat"),
    "acled": Exporter(write_acled, ".csv", "text/csv", "table with the columns of ACLED"),
}


def exporter(format: str) -> Exporter:
    """The exporter of a format. ConfigurationError, with the choices, where there is none."""
    if format not in EXPORTERS:
        raise ConfigurationError(f"no export format {format!r}; there are: {', '.join(EXPORTERS)}")
    return EXPORTERS[format]


def export_events(
    analyses: Iterable[Analysis],
    format: str,
    target: Path | BinaryIO,
    *,
    event_ids: Collection[str] | None = None,
    records: bool = True,
    progress: Callable[[int], None] = lambda done: None,
) -> Written:
    """Writes events to a file or a binary stream; only those of `event_ids` where it is given.

    `records`: with all that an import needs, in formats that can be imported. `progress` hears how many events have been taken.
    A file appears, or is replaced, when all is written. ConfigurationError for an unknown format, or a file that cannot be written.
    """
    chosen = exporter(format)
    found = _counted(entries(analyses, event_ids), progress)
    if isinstance(target, Path):
        return to_file(lambda stream: chosen.write(found, stream, records=records), target)
    return chosen.write(found, target, records=records)


def rows(analyses: Iterable[Analysis], event_ids: Collection[str] | None = None) -> Iterator[Row]:
    """One row per event, its keys in the order of COLUMNS."""
    return map(row_of, entries(analyses, event_ids))


def _counted(found: Iterable[Entry], progress: Callable[[int], None]) -> Iterator[Entry]:
    for number, entry in enumerate(found, 1):
        yield entry
        if number % 500 == 0:
            progress(number)
