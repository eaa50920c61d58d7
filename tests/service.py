"""The whole service as its users start it: `manage.py serve` with its own folder, database and port.

`service` is shared by the tests of a process; `own_service` is for a test that ends it, or leaves it worse
than it was. A first start takes seconds for tables and static files: there is one for all, and the others
start from what it left.
"""

from __future__ import annotations

import contextlib
import fcntl
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

from tests.console import Console
from tests.processes import is_alive
from tests.stack import own_redis_database, prepared_database
from tests.waiting import until

PROJECT = Path(__file__).resolve().parent.parent
READY_WITHIN = 120.0  # on a machine that others keep busy
STOPS_WITHIN = 60.0
COLLECT = "from config import preparation; preparation.collect_static_files()"

_numbers = itertools.count(1)


@dataclass
class Service:
    """A running service. `env` is what it was started with; `log` is all that it has printed so far."""

    data_dir: Path
    env: dict[str, str]
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] = field(init=False)
    url: str = field(init=False)
    console: Console = field(init=False)

    def __post_init__(self) -> None:
        self.console = Console(env=self.env)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def log(self) -> str:
        path = self._log_path
        return path.read_text(errors="replace") if path.exists() else ""

    def start(self) -> None:
        said_before = len(self.log)
        with self._log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *self.options],
                cwd=PROJECT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.url = self._wait_until_it_answers(said_before)

    def stop(self) -> int:
        """Ctrl-C, as far as the service can tell. Returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOPS_WITHIN)

    def end(self) -> None:
        """Kill all of it, and be gone when the last of its processes is."""
        self.console.end()
        self.process.kill()
        self.process.wait()
        until(lambda: not self._killed())

    def manage(self, *arguments: str) -> str:
        """Run a command of `manage.py` beside the service; returns what it prints."""
        return self.console.run(*arguments)

    def processes(self) -> dict[int, str]:
        """Every living process of this service and its command, wherever its parent has gone."""
        mark = f"DATA_DIR={self.data_dir}\0".encode()
        return {pid: command for pid, command in _processes_with(mark) if pid != self.console.pid}

    def _killed(self) -> list[int]:
        pids = list(self.processes())
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return pids

    @property
    def _log_path(self) -> Path:
        return self.data_dir / "service.log"

    def _wait_until_it_answers(self, said_before: int) -> str:
        """What it said when it was started earlier tells an address that may answer for a moment longer."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and self.process.poll() is None:
            addresses = re.findall(r"Invoice OCR is at (http://\S+)/", self.log[said_before:])
            if addresses and _answers(addresses[-1]):
                return addresses[-1]
            time.sleep(0.1)
        raise AssertionError(f"the service did not start:\n{self.log}")


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    with running_service() as running:
        yield running


@pytest.fixture
def own_service() -> Iterator[Service]:
    with running_service() as running:
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
def running_service(*options: str, parent: Path | None = None, **settings: str) -> Iterator[Service]:
    """With these options of `serve`, and these beside the settings that all services of the tests have.

    `parent`: where its folder is made.
    """
    prepared = _prepared()
    folder = Path(tempfile.mkdtemp(prefix="service-", dir=parent or os.environ["TESTS_FOLDER"]))
    with _own_servers(next(_numbers), folder=folder) as addresses:
        for kept in prepared.iterdir():
            _copy(kept, folder / kept.name)
        running = Service(data_dir=folder, env=_environment(folder, addresses) | settings, options=options)
        try:
            running.start()
            yield running
        finally:
            running.end()
            shutil.rmtree(folder, ignore_errors=True)


def _prepared() -> Path:
    """What a first start makes of an empty folder and an empty database: one for all pytest workers."""
    folder = Path(os.environ["TESTS_FOLDER"])
    prepared = folder / "prepared"
    with (folder / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            _made(Path(tempfile.mkdtemp(prefix="first-", dir=folder))).rename(prepared)
    return prepared


def _made(folder: Path) -> Path:
    """Of its folder stays what is made before anybody comes; of the database, all."""
    addresses = {"DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}
    if not _is_embedded():
        administrate("CREATE DATABASE {}", prepared_database())
        addresses = {"DATABASE_URL": _at(prepared_database()), "BROKER_URL": own_redis_database(0)}
    console = Console(env=_environment(folder, addresses))
    try:
        console.run("prepare")
        console.run("shell", "--command", COLLECT)
    finally:
        console.end()
    for path in folder.iterdir():
        if path.name != "static" and not path.name.startswith("db.sqlite3"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return folder


def _copy(kept: Path, target: Path) -> None:
    """Static files are never written to again, so that a second name is enough, where there can be one."""
    if kept.is_dir():
        is_near = kept.stat().st_dev == target.parent.stat().st_dev
        shutil.copytree(kept, target, copy_function=os.link if is_near else shutil.copy)
    else:
        shutil.copy(kept, target)


def _environment(folder: Path, addresses: dict[str, str]) -> dict[str, str]:
    return {
        **os.environ,
        "DATA_DIR": str(folder),
        "METRICS_DIR": f"{os.environ['TESTS_FOLDER']}/metrics-{folder.name}",
        "PORT": "0",
        "WORKERS": "1",
        "SWEEP_SECONDS": "1",
        "WEBHOOKS_MAY_CALL_PRIVATE": "true",  # receivers of the tests are on this machine
        "BULK_WORKERS": "1",
        "PYTHONUNBUFFERED": "1",
        **addresses,
    }


def _is_embedded() -> bool:
    return os.environ["BROKER_URL"].startswith("database:")


@contextlib.contextmanager
def _own_servers(number: int, *, folder: Path) -> Iterator[dict[str, str]]:
    """A database on each of the stack's servers, or the embedded ones, which live in the service's folder."""
    if _is_embedded():
        yield {"DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}
        return
    name = f"service_{os.getpid()}_{number}"
    administrate("CREATE DATABASE {} TEMPLATE {}", name, prepared_database())
    try:
        yield {"DATABASE_URL": _at(name), "BROKER_URL": _emptied(own_redis_database(number))}
    finally:
        administrate("DROP DATABASE {} WITH (FORCE)", name)


def administrate(command: str, *names: str) -> None:
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


def _at(database: str) -> str:
    return urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{database}"))


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
