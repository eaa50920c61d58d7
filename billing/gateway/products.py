"""Plans as Stripe's products."""

from __future__ import annotations

from dataclasses import dataclass

import stripe

from billing.gateway.client import talking
from billing.gateway.errors import StripeRefused

SOFTWARE_FOR_BUSINESS = "txcd_10103001"  # Stripe's tax code; it decides only where tax is automatic


@dataclass(frozen=True, slots=True)
class Product:
    id: str
    name: str
    description: str
    is_active: bool


def find(product_id: str) -> Product | None:
    try:
        with talking() as client:
            return _product(client.v1.products.retrieve(product_id))
    except StripeRefused as refused:
        if refused.code != "resource_missing":
            raise
        return None


def create(product: Product) -> None:
    with talking() as client:
        client.v1.products.create(
            {
                "id": product.id,
                "name": product.name,
                "description": product.description,
                "tax_code": SOFTWARE_FOR_BUSINESS,
            }
        )


def correct(product: Product) -> None:
    """Its tax code is left as it is: the owner may know better."""
    with talking() as client:
        client.v1.products.update(
            product.id,
            {"name": product.name, "description": product.description, "active": product.is_active},
        )


def _product(product: stripe.Product) -> Product:
    return Product(product.id, product.name, product.description or "", product.active)
