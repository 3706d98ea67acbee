"""Word files (.docx), by python-docx: paragraphs and tables in their order."""

from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from lxml.etree import XMLSyntaxError

from events.documents.base import Hints, checked, one_line
from events.documents.languages import language_of
from events.documents.packages import check_package
from events.errors import DocumentError
from events.model import DateOrigin, Document

_TEMPLATE = date(2013, 12, 23)  # the day that files made by python-docx bear if nobody set another


def read(file: BinaryIO, source: str, hints: Hints) -> Iterator[Document]:
    """The text of a file. DocumentError for one that is damaged, or made to do harm."""
    check_package(file, source)
    try:
        opened = docx.Document(file)
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError) as error:
        raise DocumentError("it is no valid Word file, or damaged; save it anew", path=source) from error
    text = "\n\n".join(filter(None, _blocks(opened)))
    about = opened.core_properties
    made = hints.published or _made(about)
    yield checked(
        Document(
            text=text,
            title=hints.title or one_line(about.title),
            publisher=hints.publisher,
            url=hints.url,
            language=hints.language or language_of(text),
            dct=made,
            source=source,
            dct_origin=(hints.origin if hints.published else DateOrigin.FILE) if made else None,
        )
    )


def _blocks(opened: Any) -> Iterator[str]:
    for block in opened.iter_inner_content():
        if isinstance(block, Table):
            yield "\n".join(" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows)
        else:
            yield block.text.strip()


def _made(about: Any) -> date | None:
    try:
        day = about.created.date() if about.created else None
    except (ValueError, AttributeError):
        return None
    return None if day is None or day == _TEMPLATE or not date(1990, 1, 1) <= day <= date.today() else day
