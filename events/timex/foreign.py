"""Expressions that a grammar found, normalised by dateparser: absolute and simple relative dates of many languages. Sole importer of it."""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from events.timex.calendar import Point, at
from events.timex.context import Context
from events.timex.dates import date_by_parts
from events.timex.meaning import DirectionOf, Meaning, meaning_of, unknown
from events.timex.placing import exists, place
from events.timex.reading import Reading

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

NEUTRAL = date(2000, 1, 1)  # a leap year, for dates that bring no year of their own


def by_dateparser(reading: Reading, context: Context, direction: DirectionOf) -> Meaning | None:
    """The day, month or year that dateparser reads in the words; by the grammar's own parts where it reads none.

    Its own guess at a missing year is not taken: such dates are placed as in English. Relative expressions stay unresolved
    without a date of creation.
    """
    relative = reading.constant("kind") == "relative"
    base = context.dct if relative and context.dct else NEUTRAL
    parsed = parse_date(reading.phrase("text"), reading.language, base)
    if parsed is None:
        return date_by_parts(reading, context, direction) if reading.has("month") else None
    if relative:
        return meaning_of(parsed, f"{context.source} {base.isoformat()}") if context.dct else unknown(parsed.unit)
    if reading.has("year"):
        return meaning_of(parsed)
    point = replace(parsed, year=None)
    return meaning_of(*place(point, context, direction)) if exists(point) else None


@lru_cache(maxsize=4096)
def parse_date(text: str, language: str, base: date) -> Point | None:
    """What dateparser makes of a phrase, at the granularity that it reports; None when it reads no date."""
    data = _parser(language, base).get_date_data(text)
    unit = data.period if data.period in ("day", "week", "month", "year") else "day"
    return at(data.date_obj.date(), unit) if data.date_obj else None


def _parser(language: str, base: date) -> "DateDataParser":
    from dateparser.date import DateDataParser  # not needed for English, and a third of the time of importing the tagger

    settings = {
        "RELATIVE_BASE": datetime(base.year, base.month, base.day),
        "PREFER_DATES_FROM": "current_period",
        "PREFER_DAY_OF_MONTH": "first",
        "DATE_ORDER": "MDY" if language == "en" else "DMY",
    }
    return DateDataParser(languages=[language], settings=settings)
