"""Why an event is on the map: what, when and where it was found to be, how, and the source text with every event marked.

Everything is data: the panel writes each string with `textContent`, so that an article cannot put anything into the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from events.model import Analysis, Argument, DatePrecision, Document, Event, Link, Mention, Quantity, Status, When, Where
from events.storage import Source as Reading
from events.views.groups import GROUPS, group_of
from events.views.labels import code_word, day, degrees, figure, interval, place_kind, rounded, share
from events.views.marks import WHAT, WHEN, WHERE, Segment, segments
from events.views.notes import Note, anchor_words, event_note, notes, place_words, placed_by
from events.views.texts import FALLBACK, Tell, teller, word

QUOTE = 90  # characters of a sentence in the list of mentions
MODIFIERS = {"APPROX": "about", "MORE_THAN": "more_than", "LESS_THAN": "fewer_than"}
STATUS = {Status.ACTUAL: "happened", Status.PLANNED: "planned", Status.HYPOTHETICAL: "hypothetical", Status.DENIED: "denied"}
OTHERS = 3  # places of the same name to list


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer with its reasons. `mark` gives its colour where the text has words for it."""

    label: str
    answer: str
    reasons: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """One mention in the list of them: its number, its sentence, and the date and place that it gives."""

    mention: int
    quote: str
    says: str


@dataclass(frozen=True, slots=True)
class ReadAt:
    """A place where the text was read, in words. `link` is None unless it is a plain web address."""

    words: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """The document in words. `link` is None unless it is a plain web address; `events` counts those found in it."""

    id: str
    title: str
    line: str
    link: str | None
    events: int
    readings: tuple[ReadAt, ...] = ()  # where it and its near-copies were read, if at several places


@dataclass(frozen=True, slots=True)
class Other:
    """Another event of the text: its id, its group, and what it is."""

    id: str
    group: int
    note: Note


@dataclass(frozen=True, slots=True)
class Text:
    """A document's text with its marks. `focus`: the mention to open it at; None where it has no text."""

    source: Source
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]
    others: tuple[Other, ...]
    focus: int


@dataclass(frozen=True, slots=True)
class Alike:
    """An event of another text that may be the same: its id, where it was told, and its title."""

    id: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The whole panel. `number`, `before` and `after`: the event's place among those of its text, and its neighbours' ids."""

    event_id: str
    title: str
    group: int
    badges: tuple[str, ...]
    facts: tuple[Fact, ...]
    tellings: tuple[Telling, ...]
    text: Text
    number: int
    before: str | None
    after: str | None
    alike: tuple[Alike, ...] = ()
    beside: tuple[str, Text] | None = None  # one of those alike: its id and its text


def evidence(
    analysis: Analysis,
    event: Event,
    language: str = FALLBACK,
    *,
    readings: Iterable[Reading] = (),
    alike: Iterable[Alike] = (),
    beside: tuple[Analysis, Event] | None = None,
) -> Evidence:
    """All that the panel shows of an event of this analysis, with another text `beside` it where the user wants one."""
    mentions, lead = _told(event)
    document = analysis.document
    order = in_text_order(analysis)
    at = order.index(event.id) if event.id in order else 0
    return Evidence(
        event_id=event.id,
        title=event.title,
        group=group_of(event.event_type),
        badges=_badges(event, language),
        facts=tuple(_facts(document, event, mentions, lead, language)),
        tellings=tuple(_telling(document, number, mention, language) for number, mention in enumerate(mentions, 1) if mention.text),
        text=text_of(analysis, event, language, readings),
        number=at + 1,
        before=order[at - 1] if at > 0 else None,
        after=order[at + 1] if at + 1 < len(order) else None,
        alike=tuple(alike),
        beside=(beside[1].id, text_of(*beside, language)) if beside else None,
    )


def in_text_order(analysis: Analysis) -> list[str]:
    """The ids of a document's events, by the first words that tell of each."""
    return [event.id for event in sorted(analysis.events, key=lambda event: (min(m.trigger for m in event.mentions), event.rank))]


def text_of(analysis: Analysis, event: Event, language: str = FALLBACK, readings: Iterable[Reading] = ()) -> Text:
    """The whole text with the marks of one event, the other events, and what is to be said of each date and place name."""
    mentions, lead = _told(event)
    others = [other for other in analysis.events if other.id != event.id]
    noted = notes(analysis, event, language)
    return Text(
        source=source_of(analysis, language, readings),
        segments=segments(analysis.document.text, mentions, others, list(noted)),
        notes=tuple(noted.values()),
        others=tuple(Other(other.id, group_of(other.event_type), event_note(other, language)) for other in others),
        focus=mentions.index(lead) + 1,
    )


def _told(event: Event) -> tuple[tuple[Mention, ...], Mention]:
    """The mentions in text order, and the one that gave the event its date, else the one that gave its place, else the first."""
    mentions = tuple(sorted(event.mentions, key=lambda mention: mention.trigger))
    return mentions, _lead(event, mentions)


def _lead(event: Event, mentions: tuple[Mention, ...]) -> Mention:
    for mention in mentions:
        if mention.when and event.date_link is mention.when.link and (mention.when.first, mention.when.last) == (event.first, event.last):
            return mention
    return _placing(event, mentions) or mentions[0]


def _placing(event: Event, mentions: Iterable[Mention]) -> Mention | None:
    return next((mention for mention in mentions if mention.where and mention.where.place == event.place), None)


def _badges(event: Event, language: str) -> tuple[str, ...]:
    tell = teller(language)
    kind = GROUPS[group_of(event.event_type)].said(language)
    named = (("type", event.event_type), ("mode", event.mode), ("acled", event.acled))
    *what, acled = (code_word(section, name, language) if name else "" for section, name in named)
    sure = tell("source.confidence", share=share(event.confidence, language))
    return tuple(badge for badge in (" · ".join(filter(None, what)), kind, acled, tell(f"source.{STATUS[event.status]}"), sure) if badge)


def _facts(document: Document, event: Event, mentions: tuple[Mention, ...], lead: Mention, language: str) -> Iterable[Fact]:
    tell = teller(language)
    words = dict.fromkeys(f"“{mention.text}”" for mention in mentions if mention.text)
    said = " / ".join(words) or code_word("type", event.event_type, language)
    yield Fact(tell("source.what"), said, tuple(_definition(event, language)), WHAT if words else "")
    yield _when_fact(document, event, lead, language)
    yield _where_fact(event, _placing(event, mentions) or lead, language)
    who = dict.fromkeys(_party(argument) for mention in mentions for argument in mention.actors)
    whom = dict.fromkeys(_party(argument) for mention in mentions for argument in mention.recipients)
    if who or whom:
        both = " → ".join(", ".join(side) for side in (who, whom) if side) if who else f"→ {', '.join(whom)}"
        yield Fact(tell("source.who"), both)
    numbers = dict.fromkeys(_number(quantity, language) for mention in mentions for quantity in mention.quantities)
    if numbers:
        yield Fact(tell("source.how_many"), ", ".join(numbers))


def _definition(event: Event, language: str) -> Iterable[str]:
    """What the event type means. Types of other extractors may have no definition."""
    meaning = word("definition", event.event_type, language)
    if meaning:
        yield f"{code_word('type', event.event_type, language)}: {meaning}"


def _party(argument: Argument) -> str:
    if argument.name and argument.name.lower() != argument.text.lower():
        return f"{argument.name} (“{argument.text}”)"
    return argument.text


def _number(quantity: Quantity, language: str) -> str:
    tell, value = teller(language), figure(quantity.value, language)
    about = tell(f"source.{MODIFIERS[quantity.mod]}") if quantity.mod in MODIFIERS else ""
    return " ".join(part for part in (about, value, quantity.unit, word("quantity", quantity.kind, language) or quantity.kind) if part)


# ---- when
def _when_fact(document: Document, event: Event, lead: Mention, language: str) -> Fact:
    when, tell = lead.when, teller(language)
    if event.first is None and event.last is None:
        return Fact(tell("source.when"), tell("source.no_date"), (_why_undated(document, when, tell),), WHEN)
    known = _known_to(event, tell)
    answer = interval(event.first, event.last, language) + (f" ({known})" if known else "")
    reasons = [_resolution(document, when, language), tell(f"source.date_{when.link.value}")] if when else []
    return Fact(tell("source.when"), answer, tuple(reason for reason in reasons if reason), WHEN)


def _known_to(event: Event, tell: Tell) -> str:
    """How exact an interval is, where its words do not say so."""
    if event.first is None or event.last is None or event.date_precision is DatePrecision.DAY:
        return ""
    days = (event.last - event.first).days + 1
    return tell("source.known_days", days=days) if days <= 7 else tell(f"source.known_{event.date_precision}")


def _why_undated(document: Document, when: When | None, tell: Tell) -> str:
    if when is None or when.timex is None:
        return tell("source.gives_no_date")
    why = tell("source.no_publication_date") if document.dct is None else tell("source.nothing_says_which")
    return tell("source.stays_open", phrase=when.timex.text, why=why)


def _resolution(document: Document, when: When, language: str) -> str:
    if when.timex is None:
        return ""
    return f"“{when.timex.text}” → {interval(when.first, when.last, language)}, {anchor_words(document, when.timex, language)}"


# ---- where
def _where_fact(event: Event, mention: Mention, language: str) -> Fact:
    place, tell = event.place, teller(language)
    if place is None:
        return Fact(tell("source.where"), tell("source.no_place"), (_why_unplaced(event, tell),), WHERE)
    spot = ", ".join(
        (
            place_kind(place.precision, language),
            degrees(place.latitude, place.longitude, language),
            tell("source.within", km=rounded(place.radius_km, language)),
        )
    )
    found = mention.where if mention.where and mention.where.place == place else None
    return Fact(tell("source.where"), place_words(place), (f"{_wording(found)}{spot}", *_finding(event, found, language)), WHERE)


def _why_unplaced(event: Event, tell: Tell) -> str:
    names = dict.fromkeys(toponym.text for mention in event.mentions for toponym in mention.scene)
    if not names:
        return tell("source.names_no_place")
    return tell("source.names_unknown", names=", ".join(f"“{name}”" for name in names))


def _wording(where: Where | None) -> str:
    return f"“{where.toponym.text}”, " if where and where.toponym else ""


def _finding(event: Event, where: Where | None, language: str) -> Iterable[str]:
    place, tell = event.place, teller(language)
    assert place is not None
    link = event.place_link or (where.link if where else None)
    how = f"{tell(f'source.place_{link.value}')}; " if link else ""
    yield how + placed_by(place, language)
    if where and (further := _further(event, where)):
        yield tell("source.also_names", names=", ".join(further))
    if event.place_role == "destination":
        yield tell("source.destination")
    if where and where.toponym and where.toponym.candidates:
        yield tell("source.not_these", places="; ".join(place_words(one.place) for one in where.toponym.candidates[:OTHERS]))


def _further(event: Event, where: Where) -> list[str]:
    """What else the mentions call the scene: more places, or a name that the gazetteer does not know."""
    names = dict.fromkeys(toponym.text for mention in event.mentions for toponym in mention.scene)
    return [name for name in names if where.toponym is None or name != where.toponym.text]


# ---- document
def _telling(document: Document, number: int, mention: Mention, language: str) -> Telling:
    quote = " ".join(_around(document.text, mention).split())
    placed = mention.where.place.name if mention.where else ""
    return Telling(number, quote, " · ".join(filter(None, (_dated(mention.when, language), placed))))


def _dated(when: When | None, language: str) -> str:
    if when is None:
        return ""
    return teller(language)("source.assumed") if when.link is Link.DCT else interval(when.first, when.last, language)


def _around(text: str, mention: Mention) -> str:
    """The sentence, or as much of it about the trigger as fits."""
    span = mention.sentence
    if span.end - span.start <= QUOTE:
        return span.of(text)
    start = max(span.start, min(mention.trigger.start - QUOTE // 3, span.end - QUOTE))
    end = min(span.end, start + QUOTE)
    return f"{'…' if start > span.start else ''}{text[start:end]}{'…' if end < span.end else ''}"


def source_of(analysis: Analysis, language: str = FALLBACK, readings: Iterable[Reading] = ()) -> Source:
    """The document of an analysis in words, and where it was read if that was at several places."""
    document, tell = analysis.document, teller(language)
    published = tell("source.published", day=day(document.dct, language)) if document.dct else tell("source.unpublished")
    line = " · ".join(part for part in (document.publisher or "", published) if part)
    places = tuple(_read_at(reading, language) for reading in readings)
    title = document.title or tell("source.untitled")
    return Source(document.id, title, line, web_address(document.url), len(analysis.events), places if len(places) > 1 else ())


def _read_at(reading: Reading, language: str) -> ReadAt:
    tell = teller(language)
    published = tell("source.published", day=day(reading.dct, language)) if reading.dct else ""
    copy = "" if reading.exact else tell("source.near_copy")
    named = reading.publisher or reading.url or reading.source
    return ReadAt(" · ".join(filter(None, (named, reading.title, published, copy))), web_address(reading.url))


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web (http or https with a host), else None: no other kind may become a link."""
    try:
        address = urlsplit((url or "").strip())
    except ValueError:
        return None
    return address.geturl() if address.scheme in ("http", "https") and address.hostname else None
