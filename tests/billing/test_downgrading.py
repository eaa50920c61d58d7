"""Less, from the end of the paid period on: shown with its date, planned at Stripe, and taken back."""

import re

import pytest
from django.utils import timezone

from billing.plans import BUSINESS, FREE, PRO
from billing.selling.downgrading import losses
from billing.usage import metering
from tests.billing.buyers import payer
from tests.billing.subscribers import BUSINESS_MONTHLY, BUSINESS_YEARLY

pytestmark = pytest.mark.django_db
TO_PRO = "/plan/change/pro/month"
CONFIRM = "/plan/change/confirmed"


@pytest.fixture
def dora(shop):
    """On Business, paid by the month."""
    return payer("dora", shop, BUSINESS_MONTHLY)


def day(moment):
    return f"{moment.day} {moment:%b %Y}"


def test_the_page_that_asks_names_the_day_and_what_is_lost(shop, dora):
    page = dora.see(TO_PRO)
    assert f"Business is paid until {day(dora.row.period_end)} and stays until then." in page
    assert "Pro, €29.00 paid monthly" in page
    assert "500 invoices a month in place of 5,000." in page
    assert "Batches of up to 50 files in place of 500." in page
    assert "No webhooks" in page
    assert "Documents that are waiting then are still read" in page
    assert shop.calls("POST .*") == []


def test_nothing_changes_before_the_day_and_the_plan_on_it(shop, dora):
    page = dora.do(CONFIRM, quote=dora.quote(TO_PRO))
    assert f"Pro follows on {day(dora.row.period_end)}. Until then nothing changes." in page
    assert f"Until {day(dora.row.period_end)} . Then Pro , paid monthly." in page
    assert (dora.plan, dora.row.next_plan_code, dora.row.next_interval) == ("business", "pro", "month")
    shop.advance(days=32)
    dora.sync()
    assert (dora.plan, dora.row.next_plan_code) == ("pro", "")
    assert [each["total"] for each in shop.store.all("invoice")] == [29_00, 149_00]


def test_what_is_asked_of_stripe(shop, dora):
    dora.do(CONFIRM, quote=dora.quote(TO_PRO))
    made, updated = shop.calls("POST .*schedules.*")
    assert made.form == {"from_subscription": dora.row.stripe_id}
    [item] = dora.at_stripe["items"]["data"]
    price = shop.store.all("price", lookup_key="pro_monthly")[0]["id"]
    assert str(updated) == f"POST /v1/subscription_schedules/{dora.row.schedule_id}"
    assert updated.form == {
        "end_behavior": "release",
        "proration_behavior": "none",
        "phases": [
            {
                "items": [{"price": item["price"]["id"], "quantity": "1"}],
                "start_date": str(item["current_period_start"]),
                "end_date": str(item["current_period_end"]),
            },
            {
                "items": [{"price": price, "quantity": "1"}],
                "duration": {"interval": "month", "interval_count": "1"},
            },
        ],
    }


def test_a_change_of_mind_leaves_everything_as_it_was(shop, dora):
    dora.do(CONFIRM, quote=dora.quote(TO_PRO))
    schedule = dora.row.schedule_id
    assert "Business goes on as it is." in dora.do("/plan/keep")
    assert shop.calls(f"POST /v1/subscription_schedules/{schedule}/release")
    assert (dora.row.next_plan_code, dora.row.schedule_id) == ("", "")
    shop.advance(days=32)
    dora.sync()
    assert dora.plan == "business"


def test_another_change_takes_the_place_of_the_one_that_was_planned(shop, dora):
    dora.do(CONFIRM, quote=dora.quote(TO_PRO))
    assert "In place of Pro, paid monthly" in dora.see("/plan/change/pro/year")
    dora.do(CONFIRM, quote=dora.quote("/plan/change/pro/year"))
    assert (dora.row.next_plan_code, dora.row.next_interval) == ("pro", "year")
    assert len(shop.store.all("subscription_schedule")) == 1
    shop.advance(days=32)
    dora.sync()
    assert (dora.plan, dora.row.interval) == ("pro", "year")


def test_a_shorter_interval_is_less_as_well(shop):
    emil = payer("emil", shop, BUSINESS_YEARLY)
    assert "Pay Business monthly?" in emil.see("/plan/change/business/month")
    emil.do(CONFIRM, quote=emil.quote("/plan/change/business/month"))
    assert (emil.plan, emil.row.interval, emil.row.next_interval) == ("business", "year", "month")
    assert "Keep Business, paid yearly" in emil.see("/plan")


def test_confirming_twice_plans_it_once(shop, dora):
    quote = dora.quote(TO_PRO)
    for _ in range(2):
        assert "Pro follows on" in dora.do(CONFIRM, quote=quote)
    assert len(shop.calls("POST .*schedules.*")) == 2


def test_going_down_in_place_of_an_end(shop, dora):
    dora.do("/plan/cancel/confirmed", quote=dora.quote("/plan/cancel"))
    assert "Taken back The end on" in dora.see(TO_PRO)
    dora.do(CONFIRM, quote=dora.quote(TO_PRO))
    assert (dora.row.cancel_at, dora.row.next_plan_code) == (None, "pro")


@pytest.mark.parametrize("path", ["/v1/subscription_schedules", "/v1/subscription_schedules/[^/]+"])
def test_an_end_stays_planned_if_stripe_refuses_what_was_to_replace_it(shop, dora, path):
    dora.do("/plan/cancel/confirmed", quote=dora.quote("/plan/cancel"))
    quote = dora.quote(TO_PRO)
    shop.fail(path, status=400, type="invalid_request_error")
    assert "Stripe did not accept that" in dora.do(CONFIRM, quote=quote)
    dora.sync()
    assert dora.row.cancel_at is not None
    assert dora.row.next_plan_code == ""


@pytest.mark.parametrize("path", ["/v1/subscriptions", "/v1/subscription_schedules", r"/v1/.*schedules/.*"])
def test_stripe_away_at_any_step_can_be_tried_again(shop, dora, path):
    quote = dora.quote(TO_PRO)
    shop.fail(path, times=3)
    assert "Stripe did not answer" in dora.do(CONFIRM, quote=quote)
    dora.sync()
    assert (dora.plan, dora.row.next_plan_code) == ("business", "")
    dora.do(CONFIRM, quote=dora.quote(TO_PRO))
    assert dora.row.next_plan_code == "pro"
    assert len(shop.store.all("subscription_schedule")) == 1


def test_a_page_from_before_the_plan_changed_is_refused(shop, dora):
    stale = dora.quote(TO_PRO)
    dora.do(CONFIRM, quote=dora.quote("/plan/change/business/year"))
    assert "Your plan has changed since" in dora.do(CONFIRM, quote=stale)
    assert (dora.row.interval, dora.row.next_plan_code) == ("year", "")


def test_charlie_cannot_plan_anything_for_dora(shop, dora, charlie):
    assert "Nothing was done." in charlie.do(CONFIRM, quote=dora.quote(TO_PRO))
    charlie.do("/plan/keep")
    assert shop.calls("POST .*schedules.*") == []


def test_taxes_and_discounts_go_on_in_both_phases(shop, dora):
    dora.at_stripe.update(
        automatic_tax={"enabled": True}, default_tax_rates=["txr_1"], discounts=["di_1", "di_2"]
    )
    dora.do(CONFIRM, quote=dora.quote(TO_PRO))
    [schedule] = shop.store.all("subscription_schedule")
    assert len(schedule["phases"]) == 2
    for phase in schedule["phases"]:
        assert phase["automatic_tax"]["enabled"] is True
        assert phase["default_tax_rates"] == ["txr_1"]
        assert [each["discount"] for each in phase["discounts"]] == ["di_1", "di_2"]


def test_a_trial_that_somebody_was_granted_lasts_as_long_as_it_did(shop, dora):
    [item] = dora.at_stripe["items"]["data"]
    dora.at_stripe.update(status="trialing", trial_end=item["current_period_end"])
    dora.sync()
    dora.do(CONFIRM, quote=dora.quote(TO_PRO))
    [schedule] = shop.store.all("subscription_schedule")
    now, then = schedule["phases"]
    assert (now["trial_end"], then["trial_end"]) == (item["current_period_end"], None)


def test_a_month_in_which_more_was_used_than_the_lower_plan_has_leaves_nothing_below_zero(shop, dora):
    now = timezone.now()
    metering.reserve_many(user=dora.user, references=[f"ext_{n}" for n in range(600)], now=now)
    for number in range(600):
        metering.commit(reference=f"ext_{number}", now=now)
    dora.do(CONFIRM, quote=dora.quote(TO_PRO))
    item = dora.at_stripe["items"]["data"][0]
    item["price"] = shop.store.all("price", lookup_key="pro_monthly")[0]
    dora.sync()
    usage = metering.usage(user=dora.user, now=now)
    assert (usage.limit, usage.used, usage.remaining) == (500, 600, 0)
    with pytest.raises(metering.QuotaExceeded, match="600/500"):
        metering.check(user=dora.user, now=now)
    assert "600 of 500 invoices" in re.sub(r"\s+", " ", dora.see("/plan"))


@pytest.mark.parametrize(
    ("before", "after", "count"), [(BUSINESS, PRO, 4), (BUSINESS, FREE, 5), (PRO, FREE, 4), (PRO, PRO, 0)]
)
def test_what_is_lost_is_said_for_each_limit(before, after, count):
    assert len(losses(before, after)) == count
