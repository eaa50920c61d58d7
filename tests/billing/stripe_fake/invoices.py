"""Invoices: made from lines, finalized at once, and paid, refused, or waiting for their payer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.billing.stripe_fake import cards, intents
from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.listing import page
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

DAY = 24 * 3600
RETRY_AFTER_DAYS = (3, 5, 7)  # then it is left to what the account's settings say

NULL_FIELDS = (
    "account_country account_name account_tax_ids application automatically_finalizes_at "
    "custom_fields customer_address customer_name customer_phone customer_shipping "
    "default_payment_method default_source description due_date effective_at ending_balance footer "
    "from_invoice hosted_invoice_url invoice_pdf last_finalization_error latest_revision "
    "next_payment_attempt number on_behalf_of receipt_number rendering shipping_cost shipping_details "
    "statement_descriptor test_clock threshold_reason webhooks_delivered_at"
)
NOTHING = dict.fromkeys(NULL_FIELDS.split())
ZERO_FIELDS = (
    "amount_overpaid amount_paid amount_shipping attempt_count post_payment_credit_notes_amount "
    "pre_payment_credit_notes_amount"
)
ZERO = dict.fromkeys(ZERO_FIELDS.split(), 0)


def drawn(stripe: FakeStripe, subscription: Object, lines: list[Object], reason: str) -> Object:
    """An invoice as a draft, with its sums; nowhere kept yet."""
    customer = stripe.store.get("customer", subscription["customer"])
    details = {
        "metadata": dict(subscription["metadata"]),
        "subscription": subscription["id"],
        "subscription_proration_date": None,
    }
    period = subscription["items"]["data"][0]
    return {
        **NOTHING,
        **ZERO,
        **_sums(stripe, subscription, lines, customer["balance"]),
        "attempted": False,
        "auto_advance": True,
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "currency": subscription["currency"],
        "customer": customer["id"],
        "customer_email": customer["email"],
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "default_tax_rates": [],
        "discounts": [],
        "issuer": {"type": "self"},
        "lines": {"object": "list", "data": lines, "has_more": False, "url": "/v1/invoices/lines"},
        "parent": {
            "quote_details": None,
            "subscription_details": details,
            "type": "subscription_details",
        },
        "payment_settings": dict.fromkeys(
            ("default_mandate", "payment_method_options", "payment_method_types")
        ),
        "period_end": period["current_period_start"],
        "period_start": period["current_period_start"],
        "status": "draft",
        "status_transitions": dict.fromkeys(
            ("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")
        ),
        "total_discount_amounts": [],
        "total_pretax_credit_amounts": [],
    }


def _sums(stripe: FakeStripe, subscription: Object, lines: list[Object], balance: int) -> Object:
    """What a customer has to their credit is used up first; what is negative is credited."""
    subtotal = sum(line["amount"] for line in lines)
    taxed = subscription["automatic_tax"]["enabled"]
    tax = round(subtotal * stripe.tax_percent / 100) if taxed else 0
    total = subtotal + tax
    due = max(0, total + min(0, balance))
    rate = {"tax_rate": "txr_of_the_fake"}
    kind = {"tax_behavior": "exclusive", "taxability_reason": "standard_rated", "type": "tax_rate_details"}
    return {
        "amount_due": due,
        "amount_remaining": due,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": taxed,
            "liability": {"type": "self"} if taxed else None,
            "provider": "stripe" if taxed else None,
            "status": "complete" if taxed else None,
        },
        "ending_balance": min(0, balance + total) if balance or total < 0 else 0,
        "starting_balance": balance,
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal,
        "total": total,
        "total_excluding_tax": subtotal,
        "total_taxes": [{"amount": tax, "taxable_amount": subtotal, "tax_rate_details": rate, **kind}]
        if tax
        else [],
    }


def issue(stripe: FakeStripe, subscription: Object, lines: list[Object], reason: str) -> Object:
    """A finalized invoice that waits for its payment, the subscription's latest."""
    invoice = stripe.store.add("invoice", **drawn(stripe, subscription, lines, reason))
    customer = stripe.store.get("customer", invoice["customer"])
    customer["balance"] = invoice["ending_balance"]
    number = len(stripe.store.all("invoice", customer=customer["id"]))
    for line in lines:
        line["invoice"] = invoice["id"]
    stripe.emit("invoice.created", invoice)
    address = f"{stripe.url}/i/{invoice['id']}"
    invoice.update(
        status="open",
        number=f"{customer['invoice_prefix']}-{number:04d}",
        effective_at=stripe.store.now,
        hosted_invoice_url=address,
        invoice_pdf=f"{address}/pdf",
        confirmation_secret=None,
        payments={"object": "list", "data": [], "has_more": False, "url": "/v1/invoice_payments"},
    )
    invoice["status_transitions"]["finalized_at"] = stripe.store.now
    intents.ask_for(stripe, invoice)
    subscription["latest_invoice"] = invoice["id"]
    stripe.emit("invoice.finalized", invoice)
    return invoice


def attempt(
    stripe: FakeStripe, invoice: Object, method_id: str | None, *, holder_is_there: bool = False
) -> str:
    """Charges what is due; the outcome is one of those in `cards`."""
    outcome = cards.PAID
    if invoice["amount_due"]:
        invoice.update(attempted=True, attempt_count=invoice["attempt_count"] + 1)
        outcome = cards.charge(stripe, method_id, holder_is_there=holder_is_there)
    intents.note(stripe, invoice, outcome)
    if outcome == cards.PAID:
        _settle(stripe, invoice)
    else:
        _note_failure(stripe, invoice, outcome)
    return outcome


def _settle(stripe: FakeStripe, invoice: Object) -> None:
    due = invoice["amount_due"]
    invoice.update(status="paid", amount_paid=due, amount_remaining=0, next_payment_attempt=None)
    invoice["status_transitions"]["paid_at"] = stripe.store.now
    stripe.emit("invoice.paid", invoice)
    stripe.emit("invoice.payment_succeeded", invoice)


def _note_failure(stripe: FakeStripe, invoice: Object, outcome: str) -> None:
    number = invoice["attempt_count"] - 1
    more = number < len(RETRY_AFTER_DAYS)
    invoice["next_payment_attempt"] = stripe.store.now + RETRY_AFTER_DAYS[number] * DAY if more else None
    stripe.emit("invoice.payment_failed", invoice)
    if outcome == cards.ASKS:
        stripe.emit("invoice.payment_action_required", invoice)


def void(stripe: FakeStripe, invoice: Object) -> None:
    invoice.update(status="void", next_payment_attempt=None, auto_advance=False)
    invoice["status_transitions"]["voided_at"] = stripe.store.now
    stripe.emit("invoice.voided", invoice)


def get(stripe: FakeStripe, form: Form, invoice_id: str) -> Object:
    return stripe.store.get("invoice", invoice_id)


def listed(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    found = stripe.store.all("invoice", **{key: form[key] for key in ("customer", "status") if key in form})
    if "subscription" in form:
        found = [each for each in found if subscription_of(each) == form["subscription"]]
    return page(found, form, url="/v1/invoices")


def subscription_of(invoice: Object) -> str:
    return str(invoice["parent"]["subscription_details"]["subscription"])


def open_one(stripe: FakeStripe, invoice_id: str) -> Object:
    invoice = stripe.store.get("invoice", invoice_id)
    if invoice["status"] != "open":
        raise Refusal(f"Invoice is already {invoice['status']}", code="invoice_not_editable")
    return invoice
