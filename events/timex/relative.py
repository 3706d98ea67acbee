"""Times counted from now or from another time of the text: "next week", "two days later", "last Thursday", "at that time"."""

from dataclasses import replace
from datetime import datetime, timedelta

from events.timex.calendar import SUB_DAY, UNKNOWN, Point, at, near_weekday, shift, with_time
from events.timex.context import Anchored, Context
from events.timex.dates import said
from events.timex.meaning import DirectionOf, Meaning, anchor_of, meaning_of, unknown
from events.timex.placing import pick_named, point_of
from events.timex.reading import NIGHT, VAGUE, Reading

FINER_UNIT = {
    "century": ("year", 100), "decade": ("year", 10), "year": ("month", 12), "month": ("day", 30), "week": ("day", 7), "day": ("hour", 24),
    "hour": ("minute", 60),
}  # fmt: skip


def shifted(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """A unit so many steps from the anchor: "next week" is step 1, "yesterday" is day -1."""
    unit, part = reading.get("unit"), reading.get("part")
    if unit == NIGHT:
        unit, part = "day", "NI"
    step = _step(reading, direction)
    anchored = anchor_of(context, reading.constant("base"), unit)
    if not anchored or _quoted(reading, context):
        return _before_our_era(reading, context, unit, step) or unknown(unit, part)
    point = shift(anchored[0], unit, step)
    return meaning_of(replace(point, part=part) if point and part else point, anchored[1])


def _quoted(reading: Reading, context: Context) -> bool:
    """Whether "now" is that of somebody quoted in a story, which nothing dates."""
    return context.narrative and context.quoted and not reading.constant("base")


def _step(reading: Reading, direction: DirectionOf) -> int:
    for field in ("step", "shift", "which", "other"):
        if reading.has(field):
            return reading.number(field) or 0
    way = direction()  # "the weekend": the last or the coming one
    return -1 if way is None or way < 0 else 0


def ago(reading: Reading, context: Context, direction: DirectionOf, base: str = "") -> Meaning | None:
    """So many units before or after the anchor: "two years ago", "three days later". `base` stands for the rule's own when given."""
    unit, count, way = reading.get("unit"), reading.count(), reading.number("direction") or 1
    unit = "day" if unit == NIGHT else unit
    if count == VAGUE:
        return Meaning("PAST_REF" if way < 0 else "FUTURE_REF")
    asked = unit
    unit, number = whole(float(count), unit)
    anchored = anchor_of(context, base or reading.constant("base"), unit)
    if not anchored or number is None or _quoted(reading, context):
        return _before_our_era(reading, context, unit, way * (number or 0)) or unknown(unit)
    if unit in SUB_DAY:
        return _hours_away(context, base or reading.constant("base"), unit, way * number, anchored)
    if unit == "fortnight":
        unit, number = "week", number * 2
    point = shift(anchored[0], unit, way * number)
    day = point.interval()[0] if point and unit == "day" else None
    if day and asked in ("week", "month"):  # half a month was counted in days, but is not known to the day
        point = at(day, asked)
    return meaning_of(point, anchored[1]) if point else _beyond_the_calendar(anchored, unit, way * number)


def _hours_away(context: Context, base: str, unit: str, step: int, anchored: Anchored) -> Meaning:
    """ "two hours later": to the minute where the last mention was a clock time, else some time of its day."""
    last = context.day if base == "text" else None
    if last is None or ":" not in last.clock or last.clock.startswith("24") or abs(step) > 1_000_000:
        return Meaning(anchored[0].isoformat() + "TXX", None, anchored[1], UNKNOWN, "TIME")
    hour, minute = (int(part) for part in last.clock.split(":")[:2])
    moment = datetime(anchored[0].year, anchored[0].month, anchored[0].day, hour, minute) + timedelta(**{unit + "s": step})
    point = with_time(at(moment.date(), "day"), "", f"{moment:%H:%M}", last.zone)
    return Meaning(point.value(), point, anchored[1], point.interval(), "TIME")


def _beyond_the_calendar(anchored: Anchored, unit: str, step: int) -> Meaning:
    """ "3,000 years ago": a year before our era as far as it has four digits."""
    year = anchored[0].year + step * {"year": 1, "decade": 10, "century": 100, "millennium": 1000}.get(unit, 0)
    if -9999 < year <= 0:
        return Meaning(Point(year=1 - year, bc=True).value(), None, anchored[1])
    return Meaning("PAST_REF" if step < 0 else "FUTURE_REF")


def whole(count: float, unit: str) -> tuple[str, int | None]:
    """A count of units without a fraction: 1.5 years are 18 months, half a century is 50 years; None where it cannot be had."""
    if count == int(count):
        return unit, int(count)
    if unit not in FINER_UNIT:
        return unit, None
    name, factor = FINER_UNIT[unit]
    return name, round(count * factor)


def _before_our_era(reading: Reading, context: Context, unit: str, step: int) -> Meaning | None:
    """Years, decades and centuries counted from a year before our era, where the numbers run backwards."""
    last = context.last(unit)
    size = {"year": 1, "decade": 10, "century": 100}.get(unit)
    if last is None or not last.bc or last.year is None or size is None or not reading.constant("base"):
        return None
    year = last.year - step * size
    if year <= 0:
        return None
    points = {"year": Point(year=year), "decade": Point(decade=year // 10), "century": Point(century=year // 100)}
    return meaning_of(replace(points[unit], bc=True), f"text {last.value()}")


def named(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """last, next, this ... with the name of a weekday, month or season."""
    step = reading.number("which") if reading.has("which") else reading.number("other")
    point, _ = said(reading, context)
    anchored = anchor_of(context, reading.constant("base"), "day" if point.weekday else "year")
    last = context.last("year")
    if last and last.bc and last.year and last.year > (step or 0) and reading.constant("base") and not point.weekday:
        return meaning_of(replace(point, year=last.year - (step or 0), bc=True), f"text {last.value()}")
    if not anchored or _quoted(reading, context):
        return meaning_of(point)
    if point.weekday:
        return _named_weekday(point, step or 0, anchored)
    options = [replace(point, year=anchored[0].year + delta) for delta in (-2, -1, 0, 1, 2)]
    chosen = pick_named([option.interval() for option in options], step or 0, anchored[0])
    return meaning_of(point_of(chosen, options), anchored[1])


def _named_weekday(point: Point, step: int, anchored: Anchored) -> Meaning | None:
    """The nearest such weekday strictly before or after the anchor; for "this" the one of the same week."""
    day = near_weekday(anchored[0] + timedelta(days=step), point.weekday or 1, step)
    return meaning_of(with_time(at(day, "day"), point.part, point.clock, point.zone), anchored[1])


def weekday_of_week(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "Tuesday of last week"."""
    anchored = context.now()
    weekday = reading.number("weekday") or 1
    if not anchored:
        return meaning_of(Point(weekday=weekday))
    day = anchored[0] + timedelta(days=7 * (reading.number("which") or 0))
    return meaning_of(at(near_weekday(day, weekday, 0), "day"), anchored[1])


def anaphor(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """ "at that time", "during this period": the time that the text spoke of last."""
    last = context.aside or context.year
    if last is None:
        return Meaning("PAST_REF")
    return Meaning(last.value(), None, f"text {last.value()}", last.interval())
