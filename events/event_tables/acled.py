"""ACLED: the columns of its codebook since March 2023; older files have some more, which are kept in the text of the row.

time_precision 2 is taken for the week (Monday to Sunday) of event_date, 3 for its month.
"""

from datetime import date

from events.errors import ConfigurationError
from events.event_tables import values
from events.event_tables.coded import Coded, CodedRow, Count
from events.event_tables.files import TableRow
from events.model import Place
from events.ontology import OTHER, sub_event

NAME = "acled"
COLUMNS = frozenset({"event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "latitude", "longitude"})


def read(row: TableRow) -> CodedRow:
    """The event of a row. ValueError where a cell is not what the codebook says."""
    key = row["event_id_cnty"]
    if not key:
        raise ValueError("event_id_cnty is empty")
    name = row["sub_event_type"] or row["event_type"]
    first, last, value = _interval(row)
    event_type, mode, contexts, acled = _type(name)
    location = row["location"] or row["admin1"] or row["country"]
    event = Coded(
        event_type=event_type,
        title=_title(name, row["actor1"], row["actor2"], location),
        what="sub_event_type" if row["sub_event_type"] else "event_type",
        mode=mode,
        contexts=contexts,
        acled=acled,
        date_column="event_date",
        date_value=value,
        first=first,
        last=last,
        place_column="location" if row["location"] else "country",
        place=_place(row),
        actors=_parties(row, "actor1", "assoc_actor_1"),
        recipients=_parties(row, "actor2", "assoc_actor_2"),
        counts=_fatalities(row),
        confidence=values.confidence(NAME),
    )
    return CodedRow(key, f"ACLED {key}", "notes", (event,), publisher=row["source"] or "ACLED")


def _interval(row: TableRow) -> tuple[date, date, str]:
    day, precision = values.day(row["event_date"], "event_date"), row["time_precision"] or "1"
    if precision == "1":
        return day, day, day.isoformat()
    if precision == "2":
        year, week, _ = day.isocalendar()
        return *values.week_of(day), f"{year:04d}-W{week:02d}"
    if precision == "3":
        return *values.month_of(day), day.isoformat()[:7]
    raise ValueError(f"there is no time_precision {precision!r} in acled (there are 1, 2, 3)")


def _type(name: str) -> tuple[str, str, tuple[str, ...], str | None]:
    try:
        known = sub_event(name)
    except ConfigurationError:
        return OTHER, "", (), None
    return known.plover or OTHER, known.mode, known.contexts, known.name


def _place(row: TableRow) -> Place | None:
    country = values.country_of(str(int(row["iso"])), "isonumeric") if row["iso"].isdigit() else None
    country = country or values.country_of(row["country"])
    spot = values.point(row["latitude"], row["longitude"], ("latitude", "longitude"))
    name = row["location"] or row["admin1"]
    return values.coded_place(
        NAME, row["geo_precision"] or "1", name, spot, country=country, country_name=row["country"], admin1=row["admin1"]
    )


def _parties(row: TableRow, *columns: str) -> tuple[tuple[str, str], ...]:
    return tuple((column, name.strip()) for column in columns for name in row[column].split(";") if name.strip())


def _fatalities(row: TableRow) -> tuple[Count, ...]:
    """Those counted; ACLED writes 0 where none is known of, which is no statement that nobody died."""
    count = values.number(row["fatalities"], "fatalities") if row["fatalities"] else 0
    return (Count("fatalities", count, "people", "killed"),) if count else ()


def _title(name: str, actor: str, other: str, place: str) -> str:
    who = " – ".join(one for one in (actor, other) if one)
    return f"{name}: {who}, {place}" if who and place else f"{name}: {who or place}" if who or place else name
