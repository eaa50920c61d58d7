"""gunicorn's worker with threads, where nobody keeps a thread by sending or taking slowly.

A thread that reads a request waits as long as its client likes, and there are so many threads: some dozens
of connections that send a byte now and then would be all that the service answers. So whoever is waited for
has a budget of time, which grows with what comes. Waiting for a result is not waiting for the client.
Nearly always what is read is there already, and what is written finds room: then one call of the system does.
"""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

# For each request, and beside that what its bytes take on a line far slower than any that sends invoices.
PATIENCE_SECONDS = float(os.environ.get("CLIENT_PATIENCE_SECONDS", "20"))
SLOWEST = 8 * 1024  # bytes a second
LINGER_SECONDS, LINGERING_READS = 2.0, 16


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    def init_process(self) -> None:
        from config import wsgi  # which is there already, but not yet when gunicorn loads its worker

        wsgi.begin()
        super().init_process()

    def handle(self, conn: TConn) -> Any:
        if isinstance(conn.sock, BoundedSocket):
            conn.sock.begin()
        else:
            conn.sock = BoundedSocket(fileno=conn.sock.detach())
        is_kept = super().handle(conn)
        if not is_kept:
            conn.sock.linger()
        return is_kept


class BoundedSocket(socket.socket):
    """Gives up, as if the other side had, once that was waited for too long."""

    _left = PATIENCE_SECONDS
    _has_lingered = False
    # Gives back what a thread holds and others could use meanwhile. The application knows what that is.
    before_waiting: ClassVar[Callable[[], None]] = staticmethod(lambda: None)

    def begin(self) -> None:
        """Another request on the same connection."""
        self._left = PATIENCE_SECONDS

    def recv(self, size: int, flags: int = 0) -> bytes:
        try:
            data = super().recv(size, flags | socket.MSG_DONTWAIT)
        except BlockingIOError:
            data = self._awaited(size, flags)
        self._left += len(data) / SLOWEST
        return data

    def linger(self) -> None:
        """Closed while the other side still sends, the end of an answer would be lost.

        gunicorn waits for that in its only loop, seconds for each connection; here it holds up one thread.
        """
        self._left = min(self._left, LINGER_SECONDS)
        with suppress(OSError):
            super().shutdown(socket.SHUT_WR)
            for _ in range(LINGERING_READS):
                if not self.recv(4096):
                    break
        self._has_lingered = True

    def shutdown(self, how: int) -> None:
        if self._has_lingered:
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
        super().shutdown(how)

    def sendall(self, data: Any, flags: int = 0) -> None:
        try:
            sent = super().send(data, flags | socket.MSG_DONTWAIT)
        except BlockingIOError:
            sent = 0
        if rest := memoryview(data)[sent:]:
            self._within(PATIENCE_SECONDS + len(rest) / SLOWEST, super().sendall, rest, flags)

    def sendfile(self, *arguments: Any, **named: Any) -> int:
        """Its timeout is that of each piece."""
        return int(self._within(PATIENCE_SECONDS, super().sendfile, *arguments, **named))

    def _awaited(self, size: int, flags: int) -> bytes:
        began = time.monotonic()
        type(self).before_waiting()
        try:
            return bytes(self._within(self._left, super().recv, size, flags))
        finally:
            self._left -= time.monotonic() - began

    def _within(self, seconds: float, do: Any, *arguments: Any, **named: Any) -> Any:
        try:
            self.settimeout(max(seconds, 0.001))
            return do(*arguments, **named)
        except TimeoutError as error:
            self._left = 0.0
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET)) from error
        finally:
            if self.fileno() >= 0:
                self.settimeout(None)
