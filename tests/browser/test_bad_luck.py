"""When there is nothing to show, or what was shown is gone: every page says why, and what to do."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import view_samples
from dashboard_page import DashboardPage
from playwright.sync_api import Browser, expect
from serving import dashboard

Show = Callable[..., DashboardPage]

CAPTURE, RETREAT = view_samples.world()[0].events[:2]
GONE = "the file that was shown here until now is no longer there"


def button(page: DashboardPage, name: str) -> None:
    page.page.get_by_role("button", name=name, exact=True).first.click()
    page.at_rest()


def counted(page: DashboardPage, words: str) -> None:
    """Until the strip says so."""
    expect(page.page.locator(".st-key-strip").get_by_role("button", name=words)).to_be_visible()


@pytest.mark.parametrize("name", ["Explore", "Charts", "Documents", "Review"])
def test_a_database_without_events_leads_to_the_add_page(show: Show, name: str) -> None:
    page = show("no events")
    page.go_to(name)
    if name == "Documents":  # it has one text, in which nothing was found
        expect(page.page.get_by_text("Choose a line to see where a text is from")).to_be_visible()
        return
    expect(page.page.get_by_text("There are no events in the database yet")).to_be_visible()
    button(page, "Add texts")
    expect(page.page.get_by_text("what is found in them shows here")).to_be_visible()


def test_dates_that_let_nothing_through_are_widened_by_a_button(show: Show) -> None:
    page = show(query="?from=1950-01-01&to=1950-02-01&type=PROTEST").settled_without_events()
    expect(page.page.get_by_text("The dates and filters let no event through")).to_be_visible()
    page.page.locator(".st-key-widen button").click()
    counted(page, "= 1 on map and timeline")
    page.page.locator(".st-key-filters button").click()
    page.page.locator(".st-key-clear-filters button").click()
    counted(page, "+ 0 filtered out")


def test_charts_of_nothing_have_the_same_button(show: Show) -> None:
    page = show(query="?type=PROTEST&status=planned").settled_without_events()
    page.go_to("Charts")
    expect(page.page.get_by_text("The dates and filters let no event through")).to_be_visible()
    page.page.locator(".st-key-let-through button").click()
    expect(page.page.get_by_text("Events over time")).to_be_visible()


def test_filters_that_let_nothing_through_are_cleared_by_a_button(show: Show) -> None:
    page = show(query="?type=PROTEST&status=planned").settled_without_events()
    page.page.locator(".st-key-let-through button").click()
    counted(page, "+ 0 filtered out")


def test_events_without_a_date_lead_to_the_dates_of_their_texts(show: Show) -> None:
    page = show("undated").settled_without_events()
    expect(page.page.get_by_text("No event has a date, so the timeline is empty")).to_be_visible()
    expect(page.timeline.locator(".title b")).to_have_text("No dates")
    button(page, "2 without a date")
    page.click_line(0)
    expect(page.source.locator("h3")).to_have_text("Guards closed the road to Ramadi yesterday")
    button(page, "= 0 on map and timeline")
    button(page, "Give the texts their dates")
    expect(page.page.get_by_text("Choose a line to see where a text is from")).to_be_visible()


def test_an_empty_list_leads_back(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}&from=2015-05-16&to=2015-05-17").settled()
    page.open_list("without a place")
    expect(page.page.get_by_text("This list holds no event")).to_be_visible()
    expect(page.source).to_have_attribute("data-event", CAPTURE.id)
    page.page.locator(".st-key-lead-to-on-map-and-timeline button").click()
    expect(page.table).to_be_visible()


def test_a_document_without_text_says_so(show: Show) -> None:
    event = view_samples.WITHOUT_TEXT.events[0]
    page = show("no text", f"?event={event.id}").settled()
    expect(page.source.locator(".text")).to_have_text("This document has no text: only its title and its source are known.")
    expect(page.source.locator(".document")).to_contain_text("A headline and nothing else")
    page.go_to("Documents")
    page.click_line(0)
    expect(page.page.get_by_role("button", name="Show its events (1)")).to_be_enabled()


@pytest.mark.parametrize(
    ("database", "says"),
    [
        ("broken", "it is not a SQLite database; name another file with EVENTS_DATABASE_URL"),
        ("newer", "it was written by a newer version of this program (schema 999"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_and_tried_again(
    show: Show, server: tuple[str, Path], databases: dict[str, Path], database: str, says: str
) -> None:
    page = show(database)
    expect(page.page.get_by_role("heading", name="The events cannot be shown")).to_be_visible()
    expect(page.page.get_by_text(says)).to_be_visible()
    expect(page.page.get_by_role("button", name="Begin a new database")).to_have_count(0)
    replace(databases["world"], server[1])
    button(page, "Try again")
    page.settled()
    assert page.account()["events"] == 25


def replace(database: Path, served: Path) -> None:
    remove(served)
    shutil.copyfile(database, served)


def remove(served: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{served}{suffix}").unlink(missing_ok=True)


@pytest.mark.parametrize("step", ["an event is chosen", "an event is judged", "another page is opened", "the page is loaded again"])
def test_a_database_that_vanishes_is_missed_and_comes_back(show: Show, server: tuple[str, Path], step: str) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    page.page.wait_for_timeout(1500)  # what the map says of where it came to rest may come late, and would miss the database first
    page.at_rest()
    kept = server[1].with_suffix(".kept")
    shutil.copyfile(server[1], kept)
    remove(server[1])
    take = {
        "an event is chosen": lambda: page.source.locator(".text mark.other").first.click(),
        "an event is judged": lambda: page.press("a"),
        "another page is opened": lambda: page.page.locator(".st-key-top").get_by_role("link", name="Documents").click(),
        "the page is loaded again": page.page.reload,
    }
    take[step]()
    expect(page.page.get_by_role("heading", name="The database is gone")).to_be_visible()
    expect(page.page.get_by_text(GONE)).to_be_visible()
    button(page, "Try again")
    expect(page.page.get_by_text(GONE)).to_be_visible()
    assert not server[1].exists()  # nothing was put in its place
    page.page.wait_for_timeout(1500)  # what the page that was left still sends may come late
    page.at_rest()
    replace(kept, server[1])
    button(page, "Try again")
    expect(page.page.get_by_role("heading", name="The database is gone")).to_have_count(0)
    page.go_to("Explore")
    page.settled()
    assert page.account()["events"] == 25


def test_a_new_database_is_begun_only_on_request(show: Show, server: tuple[str, Path]) -> None:
    page = show().settled()
    remove(server[1])
    page.page.reload()
    button(page, "Begin a new database")
    page.page.locator(".st-key-strip").wait_for(timeout=180_000)
    page.settled()
    assert page.account()["events"] >= 40


@pytest.fixture
def lost(chromium: Browser, databases: dict[str, Path], tmp_path: Path) -> Iterator[tuple[DashboardPage, list[str]]]:
    """A page whose server has ended, and the errors of its scripts."""
    served = tmp_path / "events.sqlite"
    shutil.copyfile(databases["world"], served)
    errors: list[str] = []
    with dashboard(served) as address:
        page = DashboardPage(chromium.new_page())
        page.page.on("pageerror", lambda error: errors.append(str(error)))
        page.page.goto(f"{address}/?event={CAPTURE.id}")
        page.settled()
    yield page, errors
    page.page.close()


def test_without_its_server_the_page_says_so_and_the_text_can_still_be_read(lost: tuple[DashboardPage, list[str]]) -> None:
    page, errors = lost
    expect(page.page.get_by_role("dialog").or_(page.page.get_by_test_id("stStatusWidget"))).to_be_visible()
    expect(page.source.locator(".text mark.focus")).to_have_text("captured")
    page.source.locator(".text mark.other").first.evaluate("(mark) => mark.click()")
    page.source.locator(".text mark.when").first.evaluate("(mark) => mark.dispatchEvent(new PointerEvent('pointerenter'))")
    expect(page.source.get_by_role("tooltip")).to_contain_text("16–17 May 2015")
    assert errors == []
