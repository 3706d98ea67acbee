"""The tables of the current schema version. A change here needs a migration in `schema.py`.

One row of `analyses` holds all that was found in a document (sentences, timexes, toponyms with their candidates, events with their
mentions) as compressed JSON (`events/records.py`): it is always read as a whole. What is filtered and drawn stands beside it in the
columns of `events`, with the corrections of reviewers applied; the findings are as the program made them.
"""

import zlib

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData()


class Packed(TypeDecorator[bytes]):
    """Bytes, compressed by zlib: the places and candidates of one document repeat one another and shrink to about a fifteenth."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else zlib.compress(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        try:
            return None if value is None else zlib.decompress(value)
        except zlib.error as error:
            raise ValueError(f"not compressed as it should be: {error}") from error


migrations = Table(
    "schema_migrations",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("applied", DateTime, nullable=False),  # UTC
)

state = Table(  # one row
    "store_state",
    metadata,
    Column("identity", String, primary_key=True),  # drawn at random when the store was created
    Column("changes", Integer, nullable=False),  # grows by one with every change of content
)

documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True),  # in order of arrival; the full-text index refers to it
    Column("id", String, nullable=False, unique=True),
    Column("title", String),
    Column("publisher", String),
    Column("url", String),
    Column("language", String, nullable=False),
    Column("dct", Date),
    Column("source", String),
    Column("added", DateTime, nullable=False),  # UTC
    Column("characters", Integer, nullable=False),
    Column("text", Text, nullable=False),  # last, so that reading the other columns does not touch its pages
)

touched = Table(  # which change a document was last part of, also one that is gone; so that not everything need be read again
    "touched",
    metadata,
    Column("document", Integer, primary_key=True, autoincrement=False),  # its number
    Column("change", Integer, nullable=False, index=True),  # what `changes` was then
)

datings = Table(  # where publication dates are from; a table of its own because columns after a long text are slow to reach
    "datings",
    metadata,
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), primary_key=True),
    Column("origin", String, nullable=False),
)

sources = Table(  # every place where a document was read, in the words of that place; the first is its own
    "sources",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("text_id", String, nullable=False),  # id of the text that was read there: another one where it is a near-copy
    Column("source", String, nullable=False),  # "" where nobody said
    Column("url", String),
    Column("publisher", String),
    Column("title", String),
    Column("dct", Date),
    Column("added", DateTime, nullable=False),  # UTC
    Index("ix_sources_text", "text_id", "source", unique=True),
)

copy_bands = Table(  # by which near-copies of a text are found (`events/copies.py`)
    "copy_bands",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("band", LargeBinary, nullable=False, index=True),
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), nullable=False, index=True),
)

seen = Table(  # files and addresses that need not be read again while they are as they were
    "seen",
    metadata,
    Column("source", String, primary_key=True),
    Column("etag", String),  # of a file: its size and time of change
    Column("last_modified", String),
    Column("time", DateTime, nullable=False),  # UTC
)

failures = Table(  # what could not be read, until it can or somebody gives it up
    "failures",
    metadata,
    Column("source", String, primary_key=True),
    Column("message", String, nullable=False),
    Column("first", DateTime, nullable=False),  # UTC
    Column("last", DateTime, nullable=False),  # UTC
    Column("attempts", Integer, nullable=False),
)

analyses = Table(
    "analyses",
    metadata,
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), primary_key=True),
    Column("extractor", String, nullable=False),
    Column("config_hash", String, nullable=False),
    Column("findings", Packed, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", String, primary_key=True),
    Column("document_id", ForeignKey(documents.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("event_type", String, nullable=False, index=True),
    Column("mode", String, nullable=False),
    Column("acled", String),
    Column("status", String, nullable=False),
    Column("title", String, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("date_precision", String),
    Column("date_assumed", Boolean, nullable=False),
    Column("place_name", String),
    Column("country_code", String),
    Column("geonameid", Integer),
    Column("lat", Float),
    Column("lon", Float),
    Column("radius_km", Float),
    Column("place_precision", String),
    Column("is_point", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("actors", String, nullable=False),
    Column("recipients", String, nullable=False),
    Column("review", String, nullable=False),
    Column("corrected", Boolean, nullable=False),
    Index("ix_events_dates", "first", "last"),
)

corrections = Table(  # append-only; it outlives the findings that it speaks of
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("time", DateTime, nullable=False),  # UTC
    Column("author", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("document_id", String, nullable=False, index=True),
    Column("event_id", String, nullable=False),
    Column("triggers", JSON, nullable=False),  # [[start, end], ...]
    Column("old", JSON, nullable=False),
    Column("new", JSON, nullable=False),
    Column("undoes", Integer),
    sqlite_autoincrement=True,  # a number is never given twice
)

geocodes = Table(
    "geocodes",
    metadata,
    Column("service", String, primary_key=True),
    Column("query", String, primary_key=True),
    Column("places", Packed, nullable=False),  # [] where the service answered that there is no such place
    Column("answered", DateTime, nullable=False),  # UTC
)
