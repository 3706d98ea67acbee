"""What fits where: no page scrolls sideways or cuts its words, and the screen is used, wide or narrow, in either language."""

import re
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
    page.go_to(PAGES[language][4])
    assert 840 < box_of(page.page.locator("[data-testid=stExpander]"))["bottom"] <= 900


@pytest.mark.parametrize(("path", "key", "lines"), [("", "explore_list", 20), ("documents", "documents_list", 5)])
def test_a_list_is_as_high_as_its_lines_and_at_most_as_the_window(show: Show, path: str, key: str, lines: int) -> None:
    boxes = []
    for database, size in (("world", (1440, 900)), ("many", (1440, 600))):
        page = show(database, path, size=size)
        listed = page.page.locator(f".st-key-{key} [data-testid=stDataFrame]")
        listed.wait_for()
        page.at_rest()
        page.page.wait_for_timeout(500)  # a list takes its height a moment after it is there
        boxes.append(box_of(listed))
    few, many = boxes
    assert (round(few["bottom"] - few["top"]), 480 < many["bottom"] <= 600) == (37 + 30 * lines, True)


def test_the_links_to_the_pages_stay_in_their_place(show: Show) -> None:
    page = show().settled()
    tops = set()
    for name in PAGES["en"]:
        page.go_to(name)
        tops.add(round(box_of(page.page.locator(".st-key-top h1"))["top"]))
    assert len(tops) == 1


VAIN = "&list=nowhere&beside=nobody&map=there&window=never&type=NOTHING&lanes=odd&status=unheard-of&review=by-nobody-at-all"


def test_a_long_notice_has_a_line_of_its_own_and_is_taken_away_by_its_button(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}{VAIN}").settled()
    notice, strip = page.page.locator(".st-key-notice"), page.page.locator(".st-key-strip")
    expect(notice).to_contain_text("list=nowhere")
    assert (box_of(strip)["bottom"] - box_of(strip)["top"] < 40, box_of(strip)["bottom"] <= box_of(notice)["top"]) == (True, True)
    for element in (page.map, page.timeline, page.source):
        assert box_of(notice)["bottom"] <= box_of(element)["top"] and box_of(element)["bottom"] <= 900
    page.map.evaluate("(frame) => { frame.stays = true; }")
    notice.get_by_role("button").locator("visible=true").click()
    expect(notice).to_have_count(0)
    page.settled()
    assert page.map.evaluate("(frame) => frame.stays")


@pytest.mark.parametrize("size", [(390, 844), (1024, 768)])
def test_the_details_of_a_document_do_not_lie_over_the_list(show: Show, size: tuple[int, int]) -> None:
    page = show(query="documents", size=size)
    page.table.wait_for()
    page.at_rest()
    page.click_line(0)
    text = page.page.get_by_test_id("stExpander")
    text.scroll_into_view_if_needed()
    page.page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollTo(0, 1e6)")
    listed, told = box_of(page.page.locator(".st-key-documents_list")), box_of(text)
    assert listed["bottom"] <= told["top"] or listed["right"] <= told["left"]


IN_SIGHT = """() => {
  const scroller = document.querySelector(".st-key-list-table .dvn-scroller");
  return scroller && [scroller.scrollTop / 30, (scroller.scrollTop + scroller.clientHeight - 35) / 30];
}"""


def test_the_list_shows_the_line_of_the_chosen_event(show: Show) -> None:
    page = show().settled()
    days = page.items()
    first, last = min(days, key=lambda item: item["x"])["id"], max(days, key=lambda item: item["x"])["id"]
    page = show(query=f"?event={last}").settled()
    page.page.wait_for_function(f"() => ({IN_SIGHT})()?.[0] > 10")
    page.click_item(first)
    expect(page.source).to_have_attribute("data-event", first)
    page.page.wait_for_function(f"() => ({IN_SIGHT})()?.[0] < 3")
    for name in ("j", "j", "j", "j", "j", "j"):
        page.press(name)
    page.page.wait_for_function(f"() => ({IN_SIGHT})()?.[0] > 1")


def test_the_line_that_is_pressed_stays_in_sight_when_the_list_makes_room(show: Show) -> None:
    page = show().settled()
    page.click_line(15)
    expect(page.source).to_have_attribute("data-event", re.compile(".+"))
    page.page.wait_for_function(f"() => {{ const [from, to] = ({IN_SIGHT})() || []; return from > 8 && from <= 15 && to >= 16; }}")


RECORDED = """() => {
  const kind = CanvasRenderingContext2D.prototype, { clearRect, fillText } = kind;
  kind.clearRect = function (...box) { this.canvas.said = []; return clearRect.apply(this, box); };
  kind.fillText = function (text, x, y) {
    (this.canvas.said ||= []).push([text, Math.round(y), x, x + this.measureText(text).width]);
    return fillText.call(this, text, x, y);
  };
}"""
OVER = """(canvas) => canvas.said && canvas.said.flatMap(([one, y, from, to], i) => canvas.said.slice(i + 1)
  .filter(([, other, start, end]) => other === y && Math.min(to, end) - Math.max(from, start) > 1).map(([other]) => [one, other]))"""


def test_no_words_on_the_timeline_lie_over_others(show: Show) -> None:
    page = show(size=(1024, 768)).settled()
    page.page.evaluate(RECORDED)
    canvas = page.timeline.locator("canvas.main")
    canvas.focus()
    chosen = ""
    for _ in range(12):
        page.page.keyboard.press("ArrowRight")
        expect(page.source).not_to_have_attribute("data-event", chosen)
        chosen = page.source.get_attribute("data-event") or ""
        page.page.wait_for_function("(id) => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
        assert (chosen, canvas.evaluate(OVER)) == (chosen, [])


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
