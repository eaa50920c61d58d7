"""What Stripe holds is what the account has, whoever looked and when."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AuditEntry
from billing import sending, subscriptions
from billing.following import syncing
from billing.gateway.errors import StripeRefused, StripeUnreachable
from billing.models import Customer, Letter, Subscription
from billing.plans import BUSINESS, FREE, PRO
from tests.billing.stripe_fake import cards, schedules
from tests.billing.stripe_fake.subscriptions import begin, end
from tests.billing.subscribers import (
    BUSINESS_MONTHLY,
    PRO_MONTHLY,
    PRO_YEARLY,
    change,
    hold,
    price,
    subscriber,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def alice(stripe):
    return subscriber("alice")


def plan(customer, *, now=NOW):
    return subscriptions.plan_for(customer.user, now=now)


def test_what_was_bought_is_what_the_account_has(stripe, alice):
    held = hold(stripe, alice, PRO_YEARLY)
    row = syncing.sync(alice, now=NOW)
    assert (row.plan_code, row.interval, row.status) == ("pro", "year", "active")
    assert (row.stripe_id, row.source) == (held["id"], "stripe")
    [item] = held["items"]["data"]
    assert (row.item_id, row.price_id) == (item["id"], item["price"]["id"])
    assert int(row.period_end.timestamp()) == item["current_period_end"]
    assert plan(alice) == PRO
    alice.refresh_from_db()
    assert (alice.syncs, alice.synced_at) == (1, NOW)


def test_an_account_that_stripe_does_not_know_yet_is_not_asked_for(stripe, alice):
    Customer.objects.update(stripe_id=None)
    assert syncing.sync(alice, now=NOW) is None
    assert stripe.calls("GET .*") == []


def test_an_account_that_is_gone_is_not_asked_for(stripe, alice):
    alice.user.delete()
    assert syncing.sync(alice, now=NOW) is None


def test_looking_again_changes_nothing(stripe, alice):
    hold(stripe, alice, PRO_MONTHLY)
    first = syncing.sync(alice, now=NOW)
    second = syncing.sync(alice, now=NOW)
    assert first.pk == second.pk
    first.updated_at = second.updated_at
    assert vars(first) | {"_state": 0} == vars(second) | {"_state": 0}


def test_an_upgrade_counts_at_once(stripe, alice):
    held = hold(stripe, alice, PRO_MONTHLY)
    syncing.sync(alice, now=NOW)
    change(stripe, held, BUSINESS_MONTHLY)
    syncing.sync(alice, now=NOW)
    assert plan(alice) == BUSINESS


@pytest.mark.parametrize("status", ["active", "trialing", "past_due"])
def test_these_give_the_plan(stripe, alice, status):
    hold(stripe, alice, PRO_MONTHLY, status=status)
    syncing.sync(alice, now=NOW)
    assert plan(alice) == PRO


@pytest.mark.parametrize("status", ["unpaid", "canceled", "incomplete", "incomplete_expired", "paused"])
def test_these_are_free(stripe, alice, status):
    held = hold(stripe, alice, PRO_MONTHLY)
    syncing.sync(alice, now=NOW)
    held["status"] = status
    syncing.sync(alice, now=NOW)
    assert plan(alice) == FREE


def test_what_ended_leaves_nothing_behind(stripe, alice):
    end(stripe, hold(stripe, alice, PRO_MONTHLY))
    assert syncing.sync(alice, now=NOW) is None
    assert not Subscription.objects.exists()


def test_who_comes_back_has_the_new_one(stripe, alice):
    end(stripe, hold(stripe, alice, BUSINESS_MONTHLY))
    again = hold(stripe, alice, PRO_MONTHLY)
    assert syncing.sync(alice, now=NOW).stripe_id == again["id"]


@pytest.mark.parametrize("how", [{"cancel_at_period_end": True}, {"cancel_at": 2_000_000_000}])
def test_when_it_ends_is_known(stripe, alice, how):
    held = hold(stripe, alice, PRO_MONTHLY)
    held.update(how)
    row = syncing.sync(alice, now=NOW)
    wanted = held["cancel_at"] or held["items"]["data"][0]["current_period_end"]
    assert int(row.cancel_at.timestamp()) == wanted
    held.update(cancel_at_period_end=False, cancel_at=None)
    assert syncing.sync(alice, now=NOW).cancel_at is None


def test_an_old_price_of_a_product_of_ours_still_means_its_plan(stripe, alice):
    old = price(stripe, PRO_MONTHLY, lookup_key=None, amount=9_00)
    begin(stripe, customer=alice.stripe_id, price=old)
    syncing.sync(alice, now=NOW)
    assert plan(alice) == PRO


class TestGrace:
    def test_a_payment_that_failed_leaves_the_plan_for_some_days(self, stripe, alice, settings):
        settings.GRACE_DAYS = 5
        hold(stripe, alice, PRO_MONTHLY, status="past_due")
        row = syncing.sync(alice, now=NOW)
        assert row.plan_until == row.past_due_since + timedelta(days=5)
        assert plan(alice, now=row.plan_until - timedelta(seconds=1)) == PRO
        assert plan(alice, now=row.plan_until) == FREE

    def test_looking_again_does_not_begin_it_anew(self, stripe, alice):
        hold(stripe, alice, PRO_MONTHLY, status="past_due")
        first = syncing.sync(alice, now=NOW)
        later = syncing.sync(alice, now=NOW + timedelta(days=9))
        assert (later.past_due_since, later.plan_until) == (first.past_due_since, first.plan_until)

    def test_what_was_paid_after_all_is_as_before(self, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY, status="past_due")
        syncing.sync(alice, now=NOW)
        held["status"] = "active"
        row = syncing.sync(alice, now=NOW)
        assert (row.past_due_since, row.plan_until, row.plan_code) == (None, None, "pro")

    def test_each_time_has_days_of_its_own(self, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY, card=cards.FAILS_LATER)
        stripe.advance(days=32)
        first = syncing.sync(alice, now=NOW + timedelta(days=32))
        stripe.pay_invoice(held["latest_invoice"], card=cards.GOOD)
        assert syncing.sync(alice, now=NOW + timedelta(days=32)).past_due_since is None
        stripe.advance(days=31)
        again = syncing.sync(alice, now=NOW + timedelta(days=63))
        assert (again.past_due_since - first.past_due_since).days in {30, 31}


class TestADowngrade:
    @pytest.fixture
    def planned(self, stripe, alice):
        """From Business to Pro, paid by the year, at the end of the period."""
        held = hold(stripe, alice, BUSINESS_MONTHLY)
        made = schedules.create(stripe, {"from_subscription": held["id"]})
        [now] = made["phases"]
        first = {"items": [{"price": now["items"][0]["price"]}], "start_date": now["start_date"]}
        then = {"items": [{"price": price(stripe, PRO_YEARLY)["id"]}]}
        schedules.update(stripe, {"phases": [{**first, "end_date": now["end_date"]}, then]}, made["id"])
        return made

    def test_is_known_before_it_comes(self, stripe, alice, planned):
        row = syncing.sync(alice, now=stripe.now)
        assert (row.plan_code, row.next_plan_code, row.next_interval) == ("business", "pro", "year")
        assert row.schedule_id == planned["id"]

    def test_comes_at_the_end_of_the_period(self, stripe, alice, planned):
        stripe.advance(days=32)
        row = syncing.sync(alice, now=stripe.now)
        assert (row.plan_code, row.interval, row.next_plan_code) == ("pro", "year", "")

    def test_can_be_taken_back(self, stripe, alice, planned):
        syncing.sync(alice, now=stripe.now)
        schedules.release(stripe, {}, planned["id"])
        row = syncing.sync(alice, now=stripe.now)
        assert (row.plan_code, row.schedule_id, row.next_plan_code, row.next_interval) == (
            "business",
            "",
            "",
            "",
        )


class TestTheOperatorsPlans:
    def test_stay_without_a_subscription_at_stripe(self, stripe):
        alice = subscriber("alice", plan="business")
        row = syncing.sync(alice, now=NOW)
        assert (row.plan_code, row.source) == ("business", "operator")

    @pytest.mark.parametrize("status", ["incomplete", "unpaid", "paused"])
    def test_stay_while_nothing_is_paid_for(self, stripe, status):
        alice = subscriber("alice", plan="business")
        hold(stripe, alice, PRO_MONTHLY, status=status)
        syncing.sync(alice, now=NOW)
        assert plan(alice) == BUSINESS

    def test_give_way_to_what_is_paid_for(self, stripe):
        alice = subscriber("alice", plan="business")
        hold(stripe, alice, PRO_MONTHLY)
        row = syncing.sync(alice, now=NOW)
        assert (row.plan_code, row.source) == ("pro", "stripe")

    def test_are_refused_while_stripe_decides(self, stripe, alice):
        hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        with pytest.raises(CommandError, match=r"sub_\d+ at Stripe is active and decides the plan\. Cancel"):
            call_command("set_plan", "alice@example.com", "business")
        assert plan(alice) == PRO

    def test_can_be_given_again_after_it(self, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        end(stripe, held)
        syncing.sync(alice, now=NOW)
        call_command("set_plan", "alice@example.com", "business")
        assert plan(alice) == BUSINESS


class TestAlarms:
    def alarms(self):
        return list(Letter.objects.filter(kind="alarm").values_list("text", flat=True))

    def test_a_price_that_is_not_ours_changes_nothing_and_is_told_once(self, stripe, alice, caplog):
        held = hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        held["items"]["data"][0]["price"] = price(stripe)
        for _ in range(3):
            syncing.sync(alice, now=NOW)
        assert plan(alice) == PRO
        [text] = self.alarms()
        assert held["id"] in text
        assert "prod_of_another_shop" in text
        [logged] = [record for record in caplog.records if record.name == "billing.letters"]
        assert logged.levelname == "ERROR"

    def test_an_interval_that_is_not_ours_is_one_too(self, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        held["items"]["data"][0]["price"] = price(stripe, PRO_MONTHLY, lookup_key=None, interval="week")
        assert syncing.sync(alice, now=NOW) is None
        assert len(self.alarms()) == 1

    def test_something_else_beside_it_does_not_hide_a_plan(self, stripe, alice):
        begin(stripe, customer=alice.stripe_id, price=price(stripe))
        hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        assert plan(alice) == PRO

    @pytest.mark.parametrize("status", ["active", "incomplete", "unpaid"])
    def test_something_else_beside_it_keeps_no_plan_that_ended(self, stripe, alice, status):
        begin(stripe, customer=alice.stripe_id, price=price(stripe), status=status)
        held = hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        end(stripe, held)
        assert syncing.sync(alice, now=NOW) is None
        assert plan(alice) == FREE

    @pytest.mark.parametrize("status", ["unpaid", "paused"])
    def test_a_price_that_is_not_ours_keeps_no_plan_that_nobody_pays(self, stripe, alice, status):
        held = hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        held["items"]["data"][0]["price"] = price(stripe)
        held["status"] = status
        syncing.sync(alice, now=NOW)
        assert plan(alice) == FREE

    def test_of_several_the_highest_counts(self, stripe, alice):
        for offer in (PRO_MONTHLY, BUSINESS_MONTHLY, PRO_YEARLY):
            hold(stripe, alice, offer)
        syncing.sync(alice, now=NOW)
        syncing.sync(alice, now=NOW)
        assert plan(alice) == BUSINESS
        [text] = self.alarms()
        assert "several subscriptions" in text

    def test_one_that_is_paid_counts_before_a_higher_one_that_is_not(self, stripe, alice):
        hold(stripe, alice, BUSINESS_MONTHLY, status="unpaid")
        hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        assert plan(alice) == PRO

    def test_one_that_is_paid_counts_when_the_grace_of_a_higher_one_is_over(self, stripe, alice):
        hold(stripe, alice, BUSINESS_MONTHLY, status="past_due")
        hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        assert plan(alice, now=NOW + timedelta(days=60)) == PRO

    def test_a_first_payment_that_never_came_is_no_second_subscription(self, stripe, alice):
        hold(stripe, alice, PRO_MONTHLY, status="incomplete")
        hold(stripe, alice, PRO_MONTHLY)
        assert syncing.sync(alice, now=NOW).status == "active"
        assert self.alarms() == []

    def test_a_refusal_changes_nothing_and_is_told_once_a_day(self, stripe, alice):
        hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        refusal = {"status": 404, "type": "invalid_request_error", "code": "resource_missing"}
        stripe.fail("/v1/subscriptions", times=2, message="No such customer", **refusal)
        for _ in range(2):
            with pytest.raises(StripeRefused):
                syncing.sync(alice, now=NOW)
        assert plan(alice) == PRO
        [text] = self.alarms()
        assert "No such customer" in text

    def test_they_go_to_the_operator(self, stripe, alice, settings):
        settings.OPERATOR_EMAIL = "operator@example.com"
        begin(stripe, customer=alice.stripe_id, price=price(stripe))
        syncing.sync(alice, now=NOW)
        [letter] = Letter.objects.all()
        sending.send(pk=letter.pk, now=NOW)
        sending.send(pk=letter.pk, now=NOW)
        [sent] = mail.outbox
        assert sent.to == ["operator@example.com"]
        assert letter.text in sent.body


def test_a_stripe_that_does_not_answer_changes_nothing(stripe, alice):
    hold(stripe, alice, PRO_MONTHLY)
    syncing.sync(alice, now=NOW)
    stripe.fail("/v1/subscriptions", times=3, hang_up=True)
    with pytest.raises(StripeUnreachable):
        syncing.sync(alice, now=NOW)
    assert plan(alice) == PRO
    assert Customer.objects.get().syncs == 1


class TestTheLog:
    def log(self, customer):
        return [
            (entry.actor, entry.happening, entry.about)
            for entry in AuditEntry.objects.filter(
                user=customer.user, happening__startswith="plan."
            ).order_by("pk")
        ]

    def test_says_what_changed_and_nothing_else(self, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        syncing.sync(alice, now=NOW)
        change(stripe, held, BUSINESS_MONTHLY)
        syncing.sync(alice, now=NOW)
        end(stripe, held)
        syncing.sync(alice, now=NOW)
        assert self.log(alice) == [
            ("stripe", "plan.changed", {"plan": "Pro", "before": "Free"}),
            ("stripe", "plan.changed", {"plan": "Business", "before": "Pro"}),
            ("stripe", "plan.changed", {"plan": "Free", "before": "Business"}),
        ]

    def test_says_what_is_planned_and_what_is_taken_back(self, stripe, alice):
        held = hold(stripe, alice, PRO_MONTHLY)
        syncing.sync(alice, now=NOW)
        held["cancel_at"] = 1_796_083_200
        syncing.sync(alice, now=NOW)
        held["cancel_at"] = None
        syncing.sync(alice, now=NOW)
        assert [each[1:] for each in self.log(alice)[1:]] == [
            ("plan.will_change", {"plan": "Free", "date": "1 Dec 2026"}),
            ("plan.stays", {"plan": "Pro"}),
        ]
