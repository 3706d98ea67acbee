"""Web pages: the article in them, by trafilatura, without menus, advertisements and comments."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import use_config

from events.documents.base import MAX_FILE, Hints, checked, one_line, whole
from events.documents.charset import decoded
from events.documents.dates import Dated, published_on
from events.documents.languages import LETTERS, language_of
from events.errors import DocumentError
from events.model import DateOrigin, Document

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ROOT = re.compile("<html", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|br|li|h[1-6]|blockquote|tr)\b[^<>]*>", re.IGNORECASE)
FEWEST_WORDS = 8  # of an article; with fewer the whole page is taken


def read(file: BinaryIO, source: str, hints: Hints) -> Iterator[Document]:
    """The article in a page; DocumentError where there is none."""
    raw = whole(file, MAX_FILE, source)
    declared = _DECLARED.search(raw[:4096])
    text = decoded(raw, source, hints.encoding, declared=hints.declared or (declared[1].decode() if declared else None))
    yield article(text, source, hints)


def article(page: str, source: str, hints: Hints) -> Document:
    """The article in a decoded page."""
    tree = trafilatura.load_html(page if _ROOT.search(page) else f"<html><body>{page}</body></html>")
    if tree is None:
        raise DocumentError("there is no page in it that can be read", path=source)
    url = hints.url or _canonical(tree)
    dated, tongue = published_on(tree, url), _said_language(tree)
    found: Any = trafilatura.bare_extraction(
        tree, url=url, with_metadata=True, include_comments=False, date_extraction_params=_NO_SEARCH, config=_CONFIG
    )
    body = _paragraphs(found.text if found is not None else "")
    if len(body.split()) < FEWEST_WORDS:
        body = _paragraphs(trafilatura.html2txt(page, clean=True))
    said = hints.language or tongue
    return checked(
        Document(
            text=body,
            title=one_line(found.title if found is not None else None) or hints.title,
            publisher=one_line(found.sitename if found is not None else None) or hints.publisher,
            url=url,
            language=said if said and sum(map(str.isalpha, body)) < LETTERS else language_of(body),
            dct=dated.day if dated else hints.published,
            source=source,
            dct_origin=_origin(dated, hints),
        )
    )


_CONFIG = use_config()
_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "50")  # a report may be short; below this trafilatura gives up paragraphs
_NO_SEARCH = {"extensive_search": False, "original_date": True}  # dates.py does that


def plain(markup: str) -> str:
    """The text of a piece of HTML, its blocks as paragraphs."""
    blocks = _BLOCK.sub("\n\n", markup)
    tree = trafilatura.load_html(f"<html><body><div>{blocks}</div></body></html>")
    lines = "".join(tree.itertext()).split("\n\n") if tree is not None else []
    return "\n\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _origin(dated: Dated | None, hints: Hints) -> DateOrigin | None:
    if dated:
        return dated.origin
    return hints.origin if hints.published else None


def _paragraphs(text: str | None) -> str:
    lines = (" ".join(line.split()) for line in (text or "").splitlines())
    return "\n\n".join(line for line in lines if line)


def _canonical(tree: HtmlElement) -> str | None:
    for path in ('//link[@rel="canonical"]/@href', '//meta[@property="og:url"]/@content'):
        for address in tree.xpath(path):
            if re.fullmatch(r"https?://[^\s<>\"]{4,2000}", str(address).strip(), re.IGNORECASE):
                return str(address).strip()
    return None


def _said_language(tree: HtmlElement) -> str | None:
    said = str(tree.get("lang") or "").strip()
    return said if _LANGUAGE.fullmatch(said) else None
