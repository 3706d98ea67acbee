"""Every event is in exactly one part, and intervals count wherever they touch."""

from datetime import date

import numpy as np
import pytest
from view_arrays import POINT, arrays_of, many, on

from events.views.filters import DateRange, EventFilter, Part, account, drawn, matching, within

MAY = DateRange(date(2015, 5, 10), date(2015, 5, 20))


@pytest.mark.parametrize(
    ("event", "inside"),
    [
        (on("2015-05-10"), True),
        (on("2015-05-20"), True),
        (on("2015-05-09"), False),
        (on("2015-05-21"), False),
        (on("2015-05-01", "2015-05-10"), True),
        (on("2015-05-01", "2015-05-31"), True),
        (on("2015-05-20", "2015-06-30"), True),
        (on("2015-04-01", "2015-05-09"), False),
        (on("2015-05-20", "..."), True),
        (on("2015-05-21", "..."), False),
        (on("1999-01-01", "..."), True),
        (on("...", "2015-05-10"), True),
        (on("...", "2015-05-09"), False),
        (on("...", "..."), False),
        (on("0001-01-01", "9999-12-31"), True),
    ],
)
def test_an_event_is_inside_when_it_shares_a_day(event: dict[str, object], inside: bool) -> None:
    assert within(arrays_of(event), MAY).tolist() == [inside]


@pytest.mark.parametrize(
    ("dates", "inside"),
    [
        (DateRange(), [True, True, True, False]),
        (DateRange(first=date(2015, 5, 2)), [False, True, True, False]),
        (DateRange(last=date(2015, 5, 2)), [True, True, False, False]),
        (DateRange(date(2015, 5, 3), date(2015, 5, 2)), [False, True, True, False]),  # the wrong way round
    ],
)
def test_open_and_swapped_ranges(dates: DateRange, inside: list[bool]) -> None:
    events = arrays_of(on("2015-05-01"), on("2015-05-02"), on("2015-05-03"), on("...", "..."))
    assert within(events, dates).tolist() == inside


EVENTS = arrays_of(
    on("2015-05-15", **POINT),
    on("2015-06-15", **POINT),
    on("2015-05-15"),
    on("2015-06-15"),
    on("...", "...", **POINT),
    on("...", "..."),
)


@pytest.mark.parametrize(
    ("dates", "shown", "filtered", "unplaced", "on_map", "on_timeline"),
    [
        (DateRange(), [0, 1], [], [2, 3], [0, 1, 4], [0, 1, 2, 3]),
        (MAY, [0], [1, 3], [2], [0], [0, 2]),
    ],
)
def test_the_account(
    dates: DateRange, shown: list[int], filtered: list[int], unplaced: list[int], on_map: list[int], on_timeline: list[int]
) -> None:
    found = account(EVENTS, dates)
    assert {part: rows.tolist() for part, rows in found.parts.items()} == {
        Part.SHOWN: shown,
        Part.OTHER: [],
        Part.FILTERED: filtered,
        Part.UNDATED: [4, 5],
        Part.UNPLACED: unplaced,
    }
    assert (found.on_map.tolist(), found.on_timeline.tolist(), found.undated_unplaced) == (on_map, on_timeline, 1)
    assert (found.total, np.sort(np.concatenate(list(found.parts.values()))).tolist()) == (6, list(range(6)))


def test_the_parts_of_many_events_add_up() -> None:
    events = many(5000)
    found = account(events, DateRange(date(2014, 5, 1), date(2015, 5, 1)))
    assert np.array_equal(np.sort(np.concatenate(list(found.parts.values()))), np.arange(5000))


MIXED = arrays_of(
    on("2015-05-15", **POINT, actors="Islamic State, Iraqi army", document_id="a", review="accepted"),
    on("2015-06-15", event_type="AID", country_code="SY", status="planned", document_id="b", review="unreviewed", confidence=0.9),
    on("...", "...", document_id="b", review="rejected", actors="ISLAMIC STATE"),
)


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (EventFilter(), [0, 1, 2]),
        (EventFilter(MAY), [0]),
        (EventFilter(DateRange(first=date(2015, 5, 1))), [0, 1]),
        (EventFilter(types=frozenset({"AID"})), [1]),
        (EventFilter(types=frozenset({"AID", "ASSAULT"})), [0, 1, 2]),
        (EventFilter(countries=frozenset({"IQ"})), [0]),
        (EventFilter(countries=frozenset({"IQ", "SY"})), [0, 1]),
        (EventFilter(statuses=frozenset({"planned"})), [1]),
        (EventFilter(reviews=frozenset({"accepted", "rejected"})), [0, 2]),
        (EventFilter(actor="islamic"), [0, 2]),
        (EventFilter(confidence=0.9), [1]),
        (EventFilter(documents=frozenset({"b"})), [1, 2]),
        (EventFilter(documents=frozenset()), []),
        (EventFilter(actor="islamic", documents=frozenset({"b"})), [2]),
        (EventFilter(MAY, types=frozenset({"AID"})), []),
        (EventFilter(rejected=False), [0, 1]),
        (EventFilter(rejected=False, reviews=frozenset({"rejected"})), [2]),
        (EventFilter(rejected=False, reviews=frozenset({"accepted"})), [0]),
    ],
)
def test_a_filter_wants_all_that_it_names(wanted: EventFilter, rows: list[int]) -> None:
    assert matching(MIXED, wanted).tolist() == rows


def test_no_events_match_anything() -> None:
    assert matching(arrays_of(), EventFilter(MAY, types=frozenset({"AID"}), actor="x", confidence=0.5)).tolist() == []


def test_happenings_without_a_type_are_kept_apart_unless_they_are_wanted() -> None:
    other = {"event_type": "OTHER", "rank": 1}
    events = arrays_of(on("2015-05-15", **POINT), on("2015-05-15", **other, **POINT), on("...", "...", **other))
    apart, together = account(events, MAY, other=False), account(events, MAY)
    assert {part: rows.tolist() for part, rows in apart.parts.items() if len(rows)} == {Part.SHOWN: [0], Part.OTHER: [1, 2]}
    assert {part: rows.tolist() for part, rows in together.parts.items() if len(rows)} == {Part.SHOWN: [0, 1], Part.UNDATED: [2]}
    assert (apart.on_map.tolist(), apart.on_timeline.tolist(), apart.total) == ([0], [0], 3)
    assert (apart.of_all_dates.tolist(), together.of_all_dates.tolist()) == ([0], [0, 1])


@pytest.mark.parametrize(
    ("dates", "certain", "other", "flags"),
    [
        (DateRange(), False, True, [True, True, True, True]),
        (DateRange(), True, False, [True, True, True, False]),
        (MAY, False, True, [True, True, False, True]),
        (MAY, True, True, [False, True, False, True]),
        (MAY, False, False, [True, True, False, False]),
    ],
)
def test_dates_and_other_happenings_narrow_what_is_drawn_and_charted(
    dates: DateRange, certain: bool, other: bool, flags: list[bool]
) -> None:
    events = arrays_of(on("2015-05-01", "2016-01-01"), on("2015-05-15"), on("...", "..."), on("2015-05-15", event_type="OTHER", rank=1))
    assert drawn(events, dates, certain=certain, other=other).tolist() == flags


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (EventFilter(), [0, 1]),
        (EventFilter(other=False), [0]),
        (EventFilter(other=False, types=frozenset({"OTHER"})), [1]),
    ],
)
def test_the_filter_lets_happenings_without_a_type_through_on_demand(wanted: EventFilter, rows: list[int]) -> None:
    assert matching(arrays_of(on("2015-05-15"), on("2015-05-15", event_type="OTHER", rank=1)), wanted).tolist() == rows
