"""Points without a year, month or day, put where the text or its date of creation says."""

from calendar import isleap
from dataclasses import replace
from datetime import date

from events.timex.calendar import Interval, Point, add_months, at, near_weekday, with_time
from events.timex.context import Context
from events.timex.meaning import DirectionOf

Placed = tuple[Point, str | None]
"""A point and what it was resolved against; None where nothing was at hand and the point stays as it is."""


def exists(point: Point) -> bool:
    """Whether the calendar has such a day."""
    try:
        date(point.year or 2000, point.month or 1, point.day or 1)
    except ValueError:
        return False
    return True


def place(point: Point, context: Context, direction: DirectionOf) -> Placed:
    """A point without a year, put where the text or its date says."""
    if point.month or point.season:
        return place_in_year(point, context, direction)
    if point.weekday:
        return _place_weekday(point, context, direction)
    return _place_in_month(point, context, direction) if point.day else _place_on_day(point, context)


def place_in_year(point: Point, context: Context, direction: DirectionOf) -> Placed:
    """A month, season or day of a month: in the year of the story, or where tense and distance put it from the date of creation."""
    reference = context.aside or context.month or context.year
    if (context.narrative or not context.dct) and reference is not None and reference.year is not None:
        return replace(point, year=_story_year(point, reference, context.latest_year), bc=reference.bc), f"text {reference.value()}"
    anchored = context.now()
    if not anchored:
        return point, None
    options = [replace(point, year=anchored[0].year + delta) for delta in (-1, 0, 1)]
    chosen = pick([option.interval() for option in options], anchored[0], direction())
    return point_of(chosen, options) or options[1], anchored[1]


def pick(options: list[Interval], day: date, direction: int | None) -> Interval | None:
    """Of stretches in the order of time: the last one begun by a day, the first one not over by then; without a direction the nearest."""
    known = [(option, first, last) for option in options for first, last in [option] if first and last]
    past = [option for option, first, _ in known if first <= day]
    future = [option for option, _, last in known if last >= day]
    if direction is not None and direction < 0 and past:
        return past[-1]
    if direction is not None and direction > 0 and future:
        return future[0]
    return min(known, key=lambda o: max((o[1] - day).days, (day - o[2]).days, 0))[0] if known else None


def pick_named(options: list[Interval], step: int, day: date) -> Interval | None:
    """The last one wholly before a day, the next one wholly after it, or for step 0 the one in the middle of the list."""
    if step < 0:
        return next((option for option in reversed(options) if option[1] and option[1] < day), None)
    if step > 0:
        return next((option for option in options if option[0] and option[0] > day), None)
    return options[len(options) // 2] if options else None


def point_of(chosen: Interval | None, points: list[Point]) -> Point | None:
    """The one of some points that covers a stretch chosen among theirs."""
    return next((point for point in points if point.interval() == chosen), None)


def _story_year(point: Point, last: Point, latest: int | None) -> int:
    """The year of the last mention, or the one after it when the months have begun again: December, then "in January"."""
    year = last.year or 0
    if point.month == 2 and point.day == 29 and not last.bc:
        year = next(y for y in range(year, year + 9) if isleap(y))
    start, end = _first_month(point), _first_month(last)
    began_again = start is not None and end is not None and end >= 10 and start <= 3
    return year + (1 if began_again and not last.bc and (latest is None or year < latest) else 0)


def _first_month(point: Point) -> int | None:
    """The month that a point begins in, as far as it says."""
    if point.month:
        return point.month
    first = replace(point, year=2000, bc=False).interval()[0] if point.season or point.week else None
    return first.month if first else None


def _place_weekday(point: Point, context: Context, direction: DirectionOf) -> Placed:
    """The weekday on or before the date of creation, on or after it when the sentence points ahead; in a story the next one."""
    in_story = context.narrative or not context.dct
    anchored = (context.mentioned("day") if in_story else None) or context.now()
    if not anchored:
        return point, None
    way = 1 if in_story and context.day else direction()
    day = near_weekday(anchored[0], point.weekday or 1, 1 if way is not None and way >= 0 else -1)
    return with_time(at(day, "day"), point.part, point.clock, point.zone), anchored[1]


def _place_in_month(point: Point, context: Context, direction: DirectionOf) -> Placed:
    """ "the 5th", "the 12th at noon": in the month that was spoken of last, else in the one that the sentence points to."""
    last = context.aside or context.month
    if last is not None and last.month is not None:
        placed = replace(last, day=point.day, part=point.part, clock=point.clock, zone=point.zone)
        return (placed, f"text {last.value()}") if exists(placed) else (point, None)
    anchored = context.now()
    if not anchored:
        return point, None
    months = [add_months(anchored[0].year, anchored[0].month, delta) for delta in (-1, 0, 1)]
    options = [option for year, month in months if exists(option := replace(point, year=year, month=month))]
    chosen = point_of(pick([option.interval() for option in options], anchored[0], direction()), options)
    return (chosen, anchored[1]) if chosen else (point, None)


def _place_on_day(point: Point, context: Context) -> Placed:
    """A time of day: on the day that its sentence names, else on the day of the story or of creation."""
    if context.sentence_day:
        said = replace(context.sentence_day, part="", clock="", zone="")
        return with_time(said, point.part, point.clock, point.zone), f"text {said.value()}"
    anchored = context.near("day")
    if not anchored:
        return point, None
    return with_time(at(anchored[0], "day"), point.part, point.clock, point.zone), anchored[1]
