"""What the service consists of: the web server, the workers of each queue and the sweeper, as commands."""

from __future__ import annotations

import errno
import socket

from django.conf import settings
from django.core.management import CommandError

from config import heartbeat
from config.environment import BASE_DIR, memory_folder
from config.supervisor import Program

NAMES = ("web", "worker", "bulk", "delivery", "sweeper")
# Engines of batches get what single documents leave them of the processor, and a tenth beside them.
BULK_NICENESS = "10"


def web(listener: socket.socket) -> Program:
    """gunicorn on a socket that stays open while it restarts, so that nobody is refused meanwhile."""
    options = {
        "--bind": f"fd://{listener.fileno()}",
        "--worker-class": "config.web_worker.Worker",
        "--workers": "2",
        "--threads": "64",  # a synchronous request waits in its thread for the worker's result
        "--timeout": "120",
        "--keep-alive": "35",  # longer than anybody is told to wait between two questions
        "--graceful-timeout": "10",
        "--worker-tmp-dir": str(memory_folder() or settings.FILE_UPLOAD_TEMP_DIR),
        "--log-level": "warning",
    }
    pairs = [part for option in options.items() for part in option]
    return Program(
        name="web",
        arguments=["gunicorn", *pairs, "--preload", "--no-control-socket", "config.wsgi:application"],
        folder=BASE_DIR,
        environment={heartbeat.FORKS: "1"},
        descriptors=[listener.fileno()],
    )


def behind_the_scenes(only: str | None = None) -> list[Program]:
    """The programs that nobody talks to over HTTP, or `only` those of this name."""
    parts = {
        "worker": _workers(),
        "bulk": _bulk_workers(),
        "delivery": [_delivery()],
        "sweeper": [_sweeper()],
    }
    return [program for name, programs in parts.items() if only in {None, name} for program in programs]


def listen(*, host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise CommandError(_why_not(error, host=host, port=port)) from error


def _why_not(error: OSError, *, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is already in use. Stop what listens there, "
            f"or choose another port: PORT={port + 1} make run"
        )
    return f"Cannot listen on {host}, port {port}: {error.strerror}."


def _workers() -> list[Program]:
    return [_worker("worker", number, queue="interactive") for number in range(1, settings.WORKERS + 1)]


def _bulk_workers() -> list[Program]:
    """Only the engines are nice: a worker without processor time would keep others from the database."""
    return [
        _worker("bulk", number, queue="bulk", ENGINE_NICENESS=BULK_NICENESS)
        for number in range(1, settings.BULK_WORKERS + 1)
    ]


def _worker(name: str, number: int, *, queue: str, **environment: str) -> Program:
    """dramatiq, one document at a time, and no second message taken while the first is worked on.

    Each has a master of its own: one master stops all its processes when one of them dies.
    """
    options = ["--processes", "1", "--threads", "1", "--worker-shutdown-timeout", "15000"]
    return Program(
        name=f"{name} {number}",
        arguments=["dramatiq", "config.worker", "--queues", queue, *options],
        folder=BASE_DIR,
        environment={"dramatiq_queue_prefetch": "1", **environment},
    )


def _delivery() -> Program:
    """Sends webhooks and mails, and asks Stripe. Its threads wait for others nearly all of the time, so one
    process has several."""
    options = ["--processes", "1", "--threads", "8", "--worker-shutdown-timeout", "15000"]
    return Program(
        name="delivery",
        arguments=["dramatiq", "config.worker", "--queues", "delivery", "billing", *options],
        folder=BASE_DIR,
    )


def _sweeper() -> Program:
    command = ["django", "sweep", "--every", str(settings.SWEEP_SECONDS)]
    return Program(name="sweeper", arguments=command, folder=BASE_DIR)
