"""All events as the views draw them, and what has changed since they were read."""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from events.storage.connected import Connected
from events.storage.tables import documents, events, state, touched

_EVENT_COLUMNS = (
    *(column for column in events.c if column.name != "geonameid"),
    documents.c.title.label("document_title"),
    documents.c.publisher,
    documents.c.dct,
    documents.c.number.label("document_number"),
)
_OF_ONE_EVENT = ("id", "title")  # what no two events share; of the rest each value is kept once, for a million events to fit into memory
ROWS_AT_ONCE = 5_000


class Columns(Connected):
    """What the store tells of all its events at once."""

    def event_columns(self, document_numbers: Collection[int] | None = None) -> dict[str, list[Any]]:
        """What views draw, one list per column and one item per event, by document and rank; of all documents, or of these.

        id, document_id, event_type, mode, acled, status, title, first, last (dates), date_precision, date_assumed, place_name,
        country_code, lat, lon, radius_km, place_precision, is_point, confidence, rank, actors, recipients, review,
        corrected, document_title, publisher, dct, document_number.
        """
        query = select(*_EVENT_COLUMNS).join(documents).order_by(documents.c.number, events.c.rank, events.c.id)
        if document_numbers is not None:
            query = query.where(documents.c.number.in_(document_numbers))
        columns: dict[str, list[Any]] = {column.name: [] for column in _EVENT_COLUMNS}
        known: dict[str, dict[Any, Any]] = {name: {} for name in columns if name not in _OF_ONE_EVENT}
        with self._reading() as connection, _uncollected():
            rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query)
            for part in rows.partitions():
                for (name, column), values in zip(columns.items(), zip(*part, strict=True), strict=True):
                    same = known.get(name)
                    column += values if same is None else map(same.setdefault, values, values)
        return columns

    def version(self) -> str:
        """A text that differs whenever documents or events do, whoever changed them. The key for caches."""
        with self._reading() as connection:
            identity, changes = connection.execute(select(state.c.identity, state.c.changes)).one()
        return f"{identity}-{changes}"

    def changed_since(self, version: str) -> set[int] | None:
        """The numbers of the documents that are no longer what they were in that version, also of those that are gone.

        None where that is unknown: the version is one of another store.
        """
        identity, _, changes = version.rpartition("-")
        with self._reading() as connection:
            if connection.execute(select(state.c.identity)).scalar() != identity:
                return None
            return set(connection.execute(select(touched.c.document).where(touched.c.change > int(changes))).scalars())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would go through millions of new values again and again and find nothing to collect."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
