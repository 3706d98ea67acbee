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
from events.views.places import Flags, Floats, Places, Rows, places_of

__all__ = [
    "EPOCH", "OPEN_FUTURE", "OPEN_PAST", "Days", "EventArrays", "Flags", "Floats", "Rows", "event_arrays", "from_day",
    "replaced", "to_day",
]  # fmt: skip

EPOCH = date(1970, 1, 1).toordinal()
OPEN_PAST, OPEN_FUTURE = -(10**7), 10**7  # days: ends of an open interval, beyond any date that can be written

Days = npt.NDArray[np.int32]


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
    start, end = _days(columns["first"], OPEN_PAST), _days(columns["last"], OPEN_FUTURE)
    lat, lon = _floats(columns["lat"]), _floats(columns["lon"])
    country = [
        precision == PlacePrecision.COUNTRY and bool(code)
        for precision, code in zip(columns["place_precision"], columns["country_code"], strict=True)
    ]
    anchor = np.where(start == OPEN_PAST, end, start)
    by_date, is_country = np.argsort(anchor, kind="stable"), np.array(country, dtype=np.bool_)
    point = np.array(columns["is_point"], dtype=np.bool_)
    documents = {document_id: number for number, document_id in enumerate(dict.fromkeys(columns["document_id"]))}
    return EventArrays(
        ids=columns["id"],
        titles=columns["title"],
        columns=columns,
        index={event_id: row for row, event_id in enumerate(columns["id"])},
        start=start,
        end=end,
        anchor=anchor,
        by_date=by_date,
        dated=(start != OPEN_PAST) | (end != OPEN_FUTURE),
        assumed=np.array(columns["date_assumed"], dtype=np.bool_),
        placed=~np.isnan(lat),
        point=point,
        country=is_country,
        lat=lat,
        lon=lon,
        radius=_floats(columns["radius_km"]),
        places=places_of(lat, lon, point, is_country, columns["country_code"], by_date),
        document=np.array([documents[document_id] for document_id in columns["document_id"]], dtype=np.int32),
        documents=list(documents),
        group=np.array([group_of(event_type) for event_type in columns["event_type"]], dtype=np.uint8),
        other=np.array([t == OTHER and rank != 0 for t, rank in zip(columns["event_type"], columns["rank"], strict=True)], dtype=np.bool_),
    )


def replaced(columns: Mapping[str, list[Any]], numbers: Collection[int], fresh: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """The columns with the documents of these numbers as they are in `fresh`, which holds nothing else. `columns` stays as it is."""
    old, new = columns["document_number"], fresh["document_number"]
    made = {name: list(values) for name, values in columns.items()}
    for number in sorted(numbers, reverse=True):  # from the end, so that what is before stays where it was
        there = slice(bisect_left(old, number), bisect_right(old, number))
        here = slice(bisect_left(new, number), bisect_right(new, number))
        for name, values in made.items():
            values[there] = fresh[name][here]
    return made


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
