"""What plans cost is Stripe's to say, and no page waits for Stripe to say it."""

import threading
import time

import pytest
from django.core.cache import cache

from billing import catalogue, money
from billing.gateway.errors import NotConfigured, StripeUnreachable
from billing.selling import prices
from tests.billing.shop import stock

pytestmark = pytest.mark.django_db

ASKED = "GET /v1/prices"


@pytest.fixture
def shop(stripe):
    return stock(stripe)


def an_hour_passes():
    """What says that the answer is fresh runs out; the answer itself is kept longer."""
    cache.delete_many([prices._key(name, "asked") for name in ("prices", "portal")])


def test_every_offer_has_its_price(stripe, shop):
    for offer in catalogue.OFFERS:
        found = prices.of(offer)
        assert (found.id, found.amount) == (shop[offer.lookup_key]["id"], offer.amount)
        assert (found.currency, found.interval, found.tax_behavior) == ("eur", offer.interval, "exclusive")


def test_stripe_is_asked_once_for_all_of_them_and_again_after_an_hour(stripe, shop):
    for _ in range(3):
        prices.held()
    assert len(stripe.calls(ASKED)) == 1
    an_hour_passes()
    prices.held()
    assert len(stripe.calls(ASKED)) == 2


def test_prices_no_longer_for_sale_are_none(stripe, shop):
    shop["pro_monthly"]["active"] = False
    with pytest.raises(prices.NotForSale, match="no price pro_monthly"):
        prices.of(catalogue.OFFERS[0])


def test_while_stripe_cannot_be_reached_they_are_those_of_before(stripe, shop):
    before = prices.held()
    an_hour_passes()
    stripe.fail("/v1/prices")
    assert prices.held() == before
    assert prices.held() == before
    assert len(stripe.calls(ASKED)) == 2  # and is left alone for a minute


def test_without_any_before_it_says_so_and_leaves_stripe_alone_for_a_minute(stripe):
    stripe.fail("/v1/prices")
    for _ in range(2):
        with pytest.raises(StripeUnreachable):
            prices.held()
    assert len(stripe.calls(ASKED)) == 1


@pytest.mark.slow
def test_a_stripe_that_is_slow_is_not_waited_for(stripe, shop):
    stripe.fail("/v1/prices", seconds=6)
    begun = time.monotonic()
    with pytest.raises(StripeUnreachable):
        prices.held()
    assert time.monotonic() - begun < 5.5


@pytest.mark.django_db(transaction=True)
def test_one_asks_while_the_others_have_what_was_before(stripe, shop):
    prices.held()
    an_hour_passes()
    stripe.fail("/v1/prices", seconds=2, after_the_fact=True, status=500)
    asking = threading.Thread(target=_held)
    asking.start()
    while len(stripe.calls(ASKED)) < 2:
        time.sleep(0.01)
    assert len(prices.held()) == 4
    assert asking.is_alive()
    asking.join()


def _held():
    from django.db import connection

    prices.held()
    connection.close()


def test_another_key_is_another_shop(stripe, shop, settings):
    prices.held()
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(NotConfigured):
        prices.held()


def test_what_was_forgotten_is_asked_for_again(stripe, shop):
    prices.held()
    prices.forget()
    prices.held()
    assert len(stripe.calls(ASKED)) == 2


def test_before_the_setup_the_portal_is_stripes_own(stripe):
    assert prices.portal_configuration() == ""


@pytest.mark.parametrize(
    ("amount", "currency", "short", "exact"),
    [
        (29_00, "eur", "€29", "€29.00"),
        (29_50, "eur", "€29.50", "€29.50"),
        (1_490_00, "usd", "$1,490", "$1,490.00"),
        (-12_05, "gbp", "−£12.05", "−£12.05"),
        (0, "eur", "€0", "€0.00"),
        (2900, "jpy", "¥2,900", "¥2,900"),
        (29_00, "sek", "SEK 29", "SEK 29.00"),
    ],
)
def test_money_is_written_as_people_write_it(amount, currency, short, exact):
    assert (money.short(amount, currency), money.exact(amount, currency)) == (short, exact)
