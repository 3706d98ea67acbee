"""Durations, sets, and references that no calendar can place."""

from dataclasses import replace
from datetime import timedelta

from events.timex.calendar import SUB_DAY, UNKNOWN, Interval, Point, add_months, duration_value
from events.timex.context import Context
from events.timex.meaning import DirectionOf, Meaning
from events.timex.reading import NIGHT, VAGUE, Reading
from events.timex.relative import ago, whole

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def duration(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """An amount of time; with its days when it reaches from the date of creation back or ahead ("the past two weeks")."""
    unit, count = reading.get("unit"), reading.count() or VAGUE
    unit = "day" if unit == NIGHT else unit
    if count == "0.5":
        unit, number = whole(0.5, unit)
        count = str(number)
    if reading.has("plus") and count != VAGUE:
        count = f"{float(count) + float(reading.get('plus')):g}"
    reach = reading.number("reach")
    anchored = context.now() if reach and not context.narrative else None
    interval = _reach(context, unit, count, reach) if anchored and reach else UNKNOWN
    return Meaning(duration_value(count, unit), None, anchored[1] if anchored and interval != UNKNOWN else None, interval)


def _reach(context: Context, unit: str, count: str, reach: int) -> Interval:
    """The days from the date of creation back (-1) or ahead (1) over so many units; unknown for vague amounts and hours."""
    day = context.dct
    if day is None or count == VAGUE or unit in SUB_DAY or not float(count).is_integer() or float(count) > 10_000:
        return UNKNOWN
    number = int(float(count)) * reach
    try:
        if unit in _DAYS:
            end = day + timedelta(days=number * _DAYS[unit])
        else:
            year, month = add_months(day.year, day.month, number * _MONTHS[unit])
            end = day.replace(year=year, month=month, day=min(day.day, 28))
    except (KeyError, ValueError, OverflowError):
        return UNKNOWN
    return (end, day) if reach < 0 else (day, end)


def within(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "in two weeks": so far ahead; where the sentence speaks of the past, after the last mention of the text, else the duration."""
    if direction() != -1:
        return ago(reading, context, direction)
    later = ago(reading, context, direction, base="text")
    if later and later.point:
        return later
    meaning = duration(reading, context, direction)
    return replace(meaning, type="DURATION") if meaning else None


def every(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "every two weeks", "a day": the length after which it comes again."""
    unit = reading.get("unit")
    return Meaning(duration_value(reading.count() or "1", "day" if unit == NIGHT else unit))


def every_named(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "every Friday", "Sundays", "each spring"."""
    point = Point(
        weekday=reading.number("weekday"), month=reading.number("month"), season=reading.get("season"), part=reading.get("part"),
        weekend=reading.has("weekend"),
    )  # fmt: skip
    return Meaning(point.value())


def period(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "daily", "annually": the value that the lexicon gives."""
    return Meaning(reading.get("period"))


def reference(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """PRESENT_REF, PAST_REF or FUTURE_REF, as the rule says."""
    return Meaning(reading.constant("value"))
