"""A table with the columns of ACLED, and after them ours that say where each row comes from.

What ACLED has no code for is empty: the day of an event that is known to the year only, the point of one that is known to the country
only, `inter` and `interaction`, which classify actors as ACLED alone does. Fatalities are empty where no text counts them.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

from events.errors import ConfigurationError
from events.exports.rows import Entry, Row, row_of
from events.exports.tables import write_table
from events.exports.writing import Written
from events.model import DatePrecision, PlacePrecision
from events.ontology import acled_event_type

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
OURS = (
    "plover_type", "plover_mode", "status", "first", "last", "date_precision", "date_assumed", "place_precision", "radius_km", "confidence",
    "quote_start", "quote_end", "trigger", "document_id", "document_title", "url", "published", "extractor", "review", "corrected",
)  # fmt: skip
TIME_PRECISION = {DatePrecision.DAY: 1, DatePrecision.WEEK: 2, DatePrecision.MONTH: 3}
GEO_PRECISION = {PlacePrecision.EXACT: 1, PlacePrecision.CITY: 1, PlacePrecision.ADMIN: 3}


def write_acled(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
    """A line of column names and a row for each event."""
    return write_table((*COLUMNS, *OURS), map(_row, entries), target)


def _row(entry: Entry) -> Row:
    row = row_of(entry)
    values = {**dict.fromkeys(COLUMNS), **_what(entry, row), **_when(row), **_where(entry, row)}
    ours = {"plover_type": row["event_type"], "plover_mode": row["mode"]}
    return values | ours | {name: row[name] for name in OURS if name not in ours}


def _what(entry: Entry, row: Row) -> Row:
    actors, recipients = row["actors"], row["recipients"]
    return {
        "event_id_cnty": row["event_id"],
        "event_type": _event_type(row["acled"]),
        "sub_event_type": row["acled"],
        "actor1": next(iter(actors), None),
        "assoc_actor_1": actors[1:],
        "actor2": next(iter(recipients), None),
        "assoc_actor_2": recipients[1:],
        "source": row["publisher"],
        "notes": row["quote"],
        "fatalities": _fatalities(entry),
    }


def _event_type(sub_event: str | None) -> str | None:
    try:
        return acled_event_type(sub_event) if sub_event else None
    except ConfigurationError:
        return None


def _fatalities(entry: Entry) -> int | None:
    """The greatest number of killed that a mention states; None where none does."""
    stated = [q.value for mention in entry.event.mentions for q in mention.quantities if re.match("kill|dead|death|fatal", q.kind)]
    return max((int(value) for value in stated if value == value and abs(value) != float("inf")), default=None)


def _when(row: Row) -> Row:
    first, last = row["first"], row["last"]
    precision = TIME_PRECISION.get(row["date_precision"]) if row["date_precision"] else None
    day: date | None = first if precision else None
    same_year = first and last and first.year == last.year
    year: Any = first.year if same_year else None
    return {"event_date": day, "year": year, "time_precision": precision}


def _where(entry: Entry, row: Row) -> Row:
    place = entry.event.place
    precision = GEO_PRECISION.get(row["place_precision"]) if row["place_precision"] else None
    return {
        "country": row["country"],
        "admin1": place.admin1 or None if place else None,
        "location": row["place"],
        "latitude": row["latitude"] if precision else None,
        "longitude": row["longitude"] if precision else None,
        "geo_precision": precision,
    }
