"""A coded row as a document of its own and the events in it: every value that an event has can be pointed at in the text of its row."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from events.event_tables.files import TableRow
from events.model import (
    Analysis,
    Argument,
    DateOrigin,
    Document,
    Event,
    Link,
    Mention,
    Place,
    Quantity,
    Span,
    Status,
    Timex,
    Toponym,
    When,
    Where,
)
from events.records import plain_json

VERSION = "1"  # of how rows become events: another one makes every row anew
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a cell, and what it counts."""

    column: str
    value: float
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Coded:
    """One event as a table codes it. Names of columns say where in the row each value stands."""

    event_type: str
    title: str
    what: str  # the column that tells what happened
    mode: str = ""
    contexts: tuple[str, ...] = ()
    acled: str | None = None
    status: Status = Status.ACTUAL
    date_column: str | None = None  # None: the row's day of publication stands in
    date_value: str = ""  # in TIMEX3 terms
    first: date | None = None
    last: date | None = None
    place_column: str = ""
    place: Place | None = None
    actors: tuple[tuple[str, str], ...] = ()  # column, name
    recipients: tuple[tuple[str, str], ...] = ()
    counts: tuple[Count, ...] = ()
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class CodedRow:
    """All that a row tells. `key`: what names the row within its table, for ever. `note`: the column with a text of its own, if any."""

    key: str
    label: str  # of the row, for people: "ACLED IRQ1234"
    note: str | None
    events: tuple[Coded, ...]
    publisher: str | None = None
    url: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class _RowText:
    text: str
    sentence: Span
    cells: Mapping[str, Span] = field(default_factory=dict)

    def span(self, column: str, words: str = "") -> Span:
        """Where a column's value stands, or words within it; the sentence where there is none."""
        span = self.cells.get(column, self.sentence)
        at = self.text.find(words, span.start, span.end) if words else -1
        return Span(at, at + len(words)) if at >= 0 else span


def analysis_of(table: str, row: TableRow, coded: CodedRow, source: str) -> Analysis:
    """The row as a document, and its events in it, found by the table. Nothing of the row is left out of the text."""
    text = _text(row, coded)
    document = Document(
        text=text.text,
        title=coded.label,
        publisher=coded.publisher or None,
        url=coded.url or None,
        dct=coded.published,
        dct_origin=DateOrigin.COLUMN if coded.published else None,
        source=f"{source}:{row.line}",
    )
    events = tuple(_event(table, coded, number, document.id, text) for number in range(len(coded.events)))
    version = hashlib.sha256(VERSION.encode() + plain_json(events)).hexdigest()[:12]
    return Analysis(document, sentences=(text.sentence,), events=events, extractor=table, config_hash=version)


def event_id(table: str, key: str, number: int = 0) -> str:
    """12 hex digits that are the same for the same row of the same table, whatever file it stands in."""
    return hashlib.sha256("\0".join((table, key, str(number))).encode("utf-8", "replace")).hexdigest()[:12]


def _text(row: TableRow, coded: CodedRow) -> _RowText:
    """The note, if there is one, and under it the row, a column a line."""
    note = _CONTROL.sub("\ufffd", row[coded.note].replace("\r\n", "\n")).strip() if coded.note else ""
    heading = coded.label if note else f"{coded.label}: this row of a table has no text of its own."
    text = f"{note}\n\n{heading}\n" if note else f"{heading}\n"
    sentence = Span(0, len(note or heading))
    cells = {coded.note: sentence} if note and coded.note else {}
    for column, value in row.cells.items():
        value = " ".join(_CONTROL.sub("\ufffd", value).split())
        if not value or (note and column == coded.note):
            continue
        start = len(text) + len(column) + 2
        text += f"{column}: {value}\n"
        cells[column] = Span(start, start + len(value))
    return _RowText(text, sentence, cells)


def _event(table: str, row: CodedRow, number: int, document_id: str, text: _RowText) -> Event:
    coded = row.events[number]
    when, where = _when(coded, row, text), _where(coded, text)
    trigger = text.span(coded.what)
    mention = Mention(
        trigger=trigger,
        text=trigger.of(text.text),
        sentence=text.sentence,
        event_type=coded.event_type,
        mode=coded.mode,
        contexts=coded.contexts,
        acled=coded.acled,
        status=coded.status,
        actors=tuple(Argument(name, text.span(column, name)) for column, name in coded.actors),
        recipients=tuple(Argument(name, text.span(column, name)) for column, name in coded.recipients),
        quantities=tuple(Quantity(one.value, one.unit, one.kind, text.span(one.column)) for one in coded.counts),
        when=when,
        where=where,
        reported_by=row.publisher,
        rule=f"{table} {coded.what}",
    )
    return Event(
        id=event_id(table, row.key, number),
        document_id=document_id,
        event_type=coded.event_type,
        title=" ".join(coded.title.split()),
        mentions=(mention,),
        mode=coded.mode,
        contexts=coded.contexts,
        acled=coded.acled,
        status=coded.status,
        first=when.first if when else None,
        last=when.last if when else None,
        date_link=when.link if when else None,
        place=coded.place,
        place_link=Link.RECORD if coded.place else None,
        confidence=coded.confidence,
        rank=number,
    )


def _when(coded: Coded, row: CodedRow, text: _RowText) -> When | None:
    if coded.first is not None and coded.date_column:
        span = text.span(coded.date_column)
        timex = Timex(span, span.of(text.text), "DATE", coded.date_value, first=coded.first, last=coded.last, rule=coded.date_column)
        return When(coded.date_value, coded.first, coded.last, Link.RECORD, timex)
    if coded.date_column is None and row.published is not None:
        return When(row.published.isoformat(), row.published, row.published, Link.DCT)
    return None


def _where(coded: Coded, text: _RowText) -> Where | None:
    if coded.place is None:
        return None
    span = text.span(coded.place_column, coded.place.name)
    return Where(coded.place, Link.RECORD, Toponym(span, span.of(text.text), coded.place))
