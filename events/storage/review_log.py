"""The log of corrections in its table: lines in, lines out, and whether somebody else was quicker."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from events.errors import ReviewError
from events.model import Span
from events.review import Correction, Verb
from events.storage.tables import corrections


def append(connection: Connection, correction: Correction, time: datetime) -> Correction:
    """The correction as it is kept, with its number in the log and its time (UTC, naive)."""
    result = connection.execute(insert(corrections).values(_values(correction, time)))
    key = result.inserted_primary_key
    assert key is not None
    return replace(correction, number=key[0], time=time.replace(tzinfo=UTC))


def log_of(connection: Connection, document_id: str | None = None) -> list[Correction]:
    """The corrections of a document, or all, oldest first."""
    query = select(corrections).order_by(corrections.c.number)
    if document_id is not None:
        query = query.where(corrections.c.document_id == document_id)
    return [_correction(row) for row in connection.execute(query).mappings()]


def logs_of(connection: Connection, document_ids: Collection[str]) -> dict[str, list[Correction]]:
    """The corrections of some documents, oldest first; only of those that have any."""
    query = select(corrections).where(corrections.c.document_id.in_(document_ids)).order_by(corrections.c.number)
    logs: dict[str, list[Correction]] = {}
    for row in connection.execute(query).mappings():
        logs.setdefault(row["document_id"], []).append(_correction(row))
    return logs


def changed_since(connection: Connection, correction: Correction, seen: int | None) -> None:
    """ReviewError when someone corrected what this correction speaks of after line `seen` of the log."""
    if seen is None:
        return
    newer = [one for one in log_of(connection, correction.document_id) if one.number > seen and _touches(one, correction)]
    if newer:
        last = newer[-1]
        when = f"{last.time:%Y-%m-%d %H:%M} UTC" if last.time else "meanwhile"
        raise ReviewError(f"{last.author} corrected this event ({last.verb}, {when}) after you opened it; look at it and try again")


def _touches(one: Correction, other: Correction) -> bool:
    return bool(_events_of(one) & _events_of(other)) or bool(set(one.triggers) & set(other.triggers))


def _events_of(correction: Correction) -> set[str]:
    ids = {correction.event_id, *(other["id"] for other in correction.new.get("others", ()))}
    return ids - {""}


def _values(correction: Correction, time: datetime) -> dict[str, Any]:
    return {
        "time": time,
        "author": correction.author,
        "verb": correction.verb.value,
        "document_id": correction.document_id,
        "event_id": correction.event_id,
        "triggers": [[span.start, span.end] for span in correction.triggers],
        "old": dict(correction.old),
        "new": dict(correction.new),
        "undoes": correction.undoes,
    }


def _correction(row: RowMapping) -> Correction:
    values = dict(row)
    values["verb"] = Verb(values["verb"])
    values["triggers"] = tuple(Span(start, end) for start, end in values["triggers"])
    values["time"] = values["time"].replace(tzinfo=UTC)
    return Correction(**values)
