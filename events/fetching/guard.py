"""Connections to public addresses only, each within a deadline.

A name is resolved here, every address that it has is checked, and the connection goes to the very address that was checked: a server of
names that answers differently the second time gains nothing. As each redirect needs a connection of its own, it is checked like the first.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable
from typing import Any

import httpcore

PRIVATE_ADVICE = "allow those if you mean it (--allow-private; on the Add page, its box)"


class PrivateAddress(httpcore.ConnectError):
    """An address of this machine or its network."""


class TooLate(httpcore.ReadTimeout):
    """The whole took longer than it may."""


class GuardedBackend(httpcore.NetworkBackend):
    """Connects for httpcore. `deadline`: by the monotonic clock, for all that is read and written; set it before each request."""

    def __init__(self, *, allow_private: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._allow_private = allow_private
        self.deadline = float("inf")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = self._resolved(host, port)
        stream = self._inner.connect_tcp(address, port, _sooner(timeout, self.deadline), local_address, socket_options)
        return _Timed(stream, self)

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Any = None) -> httpcore.NetworkStream:
        raise PrivateAddress("sockets of this machine are not connected to")

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def _resolved(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} is not known; see how it is spelled, and whether there is a network") from error
        addresses = [str(entry[4][0]) for entry in found]
        if not self._allow_private:
            for address in addresses:
                if not is_public(address):
                    which = "" if address == host.strip("[]") else f"{address}, "
                    raise PrivateAddress(f"{host} is {which}an address of this machine or its network; {PRIVATE_ADVICE}")
        return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is out in the world: not private, loopback, link-local (cloud metadata too), multicast or reserved."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if inner is not None:
        return is_public(str(inner))
    in_nat64 = parsed in ipaddress.ip_network("64:ff9b::/96") if parsed.version == 6 else False
    return parsed.is_global and not parsed.is_multicast and not in_nat64


class _Timed(httpcore.NetworkStream):
    """A stream that ends with its backend's deadline, however slowly bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, backend: GuardedBackend) -> None:
        self._inner, self._backend = inner, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _sooner(timeout, self._backend.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _sooner(timeout, self._backend.deadline))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, _sooner(timeout, self._backend.deadline)), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _sooner(timeout: float | None, deadline: float) -> float | None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TooLate("it took too long in all")
    if left == float("inf"):
        return timeout
    return left if timeout is None else min(timeout, left)
