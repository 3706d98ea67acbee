"""Measures the dashboard in a real Chromium, on stores of many events, and prints a Markdown table.

    python benchmarks/dashboard.py [EVENTS ...] [--full] [--repeat N] [--keep FOLDER]

Without numbers: stores of 1,000 and 100,000 events; --full adds 1,000,000 (making it takes minutes). Each is made anew, by a fixed seed,
with the names, dates and places of no real event; with --keep it stays in FOLDER and is used again. All times are seconds of the clock,
the median of N and in brackets the longest, from what the user does until the page has drawn what he asked for, so they hold the time of
the server, of the way, and of the browser. Memory is that of the server's process, in MB, after all of it.

What is asked for: at 100,000 events every interaction under 0.7 s; at 1,000,000 under 1 s and the page under 2.5 s; memory under 2 GB.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from dashboard_page import DRAWN, FRAME, SYMBOLS, DashboardPage  # noqa: E402
from playwright.sync_api import Browser, Locator, sync_playwright  # noqa: E402
from playwright.sync_api import Error as PlaywrightError  # noqa: E402
from serving import dashboard, launch  # noqa: E402

from events.model import Analysis, Argument, Document, Event, Mention, Place, Span  # noqa: E402
from events.ontology import EVENT_TYPES  # noqa: E402
from events.storage import open_store  # noqa: E402

SIZES, FULL = (1_000, 100_000), 1_000_000
IN_A_TEXT = 200  # events
LONGEST = 30_000  # milliseconds for one step; what takes longer has failed
TOWNS, ACTORS, TYPES = 5_000, 400, list(EVENT_TYPES)
STATION = Place("Far Station", -25.0, -110.0, 5.0, "P", "PPL")  # alone in its sea, so that its symbol is no cluster
EDGE = Place("Edge Station", -10.0, -170.0, 5.0, "P", "PPL")  # keeps that away from the map's edge
BEGIN = date(2015, 5, 1)
CIPHER, CIPHERS = "cipher", 40  # words that a search finds in one text of so many
LENGTH = 3_650  # days that the events are spread over
Measure = Callable[[DashboardPage, int], float]


# ---- stores
def analyses(number: int) -> Iterator[Analysis]:
    """Texts with so many events in all, one event in a hundred long before the others."""
    chance = random.Random(7)
    towns = [Place(f"Town {i}", chance.uniform(-35, 70), chance.uniform(-60, 150), 5.0, "P", "PPL") for i in range(TOWNS)]
    for begin in range(0, number, IN_A_TEXT):
        yield _text(begin, min(IN_A_TEXT, number - begin), towns, chance)


def _text(begin: int, number: int, towns: list[Place], chance: random.Random) -> Analysis:
    told = []
    for i in range(begin, begin + number):
        place = {3: STATION, 4: EDGE}.get(i % 500) or chance.choice(towns)
        actor = f"Group {min(chance.randrange(ACTORS), chance.randrange(ACTORS))}"
        day = BEGIN + timedelta(chance.randrange(LENGTH)) if i % 100 else date(1950, 1, 1) + timedelta(chance.randrange(9_000))
        told.append((place, actor, chance.choice(TYPES), day, f"{actor} acted in {place.name} on {day:%d %B %Y}, report {i}."))
    told_of = f"Filed under {CIPHER}{begin // IN_A_TEXT % CIPHERS}."
    document = Document("\n".join((*(line[4] for line in told), told_of)), f"Report {begin // IN_A_TEXT}", "Benchmark", dct=BEGIN)
    found: list[Event] = []
    at = 0
    for rank, (place, actor, event_type, day, sentence) in enumerate(told):
        trigger = at + sentence.index("acted")
        mention = Mention(
            Span(trigger, trigger + 5), "acted", Span(at, at + len(sentence)), event_type,
            actors=(Argument(actor, Span(at, at + len(actor))),),
        )  # fmt: skip
        own: dict[str, Any] = {"first": day, "last": day, "place": place, "confidence": 0.8, "rank": rank}
        found.append(Event(f"{document.id}-{rank}", document.id, event_type, sentence.rstrip("."), (mention,), **own))
        at += len(sentence) + 1
    return Analysis(document, tuple(event.mentions[0].sentence for event in found), events=tuple(found), config_hash="benchmark")


def store_of(number: int, folder: Path) -> Path:
    """A database of so many events; one that is there already is taken as it is."""
    path = folder / f"events-{number}.sqlite"
    if not path.exists():
        store = open_store(f"sqlite:///{path}")
        for analysis in analyses(number):
            store.save(analysis)
    return path


# ---- what is done, and how long it takes
def _timed(act: Callable[[], object], until: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    until()
    return time.perf_counter() - start


def _until(element: Locator, condition: str, arg: object = None) -> None:
    """Waits, frame by frame, for what a JavaScript function says of an element and an argument."""
    element.evaluate(
        f"""(element, arg) => new Promise((done) => {{
        const look = () => (({condition})(element, arg) ? done(true) : requestAnimationFrame(look)); look(); }})""",
        arg,
    )


def opened(browser: Browser, address: str, query: str = "") -> tuple[DashboardPage, float]:
    """A new page, and the seconds until map and timeline are drawn."""
    page = DashboardPage(browser.new_page(viewport={"width": 1440, "height": 900}))

    def drawn() -> None:
        page.page.wait_for_function(DRAWN)
        _until(page.timeline.locator("canvas.main"), "(canvas) => canvas.items")

    return page, _timed(lambda: page.page.goto(f"{address}/{query}"), drawn)


def _symbols_change(page: DashboardPage) -> Callable[[], object]:
    """What waits until the map draws other symbols than now."""
    keys = f"() => JSON.stringify(({SYMBOLS})().map((symbol) => [symbol.key, symbol.count]).sort())"
    before = page.page.evaluate(keys)
    return lambda: page.page.wait_for_function(f"(before) => ({keys})() !== before && ({DRAWN})()", arg=before)


def click(page: DashboardPage, turn: int) -> float:
    """A click on a marker, until its event's sentence is marked in the source text."""
    before = page.source.get_attribute("data-event") or ""
    chosen = "(source, before) => (source.dataset.event || '') !== before && source.querySelector('mark.focus')"
    key = next(symbol["key"] for symbol in page.symbols() if symbol["kind"] == "point" and symbol["inside"])
    return _timed(lambda: page.click_symbol(key), lambda: _until(page.source, chosen, before))


def brush(page: DashboardPage, turn: int) -> float:
    """A drag across the timeline's strip, until map and timeline show the chosen dates."""
    before, change = page.timeline.locator(".title").inner_text(), _symbols_change(page)

    def drawn() -> None:
        _until(page.timeline.locator(".title"), "(title, before) => title.innerText !== before", before)
        change()

    start = 0.78 + turn % 3 * 0.03  # where most events are
    found = _timed(lambda: page.brush(start, start + 0.02), drawn)
    page.at_rest()
    return found


def pan(page: DashboardPage, turn: int) -> float:
    """A drag of the map, from the release until the symbols of what is in sight now are drawn. The pointer rests before it is released,
    for a map that was thrown glides on for a second or two, and that is no work of ours."""
    box = page.map.bounding_box()
    assert box is not None
    x, y, way = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 250 * (-1) ** turn

    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + way / 2, y)
    page.page.mouse.move(x + way, y)
    page.page.wait_for_timeout(300)
    found = _timed(page.page.mouse.up, _symbols_change(page))
    page.at_rest()
    return found


def zoom(page: DashboardPage, turn: int) -> float:
    """A press on the map's + or -, until the symbols of that scale are drawn."""
    button = page.page.frame_locator(FRAME).locator(".leaflet-control-zoom-in" if turn % 2 == 0 else ".leaflet-control-zoom-out")
    found = _timed(button.click, _symbols_change(page))
    page.at_rest()
    return found


def search(page: DashboardPage, turn: int) -> float:
    """Words typed into the search box, from the Enter key until map and counts show what is left."""
    box = page.page.get_by_role("textbox", name="Search")
    box.fill(f"{CIPHER}{turn}")
    found = _timed(lambda: box.press("Enter"), _symbols_change(page))
    page.at_rest()
    return found


def judge(page: DashboardPage, turn: int) -> float:
    """The key for "accept" or "reject", until the page shows that the chosen event is."""
    words = "() => document.querySelector('.st-key-review_bar [data-testid=stMarkdown]')?.innerText"
    before = page.page.evaluate(words)
    key = "r" if "accepted" in before.lower() else "a"
    changed = f"(before) => ![undefined, before].includes(({words})())"
    found = _timed(lambda: page.page.keyboard.press(key), lambda: page.page.wait_for_function(changed, arg=before))
    page.at_rest()
    return found


STEPS: dict[str, Measure] = {"marker to source text": click, "judgement": judge, "zoom": zoom, "pan": pan, "brush": brush, "search": search}


def _prepare(page: DashboardPage, measure: Measure) -> None:
    """Makes the page ready for a step, which is not measured."""
    if measure in (pan, search):
        page.page.frame_locator(FRAME).locator("button.show-all").click()
        page.page.wait_for_timeout(1500)  # the map glides there, and passes over what is pressed meanwhile
        page.at_rest()
    if measure is pan:
        for _ in range(2):  # closer, so that something is beyond the edges
            zoom(page, 0)
    if measure is search:
        page.page.get_by_role("button", name="All dates").first.click()
        page.page.locator(".st-key-filters button").click()
        page.page.locator(".st-key-filter_panel").wait_for()
        page.settled()


def memory() -> float:
    """MB that the server holds now: it is the child of this process that runs Streamlit."""
    own = os.getpid()
    for child in Path(f"/proc/{own}/task/{own}/children").read_text().split():
        if b"streamlit" in Path(f"/proc/{child}/cmdline").read_bytes():
            lines = dict(line.split(":", 1) for line in Path(f"/proc/{child}/status").read_text().splitlines())
            return int(lines["VmRSS"].split()[0]) / 1024
    raise RuntimeError("the dashboard's process is gone")


def measured(browser: Browser, database: Path, repeat: int) -> dict[str, str]:
    """What the columns of the table say for one store."""
    with dashboard(database) as address:
        page, cold = opened(browser, address)
        page.page.close()
        warm = []
        for _ in range(repeat):
            page, seconds = opened(browser, address)
            warm.append(seconds)
            page.page.close()
        found = {"first page of all": f"{cold:.1f}", "page": _words(warm)}
        page, _ = opened(browser, address)
        page.page.set_default_timeout(LONGEST)
        for name, measure in STEPS.items():
            try:
                page.at_rest()
                _prepare(page, measure)
                found[name] = _words([measure(page, turn) for turn in range(repeat)])
            except (PlaywrightError, StopIteration) as error:
                found[name] = "failed"
                print(f"{database.name}: {name}: {str(error) or 'no single place is in sight'}", file=sys.stderr)
            print(f"{database.name}: {name} {found[name]}", file=sys.stderr)
        found["memory, MB"] = f"{memory():,.0f}"
        page.page.close()
    return found


def _words(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} ({max(seconds):.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--full", action="store_true", help=f"also {FULL:,} events")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder that the stores stay in")
    options = parser.parse_args()
    sizes = [*options.events, *([FULL] if options.full else [])]
    with tempfile.TemporaryDirectory() as passing, sync_playwright() as playwright:
        folder = options.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        browser = launch(playwright)
        rows = {number: measured(browser, store_of(number, folder), options.repeat) for number in sizes}
        browser.close()
    columns = list(next(iter(rows.values())))
    print(f"| events | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}")
    for number, found in rows.items():
        print(f"| {number:,} | {' | '.join(found[column] for column in columns)} |")


if __name__ == "__main__":
    main()
