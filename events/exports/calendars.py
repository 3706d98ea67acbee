"""iCalendar (RFC 5545): all-day events, which block no time."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import BinaryIO

from icalendar import Calendar, Event

from events.exports.rows import Entry, Row, has_point, row_of
from events.exports.texts import heading, place_words, printable, provenance
from events.exports.writing import NO_DATE, Written

_END = b"END:VCALENDAR\r\n"
_STATUS = {"actual": "CONFIRMED", "planned": "TENTATIVE", "hypothetical": "TENTATIVE", "denied": "CANCELLED"}


def write_icalendar(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
    """An all-day VEVENT for each event that has a date; one that is open at an end stands on the day that is known, and says so."""
    written = Written()
    target.write(_calendar().to_ical().removesuffix(_END))
    for entry in entries:
        row = row_of(entry)
        if row["first"] is None and row["last"] is None:
            written.left_out[NO_DATE] += 1
            continue
        target.write(_event(row).to_ical())
        written.events += 1
    target.write(_END)
    return written


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//events//events found in news texts//EN")
    calendar.add("version", "2.0")
    return calendar


def _event(row: Row) -> Event:
    event = Event()
    first, last = row["first"] or row["last"], row["last"] or row["first"]
    open_end = f" (since {first})" if row["last"] is None else f" (until {last})" if row["first"] is None else ""
    event.add("uid", f"{row['event_id']}@events")
    event.add("dtstamp", datetime.combine(row["published"] or first, time(), UTC))
    event.add("dtstart", first)
    if last < date.max:
        event.add("dtend", last + timedelta(days=1))  # the first day that is not in it
    event.add("summary", printable(heading(row) + open_end))
    event.add("description", printable("\n".join((row["quote"], "", *(f"{name}: {value}" for name, value in provenance(row).items())))))
    event.add("categories", [row["event_type"]])
    event.add("status", _STATUS[row["status"]])
    event.add("transp", "TRANSPARENT")
    if row["place"] is not None:
        event.add("location", printable(place_words(row)))
    if has_point(row):
        event.add("geo", (row["latitude"], row["longitude"]))
    if row["url"]:
        event.add("url", printable(row["url"]))
    return event
