"""Keeps programs running: starts them, starts again what dies, and leaves nothing behind when it ends.

Each program is a session of its own: Ctrl-C in the terminal reaches only the supervisor, which then stops
them in order; and what a dead program leaves of its group is killed before it starts anew.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config import heartbeat

LOOK_EVERY = 0.2
PATIENCE = 20.0  # seconds that all programs together get to end by themselves
QUICK_DEATH = 5.0
FIRST_DELAY = 0.2
LONGEST_DELAY = 30.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Program:
    """A Python module to run as `python -m` does."""

    name: str
    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    descriptors: Sequence[int] = ()


def supervise(programs: Sequence[Program]) -> None:
    """Run the programs until somebody asks this process to stop; a second request does not wait for them."""
    children = [_Child(program) for program in programs]
    with _requests_to_stop() as requests:
        try:
            while not requests:
                for child in children:
                    child.look_after()
                time.sleep(LOOK_EVERY)
        finally:
            _stop(children, hurry=lambda: len(requests) > 1)


def _stop(children: Sequence[_Child], *, hurry: Callable[[], bool]) -> None:
    """One after the other: the web server first, so that workers can still finish what it waits for."""
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.ask_to_stop()
        while child.is_running() and time.monotonic() < deadline and not hurry():
            time.sleep(0.05)
        child.kill()


@contextlib.contextmanager
def _requests_to_stop() -> Iterator[list[int]]:
    """Collects the signals that ask for an end. A terminal that closes asks, unless `nohup` forbade it."""
    received: list[int] = []
    wanted = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    before = {number: signal.getsignal(number) for number in wanted}
    for number, handler in before.items():
        if not (number == signal.SIGHUP and handler == signal.SIG_IGN):
            signal.signal(number, lambda number, _frame: received.append(number))
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Child:
    """A program, and the process that it is at the moment, if any."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_at = 0.0
        self._quick_deaths = 0

    def look_after(self) -> None:
        if self._process is None:
            if time.monotonic() >= self._start_at:
                self._start()
        elif self._process.poll() is not None:
            self._bury(self._process)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ask_to_stop(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def kill(self) -> None:
        if self._process is not None:
            _kill_group(self._process.pid)
            self._process.wait()
            self._process = None

    def _start(self) -> None:
        program = self._program
        self._process = subprocess.Popen(
            [sys.executable, "-m", "config.leash", str(os.getpid()), *program.arguments],
            cwd=program.folder,
            env={**os.environ, heartbeat.PROGRAM: program.name, **program.environment},
            pass_fds=program.descriptors,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._started_at = time.monotonic()
        logger.info("%s runs as process %d.", program.name, self._process.pid)

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        _kill_group(process.pid)
        delay = self._delay()
        self._process, self._start_at = None, time.monotonic() + delay
        logger.warning(
            "%s ended with code %d; it starts again in %.1f s.", self._program.name, process.returncode, delay
        )

    def _delay(self) -> float:
        """Each death soon after the start doubles the wait: what cannot run must not fill the log."""
        lived = time.monotonic() - self._started_at
        self._quick_deaths = self._quick_deaths + 1 if lived < QUICK_DEATH else 0
        return min(FIRST_DELAY * 2.0**self._quick_deaths, LONGEST_DELAY)


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
