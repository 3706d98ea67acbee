"""What the timeline is told: bars while there are few, counts beyond."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from view_arrays import arrays_of, many, on

from events.views.arrays import EventArrays, Flags, from_day, to_day
from events.views.facets import chosen_by, event_facets
from events.views.filters import DateRange, account
from events.views.lanes import by_group, lanes_by
from events.views.timeline import MAX_BARS, View, bar_columns, cells, counts, densest, first_view, outside, timeline_data, window_of

ALL_DATES = DateRange()
MAY_16 = to_day(date(2015, 5, 16))


def drawn(
    events: EventArrays,
    dates: DateRange = ALL_DATES,
    *,
    allowed: Flags | None = None,
    selected: int | None = None,
    window: View | None = None,
) -> dict[str, Any]:
    return timeline_data(events, account(events, dates, allowed), dates, selected, False, window)


def test_bars_say_how_exact_they_are() -> None:
    events = arrays_of(
        on("2015-05-17", date_assumed=True),
        on("2015-05-16", "2015-05-17", event_type="AID"),
        on("2015-05-18", "..."),
        on("...", "2015-05-15"),
    )
    assert bar_columns(events, np.arange(4), by_group(events, np.arange(4)), "en") == {
        "id": ["3", "1", "0", "2"],
        "first": [None, MAY_16, MAY_16 + 1, MAY_16 + 2],
        "last": [MAY_16 - 1, MAY_16 + 1, MAY_16 + 1, None],
        "group": [3, 1, 3, 3],
        "lane": [3, 1, 3, 3],
        "assumed": [False, False, True, False],
        "title": ["Event 3", "Event 1", "Event 0", "Event 2"],
        "when": ["until 15 May 2015", "16–17 May 2015", "17 May 2015", "since 18 May 2015"],
    }


def test_counts_put_each_event_into_one_column() -> None:
    events = arrays_of(on("2015-05-16"), on("2015-05-16", event_type="AID"), on("2015-05-19"), on("...", "2015-05-18"), on("2016-01-01"))
    assert counts(events, np.arange(5), (MAY_16, MAY_16 + 3), columns=4) == [[0] * 4, [1, 0, 0, 0], [0] * 4, [1, 0, 1, 1], [0] * 4]


@pytest.mark.parametrize(
    ("days", "stretch"),
    [([5], (5, 5)), ([0, 100, 101, 102, 103, 104, 105, 106, 107, 108], (100, 108)), ([1, 2, 3], (1, 3))],
)
def test_the_densest_stretch_holds_nearly_all(days: list[int], stretch: tuple[int, int]) -> None:
    assert densest(np.sort(np.array(days, dtype=np.int32))) == stretch


def test_one_event_of_long_ago_does_not_squeeze_the_rest() -> None:
    events = arrays_of(on("1916-05-16"), *(on(f"2015-05-{day}") for day in range(10, 30)))
    low, high = first_view(events, np.arange(21), DateRange(), (0, 1))
    extent = drawn(events)["extent"]
    view = first_view(events, np.arange(21), DateRange(), extent)
    assert (low, high) == (0, 1) and view[0] > to_day(date(2015, 5, 1)) and extent[0] < to_day(date(1917, 1, 1))


@pytest.mark.parametrize(
    ("dates", "view"),
    [
        (DateRange(date(2015, 5, 16), date(2015, 5, 18)), (MAY_16, MAY_16 + 2)),
        (DateRange(first=date(2015, 5, 16)), (MAY_16, MAY_16 + 7)),  # to the end of what there is, and a little more
        (DateRange(last=date(2015, 5, 16)), (MAY_16 - 2, MAY_16)),
        (DateRange(first=date(2020, 1, 1)), (to_day(date(2020, 1, 1)),) * 2),  # beyond everything
    ],
)
def test_the_chosen_dates_are_the_view(dates: DateRange, view: tuple[int, int]) -> None:
    events = arrays_of(on("2015-05-16"), on("2015-05-20"))
    data = drawn(events, dates)
    assert data["view"] == data["range"] == view


def test_few_events_are_all_bars_and_many_are_counts_until_the_window_is_narrow() -> None:
    events = many(10_000)
    few = drawn(events, allowed=np.arange(10_000) < 100)
    assert (len(few["bars"]["id"]), few["density"], few["partial"]) == (100, None, False)
    wide = drawn(events, selected=7)
    assert (wide["bars"]["id"], wide["partial"], sum(cell[3] for cell in wide["density"]["cells"])) == (["event-7"], True, 10_000)
    narrow = drawn(events, window=(16_500, 16_520))
    inside = ((events.start >= 16_500) & (events.start <= 16_520)).sum()
    assert (len(narrow["bars"]["id"]), narrow["density"]) == (inside, None) and inside < MAX_BARS


def test_cells_say_lane_column_group_and_number() -> None:
    events = arrays_of(
        on("2015-05-16", place_name="Ramadi"),
        on("2015-05-16", place_name="Ramadi"),
        on("2015-05-16", place_name="Ramadi", event_type="AID"),
        on("2015-05-19", place_name="Mosul"),
        on("2016-01-01", place_name="Mosul"),
    )
    lanes = lanes_by("place", events, event_facets(events), np.arange(5))
    assert [lane.name for lane in lanes.all] == ["Ramadi", "Mosul"]
    assert cells(events, np.arange(5), (MAY_16, MAY_16 + 3), lanes, columns=4) == [[0, 0, 1, 1], [0, 0, 3, 2], [1, 3, 3, 1]]


def test_what_lies_before_and_after_the_window_is_told_with_its_days() -> None:
    events = arrays_of(on("1914-06-28"), on("1990-01-01", "1990-12-31"), on("2015-05-16"), on("...", "2015-05-17"), on("2031-01-01", "..."))
    rows = np.arange(5)
    assert outside(events, rows, (MAY_16, MAY_16 + 7)) == [
        [2, to_day(date(1914, 6, 28)), to_day(date(1990, 12, 31))],
        [1, to_day(date(2031, 1, 1)), to_day(date(2031, 1, 1))],
    ]
    assert outside(events, rows[2:3], (MAY_16, MAY_16)) == [None, None]
    many_events = many(3000)
    assert drawn(many_events)["outside"] is not None and drawn(many_events, allowed=np.arange(3000) < 9)["outside"] is None


def test_nothing_dated_still_draws() -> None:
    events = arrays_of(on("...", "..."))
    data = drawn(events)
    assert (data["total"], data["bars"]["id"], data["range"], data["extent"]) == (0, [], None, (-2, 3))


MAY = on("2015-05-16"), on("2015-05-20")
OLD = {"first": "1900-01-01", "last": "1900-01-01"}


@pytest.mark.parametrize(
    ("outlier", "other", "first"),
    [
        ({**OLD}, False, (1897, 1)),
        ({**OLD, "review": "rejected"}, False, (2015, 0)),
        ({**OLD, "event_type": "OTHER", "rank": 1}, False, (2015, 0)),
        ({**OLD, "event_type": "OTHER", "rank": 1}, True, (1897, 1)),
    ],
)
def test_what_is_not_let_through_is_neither_in_the_strip_nor_in_its_extent(
    outlier: dict[str, Any], other: bool, first: tuple[int, int]
) -> None:
    events = arrays_of(*MAY, outlier)
    found = account(events, DateRange(), chosen_by(event_facets(events), {}, 3), other=other)
    data = timeline_data(events, found, DateRange(), None, False)
    strip = sum(map(sum, data["overview"]))
    assert (from_day(data["extent"][0]).year, strip - 2) == first


def test_dates_narrow_the_bars_and_leave_the_strip_as_it_is() -> None:
    events, dates = arrays_of(*MAY), DateRange(date(2015, 5, 20), date(2015, 5, 21))
    data = drawn(events, dates)
    assert (data["bars"]["id"], sum(map(sum, data["overview"])), data["extent"]) == (["1"], 2, (MAY_16 - 2, MAY_16 + 7))


@pytest.mark.parametrize(
    ("dates", "extent"),
    [
        (DateRange(), (MAY_16 - 2, MAY_16 + 7)),
        (DateRange(date(2015, 5, 1), date(2015, 5, 2)), (MAY_16 - 17, MAY_16 - 11)),
        (DateRange(first=date(2015, 5, 17)), (MAY_16 - 2, MAY_16 + 7)),
    ],
)
def test_where_no_event_is_left_the_time_stays_one_that_makes_sense(dates: DateRange, extent: tuple[int, int]) -> None:
    data = drawn(arrays_of(*MAY), dates, allowed=np.zeros(2, dtype=np.bool_))
    assert (data["extent"], data["bars"]["id"], sum(map(sum, data["overview"]))) == (extent, [], 0)


@pytest.mark.parametrize(("reported", "window"), [(None, None), ([1.5, 3.2], (1, 4)), ([-3, -1], (-3, -1))])
def test_reported_windows_are_whole_days(reported: list[float] | None, window: tuple[int, int] | None) -> None:
    assert window_of(reported) == window
