"""Why an event is on the map: what, when and where it was found to be, how, and the source text with the very words marked.

Everything is data: the panel writes each string with `textContent`, so that an article cannot put anything into the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from events.model import Analysis, Argument, DatePrecision, Document, Event, Link, Mention, Quantity, Span, Status, Timex, When, Where
from events.ontology import OWN_TYPES, event_type
from events.views.groups import GROUPS, OTHER, group_of
from events.views.labels import DATE_LINKS, MONTHS, PLACE_KINDS, PLACE_LINKS, code, day, degrees, interval, kilometres

WHAT, WHEN, WHERE, SENTENCE = "what", "when", "where", "sentence"
QUOTE = 90  # characters of a sentence in the list of mentions
MODIFIERS = {"APPROX": "about", "MORE_THAN": "more than", "LESS_THAN": "fewer than"}
OTHERS = 3  # places of the same name to list


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text under the same marks. `mention`: number of the mention whose trigger begins here, from 1."""

    text: str
    marks: tuple[str, ...] = ()
    mention: int | None = None


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
class Source:
    """The document in words. `link` is None unless it is a plain web address; `events` counts those found in it."""

    id: str
    title: str
    line: str
    link: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The whole panel. `focus`: the mention to open the text at."""

    event_id: str
    title: str
    group: int
    badges: tuple[str, ...]
    facts: tuple[Fact, ...]
    tellings: tuple[Telling, ...]
    source: Source
    segments: tuple[Segment, ...]
    focus: int


def evidence(analysis: Analysis, event: Event) -> Evidence:
    """All that the panel shows of an event of this analysis."""
    document = analysis.document
    mentions = tuple(sorted(event.mentions, key=lambda mention: mention.trigger))
    lead = _lead(event, mentions)
    return Evidence(
        event_id=event.id,
        title=event.title,
        group=group_of(event.event_type),
        badges=_badges(event),
        facts=tuple(_facts(document, event, mentions, lead)),
        tellings=tuple(_telling(document, number, mention) for number, mention in enumerate(mentions, 1)),
        source=source_of(analysis),
        segments=segments(document.text, mentions),
        focus=mentions.index(lead) + 1,
    )


def segments(text: str, mentions: Iterable[Mention]) -> tuple[Segment, ...]:
    """The whole text, cut wherever a mark begins or ends. Joined together, the segments are the text again."""
    marked: list[tuple[str, Span]] = []
    triggers: dict[int, int] = {}
    for number, mention in enumerate(mentions, 1):
        marked += _marks(mention)
        triggers.setdefault(mention.trigger.start, number)
    edges = sorted({0, len(text), *(edge for _, span in marked for edge in (span.start, span.end))})
    stretches = map(Span, edges, edges[1:])
    return tuple(Segment(stretch.of(text), _names(marked, stretch), triggers.get(stretch.start)) for stretch in stretches)


def _names(marked: Iterable[tuple[str, Span]], stretch: Span) -> tuple[str, ...]:
    return tuple(sorted({mark for mark, span in marked if span.contains(stretch)}))


def _marks(mention: Mention) -> list[tuple[str, Span]]:
    found = [(SENTENCE, mention.sentence), (WHAT, mention.trigger)]
    if mention.when and mention.when.timex:
        found.append((WHEN, mention.when.timex.span))
    if mention.where and mention.where.toponym:
        found.append((WHERE, mention.where.toponym.span))
    found += [(WHERE, toponym.span) for toponym in mention.scene]
    return found


def _lead(event: Event, mentions: tuple[Mention, ...]) -> Mention:
    """The mention that gave the event its date, else the one that gave its place, else the first."""
    for mention in mentions:
        if mention.when and event.date_link is mention.when.link and (mention.when.first, mention.when.last) == (event.first, event.last):
            return mention
    return _placing(event, mentions) or mentions[0]


def _placing(event: Event, mentions: Iterable[Mention]) -> Mention | None:
    return next((mention for mention in mentions if mention.where and mention.where.place == event.place), None)


def _badges(event: Event) -> tuple[str, ...]:
    kind = GROUPS[group_of(event.event_type)].name
    what = " · ".join(code(name) for name in (event.event_type, event.mode) if name)
    status = "Happened" if event.status is Status.ACTUAL else event.status.capitalize()
    return tuple(badge for badge in (what, kind, event.acled or "", status, f"Confidence {event.confidence:.0%}") if badge)


def _facts(document: Document, event: Event, mentions: tuple[Mention, ...], lead: Mention) -> Iterable[Fact]:
    yield Fact("What", " / ".join(dict.fromkeys(f"“{mention.text}”" for mention in mentions)), tuple(_definition(event)), WHAT)
    yield _when_fact(document, event, lead)
    yield _where_fact(event, _placing(event, mentions) or lead)
    who = dict.fromkeys(_party(argument) for mention in mentions for argument in mention.actors)
    whom = dict.fromkeys(_party(argument) for mention in mentions for argument in mention.recipients)
    if who or whom:
        yield Fact("Who", " → ".join(", ".join(side) for side in (who, whom) if side) if who else f"→ {', '.join(whom)}")
    numbers = dict.fromkeys(_number(quantity) for mention in mentions for quantity in mention.quantities)
    if numbers:
        yield Fact("How many", ", ".join(numbers))


def _definition(event: Event) -> Iterable[str]:
    """What the event type means. Types of other extractors may have no definition."""
    if group_of(event.event_type) != OTHER:
        yield f"{code(event.event_type)}: {event_type(event.event_type).definition}"
    elif event.event_type in OWN_TYPES:
        yield f"{code(event.event_type)}: {OWN_TYPES[event.event_type]}"


def _party(argument: Argument) -> str:
    if argument.name and argument.name.lower() != argument.text.lower():
        return f"{argument.name} (“{argument.text}”)"
    return argument.text


def _number(quantity: Quantity) -> str:
    value = f"{quantity.value:,.0f}" if quantity.value == round(quantity.value, 0) else f"{quantity.value:,g}"
    return " ".join(word for word in (MODIFIERS.get(quantity.mod or "", ""), value, quantity.unit, quantity.kind) if word)


# ---- when
def _when_fact(document: Document, event: Event, lead: Mention) -> Fact:
    when = lead.when
    if event.first is None and event.last is None:
        return Fact("When", "No date", (_why_undated(document, when),), WHEN)
    known = _known_to(event)
    answer = interval(event.first, event.last) + (f" ({known})" if known else "")
    reasons = [_resolution(document, when), DATE_LINKS[when.link]] if when else []
    return Fact("When", answer, tuple(reason for reason in reasons if reason), WHEN)


def _known_to(event: Event) -> str:
    """How exact an interval is, where its words do not say so."""
    if event.first is None or event.last is None or event.date_precision is DatePrecision.DAY:
        return ""
    days = (event.last - event.first).days + 1
    return f"known to within {days} days" if days <= 7 else f"known to the {event.date_precision}"


def _why_undated(document: Document, when: When | None) -> str:
    if when is None or when.timex is None:
        return "The text gives no date for it"
    why = "the publication date is not known" if document.dct is None else "nothing in the text says which"
    return f"“{when.timex.text}” stays open: {why}"


def _resolution(document: Document, when: When) -> str:
    if when.timex is None:
        return ""
    return f"“{when.timex.text}” → {interval(when.first, when.last)}, {_anchor(document, when.timex)}"


def _anchor(document: Document, timex: Timex) -> str:
    if timex.anchor is None:
        return "a date of its own"
    kind, _, value = timex.anchor.partition(" ")
    if kind == "dct":
        published = document.dct or _iso(value)
        return f"counted from the publication date, {day(published)}" if published else "counted from the publication date"
    return f"counted from {_iso_words(value)}, said in the text"


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _iso_words(value: str) -> str:
    """ "2015-05-21", "2015-W21" and "2015-05" in words; anything else as it is."""
    whole = _iso(value)
    if whole:
        return f"the week of {day(whole)}" if "W" in value else day(whole)
    year, _, month = value.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month.isdigit() and 1 <= int(month) <= 12 else value


# ---- where
def _where_fact(event: Event, mention: Mention) -> Fact:
    place = event.place
    if place is None:
        return Fact("Where", "No place", (_why_unplaced(event),), WHERE)
    answer = ", ".join(dict.fromkeys(name for name in (place.name, place.admin1, place.country) if name))
    spot = f"{PLACE_KINDS[place.precision]}, {degrees(place.latitude, place.longitude)}, {kilometres(place.radius_km)}"
    found = mention.where if mention.where and mention.where.place == place else None
    return Fact("Where", answer, (f"{_wording(found)}{spot}", *_finding(event, found)), WHERE)


def _why_unplaced(event: Event) -> str:
    names = dict.fromkeys(toponym.text for mention in event.mentions for toponym in mention.scene)
    if not names:
        return "The text names no place for it"
    return f"The text names {', '.join(f'“{name}”' for name in names)}, which the gazetteer does not know"


def _wording(where: Where | None) -> str:
    return f"“{where.toponym.text}”, " if where and where.toponym else ""


def _finding(event: Event, where: Where | None) -> Iterable[str]:
    place = event.place
    assert place is not None
    number = f" (GeoNames {place.geonameid})" if place.geonameid else ""
    link = event.place_link or (where.link if where else None)
    how = f"{PLACE_LINKS[link]}; " if link else ""
    yield f"{how}placed by {place.geocoder}{number}"
    if where and (further := _further(event, where)):
        yield f"the text also names: {', '.join(further)}"
    if event.place_role == "destination":
        yield "where it goes to, rather than where it takes place"
    if where and where.toponym and where.toponym.candidates:
        others = (candidate.place for candidate in where.toponym.candidates[:OTHERS])
        yield "not: " + "; ".join(", ".join(dict.fromkeys(n for n in (o.name, o.admin1, o.country) if n)) for o in others)


def _further(event: Event, where: Where) -> list[str]:
    """What else the mentions call the scene: more places, or a name that the gazetteer does not know."""
    names = dict.fromkeys(toponym.text for mention in event.mentions for toponym in mention.scene)
    return [name for name in names if where.toponym is None or name != where.toponym.text]


# ---- document
def _telling(document: Document, number: int, mention: Mention) -> Telling:
    quote = " ".join(_around(document.text, mention).split())
    when = mention.when
    dated = "" if when is None else "date assumed" if when.link is Link.DCT else interval(when.first, when.last)
    placed = mention.where.place.name if mention.where else ""
    return Telling(number, quote, " · ".join(word for word in (dated, placed) if word))


def _around(text: str, mention: Mention) -> str:
    """The sentence, or as much of it about the trigger as fits."""
    span = mention.sentence
    if span.end - span.start <= QUOTE:
        return span.of(text)
    start = max(span.start, min(mention.trigger.start - QUOTE // 3, span.end - QUOTE))
    end = min(span.end, start + QUOTE)
    return f"{'…' if start > span.start else ''}{text[start:end]}{'…' if end < span.end else ''}"


def source_of(analysis: Analysis) -> Source:
    """The document of an analysis in words."""
    document = analysis.document
    published = f"published {day(document.dct)}" if document.dct else "publication date unknown"
    line = " · ".join(word for word in (document.publisher or "", published) if word)
    return Source(document.id, document.title or "Untitled text", line, web_address(document.url), len(analysis.events))


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web (http or https with a host), else None: no other kind may become a link."""
    try:
        address = urlsplit((url or "").strip())
    except ValueError:
        return None
    return address.geturl() if address.scheme in ("http", "https") and address.hostname else None
