"""PDF files by their text layer, by pypdfium2. A form feed stands between pages, so that evidence can name its page."""

import re
from collections.abc import Iterator
from datetime import date
from statistics import quantiles
from typing import BinaryIO

import pypdfium2

from events.documents.base import MAX_FILE, Hints, checked, one_line, whole
from events.documents.dates import EARLIEST
from events.documents.languages import language_of
from events.errors import DocumentError
from events.model import DateOrigin, Document

MAX_PAGES = 2000
NEARLY_FULL = 0.75  # of the usual length of a line: a shorter one ends its paragraph
_MADE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_MARKS = str.maketrans({"\0": None, "\x02": None, "\f": "\n"})  # pdfium writes 2 for a hyphen at the end of a line
_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad\ufffe\u2010]$")
_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_PASSWORD = 4  # pdfium's number of the error


def read(file: BinaryIO, source: str, hints: Hints) -> Iterator[Document]:
    """The text layer of a file. DocumentError for one that is encrypted, damaged or made of pictures."""
    with _opened(whole(file, MAX_FILE, source), source) as pdf:
        if len(pdf) > MAX_PAGES:
            raise DocumentError(f"{len(pdf):,} pages are too many, at most {MAX_PAGES:,} are read; split it", path=source)
        pages = [_page_text(pdf, number) for number in range(len(pdf))]
        about = pdf.get_metadata_dict()
    if not any(page.strip() for page in pages):
        raise DocumentError("it has no text layer, only pictures of pages; run it through OCR first, for example ocrmypdf", path=source)
    text = _bound(pages)
    made = hints.published or _made(about.get("CreationDate", ""))
    yield checked(
        Document(
            text=text,
            title=hints.title or one_line(about.get("Title")) or None,
            publisher=hints.publisher,
            url=hints.url,
            language=hints.language or language_of(text),
            dct=made,
            source=source,
            dct_origin=(hints.origin if hints.published else DateOrigin.FILE) if made else None,
        )
    )


def _opened(raw: bytes, source: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise DocumentError("it is encrypted; save it without its password", path=source) from error
        raise DocumentError("it is no valid PDF, or damaged; save it anew", path=source) from error


def _page_text(pdf: pypdfium2.PdfDocument, number: int) -> str:
    page = pdf[number]
    try:
        words = page.get_textpage()
        try:
            return str(words.get_text_bounded()).replace("\r\n", "\n").replace("\r", "\n").translate(_MARKS)
        finally:
            words.close()
    finally:
        page.close()


def _bound(pages: list[str]) -> str:
    """The pages with their lines joined to paragraphs. A sentence that goes over a page goes on after the form feed."""
    text = ""
    for number, page in enumerate(pages):
        body = _paragraphs(page)
        if number:
            text += "\f" if text and body and not _END.search(text) and body[0].islower() else "\n\n\f"
        text += body
    return text


def _paragraphs(page: str) -> str:
    lines = [" ".join(line.split()) for line in page.splitlines()]
    usual = _usual_length(lines)
    text, ended = "", True
    for line in lines:
        if not line:
            ended = True
            continue
        if not text:
            text = line
        elif ended:
            text += "\n\n" + line
        elif _HYPHEN.search(text) and line[0].islower():
            text = _HYPHEN.sub("", text) + line
        else:
            text += " " + line
        ended = len(line) < NEARLY_FULL * usual
    return text.replace("\ufffe", "")


def _usual_length(lines: list[str]) -> float:
    lengths = [len(line) for line in lines if line]
    return quantiles(lengths, n=10)[-3] if len(lengths) > 1 else 0.0


def _made(stamp: str) -> date | None:
    found = _MADE.match(stamp)
    if found is None:
        return None
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return None
    return day if EARLIEST <= day <= date.today() else None
