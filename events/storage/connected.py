"""A database and the transactions on it: what all verbs of the store are made of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import StatementError

from events.errors import EventsError, StoreError
from events.storage.databases import Database


class Connected:
    """Opens a connection for each transaction. Every failure is a StoreError that names the database."""

    def __init__(self, engine: Engine, database: Database, location: str) -> None:
        self._engine, self._database, self.location = engine, database, location

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.location!r})"

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._explaining(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """All or nothing: an exception inside undoes what was done before it."""
        with self._explaining(), self._engine.connect().execution_options(write=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except EventsError:
            raise
        except StatementError as error:
            raise StoreError(self._database.explain(error.orig or error), location=self.location) from error
        except UnicodeEncodeError as error:
            raise StoreError(f"nothing was changed: a text in it is no valid Unicode ({error})", location=self.location) from error
        except ValueError as error:
            reason = str(error).splitlines()[0]
            raise StoreError(f"what it holds cannot be read back ({reason}); restore a copy", location=self.location) from error


def now() -> datetime:
    """The time in UTC, naive, as the tables hold it."""
    return datetime.now(UTC).replace(tzinfo=None)
