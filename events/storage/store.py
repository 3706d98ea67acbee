"""The store's verbs. Each is one transaction on a connection of its own, so a Store may be used from any thread."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select

from events.copies import Copy
from events.errors import ReviewError, StoreError
from events.model import Analysis, DateOrigin, Document, Event, Place
from events.paths import database_url
from events.records import findings_from_json, findings_to_json, places_from_json, places_to_json
from events.review import Correction, corrected
from events.storage.arrivals import Arrivals
from events.storage.columns import Columns
from events.storage.connected import now
from events.storage.databases import database_of
from events.storage.review_log import append, changed_since, log_of, logs_of
from events.storage.rows import (
    add_document,
    add_source,
    copied_by,
    count_change,
    document_of,
    documents_of,
    forget,
    merged,
    origin_of,
    supersede,
    touch,
    update_document,
)
from events.storage.schema import bring_up_to_date
from events.storage.tables import analyses, datings, documents, events, geocodes, sources

READ_AT_ONCE = 20  # documents on one connection; each may hold megabytes
BUSY_TIMEOUT = 5.0  # seconds to wait for another program that is writing


class SaveResult(StrEnum):
    """What saving did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    COPY = "copy"  # the document is a near-copy of a stored one, which got one more source


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What is known of a stored document, without its text. `added` is in UTC; `events` counts those found in it."""

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    language: str
    dct: date | None
    source: str | None
    added: datetime
    characters: int
    events: int
    extractor: str
    config_hash: str
    dct_origin: DateOrigin | None
    sources: int  # places where it or a near-copy of it was read


def open_store(url: str | None = None, *, busy_timeout: float = BUSY_TIMEOUT) -> "Store":
    """The store at a SQLAlchemy URL (default: `paths.database_url()`), created or migrated if need be.

    ConfigurationError for a URL of no known database; StoreError for one that cannot be opened, with the reason.
    """
    database, parsed = database_of(url or database_url())
    location = database.location(parsed)
    database.create(parsed, busy_timeout)
    engine = database.engine(parsed, busy_timeout)
    bring_up_to_date(engine, database, location)
    return Store(engine, database, location)


def is_there(url: str | None = None) -> bool:
    """Whether there is a database at a URL (default: as `open_store`); none is created. ConfigurationError for a URL of no known one."""
    database, parsed = database_of(url or database_url())
    return database.is_there(parsed)


class Store(Arrivals, Columns):
    """Documents, their analyses and geocoders' answers in one database. Every failure is a StoreError that names it."""

    # What changes it

    def save(self, analysis: Analysis) -> SaveResult:
        """Keeps a document and what was found in it, in place of what was found before.

        A document that is there keeps its metadata where the new one has None, and always its first `source`; so extract from
        `known(document)`. The same document, extractor and config_hash with nothing new in the metadata changes nothing.
        A near-copy of a stored document becomes one more source of it; one that holds more of the story takes its place.
        """
        document = analysis.document
        _check_ownership(analysis, self.location)
        if self.is_current(document, analysis.extractor, analysis.config_hash):
            self.add_source(document.id, document)
            return SaveResult.UNCHANGED
        with self._writing() as connection:
            result = _keep(connection, analysis)
            if result is not SaveResult.UNCHANGED:  # else another process was quicker
                count_change(connection)
        return result

    def save_all(self, analyses: Sequence[Analysis], *, instead_of: Collection[str] = (), comparable: bool = False) -> list[SaveResult]:
        """Keeps several analyses in one transaction, and forgets the documents `instead_of` which they are.

        None is taken for a copy of another: rows of tables are alike and yet not the same. `comparable`: whether texts that are read
        later may be near-copies of these.
        """
        results: list[SaveResult] = []
        with self._writing() as connection:
            for document_id in instead_of:
                forget(connection, document_id)
            for analysis in analyses:
                _check_ownership(analysis, self.location)
                results.append(_keep(connection, analysis, copies=False, comparable=comparable))
            if instead_of or set(results) - {SaveResult.UNCHANGED}:
                count_change(connection)
        return results

    def delete_document(self, document_id: str) -> bool:
        """Forgets a document and all that was found in it. False when it is not there."""
        with self._writing() as connection:
            found = forget(connection, document_id)
            if found:
                count_change(connection)
        return found

    def record(self, correction: Correction, *, seen: int | None = None) -> Correction:
        """Adds a correction to the log and applies it. What is kept, with its number and time.

        `seen`: the last line of the log that the reviewer's page knew. ReviewError, and nothing is changed, where someone has corrected
        the same event since, or where the event is gone.
        """
        with self._writing() as connection:
            analysis = _findings(connection, correction.document_id)
            if analysis is None:
                raise ReviewError("its document is no longer in the store; nothing was changed")
            changed_since(connection, correction, seen)
            kept = append(connection, correction, now())
            replayed = corrected(analysis, log_of(connection, correction.document_id))
            if kept in replayed.lost:
                raise ReviewError("the event is no longer there; reload the page to see what is; nothing was changed")
            _replace_events(connection, replayed.analysis)
            touch(connection, correction.document_id)
            count_change(connection)
        return kept

    def put_geocode(self, service: str, query: str, places: list[Place]) -> None:
        """Keeps what a geocoding service answered; [] where it answered that there is no such place."""
        key = {"service": service, "query": query}
        with self._writing() as connection:
            connection.execute(delete(geocodes).filter_by(**key))
            connection.execute(insert(geocodes).values(**key, places=places_to_json(places), answered=now()))

    # What is asked of it

    def known(self, document: Document) -> Document:
        """The document with the metadata that the store has and it lacks; itself when it is new."""
        with self._reading() as connection:
            stored = document_of(connection, document.id)
        return document if stored is None else merged(document, stored)

    def is_current(self, document: Document, extractor: str, config_hash: str) -> bool:
        """Whether saving an analysis of this document by this extractor would change nothing."""
        with self._reading() as connection:
            return _is_current(connection, document, extractor, config_hash)

    def has(self, document_id: str, extractor: str, config_hash: str) -> bool:
        """Whether the document was analysed by this extractor with these rules."""
        with self._reading() as connection:
            return _has(connection, document_id, extractor, config_hash)

    def documents(self) -> list[StoredDocument]:
        """All documents in order of arrival, without their texts."""
        with self._reading() as connection:
            return [_stored_document(dict(row)) for row in connection.execute(_summaries()).mappings()]

    def some_sources(self, limit: int) -> list[str | None]:
        """The sources of the first documents, at most so many."""
        with self._reading() as connection:
            return list(connection.execute(select(documents.c.source).order_by(documents.c.number).limit(limit)).scalars())

    def document(self, document_id: str) -> Document | None:
        """The document with its text."""
        with self._reading() as connection:
            return document_of(connection, document_id)

    def analysis(self, document_id: str) -> Analysis | None:
        """Everything that was found in a document, as corrected by reviewers."""
        return next(self.analyses([document_id]), None)

    def findings(self, document_id: str) -> Analysis | None:
        """Everything that was found in a document, equal to what was saved, whatever reviewers say."""
        with self._reading() as connection:
            return _findings(connection, document_id)

    def corrections(self, document_id: str | None = None) -> list[Correction]:
        """The log of corrections, of one document or of all, oldest first; also those of documents that are gone."""
        with self._reading() as connection:
            return log_of(connection, document_id)

    def analyses(self, document_ids: Iterable[str] | None = None) -> Iterator[Analysis]:
        """The analyses of these documents, or of all in order of arrival, one at a time; unknown ids are passed over."""
        if document_ids is None:
            with self._reading() as connection:
                document_ids = list(connection.execute(select(documents.c.id).order_by(documents.c.number)).scalars())
        waiting = iter(document_ids)
        while some := list(islice(waiting, READ_AT_ONCE)):
            with self._reading() as connection:
                found = _analyses(connection, some)
            yield from found

    def event(self, event_id: str) -> Event | None:
        """The event with all its mentions."""
        with self._reading() as connection:
            document_id = connection.execute(select(events.c.document_id).where(events.c.id == event_id)).scalar()
            analysis = None if document_id is None else _analysis(connection, document_id)
        return None if analysis is None else next((event for event in analysis.events if event.id == event_id), None)

    def stored_among(self, document_ids: Collection[str]) -> set[str]:
        """Which of these documents the store has."""
        with self._reading() as connection:
            return set(connection.execute(select(documents.c.id).where(documents.c.id.in_(document_ids))).scalars())

    def homes(self, event_ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Where events are that the store has: id -> its document's id and the extractor that found it."""
        query = select(events.c.id, events.c.document_id, analyses.c.extractor).join(
            analyses, analyses.c.document_id == events.c.document_id
        )
        with self._reading() as connection:
            rows = connection.execute(query.where(events.c.id.in_(event_ids))).all()
        return {event_id: (document_id, extractor) for event_id, document_id, extractor in rows}

    def search(self, query: str) -> list[str]:
        """Ids of the documents whose title or text holds every word and every "quoted phrase" of the query, best first."""
        statement = self._database.full_text(query)
        if statement is None:
            return []
        with self._reading() as connection:
            return list(connection.execute(statement).scalars())

    def get_geocode(self, service: str, query: str) -> list[Place] | None:
        """What the service answered to the query; [] for "no such place", None when it was never asked."""
        with self._reading() as connection:
            answer = connection.execute(select(geocodes.c.places).filter_by(service=service, query=query)).scalar()
            return None if answer is None else places_from_json(answer)


def _check_ownership(analysis: Analysis, location: str) -> None:
    for event in analysis.events:
        if event.document_id != analysis.document.id:
            message = f"event {event.id} belongs to document {event.document_id}, not to {analysis.document.id}; nothing was saved"
            raise StoreError(message, location=location)


def _keep(connection: Connection, analysis: Analysis, *, copies: bool = True, comparable: bool = True) -> SaveResult:
    """Keeps an analysis. `copies`: its document may turn out to be one; `comparable`: later ones may turn out to be copies of it."""
    document = analysis.document
    if _is_current(connection, document, analysis.extractor, analysis.config_hash):
        return SaveResult.UNCHANGED
    result = _put_document(connection, document, copies, comparable)
    if result is not SaveResult.COPY:
        _replace_findings(connection, analysis)
        touch(connection, document.id)
    return result


def _put_document(connection: Connection, document: Document, copies: bool, comparable: bool) -> SaveResult:
    stored = document_of(connection, document.id)
    if stored is not None:
        update_document(connection, merged(document, stored))
        add_source(connection, document.id, document)
        return SaveResult.UPDATED
    copied = copied_by(connection, document) if copies else None
    if copied is not None and copied[1] is Copy.OF_IT:
        add_source(connection, copied[0], document)
        return SaveResult.COPY
    add_document(connection, document, comparable=comparable)
    if copied is not None:
        supersede(connection, copied[0], document.id)
    return SaveResult.ADDED


def _has(connection: Connection, document_id: str, extractor: str, config_hash: str) -> bool:
    key = {"document_id": document_id, "extractor": extractor, "config_hash": config_hash}
    return connection.execute(select(analyses.c.document_id).filter_by(**key)).first() is not None


def _is_current(connection: Connection, document: Document, extractor: str, config_hash: str) -> bool:
    if not _has(connection, document.id, extractor, config_hash):
        return False
    stored = document_of(connection, document.id)
    return stored is not None and merged(document, stored) == stored


def _analysis(connection: Connection, document_id: str) -> Analysis | None:
    found = _findings(connection, document_id)
    return None if found is None else corrected(found, log_of(connection, document_id)).analysis


def _analyses(connection: Connection, document_ids: Sequence[str]) -> list[Analysis]:
    """The corrected analyses of some documents, in their order, by one query each for texts, findings and corrections."""
    texts, logs = documents_of(connection, document_ids), logs_of(connection, document_ids)
    rows = connection.execute(select(analyses.c.document_id, analyses.c.findings).where(analyses.c.document_id.in_(document_ids))).all()
    found = {one: findings_from_json(findings, texts[one]) for one, findings in rows if one in texts}
    return [corrected(found[one], logs.get(one, ())).analysis for one in document_ids if one in found]


def _findings(connection: Connection, document_id: str) -> Analysis | None:
    document = document_of(connection, document_id)
    findings = connection.execute(select(analyses.c.findings).where(analyses.c.document_id == document_id)).scalar()
    return None if document is None or findings is None else findings_from_json(findings, document)


def _stored_document(row: dict[str, Any]) -> StoredDocument:
    return StoredDocument(**{**row, "added": row["added"].replace(tzinfo=UTC), "dct_origin": origin_of(row["dct_origin"])})


def _summaries() -> Select[Any]:
    per_document = select(events.c.document_id, func.count().label("events")).group_by(events.c.document_id).subquery()
    read = select(sources.c.document_id, func.count().label("sources")).group_by(sources.c.document_id).subquery()
    described = [documents.c[name] for name in ("id", "title", "publisher", "url", "language", "dct", "source", "added", "characters")]
    return (
        select(
            *described,
            func.coalesce(per_document.c.events, 0).label("events"),
            analyses.c.extractor,
            analyses.c.config_hash,
            datings.c.origin.label("dct_origin"),
            read.c.sources,
        )
        .join(analyses, analyses.c.document_id == documents.c.id)
        .join(read, read.c.document_id == documents.c.id)
        .outerjoin(datings, datings.c.document_id == documents.c.id)
        .outerjoin(per_document, per_document.c.document_id == documents.c.id)
        .order_by(documents.c.number)
    )


def _replace_findings(connection: Connection, analysis: Analysis) -> None:
    document_id = analysis.document.id
    connection.execute(delete(analyses).where(analyses.c.document_id == document_id))
    connection.execute(
        insert(analyses).values(
            document_id=document_id,
            extractor=analysis.extractor,
            config_hash=analysis.config_hash,
            findings=findings_to_json(analysis),
        )
    )
    _replace_events(connection, corrected(analysis, log_of(connection, document_id)).analysis)


def _replace_events(connection: Connection, analysis: Analysis) -> None:
    connection.execute(delete(events).where(events.c.document_id == analysis.document.id))
    if analysis.events:
        connection.execute(insert(events), [_event_values(event) for event in analysis.events])


def _event_values(event: Event) -> dict[str, Any]:
    place = event.place
    return {
        "id": event.id,
        "document_id": event.document_id,
        "event_type": event.event_type,
        "mode": event.mode,
        "acled": event.acled,
        "status": event.status.value,
        "title": event.title,
        "first": event.first,
        "last": event.last,
        "date_precision": event.date_precision.value if event.date_precision else None,
        "date_assumed": event.date_assumed,
        "place_name": place.name if place else None,
        "country_code": place.country_code if place else None,
        "geonameid": place.geonameid if place else None,
        "lat": place.latitude if place else None,
        "lon": place.longitude if place else None,
        "radius_km": place.radius_km if place else None,
        "place_precision": place.precision.value if place else None,
        "is_point": place.is_point if place else False,
        "confidence": event.confidence,
        "rank": event.rank,
        "actors": ", ".join(event.actor_names),
        "recipients": ", ".join(event.recipient_names),
        "review": event.review.value,
        "corrected": event.corrected,
    }
