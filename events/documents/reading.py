"""Files, folders, pipes and bytes as Documents, each bad one as its error: the way in for everybody else."""

import io
import os
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from events.documents.base import MAX_BYTES, Columns, Hints, Item, Skipped, printable
from events.documents.charset import check_encoding
from events.documents.formats import READERS, read_open, readable, recognised, too_many_bytes
from events.documents.isolation import Request, read_apart
from events.documents.kinds import TEXT
from events.documents.text import read_text
from events.errors import DocumentError
from events.model import Document


class Reading(Iterator["Document | DocumentError"]):
    """The documents of a file or folder in order, and in the place of each that cannot be read its error.

    `skipped` counts what was passed over in folders and archives, as far as one has read: by suffix (".jpg", "no suffix"), or "hidden".
    """

    def __init__(self, path: Path, hints: Hints, *, asked_for: bool = True) -> None:
        self.skipped: Counter[str] = Counter()
        self._path, self._hints = path, hints
        self._results = self._folder() if _is_folder(path) else self._file(path, asked_for=asked_for)

    def __next__(self) -> Document | DocumentError:
        return next(self._results)

    def _file(self, path: Path, *, asked_for: bool = False) -> Iterator[Document | DocumentError]:
        source = printable(path)
        try:
            for item in _items_of(path, source, self._hints, asked_for):
                if isinstance(item, Skipped):
                    self.skipped[item.kind] += 1
                else:
                    yield item
        except DocumentError as error:
            yield error

    def _folder(self) -> Iterator[Document | DocumentError]:
        empty = True
        for found in self._walk():
            for item in self._file(found) if isinstance(found, Path) else (found,):
                empty = False
                yield item
        if empty:
            seen = f" ({describe_skipped(self.skipped)})" if self.skipped else ""
            yield DocumentError(f"nothing to read in this folder{seen}; {readable()}", path=printable(self._path))

    def _walk(self) -> Iterator[Path | DocumentError]:
        """Every file that is not hidden; an error for each folder that cannot be listed."""
        failures: list[OSError] = []
        for folder, subfolders, names in os.walk(self._path, onerror=failures.append):
            subfolders[:] = self._visible(subfolders)
            yield from (Path(folder, name) for name in self._visible(names))
            yield from map(_unreadable, failures)
            failures.clear()
        yield from map(_unreadable, failures)

    def _visible(self, names: list[str]) -> list[str]:
        visible = sorted(name for name in names if not name.startswith("."))
        if len(visible) < len(names):
            self.skipped["hidden"] += len(names) - len(visible)
        return visible


def read_path(
    path: str | Path,
    *,
    published: date | None = None,
    encoding: str | None = None,
    columns: Columns | None = None,
    asked_for: bool = True,
) -> Reading:
    """The documents of a file, or of a folder and its folders in order of their names; errors come as items, never raised.

    `published` is the publication date of documents that do not say theirs; `encoding` None: found out; `columns`: of tables, where
    their names do not say what they hold. ConfigurationError for an unknown encoding. Links to folders are not followed.
    `asked_for`: whether the user named this file; one that was merely found is passed over where nothing promises a text.
    """
    check_encoding(encoding)
    return Reading(Path(path), Hints(published, encoding, columns=columns or Columns()), asked_for=asked_for)


def files_of(path: Path) -> Iterator[Path]:
    """The files that reading a file or folder would look at."""
    if not _is_folder(path):
        yield path
        return
    yield from (found for found in Reading(path, Hints())._walk() if isinstance(found, Path))


def read_stream(stream: BinaryIO, *, source: str = "stdin", published: date | None = None, encoding: str | None = None) -> Document:
    """The one text that a pipe holds. DocumentError as for files; no more is read than a document may have."""
    check_encoding(encoding)
    return read_text(stream.read(MAX_BYTES + 1), source=source, published=published, encoding=encoding)


def read_bytes(raw: bytes, name: str, hints: Hints | None = None, *, source: str | None = None) -> Iterator[Document | DocumentError]:
    """The documents in the bytes of a file of any kind: dropped on a page, fetched, attached. Errors come as items.

    `name`: its file name, whose ending helps to tell what it is; `source`: where it is from, if that is more than its name.
    """
    where, suffix = source or printable(name), _suffix(Path(name))
    try:
        for item in _from_open(io.BytesIO(raw), raw, where, suffix, hints or Hints(), asked_for=True):
            if not isinstance(item, Skipped):
                yield item
    except DocumentError as error:
        yield error


def describe_skipped(skipped: Counter[str]) -> str:
    """What a Reading passed over, in words: "skipped: 2 .jpg, 1 hidden"."""
    return "skipped: " + ", ".join(f"{count} {kind}" for kind, count in sorted(skipped.items()))


def _items_of(path: Path, source: str, hints: Hints, asked_for: bool) -> Iterator[Item]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise DocumentError("this is neither a file nor a folder; pipe it in instead", path=source)
        with path.open("rb") as file:
            yield from _from_open(file, os.fspath(path.absolute()), source, _suffix(path), hints, asked_for)
    except OSError as error:
        raise _unreadable(error, source) from error


def _from_open(file: BinaryIO, content: bytes | str, source: str, suffix: str, hints: Hints, asked_for: bool) -> Iterator[Item]:
    """Reads a plain text that was asked for by name here, and everything else in a process of its own.

    `content`: the bytes, or the path that they are at. A file that was asked for is read as text where nothing says what it is; one
    found in a folder is passed over.
    """
    kind = recognised(file, source, suffix) or (TEXT if asked_for else None)
    if kind is None:
        yield Skipped(suffix or "no suffix")
        return
    form, size = READERS[kind], file.seek(0, 2)
    file.seek(0)
    if size > form.max_bytes:
        raise too_many_bytes(size, form, source)
    if form.plain and asked_for:
        yield from read_open(file, source, suffix, hints, kind=kind)
    else:  # of a folder also the texts: the tables that tell a language fill 70 MB, and that process needs them anyway
        yield from read_apart(Request(content, source, suffix, hints, kind))


def _suffix(path: Path) -> str:
    return path.suffix.lower()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # opening it will say why


def _unreadable(error: OSError, source: str | None = None) -> DocumentError:
    where = source if source is not None else printable(Path(error.filename or "?"))
    if isinstance(error, FileNotFoundError):
        return DocumentError("there is no such file or folder; see how it is spelled", path=where)
    if isinstance(error, PermissionError):
        return DocumentError("you may not read it; see who owns it", path=where)
    return DocumentError(f"it cannot be read: {error.strerror}", path=where)
