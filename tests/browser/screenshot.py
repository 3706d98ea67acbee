"""Takes the picture in the README, of a new dashboard with the seed reports: python tests/browser/screenshot.py"""

import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS.parent.parent)]

from dashboard_page import DashboardPage  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from serving import dashboard, launch  # noqa: E402

from events.paths import DATA  # noqa: E402

TARGET = DATA / "screenshot.png"
DATES = "?from=2015-05-10&to=2015-05-31"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, dashboard(Path(folder) / "events.sqlite") as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = DashboardPage(browser.new_page(viewport={"width": 1440, "height": 900}))
        page.page.goto(f"{address}/{DATES}")
        page.page.locator(".st-key-strip").wait_for(timeout=180_000)
        page.settled()
        captured = next(item for item in page.items() if "captured the Iraqi city of Ramadi" in item["title"])
        page.page.goto(f"{address}/{DATES}&event={captured['id']}")
        page.source.locator("mark.focus").wait_for()
        page.settled()
        page.page.mouse.move(700, 20)
        page.page.screenshot(path=TARGET)
        browser.close()
    print(TARGET)


if __name__ == "__main__":
    main()
