"""The pages that people see at Stripe: the checkout, the portal and an invoice, as plain forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from tests.billing.stripe_fake import cards, checkout, invoices, payments, subscriptions, updates
from tests.billing.stripe_fake.events import noting
from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

Page = tuple[int, str]  # status, and HTML or the address to go to


def answer(stripe: FakeStripe, method: str, path: str, form: Form) -> Page:
    for pattern, see, do in PAGES:
        matched = re.fullmatch(pattern, path)
        if matched:
            try:
                return (
                    see(stripe, *matched.groups()) if method == "GET" else do(stripe, form, *matched.groups())
                )
            except Refusal as refusal:
                return refusal.status, _html(str(refusal))
    return 404, _html("There is nothing here.")


def _html(title: str, *, text: str = "", buttons: dict[str, str] | None = None) -> str:
    made = "".join(
        f'<button name="action" value="{name}">{escape(label)}</button> '
        for name, label in (buttons or {}).items()
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<link rel="icon" href="data:,">'
        f'<main><h1>{escape(title)}</h1><p>{escape(text)}</p><form method="post">{made}</form></main></html>'
    )


def _see_checkout(stripe: FakeStripe, session_id: str, text: str = "") -> Page:
    session = stripe.store.get(checkout.KIND, session_id)
    if session["status"] != "open":
        return 410, _html("This session is over", text="You can close this page.")
    [line] = session["line_items"]["data"]
    text = text or f"{line['description']}: {line['amount_total'] / 100:.2f} {line['currency']}"
    buttons = {"pay": "Pay", "refused": "Pay with a card that is refused"}
    buttons |= {"fails_later": "Pay with a card that fails later"}
    buttons |= {"asks": "Pay with a card that asks for authentication", "back": "Back"}
    return 200, _html("Checkout", text=text, buttons=buttons)


def _do_checkout(stripe: FakeStripe, form: Form, session_id: str) -> Page:
    session, action = stripe.store.get(checkout.KIND, session_id), form.get("action")
    if action == "back":
        return 303, session["cancel_url"]
    if action == "asks":
        buttons = {"authenticated": "Confirm", "refused": "Refuse"}
        return 200, _html("Your bank asks: is it you?", buttons=buttons)
    kinds = {"pay": cards.GOOD, "authenticated": cards.AUTHENTICATION, "fails_later": cards.FAILS_LATER}
    checkout.pay(stripe, session_id, card=kinds.get(str(action), cards.DECLINED))
    if session["status"] != "complete":
        return _see_checkout(stripe, session_id, "Your card was declined.")
    return 303, session["success_url"].replace("{CHECKOUT_SESSION_ID}", session_id)


def _see_portal(stripe: FakeStripe, session_id: str) -> Page:
    session = stripe.store.get("billing_portal.session", session_id)
    cards_ = {"good": "Use a good card", "fails_later": "Use a card that is refused"}
    buttons = {"cancel": "Cancel at the end of the period", "resume": "Keep the subscription", **cards_}
    found = _running(stripe, session)
    text = f"{found['status']}, ends {found['cancel_at'] or 'never'}" if found else "No subscription"
    return 200, _html("Customer portal", text=text, buttons={**buttons, "back": "Back"})


def _do_portal(stripe: FakeStripe, form: Form, session_id: str) -> Page:
    session, action = stripe.store.get("billing_portal.session", session_id), form.get("action")
    if action == "back":
        return 303, session["return_url"]
    if action in {"good", "fails_later"}:
        number = cards.GOOD if action == "good" else cards.FAILS_LATER
        cards.make_default(stripe, session["customer"], number)
    subscription = _running(stripe, session)
    if action in {"cancel", "resume"} and subscription is not None:
        with noting(stripe, subscriptions.UPDATED, subscription):
            updates.cancel_at(stripe, subscription, "min_period_end" if action == "cancel" else "")
    after = (session["flow"] or {}).get("after_completion", {}).get("redirect")
    return (303, after["return_url"]) if after else _see_portal(stripe, session_id)


def _running(stripe: FakeStripe, session: Object) -> Object | None:
    found = stripe.store.all("subscription", customer=session["customer"])
    return next((each for each in found if each["status"] not in subscriptions.ENDED), None)


def _see_invoice(stripe: FakeStripe, invoice_id: str) -> Page:
    invoice = stripe.store.get("invoice", invoice_id)
    buttons = {
        "good": "Pay with a good card",
        "asks": "Pay and confirm",
        "refused": "Pay with a refused card",
    }
    text = f"{invoice['amount_due'] / 100:.2f} {invoice['currency']}, {invoice['status']}"
    return 200, _html(
        f"Invoice {invoice['number']}", text=text, buttons=buttons if invoice["status"] == "open" else {}
    )


def _do_invoice(stripe: FakeStripe, form: Form, invoice_id: str) -> Page:
    kinds = {"good": cards.GOOD, "asks": cards.AUTHENTICATION}
    number = kinds.get(form.get("action", ""), cards.DECLINED)
    payments.pay(stripe, invoices.open_one(stripe, invoice_id), number=number, holder_is_there=True)
    return _see_invoice(stripe, invoice_id)


def _see_pdf(stripe: FakeStripe, invoice_id: str) -> Page:
    return 200, f"Invoice {stripe.store.get('invoice', invoice_id)['number']} as it would be printed."


def _do_nothing(stripe: FakeStripe, form: Form, object_id: str) -> Page:
    return 405, _html("This is only to be read.")


ID = r"([\w-]+)"
PAGES: list[tuple[str, Callable[..., Page], Callable[..., Page]]] = [
    (rf"/c/pay/{ID}", _see_checkout, _do_checkout),
    (rf"/p/session/{ID}", _see_portal, _do_portal),
    (rf"/i/{ID}", _see_invoice, _do_invoice),
    (rf"/i/{ID}/pdf", _see_pdf, _do_nothing),
]
