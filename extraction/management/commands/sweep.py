"""manage.py sweep [--every SECONDS]"""

import logging
import time
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from extraction import jobs, retention, uploads

logger = logging.getLogger(__name__)

QUEUED_TOO_LONG = timedelta(minutes=5)


class Command(BaseCommand):
    help = "Send again what was forgotten, and throw away what is due. Safe to run twice, and anywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, with this pause between")

    def handle(self, *args: Any, every: float | None, **options: Any) -> None:
        _sweep()
        while every:
            time.sleep(every)
            close_old_connections()
            _sweep()


def _sweep() -> None:
    now = timezone.now()
    try:
        jobs.resend_stale(now=now, queued_for=QUEUED_TOO_LONG)
        uploads.discard(uploads.orphans(now=now))
        retention.purge(now=now)
        call_command("clearsessions")
    except DatabaseError:
        logger.exception("The sweep failed; the next one tries again.")
