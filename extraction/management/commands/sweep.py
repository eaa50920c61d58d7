"""manage.py sweep [--every SECONDS]"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from extraction import arrivals, dispatch, idempotency, retention, uploads, work
from extraction.webhooks import delivery, events

logger = logging.getLogger(__name__)

BETWEEN_CLEANINGS = timedelta(hours=1)
QUEUED_TOO_LONG = timedelta(minutes=5)
QUEUED_TOO_LONG_FOR_CERTAIN = timedelta(hours=1)


class Command(BaseCommand):
    help = "Send again what was forgotten, and throw away what is due. Safe to run twice, and anywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, with this pause between")

    def handle(self, *args: Any, every: float | None, **options: Any) -> None:
        cleaned_at = _sweep_and_clean(None)
        while every:
            time.sleep(every)
            close_old_connections()
            cleaned_at = _sweep_and_clean(cleaned_at)


def _sweep_and_clean(cleaned_at: datetime | None) -> datetime:
    """Returns when it last cleaned: what is forgotten is urgent, what is left over is not."""
    now = timezone.now()
    _attempt(_sweep, now)
    _attempt(_deliver, now)
    if cleaned_at and now < cleaned_at + BETWEEN_CLEANINGS:
        return cleaned_at
    _attempt(_clean, now)
    return now


def _sweep(now: datetime) -> None:
    certain = dispatch.is_certain()
    work.resend_stale(now=now, queued_for=QUEUED_TOO_LONG_FOR_CERTAIN if certain else QUEUED_TOO_LONG)


def _deliver(now: datetime) -> None:
    delivery.look_after(now=now)


def _clean(now: datetime) -> None:
    retention.purge(now=now)
    idempotency.purge(now=now)
    events.purge(now=now)
    uploads.discard(uploads.orphans(now=now))
    arrivals.forget(now=now)
    call_command("clearsessions")


def _attempt(step: Callable[[datetime], None], now: datetime) -> None:
    try:
        step(now)
    except (DatabaseError, OSError):
        logger.exception("Sweeping failed; the next round tries again.")
