"""What readers share: what the user told them, what they may yield, and how much they may take in."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO, Protocol

from events.errors import DocumentError
from events.model import DateOrigin, Document

MAX_CHARACTERS = 1_000_000  # of one document
MAX_BYTES = 4 * MAX_CHARACTERS  # of a plain text: no character is longer in UTF-8
MAX_FILE = 64_000_000  # bytes of a page, PDF, Word file, mail or feed
MAX_ARCHIVE = 2_000_000_000  # bytes of an archive or a table, which are read piece by piece
MAX_ROWS = 200_000  # of a table or a file of JSON Lines
SPLIT_IT = "split it into its articles"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of texts, by name; None for what its header is to be searched for."""

    text: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beside the bytes. It serves where they say nothing themselves.

    `encoding`: what the user says that it is, None to find out; `declared`: what a server says, which may be wrong. `origin`: where
    `published` is from. `depth`: archives and mails that this lies in.
    """

    published: date | None = None
    encoding: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    origin: DateOrigin = DateOrigin.GIVEN
    columns: Columns = field(default_factory=Columns)
    depth: int = 0
    declared: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in an archive or folder that is no text: counted, not complained of. `kind`: its suffix."""

    kind: str


Item = Document | DocumentError | Skipped


class Reader(Protocol):
    """The documents in a file of one format, one after the other, and in the place of each that cannot be read its error.

    DocumentError is raised where nothing at all can be read. The file is open for reading and seekable.
    """

    def __call__(self, file: BinaryIO, source: str, hints: Hints) -> Iterator[Item]: ...


def checked(document: Document) -> Document:
    """The document, if its text is one: not empty, not too long, valid Unicode. DocumentError where it is not."""
    source = document.source or "text"
    check_characters(document.text, source)
    if not document.text.strip():
        raise DocumentError("there is no text in it", path=source)
    return document


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MAX_CONTROL_SHARE = 0.01  # of control characters; more is no text


def check_characters(text: str, source: str) -> None:
    """DocumentError where a text is too long, binary or no valid Unicode."""
    if len(text) > MAX_CHARACTERS:
        message = f"{len(text):,} characters are too many, at most {MAX_CHARACTERS:,} are read; {SPLIT_IT}"
        raise DocumentError(message, path=source)
    if is_binary(text):
        raise binary(source)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"character {error.start:,} is half a character (a lone surrogate); copy the text anew"
        raise DocumentError(message, path=source) from error


def is_binary(text: str) -> bool:
    """Whether control characters say that this is no text."""
    return "\0" in text or len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text)


def binary(source: str) -> DocumentError:
    return DocumentError("this is no text but binary data; convert it to text first", path=source)


def one_line(value: object) -> str | None:
    """A title or name on one line and without what cannot be printed; None where nothing is left."""
    words = "".join(c if c.isprintable() else " " for c in str(value or "")).split()
    return " ".join(words)[:1000] or None


def printable(path: Path | str) -> str:
    """A path for messages and for `Document.source`: on one line, and valid Unicode whatever the file system holds."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def whole(file: BinaryIO, limit: int, source: str) -> bytes:
    """All bytes of a file. DocumentError where there are more than the limit."""
    raw = file.read(limit + 1)
    if len(raw) > limit:
        raise DocumentError(f"more than {limit:,} bytes are too many; {SPLIT_IT}", path=source)
    return raw
