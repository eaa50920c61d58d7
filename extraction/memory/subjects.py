"""Which values a rule may speak of, and in which way.

What is printed anew on each invoice can only be read beside its words. An account for payments is never
said once and for all: a changed one is how forged invoices begin, and must be seen.
"""

from __future__ import annotations

from extraction.review import fields
from extraction.review.fields import Kind

CURRENCY, LINES = "currency", "line_items"

# What stays the same on all invoices of a vendor, and so may be said once and for all.
LASTING = (
    "vendor.name",
    "vendor.address",
    "vendor.tax_id",
    CURRENCY,
    "payment_terms",
    "purchase_order",
    "customer.name",
    "customer.address",
    "customer.tax_id",
)
# Several lines, or a sign anywhere on the page: these have no words beside which they stand.
NOT_BESIDE = ("vendor.address", "customer.address", CURRENCY)
SPOKEN = {
    "vendor.name": "vendor's name",
    "vendor.address": "vendor's address",
    "vendor.tax_id": "vendor's tax number",
    "invoice_number": "invoice number",
    "date": "date of the invoice",
    "due_date": "due date",
    "payment_terms": "terms",
    "purchase_order": "order number",
    "service_period.start": "first day of the service",
    "service_period.end": "last day of the service",
    "customer.name": "customer's name",
    "customer.address": "customer's address",
    "customer.tax_id": "customer's tax number",
    "subtotal": "net amount",
    "tax": "tax",
    "tax_rate": "tax rate",
    "amount_paid": "amount paid",
    "amount_due": "amount to pay",
    "payment.iban": "IBAN",
    "payment.bic": "BIC",
    "payment.reference": "payment reference",
    LINES: "line items",
}
PLURAL = ("payment_terms", LINES)


def may_be_always(path: str) -> bool:
    return path in LASTING


def may_be_beside(path: str) -> bool:
    return path in fields.KINDS and path not in NOT_BESIDE


def may_be_without(path: str) -> bool:
    return path == LINES


def may_have_rule(path: str) -> bool:
    return may_be_always(path) or may_be_beside(path) or may_be_without(path)


def kind(path: str) -> Kind:
    return fields.KINDS.get(path, "text")


def spoken(path: str) -> str:
    """`the invoice number`"""
    return f"the {SPOKEN.get(path) or fields.label(path).lower()}"


def is_are(path: str) -> str:
    return "are" if path in PLURAL else "is"
