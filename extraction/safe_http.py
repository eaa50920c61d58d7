"""The only module that makes outgoing requests: to public addresses and nobody else, and for so long only.

A host's name is resolved once, the address is checked and pinned to the connection: what the name means a
moment later plays no part. Proxies, cookies, redirects and `.netrc` are not used.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import requests
from django.conf import settings
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from extraction import destinations

USER_AGENT = "InvoiceOCR-Webhooks/1"


class NotAnswered(Exception):
    """The request brought no answer. Its text says why, in words for the receiver's owner."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and the beginning of the body as text."""

    status: int
    beginning: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


def post(url: str, *, body: bytes, headers: Mapping[str, str], seconds: float, keep_bytes: int) -> Answer:
    """The answer to one request, all of it within this time. Raises `NotAnswered`.

    Once status and headers are there it counts, even if the body after them does not end in time.
    """
    with _Deadline(seconds) as deadline, _session(deadline) as session:
        with _in_words(deadline):
            response = session.post(
                url,
                data=body,
                headers={**headers, "Accept-Encoding": "identity"},
                stream=True,
                timeout=seconds,
            )
            deadline.remaining()  # headers that were cut off look like complete ones
        with contextlib.closing(response):
            return Answer(response.status_code, _beginning(response, keep_bytes))


class _Deadline:
    """Ends a connection when the time is up, whatever is being waited for: a receiver that sends a byte now
    and then never runs into the time-out of a single read."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._connection: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @property
    def has_passed(self) -> bool:
        return time.monotonic() >= self._end

    def remaining(self) -> float:
        """Seconds, or `TimeoutError`."""
        if self.has_passed:
            raise TimeoutError
        return self._end - time.monotonic()

    def watch(self, connection: socket.socket) -> None:
        """A second handle on the connection, which stays ours when TLS takes over the first."""
        with self._lock:
            self.remaining()
            self._connection = connection.dup()

    def _cut(self) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._connection is not None:
                self._connection.shutdown(socket.SHUT_RDWR)


class _Adapter(IPFilterAdapter):  # type: ignore[misc]  # its library has no types
    """Connections that look at their address once more, and end at the deadline."""

    def __init__(self, deadline: _Deadline, *, is_https_proto: bool) -> None:
        super().__init__(is_https_proto, allow_loopback=settings.WEBHOOKS_MAY_CALL_PRIVATE)
        self._deadline = deadline

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = _guarded(cast("type[HTTPConnection]", pool.ConnectionCls), self._deadline)
        return pool


def _guarded(kind: type[HTTPConnection], deadline: _Deadline) -> type[HTTPConnection]:
    class Guarded(kind):  # type: ignore[valid-type,misc]  # known when it is called
        def _new_conn(self) -> socket.socket:
            address = ipaddress.ip_address(self.host.strip("[]"))
            if not destinations.may_be_called(address):
                raise InvalidIPAddress(address)
            self.timeout = deadline.remaining()
            connection: socket.socket = super()._new_conn()
            deadline.watch(connection)
            return connection

    return Guarded


def _session(deadline: _Deadline) -> HTTPSession:
    session = HTTPSession(
        Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=settings.WEBHOOKS_MAY_CALL_PRIVATE,
            never_redirect=True,
            default_timeout=(deadline.seconds, deadline.seconds),
            user_agent_override=USER_AGENT,
        )
    )
    session.trust_env = False
    session.mount("http://", _Adapter(deadline, is_https_proto=False))
    session.mount("https://", _Adapter(deadline, is_https_proto=True))
    return session


def _beginning(response: requests.Response, keep_bytes: int) -> str:
    data = b""
    with contextlib.suppress(HTTPError, OSError):
        while len(data) < keep_bytes and (
            more := response.raw.read1(keep_bytes - len(data), decode_content=False)
        ):
            data += more
    return data.decode("utf-8", errors="replace").replace("\0", "\ufffd")


@contextlib.contextmanager
def _in_words(deadline: _Deadline) -> Iterator[None]:
    try:
        yield
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        if deadline.has_passed:
            raise NotAnswered(f"There was no answer within {deadline.seconds:g} seconds.") from error
        raise NotAnswered(_words(error)) from error


def _words(error: Exception) -> str:
    causes = list(_causes(error))
    if any(isinstance(cause, InvalidIPAddress) for cause in causes):
        return "The host does not lead to a public address, so nothing was sent."
    if any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        return "The host's name could not be resolved."
    if any(isinstance(cause, requests.exceptions.SSLError) for cause in causes):
        return "No secure connection could be made; look at the receiver's certificate."
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "The connection was refused: nothing listens there."
    if isinstance(error, requests.Timeout):
        return "There was no answer in time."
    return "The connection could not be made, or broke off before the answer."


def _causes(error: BaseException) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = cast("BaseException", error.__cause__ or error.__context__)
