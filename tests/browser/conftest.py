"""A real dashboard in a real Chromium. No browser is an error, never a skip."""

import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
import view_samples
from dashboard_page import DashboardPage
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from serving import dashboard, launch

from events.storage import open_store

OWN = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file for each world that a test may want."""
    folder = tmp_path_factory.mktemp("databases")
    worlds = {
        "world": view_samples.world(),
        "hostile": [view_samples.analysis_of(view_samples.HOSTILE)],
        "told twice": [*view_samples.world(), view_samples.analysis_of(view_samples.TOLD_AGAIN)],
        "no events": [view_samples.analysis_of(view_samples.Report("Nothing happened", None, ()))],
        "no documents": [],
        "undated": [view_samples.analysis_of(view_samples.WORLD[4])],
        "no text": [view_samples.WITHOUT_TEXT],
        "many": view_samples.crowd(),
        "outliers": view_samples.outliers(),
    }
    for name, analyses in worlds.items():
        store = open_store(f"sqlite:///{folder / name}.sqlite")
        for analysis in analyses:
            store.save(analysis)
    (folder / "broken.sqlite").write_bytes(b"this is not a database " * 100)
    shutil.copyfile(folder / "world.sqlite", folder / "newer.sqlite")
    with closing(sqlite3.connect(folder / "newer.sqlite")) as connection, connection:
        connection.execute("UPDATE schema_migrations SET version = 999")
    return {path.stem: path for path in folder.glob("*.sqlite")}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address of a running dashboard, and the file that it reads its events from."""
    database = tmp_path_factory.mktemp("dashboard") / "events.sqlite"
    with dashboard(database) as address:
        yield address, database


@pytest.fixture(scope="session")
def context_for(chromium: Browser) -> Callable[[str, tuple[int, int]], BrowserContext]:
    """One context for each theme and size, so that the browser loads Streamlit's own scripts once."""

    @cache
    def made(scheme: str, size: tuple[int, int]) -> BrowserContext:
        return chromium.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)

    return made


def _rename(database: Path) -> None:
    """Gives a copied store an identity of its own: the server keeps what it read by identity and number of changes."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE store_state SET identity = ?", (secrets.token_hex(8),))


def _pwned(page: Page) -> list[str]:
    """The frames of a page in which a script of an article ran. A page may still be replacing its map: then its new frames are asked."""
    for _ in range(50):
        try:
            return [frame.url for frame in page.frames if frame.evaluate("'pwned' in window")]
        except PlaywrightError as error:
            if "detached" not in str(error):
                raise
            page.wait_for_timeout(100)
    raise AssertionError("the frames of the page do not come to rest")


@pytest.fixture
def show(
    context_for: Callable[[str, tuple[int, int]], BrowserContext], server: tuple[str, Path], databases: dict[str, Path]
) -> Iterator[Callable[..., DashboardPage]]:
    """Opens the dashboard on one of the databases. Afterwards: nothing was asked of the network, and no script of an article ran."""
    address, served = server
    pages: list[Page] = []
    asked: list[str] = []

    def opened(database: str = "world", query: str = "", *, scheme: str = "light", size: tuple[int, int] = (1440, 900)) -> DashboardPage:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{served}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(databases[database], served)
        if database != "broken":
            _rename(served)
        page = context_for(scheme, size).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        pages.append(page)
        page.goto(f"{address}/{query}")
        return DashboardPage(page)

    yield opened
    ran = [url for page in pages for url in _pwned(page)]
    for page in pages:
        page.close()
    assert [url for url in asked if not url.startswith(OWN)] == []
    assert ran == []
