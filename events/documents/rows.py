"""A row of a table, or an object of JSON, as a Document."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dateutil.parser import ParserError, parse

from events.documents.base import Hints, checked, one_line
from events.documents.dates import day_in_address
from events.documents.languages import language_of
from events.errors import DocumentError
from events.model import DateOrigin, Document

_PLACEHOLDER = (datetime(1, 1, 1), datetime(2, 2, 2))  # what is missing from a date is filled from these; a full one does not care


def row_document(row: Mapping[str, Any], source: str, hints: Hints) -> Document:
    """The document in a row of text, date, title, url, publisher, language; DocumentError where it has no text or a date that is none."""
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise DocumentError("there is no text in it", path=source)
    url = one_line(row.get("url"))
    url = url if url and url.lower().startswith(("http://", "https://")) else hints.url
    day, origin = _dated(row.get("date"), url, source, hints)
    language = one_line(row.get("language"))
    return checked(
        Document(
            text=text,
            title=one_line(row.get("title")) or hints.title,
            publisher=one_line(row.get("publisher")) or hints.publisher,
            url=url,
            language=language if language and 2 <= len(language) <= 8 else hints.language or language_of(text),
            dct=day,
            source=source,
            dct_origin=origin,
        )
    )


def _dated(value: Any, url: str | None, source: str, hints: Hints) -> tuple[date | None, DateOrigin | None]:
    day = day_in_cell(value, source)
    if day is not None:
        return day, DateOrigin.COLUMN
    in_address = day_in_address(url)
    if in_address is not None:
        return in_address, DateOrigin.ADDRESS
    return hints.published, hints.origin if hints.published else None


def day_in_cell(value: Any, source: str) -> date | None:
    """The day in a cell; None for an empty one. DocumentError for one that is no full date, or that can be read as two."""
    if isinstance(value, datetime):
        missing = value != value  # as pandas' NaT is
        return None if missing else date(value.year, value.month, value.day)
    if isinstance(value, date):
        return value
    words = "" if value is None or value != value else str(value).strip()
    if not words:
        return None
    if words.isdigit() and len(words) == 8:
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    try:
        found = {parse(words, default=default, dayfirst=first).date() for default in _PLACEHOLDER for first in (False, True)}
        by_default = {parse(words, default=default).date() for default in _PLACEHOLDER}
    except (ParserError, OverflowError, ValueError, TypeError):
        raise DocumentError(f"{words[:40]!r} is no date; write it like 2015-05-21", path=source) from None
    iso = words[:4].isdigit()
    if len(by_default) > 1 or (len(found) > 1 and not iso):
        raise DocumentError(f"{words[:40]!r} can be more than one day; write it like 2015-05-21", path=source)
    day: date = by_default.pop()
    return day
