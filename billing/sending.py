"""Letters on their way: written when they are sent, so that they say what is so then, or nothing any more."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts import mails
from billing import chores, subscriptions
from billing.following import dunning
from billing.gateway import invoices
from billing.gateway.errors import StripeFailed
from billing.models import Letter, Subscription
from billing.plans import FREE, PLANS
from billing.usage import alerts

SUBJECTS = {
    Letter.Kind.ALARM: "Something at Stripe needs a look",
    Letter.Kind.PAYMENT_FAILED: "A payment for Invoice OCR failed",
    Letter.Kind.LAST_DAYS: "Your plan ends soon unless the payment succeeds",
    Letter.Kind.NOW_FREE: "Your account is on Free now",
    Letter.Kind.NEARLY_USED: "Most of this month's invoices are used",
    Letter.Kind.ALL_USED: "All of this month's invoices are used",
    Letter.Kind.KEY_LIMIT: "An API key has reached its limit",
    Letter.Kind.MANY_FAILED: "Many documents could not be read",
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mail:
    to: str
    subject: str
    text: str


def send(*, pk: int, now: datetime) -> None:
    """Does nothing if it was sent, is being sent, or waits for its next try."""
    if not chores.take(Letter.objects.filter(pk=pk), now=now):
        return
    letter = Letter.objects.select_related("user").get(pk=pk)
    try:
        _post(compose(letter, now=now))
    except (StripeFailed, OSError) as error:
        logger.warning("Letter %s is not sent yet: %s", pk, error)
        Letter.objects.filter(pk=pk, done_at=None).update(error=str(error))
    else:
        chores.finish(Letter.objects.filter(pk=pk), now=now)


def nudge(*, now: datetime) -> None:
    chores.nudge(Letter.objects.all(), "send_letter", now=now)


def compose(letter: Letter, *, now: datetime) -> Mail | None:
    """None where it would say what is no longer so, or there is nobody to send it to."""
    if letter.kind == Letter.Kind.ALARM:
        return _mail(letter, settings.OPERATOR_EMAIL, {"text": letter.text})
    if letter.user.closing_at:
        return None
    if letter.kind in alerts.ABOUT_USAGE:
        usage = alerts.content(letter, now=now)
        return _mail(letter, letter.user.email, usage) if usage else None
    if letter.kind == Letter.Kind.NOW_FREE:
        return _of_free(letter, now)
    return _of_grace(letter, now)


def _of_free(letter: Letter, now: datetime) -> Mail | None:
    is_so = subscriptions.plan_for(letter.user, now=now) == FREE
    return _mail(letter, letter.user.email, {"free": FREE}) if is_so else None


def _of_grace(letter: Letter, now: datetime) -> Mail | None:
    row = Subscription.objects.filter(user=letter.user).first()
    if row is None or dunning.episode(row) != letter.about or not dunning.is_in_grace(row, now=now):
        return None
    invoice = invoices.retrieve(row.latest_invoice_id) if row.latest_invoice_id else None
    context = {"plan": PLANS[row.plan_code], "free": FREE, "until": row.plan_until, "invoice": invoice}
    return _mail(letter, letter.user.email, context)


def _mail(letter: Letter, to: str, context: Mapping[str, object]) -> Mail | None:
    if not to:
        return None
    text = mails.text_of(f"billing/email/{letter.kind}.txt", context)
    return Mail(to=to, subject=SUBJECTS[Letter.Kind(letter.kind)], text=text)


def _post(mail: Mail | None) -> None:
    if mail is not None:
        mails.post(to=mail.to, subject=mail.subject, text=mail.text)
