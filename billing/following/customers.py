"""Accounts that Stripe knows: made there when one first wants to pay, and told where their owners are."""

from __future__ import annotations

import logging
from uuid import uuid4

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from billing.gateway import customers
from billing.gateway.errors import StripeFailed
from billing.models import CheckoutAttempt, Customer, Subscription

logger = logging.getLogger(__name__)


def at_stripe(user: User) -> Customer:
    """The account's customer, with its id. Raises `StripeFailed`, and can be asked again then.

    The key is kept before Stripe is asked, so that two at the same moment, or a second try after an answer
    that got lost, make one customer. One that Stripe no longer has is followed by another.
    """
    row, _ = Customer.objects.get_or_create(user=user, defaults={"key": uuid4()})
    if row.stripe_id is not None and not _holds_something(user) and not customers.exists(row.stripe_id):
        _forget(row)
    if row.stripe_id is None:
        made = customers.create(email=user.email, account=user.pk, key=row.key)
        Customer.objects.filter(pk=row.pk, stripe_id=None).update(stripe_id=made, told_email=user.email)
        row.refresh_from_db()
    return row


def moved() -> QuerySet[Customer]:
    """Those whose address is not the one Stripe writes to. Who closed the account is written to no more."""
    known = Customer.objects.filter(stripe_id__isnull=False, user__is_active=True)
    return known.exclude(told_email=F("user__email"))


def tell_address(*, pk: int) -> None:
    """Have Stripe write to the account's address. What fails is still to be done in an hour."""
    for customer in moved().filter(pk=pk).select_related("user"):
        email = customer.user.email
        try:
            customers.change_email(customer.stripe_id or "", email=email)
        except StripeFailed as error:
            logger.warning("Stripe was not told the address of %s, and will be: %s", customer, error)
        else:
            Customer.objects.filter(pk=pk).update(told_email=email)


def _holds_something(user: User) -> bool:
    """As far as we know: then it is not for a buyer to give up the customer who holds it."""
    return Subscription.objects.filter(user=user, source=Subscription.Source.STRIPE).exists()


@transaction.atomic
def _forget(row: Customer) -> None:
    """Its pages of checkout are of no use either, and no answer about it says anything of the next one."""
    same = Customer.objects.filter(pk=row.pk, stripe_id=row.stripe_id)
    if same.update(stripe_id=None, key=uuid4(), syncs=F("syncs") + 1):
        CheckoutAttempt.objects.filter(user=row.user_id, closed_at=None).delete()
    row.refresh_from_db()
