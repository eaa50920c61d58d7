"""Whether the service can take documents, and whether anybody reads them: for probes and for the doctor."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection

from config.system import programs

READERS = ("worker", "bulk")
PATIENCE_SECONDS = 2
LEAST_ROOM = 256 << 20  # bytes; some documents and what the database needs to write them down


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`fault` is empty where all is well; without what `is_needed` no document can be taken."""

    name: str
    fault: str
    is_needed: bool = True


def checks(*, now: datetime) -> list[Check]:
    database = _fault(_ask_database)
    return [
        Check(name="database", fault=database),
        Check(name="messages", fault=_fault(_ask_broker)),
        Check(name="documents", fault=_fault(_look_at_storage)),
        Check(name="workers", fault=database or _fault(lambda: _look_for_readers(now)), is_needed=False),
    ]


class Unwell(Exception):
    """Something answers, and not as it should."""


def _fault(look: Callable[[], None]) -> str:
    try:
        look()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what whoever asks wants to know
        return " ".join(str(error).split()) or type(error).__name__
    return ""


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker() -> None:
    """Messages in the database are asked for with it; RabbitMQ says itself when it is gone."""
    if urlsplit(settings.BROKER_URL).scheme in {"redis", "rediss"}:
        from redis import Redis

        patience = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
        with Redis.from_url(settings.BROKER_URL, **patience) as client:
            client.ping()


def _look_at_storage() -> None:
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.exists("readiness")
        return
    folder = settings.DATA_DIR
    if not os.access(folder, os.W_OK):
        raise Unwell(f"{folder} cannot be written to.")
    free = shutil.disk_usage(folder).free
    if free < LEAST_ROOM:
        raise Unwell(f"{free >> 20} MB are left on the disk of {folder}.")


def _look_for_readers(now: datetime) -> None:
    with suppress(DatabaseError):
        seen = {each.name.partition(" ")[0] for each in programs.lately(now=now) if each.processes}
        missing = [name for name in READERS if name not in seen]
        if missing:
            raise Unwell(f"No {' and no '.join(missing)} was seen lately. What is sent waits.")
