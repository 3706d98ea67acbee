"""The model's dataclasses as plain dicts and lists, and back: what storage keeps and JSON exports write.

Dates become "2015-05-17", enums their value, tuples lists, spans {"start", "end"}. Reading checks every field and the model's own
invariants, so that nothing half-valid comes out of a database or a file.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import TypeAdapter

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
    """The dataclass that `to_plain` took apart. ValueError, with the field named, for anything else."""
    instance: T = _adapter(kind).validate_python(plain)
    return instance


def findings_to_plain(analysis: Analysis) -> dict[str, Any]:
    """`to_plain` of everything in an analysis but its document, which storage keeps apart."""
    plain: dict[str, Any] = _adapter(Analysis).dump_python(analysis, mode="json", exclude={"document"})
    return plain


def findings_from_plain(plain: dict[str, Any], document: Document) -> Analysis:
    """The analysis of `document` that `findings_to_plain` took apart."""
    return from_plain(Analysis, {**plain, "document": document})


def places_to_plain(places: Iterable[Place]) -> list[dict[str, Any]]:
    """A list of dicts, one per place."""
    return [to_plain(place) for place in places]


def places_from_plain(plain: Iterable[object]) -> list[Place]:
    """The places that `places_to_plain` took apart."""
    return [from_plain(Place, item) for item in plain]
