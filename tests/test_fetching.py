"""Fetching from a real server on loopback: what it sends, what it refuses, how slowly and how much, and where it leads."""

import gzip
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from web_server import Request, WebServer, web_server

from events.documents import Hints
from events.fetching import Fetched, Fetcher, FetchError, NotModified
from events.fetching.guard import is_public
from events.intake import items_in
from events.model import Document

PAGE = b"<html><body><article><p>Rebels took the bridge of Bria on Sunday, the mayor said.</p></article></body></html>"


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web_server() as running:
        yield running


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def fetcher(slept: list[float]) -> Iterator[Fetcher]:
    """One that may ask this machine, waits for nothing, and remembers how long it would have."""
    with Fetcher(allow_private=True, between=0, seconds=2, sleep=slept.append) as made:
        yield made


def failure(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    return caught.value


def test_a_page_comes_with_what_its_server_says_of_it(server: WebServer, fetcher: Fetcher) -> None:
    when = "Thu, 21 May 2015 08:00:00 GMT"
    server.answers["/a"] = lambda r: r.send(PAGE, content_type="text/html; charset=UTF-8", ETag='"1"', Last_Modified=when)
    assert fetcher.fetch(server.url + "/a") == Fetched(server.url + "/a", PAGE, "text/html", "UTF-8", '"1"', when)
    assert [path for path, _ in server.asked] == ["/robots.txt", "/a"]
    assert server.asked[1][1]["User-Agent"].startswith("events-reader/")


def test_what_has_not_changed_is_not_sent_again(server: WebServer, fetcher: Fetcher) -> None:
    def answer(request: Request) -> None:
        same = request.headers["If-None-Match"] == '"1"' and request.headers["If-Modified-Since"] == "yesterday"
        request.send(b"" if same else PAGE, 304 if same else 200)

    server.answers["/a"] = answer
    assert fetcher.fetch(server.url + "/a", etag='"1"', last_modified="yesterday") == NotModified(server.url + "/a")
    assert isinstance(fetcher.fetch(server.url + "/a", etag='"2"'), Fetched)


def test_redirects_are_followed_and_counted(server: WebServer, fetcher: Fetcher) -> None:
    server.answers["/a"] = lambda r: r.send(b"", 301, Location="/b?x=1")
    server.answers["/b"] = lambda r: r.send(b"", 302, Location=server.url + "/c")
    server.answers["/c"] = PAGE
    server.answers["/loop"] = lambda r: r.send(b"", 307, Location="/loop")
    server.answers["/out"] = lambda r: r.send(b"", 302, Location="file:///etc/passwd")
    answer = fetcher.fetch(server.url + "/a")
    assert isinstance(answer, Fetched) and (answer.url, answer.raw) == (server.url + "/c", PAGE)
    assert str(failure(fetcher, server.url + "/loop")) == f"{server.url}/loop: it is redirected more than 8 times"
    assert "it is no web address, or leads to none" in str(failure(fetcher, server.url + "/out"))


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "there is no such page (HTTP 404)"), (403, "the server forbids it (HTTP 403)"), (410, "the page is gone (HTTP 410)"),
     (401, "it wants a password (HTTP 401)"), (500, "the server failed (HTTP 500)")],
)  # fmt: skip
def test_what_a_server_refuses_is_one_line_and_not_tried_again(server: WebServer, fetcher: Fetcher, status: int, words: str) -> None:
    server.answers["/a"] = lambda r: r.send(b"no", status)
    error = failure(fetcher, server.url + "/a")
    assert (str(error), error.status, error.lasting) == (f"{server.url}/a: {words}", status, status < 500)
    assert server.paths() == ["/a"]


def test_a_busy_server_is_asked_again_when_it_says(server: WebServer, fetcher: Fetcher, slept: list[float]) -> None:
    answers = [lambda r: r.send(b"", 429, Retry_After="7"), lambda r: r.send(b"", 503), lambda r: r.send(PAGE)]
    server.answers["/a"] = lambda r: answers.pop(0)(r)
    assert isinstance(fetcher.fetch(server.url + "/a"), Fetched)
    assert [seconds for seconds in slept if seconds >= 1] == [7.0, 2.0]


def test_a_server_that_stays_busy_is_given_up(server: WebServer, fetcher: Fetcher, slept: list[float]) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    server.answers["/a"] = lambda r: r.send(b"", 429, Retry_After=when)
    error = failure(fetcher, server.url + "/a")
    assert str(error) == f"{server.url}/a: the server says that it is asked too often (HTTP 429); try again later"
    assert len(server.paths()) == 3 and all(15 < seconds <= 20 for seconds in slept if seconds >= 1)


def test_nobody_waits_an_hour(server: WebServer, fetcher: Fetcher, slept: list[float]) -> None:
    server.answers["/a"] = lambda r: r.send(b"", 429, Retry_After="3600")
    error = failure(fetcher, server.url + "/a")
    assert error.reason == "the server says that it is asked too often (HTTP 429); it asks to wait 3,600 seconds"
    assert error.retry_after == 3600.0
    assert (server.paths(), [s for s in slept if s >= 1]) == (["/a"], [])


@pytest.mark.parametrize("headers_too", [False, True], ids=["body", "headers"])
def test_a_slow_drip_ends_with_the_deadline(server: WebServer, fetcher: Fetcher, headers_too: bool) -> None:
    server.answers["/a"] = lambda r: r.drip(30, headers_too=headers_too)
    assert str(failure(fetcher, server.url + "/a")) == f"{server.url}/a: it took more than 2 seconds"


def test_a_body_without_end_ends_at_the_limit(server: WebServer, fetcher: Fetcher) -> None:
    server.answers["/endless"] = lambda r: r.endless()
    server.answers["/said"] = lambda r: r.send(b"x" * 50_000_000)
    assert failure(fetcher, server.url + "/endless").reason == "more than 20,000,000 bytes are too many"
    assert failure(fetcher, server.url + "/said").reason == "50,000,000 bytes are too many, at most 20,000,000 are fetched"


def test_a_packed_bomb_ends_at_the_limit(server: WebServer, fetcher: Fetcher) -> None:
    packed = gzip.compress(b"0" * 100_000_000)
    server.answers["/a"] = lambda r: r.send(packed, Content_Encoding="gzip")
    assert failure(fetcher, server.url + "/a").reason == "more than 20,000,000 bytes are too many"


RUSSIAN = "Повстанцы захватили мост через реку в воскресенье, сообщил мэр города. Школы закрыты, магазины не работают уже неделю."


@pytest.mark.parametrize(
    ("header", "encoding", "meta"),
    [
        ("text/html; charset=windows-1251", "cp1251", ""),
        ("text/html; charset=iso-8859-1", "utf-8", ""),
        ("text/html; charset=utf-8", "cp1251", ""),
        ("text/html", "koi8-r", '<meta charset="koi8-r">'),
        ("text/html; charset=nonsense", "utf-8", ""),
    ],
)
def test_a_wrong_charset_does_not_spoil_the_text(server: WebServer, fetcher: Fetcher, header: str, encoding: str, meta: str) -> None:
    page = f"<html><head>{meta}</head><body><article><p>{RUSSIAN}</p></article></body></html>"
    server.answers["/a"] = lambda r: r.send(page.encode(encoding), content_type=header)
    answer = fetcher.fetch(server.url + "/a")
    assert isinstance(answer, Fetched)
    (document,) = items_in(answer, server.url + "/a", Hints())
    assert isinstance(document, Document) and (document.text, document.language) == (RUSSIAN, "ru")


def test_robots_txt_is_obeyed(server: WebServer, fetcher: Fetcher, slept: list[float]) -> None:
    server.answers |= {"/robots.txt": b"User-agent: *\nDisallow: /secret\nCrawl-delay: 5\n", "/a": PAGE, "/secret/a": PAGE}
    server.answers["/in"] = lambda r: r.send(b"", 302, Location="/secret/a")
    assert isinstance(fetcher.fetch(server.url + "/a"), Fetched)
    for path in ("/secret/a", "/in"):
        error = failure(fetcher, server.url + path)
        assert (error.reason, error.lasting) == ("its robots.txt asks programs to keep away", True)
    assert server.paths() == ["/a", "/in"]
    assert len(slept) == 2 and all(4 < seconds <= 5 for seconds in slept)


def test_a_site_whose_robots_txt_fails_is_left_alone(server: WebServer, fetcher: Fetcher) -> None:
    server.answers |= {"/robots.txt": lambda r: r.send(b"", 500), "/a": PAGE}
    assert failure(fetcher, server.url + "/a").reason == "its robots.txt cannot be read (HTTP 500); try again later"
    assert server.paths() == []


def test_requests_to_one_host_are_spread(server: WebServer) -> None:
    server.answers["/a"] = PAGE
    waits: list[float] = []
    with Fetcher(allow_private=True, between=3, sleep=waits.append) as fetcher:
        for _ in range(2):
            fetcher.fetch(server.url + "/a")
    assert len(waits) == 2 and all(2 < seconds <= 3 for seconds in waits)


PRIVATE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 "
    "fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 nowhere"
).split()


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"])
def test_what_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])
def test_this_machine_is_not_asked(server: WebServer, host: str) -> None:
    server.answers["/a"] = PAGE
    with Fetcher(between=0) as fetcher:
        error = failure(fetcher, f"http://{host}:{server.server_port}/a")
    assert "an address of this machine or its network; allow those if you mean it (--allow-private" in str(error)
    assert server.asked == []


def resolving(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> None:
    """Answers for names as a server of names would; a name with several answers gives one after the other."""
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        answers = names.get(host)
        if answers is None:
            return real(host, port, *more, **named)
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_a_redirect_to_a_private_address_is_refused(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host counts as public in this test; the second is this machine by its usual name."""
    server.answers["/a"] = lambda r: r.send(b"", 302, Location=f"http://inside.example:{server.server_port}/secret")
    server.answers["/secret"] = PAGE
    resolving(monkeypatch, {"outside.example": ["127.0.0.1"], "inside.example": ["127.0.0.2"]})
    monkeypatch.setattr("events.fetching.guard.is_public", lambda address: address == "127.0.0.1")
    with Fetcher(between=0) as fetcher:
        error = failure(fetcher, f"http://outside.example:{server.server_port}/a")
    assert error.reason.startswith("inside.example is 127.0.0.2, an address of this machine or its network")
    assert server.paths() == ["/a"]


def test_a_name_that_changes_its_address_gains_nothing(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the one connected to; the next connection is checked anew."""
    server.answers["/a"] = PAGE
    resolving(monkeypatch, {"rebind.example": ["127.0.0.1", "127.0.0.2"]})
    checked: list[str] = []

    def public_once(address: str) -> bool:
        checked.append(address)
        return address == "127.0.0.1"

    monkeypatch.setattr("events.fetching.guard.is_public", public_once)
    server.answers["/robots.txt"] = lambda r: r.send(b"", 404, Connection="close")
    with Fetcher(between=0) as fetcher:
        error = failure(fetcher, f"http://rebind.example:{server.server_port}/a")
    assert (checked, server.paths()) == (["127.0.0.1", "127.0.0.2"], [])
    assert "127.0.0.2, an address of this machine" in error.reason


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.org/a", "it is no web address"),
        ("http://", "it is no web address"),
        ("http://me:secret@example.org/", "an address with a password in it is not fetched"),
        ("http://no-such-host.invalid/", "the name no-such-host.invalid is not known"),
        ("http://[::1/", "it is no web address"),
    ],
)
def test_what_is_no_address_is_one_line(fetcher: Fetcher, url: str, words: str) -> None:
    assert words in failure(fetcher, url).reason


def test_a_server_that_says_nothing(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        error = failure(fetcher, f"http://127.0.0.1:{silent.getsockname()[1]}/a")
    assert error.reason == "it took more than 2 seconds" and time.monotonic() - started < 30
