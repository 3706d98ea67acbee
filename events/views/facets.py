"""Facets: the values that events have of a few properties, how many events would be left for each, and which events are chosen by them.

A facet counts under all other choices but its own, so that its numbers say what choosing another of its values would show.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

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
ACTOR = "actor"
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
    """All facets of the events, to be kept as long as the arrays are."""
    rows = np.arange(len(arrays), dtype=np.intp)
    facets = {name: _facet(arrays.columns[column], rows) for name, column in COLUMNS.items()}
    facets[ACTOR] = _parted(_facet(arrays.columns["actors"], rows))
    return {name: facets[name] for name in ORDER}


def _parted(joined: Facet) -> Facet:
    """The facet of single actors from that of joined ones."""
    names = [value.split(SEPARATOR) for value in joined.values]
    codes, values = pd.factorize(np.array([name for several in names for name in several], dtype=object), sort=True)
    lengths = np.array([len(several) for several in names], dtype=np.intp)
    starts = np.cumsum(lengths) - lengths
    times = lengths[joined.codes]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)  # 0, 1, ... for the actors of each event
    at = np.repeat(starts[joined.codes], times) + within
    return Facet(tuple(str(value) for value in values), np.repeat(joined.rows, times), codes[at])


def _facet(column: list[str | None], rows: Rows) -> Facet:
    codes, values = pd.factorize(np.array([value or NO_VALUE for value in column], dtype=object), sort=True)
    return Facet(tuple(str(value) for value in values), rows, codes.astype(np.intp))


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


def searchable(arrays: EventArrays) -> pd.Series:
    """Title, actors and place of every event as `with_words` looks through them, to be kept as long as the arrays are."""
    told = zip(arrays.titles, arrays.columns["actors"], arrays.columns["place_name"], strict=True)
    texts = [f"{title} {actors or ''} {place or ''}".casefold() for title, actors, place in told]
    return pd.Series(texts, dtype=pd.StringDtype("pyarrow"))


def with_words(told: pd.Series, arrays: EventArrays, words: str, documents: frozenset[str]) -> Flags:
    """Which events hold every word in their title, actors or place, or stand in one of these documents."""
    mine = np.ones(len(arrays), dtype=np.bool_)
    for part in words.casefold().split():
        mine &= told.str.contains(part, regex=False).to_numpy(dtype=np.bool_)
    if not documents:
        return mine
    return mine | arrays.of_documents(documents)


def within_box(arrays: EventArrays, south: float, west: float, north: float, east: float) -> Flags:
    """Which events have their point in a box of degrees. West may be beyond -180 and east beyond 180."""
    down_under = (arrays.lat >= south) & (arrays.lat <= north)
    if east - west >= 360:
        return down_under
    return down_under & (((arrays.lon - west) % 360) <= (east - west))
