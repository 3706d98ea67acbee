"""Which events are shown, and the account that says where every other one is."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from events.model import Review
from events.ontology import OTHER
from events.views.arrays import OPEN_FUTURE, OPEN_PAST, EventArrays, Flags, Rows, to_day


class Part(StrEnum):
    """The parts that all events fall into, each event into exactly one, tested in this order."""

    OTHER = "other happenings"  # without a type of the ontology, while these are not wanted
    FILTERED = "filtered out"  # dated and wholly outside the chosen dates, or not what facets, words and boxes ask for
    UNDATED = "without a date"  # not on the timeline; on the map while no dates are chosen
    UNPLACED = "without a place"  # dated, on the timeline only
    SHOWN = "on map and timeline"


@dataclass(frozen=True, slots=True)
class DateRange:
    """The chosen dates, both included; None leaves that end open. Ends given the wrong way round are swapped."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            first, last = self.last, self.first
            object.__setattr__(self, "first", first)
            object.__setattr__(self, "last", last)

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None

    @property
    def days(self) -> tuple[int, int]:
        """Both ends as days since 1970, an open one beyond every date."""
        return (OPEN_PAST if self.first is None else to_day(self.first), OPEN_FUTURE if self.last is None else to_day(self.last))


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; what is empty or None does not matter. The page, `list` and `export` all choose by this.

    `dates`: events that share at least one day with them, and so none without a date. `types`, `countries` (ISO 3166-1 alpha-2),
    `statuses` and `reviews`: one of these. `actor`: the name of someone who acts in it holds this, in whatever case. `documents`: found
    in one of these texts. `other`: also happenings that have no type of the ontology; naming their type asks for them, too. `rejected`:
    also what a reviewer rejected; so does naming that review.
    """

    dates: DateRange = field(default_factory=DateRange)
    types: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    reviews: frozenset[str] = frozenset()
    actor: str = ""
    confidence: float = 0.0  # at least
    documents: frozenset[str] | None = None
    other: bool = True
    rejected: bool = True


def matching(arrays: EventArrays, wanted: EventFilter) -> Rows:
    """The rows of the events that a filter lets through, in the order of the store."""
    flags = within(arrays, wanted.dates) if wanted.dates else np.ones(len(arrays), dtype=np.bool_)
    columns = {"event_type": wanted.types, "country_code": wanted.countries, "status": wanted.statuses, "review": wanted.reviews}
    for name, values in columns.items():
        if values:
            flags &= np.array([value in values for value in arrays.columns[name]], dtype=np.bool_)
    if not wanted.other and OTHER not in wanted.types:
        flags &= ~arrays.other
    if not wanted.rejected and Review.REJECTED not in wanted.reviews:
        flags &= ~is_rejected(arrays)
    if wanted.documents is not None:
        flags &= arrays.of_documents(wanted.documents)
    if wanted.actor:
        part = wanted.actor.casefold()
        flags &= np.array([part in (names or "").casefold() for names in arrays.columns["actors"]], dtype=np.bool_)
    if wanted.confidence:
        flags &= np.array(arrays.columns["confidence"], dtype=np.float64) >= wanted.confidence
    return np.flatnonzero(flags)


def is_rejected(arrays: EventArrays) -> Flags:
    """Which events a reviewer rejected."""
    return np.array([value == Review.REJECTED for value in arrays.columns["review"]], dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """Where every event is: `total` is the sum of the lengths of `parts`. All rows are in the order of the store."""

    parts: dict[Part, Rows]
    undated_unplaced: int  # of the undated ones, how many have no place either
    on_map: Rows
    on_timeline: Rows
    of_all_dates: Rows  # dated, and let through by everything but the dates: what the timeline would show without them

    @property
    def total(self) -> int:
        return sum(len(rows) for rows in self.parts.values())


def within(arrays: EventArrays, dates: DateRange, *, certain: bool = False) -> Flags:
    """Which dated events share at least one day with the chosen dates; `certain`: which lie wholly within them.

    An open interval reaches to the end of time.
    """
    first, last = dates.days
    if certain:
        return arrays.dated & (arrays.start >= first) & (arrays.end <= last)
    return arrays.dated & (arrays.start <= last) & (arrays.end >= first)


def drawn(arrays: EventArrays, dates: DateRange, *, certain: bool, other: bool) -> Flags:
    """Which events dates and the switch for other happenings let through; without dates also those that have none."""
    kind = ~arrays.other | other
    return within(arrays, dates, certain=certain) & kind if dates else kind


def account(
    arrays: EventArrays, dates: DateRange, allowed: Flags | None = None, *, certain: bool = False, other: bool = True
) -> Account:  # fmt: skip
    """Every event's part, and the rows that map and timeline draw. `allowed`: what other filters let through; None for all.

    `other`: whether happenings without a type of the ontology are drawn, too.
    """
    apart = np.zeros(len(arrays), dtype=np.bool_) if other else arrays.other
    wanted = ~apart if allowed is None else allowed & ~apart
    inside = within(arrays, dates, certain=certain) & wanted
    undated = ~arrays.dated & wanted
    parts = {
        Part.SHOWN: inside & arrays.placed,
        Part.OTHER: apart,
        Part.FILTERED: ~inside & ~undated & ~apart,
        Part.UNDATED: undated,
        Part.UNPLACED: inside & ~arrays.placed,
    }
    on_map = parts[Part.SHOWN] if dates else (inside | undated) & arrays.placed
    return Account(
        parts={part: np.flatnonzero(flags) for part, flags in parts.items()},
        undated_unplaced=int((undated & ~arrays.placed).sum()),
        on_map=np.flatnonzero(on_map),
        on_timeline=np.flatnonzero(inside),
        of_all_dates=np.flatnonzero(arrays.dated & wanted),
    )
