"""manage.py stripe_setup [--new-webhook-secret] [--dry-run]"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing.gateway import client
from billing.gateway.errors import NotConfigured, StripeRefused, StripeUnreachable
from billing.selling.setup import How, Setup, Step

REFUSED_KEY = {"AuthenticationError", "PermissionError"}
WOULD_BE = {How.MADE: "to be made", How.CHANGED: "to be changed", How.DELETED: "to be deleted"}


class Command(BaseCommand):
    help = "Make products, prices, customer portal and webhook endpoint at Stripe. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--new-webhook-secret",
            action="store_true",
            help="replace the webhook endpoint, its secret was lost",
        )

    def handle(self, *args: Any, dry_run: bool, new_webhook_secret: bool, **options: Any) -> None:
        setup = Setup(site_url=settings.SITE_URL, dry=dry_run, new_secret=new_webhook_secret)
        try:
            secret = self._run(setup)
        except NotConfigured as error:
            raise CommandError(
                "STRIPE_SECRET_KEY is not set. Stripe shows it under Developers, API keys."
            ) from error
        except StripeUnreachable as error:
            raise CommandError(f"Stripe could not be reached, and this can be run again: {error}") from error
        except StripeRefused as error:
            hint = " Look at STRIPE_SECRET_KEY." if error.code in REFUSED_KEY else ""
            raise CommandError(f"Stripe refused: {str(error).rstrip('.')}.{hint}") from error
        self._say_what_remains(has_secret=bool(secret or settings.STRIPE_WEBHOOK_SECRET))

    def _run(self, setup: Setup) -> str:
        """The new secret, printed as soon as it is known: Stripe tells it once."""
        if client.is_configured():
            mode = "live mode" if client.is_live() else "test mode"
            self.stdout.write(f"Stripe, {mode}{', nothing is changed' if setup.dry else ''}:")
        told = ""
        for step in setup.steps():
            self.stdout.write(_line(step, dry=setup.dry))
            if step.secret:
                told = step.secret
                self.stdout.write(
                    f"\n    STRIPE_WEBHOOK_SECRET={told}\n\nPut it into .env; it is told this once."
                )
            self.stdout.flush()
        return told

    def _say_what_remains(self, *, has_secret: bool) -> None:
        remains = [] if has_secret else [UNSIGNED]
        remains += [TAX if settings.STRIPE_AUTOMATIC_TAX else NO_TAX, *DASHBOARD]
        lines = [each.format(days=settings.GRACE_DAYS) for each in remains]
        self.stdout.write("\nWhat remains, in Stripe's dashboard where nothing else is said:")
        self.stdout.write("\n".join(f"- {line}" for line in lines))


def _line(step: Step, *, dry: bool) -> str:
    how = WOULD_BE.get(step.how, step.how) if dry else step.how
    return f"  {step.what}: {how}{f' ({step.note})' if step.note else ''}"


UNSIGNED = (
    "STRIPE_WEBHOOK_SECRET is not set in .env, and without it no event is believed. The endpoint's page "
    "shows it, under Developers, Webhooks."
)
TAX = "Tax: enter where you are registered, and your own address; without a registration no tax is added."
NO_TAX = "Tax: STRIPE_AUTOMATIC_TAX is off, so none is added to the prices."
DASHBOARD = (
    "Billing, Retries: try failed payments again for {days} days at most (GRACE_DAYS), then cancel.",
    "Billing, Emails: let Stripe write about failed payments, payments to confirm, and cards that expire.",
    "Checkout, Subscriptions: limit each customer to one subscription.",
    "Branding and public details: your name, logo, address and support mail; they stand on invoices.",
)
