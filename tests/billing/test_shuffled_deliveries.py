"""A thousand deliveries in any order, twice, a day late or never: every account ends with the right plan."""

from __future__ import annotations

import heapq
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import RequestFactory

from billing import subscriptions
from billing.following import events as stripe_events
from billing.following import reconciling
from billing.models import StripeEvent, Subscription
from billing.plans import FREE
from billing.views import stripe_webhook
from tests.billing.stripe_fake.subscriptions import end
from tests.billing.subscribers import OFFERS, change, hold, subscriber

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]

REQUESTS = RequestFactory()
DELIVERIES = 1_000
CUSTOMERS = 12
AT_A_TIME = 50  # deliveries that workers find waiting together
WORKERS = 3
LOST = 0.15
DAY = 24 * 3600
ENDED = {"canceled", "unpaid", "incomplete_expired"}


class Life:
    """One customer's history at Stripe, a step at a time; `plan` is what it comes to."""

    def __init__(self, stripe, customer, dice):
        self.stripe, self.customer, self.dice = stripe, customer, dice
        self.held = None
        self.offer = None

    @property
    def plan(self):
        alive = self.held is not None and self.held["status"] not in ENDED
        return self.offer.plan if alive else FREE

    def step(self):
        """Something happens; the event that tells of it, as it is at that moment."""
        steps = [self.change, self.fail, self.end, self.cancel_later, self.stop_paying]
        self.dice.choice(steps)() if self.plan != FREE else self.buy()
        return next(reversed(self.stripe.store.objects.values()))

    def buy(self):
        if self.held is not None and self.held["status"] == "unpaid":
            end(self.stripe, self.held)
        self.offer = self.dice.choice(list(OFFERS.values()))
        self.held = hold(self.stripe, self.customer, self.offer)
        self.tell("created")

    def change(self):
        self.offer = self.dice.choice(list(OFFERS.values()))
        change(self.stripe, self.held, self.offer)
        self.held["status"] = "active"
        self.tell("updated")

    def fail(self):
        self.held["status"] = "past_due"
        self.stripe.emit("invoice.payment_failed", self.held)

    def cancel_later(self):
        self.held["cancel_at_period_end"] = not self.held["cancel_at_period_end"]
        self.tell("updated")

    def stop_paying(self):
        self.held["status"] = "unpaid"
        self.tell("updated")

    def end(self):
        end(self.stripe, self.held)
        self.tell("deleted")

    def tell(self, what):
        self.stripe.emit(f"customer.subscription.{what}", self.held)


@pytest.fixture
def lives(stripe, settings):
    settings.GRACE_DAYS = 10_000  # what is past due stays so for as long as this takes
    dice = random.Random(20261123)
    return [Life(stripe, subscriber(f"customer{number}"), dice) for number in range(CUSTOMERS)]


def post(stripe, told):
    """To the view itself: what stands before it has its own tests."""
    body, signature = stripe.signed(told)
    headers = {"Stripe-Signature": signature}
    request = REQUESTS.post("/", body, content_type="application/json", headers=headers)
    assert stripe_webhook.receive(request).status_code == 200


def work_off(now):
    """Three workers, who take what waits in an order of their own, some of it twice."""
    waiting = list(StripeEvent.objects.filter(done_at=None).values_list("pk", flat=True)) * 2
    random.Random(len(waiting)).shuffle(waiting)

    def work(pks):
        try:
            for pk in pks:
                stripe_events.apply(pk=pk, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(work, [waiting[number::WORKERS] for number in range(WORKERS)]))


def deliveries(told, at, dice):
    """When an event arrives: never, once or several times, at once or up to a day later."""
    if dice.random() < LOST:
        return []
    times = dice.choice([1, 1, 2, 3])
    return [at + dice.choice([0, dice.randrange(600), dice.randrange(DAY)]) for _ in range(times)]


def happen(stripe, lives, dice):
    """Lets the histories and the deliveries of their events run their course, mixed by the clock."""
    due, made, number = [], 0, 0
    clock = start = stripe.store.now
    while made < DELIVERIES:
        clock += dice.randrange(1_500)
        stripe.store.ahead += clock - stripe.store.now
        told = dice.choice(lives).step()
        for at in deliveries(told, clock, dice):
            number += 1
            heapq.heappush(due, (at, number, told))
        while due and due[0][0] <= clock and made < DELIVERIES:
            post(stripe, heapq.heappop(due)[2])
            made += 1
            if made % AT_A_TIME == 0:
                work_off(moment(clock))
    assert clock - start > 5 * DAY
    for _, _, told in due:
        post(stripe, told)
    work_off(moment(clock))
    return moment(clock)


def moment(seconds):
    return datetime.fromtimestamp(seconds, tz=UTC)


def plans(lives, *, now):
    return [subscriptions.plan_for(life.customer.user, now=now).code for life in lives]


def test_a_thousand_deliveries_end_in_the_right_plans(stripe, lives):
    dice = random.Random(7)
    now = happen(stripe, lives, dice)
    wanted = [life.plan.code for life in lives]
    assert len(set(wanted)) == 3
    told_last = [life for life in lives if knows_the_end(life)]
    assert len(told_last) > CUSTOMERS / 2
    assert plans(told_last, now=now) == [life.plan.code for life in told_last]

    reconciling.catch_up(now=now)
    work_off(now)
    assert plans(lives, now=now) == wanted
    assert Subscription.objects.count() <= CUSTOMERS
    assert not StripeEvent.objects.filter(done_at=None).exists()


def knows_the_end(life):
    """Whether the last event of a customer arrived; what was lost before it does not matter."""
    last = [
        each
        for each in life.stripe.events()
        if each["data"]["object"].get("customer") == life.customer.stripe_id
    ][-1]
    return StripeEvent.objects.filter(event_id=last["id"]).exists()
