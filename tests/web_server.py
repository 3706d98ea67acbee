"""A real web server on loopback whose every answer a test decides, and which remembers what it was asked."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; `server.answers` says what to do for each path."""

    protocol_version = "HTTP/1.1"
    server: "WebServer"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append((path, dict(self.headers)))
        answer = self.server.answers.get(path)
        try:
            if answer is None:
                self.send(b"nothing here", 404)
            elif isinstance(answer, bytes):
                self.send(answer)
            else:
                answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def send(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """A whole answer; `content_type` and other headers by keyword."""
        self.send_response(status)
        for name, value in {"content_type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self, seconds: float, *, headers_too: bool = False) -> None:
        """A byte every few milliseconds, for longer than anybody should wait."""
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        self.wfile.write(head if headers_too else head + b"\r\n")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.wfile.write(b"X-A: b\r\n" if headers_too else b"<p>")
            self.wfile.flush()
            time.sleep(0.05)
        self.close_connection = True

    def endless(self) -> None:
        """A body that never ends."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss version='2.0'><channel>")
        while True:
            self.wfile.write(b"<item><title>again</title></item>" * 2000)

    def log_message(self, format: str, *args: object) -> None:
        pass


class WebServer(ThreadingHTTPServer):
    """`answers`: bytes or a function for each path; `asked`: the paths that were asked for, with their headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.answers: dict[str, bytes | Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing of a client that has hung up, as tests make it do."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def paths(self) -> list[str]:
        """The paths that were asked for, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def web_server() -> Iterator[WebServer]:
    """A server that answers until the block ends."""
    with WebServer() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()
