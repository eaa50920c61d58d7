"""`manage.py stripe_setup` makes Stripe's side equal to ours: once, again, and after it was broken off."""

import uuid

import pytest
from django.core.management import CommandError, call_command

from billing.catalogue import OFFERS, SOLD, product_id
from billing.following import events as stripe_events
from billing.gateway import customers
from billing.gateway.events import LISTENED
from billing.selling import prices
from tests.billing.stripe_fake.subscriptions import begin

pytestmark = pytest.mark.django_db

KINDS = ("product", "price", "billing_portal.configuration", "webhook_endpoint")
URL = "https://ocr.example.com/billing/stripe/webhook/"


@pytest.fixture(autouse=True)
def public_site(settings):
    settings.SITE_URL = "https://ocr.example.com"


@pytest.fixture
def run(capsys):
    def run_it(*options):
        call_command("stripe_setup", *options)
        return capsys.readouterr().out

    return run_it


def made(stripe):
    """All that is there, without what differs from one run to the next."""
    found = [each for kind in KINDS for each in stripe.store.all(kind)]
    return [
        {name: value for name, value in each.items() if name not in {"created", "updated"}} for each in found
    ]


def writes(stripe):
    return [str(each) for each in stripe.requests if each.method != "GET"]


def on_sale(stripe, key):
    [found] = [each for each in stripe.store.all("price", active=True) if each["lookup_key"] == key]
    return found


class TestTheFirstTime:
    def test_products_have_our_ids(self, stripe, run):
        run()
        assert {each["id"] for each in stripe.store.all("product")} == {product_id(plan) for plan in SOLD}

    def test_each_offer_has_a_price_under_its_key_without_tax(self, stripe, run):
        run()
        for offer in OFFERS:
            price = on_sale(stripe, offer.lookup_key)
            assert (price["unit_amount"], price["currency"]) == (offer.amount, "eur")
            assert (price["recurring"]["interval"], price["tax_behavior"]) == (offer.interval, "exclusive")
            assert price["product"] == product_id(offer.plan)

    def test_the_portal_leaves_plans_to_our_pages(self, stripe, run):
        run()
        [portal] = stripe.store.all("billing_portal.configuration")
        on = {name for name, feature in portal["features"].items() if feature["enabled"]}
        assert on == {"customer_update", "invoice_history", "payment_method_update", "subscription_cancel"}
        assert portal["features"]["subscription_cancel"]["mode"] == "at_period_end"
        assert set(portal["features"]["customer_update"]["allowed_updates"]) == {
            "address",
            "email",
            "name",
            "tax_id",
        }
        assert prices.portal_configuration() == portal["id"]

    def test_events_that_concern_us_are_sent_in_our_version(self, stripe, run):
        run()
        [endpoint] = stripe.store.all("webhook_endpoint")
        assert (endpoint["url"], endpoint["api_version"]) == (URL, "2026-10-28.endive")
        assert set(endpoint["enabled_events"]) == set(LISTENED)
        assert all(each.startswith(stripe_events.TELLING) for each in LISTENED)

    def test_it_says_what_it_made_and_the_secret(self, stripe, run, settings):
        settings.STRIPE_WEBHOOK_SECRET = ""
        output = run()
        assert "Product Invoice OCR Pro: made" in output
        assert "Price pro_monthly, €29.00 a month: made" in output
        [endpoint] = stripe.store.all("webhook_endpoint")
        assert f"STRIPE_WEBHOOK_SECRET=whsec_of_{endpoint['id']}\n" in output
        assert "STRIPE_WEBHOOK_SECRET is not set" not in output
        assert "for 14 days at most (GRACE_DAYS), then cancel" in output


class TestAgain:
    def test_nothing_is_changed(self, stripe, run):
        run()
        before, asked = made(stripe), len(writes(stripe))
        output = run()
        assert (made(stripe), len(writes(stripe))) == (before, asked)
        assert ": made" not in output
        assert "whsec" not in output

    @pytest.mark.parametrize("after_the_fact", [False, True])
    @pytest.mark.parametrize("number", range(8))
    def test_broken_off_anywhere_it_ends_the_same(self, stripe, run, number, after_the_fact):
        """As if the process was killed before or after Stripe did the next thing."""
        stripe.fail("/v1/.*", method="POST", after=number, status=400, after_the_fact=after_the_fact)
        with pytest.raises(CommandError):
            run()
        run()
        keys = [each["lookup_key"] for each in stripe.store.all("price", active=True)]
        assert sorted(keys) == sorted(offer.lookup_key for offer in OFFERS)
        assert [len(stripe.store.all(kind)) for kind in KINDS] == [2, 4, 1, 1]

    def test_what_was_switched_off_by_hand_is_on_again(self, stripe, run):
        run()
        stripe.store.all("product")[0]["active"] = False
        stripe.store.all("webhook_endpoint")[0]["status"] = "disabled"
        stripe.store.all("billing_portal.configuration")[0]["features"]["invoice_history"]["enabled"] = False
        output = run()
        assert output.count(": changed") == 3
        assert run().count(": changed") == 0

    def test_what_the_owner_made_is_left_alone(self, stripe, run):
        run()
        special = stripe.store.add("price", **{**bare(on_sale(stripe, "pro_monthly")), "unit_amount": 1900})
        run()
        assert special["active"]


class TestAnotherAmount:
    @pytest.fixture
    def cheaper_before(self, stripe, run):
        """Stripe's prices are those that the table had before."""
        run()
        for price in stripe.store.all("price"):
            price["unit_amount"] -= 10_00
        prices.forget()

    def test_is_another_price_under_the_same_key(self, stripe, run, cheaper_before):
        old = on_sale(stripe, "pro_monthly")
        output = run()
        new = on_sale(stripe, "pro_monthly")
        assert (new["unit_amount"], old["active"], old["lookup_key"]) == (29_00, False, None)
        assert "Price pro_monthly, €29.00 a month: made (instead of €19.00)" in output
        assert (
            "Price pro_monthly, €19.00 a month: no longer for sale (subscriptions that run keep it)" in output
        )

    def test_leaves_subscriptions_that_run_as_they_are(self, stripe, run, cheaper_before):
        alice = customers.create(email="alice@example.com", account=1, key=uuid.UUID(int=1))
        held = begin(stripe, customer=alice, price=on_sale(stripe, "pro_monthly"))
        run()
        assert held["items"]["data"][0]["price"]["unit_amount"] == 19_00

    def test_counts_at_once_on_our_pages(self, stripe, run, cheaper_before):
        assert prices.held()["pro_monthly"].amount == 19_00
        run()
        assert prices.held()["pro_monthly"].amount == 29_00

    def test_broken_off_before_the_old_one_is_retired_it_is_the_next_time(self, stripe, run, cheaper_before):
        stripe.fail(r"/v1/prices/price_\d+", method="POST", status=400)
        with pytest.raises(CommandError):
            run()
        assert len(stripe.store.all("price", active=True)) > 4
        run()
        assert len(stripe.store.all("price", active=True)) == 4


class TestTheWebhookEndpoint:
    def test_with_a_lost_secret_is_replaced(self, stripe, run):
        run()
        [old] = stripe.store.all("webhook_endpoint")
        output = run("--new-webhook-secret")
        [new] = stripe.store.all("webhook_endpoint")
        assert new["id"] != old["id"]
        assert f"STRIPE_WEBHOOK_SECRET=whsec_of_{new['id']}\n" in output
        assert f"Webhook endpoint {old['id']}: deleted (its secret is void)" in output

    def test_of_another_version_is_left_and_said(self, stripe, run):
        run()
        stripe.store.all("webhook_endpoint")[0]["api_version"] = "2025-03-31.basil"
        assert "it speaks API version 2025-03-31.basil; --new-webhook-secret makes" in run()

    def test_elsewhere_is_not_ours(self, stripe, run):
        stripe.store.add(
            "webhook_endpoint", url="https://other.example.com/", status="enabled", enabled_events=["*"]
        )
        run()
        assert len(stripe.store.all("webhook_endpoint")) == 2

    @pytest.mark.parametrize("site", ["", "http://127.0.0.1:8000"])
    def test_needs_https_and_the_rest_is_made_without(self, stripe, run, settings, site):
        settings.SITE_URL, settings.STRIPE_WEBHOOK_SECRET = site, ""
        output = run()
        assert [len(stripe.store.all(kind)) for kind in KINDS] == [2, 4, 1, 0]
        assert "SITE_URL does not begin with https://" in output
        assert "stripe listen --forward-to localhost:8000/billing/stripe/webhook/" in output
        assert "STRIPE_WEBHOOK_SECRET is not set" in output


class TestWithoutDoingIt:
    def test_it_says_what_it_would_do(self, stripe, run):
        output = run("--dry-run")
        assert writes(stripe) == []
        assert "nothing is changed" in output
        assert "Price business_yearly, €1,490.00 a year: to be made" in output
        assert ": made" not in output


class TestErrors:
    def test_without_a_key(self, run, settings):
        settings.STRIPE_SECRET_KEY = ""
        with pytest.raises(CommandError, match="STRIPE_SECRET_KEY is not set"):
            run()

    def test_with_a_key_that_stripe_refuses(self, stripe, run, settings):
        settings.STRIPE_SECRET_KEY = "sk_test_of_yesterday"
        with pytest.raises(CommandError, match=r"Invalid API Key.*[^.]\. Look at STRIPE_SECRET_KEY"):
            run()

    def test_without_stripe(self, stripe, run):
        stripe.fail("/v1/.*", times=9, hang_up=True)
        with pytest.raises(CommandError, match="could not be reached"):
            run()


def bare(price):
    own = {"id", "object", "created", "livemode", "metadata", "lookup_key"}
    return {name: value for name, value in price.items() if name not in own} | {"lookup_key": None}
