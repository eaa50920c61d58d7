"""The Stripe of the tests: the library's own shapes, and what Stripe refuses."""

import pytest
import stripe as library

from tests.billing.shop import stock
from tests.billing.stripe_fake import cards, previews
from tests.billing.stripe_fake.expanding import ON_DEMAND, shown
from tests.billing.stripe_fake.server import WEBHOOK_SECRET
from tests.billing.stripe_fake.shapes import misfits

MONTHLY = {"interval": "month"}


@pytest.fixture
def api(stripe):
    return library.StripeClient(stripe.secret_key, base_addresses={"api": stripe.url}).v1


@pytest.fixture
def customer(api):
    return api.customers.create({"email": "alice@example.com"})


def refusal(call, *arguments, **named):
    with pytest.raises(library.InvalidRequestError) as caught:
        call(*arguments, **named)
    return caught.value


def price(api, **values):
    given = {"product": "pro", "currency": "eur", "unit_amount": 2900, "recurring": MONTHLY, **values}
    return api.prices.create(given)


@pytest.fixture
def prices(stripe):
    return {key: price["id"] for key, price in stock(stripe).items()}


def bought(api, stripe, customer, price, card=cards.GOOD):
    session = checkout(api, customer=customer.id, line_items=[{"price": price, "quantity": 1}])
    return stripe.pay(session.id, card=card)["subscription"]


def checkout(api, **values):
    back = {"success_url": "https://ocr.example.com/?s={CHECKOUT_SESSION_ID}"}
    return api.checkout.sessions.create({"mode": "subscription", **back, **values})


def change(api, subscription, price, **values):
    [item] = api.subscriptions.retrieve(subscription)["items"].data
    given = {"items": [{"id": item.id, "price": price}], "proration_behavior": "always_invoice", **values}
    return api.subscriptions.update(subscription, given)


def schedule_downgrade(api, subscription, price):
    made = api.subscription_schedules.create({"from_subscription": subscription})
    now = made.phases[0]
    first = {
        "items": [{"price": now["items"][0].price}],
        "start_date": now.start_date,
        "end_date": now.end_date,
    }
    return api.subscription_schedules.update(made.id, {"phases": [first, {"items": [{"price": price}]}]})


def test_a_parameter_that_stripe_does_not_know_is_refused(api):
    refused = refusal(api.customers.create, {"mail": "alice@example.com"})
    assert (refused.code, refused.param) == ("parameter_unknown", "mail")
    assert refusal(api.products.create, {}).code == "parameter_missing"
    nested = {"features": {"invoice_history": {"on": True}}}
    assert refusal(api.billing_portal.configurations.create, nested).code == "parameter_unknown"


def test_a_word_that_stripe_does_not_know_is_refused(api, stripe):
    endpoint = {"url": "https://ocr.example.com/hook", "enabled_events": ["invoice.payed"]}
    assert "enabled_events" in str(refusal(api.webhook_endpoints.create, endpoint))


def test_a_products_id_can_be_ours_and_is_taken_once(api):
    made = api.products.create({"id": "pro", "name": "Pro"})
    assert made.id == "pro"
    assert refusal(api.products.create, {"id": "pro", "name": "Pro"}).code == "resource_already_exists"


def test_a_lookup_key_moves_only_when_it_is_told_to(api):
    api.products.create({"id": "pro", "name": "Pro"})
    first = price(api, lookup_key="pro_monthly")
    assert refusal(price, api, lookup_key="pro_monthly").code == "resource_already_exists"
    second = price(api, lookup_key="pro_monthly", transfer_lookup_key=True, unit_amount=3900)
    [found] = api.prices.list({"lookup_keys": ["pro_monthly"]}).data
    assert (found.id, api.prices.retrieve(first.id).lookup_key) == (second.id, None)


def test_a_prices_amount_never_changes(api):
    api.products.create({"id": "pro", "name": "Pro"})
    refused = refusal(api.prices.update, price(api).id, {"unit_amount": 1})
    assert refused.code == "parameter_unknown"


def test_the_secret_of_a_webhook_endpoint_is_told_once(api):
    given = {"url": "https://ocr.example.com/hook", "enabled_events": ["invoice.paid"]}
    made = api.webhook_endpoints.create(given)
    assert made.secret
    assert "secret" not in api.webhook_endpoints.retrieve(made.id)


def test_the_clock_of_signatures_is_the_receivers(api, stripe, customer):
    stripe.advance(days=400)
    body, signature = stripe.signed(stripe.events("customer.created")[0])
    assert library.Webhook.construct_event(body, signature, WEBHOOK_SECRET).type == "customer.created"


def test_what_is_answered_has_the_shape_that_the_library_declares(api, stripe, customer, prices):
    """One life, with all that may happen in it."""
    api.webhook_endpoints.create({"url": "https://ocr.example.com/", "enabled_events": ["invoice.paid"]})
    api.billing_portal.configurations.create({"features": {"invoice_history": {"enabled": True}}})
    subscription = bought(api, stripe, customer, prices["pro_monthly"])
    flow = {"type": "subscription_cancel", "subscription_cancel": {"subscription": subscription}}
    api.billing_portal.sessions.create({"customer": customer.id, "flow_data": flow})
    stripe.change_card(customer.id, cards.FAILS_LATER)
    change(api, subscription, prices["business_monthly"], payment_behavior="pending_if_incomplete")
    preview = {"subscription": subscription, "expand": ["payments"]}
    assert misfits(shown(previews.create(stripe, preview), stripe.store, [])) == []
    stripe.pay_invoice(api.subscriptions.retrieve(subscription).latest_invoice, card=cards.GOOD)
    schedule_downgrade(api, subscription, prices["pro_yearly"])
    stripe.advance(days=70)
    assert_all_have_their_shape(stripe)


def assert_all_have_their_shape(stripe):
    every = [*stripe.store.objects.values()]
    bodies = [shown(each, stripe.store, ON_DEMAND.get(each["object"], [])) for each in every]
    assert not "\n".join(sorted({each for body in bodies for each in misfits(body)}))
