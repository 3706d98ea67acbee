"""The verbs that speak of how documents came: their sources and near-copies, what was seen, what failed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import delete, func, insert, literal, or_, select, update

from events.copies import Copy
from events.model import Document
from events.storage.connected import Connected, now
from events.storage.rows import add_source, copied_by, count_change, has_source
from events.storage.tables import failures, seen, sources


@dataclass(frozen=True, slots=True)
class Source:
    """A place where a document or a near-copy of it was read, in that place's words. `added` is in UTC."""

    source: str
    url: str | None
    publisher: str | None
    title: str | None
    dct: date | None
    added: datetime
    exact: bool  # the very text of the document, not a near-copy


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or address that could not be read: why, when first and last (UTC), how often it was tried."""

    source: str
    message: str
    first: datetime
    last: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Seen:
    """How a file or address was when it was read. None where the server says nothing, or where it is to be read again."""

    etag: str | None = None
    last_modified: str | None = None


class Arrivals(Connected):
    """What the store knows of where documents come from."""

    def copy_of(self, document: Document) -> tuple[str, Copy] | None:
        """Id of the stored document of which this one is a near-copy, and whether it is a fuller one; None where it is none."""
        with self._reading() as connection:
            return copied_by(connection, document)

    def add_source(self, document_id: str, read: Document) -> bool:
        """Keeps that the document, or the near-copy `read` of it, was read there too. False, and no change, where that is known."""
        with self._reading() as connection:
            if has_source(connection, read):
                return False
        with self._writing() as connection:
            added = add_source(connection, document_id, read)
            if added:
                count_change(connection)
        return added

    def sources(self, document_id: str) -> list[Source]:
        """Where a document was read, in order of arrival."""
        query = select(sources).where(sources.c.document_id == document_id).order_by(sources.c.number)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [
            Source(row.source, row.url, row.publisher, row.title, row.dct, row.added.replace(tzinfo=UTC), row.text_id == document_id)
            for row in rows
        ]

    def put_failure(self, source: str, message: str) -> None:
        """Keeps that a source could not be read, in place of what was said of it before."""
        with self._writing() as connection:
            again = {"message": message, "last": now(), "attempts": failures.c.attempts + 1}
            if not connection.execute(update(failures).where(failures.c.source == source).values(**again)).rowcount:
                connection.execute(insert(failures).values(source=source, message=message, first=now(), last=now(), attempts=1))

    def failures(self) -> list[Failure]:
        """What could not be read and was not read since, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(select(failures).order_by(failures.c.first, failures.c.source)).all()
        return [Failure(r.source, r.message, r.first.replace(tzinfo=UTC), r.last.replace(tzinfo=UTC), r.attempts) for r in rows]

    def attempts(self, source: str) -> int:
        """How often a source was tried in vain since it was last read."""
        with self._reading() as connection:
            return connection.execute(select(failures.c.attempts).where(failures.c.source == source)).scalar() or 0

    def forget_failures(self, sources: Iterable[str]) -> int:
        """Strikes sources off the list of failures; how many were on it."""
        with self._writing() as connection:
            return connection.execute(delete(failures).where(failures.c.source.in_(list(sources)))).rowcount

    def read_well(self, source: str) -> None:
        """Strikes off the failures of a source that was read, and of the archive, table or folder that it is in."""
        name = literal(source)
        begins = func.substr(name, 1, func.length(failures.c.source) + 1)
        inside = or_(*(begins == failures.c.source + mark for mark in "/:#"))
        struck = or_(failures.c.source == name, inside)
        with self._reading() as connection:
            if connection.execute(select(failures.c.source).where(struck)).first() is None:
                return
        with self._writing() as connection:
            connection.execute(delete(failures).where(struck))

    def seen(self, source: str) -> Seen | None:
        """How a file or address was when it was last read to the end; None where it never was."""
        with self._reading() as connection:
            row = connection.execute(select(seen.c.etag, seen.c.last_modified).where(seen.c.source == source)).one_or_none()
        return None if row is None else Seen(*row)

    def put_seen(self, source: str, how: Seen) -> None:
        """Keeps that a file or address was read to the end, and all that came of it is stored."""
        with self._writing() as connection:
            connection.execute(delete(seen).where(seen.c.source == source))
            connection.execute(insert(seen).values(source=source, etag=how.etag, last_modified=how.last_modified, time=now()))
