"""Each program of the service says every few seconds that it is alive, in a row of its own.

A thread does it, so reading a long document counts as alive. It dies with its process; where the database
does not answer, the next beat tries again.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from datetime import datetime

from django.apps import apps
from django.db import DatabaseError, connection
from django.utils import timezone

EVERY_SECONDS = 20.0
PROGRAM = "SERVICE_PROGRAM"  # the supervisor's name for what it starts; without it nobody asks
FORKS = "SERVICE_PROGRAM_FORKS"  # it has Django before it forks into those that do the work

logger = logging.getLogger(__name__)


def begin() -> None:
    """In programs of the supervisor alone: a command beside them comes and goes."""
    if FORKS not in os.environ:
        _begin()


def begin_after_fork() -> None:
    """In each process that does the work: a thread does not follow into a fork."""
    if FORKS in os.environ:
        _begin()


def beat(*, token: str, program: str, started_at: datetime, now: datetime) -> None:
    from config.models import Heartbeat  # known only once Django has its apps

    if Heartbeat.objects.filter(pk=token).update(seen_at=now):
        return
    Heartbeat.objects.create(
        token=token,
        program=program,
        host=socket.gethostname(),
        pid=os.getpid(),
        started_at=started_at,
        seen_at=now,
    )
    Heartbeat.objects.forget_old(now=now)


def _begin() -> None:
    program = os.environ.get(PROGRAM)
    if program:
        beating = threading.Thread(target=_beat_on, args=(program,), name="heartbeat", daemon=True)
        beating.start()


def _beat_on(program: str) -> None:
    apps.ready_event.wait()  # it is begun while the others are still being set up
    token, started_at = secrets.token_hex(8), timezone.now()
    pause = threading.Event()
    while True:
        try:
            beat(token=token, program=program, started_at=started_at, now=timezone.now())
        except DatabaseError as error:
            logger.debug("The heartbeat of %s is late: %s", program, error)
        finally:
            connection.close()
        pause.wait(EVERY_SECONDS)
