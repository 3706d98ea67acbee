"""Dates, places and codes in words, the same on the map, the timeline, the list and the source panel."""

import re
from datetime import date
from functools import lru_cache

from events.model import PlacePrecision
from events.views.texts import FALLBACK, Tell, teller, word


def month(number: int, language: str = FALLBACK) -> str:
    """The short name of a month, from 1: strftime's would follow the machine's locale."""
    return teller(language)("date.months").split()[number - 1]


def day(when: date, language: str = FALLBACK) -> str:
    """One day: "16 May 2015"."""
    return teller(language)("date.day", day=when.day, month=month(when.month, language), year=when.year)


@lru_cache(maxsize=50_000)
def interval(first: date | None, last: date | None, language: str = FALLBACK) -> str:
    """The shortest exact words: "16–17 May 2015", "May 2015", "2015", "since 1 May 2015"; "no date" when both ends are unknown."""
    tell = teller(language)
    if first is None and last is None:
        return tell("date.none")
    if last is None:
        assert first is not None
        return tell("date.since", day=day(first, language))
    if first is None:
        return tell("date.until", day=day(last, language))
    return day(first, language) if first == last else _closed(first, last, language, tell)


def _closed(first: date, last: date, language: str, tell: Tell) -> str:
    start, end = month(first.month, language), month(last.month, language)
    same_month = (first.year, first.month) == (last.year, last.month)
    if first.day == 1 and _ends_month(last):
        if first.month == 1 and last.month == 12:
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if same_month:
            return f"{start} {first.year}"
        if first.year == last.year:
            return f"{start}–{end} {last.year}"
    if same_month:
        return tell("date.days", first=first.day, day=day(last, language))
    if first.year == last.year:
        return tell("date.days_of_months", first=first.day, month=start, day=day(last, language))
    return f"{day(first, language)} – {day(last, language)}"


def _ends_month(when: date) -> bool:
    return when == date.max or date.fromordinal(when.toordinal() + 1).day == 1


def code(name: str) -> str:
    """A code as a word: "ASSAULT" -> "Assault", "non-violent_action" -> "Non-violent action"."""
    return name.replace("_", " ").lower().capitalize()


def number(value: int, language: str = FALLBACK) -> str:
    """A whole number with its thousands set apart: "1,204"."""
    return f"{value:,}".replace(",", teller(language)("number.thousands"))


def counted(value: int, noun: str, language: str = FALLBACK) -> str:
    """A number with its noun: "1 event", "1,204 events". `noun`: of the catalogue's section "count"."""
    return teller(language)(f"count.{noun}" if value == 1 else f"count.{noun}s", count=number(value, language))


def share(value: float, language: str = FALLBACK) -> str:
    """A part of the whole in per cent: "65%"."""
    return teller(language)("number.percent", number=f"{100 * value:.0f}")


def code_word(kind: str, value: str, language: str = FALLBACK) -> str:
    """A code in words: ("type", "ASSAULT") -> "Assault"; one that the catalogue's section does not know as `code` writes it."""
    return word(kind, value, language) or code(value)


def rounded(radius: float, language: str = FALLBACK) -> str:
    """A radius rounded to what can be meant: "0.5", "340"."""
    return figure(float(f"{radius:.2g}"), language)


def figure(value: float, language: str = FALLBACK) -> str:
    """A number as it is, with its thousands set apart: "12,000", "0.5"."""
    tell = teller(language)
    marks = str.maketrans({",": tell("number.thousands"), ".": tell("number.point")})
    return f"{value:,.0f}".translate(marks) if value == round(value, 0) else f"{value:,g}".translate(marks)


def place_kind(precision: PlacePrecision, language: str = FALLBACK) -> str:
    """What kind of place it is: "city or town"."""
    return teller(language)(f"source.kind_{precision.name.lower()}")


def degrees(latitude: float, longitude: float, language: str = FALLBACK) -> str:
    """Coordinates: "33.42° N, 43.30° E"."""
    tell = teller(language)
    north, east = tell("number.north" if latitude >= 0 else "number.south"), tell("number.east" if longitude >= 0 else "number.west")
    both = [f"{abs(angle):.2f}".replace(".", tell("number.point")) for angle in (latitude, longitude)]
    return f"{both[0]}° {north}, {both[1]}° {east}"


def markdown(text: str) -> str:
    """Text that Markdown shows as it is: messages quote paths and articles, which may hold links and pictures."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!$:<>|~&])", r"\\\1", " ".join(text.split()))
