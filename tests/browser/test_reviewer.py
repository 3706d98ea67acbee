"""A reviewer at work in a real browser: keys, the edit form, the queue, undo, and two browsers at once."""

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import view_samples
from dashboard_page import DashboardPage
from playwright.sync_api import expect
from serving import dashboard

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


def test_every_page_opens_and_explore_comes_back_as_it_was(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    told = {"Documents": "Choose a line", "Data": "5 documents, 25 events", "Review": "25 of 25", "Charts": "Events over time"}
    for name, says in told.items():
        page.go_to(name)
        expect(page.page.get_by_text(says)).to_be_visible()
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


def answer(page: DashboardPage, label: str, wanted: str) -> None:
    """Chooses in a box of the open dialog."""
    dialog = page.page.get_by_role("dialog")
    page.choose_option(dialog.get_by_role("combobox", name=label, exact=True), wanted)


def test_one_form_edits_type_dates_status_and_the_place_of_every_event_that_a_name_placed(show: Show, server: tuple[str, object]) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    page.press("e")
    dialog = page.page.get_by_role("dialog")
    answer(page, "Type", "Protest")
    answer(page, "Status", "Denied")
    page.type_date("First day", "2015-05-14")
    dialog.get_by_role("textbox", name="Who", exact=True).fill("Crowds")
    dialog.get_by_role("textbox", name="Another place").fill("Mosul")
    dialog.get_by_role("textbox", name="Another place").press("Enter")
    dialog.get_by_text(re.compile("^Mosul, .*Iraq")).first.click()
    dialog.get_by_text("For every event of this document that “Ramadi” placed").click()
    page.at_rest()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(page.source.locator("dd b.where")).to_contain_text("Mosul")
    expect(page.source.locator(".badges")).to_contain_text("Protest")
    expect(page.source.locator(".badges")).to_contain_text("Denied")
    expect(page.source).to_contain_text("14–17 May 2015")
    places, edited = open_store(f"sqlite:///{server[1]}").corrections()
    assert (places.verb.value, places.new["name"], places.new["place"]["name"]) == ("place name", "Ramadi", "Mosul")
    assert edited.new == {"event_type": "PROTEST", "status": "denied", "first": "2015-05-14", "actors": ["Crowds"]}
    page.source.get_by_role("button", name="Next event of this text").click()
    expect(page.source.locator("h3")).to_have_text(RETREAT.title)
    expect(page.source.locator("dd b.where")).to_contain_text("Mosul")


def test_events_are_merged_and_split_and_all_of_it_is_undone(show: Show, server: tuple[str, object]) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    dialog = page.page.get_by_role("dialog")
    more = page.page.locator(".st-key-more-event button:visible")
    more.click()
    answer(page, "Events that tell of the same happening", RETREAT.title)
    page.page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Merge").click()
    expect(dialog).to_have_count(0)
    expect(page.source.locator(".tellings li")).to_have_count(3)
    expect(page.source).to_contain_text("of 5 events in this text")
    page.at_rest()
    more.click()
    dialog.get_by_role("tab", name="Split").click()
    answer(page, "Mentions that tell of another happening", "withdrew")
    page.page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Split").click()
    expect(dialog).to_have_count(0)
    expect(page.source.locator(".tellings li")).to_have_count(2)
    expect(page.source).to_contain_text("of 6 events in this text")
    page.press("u")
    expect(page.source.locator(".tellings li")).to_have_count(3)
    page.press("u")
    expect(page.source.locator(".tellings li")).to_have_count(2)
    assert [verb for verb, _ in log(server)] == ["merge", "split", "undo", "undo"]


def test_words_that_are_marked_in_the_text_become_an_event(show: Show, server: tuple[str, object]) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    page.mark_words("shook the capital")
    page.source.get_by_role("button", name="Add as an event").click()
    dialog = page.page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name="Words of the text that tell of it")).to_have_value("shook the capital")
    dialog.get_by_role("textbox", name="Title").fill("The capital was shaken")
    answer(page, "Type", "Protest")
    dialog.get_by_role("button", name="Add an event").click()
    expect(dialog).to_have_count(0)
    expect(page.source).to_contain_text("of 7 events in this text")
    expect(page.source.locator(".text mark.other", has_text="shook the capital")).to_be_visible()
    (added,) = open_store(f"sqlite:///{server[1]}").corrections()
    assert (added.verb.value, added.new["title"], added.new["event_type"]) == ("add", "The capital was shaken", "PROTEST")


def test_an_event_is_added_only_with_a_type_that_somebody_chose(show: Show, server: tuple[str, object]) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    page.page.locator(".st-key-more-event button:visible").click()
    dialog = page.page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Add an event").click()
    add_it = dialog.get_by_role("button", name="Add an event")
    add_it.click()
    expect(dialog).to_contain_text("This is still missing: Words of the text that tell of it, Type.")
    dialog.get_by_role("textbox", name="Words of the text that tell of it").fill("shook the capital")
    add_it.click()
    expect(dialog).to_contain_text("This is still missing: Type.")
    answer(page, "Type", "Protest")
    add_it.click()
    expect(dialog).to_have_count(0)
    (added,) = open_store(f"sqlite:///{server[1]}").corrections()
    assert (added.new["title"], added.new["event_type"]) == ("shook the capital", "PROTEST")


def test_a_form_keeps_what_it_does_not_offer_and_a_name_that_no_place_has_changes_nothing(show: Show, server: tuple[str, object]) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    store, analysis = open_store(f"sqlite:///{server[1]}"), view_samples.world()[0]
    others = tuple(replace(event, event_type="OTHER") if event.id == CAPTURE.id else event for event in analysis.events)
    store.save(replace(analysis, events=others, config_hash="another version"))
    page.page.goto(f"{page.page.url}&other=yes")
    page.settled()
    page.press("e")
    dialog = page.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Another place").fill("Xyzzyburg")
    dialog.get_by_role("textbox", name="Another place").press("Enter")
    expect(dialog).to_contain_text("The gazetteer has no place “Xyzzyburg”")
    expect(dialog.get_by_role("radio", name=re.compile("^Ramadi"))).to_be_checked()
    dialog.get_by_role("textbox", name="Title").fill("Ramadi fell")
    dialog.get_by_role("textbox", name="Title").press("Tab")
    dialog.get_by_role("button", name="Save").click()
    expect(page.source.locator("h3")).to_have_text("Ramadi fell")
    (kept,) = store.corrections()
    assert kept.new == {"title": "Ramadi fell"}


def test_of_two_browsers_that_edit_at_once_the_second_is_told_and_loses_nothing(show: Show, server: tuple[str, object]) -> None:
    first = show(query=f"?event={CAPTURE.id}").settled()
    second = DashboardPage(first.page.context.new_page())
    second.page.goto(first.page.url)
    second.settled()
    for page, title in ((first, "By the first"), (second, "By the second")):
        page.press("e")
        page.page.get_by_role("dialog").get_by_role("textbox", name="Title").fill(title)
        page.page.get_by_role("dialog").get_by_role("textbox", name="Title").press("Tab")
        page.at_rest()
    first.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(first.source.locator("h3")).to_have_text("By the first")
    dialog = second.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("corrected this event (edit, ")
    expect(dialog.get_by_role("textbox", name="Title")).to_have_value("By the second")
    dialog.get_by_role("button", name="Close").click()
    second.page.reload()
    expect(second.source.locator("h3")).to_have_text("By the first")
    second.page.close()
    assert log(server) == [("edit", CAPTURE.id)]


def test_a_correction_survives_a_new_extraction_and_a_restart_and_is_exported(show: Show, server: tuple[str, object]) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    page.press("a")
    expect(page.review_state()).to_have_text("Accepted")
    store = open_store(f"sqlite:///{server[1]}")
    store.save(replace(view_samples.world()[0], config_hash="another version"))
    page.page.reload()
    expect(page.review_state()).to_have_text("Accepted")
    with dashboard(Path(str(server[1]))) as restarted:
        page.page.goto(f"{restarted}/?event={CAPTURE.id}&list=document:{CAPTURE.document_id}")
        expect(page.review_state()).to_have_text("Accepted")
        page.settled()
        page.page.locator(".st-key-download").get_by_test_id("stPopoverButton").first.click()
        page.page.get_by_test_id("stPopoverBody").wait_for()
        with page.page.expect_download() as download:
            page.page.get_by_role("button", name=re.compile("^Download 25 events")).click()
        rows = {row["event_id"]: row for row in csv.DictReader(download.value.path().read_text("utf-8").splitlines())}
    assert (rows[CAPTURE.id]["review"], rows[RETREAT.id]["review"]) == ("accepted", "unreviewed")
