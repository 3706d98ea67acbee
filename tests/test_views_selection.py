"""One selection for map, timeline and list; links that restore it."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import view_samples
from view_arrays import POINT, arrays_of, on, world_arrays

from events.views.arrays import EventArrays, to_day
from events.views.filters import DateRange, Part, account
from events.views.selection import ALL, Selection
from events.views.texts import say, teller

UNKNOWN_EVENT, UNREADABLE_DATES = say("notice.unknown_event"), say("notice.unreadable_dates")
EVENTS = arrays_of(on("2015-05-16", **POINT), on("2015-05-14", **POINT), on("2015-05-15"), on("...", "..."))


def begun(link: dict[str, Any], events: EventArrays = EVENTS) -> Selection:
    selection = Selection({}, link)
    selection.begin(events)
    return selection


@pytest.mark.parametrize(
    ("link", "event", "dates", "notice"),
    [
        ({}, None, DateRange(), None),
        ({"event": "1"}, "1", DateRange(), None),
        ({"event": "9"}, None, DateRange(), UNKNOWN_EVENT),
        ({"event": "1", "from": "2015-05-01"}, "1", DateRange(first=date(2015, 5, 1)), None),
        ({"from": "2015-05-01", "to": "2015-05-31"}, None, DateRange(date(2015, 5, 1), date(2015, 5, 31)), None),
        ({"event": "1", "from": "May"}, "1", DateRange(), UNREADABLE_DATES),
        ({"to": "2015-02-30"}, None, DateRange(), UNREADABLE_DATES),
    ],
)
def test_a_link_is_read_once(link: dict[str, str], event: str | None, dates: DateRange, notice: str | None) -> None:
    state: dict[str, Any] = {}
    selection = Selection(state, dict(link))
    selection.begin(EVENTS)
    assert (selection.event, selection.dates, selection.notice, selection.list) == (event, dates, notice, Part.SHOWN)
    visit = selection.visit
    Selection(state, {"event": "0"}).begin(EVENTS)
    assert (selection.event, selection.visit) == (event, visit)


def test_a_link_that_the_browser_went_back_to_is_read_anew() -> None:
    link: dict[str, str] = {"event": "1", "map": "1,2,3", "from": "2015-05-01"}
    state: dict[str, Any] = {}
    selection = Selection(state, link)
    selection.begin(EVENTS)
    visit, box = selection.visit, selection.box("first_day")
    selection.open_list(ALL)
    selection.put_beside("2")
    earlier = {"event": "0", "window": "2015-05-16,2015-05-20", "to": "2015-05-31"}
    back = Selection(state, dict(earlier))
    back.begin(EVENTS, anew=True)
    assert (back.event, back.beside, back.list, back.dates) == ("0", None, Part.SHOWN, DateRange(last=date(2015, 5, 31)))
    assert (back.map_view, back.time_window) == (None, (16571.0, 16575.0))
    assert back.visit != visit and back.box("first_day") != box
    assert (state[back.box("first_day")], state[back.box("last_day")]) == (None, date(2015, 5, 31))
    again = Selection(state, dict(earlier))
    again.begin(EVENTS)
    assert (again.visit, again.box("last_day")) == (back.visit, back.box("last_day"))


def test_going_back_to_what_is_not_there_any_more_is_said() -> None:
    state: dict[str, Any] = {}
    Selection(state, {"event": "1"}).begin(EVENTS)
    selection = Selection(state, link := {"event": "9", "list": "country:XX"})
    selection.begin(EVENTS, anew=True)
    assert (selection.event, link) == (None, {})
    assert selection.notice == f"{UNKNOWN_EVENT} {say('notice.left_out', values='list=country:XX')}"


def test_notices_are_in_the_language_of_the_user() -> None:
    selection = Selection({}, {"event": "9"}, teller("de"))
    selection.begin(EVENTS)
    assert selection.notice == "Das Ereignis, das dieser Link nennt, ist nicht in dieser Datenbank."
    selection.show_document(view_samples.analysis_of(view_samples.Report("Nichts", None, ())))
    assert selection.notice == "0 Ereignisse in „Nichts“ gefunden; der Text ist aufbewahrt."


def test_choices_go_into_the_link_and_out_again() -> None:
    link: dict[str, str] = {}
    selection = begun(link)
    selection.select("2")
    selection.choose_days((to_day(date(2015, 5, 1)), to_day(date(2015, 5, 31))))
    assert link == {"event": "2", "from": "2015-05-01", "to": "2015-05-31"}
    selection.select(None)
    selection.choose_days(None)
    assert (link, selection.dates) == ({}, DateRange())


@pytest.mark.parametrize(
    ("link", "found", "left_out"),
    [
        ({"list": "undated"}, (Part.UNDATED, None, None, None), None),
        ({"list": "all", "beside": "1"}, (ALL, "1", None, None), None),
        ({"list": "document:d"}, ("document:d", None, None, None), None),
        ({"list": "point:33.40000,43.30000"}, ("point:33.40000,43.30000", None, None, None), None),
        ({"list": "country:XX"}, (Part.SHOWN, None, None, None), "list=country:XX"),
        ({"list": "document:none", "beside": "9"}, (Part.SHOWN, None, None, None), "beside=9, list=document:none"),
        ({"map": "33.4,-190,4.25"}, (Part.SHOWN, None, (33.4, -190.0, 4.25), None), None),
        ({"window": "2015-05-16T0600,2015-05-20"}, (Part.SHOWN, None, None, (16571.25, 16575.0)), None),
        ({"map": "here", "window": "May"}, (Part.SHOWN, None, None, None), "map=here, window=May"),
        ({"window": "x" * 100}, (Part.SHOWN, None, None, None), f"window={'x' * 39}…"),
    ],
)
def test_the_view_is_read_from_the_link(link: dict[str, str], found: tuple[Any, ...], left_out: str | None) -> None:
    events = arrays_of(on("2015-05-16", document_id="d", **POINT), on("2015-05-14", document_id="d", **POINT))
    address = dict(link)
    selection = begun(address, events)
    assert (selection.list, selection.beside, selection.map_view, selection.time_window) == found
    assert selection.notice == (say("notice.left_out", values=left_out) if left_out else None)
    assert address == ({} if left_out else link)
    selection.select("0")
    assert selection.notice is None


def test_lists_and_the_text_beside_go_into_the_link() -> None:
    link: dict[str, str] = {}
    selection = begun(link)
    for name, written in ((Part.FILTERED, "filtered"), (ALL, "all"), ("country:IQ", "country:IQ")):
        selection.open_list(name)
        selection.put_beside("1")
        assert link == {"list": written, "beside": "1"}
    selection.open_list(Part.SHOWN)
    selection.put_beside(None)
    assert link == {}


def test_clicks_on_a_place_step_through_its_events_by_date() -> None:
    selection, on_map, key = begun({}), np.array([0, 1]), "point:33.40000,43.30000"
    chosen = []
    for _ in range(3):
        selection.click_place(EVENTS, on_map, key)
        chosen.append(selection.event)
    assert (chosen, selection.list) == (["1", "0", "1"], key)


def test_a_click_on_one_event_leaves_the_open_list_and_on_nothing_does_nothing() -> None:
    selection = begun({})
    selection.click_place(EVENTS, np.array([0]), "point:33.40000,43.30000")
    assert (selection.event, selection.list) == ("0", Part.SHOWN)
    selection.click_place(EVENTS, np.array([0]), "cluster:1")
    assert selection.event == "0"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (ALL, [1, 2, 0, 3]),
        (Part.SHOWN, [1, 0]),
        (Part.UNPLACED, [2]),
        (Part.UNDATED, [3]),
        (Part.FILTERED, []),
        ("point:33.40000,43.30000", [1, 0]),
        ("country:XX", []),
    ],
)
def test_lists_are_by_date(name: str, rows: list[int]) -> None:
    selection = begun({})
    selection.open_list(name)
    assert selection.listed(EVENTS, account(EVENTS, DateRange())).tolist() == rows


def test_a_text_just_read_is_shown_whatever_the_dates(tmp_path: Path) -> None:
    events, analysis = world_arrays(tmp_path), view_samples.world()[1]
    link = {"from": "1999-01-01", "to": "1999-01-02"}
    selection = begun(link, events)
    selection.show_document(analysis)
    listed = f"document:{analysis.document.id}"
    assert link == {"event": analysis.events[0].id, "list": listed}
    assert selection.notice == "5 events found in “Talks in Moscow”; the text is kept."
    listed = selection.listed(events, account(events, selection.dates))
    assert {events.ids[row] for row in listed} == {event.id for event in analysis.events}
    selection.show_document(view_samples.analysis_of(view_samples.Report("Nothing", None, ())))
    assert (selection.event, selection.notice) == (analysis.events[0].id, "0 events found in “Nothing”; the text is kept.")


def test_every_part_lists_what_it_counts(tmp_path: Path) -> None:
    events = world_arrays(tmp_path)
    selection, found = begun({}, events), account(events, DateRange(date(2015, 5, 20), date(2015, 5, 21)))
    for part in Part:
        selection.open_list(part)
        assert sorted(selection.listed(events, found)) == found.parts[part].tolist()
