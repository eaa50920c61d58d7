"""A first subscription: one page to pay at, one customer, one subscription, whatever people click."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from billing import catalogue
from billing.gateway.client import talking
from billing.models import CheckoutAttempt, Customer
from billing.selling import checkout, prices
from tests.billing.buyers import Buyer, Meanwhile, payer
from tests.billing.stripe_fake import cards
from tests.billing.subscribers import PRO_MONTHLY, hold, subscriber
from tests.people import person

pytestmark = pytest.mark.django_db
PRO = {"plan": "pro", "interval": "month"}
BUSINESS = {"plan": "business", "interval": "year"}


def go(buyer, offer=PRO):
    """To Stripe's page; returns its address."""
    answer = buyer.post("/checkout", **offer)
    assert answer.status_code == 302
    return answer["Location"]


def session_of(address):
    return urlsplit(address).path.rpartition("/")[2]


def come_back(buyer, session):
    return buyer.see("/checkout/done", session_id=session)


def test_whoever_pays_is_on_the_plan_when_they_come_back_without_any_webhook(shop, bob):
    session = session_of(go(bob))
    assert bob.plan == "free"
    shop.pay(session)
    assert "Thank you. You are on Pro from now on." in come_back(bob, session)
    assert (bob.plan, bob.row.interval, bob.row.stripe_id) == ("pro", "month", bob.at_stripe["id"])


def test_what_is_asked_of_stripe(shop, bob):
    go(bob)
    made, session = shop.calls("POST .*")
    key = Customer.objects.get(user=bob.user).key
    assert (str(made), made.idempotency_key) == ("POST /v1/customers", f"customer-{key}")
    attempt = CheckoutAttempt.objects.get(user=bob.user)
    assert str(session) == "POST /v1/checkout/sessions"
    assert session.idempotency_key == f"checkout-{attempt.key}"
    assert session.version == "2026-10-28.endive"
    account = str(bob.user.pk)
    price = shop.store.all("price", lookup_key="pro_monthly")[0]["id"]
    assert session.form == {
        "mode": "subscription",
        "customer": bob.customer.stripe_id,
        "client_reference_id": account,
        "line_items": [{"price": price, "quantity": "1"}],
        "metadata": {"account": account},
        "subscription_data": {"metadata": {"account": account}},
        "success_url": "http://testserver/checkout/done?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://testserver/pricing?plan=pro&interval=month",
        "allow_promotion_codes": "false",
    }


def test_tax_tax_ids_and_codes_are_asked_for_by_setting(shop, bob, settings):
    settings.STRIPE_AUTOMATIC_TAX = settings.STRIPE_TAX_IDS = settings.STRIPE_PROMOTION_CODES = True
    go(bob)
    [session] = shop.calls("POST /v1/checkout/sessions")
    assert session.form["automatic_tax"] == {"enabled": "true"}
    assert session.form["tax_id_collection"] == {"enabled": "true"}
    assert session.form["customer_update"] == {"address": "auto", "name": "auto"}
    assert session.form["allow_promotion_codes"] == "true"


def test_two_tabs_lead_to_the_same_page(shop, bob):
    assert go(bob) == go(bob)
    assert len(shop.store.all("checkout.session")) == len(shop.store.all("customer")) == 1


def test_an_answer_that_got_lost_is_asked_for_again_and_is_the_same(shop, bob):
    shop.fail("/v1/checkout/sessions", times=3, hang_up=True, after_the_fact=True)
    assert go(bob) == "/pricing?plan=pro&interval=month"
    assert "Stripe did not answer" in bob.see("/pricing")
    address = go(bob)
    assert [each["id"] for each in shop.store.all("checkout.session")] == [session_of(address)]


def test_another_plan_closes_the_page_that_was_open(shop, bob):
    first, second = go(bob), go(bob, BUSINESS)
    sessions = {each["id"]: each["status"] for each in shop.store.all("checkout.session")}
    assert sessions == {session_of(first): "expired", session_of(second): "open"}
    shop.pay(session_of(second))
    come_back(bob, session_of(second))
    assert (bob.plan, bob.row.interval) == ("business", "year")


def test_a_page_that_was_asked_for_without_an_answer_is_closed_as_well(shop, bob):
    shop.fail("/v1/checkout/sessions", times=3, hang_up=True, after_the_fact=True)
    go(bob)
    address = go(bob, BUSINESS)
    assert [each["id"] for each in shop.store.all("checkout.session", status="open")] == [session_of(address)]


def test_a_page_that_was_paid_meanwhile_is_not_followed_by_another(shop, bob):
    shop.pay(session_of(go(bob)))
    assert go(bob, BUSINESS) == "/plan"
    assert "You have a plan already." in bob.see("/plan")
    assert bob.plan == "pro"
    assert len(shop.store.all("checkout.session")) == 1


def test_a_page_that_is_paid_at_the_moment_it_is_closed_wins(shop, bob):
    session = session_of(go(bob))
    expire = f"POST /v1/checkout/sessions/{session}/expire"
    shop.faults.append(Meanwhile(expire, lambda: shop.pay(session)))
    assert go(bob, BUSINESS) == "/plan"
    assert bob.plan == "pro"
    assert len(shop.store.all("checkout.session")) == 1


def test_a_page_that_ran_out_is_followed_by_a_new_one(shop, bob):
    first = go(bob)
    shop.advance(hours=25)
    assert go(bob) != first


def test_a_price_that_was_changed_is_not_sold_any_more(shop, bob):
    first = go(bob)
    old = shop.store.all("price", lookup_key="pro_monthly")[0]
    new = shop.store.add("price", **{**old, "id": "price_new", "unit_amount": 31_00})
    old.update(active=False, lookup_key=None)
    prices.forget()
    second = go(bob)
    assert shop.store.get("checkout.session", session_of(first))["status"] == "expired"
    [line] = shop.store.get("checkout.session", session_of(second))["line_items"]["data"]
    assert (line["price"]["id"], line["amount_total"]) == (new["id"], 31_00)


def test_whoever_pays_already_is_led_to_their_plan(shop, alice):
    assert go(alice, BUSINESS) == "/plan"
    assert shop.calls("POST .*") == []


@pytest.mark.parametrize("status", ["past_due", "unpaid", "incomplete", "paused", "trialing"])
def test_no_second_subscription_while_one_can_still_be_paid(shop, status):
    dora = payer("dora", shop, PRO_MONTHLY, status=status)
    assert go(dora) == "/plan"
    assert shop.calls("POST .*") == []


def test_a_subscription_that_ended_can_be_followed_by_another(shop, bob):
    session = session_of(go(bob))
    shop.pay(session)
    come_back(bob, session)
    bob.at_stripe.update(status="canceled", ended_at=shop.store.now)
    second = session_of(go(bob, BUSINESS))
    shop.pay(second)
    come_back(bob, second)
    assert (bob.plan, bob.row.interval) == ("business", "year")


def test_a_customer_whom_stripe_no_longer_has_is_followed_by_another(shop, bob):
    go(bob)
    first = bob.customer.stripe_id
    with talking() as client:
        client.v1.customers.delete(first)
    session = session_of(go(bob))
    assert bob.customer.stripe_id != first
    shop.pay(session)
    come_back(bob, session)
    assert bob.plan == "pro"


def test_a_customer_of_another_account_of_stripes_is_no_obstacle(shop, bob):
    Customer.objects.create(user=bob.user, key=uuid4(), stripe_id="cus_of_a_test")
    shop.pay(session_of(go(bob)))
    bob.sync()
    assert bob.plan == "pro"


def test_a_customer_who_holds_something_is_not_given_up(shop, alice):
    """Stripe may know it no longer because the service has the key of another account."""
    stripe_id = alice.customer.stripe_id
    del shop.store.objects[stripe_id]
    go(alice)
    assert alice.customer.stripe_id == stripe_id


def test_a_plan_that_the_operator_gave_is_no_obstacle(shop):
    dora = person("dora", plan="pro").user
    offer = catalogue.offer("business", "year")
    address = checkout.begin(
        user=dora, offer=offer, done_url="http://x/", back_url="http://x/", now=timezone.now()
    )
    assert "/c/pay/" in address


@pytest.mark.parametrize("status", ["incomplete", "unpaid"])
def test_a_plan_that_the_operator_gave_hides_no_payment_that_is_on_its_way(shop, status):
    customer = subscriber("emil", plan="pro")
    hold(shop, customer, PRO_MONTHLY, status=status)
    assert go(Buyer(customer.user, shop)) == "/plan"
    assert shop.store.all("checkout.session") == []


def test_an_account_holds_one_open_attempt(bob):
    values = {"user": bob.user, "plan_code": "pro", "interval": "month", "created_at": timezone.now()}
    CheckoutAttempt.objects.create(key=UUID(int=1), closed_at=timezone.now(), **values)
    CheckoutAttempt.objects.create(key=UUID(int=2), **values)
    with pytest.raises(Exception, match=r"(?i)unique"):
        CheckoutAttempt.objects.create(key=UUID(int=3), **values)


def test_a_card_that_is_refused_leaves_the_page_open(shop, bob):
    session = session_of(go(bob))
    shop.pay(session, card=cards.DECLINED)
    page = come_back(bob, session)
    assert "Not paid yet" in page
    assert shop.store.get("checkout.session", session)["url"] in bob.seen
    assert (bob.plan, bob.row) == ("free", None)


def test_whoever_goes_back_finds_their_choice(shop, bob):
    go(bob, BUSINESS)
    [session] = shop.calls("POST /v1/checkout/sessions")
    back = urlsplit(session.form["cancel_url"])
    assert (back.path, parse_qs(back.query)) == ("/pricing", {"plan": ["business"], "interval": ["year"]})


def test_a_payment_that_takes_days_is_said_to_be_on_its_way(shop, bob):
    session = session_of(go(bob))
    shop.pay(session)
    bob.at_stripe.update(status="incomplete", latest_invoice=None)
    shop.store.get("checkout.session", session)["payment_status"] = "unpaid"
    assert "Your payment is on its way" in come_back(bob, session)
    assert '<meta http-equiv="refresh"' in bob.seen
    assert bob.plan == "free"
    bob.at_stripe["status"] = "active"
    assert "You are on Pro" in come_back(bob, session)


def test_stripe_away_on_the_way_back_is_said_and_looked_at_again(shop, bob):
    session = session_of(go(bob))
    shop.pay(session)
    shop.fail("/v1/.*", times=9)
    assert "We could not ask yet" in come_back(bob, session)
    assert '<meta http-equiv="refresh"' in bob.seen
    shop.faults.clear()
    assert "You are on Pro" in come_back(bob, session)


@pytest.mark.parametrize("path", ["/v1/customers", "/v1/subscriptions", "/v1/checkout/sessions"])
def test_stripe_away_at_any_step_leaves_nothing_half_done(shop, bob, path):
    bob.see("/pricing")  # prices are cached from here on
    shop.fail(path, times=3)
    assert go(bob).startswith("/pricing?plan=pro")
    assert "Stripe did not answer" in bob.see("/pricing")
    shop.pay(session_of(go(bob)))
    bob.sync()
    assert bob.plan == "pro"
    assert len(shop.store.all("customer")) == len(shop.store.all("subscription")) == 1


def test_what_stripe_refuses_is_given_up_so_that_the_next_try_starts_anew(shop, bob):
    shop.fail("/v1/checkout/sessions", status=400, type="invalid_request_error")
    assert "Stripe did not accept that" in bob.do("/checkout", **PRO)
    assert "/c/pay/" in go(bob)


def test_charlie_cannot_come_back_from_bobs_checkout(shop, bob, charlie):
    session = session_of(go(bob))
    shop.pay(session)
    assert charlie.browser.get("/checkout/done", {"session_id": session}).status_code == 404
    assert bob.plan == "free"


@pytest.mark.parametrize("session", ["", "cs_test_000000"])
def test_a_checkout_that_nobody_began_is_not_found(shop, bob, session):
    go(bob)
    CheckoutAttempt.objects.update(session_id="")
    assert bob.browser.get("/checkout/done", {"session_id": session}).status_code == 404


@pytest.mark.parametrize(
    "offer", [{}, {"plan": "free", "interval": "month"}, {"plan": "pro", "interval": "day"}]
)
def test_what_is_not_sold_cannot_be_bought(bob, offer):
    assert bob.post("/checkout", **offer).status_code == 404


def test_without_a_key_nothing_is_sold(shop, bob, settings):
    settings.STRIPE_SECRET_KEY = ""
    assert "Payment is not set up" in bob.do("/checkout", **PRO)
    assert shop.requests == []


def test_the_page_must_be_asked_for_with_a_form(bob, client):
    assert bob.browser.get("/checkout").status_code == 405
    assert client.post("/checkout", PRO)["Location"].startswith("/accounts/login/")
