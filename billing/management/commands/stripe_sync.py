"""manage.py stripe_sync [EMAIL]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from billing import subscriptions
from billing.following import reconciling, syncing
from billing.gateway import client
from billing.gateway.errors import StripeFailed
from billing.models import Customer


class Command(BaseCommand):
    help = "Ask Stripe what accounts hold, now, and fetch events that were not delivered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", help="this account alone")

    def handle(self, *args: Any, email: str | None, **options: Any) -> None:
        if not client.is_configured():
            raise CommandError("STRIPE_SECRET_KEY is not set.")
        failed = sum(not self._sync(customer) for customer in _customers(email))
        if email is None:
            missed = reconciling.catch_up(now=timezone.now())
            self.stdout.write(f"Events that had not arrived: {missed}.")
        if failed:
            raise CommandError(f"Accounts that could not be synced: {failed}.")

    def _sync(self, customer: Customer) -> bool:
        now = timezone.now()
        try:
            syncing.sync(customer, now=now)
        except StripeFailed as error:
            self.stderr.write(f"{customer}: {error}")
            return False
        self.stdout.write(f"{customer.user} is on {subscriptions.plan_for(customer.user, now=now).name}.")
        return True


def _customers(email: str | None) -> list[Customer]:
    known = Customer.objects.select_related("user").filter(stripe_id__isnull=False).order_by("pk")
    if email is None:
        return list(known)
    found = list(known.filter(user__email__iexact=email))
    if not found:
        raise CommandError(f"Stripe knows no account for {email}.")
    return found
