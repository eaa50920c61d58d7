"""What the service's own tables, storage and queues hold, as one document. Runs in the service's console."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

from billing.models import Account, KeyPeriod, Reservation, UsagePeriod
from config.system import queues
from extraction import uploads
from extraction.models import Batch, Drop, Extraction, WebhookAttempt, WebhookDelivery, WebhookEvent

LONG_ENOUGH = timedelta(hours=2)  # the sweeper clears away what was stored for no row by then


def tell() -> None:
    print(json.dumps({**_standing(), "rows": _rows(), **_money(), **_files(), "told": _told()}, default=str))


def tell_standing() -> None:
    print(json.dumps(_standing()))


def tell_unfinished(*, before: float) -> None:
    came_by_then = datetime.fromtimestamp(before, tz=UTC)
    print(Extraction.objects.unfinished().filter(created_at__lte=came_by_then).count())


def _standing() -> dict[str, Any]:
    """What is still to be done; all zero when everything is finished."""
    messages = queues.standing(now=timezone.now())
    assert messages is not None
    return {
        "unfinished": Extraction.objects.unfinished().count(),
        "open_batches": Batch.objects.filter(finished_at=None, extractions__isnull=False).distinct().count(),
        "undelivered": WebhookDelivery.objects.exclude(status="delivered").count(),
        "messages": sum(each.waiting + each.at_work + each.later for each in messages),
        "dead_messages": sum(each.dead for each in messages),
    }


def _rows() -> list[dict[str, Any]]:
    columns = ("public_id", "filename", "status", "error_code", "attempts", "queue", "file")
    times = ("created_at", "finished_at")
    return [
        {**row, **{name: row[name] and row[name].timestamp() for name in times}}
        for row in Extraction.objects.order_by("pk").values(*columns, *times)
    ]


def _money() -> dict[str, Any]:
    return {
        "quota": list(UsagePeriod.objects.values_list("used", "reserved")),
        "keys": list(KeyPeriod.objects.values_list("used", "reserved")),
        "places": list(Account.objects.values_list("in_flight", flat=True)),
        "ledger": dict(Reservation.objects.values_list("reference", "state")),
    }


def _files() -> dict[str, Any]:
    """`swept` are those that a killed process left for the sweeper."""
    swept = uploads.orphans(now=timezone.now() + LONG_ENOUGH)
    uploads.discard(swept)
    named = set(Extraction.objects.values_list("file", flat=True))
    stored = set(_stored())
    return {
        "swept": len(swept),
        "files_without_row": sorted(stored - named),
        "rows_without_file": sorted(named - stored),
        "open_lists": Drop.objects.filter(closed_at=None).count(),
    }


def _stored() -> list[str]:
    days = default_storage.listdir(uploads.FOLDER)[0]
    folders = [f"{uploads.FOLDER}/{day}" for day in days]
    return [f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]]


def _told() -> dict[str, Any]:
    """Events by the document that they are about, and how the attempts to send them ended."""
    events: dict[str, list[str]] = defaultdict(list)
    for event, document in WebhookEvent.objects.exclude(extraction=None).values_list(
        "public_id", "extraction__public_id"
    ):
        events[document].append(event)
    of_batches = WebhookEvent.objects.exclude(batch=None).values_list("batch", flat=True)
    return {
        "events": events,
        "batches": max(Counter(of_batches).values(), default=0),
        "attempts": Counter(WebhookAttempt.objects.values_list("error", flat=True)),
    }
