"""The days of holidays and religious periods in a year, from libraries that know them. Sole importer of holidays, hijridate, dateutil."""

from datetime import date, timedelta
from functools import cache, lru_cache
from warnings import catch_warnings, simplefilter

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from events.errors import ConfigurationError
from events.paths import DATA
from events.tables import numbered_rows
from events.timex.calendar import Interval

PATH = DATA / "timex" / "holidays.tsv"
_EASTER_KNOWN = range(1583, 4100)  # the years of our calendar that dateutil computes


@lru_cache(maxsize=4096)
def holiday_days(key: str, year: int) -> Interval | None:
    """First and last day of a holiday in a year of our calendar; None when it has none there or no table reaches that year."""
    if key not in _reckonings():
        return None
    reckoning, argument = _reckonings()[key]
    if reckoning == "fixed":
        month, day = argument.split("-")
        return (date(year, int(month), int(day)),) * 2 if 1 <= year <= 9999 else None
    if reckoning in ("easter", "orthodox-easter"):
        return _easter(year, int(argument), reckoning == "orthodox-easter")
    return _hijri(year, argument) if reckoning == "hijri" else _national(year, argument)


@cache
def _reckonings() -> dict[str, tuple[str, str]]:
    known = {"fixed", "easter", "orthodox-easter", "hijri", "country"}
    table: dict[str, tuple[str, str]] = {}
    for number, (key, reckoning, argument) in numbered_rows(PATH, 3):
        if reckoning not in known:
            raise ConfigurationError(f"{PATH}:{number}: no reckoning {reckoning!r}; there are: {', '.join(sorted(known))}")
        table[key] = (reckoning, argument)
    return table


def _easter(year: int, offset: int, orthodox: bool) -> Interval | None:
    if year not in _EASTER_KNOWN:
        return None
    return (easter(year, EASTER_ORTHODOX if orthodox else EASTER_WESTERN) + timedelta(days=offset),) * 2


def _hijri(year: int, argument: str) -> Interval | None:
    """The days of a date of the Islamic calendar that begin in this year of ours."""
    from hijridate import Gregorian, Hijri  # like `holidays` needed by few texts, and slow to import

    month, _, day = argument.partition("-")
    try:
        around = Gregorian(year, 7, 1).to_hijri().year
        for hijri_year in (around - 1, around, around + 1):
            first = Hijri(hijri_year, int(month), int(day or 1))
            start = date(*first.to_gregorian().datetuple())
            if start.year == year:
                return start, start + timedelta(days=0 if day else first.month_length() - 1)
    except (ValueError, OverflowError):  # beyond the tables of the Islamic calendar
        return None
    return None


def _national(year: int, argument: str) -> Interval | None:
    country, _, name = argument.partition("/")
    if not 1900 <= year <= 2100:
        return None
    found = sorted(day for day, names in _calendar(country, year).items() if name in names.split("; "))
    return (found[0], found[0]) if found else None


@lru_cache(maxsize=256)
def _calendar(country: str, year: int) -> dict[date, str]:
    from holidays import country_holidays

    with catch_warnings():
        simplefilter("ignore")  # years that a country's table does not hold come back empty, and that is answer enough
        return dict(country_holidays(country, years=year, language="en_US"))
