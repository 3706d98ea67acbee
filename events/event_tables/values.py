"""Values of cells, read or refused. A ValueError says what is wrong with the cell, in words for the row's line of complaint."""

import calendar
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from events.gazetteer import open_gazetteer
from events.gazetteer.packages import country_codes
from events.model import Place
from events.paths import DATA
from events.tables import rows

FOLDER = DATA / "event_tables"
_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y%m%d", "%Y%m%d%H%M%S")


def day(text: str, column: str) -> date:
    """The day of a cell: 2015-05-17, 17 May 2015, 20150517, with or without a time."""
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(f"{column} {text!r} is no date" if text else f"{column} is empty")


def day_or_none(text: str, column: str) -> date | None:
    """As `day`; None for an empty cell."""
    return day(text, column) if text else None


def week_of(when: date) -> tuple[date, date]:
    """Monday and Sunday of a day's week."""
    first = max(when.toordinal() - when.weekday(), 1)
    return date.fromordinal(first), date.fromordinal(min(first + 6, date.max.toordinal()))


def month_of(when: date) -> tuple[date, date]:
    """First and last day of a day's month."""
    return when.replace(day=1), when.replace(day=calendar.monthrange(when.year, when.month)[1])


def number(text: str, column: str) -> float:
    """A number, with a point or a comma."""
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        raise ValueError(f"{column} {text!r} is no number") from None
    if not abs(value) < 1e15:
        raise ValueError(f"{column} {text!r} is no number that can be meant")
    return value


def point(latitude: str, longitude: str, columns: tuple[str, str]) -> tuple[float, float] | None:
    """Latitude and longitude of two cells, None where both are empty."""
    if not latitude and not longitude:
        return None
    lat, lon = number(latitude, columns[0]), number(longitude, columns[1])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{lat:g}, {lon:g} is not on Earth")
    return lat, lon


def confidence(table: str) -> float:
    """How far events of a table are believed, of data/event_tables/confidence.tsv."""
    return _confidences()[table]


@cache
def _confidences() -> dict[str, float]:
    return {row[0]: float(row[1]) for row in rows(FOLDER / "confidence.tsv", 3)}


@cache
def _place_codes() -> dict[tuple[str, str], tuple[str, str, float]]:
    return {(row[0], row[1]): (row[2], row[3], float(row[4])) for row in rows(FOLDER / "places.tsv", 6)}


def coded_place(
    table: str, code: str, name: str, spot: tuple[float, float] | None, *, country: Place | None, country_name: str = "", admin1: str = ""
) -> Place | None:
    """The place of a row, as exact as its place code says and no more; the country alone where the row has no coordinates.

    ValueError for a code that the table does not have.
    """
    if spot is None:
        return replace(country, geocoder=table) if country is not None else None
    if (table, code) not in _place_codes():
        known = ", ".join(one for of, one in _place_codes() if of == table)
        raise ValueError(f"there is no place precision {code!r} in {table} (there are {known})")
    feature_class, feature_code, radius = _place_codes()[table, code]
    radius = radius or (country.radius_km if country else 500.0)
    code2, country_name = (country.country_code, country.name) if country else ("", country_name)
    return Place(name or country_name, *spot, radius, feature_class, feature_code, None, code2, country_name, admin1, 0, table)


@cache
def country_of(code: str, system: str = "") -> Place | None:
    """The country of a name, or of a code of another system: "fips", "isonumeric". None where it is unknown.

    Of "Yemen (North Yemen)" both names are tried.
    """
    gazetteer = open_gazetteer()
    if system:
        alpha2 = _codes(system).get(code)
        return gazetteer.country(alpha2) if alpha2 else None
    for name in (code, code.partition("(")[0], code.partition("(")[2].rstrip(")")):
        if name.strip() and (found := gazetteer.country(name.strip())) is not None:
            return found
    return None


@cache
def _codes(system: str) -> dict[str, str]:
    return country_codes(system)
