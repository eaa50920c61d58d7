"""The parent's side of the sandbox: keeps one child warm, watches it, ends it, starts another.

What a child can be asked is its craft, a module beside this one; `reader` and `artist` ask.

Errors say whose fault it was: `DocumentRefused` is the document's, `ReadingFailed` ours,
`ReaderLost` nobody's (the child was killed from outside): only that one is worth another try.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from extraction.engine.errors import DocumentError, OvercomplexDocument

LARGEST_ANSWER = 64 << 20
POLL_SECONDS = 0.05
TICK_SECONDS = 1.0
LONGEST_SECONDS = 600.0  # for a whole document, however many pages it has
NICE_PATIENCE = 10.0  # for a child that lets others go first
SAFELY_IDLE = 0.95  # of the time after which an idle child ends
BUSY = 0.8  # of the time that a page has: who worked so much of it was not kept from working
WORN = 0.6  # of a memory limit: a child that has grown so far is not given another document
# Pictures and what models make of them go back to the kernel when they are done with. Left to itself, glibc
# keeps blocks of up to 32 MB for later, in pieces that the next page finds too small.
LARGE_BLOCK = str(8 << 20)
# What a library does when the kernel refuses it memory, and what the kernel does at the processor limit.
DOCUMENT_SIGNALS = {
    signal.SIGABRT,
    signal.SIGSEGV,
    signal.SIGBUS,
    signal.SIGILL,
    signal.SIGFPE,
    signal.SIGXCPU,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost before it is given up, and how long a child serves.

    `deadline_seconds` is for one page, of processor time and by the clock; `resident_mb` is memory really
    used, `address_space_mb` memory mapped, of which OpenVINO takes some gigabytes for itself. `niceness` is
    that of the operating system: above 0 others go first. A child that was idle for `idle_seconds` ends.
    `start_seconds` is for a child to begin, however little time its documents have.
    `patience` is how much longer than its processor time a page may take by the clock; None for what suits
    the niceness.
    """

    deadline_seconds: float = 50.0
    resident_mb: int = 2560
    address_space_mb: int = 8192
    documents_per_child: int = 100
    niceness: int = 0
    idle_seconds: float = 300.0
    patience: float | None = None
    start_seconds: float = 60.0

    @property
    def longest_start(self) -> float:
        """Who lets others go first begins later, too, unless somebody waits who has no patience."""
        return self.start_seconds * (self.stretch if self.patience is None else 1.0)

    @property
    def stretch(self) -> float:
        return self.patience or (NICE_PATIENCE if self.niceness else 1.0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the child has come; `pages` is None until it has opened the document."""

    pages_read: int = 0
    pages: int | None = None


Tick = Callable[[Progress], None]


class DocumentRefused(Exception):
    """The document cannot be read. `code` and the message are for its sender."""

    def __init__(self, *, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class ReadingFailed(Exception):
    """The engine met something it was not built for, or took too long."""


class ReaderLost(Exception):
    """The child went away without the document being at fault."""


class Keeper:
    """One warm child of a craft. Not for several threads at a time."""

    def __init__(self, limits: Limits, *, craft: str) -> None:
        self.limits = limits
        self.craft = craft
        self._child: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._asked = 0
        self._used_at = 0.0

    def ask(self, data: bytes, tick: Tick, **request: object) -> dict[str, Any]:
        """What the child answers. `tick` is called once a second; what it raises ends the child."""
        cpu_seconds = int(self.limits.deadline_seconds)
        try:
            connection = self._warm(tick)
            connection.send_bytes(json.dumps({**request, "cpu_seconds": cpu_seconds}).encode())
            connection.send_bytes(data)
            answer = self._await(connection, tick, page_seconds=self._patience)
        except (EOFError, OSError) as error:
            raise self._cause_of_death() from error
        except BaseException:
            self.close()
            raise
        self._recycle()
        if "error" in answer:
            raise _error(**answer["error"])
        return answer

    def kill(self) -> None:
        """End the child and everything it started; may be called while another thread waits for it."""
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the child and forget it."""
        self.kill()
        if self._connection is not None:
            self._connection.close()
        if self._child is not None:
            self._child.wait()
        self._child = self._connection = None
        self._asked = 0

    def _warm(self, tick: Tick) -> Connection:
        if self._is_gone_or_going():
            self.close()
        if self._connection is None:
            self._connection = self._started()
            self._wait_until_ready(self._connection, tick)
        return self._connection

    def _wait_until_ready(self, connection: Connection, tick: Tick) -> None:
        """It says so. The document, which it has not seen, is not to blame for a machine that is too busy."""
        try:
            self._await(connection, tick, page_seconds=self.limits.longest_start)
        except ReadingFailed as error:
            raise ReaderLost("The engine's process did not begin to work.") from error

    def _is_gone_or_going(self) -> bool:
        """Nobody is sent a document who may be about to end for want of one."""
        if self._child is None:
            return False
        idle = time.monotonic() - self._used_at
        return self._child.poll() is not None or idle > self.limits.idle_seconds * SAFELY_IDLE

    def _started(self) -> Connection:
        ours, theirs = socket.socketpair()
        _never_block_for_ever(ours, seconds=self._patience)
        limits = self.limits
        given = [theirs.fileno(), os.getpid(), limits.address_space_mb, limits.niceness, limits.idle_seconds]
        with theirs:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "extraction.engine.sandbox.child", self.craft, *map(str, given)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                cwd=Path(__file__).parents[3],
                env=_environment(),
                start_new_session=True,
            )
        return Connection(ours.detach())

    @property
    def _patience(self) -> float:
        """With one page, by the clock, in seconds."""
        return self.limits.deadline_seconds * self.limits.stretch

    def _await(self, connection: Connection, tick: Tick, *, page_seconds: float) -> dict[str, Any]:
        started = page_started = ticked = time.monotonic()
        page_began_at = self._processor_seconds()
        document_seconds = LONGEST_SECONDS * self.limits.stretch
        progress = Progress()
        while True:
            if connection.poll(POLL_SECONDS):
                message: dict[str, Any] = json.loads(connection.recv_bytes(LARGEST_ANSWER))
                if "pages_read" not in message:
                    return message
                progress, page_started = Progress(**message), time.monotonic()
                page_began_at = self._processor_seconds()
            now = time.monotonic()
            if now - page_started > page_seconds or now - started > document_seconds:
                spent = self._processor_seconds() - page_began_at
                raise self._too_slow(seconds=now - started, spent=spent)
            if self._memory().resident_mb > self.limits.resident_mb:
                raise _refused(OvercomplexDocument())
            if now > ticked + TICK_SECONDS:
                tick(progress)
                ticked = now

    def _recycle(self) -> None:
        """A new child now and then, so that what libraries leak does not add up."""
        self._asked += 1
        self._used_at = time.monotonic()
        memory = self._memory()
        is_worn = (
            memory.resident_mb > WORN * self.limits.resident_mb
            or memory.address_space_mb > WORN * self.limits.address_space_mb
        )
        if is_worn or self._asked >= self.limits.documents_per_child:
            self.close()

    def _cause_of_death(self) -> Exception:
        code = 0
        if self._child is not None:  # else it could not even be started
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = self._child.wait(timeout=5)
        self.close()
        if -code in DOCUMENT_SIGNALS:
            return _refused(OvercomplexDocument())
        return ReaderLost(f"The engine's process ended with status {code}.")

    def _too_slow(self, *, seconds: float, spent: float) -> Exception:
        """The document is to blame for a page that was worked on all of its time, and not who had to wait."""
        if spent > BUSY * self.limits.deadline_seconds:
            return _refused(OvercomplexDocument())
        return ReadingFailed(f"Reading took too long: {seconds:.0f} seconds.")

    def _processor_seconds(self) -> float:
        """That the child has used."""
        pid = self._child.pid if self._child else 0
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # not Linux, or gone already
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _memory(self) -> _Memory:
        pid = self._child.pid if self._child else 0
        try:
            mapped, resident = Path(f"/proc/{pid}/statm").read_text().split()[:2]
        except OSError:  # not Linux, or gone already
            return _Memory(0, 0)
        page_mb = os.sysconf("SC_PAGE_SIZE") / (1 << 20)
        return _Memory(int(mapped) * page_mb, int(resident) * page_mb)


@dataclass(frozen=True, slots=True)
class _Memory:
    address_space_mb: float
    resident_mb: float


def _never_block_for_ever(ours: socket.socket, *, seconds: float) -> None:
    """A child that is stopped while it is spoken to must not stop us too: sending fails after a while."""
    timeval = struct.pack("ll", max(1, int(seconds)), 0)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, timeval)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeval)


def _environment() -> dict[str, str]:
    """What the child needs of ours, and which service it belongs to: no secret is among it."""
    keep = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "DATA_DIR")
    return {
        **{name: os.environ[name] for name in keep if name in os.environ},
        "OMP_THREAD_LIMIT": "1",
        "MALLOC_MMAP_THRESHOLD_": LARGE_BLOCK,
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _error(code: str, message: str) -> Exception:
    if code == "processing_error":
        return ReadingFailed(message)
    return DocumentRefused(code=code, message=message)


def _refused(error: DocumentError) -> DocumentRefused:
    return DocumentRefused(code=error.code, message=str(error))
