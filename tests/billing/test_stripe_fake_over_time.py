"""The Stripe of the tests over the months: what is billed, what waits, what ends, and who is told."""

import pytest
import requests
import stripe as library

from tests.billing.shop import stock
from tests.billing.stripe_fake import cards
from tests.billing.stripe_fake.server import WEBHOOK_SECRET
from tests.webhooks.receiver import Receiver, listening

BACK = "https://ocr.example.com/plan"


@pytest.fixture
def api(stripe):
    return library.StripeClient(stripe.secret_key, base_addresses={"api": stripe.url}).v1


@pytest.fixture
def prices(stripe):
    return {key: price["id"] for key, price in stock(stripe).items()}


@pytest.fixture
def customer(api):
    return api.customers.create({"email": "alice@example.com"}).id


@pytest.fixture
def pro(api, stripe, customer, prices):
    """Somebody on Pro by the month, since this moment."""
    session = checkout(api, customer, prices["pro_monthly"])
    return stripe.pay(session.id)["subscription"]


def checkout(api, customer, price, **values):
    items = [{"price": price, "quantity": 1}]
    given = {"mode": "subscription", "success_url": f"{BACK}?s={{CHECKOUT_SESSION_ID}}", "cancel_url": BACK}
    return api.checkout.sessions.create({"customer": customer, "line_items": items, **given, **values})


def change(api, subscription, price, **values):
    [item] = api.subscriptions.retrieve(subscription)["items"].data
    given = {"items": [{"id": item.id, "price": price}], "proration_behavior": "always_invoice", **values}
    return api.subscriptions.update(subscription, given)


def refusal(call, *arguments, **named):
    with pytest.raises(library.StripeError) as caught:
        call(*arguments, **named)
    return caught.value


def status(api, subscription):
    return api.subscriptions.retrieve(subscription).status


def price_of(api, subscription):
    return api.subscriptions.retrieve(subscription)["items"].data[0].price.lookup_key


def kinds(stripe):
    return [event["type"] for event in stripe.events()]


class TestCheckout:
    def test_its_page_is_paid_and_leads_back(self, api, stripe, customer, prices):
        session = checkout(api, customer, prices["pro_monthly"])
        assert "Pay with a card that is refused" in requests.get(session.url, timeout=5).text
        refused = requests.post(session.url, data={"action": "refused"}, timeout=5)
        assert "Your card was declined" in refused.text
        assert api.checkout.sessions.retrieve(session.id).status == "open"
        paid = requests.post(session.url, data={"action": "pay"}, timeout=5, allow_redirects=False)
        assert (paid.status_code, paid.headers["Location"]) == (303, f"{BACK}?s={session.id}")
        done = api.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})
        assert (done.status, done.subscription.status, done.url) == ("complete", "active", None)

    def test_refuses_what_stripe_refuses(self, api, customer, prices):
        taxed = {"tax_id_collection": {"enabled": True}}
        assert "customer_update[name]" in str(
            refusal(checkout, api, customer, prices["pro_monthly"], **taxed)
        )
        nobody = refusal(checkout, api, "cus_gone", prices["pro_monthly"])
        assert nobody.code == "resource_missing"
        soon = {"expires_at": 1}
        assert "at least 30 minutes" in str(refusal(checkout, api, customer, prices["pro_monthly"], **soon))

    def test_expires_after_a_day(self, api, stripe, customer, prices):
        session = checkout(api, customer, prices["pro_monthly"])
        stripe.advance(hours=25)
        assert api.checkout.sessions.retrieve(session.id).status == "expired"
        assert "checkout.session.expired" in kinds(stripe)
        assert "can be expired" in str(refusal(api.checkout.sessions.expire, session.id))


class TestChangesOfPlan:
    def test_half_a_month_costs_half_of_the_difference(self, api, stripe, pro, prices):
        [item] = api.subscriptions.retrieve(pro)["items"].data
        middle = (item.current_period_start + item.current_period_end) // 2
        details = {
            "items": [{"id": item.id, "price": prices["business_monthly"]}],
            "proration_behavior": "always_invoice",
            "proration_date": middle,
        }
        preview = api.invoices.create_preview({"subscription": pro, "subscription_details": details})
        assert [line.amount for line in preview.lines.data] == [-1450, 7450]
        assert preview.amount_due == 6000
        change(api, pro, prices["business_monthly"], proration_date=middle)
        latest = api.subscriptions.retrieve(pro, {"expand": ["latest_invoice"]}).latest_invoice
        assert (latest.amount_paid, latest.status) == (6000, "paid")

    def test_another_interval_begins_a_period(self, api, stripe, pro, prices):
        stripe.advance(days=10)
        changed = change(api, pro, prices["pro_yearly"])
        period = changed["items"].data[0]
        assert (period.current_period_end - period.current_period_start) // 86400 in {365, 366}
        assert changed.billing_cycle_anchor == period.current_period_start

    @pytest.mark.parametrize("card", [cards.FAILS_LATER, cards.AUTHENTICATION])
    def test_waits_for_its_payment_and_is_made_with_it(self, api, stripe, customer, pro, prices, card):
        stripe.change_card(customer, card)
        waiting = change(api, pro, prices["business_monthly"], payment_behavior="pending_if_incomplete")
        assert waiting.pending_update is not None
        assert (price_of(api, pro), waiting.status) == ("pro_monthly", "active")
        invoice = api.invoices.retrieve(waiting.latest_invoice)
        assert invoice.status == "open"
        requests.post(invoice.hosted_invoice_url, data={"action": "good"}, timeout=5)
        assert price_of(api, pro) == "business_monthly"
        assert api.subscriptions.retrieve(pro).pending_update is None

    def test_what_nobody_pays_for_is_dropped(self, api, stripe, customer, pro, prices):
        stripe.change_card(customer, cards.FAILS_LATER)
        waiting = change(api, pro, prices["business_monthly"], payment_behavior="pending_if_incomplete")
        stripe.advance(hours=24)
        assert api.subscriptions.retrieve(pro).pending_update is None
        assert api.invoices.retrieve(waiting.latest_invoice).status == "void"
        assert price_of(api, pro) == "pro_monthly"

    def test_or_is_refused_at_once(self, api, stripe, customer, pro, prices):
        stripe.change_card(customer, cards.FAILS_LATER)
        strict = {"payment_behavior": "error_if_incomplete"}
        refused = refusal(change, api, pro, prices["business_monthly"], **strict)
        assert (refused.code, refused.http_status) == ("card_declined", 402)
        assert price_of(api, pro) == "pro_monthly"

    def test_what_waits_may_say_nothing_else(self, api, pro, prices):
        both = {"payment_behavior": "pending_if_incomplete", "metadata": {"a": "b"}}
        assert "metadata" in str(refusal(change, api, pro, prices["business_monthly"], **both))

    def test_a_retired_price_is_refused(self, api, pro, prices):
        api.prices.update(prices["business_monthly"], {"active": False})
        assert "inactive" in str(refusal(change, api, pro, prices["business_monthly"]))


class TestSchedules:
    @pytest.fixture
    def schedule(self, api, pro):
        return api.subscription_schedules.create({"from_subscription": pro})

    def follow_with(self, api, schedule, price, **values):
        [now] = schedule.phases
        first = {"items": [{"price": now["items"][0].price}], "start_date": now.start_date}
        phases = [{**first, "end_date": now.end_date, **values}, {"items": [{"price": price}]}]
        return api.subscription_schedules.update(schedule.id, {"phases": phases})

    def test_the_next_phase_begins_with_the_next_period(self, api, stripe, pro, prices, schedule):
        self.follow_with(api, schedule, prices["business_yearly"])
        preview = api.invoices.create_preview({"subscription": pro})
        assert preview.amount_due == 149_000
        stripe.advance(days=32)
        assert price_of(api, pro) == "business_yearly"
        stripe.advance(days=366)
        assert api.subscriptions.retrieve(pro).schedule is None

    def test_what_was_planned_can_be_undone(self, api, stripe, pro, prices, schedule):
        self.follow_with(api, schedule, prices["business_yearly"])
        api.subscription_schedules.release(schedule.id)
        stripe.advance(days=32)
        assert price_of(api, pro) == "pro_monthly"
        assert "currently in the `released`" in str(refusal(api.subscription_schedules.release, schedule.id))

    def test_the_phase_that_has_begun_keeps_its_start(self, api, prices, schedule):
        moved = refusal(self.follow_with, api, schedule, prices["pro_yearly"], start_date=1795000000)
        assert "start date of the current phase" in str(moved)

    def test_there_is_one_for_a_subscription_and_it_decides_about_the_end(self, api, pro, schedule):
        again = refusal(api.subscription_schedules.create, {"from_subscription": pro})
        assert "already attached to a schedule" in str(again)
        assert "managed by the subscription schedule" in str(
            refusal(api.subscriptions.update, pro, {"cancel_at_period_end": True})
        )

    def test_other_parameters_come_in_an_update(self, api, pro):
        given = {"from_subscription": pro, "end_behavior": "release"}
        assert "`end_behavior`" in str(refusal(api.subscription_schedules.create, given))


class TestTheEnd:
    def test_at_the_periods_end_and_taken_back(self, api, stripe, pro):
        ending = api.subscriptions.update(pro, {"cancel_at_period_end": True})
        assert ending.cancel_at == ending["items"].data[0].current_period_end
        assert refusal(api.invoices.create_preview, {"subscription": pro}).code == "invoice_upcoming_none"
        assert api.subscriptions.update(pro, {"cancel_at_period_end": False}).cancel_at is None
        stripe.advance(days=32)
        assert status(api, pro) == "active"

    def test_by_the_portal_has_a_date_and_not_the_flag(self, api, stripe, customer, pro):
        api.billing_portal.configurations.create({"features": {"invoice_history": {"enabled": True}}})
        session = api.billing_portal.sessions.create({"customer": customer, "return_url": BACK})
        requests.post(session.url, data={"action": "cancel"}, timeout=5)
        ending = api.subscriptions.retrieve(pro)
        assert (ending.cancel_at is None, ending.cancel_at_period_end) == (False, False)
        stripe.advance(days=32)
        assert status(api, pro) == "canceled"
        assert "customer.subscription.deleted" in kinds(stripe)

    def test_at_once_and_only_once(self, api, pro):
        assert api.subscriptions.cancel(pro).status == "canceled"
        assert refusal(api.subscriptions.cancel, pro).code == "resource_missing"


class TestTime:
    def test_each_month_is_billed(self, api, stripe, pro):
        stripe.advance(days=65)
        found = api.invoices.list({"subscription": pro}).data
        reasons = [invoice.billing_reason for invoice in found]
        assert reasons == ["subscription_cycle", "subscription_cycle", "subscription_create"]
        assert {invoice.status for invoice in found} == {"paid"}
        assert "invoice.upcoming" in kinds(stripe)

    @pytest.mark.parametrize("after_retries", ["canceled", "unpaid", "past_due"])
    def test_a_card_that_fails_is_tried_again_until_the_account_says(
        self, api, stripe, customer, pro, after_retries
    ):
        stripe.after_retries = after_retries
        stripe.change_card(customer, cards.FAILS_LATER)
        stripe.advance(days=32)
        assert status(api, pro) == "past_due"
        stripe.advance(days=20)
        assert status(api, pro) == after_retries
        [failed] = api.invoices.list({"subscription": pro, "status": "open"}).data
        assert (failed.attempt_count, failed.next_payment_attempt) == (4, None)

    def test_paid_meanwhile_it_goes_on(self, api, stripe, customer, pro):
        stripe.change_card(customer, cards.FAILS_LATER)
        stripe.advance(days=32)
        stripe.change_card(customer, cards.GOOD)
        stripe.advance(days=3)
        assert status(api, pro) == "active"


def test_events_are_listed_by_kind_and_time_and_whether_they_arrived(api, stripe, pro):
    wanted = {"types": ["customer.subscription.created"], "delivery_success": False}
    [event] = api.events.list(wanted).data
    stripe.store.get("event", event.id)["pending_webhooks"] = 0
    assert api.events.list(wanted).data == []
    assert api.events.list({"created": {"gt": event.created + 60}}).data == []
    newer = api.events.list({"ending_before": event.id, "limit": 100}).data
    assert {each.id for each in newer} & {event.id} == set()


def test_whoever_listens_is_told_of_each_signed(api, stripe, customer, prices):
    with listening(Receiver()) as receiver:
        before, stripe.listener = stripe.events(), receiver.url
        stripe.pay(checkout(api, customer, prices["pro_monthly"]).id)
        told = receiver.wait_for(len(stripe.events()) - len(before))
        stripe.listener = None
    for each in told:
        library.Webhook.construct_event(each.body, each.headers["stripe-signature"], WEBHOOK_SECRET)
    assert "checkout.session.completed" in {each.document["type"] for each in told}
