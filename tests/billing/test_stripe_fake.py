"""The Stripe of the tests: the library's own shapes, and what Stripe refuses."""

import pytest
import stripe as library

from tests.billing.stripe_fake.expanding import shown
from tests.billing.stripe_fake.server import SECRET_KEY
from tests.billing.stripe_fake.shapes import misfits

MONTHLY = {"interval": "month"}


@pytest.fixture
def api(stripe):
    return library.StripeClient(SECRET_KEY, base_addresses={"api": stripe.url}).v1


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


def test_what_is_answered_has_the_shape_that_the_library_declares(api, stripe, customer):
    api.products.create({"id": "pro", "name": "Pro"})
    price(api)
    api.webhook_endpoints.create({"url": "https://ocr.example.com/", "enabled_events": ["invoice.paid"]})
    api.billing_portal.configurations.create({"features": {"invoice_history": {"enabled": True}}})
    api.billing_portal.sessions.create({"customer": customer.id})
    assert_all_have_their_shape(stripe)


def assert_all_have_their_shape(stripe):
    bodies = [shown(each, stripe.store, []) for each in stripe.store.objects.values()]
    assert "\n".join(each for body in bodies for each in misfits(body)) == ""
