"""A reviewer at work in a real browser: keys, the edit form, the queue, undo, and two browsers at once."""

import re
from collections.abc import Callable

import pytest
import view_samples
from dashboard_page import DashboardPage
from playwright.sync_api import expect

from events.storage import open_store

Show = Callable[..., DashboardPage]

CAPTURE = view_samples.world()[0].events[0]
RETREAT = view_samples.world()[0].events[1]


def log(server: tuple[str, object]) -> list[tuple[str, str]]:
    return [(one.verb.value, one.event_id) for one in open_store(f"sqlite:///{server[1]}").corrections()]


def test_keys_judge_and_undo(show: Show, server: tuple[str, object]) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    expect(page.review_state()).to_have_text("Not reviewed")
    for key, state in (("a", "Accepted"), ("r", "Rejected"), ("u", "Accepted"), ("a", "Not reviewed")):
        page.press(key)
        expect(page.review_state()).to_have_text(state)
    assert log(server) == [("accept", CAPTURE.id), ("reject", CAPTURE.id), ("undo", CAPTURE.id), ("reopen", CAPTURE.id)]


def test_keys_work_after_a_click_on_the_map(show: Show, server: tuple[str, object]) -> None:
    page = show().settled()
    alone = (symbol for symbol in page.symbols() if symbol["kind"] == "point" and symbol["count"] == 1 and symbol["inside"])
    page.click_symbol(next(alone)["key"])
    expect(page.review_state()).to_have_text("Not reviewed")
    page.page.keyboard.press("a")
    expect(page.review_state()).to_have_text("Accepted")
    assert [verb for verb, _ in log(server)] == ["accept"]


def test_j_and_k_go_through_the_list(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    seen = [page.source.locator("h3").inner_text()]
    for key in ("j", "j", "k"):
        before = page.source.locator("h3").inner_text()
        page.press(key)
        expect(page.source.locator("h3")).not_to_have_text(before)
        seen.append(page.source.locator("h3").inner_text())
    assert seen[1] == seen[3] and len(set(seen)) == 3


def test_an_edit_is_shown_everywhere_and_survives_a_reload(show: Show, server: tuple[str, object]) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    page.press("e")
    dialog = page.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Title").fill("Ramadi fell")
    dialog.get_by_role("textbox", name="To whom").fill("Army; Police")
    dialog.get_by_role("textbox", name="In the name of").fill("Anna")
    dialog.get_by_role("textbox", name="In the name of").press("Tab")
    dialog.get_by_role("button", name="Save").click()
    expect(page.source.locator("h3")).to_have_text("Ramadi fell")
    page.page.reload()
    expect(page.source.locator("h3")).to_have_text("Ramadi fell")
    expect(page.source).to_contain_text("Islamic State fighters → Army, Police")
    (kept,) = open_store(f"sqlite:///{server[1]}").corrections()
    assert (kept.author, kept.new) == ("Anna", {"title": "Ramadi fell", "recipients": ["Army", "Police"]})


def test_a_click_on_the_map_places_an_event(show: Show, server: tuple[str, object]) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    page.press("e")
    page.page.get_by_role("button", name="Pick on the map").click()
    expect(page.page.get_by_text("Click the map where the event took place.")).to_be_visible()
    page.at_rest()
    page.page.wait_for_timeout(1000)  # the map is put up anew, and takes clicks only then
    page.map.click(position={"x": 300, "y": 60})
    expect(page.source).to_contain_text("corrected by a reviewer; placed by reviewer")
    assert log(server) == [("edit", CAPTURE.id)]


def test_the_second_of_two_browsers_is_told(show: Show, server: tuple[str, object]) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    expect(page.review_state()).to_have_text("Not reviewed")
    store = open_store(f"sqlite:///{server[1]}")
    from events.review.make import edit

    found = store.event(CAPTURE.id)
    assert found is not None
    store.record(edit(found, "Ben", title="By Ben"))
    page.press("a")
    expect(page.page.get_by_text(re.compile(r"Ben corrected this event \(edit, .* after you opened it"))).to_be_visible()
    expect(page.source.locator("h3")).to_have_text("By Ben")
    page.press("a")
    expect(page.review_state()).to_have_text("Accepted")


def test_the_queue_empties_and_the_log_fills(show: Show) -> None:
    page = show().settled()
    page.go_to("Review")
    waiting = page.page.get_by_text(re.compile(r"of 25 events wait for review"))
    expect(waiting).to_contain_text("25 of 25")
    page.click_line(0)
    expect(page.review_state()).to_have_text("Not reviewed")
    page.press("a")
    expect(waiting).to_contain_text("24 of 25")
    page.page.get_by_text("Log of corrections").click()
    expect(page.page.get_by_test_id("stExpanderDetails").get_by_test_id("stDataFrame")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "says"), [("Documents", None), ("Data", "5 documents, 25 events."), ("Review", "25 of 25"), ("Charts", "Events over time")]
)
def test_every_page_opens_and_explore_comes_back_as_it_was(show: Show, name: str, says: str | None) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    page.go_to(name)
    if says:
        expect(page.page.get_by_text(says)).to_be_visible()
    else:
        expect(page.table).to_be_visible()
    page.go_to("Explore")
    expect(page.source).to_have_attribute("data-event", CAPTURE.id)
    expect(page.page).to_have_url(re.compile(f"event={CAPTURE.id}"))


def test_a_rejected_event_leaves_map_and_timeline_and_its_text_stays_open(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    before = page.account()
    page.press("r")
    expect(page.review_state()).to_have_text("Rejected")
    page.settled()
    after = page.account()
    assert (after["on map and timeline"], after["filtered out"]) == (before["on map and timeline"] - 1, before["filtered out"] + 1)
    assert CAPTURE.id not in [item["id"] for item in page.items()]
    expect(page.source.locator("h3")).to_be_visible()
    page.press("u")
    expect(page.review_state()).to_have_text("Not reviewed")
    page.settled()
    assert page.account() == before and CAPTURE.id in [item["id"] for item in page.items()]
