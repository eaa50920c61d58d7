"""Stripe's own pages: one way there, and what was done there counts on the way back."""

import pytest
from django.core.management import call_command

from tests.billing.stripe_fake import cards

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal(shop):
    """As `manage.py stripe_setup` leaves it."""
    call_command("stripe_setup")
    shop.requests.clear()
    return shop.store.all("billing_portal.configuration")[0]


def test_it_opens_for_the_account_s_own_customer_and_leads_back(shop, portal, alice):
    address = alice.post("/plan/portal")["Location"]
    [asked] = shop.calls("POST /v1/billing_portal/sessions")
    assert asked.form == {
        "customer": alice.customer.stripe_id,
        "configuration": portal["id"],
        "return_url": "http://testserver/plan/refreshed",
    }
    [session] = shop.store.all("billing_portal.session")
    assert address == session["url"]


def test_an_end_that_was_set_there_is_known_on_the_way_back(shop, alice):
    held = shop.store.objects[alice.row.stripe_id]
    held.update(cancel_at_period_end=True, cancel_at=int(alice.row.period_end.timestamp()))
    assert "It ends on" in alice.see("/plan/refreshed")
    assert alice.row.cancel_at is not None


def test_a_card_that_was_changed_there_is_shown_on_the_way_back(shop, alice):
    cards.make_default(shop, alice.customer.stripe_id, cards.AUTHENTICATION)
    assert "ending in 3184" in alice.see("/plan/refreshed")


def test_stripe_away_is_said_on_the_plan_page(shop, portal, alice):
    shop.fail("/v1/billing_portal/sessions", times=3)
    assert "Stripe did not answer." in alice.do("/plan/portal")
    shop.fail("/v1/subscriptions", times=3)
    assert "Stripe did not answer." in alice.see("/plan/refreshed")


def test_charlie_gets_to_his_own_pages_only(shop, portal, alice, charlie):
    charlie.post("/plan/portal")
    [asked] = shop.calls("POST /v1/billing_portal/sessions")
    assert asked.form["customer"] == charlie.customer.stripe_id != alice.customer.stripe_id
