"""The source panel in a real browser: every event of the text is marked, and dates and places explain themselves."""

import re
from collections.abc import Callable

import view_samples
from dashboard_page import DashboardPage
from playwright.sync_api import expect

Show = Callable[..., DashboardPage]

CAPTURE, RETREAT, MASSING = view_samples.world()[0].events[:3]
AGAIN = view_samples.analysis_of(view_samples.TOLD_AGAIN).events[0]


def test_all_events_are_marked_and_a_click_on_one_chooses_it(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    others = page.source.locator(".text mark.other")
    assert others.all_inner_texts() == ["withdrew", "massed", "asked", "delivered", "went on"]
    others.nth(0).click()
    expect(page.source).to_have_attribute("data-event", RETREAT.id)
    expect(page.source.locator(".text mark.focus")).to_have_text("withdrew")
    assert page.source.locator(".text mark.other").all_inner_texts() == ["captured", "capture", "massed", "asked", "delivered", "went on"]
    expect(page.page).to_have_url(re.compile(f"event={RETREAT.id}"))


def test_another_event_is_chosen_by_the_keyboard_and_the_focus_stays_in_the_text(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    page.source.locator(".text mark.other").nth(1).focus()
    expect(page.source.get_by_role("tooltip")).to_contain_text(MASSING.title)
    page.page.keyboard.press("Enter")
    expect(page.source).to_have_attribute("data-event", MASSING.id)
    expect(page.source.locator(".text mark:focus")).to_have_text("massed")


def test_next_and_previous_go_through_the_text(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    expect(page.source.get_by_role("button", name="Previous event of this text")).to_be_disabled()
    page.source.get_by_role("button", name="Next event of this text").click()
    expect(page.source).to_have_attribute("data-event", RETREAT.id)
    expect(page.source).to_contain_text("2 of 6 events in this text")
    page.source.get_by_role("button", name="Previous event of this text").click()
    expect(page.source).to_have_attribute("data-event", CAPTURE.id)


def test_dates_and_places_explain_themselves_on_hover_and_focus(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    tip = page.source.get_by_role("tooltip")
    page.source.locator(".text mark.when").hover()
    for words in ("“last weekend”", "16–17 May 2015", "counted from the publication date, 21 May 2015", "DATE 2015"):
        expect(tip).to_contain_text(words)
    tip.hover()
    expect(tip).to_be_visible()
    page.source.locator(".text mark.where").first.focus()
    expect(tip).to_contain_text("Ramadi, Anbar, Iraq · city or town · 223,525 inhabitants")
    expect(page.source.locator(".text mark.where").first).to_have_attribute("aria-describedby", "source-tip")
    page.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_text_that_may_tell_of_the_same_stands_beside(show: Show) -> None:
    page = show("told twice", f"?event={CAPTURE.id}").settled()
    page.source.get_by_role("button", name="Second Wire").click()
    columns = page.source.locator(".column")
    expect(columns).to_have_count(2)
    expect(columns.nth(1).locator("mark.what")).to_have_text("overran")
    expect(columns.nth(0).locator("mark.focus")).to_have_text("captured")
    columns.nth(1).locator("mark.other", has_text="reached").click()
    expect(page.source.locator("h3")).to_have_text("Aid reached Ramadi on Sunday")
    page.page.goto(f"{page.page.url.partition('?')[0]}?event={AGAIN.id}")
    page.source.get_by_role("button", name="Example Wire").click()
    page.source.get_by_role("button", name="Close the other text").click()
    expect(columns).to_have_count(1)


def test_hostile_words_are_explained_as_written(show: Show) -> None:
    event = view_samples.analysis_of(view_samples.HOSTILE).events[0]
    page = show("hostile", f"?event={event.id}").settled()
    page.source.locator(".text mark.where").first.hover()
    expect(page.source.get_by_role("tooltip")).to_contain_text(f"Evil {view_samples.EVIL}")
    page.source.locator(".text mark.other").first.hover()
    expect(page.source.get_by_role("tooltip")).to_contain_text(view_samples.EVIL)
