"""Which database a URL means: a table of the modules that know one. Nothing outside them depends on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, Select, make_url
from sqlalchemy.exc import ArgumentError

from events.errors import ConfigurationError
from events.storage import sqlite


@dataclass(frozen=True, slots=True)
class Database:
    """All that differs between databases."""

    location: Callable[[URL], str]  # for messages, never with a password
    is_there: Callable[[URL], bool]  # without creating it
    engine: Callable[[URL, float], Engine]  # seconds to wait for another writer's lock
    create: Callable[[URL, float], None]  # what must be there before the first transaction; StoreError if it cannot be
    create_full_text: Callable[[Connection], None]
    full_text: Callable[[str], Select[Any] | None]  # document ids, best first; None where the query holds no word
    explain: Callable[[BaseException], str]  # what failed, why, what to do


DATABASES = {
    "sqlite": Database(
        location=sqlite.location,
        is_there=sqlite.is_there,
        engine=sqlite.engine,
        create=sqlite.create,
        create_full_text=sqlite.create_full_text,
        full_text=sqlite.full_text,
        explain=sqlite.explain,
    ),
}


def database_of(url: str) -> tuple[Database, URL]:
    """The database that a URL names, and the parsed URL. ConfigurationError for any other, without repeating a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ConfigurationError("the database URL cannot be read; write it like sqlite:////home/me/events.sqlite") from None
    database = DATABASES.get(parsed.get_backend_name())
    if database is None:
        choices = ", ".join(sorted(DATABASES))
        raise ConfigurationError(f"no database {parsed.get_backend_name()!r}; there is: {choices}")
    return database, parsed
