"""Accounts that Stripe knows: made there when one first wants to pay, and told where their owners are."""

from __future__ import annotations

import logging
from uuid import uuid4

from django.db.models import F, QuerySet

from accounts.models import User
from billing.gateway import customers
from billing.gateway.errors import StripeFailed
from billing.models import Customer

logger = logging.getLogger(__name__)


def at_stripe(user: User) -> Customer:
    """The account's customer, with its id. Raises `StripeFailed`, and can be asked again then.

    The key is kept before Stripe is asked, so that two at the same moment, or a second try after an answer
    that got lost, make one customer.
    """
    row, _ = Customer.objects.get_or_create(user=user, defaults={"key": uuid4()})
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
