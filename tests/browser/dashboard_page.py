"""The dashboard as a user sees it: where things are drawn, and what stands in the panel."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

PATIENCE = 90_000  # milliseconds: a busy machine is no failure

FRAME = "iframe[title='streamlit_folium.st_folium']"

# The map's frame is of the same origin, so the page may look into it, whichever frame it is by now.
SYMBOLS = f"""() => {{
  const found = {{}}, frame = document.querySelector("{FRAME}"), map = frame && frame.contentWindow.map;
  if (!map) return [];
  const size = map.getSize();
  map.eachLayer((layer) => {{
    const told = layer.feature && layer.feature.properties;
    if (!told || !told.key) return;
    const {{ x, y }} = map.latLngToContainerPoint(layer.getLatLng ? layer.getLatLng() : layer.getBounds().getCenter());
    found[told.key] = {{ ...told, x, y, inside: x > 60 && y > 10 && x < size.x - 10 && y < size.y - 25 }};
  }});
  return Object.values(found);
}}"""

DRAWN = f"""() => {{
  const drawn = ({SYMBOLS})().reduce((sum, symbol) => sum + symbol.count, 0);
  return drawn > 0 && drawn === document.querySelector("{FRAME}").contentWindow.eventMap.total();
}}"""

RECTANGLE = """(text, words) => {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.textContent.indexOf(words), range = document.createRange();
    if (at < 0) continue;
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return [left, right, (top + bottom) / 2];
  }
}"""

ITEMS = """(canvas) => canvas.items.map(
  (item) => ({ id: item.bar.id, title: item.bar.title, x: (item.seen[0] + item.seen[1]) / 2, y: item.y })
)"""


class DashboardPage:
    def __init__(self, page: Page) -> None:
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page = page
        self.addresses: list[str] = []
        page.on("framenavigated", lambda frame: self.addresses.append(frame.url) if frame == page.main_frame else None)
        self.source: Locator = page.get_by_test_id("source")
        self.timeline: Locator = page.get_by_test_id("timeline")
        self.table: Locator = page.get_by_test_id("stDataFrame").first

    def settled(self) -> "DashboardPage":
        """When the script has run and map and timeline have drawn what it said."""
        self.at_rest()
        self.page.wait_for_function(DRAWN)
        self.timeline.locator("canvas.main").wait_for()
        return self

    def settled_without_events(self) -> "DashboardPage":
        """As `settled`, where the map has nothing to draw."""
        self.timeline.locator("canvas.main").wait_for()
        self.at_rest()
        return self

    def at_rest(self) -> None:
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

    def wait_for_address(self, part: str) -> None:
        """Until the address has had this part, whether or not it still has it: a playback goes on while a test looks."""
        while not any(part in address for address in self.addresses):
            self.page.wait_for_event("framenavigated")

    # ---- map
    @property
    def map(self) -> Locator:
        return self.page.locator(FRAME)

    def symbols(self) -> list[dict[str, Any]]:
        """Each place on the map: key, kind, count of its events, and where it is drawn."""
        found: list[dict[str, Any]] = self.page.evaluate(SYMBOLS)
        return found

    def events_on_map(self) -> int:
        return sum(symbol["count"] for symbol in self.symbols())

    def wait_for_symbol(self, key: str) -> None:
        """Until the place is drawn within the map's edges."""
        self.page.wait_for_function(f"(key) => ({SYMBOLS})().some((symbol) => symbol.key === key && symbol.inside)", arg=key)

    def click_symbol(self, key: str) -> None:
        symbol = next(symbol for symbol in self.symbols() if symbol["key"] == key and symbol["inside"])
        self._click(self.map, symbol["x"], symbol["y"])

    # ---- timeline
    def items(self) -> list[dict[str, Any]]:
        """Each event on the timeline: id, title, and where it is drawn."""
        found: list[dict[str, Any]] = self.timeline.locator("canvas.main").evaluate(ITEMS)
        return found

    def click_item(self, event_id: str) -> None:
        item = next(item for item in self.items() if item["id"] == event_id)
        self._click(self.timeline.locator("canvas.main"), item["x"], item["y"])

    def brush(self, start: float, end: float) -> None:
        """Drags over a part of all dates, given as shares of its width."""
        box = self.timeline.locator("canvas.overview").bounding_box()
        assert box is not None
        gutter = 136 if box["width"] >= 560 else 22
        at = [box["x"] + gutter + share * (box["width"] - gutter) for share in (start, end)]
        self.page.mouse.move(at[0], box["y"] + 15)
        self.page.mouse.down()
        self.page.mouse.move(sum(at) / 2, box["y"] + 15)
        self.page.mouse.move(at[1], box["y"] + 15)
        self.page.mouse.up()

    def type_date(self, label: str, day: str) -> None:
        """Types a date into one of the two boxes: "2015-05-26" into "From"."""
        self.page.get_by_role("spinbutton", name=f"year, {label}").click()
        self.page.keyboard.type(day.replace("-", ""), delay=30)
        self.page.keyboard.press("Escape")

    # ---- boxes
    def choose_option(self, box: Locator, option: str | re.Pattern[str]) -> None:
        """A line of a box's list. The list may be drawn anew while the pointer is on its way: a click that met no line is made again."""
        lines = self.page.get_by_role("option", name=option)
        for patience in (5_000, 5_000, 5_000, PATIENCE):
            if box.get_attribute("aria-expanded") != "true":
                box.click()
            try:
                lines.first.click(timeout=patience)
                expect(lines).to_have_count(0, timeout=patience)
                return
            except (AssertionError, PlaywrightTimeout):
                if patience == PATIENCE:
                    raise

    # ---- list
    def click_line(self, number: int) -> None:
        """A line of the open list, counted from 0."""
        self.table.hover(position={"x": 240, "y": 20})  # the grid takes a click only from a pointer that it has seen move
        self._click(self.table, 250, 36 + 30 * number + 15)

    def open_list(self, words: str) -> None:
        button = self.page.locator(f".st-key-open-{words.replace(' ', '-')} button").first
        button.click()
        expect(button).to_have_attribute("kind", "secondary")
        self.at_rest()

    def account(self) -> dict[str, int]:
        """The numbers of the strip: "events", "on map and timeline", ..."""
        labels = [label.strip("=+ ") for label in self.page.locator(".st-key-strip [data-testid=stButton] button").all_inner_texts()]
        return {words: int(number.replace(",", "")) for number, words in (label.split(" ", 1) for label in labels)}

    # ---- review
    def review_state(self) -> Locator:
        return self.page.locator(".st-key-review_bar [data-testid=stMarkdown]")

    def press(self, key: str) -> None:
        self.page.locator("body").press(key)
        self.at_rest()

    def go_to(self, name: str) -> None:
        """Another page, by its link in the line at the top."""
        link = self.page.locator(".st-key-top").get_by_role("link", name=name)
        path = link.get_attribute("href")
        link.click()
        self.page.wait_for_function("(path) => location.pathname === `/${path}`", arg=path)  # then the script has begun to run
        self.at_rest()

    # ---- panel
    def mark_words(self, words: str) -> None:
        """Drags the pointer over words of the source text that no mark parts."""
        start, end, y = self.source.locator(".text").evaluate(RECTANGLE, words)
        self.page.mouse.move(start, y)
        self.page.mouse.down()
        self.page.mouse.move((start + end) / 2, y)
        self.page.mouse.move(end, y)
        self.page.mouse.up()

    def marked(self, kind: str) -> list[str]:
        return self.source.locator(f".text mark.{kind}").all_inner_texts()

    def _click(self, element: Locator, x: float, y: float) -> None:
        element.click(position={"x": x, "y": y})
