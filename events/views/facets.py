"""Facets: the values that events have of a few properties, how many events would be left for each, and which events are chosen by them.

A facet counts under all other choices but its own, so that its numbers say what choosing another of its values would show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from events.model import Review
from events.views.arrays import EventArrays, Flags, Rows

REVIEW = "review"
NO_VALUE = ""  # of an event that has none, e.g. no actor
COLUMNS = {  # facet -> column of `Store.event_columns()`
    "type": "event_type",
    "place": "place_name",
    "document": "document_title",
    "status": "status",
    "date_precision": "date_precision",
    "place_precision": "place_precision",
    REVIEW: "review",
}
ACTOR, ACTORS = "actor", "actors"  # the facet, and the column of all actors of an event
REJECTED = frozenset({Review.REJECTED.value})
SEPARATOR = ", "  # between the actors of an event, as the store joins them
ORDER = ("type", ACTOR, "place", "document", "status", "date_precision", "place_precision", REVIEW)

Chosen = Mapping[str, frozenset[str]]
"""Facet -> the values of which an event must have one; a facet that is not there, or empty, does not matter."""


@dataclass(frozen=True, slots=True, eq=False)
class Facet:
    """Which events have which values: event `rows[i]` has `values[codes[i]]`. An event may stand in several lines, or once with ""."""

    values: tuple[str, ...]
    rows: Rows
    codes: npt.NDArray[np.intp]

    def having(self, chosen: frozenset[str], events: int) -> Flags:
        """Which events have one of the values."""
        wanted = np.array([value in chosen for value in self.values], dtype=np.bool_)
        flags = np.zeros(events, dtype=np.bool_)
        flags[self.rows[wanted[self.codes]]] = True
        return flags

    def counts(self, among: Flags) -> list[tuple[str, int]]:
        """The values with the number of events of each among these, the most frequent first, values without any left out."""
        numbers = np.bincount(self.codes[among[self.rows]], minlength=len(self.values))
        order = np.argsort(-numbers, kind="stable")
        return [(self.values[at], int(numbers[at])) for at in order if numbers[at]]


def event_facets(arrays: EventArrays) -> dict[str, Facet]:
    """All facets of the events; made once as long as their columns do not change."""
    facets = {name: of_column(arrays, column) for name, column in COLUMNS.items()}
    facets[ACTOR] = arrays.kept.of("actors, each", _parted, of_column(arrays, ACTORS))
    return {name: facets[name] for name in ORDER}


def of_column(arrays: EventArrays, column: str) -> Facet:
    """The facet of what stands in a column, one value for each event; made once as long as the column does not change."""
    rows = arrays.kept.of("rows", lambda ids: np.arange(len(ids), dtype=np.intp), arrays.ids)
    return arrays.kept.of(f"facet {column}", _facet, arrays.columns[column], rows)


def _parted(joined: Facet) -> Facet:
    """The facet of single actors from that of joined ones."""
    names = [value.split(SEPARATOR) for value in joined.values]
    values, codes = _coded([name for several in names for name in several])
    lengths = np.array([len(several) for several in names], dtype=np.intp)
    starts = np.cumsum(lengths) - lengths
    times = lengths[joined.codes]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)  # 0, 1, ... for the actors of each event
    at = np.repeat(starts[joined.codes], times) + within
    return Facet(values, np.repeat(joined.rows, times), codes[at])


def _facet(column: list[str | None], rows: Rows) -> Facet:
    values, codes = _coded(column)
    return Facet(values, rows, codes)


def _coded(column: Sequence[str | None]) -> tuple[tuple[str, ...], npt.NDArray[np.intp]]:
    """The values of a column in order, and for each item which of them it is."""
    held = set(column)
    values = tuple(sorted({value or NO_VALUE for value in held}))
    numbers = {value: number for number, value in enumerate(values)}
    known = {value: numbers[value or NO_VALUE] for value in held}
    return values, np.fromiter(map(known.__getitem__, column), np.intp, len(column))


def chosen_by(facets: Mapping[str, Facet], chosen: Chosen, events: int, *, besides: str = "") -> Flags:
    """Which events all choices let through, those of one facet left out. What a reviewer rejected only comes by asking for it."""
    return _together(_narrowing(facets, chosen, events), events, besides)


def _narrowing(facets: Mapping[str, Facet], chosen: Chosen, events: int) -> dict[str, Flags]:
    """For each facet that leaves events out, which ones it lets through."""
    wanted = {name: values for name, values in chosen.items() if values}
    reviews = frozenset(facets[REVIEW].values)
    if REVIEW not in wanted and reviews & REJECTED:
        wanted[REVIEW] = reviews - REJECTED
    return {name: facets[name].having(values, events) for name, values in wanted.items()}


def _together(narrowing: Mapping[str, Flags], events: int, besides: str) -> Flags:
    flags = np.ones(events, dtype=np.bool_)
    for name, through in narrowing.items():
        if name != besides:
            flags &= through
    return flags


def facet_counts(facets: Mapping[str, Facet], chosen: Chosen, among: Flags) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values and numbers among these events and all other choices; chosen values stay even without any event."""
    found = {}
    narrowing = _narrowing(facets, chosen, len(among))
    for name, facet in facets.items():
        counts = facet.counts(among & _together(narrowing, len(among), name))
        there = {value for value, _ in counts}
        found[name] = [*counts, *((value, 0) for value in sorted(chosen.get(name, frozenset()) - there))]
    return found


def within_box(arrays: EventArrays, south: float, west: float, north: float, east: float) -> Flags:
    """Which events have their point in a box of degrees. West may be beyond -180 and east beyond 180."""
    down_under = (arrays.lat >= south) & (arrays.lat <= north)
    if east - west >= 360:
        return down_under
    return down_under & (((arrays.lon - west) % 360) <= (east - west))
