"""The words of the project as frozen dataclasses: Document, Span, Timex, Place, Toponym, Mention, Event, Analysis.

Offsets are half-open character offsets into `Document.text`. Dates are `datetime.date`; intervals include both ends and
None is an open end. Coordinates are WGS 84 decimal degrees. Misuse fails at construction with ValueError.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Status(StrEnum):
    """Whether the text says that it happened."""

    ACTUAL = "actual"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


class Link(StrEnum):
    """The step that gave a mention its date or place, surest first."""

    REVIEWER = "reviewer"  # a person corrected it
    RECORD = "record"  # a table of ready-made events gives it
    CLAUSE = "clause"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    DATELINE = "dateline"
    DCT = "dct"  # nothing said: the publication date stands in, and views mark it


class DateOrigin(StrEnum):
    """Where a document's publication date is from."""

    CORRECTED = "corrected by hand"
    GIVEN = "given by the user"
    FRONT_MATTER = "front matter"
    METADATA = "the page's metadata"
    MAIL = "the mail's header"
    FEED = "the feed"
    COLUMN = "a column of the table"
    ADDRESS = "the address"
    DATELINE = "the text's dateline"
    PAGE = "a date on the page"
    FILE = "the day on which the file was made"


class Review(StrEnum):
    """What a person has said of an event that the program found."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"
    ADDED = "added"  # found by a person, not by the program


class DatePrecision(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"  # a year or longer
    OPEN = "open"


class PlacePrecision(StrEnum):
    EXACT = "exact"
    CITY = "city"
    ADMIN = "admin area"  # also natural features and regions
    COUNTRY = "country"  # also continents and larger


def date_precision(first: date | None, last: date | None) -> DatePrecision | None:
    """How exact an interval is; None when both ends are unknown."""
    if first is None and last is None:
        return None
    if first is None or last is None:
        return DatePrecision.OPEN
    days = (last - first).days + 1
    for limit, precision in ((1, DatePrecision.DAY), (7, DatePrecision.WEEK), (31, DatePrecision.MONTH)):
        if days <= limit:
            return precision
    return DatePrecision.YEAR


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something stands in the text: `text[start:end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not {self.start}, {self.end}")

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return max(self.start, other.start) < min(self.end, other.end)

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@lru_cache(maxsize=4)  # every event of a document asks for it
def _text_id(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Document:
    """One text and what is known of it. `dct`: document creation time = publication date. The text is never altered.

    A form feed in the text begins a new page.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"
    dct: date | None = None
    source: str | None = None  # where it was read from: a path, an address, "stdin"
    dct_origin: DateOrigin | None = None  # None where there is no date, or where nobody said

    @property
    def id(self) -> str:
        """16 hex digits of the SHA-256 of the text: the same text is the same document."""
        return _text_id(self.text)

    def page(self, offset: int) -> int | None:
        """Number of the page on which a character stands, from 1; None where the text has no pages."""
        return self.text.count("\f", 0, offset) + 1 if "\f" in self.text else None


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression in TIMEX3 terms. `first`/`last`: the days that it denotes, None where open or unresolved."""

    span: Span
    text: str
    type: str  # DATE, TIME, DURATION, SET
    value: str  # "2015-05-21", "2015-W20-WE", "PRESENT_REF", "P3D", "XXXX-WXX-4" while unresolved
    mod: str | None = None  # TIMEX3 mod: START, MID, END, APPROX, BEFORE, AFTER, ON_OR_BEFORE, ON_OR_AFTER, LESS_THAN, MORE_THAN ...
    anchor: str | None = None  # what a relative value was resolved against: "dct 2015-05-21", "text 1942-06"; None for absolute ones
    first: date | None = None
    last: date | None = None
    rule: str = ""  # the grammar rule that found it

    def __post_init__(self) -> None:
        if self.type not in ("DATE", "TIME", "DURATION", "SET"):
            raise ValueError(f"a timex type is DATE, TIME, DURATION or SET, not {self.type!r}")
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"{self.text!r}: first {self.first} after last {self.last}")

    @property
    def precision(self) -> DatePrecision | None:
        return date_precision(self.first, self.last)

    @property
    def resolved(self) -> bool:
        return self.first is not None or self.last is not None


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry, or a geocoder's answer. `radius_km`: how far the point may be from the truth."""

    name: str
    latitude: float
    longitude: float
    radius_km: float
    feature_class: str = ""  # GeoNames: P populated, A administrative, H water, T mountain, L area, S spot, ...
    feature_code: str = ""  # GeoNames: PPLC, ADM1, PCLI, CONT, RGN, ...
    geonameid: int | None = None
    country_code: str = ""  # ISO 3166-1 alpha-2
    country: str = ""
    admin1: str = ""  # name of the first-level division
    population: int = 0
    geocoder: str = "gazetteer"  # who answered

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.name}: {self.latitude}, {self.longitude} is not on Earth")

    @property
    def precision(self) -> PlacePrecision:
        if self.feature_code.startswith("PCL") or self.feature_code in ("CONT", "TERR", "RGNE", "OCN"):
            return PlacePrecision.COUNTRY
        if self.feature_class == "P":
            return PlacePrecision.CITY
        if self.feature_class in ("S", "R", "U") and self.radius_km <= 5:
            return PlacePrecision.EXACT
        return PlacePrecision.ADMIN

    @property
    def is_point(self) -> bool:
        """Whether a pin is honest; anything wider is drawn as an area or a ring."""
        return self.precision in (PlacePrecision.EXACT, PlacePrecision.CITY)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name could mean, with its score (higher is better, comparable within one toponym only)."""

    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in the text; `place` is None when the gazetteer has none. `candidates`: those not chosen, best first."""

    span: Span
    text: str
    place: Place | None = None
    candidates: tuple[Candidate, ...] = ()
    role: str = "place"  # "place", or "actor" where a capital or seat of power stands for its government


@dataclass(frozen=True, slots=True)
class Argument:
    """An actor or recipient: as written, and its name and code in the actor dictionary where it is known."""

    text: str
    span: Span | None = None
    name: str = ""  # canonical: "Islamic State"
    code: str = ""  # of the actor dictionary, e.g. "IRQ GOV"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that the mention states and what it counts: 2000 "AT-4 anti-tank rockets"; kind: killed, injured, delivered, ..."""

    value: float
    unit: str
    kind: str
    span: Span
    mod: str | None = None  # APPROX, MORE_THAN, LESS_THAN


@dataclass(frozen=True, slots=True)
class When:
    """The date of a mention. `timex` is None when nothing was said and `link` is DCT."""

    value: str
    first: date | None
    last: date | None
    link: Link
    timex: Timex | None = None

    @property
    def assumed(self) -> bool:
        return self.link is Link.DCT


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a mention. role: "scene", or "destination" (aid delivered to a country happens towards it)."""

    place: Place
    link: Link
    toponym: Toponym | None = None
    role: str = "scene"


@dataclass(frozen=True, slots=True)
class Mention:
    """One trigger in one sentence that tells of an event."""

    trigger: Span
    text: str  # of the trigger
    sentence: Span
    event_type: str  # PLOVER: ASSAULT, AID, ...
    mode: str = ""
    contexts: tuple[str, ...] = ()
    acled: str | None = None  # ACLED sub-event type where one fits
    status: Status = Status.ACTUAL
    actors: tuple[Argument, ...] = ()
    recipients: tuple[Argument, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    when: When | None = None
    where: Where | None = None
    scene: tuple[Toponym, ...] = ()  # what the sentence calls where it happened, in text order; `place` None: in no gazetteer
    reported_by: str | None = None
    rule: str = ""  # the lexicon line that fired


@dataclass(frozen=True, slots=True)
class Event:
    """What happened once in the world: the mentions that tell of it, and what they agree on."""

    id: str
    document_id: str
    event_type: str
    title: str  # one line of plain words
    mentions: tuple[Mention, ...]
    mode: str = ""
    contexts: tuple[str, ...] = ()
    acled: str | None = None
    status: Status = Status.ACTUAL
    first: date | None = None
    last: date | None = None
    date_link: Link | None = None  # surest of the mentions; None when undated
    place: Place | None = None
    place_link: Link | None = None
    place_role: str = "scene"
    confidence: float = 0.5  # 0..1
    rank: int = 0  # within its document; 0 is the headline event
    review: Review = Review.UNREVIEWED
    corrected: bool = False  # whether a person changed anything of it, whatever was said of it afterwards

    def __post_init__(self) -> None:
        if not self.mentions:
            raise ValueError(f"event {self.id} has no mention")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"event {self.id}: confidence {self.confidence} is not in 0..1")
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"event {self.id}: first {self.first} after last {self.last}")

    @property
    def date_precision(self) -> DatePrecision | None:
        return date_precision(self.first, self.last)

    @property
    def place_precision(self) -> PlacePrecision | None:
        return self.place.precision if self.place else None

    @property
    def date_assumed(self) -> bool:
        """True when no text gave the date and the publication date stands in."""
        return self.date_link is Link.DCT

    @property
    def actor_names(self) -> tuple[str, ...]:
        """Who did it, over all mentions, each once: the canonical name where it is known, else as written."""
        return tuple(dict.fromkeys(actor.name or actor.text for mention in self.mentions for actor in mention.actors))

    @property
    def recipient_names(self) -> tuple[str, ...]:
        """To whom it was done, as `actor_names`."""
        return tuple(dict.fromkeys(one.name or one.text for mention in self.mentions for one in mention.recipients))


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was found in one document, and by what. `config_hash` names the code's rules, lexicons and options."""

    document: Document
    sentences: tuple[Span, ...] = ()
    timexes: tuple[Timex, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    events: tuple[Event, ...] = field(default=())
    extractor: str = "rules"
    config_hash: str = ""
    unanswered: int = 0  # place names that an online geocoder could not be asked; the next run asks again

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions in text order."""
        return tuple(sorted((m for e in self.events for m in e.mentions), key=lambda m: m.trigger))
