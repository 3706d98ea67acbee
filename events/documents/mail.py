"""Mail (.eml): its text with subject, sender and date, and its attachments as documents of their own."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage, MIMEPart
from typing import BinaryIO

from events.documents.archives import MAX_DEPTH, read_part
from events.documents.base import MAX_FILE, Hints, Item, checked, one_line, printable, whole
from events.documents.charset import decoded
from events.documents.html import article
from events.documents.languages import language_of
from events.errors import DocumentError
from events.model import DateOrigin, Document

MAX_PARTS = 1000


def read(file: BinaryIO, source: str, hints: Hints) -> Iterator[Item]:
    """The mail, then its attachments. DocumentError where there is nothing to read in it."""
    raw = whole(file, MAX_FILE, source)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    sent = _sent(message)
    about = replace(
        hints,
        title=one_line(_header(message, "subject")) or hints.title,
        publisher=hints.publisher or one_line(_sender(message)),
        published=sent or hints.published,
        origin=DateOrigin.MAIL if sent else hints.origin,
    )
    attached = [part for part in message.iter_attachments() if isinstance(part, EmailMessage)] if message.is_multipart() else []
    body = _body(message, source, about)
    if body is not None:
        yield body
    elif not attached:
        raise DocumentError("there is no text in it", path=source)
    for number, part in enumerate(attached[:MAX_PARTS], 1):
        yield from _attachment(part, number, source, about)


def _body(message: EmailMessage, source: str, about: Hints) -> Document | None:
    part = message.get_body(("plain", "html"))
    if part is None:
        return None
    text = _content(part, source)
    if not text.strip():
        return None
    if part.get_content_subtype() == "html":
        page = article(text, source, replace(about, url=about.url))
        return replace(page, title=about.title or page.title, publisher=about.publisher or page.publisher, dct=about.published,
                       dct_origin=about.origin if about.published else None)  # fmt: skip
    text = text.replace("\r\n", "\n")
    return checked(
        Document(
            text, about.title, about.publisher, about.url, about.language or language_of(text), about.published, source,
            about.origin if about.published else None,
        )
    )  # fmt: skip


def _content(part: MIMEPart, source: str) -> str:
    payload = part.get_payload(decode=True)
    return decoded(payload, source, declared=part.get_content_charset()) if isinstance(payload, bytes) else ""


def _attachment(part: EmailMessage, number: int, source: str, about: Hints) -> Iterator[Item]:
    name = part.get_filename() or f"part {number}"
    where = f"{source}/{printable(name)}"
    if about.depth >= MAX_DEPTH:
        yield DocumentError(f"what lies in archives and mails is read {MAX_DEPTH} deep; save it on its own", path=where)
        return
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        raw = inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage) else b""
        name = name if name.endswith(".eml") else name + ".eml"
    else:
        payload = part.get_payload(decode=True)
        raw = payload if isinstance(payload, bytes) else b""
    yield from read_part(raw, name, where, replace(about, title=None, depth=about.depth + 1))


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
    except (ValueError, IndexError, AttributeError, TypeError):
        return None  # a header that the library stumbles over says nothing
    return None if value is None else str(value)


def _sender(message: EmailMessage) -> str | None:
    try:
        addresses = message["from"].addresses
        return (addresses[0].display_name or addresses[0].addr_spec) if addresses else None
    except (ValueError, IndexError, AttributeError, TypeError):
        return _header(message, "from")


def _sent(message: EmailMessage) -> date | None:
    try:
        when = message["date"].datetime
        return when.date() if when is not None else None
    except (ValueError, IndexError, AttributeError, TypeError):
        return None
