"""Asks for web addresses by httpx: robots.txt obeyed, few requests at a time, retries where the server is busy, limits on everything."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
import tenacity
from protego import Protego

from events.errors import DocumentError
from events.fetching.guard import GuardedBackend, PrivateAddress, TooLate

AGENT = "events-reader"
USER_AGENT = f"{AGENT}/0.1 (reads news on behalf of one user)"
MAX_BYTES = 20_000_000  # of a body, unpacked
MAX_ROBOTS = 500_000  # bytes of a robots.txt, as RFC 9309 has it
MAX_REDIRECTS = 8
SECONDS = 60.0  # for one address, redirects and all
PATIENCE = 15.0  # seconds without a byte
ATTEMPTS = 3
MAX_WAIT = 60.0  # seconds that a server may ask us to wait
BETWEEN = 1.0  # seconds between requests to one host, unless its robots.txt asks for more
MAX_BETWEEN = 30.0
_BUSY = frozenset((429, 502, 503, 504))
_REASONS = {
    401: "it wants a password", 403: "the server forbids it", 404: "there is no such page", 410: "the page is gone",
    429: "the server says that it is asked too often", 451: "it is barred for legal reasons",
}  # fmt: skip


class FetchError(DocumentError):
    """An address that could not be fetched. `status`: the server's answer, if it gave one; `retry_after` in seconds where it said so.

    `lasting`: whether there is no use in trying again soon, since it is not there, forbidden, or more than may be fetched.
    """

    def __init__(
        self, message: str, *, path: str, status: int | None = None, retry_after: float | None = None, lasting: bool = False
    ) -> None:
        self.status, self.retry_after = status, retry_after
        self.lasting = lasting or (status is not None and 400 <= status < 500 and status != 429)
        super().__init__(message, path=path)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent. `url`: where it was found in the end; `encoding`: as its header says, None where it does not."""

    url: str
    raw: bytes
    content_type: str
    encoding: str | None
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The answer that nothing has changed since."""

    url: str


class _Busy(Exception):
    """The server asks us to come again."""

    def __init__(self, error: FetchError) -> None:
        self.error = error
        super().__init__(str(error))


class Fetcher:
    """Fetches one address after the other; remembers for each host its robots.txt and when it was last asked. Close it after use.

    `sleep` and `between` are for tests and for those who ask their own server.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        user_agent: str | None = None,
        between: float = BETWEEN,
        seconds: float = SECONDS,
        sleep: Callable[[float], Any] = time.sleep,
    ) -> None:
        self._backend = GuardedBackend(allow_private=allow_private)
        transport = httpx.HTTPTransport(trust_env=False)
        transport._pool = httpcore.ConnectionPool(  # httpx has no public way to say how connections are made
            ssl_context=httpx.create_ssl_context(), max_connections=4, keepalive_expiry=5, network_backend=self._backend
        )
        headers = {"User-Agent": user_agent or USER_AGENT, "Accept": "text/html, application/xml;q=0.9, */*;q=0.5"}
        self._client = httpx.Client(transport=transport, headers=headers, timeout=PATIENCE, follow_redirects=False, trust_env=False)
        self._agent = (user_agent or AGENT).split("/")[0]
        self._between, self._seconds, self._sleep = between, seconds, sleep
        self._robots: dict[str, Protego | FetchError] = {}
        self._asked: dict[str, float] = {}

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        self._client.close()

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched | NotModified:
        """The page at an address; NotModified where the server says that it is as it was. FetchError says why not, in one line.

        `etag`, `last_modified`: of the answer before, to ask for what is new only.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        sent = {name: value for name, value in conditions.items() if value}
        return self._with_redirects(url, sent)

    def _with_redirects(self, url: str, headers: dict[str, str]) -> Fetched | NotModified:
        here = url
        for _ in range(MAX_REDIRECTS + 1):
            _check_address(here, url)
            self._check_robots(here, url)
            status, answer, raw = self._patiently(here, url, headers)
            if status == 304:
                return NotModified(here)
            if status in (301, 302, 303, 307, 308) and answer.get("location"):
                here = urljoin(here, answer["location"])
                continue
            if not 200 <= status < 300:
                raise FetchError(f"{_REASONS.get(status, 'the server failed')} (HTTP {status})", path=url, status=status)
            kind, _, _ = answer.get("content-type", "").partition(";")
            return Fetched(here, raw, kind.strip().lower(), _charset(answer), answer.get("etag"), answer.get("last-modified"))
        raise FetchError(f"it is redirected more than {MAX_REDIRECTS} times", path=url)

    def _patiently(self, here: str, url: str, headers: dict[str, str]) -> tuple[int, httpx.Headers, bytes]:
        """Asks again, as tenacity says, where the server is busy or the connection fails."""
        again = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=_wait,
            retry=tenacity.retry_if_exception_type(_Busy),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return again(self._ask, here, url, headers)
        except _Busy as busy:
            raise busy.error from busy

    def _ask(self, here: str, url: str, headers: dict[str, str], limit: int = MAX_BYTES) -> tuple[int, httpx.Headers, bytes]:
        self._take_turn(here)
        self._backend.deadline = time.monotonic() + self._seconds
        try:
            with self._client.stream("GET", here, headers=headers) as response:
                self._check_busy(response, url)
                raw = _body(response, url, limit) if response.is_success else b""
                return response.status_code, response.headers, raw
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.ConnectError, httpcore.ReadTimeout) as error:
            raise self._explained(error, url) from error
        finally:
            self._asked[_host(here)] = time.monotonic()

    def _explained(self, error: Exception, url: str) -> Exception:
        cause = error.__cause__ or error
        if isinstance(cause, PrivateAddress):
            return FetchError(str(cause), path=url, lasting=True)
        if isinstance(cause, TooLate) or (isinstance(error, httpx.TimeoutException) and time.monotonic() >= self._backend.deadline - 0.1):
            return FetchError(f"it took more than {self._seconds:.0f} seconds", path=url)
        if isinstance(error, httpx.TimeoutException):
            return _Busy(FetchError(f"the server said nothing for {PATIENCE:.0f} seconds; try again later", path=url))
        if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
            return FetchError("it is no web address; it must begin with http:// or https://", path=url)
        reason = " ".join(str(error).split()) or type(error).__name__
        return _Busy(FetchError(f"the connection failed: {reason}", path=url))

    def _check_busy(self, response: httpx.Response, url: str) -> None:
        if response.status_code not in _BUSY:
            return
        status, wait = response.status_code, _retry_after(response.headers.get("retry-after"))
        message = f"{_REASONS.get(status, 'the server is busy')} (HTTP {status})"
        if wait is not None and wait > MAX_WAIT:
            raise FetchError(f"{message}; it asks to wait {wait:,.0f} seconds", path=url, status=status, retry_after=wait)
        raise _Busy(FetchError(f"{message}; try again later", path=url, status=status, retry_after=wait))

    def _take_turn(self, here: str) -> None:
        """Waits until the host may be asked again."""
        host = _host(here)
        robots = self._robots.get(_origin(here))
        delay = robots.crawl_delay(self._agent) if isinstance(robots, Protego) else None
        pause = min(MAX_BETWEEN, max(self._between, float(delay or 0)))
        left = self._asked.get(host, float("-inf")) + pause - time.monotonic()
        if left > 0:
            self._sleep(left)

    def _check_robots(self, here: str, url: str) -> None:
        origin = _origin(here)
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin, url)
        rules = self._robots[origin]
        if isinstance(rules, FetchError):
            del self._robots[origin]  # to be asked again next time
            raise FetchError(rules.reason, path=url, status=rules.status, retry_after=rules.retry_after)
        if not rules.can_fetch(here, self._agent):
            raise FetchError("its robots.txt asks programs to keep away", path=url, lasting=True)

    def _read_robots(self, origin: str, url: str) -> Protego | FetchError:
        """The rules of a site: none where it has no robots.txt; as RFC 9309 says, a server that fails is left alone."""
        here = origin + "/robots.txt"
        try:
            for _ in range(MAX_REDIRECTS):
                status, answer, raw = self._patiently(here, url, {})
                if status not in (301, 302, 303, 307, 308) or not answer.get("location"):
                    break
                here = urljoin(here, answer["location"])
                _check_address(here, url)
        except FetchError as error:
            if error.status == 429 or error.status is None or error.status >= 500:
                return error
            return Protego.parse("")
        if status >= 500:
            return FetchError(f"its robots.txt cannot be read (HTTP {status}); try again later", path=url, status=status)
        return Protego.parse(raw[:MAX_ROBOTS].decode("utf-8", "replace") if 200 <= status < 300 else "")


def is_address(text: str) -> bool:
    """Whether a text is a web address rather than a path."""
    return text.lower().startswith(("http://", "https://"))


def _check_address(here: str, url: str) -> None:
    try:
        parts = urlsplit(here)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        secret = parts.username is not None or parts.password is not None
    except ValueError:
        usable, secret = False, False
    if not usable:
        raise FetchError("it is no web address, or leads to none; it must begin with http:// or https://", path=url)
    if secret:
        raise FetchError("an address with a password in it is not fetched; leave it out", path=url)


def _body(response: httpx.Response, url: str, limit: int) -> bytes:
    said = response.headers.get("content-length", "")
    if said.isdigit() and int(said) > limit:
        raise FetchError(f"{int(said):,} bytes are too many, at most {limit:,} are fetched", path=url, lasting=True)
    raw = bytearray()
    for piece in response.iter_bytes():
        raw += piece
        if len(raw) > limit:
            raise FetchError(f"more than {limit:,} bytes are too many", path=url, lasting=True)
    return bytes(raw)


def _wait(state: tenacity.RetryCallState) -> float:
    """Seconds until the next attempt: as long as the server asks, else 1, 2, 4."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.error.retry_after if isinstance(error, _Busy) else None
    return float(2 ** (state.attempt_number - 1)) if asked is None else asked


def _retry_after(value: str | None) -> float | None:
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _charset(headers: httpx.Headers) -> str | None:
    kind, _, rest = headers.get("content-type", "").partition("charset=")
    return rest.split(";")[0].strip(" \"'") or None if kind else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
