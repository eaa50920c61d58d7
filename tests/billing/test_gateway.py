"""Stripe's own library against a server that answers as Stripe does, and what its errors mean to us."""

import uuid

import pytest

from billing import catalogue
from billing.gateway import customers, subscriptions
from billing.gateway.errors import CardRefused, NotConfigured, StripeRefused, StripeUnreachable
from tests.billing.stripe_fake.subscriptions import begin

KEY = uuid.UUID(int=7)


def price(stripe, offer):
    return stripe.store.add(
        "price",
        active=True,
        currency=catalogue.CURRENCY,
        lookup_key=offer.lookup_key,
        product=catalogue.product_id(offer.plan),
        recurring={"interval": offer.interval, "interval_count": 1, "usage_type": "licensed"},
        type="recurring",
        unit_amount=offer.amount,
    )


def create():
    return customers.create(email="alice@example.com", account=1, key=KEY)


def test_a_customer_is_made_once_however_often_it_is_asked_for(stripe):
    assert create() == create()
    first, second = stripe.calls("POST /v1/customers")
    assert first.idempotency_key == second.idempotency_key == f"customer-{KEY}"
    assert first.form == {"email": "alice@example.com", "metadata": {"account": "1"}}
    assert first.version == "2026-10-28.endive"
    assert len(stripe.store.all("customer")) == 1


def test_what_a_customer_holds_is_told_in_our_words(stripe):
    customer = create()
    for offer in catalogue.OFFERS[:2]:
        begin(stripe, customer=customer, price=price(stripe, offer))
    [older, newer] = subscriptions.held_by(customer)
    assert (older.status, older.interval, older.product_id) == ("active", "month", "invoice_ocr_pro")
    assert (newer.interval, newer.cancel_at, newer.schedule_id) == ("year", None, "")
    assert (older.period_end - older.created).days == 30
    subscriptions.cancel_now(older.id)
    assert [each.is_live for each in subscriptions.held_by(customer)] == [False, True]


def test_without_a_key_nothing_is_asked(settings):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(NotConfigured):
        create()


def test_a_stripe_that_stumbles_is_asked_again_under_the_same_key(stripe):
    stripe.fail("/v1/customers", times=2)
    assert create().startswith("cus_")
    assert len({each.idempotency_key for each in stripe.requests}) == 1


@pytest.mark.parametrize(
    ("how", "raised"),
    [
        ({"status": 500}, StripeUnreachable),
        ({"status": 429, "type": "rate_limit_error"}, StripeUnreachable),
        ({"status": 409, "type": "idempotency_error"}, StripeUnreachable),
        ({"hang_up": True}, StripeUnreachable),
        ({"status": 400, "type": "invalid_request_error", "code": "parameter_unknown"}, StripeRefused),
        ({"status": 401, "type": "invalid_request_error"}, StripeRefused),
        ({"status": 402, "type": "card_error", "code": "card_declined"}, CardRefused),
    ],
)
def test_its_errors_are_three(stripe, how, raised):
    stripe.fail("/v1/customers", times=9, **how)
    with pytest.raises(raised) as caught:
        create()
    assert type(caught.value) is raised
