"""Dates, places and codes in words, the same on the map, the timeline, the list and the source panel."""

import re
from datetime import date

from events.model import Link, PlacePrecision

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # strftime's would follow the locale
DATE_LINKS = {
    Link.REVIEWER: "corrected by a reviewer",
    Link.RECORD: "given by the table of events that it was read from",
    Link.CLAUSE: "said in the same clause",
    Link.SENTENCE: "said in the same sentence",
    Link.PARAGRAPH: "said elsewhere in the paragraph",
    Link.DATELINE: "from the dateline",
    Link.DCT: "assumed: the text gives no date for it, so the publication date stands in",
}
PLACE_LINKS = {
    Link.REVIEWER: "corrected by a reviewer",
    Link.RECORD: "given by the table of events that it was read from",
    Link.CLAUSE: "named in the same clause",
    Link.SENTENCE: "named in the same sentence",
    Link.PARAGRAPH: "named elsewhere in the paragraph",
    Link.DATELINE: "from the dateline",
    Link.DCT: "assumed from the document",
}
PLACE_KINDS = {
    PlacePrecision.EXACT: "exact spot",
    PlacePrecision.CITY: "city or town",
    PlacePrecision.ADMIN: "region",
    PlacePrecision.COUNTRY: "country or larger",
}


def day(when: date) -> str:
    """One day: "16 May 2015"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def interval(first: date | None, last: date | None) -> str:
    """The shortest exact words: "16–17 May 2015", "May 2015", "2015", "since 1 May 2015"; "no date" when both ends are unknown."""
    if first is None and last is None:
        return "no date"
    if last is None:
        assert first is not None
        return f"since {day(first)}"
    if first is None:
        return f"until {day(last)}"
    return _closed(first, last)


def _closed(first: date, last: date) -> str:
    if first == last:
        return day(first)
    if first.day == 1 and _ends_month(last):
        if first.month == 1 and last.month == 12:
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{MONTHS[first.month - 1]} {first.year}"
        if first.year == last.year:
            return f"{MONTHS[first.month - 1]}–{MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def _ends_month(when: date) -> bool:
    return when == date.max or date.fromordinal(when.toordinal() + 1).day == 1


def code(name: str) -> str:
    """A code as a word: "ASSAULT" -> "Assault", "non-violent_action" -> "Non-violent action"."""
    return name.replace("_", " ").lower().capitalize()


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 event", "1,204 events"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def kilometres(radius: float) -> str:
    """A radius rounded to what can be meant: "within 0.5 km", "within 340 km"."""
    return f"within {float(f'{radius:.2g}'):,g} km"


def degrees(latitude: float, longitude: float) -> str:
    """Coordinates: "33.42° N, 43.30° E"."""
    north, east = ("N" if latitude >= 0 else "S"), ("E" if longitude >= 0 else "W")
    return f"{abs(latitude):.2f}° {north}, {abs(longitude):.2f}° {east}"


def markdown(text: str) -> str:
    """Text that Markdown shows as it is: messages quote paths and articles, which may hold links and pictures."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!$:<>|~&])", r"\\\1", " ".join(text.split()))
