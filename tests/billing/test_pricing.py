"""The pricing page: what plans allow, what Stripe says they cost, and the way to each for whoever looks."""

import re
from html import unescape

import pytest

from billing import catalogue
from tests.billing.buyers import payer, visitor
from tests.billing.subscribers import BUSINESS_MONTHLY, PRO_YEARLY
from tests.web.markup import source

pytestmark = pytest.mark.django_db


@pytest.fixture
def passer_by(client, shop):
    """The words of the page for somebody without an account."""

    def see(**asked):
        answer = client.get("/pricing", asked)
        assert answer.status_code == 200
        return source(answer)

    return see


def card(page, plan):
    """What stands on one plan's card."""
    found = re.search(
        rf'<section class="plan-card[^>]*aria-labelledby="plan-{plan}">.*?</section>', page, re.DOTALL
    )
    assert found
    return unescape(found[0])


def words(markup):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def picked(page):
    return re.findall(r'class="plan-card is-pick" aria-labelledby="plan-(\w+)"', page)


def test_prices_are_those_that_stripe_holds(shop, passer_by):
    shop.store.all("price", lookup_key="pro_monthly")[0]["unit_amount"] = 31_50
    page = passer_by()
    assert "€31.50 /mo billed monthly" in words(card(page, "pro"))
    assert "€149 /mo billed monthly" in words(card(page, "business"))
    assert "€0 /mo no card needed" in words(card(page, "free"))


def test_a_year_says_what_is_billed_and_what_it_saves(passer_by):
    assert "€24.17 /mo €290 billed yearly, €58 less than monthly" in words(card(passer_by(), "pro"))


def test_stripe_is_asked_once_for_many_visitors(shop, passer_by):
    for _ in range(3):
        passer_by()
    [asked] = shop.requests
    assert str(asked) == "GET /v1/prices"
    assert set(asked.form["lookup_keys"]) == {offer.lookup_key for offer in catalogue.OFFERS}


@pytest.mark.parametrize("interval", ["month", "year"])
def test_month_or_year_can_be_chosen_by_address_and_without_a_script(passer_by, interval):
    page = passer_by(interval=interval)
    assert re.findall(r'name="period" value="(\w+)" checked', page) == [interval]


def test_what_the_address_asks_for_stands_out(passer_by):
    assert picked(passer_by()) == ["pro"]
    assert picked(passer_by(plan="business")) == ["business"]
    assert picked(passer_by(plan="nonsense", interval="nonsense")) == ["pro"]
    assert 'class="btn btn-primary p-month"' in card(passer_by(plan="business"), "business")


def test_whoever_has_no_account_signs_up_first_and_comes_back_to_the_choice(client, passer_by):
    address = re.search(r'href="(/accounts/signup/[^"]*)">Choose Business', card(passer_by(), "business"))[1]
    form = source(client.get(address)).partition('class="stack-form"')[2]
    way_back = unescape(re.search(r'name="next" value="([^"]*)"', form)[1])
    assert way_back == "/pricing?plan=business&interval=month"
    account = {"email": "dora@example.com", "password1": "a sentence nobody guesses", "next": way_back}
    answer = client.post("/accounts/signup/", account)
    assert answer["Location"] == way_back
    page = source(client.get(way_back))
    assert picked(page) == ["business"]
    assert 'action="/checkout"' in card(page, "business")


def test_whoever_signs_up_with_a_choice_may_have_an_account_already(client, passer_by):
    address = re.search(r'href="(/accounts/signup/[^"]*)">Choose Pro', card(passer_by(), "pro"))[1]
    assert "next=%2Fpricing%3Fplan%3Dpro%26interval%3Dmonth" in unescape(
        re.search(r'href="(/accounts/login/[^"]*)"', source(client.get(address)))[1]
    )


def test_on_free_each_plan_can_be_paid_for(bob):
    bob.see("/pricing")
    for plan in ("pro", "business"):
        assert card(bob.seen, plan).count('action="/checkout"') == 2
        assert f'name="plan" value="{plan}"' in card(bob.seen, plan)
    assert "Your plan" in card(bob.seen, "free")


def test_on_a_paid_plan_the_others_lead_to_a_change_and_not_to_a_second_payment(alice):
    alice.see("/pricing")
    assert 'action="/checkout"' not in alice.seen
    assert "/plan/change/business/month" in card(alice.seen, "business")
    assert "Upgrade to Business" in words(card(alice.seen, "business"))
    assert "Your plan" in words(card(alice.seen, "pro"))
    assert "/plan/change/pro/year" in card(alice.seen, "pro")
    assert "Pay yearly" in words(card(alice.seen, "pro"))
    assert "/plan/cancel" in card(alice.seen, "free")
    assert picked(alice.seen) == ["business"]


def test_on_business_the_lower_plan_is_a_change(shop):
    dora = payer("dora", shop, BUSINESS_MONTHLY)
    dora.see("/pricing")
    assert "Change to Pro" in words(card(dora.seen, "pro"))


def test_whoever_pays_by_the_year_sees_years(shop):
    emil = payer("emil", shop, PRO_YEARLY)
    emil.see("/pricing")
    assert 'value="year" checked' in emil.seen


def test_while_a_payment_is_missing_nothing_is_changed_from_here(shop):
    dora = payer("dora", shop, BUSINESS_MONTHLY, status="unpaid")
    dora.see("/pricing")
    assert "/plan/change/" not in dora.seen
    assert 'action="/checkout"' not in dora.seen


def test_a_plan_from_the_operator_is_marked_and_others_can_be_bought(shop):
    dora = visitor("dora", shop, plan="pro")
    dora.see("/pricing")
    assert "Your plan" in card(dora.seen, "pro")
    assert 'action="/checkout"' in card(dora.seen, "business")


def test_without_a_key_it_says_that_the_operator_gives_plans(client, settings):
    settings.STRIPE_SECRET_KEY = ""
    page = source(client.get("/pricing"))
    assert "Payment is not set up on this service. Its operator gives plans." in page
    assert page.count("billing is not set up") == 2
    assert not re.search(r"[€$£]\s?\d", page)
    assert 'name="period"' not in page


def test_stripe_away_is_said_and_no_price_is_invented(shop, client):
    shop.fail("/v1/prices", times=9)
    page = source(client.get("/pricing"))
    assert "Stripe did not answer." in page
    assert page.count("price not known right now") == 2
    assert "500 invoices a month" in page


def test_a_stripe_without_our_prices_says_so(stripe, client):
    page = source(client.get("/pricing"))
    assert "Some plans have no price at Stripe yet." in page
    assert page.count("price not known right now") == 2


def test_tax_is_said_to_come_on_top_where_it_does(settings, passer_by):
    assert "Tax is added at the checkout." not in passer_by()
    settings.STRIPE_AUTOMATIC_TAX = True
    assert "Tax is added at the checkout." in passer_by()
