"""Every mail that the service sends, as text, with names in it that mean harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts import mails
from accounts.models import ApiKey
from billing.gateway.invoices import HeldInvoice
from billing.models import Letter
from billing.plans import PLANS
from billing.sending import SUBJECTS
from config.environment import BASE_DIR

NOW = datetime(2026, 6, 18, 9, 41, tzinfo=UTC)
SITE = "https://invoices.example.com"
HOST = SITE.removeprefix("https://")
KEY = ApiKey(name="<b>Scanner desk</b>\nSee here: https://elsewhere.example.com/")
INVOICE = HeldInvoice(
    id="in_1",
    status="open",
    issued_at=NOW,
    url="https://pay.example.com/i/in_1",
    awaits_confirmation=False,
)
OURS = {
    "site": SITE,
    "plan": PLANS["pro"],
    "free": PLANS["free"],
    "larger": PLANS["business"],
    "until": NOW,
    "resets_at": datetime(2026, 7, 1, tzinfo=UTC),
    "day": date(2026, 6, 18),
    "used": 400,
    "left": 100,
    "limit": 500,
    "failed": 12,
    "read": 31,
    "invoice": INVOICE,
    "key": KEY,
    "text": "The price price_1 is none of those that are sold here.",
}
HOOK = {
    "site": SITE,
    "url": "https://receiver.example.com/a/rather/long/path/to/the/hook?with=<b>more</b>",
    "because": "Disabled because it answered 410 Gone.",
}


class Site:
    domain = HOST


class Request:
    scheme = "https"


ALLAUTHS = {
    "request": Request(),
    "current_site": Site(),
    "activate_url": f"{SITE}/accounts/confirm-email/MQ:1tQf2Q:aVeryLongSignatureThatGoesOnAndOn/",
    "password_reset_url": f"{SITE}/accounts/password/reset/key/2f-cq8z1t-5d2a0f4f2f3b7a0c/",
    "signup_url": f"{SITE}/accounts/signup/",
    "email": "dora@example.com",
    "from_email": "dora@example.com",
    "to_email": "dora@example.org",
    "deleted_email": "old@example.com",
    "timestamp": NOW,
    "ip": "203.0.113.7",
    "agent": "Firefox on Linux",
}


@dataclass(frozen=True)
class Mail:
    name: str
    subject: str
    text: str

    def message(self) -> EmailMultiAlternatives:
        message = EmailMultiAlternatives(subject=self.subject, body=self.text, to=["dora@example.com"])
        mails.attach_page(message)
        return message

    @property
    def page(self) -> str:
        return mails.page(subject=self.subject, text=self.text)


def every_mail() -> Iterator[Mail]:
    yield from _letters()
    yield Mail(
        "farewell", "Your account is closed", mails.text_of("accounts/email/farewell.txt", {"site": SITE})
    )
    disabled = mails.text_of("extraction/email/endpoint_disabled.txt", HOOK)
    yield Mail("endpoint_disabled", "A webhook endpoint was disabled", disabled)
    yield from _of_allauth()


def _letters() -> Iterator[Mail]:
    for kind in Letter.Kind:
        yield Mail(kind, SUBJECTS[kind], mails.text_of(f"billing/email/{kind}.txt", OURS))
    asks = OURS | {"invoice": replace(INVOICE, awaits_confirmation=True)}
    for kind in (Letter.Kind.PAYMENT_FAILED, Letter.Kind.LAST_DAYS):
        yield Mail(f"{kind}_asked", SUBJECTS[kind], mails.text_of(f"billing/email/{kind}.txt", asks))


def _of_allauth() -> Iterator[Mail]:
    folder = BASE_DIR / "templates"
    for path in sorted(folder.glob("*/email/*_message.txt")):
        if path.stem.startswith("base_"):
            continue
        name = str(path.relative_to(folder)).removesuffix("_message.txt")
        subject = " ".join(render_to_string(f"{name}_subject.txt", ALLAUTHS).split())
        yield Mail(Path(name).name, subject, render_to_string(f"{name}_message.txt", ALLAUTHS).strip())
