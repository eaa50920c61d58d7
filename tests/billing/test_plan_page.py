"""The plan page: what an account has, what it costs, and what can be done about it now and nothing else."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from billing.models import Subscription
from billing.usage import metering
from tests.billing.buyers import payer, visitor
from tests.billing.stripe_fake import cards
from tests.billing.subscribers import BUSINESS_MONTHLY, PRO_MONTHLY
from tests.web.markup import source

pytestmark = pytest.mark.django_db


def day(moment):
    return f"{moment.day} {moment:%b %Y}"


def test_what_is_paid_until_when_and_what_comes_next(shop, alice):
    page = alice.see("/plan")
    assert "Pro paid monthly" in page
    assert f"It goes on by itself on {day(alice.row.period_end)} ." in page
    assert f"Next invoice €29.00 On {day(alice.row.period_end)}." in page
    assert "Visa •••• ending in 4242" in page
    assert "Good until the end of 12/2034." in page


def test_the_month_s_usage_stands_beside_it(alice):
    now = timezone.now()
    metering.reserve(user=alice.user, reference="ext_1", now=now)
    metering.commit(reference="ext_1", now=now)
    assert "1 of 500 invoices" in alice.see("/plan")


def test_invoices_have_their_state_and_their_pdf(shop, alice):
    alice.do("/plan/change/confirmed", quote=alice.quote("/plan/change/business/month"))
    page = alice.see("/plan")
    for invoice in shop.store.all("invoice"):
        assert f'href="{invoice["invoice_pdf"]}"' in alice.seen
        assert invoice["number"] in page
    assert "Paid €120.00" in page
    assert "Paid €29.00" in page


def test_an_invoice_that_is_not_paid_can_be_paid_from_here(shop, alice):
    cards.make_default(shop, alice.customer.stripe_id, cards.FAILS_LATER)
    alice.do("/plan/change/confirmed", quote=alice.quote("/plan/change/business/month"))
    [invoice] = shop.store.all("invoice", status="open")
    assert "Not paid yet €120.00" in alice.see("/plan")
    assert f'href="{invoice["hosted_invoice_url"]}"' in alice.seen


def test_the_next_invoice_is_that_of_the_plan_that_follows(shop):
    dora = payer("dora", shop, BUSINESS_MONTHLY)
    dora.do("/plan/change/confirmed", quote=dora.quote("/plan/change/pro/month"))
    assert "Next invoice €29.00" in dora.see("/plan")


@pytest.mark.parametrize(
    ("months", "said"), [(-1, "Expired"), (0, "Expires before the next payment"), (3, "")]
)
def test_a_card_that_will_not_last_is_pointed_out(shop, alice, months, said):
    method = shop.store.objects[alice.at_stripe["default_payment_method"]]
    ends = alice.row.period_end if months else timezone.now()
    month = ends.year * 12 + ends.month - 1 + months
    month -= 1 if months < 0 else 0
    method["card"].update(exp_year=month // 12, exp_month=month % 12 + 1)
    page = alice.see("/plan")
    assert ("Expires before the next payment" in page) == (said == "Expires before the next payment")
    assert ("Expired" in page) == (said == "Expired")


def test_on_free_there_is_a_plan_to_choose_and_stripe_is_not_asked(shop, bob):
    page = bob.see("/plan")
    assert "Free No card, and no end." in page
    assert "Choose a plan" in page
    assert "Cancel the plan" not in page
    assert shop.requests == []


def test_a_plan_from_the_operator_says_so(shop):
    page = visitor("dora", shop, plan="business").see("/plan")
    assert "Given to you" in page
    assert "The operator of this service gave it to you. Nothing is charged for it." in page
    assert "Cancel the plan" not in page
    assert "Change it" not in page


def test_without_a_key_nothing_is_offered(shop, bob, settings):
    settings.STRIPE_SECRET_KEY = ""
    page = bob.see("/plan")
    assert "Payment is not set up on this service." in page
    assert "Choose a plan" not in page


def test_buttons_are_those_that_work_now(shop, alice):
    page = alice.see("/plan")
    assert page.count("Upgrade to Business") == 2
    assert "Pay yearly" in page
    assert "Cancel the plan" in page
    assert "Keep Pro" not in page
    alice.do("/plan/cancel/confirmed", quote=alice.quote("/plan/cancel"))
    page = alice.see("/plan")
    assert "Keep Pro" in page
    assert "Cancel the plan" not in page


@pytest.mark.parametrize(
    ("status", "said", "plan"),
    [
        ("past_due", "Your last payment did not go through. Pro stays on until", "pro"),
        ("unpaid", "Your subscription is not paid. The account is on Free until it is.", "free"),
        ("incomplete", "Your first payment is not through yet.", "free"),
        ("paused", "Your subscription is paused.", "free"),
    ],
)
def test_a_payment_that_is_missing_is_the_first_thing_said(shop, status, said, plan):
    dora = payer("dora", shop, PRO_MONTHLY, status=status, card=cards.FAILS_LATER)
    page = dora.see("/plan")
    assert said in page
    assert "Change it" not in page
    assert ("counts once the open invoice is paid" in page) == (status in {"unpaid", "incomplete"})
    assert dora.plan == plan


def test_a_payment_that_failed_leads_to_the_invoice_and_to_the_card(shop):
    dora = payer("dora", shop, PRO_MONTHLY)
    cards.make_default(shop, dora.customer.stripe_id, cards.FAILS_LATER)
    shop.advance(days=32)
    dora.sync()
    page = dora.see("/plan")
    assert "Payment failed" in page
    assert "It stays until" in page
    [invoice] = shop.store.all("invoice", status="open")
    assert dora.post("/plan/payment")["Location"] == invoice["hosted_invoice_url"]


def test_after_the_days_of_grace_the_page_says_free(shop):
    dora = payer("dora", shop, PRO_MONTHLY, status="past_due", card=cards.FAILS_LATER)
    Subscription.objects.update(plan_until=timezone.now() - timedelta(minutes=1))
    page = dora.see("/plan")
    assert "The account is on Free until it does." in page
    assert "It stays until" not in page
    assert "10 invoices a month" in page


def test_when_stripe_is_away_the_page_still_says_the_plan(shop, alice):
    shop.fail("/v1/.*", times=99)
    page = alice.see("/plan")
    assert "Pro paid monthly" in page
    assert f"It goes on by itself on {day(alice.row.period_end)} ." in page
    assert "Stripe did not answer in time. Not shown here:" in page
    for missing in ("the next invoice", "the payment method", "your invoices"):
        assert missing in page


def test_what_does_not_come_is_missing_alone(shop, alice):
    shop.fail("/v1/invoices/create_preview", times=9)
    page = alice.see("/plan")
    assert "Not shown here: the next invoice." in page
    assert "Visa" in page


@pytest.mark.slow
def test_when_stripe_is_slow_the_page_does_not_wait_for_it(shop, alice):
    alice.see("/pricing")
    shop.fail("/v1/(invoices|subscriptions).*", times=9, seconds=12.0)
    before = time.monotonic()
    assert "Stripe did not answer in time." in alice.see("/plan")
    assert time.monotonic() - before < 9


def test_charlie_sees_nothing_of_alices(shop, alice, charlie):
    alice.do("/plan/change/confirmed", quote=alice.quote("/plan/change/business/month"))
    charlie.see("/plan")
    [first, *_] = shop.store.all("invoice", customer=alice.customer.stripe_id)
    assert first["number"] not in charlie.seen
    assert "Business paid" not in charlie.seen


@pytest.mark.parametrize(
    "address",
    [
        "/plan",
        "/plan/refreshed",
        "/plan/change/pro/month",
        "/plan/change/confirmed",
        "/plan/cancel",
        "/plan/cancel/confirmed",
        "/plan/keep",
        "/plan/payment",
        "/plan/payment/drop",
        "/plan/portal",
        "/checkout",
        "/checkout/done",
    ],
)
def test_a_stranger_is_asked_to_log_in(client, db, address):
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "address", ["/plan/keep", "/plan/payment", "/plan/payment/drop", "/plan/portal", "/plan/refreshed"]
)
def test_whoever_never_paid_is_led_back_by_every_button(shop, bob, address):
    answer = bob.browser.get(address) if address == "/plan/refreshed" else bob.post(address)
    assert answer["Location"] == "/plan"
    assert shop.calls("POST .*") == []


@pytest.mark.parametrize(
    "address", ["/plan/keep", "/plan/payment/drop", "/plan/cancel/confirmed", "/checkout"]
)
def test_nothing_changes_by_following_a_link_or_a_foreign_form(alice, address):
    assert alice.browser.get(address).status_code == 405
    foreign = Client(enforce_csrf_checks=True)
    foreign.force_login(alice.user)
    assert foreign.post(address).status_code == 403


class TestLookingAgain:
    """After somebody went to pay, the page asks by itself, a few times."""

    def open(self, shop):
        dora = payer("dora", shop, PRO_MONTHLY)
        cards.make_default(shop, dora.customer.stripe_id, cards.FAILS_LATER)
        shop.advance(days=32)
        dora.sync()
        client = Client()
        client.force_login(dora.user)
        return client

    def test_the_page_asks_again_once_somebody_comes_back_from_paying(self, shop):
        client = self.open(shop)
        assert "looks again by itself" not in source(client.get("/plan"))
        assert client.get("/plan/refreshed")["Location"] == "/plan?look=1"
        page = source(client.get("/plan?look=1"))
        assert 'hx-get="/plan/refreshed?look=2" hx-trigger="load delay:3s"' in page
        assert (
            '<noscript><meta http-equiv="refresh" content="3;url=/plan/refreshed?look=2"></noscript>' in page
        )

    @pytest.mark.parametrize("look", ["7", "99999999999", "-3", "many"])
    def test_it_does_not_ask_for_ever(self, shop, look):
        assert "looks again by itself" not in source(self.open(shop).get(f"/plan?look={look}"))

    def test_whoever_went_to_pay_and_came_back_by_hand_is_waited_for_too(self, shop):
        client = self.open(shop)
        assert client.post("/plan/payment")["Location"].startswith("http")
        assert "looks again by itself" in source(client.get("/plan"))

    def test_what_is_settled_is_not_asked_for_again(self, shop, alice, client):
        client.force_login(alice.user)
        assert "looks again by itself" not in source(client.get("/plan?look=1"))
