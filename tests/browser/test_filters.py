"""Filters in a real browser: facets with live numbers, words, a drawn rectangle, what the map shows; all of it in the address."""

import re
from collections.abc import Callable

import view_samples
from dashboard_page import FRAME, DashboardPage
from playwright.sync_api import expect

Show = Callable[..., DashboardPage]

CAPTURE = view_samples.world()[0].events[0]


MAP_VIEW = f"""() => {{ const map = document.querySelector("{FRAME}").contentWindow.map; return [map.getCenter(), map.getZoom()]; }}"""


def open_filters(page: DashboardPage) -> None:
    page.page.locator(".st-key-filters button").click()
    page.page.locator(".st-key-filter_panel").wait_for()
    page.at_rest()


def shown(page: DashboardPage) -> int:
    return page.account()["on map and timeline"]


def test_a_facet_narrows_everything_and_the_address_keeps_it(show: Show) -> None:
    page = show().settled()
    open_filters(page)
    page.choose_option(page.page.get_by_role("combobox", name="Type"), "Protest (1)")
    expect(page.page).to_have_url(re.compile("type=PROTEST"))
    page.settled()
    assert (page.account(), page.events_on_map(), len(page.items())) == (
        {"events": 25, "on map and timeline": 1, "filtered out": 24, "without a place": 0, "without a date": 0},
        1,
        1,
    )
    page.page.reload()
    page.settled()
    assert shown(page) == 1
    page.page.get_by_role("button", name="Clear filters").click()
    expect(page.page).not_to_have_url(re.compile("type="))
    expect(page.page.locator(".st-key-strip")).to_contain_text("20 on map and timeline")
    page.settled()
    assert shown(page) == 20


def test_every_facet_counts_what_its_values_would_leave_and_the_map_stays_where_it_is(show: Show) -> None:
    page = show(query="?panel=yes&map=33,44,5").settled()
    view = page.page.evaluate(MAP_VIEW)
    page.choose_option(page.page.get_by_role("combobox", name="Status"), "Planned (1)")
    page.page.keyboard.press("Escape")
    expect(page.page).to_have_url(re.compile("status=planned"))
    page.settled()
    for name, offered in {
        "Type": ["Aid (1)"],
        "Actor": ["Actor: none (1)"],
        "Place": ["Iraq (1)"],
        "Document": ["Ramadi falls after a weekend of fighting (1)"],
        "Status": ["Happened (24)"],
        "Date known to": ["Open (1)"],
        "Place known to": ["Country (1)"],
        "Review": ["Not reviewed (1)"],
    }.items():
        box = page.page.get_by_role("combobox", name=name, exact=True)
        box.click()
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.page.get_by_role("option")).to_have_text(offered)
        page.page.keyboard.press("Escape")
        expect(box).to_have_attribute("aria-expanded", "false")
    assert page.page.evaluate(MAP_VIEW) == view


def test_words_are_found_in_events_and_in_their_sources(show: Show) -> None:
    page = show(query="?words=negotiators")
    page.settled()
    assert shown(page) == 9 - 1  # every event of the text that holds the word, and one of them has no place
    assert page.account()["without a place"] == 1


def test_a_drawn_rectangle_keeps_what_lies_in_it(show: Show) -> None:
    page = show().settled()
    spots = {symbol["key"]: symbol for symbol in page.symbols() if symbol["inside"] and symbol["kind"] == "point"}
    seoul = next(spot for key, spot in spots.items() if key.startswith("point:37.566"))
    page.page.frame_locator(FRAME).locator("button.draw-area").click()
    frame = page.map.bounding_box()
    assert frame is not None
    page.page.mouse.move(frame["x"] + seoul["x"] - 25, frame["y"] + seoul["y"] - 25)
    page.page.mouse.down()
    page.page.mouse.move(frame["x"] + seoul["x"], frame["y"] + seoul["y"])
    page.page.mouse.move(frame["x"] + seoul["x"] + 25, frame["y"] + seoul["y"] + 25)
    page.page.mouse.up()
    expect(page.page).to_have_url(re.compile("area="))
    page.settled()
    assert (shown(page), [symbol["key"] for symbol in page.symbols()]) == (1, ["point:37.56600,126.97840"])
    page.page.reload()
    page.settled()
    assert shown(page) == 1


def test_only_what_the_map_shows(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    open_filters(page)
    page.page.get_by_text("Only events in view").click()
    page.page.wait_for_function("() => !document.querySelector('.st-key-strip').innerText.includes('= 20 ')")
    page.at_rest()
    assert 0 < shown(page) < 20


def test_certainly_within_the_dates_is_less_than_possibly(show: Show) -> None:
    possibly = show(query="?from=2015-05-16&to=2015-05-22").settled()
    certainly = show(query="?from=2015-05-16&to=2015-05-22&certain=yes").settled()
    assert (shown(possibly), shown(certainly)) == (15, 10)


def test_dates_and_facets_survive_a_visit_to_another_page(show: Show) -> None:
    page = show(query="?from=2015-05-17&to=2015-05-28&type=ASSAULT").settled()
    before = page.account()
    for other in ("Charts", "Documents"):
        page.go_to(other)
        page.go_to("Explore")
        page.settled()
        page.page.wait_for_timeout(1500)  # what a box sends by itself comes late
        page.at_rest()
        days = [page.page.get_by_role("spinbutton", name=f"day, {label}").inner_text() for label in ("From", "To")]
        assert (days, page.account()) == (["17", "28"], before)
        expect(page.page).to_have_url(re.compile(r"from=2015-05-17.*to=2015-05-28|to=2015-05-28.*from=2015-05-17"))
        expect(page.page).to_have_url(re.compile("type=ASSAULT"))
