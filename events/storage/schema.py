"""Schema versions: a new store gets today's tables at once, an older one is led forward step by step, a newer one is refused.

MIGRATIONS is append-only. The step at index i turns version i + 1 into version i + 2; it speaks to the tables as they were then, so it
uses SQL of its own and nothing from `tables.py`.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from events.copies import bands
from events.errors import StoreError
from events.storage.databases import Database
from events.storage.tables import metadata, migrations, state

Migration = Callable[[Connection], None]


def add_review(connection: Connection) -> None:
    """Version 2: what reviewers say of events, and a log of it. The table of events is made anew, its columns being in another order."""
    for statement in _ADD_REVIEW:
        connection.exec_driver_sql(statement)


_ADD_REVIEW = (
    "DROP INDEX ix_events_document_id",
    "DROP INDEX ix_events_event_type",
    "DROP INDEX ix_events_dates",
    "ALTER TABLE events RENAME TO old_events",
    """CREATE TABLE events (
        id VARCHAR NOT NULL, document_id VARCHAR NOT NULL, event_type VARCHAR NOT NULL, mode VARCHAR NOT NULL, acled VARCHAR,
        status VARCHAR NOT NULL, title VARCHAR NOT NULL, first DATE, last DATE, date_precision VARCHAR, date_assumed BOOLEAN NOT NULL,
        place_name VARCHAR, country_code VARCHAR, geonameid INTEGER, lat FLOAT, lon FLOAT, radius_km FLOAT, place_precision VARCHAR,
        is_point BOOLEAN NOT NULL, confidence FLOAT NOT NULL, rank INTEGER NOT NULL, actors VARCHAR NOT NULL, review VARCHAR NOT NULL,
        corrected BOOLEAN NOT NULL, PRIMARY KEY (id), FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
    )""",
    "INSERT INTO events SELECT *, 'unreviewed', 0 FROM old_events",
    "DROP TABLE old_events",
    "CREATE INDEX ix_events_dates ON events (first, last)",
    "CREATE INDEX ix_events_document_id ON events (document_id)",
    "CREATE INDEX ix_events_event_type ON events (event_type)",
    """CREATE TABLE corrections (
        number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, time DATETIME NOT NULL, author VARCHAR NOT NULL, verb VARCHAR NOT NULL,
        document_id VARCHAR NOT NULL, event_id VARCHAR NOT NULL, triggers JSON NOT NULL, old JSON NOT NULL, new JSON NOT NULL,
        undoes INTEGER
    )""",
    "CREATE INDEX ix_corrections_document_id ON corrections (document_id)",
)


def add_arrivals(connection: Connection) -> None:
    """Version 3: where documents and their dates are from, which are near-copies, what was seen, what failed."""
    for statement in _ADD_ARRIVALS:
        connection.exec_driver_sql(statement)
    for identity, text in connection.exec_driver_sql("SELECT id, text FROM documents").all():
        for band in bands(text):
            connection.exec_driver_sql("INSERT INTO copy_bands (band, document_id) VALUES (?, ?)", (band, identity))


_ADD_ARRIVALS = (
    """CREATE TABLE datings (
        document_id VARCHAR NOT NULL, origin VARCHAR NOT NULL, PRIMARY KEY (document_id),
        FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
    )""",
    """CREATE TABLE sources (
        number INTEGER NOT NULL, document_id VARCHAR NOT NULL, text_id VARCHAR NOT NULL, source VARCHAR NOT NULL, url VARCHAR,
        publisher VARCHAR, title VARCHAR, dct DATE, added DATETIME NOT NULL, PRIMARY KEY (number),
        FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
    )""",
    "CREATE INDEX ix_sources_document_id ON sources (document_id)",
    "CREATE UNIQUE INDEX ix_sources_text ON sources (text_id, source)",
    """CREATE TABLE copy_bands (
        number INTEGER NOT NULL, band BLOB NOT NULL, document_id VARCHAR NOT NULL, PRIMARY KEY (number),
        FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
    )""",
    "CREATE INDEX ix_copy_bands_band ON copy_bands (band)",
    "CREATE INDEX ix_copy_bands_document_id ON copy_bands (document_id)",
    """CREATE TABLE seen (
        source VARCHAR NOT NULL, etag VARCHAR, last_modified VARCHAR, time DATETIME NOT NULL, PRIMARY KEY (source)
    )""",
    """CREATE TABLE failures (
        source VARCHAR NOT NULL, message VARCHAR NOT NULL, first DATETIME NOT NULL, last DATETIME NOT NULL, attempts INTEGER NOT NULL,
        PRIMARY KEY (source)
    )""",
    """INSERT INTO sources (document_id, text_id, source, url, publisher, title, dct, added)
        SELECT id, id, coalesce(source, ''), url, publisher, title, dct, added FROM documents ORDER BY number""",
)


def add_recipients(connection: Connection) -> None:
    """Version 4: to whom it was done, beside who did it, empty until the texts are read again; the table of events is made anew."""
    for statement in _ADD_RECIPIENTS:
        connection.exec_driver_sql(statement)


_BEFORE_RECIPIENTS = (
    "id, document_id, event_type, mode, acled, status, title, first, last, date_precision, date_assumed, place_name, country_code, "
    "geonameid, lat, lon, radius_km, place_precision, is_point, confidence, rank, actors"
)
_ADD_RECIPIENTS = (
    "DROP INDEX ix_events_document_id",
    "DROP INDEX ix_events_event_type",
    "DROP INDEX ix_events_dates",
    "ALTER TABLE events RENAME TO old_events",
    """CREATE TABLE events (
        id VARCHAR NOT NULL, document_id VARCHAR NOT NULL, event_type VARCHAR NOT NULL, mode VARCHAR NOT NULL, acled VARCHAR,
        status VARCHAR NOT NULL, title VARCHAR NOT NULL, first DATE, last DATE, date_precision VARCHAR, date_assumed BOOLEAN NOT NULL,
        place_name VARCHAR, country_code VARCHAR, geonameid INTEGER, lat FLOAT, lon FLOAT, radius_km FLOAT, place_precision VARCHAR,
        is_point BOOLEAN NOT NULL, confidence FLOAT NOT NULL, rank INTEGER NOT NULL, actors VARCHAR NOT NULL, recipients VARCHAR NOT NULL,
        review VARCHAR NOT NULL, corrected BOOLEAN NOT NULL, PRIMARY KEY (id),
        FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
    )""",
    f"INSERT INTO events SELECT {_BEFORE_RECIPIENTS}, '', review, corrected FROM old_events",
    "DROP TABLE old_events",
    "CREATE INDEX ix_events_dates ON events (first, last)",
    "CREATE INDEX ix_events_document_id ON events (document_id)",
    "CREATE INDEX ix_events_event_type ON events (event_type)",
)


def add_touched(connection: Connection) -> None:
    """Version 5: which change a document was last part of."""
    connection.exec_driver_sql("CREATE TABLE touched ( document INTEGER NOT NULL, change INTEGER NOT NULL, PRIMARY KEY (document) )")
    connection.exec_driver_sql("CREATE INDEX ix_touched_change ON touched (change)")


MIGRATIONS: tuple[Migration, ...] = (add_review, add_arrivals, add_recipients, add_touched)


def bring_up_to_date(engine: Engine, database: Database, location: str, steps: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Creates or migrates the tables in one transaction; writes nothing where they are current."""
    target = len(steps) + 1
    try:
        with engine.connect() as connection:
            found = _version(connection, location)
        if found != target:
            _refuse_newer(found, target, location)
            with engine.connect().execution_options(write=True) as connection, connection.begin():
                _migrate(connection, database, location, steps)
    except DBAPIError as error:
        raise StoreError(database.explain(error.orig or error), location=location) from error


def _version(connection: Connection, location: str) -> int:
    """The version of the tables, 0 where there are none. A database of someone else's is left alone."""
    names = inspect(connection).get_table_names()
    if not names:
        return 0
    if migrations.name not in names:
        raise StoreError("this is another program's database; name another file with EVENTS_DATABASE_URL", location=location)
    return connection.execute(select(func.max(migrations.c.version))).scalar() or 0


def _refuse_newer(found: int, target: int, location: str) -> None:
    if found > target:
        raise StoreError(
            f"it was written by a newer version of this program (schema {found}, this one knows {target}); "
            "update the program or name another file with EVENTS_DATABASE_URL",
            location=location,
        )


def _migrate(connection: Connection, database: Database, location: str, steps: tuple[Migration, ...]) -> None:
    """Runs what is missing. Another process may have done so while this one waited for the lock."""
    found, target = _version(connection, location), len(steps) + 1
    _refuse_newer(found, target, location)
    if found == 0:
        metadata.create_all(connection)
        database.create_full_text(connection)
        connection.execute(insert(state).values(identity=secrets.token_hex(8), changes=0))
        _record(connection, target, "created")
        return
    for version in range(found + 1, target + 1):
        step = steps[version - 2]
        step(connection)
        _record(connection, version, step.__name__)


def _record(connection: Connection, version: int, name: str) -> None:
    applied = datetime.now(UTC).replace(tzinfo=None)
    connection.execute(insert(migrations).values(version=version, name=name, applied=applied))
