"""What an account may have, and a fingerprint of all of it that shows the smallest change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from accounts import audit, keys
from accounts.happenings import Happening
from accounts.models import ApiRequest, User
from billing import subscriptions
from billing.plans import PLANS
from extraction import drops, jobs, uploads
from extraction.corrections import correcting
from extraction.memory import rules, vendors
from extraction.memory.saying import Always
from extraction.models import Batch, Extraction, WebhookAttempt
from extraction.refusals import Announced
from extraction.webhooks import endpoints, events
from tests import invoices
from tests.people import PASSWORD
from tests.web import papers

ACME = invoices.draw(invoices.acme())
# Tables whose rows belong to no account. Messages of the queue and sessions are looked at by themselves.
OF_NOBODY = {
    "config.Heartbeat",
    "queue.QueuedMessage",
    "billing.StripeEvent",
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
    "sessions.Session",
}


@dataclass(frozen=True)
class Owner:
    user: User
    secret: str

    @property
    def mark(self) -> str:
        """Stands in the name of everything there is."""
        return f"{self.user.email.partition('@')[0]}s-own"


def of(name: str) -> Owner:
    """A person who has at least one of everything."""
    now = timezone.now()
    user = User.objects.create_user(f"{name}@example.com", PASSWORD)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    audit.record(Happening.ACCOUNT_OPENED, user=user, email=user.email)
    subscriptions.set_plan(user=user, plan=PLANS["business"])
    issued = keys.issue(user=user, name=f"{name}s-own program", now=now)
    ApiRequest.objects.create(
        user=user, key=issued.key, created_at=now, method="GET", path=f"/v1/{name}s-own", status=200,
        milliseconds=7, request_id=f"req-{name}s-own",
    )  # fmt: skip
    Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": f"{name}s-own passkey", "passwordless": True, "credential": {}},
    )
    _documents(user, name)
    _rule(user, name)
    _webhooks(user, name)
    _drop(user, name)
    return Owner(user, issued.secret)


def _documents(user: User, name: str) -> None:
    now, filename = timezone.now(), f"{name}s-own.pdf"
    read = papers.examined(user, ACME, filename)
    correcting.correct(read, {"payment_terms": f"{name}s-own terms"}, by=user, now=now)
    papers.completed(user, papers.DOUBTFUL, filename)
    upload = uploads.store(ContentFile(papers.PDF, name=filename), today=now.date())
    jobs.submit(user=user, upload=upload, now=now)
    batch = Batch.objects.create(user=user, created_at=now, finished_at=now)
    in_it = papers.completed(user, filename=filename)
    Extraction.objects.filter(pk=in_it.pk).update(batch=batch, position=0)
    papers.failed(user)


def _rule(user: User, name: str) -> None:
    """Made after the documents, so that there are some on which it was not tried."""
    theirs = user.extractions.filter(vendor__contains="Larkfield").latest("pk")
    vendor = vendors.of_document(theirs, "payment_terms")
    says = Always(f"{name}s-own rule")
    rules.make(user, vendor=vendor, path="payment_terms", says=says, now=timezone.now())


def _webhooks(user: User, name: str) -> None:
    now, url = timezone.now(), f"https://{name}s-own.example.com/hook"
    endpoint = endpoints.register(
        user=user, url=url, events=["extraction.completed"], description=f"{name}s-own receiver", now=now
    )
    endpoints.account(user)
    delivery = events.send_test(endpoint, now=now)
    WebhookAttempt.objects.filter(delivery=delivery).update(
        number=1,
        started_at=now,
        finished_at=now,
        milliseconds=5,
        status_code=200,
        answer=f"{name}s-own answer",
    )
    delivery.status = "delivered"
    delivery.save()


def _drop(user: User, name: str) -> None:
    filename = f"{name}s-own.pdf"
    expected = [Announced(filename=filename, size=len(ACME), head=ACME[:2048])] * 2
    drop = drops.begin(user=user, files=expected, now=timezone.now())
    drops.take(drop.files.get(position=1), ContentFile(ACME, name=filename), now=timezone.now())


def fingerprint(user: User) -> dict[str, str]:
    """Of each table, one of the rows that belong to this account."""
    return {
        model._meta.label: _digest(model._base_manager.filter(**{path: user.pk}).order_by("pk").values_list())
        for model, path in owned()
    }


def files(user: User) -> dict[str, str]:
    """Those in storage, with what is in them."""
    names = [name for name in user.extractions.values_list("file", flat=True) if name]
    return {name: _digest_of_file(name) for name in names}


def _digest_of_file(name: str) -> str:
    with default_storage.open(name) as file:
        return hashlib.sha256(file.read()).hexdigest()


def owned() -> Iterator[tuple[type[models.Model], str]]:
    """Each table of which rows belong to somebody, and by which way."""
    for model in apps.get_models():
        if model._meta.label in OF_NOBODY:
            continue
        path = "pk" if model is User else _way_to_user(model)
        assert path, f"Whose are the rows of {model._meta.label}? Say it in tests.tenants.estate.OF_NOBODY."
        yield model, path


def ids(user: User) -> set[str]:
    """All public ids of what belongs to the account."""
    with_ids = [(model, path) for model, path in owned() if hasattr(model, "public_id")]
    return {
        str(public_id)
        for model, path in with_ids
        for public_id in model._base_manager.filter(**{path: user.pk}).values_list("public_id", flat=True)
    }


def _way_to_user(model: type[models.Model], *, deep: int = 3) -> str | None:
    """The shortest chain of keys that cannot be empty, or else of any."""
    ways = [[(model, "")]]
    for _ in range(deep):
        found = ways[-1]
        for owner, before in found:
            for field in _keys(owner):
                if field.related_model is User:
                    return f"{before}{field.name}"
        ways.append(
            [
                (field.related_model, f"{before}{field.name}__")
                for owner, before in found
                for field in _keys(owner)
            ]
        )
    return None


def _keys(model: type[models.Model]) -> list[Any]:
    found = [field for field in model._meta.concrete_fields if field.is_relation]
    return sorted(found, key=lambda field: field.null)


def _digest(rows: Any) -> str:
    return hashlib.sha256(json.dumps([repr(row) for row in rows]).encode()).hexdigest()
