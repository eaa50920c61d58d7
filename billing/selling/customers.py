"""Accounts that Stripe knows: made there the first time that one wants to pay."""

from __future__ import annotations

from uuid import uuid4

from accounts.models import User
from billing.gateway import customers
from billing.models import Customer


def at_stripe(user: User) -> Customer:
    """The account's customer, with its id. Raises `StripeFailed`, and can be asked again then.

    The key is kept before Stripe is asked, so that two at the same moment, or a second try after an answer
    that got lost, make one customer.
    """
    row, _ = Customer.objects.get_or_create(user=user, defaults={"key": uuid4()})
    if row.stripe_id is None:
        made = customers.create(email=user.email, account=user.pk, key=row.key)
        Customer.objects.filter(pk=row.pk, stripe_id=None).update(stripe_id=made)
        row.refresh_from_db()
    return row
