"""More at once: shown before it is charged, charged as shown, and counted when it is paid."""

import re

import pytest
from django.utils import timezone

from billing.selling import quotes, upgrading
from billing.selling.quotes import GOOD_FOR
from billing.usage import metering
from tests.billing.buyers import payer
from tests.billing.stripe_fake import cards
from tests.billing.subscribers import BUSINESS_MONTHLY

pytestmark = pytest.mark.django_db
TO_BUSINESS = "/plan/change/business/month"
CONFIRM = "/plan/change/confirmed"


def limit(buyer):
    return metering.usage(user=buyer.user, now=timezone.now()).limit


def updates(shop):
    return shop.calls("POST /v1/subscriptions/.*")


def test_what_it_costs_is_shown_before_anything_is_done(shop, alice):
    page = alice.see(TO_BUSINESS)
    assert "Unused time on Pro" in page
    assert "Remaining time on Business" in page
    assert "Due today €120.00" in page
    assert re.search(r"Next payment €149.00 on \d+ \w+ \d{4}", page)
    [preview] = shop.calls("POST .*")
    assert str(preview) == "POST /v1/invoices/create_preview"
    assert (alice.plan, len(shop.store.all("invoice"))) == ("pro", 1)


def test_the_amount_shown_is_the_amount_charged_however_long_people_think(shop, alice):
    quote = alice.quote(TO_BUSINESS)
    [preview] = shop.calls("POST /v1/invoices/create_preview")
    shop.store.ahead += 50 * 60
    assert "You are on Business, from now on." in alice.do(CONFIRM, quote=quote)
    [update] = updates(shop)
    details = preview.form["subscription_details"]
    assert update.form["proration_date"] == details["proration_date"]
    [invoice] = shop.store.all("invoice", billing_reason="subscription_update")
    assert (invoice["amount_paid"], invoice["status"]) == (120_00, "paid")


def test_what_is_asked_of_stripe(shop, alice):
    item = alice.row.item_id
    alice.do(CONFIRM, quote=alice.quote(TO_BUSINESS))
    [update] = updates(shop)
    price = shop.store.all("price", lookup_key="business_monthly")[0]["id"]
    assert str(update) == f"POST /v1/subscriptions/{alice.row.stripe_id}"
    assert update.version == "2026-10-28.endive"
    assert re.fullmatch(r"upgrade-[0-9a-f]{32}", update.idempotency_key)
    assert update.form == {
        "items": [{"id": item, "price": price}],
        "payment_behavior": "pending_if_incomplete",
        "proration_behavior": "always_invoice",
        "proration_date": update.form["proration_date"],
    }


def test_the_next_request_has_the_new_limits(alice):
    assert limit(alice) == 500
    alice.do(CONFIRM, quote=alice.quote(TO_BUSINESS))
    assert limit(alice) == 5_000


def test_confirming_twice_charges_once(shop, alice):
    quote = alice.quote(TO_BUSINESS)
    for _ in range(2):
        assert "You are on Business" in alice.do(CONFIRM, quote=quote)
    assert len(updates(shop)) == 1
    assert len(shop.store.all("invoice", billing_reason="subscription_update")) == 1


def test_an_answer_that_got_lost_is_asked_for_again_and_charges_once(shop, alice):
    quote = alice.quote(TO_BUSINESS)
    path = f"/v1/subscriptions/{alice.row.stripe_id}"
    shop.fail(path, method="POST", times=3, hang_up=True, after_the_fact=True)
    assert "Stripe did not answer" in alice.do(CONFIRM, quote=quote)
    assert limit(alice) == 500
    assert "You are on Business" in alice.do(CONFIRM, quote=quote)
    assert len(shop.store.all("invoice", billing_reason="subscription_update")) == 1


def test_the_same_plan_for_a_year_is_more_as_well(shop, alice):
    page = alice.see("/plan/change/pro/year")
    assert "Pay Pro yearly" in page
    assert "Due today €261.00" in page
    alice.do(CONFIRM, quote=alice.quote("/plan/change/pro/year"))
    assert (alice.row.plan_code, alice.row.interval) == ("pro", "year")
    assert (alice.row.period_end - timezone.now()).days >= 364


def test_a_card_that_is_refused_changes_nothing_and_leads_to_another_card(shop, alice):
    cards.make_default(shop, alice.customer.stripe_id, cards.FAILS_LATER)
    page = alice.do(CONFIRM, quote=alice.quote(TO_BUSINESS))
    assert "The card was refused." in page
    assert "Until then you are on Pro" in page
    assert (alice.plan, limit(alice), alice.row.payment) == ("pro", 500, "failed")
    [invoice] = shop.store.all("invoice", status="open")
    assert alice.post("/plan/payment")["Location"] == invoice["hosted_invoice_url"]
    shop.pay_invoice(invoice["id"], card=cards.GOOD)
    assert "Active" in alice.see("/plan/refreshed")
    assert (alice.plan, alice.row.payment) == ("business", "")


def test_a_change_that_waits_can_be_dropped_and_is_charged_nowhere(shop, alice):
    cards.make_default(shop, alice.customer.stripe_id, cards.FAILS_LATER)
    alice.do(CONFIRM, quote=alice.quote(TO_BUSINESS))
    assert "The change is dropped" in alice.do("/plan/payment/drop")
    assert (alice.plan, alice.row.payment) == ("pro", "")
    assert shop.store.all("invoice", status="open") == []
    assert alice.at_stripe["pending_update"] is None


def test_a_bank_that_asks_its_cardholder_is_where_they_are_led(shop, alice):
    cards.make_default(shop, alice.customer.stripe_id, cards.AUTHENTICATION)
    answer = alice.post(CONFIRM, quote=alice.quote(TO_BUSINESS))
    [invoice] = shop.store.all("invoice", status="open")
    assert answer["Location"] == invoice["hosted_invoice_url"]
    assert (alice.plan, alice.row.payment) == ("pro", "confirm")
    assert "Your bank asks you to confirm" in alice.see("/plan")
    shop.pay_invoice(invoice["id"])
    alice.see("/plan/refreshed")
    assert alice.plan == "business"


def test_while_a_change_waits_no_other_can_be_asked_for(shop, alice):
    cards.make_default(shop, alice.customer.stripe_id, cards.FAILS_LATER)
    alice.do(CONFIRM, quote=alice.quote(TO_BUSINESS))
    assert "That is not possible" in alice.see("/plan/change/business/year")


def test_going_up_takes_back_an_end_that_was_planned_once_it_is_paid(shop, alice):
    shop.store.objects[alice.row.stripe_id].update(
        cancel_at_period_end=True, cancel_at=int(alice.row.period_end.timestamp())
    )
    assert "Taken back The end on" in alice.see(TO_BUSINESS)
    alice.do(CONFIRM, quote=alice.quote(TO_BUSINESS))
    assert (alice.plan, alice.row.cancel_at) == ("business", None)
    assert [each.form for each in updates(shop)][1:] == [{"cancel_at_period_end": "false"}]


def test_an_upgrade_that_is_not_paid_does_not_take_back_the_end(shop, alice):
    cards.make_default(shop, alice.customer.stripe_id, cards.FAILS_LATER)
    shop.store.objects[alice.row.stripe_id].update(
        cancel_at_period_end=True, cancel_at=int(alice.row.period_end.timestamp())
    )
    alice.do(CONFIRM, quote=alice.quote(TO_BUSINESS))
    assert alice.plan == "pro"
    assert alice.row.cancel_at is not None


def test_going_up_while_a_lower_plan_was_to_follow_lets_go_of_it(shop):
    dora = payer("dora", shop, BUSINESS_MONTHLY)
    dora.do(CONFIRM, quote=dora.quote("/plan/change/pro/month"))
    assert dora.row.next_plan_code == "pro"
    assert "Taken back The change to Pro" in dora.see("/plan/change/business/year")
    dora.do(CONFIRM, quote=dora.quote("/plan/change/business/year"))
    assert (dora.row.plan_code, dora.row.interval) == ("business", "year")
    assert (dora.row.schedule_id, dora.row.next_plan_code) == ("", "")
    assert shop.calls("POST /v1/subscription_schedules/.*/release")


def test_a_card_that_is_refused_is_no_way_to_forget_a_lower_plan_silently(shop):
    dora = payer("dora", shop, BUSINESS_MONTHLY)
    dora.do(CONFIRM, quote=dora.quote("/plan/change/pro/month"))
    cards.make_default(shop, dora.customer.stripe_id, cards.FAILS_LATER)
    words = dora.do(CONFIRM, quote=dora.quote("/plan/change/business/year"))
    assert "The card was refused." in words
    assert "The change to Pro is taken back: choose it again if you want it." in words
    assert dora.row.next_plan_code == ""


def test_a_page_from_before_the_plan_changed_is_refused_and_the_plan_shown(shop, alice):
    stale = alice.quote("/plan/change/pro/year")
    alice.do(CONFIRM, quote=alice.quote(TO_BUSINESS))
    page = alice.do(CONFIRM, quote=stale)
    assert "Your plan has changed since that page was shown" in page
    assert "Business paid monthly" in page
    assert len(updates(shop)) == 1


def test_a_page_that_was_open_for_too_long_is_refused(shop, alice):
    now = timezone.now()
    asked = upgrading.ask(alice.row, BUSINESS_MONTHLY, now=now)
    with pytest.raises(quotes.Stale):
        upgrading.confirm(user=alice.user, quote=asked.quote, now=now + GOOD_FOR * 1.1)
    assert updates(shop) == []


@pytest.mark.parametrize("changed", ["", "nonsense", "moved"])
def test_a_quote_that_we_did_not_write_is_refused(shop, alice, changed):
    quote = alice.quote(TO_BUSINESS)
    quote = {"moved": quote[:10] + "x" + quote[11:]}.get(changed, changed)
    assert "Nothing was done." in alice.do(CONFIRM, quote=quote)
    assert updates(shop) == []


def test_charlie_cannot_confirm_what_alice_was_shown(shop, alice, charlie):
    assert "Nothing was done." in charlie.do(CONFIRM, quote=alice.quote(TO_BUSINESS))
    assert (alice.plan, charlie.plan, updates(shop)) == ("pro", "pro", [])


@pytest.mark.parametrize("path", ["/v1/subscriptions", "/v1/invoices/create_preview"])
def test_stripe_away_while_asking_is_said_on_the_plan_page(shop, alice, path):
    alice.see("/plan")
    shop.fail(path, times=3)
    assert "Stripe did not answer" in alice.see(TO_BUSINESS)
    assert alice.plan == "pro"


def test_what_is_no_upgrade_is_not_offered_as_one(shop, alice, bob):
    assert "That is not possible" in alice.see("/plan/change/pro/month")
    assert "That is not possible" in bob.see(TO_BUSINESS)
    assert alice.browser.get("/plan/change/free/month").status_code == 404
    assert updates(shop) == []
