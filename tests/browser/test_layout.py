"""What fits where: no page scrolls sideways or cuts its words, and the screen is used, wide or narrow, in either language."""

from collections.abc import Callable
from typing import Any

import pytest
import view_samples
from dashboard_page import DashboardPage
from playwright.sync_api import Locator, expect

Show = Callable[..., DashboardPage]
Box = dict[str, float]

CAPTURE = view_samples.world()[0].events[0]
PAGES = {
    "en": ("Explore", "Charts", "Documents", "Add", "Review", "Data"),
    "de": ("Erkunden", "Schaubilder", "Dokumente", "Hinzufügen", "Prüfen", "Daten"),
}
WIDER = """() => ["html", "[data-testid=stMain]"].map((name) => document.querySelector(name))
  .filter((element) => element.scrollWidth > element.clientWidth).map((element) => element.scrollWidth)"""
WORDS = ".st-key-strip p, .st-key-top p, .st-key-top h1, .st-key-review_bar p, .group-legend span, label p, .facts *"
CUT = f"""() => [...document.querySelectorAll("{WORDS}")]
  .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1).map((element) => element.textContent)"""
BUTTONS = ".st-key-strip button, .st-key-strip label, .st-key-top a, .st-key-top button, .st-key-review_bar button"
OVERLAPPING = f"""() => {{
  const shown = [...document.querySelectorAll("{BUTTONS}")].filter((element) => element.checkVisibility());
  const boxes = shown.map((element) => [element, element.getBoundingClientRect()]).filter(([, box]) => box.width);
  const wide = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const over = ([one, a], [other, b]) => !one.contains(other) && !other.contains(one) && wide(a, b) > 1 && high(a, b) > 1;
  const pairs = boxes.flatMap((one, i) => boxes.slice(i + 1).filter((other) => over(one, other)).map((other) => [one[0], other[0]]));
  return pairs.map((pair) => pair.map((element) => element.innerText));
}}"""


def box_of(element: Locator) -> Box:
    box: Any = element.bounding_box()
    assert box is not None
    return {"left": box["x"], "top": box["y"], "right": box["x"] + box["width"], "bottom": box["y"] + box["height"]}


@pytest.mark.parametrize(("size", "language"), [((390, 844), "en"), ((390, 844), "de"), ((1024, 768), "de"), ((1440, 900), "en")])
def test_no_page_scrolls_sideways_or_cuts_its_words(show: Show, size: tuple[int, int], language: str) -> None:
    page = show(query=f"?language={language}&event={CAPTURE.id}&panel=yes", size=size).settled()
    for name in PAGES[language]:
        page.go_to(name)
        page.page.locator(".st-key-top").wait_for()
        found = {what: page.page.evaluate(script) for what, script in (("wider", WIDER), ("cut", CUT), ("overlapping", OVERLAPPING))}
        assert (name, found) == (name, {"wider": [], "cut": [], "overlapping": []})


@pytest.mark.parametrize("language", ["en", "de"])
def test_at_1440_everything_stands_within_the_window_and_fills_it(show: Show, language: str) -> None:
    page = show(query=f"?language={language}&event={CAPTURE.id}&panel=yes").settled()
    for element in (page.map, page.timeline, page.source, page.page.locator(".st-key-filter_panel")):
        box = box_of(element)
        assert box["top"] >= 0 and box["left"] >= 0 and box["right"] <= 1440 and box["bottom"] - 40 <= 860, box
    assert box_of(page.timeline)["bottom"] > 840 and box_of(page.source)["bottom"] > 840
    assert all(lane["wide"] <= lane["room"] for lane in page.timeline.locator("canvas.main").evaluate(LANES))
    page.go_to(PAGES[language][2])
    assert 860 < box_of(page.page.locator(".st-key-documents_list [data-testid=stDataFrame]"))["bottom"] <= 900
    page.go_to(PAGES[language][4])
    assert 840 < box_of(page.page.locator("[data-testid=stExpander]"))["bottom"] <= 900


LANES = """(canvas) => canvas.lanes.map((lane) => {
  const c = canvas.getContext("2d");
  return { wide: c.measureText(lane.name).width, room: canvas.gutter - 27 };
})"""


def test_the_buttons_of_a_table_stay_within_it(show: Show) -> None:
    page = show().settled()
    for name in ("Explore", "Documents", "Review"):
        page.go_to(name)
        page.table.hover()
        buttons = page.table.get_by_test_id("stElementToolbar")
        expect(buttons).to_be_visible()
        inner, outer = box_of(buttons.get_by_test_id("stElementToolbarButtonContainer")), box_of(page.table)
        assert outer["top"] <= inner["top"] and inner["right"] <= outer["right"] + 1 and inner["bottom"] <= outer["top"] + 45
