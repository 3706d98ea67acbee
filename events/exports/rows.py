"""What every format holds of an event: one flat row, its keys in the order of COLUMNS.

Its quote is the sentence of the mention that gave the event its date (else its place, else the first one); all offsets are half-open
character offsets into the document's text, whose hash is `document_id`.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from events.model import Analysis, Document, Event, Mention, PlacePrecision, Quantity
from events.records import plain_json

Row = dict[str, Any]  # by the names of COLUMNS: str, float, int, bool, date, list of str, or None

COLUMNS = (
    "event_id",
    "event_type",  # PLOVER
    "mode",
    "contexts",  # list
    "acled",  # ACLED sub-event type where one fits
    "status",  # actual, planned, hypothetical, denied
    "title",
    "first",  # first and last day, nothing where open or unknown
    "last",
    "date_precision",  # day, week, month, year, open
    "date_assumed",  # true: no text gave the date, it is the day of publication
    "date_link",  # clause, sentence, paragraph, dateline, dct: where the date was said
    "time_phrase",  # as written
    "time_anchor",  # what it was resolved against
    "place",
    "place_role",  # scene, or destination
    "place_link",
    "country",
    "country_code",  # ISO 3166-1 alpha-2
    "latitude",  # WGS 84, of the middle
    "longitude",
    "radius_km",  # how far the truth may be from there
    "place_precision",  # exact, city, admin area, country
    "geonameid",
    "confidence",  # 0..1
    "actors",  # list
    "recipients",  # list
    "quantities",  # list
    "mentions",  # how many sentences tell of it
    "quote",
    "quote_start",
    "quote_end",
    "trigger",
    "trigger_start",
    "trigger_end",
    "document_id",
    "document_title",
    "publisher",
    "url",
    "published",
    "extractor",  # what found it: rules, or the table that it was read from
    "review",  # what a person said of it: unreviewed, accepted, rejected, edited, added
    "corrected",  # true: a person changed something of it
)

_MODIFIERS = {"APPROX": "about ", "MORE_THAN": "more than ", "LESS_THAN": "less than "}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event on its way out, with the document it was found in. `leads`: whether it is the first of its document in this export."""

    event: Event
    analysis: Analysis
    leads: bool

    @property
    def document(self) -> Document:
        return self.analysis.document


def entries(analyses: Iterable[Analysis], event_ids: Collection[str] | None = None) -> Iterator[Entry]:
    """The events in order; only those of `event_ids` where it is given."""
    wanted = None if event_ids is None else frozenset(event_ids)
    for analysis in analyses:
        leads = True
        for event in analysis.events:
            if wanted is None or event.id in wanted:
                yield Entry(event, analysis, leads)
                leads = False


def row_of(entry: Entry) -> Row:
    """The event as a row, its keys in the order of COLUMNS."""
    event, document = entry.event, entry.document
    key = _key_mention(event)
    values = {**_what(event), **_when(event, key), **_where(event), **_evidence(key, document), **_origin(document)}
    values |= {"extractor": entry.analysis.extractor, "review": event.review.value, "corrected": event.corrected}
    return {name: values[name] for name in COLUMNS}


def record_of(entry: Entry) -> dict[str, Any]:
    """All that is known of the event, from which `events.event_tables` makes the very same event again.

    The text of a document, which may be long, is in the record of its first event only.
    """
    document = entry.document
    known = {one.name: getattr(document, one.name) for one in fields(document) if one.name != "text"}
    text = {"text": document.text} if entry.leads else {}
    made_by = {"extractor": entry.analysis.extractor, "config_hash": entry.analysis.config_hash}
    return {"event": entry.event, "document": {"id": document.id, **known, **text}, **made_by}


def record_text(entry: Entry) -> str:
    """`record_of` as JSON."""
    return plain_json(record_of(entry)).decode()


def has_point(row: Row) -> bool:
    """Whether a point on a map is honest: an exact spot or a town. A region or country is an area, and has none."""
    return row["place_precision"] in (PlacePrecision.EXACT, PlacePrecision.CITY)


def _key_mention(event: Event) -> Mention:
    """The mention that gave the event its date, else its place, else the first."""
    dated = (m for m in event.mentions if m.when and (m.when.first, m.when.last, m.when.link) == (event.first, event.last, event.date_link))
    placed = (m for m in event.mentions if m.where and m.where.place == event.place)
    return next(dated, None) or next(placed, None) or event.mentions[0]


def _what(event: Event) -> Row:
    return {
        "event_id": event.id,
        "event_type": event.event_type,
        "mode": event.mode or None,
        "contexts": list(event.contexts),
        "acled": event.acled,
        "status": event.status.value,
        "title": event.title,
        "confidence": event.confidence,
        "actors": list(event.actor_names),
        "recipients": list(event.recipient_names),
        "quantities": list(dict.fromkeys(_in_words(quantity) for mention in event.mentions for quantity in mention.quantities)),
        "mentions": len(event.mentions),
    }


def _in_words(quantity: Quantity) -> str:
    """For example "more than 12 soldiers (killed)"."""
    value = int(quantity.value) if quantity.value.is_integer() else quantity.value
    kind = f" ({quantity.kind})" if quantity.kind else ""
    return f"{_MODIFIERS.get(quantity.mod or '', '')}{value} {quantity.unit}".rstrip() + kind


def _when(event: Event, key: Mention) -> Row:
    timex = key.when.timex if key.when else None
    return {
        "first": event.first,
        "last": event.last,
        "date_precision": event.date_precision.value if event.date_precision else None,
        "date_assumed": event.date_assumed,
        "date_link": event.date_link.value if event.date_link else None,
        "time_phrase": timex.text if timex else None,
        "time_anchor": timex.anchor if timex else None,
    }


def _where(event: Event) -> Row:
    place = event.place
    if place is None:
        names = ("place", "place_role", "place_link", "country", "country_code", "latitude", "longitude", "radius_km", "place_precision")
        return dict.fromkeys((*names, "geonameid"))
    return {
        "place": place.name,
        "place_role": event.place_role,
        "place_link": event.place_link.value if event.place_link else None,
        "country": place.country or None,
        "country_code": place.country_code or None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": place.radius_km,
        "place_precision": place.precision.value,
        "geonameid": place.geonameid,
    }


def _evidence(key: Mention, document: Document) -> Row:
    return {
        "quote": key.sentence.of(document.text),
        "quote_start": key.sentence.start,
        "quote_end": key.sentence.end,
        "trigger": key.text,
        "trigger_start": key.trigger.start,
        "trigger_end": key.trigger.end,
    }


def _origin(document: Document) -> Row:
    return {
        "document_id": document.id,
        "document_title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "published": document.dct,
    }
