"""The payment that an invoice asks for: its intent, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.billing.stripe_fake import cards
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

NULL_FIELDS = (
    "application application_fee_amount automatic_payment_methods canceled_at cancellation_reason "
    "customer_account description last_payment_error latest_charge next_action on_behalf_of payment_method "
    "payment_method_configuration_details processing receipt_email review setup_future_usage shipping source "
    "statement_descriptor statement_descriptor_suffix transfer_data transfer_group"
)
AFTER = {cards.PAID: "succeeded", cards.ASKS: "requires_action", cards.REFUSED: "requires_payment_method"}
WORDS = {
    cards.ASKS: (
        "authentication_required",
        "Your card was declined. This transaction requires authentication.",
    ),
    cards.REFUSED: ("card_declined", "Your card was declined."),
}


def ask_for(stripe: FakeStripe, invoice: Object) -> None:
    """The payment that a finalized invoice waits for; none where nothing is due."""
    payments = invoice["payments"]["data"]
    if not invoice["amount_due"]:
        return
    intent = stripe.store.add(
        "payment_intent",
        **dict.fromkeys(NULL_FIELDS.split()),
        amount=invoice["amount_due"],
        amount_capturable=0,
        amount_details={"tip": {}},
        amount_received=0,
        capture_method="automatic",
        confirmation_method="automatic",
        currency=invoice["currency"],
        customer=invoice["customer"],
        payment_method_options={},
        payment_method_types=["card"],
        status="requires_payment_method",
    )
    intent["client_secret"] = f"{intent['id']}_secret"
    invoice["confirmation_secret"] = {"client_secret": intent["client_secret"], "type": "payment_intent"}
    payments.append(_payment(stripe, invoice, intent))


def _payment(stripe: FakeStripe, invoice: Object, intent: Object) -> Object:
    return stripe.store.add(
        "invoice_payment",
        amount_paid=None,
        amount_requested=invoice["amount_due"],
        currency=invoice["currency"],
        invoice=invoice["id"],
        is_default=True,
        payment={"payment_intent": intent["id"], "type": "payment_intent"},
        status="open",
        status_transitions={"canceled_at": None, "paid_at": None},
    )


def note(stripe: FakeStripe, invoice: Object, outcome: str) -> None:
    """What the bank said of it."""
    for payment in invoice["payments"]["data"]:
        intent = stripe.store.get("payment_intent", payment["payment"]["payment_intent"])
        intent.update(status=AFTER[outcome], last_payment_error=_error(outcome))
        if outcome == cards.PAID:
            intent["amount_received"] = intent["amount"]
            payment.update(status="paid", amount_paid=intent["amount"])
            payment["status_transitions"]["paid_at"] = stripe.store.now


def _error(outcome: str) -> Object | None:
    if outcome == cards.PAID:
        return None
    code, message = WORDS[outcome]
    return {"code": code, "message": message, "type": "card_error"}
