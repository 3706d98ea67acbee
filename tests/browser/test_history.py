"""Back and Forward of the browser: each choice is one step, and page and address go it together."""

import re
from collections.abc import Callable
from typing import Any

import view_samples
from dashboard_page import FRAME, DashboardPage
from playwright.sync_api import expect
from test_address import drawn

Show = Callable[..., DashboardPage]

CAPTURE = view_samples.world()[0].events[0]

# Map and timeline put what they show into the address a little later.
AT_REST = """() => new Promise((resolve) => {
  let last = location.href, since = performance.now();
  const look = () => {
    if (location.href !== last) [last, since] = [location.href, performance.now()];
    if (performance.now() - since > 700) resolve(last);
    else setTimeout(look, 50);
  };
  look();
})"""


def address(page: DashboardPage) -> str:
    at_rest: str = page.page.evaluate(AT_REST)
    return at_rest


def seen(page: DashboardPage) -> dict[str, Any]:
    """The page, and the choices of its address, in whatever order. What map and timeline show is compared where it is drawn."""
    path, _, query = address(page).partition("?")
    choices = sorted(part for part in query.split("&") if not part.startswith(("map=", "window=")))
    return {"address": [path, *choices]} | drawn(page)


def steps(page: DashboardPage) -> int:
    found: int = page.page.evaluate("history.length")
    return found


def wait_for(page: DashboardPage, wanted: dict[str, Any]) -> None:
    for _ in range(40):
        if seen(page) == wanted:
            return
        page.page.wait_for_timeout(250)
    assert seen(page) == wanted


def open_filters(page: DashboardPage) -> None:
    page.page.locator(".st-key-filters button").click()
    page.page.locator(".st-key-filter_panel").wait_for()
    page.at_rest()


def choose_type(page: DashboardPage, name: str) -> None:
    page.choose_option(page.page.get_by_role("combobox", name="Type"), re.compile(rf"^{name} \("))
    page.page.keyboard.press("Escape")
    expect(page.page).to_have_url(re.compile(f"type={name.upper()}"))


def choose_date(page: DashboardPage) -> None:
    page.type_date("From", "2015-05-10")
    expect(page.page).to_have_url(re.compile("from=2015-05-10"))


def choose_event(page: DashboardPage) -> None:
    page.click_item(CAPTURE.id)
    expect(page.page).to_have_url(re.compile(f"event={CAPTURE.id}"))
    expect(page.source).to_contain_text(CAPTURE.title)


def test_back_undoes_one_choice_at_a_time_and_forward_brings_it_back(show: Show) -> None:
    page = show().settled()
    open_filters(page)
    before, passed = steps(page), [seen(page)]
    for act in (lambda: choose_type(page, "Assault"), lambda: choose_date(page), lambda: choose_event(page)):
        act()
        passed.append(seen(page))
    assert steps(page) == before + 3
    for earlier in passed[-2::-1]:
        page.page.go_back()
        wait_for(page, earlier)
    for later in passed[1:]:
        page.page.go_forward()
        wait_for(page, later)
    page.page.go_back()
    wait_for(page, passed[2])
    page.open_list("without a date")
    expect(page.page).to_have_url(re.compile("list=undated"))
    assert steps(page) == before + 3  # in the place of the event
    page.page.go_back()
    wait_for(page, passed[2])


def test_back_from_another_page_returns_to_the_filters(show: Show) -> None:
    page = show(query="?panel=yes").settled()
    before = steps(page)
    choose_type(page, "Assault")
    explore = seen(page)
    page.go_to("Charts")
    expect(page.page).to_have_url(re.compile("charts.*type=ASSAULT"))
    charts = address(page), page.page.locator("[data-testid=stMain]").inner_text()
    page.go_to("Documents")
    page.go_to("Explore")
    wait_for(page, explore)
    assert steps(page) == before + 4  # the type, and three pages
    page.page.go_back()
    page.page.locator(".st-key-documents_list").wait_for()
    page.page.go_back()
    page.page.locator(".group-legend").wait_for()
    page.at_rest()
    assert (address(page), page.page.locator("[data-testid=stMain]").inner_text()) == charts
    page.page.go_back()
    wait_for(page, explore)
    page.page.go_back()
    expect(page.page.locator(".st-key-strip")).to_contain_text("+ 0 filtered out")
    assert "type=" not in address(page)


def test_a_brush_and_a_playback_are_one_step_each(show: Show) -> None:
    page = show().settled()
    before, all_dates = steps(page), seen(page)
    page.brush(0.3, 0.9)
    expect(page.page).to_have_url(re.compile("from=.*to="))
    brushed = seen(page)
    assert steps(page) == before + 1
    page.page.go_back()
    wait_for(page, all_dates)
    page.timeline.locator(".speed").select_option("4×")
    page.timeline.get_by_role("button", name="Play", exact=True).click()
    page.timeline.get_by_role("button", name="Pause").wait_for()
    page.timeline.get_by_role("button", name="Play", exact=True).wait_for()
    expect(page.page).to_have_url(re.compile("from=.*to="))
    assert steps(page) == before + 1
    page.page.go_back()
    wait_for(page, all_dates)
    page.brush(0.3, 0.9)
    expect(page.page).to_have_url(re.compile("from=.*to="))
    wait_for(page, brushed)


def test_what_was_undone_can_be_chosen_again(show: Show) -> None:
    page = show().settled()
    without = seen(page)
    lanes = page.timeline.get_by_label("Lanes")
    for _ in range(2):
        lanes.select_option("type")
        expect(page.page).to_have_url(re.compile("lanes=type"))
        page.settled()
        expect(lanes).to_have_value("type")
        page.page.go_back()
        wait_for(page, without)
        expect(lanes).to_have_value("group")


def test_back_stops_a_playback(show: Show) -> None:
    page = show().settled()
    all_dates = seen(page)
    page.timeline.get_by_role("button", name="Play", exact=True).click()
    expect(page.page).to_have_url(re.compile("from=.*to="))
    page.page.go_back()
    page.timeline.get_by_role("button", name="Play", exact=True).wait_for()
    wait_for(page, all_dates)


def test_the_views_of_a_step_come_back_with_it(show: Show) -> None:
    page = show(query="?map=33.3,44.4,6&window=2015-05-10,2015-05-20").settled()
    linked = seen(page)
    page.brush(0.3, 0.5)
    expect(page.page).to_have_url(re.compile("from="))
    page.settled()
    page.page.frame_locator(FRAME).get_by_role("button", name="Zoom out").click()
    expect(page.page).to_have_url(re.compile("map=33.30000%2C44.40000%2C5"))
    page.page.go_back()
    wait_for(page, linked)


def test_language_goes_back_too(show: Show) -> None:
    page = show().settled()
    before = steps(page)
    page.go_to("Data")
    page.choose_option(page.page.get_by_role("combobox", name="Language"), "Deutsch")
    expect(page.page).to_have_url(re.compile("language=de"))
    page.page.get_by_role("heading", name="Sprache").or_(page.page.get_by_text("Sprache")).first.wait_for()
    page.at_rest()
    assert steps(page) == before + 2
    page.page.go_back()
    page.page.get_by_role("combobox", name="Language").wait_for()
    page.at_rest()
    assert "language=" not in address(page)
    page.page.go_forward()
    page.page.get_by_role("combobox", name="Sprache").wait_for()
    assert "language=de" in address(page)
