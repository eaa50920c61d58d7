"""Checkout for a first subscription: what Stripe refuses, what paying makes, and how a session ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.billing.stripe_fake import cards, customers, subscriptions
from tests.billing.stripe_fake.changes import active_price
from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.listing import page
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

KIND = "checkout.session"
HOUR = 3600
NULL_FIELDS = (
    "adaptive_pricing after_expiration allow_promotion_codes billing_address_collection cancel_url "
    "client_reference_id client_secret collected_information consent consent_collection "
    "currency_conversion customer customer_creation customer_email invoice invoice_creation locale "
    "origin_context payment_intent payment_link payment_method_configuration_details recovered_from "
    "return_url saved_payment_method_options setup_intent shipping_address_collection shipping_cost "
    "submit_type subscription success_url wallet_options"
)
NOTHING = dict.fromkeys(NULL_FIELDS.split())
NOT_KEPT = ("customer_update", "subscription_data", "discounts")


def create(stripe: FakeStripe, form: Form) -> Object:
    if form.get("mode") != "subscription":
        raise NotImplementedError("sessions of another mode than subscription")
    _refuse_impossible(stripe, form)
    prices = [active_price(stripe, each["price"]) for each in form.pop("line_items")]
    made = stripe.store.add(KIND, **_values(stripe, form, prices))
    stripe.store.subscription_data[made["id"]] = form.get("subscription_data", {})
    made["url"] = f"{stripe.url}/c/pay/{made['id']}"
    return made


def _values(stripe: FakeStripe, form: Form, prices: list[Object]) -> Object:
    total = sum(price["unit_amount"] for price in prices)
    kept = {name: value for name, value in form.items() if name not in NOT_KEPT}
    taxed = form.get("automatic_tax", {"enabled": False})
    return {
        **NOTHING,
        "amount_subtotal": total,
        "amount_total": total,
        "currency": prices[0]["currency"],
        "custom_fields": [],
        "custom_text": dict.fromkeys(
            ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
        ),
        "customer_details": _details(stripe, form),
        "discounts": form.get("discounts", []),
        "expires_at": stripe.store.now + 24 * HOUR,
        "line_items": _line_items(stripe, prices),
        "payment_method_collection": "always",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        **kept,
        "tax_id_collection": {"required": "never", **form.get("tax_id_collection", {"enabled": False})},
        "automatic_tax": {"liability": None, "provider": None, "status": None, **taxed},
    }


def _details(stripe: FakeStripe, form: Form) -> Object:
    customer = stripe.store.objects.get(form.get("customer", ""), {})
    nothing = dict.fromkeys(("address", "business_name", "individual_name", "name", "phone"))
    email = customer.get("email") or form.get("customer_email")
    return {**nothing, "email": email, "tax_exempt": "none", "tax_ids": []}


def _line_items(stripe: FakeStripe, prices: list[Object]) -> Object:
    items = [
        {
            "id": stripe.store.new_id("line_item").replace("il_", "li_"),
            "object": "item",
            **dict.fromkeys(("amount_discount", "amount_tax"), 0),
            **dict.fromkeys(("amount_subtotal", "amount_total"), price["unit_amount"]),
            "currency": price["currency"],
            "description": price["product"],
            "price": price,
            "quantity": 1,
            "adjustable_quantity": None,
            "metadata": {},
        }
        for price in prices
    ]
    return {"object": "list", "data": items, "has_more": False, "url": "/v1/checkout/sessions/line_items"}


def _refuse_impossible(stripe: FakeStripe, form: Form) -> None:
    for name in ("success_url", "line_items"):
        if name not in form:
            text = f"Missing required param: {name}."
            raise Refusal(text, code="parameter_missing", param=name)
    for one, other in (("customer", "customer_email"), ("discounts", "allow_promotion_codes")):
        if one in form and other in form:
            raise Refusal(f"You may only specify one of these parameters: {one}, {other}.")
    _refuse_customer(stripe, form)
    ahead = form.get("expires_at", stripe.store.now + 24 * HOUR) - stripe.store.now
    if ahead < HOUR / 2 - 5:
        text = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        raise Refusal(text, param="expires_at")
    if ahead > 24 * HOUR + 5:
        text = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        raise Refusal(text, param="expires_at")


def _refuse_customer(stripe: FakeStripe, form: Form) -> None:
    updates = form.get("customer_update", {})
    if "customer" not in form:
        if updates:
            raise Refusal("`customer_update` can only be used with `customer`.", param="customer_update")
        return
    customer = stripe.store.get("customer", form["customer"])
    has_address = customer["address"] is not None or updates.get("address") == "auto"
    if form.get("tax_id_collection", {}).get("enabled"):
        if updates.get("name") != "auto":
            raise Refusal(
                "Tax ID collection requires updating business name on the customer. To enable tax ID "
                "collection for an existing customer, please set `customer_update[name]` to `auto`."
            )
        if not has_address:
            raise Refusal(
                "We could not find a valid address on the provided customer. To enable tax ID collection, "
                "please set `customer_update[address]` to `auto`."
            )
    if form.get("automatic_tax", {}).get("enabled") and not has_address:
        raise Refusal(
            "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid "
            "address to the Customer or set either `customer_update[address]` to 'auto' or "
            "`customer_update[shipping]` to 'auto' to save the address entered in Checkout to the Customer.",
            code="customer_tax_location_invalid",
        )


def get(stripe: FakeStripe, form: Form, session_id: str) -> Object:
    return stripe.store.get(KIND, session_id)


def listed(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    having = {key: form[key] for key in ("customer", "status", "subscription") if key in form}
    return page(stripe.store.all(KIND, **having), form, url="/v1/checkout/sessions")


def line_items(stripe: FakeStripe, form: Form, session_id: str) -> Object:
    found: Object = stripe.store.get(KIND, session_id)["line_items"]
    return found


def expire(stripe: FakeStripe, form: Form, session_id: str) -> Object:
    session = stripe.store.get(KIND, session_id)
    if session["status"] != "open":
        raise Refusal(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a '
            f"status of `{session['status']}`."
        )
    close(stripe, session)
    return session


def close(stripe: FakeStripe, session: Object) -> None:
    session.update(status="expired", url=None)
    stripe.emit("checkout.session.expired", session)


def pay(stripe: FakeStripe, session_id: str, *, card: str) -> Object:
    """With a card whose holder is there. One that is refused leaves the session open and makes nothing."""
    session = stripe.store.get(KIND, session_id)
    if session["status"] != "open":
        raise Refusal(f"This Checkout Session is {session['status']}.")
    if card != cards.DECLINED:
        _complete(stripe, session, card)
    return session


def _complete(stripe: FakeStripe, session: Object, card: str) -> None:
    if session["customer"] is None:
        session["customer"] = customers.create(stripe, {"email": session["customer_email"]})["id"]
    details = stripe.store.subscription_data[session["id"]]
    subscription = subscriptions.begin(
        stripe,
        customer=session["customer"],
        price=session["line_items"]["data"][0]["price"],
        card=card,
        automatic_tax={**subscriptions.NO_TAX, "enabled": session["automatic_tax"]["enabled"]},
        metadata=details.get("metadata", {}),
    )
    session.update(
        status="complete",
        payment_status="paid",
        subscription=subscription["id"],
        invoice=subscription["latest_invoice"],
        url=None,
    )
    stripe.emit("checkout.session.completed", session)
