"""The whole service as its users start it: `manage.py serve` with its own folder, database and port.

`service` is shared by the tests of a process; `own_service` is for a test that kills parts of it.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests.processes import is_alive
from tests.stack import own_redis_database

PROJECT = Path(__file__).resolve().parent.parent
READY_WITHIN = 60.0
STOPS_WITHIN = 30.0

_numbers = itertools.count(1)


@dataclass
class Service:
    """A running service. `env` is what it was started with; `log` is all that it has printed so far."""

    data_dir: Path
    env: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)
    url: str = field(init=False)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def log(self) -> str:
        path = self._log_path
        return path.read_text(errors="replace") if path.exists() else ""

    def start(self) -> None:
        with self._log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=PROJECT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.url = self._wait_until_it_answers()

    def stop(self) -> int:
        """Ctrl-C, as far as the service can tell. Returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOPS_WITHIN)

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` beside the service; returns what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def processes(self) -> dict[int, str]:
        """Every living process of this service and its command, wherever its parent has gone."""
        mark = f"DATA_DIR={self.data_dir}\0".encode()
        return dict(_processes_with(mark))

    @property
    def _log_path(self) -> Path:
        return self.data_dir / "service.log"

    def _wait_until_it_answers(self) -> str:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            addresses = re.findall(r"Invoice OCR is at (http://\S+)/", self.log)
            if addresses and _answers(addresses[-1]):
                return addresses[-1]
            time.sleep(0.1)
        raise AssertionError(f"the service did not start:\n{self.log}")


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    with _running_service() as running:
        yield running


@pytest.fixture
def own_service() -> Iterator[Service]:
    with _running_service() as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            if isinstance(value, Service):
                report.sections.append(("log of the service", value.log[-20_000:]))
    return report


@contextlib.contextmanager
def _running_service() -> Iterator[Service]:
    folder = Path(tempfile.mkdtemp(prefix="service-", dir=os.environ["TESTS_FOLDER"]))
    with _own_servers(next(_numbers), folder=folder) as addresses:
        environment = {
            "DATA_DIR": str(folder),
            "PORT": "0",
            "WORKERS": "1",
            "SWEEP_SECONDS": "1",
            "WEBHOOKS_MAY_CALL_PRIVATE": "true",  # receivers of the tests are on this machine
            "BULK_WORKERS": "1",
            "PYTHONUNBUFFERED": "1",
        }
        running = Service(data_dir=folder, env={**os.environ, **environment, **addresses})
        try:
            running.start()
            yield running
        finally:
            _end(running)
            shutil.rmtree(folder, ignore_errors=True)


def _end(running: Service) -> None:
    try:
        running.stop()
    except subprocess.TimeoutExpired:
        running.process.kill()
        running.process.wait()
    for pid in running.processes():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def _own_servers(number: int, *, folder: Path) -> Iterator[dict[str, str]]:
    """A database on each of the stack's servers, or the embedded ones, which live in the service's folder."""
    if os.environ["BROKER_URL"].startswith("database:"):
        yield {"DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}
        return
    name = f"service_{os.getpid()}_{number}"
    admin = os.environ["TEST_DATABASE_URL"]
    _administrate(admin, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield {"DATABASE_URL": _at(admin, name), "BROKER_URL": _emptied(own_redis_database(number))}
    finally:
        _administrate(admin, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _administrate(address: str, command: sql.Composed) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(command)


def _at(address: str, database: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))


def _emptied(address: str) -> str:
    from redis import Redis

    with Redis.from_url(address) as client:
        client.flushdb()
    return address


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 - an http address of ours
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
    return True


def _processes_with(mark: bytes) -> Iterator[tuple[int, str]]:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (folder / "environ").read_bytes() and is_alive(int(folder.name)):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                yield int(folder.name), command.strip()
