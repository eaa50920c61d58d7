"""Accounts as Stripe's customers."""

from __future__ import annotations

from uuid import UUID

from billing.gateway.client import talking


def create(*, email: str, account: int, key: UUID) -> str:
    """Stripe's id of a new customer; asked for again with the same `key`, the id of the same one."""
    with talking() as client:
        customer = client.v1.customers.create(
            {"email": email, "metadata": {"account": str(account)}},
            {"idempotency_key": f"customer-{key}"},
        )
    return customer.id


def change_email(customer_id: str, *, email: str) -> None:
    with talking() as client:
        client.v1.customers.update(customer_id, {"email": email})
