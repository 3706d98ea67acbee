"""Match -> Meaning: what a phrase denotes, resolved against its context. One function for each operation of the rules files."""

from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from events.timex.calendar import UNKNOWN, Interval, Point, at, duration_value, near_weekday, shift, with_time
from events.timex.context import Anchored, Context
from events.timex.holidays import holiday_point
from events.timex.reading import VAGUE, Reading

DirectionOf = Callable[[], int | None]
"""Asks which way the sentence points from its anchor: -1 past, 1 future, 0 present, None when it does not say."""

FINER_UNIT = {
    "century": ("year", 100), "decade": ("year", 10), "year": ("month", 12), "week": ("day", 7), "day": ("hour", 24), "hour": ("minute", 60),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a time expression denotes. `point` is None for durations, sets and vague references."""

    value: str
    point: Point | None = None
    anchor: str | None = None
    interval: Interval = UNKNOWN
    type: str | None = None  # when it differs from the rule's


def resolve(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """The meaning of a match; None when its words make no time after all (30 February)."""
    return OPERATIONS[reading.match.rule.operation](reading, context, direction)


def _meaning(point: Point | None, anchor: str | None = None) -> Meaning | None:
    return Meaning(point.value(), point, anchor, point.interval()) if point else None


# Dates and times by their parts


def _date(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    point, anchor = _said(reading, context)
    if point.day and point.month and not _exists(point):
        return None
    if not point.dated:
        point, anchor = _place_by_weekday(point, reading, context) or _place(point, context, direction)
    return _meaning(point, anchor)


def _place_by_weekday(point: Point, reading: Reading, context: Context) -> tuple[Point, str | None] | None:
    """"Friday 6 April" without a year: the nearest year in which that is so."""
    anchored = context.near("year")
    if not (point.day and point.month and reading.has("weekday") and anchored):
        return None
    weekday, year = reading.number("weekday"), anchored[0].year
    for delta in (0, -1, 1, -2, 2, -3, 3):
        option = replace(point, year=year + delta)
        day = option.interval()[0]
        if day and day.isoweekday() == weekday:
            return option, anchored[1]
    return None


def _exists(point: Point) -> bool:
    try:
        date(point.year or 2000, point.month or 1, point.day or 1)
    except ValueError:
        return False
    return True


def _said(reading: Reading, context: Context) -> tuple[Point, str | None]:
    """The parts that the words give themselves, and the anchor of a year that is named by relation."""
    if reading.has("iso"):
        return _iso(reading.get("iso")), None
    point = Point(
        month=reading.number("month"),
        day=reading.number("day") or _day_in_words(reading),
        season=reading.get("season") or reading.get("quarter_name"),
        part=reading.get("part"),
        fiscal=reading.has("fiscal"),
    )
    if not point.day:
        point = replace(point, weekday=reading.number("weekday") if reading.has("weekday") else None)
    return _with_year(point, reading, context)


def _iso(text: str) -> Point:
    year, month, day = (int(part) for part in text[:10].split("-"))
    clock, zone = "", ""
    if len(text) > 11:
        clock = text[11:].rstrip("Z").split("+")[0].split("-")[0]
        zone = text[11 + len(clock) :]
    return Point(year=year, month=month, day=day, clock=clock, zone=zone)


def _day_in_words(reading: Reading) -> int | None:
    if not reading.has("dayth"):
        return None
    words = [reading.get_class(word, "TENS", "ORDWORD") for word in reading.words("dayth")]
    return sum(int(word) for word in words if word)


def _with_year(point: Point, reading: Reading, context: Context) -> tuple[Point, str | None]:
    if reading.has("year"):
        return replace(point, year=_year(reading.get("year"), reading, context)), None
    if reading.has("yearpair"):
        return replace(point, year=int(reading.get("yearpair"))), None
    if reading.has("anyyear"):
        return replace(point, year=reading.number("anyyear"), bc=reading.get("era") == "BC" or reading.next_era() == "BC"), None
    if reading.has("decade") or reading.has("decade_short") or reading.has("hundreds"):
        return _long(reading, context), None
    if reading.has("yearref"):
        anchored = context.near("year") if reading.word_before("yearref") in ("the", "this") else context.mentioned("year") or context.now()
        return (replace(point, year=anchored[0].year), anchored[1]) if anchored else (point, None)
    if reading.has("yearwhich"):
        anchored = context.now()
        return (replace(point, year=anchored[0].year + int(reading.get("yearwhich"))), anchored[1]) if anchored else (point, None)
    return point, None


def _year(text: str, reading: Reading, context: Context) -> int:
    if len(text) == 4:
        return int(text)
    before = reading.number_before()
    century = before // 100 if before and before > 999 else context.year.year // 100 if context.year and context.year.year else 19
    return century * 100 + int(text)


def _long(reading: Reading, context: Context) -> Point:
    if reading.has("hundreds"):
        return Point(century=int(reading.get("hundreds")))
    if reading.has("decade"):
        return Point(decade=int(reading.get("decade")), bc=reading.get("era") == "BC")
    century = context.year.year // 100 if context.narrative and context.year and context.year.year and not context.year.bc else 19
    return Point(decade=century * 10 + int(reading.get("decade_short")))


def _place(point: Point, context: Context, direction: DirectionOf) -> tuple[Point, str | None]:
    """A point without a year, put where the text or its date says."""
    if point.month or point.season:
        return _place_in_year(point, context, direction)
    if point.weekday:
        return _place_weekday(point, context, direction)
    if point.day:
        return _place_in_month(point, context)
    return _place_on_day(point, context)


def _place_in_year(point: Point, context: Context, direction: DirectionOf) -> tuple[Point, str | None]:
    reference = context.aside or context.month or context.year
    if (context.narrative or not context.dct) and reference is not None and reference.year is not None:
        year = _narrative_year(point, reference, context.latest_year)
        return replace(point, year=year, bc=reference.bc), f"text {reference.value()}"
    anchored = context.now()
    if not anchored:
        return point, None
    return _nearest(point, anchored[0], direction()), anchored[1]


def _narrative_year(point: Point, last: Point, latest: int | None) -> int:
    """The year of the last mention, or the one after it when the months have begun again: December, then "in January"."""
    year = last.year or 0
    if point.month == 2 and point.day == 29 and not last.bc:
        year = next(y for y in range(year, year + 9) if isleap(y))
    start, end = point_month(point), point_month(last)
    began_again = start is not None and end is not None and end >= 10 and start <= 3
    return year + (1 if began_again and not last.bc and (latest is None or year < latest) else 0)


def point_month(point: Point) -> int | None:
    """The month that a point begins in, as far as it says."""
    if point.month:
        return point.month
    first = replace(point, year=2000).interval()[0] if point.season or point.week else None
    return first.month if first else None


def _nearest(point: Point, day: date, direction: int | None) -> Point:
    """The year that puts a point where the sentence points, seen from a day."""
    options = [replace(point, year=day.year + delta) for delta in (-1, 0, 1)]
    spans = [(option, option.interval()) for option in options]
    known = [(option, first, last) for option, (first, last) in spans if first and last]
    if not known:
        return replace(point, year=day.year)
    if direction is not None and direction < 0:
        return max((o for o in known if o[1] <= day), key=lambda o: o[1], default=known[0])[0]
    if direction is not None and direction > 0:
        return min((o for o in known if o[2] >= day), key=lambda o: o[1], default=known[-1])[0]
    return min(known, key=lambda o: max((o[1] - day).days, (day - o[2]).days, 0))[0]


def _place_weekday(point: Point, context: Context, direction: DirectionOf) -> tuple[Point, str | None]:
    weekday = point.weekday or 1
    if context.narrative or not context.dct:
        anchored = context.mentioned("day")
        if anchored:
            day = near_weekday(anchored[0], weekday, 1)
            return with_time(at(day, "day"), point.part, point.clock, point.zone), anchored[1]
    anchored = context.now()
    if not anchored:
        return point, None
    way = direction()
    day = near_weekday(anchored[0], weekday, 1 if way is not None and way >= 0 else -1)
    return with_time(at(day, "day"), point.part, point.clock, point.zone), anchored[1]


def _place_in_month(point: Point, context: Context) -> tuple[Point, str | None]:
    last = context.aside or context.month
    if last is None or last.month is None:
        return point, None
    return replace(last, day=point.day, part=point.part, clock="", zone=""), f"text {last.value()}"


def _place_on_day(point: Point, context: Context) -> tuple[Point, str | None]:
    if context.sentence_day:
        said = replace(context.sentence_day, part="", clock="", zone="")
        return with_time(said, point.part, point.clock, point.zone), f"text {said.value()}"
    anchored = context.near("day")
    if not anchored:
        return point, None
    return with_time(at(anchored[0], "day"), point.part, point.clock, point.zone), anchored[1]


def _numeric(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """A date in figures with its year: month first where only that is possible or where both are, as American news writes."""
    classes = reading.classes("numeric")
    month, day, year = ((classes.get("MONTHDAY") or classes["DAYMONTH"]) + "-").split("-")[:3]
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 50 else 1900)
    point = Point(year=full, month=int(month), day=int(day))
    return _meaning(point) if _exists(point) else None


def _century(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    number = reading.number("ord") or 0
    era = reading.get("era") or reading.next_era()
    return _meaning(Point(century=number - 1, bc=era == "BC")) if 1 <= number <= 40 else None


def _quarter(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    number = reading.number("ord") or 0
    return _sized(f"Q{number}", reading, context, direction) if 1 <= number <= 4 else None


def _half(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    if reading.has("decade"):
        return _meaning(Point(decade=int(reading.get("decade"))))
    return _sized(f"H{reading.get('ord')}", reading, context, direction)


def _sized(name: str, reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    point, anchor = _with_year(Point(season=name), reading, context)
    if not point.dated:
        point, anchor = _place_in_year(point, context, direction)
    return _meaning(point, anchor)


# Relative to now or to another time


def _anchored(reading: Reading, context: Context, unit: str) -> Anchored | None:
    base = reading.match.rule.constants.get("base", "now")
    if base == "text":
        fallback = not context.narrative and unit not in ("day", "night", "weekend")
        return context.mentioned(unit) or (context.now() if fallback else None)
    return context.near(unit) if base == "near" else context.now()


def _unknown(unit: str, part: str = "") -> Meaning | None:
    """The value of a unit whose place is not known: XXXX-WXX, XXXX-XX, XXXX."""
    if unit == "week":
        return Meaning("XXXX-WXX")
    if unit == "weekend":
        return Meaning("XXXX-WXX-WE")
    if unit in ("month", "quarter", "half"):
        return Meaning({"month": "XXXX-XX", "quarter": "XXXX-QX", "half": "XXXX-HX"}[unit])
    if unit in ("year", "decade", "century", "millennium"):
        return Meaning({"year": "XXXX", "decade": "XXX", "century": "XX", "millennium": "X"}[unit])
    return Meaning("XXXX-XX-XX" + (f"T{part}" if part else ""))


def _before_our_era(reading: Reading, context: Context, unit: str, step: int) -> Meaning | None:
    """Years, decades and centuries counted from a year before our era, where the numbers run backwards."""
    last = context.last(unit)
    if last is None or not last.bc or last.year is None or reading.match.rule.constants.get("base") == "now":
        return None
    size = {"year": 1, "decade": 10, "century": 100}.get(unit)
    year = last.year - step * size if size else 0
    if year <= 0:
        return None
    points = {"year": Point(year=year, bc=True), "decade": Point(decade=year // 10, bc=True), "century": Point(century=year // 100, bc=True)}
    return _meaning(points[unit], f"text {last.value()}")


def _shift(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    unit, part = reading.get("unit"), reading.get("part")
    if unit == "night":
        unit, part = "day", "NI"
    step = _step(reading, direction)
    anchored = _anchored(reading, context, unit)
    if not anchored:
        return _before_our_era(reading, context, unit, step) or _unknown(unit, part)
    point = shift(anchored[0], unit, step)
    return _meaning(replace(point, part=part) if point and part else point, anchored[1])


def _step(reading: Reading, direction: DirectionOf) -> int:
    for field in ("step", "shift", "which", "other"):
        if reading.has(field):
            return int(reading.get(field) or 0)
    way = direction()  # "the weekend": the last or the coming one
    return -1 if way is None or way < 0 else 0


def _ago(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    unit, count, way = reading.get("unit"), reading.count(), int(reading.get("direction"))
    if unit == "night":
        unit = "day"
    if count == VAGUE:
        return Meaning("PAST_REF" if way < 0 else "FUTURE_REF")
    unit, number = _whole(float(count), unit)
    anchored = _anchored(reading, context, unit)
    if not anchored or number is None:
        return _before_our_era(reading, context, unit, way * (number or 0)) or _unknown(unit)
    if unit in ("second", "minute", "hour"):
        return Meaning(anchored[0].isoformat() + "TXX", None, anchored[1], UNKNOWN, "TIME")
    if unit == "fortnight":
        unit, number = "week", number * 2
    return _meaning(shift(anchored[0], unit, way * number), anchored[1])


def _whole(count: float, unit: str) -> tuple[str, int | None]:
    """A count of units without a fraction: 1.5 years are 18 months, half a century is 50 years."""
    if count == int(count):
        return unit, int(count)
    if unit not in FINER_UNIT:
        return unit, None
    name, factor = FINER_UNIT[unit]
    return name, round(count * factor)


def _named(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """last, next, this ... with the name of a weekday, month or season."""
    step = int(reading.get("which") or reading.get("other") or 0)
    point, _ = _said(reading, context)
    anchored = _anchored(reading, context, "day" if point.weekday else "year")
    if not anchored:
        return _meaning(point)
    if point.weekday:
        return _named_weekday(point, step, anchored)
    options = [replace(point, year=anchored[0].year + delta) for delta in (-1, 0, 1)]
    return _meaning(_picked(options, step, anchored[0]), anchored[1])


def _named_weekday(point: Point, step: int, anchored: Anchored) -> Meaning | None:
    day = anchored[0] + timedelta(days=step)
    return _meaning(with_time(at(near_weekday(day, point.weekday or 1, step), "day"), point.part, point.clock, point.zone), anchored[1])


def _picked(options: list[Point], step: int, day: date) -> Point:
    """The last one wholly before a day, the next one wholly after it, or the one of its own year."""
    if step == 0:
        return options[1]
    spans = [(option, option.interval()) for option in options]
    if step < 0:
        return next(option for option, (_, last) in reversed(spans) if last and last < day)
    return next(option for option, (first, _) in spans if first and first > day)


def _generic_part(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """"night raids", "at night": of the day that the sentence names, else of no particular one."""
    point, anchor = _said(reading, context)
    if point.weekday or point.month or context.sentence_day:
        point, anchor = _place(point, context, direction)
    return _meaning(point, anchor)


def _nth_weekday(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """"the third Sunday of May": the day, in the year that is said or that the text points to."""
    month, anchor = _with_year(Point(month=reading.number("month")), reading, context)
    if not month.dated:
        month, anchor = _place_in_year(month, context, direction)
    first, last = month.interval()
    if first is None or last is None:
        return _meaning(month, anchor)
    weekday, number = reading.number("weekday") or 1, reading.number("nth") or 0
    day = near_weekday(last, weekday, -1) if number < 0 else near_weekday(first, weekday, 1) + timedelta(days=7 * (number - 1))
    return _meaning(at(day, "day"), anchor) if first <= day <= last else None


def _weekday_of_week(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    anchored = context.now()
    weekday = reading.number("weekday") or 1
    if not anchored:
        return _meaning(Point(weekday=weekday))
    day = anchored[0] + timedelta(days=7 * int(reading.get("which")))
    return _meaning(at(near_weekday(day, weekday, 0), "day"), anchored[1])


def _holiday(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    name = " ".join([reading.get("holiday"), *(w for w in reading.all_words() if w in ("eve", "day", "sunday", "monday"))])
    if reading.has("year"):
        return _meaning(holiday_point(name, int(reading.get("year"))))
    anchored = context.near("year")
    if not anchored:
        return Meaning("XXXX-XX-XX")
    options = [point for delta in (-1, 0, 1) if (point := holiday_point(name, anchored[0].year + delta))]
    if not options:
        return Meaning("XXXX-XX-XX")
    if reading.has("which") and len(options) == 3:
        return _meaning(_picked(options, int(reading.get("which")), anchored[0]), anchored[1])
    if context.narrative:
        return _meaning(options[len(options) // 2], anchored[1])
    return _meaning(_nearest_of(options, anchored[0], direction()), anchored[1])


def _nearest_of(options: list[Point], day: date, direction: int | None) -> Point:
    spans = [(option, first, last) for option in options for first, last in [option.interval()] if first and last]
    past = [option for option, first, _ in spans if first <= day]
    future = [option for option, _, last in spans if last >= day]
    if direction is not None and direction < 0 and past:
        return past[-1]
    if direction is not None and direction > 0 and future:
        return future[0]
    return min(spans, key=lambda o: max((o[1] - day).days, (day - o[2]).days, 0))[0]


# Clock times, durations, sets, references


def _clock(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    clock, zone = _clock_value(reading), reading.get("zone")
    if not clock:
        return None
    point, anchor = _said(reading, context)
    if reading.has("shift"):
        anchored = context.now()
        moved = shift(anchored[0], "day", int(reading.get("shift"))) if anchored else None
        point, anchor = (moved, anchored[1]) if moved and anchored else (Point(), None)
    elif not point.dated:
        point, anchor = _place(replace(point, clock=clock, zone=zone), context, direction)
    return _meaning(replace(point, clock=clock, zone=zone, part=""), anchor)


def _clock_value(reading: Reading) -> str:
    text = reading.get("clock") or reading.get("hhmm") or reading.get("hour")
    if reading.has("hhmm") and ":" not in text:
        text = f"{text[:2]}:{text[2:]}"
    half = reading.get("ampm")
    if text[-1:] in ("a", "p"):
        text, half = text[:-1], text[-1]
    hour, _, rest = text.partition(":")
    if not hour.isdigit():
        return ""
    number = int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour)
    spoken = {"half": ":30", "quarter": ":15"}.get(reading.all_words()[0], "")
    return f"{number:02}" + (f":{rest}" if rest else spoken or ":00") if number <= 24 else ""


def _duration(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    unit, count = reading.get("unit"), reading.count() or VAGUE
    if count == "0.5":
        unit, whole = _whole(0.5, unit)
        count = str(whole)
    if reading.has("plus") and count != VAGUE:
        count = f"{float(count) + float(reading.get('plus')):g}"
    return Meaning(duration_value(count, "day" if unit == "night" else unit))


def _half_long(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    return Meaning("P50Y" if "century" in reading.all_words() else "P5Y")


def _set(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    words = reading.all_words()
    count = "2" if "other" in words else reading.count() or "1"
    return Meaning(duration_value(count, "day" if reading.get("unit") == "night" else reading.get("unit")))


def _set_of(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    point = Point(
        weekday=reading.number("weekday"), month=reading.number("month"), season=reading.get("season"), part=reading.get("part"),
        weekend=reading.has("weekend"),
    )  # fmt: skip
    return Meaning(point.value())


def _period(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    word = reading.all_words()[0]
    classes = reading.word_classes(word)
    return Meaning(classes.get("ADVSET", "P1D"))


def _ref(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    return Meaning(reading.match.rule.constants["value"])


def _anaphor(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """"at that time", "during this period": the time that the text spoke of last."""
    last = context.aside or context.year
    if last is None:
        return Meaning("PAST_REF")
    return Meaning(last.value(), None, f"text {last.value()}", last.interval())


OPERATIONS: dict[str, Callable[[Reading, Context, DirectionOf], Meaning | None]] = {
    "date": _date,
    "numeric": _numeric,
    "century": _century,
    "quarter": _quarter,
    "half": _half,
    "shift": _shift,
    "ago": _ago,
    "named": _named,
    "weekday_of_week": _weekday_of_week,
    "generic_part": _generic_part,
    "nth_weekday": _nth_weekday,
    "holiday": _holiday,
    "clock": _clock,
    "duration": _duration,
    "half_long": _half_long,
    "set": _set,
    "set_of": _set_of,
    "period": _period,
    "ref": _ref,
    "anaphor": _anaphor,
}
