"""The end of a subscription: asked for, planned for the end of the paid period, and taken back."""

import pytest

from accounts.actors import Kind
from accounts.happenings import sentence
from tests.billing.buyers import payer
from tests.billing.stripe_fake import cards
from tests.billing.subscribers import BUSINESS_MONTHLY

pytestmark = pytest.mark.django_db
CONFIRM = "/plan/cancel/confirmed"


def cancel(buyer):
    return buyer.do(CONFIRM, quote=buyer.quote("/plan/cancel"))


def day(moment):
    return f"{moment.day} {moment:%b %Y}"


def test_the_page_that_asks_says_until_when_and_what_is_lost(shop, alice):
    page = alice.see("/plan/cancel")
    assert f"Pro stays until {day(alice.row.period_end)}, which is paid for." in page
    assert "10 invoices a month in place of 500." in page
    assert "Documents of more than one page are refused." in page
    assert shop.calls("POST .*") == []


def test_the_plan_stays_until_the_paid_period_ends(shop, alice):
    page = cancel(alice)
    assert f"Pro ends on {day(alice.row.cancel_at)}, and nothing more is charged." in page
    assert f"It ends on {day(alice.row.cancel_at)} ." in page
    assert "None: the plan ends on" in page
    assert alice.plan == "pro"
    shop.advance(days=32)
    alice.sync()
    assert (alice.plan, alice.row) == ("free", None)
    assert len(shop.store.all("invoice")) == 1


def test_what_is_asked_of_stripe(shop, alice):
    cancel(alice)
    [update] = shop.calls("POST .*/subscriptions/.*")
    assert str(update) == f"POST /v1/subscriptions/{alice.row.stripe_id}"
    assert update.form == {"cancel_at_period_end": "true"}
    assert update.idempotency_key


def test_a_change_of_mind_leaves_everything_as_it_was(shop, alice):
    cancel(alice)
    assert "Pro goes on as it is." in alice.do("/plan/keep")
    assert alice.row.cancel_at is None
    assert [each.form for each in shop.calls("POST .*/subscriptions/.*")][1:] == [
        {"cancel_at_period_end": "false"}
    ]
    shop.advance(days=32)
    alice.sync()
    assert alice.plan == "pro"


def test_an_end_that_somebody_set_for_another_day_is_taken_back_as_well(shop, alice):
    held = shop.store.objects[alice.row.stripe_id]
    held["cancel_at"] = int(alice.row.period_end.timestamp()) - 5 * 24 * 3600
    alice.sync()
    assert "Pro goes on as it is." in alice.do("/plan/keep")
    assert (held["cancel_at"], held["cancel_at_period_end"]) == (None, False)


def test_confirming_twice_ends_it_once(shop, alice):
    quote = alice.quote("/plan/cancel")
    for _ in range(2):
        assert "Pro ends on" in alice.do(CONFIRM, quote=quote)
    assert len(shop.calls("POST .*/subscriptions/.*")) == 1


def test_a_lower_plan_that_was_to_follow_is_let_go_first(shop):
    dora = payer("dora", shop, BUSINESS_MONTHLY)
    dora.do("/plan/change/confirmed", quote=dora.quote("/plan/change/pro/month"))
    assert "The change to Pro is dropped." in dora.see("/plan/cancel")
    assert "Business ends on" in cancel(dora)
    assert (dora.row.next_plan_code, dora.row.schedule_id) == ("", "")
    assert dora.row.cancel_at is not None


def test_whoever_ended_it_at_stripe_sees_so_here(shop, alice):
    held = shop.store.objects[alice.row.stripe_id]
    held.update(cancel_at_period_end=True, cancel_at=int(alice.row.period_end.timestamp()))
    assert "It ends on" in alice.see("/plan/refreshed")
    assert "That is not possible" in alice.see("/plan/cancel")


def test_after_the_end_there_is_nothing_to_keep(shop, alice):
    cancel(alice)
    shop.advance(days=32)
    page = alice.do("/plan/keep")
    assert "goes on as it is" not in page
    assert "Choose a plan" in page


@pytest.mark.parametrize("path", ["/v1/subscriptions", r"/v1/subscriptions/\w+"])
def test_stripe_away_at_any_step_can_be_tried_again(shop, alice, path):
    quote = alice.quote("/plan/cancel")
    shop.fail(path, times=3)
    assert "Stripe did not answer" in alice.do(CONFIRM, quote=quote)
    assert "Pro ends on" in alice.do(CONFIRM, quote=quote)


def test_a_plan_that_failed_to_be_paid_can_be_ended(shop):
    dora = payer("dora", shop, BUSINESS_MONTHLY, status="past_due")
    assert "Business ends on" in cancel(dora)


def test_a_page_from_before_the_plan_changed_is_refused(shop, alice):
    stale = alice.quote("/plan/cancel")
    alice.do("/plan/change/confirmed", quote=alice.quote("/plan/change/business/month"))
    assert "Your plan has changed since" in alice.do(CONFIRM, quote=stale)
    assert (alice.plan, alice.row.cancel_at) == ("business", None)


def test_a_page_that_asked_for_something_else_ends_nothing(shop, alice):
    assert "Nothing was done." in alice.do(CONFIRM, quote=alice.quote("/plan/change/business/month"))
    assert "Nothing was done." in alice.do("/plan/change/confirmed", quote=alice.quote("/plan/cancel"))
    assert (alice.plan, alice.row.cancel_at) == ("pro", None)


def test_charlie_cannot_end_what_alice_pays_for(shop, alice, charlie):
    assert "Nothing was done." in charlie.do(CONFIRM, quote=alice.quote("/plan/cancel"))
    alice.sync()
    charlie.sync()
    assert (alice.row.cancel_at, charlie.row.cancel_at) == (None, None)


def test_on_free_there_is_nothing_to_cancel(bob):
    assert "That is not possible" in bob.see("/plan/cancel")


def test_who_asked_for_what_stands_in_the_log_of_the_account(alice):
    cancel(alice)
    alice.do("/plan/keep")
    alice.do("/plan/change/confirmed", quote=alice.quote("/plan/change/pro/year"))
    own = [entry for entry in alice.user.audit_entries.order_by("pk") if entry.actor == Kind.PERSON]
    assert [sentence(entry.happening, entry.about) for entry in own] == [
        "The end of Pro was asked for.",
        "Pro was chosen to go on as it is.",
        "Pro, yearly, was chosen.",
    ]


def test_what_is_owed_for_a_plan_that_has_ended_is_not_asked_for_as_if_it_came_back(shop, alice):
    shop.change_card(alice.user.customer.stripe_id, cards.FAILS_LATER)
    shop.advance(days=60)
    alice.sync()
    page = alice.see("/plan")
    assert alice.plan == "free"
    assert "Paying it does not bring that plan back" in page
    assert " Pay " not in page
