"""Accounts as they are after a day, a month and years: with nothing, something and thousands of everything.

Everything in them is drawn or made up; none of the companies exists. The names are as long as names get.
"""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts import audit, keys
from accounts.happenings import Happening
from accounts.models import ApiKey, ApiRequest, RequestDay, User
from billing import subscriptions
from billing.models import Reservation, UsagePeriod
from billing.months import of as month_of
from billing.plans import PLANS
from config.queue.models import QueuedMessage
from extraction import facts, jobs, uploads
from extraction.models import (
    Batch,
    Extraction,
    VendorRule,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    public_ids,
)
from tests import invoices
from tests.people import PASSWORD
from tests.web import papers

NOTHING, SOME, STAFF = (f"{name}@example.com" for name in ("nothing", "some", "staff"))
LONG_ADDRESS = "a.rather.long.address.of.somebody.with.many.names.and.a.title@accounts-payable.example.com"
VENDORS = [
    "Larkfield Stationery Ltd",
    "Brindlewood Timber & Joinery Supplies (Western Region) Limited Liability Partnership",
    "Ödgård Möbelfabrik AB",
    "Tannhöfer Werkzeugbau- und Präzisionsteilefertigungsgesellschaft mbH & Co. KG",
    "Quillmere Catering",
    "Fjordlys Energi",
    "Papelería Aldeana del Río",
    "Ashgrove Freight",
]
LONG_NAME = "2026-06-30_scan_of_the_invoice_that_came_by_post_and_was_photographed_twice_before.pdf"
SHARE_FAILED, SHARE_DOUBTFUL = 0.03, 0.2


def seed(*, some: int = 90, many: int = 3_000) -> None:
    """Into an empty database of a service whose workers run: some of the documents are really read."""
    now, dice = timezone.now(), random.Random(20260630)
    _account(NOTHING, plan="free", now=now)
    few, much = _account(SOME, plan="business", now=now), _account(LONG_ADDRESS, plan="business", now=now)
    User.objects.create_superuser(STAFF, PASSWORD)
    for user, number in ((few, some), (much, many)):
        _sent(user, now)
        _documents(user, number, now=now, dice=dice)
        _keys(user, 2 if user is few else 24, now=now)
        _hooks(user, number // 4, now=now, dice=dice)
        _rules(user, 2 if user is few else 40, now=now)
        _batches(user, 1 if user is few else 30, now=now)
    _messages(now)


def _account(email: str, *, plan: str, now: datetime) -> User:
    user = User.objects.create_user(email, PASSWORD)
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    audit.record(Happening.ACCOUNT_OPENED, user=user, email=email)
    if plan != "free":
        subscriptions.set_plan(user=user, plan=PLANS[plan])
    return user


def _sent(user: User, now: datetime) -> None:
    """Read by the workers, so that there are pages, words and boxes to look at."""
    drawn = {
        "acme.pdf": invoices.draw(invoices.acme()),
        LONG_NAME: invoices.draw(invoices.example(7, items=24)),
        "rechnung.png": invoices.as_png(invoices.draw(invoices.example(3, language="de"))),
        "broken.pdf": b"%PDF-1.7 and nothing else",
    }
    for name, content in drawn.items():
        upload = uploads.store(ContentFile(content, name=name), today=now.date())
        jobs.submit(user=user, upload=upload, now=timezone.now())


def _documents(user: User, number: int, *, now: datetime, dice: random.Random) -> None:
    """Some of today and the rest of the weeks before, as workers leave them."""
    drawn = invoices.draw(invoices.example(11))
    pattern = papers.completed(user, papers.DOUBTFUL, content=drawn)
    sure = papers.completed(user, papers.LARKFIELD, content=drawn)
    gone = papers.failed(user)
    fields = [field.attname for field in Extraction._meta.concrete_fields if not field.primary_key]
    rows = []
    for place in range(number):
        luck = dice.random()
        model = gone if luck < SHARE_FAILED else pattern if luck < SHARE_FAILED + SHARE_DOUBTFUL else sure
        row = Extraction(**{name: getattr(model, name) for name in fields})
        row.public_id = public_ids.for_extraction()
        row.created_at = now - timedelta(hours=60 * 24 * (place / number) ** 2, minutes=dice.random() * 50)
        row.finished_at = row.created_at + timedelta(seconds=2)
        if model is not gone:
            row.vendor = dice.choice(VENDORS)
            row.filename = f"{row.vendor.split()[0].lower()}-{place:04}.pdf"
            row.invoice_number = f"{dice.choice('ABRX')}-{dice.randrange(10**6)}"
            row.total = Decimal(dice.randrange(100, 9_999_999)) / 100
            row.currency = dice.choice(["EUR", "USD", "GBP"])
            row.result = _renamed(row)
            for name, value in asdict(facts.of(row.result)).items():
                setattr(row, name, value)
        rows.append(row)
    Extraction.objects.bulk_create(rows, batch_size=500)
    patterns = user.extractions.filter(pk__in=[pattern.pk, sure.pk, gone.pk])
    patterns.update(created_at=now - timedelta(days=61), finished_at=now - timedelta(days=61))
    _counted(user, rows, now)


def _renamed(row: Extraction) -> str:
    result = json.loads(row.result or "{}")
    result["vendor"]["name"], result["invoice_number"] = row.vendor, row.invoice_number
    result["total"], result["currency"] = float(row.total or 0), row.currency
    return json.dumps(result)


def _counted(user: User, rows: list[Extraction], now: datetime) -> None:
    states = {"completed": Reservation.State.COMMITTED, "failed": Reservation.State.RELEASED}
    periods: dict[str, UsagePeriod] = {}
    reservations = []
    for row in rows:
        month = str(month_of(row.created_at))
        if month not in periods:
            periods[month], _ = UsagePeriod.objects.get_or_create(user=user, period=month)
        reservations.append(
            Reservation(
                period=periods[month],
                reference=row.public_id,
                state=states[row.status],
                takes_place=False,
                created_at=row.created_at,
                day=row.created_at.date(),
                settled_at=row.finished_at,
            )
        )
    Reservation.objects.bulk_create(reservations, batch_size=500)
    for period in periods.values():
        period.used += sum(
            each.state == Reservation.State.COMMITTED for each in reservations if each.period is period
        )
        period.save()


def _keys(user: User, number: int, *, now: datetime) -> None:
    """And what was asked for with them."""
    for place in range(number):
        name = "Scanner desk in the mail room on the second floor, the one beside the window"
        issued = keys.issue(user=user, name=name[: 12 if place % 3 else 80], now=now)
        _requests(issued.key, 40, now=now)
        if place % 5 == 4:
            keys.revoke(key=issued.key, now=now)


def _requests(key: ApiKey, number: int, *, now: datetime) -> None:
    for place in range(number):
        at, is_refused = now - timedelta(hours=5 * place), place % 7 == 3
        ApiRequest.objects.create(
            user=key.user,
            key=key,
            created_at=at,
            method="POST" if place % 2 else "GET",
            path="/v1/extract" if place % 2 else "/v1/usage",
            status=413 if is_refused else 200,
            error_code="file_too_large" if is_refused else "",
            milliseconds=12 + 31 * place,
            request_id=f"req-{key.pk}-{place}",
        )
        day, _ = RequestDay.objects.get_or_create(key=key, day=at.date())
        day.requests, day.errors = day.requests + 1, day.errors + is_refused
        day.save()


def _hooks(user: User, number: int, *, now: datetime, dice: random.Random) -> None:
    endpoint = WebhookEndpoint.objects.create(
        user=user,
        url="https://receiver.example.com/a/rather/long/path/that/goes/on/and/on/to/the/hook",
        events=["extraction.completed", "extraction.failed"],
        created_at=now - timedelta(days=40),
        failing_since=now - timedelta(hours=5),
        failed_at=now,
    )
    for place in range(min(number, 400)):
        at = now - timedelta(minutes=11 * place)
        event = WebhookEvent.objects.create(user=user, type="webhook.test", created_at=at, body="{}")
        failed = dice.random() < SHARE_DOUBTFUL
        delivery = WebhookDelivery.objects.create(
            user=user,
            event=event,
            endpoint=endpoint,
            url=endpoint.url,
            host="receiver.example.com",
            status="failed" if failed else "delivered",
            created_at=at,
        )
        WebhookAttempt.objects.create(
            delivery=delivery,
            number=1,
            due_at=at,
            started_at=at,
            finished_at=at + timedelta(seconds=1),
            milliseconds=dice.randrange(20, 900),
            status_code=503 if failed else 200,
            answer="restarting" if failed else "ok",
            error="It answered 503 Service Unavailable." if failed else "",
        )


def _rules(user: User, number: int, *, now: datetime) -> None:
    for place in range(number):
        vendor = VENDORS[place % len(VENDORS)]
        VendorRule.objects.create(
            user=user,
            vendor=vendor,
            vendor_key=vendor.lower(),
            path="payment_terms",
            kind=VendorRule.Kind.ALWAYS,
            says={"value": "30 days net"},
            is_active=bool(place % 3),
            created_at=now,
            changed_at=now,
        )


def _batches(user: User, number: int, *, now: datetime) -> None:
    rows = list(Extraction.objects.filter(user=user, batch=None).order_by("-pk")[: 5 * number])
    for place in range(number):
        at = now - timedelta(days=place)
        batch = Batch.objects.create(user=user, created_at=at, finished_at=at + timedelta(minutes=1))
        of_it = rows[5 * place : 5 * place + 5]
        for position, row in enumerate(of_it):
            row.batch, row.position = batch, position
        Extraction.objects.bulk_update(of_it, ["batch", "position"])


def _messages(now: datetime) -> None:
    """One that was set aside, for the operator's page."""
    QueuedMessage.objects.create(
        queue="delivery",
        message_id="11111111-2222-3333-4444-555555555555",
        body=b"{}",
        due_at=now,
        dead_at=now,
        reason="taken 10 times and never finished",
    )
