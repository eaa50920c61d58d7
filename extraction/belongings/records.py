"""Rows of an account as they stand in its archive."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Prefetch, QuerySet

from accounts.happenings import sentence
from accounts.models import ApiKey, ApiRequest, AuditEntry, User
from billing import subscriptions
from billing.models import Customer, Reservation, Subscription, UsagePeriod
from extraction import overviews, payloads
from extraction.memory import rules
from extraction.models import (
    Batch,
    Correction,
    Drop,
    DroppedFile,
    Extraction,
    VendorRule,
    WebhookDelivery,
)

NAMED = ("extraction__public_id",)


def account(user: User) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    return {
        "email": user.email,
        "keeps_documents_days": user.keeps_days,
        "addresses": [
            {"email": each.email, "confirmed": each.verified, "primary": each.primary} for each in addresses
        ],
        "opened_at": _time(user.date_joined),
        "last_login_at": _time(user.last_login),
        "ways_to_log_in": [
            {"type": each.type, "added_at": _time(each.created_at), "last_used_at": _time(each.last_used_at)}
            for each in factors
        ],
        "logged_in": [
            {"since": _time(each.created_at), "address": each.ip, "agent": each.user_agent}
            for each in UserSession.objects.filter(user=user).order_by("pk")
        ],
    }


def plan(user: User, *, now: datetime) -> dict[str, Any]:
    agreed = Subscription.objects.filter(user=user).first() or Subscription()
    customer = Customer.objects.filter(user=user).first()
    return {
        "plan": subscriptions.plan_for(user, now=now).code,
        "given_by": agreed.source if agreed.pk else None,
        "status": agreed.status or None,
        "interval": agreed.interval or None,
        "period_end": _time(agreed.period_end),
        "cancel_at": _time(agreed.cancel_at),
        "stripe_customer": customer.stripe_id if customer else None,
    }


def key(key: ApiKey) -> dict[str, Any]:
    return {
        "name": key.name,
        "begins_with": key.prefix,
        "monthly_limit": key.monthly_limit,
        "created_at": _time(key.created_at),
        "last_used_at": _time(key.last_used_at),
        "expires_at": _time(key.expires_at),
        "revoked_at": _time(key.revoked_at),
    }


def request(request: ApiRequest) -> dict[str, Any]:
    return {
        "at": _time(request.created_at),
        "id": request.request_id,
        "method": request.method,
        "path": request.path,
        "status": request.status,
        "error": request.error_code or None,
        "milliseconds": request.milliseconds,
        "key": request.key.prefix,
        "made": request.made or None,
    }


def month(period: UsagePeriod) -> dict[str, Any]:
    return {"month": period.period, "counted": period.used, "being_read": period.reserved}


def reservations(user: User) -> QuerySet[Reservation]:
    return Reservation.objects.filter(period__user=user).select_related("period", "key")


def reservation(reservation: Reservation) -> dict[str, Any]:
    return {
        "document": reservation.reference,
        "month": reservation.period.period,
        "state": reservation.state,
        "key": reservation.key.prefix if reservation.key else None,
        "created_at": _time(reservation.created_at),
        "settled_at": _time(reservation.settled_at),
    }


def entry(entry: AuditEntry) -> dict[str, Any]:
    return {
        "at": _time(entry.created_at),
        "happening": entry.happening,
        "said": sentence(entry.happening, entry.about),
        "about": entry.about,
        "by": entry.actor,
        "key": entry.actor_name or None,
        "address": entry.address,
        "agent": entry.agent or None,
    }


def batch(batch: Batch) -> dict[str, Any]:
    counts = {name: getattr(batch, name) for name in ("total", "completed", "failed")}
    return overviews.summary(batch, **counts)


def drops(user: User) -> QuerySet[Drop]:
    known = DroppedFile.objects.select_related("extraction").only("drop", "filename", "refusal", *NAMED)
    return user.drops.prefetch_related(Prefetch("files", known))


def drop(drop: Drop) -> dict[str, Any]:
    return {
        "created_at": _time(drop.created_at),
        "files": [
            {
                "filename": file.filename,
                "document": file.extraction.public_id if file.extraction else None,
                "refused_because": file.refusal or None,
            }
            for file in drop.files.all()
        ],
    }


def rule(rule: VendorRule) -> dict[str, Any]:
    return {
        "id": rule.public_id,
        "says": rules.sentence(rule),
        "vendor": rule.vendor,
        "known_by": {"tax_id": rule.vendor_tax_id, "iban": rule.iban, "name": rule.vendor_key},
        "field": rule.path,
        "kind": rule.kind,
        "with": rule.says,
        "in_force": rule.is_active,
        "switched_off_because": rule.off_because or None,
        "created_at": _time(rule.created_at),
        "changed_at": _time(rule.changed_at),
    }


def deliveries(user: User) -> QuerySet[WebhookDelivery]:
    return user.webhook_deliveries.select_related("event", "endpoint").prefetch_related("attempts")


def document(extraction: Extraction) -> dict[str, Any]:
    """With the places on the page that its values were read from."""
    return {
        "filename": extraction.filename,
        "created_at": _time(extraction.created_at),
        "batch": extraction.batch.public_id if extraction.batch else None,
        **payloads.current(extraction, evidence=True),
        "review": extraction.review or None,
        "reviewed_at": _time(extraction.reviewed_at),
        "corrections": [_correction(step) for step in extraction.corrections.all()],
    }


def documents(user: User) -> QuerySet[Extraction]:
    steps = Correction.objects.select_related("by")
    return user.extractions.select_related("batch").prefetch_related(Prefetch("corrections", steps))


def _correction(step: Correction) -> dict[str, Any]:
    """One that takes back another has no value."""
    return {
        "path": step.path,
        "was": _parsed(step.was),
        "value": _parsed(step.value) if step.value else None,
        "takes_back": not step.value,
        "at": _time(step.at),
        "by": step.by.email if step.by else "rule",
    }


def _parsed(value: str) -> Any:
    return json.loads(value, parse_float=Decimal)


def _time(at: datetime | None) -> str | None:
    return payloads.moment(at) if at else None
