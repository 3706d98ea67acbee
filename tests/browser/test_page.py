"""What a user does and sees, in a real browser on a real server. Every test also asserts that nothing left the machine (conftest)."""

import json
import re
from collections.abc import Callable

import pytest
import view_samples
from dashboard_page import DashboardPage
from playwright.sync_api import expect

Show = Callable[..., DashboardPage]

TITLES = {event.title: event for analysis in view_samples.world() for event in analysis.events}
CAPTURE = TITLES["Islamic State fighters captured Ramadi last weekend"]
SEOUL = TITLES["The minister landed in Seoul on 18 May"]
PARADE = TITLES["Crowds marched through Bujumbura on 26 May"]
SUVA = TITLES["Envoys called from Suva on 28 May"]
ASKING = TITLES["The governor asked for help"]
THREAT = TITLES["Somebody threatened somebody"]


def place_of(event: view_samples.Event) -> str:
    assert event.place is not None
    return f"point:{event.place.latitude:.5f},{event.place.longitude:.5f}"


def test_a_marker_opens_the_source_at_its_sentence(show: Show) -> None:
    page = show().settled()
    page.click_symbol(place_of(SEOUL))
    expect(page.source).to_have_attribute("data-event", SEOUL.id)
    expect(page.source.locator(".text mark.what.focus")).to_have_text("landed")
    expect(page.source.locator(".text mark.what.focus")).to_be_in_viewport()
    assert (page.marked("what"), page.marked("when"), page.marked("where")) == (["landed"], ["on 18 May"], ["Seoul"])
    expect(page.source).to_contain_text("“on 18 May” → 18 May 2015, counted from the publication date, 28 May 2015")
    expect(page.source.get_by_role("link", name="Elsewhere")).to_have_attribute("href", "https://example.org/report")
    expect(page.source.get_by_role("link", name="Elsewhere")).to_have_attribute("rel", re.compile("noopener"))
    expect(page.page).to_have_url(re.compile(f"event={SEOUL.id}"))


def test_a_timeline_item_selects_the_same_event_everywhere(show: Show) -> None:
    page = show().settled()
    page.click_item(PARADE.id)
    expect(page.source).to_have_attribute("data-event", PARADE.id)
    expect(page.source.locator("h3")).to_have_text(PARADE.title)
    expect(page.page).to_have_url(re.compile(f"event={PARADE.id}"))


def test_a_line_of_the_list_selects_and_the_map_goes_there(show: Show) -> None:
    page = show().settled()
    page.click_line(0)
    expect(page.source.locator("h3")).to_have_text("Armies exercised in the Sahel in 2015")
    page.settled()
    page.click_line(2)
    expect(page.source.locator("h3")).to_have_text("Clashes went on across Iraq this month")
    page.wait_for_symbol("country:IQ")
    page.open_list("without a place")
    page.click_line(1)
    expect(page.source.locator("h3")).to_have_text("A spokesman accused unnamed groups")


def test_events_at_one_place_are_a_stack_that_each_click_steps_through(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    expect(page.source).to_have_attribute("data-event", CAPTURE.id)
    page.click_symbol(place_of(CAPTURE))
    expect(page.source.locator("h3")).to_have_text("Police withdrew from Ramadi on Sunday")
    page.at_rest()
    page.click_symbol(place_of(CAPTURE))
    expect(page.source.locator("h3")).to_have_text("Militias massed near Ramadi on Wednesday")


def test_mentions_are_listed_and_jump(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    jumps = page.source.locator(".tellings button")
    expect(jumps).to_have_count(2)
    expect(page.source.locator("mark.focus")).to_have_text("captured")
    jumps.nth(1).click()
    expect(page.source.locator("mark.focus")).to_have_text("capture")


def test_a_country_is_an_area_and_an_assumed_date_says_so(show: Show) -> None:
    page = show(query=f"?event={ASKING.id}").settled()
    kinds = {symbol["key"]: symbol["kind"] for symbol in page.symbols()}
    assert (kinds["country:IQ"], kinds["ring:32.50000,42.00000"]) == ("country", "ring")
    expect(page.source).to_contain_text("assumed: the text gives no date for it, so the publication date stands in")


def test_an_area_is_clicked_like_a_point(show: Show) -> None:
    page = show().settled()
    page.click_symbol("country:QA")
    expect(page.source.locator("h3")).to_have_text("Qatar denied everything on Wednesday")
    page.settled()
    page.click_symbol("ring:14.50000,5.00000")
    expect(page.source.locator("h3")).to_have_text("Armies exercised in the Sahel in 2015")


def test_a_text_lists_its_events(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}").settled()
    page.source.get_by_role("button", name="6 events in this text").click()
    page.settled()
    page.click_line(2)
    expect(page.source.locator("h3")).to_have_text("Police withdrew from Ramadi on Sunday")


def test_dates_move_map_and_timeline(show: Show) -> None:
    page = show().settled()
    before = (page.events_on_map(), len(page.items()), page.account())
    page.type_date("From", "2015-05-26")
    page.type_date("To", "2015-05-28")
    expect(page.page).to_have_url(re.compile("from=2015-05-26&to=2015-05-28"))
    expect(page.timeline).to_contain_text("26 May 2015 – 28 May 2015 · 9 events in the chosen dates")
    page.settled()
    after = (page.events_on_map(), len(page.items()), page.account())
    assert before == (21, 23, {"events": 25, "on map and timeline": 20, "filtered out": 0, "without a place": 3, "without a date": 2})
    assert after == (9, 9, {"events": 25, "on map and timeline": 9, "filtered out": 14, "without a place": 0, "without a date": 2})


def test_brush_and_date_boxes_are_one_filter(show: Show) -> None:
    page = show().settled()
    page.brush(0.36, 0.395)
    expect(page.timeline).to_contain_text("in the chosen dates")
    expect(page.page).to_have_url(re.compile("from=2015-.*to=2015-"))
    page.at_rest()
    narrowed = page.account()
    assert narrowed["filtered out"] > 0 and sum(list(narrowed.values())[1:]) == narrowed["events"]
    expect(page.page.get_by_role("spinbutton", name="year, From")).to_have_text("2015")
    page.page.get_by_role("button", name="All dates").first.click()
    expect(page.timeline).not_to_contain_text("in the chosen dates")
    page.at_rest()
    assert page.account()["filtered out"] == 0


def test_a_permalink_restores_event_and_dates(show: Show) -> None:
    page = show(query=f"?event={SUVA.id}&from=2015-05-28&to=2015-05-28").settled()
    expect(page.source).to_have_attribute("data-event", SUVA.id)
    assert [item["id"] for item in page.items() if item["id"] == SUVA.id]
    assert {place_of(SUVA)} <= {symbol["key"] for symbol in page.symbols() if symbol["inside"]}


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?event=nonsense", "The event that this link names is not in this database"),
        ("?from=yesterday", "The dates in this link cannot be read"),
    ],
)
def test_a_wrong_link_says_so(show: Show, query: str, says: str) -> None:
    expect(show(query=query).settled().page.get_by_text(says)).to_be_visible()


def test_undated_and_unplaced_events_are_listed(show: Show) -> None:
    page = show().settled()
    page.open_list("without a date")
    page.click_line(1)
    expect(page.source).to_have_attribute("data-event", THREAT.id)
    expect(page.source).to_contain_text("No date")
    expect(page.source).to_contain_text("No place")
    assert page.source.get_by_role("link").count() == 0  # its address is a javascript: one


def test_a_hostile_article_runs_nothing_and_reads_as_written(show: Show) -> None:
    event = view_samples.analysis_of(view_samples.HOSTILE).events[0]
    page = show("hostile").settled()
    page.click_item(event.id)
    expect(page.source.locator("h3")).to_have_text(f"Event {view_samples.EVIL}")
    expect(page.source.locator(".text")).to_contain_text(f"Text {view_samples.EVIL} of an")
    box = page.map.bounding_box()
    symbol = next(symbol for symbol in page.symbols() if symbol["kind"] == "point")
    assert box is not None
    page.page.mouse.move(box["x"] + symbol["x"], box["y"] + symbol["y"])
    page.page.mouse.move(box["x"] + symbol["x"] + 1, box["y"] + symbol["y"])
    expect(page.page.frame_locator("iframe").locator(".leaflet-tooltip")).to_contain_text(f"Evil {view_samples.EVIL}")
    assert page.source.get_by_role("link").count() == 0


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(18, 24, 31)")])
def test_page_and_map_follow_the_theme(show: Show, scheme: str, paper: str) -> None:
    page = show(scheme=scheme, query=f"?event={CAPTURE.id}").settled()
    expect(page.page.get_by_test_id("stApp")).to_have_css("background-color", paper)
    sea = page.map.evaluate("(frame) => getComputedStyle(frame.contentDocument.getElementById('map_div')).backgroundColor")
    assert (sum(int(part) for part in re.findall(r"\d+", sea)[:3]) < 300) == (scheme == "dark")


def test_map_timeline_and_source_are_in_sight_together_on_a_small_screen(show: Show) -> None:
    size = (1280, 800)  # 1440 x 900: test_layout.py
    page = show(query=f"?event={CAPTURE.id}", size=size).settled()
    for element in (page.map, page.timeline, page.source):
        box = element.bounding_box()
        assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= size[1]


def test_thousands_of_events_are_counted_until_one_looks_closer(show: Show) -> None:
    page = show("many").settled()
    assert page.items() == [] and page.events_on_map() == 2400 and {symbol["kind"] for symbol in page.symbols()} >= {"cluster"}
    expect(page.page.locator(".st-key-list_cut")).to_have_text("The first 2,000 of 2,400; dates and filters lead to the others.")
    page.type_date("From", "2016-01-01")
    page.type_date("To", "2016-03-01")
    expect(page.page.locator(".st-key-list_cut")).to_have_count(0)
    expect(page.page).to_have_url(re.compile("from=2016-01-01&to=2016-03-01"))
    expect(page.timeline).to_contain_text("1 Jan 2016 – 1 Mar 2016")
    page.settled()
    assert len(page.items()) == page.events_on_map() == page.account()["on map and timeline"] < 300
    page.click_item(page.items()[0]["id"])
    expect(page.source.locator("mark.focus")).to_have_text("clashes")


def test_a_narrow_screen_stacks_them(show: Show) -> None:
    page = show(query=f"?event={CAPTURE.id}", size=(390, 844)).settled()
    tops = [element.bounding_box() for element in (page.map, page.timeline, page.source)]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in tops)
    assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)


@pytest.mark.parametrize(
    ("database", "says"),
    [("no events", "There are no events in the database yet"), ("broken", "it is not a SQLite database")],
)
def test_an_empty_or_broken_database_says_so_in_one_line(show: Show, database: str, says: str) -> None:
    page = show(database)
    expect(page.page.get_by_text(says)).to_be_visible()
    expect(page.page.get_by_text("Traceback")).to_have_count(0)


def test_a_pasted_text_is_read_on_the_spot_and_kept(show: Show) -> None:
    page = show(query="?from=2015-05-16&to=2015-05-17").settled()
    page.page.get_by_role("button", name="Paste a text").click()
    page.page.get_by_role("textbox", name="Text").fill("Rebels attacked a convoy near Goma on Tuesday, killing six soldiers.")
    page.page.get_by_role("textbox", name="Title").fill("Convoy attacked")
    page.type_date("Published", "2024-03-15")
    page.page.get_by_role("button", name="Find events").click()
    expect(page.page.get_by_text("found in “Convoy attacked”; the text is kept")).to_be_visible()
    expect(page.source).to_contain_text("“Tuesday” → 12 Mar 2024, counted from the publication date, 15 Mar 2024")
    assert "attacked" in page.marked("what") and "Goma" in page.marked("where")
    page.settled()
    assert page.account()["events"] > 25 and page.account()["filtered out"] == 0
    page.page.reload()
    expect(page.source.locator(".document b")).to_have_text("Convoy attacked")


def test_an_unreadable_text_is_refused_in_one_line(show: Show) -> None:
    page = show().settled()
    page.page.get_by_role("button", name="Paste a text").click()
    page.page.get_by_role("button", name="Find events").click()
    expect(page.page.get_by_test_id("stAlert")).to_contain_text("pasted text")
    assert len(page.page.get_by_test_id("stAlert").inner_text().splitlines()) == 1


def test_the_first_start_reads_the_seeds_and_shows_a_map(show: Show) -> None:
    page = show("no documents")
    expect(page.page.get_by_text("Setting up, once")).to_be_visible()
    page.page.locator(".st-key-strip").wait_for(timeout=180_000)
    page.settled()
    account = page.account()
    assert account["events"] >= 40 and len({symbol["key"] for symbol in page.symbols()}) >= 10


def test_what_is_shown_is_downloaded(show: Show) -> None:
    page = show(query="?from=2015-05-28&to=2015-05-28").settled()
    page.page.locator(".st-key-download").get_by_test_id("stPopoverButton").first.click()
    page.choose_option(page.page.get_by_test_id("stSelectbox").locator("input"), re.compile("^geojson"))
    button = page.page.locator(".st-key-download-file-geojson").get_by_role("button", name="Download 6 events")
    button.wait_for()
    page.at_rest()
    with page.page.expect_download() as download:
        button.click()
    found = json.loads(download.value.path().read_text("utf-8"))
    assert (download.value.suggested_filename, len(found["features"])) == ("events.geojson", 6)
    assert {feature["id"] for feature in found["features"]} >= {SUVA.id}
