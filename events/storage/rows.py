"""Rows of `documents`, with what belongs to them in other tables: Documents in and out."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from events.copies import Copy, bands, compare
from events.model import DateOrigin, Document
from events.storage.connected import now
from events.storage.tables import copy_bands, corrections, datings, documents, seen, sources, state, touched

_COLUMNS = tuple(documents.c[name] for name in ("text", "title", "publisher", "url", "language", "dct", "source"))


def document_of(connection: Connection, document_id: str) -> Document | None:
    """The stored document."""
    return documents_of(connection, [document_id]).get(document_id)


def documents_of(connection: Connection, document_ids: Collection[str]) -> dict[str, Document]:
    """The stored ones of these documents, by id."""
    query = select(documents.c.id, *_COLUMNS, datings.c.origin.label("dct_origin")).outerjoin(datings)
    rows = (dict(row) for row in connection.execute(query.where(documents.c.id.in_(document_ids))).mappings())
    return {row.pop("id"): Document(**{**row, "dct_origin": origin_of(row["dct_origin"])}) for row in rows}


def origin_of(stored: str | None) -> DateOrigin | None:
    return None if stored is None else DateOrigin(stored)


def merged(new: Document, stored: Document) -> Document:
    """The new document with what only the stored one knows. A date that was corrected by hand gives way to another correction only."""
    corrected = stored.dct_origin is DateOrigin.CORRECTED and new.dct_origin is not DateOrigin.CORRECTED
    dated = stored if corrected or new.dct is None else new
    return replace(
        new,
        title=new.title or stored.title,
        publisher=new.publisher or stored.publisher,
        url=new.url or stored.url,
        dct=dated.dct,
        dct_origin=dated.dct_origin or (stored.dct_origin if dated.dct == stored.dct else None),
        source=stored.source or new.source,
    )


def add_document(connection: Connection, document: Document, *, comparable: bool = True) -> None:
    """A new document, with its source and, where it is `comparable`, the keys to find its near-copies by."""
    connection.execute(insert(documents).values(id=document.id, added=now(), text=document.text, **_metadata(document)))
    _put_origin(connection, document)
    add_source(connection, document.id, document)
    if comparable and (keys := bands(document.text)):
        connection.execute(insert(copy_bands), [{"band": key, "document_id": document.id} for key in keys])


def update_document(connection: Connection, document: Document) -> None:
    """Other metadata of a document that is there."""
    connection.execute(update(documents).where(documents.c.id == document.id).values(**_metadata(document)))
    connection.execute(delete(datings).where(datings.c.document_id == document.id))
    _put_origin(connection, document)


def _metadata(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "language": document.language,
        "dct": document.dct,
        "source": document.source,
        "characters": len(document.text),
    }


def _put_origin(connection: Connection, document: Document) -> None:
    if document.dct_origin is not None:
        connection.execute(insert(datings).values(document_id=document.id, origin=document.dct_origin.value))


def add_source(connection: Connection, document_id: str, read: Document) -> bool:
    """Keeps where a document, or a near-copy of it, was read. False where that is known."""
    if has_source(connection, read):
        return False
    described = {"url": read.url, "publisher": read.publisher, "title": read.title, "dct": read.dct}
    connection.execute(insert(sources).values(document_id=document_id, added=now(), **_source_key(read), **described))
    return True


def has_source(connection: Connection, read: Document) -> bool:
    """Whether this very text was read from there before."""
    return connection.execute(select(sources.c.number).filter_by(**_source_key(read))).first() is not None


def _source_key(read: Document) -> dict[str, str]:
    return {"text_id": read.id, "source": read.source or read.url or ""}


def copied_by(connection: Connection, new: Document) -> tuple[str, Copy] | None:
    """The stored document of which `new` is a near-copy, and what kind of one; by the oldest."""
    known = connection.execute(select(sources.c.document_id).where(sources.c.text_id == new.id)).scalar()
    if known is not None:
        return None if known == new.id else (known, Copy.OF_IT)
    query = select(copy_bands.c.document_id).where(copy_bands.c.band.in_(bands(new.text))).distinct()
    fuller: tuple[str, Copy] | None = None
    for candidate in connection.execute(query.order_by(copy_bands.c.document_id)).scalars().all():
        stored = document_of(connection, candidate)
        found = compare(new, stored) if stored else None
        if found is Copy.OF_IT:
            return candidate, found
        if found is Copy.FULLER and not _corrected(connection, candidate):
            fuller = fuller or (candidate, found)
    return fuller


def _corrected(connection: Connection, document_id: str) -> bool:
    """Whether reviewers worked on it: their document is not put in another's place."""
    return connection.execute(select(corrections.c.number).where(corrections.c.document_id == document_id)).first() is not None


def count_change(connection: Connection) -> None:
    """The change that is being made becomes one more of the store's; `touch` what it is of before."""
    connection.execute(update(state).values(changes=state.c.changes + 1))


def touch(connection: Connection, document_id: str) -> None:
    """Keeps that the document is part of the change that is being made."""
    number = connection.execute(select(documents.c.number).where(documents.c.id == document_id)).scalar()
    if number is not None:
        connection.execute(delete(touched).where(touched.c.document == number))
        connection.execute(insert(touched).values(document=number, change=select(state.c.changes + 1).scalar_subquery()))


def supersede(connection: Connection, old_id: str, new_id: str) -> None:
    """Hands the sources of a document to a fuller copy, and forgets it."""
    touch(connection, old_id)
    connection.execute(update(sources).where(sources.c.document_id == old_id).values(document_id=new_id))
    connection.execute(delete(documents).where(documents.c.id == old_id))


def forget(connection: Connection, document_id: str) -> bool:
    """Deletes a document with all that hangs on it; its addresses may be read anew. False where it is not there."""
    touch(connection, document_id)
    places = select(sources.c.source).where(sources.c.document_id == document_id)
    addresses = select(sources.c.url).where(sources.c.document_id == document_id, sources.c.url.is_not(None))
    changed = seen.c.source.in_(places) | seen.c.source.in_(addresses)
    connection.execute(update(seen).where(changed).values(etag=None, last_modified=None))
    return connection.execute(delete(documents).where(documents.c.id == document_id)).rowcount > 0
