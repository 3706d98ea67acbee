"""The days of holidays and religious periods in a year, from libraries that know them. Sole importer of holidays, hijridate, dateutil."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from events.timex.calendar import Point

_EASTER_OFFSETS = {"easter": 0, "easter sunday": 0, "easter monday": 1, "lent": -46, "pentecost": 49}
_FIXED = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new-year": (1, 1), "new-year day": (1, 1),
    "new-year eve": (12, 31), "halloween": (10, 31),
}  # fmt: skip


@lru_cache(maxsize=4096)
def holiday_point(name: str, year: int) -> Point | None:
    """The day of a holiday in a year of our calendar, or the month of Ramadan; None when no table reaches that year."""
    if name in _FIXED:
        return Point(year=year, month=_FIXED[name][0], day=_FIXED[name][1])
    if name in _EASTER_OFFSETS and 1583 <= year <= 4099:
        return _day(easter(year) + timedelta(days=_EASTER_OFFSETS[name]))
    return None


def _day(day: date) -> Point:
    return Point(year=day.year, month=day.month, day=day.day)
