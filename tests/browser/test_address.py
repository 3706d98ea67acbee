"""The address holds all that was chosen: opened in another browser, it shows the same."""

import re
from collections.abc import Callable
from typing import Any

import view_samples
from dashboard_page import FRAME, DashboardPage
from playwright.sync_api import Browser, expect

Show = Callable[..., DashboardPage]

AGAIN, AID = view_samples.analysis_of(view_samples.TOLD_AGAIN).events
CAPTURE = view_samples.world()[0].events[0]

MAP = f"""() => {{ const map = document.querySelector("{FRAME}").contentWindow.map, {{ lat, lng }} = map.getCenter();
  return [lat.toFixed(2), lng.toFixed(2), map.getZoom()]; }}"""
TIMELINE = """(canvas) => ({ lanes: canvas.lanes.map((lane) => [lane.name, lane.events]),
  items: canvas.items.map((item) => [item.bar.id, Math.round(item.x || (item.from + item.to) / 2), Math.round(item.y)]).sort() })"""


class Pixel(int):
    """Where something is drawn. Equal to its neighbours, too: an address holds five decimals of a degree and the minutes of a day, and what
    it restores may fall on the other side of a pixel's edge."""

    def __new__(cls, at: float) -> "Pixel":
        return super().__new__(cls, round(at))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pixel) and abs(self - other) <= 1

    __hash__ = int.__hash__


def drawn(page: DashboardPage) -> dict[str, Any]:
    """What stands on the page, wherever it came from."""
    page.settled()
    timeline = page.timeline.locator("canvas.main").evaluate(TIMELINE)
    return {
        "strip": page.page.locator(".st-key-strip").inner_text(),
        "list": page.page.locator(".st-key-strip button[kind=secondary]").all_inner_texts(),
        "dates": page.page.locator(".st-key-top [role=spinbutton]").all_inner_texts(),
        "map": page.page.evaluate(MAP),
        "symbols": sorted((symbol["key"], symbol["count"], Pixel(symbol["x"]), Pixel(symbol["y"])) for symbol in page.symbols()),
        "timeline": [timeline["lanes"], [(event_id, Pixel(x), Pixel(y)) for event_id, x, y in timeline["items"]]],
        "title": page.timeline.locator(".title").inner_text(),
        "filters": page.page.locator(".st-key-filter_panel").all_inner_texts(),
        "source": page.source.inner_text(),
        "marked": page.source.locator("mark.focus").all_inner_texts(),
    }


def test_everything_that_was_chosen_is_the_same_in_another_browser(show: Show, chromium: Browser) -> None:
    page = show("told twice", "?language=de&other=yes").settled()
    page.page.locator(".st-key-filters button").click()
    page.page.locator(".st-key-filter_panel").wait_for()
    types = page.page.get_by_role("combobox", name="Art")
    page.choose_option(types, re.compile(r"^Angriff \("))
    page.choose_option(types, re.compile(r"^Hilfe \("))
    page.page.keyboard.press("Escape")
    page.settled()
    page.page.get_by_role("textbox", name="Suche").fill("a")
    page.page.get_by_role("textbox", name="Suche").press("Enter")
    expect(page.page).to_have_url(re.compile("words=a"))
    page.page.get_by_text("Sicher in diesem Zeitraum").click()
    expect(page.page).to_have_url(re.compile("certain=yes"))
    page.type_date("Von", "2015-05-10")
    expect(page.page).to_have_url(re.compile("from=2015-05-10"))
    page.settled()
    page.timeline.get_by_label("Bahnen").select_option("type")
    expect(page.page).to_have_url(re.compile("lanes=type"))
    page.settled()
    page.click_item(CAPTURE.id)
    page.source.get_by_role("button", name="Second Wire").click()
    expect(page.source.locator(".column")).to_have_count(2)
    page.at_rest()
    page.page.locator(".st-key-open-filtered-out button").first.click()
    expect(page.page).to_have_url(re.compile("list=filtered"))
    page.settled()
    page.timeline.get_by_role("button", name="Vergrößern").click()
    page.page.frame_locator(FRAME).get_by_role("button", name="Verkleinern").click()
    expect(page.page).to_have_url(re.compile(r"map=\d.*window=2015|window=2015.*map=\d"))
    page.page.get_by_text("Nur Ereignisse im Bild").click()
    expect(page.page).to_have_url(re.compile("in_view=yes"))
    before = drawn(page)
    address = page.page.url
    other = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
    other.goto(address)
    after = drawn(DashboardPage(other))
    other.context.close()
    assert after == before
    assert page.page.url == address


def test_what_a_link_cannot_mean_is_said_in_one_line_and_left_out(show: Show) -> None:
    query = "?language=xx&type=NOPE&actor=Nobody&map=here&window=1,2&list=country:XX&beside=no&area=1&lanes=<b>&certain=no&from=2015-05-16"
    page = show(query=query).settled()
    said = page.page.locator(".st-key-notice [data-testid=stMarkdown]")
    values = "language=xx, map=here, window=1,2, beside=no, list=country:XX, type=NOPE, actor=Nobody, area=1, lanes=<b>, certain=no"
    expect(said).to_have_text(f"Left out of this link, as it cannot be read or is not in this database: {values}.")
    assert len(said.inner_text().splitlines()) == 1
    expect(page.page).to_have_url(re.compile(r"/\?from=2015-05-16$"))
    assert page.account()["filtered out"] < 23


def test_the_views_stay_in_the_address_from_page_to_page_and_go_when_taken_back(show: Show) -> None:
    page = show(query="?window=2015-05-10,2015-05-20T1200&map=33.3,44.4,6").settled()
    assert page.page.evaluate(MAP) == ["33.30", "44.40", 6]
    expect(page.timeline.locator(".title b")).to_have_text("10 May 2015 – 20 May 2015")
    page.go_to("Charts")
    expect(page.page).to_have_url(re.compile("window=2015-05-10%2C2015-05-20T1200"))
    page.go_to("Explore")
    page.settled()
    assert page.page.evaluate(MAP) == ["33.30", "44.40", 6]
    expect(page.timeline.locator(".title b")).to_have_text("10 May 2015 – 20 May 2015")
    page.brush(0.36, 0.395)
    expect(page.page).not_to_have_url(re.compile("window="))
    page.page.get_by_role("button", name="All dates").first.click()
    expect(page.page).not_to_have_url(re.compile("from="))
    page.settled()
    page.page.frame_locator(FRAME).get_by_role("button", name="All", exact=True).click()
    expect(page.page).to_have_url(re.compile(r"/\??$"))
