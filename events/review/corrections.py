"""One line of the log of corrections, and the values that an edit may set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from events.errors import ReviewError
from events.model import Event, Place, Span, Status


class Verb(StrEnum):
    """What a correction does."""

    ACCEPT = "accept"
    REJECT = "reject"
    REOPEN = "reopen"  # neither accepted nor rejected any more
    EDIT = "edit"
    MERGE = "merge"
    SPLIT = "split"
    ADD = "add"
    RENAME_PLACE = "place name"  # every event of the document that was placed by this name
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person said of one event at one time. The log only grows: an undo is a line of its own.

    `event_id` and `triggers` (of the event's mentions) find the event again after its document was extracted anew. `old` and `new` are
    JSON values: for an edit the fields that it sets. `number` is its place in the log, `time` is UTC; the store gives both.
    """

    verb: Verb
    document_id: str
    event_id: str
    author: str
    triggers: tuple[Span, ...] = ()
    old: Mapping[str, Any] = field(default_factory=dict)
    new: Mapping[str, Any] = field(default_factory=dict)
    undoes: int | None = None
    number: int = 0
    time: datetime | None = None


_FIELDS: dict[str, Any] = {
    "event_type": str,
    "mode": str,
    "acled": str | None,
    "status": Status,
    "title": str,
    "first": date | None,
    "last": date | None,
    "place": Place | None,
    "actors": tuple[str, ...],
    "recipients": tuple[str, ...],
}
_ADAPTERS: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(kind) for name, kind in _FIELDS.items()}
EDITABLE = tuple(_FIELDS)


def plain_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of event fields as JSON. ReviewError for a field that cannot be edited or a value that does not fit it."""
    checked = {name: _checked(name, value) for name, value in values.items()}
    return {name: _ADAPTERS[name].dump_python(value, mode="json") for name, value in checked.items()}


def typed_fields(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The values that `plain_fields` wrote."""
    return {name: _checked(name, value) for name, value in plain.items()}


def _checked(name: str, value: Any) -> Any:
    if name not in _ADAPTERS:
        raise ReviewError(f"{name!r} of an event cannot be corrected; what can: {', '.join(EDITABLE)}")
    try:
        return _ADAPTERS[name].validate_python(value)
    except ValidationError as error:
        raise ReviewError(f"{value!r} is no {name}: {error.errors()[0]['msg']}") from error


def fields_of(event: Event, names: Mapping[str, Any]) -> dict[str, Any]:
    """The values that an event has now of the fields named, as `plain_fields` takes them."""
    special = {"actors": event.actor_names, "recipients": event.recipient_names}
    return {name: special[name] if name in special else getattr(event, name) for name in names}


def triggers_of(event: Event) -> tuple[Span, ...]:
    """Where the mentions of an event stand."""
    return tuple(mention.trigger for mention in event.mentions)
