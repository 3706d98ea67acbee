"""The timeline as its user works it: lanes by what they choose, chips that lead to outliers, a playback through time."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import view_samples
from dashboard_page import DashboardPage
from playwright.sync_api import expect

Show = Callable[..., DashboardPage]

TITLES = {event.title: event for analysis in view_samples.world() for event in analysis.events}


def lanes(page: DashboardPage) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.timeline.locator("canvas.main").evaluate(
        "(canvas) => canvas.lanes.map(({ name, events, top, height }) => ({ name, events, top, height }))"
    )
    return found


def window(page: DashboardPage) -> str:
    return page.timeline.locator(".title b").inner_text()


def dates(page: DashboardPage) -> list[str]:
    return re.findall(r"(?:from|to)=[\d-]+", page.page.url)


def years(page: DashboardPage) -> list[int]:
    return [int(year) for year in re.findall(r"\d{4}", window(page))]


# ---- lanes
def test_lanes_are_by_what_one_chooses_and_the_address_keeps_it(show: Show) -> None:
    page = show().settled()
    assert [lane["name"] for lane in lanes(page)] == ["Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict"]
    before = {item["id"] for item in page.items()}
    page.timeline.get_by_label("Lanes").select_option("document")
    expect(page.page).to_have_url(re.compile("lanes=document"))
    page.settled()
    assert [(lane["name"], lane["events"]) for lane in lanes(page)] == [
        ("Elsewhere", 9), ("Ramadi falls after a weekend of fighting", 6), ("Talks in Moscow", 5), ("Palmyra taken", 3)
    ]  # fmt: skip
    assert {item["id"] for item in page.items()} == before
    page.page.reload()
    page.settled()
    expect(page.timeline.get_by_label("Lanes")).to_have_value("document")
    assert len(lanes(page)) == 4


def test_every_event_lies_in_its_own_lane(show: Show) -> None:
    page = show(query="?lanes=document").settled()
    tops = {lane["name"]: (lane["top"], lane["top"] + lane["height"]) for lane in lanes(page)}
    where = {item["id"]: item["y"] for item in page.items()}
    for analysis in view_samples.world():
        for event in analysis.events:
            if event.id in where:
                low, high = tops[analysis.document.title or ""]
                assert low <= where[event.id] <= high


def test_a_lane_says_its_whole_name_and_where_room_lacks_the_rest_is_one_lane(show: Show) -> None:
    page = show(query="?lanes=place", size=(1024, 700)).settled()
    drawn = lanes(page)
    box = page.timeline.locator("canvas.main").bounding_box()
    assert box is not None and drawn[-1]["name"] == "others" and sum(lane["events"] for lane in drawn) == 23
    assert drawn[-1]["top"] + drawn[-1]["height"] <= box["height"]
    page.page.mouse.move(box["x"] + 40, box["y"] + drawn[1]["top"] + 5)
    page.page.mouse.move(box["x"] + 42, box["y"] + drawn[1]["top"] + 5)
    expect(page.timeline.locator(".tip")).to_have_text(f"{drawn[1]['name']}{drawn[1]['events']} events")


# ---- outliers
def test_a_chip_leads_to_what_lies_before_and_another_press_back(show: Show) -> None:
    page = show("outliers").settled()
    before = window(page)
    assert years(page) == [2015, 2015]
    expect(page.timeline.locator(".earlier")).to_have_text("‹ 2 earlier, from 1914")
    expect(page.timeline.locator(".later")).to_have_text("1 later, 2031 ›")
    page.timeline.locator(".earlier").click()
    assert years(page)[0] <= 1914 and 1944 <= years(page)[1] < 2015
    assert {item["title"] for item in page.items()} == {"Clashes in 1914", "Clashes in 1944"}
    expect(page.timeline.locator(".earlier")).to_be_hidden()
    expect(page.timeline.get_by_role("button", name="Back")).to_be_focused()
    page.page.keyboard.press("Enter")
    assert window(page) == before
    page.timeline.locator(".later").click()
    assert years(page) == [2030, 2031] or years(page) == [2031, 2031]
    assert [item["title"] for item in page.items()] == ["Clashes in 2031"]
    page.timeline.get_by_role("button", name="Back").click()
    assert window(page) == before
    expect(page.timeline.get_by_role("button", name="Back")).to_be_hidden()


def test_a_filter_leaves_the_window_where_it_is(show: Show) -> None:
    page = show("outliers").settled()
    page.timeline.locator(".earlier").click()
    before = window(page)
    page.page.locator(".st-key-filters button").click()
    page.choose_option(page.page.get_by_role("combobox", name="Type"), re.compile("^Assault"))
    expect(page.page).to_have_url(re.compile("type=ASSAULT"))
    page.settled()
    assert window(page) == before


def test_it_zooms_from_decades_to_days_and_says_the_groups_where_no_lane_does(show: Show) -> None:
    page = show("outliers", "?lanes=type").settled()
    assert page.timeline.locator(".groups span").all_inner_texts() == ["Material conflict"]
    main = page.timeline.locator("canvas.main")
    for _ in range(25):
        main.press("-")
    assert years(page)[1] - years(page)[0] > 100
    for _ in range(25):
        main.press("+")
    days = [int(day) for day in re.findall(r"(\d+) [A-Z]", window(page))]
    assert len(set(years(page))) == 1 and 3 <= (days[1] - days[0]) % 28 <= 5
    page.timeline.get_by_label("Lanes").select_option("group")
    expect(page.timeline.locator(".groups span")).to_have_count(0)


# ---- playback
def play(page: DashboardPage) -> None:
    page.timeline.locator(".speed").select_option("4×")
    page.timeline.get_by_role("button", name="Play").click()


def test_playback_steps_the_chosen_dates_to_the_end_and_stops(show: Show) -> None:
    page = show(query="?from=2015-05-16&to=2015-05-18").settled()
    play(page)
    page.wait_for_address("from=2015-05-31&to=2015-06-02")
    expect(page.timeline.get_by_role("button", name="Play")).to_be_visible()
    page.at_rest()
    firsts = dict.fromkeys(day for address in page.addresses for day in re.findall(r"from=([\d-]+)", address))
    assert list(firsts) == ["2015-05-16", "2015-05-19", "2015-05-22", "2015-05-25", "2015-05-28", "2015-05-31"]
    expect(page.page).to_have_url(re.compile("from=2015-05-31&to=2015-06-02"))
    assert page.account()["filtered out"] > 0


def test_playback_is_worked_by_keys_and_map_and_list_follow(show: Show) -> None:
    page = show().settled()
    everything = page.events_on_map()
    page.timeline.locator("canvas.main").press(" ")
    page.wait_for_address("from=2015-")
    expect(page.timeline.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "true")
    page.timeline.locator("canvas.main").press(" ")
    expect(page.timeline.get_by_role("button", name="Play")).to_be_visible()
    page.page.wait_for_timeout(2500)  # a step that was under way when it was paused still arrives
    page.settled()
    paused = dates(page)
    account = page.account()
    assert 0 < page.events_on_map() == account["on map and timeline"] < everything
    page.page.wait_for_timeout(2500)  # longer than a step of the slowest pace: nothing may come after the pause
    assert dates(page) == paused


@pytest.mark.parametrize("act", ["All dates", "brush"])
def test_playback_gives_way_to_whoever_chooses_dates(show: Show, act: str) -> None:
    page = show(query="?from=2015-05-01&to=2015-05-01").settled()
    page.timeline.get_by_role("button", name="Play").click()
    page.wait_for_address("from=2015-05-02")
    if act == "brush":
        page.brush(0.36, 0.395)
    else:
        page.timeline.get_by_role("button", name="All dates").click()
    expect(page.timeline.get_by_role("button", name="Play")).to_be_visible()


def test_who_wants_no_motion_sees_steps_only(show: Show) -> None:
    page = show(query="?from=2015-05-16&to=2015-05-18").settled()
    page.page.emulate_media(reduced_motion="reduce")
    page.timeline.locator("canvas.overview").evaluate(
        """() => { const real = window.requestAnimationFrame; window.frames_asked = 0;
        const counting = (call) => { window.frames_asked += String(call).includes('this.brush') ? 1 : 0; return real(call); };
        window.requestAnimationFrame = counting; }"""
    )
    play(page)
    page.wait_for_address("from=2015-05-22")
    assert page.page.evaluate("window.frames_asked") == 0
