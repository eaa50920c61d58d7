"""A worker that is killed while Stripe is asked: its event is applied by the next one."""

import os
import signal
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from billing import chores, subscriptions
from billing.following import events as stripe_events
from billing.models import StripeEvent
from billing.plans import FREE, PRO
from tests.billing.subscribers import PRO_MONTHLY, hold, subscriber
from tests.billing.workers import workers
from tests.waiting import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]


def deliver(stripe):
    body, signature = stripe.signed(stripe.events()[-1])
    headers = {"Stripe-Signature": signature}
    address = "/billing/stripe/webhook/"
    return Client().post(address, body, content_type="application/json", headers=headers)


def pass_time(pause):
    """As if the rows were so much older."""
    StripeEvent.objects.update(next_try_at=F("next_try_at") - pause, nudged_at=F("nudged_at") - pause)


def test_what_a_killed_worker_began_is_done_by_another(stripe):
    alice = subscriber("alice")
    stripe.emit("customer.subscription.created", hold(stripe, alice, PRO_MONTHLY))
    deliver(stripe)
    stripe.fail("/v1/subscriptions", held_back=True, seconds=30)
    with workers(stripe) as victim:
        until(lambda: stripe.calls("GET /v1/subscriptions"))
        os.killpg(victim.pid, signal.SIGKILL)
    assert plan(alice) == FREE
    pass_time(chores.PAUSES[0] + timedelta(minutes=1))
    stripe_events.nudge(now=timezone.now())
    with workers(stripe):
        until(lambda: plan(alice) == PRO)
        until(lambda: StripeEvent.objects.get().done_at is not None)
    assert StripeEvent.objects.get().tries == 2


def plan(customer):
    return subscriptions.plan_for(customer.user, now=timezone.now())
