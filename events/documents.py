"""Files, folders, pipes and pasted text as Documents.

READERS maps a suffix to its reader. Text and Markdown may begin with YAML front matter between two lines of `---`: title, published
(an ISO date), publisher, url, language; other keys are passed over. What follows it is the document's text, never altered: not its line
endings, not its Markdown. A byte order mark and the blank lines under the front matter do not belong to the text.
"""

import codecs
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import yaml
from frontmatter.default_handlers import YAMLHandler

from events.errors import ConfigurationError, DocumentError
from events.model import Document

MAX_CHARACTERS = 1_000_000
MAX_BYTES = 4 * MAX_CHARACTERS  # no character is longer in UTF-8
MAX_FRONT_MATTER = 20_000  # characters
MAX_HEADLINE = 150  # characters of a first line that may be a title
MAX_CONTROL_SHARE = 0.01  # of control characters; more is no text

_FRONT_MATTER = YAMLHandler(fm_boundary=re.compile(r"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE))
_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n)*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt\s].*)?")  # with or without a time of day
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t#]*")
_SPLIT_IT = "split it into its articles"


class Reader(Protocol):
    """Bytes of one format in, one Document out; DocumentError where they are not of that format."""

    def __call__(self, raw: bytes, *, source: str, published: date | None, encoding: str) -> Document: ...


class Reading(Iterator["Document | DocumentError"]):
    """The documents of a file or folder in order, and in the place of each that cannot be read its error.

    `skipped` counts what was passed over in folders, as far as one has read: by suffix (".pdf", "no suffix"), or "hidden".
    """

    def __init__(self, path: Path, *, published: date | None, encoding: str) -> None:
        self.skipped: Counter[str] = Counter()
        self._path, self._published, self._encoding = path, published, encoding
        self._results = self._folder() if _is_folder(path) else self._file(path)

    def __next__(self) -> Document | DocumentError:
        return next(self._results)

    def _file(self, path: Path) -> Iterator[Document | DocumentError]:
        try:
            yield _read_file(path, self._published, self._encoding)
        except DocumentError as error:
            yield error

    def _folder(self) -> Iterator[Document | DocumentError]:
        empty = True
        for found in self._walk():
            empty = False
            yield from self._file(found) if isinstance(found, Path) else (found,)
        if empty:
            seen = f" ({describe_skipped(self.skipped)})" if self.skipped else ""
            yield DocumentError(f"nothing to read in this folder{seen}; {_readable()}", path=_printable(self._path))

    def _walk(self) -> Iterator[Path | DocumentError]:
        """Every file with a reader; an error for each folder that cannot be listed. Links to folders are not followed."""
        failures: list[OSError] = []
        for folder, subfolders, names in os.walk(self._path, onerror=failures.append):
            subfolders[:] = self._visible(subfolders)
            for name in self._visible(names):
                path = Path(folder, name)
                if path.suffix.lower() in READERS:
                    yield path
                else:
                    self.skipped[path.suffix.lower() or "no suffix"] += 1
            yield from map(_unreadable, failures)
            failures.clear()
        yield from map(_unreadable, failures)

    def _visible(self, names: list[str]) -> list[str]:
        visible = sorted(name for name in names if not name.startswith("."))
        if len(visible) < len(names):
            self.skipped["hidden"] += len(names) - len(visible)
        return visible


def read_path(path: str | Path, *, published: date | None = None, encoding: str = "utf-8") -> Reading:
    """The documents of a file, or of a folder and its folders in order of their names; errors come as items, never raised.

    `published` is the publication date of documents that do not say theirs. ConfigurationError for an unknown encoding.
    """
    _check_encoding(encoding)
    return Reading(Path(path), published=published, encoding=encoding)


def read_stream(stream: BinaryIO, *, source: str = "stdin", published: date | None = None, encoding: str = "utf-8") -> Document:
    """The one document that a pipe holds. DocumentError as for files; no more is read than a document may have."""
    _check_encoding(encoding)
    return read_text(stream.read(MAX_BYTES + 1), source=source, published=published, encoding=encoding)


def read_text(
    raw: bytes | str,
    *,
    source: str,
    published: date | None = None,
    encoding: str = "utf-8",
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Document:
    """The document in a text, Markdown or not, with or without front matter. DocumentError says what is wrong with it.

    The keywords serve where the front matter says nothing. Without a title, a first line that looks like a headline is it.
    """
    text = _decoded(raw, encoding, source) if isinstance(raw, bytes) else raw
    text = text.removeprefix("\ufeff")
    _check_characters(text, source)
    fields, body = _split(text, source)
    if not body.strip():
        raise DocumentError("there is no text in it", path=source)
    return Document(
        text=body,
        title=fields.text("title") or title or _headline(body),
        publisher=fields.text("publisher") or publisher,
        url=fields.text("url", _ADDRESS, "is no address; it must begin with http:// or https://") or url,
        language=fields.text("language", _LANGUAGE, "is no language code; write it like en or pt-BR") or language or "en",
        dct=fields.day("published") or published,
        source=source,
    )


READERS: dict[str, Reader] = {".txt": read_text, ".md": read_text, ".markdown": read_text}


def describe_skipped(skipped: Counter[str]) -> str:
    """What a Reading passed over, in words: "skipped: 2 .pdf, 1 hidden"."""
    return "skipped: " + ", ".join(f"{count} {kind}" for kind, count in sorted(skipped.items()))


class _Fields:
    """The front matter's values, each checked when it is asked for."""

    def __init__(self, values: dict[str, Any], header: str, first_line: int, source: str) -> None:
        self._values, self._header, self._first_line, self._source = values, header, first_line, source

    def text(self, key: str, form: re.Pattern[str] | None = None, advice: str = "") -> str | None:
        """The value on one line; None where it is missing or empty. DocumentError with the advice where it has not the form."""
        value = self._values.get(key)
        if value is None or value in ("", "~", "null"):
            return None
        if not isinstance(value, str):
            raise self._error(key, "must be one text, not a list")
        value = " ".join(value.split())
        if form and not form.fullmatch(value):
            raise self._error(key, f"{_shortened(value)} {advice}")
        return value or None

    def day(self, key: str) -> date | None:
        """The value as a day; a time of day after it is passed over."""
        advice = "is no date; write it like 2015-05-21"
        value = self.text(key, _DAY, advice) or ""
        parts = _DAY.fullmatch(value)
        if parts is None:
            return None
        try:
            return date(*map(int, parts.groups()))
        except ValueError:
            raise self._error(key, f"{_shortened(value)} {advice}") from None

    def _error(self, key: str, problem: str) -> DocumentError:
        found = re.search(rf"^[ \t{{\"']*{key}\b", self._header, re.IGNORECASE | re.MULTILINE)
        line = self._header.count("\n", 0, found.start()) if found else 0
        return DocumentError(f"{key}: {problem}", path=self._source, line=self._first_line + line)


def _split(text: str, source: str) -> tuple[_Fields, str]:
    """The front matter and the text under it; an empty one and the whole text where there is none."""
    start = _blank_lines(text)
    if not _FRONT_MATTER.detect(text[start:]):
        return _Fields({}, "", 1, source), text
    fence = text.count("\n", 0, start) + 1
    try:
        header, body = _FRONT_MATTER.split(text[start:])
    except ValueError:
        raise DocumentError("the front matter has no end; close it with a line of ---", path=source, line=fence) from None
    if len(header) > MAX_FRONT_MATTER:
        raise DocumentError(f"the front matter is longer than {MAX_FRONT_MATTER:,} characters", path=source, line=fence)
    values = _parsed(header, fence + 1, source)
    return _Fields(values, header, fence + 1, source), body[_blank_lines(body) :]


def _blank_lines(text: str) -> int:
    """Length of the blank lines that the text begins with."""
    found = _BLANK_LINES.match(text)
    return found.end() if found else 0


def _parsed(header: str, first_line: int, source: str) -> dict[str, Any]:
    """Keys in lower case. The base loader leaves every value as written: what is a date is for us to say."""
    try:
        values = _FRONT_MATTER.load(header, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is no YAML"
        line = first_line + min(mark.line, header.count("\n")) if mark else first_line
        raise DocumentError(
            f"broken front matter ({problem}); write one `key: value` a line, in quotes where the value has a colon", path=source, line=line
        ) from error
    if values in (None, ""):
        return {}
    if not isinstance(values, dict):
        raise DocumentError("broken front matter: it must be lines of `key: value`", path=source, line=first_line)
    return {key.lower(): value for key, value in values.items()}


def _headline(body: str) -> str | None:
    """The first line where it looks like a headline: a Markdown heading, or short, alone and without a full stop."""
    lines = body.strip().splitlines()
    first = lines[0].strip()
    if len(first) > MAX_HEADLINE:
        return None
    heading = _HEADING.fullmatch(first)
    if heading:
        return heading[1] or None
    alone = len(lines) > 2 and not lines[1].strip()
    unfinished = first.rstrip("\"'”’»)")[-1:] not in (".", ":", ";", ",", "…", "")
    begins_a_word = first[0].isalnum() or first[0] in "\"'“‘«"
    return first if alone and unfinished and begins_a_word and len(first.split()) > 1 else None


def _read_file(path: Path, published: date | None, encoding: str) -> Document:
    source = _printable(path)
    try:
        status = path.stat()
    except OSError as error:
        raise _unreadable(error, source) from error
    reader = READERS.get(path.suffix.lower())
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError("this is neither a file nor a folder; pipe it in instead", path=source)
    if reader is None:
        raise DocumentError(f"no reader for {path.suffix or 'a file without suffix'}; {_readable()}", path=source)
    if status.st_size > MAX_BYTES:
        raise DocumentError(f"{status.st_size:,} bytes are too many, at most {MAX_BYTES:,} are read; {_SPLIT_IT}", path=source)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(error, source) from error
    return reader(raw, source=source, published=published, encoding=encoding)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # opening it will say why


def _unreadable(error: OSError, source: str | None = None) -> DocumentError:
    where = source if source is not None else _printable(Path(error.filename or "?"))
    if isinstance(error, FileNotFoundError):
        return DocumentError("there is no such file or folder; see how it is spelled", path=where)
    if isinstance(error, PermissionError):
        return DocumentError("you may not read it; see who owns it", path=where)
    return DocumentError(f"it cannot be read: {error.strerror}", path=where)


def _decoded(raw: bytes, encoding: str, source: str) -> str:
    if len(raw) > MAX_BYTES:
        raise DocumentError(f"more than {MAX_BYTES:,} bytes are too many; {_SPLIT_IT}", path=source)
    try:
        return raw.decode(encoding)
    except UnicodeError as error:
        raise _undecodable(raw, encoding, source, getattr(error, "start", 0)) from error


def _undecodable(raw: bytes, encoding: str, source: str, offset: int) -> DocumentError:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return DocumentError("this is UTF-16, not UTF-8; read it with --encoding utf-16", path=source)
    if _is_binary(raw.decode("latin-1")):
        return _binary(source)
    name = codecs.lookup(encoding).name.upper()
    problem = f"byte 0x{raw[offset]:02X} at offset {offset:,} is not {name}"
    advice = "read it with its encoding, for example --encoding latin-1"
    return DocumentError(f"{problem}; {advice}", path=source, line=raw.count(b"\n", 0, offset) + 1)


def _check_encoding(encoding: str) -> None:
    try:
        b"x".decode(encoding)
    except LookupError:
        message = f"no encoding {encoding!r}; common ones are utf-8, utf-16, latin-1, cp1252, cp1251, cp1256"
        raise ConfigurationError(message) from None
    except UnicodeError:
        return  # it exists, and needs more than one byte


def _check_characters(text: str, source: str) -> None:
    if len(text) > MAX_CHARACTERS:
        message = f"{len(text):,} characters are too many, at most {MAX_CHARACTERS:,} are read; {_SPLIT_IT}"
        raise DocumentError(message, path=source)
    if _is_binary(text):
        raise _binary(source)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"character {error.start:,} is half a character (a lone surrogate); copy the text anew"
        raise DocumentError(message, path=source) from error


def _is_binary(text: str) -> bool:
    return "\0" in text or len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text)


def _binary(source: str) -> DocumentError:
    return DocumentError("this is no text but binary data; convert it to text first", path=source)


def _readable() -> str:
    return "readable are " + ", ".join(READERS)


def _printable(path: Path) -> str:
    """The path for messages and for `Document.source`: on one line, and valid Unicode whatever the file system holds."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _shortened(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:59] + "…")
