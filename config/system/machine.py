"""What the service runs on and how it is set up: room, versions, what is switched on. No secret is said."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.db import connection

from extraction.engine import release

BROKERS = {
    "database": "In the database",
    "redis": "Redis",
    "rediss": "Redis",
    "amqp": "RabbitMQ",
    "amqps": "RabbitMQ",
}
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ALMOST_FULL = 0.9
LITTLE = 1 << 30  # bytes, on a disk of any size


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Of the disk that `DATA_DIR` is on; `database` is what the tables take, in bytes."""

    total: int
    free: int
    database: int

    @property
    def used(self) -> int:
        return self.total - self.free

    @property
    def is_almost_full(self) -> bool:
        return self.used > ALMOST_FULL * self.total or self.free < LITTLE


@dataclass(frozen=True, slots=True)
class Fact:
    """`look` asks for one: it works, but not as a service for others should."""

    name: str
    says: str
    look: bool = False


def room() -> Room:
    disk = shutil.disk_usage(settings.DATA_DIR)
    return Room(total=disk.total, free=disk.free, database=_database_size())


def facts() -> list[Fact]:
    return [
        Fact("Address", settings.SITE_URL or "not set: mails have no links", look=not settings.SITE_URL),
        Fact("Database", DATABASES.get(connection.vendor, connection.vendor)),
        Fact("Messages", BROKERS[urlsplit(settings.BROKER_URL).scheme]),
        _disk(),
        _mails(),
        _stripe(),
        Fact("Reader", release.VERSION),
        Fact("Python, Django", f"{platform.python_version()}, {django.get_version()}"),
    ]


def _disk() -> Fact:
    """Only of what every machine has: a bucket has no end that it would tell."""
    disk = shutil.disk_usage(settings.DATA_DIR)
    found = Room(total=disk.total, free=disk.free, database=0)
    says = (
        f"{found.free / (1 << 30):,.1f} of {found.total / (1 << 30):,.1f} GB are free in {settings.DATA_DIR}"
    )
    return Fact("Room", says, look=found.is_almost_full)


def _mails() -> Fact:
    if settings.MAILS_ARE_SENT:
        return Fact("Mails", f"sent by {settings.EMAIL_HOST}")
    return Fact("Mails", "only printed", look=True)


def _stripe() -> Fact:
    if not settings.STRIPE_SECRET_KEY:
        return Fact("Stripe", "not set up: plans are given by hand")
    if not settings.STRIPE_WEBHOOK_SECRET:
        return Fact("Stripe", "set up without the secret of its webhooks", look=True)
    is_live = "_live_" in settings.STRIPE_SECRET_KEY
    return Fact("Stripe", "set up" if is_live else "set up for tests")


def _database_size() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(str(connection.settings_dict["NAME"]))
    return sum(each.stat().st_size for each in path.parent.glob(f"{path.name}*") if each.is_file())
