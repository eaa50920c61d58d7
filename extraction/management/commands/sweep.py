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

from accounts.requests import writing as requests
from billing import outbox, sending
from billing.following import dunning, reconciling
from billing.following import events as stripe_events
from extraction import arrivals, closing, drops, idempotency, retention, stock, uploads, work
from extraction.finding import errands
from extraction.webhooks import delivery, events

logger = logging.getLogger(__name__)

BETWEEN_CLEANINGS = timedelta(hours=1)
QUEUED_TOO_LONG = timedelta(minutes=5)
QUEUED_TOO_LONG_FOR_CERTAIN = timedelta(hours=1)


class Command(BaseCommand):
    help = "Send again what was forgotten, and throw away what is due. Safe to run twice, and anywhere."
    requires_system_checks = ()  # they would load every page, and `serve` has made them

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
    _attempt(_close_drops, now)
    _attempt(_run_errands, now)
    _attempt(_deliver, now)
    _attempt(_forget_what_was_read, now)
    _attempt(_remind_of_payment, now)
    if cleaned_at and now < cleaned_at + BETWEEN_CLEANINGS:
        return cleaned_at
    for step in CLEANING:
        _attempt(step, now)
    return now


def _sweep(now: datetime) -> None:
    too_long = QUEUED_TOO_LONG_FOR_CERTAIN if outbox.is_certain() else QUEUED_TOO_LONG
    work.resend_stale(now=now, queued_for=too_long)
    work.resend_unsent(now=now, again_after=too_long)


def _close_drops(now: datetime) -> None:
    drops.close_silent(now=now)


def _run_errands(now: datetime) -> None:
    errands.look_after(now=now)


def _deliver(now: datetime) -> None:
    delivery.look_after(now=now)


def _remind_of_payment(now: datetime) -> None:
    stripe_events.nudge(now=now)
    sending.nudge(now=now)


def _forget_what_was_read(now: datetime) -> None:
    retention.forget_what_was_read(now=now)


def _purge_documents(now: datetime) -> None:
    retention.purge(now=now)


def _purge_drops(now: datetime) -> None:
    drops.purge(now=now)


def _purge_answers(now: datetime) -> None:
    idempotency.purge(now=now)


def _purge_events(now: datetime) -> None:
    events.purge(now=now)


def _purge_requests(now: datetime) -> None:
    requests.purge(now=now)


def _purge_stripe_events(now: datetime) -> None:
    stripe_events.purge(now=now)


def _tell_of_payment(now: datetime) -> None:
    dunning.look_after(now=now)


def _look_at_stripe(now: datetime) -> None:
    reconciling.look_after(now=now)


def _discard_orphans(now: datetime) -> None:
    uploads.discard(uploads.orphans(now=now))


def _forget_arrivals(now: datetime) -> None:
    arrivals.forget(now=now)


def _close_accounts(now: datetime) -> None:
    closing.look_after(now=now)


def _take_stock(now: datetime) -> None:
    stock.take(now=now)


def _clear_sessions(_: datetime) -> None:
    call_command("clearsessions")


# Each by itself: one that fails again and again keeps none of the others from their work.
CLEANING = (
    _purge_documents,
    _purge_drops,
    _purge_answers,
    _purge_events,
    _purge_requests,
    _purge_stripe_events,
    _tell_of_payment,
    _look_at_stripe,
    _discard_orphans,
    _forget_arrivals,
    _close_accounts,
    _clear_sessions,
    _take_stock,
)


def _attempt(step: Callable[[datetime], None], now: datetime) -> None:
    try:
        step(now)
    except (DatabaseError, OSError):
        logger.exception("Sweeping failed; the next round tries again.")
