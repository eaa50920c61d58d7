"""What the tests run on: SQLite and the database broker or, with `--stack servers`, PostgreSQL and Redis.

Django's settings read all of it from the environment, so this plugin is there before they are. Nothing of the
developer's own environment, `.env` or `var/` reaches the tests.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests import servers

NEUTRAL = {
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "DEBUG": "false",
    "EMAIL_URL": "consolemail://",
    "ENV_FILE": os.devnull,
    "LOG_LEVEL": "INFO",
    "PYTHONDONTWRITEBYTECODE": "",  # else each process that a test starts compiles all of it anew
    "SECRET_KEY": "",
    "SITE_URL": "",
}
REDIS_DATABASES_EACH = 7  # for one pytest worker and the services that it starts; a usual server has 16

_running = ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--stack",
        choices=["embedded", "servers"],
        default="embedded",
        help="embedded: SQLite and the database broker; servers: PostgreSQL and Redis, started for the tests",
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config):
    """A wrapper, because it must come before the plugin that loads Django's settings."""
    stack = early_config.known_args_namespace.stack
    if _worker() is None:
        folder = Path(tempfile.mkdtemp(prefix="invoice-ocr-tests-"))
        atexit.register(_running.close)
        _running.callback(shutil.rmtree, folder, ignore_errors=True)
        os.environ.update(NEUTRAL, TESTS_FOLDER=str(folder))
        sys.dont_write_bytecode = False
        if stack == "servers":
            _start_servers(folder)
    _use(stack, folder=Path(os.environ["TESTS_FOLDER"]) / f"worker-{_worker() or 0}")
    return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Servers that were there before the tests keep nothing of them."""
    if _worker() is None and config.known_args_namespace.stack == "servers":
        with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
            name = sql.Identifier(prepared_database())
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))


def own_redis_database(number: int) -> str:
    """The address of one more Redis database, for a service that a test starts."""
    first = (_worker() or 0) * REDIS_DATABASES_EACH
    address = urlsplit(os.environ["TEST_REDIS_URL"])
    return urlunsplit(address._replace(path=f"/{first + number % REDIS_DATABASES_EACH}"))


def prepared_database() -> str:
    """The name of the database that every service's own is copied from."""
    return Path(os.environ["TESTS_FOLDER"]).name


def _worker() -> int | None:
    """The number of this pytest worker; none for the process that starts them, or that is alone."""
    name = os.environ.get("PYTEST_XDIST_WORKER")
    return int(name.removeprefix("gw")) if name else None


def _start_servers(folder: Path) -> None:
    """One of each for all pytest workers, which find them in the environment."""
    if not os.environ.get("TEST_DATABASE_URL"):
        os.environ["TEST_DATABASE_URL"] = _running.enter_context(servers.postgres(folder)).url
    if not os.environ.get("TEST_REDIS_URL"):
        os.environ["TEST_REDIS_URL"] = _running.enter_context(servers.redis(folder)).url


def _use(stack: str, *, folder: Path) -> None:
    os.environ["DATA_DIR"] = str(folder)
    os.environ["METRICS_DIR"] = str(folder / "metrics")
    if stack == "servers":
        os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
        os.environ["BROKER_URL"] = own_redis_database(0)
    else:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'db.sqlite3'}"
        os.environ["BROKER_URL"] = "database://"
