"""Whole path from text to events for the tests of the extractor, with its findings as short tuples."""

from datetime import date

from events.extractor import get_extractor, mended
from events.gazetteer import open_gazetteer
from events.language import parse
from events.model import Document, Event
from events.ontology import OTHER
from events.timex import tag
from events.toponyms import find_toponyms

DCT = date(2015, 5, 21)  # a Thursday


def extract(text: str, dct: date | None = DCT, *, other: bool = False) -> tuple[Event, ...]:
    """The events of a text in the order in which it tells them; `other`: those without a type, and only those."""
    document = Document(text, dct=dct)
    tree = mended(parse(text))
    events = get_extractor().extract(document, tree, tag(text, dct, tree=tree), find_toponyms(document, tree, open_gazetteer()))
    return tuple(event for event in events if (event.event_type == OTHER) is other)


def days(event: Event) -> str:
    """ "2015-05-18", "2015-05-25..2015-05-31", "..2015-05-21", "" """
    first, last = (day.isoformat() if day else "" for day in (event.first, event.last))
    return first if first == last else f"{first}..{last}"


def place(event: Event) -> str:
    return event.place.name if event.place else ""
