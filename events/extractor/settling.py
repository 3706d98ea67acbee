"""What the rest of a text says of its headline event: a date or place that the event's own sentences lack.

An article that says "a bomber killed six people" and two sentences on "the attack late on Thursday" tells one happening; sentences that
share the title's words are taken to speak of it. What is found so is linked as by the paragraph, with its words as evidence.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from events.extractor.headline import Topic, stems_of
from events.extractor.lexicon import word_list
from events.extractor.linking import dateline_of
from events.extractor.times import hour_only
from events.model import DatePrecision, Document, Event, Link, Mention, Span, Status, Timex, Toponym, When, Where
from events.ontology import OTHER

RECENT = timedelta(days=7)  # before publication; what lies further back is background
FOLLOWS = 500  # characters behind the event's first sentence within which another goes on about it
NEAR = 1000  # characters from the event's first sentence within which a place is looked for
_SHARED = 2  # words of the title that a sentence must share
_SCENE = frozenset({"in", "at", "near", "outside"})
_SOFT_DATES = (Link.DCT, Link.PARAGRAPH)


def settled(
    document: Document,
    events: tuple[Event, ...],
    topic: Topic,
    sentences: Sequence[Span],
    timexes: Sequence[Timex],
    toponyms: Sequence[Toponym],
) -> tuple[Event, ...]:
    """The events, the headline event with a date and place from sentences that share the title's words where it had none said."""
    headline = next((e for e in events if e.rank == 0), None)
    if headline is None or headline.status is not Status.ACTUAL or not document.title:
        return events
    better = _dated_elsewhere(document, headline, events) or _dated(document, headline, topic, sentences, timexes)
    better = _placed(document, better, topic, sentences, toponyms)
    return tuple(better if e is headline else e for e in events)


def _dated_elsewhere(document: Document, event: Event, events: tuple[Event, ...]) -> Event | None:
    """With the date that another event of its type and place has in its own clause: what is told twice and was not brought together."""
    if event.date_link not in _SOFT_DATES:
        return None
    for other in sorted(events, key=lambda e: e.mentions[0].trigger.start):
        same = other is not event and other.event_type == event.event_type and other.status is Status.ACTUAL
        if same and other.place is not None and other.place == event.place:
            when = next((m.when for m in other.mentions if m.when and m.when.link is Link.CLAUSE), None)
            if when is not None and when.timex is not None and _recent(when.timex, document):
                return _with_date(event, when.timex)
    return None


def _with_date(event: Event, timex: Timex) -> Event:
    when = When(timex.value, timex.first, timex.last, Link.PARAGRAPH, timex)
    lead = next((m for m in event.mentions if m.when is None or m.when.link in _SOFT_DATES), event.mentions[0])
    return _changed(event, lead, replace(lead, when=when), first=timex.first, last=timex.last, date_link=Link.PARAGRAPH)


def _dated(document: Document, event: Event, topic: Topic, sentences: Sequence[Span], timexes: Sequence[Timex]) -> Event:
    if document.dct is None or event.date_link not in _SOFT_DATES:
        return event
    found: list[tuple[int, int, Timex]] = []
    told = event.mentions[0].sentence.end
    assumed = event.date_link is Link.DCT
    for timex in timexes:
        sentence = next((s for s in sentences if s.contains(timex.span)), None)
        if sentence is None or not _recent(timex, document):
            continue
        shared = len(stems_of([sentence.of(document.text)[:1000]]) & topic.stems)
        follows = assumed and 0 <= sentence.start - told <= FOLLOWS
        if follows or shared >= min(_SHARED, len(topic.stems)):
            found.append((0 if assumed else -shared, timex.span.start, timex))
    if not found:
        return event
    return _with_date(event, min(found, key=lambda f: f[:2])[2])


def _recent(timex: Timex, document: Document) -> bool:
    day = timex.first if timex.precision is DatePrecision.DAY and timex.type in ("DATE", "TIME") and not hour_only(timex) else None
    return day is not None and document.dct is not None and document.dct - RECENT <= day <= document.dct


def _placed(document: Document, event: Event, topic: Topic, sentences: Sequence[Span], toponyms: Sequence[Toponym]) -> Event:
    """The place of the title, or the first that a sentence which shares its words names behind "in", where the event has none.

    Failing these the dateline: what an article is about mostly happened, or was said, where it was written.
    """
    if event.place is not None:
        return event
    near = None if event.event_type in word_list("verbal_types") else _named_near(document, event, topic, sentences, toponyms)
    found, link = (near, Link.PARAGRAPH) if near is not None else (dateline_of(document.text, tuple(toponyms)), Link.DATELINE)
    if found is None or found.place is None or (link is Link.DATELINE and not found.place.is_point):
        return event
    lead = event.mentions[0]
    return _changed(event, lead, replace(lead, where=Where(found.place, link, found)), place=found.place, place_link=link)


def _named_near(
    document: Document, event: Event, topic: Topic, sentences: Sequence[Span], toponyms: Sequence[Toponym]
) -> Toponym | None:
    known = [t for t in toponyms if t.place is not None and t.role == "place"]
    titled = [t for t in known if t.text.lower() in topic.places]
    if not titled and event.event_type == OTHER:
        told = event.mentions[0].sentence
        near = [t for t in known if _set_in(t, document) and abs(t.span.start - told.start) <= NEAR]
        titled = [t for t in near if 0 <= t.span.start - told.end <= FOLLOWS or _shares(t.span, document, topic, sentences)]
    return titled[0] if titled else None


def _set_in(toponym: Toponym, document: Document) -> bool:
    words = document.text[max(0, toponym.span.start - 20) : toponym.span.start].lower().split()
    return any(word in _SCENE for word in words[-2:])


def _shares(span: Span, document: Document, topic: Topic, sentences: Sequence[Span]) -> bool:
    sentence = next((s for s in sentences if s.contains(span)), None)
    return sentence is not None and len(stems_of([sentence.of(document.text)[:1000]]) & topic.stems) >= _SHARED


def _changed(event: Event, old: Mention, new: Mention, **facts: object) -> Event:
    """The event with one mention and some facts replaced, its confidence by the worth of the new link."""
    values = word_list("confidence")
    kind, link = ("date", event.date_link) if "date_link" in facts else ("place", event.place_link)
    ratio = float(values[f"{kind} {facts[f'{kind}_link']}"]) / float(values[f"{kind} {link or 'none'}"])
    mentions = tuple(new if m is old else m for m in event.mentions)
    return replace(event, mentions=mentions, confidence=round(min(0.99, event.confidence * ratio), 3), **facts)  # type: ignore[arg-type]
