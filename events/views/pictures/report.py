"""A report of what is shown, in one HTML file: map, timeline, every event with its sentences, and the whole sources.

It needs neither network nor script, and forbids both to itself, so that it may be mailed and opened anywhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, Template
from markupsafe import Markup

from events.model import Analysis, Event, Mention
from events.views.arrays import EventArrays, Rows
from events.views.evidence import source_of
from events.views.labels import code_word, counted, interval, number, place_kind, share
from events.views.marks import SENTENCE, Segment, segments
from events.views.pictures.map_svg import map_svg
from events.views.pictures.timeline_svg import timeline_svg
from events.views.texts import FALLBACK, say, teller, texts_of

MAX_EVENTS = 2_000  # told one by one; map and timeline show all
QUOTES = 5  # of one event


@dataclass(frozen=True, slots=True)
class _Told:
    id: str
    document_id: str
    title: str
    facts: str
    quotes: tuple[tuple[Segment, ...], ...]
    source: str
    line: str
    link: str | None


@dataclass(frozen=True, slots=True)
class _Source:
    id: str
    title: str
    line: str
    parts: tuple[Segment, ...]


def report_html(
    arrays: EventArrays, rows: Rows, analyses: Callable[[list[str]], Iterator[Analysis]], *, title: str, made: datetime, choices: str = "",
    language: str = FALLBACK,
) -> str:
    """The report of these events. `analyses` gives those of documents by their ids; `choices` says in words what was filtered."""
    ordered = rows[arrays.anchor[rows].argsort(kind="stable")]
    told = ordered[:MAX_EVENTS]
    wanted = {arrays.ids[row]: at for at, row in enumerate(told.tolist())}
    documents = list(dict.fromkeys(arrays.columns["document_id"][row] for row in told.tolist()))
    events: list[tuple[int, _Told]] = []
    sources: list[_Source] = []
    for analysis in analyses(documents):
        mine = [event for event in analysis.events if event.id in wanted]
        events += [(wanted[event.id], _event(analysis, event, language)) for event in mine]
        sources.append(_source(analysis, mine, language))
    left = len(rows) - len(told)
    return _template().render(
        title=title,
        language=language,
        words=texts_of("report", language),
        summary=_summary(arrays, rows, made, choices, language),
        map=Markup(map_svg(arrays, rows, links=True, language=language)),
        timeline=Markup(timeline_svg(arrays, rows, links=True, language=language)),
        left_out=say("report.left_out", language, events=counted(left, "event", language)) if left else "",
        events=[one for _, one in sorted(events, key=lambda pair: pair[0])],
        sources=sources,
    )


@cache
def _template() -> Template:
    return Environment(autoescape=True).from_string((Path(__file__).parent / "report.html").read_text("utf-8"))


def _summary(arrays: EventArrays, rows: Rows, made: datetime, choices: str, language: str) -> str:
    undated, unplaced = int((~arrays.dated[rows]).sum()), int((~arrays.placed[rows]).sum())
    values = {
        "events": counted(len(rows), "event", language),
        "undated": number(undated, language),
        "unplaced": number(unplaced, language),
        "made": f"{made:%Y-%m-%d %H:%M}",
    }
    chosen = [say("report.chosen", language, choices=choices)] if choices else []
    return " ".join([say("report.summary", language, **values), *chosen, say("report.caution", language)])


def _event(analysis: Analysis, event: Event, language: str) -> _Told:
    document = analysis.document
    tell, source = teller(language), source_of(analysis, language)
    place = f"{event.place.name} ({place_kind(event.place.precision, language)})" if event.place else tell("list.no_place")
    dated = interval(event.first, event.last, language)
    facts = (
        tell("list.assumed", when=dated) if event.date_assumed else dated,
        place,
        code_word("type", event.event_type, language),
        code_word("status", event.status, language),
        tell("source.confidence", share=share(event.confidence, language)),
        code_word("verdict", event.review, language),
    )
    quotes = tuple(_quote(document.text, mention) for mention in event.mentions[:QUOTES])
    return _Told(event.id, document.id, event.title, " · ".join(facts), quotes, source.title, source.line, source.link)


def _quote(text: str, mention: Mention) -> tuple[Segment, ...]:
    """The sentence of a mention with its words marked."""
    span = mention.sentence
    found, position = [], 0
    for segment in segments(text, [mention]):
        start, position = position, position + len(segment.text)
        if start < span.end and position > span.start:
            piece = segment.text[max(0, span.start - start) : span.end - start]
            found.append(Segment(piece, _words_only(segment)))
    return tuple(found)


def _words_only(segment: Segment) -> tuple[str, ...]:
    return tuple(mark for mark in segment.marks if mark != SENTENCE)


def _source(analysis: Analysis, events: list[Event], language: str) -> _Source:
    source = source_of(analysis, language)
    parts = segments(analysis.document.text, [mention for event in events for mention in event.mentions])
    return _Source(source.id, source.title, source.line, tuple(Segment(part.text, _words_only(part)) for part in parts))
