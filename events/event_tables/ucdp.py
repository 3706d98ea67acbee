"""UCDP GED: the columns of its codebook, and those of the monthly candidate events, which are the same."""

from datetime import date
from functools import cache

from events.event_tables import values
from events.event_tables.coded import Coded, CodedRow, Count
from events.event_tables.files import TableRow
from events.model import Place
from events.ontology import sub_event
from events.tables import rows

NAME = "ucdp"
COLUMNS = frozenset({"id", "type_of_violence", "where_prec", "date_prec", "date_start", "date_end", "side_a", "side_b"})
_DEATHS = {"best": "killed", "deaths_civilians": "civilians killed"}


def read(row: TableRow) -> CodedRow:
    """The event of a row. ValueError where a cell is not what the codebook says."""
    if not row["id"]:
        raise ValueError("id is empty")
    name, event_type, acled = _violence(row["type_of_violence"])
    first, last = _interval(row)
    place_name = row["where_coordinates"] or row["adm_1"] or row["country"]
    event = Coded(
        event_type=event_type,
        title=f"{name}: {row['side_a']} – {row['side_b']}, {place_name}",
        what="type_of_violence",
        contexts=sub_event(acled).contexts,
        acled=acled,
        date_column="date_start",
        date_value=first.isoformat() if first == last else f"{first}/{last}",
        first=first,
        last=last,
        place_column="where_coordinates" if row["where_coordinates"] else "country",
        place=_place(row),
        actors=(("side_a", row["side_a"]),) if row["side_a"] else (),
        recipients=(("side_b", row["side_b"]),) if row["side_b"] else (),
        counts=_deaths(row),
        confidence=values.confidence("ucdp unclear" if row["event_clarity"] == "2" else NAME),
    )
    note = next((column for column in ("source_headline", "source_article") if row[column]), None)
    return CodedRow(row["id"], f"UCDP GED {row['id']}", note, (event,), publisher=row["source_office"] or "UCDP", published=_published(row))


@cache
def _violences() -> dict[str, tuple[str, str, str]]:
    return {row[0]: (row[1], row[2], row[3]) for row in rows(values.FOLDER / "ucdp_violence.tsv", 4)}


def _violence(code: str) -> tuple[str, str, str]:
    if code not in _violences():
        raise ValueError(f"there is no type_of_violence {code!r} (there are {', '.join(_violences())})")
    return _violences()[code]


def _interval(row: TableRow) -> tuple[date, date]:
    """date_start to date_end, and at least as wide as date_prec says: 1 a day, 2 and 3 a week, 4 a month, 5 a year."""
    first, last = values.day(row["date_start"], "date_start"), values.day(row["date_end"], "date_end")
    if first > last:
        raise ValueError(f"date_start {first} is after date_end {last}")
    precision = row["date_prec"]
    if precision not in ("1", "2", "3", "4", "5"):
        raise ValueError(f"there is no date_prec {precision!r} in ucdp (there are 1 to 5)")
    if first != last or precision == "1":
        return first, last
    if precision in "23":
        return values.week_of(first)
    return values.month_of(first) if precision == "4" else (first.replace(month=1, day=1), first.replace(month=12, day=31))


def _place(row: TableRow) -> Place | None:
    country = values.country_of(row["country"])
    spot = values.point(row["latitude"], row["longitude"], ("latitude", "longitude"))
    name = row["country"] if row["where_prec"] == "6" else row["where_coordinates"] or row["adm_1"]
    return values.coded_place(NAME, row["where_prec"], name, spot, country=country, country_name=row["country"], admin1=row["adm_1"])


def _deaths(row: TableRow) -> tuple[Count, ...]:
    found = ((column, kind, values.number(row[column], column)) for column, kind in _DEATHS.items() if row[column])
    return tuple(Count(column, value, "people", kind) for column, kind, value in found if value)


def _published(row: TableRow) -> date | None:
    """Of the source; several dates are none."""
    try:
        return values.day(row["source_date"], "source_date")
    except ValueError:
        return None
