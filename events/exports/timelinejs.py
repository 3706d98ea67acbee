"""The JSON of TimelineJS 3 (timeline.knightlab.com/docs/json-format.html). It renders its texts as HTML, so they are escaped."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

from events.exports.rows import Entry, Row, row_of
from events.exports.texts import as_html, date_words, heading, provenance
from events.exports.writing import NO_DATE, Written
from events.records import plain_json


def write_timelinejs(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
    """A slide for each event that has a date."""
    written = Written()
    target.write(b'{"events": [')
    for entry in entries:
        row = row_of(entry)
        if row["first"] is None and row["last"] is None:
            written.left_out[NO_DATE] += 1
            continue
        target.write((b",\n" if written.events else b"\n") + plain_json(_slide(row)))
        written.events += 1
    target.write(b"\n]}\n")
    return written


def _slide(row: Row) -> dict[str, Any]:
    facts = "".join(f"<br>{as_html(name)}: {as_html(value)}" for name, value in provenance(row).items())
    return {
        **_dates(row["first"], row["last"]),
        "display_date": date_words(row),
        "text": {"headline": as_html(heading(row)), "text": f"<blockquote>{as_html(row['quote'])}</blockquote><p>{facts[4:]}</p>"},
        "group": row["event_type"],
        "unique_id": row["event_id"],
        "autolink": False,
    }


def _dates(first: date | None, last: date | None) -> dict[str, Any]:
    """Start and end as exact as they are: a whole month or year is given as such."""
    start, end = first or last, last or first
    assert start is not None and end is not None
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    parts = 3 if not whole_months else 1 if (start.month, end.month) == (1, 12) else 2
    dates = {"start_date": _date(start, parts)}
    return dates if dates["start_date"] == _date(end, parts) else dates | {"end_date": _date(end, parts)}


def _date(day: date, parts: int) -> dict[str, int]:
    return dict(list({"year": day.year, "month": day.month, "day": day.day}.items())[:parts])
