"""RSS and Atom feeds, by feedparser: each entry with the text that the feed itself holds. Nothing is fetched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

import feedparser

from events.documents.base import MAX_FILE, Hints, Item, checked, one_line, whole
from events.documents.html import plain
from events.documents.languages import language_of
from events.documents.packages import check_xml
from events.errors import DocumentError
from events.model import DateOrigin, Document

MAX_ENTRIES = 1000
_ADDRESS = re.compile(r"https?://\S{4,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: its address and title, when it was published, and as much of its text as the feed holds."""

    link: str | None
    title: str | None
    published: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's name and its entries, newest as it gives them; `more`: entries beyond the limit, which are not read."""

    title: str | None
    entries: tuple[Entry, ...]
    more: int = 0


def parsed(raw: bytes, source: str) -> Feed:
    """The feed in some bytes. DocumentError where there is none, or where it is made to do harm."""
    check_xml(raw, source)
    found = feedparser.parse(raw, response_headers={"content-location": "", "content-type": "application/xml"}, sanitize_html=False)
    if not found.get("version") and not found.entries:
        raise DocumentError("it is no feed, or damaged", path=source)
    entries = tuple(_entry(entry) for entry in found.entries[:MAX_ENTRIES])
    return Feed(one_line(found.feed.get("title")), entries, max(0, len(found.entries) - MAX_ENTRIES))


def read(file: BinaryIO, source: str, hints: Hints) -> Iterator[Item]:
    """One document for each entry that has a text."""
    feed = parsed(whole(file, MAX_FILE // 4, source), source)
    if not feed.entries:
        raise DocumentError("it is a feed without entries", path=source)
    for number, entry in enumerate(feed.entries, 1):
        try:
            yield entry_document(entry, feed, f"{source}#{entry.link or number}", hints)
        except DocumentError as error:
            yield error
    if feed.more:
        yield DocumentError(f"{feed.more:,} entries more than the {MAX_ENTRIES:,} that are read of a feed", path=source)


def entry_document(entry: Entry, feed: Feed, source: str, hints: Hints) -> Document:
    """The document in an entry, its headline where the feed holds no more. DocumentError where it has neither."""
    published = entry.published or hints.published
    return checked(
        Document(
            text=entry.text or entry.title or "",
            title=entry.title or hints.title,
            publisher=hints.publisher or feed.title,
            url=entry.link,
            language=hints.language or language_of(entry.text),
            dct=published,
            source=source,
            dct_origin=None if published is None else DateOrigin.FEED if entry.published else hints.origin,
        )
    )


def _entry(entry: Any) -> Entry:
    link = str(entry.get("link") or "").strip()
    when = entry.get("published_parsed") or entry.get("created_parsed") or entry.get("updated_parsed")
    texts = [str(part.get("value") or "") for part in entry.get("content", [])] + [str(entry.get("summary") or "")]
    return Entry(link if _ADDRESS.fullmatch(link) else None, one_line(entry.get("title")), _day(when), _plain(max(texts, key=len)))


def _plain(markup: str) -> str:
    """The text of an entry, which feeds give as HTML."""
    if "<" not in markup and "&" not in markup:
        return "\n\n".join(filter(None, (" ".join(line.split()) for line in markup.split("\n\n"))))
    return plain(markup)


def _day(when: Any) -> date | None:
    try:
        return date(*when[:3]) if when else None
    except (ValueError, TypeError):
        return None
