"""The JSON Lines filter: one document a line in, its annotations a line out, in the same order.

In: {"doc_id", "text", "dct": "YYYY-MM-DD" or null, "title"?, "publisher"?, "url"?, "language"?}. Out: {"doc_id", "error",
"timexes", "toponyms", "mentions", "events"}; offsets are half-open and into `text`, dates ISO 8601, coordinates WGS 84.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from events.documents import MAX_CHARACTERS
from events.errors import DocumentError, EventsError
from events.model import Analysis, Argument, Document, Event, Link, Mention, Place, Quantity, Span, Timex, Toponym, Where
from events.pipeline import DEFAULT, Options, analyse_each

_TEXTS = ("title", "publisher", "url", "language")


def request(line: str, number: int, source: str = "stdin") -> tuple[Any, Document]:
    """(doc_id, Document) of an input line. DocumentError with the line's number when it is none."""
    try:
        fields = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise DocumentError(f"not a JSON line ({error}); write one object per line", path=source, line=number) from error
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise DocumentError('a line must be an object with a string "text"', path=source, line=number)
    if len(fields["text"]) > MAX_CHARACTERS:
        message = f"{len(fields['text']):,} characters are over the limit of {MAX_CHARACTERS:,}; split the text"
        raise DocumentError(message, path=source, line=number)
    extra = {k: fields[k] for k in _TEXTS if isinstance(fields.get(k), str)}
    document = Document(text=fields["text"], dct=_day(fields.get("dct"), source, number), source=source, **extra)
    return fields.get("doc_id"), document


def _day(value: object, source: str, number: int) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise DocumentError(f'"dct" is {value!r}, not a date; write YYYY-MM-DD or null', path=source, line=number) from error


def annotate(
    lines: Iterable[str], options: Options = DEFAULT, *, workers: int | None = 1, source: str = "stdin"
) -> Iterator[tuple[dict[str, Any], EventsError | None]]:
    """(output object, error or None) for each non-empty line; a bad line yields empty annotations with its error."""
    identities: list[Any] = []
    failures: dict[int, EventsError] = {}

    def documents() -> Iterator[Document]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                identity, document = request(line, number, source)
            except DocumentError as error:
                identity, document = _identity(line), Document("")
                failures[len(identities)] = error
            identities.append(identity)
            yield document

    for index, result in enumerate(analyse_each(documents(), options, workers=workers)):
        error = failures.pop(index, result if isinstance(result, EventsError) else None)
        yield (response(identities[index], result if isinstance(result, Analysis) else None, error), error)


def _identity(line: str) -> Any:
    """The doc_id of a line that is at least an object."""
    try:
        fields = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None
    return fields.get("doc_id") if isinstance(fields, dict) else None


def response(identity: Any, analysis: Analysis | None, error: EventsError | None) -> dict[str, Any]:
    """The output object of a document."""
    empty: dict[str, Any] = {"timexes": [], "toponyms": [], "mentions": [], "events": []}
    found = empty if analysis is None or error is not None else _found(analysis)
    return {"doc_id": identity, "error": None if error is None else str(error), **found}


def _found(analysis: Analysis) -> dict[str, Any]:
    owner = {id(m): e.id for e in analysis.events for m in e.mentions}
    return {
        "timexes": [_timex(t) for t in analysis.timexes],
        "toponyms": [_toponym(t) for t in analysis.toponyms],
        "mentions": [_mention(m, owner[id(m)], where) for m in analysis.mentions for where in _wheres(m)],
        "events": [_event(e) for e in sorted(analysis.events, key=lambda e: e.rank)],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _timex(t: Timex) -> dict[str, Any]:
    return {
        "start": t.span.start, "end": t.span.end, "text": t.text, "type": t.type, "value": t.value, "mod": t.mod,
        "first": _iso(t.first), "last": _iso(t.last), "anchor": t.anchor,
    }  # fmt: skip


def _toponym(t: Toponym) -> dict[str, Any]:
    place = t.place
    return {
        "start": t.span.start, "end": t.span.end, "text": t.text, "role": t.role,
        "name": place.name if place else None, "lat": place.latitude if place else None, "lon": place.longitude if place else None,
        "geonameid": place.geonameid if place else None, "country_code": place.country_code if place else None,
        "feature_code": place.feature_code if place else None, "radius_km": place.radius_km if place else None,
    }  # fmt: skip


def _wheres(m: Mention) -> list[dict[str, Any] | None]:
    """Each place that the text names for a mention, one line of output each: that of a name in no gazetteer has no coordinates."""
    if m.scene:
        return [_named(t, m.where) for t in m.scene]
    where = m.where
    if where is None:
        return [None]
    spot = where.toponym.span if where.toponym else None
    return [_where(spot, where.place.name, where.place, where)]


def _named(toponym: Toponym, where: Where | None) -> dict[str, Any]:
    place = toponym.place
    return _where(toponym.span, place.name if place else toponym.text, place, where)


def _where(spot: Span | None, name: str, place: Place | None, where: Where | None) -> dict[str, Any]:
    return {
        "start": spot and spot.start, "end": spot and spot.end, "name": name,
        "lat": place and place.latitude, "lon": place and place.longitude,
        "link": where.link.value if where else Link.CLAUSE.value, "role": where.role if where else "scene",
    }  # fmt: skip


def _mention(m: Mention, event: str, where: dict[str, Any] | None) -> dict[str, Any]:
    when = m.when
    time = when.timex.span if when and when.timex else None
    return {
        "start": m.trigger.start, "end": m.trigger.end, "text": m.text, "event_type": m.event_type, "mode": m.mode or None,
        "acled": m.acled, "status": m.status.value, "event": event,
        "when": when and {"start": time and time.start, "end": time and time.end, "value": when.value, "first": _iso(when.first),
                          "last": _iso(when.last), "link": when.link.value},
        "where": where,
        "actors": [_argument(a) for a in m.actors], "recipients": [_argument(a) for a in m.recipients],
        "quantities": [_quantity(q) for q in m.quantities], "reported_by": m.reported_by,
    }  # fmt: skip


def _argument(a: Argument) -> dict[str, Any]:
    """An actor or recipient: where it stands, as written; name and code where the actor dictionary knows who it is."""
    span = a.span
    return {"start": span and span.start, "end": span and span.end, "text": a.text, "name": a.name or None, "code": a.code or None}


def _quantity(q: Quantity) -> dict[str, Any]:
    return {"start": q.span.start, "end": q.span.end, "value": q.value, "mod": q.mod, "unit": q.unit, "kind": q.kind}


def _event(e: Event) -> dict[str, Any]:
    place: Place | None = e.place
    return {
        "id": e.id, "title": e.title, "event_type": e.event_type, "status": e.status.value, "first": _iso(e.first), "last": _iso(e.last),
        "name": place.name if place else None, "lat": place.latitude if place else None, "lon": place.longitude if place else None,
        "country_code": place.country_code if place else None, "radius_km": place.radius_km if place else None,
        "confidence": e.confidence, "rank": e.rank,
    }  # fmt: skip
