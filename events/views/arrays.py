"""All events as numpy columns, so that filtering and clustering a million of them takes milliseconds."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from events.model import PlacePrecision
from events.ontology import OTHER
from events.views.groups import group_of
from events.views.kept import Kept
from events.views.places import Flags, Floats, Places, Rows, places_of

__all__ = [
    "EPOCH", "OPEN_FUTURE", "OPEN_PAST", "Days", "EventArrays", "Flags", "Floats", "Rows", "event_arrays", "from_day",
    "replaced", "to_day",
]  # fmt: skip

EPOCH = date(1970, 1, 1).toordinal()
OPEN_PAST, OPEN_FUTURE = -(10**7), 10**7  # days: ends of an open interval, beyond any date that can be written

Days = npt.NDArray[np.int32]
Cut = tuple[slice, slice]  # the rows of one document as they were, and as they are


@dataclass(frozen=True, slots=True, eq=False)
class EventArrays:
    """One item per event in every column. `start` and `end`: days since 1970, both included, OPEN_PAST or OPEN_FUTURE where open."""

    ids: Sequence[str]
    titles: Sequence[str]
    columns: Mapping[str, list[Any]]  # as the store gave them, for lists and tooltips
    index: Mapping[str, int]  # of an event id
    start: Days
    end: Days
    anchor: Days  # the first known day, by which events are ordered; OPEN_FUTURE where undated
    by_date: Rows  # all events by `anchor`, those of one day in the order of the store
    dated: Flags
    assumed: Flags  # dated by the publication date alone
    placed: Flags
    point: Flags  # a dot is honest
    country: Flags  # known no closer than a country, which has an outline
    lat: Floats  # NaN where unplaced
    lon: Floats
    radius: Floats  # km
    places: Places
    document: npt.NDArray[np.int32]  # index into `documents`
    documents: Sequence[str]  # ids
    group: npt.NDArray[np.uint8]  # index into GROUPS
    other: Flags  # a happening without a type of the ontology, unless its text is about it
    kept: Kept  # what is made of the columns; of the columns before and after a correction, too

    def __len__(self) -> int:
        return len(self.ids)

    def extent(self, rows: Rows) -> tuple[int, int] | None:
        """First and last day that any of these events names; None when none is dated."""
        rows = rows[self.dated[rows]]
        if not len(rows):
            return None
        start, end = self.start[rows], self.end[rows]
        return int(self.anchor[rows].min()), int(np.where(end == OPEN_FUTURE, start, end).max())

    def in_date_order(self, rows: Rows) -> Rows:
        """These rows by date, those of one day in the order of the store."""
        return self.by_date[self.flags(rows)[self.by_date]]

    def flags(self, rows: Rows) -> Flags:
        """Which events these rows are."""
        flags = np.zeros(len(self), dtype=np.bool_)
        flags[rows] = True
        return flags

    def of_document(self, document_id: str) -> Rows:
        return np.flatnonzero(self.of_documents({document_id}))

    def of_documents(self, ids: Collection[str]) -> Flags:
        """Which events stand in one of these documents."""
        return np.array([document_id in ids for document_id in self.documents], dtype=np.bool_)[self.document]

    def dates(self, row: int) -> tuple[date | None, date | None]:
        return self.columns["first"][row], self.columns["last"][row]

    def country_code(self, row: int) -> str:
        return self.columns["country_code"][row] or ""


def event_arrays(columns: Mapping[str, list[Any]]) -> EventArrays:
    """The columns of `Store.event_columns()` as arrays."""
    return _arrays(columns, _by_event(columns), Kept())


def replaced(before: EventArrays, numbers: Collection[int], fresh: Mapping[str, list[Any]]) -> EventArrays:
    """The events with the documents of these numbers as they are in the columns `fresh`, which hold nothing else.

    `before` stays as it is. Columns and arrays that do not differ are the same objects in both, and what was made of them is kept.
    """
    cuts = _cuts(before.columns["document_number"], fresh["document_number"], numbers)
    columns = {name: _spliced(values, fresh[name], cuts) for name, values in before.columns.items()}
    arrays = {name: _spliced_array(getattr(before, name), values, cuts) for name, values in _by_event(fresh).items()}
    return _arrays(columns, arrays, before.kept)


def _by_event(columns: Mapping[str, list[Any]]) -> dict[str, npt.NDArray[Any]]:
    """The arrays of which each item says something of one event alone."""
    start, end = _days(columns["first"], OPEN_PAST), _days(columns["last"], OPEN_FUTURE)
    lat, types = _floats(columns["lat"]), columns["event_type"]
    known = zip(columns["place_precision"], columns["country_code"], strict=True)
    country = [precision == PlacePrecision.COUNTRY and bool(code) for precision, code in known]
    return {
        "start": start,
        "end": end,
        "anchor": np.where(start == OPEN_PAST, end, start),
        "dated": (start != OPEN_PAST) | (end != OPEN_FUTURE),
        "assumed": np.array(columns["date_assumed"], dtype=np.bool_),
        "placed": ~np.isnan(lat),
        "point": np.array(columns["is_point"], dtype=np.bool_),
        "country": np.array(country, dtype=np.bool_),
        "lat": lat,
        "lon": _floats(columns["lon"]),
        "radius": _floats(columns["radius_km"]),
        "group": np.array([group_of(event_type) for event_type in types], dtype=np.uint8),
        "other": np.array([t == OTHER and rank != 0 for t, rank in zip(types, columns["rank"], strict=True)], dtype=np.bool_),
    }


def _arrays(columns: Mapping[str, list[Any]], arrays: Mapping[str, npt.NDArray[Any]], kept: Kept) -> EventArrays:
    """Columns and arrays of single events, with what is made of all events together."""
    by_date = kept.of("by date", in_order, arrays["anchor"])
    lat, lon, point, country = (arrays[name] for name in ("lat", "lon", "point", "country"))
    document, documents = kept.of("documents", _numbered, columns["document_id"])
    return EventArrays(
        ids=columns["id"],
        titles=columns["title"],
        columns=columns,
        index=kept.of("index", _index, columns["id"]),
        by_date=by_date,
        places=kept.of("places", places_of, lat, lon, point, country, columns["country_code"], by_date),
        document=document,
        documents=documents,
        kept=kept,
        **arrays,
    )


def in_order(values: npt.ArrayLike) -> Rows:
    """The rows by their values, the lowest first; equal ones as they are."""
    return np.argsort(values, kind="stable")


def _index(ids: Sequence[str]) -> dict[str, int]:
    return dict(zip(ids, range(len(ids)), strict=True))


def _numbered(ids: Sequence[str]) -> tuple[npt.NDArray[np.int32], list[str]]:
    """For each event the number of its document, and the ids of the documents."""
    numbers = {document_id: number for number, document_id in enumerate(dict.fromkeys(ids))}
    return np.fromiter(map(numbers.__getitem__, ids), np.int32, len(ids)), list(numbers)


def _cuts(old: Sequence[int], new: Sequence[int], numbers: Collection[int]) -> list[Cut]:
    """From the end, so that what is before a cut stays where it was."""

    def rows(column: Sequence[int], number: int) -> slice:
        return slice(bisect_left(column, number), bisect_right(column, number))

    return [(rows(old, number), rows(new, number)) for number in sorted(numbers, reverse=True)]


def _spliced(values: list[Any], fresh: list[Any], cuts: Sequence[Cut]) -> list[Any]:
    """A column with the new rows; the same list where they do not differ from the old ones."""
    if all(values[old] == fresh[new] for old, new in cuts):
        return values
    made = list(values)
    for old, new in cuts:
        made[old] = fresh[new]
    return made


def _spliced_array(values: npt.NDArray[Any], fresh: npt.NDArray[Any], cuts: Sequence[Cut]) -> npt.NDArray[Any]:
    """As `_spliced`."""
    if all(np.array_equal(values[old], fresh[new], equal_nan=values.dtype.kind == "f") for old, new in cuts):
        return values
    parts, end = list[npt.NDArray[Any]](), len(values)
    for old, new in cuts:
        parts += values[old.stop : end], fresh[new]
        end = old.start
    return np.concatenate([values[:end], *reversed(parts)])


def to_day(when: date) -> int:
    """Days since 1970-01-01."""
    return when.toordinal() - EPOCH


def from_day(days: int) -> date:
    """The date so many days after 1970-01-01, held within what a date can be."""
    return date.fromordinal(min(max(days + EPOCH, 1), date.max.toordinal()))


def _days(dates: list[date | None], missing: int) -> Days:
    return np.array([missing if when is None else when.toordinal() - EPOCH for when in dates], dtype=np.int32)


def _floats(values: list[float | None]) -> Floats:
    return np.array(values, dtype=np.float64)
