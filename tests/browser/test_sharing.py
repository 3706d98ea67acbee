"""What a user takes along: the report opens without a network, the pictures are pictures, all from one visit."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import view_samples
from dashboard_page import DashboardPage
from playwright.sync_api import Browser, expect

Show = Callable[..., DashboardPage]

SEOUL = next(event for event in view_samples.world()[3].events if event.title.startswith("The minister landed"))


def saved(page: DashboardPage, format: str) -> Path:
    """Downloads what is shown."""
    page.choose_option(page.page.get_by_test_id("stPopoverBody").get_by_test_id("stSelectbox").locator("input"), re.compile(f"^{format}:"))
    button = page.page.locator(f".st-key-download-file-{format} button")
    button.wait_for()
    page.at_rest()
    with page.page.expect_download() as download:
        button.click()
    suffix = download.value.suggested_filename.removeprefix("events")
    assert suffix == {"report": ".html", "map-png": "-map.png", "timeline-svg": "-timeline.svg"}[format]
    return download.value.path()


def test_report_and_pictures_of_what_is_shown(show: Show, chromium: Browser, tmp_path: Path) -> None:
    page = show(query="?language=de&from=2015-05-18&to=2015-05-20").settled()
    page.page.locator(".st-key-download").get_by_test_id("stPopoverButton").first.click()
    expect(page.page.get_by_test_id("stPopoverBody")).to_contain_text(re.compile(r"\d+ Ereignisse herunterladen"))
    assert saved(page, "map-png").read_bytes().startswith(b"\x89PNG\r\n")
    drawing = ElementTree.fromstring(saved(page, "timeline-svg").read_text("utf-8"))
    assert drawing.tag.endswith("svg") and "auf einer Zeitleiste" in drawing.attrib["aria-label"]
    report = tmp_path / "report.html"
    report.write_bytes(saved(page, "report").read_bytes())
    context = chromium.new_context(offline=True)
    other = context.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(report.as_uri())
    assert other.locator("h1, h2").all_inner_texts() == ["Ereignisse", "Karte", "Zeitleiste", "Ereignisse", "Quellen"]
    assert other.locator("html").get_attribute("lang") == "de"
    other.locator("svg").nth(1).locator("a", has_text=SEOUL.title).first.click()
    target = other.locator("article:target")
    expect(target).to_contain_text("18. Mai 2015")
    target.get_by_role("link", name="ganzer Text").click()
    expect(other.locator("details:target")).to_contain_text(SEOUL.title)
    context.close()
    assert [url for url in asked if not url.startswith("file:")] == []
