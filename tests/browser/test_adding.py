"""Bringing texts in by the Add page, in a real browser: files, addresses, a pasted text; what failed; and taking one out again."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import mixed_files
import pytest
from dashboard_page import DashboardPage
from playwright.sync_api import expect
from web_server import WebServer, web_server

from events.storage import Store, open_store

Show = Callable[..., DashboardPage]

TEXT = "Rebels captured the town of Bria on Thursday. The governor said that 12 people were killed."


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as running:
        yield running


@pytest.fixture
def store(server: tuple[str, Path]) -> Store:
    """What the dashboard keeps, seen from outside."""
    return open_store(f"sqlite:///{server[1]}")


def add_page(show: Show, database: str = "world") -> DashboardPage:
    page = show(database).settled()
    page.go_to("Add")
    page.page.get_by_role("textbox", name="Web addresses").wait_for()
    return page


def drop(page: DashboardPage, *files: tuple[str, bytes]) -> None:
    """Puts files on the page, and waits until they have arrived."""
    page.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": raw} for name, raw in files]
    )
    expect(page.page.get_by_role("button", name=re.compile("^Remove"))).to_have_count(len(files))


def find_events(page: DashboardPage) -> None:
    page.page.get_by_role("button", name="Find events").click()
    page.page.locator("[data-testid=stExpander] summary", has_text=" read, ").wait_for()
    page.at_rest()


def log(page: DashboardPage) -> list[str]:
    """The line that each text got while it was read."""
    page.page.locator("[data-testid=stExpander] summary", has_text=" read, ").click()
    lines = page.page.locator("[data-testid=stExpanderDetails] [data-testid=stMarkdownContainer] p")
    expect(lines.first).to_be_visible()
    return lines.all_inner_texts()


def complaints(page: DashboardPage) -> list[str]:
    return page.page.get_by_test_id("stAlertContentError").all_inner_texts()


def good_words(page: DashboardPage) -> str:
    """What was said of the last click, once what the page showed before is gone: until then buttons may stand there twice."""
    said = page.page.get_by_test_id("stAlertContentSuccess")
    expect(said).to_be_visible()
    page.at_rest()
    expect(page.page.locator("[data-stale=true]")).to_have_count(0)
    return said.inner_text()


def titles(store: Store) -> set[str | None]:
    return {document.title for document in store.documents()}


def test_files_are_read_one_by_one_and_a_broken_one_says_why_until_it_is_mended(show: Show, store: Store) -> None:
    page, good, mended = add_page(show), mixed_files.report(1), mixed_files.report(2)
    before = titles(store)
    drop(page, ("good.html", mixed_files.html(good)), ("broken.pdf", mixed_files.pdf(mended)[:400]))
    find_events(page)
    damaged = "it is no valid PDF, or damaged; save it anew"
    assert complaints(page) == [f"broken.pdf: {damaged}"]
    lines = log(page)
    assert lines[0].startswith("good.html: 1 text, ") and lines[1:] == [f"broken.pdf: failed: broken.pdf: {damaged}"]
    assert ([(one.source, one.message) for one in store.failures()], titles(store)) == ([("broken.pdf", damaged)], before)
    page.page.get_by_role("button", name="Keep").click()
    assert good_words(page) == "Kept: 1 added."
    assert titles(store) - before == {good.title}

    page.page.get_by_role("button", name="Try again").click()
    expect(page.page.get_by_test_id("stAlertContentSuccess")).to_have_text(
        "0 added, 0 failed again. Files that were dropped on this page must be dropped again (1)."
    )
    drop(page, ("broken.pdf", mixed_files.pdf(mended)))
    find_events(page)
    assert complaints(page) == []
    page.page.get_by_role("button", name="Keep").click()
    expect(page.page.get_by_test_id("stAlertContentSuccess")).to_have_text("Kept: 1 added.")
    assert (titles(store) - before, store.failures()) == ({good.title, mended.title}, [])


def test_a_pasted_text_shows_its_events_before_it_is_kept(show: Show, store: Store) -> None:
    page = add_page(show)
    before = titles(store)
    page.page.get_by_role("textbox", name="Text", exact=True).fill(TEXT)
    page.page.get_by_role("textbox", name="Title").fill("Bria taken")
    page.type_date("Published", "2017-05-19")
    find_events(page)
    expect(page.page.get_by_text("Nothing is kept yet.")).to_be_visible()
    preview = page.page.get_by_test_id("stDataFrame").first
    expect(preview).to_contain_text("18 May 2017")
    assert titles(store) == before
    page.page.get_by_role("button", name="Keep").click()
    assert good_words(page) == "Kept: 1 added."
    kept = next(document for document in store.documents() if document.title == "Bria taken")
    assert (kept.dct and kept.dct.isoformat(), kept.source, kept.events > 0) == ("2017-05-19", "pasted text", True)


def test_an_address_of_this_machine_is_fetched_only_when_that_is_allowed(show: Show, store: Store, web: WebServer) -> None:
    page, wanted = add_page(show), mixed_files.report(3)
    web.answers["/report"] = mixed_files.html(wanted)
    address = page.page.get_by_role("textbox", name="Web addresses")
    address.fill(f"{web.url}/report")
    find_events(page)
    (refused,) = complaints(page)
    assert refused == (
        f"{web.url}/report: 127.0.0.1 is an address of this machine or its network; allow those if you mean it "
        "(--allow-private; on the Add page, its box)"
    )
    assert web.paths() == []
    page.page.get_by_text("Also from this machine and its own network").click()
    find_events(page)
    expect(page.page.get_by_test_id("stAlertContentError")).to_have_count(0)  # those of the reading before stand until this one is done
    page.page.get_by_role("button", name="Keep").click()
    assert good_words(page) == "Kept: 1 added."
    assert (wanted.title in titles(store), store.failures(), web.paths()) == (True, [], ["/report"])


def test_an_address_that_failed_is_tried_again(show: Show, store: Store, web: WebServer) -> None:
    page, wanted = add_page(show), mixed_files.report(4)
    page.page.get_by_role("textbox", name="Web addresses").fill(f"{web.url}/later")
    page.page.get_by_text("Also from this machine and its own network").click()
    find_events(page)
    assert [one.source for one in store.failures()] == [f"{web.url}/later"]
    web.answers["/later"] = mixed_files.html(wanted)
    page.page.get_by_role("button", name="Try again").click()
    assert good_words(page) == "1 added, 0 failed again."
    assert (wanted.title in titles(store), store.failures()) == (True, [])


def test_a_deleted_document_takes_all_its_events_with_it(show: Show, store: Store) -> None:
    page = show().settled()
    page.go_to("Documents")
    page.table.hover(position={"x": 240, "y": 20})  # the grid takes a click only from a pointer that it has seen move
    page.table.click(position={"x": 18, "y": 50})  # the box before the first line
    page.at_rest()
    chosen = store.documents()[0]
    page.page.get_by_test_id("stPopover").get_by_role("button").click()
    page.page.locator(".st-key-delete-document button").click()
    expect(page.page.get_by_test_id("stAlertContentSuccess")).to_contain_text(chosen.title or "")
    left = [document.id for document in store.documents()]
    assert chosen.events > 0 and chosen.id not in left
    assert (chosen.id in store.event_columns()["document_id"], store.analysis(chosen.id)) == (False, None)
