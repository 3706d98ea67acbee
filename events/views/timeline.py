"""What the timeline draws: a bar for each event while there are few, counts per column where there are many.

Days are whole numbers since 1970-01-01, both ends included; None is an open end.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from events.views.arrays import OPEN_FUTURE, OPEN_PAST, Days, EventArrays, Flags, Rows
from events.views.filters import Account, DateRange
from events.views.groups import GROUPS, legend
from events.views.labels import interval
from events.views.lanes import Lanes, by_group
from events.views.texts import FALLBACK

MAX_BARS = 1500  # beyond this, lanes are full from top to bottom and counts say more
COLUMNS = 180  # of counts over the whole width
CORE = 0.9  # share of the events that the first view must hold ...
WORTH_TRIMMING = 0.5  # ... where that leaves less than this share of the time to show
LABEL_ROOM = 8  # one part in so many is added on the right, for the words of the last events

View = tuple[int, int]


def timeline_data(
    arrays: EventArrays,
    found: Account,
    dates: DateRange,
    selected: int | None,
    dark: bool,
    window: View | None = None,
    lanes: Lanes | None = None,
    language: str = FALLBACK,
) -> dict[str, Any]:
    """All that timeline.js needs. `window` is what it showed last, which matters only where bars are too many; `lanes`: else by group."""
    rows = found.on_timeline
    extent = padded(arrays.extent(found.of_all_dates) or _outer(dates) or arrays.extent(np.flatnonzero(arrays.dated)) or (0, 0))
    view = first_view(arrays, rows, dates, extent)
    seen = window or view
    lanes = lanes or by_group(arrays, found.of_all_dates, language)
    everything = len(rows) <= MAX_BARS
    shown = rows if everything else rows[_touching(arrays, rows, seen)]
    bars = shown if len(shown) <= MAX_BARS else np.array([], dtype=np.intp)
    if selected is not None and selected in rows and selected not in bars:
        bars = np.append(bars, selected)
    return {
        "groups": legend(dark, language),
        "lanes": [asdict(lane) for lane in lanes.all],
        "extent": extent,
        "view": view,
        "range": _chosen(dates, extent),
        "selected": None if selected is None else arrays.ids[selected],
        "total": len(rows),
        "overview": counts(arrays, found.of_all_dates, extent),
        "span": arrays.extent(found.of_all_dates),
        "dense": first_view(arrays, found.of_all_dates, DateRange(), extent),
        "bars": bar_columns(arrays, bars, lanes, language),
        "density": None if len(shown) <= MAX_BARS else {"from": seen, "columns": COLUMNS, "cells": cells(arrays, shown, seen, lanes)},
        "outside": None if everything else outside(arrays, rows, seen),
        "window": seen,
        "partial": not everything,
    }


def bar_columns(arrays: EventArrays, rows: Rows, lanes: Lanes, language: str = FALLBACK) -> dict[str, list[Any]]:
    """One list per property and one item per event, by first day."""
    ordered = [int(row) for row in rows[np.argsort(arrays.anchor[rows], kind="stable")]]
    return {
        "id": [arrays.ids[row] for row in ordered],
        "first": [_or_none(arrays.start[row], OPEN_PAST) for row in ordered],
        "last": [_or_none(arrays.end[row], OPEN_FUTURE) for row in ordered],
        "group": [int(arrays.group[row]) for row in ordered],
        "lane": [int(lanes.of[row]) for row in ordered],
        "assumed": [bool(arrays.assumed[row]) for row in ordered],
        "title": [arrays.titles[row] for row in ordered],
        "when": [interval(*arrays.dates(row), language) for row in ordered],
    }


def counts(arrays: EventArrays, rows: Rows, span: View, columns: int = COLUMNS) -> list[list[int]]:
    """Events per group and column of `span`, each counted once, on its first known day."""
    inside, column = _columns(arrays, rows, span, columns)
    places = arrays.group[inside].astype(np.int64) * columns + column
    table = np.bincount(places, minlength=len(GROUPS) * columns).reshape(len(GROUPS), columns)
    found: list[list[int]] = table.tolist()
    return found


def cells(arrays: EventArrays, rows: Rows, span: View, lanes: Lanes, columns: int = COLUMNS) -> list[list[int]]:
    """As `counts`, in lanes: [lane, column, group, events] of each cell that has any, in this order."""
    inside, column = _columns(arrays, rows, span, columns)
    places = (lanes.of[inside].astype(np.int64) * columns + column) * len(GROUPS) + arrays.group[inside]
    table = np.bincount(places)
    return [[*divmod(at // len(GROUPS), columns), at % len(GROUPS), int(table[at])] for at in np.flatnonzero(table).tolist()]


def _columns(arrays: EventArrays, rows: Rows, span: View, columns: int) -> tuple[Rows, Rows]:
    """Those of the rows whose first known day is in `span`, and the column of each."""
    first, last = span
    days = arrays.anchor[rows]
    inside = (days >= first) & (days <= last)
    return rows[inside], ((days[inside] - first).astype(np.intp) * columns) // (last - first + 1)


def outside(arrays: EventArrays, rows: Rows, span: View) -> list[list[int] | None]:
    """Of the events wholly before `span`, and of those wholly after it: how many, first and last day. None where there are none."""
    parts = rows[arrays.end[rows] < span[0]], rows[arrays.start[rows] > span[1]]
    return [[len(part), *(arrays.extent(part) or span)] if len(part) else None for part in parts]


def first_view(arrays: EventArrays, rows: Rows, dates: DateRange, extent: View) -> View:
    """The days to show at first: the chosen ones, else where nearly all events are, so that one of long ago does not squeeze the rest."""
    if dates:
        return _chosen(dates, extent) or extent
    if not len(rows):
        return extent
    core = padded(densest(arrays.anchor[arrays.in_date_order(rows)]))
    return core if core[1] - core[0] < WORTH_TRIMMING * (extent[1] - extent[0]) else extent


def densest(ordered: Days) -> View:
    """The shortest stretch that holds CORE of these days, which are in order."""
    held = max(1, int(np.ceil(CORE * len(ordered))))
    ends = ordered[held - 1 :]
    start = int(np.argmin(ends - ordered[: len(ends)]))
    return int(ordered[start]), int(ends[start])


def padded(span: View) -> View:
    """A little more on both sides, so that nothing sticks to the edge."""
    length = span[1] - span[0]
    return span[0] - max(2, length // 40), span[1] + max(3, length // LABEL_ROOM)


def _chosen(dates: DateRange, extent: View) -> View | None:
    """The chosen dates with open ends at the end of what there is; None where none are chosen."""
    if not dates:
        return None
    first, last = dates.days
    first = min(extent[0], last) if first == OPEN_PAST else first
    last = max(extent[1], first) if last == OPEN_FUTURE else last
    return first, last


def _outer(dates: DateRange) -> View | None:
    """The chosen dates where both ends are chosen: the time to show while no event is left."""
    return dates.days if dates.first and dates.last else None


def _touching(arrays: EventArrays, rows: Rows, span: View) -> Flags:
    return (arrays.start[rows] <= span[1]) & (arrays.end[rows] >= span[0])


def _or_none(day: Any, missing: int) -> int | None:
    return None if day == missing else int(day)


def window_of(reported: Sequence[float] | None) -> View | None:
    """The window that timeline.js reported, in whole days; None when it reported none."""
    return None if not reported else (int(np.floor(reported[0])), int(np.ceil(reported[1])))
