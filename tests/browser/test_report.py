"""The report in a real browser: opened from a file, it shows map, timeline and sources, and no text of an article becomes script."""

from datetime import datetime
from pathlib import Path

import numpy as np
import view_samples
from playwright.sync_api import Browser, expect

from events.storage import open_store
from events.views.arrays import event_arrays
from events.views.pictures import report_html


def test_a_symbol_leads_to_its_event_and_nothing_runs(chromium: Browser, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/events.sqlite")
    for analysis in (*view_samples.world(), view_samples.analysis_of(view_samples.HOSTILE)):
        store.save(analysis)
    arrays = event_arrays(store.event_columns())
    file = tmp_path / "report.html"
    file.write_text(report_html(arrays, np.arange(len(arrays)), store.analyses, title="Events", made=datetime(2026, 11, 26)), "utf-8")
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.locator("svg").nth(1).locator("a", has_text="The minister landed in Seoul").first.click()
    target = page.locator("article:target")
    expect(target).to_contain_text("The minister landed in Seoul on 18 May")
    expect(target).to_be_in_viewport()
    target.get_by_role("link", name="whole text").click()
    assert (page.evaluate("'pwned' in window"), [url for url in asked if not url.startswith("file:")]) == (False, [])
    page.close()
