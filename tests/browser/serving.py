"""Starts the dashboard and the browser, for the tests and for the README's picture."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from events.paths import ROOT

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")
START = 60  # seconds that the server may take to answer


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium. RuntimeError without one: there is nothing to fall back to."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        raise RuntimeError("no Chromium: install it (apt-get install chromium) or name it with CHROMIUM=/path/to/chromium")
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


@contextmanager
def dashboard(database: Path) -> Iterator[str]:
    """The address of a dashboard that keeps its events in `database`; its log lies beside that."""
    port = free_port()
    options = (f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none")
    log = database.with_suffix(".log")
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard.py", *options],
            cwd=ROOT,
            stdout=output,
            stderr=output,
            env={**os.environ, "EVENTS_DATABASE_URL": f"sqlite:///{database}"},
        )
        try:
            _wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the dashboard did not start:\n{log.read_text()}")
