"""Corrections as a reviewer makes them, each checked before it goes into the log."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from events.errors import ReviewError
from events.model import Analysis, Event, Place, Span, Status
from events.ontology import event_type as known_type
from events.records import to_plain
from events.review.corrections import Correction, Verb, fields_of, plain_fields, triggers_of

MAX_AUTHOR = 80  # characters


def author_name(name: str) -> str:
    """The reviewer's name in one line. ReviewError where there is none: a log that does not say who is no log."""
    line = " ".join(name.split())[:MAX_AUTHOR]
    if not line:
        raise ReviewError("who are you? Corrections are kept with their author's name; give yours")
    return line


def judge(event: Event, verb: Verb, author: str) -> Correction:
    """Accepts, rejects or reopens an event."""
    if verb not in (Verb.ACCEPT, Verb.REJECT, Verb.REOPEN):
        raise ReviewError(f"an event can be judged by accept, reject or reopen, not by {verb}")
    return _of(event, verb, author, {"review": event.review.value}, {})


def edit(event: Event, author: str, **values: Any) -> Correction:
    """Sets fields of an event, of those in EDITABLE; what is so already is left out. ReviewError where nothing would change."""
    new = plain_fields(values)
    old = plain_fields(fields_of(event, values))
    changed = [name for name in new if new[name] != old[name]]
    if not changed:
        raise ReviewError("nothing was changed: the event has these values already")
    _check(event, {name: values[name] for name in changed})
    return _of(event, Verb.EDIT, author, {name: old[name] for name in changed}, {name: new[name] for name in changed})


def merge(event: Event, others: Iterable[Event], author: str) -> Correction:
    """Makes one event of several that tell of the same happening; what `event` says of itself stays."""
    joined = [other for other in others if other.id != event.id]
    if not joined:
        raise ReviewError("choose two events or more to merge them")
    if any(other.document_id != event.document_id for other in joined):
        raise ReviewError("events of different documents cannot be merged: each keeps the sentence of its own source")
    return _of(event, Verb.MERGE, author, {}, {"others": [{"id": other.id, "triggers": _plain(triggers_of(other))} for other in joined]})


def split(event: Event, triggers: Iterable[Span], author: str) -> Correction:
    """Takes the mentions with these triggers out of an event and makes an event of their own of them."""
    leaving = set(triggers) & set(triggers_of(event))
    if not leaving or len(leaving) == len(event.mentions):
        raise ReviewError("to split an event, choose some of its mentions, and not all")
    return _of(event, Verb.SPLIT, author, {}, {"triggers": _plain(sorted(leaving))})


def add(
    analysis: Analysis,
    span: Span,
    author: str,
    *,
    event_type: str,
    title: str = "",
    status: Status = Status.ACTUAL,
    first: date | None = None,
    last: date | None = None,
    place: Place | None = None,
    actors: tuple[str, ...] = (),
) -> Correction:
    """A new event, told by the words at `span`, which become its trigger."""
    document = analysis.document
    words = span.of(document.text).strip()
    if not words or span.end > len(document.text):
        raise ReviewError("mark the words that tell of the event")
    new = plain_fields({"event_type": _type(event_type), "status": status, "first": first, "last": last, "place": place, "actors": actors})
    _ordered(first, last)
    title = " ".join((title.strip() or words).split())
    return Correction(Verb.ADD, document.id, "", author_name(author), (span,), {}, {**new, "title": title})


def rename_place(event: Event, name: str, place: Place | None, author: str) -> Correction:
    """Gives every event of the document that was placed by this name another place, or none."""
    if not name.strip():
        raise ReviewError("this event was not placed by a name in its text; edit its place alone")
    old = to_plain(event.place) if event.place else None
    return _of(event, Verb.RENAME_PLACE, author, {"place": old}, {"name": name, "place": to_plain(place) if place else None})


def undo(correction: Correction, author: str) -> Correction:
    """Takes back a correction. An undo can be undone as well."""
    event, triggers = correction.event_id, correction.triggers
    return Correction(Verb.UNDO, correction.document_id, event, author_name(author), triggers, undoes=correction.number)


def find_in_text(text: str, words: str, near: int = 0) -> Span:
    """Where the marked words stand, of several places the one that begins nearest to `near`; blanks and line ends are taken as alike.

    ReviewError where they do not stand in the text.
    """
    parts = words.split()
    places = list(re.finditer(r"\s+".join(map(re.escape, parts)), text)) if parts else []
    found = min(places, key=lambda place: abs(place.start() - near), default=None)
    if found is None:
        raise ReviewError("these words do not stand in the text; copy them as they are there")
    return Span(*found.span())


def _of(event: Event, verb: Verb, author: str, old: dict[str, Any], new: dict[str, Any]) -> Correction:
    return Correction(verb, event.document_id, event.id, author_name(author), triggers_of(event), old, new)


def _plain(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _type(name: str) -> str:
    known_type(name)
    return name


def _check(event: Event, values: dict[str, Any]) -> None:
    if "event_type" in values:
        _type(values["event_type"])
    if not str(values.get("title", event.title)).strip():
        raise ReviewError("an event needs a title")
    _ordered(values.get("first", event.first), values.get("last", event.last))


def _ordered(first: date | None, last: date | None) -> None:
    if first and last and first > last:
        raise ReviewError(f"an event cannot end ({last}) before it begins ({first})")
