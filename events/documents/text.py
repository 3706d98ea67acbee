"""Text and Markdown, with or without YAML front matter between two lines of `---`: title, published (an ISO date), publisher, url,
language; other keys are passed over. What follows it is the document's text, never altered: not its line endings, not its Markdown.
A byte order mark and the blank lines under the front matter do not belong to the text.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

import yaml
from frontmatter.default_handlers import YAMLHandler

from events.documents.base import MAX_BYTES, SPLIT_IT, Hints, check_characters, whole
from events.documents.charset import decoded
from events.documents.languages import language_of
from events.errors import DocumentError
from events.model import DateOrigin, Document

MAX_FRONT_MATTER = 20_000  # characters
MAX_HEADLINE = 150  # characters of a first line that may be a title

_FRONT_MATTER = YAMLHandler(fm_boundary=re.compile(r"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE))
_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n)*")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt\s].*)?")  # with or without a time of day
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t#]*")


def read(file: BinaryIO, source: str, hints: Hints) -> Iterator[Document]:
    """The one document in a text file."""
    yield described(decoded(whole(file, MAX_BYTES, source), source, hints.encoding, declared=hints.declared), source, hints)


def read_text(
    raw: bytes | str,
    *,
    source: str,
    published: date | None = None,
    encoding: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Document:
    """The document in a text, Markdown or not, with or without front matter. DocumentError says what is wrong with it.

    The keywords serve where the front matter says nothing. Without a title, a first line that looks like a headline is it. `encoding`
    None: found out. Without a language it is told from the text, "en" where there is no telling.
    """
    hints = Hints(published, encoding, title, publisher, url, language)
    if isinstance(raw, bytes) and len(raw) > MAX_BYTES:
        raise DocumentError(f"more than {MAX_BYTES:,} bytes are too many; {SPLIT_IT}", path=source)
    return described(decoded(raw, source, encoding) if isinstance(raw, bytes) else raw, source, hints)


def described(text: str, source: str, hints: Hints) -> Document:
    """The document in a decoded text, its front matter read."""
    text = text.removeprefix("\ufeff")
    check_characters(text, source)
    fields, body = _split(text, source)
    if not body.strip():
        raise DocumentError("there is no text in it", path=source)
    language = fields.text("language", _LANGUAGE, "is no language code; write it like en or pt-BR") or hints.language
    written = fields.day("published")
    published = written or hints.published
    return Document(
        text=body,
        title=fields.text("title") or hints.title or _headline(body),
        publisher=fields.text("publisher") or hints.publisher,
        url=fields.text("url", _ADDRESS, "is no address; it must begin with http:// or https://") or hints.url,
        language=language or language_of(body),
        dct=published,
        source=source,
        dct_origin=(DateOrigin.FRONT_MATTER if written else hints.origin) if published else None,
    )


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


def _shortened(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:59] + "…")
