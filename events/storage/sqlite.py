"""Everything that is particular to SQLite: opening, locking, read-only files, full text, and what its errors mean.

Each call opens the file anew (0.2 ms), so that threads share nothing and a file that was replaced or removed is noticed.
"""

import os
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, Select, column, create_engine, event, select, table, text

from events.errors import ConfigurationError, StoreError
from events.storage.tables import documents

MAX_QUERY_TERMS = 64  # of a full-text query; more are ignored

_EXPLANATIONS = (  # beginning of SQLite's name of the error, what to say
    ("SQLITE_BUSY", "another program is writing to it; nothing was changed, try again when it has finished"),
    ("SQLITE_LOCKED", "another program is writing to it; nothing was changed, try again when it has finished"),
    ("SQLITE_READONLY", "it is read-only; make the file and its folder writable, or name another with EVENTS_DATABASE_URL"),
    ("SQLITE_NOTADB", "it is not a SQLite database; name another file with EVENTS_DATABASE_URL"),
    ("SQLITE_CORRUPT", "it is damaged; restore a copy, or name another file with EVENTS_DATABASE_URL"),
    ("SQLITE_FULL", "the disk is full; nothing was changed, make room and try again"),
    ("SQLITE_CANTOPEN", "it cannot be opened; see that the file is there and that you may read it"),
    ("SQLITE_PERM", "it may not be opened; see who owns the file"),
    ("SQLITE_AUTH", "it may not be opened; see who owns the file"),
    ("SQLITE_IOERR", "the disk failed or is full; what was stored before is kept, see to the disk and try again"),
)


def location(url: URL) -> str:
    """The path of the file."""
    return str(_path(url))


def _path(url: URL) -> Path:
    if url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
        raise ConfigurationError("the store needs a file, for example sqlite:////home/me/events.sqlite")
    return Path(str(url.database)).absolute()


def is_there(url: URL) -> bool:
    """Whether there is a file with something in it."""
    path = _path(url)
    return path.exists() and path.stat().st_size > 0


def engine(url: URL, busy_timeout: float) -> Engine:
    """An engine that opens the file for each connection, and waits up to `busy_timeout` seconds for another writer."""
    path = _path(url)
    made = create_engine("sqlite://", creator=lambda: _connect(path, busy_timeout), poolclass=NullPool)
    event.listen(made, "begin", _begin)
    return made


def _connect(path: Path, busy_timeout: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?{_mode(path)}", uri=True, timeout=busy_timeout, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL: a power cut may undo the last commits, never damage the file
    return connection


def _mode(path: Path) -> str:
    """Never creates. In a folder that may not be written to, WAL's helper files cannot be made and `immutable` does without."""
    if os.access(path.parent, os.W_OK):
        return "mode=rw"
    log = Path(f"{path}-wal")
    return "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"


def _begin(connection: Connection) -> None:
    """Writers take the lock at once: waiting is possible then, and not after reading."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")


def create(url: URL, busy_timeout: float) -> None:
    """Makes the file if it is missing or empty, with a write-ahead log so that readers never wait for a writer."""
    path = _path(url)
    try:
        if path.is_dir():
            raise StoreError("this is a folder; name a file in it", location=str(path))
        if not path.parent.is_dir():
            raise StoreError(f"there is no folder {path.parent}; create it or name another file", location=str(path))
        if not path.exists() or not path.stat().st_size:
            _create_file(path, busy_timeout)
    except OSError as error:
        raise StoreError(f"it cannot be opened: {error.strerror}; see who owns its folder", location=str(path)) from error
    except sqlite3.Error as error:
        raise StoreError(explain(error), location=str(path)) from error


def _create_file(path: Path, busy_timeout: float) -> None:
    """Turning the log on takes an exclusive lock that SQLite does not wait for, so we do."""
    give_up = time.monotonic() + busy_timeout
    with closing(sqlite3.connect(path, timeout=busy_timeout, isolation_level=None)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > give_up:
                    raise
            time.sleep(0.02)


def create_full_text(connection: Connection) -> None:
    """An FTS5 index over title and text that triggers keep up to date. English words match in all their forms."""
    for statement in _FULL_TEXT:
        connection.exec_driver_sql(statement)


_FULL_TEXT = (
    """CREATE VIRTUAL TABLE documents_fts USING fts5(
        title, text, content='documents', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER documents_fts_added AFTER INSERT ON documents BEGIN
        INSERT INTO documents_fts(rowid, title, text) VALUES (new.number, new.title, new.text);
    END""",
    """CREATE TRIGGER documents_fts_deleted AFTER DELETE ON documents BEGIN
        INSERT INTO documents_fts(documents_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
    END""",
    """CREATE TRIGGER documents_fts_updated AFTER UPDATE OF title, text ON documents BEGIN
        INSERT INTO documents_fts(documents_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
        INSERT INTO documents_fts(rowid, title, text) VALUES (new.number, new.title, new.text);
    END""",
)


def full_text(query: str) -> Select[Any] | None:
    """Ids of the documents that hold every word and "quoted phrase" of the query, best first. None where it holds no word."""
    terms = [phrase or word for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', query.replace("\0", " "))]
    quoted = [f'"{term}"' for term in terms if any(character.isalnum() for character in term)][:MAX_QUERY_TERMS]
    if not quoted:
        return None
    index = table("documents_fts", column("rowid"), column("rank"))
    match = text("documents_fts MATCH :query").bindparams(query=" ".join(quoted).encode("utf-8", "replace").decode("utf-8"))
    return select(documents.c.id).join(index, index.c.rowid == documents.c.number).where(match).order_by(index.c.rank, documents.c.number)


def explain(error: BaseException) -> str:
    """One line: what failed, why, what to do."""
    name = getattr(error, "sqlite_errorname", "")
    for beginning, explanation in _EXPLANATIONS:
        if name.startswith(beginning):
            return explanation
    return f"the database failed: {error}"
