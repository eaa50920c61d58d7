"""Accounts as Stripe's customers."""

from __future__ import annotations

from uuid import UUID

from billing.gateway.client import talking
from billing.gateway.errors import StripeRefused

NOWHERE = "resource_missing"


def create(*, email: str, account: int, key: UUID) -> str:
    """Stripe's id of a new customer; asked for again with the same `key`, the id of the same one."""
    with talking() as client:
        customer = client.v1.customers.create(
            {"email": email, "metadata": {"account": str(account)}},
            {"idempotency_key": f"customer-{key}"},
        )
    return customer.id


def exists(customer_id: str) -> bool:
    """False for one that was deleted, and for one of another account or mode of Stripe's."""
    try:
        with talking() as client:
            customer = client.v1.customers.retrieve(customer_id)
    except StripeRefused as refused:
        if refused.code != NOWHERE:
            raise
        return False
    return not getattr(customer, "deleted", False)


def change_email(customer_id: str, *, email: str) -> None:
    with talking() as client:
        client.v1.customers.update(customer_id, {"email": email})
