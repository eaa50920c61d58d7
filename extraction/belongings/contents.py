"""What belongs to an account, file by file: who it is, what it may and did, and every document.

No secret is among it: neither keys nor what signs webhooks, and nothing that opens the account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from accounts.models import User
from extraction import exports, jobs, zipping
from extraction.belongings import records
from extraction.belongings.readme import README
from extraction.models import Extraction
from extraction.webhooks import documents
from extraction.zipping import Piece

Row = TypeVar("Row", bound=Model)

AT_ONCE = 50


def of(user: User, *, now: datetime) -> Iterator[Piece]:
    yield Piece("README.txt", [README.format(email=user.email, now=now).encode()])
    yield _whole("account.json", records.account(user))
    yield _whole("plan.json", records.plan(user, now=now))
    yield _list("keys.json", map(records.key, _each(user.api_keys.all())))
    yield _list("usage.json", map(records.month, _each(user.usage_periods.all())))
    yield _list("counted.json", map(records.reservation, _each(records.reservations(user))))
    yield _list("activity.json", map(records.entry, _each(user.audit_entries.all())))
    yield _list("requests.json", map(records.request, _each(user.api_requests.select_related("key"))))
    yield _list("batches.json", map(records.batch, _each(user.batches.counted())))
    yield _list("uploads.json", map(records.drop, _each(records.drops(user))))
    yield _list("rules.json", map(records.rule, _each(user.vendor_rules.all())))
    yield _list("webhook_endpoints.json", map(documents.endpoint, _each(user.webhook_endpoints.all())))
    yield _list("webhook_deliveries.json", map(documents.delivery_in_full, _each(records.deliveries(user))))
    for extraction in _each(records.documents(user)):
        yield _whole(f"results/{extraction.public_id}.json", records.document(extraction))
        yield from _original(extraction)


def _original(extraction: Extraction) -> Iterator[Piece]:
    """None for what was refused and never kept, or is deleted while we go through."""
    try:
        file = extraction.file.open("rb")
    except (FileNotFoundError, ValueError):
        return
    with file:
        yield Piece(f"files/{extraction.public_id} {zipping.suitable(extraction.filename)}", file.chunks())


def _whole(name: str, document: dict[str, Any]) -> Piece:
    return Piece(name, [exports.json.written(document)])


def _list(name: str, rows: Iterable[dict[str, Any]]) -> Piece:
    return Piece(name, exports.json.array(rows))


def _each(rows: QuerySet[Row]) -> Iterator[Row]:
    """Some at a time; in between the database is free for others, for a download may take long."""
    found = list(rows.order_by("pk")[:AT_ONCE])
    while found:
        jobs.lend_connection()
        yield from found
        found = list(rows.filter(pk__gt=found[-1].pk).order_by("pk")[:AT_ONCE])
    jobs.lend_connection()
