"""Dates and times by their parts: "5 May 2015", "early June", "Friday morning", "3 p.m. on Monday", "the third quarter"."""

from dataclasses import replace
from datetime import timedelta

from events.timex.calendar import Interval, Point, at, near_weekday, shift
from events.timex.context import Context
from events.timex.holidays import holiday_days
from events.timex.meaning import DirectionOf, Meaning, meaning_of, unknown
from events.timex.placing import Placed, exists, pick, pick_named, place, place_in_year
from events.timex.reading import Reading

_HALF_DAYS = {"MO": "a", "AF": "p", "EV": "p"}  # "three o'clock in the afternoon"
LATEST_SHORT_YEAR = 40  # "7/4/15" is of this century, "7/4/88" of the last


def date_by_parts(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """A date of any granularity; what is not said comes from the context."""
    point, anchor = said(reading, context)
    if point.day and point.month and not exists(point):
        return None
    if not point.dated:
        point, anchor = _place_by_weekday(point, reading, context) or place(point, context, direction)
    return meaning_of(point, anchor)


def said(reading: Reading, context: Context) -> Placed:
    """The parts that the words give themselves, and the anchor of a year that they name by relation ("of that year")."""
    if reading.has("iso"):
        return _iso(reading.get("iso")), None
    day = reading.number("day") or reading.sum("dayth")
    point = Point(
        month=reading.number("month"),
        day=day,
        weekday=None if day else reading.number("weekday"),
        season=reading.get("season") or reading.get("quarter_name"),
        part=reading.get("part"),
        fiscal=reading.has("fiscal"),
    )
    return with_year(point, reading, context)


def _iso(text: str) -> Point:
    year, month, day = (int(part) for part in text[:10].split("-"))
    clock, zone = "", ""
    if len(text) > 11:
        clock = text[11:].rstrip("Z").split("+")[0].split("-")[0]
        zone = text[11 + len(clock) :]
    return Point(year=year, month=month, day=day, clock=clock, zone=zone)


def with_year(point: Point, reading: Reading, context: Context) -> Placed:
    """The point in the year, decade or century that the words give, if they do."""
    if reading.has("year"):
        return replace(point, year=_year(reading.get("year"), reading, context), bc=reading.get("era") == "BC"), None
    if reading.has("short_year"):
        return replace(point, year=full_year(reading.number("short_year") or 0)), None
    if reading.has("yearpair"):
        return replace(point, year=reading.number("yearpair")), None
    if reading.has("anyyear"):
        bc = reading.get("era") == "BC" or reading.constant("only") == "antiquity"
        return replace(point, year=reading.number("anyyear"), bc=bc), None
    if reading.has("decade") or reading.has("decade_short") or reading.has("hundreds"):
        return _long(reading, context), None
    return _with_related_year(point, reading, context)


def _year(text: str, reading: Reading, context: Context) -> int:
    """A year of four digits, or of two in the century of the year before it or of the story."""
    if len(text) == 4:
        return int(text)
    before, story = reading.number_before(), context.year.year if context.year else None
    full = before if before and before > 999 else story or 1900
    return full // 100 * 100 + int(text)


def full_year(short: int) -> int:
    """The year that two digits stand for where nothing else says."""
    return short + (2000 if short < LATEST_SHORT_YEAR else 1900)


def _long(reading: Reading, context: Context) -> Point:
    if reading.has("hundreds"):
        return Point(century=reading.number("hundreds"))
    if reading.has("decade"):
        return Point(decade=reading.number("decade"), bc=reading.get("era") == "BC")
    story = context.year.year if context.narrative and context.year and not context.year.bc else None
    return Point(decade=(story or 1900) // 100 * 10 + (reading.number("decade_short") or 0))


def _with_related_year(point: Point, reading: Reading, context: Context) -> Placed:
    """ "of the year" (yearref), "of that year" (yearthat), "of last year" (yearwhich)."""
    if reading.has("yearthat"):
        last = context.aside or context.year
        return (replace(point, year=last.year, bc=last.bc), f"text {last.value()}") if last else (point, None)
    if reading.has("yearref"):
        anchored = context.near("year")
        return (replace(point, year=anchored[0].year), anchored[1]) if anchored else (point, None)
    anchored = context.now() if reading.has("yearwhich") else None
    return (replace(point, year=anchored[0].year + (reading.number("yearwhich") or 0)), anchored[1]) if anchored else (point, None)


def _place_by_weekday(point: Point, reading: Reading, context: Context) -> Placed | None:
    """ "Friday 6 April" without a year: the nearest year in which that is so."""
    anchored = context.near("year")
    if not (point.day and point.month and reading.has("weekday") and anchored):
        return None
    for delta in (0, -1, 1):
        option = replace(point, year=anchored[0].year + delta)
        day = option.interval()[0]
        if day and day.isoweekday() == reading.number("weekday"):
            return option, anchored[1]
    return None


def date_in_figures(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "5/21/2015", "21.5.2015": the month first where the rule says so or only that is possible."""
    classes = reading.classes("numeric")
    order = ("DAYMONTH", "MONTHDAY") if reading.constant("order") == "day" else ("MONTHDAY", "DAYMONTH")
    text = next(classes[name] for name in order if name in classes)
    month, day, year = (text + "-").split("-")[:3]
    full = int(year) if len(year) == 4 else full_year(int(year))
    point = Point(year=full, month=int(month), day=int(day))
    return meaning_of(point) if exists(point) else None


def century(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "the 19th century" is 18 in TIMEX3: the years that begin with 18."""
    number = reading.number("ord") or 0
    return meaning_of(Point(century=number - 1, bc=reading.get("era") == "BC")) if 1 <= number <= 40 else None


def quarter(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "the third quarter of 2014"."""
    number = reading.number("ord") or 0
    return _part_of_year(f"Q{number}", reading, context, direction) if 1 <= number <= 4 else None


def half(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "the second half of 2014"; of a decade the decade itself, for which TIMEX3 has nothing finer."""
    if reading.has("decade"):
        return meaning_of(Point(decade=reading.number("decade")))
    return _part_of_year(f"H{reading.get('ord')}", reading, context, direction)


def _part_of_year(name: str, reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    point, anchor = with_year(Point(season=name), reading, context)
    if not point.dated:
        point, anchor = place_in_year(point, context, direction)
    return meaning_of(point, anchor)


def nth_weekday(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "the third Sunday of May": the day, in the year that is said or that the text points to."""
    month, anchor = with_year(Point(month=reading.number("month")), reading, context)
    if not month.dated:
        month, anchor = place_in_year(month, context, direction)
    first, last = month.interval()
    if first is None or last is None:
        return meaning_of(month, anchor)
    weekday, number = reading.number("weekday") or 1, reading.number("nth") or 0
    day = near_weekday(last, weekday, -1) if number < 0 else near_weekday(first, weekday, 1) + timedelta(days=7 * (number - 1))
    return meaning_of(at(day, "day"), anchor) if first <= day <= last else None


def nth_week(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "the first week of July": the week in the middle of its seven days."""
    month, anchor = with_year(Point(month=reading.number("month")), reading, context)
    if not month.dated:
        month, anchor = place_in_year(month, context, direction)
    first, last = month.interval()
    if first is None or last is None:
        return meaning_of(month, anchor)
    number = reading.number("nth") or 0
    day = last - timedelta(days=3) if number < 0 else first + timedelta(days=7 * (number - 1) + 3)
    return meaning_of(at(day, "week"), anchor) if first <= day <= last else None


def part_of_some_day(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "night raids", "at night": of the day that the sentence names, else of no particular one."""
    point, anchor = said(reading, context)
    if point.weekday or point.month or context.sentence_day:
        point, anchor = place(point, context, direction)
    return meaning_of(point, anchor)


def holiday(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """The days of a holiday in the year that is said, or of the one that the text points to."""
    key = " ".join(part for part in (reading.get("holiday"), reading.get("holiday_part")) if part)
    if reading.has("year"):
        year = reading.number("year") or 0
        return _days_of(holiday_days(key, year)) or Meaning(f"{year:04}-XX-XX")
    anchored = context.near("year")
    if not anchored:
        return unknown("day")
    options = [days for delta in (-1, 0, 1) if (days := holiday_days(key, anchored[0].year + delta))]
    if reading.has("which"):
        chosen = pick_named(options, reading.number("which") or 0, anchored[0])
    elif context.narrative:
        chosen = holiday_days(key, anchored[0].year)
    else:
        chosen = pick(options, anchored[0], direction())
    return _days_of(chosen, anchored[1]) or unknown("day")


def _days_of(days: Interval | None, anchor: str | None = None) -> Meaning | None:
    """A day as a date, a longer holiday as the ISO interval from its first to its last day."""
    if days is None or days[0] is None or days[1] is None:
        return None
    if days[0] == days[1]:
        return meaning_of(at(days[0], "day"), anchor)
    return Meaning(f"{days[0].isoformat()}/{days[1].isoformat()}", None, anchor, days)


def clock(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """A clock time on the day that it is said with, else on that of its sentence, of the story, or of creation."""
    time, zone = _clock_value(reading), reading.get("zone").removesuffix("-")
    if not time:
        return None
    point, anchor = said(reading, context)
    if reading.has("shift"):
        anchored = context.now()
        moved = shift(anchored[0], "day", reading.number("shift") or 0) if anchored else None
        point, anchor = (moved, anchored[1]) if moved and anchored else (Point(), None)
    elif not point.dated:
        point, anchor = place(replace(point, clock=time, zone=zone), context, direction)
    return meaning_of(replace(point, clock=time, zone=zone, part=""), anchor)


def _clock_value(reading: Reading) -> str:
    """ "5 p.m." is "17:00"; "" for what is no time."""
    text, half_day = reading.get("clock") or reading.get("hhmm") or reading.get("hour"), reading.get("ampm")
    if len(text) == 4 and text.isdigit():
        text = f"{text[:2]}:{text[2:]}"
    if text[-1:] in ("a", "p"):
        text, half_day = text[:-1], text[-1]
    half_day = half_day or _HALF_DAYS.get(reading.get("part"), "")
    hour, _, minutes = text.partition(":")
    if not hour.isdigit():
        return ""
    number = int(hour) % 12 + (12 if half_day == "p" else 0) if half_day and int(hour) <= 12 else int(hour)
    return f"{number:02}:{minutes or reading.get('minutes') or '00'}" if number <= 24 else ""
