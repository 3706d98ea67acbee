"""READERS, the table of formats, and how a file comes to the reader of its kind."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO, cast

from events.documents import kinds
from events.documents.base import MAX_ARCHIVE, MAX_BYTES, MAX_FILE, SPLIT_IT, Hints, Item, Reader, Skipped
from events.documents.kinds import Unreadable, kind_of
from events.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: its name, the endings that names have, the module whose `read` is its reader, and the bytes it may have.

    The module is loaded when it is needed: most runs need few of the libraries. `plain`: so simple that a single one is read where we
    are; others are read in a process of their own, which may fail, hang or swell without harm (`isolation.py`).
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    max_bytes: int
    plain: bool = False

    @property
    def read(self) -> Reader:
        return cast(Reader, import_module(f"events.documents.{self.module}").read)


READERS: dict[str, Format] = {
    kind: Format(name, kinds.SUFFIXES[kind], module, limit, plain=kind == kinds.TEXT)
    for kind, name, module, limit in (
        (kinds.TEXT, "text", "text", MAX_BYTES),
        (kinds.HTML, "a web page", "html", MAX_FILE // 4),
        (kinds.PDF, "PDF", "pdf", MAX_FILE),
        (kinds.DOCX, "a Word file", "docx_file", MAX_FILE),
        (kinds.MAIL, "a mail", "mail", MAX_FILE),
        (kinds.FEED, "a feed", "feeds", MAX_FILE // 4),
        (kinds.JSON_LINES, "JSON Lines", "json_lines", MAX_ARCHIVE),
        (kinds.ZIP, "a ZIP archive", "archives", MAX_ARCHIVE),
        (kinds.CSV, "a CSV table", "tables", MAX_ARCHIVE),
        (kinds.EXCEL, "an Excel table", "tables", MAX_FILE),
        (kinds.PARQUET, "a Parquet table", "tables", MAX_ARCHIVE),
    )
}
KNOWN_SUFFIXES = frozenset(suffix for form in READERS.values() for suffix in form.suffixes)


def read_open(file: BinaryIO, source: str, suffix: str, hints: Hints, *, kind: str | None = None) -> Iterator[Item]:
    """The documents in an open file of any kind. DocumentError, raised or as an item, where it cannot be read.

    What is no kind of text is `Skipped` when its name does not promise one.
    """
    found = kind or recognised(file, source, suffix)
    if found is None:
        yield Skipped(suffix or "no suffix")
        return
    form, size = READERS[found], file.seek(0, 2)
    file.seek(0)
    if size > form.max_bytes:
        raise too_many_bytes(size, form, source)
    yield from form.read(file, source, hints)


def recognised(file: BinaryIO, source: str, suffix: str) -> str | None:
    """The kind of an open file by its content, which is rewound; None where it is none and its name promises none."""
    try:
        return kind_of(file, suffix)
    except Unreadable as error:
        if suffix not in KNOWN_SUFFIXES and "Office" not in str(error):
            return None
        if suffix in kinds.SUFFIXES[kinds.TEXT] or not str(error):
            raise DocumentError("this is no text but binary data; convert it to text first", path=source) from None
        raise DocumentError(f"this is {error}" + ("" if ";" in str(error) else f"; {readable()}"), path=source) from None


def is_feed(raw: bytes) -> bool:
    """Whether some bytes are an RSS or Atom feed."""
    try:
        return kind_of(io.BytesIO(raw), "") == kinds.FEED
    except Unreadable:
        return False


def too_many_bytes(size: int, form: Format, source: str) -> DocumentError:
    return DocumentError(f"{size:,} bytes are too many for {form.name}, at most {form.max_bytes:,} are read; {SPLIT_IT}", path=source)


def readable() -> str:
    """What can be read, for messages."""
    return "readable are " + ", ".join(sorted(KNOWN_SUFFIXES))
