"""What the pages show of endpoints, deliveries and attempts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import simplejson
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from accounts.models import User
from accounts.requests import sparks
from accounts.requests.sparks import Spark
from extraction.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from extraction.webhooks import endpoints, schedule, signing

KNOWN_CODES = {status.value for status in HTTPStatus}
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
LONGEST_BODY = 20_000

STATES = {
    WebhookDelivery.Status.DELIVERED: ("done", "Delivered"),
    WebhookDelivery.Status.FAILED: ("bad", "Failed"),
    WebhookDelivery.Status.CANCELLED: ("plain", "Cancelled"),
}
WAITING, AGAIN = ("queued", "Waiting"), ("working", "Trying again")


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A line of the log."""

    public_id: str
    event: str
    subject: str
    to: str
    badge: str
    state: str
    tries: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt: `said` is the status that came back, or that there was none."""

    started_at: datetime
    badge: str
    said: str
    words: str
    milliseconds: int | None
    by_hand: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery with all that is known of it. `is_moving`: something happens to it at this moment."""

    row: DeliveryRow
    url: str
    message_id: str
    next_at: datetime | None
    next_number: int
    most: int
    attempts: list[AttemptRow]
    headers: dict[str, str]
    body: str
    is_body_cut: bool
    answer: str
    is_moving: bool


def endpoints_of(own: QuerySet[WebhookEndpoint], *, now: datetime) -> QuerySet[WebhookEndpoint]:
    """Each with what became of its deliveries in the last seven days."""
    recent = Q(deliveries__created_at__gte=now - WEEK)
    counts = {
        status.value: Count("deliveries", filter=recent & Q(deliveries__status=status))
        for status in WebhookDelivery.Status
    }
    return own.annotate(**counts).order_by("-created_at", "-id")


def sparks_of(user: User, *, now: datetime) -> dict[int, Spark]:
    """How many deliveries each endpoint had on each of the last days, and on which of them any failed."""
    own = user.webhook_deliveries.filter(endpoint__isnull=False, created_at__gte=now - MONTH)
    by_day = own.order_by().values_list("endpoint", TruncDate("created_at"))
    failed = Count("pk", filter=Q(status=WebhookDelivery.Status.FAILED))
    days = [now.date() - timedelta(days=back) for back in reversed(range(MONTH.days))]
    found: dict[int, dict[date, tuple[int, int]]] = defaultdict(dict)
    for endpoint, day, *counts in by_day.annotate(count=Count("pk"), failed=failed):
        found[endpoint][day] = (counts[0], counts[1])
    return {
        endpoint: sparks.spark(
            [of_days.get(day, (0, 0))[0] for day in days], [of_days.get(day, (0, 0))[1] for day in days]
        )
        for endpoint, of_days in found.items()
    }


def lines(deliveries: QuerySet[WebhookDelivery]) -> QuerySet[WebhookDelivery]:
    """Only what a line of the log shows: results and bodies are long."""
    return (
        deliveries.select_related("event__extraction", "event__batch")
        .annotate(tries=Coalesce(Subquery(_tries()), 0))
        .only(
            "user",
            "public_id",
            "status",
            "created_at",
            "url",
            "event__type",
            "event__extraction__public_id",
            "event__batch__public_id",
        )
        .order_by("-created_at", "-id")
    )


def _tries() -> QuerySet[WebhookAttempt, int]:
    """Counted beside the query, so that counting deliveries need not look at their attempts."""
    made = WebhookAttempt.objects.started().filter(delivery=OuterRef("pk")).order_by()
    return made.values("delivery").annotate(count=Count("pk")).values_list("count", flat=True)


def listed(found: Iterable[Any]) -> list[DeliveryRow]:
    """Rows of `lines`, which counts the tries."""
    return [row(delivery, tries=delivery.tries) for delivery in found]


def row(delivery: WebhookDelivery, *, tries: int) -> DeliveryRow:
    status = WebhookDelivery.Status(delivery.status)
    badge, state = STATES.get(status, AGAIN if tries else WAITING)
    subject = delivery.event.extraction or delivery.event.batch
    return DeliveryRow(
        public_id=delivery.public_id,
        event=delivery.event.type,
        subject=subject.public_id if subject else "",
        to=urlsplit(delivery.url).hostname or "",
        badge=badge,
        state=state,
        tries=tries,
        created_at=delivery.created_at,
    )


def in_full(delivery: WebhookDelivery, *, now: datetime) -> Delivery:
    attempts = list(delivery.attempts.all())
    made = sorted((one for one in attempts if one.number), key=lambda one: one.number or 0)
    due = [one.due_at for one in attempts if not one.number]
    body = _readable(delivery.event.body)
    return Delivery(
        row=row(delivery, tries=len(made)),
        url=delivery.url,
        message_id=delivery.event.public_id,
        next_at=min(due, default=None),
        next_number=1 + sum(not one.by_hand for one in made),
        most=len(schedule.DELAYS),
        attempts=[_attempt(one) for one in reversed(made)],
        headers=_headers(delivery, made[-1]) if made else {},
        body=body[:LONGEST_BODY],
        is_body_cut=len(body) > LONGEST_BODY,
        answer=made[-1].answer if made else "",
        is_moving=_is_moving(attempts, now),
    )


def _headers(delivery: WebhookDelivery, attempt: WebhookAttempt) -> dict[str, str]:
    """Of the latest attempt. What signed it may be forgotten since; then its signature is left out."""
    assert attempt.started_at  # noqa: S101 - it has a number
    signer, at = delivery.endpoint or endpoints.account(delivery.user), attempt.started_at
    event, seeds = delivery.event, endpoints.seeds_at(signer, at)
    sent = signing.headers(message_id=event.public_id, body=event.body.encode(), seeds=seeds, now=at)
    return {name: value for name, value in sent.items() if value}


def _attempt(attempt: WebhookAttempt) -> AttemptRow:
    assert attempt.started_at  # noqa: S101 - it has a number
    badge = "working" if attempt.finished_at is None else "done" if attempt.succeeded else "bad"
    return AttemptRow(
        started_at=attempt.started_at,
        badge=badge,
        said=_said(attempt),
        words=_words(attempt),
        milliseconds=attempt.milliseconds,
        by_hand=attempt.by_hand,
        answer=attempt.answer,
    )


def _said(attempt: WebhookAttempt) -> str:
    if attempt.status_code:
        return str(attempt.status_code)
    return "No answer" if attempt.finished_at else "Sending"


def _words(attempt: WebhookAttempt) -> str:
    """What the number stands for, where there is one."""
    code = attempt.status_code or 0
    if code // 100 == 3 or code not in KNOWN_CODES:
        return attempt.error
    return HTTPStatus(code).phrase


def _is_moving(attempts: Iterable[WebhookAttempt], now: datetime) -> bool:
    return any(not one.finished_at and one.due_at <= now for one in attempts)


def _readable(body: str) -> str:
    """With line breaks, and amounts with their cents."""
    document = json.loads(body, parse_float=Decimal)
    return str(simplejson.dumps(document, use_decimal=True, ensure_ascii=False, indent=2))
