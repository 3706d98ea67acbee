"""What axe-core finds on every page, in light and in dark; and that whoever works by the keyboard sees where he is."""

from collections.abc import Callable

import pytest
import view_samples
from axe_playwright_python.sync_playwright import Axe
from dashboard_page import FRAME, DashboardPage
from playwright.sync_api import Frame, Page, expect

Show = Callable[..., DashboardPage]

CAPTURE = view_samples.world()[0].events[0]
OPTIONS = {"resultTypes": ["violations"], "iframes": False}


def violations(page: Page | Frame) -> list[str]:
    """What is serious or critical: the rule, what it says, and the element, one a line."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
        if rule["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_explore_with_an_event_and_open_filters(show: Show, scheme: str) -> None:
    page = show("told twice", f"?event={CAPTURE.id}", scheme=scheme).settled()
    page.page.locator(".st-key-filters button").click()
    page.page.locator(".st-key-filter_panel").wait_for()
    page.settled()
    assert violations(page.page) == []
    frame = page.page.locator(FRAME).element_handle().content_frame()
    assert frame is not None and violations(frame) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_other_pages(show: Show, scheme: str) -> None:
    page = show(query=f"?event={CAPTURE.id}", scheme=scheme).settled()
    for name in ("Documents", "Add", "Review", "Charts", "Data"):
        page.go_to(name)
        if name == "Charts":
            page.page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
        if name == "Review":
            expect(page.source).to_have_attribute("data-event", CAPTURE.id)
        page.at_rest()
        assert (name, violations(page.page)) == (name, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_of_an_event_and_a_narrow_screen(show: Show, scheme: str) -> None:
    page = show(query=f"?event={CAPTURE.id}", scheme=scheme, size=(390, 844)).settled()
    assert violations(page.page) == []
    page.press("e")
    page.page.get_by_role("dialog").get_by_role("button", name="Save").wait_for()
    page.at_rest()
    assert violations(page.page) == []


RING = """() => {
  let element = document.activeElement;
  while (element.shadowRoot && element.shadowRoot.activeElement) element = element.shadowRoot.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1.5;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_in_the_source_panel_and_on_the_timeline(show: Show, scheme: str) -> None:
    page = show(query=f"?event={CAPTURE.id}", scheme=scheme).settled()
    stops = ".tellings button, .steps button:enabled, .text, .text mark[tabindex], .head, .document a"
    for part, selector in ((page.source, stops), (page.timeline, ".bar button, canvas.main")):
        visible = [one for one in part.locator(selector).all() if one.is_visible() and one.is_enabled()]
        assert len(visible) >= 3
        for one in visible:
            one.focus()
            page.page.keyboard.press("Shift")  # as by the keyboard: the browser shows no ring to a mouse
            assert page.page.evaluate(RING), one.evaluate("(element) => element.outerHTML")
