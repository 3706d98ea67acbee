"""What a file is, told by its content; the ending of its name only decides between kinds of text."""

import csv
import re
import zipfile
from typing import BinaryIO

import puremagic

from events.documents.base import is_binary
from events.documents.columns import looks_like_a_header

HEAD = 65_536  # bytes that are looked at
TEXT, HTML, PDF, DOCX, MAIL, FEED, JSON_LINES, ZIP, CSV, EXCEL, PARQUET = (
    "text", "html", "pdf", "docx", "eml", "feed", "jsonl", "zip", "csv", "excel", "parquet",
)  # fmt: skip
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", EXCEL), ("ppt/presentation.xml", ""))
_HEADER = re.compile(r"(From|To|Date|Subject|Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Reply-To|X-[\w-]+):", re.IGNORECASE)
_ROOT = re.compile(r"<(?!\?|!)(?:\w+:)?(\w+)")
_PROLOGUE = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)*", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|br|html|body|article|h[1-6])\b[^<>]*>", re.IGNORECASE)
FEWEST_WORDS = 20  # that make a text of a file whose name promises something else
BINARY = {PDF, DOCX, ZIP, EXCEL, PARQUET}
_FEED_ROOTS = {"rss", "feed", "rdf"}


class Unreadable(Exception):
    """What a file is that no reader reads, in words: "a PNG image"; with advice where there is some."""


def kind_of(file: BinaryIO, suffix: str) -> str | None:
    """The kind of an open file, which is rewound; None for a text of an unknown suffix. Unreadable for what is no kind of text."""
    head = file.read(HEAD)
    file.seek(0)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(file)
    if head.startswith(_OLD_OFFICE):
        raise Unreadable(_old_office(file))
    text = _loosely(head)
    if is_binary(text):
        raise Unreadable(_name_of(head))
    return _kind_of_text(text, suffix)


def _kind_of_zip(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ZIP  # its reader will say what is wrong with it
    finally:
        file.seek(0)
    kind = next((kind for part, kind in _PARTS if part in names), ZIP)
    if not kind:
        raise Unreadable("a presentation; save it as PDF")
    return kind


def _old_office(file: BinaryIO) -> str:
    raw = file.read(4_000_000)
    file.seek(0)
    if _ENCRYPTED in raw:
        return "an encrypted Office file; save it without its password"
    return "an Office file of before 2007; save it as .docx or .xlsx"


def _name_of(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return f"{found[0].name} ({found[0].extension})" if found else ""


def _loosely(head: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if head.startswith(mark):
            return head[: len(head) // 2 * 2].decode(encoding, "replace")
    return head.decode("utf-8", "replace").removeprefix("\ufeff")


def _kind_of_text(text: str, suffix: str) -> str | None:
    found = _kind_of_markup(text, suffix)
    if found:
        return found
    if _is_json_line(text):
        return JSON_LINES
    if _is_mail(text):
        return MAIL
    named = {kind for kind, suffixes in SUFFIXES.items() if suffix in suffixes}
    if CSV in named or _is_table(text):
        return CSV
    if JSON_LINES in named:
        return JSON_LINES
    if named & BINARY and len(text.split()) < FEWEST_WORDS:
        raise Unreadable(f"no {suffix[1:].upper()} although its name says so; save it anew")
    return TEXT if named else None  # a Word file that is none is read as the text that it is


def _kind_of_markup(text: str, suffix: str) -> str | None:
    if not text.lstrip().startswith("<"):
        return HTML if suffix in SUFFIXES[HTML] and _TAG.search(text) else None
    prologue = _PROLOGUE.match(text)
    root = _ROOT.match(text, prologue.end() if prologue else 0)
    name = root[1].lower() if root else ""
    if name in _FEED_ROOTS:
        return FEED
    if name in ("html", "head", "body") or "<!doctype html" in text[:1000].lower() or suffix in SUFFIXES[HTML]:
        return HTML
    if text.lstrip().startswith("<?xml") or suffix == ".xml":
        raise Unreadable(f"XML that is no feed (<{name}>)")
    return None


def _is_json_line(text: str) -> bool:
    return re.match(r'\s*\[?\s*\{\s*"[^"\n]*"\s*:', text) is not None


def _is_mail(text: str) -> bool:
    """Whether it begins with header lines, among them one that only mail has."""
    names = set()
    for line in text.splitlines()[:60]:
        if not line.strip():
            break
        found = _HEADER.match(line)
        if found:
            names.add(found[1].lower())
        elif not line[0].isspace() and not names:
            return False
    return bool(names & {"message-id", "mime-version", "received", "return-path"}) and bool(names & {"from", "date", "subject"})


def _is_table(text: str) -> bool:
    lines = text.splitlines()
    if len(lines) < 2:
        return False
    return any(looks_like_a_header(next(csv.reader([lines[0]], delimiter=mark))) for mark in ",;\t|" if mark in lines[0])


SUFFIXES: dict[str, tuple[str, ...]] = {
    TEXT: (".txt", ".md", ".markdown"),
    HTML: (".html", ".htm", ".xhtml"),
    PDF: (".pdf",),
    DOCX: (".docx",),
    MAIL: (".eml",),
    FEED: (".rss", ".atom", ".xml"),
    JSON_LINES: (".jsonl", ".ndjson", ".json"),
    ZIP: (".zip",),
    CSV: (".csv", ".tsv"),
    EXCEL: (".xlsx", ".xlsm"),
    PARQUET: (".parquet",),
}
