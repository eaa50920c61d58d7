"""Buying, changing and ending a plan in a browser, at a service whose Stripe is the tests' own."""

import re

import pytest
import requests
from playwright.sync_api import expect

from tests import invoices
from tests.billing import shop as shelves
from tests.billing import stripe_fake
from tests.billing.stripe_fake import cards
from tests.browser.test_accessibility import EVERY_WAY, check
from tests.service import running_service

PAY = "Pay"
FAILS_LATER = "Pay with a card that fails later"
ASKS = "Pay with a card that asks for authentication"

USE_UP = """
from django.utils import timezone
from accounts.models import User
from billing.usage import metering
user, now = User.objects.get(email="{email}"), timezone.now()
for number in range({count}):
    reference = f"ext_before_{{user.pk}}_{{number}}"
    metering.reserve(user=user, reference=reference, now=now)
    metering.commit(reference=reference, now=now)
"""


@pytest.fixture(scope="module")
def stripe():
    with stripe_fake.running() as fake:
        shelves.stock(fake)
        yield fake


@pytest.fixture(scope="module")
def service(stripe):
    """One for all journeys of this file. Stripe tells it what happens."""
    with running_service(**stripe.environment) as running:
        running.manage("stripe_setup")
        stripe.listener = f"{running.url}/billing/stripe/webhook/"
        yield running
        stripe.listener = None


@pytest.fixture(autouse=True)
def today(stripe):
    """Where a journey takes months, the next begins today again, and with nothing asked."""
    stripe.requests.clear()
    yield
    stripe.store.ahead = 0.0


def changes(stripe):
    """What was asked of Stripe that changes something there, without the ids."""
    asked = [str(each) for each in stripe.requests if each.method == "POST"]
    named = [re.sub(r"(/[a-z_]+)_\d{6}", r"\1", each) for each in asked]
    return [each for each in named if not each.endswith("/create_preview")]


def subscribe(person, plan, *, how=PAY):
    """From the pricing page to Stripe's and back."""
    page = person.go("/pricing")
    page.get_by_role("button", name=f"Choose {plan}").click()
    expect(page.get_by_role("heading", name="Checkout")).to_be_visible()
    page.get_by_role("button", name=how, exact=True).click()
    if how == ASKS:
        page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text(f"You are on {plan} from now on.")).to_be_visible()
    return page


def customer_of(stripe, email):
    [customer] = [each for each in stripe.store.all("customer") if each["email"] == email]
    return customer["id"]


def plan_card(page):
    return page.get_by_role("region", name="Your plan")


def expect_plan(person, words):
    """As soon as what Stripe has told of was looked at."""
    for _ in range(60):
        page = person.go("/plan")
        if words in plan_card(page).inner_text():
            return page
        page.wait_for_timeout(250)
    raise AssertionError(plan_card(page).inner_text())


def test_from_a_used_up_month_to_a_plan_that_goes_on(visit, service, stripe):
    dora = visit()
    email = dora.sign_up()
    page = dora.page
    page.get_by_role("button", name="Create the key").click()
    headers = {"Authorization": f"Bearer {page.locator('#secret').inner_text()}"}
    service.manage("shell", "--command", USE_UP.format(email=email, count=10))

    def extract():
        acme = {"file": ("acme.pdf", invoices.draw(invoices.acme()))}
        return requests.post(f"{dora.url}/v1/extract", headers=headers, files=acme, timeout=100)

    refused = extract()
    assert refused.status_code == 429
    page.goto(refused.json()["error"]["upgrade_url"])
    expect(page.locator(".plan-card.is-pick").get_by_role("heading")).to_have_text("Pro")
    page.get_by_role("button", name="Choose Pro").click()
    page.get_by_role("button", name=PAY, exact=True).click()
    expect(page.get_by_text("You are on Pro from now on.")).to_be_visible()
    expect(page.locator("#usage")).to_contain_text("10 of 500 invoices")
    answer = extract()
    assert (answer.status_code, answer.json()["total"]) == (200, 1217.81)
    assert changes(stripe) == ["POST /v1/customers", "POST /v1/checkout/sessions"]
    [session] = stripe.calls("POST /v1/checkout/sessions")
    assert session.form["customer"] == customer_of(stripe, email)


def test_forms_may_lead_to_stripe_and_nowhere_else(service, stripe):
    policy = requests.get(f"{service.url}/pricing", timeout=30).headers["Content-Security-Policy"]
    [allowed] = [part.strip() for part in policy.split(";") if "form-action" in part]
    assert allowed == f"form-action 'self' {stripe.url}"


def test_a_visitor_chooses_first_and_signs_up_then(visit):
    emil = visit()
    page = emil.go("/pricing")
    page.get_by_text("Yearly", exact=True).click()
    expect(page.get_by_text("€290 billed yearly, €58 less than monthly")).to_be_visible()
    page.get_by_role("link", name="Choose Business").click()
    page.get_by_label("Email").fill("emil@example.com")
    page.get_by_label("Password").fill("a sentence nobody guesses")
    page.get_by_role("button", name="Create account").click()
    expect(page.locator(".plan-card.is-pick").get_by_role("heading")).to_have_text("Business")
    page.get_by_role("button", name="Choose Business").click()
    expect(page.get_by_text("1490.00 eur")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.locator(".plan-card.is-pick").get_by_role("heading")).to_have_text("Business")
    expect(page.get_by_label("Yearly")).to_be_checked()


def test_going_up_shows_its_price_and_charges_that(visit, stripe):
    dora = visit()
    email = dora.come_in()
    page = subscribe(dora, "Pro")
    page.get_by_role("link", name="Upgrade to Business, paid monthly").click()
    expect(page.get_by_role("row", name="Due today €120.00")).to_be_visible()
    page.get_by_role("button", name="Pay €120.00 and change").click()
    expect(page.get_by_text("You are on Business, from now on.")).to_be_visible()
    expect(page.locator("#usage")).to_contain_text("of 5,000 invoices")
    expect(page.get_by_role("row", name=re.compile("Paid €120.00"))).to_be_visible()
    assert changes(stripe)[2:] == ["POST /v1/subscriptions/sub"]
    shown = stripe.calls("POST /v1/invoices/create_preview")[1].form["subscription_details"]
    [made] = stripe.calls("POST /v1/subscriptions/.*")
    assert (made.form["proration_date"], made.form["items"]) == (shown["proration_date"], shown["items"])
    charged = stripe.store.all("invoice", customer=customer_of(stripe, email))
    assert [(each["amount_paid"], each["status"]) for each in charged] == [(120_00, "paid"), (29_00, "paid")]


def test_going_down_is_planned_and_taken_back(visit, stripe):
    dora = visit()
    email = dora.come_in()
    page = subscribe(dora, "Business")
    page.get_by_role("link", name="Change to Pro, paid monthly").click()
    expect(page.get_by_text("No webhooks")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"Change on \d")).click()
    expect(plan_card(page)).to_contain_text("Then Pro")
    page.get_by_role("button", name="Keep Business").click()
    expect(page.get_by_text("Business goes on as it is.")).to_be_visible()
    expect(plan_card(page)).to_contain_text("It goes on by itself")
    [schedule] = stripe.store.all("subscription_schedule", customer=customer_of(stripe, email))
    assert schedule["status"] == "released"
    schedules = "POST /v1/subscription_schedules"
    assert changes(stripe)[2:] == [schedules, f"{schedules}/sub_sched", f"{schedules}/sub_sched/release"]


def test_ending_a_plan_and_coming_back(visit, stripe):
    dora = visit()
    dora.come_in()
    page = subscribe(dora, "Pro")
    page.get_by_role("link", name="Cancel the plan").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Documents of more than one page are refused.")).to_be_visible()
    dialog.get_by_role("button", name="Cancel the plan").click()
    expect(plan_card(page)).to_contain_text("It ends on")
    assert changes(stripe)[2:] == ["POST /v1/subscriptions/sub"]
    stripe.advance(days=32)
    expect_plan(dora, "No card, and no end.")
    page = subscribe(dora, "Pro")
    expect(plan_card(page)).to_contain_text("It goes on by itself")


def test_ending_a_plan_on_stripes_own_pages(visit):
    dora = visit()
    dora.come_in()
    page = subscribe(dora, "Pro")
    page.get_by_role("button", name="Card, address and tax ids").click()
    page.get_by_role("button", name="Cancel at the end of the period").click()
    page.get_by_role("button", name="Back").click()
    expect(plan_card(page)).to_contain_text("It ends on")


def test_a_bank_that_asks_is_answered_at_stripe_and_the_plan_follows(visit):
    dora = visit()
    dora.come_in()
    page = subscribe(dora, "Pro", how=ASKS)
    page.get_by_role("link", name="Upgrade to Business, paid monthly").click()
    page.get_by_role("button", name="Pay €120.00 and change").click()
    expect(page.get_by_role("heading", name=re.compile("^Invoice "))).to_be_visible()
    assert "Pro" in plan_card(dora.go("/plan")).inner_text()
    page.get_by_role("button", name="Confirm the payment").click()
    page.get_by_role("button", name="Pay and confirm").click()
    expect_plan(dora, "Business")


def test_a_card_that_fails_is_said_and_at_last_the_plan_is_free(visit, stripe):
    dora = visit()
    dora.come_in()
    subscribe(dora, "Pro", how=FAILS_LATER)
    stripe.advance(days=32)
    page = expect_plan(dora, "Payment failed")
    expect(page.get_by_text("Your last payment did not go through.").first).to_be_visible()
    expect(page.get_by_role("button", name="Pay the invoice")).to_be_visible()
    expect(page.locator("#usage")).to_contain_text("of 500 invoices")
    stripe.advance(days=40)  # Stripe tries again, and gives up
    page = expect_plan(dora, "No card, and no end.")
    expect(page.locator("#usage")).to_contain_text("of 10 invoices")


def test_a_card_that_failed_is_replaced_and_the_plan_goes_on(visit, stripe):
    dora = visit()
    dora.come_in()
    subscribe(dora, "Pro", how=FAILS_LATER)
    stripe.advance(days=32)
    page = expect_plan(dora, "Payment failed")
    page.get_by_role("button", name="Pay the invoice").click()
    page.get_by_role("button", name="Pay with a good card").click()
    expect_plan(dora, "Active")


def test_axe_finds_nothing_on_the_pages_of_a_plan_and_nothing_scrolls_sideways(visit, stripe):
    dora = visit(reduced_motion="reduce")
    email = dora.come_in()
    page = subscribe(dora, "Business")
    asking = ["/plan/change/business/year", "/plan/change/pro/month", "/plan/cancel"]
    found = check(dora, ["/plan", "/pricing", *asking], EVERY_WAY)
    dora.go("/plan/change/pro/month").get_by_role("button", name=re.compile(r"Change on \d")).click()
    found += check(dora, ["/plan"], EVERY_WAY)
    cards.make_default(stripe, customer_of(stripe, email), cards.FAILS_LATER)
    page = dora.go("/plan/change/business/year")
    page.get_by_role("button", name=re.compile("^Pay .* and change")).click()
    expect(page.get_by_role("button", name="Pay the invoice")).to_be_visible()
    assert found + check(dora, ["/plan"], EVERY_WAY) == []
