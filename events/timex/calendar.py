"""Points of the calendar at any granularity: their TIMEX3 value, the days that they cover, and how to move by units."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month of each in the north; winter ends in the next year
UNIT_LETTER = {"second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "month": "M", "year": "Y"}
SUB_DAY = ("second", "minute", "hour")

Interval = tuple[date | None, date | None]
UNKNOWN: Interval = (None, None)


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of the calendar as TIMEX3 names one; what is not known is None or empty."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    week: int | None = None
    weekday: int | None = None  # 1 is Monday; only while the week is unknown or it is a week's day
    weekend: bool = False
    season: str = ""  # SP SU FA WI, Q1..Q4 QX, H1 H2
    decade: int | None = None  # 196 for the 1960s
    century: int | None = None  # 19 for the 1900s
    bc: bool = False
    fiscal: bool = False
    part: str = ""  # of the day: MO MI AF EV NI DT
    clock: str = ""  # "15", "15:00", "15:00:30"
    zone: str = ""  # "Z", "-05"

    @property
    def unit(self) -> str:
        """The granularity: second ... century, or "" for nothing at all."""
        fields = (
            ("hour", self.clock), ("part", self.part), ("day", self.day or self.weekday), ("weekend", self.weekend),
            ("week", self.week), ("month", self.month), ("season", self.season), ("year", self.year), ("decade", self.decade),
            ("century", self.century),
        )  # fmt: skip
        return next((name for name, known in fields if known is not None and known != "" and known is not False), "")

    @property
    def dated(self) -> bool:
        """Whether the year (or what stands above it) is known."""
        return self.year is not None or self.decade is not None or self.century is not None

    def value(self) -> str:
        """TIMEX3 notation, X for what is not known: "2015-05-21", "XXXX-WXX-4", "2015-W20-WE", "196", "BC0490", "2015-05-21TMO"."""
        return self._date_value() + self._time_value()

    def _date_value(self) -> str:
        era = "BC" if self.bc else "FY" if self.fiscal else ""
        if self.century is not None:
            return f"{era}{self.century:02}"
        if self.decade is not None:
            return f"{era}{self.decade:03}"
        year = era + ("XXXX" if self.year is None else f"{self.year:04}")
        if self.season:
            return f"{year}-{self.season}"
        if self.week is not None or self.weekend or self.weekday is not None:
            return year + self._week_value()
        if self.month is None and self.day is None:
            return f"{year}-XX-XX" if self.part or self.clock else year
        month = "XX" if self.month is None else f"{self.month:02}"
        if self.day is None:
            return f"{year}-{month}-XX" if self.part or self.clock else f"{year}-{month}"
        return f"{year}-{month}-{self.day:02}"

    def _week_value(self) -> str:
        week = "-WXX" if self.week is None else f"-W{self.week:02}"
        return week + ("-WE" if self.weekend else f"-{self.weekday}" if self.weekday else "")

    def _time_value(self) -> str:
        return f"T{self.clock}{self.zone}" if self.clock else f"T{self.part}" if self.part else ""

    def interval(self) -> Interval:
        """First and last day; unknown for what is not resolved and for years before our era, which `date` cannot hold."""
        if not self.dated or self.bc:
            return UNKNOWN
        try:
            return self._interval()
        except (ValueError, OverflowError):
            return UNKNOWN

    def _interval(self) -> Interval:
        if self.century is not None:
            return _years(self.century * 100, 100)
        if self.decade is not None:
            return _years(self.decade * 10, 10)
        year = self.year or MINYEAR
        if self.season:
            return _season(year, self.season)
        if self.week is not None:
            return self._week_interval(year)
        if self.weekday is not None or self.weekend or (self.day is not None and self.month is None):
            return UNKNOWN
        if self.day is not None:
            return (date(year, self.month or 1, self.day),) * 2
        return months(year, self.month, 1) if self.month else _years(year, 1)

    def _week_interval(self, year: int) -> Interval:
        monday = date.fromisocalendar(year, self.week or 1, 1)
        if self.weekday:
            return (monday + timedelta(days=self.weekday - 1),) * 2
        return (monday + timedelta(days=5) if self.weekend else monday), monday + timedelta(days=6)


def _years(first: int, count: int) -> Interval:
    return date(max(first, MINYEAR), 1, 1), date(min(first + count - 1, MAXYEAR), 12, 31)


def months(year: int, month: int, count: int) -> tuple[date, date]:
    """First and last day of so many months from this one on."""
    end_year, end_month = add_months(year, month, count - 1)
    return date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def _season(year: int, season: str) -> Interval:
    if season in SEASON_MONTHS:
        return months(year, SEASON_MONTHS[season], 3)
    if season[1] == "X":
        return UNKNOWN
    size = 3 if season[0] == "Q" else 6
    return months(year, (int(season[1]) - 1) * size + 1, size)


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """(year, month) so many months later; a negative count goes back."""
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def season_of(day: date) -> tuple[int, str]:
    """(year, season) of a day; January and February belong to the winter of the year before."""
    name = next(name for name, first in SEASON_MONTHS.items() if (day.month - first) % 12 < 3)
    return (day.year - 1 if day.month < 3 else day.year), name


def at(day: date, unit: str) -> Point:
    """The stretch of this granularity that a day lies in."""
    iso = day.isocalendar()
    if unit == "week":
        return Point(year=iso.year, week=iso.week)
    if unit == "weekend":
        return Point(year=iso.year, week=iso.week, weekend=True)
    if unit == "month":
        return Point(year=day.year, month=day.month)
    if unit in ("quarter", "half", "season"):
        return _part_of_year(day, unit)
    if unit == "year":
        return Point(year=day.year)
    if unit == "decade":
        return Point(decade=day.year // 10)
    if unit in ("century", "millennium"):
        return Point(century=day.year // 100)
    return Point(year=day.year, month=day.month, day=day.day)


def _part_of_year(day: date, unit: str) -> Point:
    if unit == "season":
        year, season = season_of(day)
        return Point(year=year, season=season)
    size, letter = (3, "Q") if unit == "quarter" else (6, "H")
    return Point(year=day.year, season=f"{letter}{(day.month - 1) // size + 1}")


def shift(day: date, unit: str, count: int) -> Point | None:
    """The stretch of this granularity so many units away from the one a day lies in; None beyond the calendar's ends."""
    try:
        return at(_shifted(day, unit, count), unit)
    except (ValueError, OverflowError):
        return None


def _shifted(day: date, unit: str, count: int) -> date:
    days = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}.get(unit)
    if days:
        return day + timedelta(days=days * count)
    if unit in SUB_DAY:
        return day
    size = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}[unit]
    year, month = add_months(day.year, day.month, size * count)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def near_weekday(day: date, weekday: int, direction: int) -> date:
    """The day with this weekday in a direction: the day itself counts. 0 takes the one in the same week, Monday to Sunday."""
    delta = weekday - day.isoweekday()
    if direction < 0 < delta:
        delta -= 7
    if direction > 0 > delta:
        delta += 7
    return day + timedelta(days=delta)


def with_time(point: Point, part: str, clock: str, zone: str) -> Point:
    """The same day at a part of it or at a clock time."""
    return replace(point, part=part, clock=clock, zone=zone)


def duration_value(count: str, unit: str) -> str:
    """TIMEX3 value of so many units ("3", "2.5", "X"): "P3D", "PT2.5H", "P2DE", "P1CE"."""
    if unit == "fortnight":
        return duration_value(_times(count, 2), "week")
    if unit in ("quarter", "half"):
        return duration_value(_times(count, 3 if unit == "quarter" else 6), "month")
    if unit == "millennium":
        return duration_value(_times(count, 10), "century")
    letter = {"decade": "DE", "century": "CE", "weekend": "WE"}.get(unit) or UNIT_LETTER[unit]
    return f"P{'T' if unit in SUB_DAY else ''}{count}{letter}"


def _times(count: str, factor: int) -> str:
    return f"{float(count) * factor:g}" if count != "X" else count
