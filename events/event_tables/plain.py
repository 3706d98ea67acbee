"""Somebody's table of events: a date, a place by name or by coordinates, a text, and what else its columns are known to hold.

A place by its name alone is looked up in the gazetteer; one that is not there leaves the event unplaced. Dates are ISO 8601, or in
words of any precision; 03/04/2015 is refused unless the order of its parts is given.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from events.errors import ConfigurationError
from events.event_tables import values
from events.event_tables.coded import Coded, CodedRow
from events.event_tables.files import TableRow
from events.model import Place, Status
from events.ontology import EVENT_TYPES, OTHER, SUB_EVENTS
from events.tables import rows, several

if TYPE_CHECKING:
    from events.geocoding import GazetteerGeocoder

NAME = "plain"
ORDERS = ("dmy", "mdy", "ymd")
MAX_TITLE = 100  # characters
_NUMBERS = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")


@cache
def known_columns() -> dict[str, tuple[str, ...]]:
    """Our names of columns, and those that they have in tables."""
    return {row[0]: several(row[1]) for row in rows(values.FOLDER / "plain_columns.tsv", 2)}


def columns_of(names: list[str], given: Mapping[str, str]) -> dict[str, str]:
    """Our name -> the table's name of each column that is known. ConfigurationError for a given one that does not exist."""
    there = [name.lower() for name in names]
    found = {}
    for ours, theirs in known_columns().items():
        chosen = next((name for name in theirs if name in there), None)
        if chosen is not None:
            found[ours] = chosen
    for ours, name in given.items():
        if ours not in known_columns():
            raise ConfigurationError(f"a plain table has no column {ours!r}; there are: {', '.join(known_columns())}")
        if name.lower() not in there:
            raise ConfigurationError(f"the table has no column {name!r}; it has: {', '.join(names)}")
        found[ours] = name.lower()
    return found


def is_plain(names: list[str]) -> bool:
    """Whether a line of names tells of dated and placed things: a table of texts has no places."""
    found = columns_of(names, {})
    return "date" in found and ("place" in found or ("latitude" in found and "longitude" in found))


@dataclass(frozen=True, slots=True)
class PlainReader:
    """Reads the rows of one table. `columns`: our name -> its name; `order` of the parts of a date in numbers, None where unknown."""

    columns: Mapping[str, str]
    order: str | None = None

    def __call__(self, row: TableRow) -> CodedRow:
        """The event of a row. ValueError where a cell cannot be read."""
        first, last, value = self._interval(row)
        event_type, mode, acled = _type(self._cell(row, "type"))
        text = self._cell(row, "text")
        title = self._cell(row, "title") or _shortened(text) or self._cell(row, "type") or "Event"
        event = Coded(
            event_type=event_type,
            title=title,
            what=next((self.columns[name] for name in ("type", "title", "text") if self._cell(row, name)), ""),
            mode=mode,
            acled=acled,
            status=Status.ACTUAL,
            date_column=self.columns.get("date", "date"),
            date_value=value,
            first=first,
            last=last,
            place_column=self.columns.get("place", ""),
            place=self._place(row),
            actors=self._parties(row, "actor"),
            recipients=self._parties(row, "recipient"),
            confidence=values.confidence(NAME),
        )
        key = self._cell(row, "id") or hashlib.sha256("\0".join(row.cells.values()).encode("utf-8", "replace")).hexdigest()[:16]
        url = self._cell(row, "url")
        return CodedRow(
            key,
            f"Row {key}",
            self.columns.get("text"),
            (event,),
            publisher=self._cell(row, "publisher"),
            url=url if url.startswith(("http://", "https://")) else None,
            published=values.day_or_none(self._cell(row, "published"), "published"),
        )

    def _cell(self, row: TableRow, name: str) -> str:
        return row[self.columns[name]] if name in self.columns else ""

    def _interval(self, row: TableRow) -> tuple[date | None, date | None, str]:
        text, end = self._cell(row, "date"), self._cell(row, "end")
        if not text:
            return None, None, ""
        first, last, value = self._date(text)
        if end:
            last = self._date(end)[1]
            value = f"{first}/{last}"
        if first and last and first > last:
            raise ValueError(f"it begins on {first} and ends on {last}")
        return first, last, value

    def _date(self, text: str) -> tuple[date | None, date | None, str]:
        numbers = _NUMBERS.fullmatch(text)
        if numbers:
            day = _ordered([int(part) for part in numbers.groups()], self.order, text)
            return day, day, day.isoformat()
        from events import timex  # needs longer to load than a table without dates in words to read

        found = timex.tag(text)
        if len(found) != 1 or found[0].first is None or len(found[0].text) < 0.8 * len(text):
            raise ValueError(f"date {text!r} is no date; write it like 2015-05-17, 2015-05 or 17 May 2015")
        return found[0].first, found[0].last, found[0].value

    def _place(self, row: TableRow) -> Place | None:
        name, country_name = self._cell(row, "place"), self._cell(row, "country")
        country = values.country_of(country_name.upper() if len(country_name) == 2 else country_name) if country_name else None
        spot = values.point(self._cell(row, "latitude"), self._cell(row, "longitude"), ("latitude", "longitude"))
        if spot is not None:
            return values.coded_place(NAME, "point", name, spot, country=country, country_name=country_name)
        if not name:
            return country
        return _looked_up(name, country)

    def _parties(self, row: TableRow, name: str) -> tuple[tuple[str, str], ...]:
        column = self.columns.get(name, "")
        return tuple((column, one.strip()) for one in self._cell(row, name).split(";") if one.strip())


def _looked_up(name: str, country: Place | None) -> Place | None:
    from events.geocoding import Location  # geopy and what it fetches with are loaded when a table has a place to look up

    found = _geocoder().geocode(name, exactly_one=True, country_codes=country.country_code if country else ())
    return found.raw["place"] if isinstance(found, Location) else None


@cache
def _geocoder() -> "GazetteerGeocoder":
    from events.geocoding import GazetteerGeocoder

    return GazetteerGeocoder()


def _ordered(parts: list[int], order: str | None, text: str) -> date:
    """The day of three numbers. A year first is ISO 8601; else the order must be known."""
    if parts[0] > 31:
        order = "ymd"
    elif order is None and parts[0] > 12:
        order = "dmy"
    elif order is None and parts[1] > 12:
        order = "mdy"
    if order is None:
        raise ValueError(f"date {text!r} may be either of two days; say which with --date-order dmy or mdy")
    named = dict(zip(order, parts, strict=True))
    try:
        return date(named["y"], named["m"], named["d"])
    except ValueError:
        raise ValueError(f"date {text!r} is no date") from None


def _type(name: str) -> tuple[str, str, str | None]:
    """PLOVER type, mode and ACLED sub-event type of a cell; OTHER for words of the table's own."""
    if name.upper() in EVENT_TYPES:
        return name.upper(), "", None
    known = SUB_EVENTS.get(name)
    return (known.plover or OTHER, known.mode, known.name) if known else (OTHER, "", None)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_TITLE else line[: MAX_TITLE - 1].rpartition(" ")[0] + "…"
