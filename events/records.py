"""The model's dataclasses as plain dicts or JSON, and back: what storage keeps and JSON exports write.

Dates become "2015-05-17", enums their value, tuples lists, spans {"start", "end"}. Reading checks every field and the model's own
invariants, so that nothing half-valid comes out of a database or a file; what fails is a ValueError that names the field.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from events.model import Analysis, Document, Place

T = TypeVar("T")

_ADAPTERS: dict[type, TypeAdapter[Any]] = {}  # building one costs milliseconds


def _adapter(kind: type) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_plain(thing: object) -> Any:
    """Dict of the fields of a model dataclass, ready for `json.dumps`."""
    return _adapter(type(thing)).dump_python(thing, mode="json")


def from_plain(kind: type[T], plain: object) -> T:
    """The dataclass that `to_plain` took apart."""
    instance: T = _adapter(kind).validate_python(plain)
    return instance


def plain_json(thing: object) -> bytes:
    """UTF-8 JSON of anything made of model dataclasses, dicts, lists and plain values; infinity is the text "Infinity"."""
    return to_json(thing, inf_nan_mode="strings")


def findings_to_json(analysis: Analysis) -> bytes:
    """UTF-8 JSON of everything in an analysis but its document, which storage keeps apart."""
    return to_json(analysis, exclude={"document"}, inf_nan_mode="constants")


def findings_from_json(raw: bytes, document: Document) -> Analysis:
    """The analysis of `document` that `findings_to_json` wrote."""
    return from_plain(Analysis, {**from_json(raw), "document": document})


def places_to_json(places: Sequence[Place]) -> bytes:
    """UTF-8 JSON of a list of places."""
    return to_json(places)


def places_from_json(raw: bytes) -> list[Place]:
    """The places that `places_to_json` wrote."""
    return [from_plain(Place, plain) for plain in from_json(raw)]
