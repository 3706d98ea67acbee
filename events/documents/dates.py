"""Publication dates: of a web page by what its metadata, its address and it itself say; of any text by its address.

A page says its date in many ways, and shows other dates beside it. What is meant for machines comes first, then the address, then what
htmldate finds on the page itself: behind a word like "published", else near the headline. Related stories, comments, the foot of
the page and the sentences of the story have dates of their own, so they are taken away before.
"""

import copy
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from itertools import chain
from typing import Any

from htmldate import find_date
from lxml.html import HtmlElement, fromstring

from events.model import DateOrigin

EARLIEST = date(1990, 1, 1)  # no page is older; what is, is a mistake
_ISO_DAY = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?=\D|$)")
_IN_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-](\d\d?|[a-z]{3})[/_-](\d\d?)(?=[/_.-]|$)|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)", re.IGNORECASE
)
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_LD_PUBLISHED = ("datePublished", "dateCreated", "uploadDate")
_ARTICLES = ("article", "report", "posting", "webpage", "creativework", "videoobject")
_META = (  # names of <meta> elements that say when a page was published, surest first
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "article.published",
    "published_time", "publish-date", "publish_date", "publication_date", "pubdate", "publishdate", "rnews:datepublished",
    "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dcterms.date", "dc.date", "originalpublicationdate", "article.created", "date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_BESIDE = re.compile(r"(?:^|[\s_-])(?:related|comments?|footer|sidebar|widget|recent|more-stories|most-read)(?:[\s_-]|$)", re.IGNORECASE)
_CHANGED = re.compile(r"modified|updated|revised", re.IGNORECASE)
_SENTENCE = 15  # words of a paragraph that is no line above a story
_SAID = re.compile(
    r"\b(?:published|posted|for immediate release|veröffentlicht|publié|publicad[oa]|pubblicato|опубликовано)\b"
    r"(?:\s+(?:on|am|le|el|em|il))?[\s:,-]*([^\n]{6,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date and where it is from."""

    day: date
    origin: DateOrigin


def published_on(tree: HtmlElement, url: str | None) -> Dated | None:
    """The publication date of a page, None where nothing says it."""
    story = _without_what_is_beside(tree)
    for found, origin in (
        (_first(chain(_machine_readable(tree), _marked(story))), DateOrigin.METADATA),
        (day_in_address(url), DateOrigin.ADDRESS),
        (_on_the_page(story), DateOrigin.PAGE),
    ):
        if found is not None:
            return Dated(found, origin)
    return None


def _without_what_is_beside(tree: HtmlElement) -> HtmlElement:
    """A copy of a page without menus, its foot, related stories and comments."""
    story = copy.deepcopy(tree)
    for element in list(story.iter("*")):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        beside = element.tag in ("nav", "footer", "aside") or _BESIDE.search(named)
        if beside and element.getparent() is not None and element.find(".//h1") is None:
            element.drop_tree()
    return story


def day_in_address(url: str | None) -> date | None:
    """The day in a web address like https://example.org/2015/05/21/bridge."""
    for match in _IN_ADDRESS.finditer((url or "").partition("?")[0]):
        year, month, day = match[1] or match[4], match[2] or match[5], match[3] or match[6]
        found = _day(int(year), _MONTHS.get(month.lower()) or (int(month) if month.isdigit() else 0), int(day))
        if found:
            return found
    return None


def _first(days: Iterable[date]) -> date | None:
    return next(iter(days), None)


def _machine_readable(tree: HtmlElement) -> Iterator[date]:
    yield from _linked_data(tree)
    named: dict[str, date] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        found = day_of(element.get("content"))
        if name and found:
            named.setdefault(name, found)
    yield from (named[name] for name in _META if name in named)


def _linked_data(tree: HtmlElement) -> Iterator[date]:
    """The date of the article in JSON-LD; of the first thing that has one where none is an article."""
    things: list[dict[str, Any]] = []
    for script in tree.xpath('//script[contains(@type, "ld+json")]'):
        try:
            things += _things(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
    things.sort(key=lambda thing: not any(kind in str(thing.get("@type", "")).lower() for kind in _ARTICLES[:3]))
    for thing in things:
        yield from filter(None, (day_of(thing.get(key)) for key in _LD_PUBLISHED))


def _things(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, list):
        return [thing for one in data for thing in _things(one)]
    if not isinstance(data, dict):
        return []
    inner = [thing for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement") for thing in _things(data.get(key))]
    return [data, *inner]


def _marked(tree: HtmlElement) -> Iterator[date]:
    """Dates in elements that say that they are the publication date."""
    for path in (
        '//*[@itemprop="datePublished"]',
        "//time[@pubdate]",
        '//time[contains(@class, "publish") or contains(@class, "entry-date") or contains(@class, "dt-published")]',
        '//*[self::abbr or self::span][contains(@class, "published") or contains(@class, "dt-published")]',
        "(//article | //main)//header//time",
    ):
        for element in tree.xpath(path):
            value = element.get("datetime") or element.get("content") or element.get("title")
            found = day_of(value)
            if found:
                yield found


def _on_the_page(story: HtmlElement) -> date | None:
    """The date behind a word like "published", else one that stands by itself; that of a change only where there is no other."""
    changed = [element for element in story.iter("meta") if _CHANGED.search(f"{element.get('property')} {element.get('name')}")]
    shown = "\n".join(" ".join(text.split()) for text in story.itertext() if text.strip())
    said = [_searched(fromstring(f"<html><body><p>{escape(found[1])}</p></body></html>")) for found in _SAID.finditer(shown)]
    for paragraph in story.xpath("//p | //div[not(*)]"):
        if len(str(paragraph.text_content()).split()) >= _SENTENCE:
            paragraph.drop_tree()
    dated_by_change = copy.deepcopy(story) if changed else None
    for element in changed:
        element.drop_tree()
    found = _first(filter(None, said)) or _searched(story)
    return found or (_searched(dated_by_change) if dated_by_change is not None else None)


def _searched(tree: HtmlElement) -> date | None:
    """The date that htmldate finds."""
    latest = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d")
    try:
        found = find_date(tree, original_date=True, extensive_search=True, min_date=EARLIEST.isoformat(), max_date=latest)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None  # a page that htmldate stumbles over says nothing
    day = day_of(found)
    if day and (day.month, day.day) == (1, 1) and not _NEW_YEAR.search(str(tree.text_content())):
        return None  # htmldate makes one of a bare year, as that of a copyright
    return day


_NEW_YEAR = re.compile(r"\b(?:0?1[./-]0?1\b|jan(?:uary|\.)?\s+0?1\b|0?1(?:st)?\.?\s+jan)", re.IGNORECASE)


def day_of(value: object) -> date | None:
    """The day in an ISO date or time, as its writer's clock shows it; None for anything else."""
    found = _ISO_DAY.match(value) if isinstance(value, str) else None
    return _day(*map(int, found.groups())) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= datetime.now(UTC).date() + timedelta(days=2) else None
