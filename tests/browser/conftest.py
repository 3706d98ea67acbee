"""A real dashboard in a real Chromium. No browser is an error, never a skip."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
import view_samples
from dashboard_page import DashboardPage
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from events.paths import ROOT
from events.storage import open_store

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")
START = 60  # seconds that the server may take to answer
OWN = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.fail("these tests need Chromium: install it (apt-get install chromium) or name it with CHROMIUM=/path/to/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file for each world that a test may want."""
    folder = tmp_path_factory.mktemp("databases")
    worlds = {
        "world": view_samples.world(),
        "hostile": [view_samples.analysis_of(view_samples.HOSTILE)],
        "no events": [view_samples.analysis_of(view_samples.Report("Nothing happened", None, ()))],
        "no documents": [],
    }
    for name, analyses in worlds.items():
        store = open_store(f"sqlite:///{folder / name}.sqlite")
        for analysis in analyses:
            store.save(analysis)
    (folder / "broken.sqlite").write_bytes(b"this is not a database " * 100)
    return {path.stem: path for path in folder.glob("*.sqlite")}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address of a running dashboard, and the file that it reads its events from."""
    folder = tmp_path_factory.mktemp("dashboard")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = folder / "events.sqlite"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={port}", "--server.headless=true"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--server.fileWatcherType=none"],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            env={**os.environ, "EVENTS_DATABASE_URL": f"sqlite:///{database}"},
        )
        _wait_for(port, process, folder / "log")
        yield f"http://127.0.0.1:{port}", database
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"the dashboard did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def context_for(chromium: Browser) -> Callable[[str, tuple[int, int]], BrowserContext]:
    """One context for each theme and size, so that the browser loads Streamlit's own scripts once."""

    @cache
    def made(scheme: str, size: tuple[int, int]) -> BrowserContext:
        return chromium.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)

    return made


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
        page = context_for(scheme, size).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        pages.append(page)
        page.goto(f"{address}/{query}")
        return DashboardPage(page)

    yield opened
    ran = [frame.url for page in pages for frame in page.frames if frame.evaluate("'pwned' in window")]
    for page in pages:
        page.close()
    assert [url for url in asked if not url.startswith(OWN)] == []
    assert ran == []
