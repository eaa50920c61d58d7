"""Many clicks at the same moment: one customer, one page to pay at, one subscription, one charge."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from billing import catalogue
from billing.gateway.errors import StripeFailed
from billing.models import CheckoutAttempt, Customer, Subscription
from billing.selling import checkout, downgrading, prices, quotes, standing, upgrading
from tests.billing import shop as shelves
from tests.billing.buyers import payer, visitor
from tests.billing.subscribers import BUSINESS_MONTHLY, PRO_MONTHLY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack, pytest.mark.slow]
THREADS = 8


@pytest.fixture
def shop(stripe, transactional_db):
    shelves.stock(stripe)
    prices.held()  # while they were never known, one of many who ask is answered: not what this is about
    return stripe


def at_once(action):
    """What became of `action(number)` in eight threads at once: its answers, and the names of refusals."""

    def attempt(number):
        try:
            return action(number)
        except (checkout.Superseded, checkout.AlreadySubscribed, quotes.Stale, StripeFailed) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(attempt, range(THREADS)))


def buy(user, offer):
    done, back = "http://testserver/checkout/done", "http://testserver/pricing"
    return checkout.begin(user=user, offer=offer, done_url=done, back_url=back, now=timezone.now())


def test_one_offer_in_many_tabs_is_one_page(shop):
    bob = visitor("bob", shop).user
    pages = at_once(lambda _: buy(bob, PRO_MONTHLY))
    [session] = shop.store.all("checkout.session")
    assert set(pages) == {session["url"]}
    assert len(shop.store.all("customer")) == Customer.objects.count() == 1
    assert CheckoutAttempt.objects.get().session_id == session["id"]


def test_several_offers_at_once_leave_one_page_at_most_that_can_be_paid(shop):
    bob = visitor("bob", shop)
    at_once(lambda number: buy(bob.user, catalogue.OFFERS[number % 4]))
    buy(bob.user, PRO_MONTHLY)
    [session] = shop.store.all("checkout.session", status="open")
    shop.pay(session["id"])
    bob.sync()
    assert (bob.plan, Subscription.objects.count()) == ("pro", 1)
    assert CheckoutAttempt.objects.filter(closed_at=None).count() == 1


def test_coming_back_in_many_tabs_is_one_subscription(shop):
    bob = visitor("bob", shop)
    buy(bob.user, PRO_MONTHLY)
    [session] = shop.store.all("checkout.session")
    shop.pay(session["id"])
    back = at_once(lambda _: checkout.come_back(user=bob.user, session_id=session["id"], now=timezone.now()))
    assert all(each.is_done for each in back)
    assert (bob.plan, Subscription.objects.count()) == ("pro", 1)


def test_a_change_confirmed_many_times_is_made_and_charged_once(shop):
    alice = payer("alice", shop, PRO_MONTHLY)
    now = timezone.now()
    asked = upgrading.ask(alice.row, BUSINESS_MONTHLY, now=now)
    rows = at_once(lambda _: upgrading.confirm(user=alice.user, quote=asked.quote, now=now))
    assert {row.plan_code for row in rows} == {"business"}
    assert len(shop.store.all("invoice")) == 2  # of the beginning, and of the change
    assert len(shop.store.all("invoice", billing_reason="subscription_update")) == 1


def test_a_downgrade_confirmed_many_times_is_planned_once(shop):
    alice = payer("alice", shop, BUSINESS_MONTHLY)
    now = timezone.now()
    asked = downgrading.ask(alice.row, PRO_MONTHLY, now=now)
    at_once(lambda _: downgrading.confirm(user=alice.user, quote=asked.quote, now=now))
    row = standing.refreshed(alice.user, now=now)
    assert (row.plan_code, row.next_plan_code) == ("business", "pro")
    assert len(shop.store.all("subscription_schedule", status="active")) == 1
    assert len(shop.store.all("subscription_schedule")[0]["phases"]) == 2


def test_an_end_confirmed_many_times_ends_it_once(shop):
    alice = payer("alice", shop, PRO_MONTHLY)
    now = timezone.now()
    quote = downgrading.ask_end(alice.row, now=now)
    rows = at_once(lambda _: downgrading.confirm_end(user=alice.user, quote=quote, now=now))
    assert {bool(row.cancel_at) for row in rows} == {True}
    assert alice.plan == "pro"
