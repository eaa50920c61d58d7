"""Several who look at one customer at the same moment: one subscription, one row, and the newest answer."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from billing import subscriptions
from billing.following import events as stripe_events
from billing.following import syncing
from billing.models import Customer, Letter, StripeEvent, Subscription
from billing.plans import BUSINESS, PRO
from tests.at_once import at_once
from tests.billing.subscribers import BUSINESS_MONTHLY, PRO_MONTHLY, change, hold, subscriber

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]


@pytest.fixture
def alice(stripe):
    return subscriber("alice")


def sync(customer):
    return syncing.sync(customer, now=timezone.now())


def deliver(stripe, about, kind="customer.subscription.updated"):
    stripe.emit(kind, about)
    body, signature = stripe.signed(stripe.events()[-1])
    headers = {"Stripe-Signature": signature}
    return Client().post("/billing/stripe/webhook/", body, content_type="application/json", headers=headers)


def apply_all():
    for pk in StripeEvent.objects.filter(done_at=None).values_list("pk", flat=True):
        stripe_events.apply(pk=pk, now=timezone.now())


def plan(customer):
    return subscriptions.plan_for(customer.user, now=timezone.now())


def test_an_answer_that_was_long_on_its_way_does_not_replace_a_newer_one(stripe, alice):
    held = hold(stripe, alice, PRO_MONTHLY)
    stripe.fail("/v1/subscriptions", held_back=True, seconds=1)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(lambda: (sync(alice), connection.close())[0])
        while not stripe.calls("GET /v1/subscriptions"):
            time.sleep(0.01)
        change(stripe, held, BUSINESS_MONTHLY)
        assert sync(alice).plan_code == "business"
        assert slow.result().plan_code == "business"
    assert plan(alice) == BUSINESS
    assert len(stripe.calls("GET /v1/subscriptions")) == 3  # the slow one asked again
    assert Customer.objects.get().syncs == 2


def test_of_two_workers_on_one_event_one_looks(stripe, alice):
    deliver(stripe, hold(stripe, alice, PRO_MONTHLY))
    stripe.fail("/v1/subscriptions", held_back=True, seconds=0.3)
    [pk] = StripeEvent.objects.values_list("pk", flat=True)
    at_once(*[lambda: stripe_events.apply(pk=pk, now=timezone.now())] * 4)
    assert len(stripe.calls("GET /v1/subscriptions")) == 1
    row = StripeEvent.objects.get()
    assert (row.done_at is not None, row.tries) == (True, 1)
    assert plan(alice) == PRO


def test_events_and_the_page_after_the_checkout_make_one_row(stripe, alice):
    """Every kind of event that a checkout brings, each with a worker, and the page beside them, twice."""
    held = hold(stripe, alice, PRO_MONTHLY)

    def event(kind):
        return lambda: (deliver(stripe, held, kind), apply_all())

    kinds = ["checkout.session.completed", "customer.subscription.created", "invoice.paid"]
    at_once(*[event(kind) for kind in kinds], *[lambda: sync(alice)] * 2)
    row = Subscription.objects.get()
    assert (row.plan_code, row.stripe_id) == ("pro", held["id"])
    assert not StripeEvent.objects.filter(done_at=None).exists()
    assert plan(alice) == PRO


def test_eight_at_once_all_come_to_the_same_answer(stripe, alice):
    hold(stripe, alice, PRO_MONTHLY, status="past_due")
    rows = at_once(*[lambda: sync(alice)] * 8)
    assert {row.plan_code for row in rows} == {"pro"}
    assert Subscription.objects.count() == 1
    assert Letter.objects.count() == 1


def test_one_event_delivered_by_eight_connections_is_written_once(stripe, alice):
    stripe.emit("invoice.paid", hold(stripe, alice, PRO_MONTHLY))
    body, signature = stripe.signed(stripe.events()[-1])
    headers = {"Stripe-Signature": signature}
    address = "/billing/stripe/webhook/"
    answers = at_once(
        *[lambda: Client().post(address, body, content_type="application/json", headers=headers)] * 8
    )
    assert [answer.status_code for answer in answers] == [200] * 8
    assert sorted(answer.content for answer in answers) == [b"Known.\n"] * 7 + [b"Noted.\n"]
    assert StripeEvent.objects.count() == 1
