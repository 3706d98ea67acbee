"""What a date or a place name in the text was found to be, and how: as much as is stored of it, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from events.model import Analysis, Document, Event, Link, Place, Span, Timex, Toponym
from events.views.labels import code_word, day, interval, month, number, place_kind
from events.views.texts import FALLBACK, Tell, teller

LISTED = 6  # places that were not chosen


@dataclass(frozen=True, slots=True)
class Note:
    """An explanation under its heading, in lines of a label and an answer."""

    title: str
    lines: tuple[tuple[str, str], ...]


def notes(analysis: Analysis, event: Event, language: str = FALLBACK) -> dict[Span, Note]:
    """An explanation of each date and place name of the text; those of the event say also how they came to it."""
    dates = {timex.span: (timex, None) for timex in analysis.timexes} | dict(_own_dates(event))
    places = {toponym.span: (toponym, None) for toponym in analysis.toponyms} | dict(_own_places(event))
    found = {span: date_note(analysis.document, timex, link, language) for span, (timex, link) in dates.items()}
    return found | {span: place_note(toponym, link, language) for span, (toponym, link) in places.items()}


def _own_dates(event: Event) -> Iterable[tuple[Span, tuple[Timex, Link | None]]]:
    for mention in event.mentions:
        if mention.when and mention.when.timex:
            yield mention.when.timex.span, (mention.when.timex, mention.when.link)


def _own_places(event: Event) -> Iterable[tuple[Span, tuple[Toponym, Link | None]]]:
    for mention in event.mentions:
        for toponym in mention.scene:
            yield toponym.span, (toponym, None)
        if mention.where and mention.where.toponym:
            yield mention.where.toponym.span, (mention.where.toponym, mention.where.link)


def date_note(document: Document, timex: Timex, link: Link | None = None, language: str = FALLBACK) -> Note:
    """The days that a phrase means, what they were counted from, its value and the rule that found it."""
    tell = teller(language)
    lines = [(tell("source.note_denotes"), interval(timex.first, timex.last, language) if timex.resolved else tell("source.note_open"))]
    if timex.resolved or timex.anchor:
        lines.append((tell("source.note_counted"), anchor_words(document, timex, language)))
    if link:
        lines.append((tell("source.note_here"), tell(f"source.date_{link.value}")))
    lines.append((tell("source.note_timex"), " ".join(filter(None, (timex.type, timex.value, timex.mod)))))
    if timex.rule:
        lines.append((tell("source.note_rule"), timex.rule))
    return Note(f"“{timex.text}”", tuple(lines))


def place_note(toponym: Toponym, link: Link | None = None, language: str = FALLBACK) -> Note:
    """The place that a name was taken for, who placed it, and the places of this name that it was not taken for."""
    tell, place = teller(language), toponym.place
    lines = [(tell("source.note_place"), _described(place, language) if place else tell("source.note_nowhere"))]
    if toponym.role == "actor":
        lines.append((tell("source.note_here"), tell("source.note_actor")))
    if link:
        lines.append((tell("source.note_here"), tell(f"source.place_{link.value}")))
    if place:
        lines.append((tell("source.note_how"), f"{placed_by(place, language)}; {_ranked(toponym, tell)}"))
    others = toponym.candidates[:LISTED]
    lines += [(tell("source.note_others") if n == 0 else "", _described(other.place, language)) for n, other in enumerate(others)]
    return Note(f"“{toponym.text}”", tuple(lines))


def _ranked(toponym: Toponym, tell: Tell) -> str:
    others = len(toponym.candidates)
    return tell("source.note_chosen", count=others + 1) if others else tell("source.note_alone")


def placed_by(place: Place, language: str = FALLBACK) -> str:
    """Who answered, with the number of the place in GeoNames."""
    geonames = f" (GeoNames {place.geonameid})" if place.geonameid else ""
    return teller(language)("source.placed_by", geocoder=place.geocoder) + geonames


def _described(place: Place, language: str) -> str:
    tell = teller(language)
    people = tell("source.inhabitants", count=number(place.population, language)) if place.population else ""
    return " · ".join(filter(None, (place_words(place), place_kind(place.precision, language), people)))


def place_words(place: Place) -> str:
    """A place with its division and country."""
    return ", ".join(dict.fromkeys(name for name in (place.name, place.admin1, place.country) if name))


def anchor_words(document: Document, timex: Timex, language: str = FALLBACK) -> str:
    """What the days of a phrase were counted from."""
    tell = teller(language)
    if timex.anchor is None:
        return tell("source.own_date")
    kind, _, value = timex.anchor.partition(" ")
    if kind != "dct":
        return tell("source.counted_text", day=_iso_words(value, language))
    published = document.dct or _iso(value)
    return tell("source.counted_published", day=day(published, language)) if published else tell("source.counted_unknown")


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _iso_words(value: str, language: str) -> str:
    """ "2015-05-21", "2015-W21" and "2015-05" in words; anything else as it is."""
    whole = _iso(value)
    if whole:
        words = day(whole, language)
        return teller(language)("source.week_of", day=words) if "W" in value else words
    year, _, ordinal = value.partition("-")
    return f"{month(int(ordinal), language)} {year}" if ordinal.isdigit() and 1 <= int(ordinal) <= 12 else value


def event_note(event: Event, language: str = FALLBACK) -> Note:
    """What another event of the text is, before one chooses it."""
    tell = teller(language)
    where = event.place.name if event.place else tell("source.no_place")
    told = (
        (tell("source.event_type"), code_word("type", event.event_type, language)),
        (tell("source.when"), interval(event.first, event.last, language)),
        (tell("source.where"), where),
        ("", tell("source.choose")),
    )
    return Note(event.title, told)
